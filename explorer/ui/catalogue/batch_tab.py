"""Tab Batch: 64 photos as the network is shown them, and the numbers that they are."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from explorer.catalogue.batch import SIZE, Batch, batch, shuffled
from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.split import Split
from explorer.image.recipe import POST, Recipe
from explorer.network.store import ByteStore
from explorer.ui.catalogue import words
from explorer.ui.catalogue.pictures import from_unit
from explorer.ui.catalogue.variations import draw_variations
from explorer.ui.choices import settings
from explorer.ui.components.photo_wall import Tile, photo_wall
from explorer.ui.frame import note

WALL = "catalogue:batch"
FITS = ("crop", "squish")
# The post's show_batch(rows=2) has 4; a whole batch has 64.
SHOWN = (4, 16, SIZE)
# Batches of 64 photos of 300 × 300 have 69 MB each.
BATCH_BYTES = 300_000_000

BatchKey = tuple[str, tuple[int, ...], int, int, Recipe, bool]


@dataclass(frozen=True)
class _Wish:
    """Which batch, and how much of it is shown."""

    seed: int
    epoch: int
    fit: Literal["crop", "squish"]
    is_varied: bool
    shown: int


@st.cache_resource(show_spinner=False)
def _batches() -> ByteStore[BatchKey, Batch]:
    return ByteStore(BATCH_BYTES)


def draw(catalogue: Catalogue, chosen: Split) -> list[int]:
    """Draw the tab; returns which photos stand on the wall, as places in the catalogue."""
    wish = _wish()
    recipe = dataclasses.replace(POST, fit=wish.fit)
    places = shuffled(chosen.learn, wish.seed, wish.epoch)[:SIZE]
    key = (catalogue.digest, places, wish.seed, wish.epoch, recipe, wish.is_varied)

    def make() -> Batch:
        with st.spinner("Making the batch."):
            return batch(catalogue, places, wish.seed, wish.epoch, recipe, wish.is_varied, settings().megapixels)

    made = _batches().get_or_make(key, make)
    st.markdown(f"**{words.batch_finding(tuple(made.unit.shape))}**")
    tiles = [
        Tile(from_unit(unit), catalogue.entries[index].label, words.happened(one) if wish.shown < SIZE else "")
        for unit, index, one in zip(made.unit[: wish.shown], places, made.drawn, strict=False)
    ]
    photo_wall(
        tiles,
        name="Photos of the batch",
        side={4: 300, 16: 200}.get(wish.shown, 108),
        verb="Open this photo on every page",
        key=WALL,
    )
    note(words.TRANSFORMS if wish.is_varied else words.PLAIN)
    with st.expander("The batch as numbers, as the post prints it"):
        st.code(made.printed, language=None, height=420)
        note(words.PRINTED)
    _many_times(catalogue, places, wish.seed)
    return list(places[: wish.shown])


def _wish() -> _Wish:
    one, two, three, four, five = st.columns([1, 1, 1.3, 1.4, 1], vertical_alignment="bottom")
    seed = one.number_input("Seed", 0, 2**32 - 1, key="batch:seed")
    epoch = two.number_input("Epoch", 0, 9999, key="batch:epoch", help="In each epoch other things happen to a photo.")
    shown = three.segmented_control("Photos", SHOWN, default=16, required=True, key="batch:shown")
    fit = four.segmented_control("To a square by", FITS, default="crop", required=True, key="batch:fit")
    is_varied = five.toggle("Varied", value=True, key="batch:varied")
    return _Wish(int(seed), int(epoch), "squish" if fit == "squish" else "crop", is_varied, shown or SHOWN[1])


def _many_times(catalogue: Catalogue, places: tuple[int, ...], seed: int) -> None:
    expander = st.expander("One photo many times", key="batch:many", on_change="rerun")
    if not expander.open:
        return
    with expander:
        index = st.selectbox(
            "Photo of the batch", places, format_func=lambda at: catalogue.entries[at].name, key="batch:photo"
        )
        entry = catalogue.entries[index]
        draw_variations(entry.photo(settings().megapixels), "batch:variations", index, seed)
