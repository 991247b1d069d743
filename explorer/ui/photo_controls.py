"""The row above the preprocessing steps: a photo of one's own, the camera, the recipe."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from explorer.image.recipe import LARGEST, SMALLEST
from explorer.ui.workspace import Workspace

PHOTO_TYPES = ["jpg", "jpeg", "png", "webp", "gif", "bmp", "heic", "heif"]
PHOTO_MEGABYTES = 100
RECIPES = {"weights": "as the weights were trained", "post": "the post’s 300 × 300"}
FITS = {"crop": "crop", "squish": "squish", "pad": "pad"}


def draw(place: Workspace) -> None:
    """Draw the controls; what they choose is looked at in the same run's redraw."""
    upload, camera, recipe = st.columns([3, 1, 1], vertical_alignment="bottom")
    with upload:
        _upload(place)
    with camera, st.popover("Camera", icon=":material/photo_camera:", width="stretch"):
        _camera(place)
    with recipe, st.popover("Recipe", icon=":material/tune:", width="stretch"):
        _recipe(place)


def _upload(place: Workspace) -> None:
    def take() -> None:
        for file in st.session_state["photo:files"]:
            _add_once(place, file)

    st.file_uploader(
        "Your own photos",
        type=PHOTO_TYPES,
        accept_multiple_files=True,
        key="photo:files",
        on_change=take,
        max_upload_size=PHOTO_MEGABYTES,
    )


def _camera(place: Workspace) -> None:
    def take() -> None:
        if (shot := st.session_state["photo:camera"]) is not None:
            _add_once(place, shot)

    st.camera_input("Take a photo", key="photo:camera", on_change=take)


def _add_once(place: Workspace, file: UploadedFile) -> None:
    # The uploader reports all its files at each change; each counts once.
    taken: set[str] = st.session_state.setdefault("photo:taken", set())
    if file.file_id not in taken:
        taken.add(file.file_id)
        place.add_photo(file.getvalue(), file.name)


def _recipe(place: Workspace) -> None:
    def choose() -> None:
        recipe = st.session_state["photo:recipe"]
        if recipe not in RECIPES or st.session_state["photo:fit"] not in FITS:
            return
        size = st.session_state["photo:size"]
        if recipe != place.view.recipe:
            size = 0
        elif size == place.recipe.crop:  # not what was changed: what the recipe says must stay its own
            size = place.view.size
        fit = st.session_state["photo:fit"]
        if recipe != place.view.recipe:
            fit = None
        elif fit == place.recipe.fit:
            fit = place.view.fit
        place.update(recipe=recipe, size=size, fit=fit)

    st.session_state["photo:recipe"] = place.view.recipe
    st.session_state["photo:fit"] = place.recipe.fit
    st.session_state["photo:size"] = place.recipe.crop
    st.radio("Recipe", list(RECIPES), format_func=RECIPES.__getitem__, key="photo:recipe", on_change=choose)
    st.segmented_control("How it becomes a square", list(FITS), key="photo:fit", on_change=choose, required=True)
    smallest = min(SMALLEST, place.recipe.crop)  # a file's own recipe may be smaller
    st.number_input("Pixels a side", smallest, LARGEST, key="photo:size", on_change=choose)
