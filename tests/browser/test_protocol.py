"""Settings, URL and picture stay in step, whatever is done in whatever order."""

import random
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from explainer.shell.settings import Settings
from tests.browser.conftest import LATE_ANSWERS, THOROUGH, Stage, all_heard, complete

ACTIONS = ["keep_prob", "block_size", "page_change", "back", "pasted_link", "new_draw"]


IN_A_ROW = 3 if THOROUGH else 2


def every_run(symbols: list[str], length: int) -> list[str]:
    """A cyclic walk in which each run of so many symbols occurs once (de Bruijn)."""
    walk: list[int] = []
    word = [0] * (len(symbols) * length)

    def extend(t: int, period: int) -> None:
        if t > length:
            if length % period == 0:
                walk.extend(word[1 : period + 1])
            return
        word[t] = word[t - period]
        extend(t + 1, period)
        for symbol in range(word[t - period] + 1, len(symbols)):
            word[t] = symbol
            extend(t + 1, t)

    extend(1, 1)
    return [symbols[k] for k in walk]


def seed_of(shown: dict[str, str]) -> int:
    return int(shown["base"].rsplit("/", 1)[1])


class Visitor:
    """Acts like a person, and remembers what each entry of the browser's history showed."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.random = random.Random(0)
        stage.open("?source=random&size=9")
        self.settings = Settings.parse({"source": "random", "size": "9"})
        self.history = [self.settings]

    def act(self, action: str) -> None:
        getattr(self, action)()
        self.check()

    def changed(self, **changes: object) -> None:
        new = self.settings.change(**changes)
        if new != self.settings:
            self.history.append(new)
        self.settings = new

    def keep_prob(self) -> None:
        value = self.random.randrange(101) / 100
        self.stage.keep_prob.fill(f"{value:.2f}")
        self.changed(keep_prob=value)

    def block_size(self) -> None:
        value = self.random.choice([1, 3, 5, 7, 9])
        self.stage.block_size.fill(str(value))
        self.changed(block_size=value)

    def page_change(self) -> None:
        """To another page and back: nothing is lost on the way."""
        self.stage.leave_and_return()
        self.history += [self.settings, self.settings]

    def back(self) -> None:
        if len(self.history) < 2:
            return
        self.history.pop()
        self.settings = self.history[-1]
        self.stage.page.go_back()
        if urlsplit(self.stage.page.url).path != "/":  # the other page lies between
            self.history.pop()
            self.settings = self.history[-1]
            expect(self.stage.page.get_by_role("heading", name="About")).to_be_visible()
            self.stage.page.go_back()
            self.stage.ready()

    def pasted_link(self) -> None:
        new = Settings.parse(
            {"source": "random", "size": "9", "seed": str(self.random.randrange(1000)),
             "keep_prob": f"{self.random.random():.2f}"}
        )  # fmt: skip
        query = "&".join(f"{key}={value}" for key, value in new.query().items())
        self.stage.open(f"?{query}")
        self.settings = new
        self.history.append(new)

    def new_draw(self) -> None:
        self.stage.page.get_by_role("button", name="New draw").click()
        self.changed(seed=self.settings.seed + 1)

    def check(self) -> None:
        stage, settings = self.stage, self.settings
        stage.wait_until(
            "shown => shown.keep_prob === wanted[0] && shown.block_size === wanted[1] "
            "&& shown.base.endsWith('/' + wanted[2])",
            [settings.keep_prob, settings.block_size, settings.seed],
        )
        expect(stage.keep_prob).to_have_value(f"{settings.keep_prob:g}")
        expect(stage.block_size).to_have_value(str(settings.block_size))
        # The URL says all of it, or nothing at all where the history began.
        stage.page.wait_for_function(
            """wanted => {
                const query = new URLSearchParams(location.search);
                return Object.entries(wanted).every(([key, value]) => query.get(key) === value);
            }""",
            arg=settings.query() if len(self.history) > 1 else {},
        )


@pytest.mark.long
def test_settings_url_and_picture_stay_in_step_in_every_order(stage: Stage) -> None:
    walk = every_run(ACTIONS, IN_A_ROW)
    assert len(walk) == len(ACTIONS) ** IN_A_ROW
    visitor = Visitor(stage)
    for step, action in enumerate(walk):
        try:
            visitor.act(action)
        except Exception as error:
            raise AssertionError(
                f"step {step}, after {walk[max(0, step - 4) : step + 1]}: at {stage.page.url}, "
                f"wanted {visitor.settings.query()}, shown {stage.shown}"
            ) from error


def test_a_commit_makes_one_entry_in_the_history(stage: Stage) -> None:
    stage.open()
    before = stage.page.evaluate("history.length")
    stage.keep_prob.fill("0.6")
    expect(stage.page).to_have_url(re.compile("keep_prob=0.60"))
    assert stage.page.evaluate("history.length") == before + 1
    stage.page.go_back()
    stage.wait_shown(keep_prob=0.5)
    assert urlsplit(stage.page.url).query == ""


def test_back_at_once_after_a_release_shows_what_its_url_says(stage: Stage) -> None:
    stage.page.add_init_script(LATE_ANSWERS)
    with stage.page.expect_websocket() as opened:
        stage.open()
    stage.keep_prob.press("ArrowLeft")
    expect(stage.page).to_have_url(re.compile("keep_prob=0.49"))
    all_heard(stage.page)
    with opened.value.expect_event("framereceived", lambda data: b"keep_prob=0.48" in data):
        stage.keep_prob.press("ArrowLeft")
    stage.page.go_back()  # while the URL of the release is on its way
    stage.wait_shown(keep_prob=0.5)
    all_heard(stage.page)
    stage.wait_shown(keep_prob=0.5)
    assert urlsplit(stage.page.url).query == ""


def test_back_right_behind_a_release_is_not_undone_by_it(stage: Stage) -> None:
    """Both reach the server at once: the release is not in the URL yet when Back is heard of."""
    held: list[str | bytes] = []
    holds = False

    def route(browser_side: WebSocketRoute) -> None:
        server_side = browser_side.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            held.append(message)
            if not holds or b"commit" not in message:  # type: ignore[operator]
                for one in held:
                    server_side.send(one)
                held.clear()

        browser_side.on_message(pass_on)
        server_side.on_message(browser_side.send)

    stage.page.route_web_socket("**/_stcore/stream", route)
    stage.open()
    stage.keep_prob.press("ArrowLeft")
    expect(stage.page).to_have_url(re.compile("keep_prob=0.49"))
    complete(stage.page)
    entries = stage.page.evaluate("history.length")
    holds = True
    stage.keep_prob.press("ArrowLeft")
    stage.page.wait_for_timeout(200)
    assert held
    stage.page.go_back()
    stage.wait_shown(keep_prob=0.5)
    complete(stage.page)
    stage.page.wait_for_timeout(1500)  # what is told again, or written late, has come
    stage.wait_shown(keep_prob=0.5)
    assert urlsplit(stage.page.url).query == ""
    assert stage.page.evaluate("history.length") == entries


def ends_a_run(frame: bytes) -> bool:
    return ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"


def test_pages_changed_in_quick_succession_leave_the_page_alive(stage: Stage) -> None:
    stage.page.add_init_script(LATE_ANSWERS)
    with stage.page.expect_websocket() as opened:
        stage.open()
    for _ in range(3):  # runs in which the picture is not sent again
        url = stage.page.url
        stage.keep_prob.press("ArrowLeft")
        expect(stage.page).not_to_have_url(url)
    all_heard(stage.page)
    for name in ("About", "Playground"):  # each as soon as the last is sent, before it is heard
        with opened.value.expect_event("framereceived", ends_a_run):
            stage.page.get_by_role("link", name=name).click()
    all_heard(stage.page)
    stage.ready()
    stage.wait_shown(keep_prob=0.47)
    stage.keep_prob.press("ArrowLeft")
    expect(stage.page).to_have_url(re.compile("keep_prob=0.46"))


def test_nothing_is_sent_while_a_slider_is_held(stage: Stage) -> None:
    sent: list[object] = []
    stage.page.on("websocket", lambda ws: ws.on("framesent", lambda data: sent.append(data)))
    stage.open()
    stage.page.wait_for_load_state("networkidle")
    box = stage.keep_prob.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    stage.page.mouse.move(box["x"] + box["width"] * 0.7, middle)
    stage.page.mouse.down()
    stage.wait_until("shown => shown.keep_prob !== wanted", 0.5)
    sent.clear()
    for part in (0.6, 0.5, 0.4, 0.3, 0.2):
        stage.page.mouse.move(box["x"] + box["width"] * part, middle)
        stage.wait_until("shown => Math.abs(shown.keep_prob - wanted) < 0.03", part)
    assert sent == []
    stage.page.mouse.up()
    expect(stage.page).to_have_url(re.compile("keep_prob=0.[12]"))
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("?block_size=999", {"block_size": 63}),
        ("?block_size=4", {"block_size": 3}),
        ("?keep_prob=-1", {"keep_prob": 0}),
        ("?keep_prob=nan", {"keep_prob": 0.5}),
        ("?keep_prob=text&block_size=text", {"keep_prob": 0.5, "block_size": 49}),
        ("?source=random&size=1e9&block_size=55", {"block_size": 55}),
        ("?source=no-such&recipe=no-such", {"recipe": "reference", "block_size": 49}),
    ],
)
def test_a_broken_link_shows_the_nearest_picture(
    stage: Stage, link: str, shown: dict[str, object]
) -> None:
    stage.open(link)
    stage.wait_shown(**shown)
    expect(stage.page.get_by_test_id("stException")).to_have_count(0)
