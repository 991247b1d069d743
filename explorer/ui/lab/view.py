"""What a visitor makes in the lab, and its form in the address."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from explorer.errors import InputError
from explorer.lab.chain import MOST_STAGES, POOLS, Convolution, Pool, ReLU, Stage
from explorer.lab.convolution import Edge, Setting
from explorer.lab.kernel import Kernel
from explorer.lab.kernel_file import MOST_KERNELS, from_json, to_json
from explorer.lab.presets import PRESETS, preset

Tab = Literal["compare", "chain", "graft"]
TABS: tuple[Tab, ...] = get_args(Tab)
LETTERS = "ABCDEF"
LONGEST_ADDRESS = 6000
"""Characters of kernels that an address carries; more stay with the visitor."""


_START = tuple(PRESETS[short].kernel for short in ("post-1", "sobel-right", "outline"))
_MOVES = Setting(padding=1)


@dataclass(frozen=True)
class LabView:
    """One visitor's lab.

    `size` is the side of the square that the photo is squished to, 0 for its own size. `chain` are stages as texts:
    the letters of the kernels of a convolution ("AB"), "relu", "max2", "average3". `graft` is (kernel, channel): which
    kernel stands in which channel of the network's first convolution.
    """

    kernels: tuple[Kernel, ...] = _START
    setting: Setting = _MOVES
    size: int = 0
    normalised: bool = False
    tab: Tab = "compare"
    chain: tuple[str, ...] = ("BC", "relu", "max2", "A")
    graft: tuple[int, int] | None = None

    def state(self) -> dict[str, Any]:
        """Kernels and setting as the browser has them."""
        return {"kernels": to_json(self.kernels), "setting": dataclasses.asdict(self.setting)}

    def with_state(self, said: Any) -> LabView:
        """The same lab with the kernels and the setting that a browser sent. Raises InputError."""
        if not isinstance(said, dict):
            raise InputError("The browser sent kernels that are none.")
        kernels, moves = from_json(said.get("kernels")), said.get("setting")
        wanted = ("stride", "padding", "edge", "dilation")
        if not isinstance(moves, dict) or set(moves) != set(wanted):
            raise InputError("The browser sent a setting that is none.")
        if not all(type(moves[part]) is int for part in wanted if part != "edge") or not isinstance(moves["edge"], str):
            raise InputError("The browser sent a setting that is none.")
        return dataclasses.replace(self, setting=Setting(**moves)).with_kernels(kernels)

    def with_kernels(self, kernels: tuple[Kernel, ...]) -> LabView:
        """The same lab with other kernels; what names one that is gone loses it."""
        there = LETTERS[: len(kernels)]
        chain = [
            "".join(letter for letter in stage if letter in there) if _is_letters(stage) else stage
            for stage in self.chain
        ]
        graft = self.graft if self.graft is not None and self.graft[0] < len(kernels) else None
        return dataclasses.replace(self, kernels=kernels, chain=tuple(filter(None, chain)), graft=graft)

    def with_kernel(self, kernel: Kernel) -> LabView:
        """The same lab with one kernel more; in place of the last one where there are six."""
        return self.with_kernels((*self.kernels[: MOST_KERNELS - 1], kernel))

    def with_chain(self, stages: Any) -> LabView:
        """The same lab with another chain. Raises InputError for stages that are none."""
        if not isinstance(stages, list | tuple) or len(stages) > MOST_STAGES:
            raise InputError(f"A chain has up to {MOST_STAGES} stages.")
        changed = dataclasses.replace(self, chain=tuple(str(stage) for stage in stages))
        changed.stages()
        return changed

    def stages(self) -> tuple[Stage, ...]:
        """The chain as the library takes it. Raises InputError."""
        return tuple(self._stage(text) for text in self.chain)

    def _stage(self, text: str) -> Stage:
        if text == "relu":
            return ReLU()
        for kind in POOLS:
            if text.startswith(kind) and text[len(kind) :].isdecimal() and len(text) < len(kind) + 3:
                return Pool(kind, int(text[len(kind) :]))
        places = [LETTERS.find(letter) for letter in text]
        if not _is_letters(text) or max(places) >= len(self.kernels) or len(set(places)) < len(places):
            raise InputError(
                f"“{text[:20]}” is no stage of a chain.", "Expected kernels such as AB, relu, max2, average2."
            )
        return Convolution(tuple(self.kernels[place] for place in places), self.setting)


def _is_letters(text: str) -> bool:
    return bool(text) and all(letter in LETTERS for letter in text)


USUAL = LabView()


def to_address(lab: LabView) -> dict[str, str]:
    """The query parameters of a lab, only those that are not usual."""
    usual, address = USUAL, {}
    if lab.kernels != usual.kernels and len(text := _kernel_text(lab.kernels)) <= LONGEST_ADDRESS:
        address["kernels"] = text
    moves = lab.setting
    if moves != usual.setting:
        address["moves"] = f"{moves.stride},{moves.padding},{moves.edge},{moves.dilation}"
    if lab.size:
        address["side"] = str(lab.size)
    if lab.normalised:
        address["values"] = "normalised"
    if lab.tab != usual.tab:
        address["lab"] = lab.tab
    if lab.chain != usual.chain:
        address["chain"] = ",".join(lab.chain)
    if lab.graft is not None:
        address["graft"] = f"{LETTERS[lab.graft[0]]},{lab.graft[1]}"
    return address


def _kernel_text(kernels: tuple[Kernel, ...]) -> str:
    """Names of presets, or JSON where one is of somebody's own making."""
    shorts = {one.kernel: short for short, one in PRESETS.items()}
    if all(kernel in shorts for kernel in kernels):
        return ",".join(shorts[kernel] for kernel in kernels)
    return json.dumps(to_json(kernels), ensure_ascii=False, separators=(",", ":"))


