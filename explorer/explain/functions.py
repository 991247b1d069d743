"""Functions of one value: ReLU and its relatives."""

from __future__ import annotations

import torch

from explorer.explain.account import ROUNDINGS, UNIT, Account, Question, Stage, explains

# What each does, in plain words; `x` is the number that comes in.
MEANINGS: dict[str, str] = {
    "ReLU6": "below zero becomes zero, above six becomes six",
    "LeakyReLU": "what is above zero stays, what is below is shrunk",
    "Hardtanh": "what is too small or too large is cut off",
    "Sigmoid": "any number becomes one between 0 and 1, a zero becomes one half",
    "Hardsigmoid": "a sixth of the number and one half are added up, never below 0 or above 1",
    "Tanh": "any number becomes one between −1 and 1",
    "SiLU": "the number is multiplied by its own sigmoid, so what is far below zero nearly vanishes",
    "Hardswish": "the number is multiplied by a gate that opens from −3 to 3",
    "GELU": "the number is multiplied by the share of a bell curve that lies below it",
    "ELU": "what is above zero stays, what is below bends towards −1",
    "Mish": "what is far below zero nearly vanishes, what is far above stays",
    "Softplus": "a smooth bend from zero to the number itself",
}


@explains("ReLU", *MEANINGS)
def function(question: Question) -> Account | None:
    """value = f(0) + slope × input, the slope being that of the line from (0, f(0)) to the point on the curve.

    So a ReLU has weight 1 or 0, a SiLU its sigmoid, a GELU its share of the bell curve, and a Hardsigmoid 1/6
    and the bias 1/2. The step itself runs on float64.
    """
    (source,) = question.inputs
    (before,) = source.terms(question.index, 1.0)
    after, at_zero = (_run(question, value) for value in (before.input, 0.0))
    slope = (after - at_zero) / before.input if before.input else 0.0
    return Account(
        source.terms(question.index, slope),
        at_zero,
        ROUNDINGS * UNIT * (abs(before.input) + abs(after)),
        _sentence(question.node.kind, before.input),
        stages=(Stage("in", before.input), Stage("out", after)),
    )


@explains("PReLU")
def prelu(question: Question) -> Account | None:
    """Above zero the number itself, below zero times the slope that training found for its map."""
    (source,), step = question.inputs, question.step
    slopes = step.weight
    (before,) = source.terms(question.index, 1.0)
    slope = float(slopes[question.index[0] if slopes.numel() > 1 else 0].detach()) if before.input < 0 else 1.0
    after = slope * before.input
    return Account(
        source.terms(question.index, slope),
        0.0,
        ROUNDINGS * UNIT * (abs(before.input) + abs(after)),
        "Below zero a number is multiplied by the slope of its map; "
        + ("so is this one." if before.input < 0 else "this one stays."),
        stages=(Stage("in", before.input), Stage("out", after)),
    )


def _run(question: Question, value: float) -> float:
    with torch.inference_mode():
        # One number with the axes of a batch of vectors, for steps that look at them.
        return float(question.step(torch.full((1, 1), value, dtype=torch.float64)))


def _sentence(kind: str, value: float) -> str:
    if kind == "ReLU":
        this = "this one stays" if value > 0 else "this one is zero already" if value == 0 else "so does this one"
        return f"Below zero becomes zero; {this}."
    return f"This number is made of one other: {MEANINGS[kind]}."
