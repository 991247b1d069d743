"""Checkpoint files: state dicts in .pth, .pt, .th or .safetensors, read without trusting them.

A file from anywhere may be cut, be no checkpoint at all, or be made to do harm. Nothing in it is run
(`weights_only=True`), no tensor may claim more values than the file holds, and everything is compared with
the network before a single value is copied.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import warnings
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from explorer.errors import CheckpointError
from explorer.image.preprocess import Recipe
from explorer.network import embedded
from explorer.network.registry import Model

SAVE_AGAIN = "Save model.state_dict() with torch.save or safetensors, and open that file."
LISTED = 10  # keys named in a message, of each kind

File = io.BytesIO | io.BufferedReader

# What training scripts wrap around a state dict, and what wrappers of networks put before every key.
WRAPPERS = ("state_dict", "model_state_dict", "model", "net")
PREFIXES = ("module.", "_orig_mod.")

# DenseNet files from before torch 0.4 write norm.1 for norm1; the published ones still do.
OLD_DENSENET = re.compile(r"(denselayer\d+\.(?:norm|conv))\.([12])\.")

# How torch says that a pickle asks for more than tensors.
OBJECTS = re.compile(r"Unsupported global|GLOBAL|unsupported class|Trying to call|Can only build")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """What a file holds: tensors by key, and labels and a recipe where it brings them.

    `name` is the file's name, `digest` 32 hex digits of the sha256 of its bytes, `metadata` all that its header says.
    """

    name: str
    state: Mapping[str, Tensor]
    labels: tuple[str, ...] | None
    recipe: Recipe | None
    digest: str
    metadata: Mapping[str, str]


def read(source: bytes | Path, name: str = "") -> Checkpoint:
    """The checkpoint in `source`, a path or the bytes of a file; `name` is what messages call it.

    Raises CheckpointError for what is missing, empty, unreadable, harmful, or holds no tensors.
    """
    name = name or (source.name if isinstance(source, Path) else "the file")
    file = _open(source, name)
    with closing(file):
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:32]
        start = _start(file)
        if not start:
            raise CheckpointError(f"“{name}” is empty.", SAVE_AGAIN)
        if name.lower().endswith(".safetensors") or start[8:9] == b"{":
            content, metadata = _read_safetensors(file, name)
        else:
            content, metadata = _read_torch(file, start, name), {}
    state = _plain_keys(_unwrapped(content, name))
    for key, tensor in state.items():
        _check_tensor(key, tensor, name)
    labels = embedded.labels(metadata, name)
    return Checkpoint(name, state, labels, embedded.recipe(metadata, name), digest, metadata)


def _open(source: bytes | Path, name: str) -> File:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise CheckpointError(
            f"The checkpoint “{source}” cannot be read: {error.strerror or error}.",
            f"Check the path of “{name}”.",
        ) from error


def _start(file: File) -> bytes:
    """The first bytes; the file is back at its start, as it must be for every reader."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    return start


def _read_torch(file: File, start: bytes, name: str) -> object:
    """What torch.save wrote; CheckpointError where it cannot be read, or is more than plain data."""
    if start.startswith(b"PK"):
        _check_archive(file, name)
    try:
        with warnings.catch_warnings():
            # The sentence raised below says the same as torch's warning about TorchScript archives.
            warnings.simplefilter("ignore")
            return torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # damaged pickles raise nearly anything
        if OBJECTS.search(str(error)):
            raise CheckpointError(
                f"“{name}” holds Python objects or code besides tensors, which are never loaded.", SAVE_AGAIN
            ) from error
        raise CheckpointError(
            f"“{name}” is no checkpoint that torch can read: it is damaged or another kind of file.",
            SAVE_AGAIN,
        ) from error


def _check_archive(file: File, name: str) -> None:
    """Refuse zip files that unpack to more than they are, TorchScript programs, and damaged ones."""
    try:
        entries = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CheckpointError(f"“{name}” is damaged: it was cut or changed after saving.", SAVE_AGAIN) from error
    finally:
        file.seek(0)
    if any(entry.filename.endswith("constants.pkl") for entry in entries):
        raise CheckpointError(f"“{name}” is a TorchScript program, expected a state dict.", SAVE_AGAIN)
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise CheckpointError(f"“{name}” is a compressed archive, not what torch.save writes.", SAVE_AGAIN)


def _read_safetensors(file: File, name: str) -> tuple[object, dict[str, str]]:
    data = file.read()
    try:
        state = safetensors.torch.load(data)
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    except (safetensors.SafetensorError, KeyError, ValueError, RuntimeError, AttributeError) as error:
        raise CheckpointError(f"“{name}” is no intact safetensors file: {error}.", SAVE_AGAIN) from error
    return state, header.get("__metadata__", {})


MOST_WRAPPERS = 8


