"""The words of the Lab page."""

from __future__ import annotations

from explorer.render.numbers import count
from explorer.ui.lab.view import LabView

_WORDS = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def finding(lab: LabView) -> str:
    """The title: how many numbers make a kernel."""
    several = sorted({kernel.numbers for kernel in lab.kernels})
    if several == [1]:
        return "One number decides what a kernel sees."
    told = _number(several[0]) if len(several) == 1 else f"{_number(several[0])} to {count(several[-1])}"
    return f"{told} numbers decide what a kernel sees."


def reason(lab: LabView) -> str:
    """What to do here."""
    if lab.tab == "chain":
        return "A convolution, a ReLU, a pool, and again: each stage reads the maps of the one before."
    if lab.tab == "graft":
        return (
            "Put a kernel of your own into the network’s first convolution: maps and scores that follow are shown anew."
        )
    return (
        "Point anywhere: every kernel answers the same cells. Change a number and see. Orange is above zero, blue"
        " below; negative answers stay visible."
    )


def _number(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else count(number)
