"""`make` prepares once, says what is missing, and is quick the second time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def new_project(folder: Path) -> Path:
    """A project with the real Makefile and tools whose requirements name nothing."""
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements.txt").write_text("# nothing\n")
    return folder


def setup(project: Path, python: str | Path = sys.executable) -> subprocess.CompletedProcess[str]:
    """Runs `make setup` in the project."""
    # `make test` hands its own settings on to a make that it starts.
    env = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    command = ["make", "setup", f"PYTHON={python}"]
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was set up over an environment whose Python is gone."""
    project = new_project(tmp_path_factory.mktemp("prepared"))
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(project / "python-that-was-removed")
    result = setup(project)
    assert result.returncode == 0, result.stderr
    assert "Making .venv" in result.stdout
    assert "Installing what requirements.txt names" in result.stdout
    return project


def test_the_environment_works(prepared: Path) -> None:
    assert subprocess.run([prepared / ".venv" / "bin" / "python", "-c", "import pip"]).returncode == 0


def test_unchanged_requirements_are_not_installed_again(prepared: Path) -> None:
    (prepared / "requirements.txt").touch()
    assert setup(prepared).stdout == ""


def test_changed_requirements_are_installed_into_the_same_environment(prepared: Path) -> None:
    (prepared / "requirements.txt").write_text("no-such-package==0.0.0 ; python_version < '3'\n")
    result = setup(prepared)
    assert "Installing what requirements.txt names" in result.stdout
    assert "Making" not in result.stdout


def test_a_failed_installation_is_tried_again(prepared: Path) -> None:
    (prepared / "requirements.txt").write_text("not a requirement\n")
    for _ in range(2):
        result = setup(prepared)
        assert result.returncode != 0
        assert "What requirements.txt names could not be installed" in result.stderr


def test_an_old_python_is_refused_in_one_sentence(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    old = project / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")  # what the question "are you new enough?" gets from an old one
    old.chmod(0o755)
    result = setup(project, old)
    assert result.returncode != 0
    assert f"needs Python 3.11 or newer and found none among: {old}" in result.stderr
    assert not (project / ".venv").exists()


def test_a_python_without_venv_is_refused_with_the_package_that_brings_it(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    bare = project / "python"
    # A real Python that hides ensurepip, as Debian's does until its package python3-venv is there.
    hide = "import sys, runpy; sys.modules['ensurepip'] = None; "
    run = "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    bare.write_text(
        f'#!/bin/sh\nif [ "$1" = -c ]; then exec "{sys.executable}" -c "{hide}$2"; fi\n'
        f'exec "{sys.executable}" -c "{hide}{run}" "$@"\n'
    )
    bare.chmod(0o755)
    result = setup(project, bare)
    assert result.returncode != 0
    assert "apt install python3." in result.stderr
    assert "Traceback" not in result.stderr
