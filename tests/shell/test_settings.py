"""A URL is untrusted: unreadable gives the default, out of range the nearest allowed value."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dropblock.recipes import RECIPES
from explainer.shell.settings import IMPLEMENTATIONS, TABLE, Settings, block_sizes
from explainer.shell.sources import PHOTOS, SOURCES

queries = st.dictionaries(
    st.sampled_from(list(Settings.parse({}).query())),
    st.one_of(
        st.text(max_size=12),
        st.floats().map(str),
        st.integers().map(str),
        st.sampled_from(
            [*SOURCES, "paper", "reference", "calibrated", "shared", "channel", "0", "1"]
        ),
    ),
)


@given(queries)
def test_any_query_gives_settings_within_their_ranges(query: dict[str, str]) -> None:
    settings = Settings.parse(query)
    assert settings.source in SOURCES
    assert 5 <= settings.size <= 56
    assert 1 <= settings.channels <= 8
    assert 0 <= settings.keep_prob <= 1
    assert settings.keep_prob * 100 == pytest.approx(round(settings.keep_prob * 100))
    assert 1 <= settings.block_size <= min(settings.map_size, 63)
    assert settings.recipe != "reference" or settings.block_size % 2 == 1
    assert 0 <= settings.seed <= 999_999
    assert settings.mask in ("shared", "channel")
    assert settings.map in {*range(1, min(settings.map_size, 56) + 1), settings.map_size}
    assert 0 <= settings.cutout <= settings.map_size
    assert settings.step in ("1", "2", "3", "4", "5a", "5b", "5c", "6a", "6b")
    assert settings.part in ("walk", "beliefs", "museum", "check")
    assert 0 <= settings.tour <= 9
    assert 1 <= settings.height <= 56
    assert 1 <= settings.width <= 56
    assert 1 <= settings.asked_block <= 20
    assert settings.baseline in RECIPES
    assert settings.yours == "all" or settings.yours in RECIPES
    assert 1 <= settings.map_block_size <= min(settings.map, settings.block_size)
    assert settings.recipe != "reference" or settings.map_block_size % 2 == 1


@given(queries)
def test_what_is_written_to_a_url_is_read_back(query: dict[str, str]) -> None:
    settings = Settings.parse(query)
    assert Settings.parse(settings.query()) == settings


@given(queries, st.data())
def test_a_change_does_what_a_link_with_that_value_does(
    query: dict[str, str], data: st.DataObject
) -> None:
    settings = Settings.parse(query)
    name = data.draw(st.sampled_from(sorted(TABLE)))
    assume(name != "map" or not settings.is_map)  # such a map grows: see below
    before = getattr(settings, name)
    value = data.draw(
        st.booleans()
        if isinstance(before, bool)
        else st.sampled_from([*SOURCES, *PHOTOS, *RECIPES, "shared", "6b", "soup"])
        if isinstance(before, str)
        else st.one_of(st.integers(), st.integers(0, 300), st.floats(), st.floats(0, 1))
    )
    link = {**settings.query(), name: str(int(value) if isinstance(value, bool) else value)}
    # Between a picture, a random map and a network's, defaults change.
    other = Settings.parse(link)
    kinds = [one.source if one.is_map else "picture" for one in (settings, other)]
    own: set[str] = set()
    if kinds[0] != kinds[1]:
        own = {"block_size", "seed", "mask", "map"}
        if "random" not in kinds:
            own.remove("mask")  # shared by default
        if "features" in kinds:
            own |= {"size", "channels"}
        if settings.keep_prob == SOURCES[settings.source].keep_prob:
            own.add("keep_prob")  # nobody has chosen it
    if name == "size" and other.is_map and value != before:
        own = {"map"}
    draws = {PHOTOS[one.photo].draw for one in (settings, Settings.parse(link))}
    if len(draws) > 1:
        own.add("draw")  # each picture opens with its own
    link = {key: text for key, text in link.items() if key not in own}
    assert settings.change(**{name: value}) == Settings.parse(link)


@pytest.mark.parametrize("value", [None, [], {}, [1], float("nan"), 10**400, b"1", "soup"])
@pytest.mark.parametrize("name", sorted(TABLE))
def test_what_a_browser_makes_up_becomes_an_allowed_value(name: str, value: object) -> None:
    opening = Settings.parse({})
    changed = opening.change(**{name: value})
    assert Settings.parse(changed.query()) == changed
    assert type(getattr(changed, name)) is type(getattr(opening, name))


def test_every_field_is_a_row_that_says_what_it_means_and_where() -> None:
    pages = {path.stem for path in Path(__file__).parents[2].glob("pages/*.py")}
    assert list(TABLE) == [field.name for field in fields(Settings)]
    for name, row in TABLE.items():
        assert len(row.meaning.split()) > 2, name
        assert row.meaning.endswith("."), name
        assert set(row.pages) <= pages, name
        assert row.pages, name
        assert set(row.follows) < set(TABLE), name


def test_reset_leaves_the_viewer_where_they_are() -> None:
    settings = Settings.parse({"source": "brick", "keep_prob": "0.4", "tour": "3", "step": "5a"})
    assert settings.change(**settings.opening) == Settings.parse(
        {"source": "brick", "tour": "3", "step": "5a"}
    )


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ({"block_size": "999"}, "block_size", 63),
        ({"block_size": "-3"}, "block_size", 1),
        ({"block_size": "4"}, "block_size", 3),  # as near to 3 as to 5: down
        ({"block_size": "4", "recipe": "paper"}, "block_size", 4),
        ({"block_size": "6", "source": "random"}, "block_size", 5),
        ({"block_size": "9", "source": "random", "size": "8"}, "block_size", 7),
        ({"keep_prob": "-1"}, "keep_prob", 0.0),
        ({"keep_prob": "7"}, "keep_prob", 1.0),
        ({"keep_prob": "nan"}, "keep_prob", 0.5),
        ({"keep_prob": "inf"}, "keep_prob", 0.5),
        ({"keep_prob": "half"}, "keep_prob", 0.5),
        ({"keep_prob": "0.505"}, "keep_prob", 0.50),  # a tie: down
        ({"keep_prob": "0.507"}, "keep_prob", 0.51),
        ({"size": "1e9"}, "size", 56),
        ({"size": ""}, "size", 5),
        ({"source": "dog"}, "source", "cat"),
        ({"recipe": "soup"}, "recipe", "reference"),
        ({"mask": "none"}, "mask", "shared"),
        ({"source": "random", "mask": "none"}, "mask", "channel"),
        ({"training": "yes"}, "training", True),
        ({"training": "0"}, "training", False),
        ({"seed": "1000000"}, "seed", 999_999),
        ({}, "height", 14),
        ({"height": "0"}, "height", 1),
        ({"height": "4.5"}, "height", 4),  # a tie: down
        ({"width": "57"}, "width", 56),
        ({"width": "wide"}, "width", 14),
        ({"asked_block": "8"}, "asked_block", 8),  # also even, and larger than the map
        ({"asked_block": "99"}, "asked_block", 20),
        ({"asked_block": "8", "width": "4"}, "asked_block", 8),
        ({"block_size": "4"}, "asked_block", 7),
        ({"baseline": "timm"}, "baseline", "timm"),
        ({"baseline": "reference"}, "baseline", "paper"),
        ({"baseline": "seed"}, "baseline", "article"),  # its former name
        ({"yours": "seed"}, "yours", "article"),
        ({"yours": "<b>"}, "yours", "all"),
    ],
)
def test_each_value_goes_to_the_nearest_allowed(
    query: dict[str, str], field: str, value: object
) -> None:
    assert getattr(Settings.parse(query), field) == value


def test_another_source_brings_its_own_block_size_and_draw() -> None:
    changed = Settings.parse({"block_size": "7", "seed": "5", "keep_prob": "0.4"}).change(
        source="random"
    )
    assert changed.block_size == SOURCES["random"].block_size
    assert changed.seed == SOURCES["random"].seed
    assert changed.keep_prob == 0.4


def test_the_same_source_keeps_block_size_and_draw() -> None:
    settings = Settings.parse({"block_size": "7", "seed": "5"})
    assert settings.change(source="cat") == settings


def test_a_smaller_map_cuts_the_block() -> None:
    settings = Settings.parse({"source": "random", "size": "20", "block_size": "19"})
    assert settings.change(size=8).block_size == 7


def test_the_reference_steps_over_even_sizes_and_the_paper_does_not() -> None:
    assert list(block_sizes(8, "reference")) == [1, 3, 5, 7]
    assert list(block_sizes(8, "paper")) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert max(block_sizes(224, "paper")) == 63


@pytest.mark.parametrize(
    ("query", "side"),
    [
        ({}, 224),
        ({"map": "14"}, 14),
        ({"map": "0"}, 1),
        ({"map": "140"}, 56),  # as near to 56 as to 224: down
        ({"map": "141"}, 224),
        ({"map": "9999"}, 224),
        ({"map": "dog"}, 224),
        ({"source": "random", "size": "14"}, 14),
        ({"source": "random", "size": "14", "map": "3"}, 3),
        ({"source": "random", "size": "14", "map": "30"}, 14),
    ],
)
def test_the_map_of_the_gamma_page_is_at_most_the_sources(query, side):
    assert Settings.parse(query).map == side


def test_a_smaller_map_loses_nothing_and_a_larger_one_grows_the_random_map():
    small = Settings.parse({"source": "random", "size": "14", "block_size": "9"}).change(map=4)
    assert (small.map, small.size, small.block_size, small.map_block_size) == (4, 14, 9, 3)
    large = small.change(map=30)
    assert (large.map, large.size, large.block_size, large.map_block_size) == (30, 30, 9, 9)
    assert large.change(map="soup").map == large.map
    assert Settings.parse({"map": "7"}).change(map=224, source="cat").map == 224
    assert small.change(size=20).map == 20


def test_all_recipes_are_compared_but_the_guarded_one():
    assert set(IMPLEMENTATIONS) == set(RECIPES) - {"reference"}


def test_the_block_asked_of_implementations_leaves_the_other_pages_alone():
    settings = Settings.parse({"source": "random", "size": "14", "block_size": "9"})
    changed = settings.change(asked_block=20, height=3, width=16, baseline="timm")
    assert (changed.block_size, changed.map, changed.size) == (9, 14, 14)
    assert changed.change(source="cat").asked_block == 20
