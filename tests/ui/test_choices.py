"""What is offered exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.errors import NetworkError, UnknownName
from explorer.image.photo import read
from explorer.network.registry import MODELS
from explorer.network.weights import resolve
from explorer.ui import choices

pytestmark = pytest.mark.usefixtures("fresh_memory")


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "convscope.toml"
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(path))
    return path


def test_the_built_in_photos_can_be_read() -> None:
    assert len(choices.samples()) >= 8
    for name, sample in choices.samples().items():
        assert name == sample.file.stem and name.replace("-", "").isalpha()
        assert sample.title and sample.sentence.endswith(".")
        assert max(read(sample.file).size) == 640


def test_every_network_has_usual_weights() -> None:
    for name in choices.model_names():
        usual = choices.usual_weights(name)
        kind = resolve(choices.model_of(name), usual).kind
        assert (usual, kind) in [("default", "published"), ("untrained", "untrained")]
    assert choices.usual_weights("resnet50") == "default"
    assert choices.usual_weights("tiny_vgg") == "untrained"


def test_resnet50_comes_first() -> None:
    assert choices.model_names()[0] == "resnet50"
    assert choices.model_title("resnet50") == MODELS["resnet50"].title


def test_own_networks_come_before_all_others(settings_file: Path) -> None:
    settings_file.write_text('[models]\n"Shop classifier" = "tests.ui.networks:one_class"\n')
    assert choices.model_names()[:2] == ("Shop classifier", "resnet50")
    assert choices.model_title("Shop classifier") == "Shop classifier"
    assert choices.model_of("Shop classifier").own
    assert choices.usual_weights("Shop classifier") == "default"


def test_no_network_is_imported_because_a_visitor_says_so(settings_file: Path) -> None:
    settings_file.write_text("")
    for name in ("tests.ui.networks:one_class", "os:getcwd", "", "resnet"):
        with pytest.raises(UnknownName, match="There is no network called"):
            choices.model_of(name)


def test_a_broken_own_network_is_a_sentence(settings_file: Path) -> None:
    settings_file.write_text('[models]\n"Broken" = "tests.ui.networks:broken"\n')
    assert choices.model_names()[0] == "Broken"
    with pytest.raises(NetworkError, match=r"classifier\.bin"):
        choices.model_of("Broken")


def test_checkpoints_are_those_of_the_folder_that_is_set(settings_file: Path, tmp_path: Path) -> None:
    settings_file.write_text("")
    assert choices.server_checkpoints() == ()
    folder = tmp_path / "weights"
    (folder / "more.pth").mkdir(parents=True)
    for name in ("b.pth", "a.safetensors", "notes.txt", "c.pt"):
        (folder / name).touch()
    settings_file.write_text('checkpoints = "weights"')
    choices.settings.cache_clear()
    assert [path.name for path in choices.server_checkpoints()] == ["a.safetensors", "b.pth", "c.pt"]
