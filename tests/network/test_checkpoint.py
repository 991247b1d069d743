"""Checkpoint files: what fits is taken over bit by bit, everything else is refused with a sentence."""

from __future__ import annotations

import io
import os
import pickle
import warnings
import zipfile
from collections import OrderedDict
from pathlib import Path

import pytest
import safetensors.torch
import torch
from torch import Tensor, nn

from explorer.errors import CheckpointError
from explorer.network import checkpoint
from explorer.network.labels import IMAGENET
from explorer.network.registry import entry
from explorer.network.weights import Network, load, open_file

RESNET20 = entry("cifar_resnet20")


def state_of(classes: int = 10) -> dict[str, Tensor]:
    torch.manual_seed(classes)
    state = RESNET20.build(classes).state_dict()
    return {key: tensor + 0.5 if key.endswith("running_var") else tensor for key, tensor in state.items()}


def saved(content: object, **options: object) -> bytes:
    file = io.BytesIO()
    torch.save(content, file, **options)
    return file.getvalue()


def opened(data: bytes, name: str = "mine.pth", labels: tuple[str, ...] | None = None) -> Network:
    return open_file(RESNET20, data, name, labels)


def check_equal(network: Network, state: dict[str, Tensor]) -> None:
    values = network.module.state_dict()
    assert set(values) == set(state)
    assert all(torch.equal(values[key], tensor) for key, tensor in state.items())
    assert network.trained and not any(module.training for module in network.module.modules())
    assert not any(each.requires_grad for each in network.module.parameters())


@pytest.mark.parametrize("wrapper", ["state_dict", "model_state_dict", "model", "net", "twice"])
@pytest.mark.parametrize("prefix", ["", "module.", "_orig_mod.", "_orig_mod.module."])
def test_wrappers_and_prefixes_are_understood(wrapper: str, prefix: str) -> None:
    state = state_of()
    inner: object = OrderedDict((prefix + key, tensor) for key, tensor in state.items())
    content = {"model": {"state_dict": inner}} if wrapper == "twice" else {"epoch": 3, wrapper: inner}
    check_equal(opened(saved(content)), state)


@pytest.mark.parametrize("legacy", [True, False])
def test_both_formats_of_torch_from_bytes_and_path(legacy: bool, tmp_path: Path) -> None:
    state = state_of(4)
    data = saved(state, _use_new_zipfile_serialization=not legacy)
    (tmp_path / "net.th").write_bytes(data)
    network = load(RESNET20, str(tmp_path / "net.th"))
    check_equal(network, state)
    assert network.labels == ("class 0", "class 1", "class 2", "class 3") and network.weights == "net.th"
    assert network.digest == opened(data).digest != opened(saved(state_of(5))).digest


def test_half_precision_and_double_become_float32_and_counts_may_be_missing() -> None:
    state = state_of()
    for dtype in (torch.float16, torch.bfloat16, torch.float64):
        file = {key: tensor.to(dtype) for key, tensor in state.items() if tensor.is_floating_point()}
        values = opened(saved(file)).module.state_dict()
        assert all(torch.equal(values[key], tensor.float()) for key, tensor in file.items())
        assert all(value.dtype is torch.float32 for key, value in values.items() if key in file)


def test_labels_come_from_the_number_of_classes() -> None:
    assert opened(saved(state_of(10))).labels[0] == "airplane"
    assert opened(saved(state_of(1000))).labels == IMAGENET
    assert opened(saved(state_of(3)), labels=("mug", "ball", "shoe")).labels == ("mug", "ball", "shoe")
    with pytest.raises(CheckpointError, match=r"There are 2 class names, but the network has 3 classes"):
        opened(saved(state_of(3)), labels=("mug", "ball"))


def test_the_number_of_classes_of_a_last_convolution() -> None:
    squeezenet = entry("squeezenet1_1")
    network = open_file(squeezenet, saved(squeezenet.build(5).state_dict()), "five.pth")
    assert len(network.labels) == 5 and network.module.get_parameter("classifier.1.weight").shape[0] == 5
    assert (network.recipe.resize, network.recipe.crop) == (256, 224)


