"""What cannot run is said in one line, and a test in the browser fails for what the browser complains about.

Each test runs pytest in a process of its own on a tiny project with this project's conftest files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

USES_SHARED = """
def test_one(shared): assert shared.is_dir()
def test_two(shared): pass
"""
USES_GPU = """
import pytest
@pytest.mark.gpu
def test_one(): assert __import__("torch").cuda.is_available()
@pytest.mark.gpu
def test_two(): pass
"""
APP = """
import streamlit as st
def front():
    st.title("Front")
def second():
    st.title("Opened")
def broken():
    st.html("<script>console.error('the page broke')</script>", unsafe_allow_javascript=True)
    st.write("drawn")
st.navigation([st.Page(front, default=True), st.Page(second), st.Page(broken)]).run()
"""
USES_BROWSER = """
def test_deep_link(open_page):
    open_page("/second?a=1").get_by_text("Opened").wait_for()
def test_broken(open_page):
    open_page("/broken").get_by_text("drawn").wait_for()
def test_broken_on_purpose(open_page):
    open_page("/broken", provoked="page broke").get_by_text("drawn").wait_for()
def test_failing(open_page):
    assert open_page("/", theme="dark", width=390).title() == "Rear"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "tests" / "browser").mkdir(parents=True)
    for name in ("pyproject.toml", "tests/conftest.py", "tests/browser/conftest.py"):
        shutil.copy(ROOT / name, root / name)
    for name in (".streamlit", "tools"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def run(root: Path, ci: str = "false") -> str:
    """What pytest prints for all tests of the project."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=root, env={**os.environ, "CI": ci}, capture_output=True, text=True).stdout


def skip_lines(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.startswith("SKIPPED")]


def test_without_the_shared_folder_one_line_says_so(project: Path) -> None:
    (project / "tests" / "test_it.py").write_text(USES_SHARED)
    output = run(project)
    assert "2 skipped" in output
    (line,) = skip_lines(output)
    assert "[2]" in line and "shared is missing" in line


def test_without_the_shared_folder_ci_fails(project: Path) -> None:
    (project / "tests" / "test_it.py").write_text(USES_SHARED)
    output = run(project, ci="true")
    assert not skip_lines(output)
    assert "passed" not in output and "shared is missing" in output


def test_with_the_shared_folder_all_run(project: Path) -> None:
    (project.parent / "shared").mkdir()
    (project / "tests" / "test_it.py").write_text(USES_SHARED)
    assert "2 passed" in run(project, ci="true")


def test_gpu_tests_run_where_there_is_one_and_else_one_line_says_so(project: Path) -> None:
    (project / "tests" / "test_it.py").write_text(USES_GPU)
    output = run(project)
    if "2 passed" not in output:
        (line,) = skip_lines(output)
        assert "[2]" in line and "no CUDA device" in line


def test_browser_errors_fail_a_test_and_a_failure_shows_the_log(project: Path) -> None:
    (project / "app.py").write_text(APP)
    (project / "tests" / "browser" / "test_it.py").write_text(USES_BROWSER)
    output = run(project)
    assert "1 failed, 3 passed, 1 error" in output, output
    assert "ERROR tests/browser/test_it.py::test_broken -" in output
    assert "the page broke" in output
    assert "log of the app" in output and "You can now view your Streamlit app" in output
    assert (project / "test-results" / "test-failing-0.png").stat().st_size > 1000