def _kernels(lab: LabView, text: str) -> LabView:
    if not text.startswith("["):
        names = text.split(",")
        if len(names) > MOST_KERNELS:
            raise InputError(f"The address names {len(names)} kernels.", f"At most {MOST_KERNELS} can be compared.")
        return lab.with_kernels(tuple(preset(name).kernel for name in names))
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "The kernels in the address are no JSON text.", "Open a kernel file on the Lab page."
        ) from error
    return lab.with_kernels(from_json(said))


def _moves(lab: LabView, text: str) -> LabView:
    parts = text.split(",")
    numbers = [part for at, part in enumerate(parts) if at != 2]
    if len(parts) != 4 or not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in numbers):
        raise InputError(
            f"The address says moves={text[:40]}.", "Expected stride, padding, edge, dilation: 1,1,zeros,1."
        )
    setting = Setting(int(parts[0]), int(parts[1]), cast(Edge, parts[2]), int(parts[3]))
    return dataclasses.replace(lab, setting=setting)


def _side(lab: LabView, text: str) -> LabView:
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 32 <= int(text) <= 1024):
        raise InputError(f"The address says side={text[:40]}.", "Sides go from 32 to 1,024.")
    return dataclasses.replace(lab, size=int(text))


def _values(lab: LabView, text: str) -> LabView:
    if text not in ("unit", "normalised"):
        raise InputError(f"The address says values={text[:40]}.", "Expected unit or normalised.")
    return dataclasses.replace(lab, normalised=text == "normalised")


def _tab(lab: LabView, text: str) -> LabView:
    if text not in TABS:
        raise InputError(f"The address says lab={text[:40]}.", f"Expected {', '.join(TABS)}.")
    return dataclasses.replace(lab, tab=text)


def _chain(lab: LabView, text: str) -> LabView:
    return lab.with_chain(text.split(",") if text else [])


def _graft(lab: LabView, text: str) -> LabView:
    letter, _, channel = text.partition(",")
    kernel = LETTERS.find(letter) if len(letter) == 1 else -1
    if not 0 <= kernel < len(lab.kernels) or not (channel.isascii() and channel.isdecimal() and len(channel) < 6):
        raise InputError(f"The address says graft={text[:40]}.", "Expected a kernel and a channel, such as A,17.")
    return dataclasses.replace(lab, graft=(kernel, int(channel)))


READERS: dict[str, Callable[[LabView, str], LabView]] = {
    "kernels": _kernels,
    "moves": _moves,
    "side": _side,
    "values": _values,
    "lab": _tab,
    "chain": _chain,
    "graft": _graft,
}
"""How each part of an address changes a lab, in the order in which they are read; each raises InputError."""
