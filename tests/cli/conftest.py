"""Running commands: in this process, where each start would cost seconds, with no network to be had."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from explorer.cli.main import main


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status and what it wrote."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


def _run(*arguments: object) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return Ended(status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs a command with these arguments."""
    return _run


@pytest.fixture(scope="session", autouse=True)
def no_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty cache for weights, and a way out that refuses: whoever seeks weights fails with status 1."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("torch")
        patch.setenv("TORCH_HOME", str(folder))
        for variable in ("https_proxy", "HTTPS_PROXY"):
            patch.setenv(variable, "http://127.0.0.1:9")
        patch.setenv("no_proxy", "127.0.0.1")
        patch.delenv("CONVSCOPE_SETTINGS", raising=False)
        yield folder


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of soft colours, 200 x 260."""
    path = tmp_path_factory.mktemp("photos") / "soft colours.png"
    Image.radial_gradient("L").resize((260, 200)).convert("RGB").save(path)
    return path


@pytest.fixture(scope="session")
def tiny_vgg(shared: Path) -> tuple[str, ...]:
    """Options for Tiny VGG with its trained weights: ten classes, loaded in milliseconds."""
    return ("--model", "tiny_vgg", "--weights", str(shared / "weights/tiny-vgg/tiny_vgg.pth"))


@pytest.fixture(scope="session")
def squeezenet(shared: Path) -> tuple[str, ...]:
    """Options for SqueezeNet with its trained weights."""
    weights = shared / "weights/squeezenet/squeezenet1_0-deepcompressed.pth"
    return ("--model", "squeezenet1_0", "--weights", str(weights))
