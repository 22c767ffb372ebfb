"""The bank of the check: each question has one right answer, and it is right."""

import csv
import io
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from explainer.rooms.check import blocks, results
from explainer.rooms.check.bank import BANK, questions
from explainer.rooms.check.question import ask, three, two
from explainer.rooms.check.results import concept_names, misconception, questions_of
from explainer.shell.charts import as_csv
from explainer.shell.session import Notebook
from explainer.shell.text import sections
from tests.rooms.check.brute_check import RIGHT, chance, drawn, three_digits

VARIANTS = [
    (concept, drafter.__name__, drafter) for concept, all_of in BANK.items() for drafter in all_of
]
SEEDS = range(25)
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def dropped(grid):
    return {
        (r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row) if cell.text == "0"
    }


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def as_number(text):
    try:
        return float(text.replace("−", "-"))
    except ValueError:
        return None


def test_there_are_eight_concepts_with_three_variants_or_more():
    assert BANK.keys() == concept_names().keys()
    assert len(BANK) == 8
    assert min(map(len, BANK.values())) >= 3
    assert len({name for _, name, _ in VARIANTS}) == len(VARIANTS) >= 24
    assert {name for _, name, _ in VARIANTS} == RIGHT.keys()


@pytest.mark.parametrize(("concept", "variant", "drafter"), VARIANTS)
def test_the_right_answer_is_what_brute_force_finds(concept, variant, drafter):
    for seed in SEEDS:
        question = ask(concept, variant, drafter, seed)
        choice = question.choices[question.right]
        expected = RIGHT[variant](question.given)
        if choice.grid is None:
            assert choice.text == expected
        else:
            read = texts if isinstance(expected, list) else dropped
            assert read(choice.grid) == expected


@pytest.mark.parametrize(("concept", "variant", "drafter"), VARIANTS)
def test_one_choice_is_right_and_each_other_is_a_known_misconception(concept, variant, drafter):
    for seed in SEEDS:
        question = ask(concept, variant, drafter, seed)
        names = [choice.misconception for choice in question.choices]
        assert 3 <= len(names) <= 4
        assert names.count(None) == 1
        assert len(set(names)) == len(names)
        for name in filter(None, names):
            title, why = misconception(name)
            assert title.strip()
            assert why.strip()
        shown = [
            (choice.text if choice.grid is None else str(texts(choice.grid)))
            for choice in question.choices
        ]
        assert len(set(shown)) == len(shown)
        numbers = [number for number in map(as_number, shown) if number is not None]
        right = as_number(shown[question.right])
        assert all(n == right or abs(n - right) >= 0.04 * right for n in numbers)
        assert len(set(numbers)) == len(numbers)
        words = " ".join([question.text, question.explanation, *shown])
        assert not re.search(r"[{}]|\bnan\b|\binf\b", words)


@pytest.mark.parametrize(("concept", "variant", "drafter"), VARIANTS)
def test_where_gamma_is_summed_up_the_sum_is_right(concept, variant, drafter):
    summed = variant in (
        "seeds_expected",
        "other_block",
        "second_input",
        "other_map",
        "block_of_one",
    )
    for seed in SEEDS:
        question = ask(concept, variant, drafter, seed)
        told = re.match(r"γ = (.*?) = ([\d.]+)\. ", question.explanation)
        assert bool(told) == summed
        if told:
            terms = told[1].translate({ord("−"): "-", ord("·"): "*", ord("²"): "**2"})
            assert float(told[2]) == pytest.approx(eval(terms), rel=5.1e-3)  # three digits
            assert told[2] == three_digits(chance(question.given))


@pytest.mark.parametrize("drafter", [blocks.units_of_seed, blocks.mask_of_seed])
def test_the_lone_seed_is_the_one_that_its_draw_gives(drafter):
    places = set()
    for seed in SEEDS:
        question = ask("block", drafter.__name__, drafter, seed)
        (seeds,) = question.grids
        assert texts(seeds) == [[f"{n:.0f}" for n in row] for row in drawn(question.given)[0][0]]
        places |= {
            (r, c) for r, row in enumerate(texts(seeds)) for c, n in enumerate(row) if n == "1"
        }
    assert len(places) > 10


FORMS = range(12)  # concepts have three or four variants: then all meet again


def settings_of(question):
    """Side, block_size and keep_prob of all maps that a question is about."""
    given = question.given
    own = {"side": given["side"], "block_size": given["block_size"], "asked": given["keep_prob"]}
    key, value = {
        "other_block": ("block_size", given.get("before")),
        "other_map": ("side", given.get("before")),
        "second_input": ("side", given.get("later")),
        "lower_keep_prob": ("asked", given.get("lower")),
    }.get(question.variant, ("side", given["side"]))
    return {tuple(own.values()), tuple((own | {key: value}).values())}


@pytest.mark.parametrize("form", FORMS)
def test_no_question_of_a_check_tells_what_another_asks(form):
    """No two are about one setting, and no γ that is asked for stands in another question."""
    for seed in (*range(6), form, 1_000_000 + form):
        check = questions(seed, form)
        told = Counter(setting for question in check for setting in settings_of(question))
        assert max(told.values()) == 1
        for question in check:
            if question.variant not in ("other_block", "other_map", "second_input"):
                continue
            asked = three_digits(chance(question.given))
            others = " ".join(other.text for other in check if other is not question)
            assert asked not in re.findall(r"\d+\.\d+", others)


def test_halves_are_rounded_up_as_a_viewer_rounds_them():
    assert (two(36 / 32), three(1 / 16)) == ("1.13", "0.063")


