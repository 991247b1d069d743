"""Every error that the project raises on purpose.

    ExplorerError
    ├── InputError              what somebody gave cannot be used
    │   ├── PhotoError          a photo that is missing, unreadable or too large
    │   ├── RecipeError         a size or a recipe out of range
    │   ├── UnknownName         a model, layer, channel or weights name that does not exist
    │   ├── CheckpointError     a checkpoint or label file that does not fit
    │   ├── CatalogueError      a folder of products, or its split, that nothing can be learnt from
    │   ├── TrainingError       a training's settings, or its folder, that cannot be used
    │   ├── SettingsError       the server's settings file
    │   └── ExportError         a file that cannot be written
    ├── DownloadError           published weights that could not be had: no network, cut, wrong hash, full disk
    ├── ReplayError             a statement of the blog post that should hold and does not, or the other way round
    ├── DeviceError             a device that is not there, or ran out of memory
    └── NetworkError            a network that cannot be opened into a graph

Each carries one sentence that says what was expected and what came, and a hint that says what to do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ExplorerError(Exception):
    """The root: `sentence` says what failed, `hint` what to do about it."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        self.sentence = sentence
        self.hint = hint
        super().__init__(f"{sentence} {hint}".strip())


class InputError(ExplorerError):
    """What somebody gave cannot be used as it is."""


class PhotoError(InputError):
    """A photo that is missing, unreadable or too large."""


class RecipeError(InputError):
    """A preprocessing size or recipe out of range."""


class UnknownName(InputError):
    """A name that is not among the known ones; the hint lists the nearest."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        """`what` is the kind of thing ("layer", "model"), `name` what came, `known` what there is."""
        names = list(known)
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names[:3]
        hint = f"Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"There is no {what} called “{name}”.", hint)


class CheckpointError(InputError):
    """A checkpoint or a label file that does not fit the network."""


class CatalogueError(InputError):
    """A folder of products, or its split, that nothing can be learnt from."""


class TrainingError(InputError):
    """The settings of a training, or the folder that it is kept in, cannot be used."""


class SettingsError(InputError):
    """The server's settings file says something that cannot be used."""


class ExportError(InputError):
    """A result that cannot be written where or as it was asked for."""


class DownloadError(ExplorerError):
    """Published weights that could not be had."""


class DeviceError(ExplorerError):
    """A device that is not there, or that ran out of memory."""


class NetworkError(ExplorerError):
    """A network that cannot be opened into a graph of named operations."""


class ReplayError(ExplorerError):
    """What was measured contradicts what is known of a statement of the blog post."""
