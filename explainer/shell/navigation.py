"""What surrounds every page: navigation, and the measures of the page."""

import json

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from explainer.figures.palette import PALETTE, as_page_css
from explainer.shell import memory
from explainer.shell.session import session
from explainer.shell.text import _


def _themed(name: str) -> str:
    """A colour of the palette that follows Streamlit's theme."""
    return f"light-dark({', '.join(PALETTE[name])})"


# Width and spacing of the page; on a projector all text grows (18 px at least). The uploader's
# own note tells the server's limit, which is not ours.
STYLE = (
    f"<style>{as_page_css(':root')}"
    ".stApp [data-testid=stCaptionContainer] { opacity: 1; "
    f"color: {_themed('quiet')}; }}"
    f".stApp [data-testid=stBaseButton-primary] {{ color: {_themed('on-colour')}; }}"
    + """
.stMainBlockContainer { max-width: 1360px; padding: 4rem 2rem 3rem; }
.stMainBlockContainer > div > .stVerticalBlock { gap: .7rem; }
.stMainBlockContainer > .stVerticalBlock:has(.st-key-stage) { gap: .3rem; }
.stButtonGroup button { padding-inline: .46rem; font-size: .9rem; }
.stMain .stButton button, .stPopover button { min-height: 2.2rem; padding-block: .1rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
[data-testid="stTopNavLink"]:focus-visible, [data-testid="stPageLink-NavLink"]:focus-visible {
  outline: 2px solid var(--dropout); outline-offset: 1px;
}
[data-testid="stPageLink-NavLink"] :is(span, p) { white-space: normal; }
/* What carries the scripts of a page, numbers for another part of it, or what is remembered, shows
   nothing. */
.st-key-scripts, .st-key-filling, .st-key-guesses, .st-key-counts, [class*="st-key-memory_"] {
  position: absolute;
}
/* The sliders of a long page stay in sight. */
[data-testid="stLayoutWrapper"]:has(> .st-key-sticky_sliders) {
  position: sticky; top: 3.7rem; z-index: 9;
}
[data-testid="stExpandSidebarButton"] { width: auto; gap: .3rem; padding-inline: .4rem; }
[data-testid="stExpandSidebarButton"]::after { content: var(--menu); font-weight: 600; }
/* Stock parts in the look of the designed ones: quiet lines, round corners. */
[data-testid="stExpander"] details { border-color: var(--line); border-radius: 10px; }
[data-testid="stExpander"] summary { border-radius: 10px; }
[data-testid="stExpander"] summary p { font-weight: 600; }
[data-testid="stExpander"] summary:hover { color: var(--keep); }
[data-testid="stExpander"] details[open] > summary { background: none; }
[data-testid="stNumberInputContainer"], [data-testid="stSelectbox"] [role="group"] {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px;
}
[data-testid="stNumberInputContainer"] :is(input, button, div) { background: none; }
[data-testid="stNumberInputContainer"]:focus-within,
[data-testid="stSelectbox"] [role="group"]:focus-within { border-color: var(--keep); }
.stRadio [role="radiogroup"] { gap: .5rem; }
[data-testid="stRadioOption"] {
  border: 1px solid var(--line); border-radius: 8px; padding: .35rem .9rem .35rem .6rem; margin: 0;
}
[data-testid="stRadioOption"]:hover { border-color: var(--keep); }
[data-testid="stRadioOption"]:has(input:checked) {
  border-color: var(--keep); background: color-mix(in srgb, var(--keep) 10%, transparent);
}
:is(.stMarkdown, [data-testid="stTable"]) table {
  border: 1px solid var(--line); border-radius: 10px; border-collapse: separate; border-spacing: 0;
  width: fit-content; max-width: 100%;
}
:is(.stMarkdown, [data-testid="stTable"]) :is(th, td) {
  border: 0; padding: .45rem .9rem; vertical-align: top;
}
:is(.stMarkdown, [data-testid="stTable"]) tr + tr > *,
:is(.stMarkdown, [data-testid="stTable"]) tbody tr:first-child > * {
  border-top: 1px solid var(--line);
}
:is(.stMarkdown, [data-testid="stTable"]) thead th {
  color: var(--quiet); font-size: .9em; font-weight: 600; text-align: left;
}
.st-key-about {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr));
}
.st-key-about > div {
  border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem;
  background: var(--card);
}
.st-key-about p:last-child { margin: 0; }
.st-key-about [data-testid="stMarkdownContainer"] { margin: 0; }
/* The way through: in the head of the page where it has room, else at the page's end. */
.st-key-way { align-items: center; gap: 0; }
.st-key-way :is(span, p) { font-size: .9rem; color: var(--quiet); white-space: nowrap; }
.st-key-way a { padding: .1rem .4rem; background: none; }
.st-key-way a:has([data-testid="stIconMaterial"]) :is(span, p) {
  color: var(--keep); font-weight: 600;
}
.st-key-way > :has(a) ~ :has(a) { display: flex; flex-direction: row; align-items: center; }
.st-key-way > :has(a) ~ :has(a)::before {
  content: "→" / ""; flex: none; color: var(--quiet);
}
@media (min-width: 1360px) {
  .st-key-way { position: fixed; top: .85rem; right: 4rem; width: auto; z-index: 999991; }
}
/* Reruns are short here: what waits for one does not fade, and there is nothing to stop. */
[data-stale="true"] { opacity: 1 !important; }
[data-testid="stStatusWidget"], [data-testid="stHeader"] [data-testid="stBaseButton-header"] {
  display: none;
}
/* On a slow network it takes seconds until all of a page has come: a mark says that it does. */
[data-testid="stApp"]:not([data-test-script-state="notRunning"]) [data-testid="stMain"]::after {
  content: var(--loading); position: fixed; bottom: 2rem; left: 50%; translate: -50%; z-index: 10;
  padding: .3rem 1rem; border-radius: 1rem; background: var(--chip); color: var(--on-picture);
  pointer-events: none; animation: loading .3s .5s both;
}
@keyframes loading { from { opacity: 0; } }
/* What the guided tour points at; the stage marks it, here as inside itself. */
[data-ring] {
  outline: 3px solid var(--tour-ring); outline-offset: 5px; border-radius: 6px;
}
@media (prefers-reduced-motion: no-preference) {
  [data-ring] { animation: tour-ring 1.2s ease-in-out 4; }
  @keyframes tour-ring { 50% { outline-offset: 10px; } }
}
.stMarkdown { max-width: 50rem; }
.stMarkdown:has(h1), .st-key-decisions .stMarkdown { max-width: none; }
.st-key-decisions table { font-size: .92rem; }
/* A call breaks between its arguments alone. */
.st-key-calls code { overflow-wrap: normal; word-break: normal; }
.stMarkdown h1 { font-size: 1.75rem; line-height: 1.2; padding: 0 0 .3rem; letter-spacing: -.01em; }
.stMarkdown h3 { font-size: 1.3rem; }
.stMarkdown h4 { font-size: 1.15rem; }
.stMarkdown table { display: block; overflow-x: auto; }
@media (min-width: 1800px) {
  html { font-size: 20px; }
  .js-plotly-plot text { font-size: 18px !important; }
  .stMainBlockContainer { max-width: 1780px; }
  /* Wide enough for − and +, which Streamlit else leaves out. */
  [data-testid="stElementContainer"]:has(> [data-testid="stNumberInput"]) { min-width: 9.4rem; }
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 4.2rem 1rem 2rem; }
  [data-testid="stHeader"] div:has(> [data-testid="stMainMenu"]) { min-width: 0; }
  .stMarkdown h1 { font-size: 1.4rem; }
  .st-key-way > :first-child { flex: 1 0 100%; }
  .st-key-way a { padding-inline: .2rem; }
  .st-key-way :is(span, p) { font-size: .85rem; }
  /* A finger has no keys. The pictures come first, then what acts on them. */
  .stButton kbd { display: none; }
  .stVerticalBlock:has(.st-key-stage) > div:has(> .stHorizontalBlock > .st-key-source),
  .stVerticalBlock:has(.st-key-stage) > div > .stHorizontalBlock:has(> .st-key-source) {
    display: contents;
  }
  .stVerticalBlock:has(.st-key-stage)
    > div:has(.st-key-headline, .st-key-stage, .stFileUploader), .st-key-source { order: -1; }
  .st-key-calls thead { display: none; }
  .st-key-calls td { display: block; border-bottom: none; }
  /* Also, the longest column, is out of sight: it makes no row taller than the others do. */
  .st-key-decisions td:nth-child(9) { min-width: 19rem; }
  /* The right edge of a wide table fades: there is more to see there. */
  .stMarkdown table {
    padding-right: 28px; mask-image: linear-gradient(to left, transparent, black 28px);
  }
}
</style>
"""
)


