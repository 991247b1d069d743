"""Finds the browser for the tests, gets one when there is none, and prints its path.

    python tools/find_browser.py

An installed Chromium or Chrome comes first, then Playwright's own download, then the distribution's package
where that may be installed. A browser counts when it has drawn a page: a stub, or one that lacks libraries of
the system, does not pass for one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "~/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Quiet and offline: a test's browser talks to the app alone.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_SANDBOX = "--no-sandbox"
PAGE = "data:text/html,<p>drawn"


class NoBrowser(Exception):
    """No browser that can draw a page."""


@dataclass(frozen=True)
class Browser:
    """A browser that works: its path and the flags it works with."""

    path: str
    flags: tuple[str, ...]


def find_browser() -> Browser:
    """The first browser of this machine that draws a page; installs nothing.

    Raises NoBrowser when there is none, or when CONVSCOPE_BROWSER names something else.
    """
    named = os.environ.get("CONVSCOPE_BROWSER")
    if named:
        browser = _tried(named)
        if browser is None:
            raise NoBrowser(f"CONVSCOPE_BROWSER names {named}, which does not start as a Chromium or Chrome.")
        return browser
    for path in _candidates():
        if browser := _tried(path):
            return browser
    raise NoBrowser(
        "The tests need a browser, and no Chromium or Chrome that starts was found. Install one, or set "
        "CONVSCOPE_BROWSER to its path; `make test` also tries to get one by itself."
    )


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from filter(os.path.exists, map(os.path.expanduser, MAC_APPLICATIONS))
    if downloaded := _playwrights_own():
        yield downloaded


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def _tried(path: str) -> Browser | None:
    """The browser at `path` with the flags it needs, or None when it draws no page."""
    # Root cannot have Chromium's sandbox; neither can others in many containers and on hardened systems.
    with_sandbox = [] if os.geteuid() == 0 else [FLAGS]
    for flags in (*with_sandbox, (*FLAGS, NO_SANDBOX)):
        if _draws_a_page(path, flags):
            return Browser(path, flags)
    return None


def _draws_a_page(path: str, flags: tuple[str, ...]) -> bool:
    # A profile of its own: with the user's, a browser that is open already would be asked to draw the page.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", f"--user-data-dir={profile}", *flags, "--dump-dom", PAGE]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return answer.returncode == 0 and "<p>drawn</p>" in answer.stdout


def ways_to_get_one() -> Iterator[list[list[str]]]:
    """Commands that bring a browser, one way after the other."""
    playwright = [sys.executable, "-m", "playwright"]
    yield [[*playwright, "install", "--no-shell", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield [["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]
        # Where that package is only a stub (Ubuntu), the download above may lack libraries of the system.
        yield [[*playwright, "install-deps", "chromium"]]


def get_browser() -> Browser:
    """A browser that works, installed or downloaded now if need be. Raises NoBrowser."""
    try:
        return find_browser()
    except NoBrowser:
        if os.environ.get("CONVSCOPE_BROWSER"):
            raise
    print("No Chromium or Chrome that starts was found; trying to get one.", file=sys.stderr, flush=True)
    for commands in ways_to_get_one():
        for command in commands:
            # Their output goes to standard error: standard output is the path alone.
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        try:
            return find_browser()
        except NoBrowser:
            continue
    raise NoBrowser(
        "The tests need a browser: none was found, and none could be downloaded or installed (the lines "
        "above say why). Install Chromium or Chrome, or set CONVSCOPE_BROWSER to its path."
    )


if __name__ == "__main__":
    try:
        print(get_browser().path)
    except NoBrowser as error:
        sys.exit(str(error))
