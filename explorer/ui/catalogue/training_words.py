"""The words about a training: what is to be done, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.catalogue.plan import Plan
from explorer.catalogue.run_folder import Epoch, State
from explorer.network.weights import UNTRAINED
from explorer.render.numbers import count, number, probability

MODES = {
    "head-only": "Head only: the body stays as it is and sees each photo once, without variation; the new head learns"
    " from what the body’s last maps come to. Fast.",
    "as-post": "As the post: every photo goes through the body in every epoch, varied each time; the body’s batch norms"
    " learn with the head. Slow without a GPU.",
}
_PHASES = {
    "waiting": "Waiting for the process",
    "reading": "Reading the photos",
    "weights": "Loading the weights",
    "features": "Photos through the body",
    "rates": "Trying learning rates",
    "training": "Training",
    "saving": "Writing the file",
    "stopped": "Stopping",
    "done": "Done",
    "failed": "Ending",
}
_ENDS = {
    "stopped": "Stopped",
    "interrupted": "The process was ended from outside",
    "failed": "The training failed",
}


def body(network: str, weights: str) -> str:
    """Whose body is taken."""
    kept = "" if not weights.startswith(UNTRAINED) else " Its weights are untrained: expect little."
    return f"A new head on the body of {network}, the network chosen in the sidebar.{kept}"


def phase(state: State) -> str:
    """How far a running training is: "Training: 12 of 60 batches, 8 s left."."""
    told = _PHASES.get(state.phase, state.phase)
    if not state.of:
        return f"{told}."
    what = {"features": " photos", "training": " batches", "rates": " rates"}.get(state.phase, "")
    done = f"{count(state.done)} of {count(state.of)}{what}"
    return f"{told}: {done}" + (f", {duration(state.left)} left." if state.left is not None else ".")


def duration(seconds: float) -> str:
    """ "8 s", "4 min", "2 h 10 min"."""
    whole = max(1, round(seconds))
    if whole < 100:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 100:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def ended(state: State, epochs: Sequence[Epoch], planned: int) -> str:
    """How a training ended, and how many held-out photos it tells right."""
    right = f"{probability(epochs[-1].accuracy)} of the photos held out are told right" if epochs else ""
    if state.phase == "done":
        took = duration(sum(epoch.seconds for epoch in epochs))
        return f"{right} after {_epochs(len(epochs))}, {took} of training."
    kept = (
        f" after {_epochs(len(epochs))} of {count(planned)}; {right} so far." if epochs else " before its first epoch."
    )
    return _ENDS.get(state.phase, "It has not begun") + kept


def rate_found(rate: float | None) -> str:
    """The title of the rate finder's chart."""
    return "Learning rates tried" + (f": {number(rate, 3)} is taken" if rate is not None else "")


def named(name: str, plan: Plan) -> str:
    """One training among several."""
    mode = "head only" if plan.mode == "head-only" else "as the post"
    return f"{name}: {plan.network}, {mode}, {_epochs(plan.epochs)}, {plan.size} px, seed {plan.seed}"


def _epochs(number_of: int) -> str:
    return "1 epoch" if number_of == 1 else f"{count(number_of)} epochs"
