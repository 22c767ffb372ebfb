"""The bank of the check: each question has one right answer, and it is right."""

import csv
import io
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from dropblock.ui.charts import as_csv
from dropblock.ui.quiz.bank import BANK, questions
from dropblock.ui.quiz.question import ask
from dropblock.ui.quiz.results import Notebook, concept_names, misconception
from dropblock.ui.text import sections
from tests.ui.quiz_brute import RIGHT

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
        words = " ".join([question.text, question.explanation, *shown])
        assert not re.search(r"[{}]|\bnan\b|\binf\b", words)


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
    assert met - {None} == sections("quiz_misconceptions").keys()


def test_two_checks_in_a_row_share_no_question():
    for seed in range(30):
        pairs = zip(questions(seed, seed), questions(seed + 1, seed + 1), strict=True)
        assert all(first.variant != second.variant for first, second in pairs)


def test_after_the_lesson_the_same_is_asked_of_other_runs():
    for opening in range(6):
        book = Notebook(opening, mode="before")
        for _pair in range(3):
            before, after = book.begin("before"), book.begin("after")
            pairs = list(zip(before.questions, after.questions, strict=True))
            assert all(one.variant == other.variant for one, other in pairs)
            differ = [(one.text, one.grids) != (other.text, other.grids) for one, other in pairs]
            assert sum(differ) >= 6, (opening, differ)


def test_a_number_gives_the_same_check_again():
    first = questions(5, 5)
    questions.cache_clear()
    assert questions(5, 5) == first


def answer(sitting, *, right):
    for k, question in enumerate(sitting.questions):
        sitting.answers[k] = question.right if right else (question.right + 1) % 3


def test_a_check_is_not_finished_while_an_answer_is_missing():
    sitting = Notebook(3).current()
    answer(sitting, right=True)
    del sitting.answers[4]
    sitting.hand_in(NOW)
    assert (sitting.finished, sitting.missing) == ("", [5])
    sitting.answers[4] = sitting.questions[4].right
    sitting.hand_in(NOW)
    assert (sitting.finished, sitting.score) == ("2026-03-01T09:30:00+00:00", 8)


def test_before_is_explained_only_after_the_second_check():
    book = Notebook(3, mode="before")
    before = book.current()
    answer(before, right=False)
    before.hand_in(NOW)
    assert not book.explains(before)
    book.mode = "after"
    after = book.current()
    assert after.seed != before.seed
    answer(after, right=True)
    after.hand_in(NOW)
    assert book.explains(before)
    assert book.pair == (before, after)
    assert (before.score, after.score) == (0, 8)


def test_the_file_says_what_was_answered():
    book = Notebook(11, mode="before")
    first = book.current()
    answer(first, right=False)
    first.hand_in(NOW)
    rows = list(csv.DictReader(io.StringIO(as_csv(book.table()).decode())))
    assert list(rows[0]) == [
        "when", "mode", "concept", "question", "choice", "right answer", "correct",
        "misconception", "check seed",
    ]  # fmt: skip
    assert len(rows) == 8
    for row, question, place in zip(rows, first.questions, first.answers.values(), strict=True):
        assert row["choice"] == question.choices[place].text != row["right answer"]
        assert row["right answer"] == question.choices[question.right].text
        assert (row["correct"], row["mode"], row["check seed"]) == ("0", "before", "11")
        assert datetime.fromisoformat(row["when"]) == NOW
        assert row["misconception"]
