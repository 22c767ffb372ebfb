"""A lesson from its start to its deletion, in each database."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from random import Random

import pytest
from sqlalchemy import func, select

from explainer.classroom import (
    LessonError,
    NoLesson,
    NotTheTeacher,
    Store,
    StoreBusy,
    TooLate,
    Votes,
    tables,
)


def begun(store, *phases):
    """A lesson that has gone through these phases: code, key."""
    code, key = store.start("seeds", choices=4)
    for seen, phase in enumerate(phases):
        store.move(code, key, phase, seen=seen)
    return code, key


def rows(store):
    with store._read() as connection:
        return [
            connection.scalar(select(func.count()).select_from(table))
            for table in tables.metadata.sorted_tables
        ]


def test_a_whole_lesson(store):
    code, key = store.start("seeds", choices=4)
    ann, bob = store.join(code), store.join(code)
    assert store.counts(code) == (2, 0)
    store.move(code, key, "vote", seen=0)
    store.vote(code, ann, question=0, round=1, choice=3, tap=1)
    store.vote(code, bob, question=0, round=1, choice=1, tap=1)
    store.vote(code, ann, question=0, round=1, choice=2, tap=2)
    assert store.counts(code) == (2, 2)
    store.move(code, key, "discuss", seen=1)
    store.move(code, key, "again", seen=2)
    assert store.counts(code) == (2, 0)
    store.vote(code, ann, question=0, round=2, choice=1, tap=3)
    store.move(code, key, "explain", seen=3)
    store.move(code, key, "alone", seen=4)
    store.vote(code, bob, question=0, round=3, choice=0, tap=2)
    assert store.voted(code, ann, 0) == Votes(2, 1, None)
    assert store.votes(code, key) == [Votes(1, None, 0), Votes(2, 1, None)]
    now = store.next(code, key, "overlap", choices=2, seen=5)
    assert (now.number, now.name, now.phase, now.round, now.version) == (1, "overlap", "vote", 1, 6)
    assert store.votes(code, key) == []
    assert len(store.votes(code, key, number=0)) == 2
    assert store.questions(code, key) == ["seeds", "overlap"]
    assert all(rows(store))
    store.end(code, key)
    assert not any(rows(store))
    store.end(code, key)  # once more changes nothing
    with pytest.raises(NoLesson):
        store.lesson(code)


def test_a_move_made_twice_is_made_once(store):
    code, key = begun(store)
    first = store.move(code, key, "vote", seen=0)
    assert store.move(code, key, "vote", seen=0) == first
    with pytest.raises(TooLate):  # a second window that is behind
        store.move(code, key, "discuss", seen=0)
    with pytest.raises(TooLate):  # what does not follow
        store.move(code, key, "alone", seen=1)
    assert store.next(code, key, "b", 2, seen=1) == store.next(code, key, "b", 2, seen=1)
    assert store.questions(code, key) == ["seeds", "b"]


def test_only_the_teacher_steers_and_sees_the_split(store):
    code, key = begun(store, "vote")
    _, other = begun(store)
    phone = store.join(code)
    for forged in ("", "x", phone, other, code):
        assert not store.is_teacher(code, forged)
        for call in (
            lambda k=forged: store.move(code, k, "discuss", seen=1),
            lambda k=forged: store.next(code, k, "b", 2, seen=1),
            lambda k=forged: store.votes(code, k),
            lambda k=forged: store.questions(code, k),
            lambda k=forged: store.end(code, k),
        ):
            with pytest.raises(NotTheTeacher):
                call()
    assert store.is_teacher(code, key)
    assert store.lesson(code).version == 1


@pytest.mark.parametrize("code", ["", "AAAA", "bcdf", "BCD", "BCDFG", "B\0DF", "'; --"])
def test_a_wrong_code_is_no_lesson(store, code):
    for call in (store.lesson, store.counts, store.join):
        with pytest.raises(NoLesson):
            call(code)


def test_a_vote_counts_in_its_phase_only(store):
    code, key = begun(store)
    phone = store.join(code)

    def vote(**more):
        given = {"question": 0, "round": 1, "choice": 0, "tap": 1} | more
        store.vote(code, phone, **given)

    with pytest.raises(TooLate):
        vote()
    store.move(code, key, "vote", seen=0)
    for wrong in ({"question": 1}, {"round": 2}, {"question": 10**30}):
        with pytest.raises(TooLate):
            vote(**wrong)
    for wrong in ({"choice": 4}, {"choice": -1}, {"tap": -1}, {"tap": 10**30}):
        with pytest.raises(LessonError):
            vote(**wrong)
    with pytest.raises(LessonError):
        store.vote(code, "a stranger", question=0, round=1, choice=0, tap=1)
    assert store.votes(code, key) == []
    vote()
    store.move(code, key, "discuss", seen=1)
    with pytest.raises(TooLate):
        vote(choice=1, tap=2)
    assert store.voted(code, phone, 0) == Votes(0, None, None)


def test_the_latest_tap_counts_in_whatever_order_taps_come(store):
    code, key = begun(store, "vote")
    random = Random(1)
    expected = []
    for _phone in range(5):
        token = store.join(code)
        assert store.join(code, token) == token
        taps = [(tap, random.randrange(4)) for tap in range(6)]
        expected.append(taps[-1][1])
        for tap, choice in random.sample(taps * 2, 12):  # each comes twice
            store.vote(code, token, question=0, round=1, choice=choice, tap=tap)
    assert store.counts(code) == (5, 5)
    assert [one.first for one in store.votes(code, key)] == sorted(expected)


def test_no_vote_slips_into_the_next_phase(store):
    """Thirty phones vote as fast as they can while the teacher closes the vote."""
    code, key = begun(store, "vote")
    tokens = [store.join(code) for _ in range(30)]

    def vote(given):
        token, tap = given
        try:
            store.vote(code, token, question=0, round=1, choice=tap % 4, tap=tap)
        except TooLate:
            return None
        return given

    def close():
        version = store.move(code, key, "discuss", seen=1).version
        return version, store.votes(code, key)

    with ThreadPoolExecutor(8) as pool:
        taken = [pool.submit(vote, given) for given in product(tokens, range(1, 5))]
        closed = pool.submit(close)
        taken += [pool.submit(vote, given) for given in product(tokens, range(5, 9))]
    version, seen = closed.result()
    assert version == 2
    assert store.votes(code, key) == seen  # as it was when the vote closed
    last = {}
    for token, tap in filter(None, (one.result() for one in taken)):
        last[token] = max(tap, last.get(token, 0))
    assert last, "no vote was taken"
    assert len(last) == len(seen)
    for token, tap in last.items():
        assert store.voted(code, token, 0).first == tap % 4


def test_what_nobody_touched_for_a_day_is_deleted(store, monkeypatch):
    old, key = begun(store, "vote")
    store.vote(old, store.join(old), question=0, round=1, choice=0, tap=1)
    real = time.time
    monkeypatch.setattr("explainer.classroom.store.time.time", lambda: real() + 23 * 3600)
    store.move(old, key, "discuss", seen=1)  # touched
    monkeypatch.setattr("explainer.classroom.store.time.time", lambda: real() + 46 * 3600)
    store.start("another", choices=2)
    assert store.lesson(old).phase == "discuss"
    monkeypatch.setattr("explainer.classroom.store.time.time", lambda: real() + 48 * 3600)
    new, _ = store.start("another", choices=2)
    with pytest.raises(NoLesson):
        store.lesson(old)
    assert store.lesson(new).phase == "lobby"
    assert rows(store)[-1] == 0


def test_a_restarted_server_goes_on(tmp_path):
    url = f"sqlite:///{tmp_path}/lessons.db"
    before = Store(url)
    code, key = begun(before, "vote")
    phone = before.join(code)
    before.vote(code, phone, question=0, round=1, choice=2, tap=1)
    after = Store(url)
    assert after.voted(code, phone, 0) == Votes(2, None, None)
    assert after.move(code, key, "discuss", seen=1).phase == "discuss"
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert code.encode() in kept
    for secret in (key, phone):
        assert secret.encode() not in kept


def test_a_locked_database_is_said_and_the_lesson_is_unharmed(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "WAIT_SECONDS", 0.05)
    store = Store(f"sqlite:///{tmp_path}/lessons.db")
    code, key = begun(store, "vote")
    phone = store.join(code)
    other = sqlite3.connect(tmp_path / "lessons.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        store.vote(code, phone, question=0, round=1, choice=0, tap=1)
    assert store.lesson(code).phase == "vote"  # reading goes on
    other.execute("ROLLBACK")
    store.vote(code, phone, question=0, round=1, choice=0, tap=1)
    assert store.votes(code, key) == [Votes(0, None, None)]


def test_a_full_database_is_said_and_the_lesson_is_unharmed(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/lessons.db")
    code, _key = begun(store, "vote")
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    joined = []

    def join_on():
        while len(joined) < 10_000:
            joined.append(store.join(code))

    with pytest.raises(StoreBusy):
        join_on()
    assert store.counts(code) == (len(joined), 0)
    assert store.lesson(code).phase == "vote"


def test_a_database_that_is_away_is_said():
    with pytest.raises(StoreBusy):
        Store("sqlite:////no/such/folder/lessons.db")
