"""What a training is to do, as a page or a command asks for it and as it is kept beside its progress."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from explorer.catalogue.batch import SIZE
from explorer.catalogue.split import By
from explorer.errors import TrainingError
from explorer.image.recipe import POST, Fit, Recipe
from explorer.network import weights
from explorer.network.registry import LEARNER

Mode = Literal["head-only", "as-post"]

MOST_EPOCHS = 10_000


@dataclass(frozen=True)
class Usual:
    """What a mode is trained with unless something else is asked for.

    `rate` is the largest learning rate of the one cycle, `decay` AdamW's weight decay.
    """

    epochs: int
    rate: float
    decay: float


USUAL: dict[Mode, Usual] = {
    # A head that sees the same vectors in every epoch learns them by heart: decay holds it back, and epochs cost
    # little. SqueezeNet at 300 pixels on 44 products, mean over seeds 0 to 4: 83 % with fastai's rate and decay and
    # 20 epochs, 88 % with this rate, a decay of 0.3 and 60, 90 % with this decay.
    "head-only": Usual(60, 1e-2, 1.0),
    "as-post": Usual(20, 3e-3, 1e-2),  # fastai's
}


@dataclass(frozen=True)
class Plan:
    """Everything that decides what a training comes to, beside the photos and the weights themselves.

    `network` and `weights` name the network whose body is taken. Mode "head-only" trains the head alone, on what the
    body in evaluation makes of each photo once; "as-post" sends varied photos through the body in every epoch and
    trains its batch norms, too. `size` is the side of the square that the network sees, `fit` how a photo becomes
    one. `rate` is the largest learning rate of the one cycle, None for the mode's usual one; with `find` it is found
    first.
    """

    folder: str
    network: str = "resnet50"
    weights: str = "default"
    mode: Mode = "head-only"
    epochs: int = 60
    seed: int = 0
    size: int = 300
    fit: Fit = "crop"
    by: By = "photo"
    batch: int = SIZE
    rate: float | None = None
    find: bool = False
    device: str = "auto"

    def to_json(self) -> str:
        """The plan as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def recipe(self, own: Recipe) -> Recipe:
        """How photos are prepared: the post’s way at this size, normalised as `own`, the weights’ recipe, says."""
        return replace(POST.at_size(self.size), fit=self.fit, mean=own.mean, std=own.std)


def from_json(text: str) -> Plan:
    """The plan in `text`; TrainingError for what is none, as in a file that something else has written."""
    try:
        read: Any = json.loads(text)
        plan = Plan(**read)
    except (ValueError, TypeError) as error:
        raise TrainingError("The plan of this training cannot be read.", "Start a new one.") from error
    return check(plan)


def check(plan: Plan) -> Plan:
    """`plan` itself. Raises TrainingError for numbers out of range, RecipeError for a size, and for the network and
    its weights what explorer.network.weights.resolve raises."""
    for name, low, high in (("epochs", 1, MOST_EPOCHS), ("seed", 0, 2**32 - 1), ("batch", 2, 4096)):
        value = getattr(plan, name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise TrainingError(f"{name} must be a whole number from {low:,} to {high:,}, got {value}.", "Choose one.")
    for name, known in (("mode", get_args(Mode)), ("by", get_args(By)), ("fit", get_args(Fit))):
        if getattr(plan, name) not in known:
            raise TrainingError(f"{name} must be {' or '.join(known)}, got {getattr(plan, name)}.", "Choose one.")
    if plan.rate is not None and not (math.isfinite(plan.rate) and 0 < plan.rate <= 10):
        raise TrainingError(
            f"The learning rate must be above 0 and at most 10, got {plan.rate}.", f"Try {USUAL[plan.mode].rate:g}."
        )
    POST.at_size(plan.size)
    if weights.resolve(plan.network, plan.weights).model.own:
        raise TrainingError(
            f"“{plan.network}” is a network of your own, whose body cannot be told from its head.",
            "Choose a listed network.",
        )
    return plan


def learner_name(network: str) -> str:
    """The registered name of the learner on the body of `network`, which may be a learner itself."""
    return network.removesuffix(LEARNER) + LEARNER


def differences(plan: Plan, other: Plan) -> tuple[str, ...]:
    """The names of the fields in which two plans differ, but for the device, which may change from day to day."""
    names = [field.name for field in fields(Plan) if field.name != "device"]
    return tuple(name for name in names if getattr(plan, name) != getattr(other, name))
