"""Which browser counts. Getting one is not tried here: it would change the machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.find_browser import Browser, NoBrowser, find_browser


@pytest.fixture(scope="module")
def real() -> Browser:
    return find_browser()


def program(path: Path, text: str) -> str:
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)
    return str(path)


def test_a_named_browser_is_taken(real: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = program(tmp_path / "my-browser", f'exec "{real.path}" "$@"')
    monkeypatch.setenv("CONVSCOPE_BROWSER", named)
    assert find_browser().path == named


@pytest.mark.parametrize("text", ["exit 0", "exit 1", None], ids=["draws nothing", "fails", "not there"])
def test_a_named_browser_that_draws_nothing_is_refused_by_name(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "my-browser"
    if text is not None:
        program(named, text)
    monkeypatch.setenv("CONVSCOPE_BROWSER", str(named))
    with pytest.raises(NoBrowser, match="my-browser"):
        find_browser()


def test_a_stub_is_passed_over(real: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems ship a `chromium` that only says which package to install."""
    program(tmp_path / "chromium", "echo install me; exit 0")
    good = program(tmp_path / "google-chrome", f'exec "{real.path}" "$@"')
    monkeypatch.delenv("CONVSCOPE_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert find_browser().path in (good, real.path)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps browsers in a place that a test cannot hide")
def test_no_browser_at_all_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVSCOPE_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(NoBrowser, match="Install one, or set"):
        find_browser()
