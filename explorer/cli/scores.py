"""`scores`: the classes that the network sees in photos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from explorer.cli.arguments import Options
from explorer.cli.columns import aligned
from explorer.cli.json_lines import json_line, or_null
from explorer.cli.opening import Loaded, ask, check_photo, load, tensor
from explorer.cli.photos import ReadPhoto
from explorer.errors import InputError
from explorer.network.capture import memory_sentence
from explorer.render import numbers

TOP = 5


@dataclass(frozen=True)
class Score:
    """A class, counted from 0, with what the network gives it."""

    index: int
    label: str
    probability: float
    logit: float


def run(options: Options) -> Iterator[str]:
    """The largest scores of each photo in the format asked for, photo by photo.

    Raises what `ask` and `load` raise, PhotoError and RecipeError, and InputError for --top beyond the
    classes.
    """
    asked = ask(options)
    for photo in options.photos:
        check_photo(photo, asked.recipe)
    blank = asked.blank()
    if asked.choice.kind != "file":
        top_within(options, blank.node(blank.output).shape[0])
    loaded = load(options, asked)
    top = top_within(options, len(loaded.network.labels))
    for photo in options.photos:
        check_photo(photo, loaded.recipe)
    for place, photo in enumerate(options.photos):
        scores = top_scores(loaded, photo, top)
        if options.format == "json":
            yield _json(loaded, photo, scores)
        else:
            yield ("\n" if place else "") + _text(loaded, photo, scores)


def top_within(options: Options, classes: int) -> int:
    """How many of the `classes` to print: five, or all where there are fewer, unless another number is asked for."""
    if options.top is None:
        return min(TOP, classes)
    if options.top > classes:
        raise InputError(
            f"--top {options.top:,} asks for more than the network's {classes:,} classes.", "Ask for fewer."
        )
    return options.top


def top_scores(loaded: Loaded, photo: ReadPhoto, top: int) -> list[Score]:
    """The `top` classes with the largest logits, the largest first. Raises PhotoError and DeviceError."""
    pixels = tensor(photo, loaded.recipe)
    with torch.inference_mode(), memory_sentence():
        logits = loaded.network.module(pixels.to(loaded.device))[0].float().cpu()
    probabilities = torch.softmax(logits, dim=0).numpy()
    values = logits.numpy()
    best = np.argsort(-values, kind="stable")[:top].tolist()
    return [
        Score(index, loaded.network.labels[index], _shortest(probabilities[index]), _shortest(values[index]))
        for index in best
    ]


def _shortest(value: np.float32) -> float:
    """A number that prints with the fewest digits that give `value` back as float32: 0.8125, not 0.81250001."""
    return float(str(value))


def _json(loaded: Loaded, photo: ReadPhoto, scores: list[Score]) -> str:
    top = [
        {
            "class": score.index,
            "label": score.label,
            "probability": or_null(score.probability),
            "logit": or_null(score.logit),
        }
        for score in scores
    ]
    network = loaded.network
    line = {"photo": photo.path, "model": network.model.name, "weights": network.weights, "top": top}
    return json_line(line)


def _text(loaded: Loaded, photo: ReadPhoto, scores: list[Score]) -> str:
    network = loaded.network
    rows = [
        (numbers.probability(score.probability), numbers.number(score.logit), str(score.index), score.label)
        for score in scores
    ]
    note = "" if network.trained else ", so the scores mean nothing"
    table = aligned([("probability", "logit", "class", "label"), *rows], right={0, 1, 2})
    return f"{photo.path}: {network.model.title}, {network.weights}{note}\n{table}"