@pytest.mark.parametrize("name", ["googlenet", "densenet121"])
def test_published_files_of_old_fit(name: str) -> None:
    model = entry(name)
    state = dict(model.build(1000).state_dict())
    old = {
        # DenseNet's first files have a point in "norm.1"; GoogLeNet's bring heads that only help training.
        key.replace("norm1", "norm.1").replace("conv2", "conv.2") if "denselayer" in key else key: tensor
        for key, tensor in state.items()
        if not key.endswith("num_batches_tracked")
    } | {f"{prefix}fc1.weight": torch.zeros(2) for prefix in model.unused}
    values = open_file(model, saved(old), "old.pth").module.state_dict()
    assert all(torch.equal(values[key], tensor) for key, tensor in state.items())


def test_what_does_not_fit_is_listed() -> None:
    state = state_of()
    for index in range(12):
        state[f"extra.{index}"] = torch.zeros(1)
    del state["conv1.weight"], state["layer1.0.bn1.bias"]
    state["bn1.weight"] = torch.zeros(17)
    state["bn1.bias"] = torch.zeros(16, dtype=torch.int64)
    state["linear.bias"] = torch.zeros(())
    with pytest.raises(CheckpointError) as caught:
        opened(saved(state))
    sentence = caught.value.sentence
    assert "“mine.pth” does not fit ResNet-20 for CIFAR-10" in sentence
    assert "2 missing: conv1.weight, layer1.0.bn1.bias;" in sentence
    assert "12 surplus: extra.0," in sentence and "extra.9 and 2 more;" in sentence
    assert "extra.10" not in sentence
    assert "2 of another shape: bn1.weight (17 instead of 16), linear.bias (one number instead of 10);" in sentence
    assert "1 of another kind: bn1.bias (int64)" in sentence


def test_another_architecture_is_no_fit() -> None:
    with pytest.raises(CheckpointError, match=r"does not fit ResNet18\. Of the network's 122 keys .* missing"):
        open_file(entry("resnet18"), saved(state_of()), "mine.pth")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_values_that_are_no_numbers_are_refused(value: float) -> None:
    state = {key: tensor.double() if tensor.is_floating_point() else tensor for key, tensor in state_of().items()}
    state["layer2.1.conv1.weight"][3, 2, 1, 0] = value
    with pytest.raises(CheckpointError, match=r"“layer2\.1\.conv1\.weight” in “mine\.pth” holds values that are inf"):
        opened(saved(state))


