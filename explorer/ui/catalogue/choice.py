"""Which catalogue is looked at: the built-in one, one of the server's folders, or an uploaded archive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer
from streamlit.runtime.uploaded_file_manager import UploadedFile

from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.split import Split, has_groups, split
from explorer.errors import CatalogueError
from explorer.ui.cache import server
from explorer.ui.catalogue.store import BUILT_IN, catalogues, from_folder, server_folders
from explorer.ui.catalogue.trainings import trainings
from explorer.ui.choices import settings
from explorer.ui.sidebar import distinct
from explorer.ui.workspace import Workspace

SERVER = "server:"
"""What the key of a folder on the server begins with."""

ZIP_MEGABYTES = 600


def draw(place: Workspace) -> Catalogue | None:
    """Draw the choice and the uploader; the catalogue that is looked at, None where there is none yet."""
    choice, own = st.columns([1, 1], vertical_alignment="bottom")
    with own, st.popover("A catalogue of your own", icon=":material/upload:", width="stretch"):
        _upload(place)
    catalogue = current(place)
    if catalogue is not None:
        with choice:
            _choose(place, offered(place))
    return catalogue


def tabs(names: list[str]) -> Sequence[TabContainer]:
    """Tabs of which only the open one is computed; the one that was open is so again when somebody comes back."""
    if "catalogue:tab" not in st.session_state:
        st.session_state["catalogue:tab"] = st.session_state.get("catalogue:tab:before", names[0])
    made = st.tabs(names, key="catalogue:tab", on_change="rerun")
    st.session_state["catalogue:tab:before"] = next(
        (name for name, tab in zip(names, made, strict=True) if tab.open), names[0]
    )
    return made


def offered(place: Workspace) -> dict[str, str]:
    """Key and name of each catalogue that can be looked at; the uploaded one first."""
    uploaded = catalogues().get(place.view.catalogue)
    names = {place.view.catalogue: uploaded.name} if uploaded is not None else {}
    names |= {f"{SERVER}{name}": name for name in server_folders()}
    return distinct(names | ({"": "Rendered products"} if BUILT_IN.is_dir() else {}))


def current(place: Workspace) -> Catalogue | None:
    """The catalogue that is looked at; another one, and a sentence, where it is gone."""
    key, names = place.view.catalogue, offered(place)
    if key not in names and (key or names):
        if key:
            place.complain(CatalogueError("This catalogue is no longer kept.", "Upload it again."))
        key = next(iter(names), "")
        place.update(catalogue=key)
    if not names:
        return None
    if (uploaded := catalogues().get(key)) is not None:
        return uploaded
    with st.spinner("Reading the photos of the catalogue."):
        return from_folder(folder_of(place))


def folder_of(place: Workspace) -> Path:
    """Where the photos of the catalogue that is looked at lie."""
    key = place.view.catalogue
    uploaded = catalogues().folder(key)
    return uploaded or (server_folders()[key.removeprefix(SERVER)] if key else BUILT_IN)


def split_of(place: Workspace, catalogue: Catalogue) -> Split:
    """Which of its photos are learnt from, and which are held out."""
    by = place.view.by if has_groups(catalogue) else "photo"
    return split(catalogue, place.view.seed, by)


def _choose(place: Workspace, names: dict[str, str]) -> None:
    def choose() -> None:
        if (chosen := st.session_state["catalogue:choice"]) in names:
            place.update(catalogue=chosen)

    st.session_state["catalogue:choice"] = place.view.catalogue if place.view.catalogue in names else next(iter(names))
    st.selectbox("Catalogue", list(names), format_func=names.__getitem__, key="catalogue:choice", on_change=choose)


def _upload(place: Workspace) -> None:
    file = st.file_uploader(
        "A .zip with one folder a product, its photos inside",
        type=["zip"],
        key="catalogue:file",
        max_upload_size=ZIP_MEGABYTES,
    )
    st.markdown(":small[:gray[It is kept on this server as long as you look at it, and then deleted.]]")
    taken: set[str] = st.session_state.setdefault("catalogue:taken", set())
    if file is not None and file.file_id not in taken:
        with st.spinner("Unpacking and reading every photo."):
            _take(place, file)
        taken.add(file.file_id)


def _take(place: Workspace, file: UploadedFile) -> None:
    kept = catalogues()
    try:
        key = kept.keep(file, file.name, settings().megapixels)
    except CatalogueError as refusal:
        place.complain(refusal)
        return
    place.update(catalogue=key)
    visits, begun = server().visits, trainings()
    kept.watch(lambda: {view.catalogue for view in visits.views()} | begun.busy())