def _to_playground() -> None:
    """To the playground, whose address is that of the site, with what the link says."""
    st.switch_page("pages/playground.py", query_params=st.query_params.to_dict())


def navigation() -> StreamlitPage:
    """The pages, in the order in which they build on each other."""
    session().framed = True
    memory.ask_when_back()
    page = st.navigation(
        [
            # At the root; the path is reserved by Streamlit, and /playground leads here, see below.
            st.Page("pages/playground.py", title=_("Playground"), url_path="home", default=True),
            st.Page("pages/steps.py", title=_("Step by step"), url_path="steps"),
            st.Page("pages/gamma.py", title=_("Gamma"), url_path="gamma"),
            st.Page("pages/compare.py", title=_("Compare"), url_path="compare"),
            st.Page("pages/network.py", title=_("Inside a network"), url_path="network"),
            st.Page(
                "pages/implementations.py",
                title=_("Implementations"),
                url_path="implementations",
            ),
            st.Page("pages/lab.py", title=_("Does it help?"), url_path="lab"),
            st.Page("pages/about.py", title=_("About"), url_path="about"),
            st.Page(
                _to_playground,
                title=_("Playground"),
                url_path="playground",
                visibility="hidden",
            ),
        ],
        position="top",
    )
    st.html(STYLE + _words_in_style(page.title))
    return page


def _words_in_style(title: str) -> str:
    """What the style says: on a phone the button that opens the menu names it, and where one is;
    what is still on its way says so."""
    words = {"menu": _("Menu · {page}").format(page=title), "loading": _("Loading…")}
    told = (f"--{name}: {json.dumps(said, ensure_ascii=False)};" for name, said in words.items())
    return f"<style>:root {{ {' '.join(told)} }}</style>"
