"""Every model is listed, builds as torchvision builds it, and brings its preprocessing."""

from __future__ import annotations

import sys
import textwrap
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
import torchvision
from torch import nn

from explorer.errors import NetworkError, UnknownName
from explorer.network.building import BUILDING
from explorer.network.labels import CIFAR10, IMAGENET
from explorer.network.registry import EMBEDDED, MODELS, entry, model_from_path, recipe_of

TRANSFORMERS = ("vit", "swin", "maxvit")
CNNS = [name for name in torchvision.models.list_models(module=torchvision.models) if not name.startswith(TRANSFORMERS)]
QUICK = ["resnet50", "squeezenet1_0", "mobilenet_v3_small", "regnet_y_400mf", "convnext_tiny", "densenet121"]


def test_every_convolutional_classifier_of_torchvision_is_listed() -> None:
    assert set(MODELS) == {*CNNS, EMBEDDED, "cifar_resnet20", "tiny_vgg"}
    assert next(iter(MODELS)) == "resnet50"
    assert all(model.name == name for name, model in MODELS.items())
    assert len({model.title for model in MODELS.values()}) == len(MODELS)


@pytest.mark.parametrize("name", CNNS)
def test_published_weights_are_torchvisions(name: str) -> None:
    every = torchvision.models.get_model_weights(name)
    model = entry(name)
    enum = [each for each in every if each.name != "IMAGENET1K_FEATURES"]  # VGG-16 without a usable last layer
    assert model.weights == tuple(each.name for each in enum)
    assert model.default == ("IMAGENET1K_V1" if name == "resnet50" else every.DEFAULT.name)
    assert [model.weights_named(each.name).address for each in enum] == [each.url for each in enum]
    for each in enum:
        assert tuple(each.meta["categories"]) == model.labels == IMAGENET
        recipe, transforms = recipe_of(model, each.name), each.transforms()
        assert ([recipe.resize], [recipe.crop]) == (transforms.resize_size, transforms.crop_size)
        assert recipe.interpolation == transforms.interpolation.value
        assert (list(recipe.mean), list(recipe.std)) == (transforms.mean, transforms.std)
        assert recipe.antialias is transforms.antialias and recipe.fit == "crop"
    assert model.recipe == recipe_of(model, model.default or "")


def test_a_file_without_recipe_gets_the_standard_one() -> None:
    inception = recipe_of(entry("inception_v3"), "mine.pth")
    assert (inception.resize, inception.crop, inception.fit) == (256, 224, "crop")
    small = recipe_of(entry("cifar_resnet20"), "mine.pth")
    assert (small.crop, small.fit) == (32, "squish")
    tiny = recipe_of(entry("tiny_vgg"), "mine.pth")
    assert (tiny.crop, tiny.fit, tiny.mean, tiny.std) == (64, "squish", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


def check_build(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        built = entry(name).build(7)
    assert not any(module.training for module in built.modules())
    side = 64 if name == "tiny_vgg" else 299 if name == "inception_v3" else 96
    with torch.inference_mode():
        assert built(torch.rand(1, 3, side, side)).shape == (1, 7)


@pytest.mark.parametrize("name", [*QUICK, "googlenet", "inception_v3", "cifar_resnet20", "tiny_vgg"])
def test_builds_quietly_for_any_number_of_classes(name: str) -> None:
    check_build(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MODELS if name != "regnet_y_128gf"])
def test_every_model_builds(name: str) -> None:
    check_build(name)


@pytest.mark.parametrize("name", ["resnet18", "cifar_resnet20", "tiny_vgg", "{own}:network"])
def test_one_network_at_a_time_is_built(own: str, name: str) -> None:
    model = model_from_path(name.format(own=own)) if ":" in name else entry(name)
    with ThreadPoolExecutor(1) as pool:
        with BUILDING:
            building = pool.submit(model.build, 10)
            with pytest.raises(TimeoutError):
                building.result(1)
        assert not building.result(60).training


@pytest.mark.parametrize("name", ["googlenet", "inception_v3"])
def test_inception_computes_what_torchvision_computes_with_published_weights(name: str) -> None:
    # torchvision sets transform_input when it loads weights; the heads for training do not change the logits.
    ours = entry(name).build(1000)
    theirs = torchvision.models.get_model(
        name, weights=None, init_weights=False, aux_logits=True, transform_input=True
    ).eval()
    missing, surplus = theirs.load_state_dict(ours.state_dict(), strict=False)
    assert not surplus and all(key.startswith(entry(name).unused) for key in missing) and missing
    photo = torch.rand(1, 3, 299, 299)
    with torch.inference_mode():
        assert torch.equal(ours(photo), theirs(photo))


def test_an_unknown_name_lists_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"no model called “resnet5”.*resnet50"):
        entry("resnet5")
    with pytest.raises(UnknownName, match="IMAGENET1K_V2"):
        entry("resnet50").weights_named("IMAGENET1K_V3")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a fresh module with networks, good and bad."""
    source = """
        from torch import nn

        def network():
            return nn.Sequential(nn.Conv2d(3, 4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))

        def text():
            return "network"

        def failing():
            raise RuntimeError("no such table")

        instance = network()
        number = 3
    """
    name = f"own_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(textwrap.dedent(source))
    (tmp_path / f"{name}_broken.py").write_text("import nothing_of_that_name\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


def test_a_network_of_ones_own(own: str) -> None:
    model = model_from_path(f"{own}:network")
    built = model.build(1000)
    assert isinstance(built, nn.Sequential) and not built.training
    assert (model.own, model.title, model.weights, model.default) == (True, "network", (), None)
    assert (model.recipe.resize, model.recipe.crop) == (256, 224)
    assert model_from_path(f"{own}:network") is model


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("resnet", "“resnet” does not name a network.*package.module:function"),
        (":function", "does not name a network"),
        ("{own}:", "does not name a network"),
        (
            "no_such_package.networks:net",
            "“no_such_package.networks” cannot be imported: ModuleNotFoundError",
        ),
        ("{own}_broken:net", "cannot be imported.*nothing_of_that_name"),
        ("{own}:missing", "has no “missing”"),
        ("{own}:number", "is a int, expected a function"),
        ("{own}:instance", "is a Sequential, expected a function"),
        ("{own}:text", "returned a str, expected an nn.Module"),
        ("{own}:failing", "failed: RuntimeError: no such table"),
    ],
)
def test_what_is_no_network_is_said(own: str, path: str, sentence: str) -> None:
    with pytest.raises(NetworkError, match=sentence):
        model_from_path(path.format(own=own))


def test_cifar_names() -> None:
    assert entry("cifar_resnet20").labels == CIFAR10 and len(set(CIFAR10)) == 10