def _unwrapped(content: object, name: str) -> dict[str, Tensor]:
    """The tensors by key inside `content`, whatever a training script has wrapped around them."""
    for _ in range(MOST_WRAPPERS):  # a file may hold itself
        if not isinstance(content, Mapping):
            break
        tensors = {str(key): value for key, value in content.items() if isinstance(value, Tensor)}
        if tensors:
            return tensors
        content = next((content[key] for key in WRAPPERS if isinstance(content.get(key), Mapping)), None)
    raise CheckpointError(f"“{name}” holds no state dict: no tensors by name were found.", SAVE_AGAIN)


def _plain_keys(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """`state` without what DataParallel and torch.compile put before keys, and in DenseNet's new names."""
    while prefix := next((each for each in PREFIXES if all(key.startswith(each) for key in state)), None):
        state = {key.removeprefix(prefix): tensor for key, tensor in state.items()}
    return {OLD_DENSENET.sub(r"\1\2.", key): tensor for key, tensor in state.items()}


def _check_tensor(key: str, tensor: Tensor, name: str) -> None:
    """Refuse what is no plain array in memory, or claims more values than the file brought."""
    plain = tensor.layout == torch.strided and tensor.device.type == "cpu" and not tensor.is_quantized
    if not plain or tensor.is_complex():
        raise CheckpointError(f"“{key}” in “{name}” is no plain array of numbers.", SAVE_AGAIN)
    if tensor.numel() * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise CheckpointError(
            f"“{key}” in “{name}” claims {tensor.numel():,} values, more than the file holds.", SAVE_AGAIN
        )


def fit(checkpoint: Checkpoint, model: Model) -> nn.Module:
    """`model` with the values of `checkpoint`, float32, in evaluation mode, as many classes as the file has.

    Raises CheckpointError where keys are missing, surplus or of another shape, and where values are infinite
    or not a number.
    """
    state = {key: tensor for key, tensor in checkpoint.state.items() if not key.startswith(model.unused)}
    network = _sized(model, state)
    expected = network.state_dict()
    # Files from before torch 0.4.1 do not count batches, and nothing in evaluation reads the count.
    counts = {key: value for key, value in expected.items() if key.endswith("num_batches_tracked")}
    state = counts | state
    _check_fit(checkpoint.name, model, state, expected)
    network.load_state_dict(state)
    for key, tensor in network.state_dict().items():
        if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
            raise CheckpointError(
                f"“{key}” in “{checkpoint.name}” holds values that are infinite or not a number.",
                "The training has diverged, or the file is damaged; open another one.",
            )
    return network


def classes_of(network: nn.Module) -> int:
    """The number of outputs of the last layer of `network`, a linear one or, in SqueezeNet, a convolution."""
    return int(network.get_parameter(_last_weight(network)).shape[0])


def _last_weight(network: nn.Module) -> str:
    """The key of the weights that make the logits; every registered architecture declares them last."""
    layers = [name for name, module in network.named_modules() if isinstance(module, nn.Linear | nn.Conv2d)]
    return f"{layers[-1]}.weight"


def _sized(model: Model, state: Mapping[str, Tensor]) -> nn.Module:
    """`model` built for the number of classes in `state`, as its last layer says."""
    network = model.build(len(model.labels))
    if model.own:
        return network
    weight = state.get(_last_weight(network))
    expected = network.get_parameter(_last_weight(network)).shape
    # Only a weight that is whole for each class may ask for more classes: the file then brought the memory for them.
    if weight is None or weight.shape[1:] != expected[1:] or weight.shape[0] in (0, expected[0]):
        return network
    return model.build(weight.shape[0])


def _check_fit(name: str, model: Model, state: Mapping[str, Tensor], expected: Mapping[str, Tensor]) -> None:
    """CheckpointError that lists the keys in which `state` differs from `expected`."""
    missing = [key for key in expected if key not in state]
    surplus = [key for key in state if key not in expected]
    other = [
        f"{key} ({_shape(state[key])} instead of {_shape(expected[key])})"
        for key in expected
        if key in state and state[key].shape != expected[key].shape
    ]
    kind = [
        f"{key} ({str(state[key].dtype).removeprefix('torch.')})"
        for key in expected
        if key in state and expected[key].is_floating_point() != state[key].is_floating_point()
    ]
    lists = {"missing": missing, "surplus": surplus, "of another shape": other, "of another kind": kind}
    found = [f"{len(keys):,} {what}: {_first(keys)}" for what, keys in lists.items() if keys]
    if found:
        raise CheckpointError(
            f"“{name}” does not fit {model.title}. Of the network's {len(expected):,} keys and the file's "
            f"{len(state):,}, {'; '.join(found)}.",
            "Choose the architecture that the file was trained with.",
        )


def _first(keys: list[str]) -> str:
    rest = len(keys) - LISTED
    return ", ".join(keys[:LISTED]) + (f" and {rest:,} more" if rest > 0 else "")


def _shape(tensor: Tensor) -> str:
    return " × ".join(str(size) for size in tensor.shape) or "one number"
