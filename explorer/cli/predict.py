"""`predict`: the products that a trained learner sees in photos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explorer.catalogue.trained import Card, read_card
from explorer.cli.arguments import Options
from explorer.cli.columns import aligned
from explorer.cli.json_lines import json_line, or_null
from explorer.cli.opening import ask, check_photo, load
from explorer.cli.photos import ReadPhoto
from explorer.cli.scores import Score, top_scores, top_within
from explorer.errors import InputError
from explorer.render import numbers


def run(options: Options) -> Iterator[str]:
    """The most likely products of each photo in the format asked for.

    Raises InputError where --weights is no file of a trained learner, and what `scores` raises.
    """
    asked = ask(options)
    card = read_card(Path(asked.choice.weights)) if asked.choice.kind == "file" else None
    if card is None:
        raise InputError(
            f"predict needs the file of a trained learner, got --weights {options.weights}.",
            "Train one with “train”, or ask “scores” for the classes of another network.",
        )
    loaded = load(options, asked)
    top = top_within(options, len(loaded.network.labels))
    for photo in options.photos:
        check_photo(photo, loaded.recipe)
    for place, photo in enumerate(options.photos):
        scores = top_scores(loaded, photo, top)
        yield _json(photo, scores) if options.format == "json" else ("\n" if place else "") + _text(photo, scores)
    if options.format != "json":
        yield f"\n{_said(card)}\n"


def _json(photo: ReadPhoto, scores: list[Score]) -> str:
    top = [
        {"product": score.label, "probability": or_null(score.probability), "logit": or_null(score.logit)}
        for score in scores
    ]
    return json_line(
        {"photo": photo.path, "product": top[0]["product"], "probability": top[0]["probability"], "top": top}
    )


def _text(photo: ReadPhoto, scores: list[Score]) -> str:
    rows = [(numbers.probability(score.probability), numbers.number(score.logit), score.label) for score in scores]
    table = aligned([("probability", "logit", "product"), *rows], right={0, 1})
    return f"{photo.path}: product {scores[0].label}\n{table}"


def _said(card: Card) -> str:
    """What the file says about itself, with the warning that belongs to the figure."""
    share = f"{100 * card.accuracy:.1f} % of {card.held:,} held-out photos were right when it was trained."
    return f"{share} {card.warning}".strip()