class Harmful:
    """A pickle that makes a folder when it is loaded without care."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_code_in_a_file_never_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    for legacy in (True, False):
        data = saved({"conv1.weight": Harmful(mark)}, _use_new_zipfile_serialization=not legacy)
        with pytest.raises(CheckpointError, match="holds Python objects or code besides tensors, which are never"):
            opened(data)
    with pytest.raises(CheckpointError):
        opened(pickle.dumps(Harmful(mark)))
    assert not mark.exists()
    # The same bytes do run where nobody takes care, so the test above would notice.
    torch.load(io.BytesIO(data), weights_only=False)
    assert mark.is_dir()


def test_a_whole_pickled_network_is_refused() -> None:
    with pytest.raises(CheckpointError, match=r"holds Python objects.*Save model\.state_dict\(\)"):
        opened(saved(nn.Linear(2, 2)))


def test_a_torchscript_program_is_refused() -> None:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer versions of torch call TorchScript deprecated
        torch.jit.save(torch.jit.trace(nn.Linear(2, 2), torch.zeros(1, 2)), file)
    with pytest.raises(CheckpointError, match="is a TorchScript program, expected a state dict"):
        opened(file.getvalue())


def damaged() -> dict[str, bytes]:
    torch_file, tensors = saved(state_of()), safetensors.torch.save(state_of())
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data/0", bytes(10_000_000))
    return {
        "empty": b"",
        "short": b"PK",
        "text": b"these are no weights\n" * 100,
        "cut": torch_file[: len(torch_file) // 2],
        "cut legacy": saved(state_of(), _use_new_zipfile_serialization=False)[:40_000],
        "noise": bytes(range(256)) * 100,
        "zeros": bytes(10_000),
        "compressed": bomb.getvalue(),
        "no tensors": saved({"epoch": 3}),
        "a list": saved([torch.zeros(3)]),
        "a tensor": saved(torch.zeros(3)),
        "nothing": saved({}),
        "cut safetensors": tensors[:-1000],
        "cut header": tensors[:100],
        "header too long": (2**63).to_bytes(8, "little") + tensors[8:],
        "header no JSON": tensors[:8] + b"{" + tensors[8:],
        "sparse": saved({"conv1.weight": torch.zeros(2, 2).to_sparse()}),
        "complex": saved({"conv1.weight": torch.zeros(2, dtype=torch.complex64)}),
        "no storage": saved({"conv1.weight": torch.zeros(2, device="meta")}),
        "more than it holds": saved({"linear.weight": torch.zeros(1).expand(10**9, 64)}),
    }


DAMAGED = damaged()


@pytest.mark.parametrize("kind", DAMAGED)
def test_damaged_and_odd_files_are_refused_with_a_sentence(kind: str, tmp_path: Path) -> None:
    name = "odd.safetensors" if "safetensors" in kind or "header" in kind else "odd.pth"
    (tmp_path / name).write_bytes(DAMAGED[kind])
    for source in (DAMAGED[kind], tmp_path / name):
        with pytest.raises(CheckpointError) as caught:
            checkpoint.read(source, name)
        assert f"“{name}”" in caught.value.sentence and len(caught.value.sentence) < 300
        assert caught.value.hint


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("empty", "is empty"),
        ("text", "no checkpoint that torch can read"),
        ("cut", "is damaged: it was cut or changed"),
        ("compressed", "is a compressed archive"),
        ("no tensors", "holds no state dict"),
        ("cut safetensors", "is no intact safetensors file"),
        ("sparse", "is no plain array of numbers"),
        ("no storage", "is no plain array of numbers"),
        ("more than it holds", "claims 64,000,000,000 values, more than the file holds"),
    ],
)
def test_the_sentence_names_what_is_wrong(kind: str, sentence: str) -> None:
    with pytest.raises(CheckpointError, match=sentence):
        checkpoint.read(DAMAGED[kind], "odd.safetensors" if "safetensors" in kind else "odd.pth")


def test_a_text_file_with_the_right_name(shared: Path) -> None:
    with pytest.raises(CheckpointError, match=r"made_text_weights\.pth” is no checkpoint that torch can read"):
        load("resnet50", str(shared / "data/odd-photos/corrupt/made_text_weights.pth"))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cannot be read: No such file"):
        checkpoint.read(tmp_path / "gone.pth")
    with pytest.raises(CheckpointError, match="cannot be read: Is a directory"):
        checkpoint.read(tmp_path)


def test_a_file_that_holds_itself_is_refused() -> None:
    endless: dict[str, object] = {}
    endless["model"] = endless
    data = io.BytesIO()
    torch.save(endless, data)
    with pytest.raises(CheckpointError, match="holds no state dict"):
        checkpoint.read(data.getvalue(), "endless.pth")


def test_classes_without_weights_ask_for_no_memory() -> None:
    state = entry("resnet18").build(3).state_dict() | {"fc.weight": torch.zeros(10**9, 0)}
    data = io.BytesIO()
    torch.save(state, data)
    with pytest.raises(CheckpointError, match=r"fc\.weight"):
        checkpoint.fit(checkpoint.read(data.getvalue(), "bomb.pth"), entry("resnet18"))
