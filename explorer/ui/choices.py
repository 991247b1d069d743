"""What visitors can choose from: the built-in photos, the networks, the server's checkpoint files."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import UnknownName
from explorer.network.registry import LEARNER, MODELS, Model, entry, model_from_path
from explorer.network.weights import SUFFIXES
from explorer.settings import Settings, load

SAMPLES = Path(__file__).resolve().parents[2] / "assets" / "photos"


@dataclass(frozen=True)
class Sample:
    """A built-in photo: the name in addresses, the file, the title and a sentence for people."""

    name: str
    file: Path
    title: str
    sentence: str


@functools.cache
def samples() -> dict[str, Sample]:
    """The built-in photos by name, in the order in which they are offered."""
    listed = json.loads((SAMPLES / "photos.json").read_text(encoding="utf-8"))
    made = (Sample(Path(one["file"]).stem, SAMPLES / one["file"], one["title"], one["sentence"]) for one in listed)
    return {sample.name: sample for sample in made}


def sample_names() -> tuple[str, ...]:
    """The names of the built-in photos."""
    return tuple(samples())


@functools.cache
def settings() -> Settings:
    """The server's settings, read once. Raises SettingsError."""
    return load()


def model_names() -> tuple[str, ...]:
    """The names of all networks: the server's own first, then the registry's."""
    return (*settings().models, *MODELS)


def model_of(name: str) -> Model:
    """The network called `name`, a listed one or a learner on its body.

    Raises UnknownName, or NetworkError for an own one that cannot be built.
    """
    own = settings().models.get(name)
    if own is not None:
        return model_from_path(own)
    if not is_model(name):
        raise UnknownName("network", name, model_names())
    return entry(name)


def is_model(name: str) -> bool:
    """Whether there is a network called `name`; learners are not listed, they come with a file."""
    return name in settings().models or name.removesuffix(LEARNER) in MODELS


def model_title(name: str) -> str:
    """The name of a network for people."""
    return entry(name).title if name.removesuffix(LEARNER) in MODELS else name


def usual_weights(name: str) -> str:
    """What a network is first shown with: "default", or "untrained" where no weights are published for it."""
    model = model_of(name)
    return "default" if model.own or model.default else "untrained"


def server_checkpoints() -> tuple[Path, ...]:
    """The checkpoint files in the folder that the server offers; none where no folder is set."""
    folder = settings().checkpoints
    if folder is None:
        return ()
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file()))
