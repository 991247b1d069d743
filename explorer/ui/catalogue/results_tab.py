"""Tab Results: what the trained network says of the photos that were held out, and of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import streamlit as st

from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.neighbours import excitement, vectors
from explorer.catalogue.plan import learner_name
from explorer.catalogue.results import Predictions, predict
from explorer.catalogue.run_folder import RunFolder
from explorer.catalogue.split import Split, split
from explorer.network.shelf import Resident
from explorer.render import learning_figures as figures
from explorer.render.numbers import fixed, number
from explorer.render.scale import Theme
from explorer.ui import cache
from explorer.ui.cache import NetworkKey
from explorer.ui.catalogue import clicks, results_words
from explorer.ui.catalogue.clicks import Stand
from explorer.ui.catalogue.pictures import thumbnails
from explorer.ui.catalogue.trainings import trainings
from explorer.ui.choices import settings
from explorer.ui.components.photo_wall import Tile, photo_wall
from explorer.ui.frame import note, say
from explorer.ui.pressed import pressed
from explorer.ui.sentences import plain
from explorer.ui.workspace import Workspace

# Photos on each wall: two rows of a page.
WORST, NEAREST, EXCITED = 16, 8, 16
VERB = "Open this photo with the trained network"

Made = TypeVar("Made")


@dataclass(frozen=True)
class _Trained:
    """A trained network that stands ready, what it was trained on, and how a photo is opened with it."""

    resident: Resident
    catalogue: Catalogue
    chosen: Split
    stand: Stand

    @property
    def key(self) -> str:
        return f"{self.resident.network.digest} {self.catalogue.digest}"

    def wall(self, key: str, places: list[int], notes: list[str], name: str, stand: Stand | None = None) -> None:
        """Draw photos, by their places in the catalogue, with a grey line below each."""
        entries = [self.catalogue.entries[place] for place in places]
        tiles = [
            Tile(data, entry.label, text) for data, entry, text in zip(thumbnails(entries), entries, notes, strict=True)
        ]
        clicks.stands(self.catalogue, key, places, stand or self.stand)
        photo_wall(tiles, name=name, side=108, verb=VERB, key=key)


def draw(place: Workspace, catalogue: Catalogue) -> None:
    """Draw the tab for the training that is chosen."""
    run = _chosen(place, catalogue)
    if run is None:
        st.markdown(results_words.NOTHING)
        return
    resident = _ready(place, run)
    if resident is None:
        return
    plan = run.plan()
    stand = Stand(learner_name(plan.network), str(run.result))
    trained = _Trained(resident, catalogue, split(catalogue, plan.seed, plan.by), stand)
    found = _predictions(trained)
    st.markdown(f"**{results_words.finding(found)}**")
    note(trained.chosen.warning)
    _losses(trained, found)
    _confusion(found)
    _products(found)
    _nearest(trained, found)
    _channel(trained)


def _chosen(place: Workspace, catalogue: Catalogue) -> RunFolder | None:
    runs = {run.path.name: run for run in trainings().of(place.view.catalogue, catalogue.digest)}
    done = {name: run for name, run in runs.items() if run.result.is_file()}
    if len(done) < 2:
        return next(iter(done.values()), None)
    told = results_words.named
    name = st.selectbox(
        "Training", list(done), format_func=lambda each: told(each, done[each].plan()), key="results:run"
    )
    return done[name]


def _ready(place: Workspace, run: RunFolder) -> Resident | None:
    """The trained network, once it is loaded; None, and a sentence, where it cannot be."""
    key = NetworkKey(learner_name(run.plan().network), str(run.result), "", place.network_key.device)
    loading = cache.loading(key)
    with st.spinner("Loading the trained network."):
        loading.done.wait()
    if loading.error is not None:
        say(loading.error)
    return loading.resident


def _kept(key: str, what: str, steps: int, make: Callable[[Callable[[int], None]], Made]) -> Made:
    """What `make` makes for this visitor, once; `what` is said beside a bar while it does `steps` steps."""
    made: dict[str, Any] = st.session_state.setdefault("results:made", {})
    if key not in made:
        place = st.empty()
        made[key] = make(lambda done: cast(None, place.progress(done / steps, f"{what}: {done} of {steps}.")))
        place.empty()
    return cast(Made, made[key])


def _predictions(trained: _Trained) -> Predictions:
    held, network = trained.chosen.held, trained.resident.network
    return _kept(
        f"held {trained.key} {trained.chosen.seed} {trained.chosen.by}",
        "Photos through the network",
        len(held),
        lambda told: predict(network, trained.catalogue, held, told, settings().megapixels),
    )


def _losses(trained: _Trained, found: Predictions) -> None:
    worst = found.top_losses(WORST)
    st.markdown("**Where it is most wrong**")
    notes = [results_words.said(found, at) for at in worst]
    trained.wall("results:losses", [found.places[at] for at in worst], notes, "Photos with the largest loss")


def _confusion(found: Predictions) -> None:
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    st.markdown(f"**{plain(results_words.mixed_up(found))}**")
    figure = figures.confusion(found.confusion(), found.classes, theme)
    st.plotly_chart(figure, config={"displayModeBar": False}, key="results:confusion")


def _products(found: Predictions) -> None:
    rows = found.by_product()
    share = st.column_config.ProgressColumn(color="gray", format="percent", min_value=0, max_value=1)
    with st.expander("Product by product"):
        st.dataframe(
            {
                "Product": [row.label for row in rows],
                "Photos held out": [row.photos for row in rows],
                "Told right": [row.right for row in rows],
                "Taken for it": [row.taken for row in rows],
                "Recall": [row.recall for row in rows],
                "Precision": [row.precision for row in rows],
            },
            hide_index=True,
            column_config={"Recall": share, "Precision": share},
        )


def _nearest(trained: _Trained, found: Predictions) -> None:
    """The photos and products whose pooled vectors point the same way as that of one photo."""
    expander = st.expander("Nearest products", key="results:near", on_change="rerun")
    if not expander.open:
        return
    catalogue, network = trained.catalogue, trained.resident.network
    with expander:
        place = st.selectbox(
            "Photo", found.places, format_func=lambda at: catalogue.entries[at].name, key="results:photo", width=320
        )
        entries = len(catalogue.entries)
        made = _kept(
            f"near {trained.key}",
            "Photos through the body",
            entries,
            lambda told: vectors(network, catalogue, told, settings().megapixels),
        )
        near = made.nearest(place, NEAREST)
        st.markdown(plain(results_words.nearest(made.nearest_products(place, catalogue, 3))))
        notes = [f"cosine {fixed(cosine, 3)}" for _, cosine in near]
        trained.wall("results:nearest", [at for at, _ in near], notes, "Photos nearest to this one")
        note(results_words.COSINE)


def _channel(trained: _Trained) -> None:
    """The photos that excite one channel of one layer most."""
    expander = st.expander("What excites a channel", key="results:excites", on_change="rerun")
    if not expander.open:
        return
    catalogue, resident = trained.catalogue, trained.resident
    side = resident.network.recipe.crop
    layers = [layer.name for layer in resident.layers((side, side)) if len(layer.output_shape) == 3]
    with expander:
        left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
        layer = left.selectbox("Layer", layers, index=len(layers) - 1, key="results:layer")
        key = f"excites {trained.key} {layer}"
        with right:
            asked = pressed("Find the photos", key="results:find", icon=":material/search:")
        if key not in st.session_state.get("results:made", {}) and not asked:
            note(results_words.COSTS)
            return
        opened, entries = resident.opened((side, side)), len(catalogue.entries)
        made = _kept(
            key,
            "Photos through the network",
            entries,
            lambda told: excitement(opened, resident.network, catalogue, layer, told, settings().megapixels),
        )
        channels = made.largest.shape[1]
        channel = int(middle.number_input("Channel", 0, channels - 1, key=f"results:channel:{layer}"))
        most = made.most(channel, EXCITED)
        notes = [f"{number(value)} at {cell[0]}, {cell[1]}" for _, value, cell in most]
        stand = Stand(trained.stand.model, trained.stand.weights, layer, channel)
        trained.wall("results:excited", [at for at, _, _ in most], notes, "Photos that excite the channel", stand)
