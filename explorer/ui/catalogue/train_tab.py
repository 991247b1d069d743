"""Tab Train: how a network is trained on the catalogue, begun in the background and watched from here."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import cast

import streamlit as st

from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.plan import MOST_EPOCHS, USUAL, Mode, Plan, learner_name
from explorer.catalogue.run_folder import Progress, RunFolder
from explorer.catalogue.split import Split, split
from explorer.errors import ExplorerError
from explorer.image.recipe import LARGEST, POST, SMALLEST
from explorer.render import learning_figures as figures
from explorer.render.scale import Theme
from explorer.ui.catalogue import choice, training_words
from explorer.ui.catalogue.trainings import trainings
from explorer.ui.choices import model_title, settings
from explorer.ui.frame import note, say
from explorer.ui.pressed import pressed
from explorer.ui.sentences import plain
from explorer.ui.workspace import Workspace

MODES: dict[str, str] = {"head-only": "head only", "as-post": "as the post"}
SECONDS = 1.0
_LARGE = 128


def draw(place: Workspace, catalogue: Catalogue, chosen: Split) -> None:
    """Draw the plan of the next training, and the one that is watched."""
    plan = _plan(place, chosen)
    if pressed("Train", key="train:begin", icon=":material/play_arrow:"):
        _try(place, lambda: trainings().begin(place.view.catalogue, catalogue.digest, plan, settings().megapixels))
    run = chosen_run(place, catalogue, "train:run")
    if run is not None:
        _watch(place, run, _steps(catalogue, run.plan()))


def _plan(place: Workspace, chosen: Split) -> Plan:
    network = model_title(place.view.model)
    note(training_words.body(plain(network), place.view.weights))
    one, two, three, four = st.columns([1.4, 1, 1, 1.6], vertical_alignment="bottom")
    mode = one.segmented_control(
        "Mode", list(MODES), format_func=MODES.__getitem__, default="head-only", required=True, key="train:mode"
    )
    usual = USUAL[cast(Mode, mode or "head-only")]
    epochs = two.number_input("Epochs", 1, MOST_EPOCHS, usual.epochs, key=f"train:epochs:{mode}")
    own = place.recipe.crop
    side = POST.crop if own >= _LARGE else own  # networks for small pictures are slow and lost on large ones
    size = three.number_input("Pixels a side", SMALLEST, LARGEST, side, key=f"train:size:{place.view.model}")
    find = four.toggle(f"Find the learning rate first, instead of {usual.rate:g}", key="train:find")
    note(training_words.MODES[mode or "head-only"])
    return Plan(
        folder=str(choice.folder_of(place)),
        network=place.view.model,
        weights=place.network_key.weights,
        mode=cast(Mode, mode or "head-only"),
        epochs=int(epochs),
        seed=chosen.seed,
        size=int(size),
        by=chosen.by,
        find=find,
        device=place.network_key.device,
    )


def chosen_run(place: Workspace, catalogue: Catalogue, key: str) -> RunFolder | None:
    """The training that is looked at: the newest, or another one that was chosen; None where there is none."""
    runs = {run.path.name: run for run in trainings().of(place.view.catalogue, catalogue.digest)}
    if not runs:
        return None
    if len(runs) == 1:
        return next(iter(runs.values()))
    name = st.selectbox(
        "Training", list(runs), format_func=lambda each: training_words.named(each, runs[each].plan()), key=key
    )
    return runs[name]


def _steps(catalogue: Catalogue, plan: Plan) -> int:
    """Batches in an epoch of this plan."""
    return math.ceil(len(split(catalogue, plan.seed, plan.by).learn) / plan.batch)


def is_at_work(run: RunFolder) -> bool:
    """Whether a process trains, or has said that it ends and is not gone yet: until then nobody can go on."""
    return run.progress().running or run.is_held()


def _watch(place: Workspace, run: RunFolder, steps: int) -> None:
    """The training as it stands; looked at again every second while it runs."""
    running = is_at_work(run)

    @st.fragment(run_every=SECONDS if running else None)
    def watched() -> None:
        if is_at_work(run) != running:
            st.rerun()
        progress = run.progress()
        _draw_state(place, run, progress)
        _draw_curves(progress, steps)

    watched()


def _draw_state(place: Workspace, run: RunFolder, progress: Progress) -> None:
    state = progress.state
    if is_at_work(run):
        st.progress(state.share, training_words.phase(state))
        if pressed("Stop", key="train:stop", icon=":material/stop:"):
            run.stop()
        return
    if state.phase == "failed":
        say(ExplorerError(state.error, state.hint))
    st.markdown(f"**{training_words.ended(state, progress.epochs, run.plan().epochs)}**")
    if state.phase == "done":
        _draw_result(place, run)
    elif pressed("Go on", key="train:on", icon=":material/play_arrow:"):
        _try(place, lambda: trainings().go_on(place.view.catalogue, run, settings().megapixels))


def _draw_result(place: Workspace, run: RunFolder) -> None:
    plan = run.plan()
    with st.container(horizontal=True):
        if pressed("Look at it on every page", key="train:open", icon=":material/grid_view:"):
            place.show(place.view.with_network(learner_name(plan.network), str(run.result)))
            st.rerun()
        st.download_button(
            "The trained network (.safetensors)",
            lambda: run.result.read_bytes(),
            file_name=f"{learner_name(plan.network)}.safetensors",
            on_click="ignore",
            icon=":material/download:",
        )


def _draw_curves(progress: Progress, steps: int) -> None:
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    bare = {"displayModeBar": False}
    if progress.rates:
        with st.expander(training_words.rate_found(progress.found), expanded=not progress.epochs):
            st.plotly_chart(figures.rates(progress.rates, progress.found, theme), config=bare, key="train:rates")
    if not progress.losses:
        return
    learnt = [(batch / steps, loss) for batch, loss in progress.losses]
    held = [(epoch.epoch, epoch.held_loss) for epoch in progress.epochs]
    shares = [(epoch.epoch, epoch.accuracy) for epoch in progress.epochs]
    left, right = st.columns(2, gap="medium")
    left.plotly_chart(figures.losses(learnt, held, theme), config=bare, key="train:losses")
    right.plotly_chart(figures.accuracies(shares, theme), config=bare, key="train:accuracy")


def _try(place: Workspace, act: Callable[[], object]) -> None:
    try:
        act()
    except ExplorerError as refusal:
        place.complain(refusal)
    st.rerun()
