"""What surrounds every page: navigation, and the measures of the page."""

import json

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from explainer.figures.palette import as_css
from explainer.shell.session import session
from explainer.shell.text import _

# Width and spacing of the page; on a projector all text grows (18 px at least). The uploader's
# own note tells the server's limit, which is not ours.
STYLE = (
    f"<style>{as_css(':root', '.dark')}"
    + """
.stMainBlockContainer { max-width: 1360px; padding: 4rem 2rem 3rem; }
.stMainBlockContainer > div > .stVerticalBlock { gap: .7rem; }
.stMainBlockContainer > .stVerticalBlock:has(.st-key-stage) { gap: .3rem; }
.stButtonGroup button { padding-inline: .46rem; font-size: .9rem; }
.stMain .stButton button, .stPopover button { min-height: 2.2rem; padding-block: .1rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
[data-testid="stTopNavLink"]:focus-visible {
  outline: 2px solid var(--dropout); outline-offset: 1px;
}
/* What carries the scripts of a page, or numbers for another part of it, shows nothing. */
.st-key-scripts, .st-key-filling, .st-key-counts { position: absolute; }
/* The sliders of a long page stay in sight. */
[data-testid="stLayoutWrapper"]:has(> .st-key-sticky_sliders) {
  position: sticky; top: 3.7rem; z-index: 9;
}
[data-testid="stExpandSidebarButton"] { width: auto; gap: .3rem; padding-inline: .4rem; }
[data-testid="stExpandSidebarButton"]::after { font-weight: 600; }
/* Reruns are short here: what waits for one does not fade, and there is nothing to stop. */
[data-stale="true"] { opacity: 1 !important; }
[data-testid="stStatusWidget"], [data-testid="stHeader"] [data-testid="stBaseButton-header"] {
  display: none;
}
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
    st.html(STYLE)
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
    st.html(_menu_style(page.title))
    return page


def _menu_style(title: str) -> str:
    """On a phone the button that opens the menu says so, and where one is."""
    words = json.dumps(_("Menu · {page}").format(page=title), ensure_ascii=False)
    button = '[data-testid="stExpandSidebarButton"]::after'
    return f"<style>{button} {{ content: {words}; }}</style>"
