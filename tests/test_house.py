"""The rules of tools/house.py, kept by this project; and that each of them can be broken."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import house

ROOT = Path(__file__).resolve().parent.parent
RULES = [house.import_faults, house.length_faults, house.name_faults, house.size_faults, house.error_faults]
Rule = Callable[[Path], list[str]]

TREE = '''"""Errors.

    ExplorerError
    ├── InputError       what came
    │   └── PhotoError    a photo
    └── DeviceError      a device
"""
class ExplorerError(Exception): ...
class InputError(ExplorerError): ...
class PhotoError(InputError): ...
class DeviceError(ExplorerError): ...
'''


@pytest.fixture
def project(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Makes a tiny project with a sound errors.py and the files given."""

    def make(contents: dict[str, str]) -> Path:
        for name, text in {"explorer/errors.py": TREE, **contents}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return make


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_project_has_no_faults(rule: Rule, project: Callable[[dict[str, str]], Path]) -> None:
    root = project(
        {
            "app.py": "import streamlit as st\nfrom explorer.ui import navigation",
            "pages/layers.py": "import streamlit as st\nfrom explorer.ui import frame",
            "explorer/__init__.py": "",
            "explorer/cli.py": "import torch\nfrom explorer import catalogue, render",
            "explorer/__main__.py": "from explorer.cli import main",
            "explorer/ui/cache.py": "import streamlit, torch\nfrom explorer import network, render",
            "explorer/network/capture.py": "import torch\nfrom ..image import photo\nfrom . import opened",
            "explorer/catalogue/post.py": "from explorer.lab import presets\nfrom ..explain import scores",
            "explorer/render/sheet.py": "import numpy\nfrom explorer.errors import ExportError",
            ".venv/lib/utils.py": "import explorer.ui\n" * 400,
        }
    )
    assert rule(root) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("explorer/render/sheet.py", "import torch"),
        ("explorer/render/sheet.py", "def f():\n    from torchvision import models"),
        ("explorer/render/sheet.py", "from explorer.network import capture"),
        ("explorer/render/sheet.py", "from ..image.photo import Photo"),
        ("explorer/image/photo.py", "from explorer import network"),
        ("explorer/image/photo.py", "import explorer.render.sheet"),
        ("explorer/network/capture.py", "from explorer.explain.receipt import receipt"),
        ("explorer/explain/receipt.py", "from explorer.lab import presets"),
        ("explorer/lab/presets.py", "from explorer.catalogue import post"),
        ("explorer/catalogue/post.py", "from explorer.ui import cache"),
        ("explorer/network/capture.py", "import streamlit as st"),
        ("explorer/cli.py", "from streamlit.web import bootstrap"),
        ("explorer/errors.py", TREE + "from explorer.image import photo"),
        ("explorer/attic/box.py", "from explorer import errors"),
        ("pages/scores.py", "import numpy as np"),
        ("pages/scores.py", "import torch.nn.functional as F"),
        ("tools/prepare.py", "import streamlit"),
    ],
)
def test_forbidden_imports_are_faults(file: str, text: str, project: Callable[[dict[str, str]], Path]) -> None:
    (fault,) = house.import_faults(project({file: text}))
    assert fault.startswith(f"{file} imports ")


@pytest.mark.parametrize("name", ["explorer/a.py", "explorer/ui/components/a.js"])
def test_long_files_are_faults(name: str, project: Callable[[dict[str, str]], Path]) -> None:
    assert house.length_faults(project({name: "\n" * 300})) == []
    (fault,) = house.length_faults(project({name: "\n" * 301}))
    assert fault.startswith(f"{name} has 301 lines")


@pytest.mark.parametrize("name", ["explorer/utils.py", "helpers/a.js", "docs/Common.md"])
def test_vague_names_are_faults(name: str, project: Callable[[dict[str, str]], Path]) -> None:
    (fault,) = house.name_faults(project({name: ""}))
    assert fault.startswith(name)


def test_large_files_are_faults_but_for_weights_in_assets(
    project: Callable[[dict[str, str]], Path],
) -> None:
    large = "x" * 2_000_001
    root = project({"assets/a.safetensors": large, "assets/b.bin": large, "c.safetensors": large})
    assert [fault.split(" ")[0] for fault in house.size_faults(root)] == ["assets/b.bin", "c.safetensors"]


@pytest.mark.parametrize(
    ("contents", "faulty"),
    [
        ({"explorer/errors.py": TREE + "class NewError(InputError): ...\n"}, "NewError is not drawn"),
        (
            {"explorer/errors.py": TREE.replace("DeviceError(ExplorerError)", "DeviceError(InputError)")},
            "DeviceError is not drawn under InputError",
        ),
        ({"explorer/errors.py": TREE.replace("class DeviceError(ExplorerError): ...", "")}, "not defined"),
        ({"explorer/lab/a.py": "class LabError(errors.InputError): ..."}, "LabError belongs into"),
    ],
)
def test_a_tree_of_errors_that_is_not_true_is_a_fault(
    contents: dict[str, str], faulty: str, project: Callable[[dict[str, str]], Path]
) -> None:
    faults = house.error_faults(project(contents))
    assert any(faulty in fault for fault in faults), faults


def test_render_runs_without_torch() -> None:
    modules = [f"explorer.render.{path.stem}" for path in sorted((ROOT / "explorer/render").glob("[a-z]*.py"))]
    assert modules
    program = f"import sys, {', '.join(modules)}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0