def test_the_right_choice_has_no_favourite_place():
    places = Counter(q.right for seed in range(60) for q in questions(seed, seed))
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) < 0.5 * sum(places.values())


def test_every_misconception_told_is_met():
    met = {
        choice.misconception
        for concept, variant, drafter in VARIANTS
        for choice in ask(concept, variant, drafter, 0).choices
    }
    assert met - {None} == sections("check", "misconceptions").keys()


def test_two_checks_in_a_row_share_no_question():
    for seed in range(30):
        pairs = zip(questions(seed, seed), questions(seed + 1, seed + 1), strict=True)
        assert all(first.variant != second.variant for first, second in pairs)


def test_after_the_lesson_the_same_is_asked_of_other_runs():
    for opening in range(6):
        book = Notebook(opening, mode="before")
        for _pair in range(3):
            before, after = results.begin(book, "before"), results.begin(book, "after")
            pairs = list(zip(questions_of(before), questions_of(after), strict=True))
            assert all(one.variant == other.variant for one, other in pairs)
            differ = [(one.text, one.grids) != (other.text, other.grids) for one, other in pairs]
            assert sum(differ) >= 6, (opening, differ)


def test_a_number_gives_the_same_check_again():
    first = questions(5, 5)
    questions.cache_clear()
    assert questions(5, 5) == first


def answer(sitting, *, right):
    for k, question in enumerate(questions_of(sitting)):
        sitting.answers[k] = question.right if right else (question.right + 1) % 3


def test_a_check_is_not_finished_while_an_answer_is_missing():
    sitting = results.current(Notebook(3))
    answer(sitting, right=True)
    del sitting.answers[4]
    results.hand_in(sitting, NOW)
    assert (sitting.finished, results.missing(sitting)) == ("", [5])
    sitting.answers[4] = questions_of(sitting)[4].right
    results.hand_in(sitting, NOW)
    assert (sitting.finished, results.score(sitting)) == ("2026-03-01T09:30:00+00:00", 8)


def test_before_is_explained_only_after_the_second_check():
    book = Notebook(3, mode="before")
    before = results.current(book)
    answer(before, right=False)
    results.hand_in(before, NOW)
    assert not results.explains(book, before)
    book.mode = "after"
    after = results.current(book)
    assert after.seed != before.seed
    answer(after, right=True)
    results.hand_in(after, NOW)
    assert results.explains(book, before)
    assert results.pair(book) == (before, after)
    assert (results.score(before), results.score(after)) == (0, 8)


def rows_of(book):
    return list(csv.DictReader(io.StringIO(as_csv(results.table(book)).decode())))


def hand_in(book, mode, *, right):
    book.mode = mode
    sitting = results.current(book)
    answer(sitting, right=right)
    results.hand_in(sitting, NOW)
    return sitting


def test_the_file_says_what_was_answered_and_from_what_a_question_is_made():
    book = Notebook(11)
    before, after = hand_in(book, "before", right=False), hand_in(book, "after", right=True)
    rows = rows_of(book)
    assert list(rows[0]) == [
        "when", "mode", "concept", "variant", "form", "check seed", "question", "shown", "choice",
        "right answer", "correct", "misconception",
    ]  # fmt: skip
    assert [row["mode"] for row in rows] == ["before"] * 8 + ["after"] * 8
    for k, row in enumerate(rows):
        question = questions(int(row["check seed"]), int(row["form"]))[k % 8]
        sitting = before if k < 8 else after
        assert question == questions_of(sitting)[k % 8]
        assert row["variant"] == question.variant
        assert datetime.fromisoformat(row["when"]) == NOW
        assert (row["choice"] == row["right answer"]) == (sitting is after)
        assert (row["correct"], bool(row["misconception"])) == (
            ("1", False) if sitting is after else ("0", True)
        )


def test_the_file_can_be_read_without_the_pictures():
    for opening in range(12):
        book = Notebook(opening)
        sitting = hand_in(book, "me", right=False)
        for k, row in enumerate(rows_of(book)):
            question, choice = questions_of(sitting)[k], results.choice_of(sitting, k)
            shown = row["shown"].split("; ") if row["shown"] else []
            assert list(map(unpacked, shown)) == list(map(texts, question.grids))
            assert row["shown"].count("[") == sum(
                cell.marked for grid in question.grids for line in grid.rows for cell in line
            )
            if choice.grid:
                assert row["choice"].startswith(f"{choice.text}: ")
                assert unpacked(row["choice"]) == texts(choice.grid)
            else:
                assert row["choice"] == choice.text


def unpacked(line):
    lines = line.split(": ")[1].replace("[", "").replace("]", "").split(" / ")
    return [row.split() for row in lines]


def test_what_is_right_before_the_lesson_enters_the_file_after_it():
    book = Notebook(11)
    verdict = ["right answer", "correct", "misconception"]
    hand_in(book, "before", right=False)
    hand_in(book, "me", right=True)
    before, own = rows_of(book)[:8], rows_of(book)[8:]
    assert not any(row[column] for row in before for column in verdict)
    assert all(row["choice"] for row in before)
    assert all(row["right answer"] and row["correct"] == "1" for row in own)
    hand_in(book, "after", right=True)
    told = [row for row in rows_of(book) if row["mode"] == "before"]
    assert all(row[column] for row in told for column in verdict)
    results.again(book)
    hand_in(book, "before", right=True)
    first, second = told, [row for row in rows_of(book) if row["mode"] == "before"][8:]
    assert [row for row in rows_of(book) if row["mode"] == "before"][:8] == first
    assert not any(row[column] for row in second for column in verdict)
