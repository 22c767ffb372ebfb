"""The control for the viewer's own picture."""

import streamlit as st

from explainer.shell.memory import remember
from explainer.shell.session import session
from explainer.shell.sources import Pixels
from explainer.shell.text import _
from explainer.shell.uploads import MAX_BYTES, UploadProblem, decode


def _forget_picture() -> None:
    now = session()
    now.picture, now.decoded, now.problem = None, "", ""


def _lose_picture(had_one: object) -> None:
    session().lost = had_one is True


def uploader() -> Pixels | None:
    """The viewer's own picture, or None until there is one.

    A file that cannot be shown gets a sentence, and the picture that was there stays. Decoded
    pixels live in the session, in memory only, until the viewer says to forget them. That there
    is no file says nothing: Streamlit reports none also between a file and the one that replaces
    it, and after a visit to another page. A picture that went with an earlier session is said to
    be gone, by another uploader: the one before still names its file.
    """
    now = session()
    file = st.file_uploader(
        _(
            "Your image: drop a file here, or browse (PNG, JPEG, WebP, GIF, BMP or TIFF, up to "
            "{limit} MB). Its middle square is shown. It stays in memory and is not in the link."
        ).format(limit=MAX_BYTES // 1024**2),
        type=["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"],
        key="upload_again" if now.lost else "upload",
    )
    if file is not None and now.decoded != file.file_id:
        now.decoded, now.problem = file.file_id, ""
        try:
            now.picture, now.stretched = decode(file.getvalue(), file.name)
        except UploadProblem as problem:
            now.problem = str(problem)
    failed = file is not None and bool(now.problem)
    if failed:
        st.warning(now.problem)
    if now.picture is not None and now.stretched:
        st.caption(
            _(
                "This picture uses less than a quarter of its range of values: "
                "it is stretched from black to white, so that you can see it."
            )
        )
    if now.picture is None and now.lost:
        st.warning(
            _(
                "Your image is gone, since the server was started anew or this page was loaded "
                "again: choose it once more; until then you see one of ours."
            )
        )
    elif now.picture is None:
        st.caption(_("No image yet: you see one of ours until you choose one."))
    elif file is None or failed:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("You see the image that you chose before."), width="content")
            st.button(_("Forget it"), key="forget", on_click=_forget_picture)
    remember("picture", (now.picture is not None or now.lost) or None, _lose_picture)
    return now.picture
