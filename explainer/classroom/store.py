"""Lessons, phones and votes in a database."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

from explainer.classroom.lesson import (
    MOVES,
    ROUNDS,
    LessonError,
    NoLesson,
    NotTheTeacher,
    StoreBusy,
    TooLate,
)
from explainer.classroom.tables import asked, engine_of, lessons, phones, votes

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowel: a code is no word, and no letter looks like a digit
LENGTH = 4  # of a code
MOST_TAPS = 2**31  # what a column holds
DAY = 24 * 60 * 60  # seconds after which an untouched lesson is deleted


@dataclass(frozen=True)
class Lesson:
    """How far a lesson is. number: of its question, from 0; name: what the question is called
    where it is asked; version: how many moves led here."""

    code: str
    number: int
    name: str
    choices: int
    phase: str
    version: int

    @property
    def round(self) -> int | None:
        """The round of votes that is open; None while none is."""
        return ROUNDS.get(self.phase)


@dataclass(frozen=True)
class Votes:
    """What one phone chose at one question, each None where it did not: first, after discussion,
    and at the sibling question."""

    first: int | None
    second: int | None
    alone: int | None


class Store:
    """All lessons of a database.

    Parameters
    ----------
    url : str
        As SQLAlchemy takes it: ``sqlite:///lessons.db``, ``postgresql+psycopg://host/name``;
        ``sqlite://`` keeps all in memory.

    Raises
    ------
    StoreBusy
        By each method, when the database does not answer.
    """

    def __init__(self, url: str):
        with _one_sentence():
            self._engine = engine_of(url)
        self._writing = self._engine.execution_options(writes=True)
        # What is in memory has one connection, which one thread at a time may use.
        self._alone = RLock()
        self._in_memory = self._engine.url.database in (None, "", ":memory:")

    # The teacher

    def start(self, name: str, choices: int) -> tuple[str, str]:
        """Begin a lesson with a question: its code, and the teacher's key, kept nowhere else."""
        self.purge()
        key = secrets.token_urlsafe(16)
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            try:
                with self._write() as connection:
                    row = {"code": code, "teacher": _hash(key), "number": 0, "name": name}
                    more = {"choices": choices, "phase": "lobby", "version": 0}
                    connection.execute(insert(lessons), row | more | {"touched": time.time()})
                    self._note(connection, code, 0, name, choices)
                return code, key
            except IntegrityError:  # another lesson has this code
                continue

    def move(self, code: str, key: str, phase: str, *, seen: int) -> Lesson:
        """Go on to a phase. seen: the version that the teacher looked at. The same move twice is
        made once.

        Raises
        ------
        TooLate
            The lesson has moved on from what was seen, or the phase does not follow.
        """
        with self._write() as connection:
            now = self._taught(connection, code, key)
            if (now.version, now.phase) == (seen + 1, phase):
                return now
            if now.version != seen or phase not in MOVES[now.phase]:
                raise TooLate(code)
            return self._set(connection, now, {"phase": phase})

    def next(self, code: str, key: str, name: str, choices: int, *, seen: int) -> Lesson:
        """Go on to the next question, and open its vote. The same move twice is made once."""
        with self._write() as connection:
            now = self._taught(connection, code, key)
            if (now.version, now.name, now.phase) == (seen + 1, name, "vote"):
                return now
            if now.version != seen or now.phase == "lobby":
                raise TooLate(code)
            number = now.number + 1
            self._note(connection, code, number, name, choices)
            changes = {"number": number, "name": name, "choices": choices, "phase": "vote"}
            return self._set(connection, now, changes)

    def end(self, code: str, key: str) -> None:
        """Delete all of a lesson. Of a lesson that is gone nothing is left to do."""
        with self._write() as connection:
            try:
                self._taught(connection, code, key)
            except NoLesson:
                return
            connection.execute(delete(lessons).where(lessons.c.code == code))

    def is_teacher(self, code: str, key: str) -> bool:
        """Whether the key is that of this lesson's teacher."""
        with self._read() as connection:
            return self._is_teacher(self._row(connection, code), key)

    def questions(self, code: str, key: str) -> list[str]:
        """The names of the questions so far."""
        with self._read() as connection:
            self._taught(connection, code, key)
            of_it = select(asked.c.name).where(asked.c.lesson == code).order_by(asked.c.number)
            return list(connection.scalars(of_it))

    def votes(self, code: str, key: str, number: int | None = None) -> list[Votes]:
        """What each phone that voted at a question chose, in no order that tells who it is.

        number: of the question, from 0; None: the one that is open.
        """
        with self._read() as connection:
            now = self._taught(connection, code, key)
            number = now.number if number is None else number
            of_it = votes.c.lesson == code, votes.c.number == number
            found = connection.execute(
                select(votes.c.phone, votes.c.round, votes.c.choice).where(*of_it)
            )
            by_phone: dict[str, dict[int, int]] = {}
            for phone, round_, choice in found:
                by_phone.setdefault(phone, {})[round_] = choice
            chosen = (tuple(one.get(k) for k in (1, 2, 3)) for one in by_phone.values())
            ordered = sorted(chosen, key=lambda one: [-1 if c is None else c for c in one])
            return [Votes(*one) for one in ordered]

    # Everybody

    def lesson(self, code: str) -> Lesson:
        """How far a lesson is."""
        with self._read() as connection:
            return _lesson(self._row(connection, code))

    def counts(self, code: str) -> tuple[int, int]:
        """How many phones have joined, and how many have voted in the round that is open."""
        with self._read() as connection:
            now = _lesson(self._row(connection, code))
            joined = select(func.count()).where(phones.c.lesson == code)
            voted = select(func.count()).where(
                votes.c.lesson == code,
                votes.c.number == now.number,
                votes.c.round == (now.round or 0),
            )
            return connection.scalar(joined) or 0, connection.scalar(voted) or 0

    def join(self, code: str, token: str = "") -> str:
        """Count a phone in: its token, a new one if it has none. Who joins twice is one phone."""
        token = token or secrets.token_urlsafe(16)
        with self._write() as connection:
            self._row(connection, code)
            row = {"lesson": code, "phone": _hash(token)}
            connection.execute(self._insert(phones).values(row).on_conflict_do_nothing())
        return token

    def vote(
        self, code: str, token: str, *, question: int, round: int, choice: int, tap: int
    ) -> None:
        """Take a phone's choice, in the place of one that it tapped before. A vote that comes twice
        counts once; of two taps the later one counts, in whatever order they come.

        Parameters
        ----------
        question, round : int
            What the phone shows: the question's number, and the round of `ROUNDS`.
        choice : int
            The place of the choice, from 0.
        tap : int
            How many times this phone has tapped.

        Raises
        ------
        TooLate
            The lesson is no longer at this question and round.
        LessonError
            There is no such choice, or the phone has not joined.
        """
        with self._write() as connection:
            now = _lesson(self._row(connection, code, keep=True))
            if (now.number, now.round) != (question, round):
                raise TooLate(code)
            if not (0 <= choice < now.choices and 0 <= tap < MOST_TAPS):
                raise LessonError(f"no choice {choice}, or no tap {tap}")
            row = {"lesson": code, "number": question, "round": round, "phone": _hash(token)}
            added = self._insert(votes).values(row | {"choice": choice, "tap": tap})
            try:
                connection.execute(
                    added.on_conflict_do_update(
                        index_elements=list(row),
                        set_={"choice": choice, "tap": tap},
                        where=votes.c.tap < tap,
                    )
                )
            except IntegrityError as error:  # the foreign key
                raise LessonError("the phone has not joined") from error

    def voted(self, code: str, token: str, question: int) -> Votes:
        """What the database holds of a phone's votes at a question."""
        with self._read() as connection:
            self._row(connection, code)
            found = connection.execute(
                select(votes.c.round, votes.c.choice).where(
                    votes.c.lesson == code,
                    votes.c.number == question,
                    votes.c.phone == _hash(token),
                )
            )
            by_round = {one.round: one.choice for one in found}
            return Votes(*(by_round.get(k) for k in (1, 2, 3)))

    def purge(self, age: float = DAY) -> None:
        """Delete the lessons that nobody has touched for so many seconds."""
        with self._write() as connection:
            connection.execute(delete(lessons).where(lessons.c.touched < time.time() - age))

    # Within

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._held(), _one_sentence(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._held(), _one_sentence(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def _held(self) -> Iterator[None]:
        if not self._in_memory:
            yield
            return
        with self._alone:
            yield

    def _insert(self, table: Any) -> Any:
        """An insert that can say what to do where the row is there already."""
        kinds: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
        return kinds[self._engine.dialect.name](table)

    def _row(self, connection: Connection, code: str, *, keep: bool = False) -> Row[Any]:
        """keep: whether it must not change before the commit (SQLite has the lock anyway)."""
        if len(code) != LENGTH or not set(code) <= set(LETTERS):
            raise NoLesson(code)
        found = select(lessons).where(lessons.c.code == code)
        row = connection.execute(found.with_for_update(read=True) if keep else found).first()
        if row is None:
            raise NoLesson(code)
        return row

    def _taught(self, connection: Connection, code: str, key: str) -> Lesson:
        row = self._row(connection, code)
        if not self._is_teacher(row, key):
            raise NotTheTeacher(code)
        return _lesson(row)

    def _is_teacher(self, row: Row[Any], key: str) -> bool:
        return secrets.compare_digest(row.teacher, _hash(key))

    def _set(self, connection: Connection, now: Lesson, changes: dict[str, Any]) -> Lesson:
        version = now.version + 1
        at = lessons.c.code == now.code, lessons.c.version == now.version
        values = changes | {"version": version, "touched": time.time()}
        if connection.execute(update(lessons).where(*at).values(values)).rowcount != 1:
            raise TooLate(now.code)
        return _lesson(self._row(connection, now.code))

    def _note(
        self, connection: Connection, code: str, number: int, name: str, choices: int
    ) -> None:
        row = {"lesson": code, "number": number, "name": name, "choices": choices}
        connection.execute(insert(asked), row)


def _lesson(row: Row[Any]) -> Lesson:
    return Lesson(row.code, row.number, row.name, row.choices, row.phase, row.version)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@contextmanager
def _one_sentence() -> Iterator[None]:
    """What the database's driver says, as `StoreBusy`."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise StoreBusy(str(error.orig)) from error
