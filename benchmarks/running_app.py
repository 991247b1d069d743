"""The app in a process of its own and a real browser in front of it, for what is measured there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from tools.find_browser import find_browser
from tools.find_port import find_port


@contextmanager
def running_app(width: int = 1280, height: int = 900) -> Iterator[tuple[Page, str]]:
    """A page of `width` × `height` pixels and the address of a fresh app, which has no published weights."""
    port = find_port(8601)
    url = f"http://localhost:{port}"
    environment = {**os.environ, "TORCH_HOME": tempfile.mkdtemp()}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        _wait_until_up(url)
        with sync_playwright() as playwright:
            found = find_browser()
            browser = playwright.chromium.launch(executable_path=found.path, args=[*found.flags])
            yield browser.new_page(viewport={"width": width, "height": height}), url
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _wait_until_up(url: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("The app did not start within a minute.")
