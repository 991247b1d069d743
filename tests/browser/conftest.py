"""A running app and a real browser for the tests in this folder.

    def test_title(open_page):
        page = open_page("/layers?layer=conv1", width=390, theme="dark")
        page.get_by_text("56 × 56").hover()

The app is started as a newcomer starts it, in a process of its own. When a test fails, its report carries the
app's log and says where a screenshot lies; a page on which the browser logged an error fails its test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tools.find_browser import NO_SANDBOX, NoBrowser, find_browser

ROOT = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = ROOT / "test-results"
PATIENCE_S = 90
SHOWN_LOG_LINES = 60
LATE_MS = 500  # a script of the page may break just after what it drew is seen
SETTLED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'

# On a deep link Streamlit's page first looks for its server below its own address, and logs that it is not.
PROBE = re.compile(r"^/.+/_stcore/(health|host-config)$")


@dataclass(frozen=True, eq=False)
class Server:
    """A running app."""

    url: str  # without a slash at the end
    torch_home: Path  # empty at the start: no published weights are cached
    settings: Path  # the settings file that it reads
    log_file: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def stop(self) -> None:
        """End the app; a second call does nothing."""
        _end(self.process)


class StartServer(Protocol):
    def __call__(self, env: Mapping[str, str] | None = None, settings: str = "", port: int = 0) -> Server: ...


class OpenPage(Protocol):
    def __call__(
        self,
        url_path: str = "/",
        width: int = 1280,
        height: int = 900,
        theme: Literal["light", "dark"] = "light",
        server: Server | None = None,
        provoked: str | None = None,
    ) -> Page: ...


def start_server(folder: Path, env: Mapping[str, str], settings: str, port: int = 0) -> Server:
    """Start the app with `env` on top of this process's own, and wait until it answers.

    Port 0: the system picks a free one, which no other process can take in between.
    """
    torch_home, settings_file, log_file = folder / "torch", folder / "convscope.toml", folder / "app.log"
    torch_home.mkdir()
    settings_file.write_text(settings)
    given = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}  # the tests' own
    given |= {"TORCH_HOME": str(torch_home), "CONVSCOPE_SETTINGS": str(settings_file), **env}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.address", "localhost", "--server.port", str(port)]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=given, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        return Server(_address(process, log_file), torch_home, settings_file, log_file, process)
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], log_file: Path) -> str:
    """The address that the app prints, once the app answers there."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        log = log_file.read_text(errors="replace")
        if process.poll() is not None:
            pytest.fail(f"The app ended with status {process.returncode}:\n{log}")
        printed = re.search(r"http://localhost:\d+", log)
        if printed and _answers(printed[0]):
            return printed[0]
        time.sleep(0.1)
    pytest.fail(f"The app did not answer within {PATIENCE_S} seconds:\n{log}")


# urlopen keeps the proxies of its first call, and other tests send it to one that is closed.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _answers(url: str) -> bool:
    try:
        with DIRECTLY.open(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app that all tests share: empty cache of weights, empty settings."""
    server = start_server(tmp_path_factory.mktemp("app"), {}, "")
    yield server
    server.stop()


@pytest.fixture
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts apps for one test alone: `fresh_server(env={"TORCH_HOME": ...}, settings="the file's text")`."""
    started: list[Server] = []

    def start(env: Mapping[str, str] | None = None, settings: str = "", port: int = 0) -> Server:
        started.append(start_server(tmp_path_factory.mktemp("app"), env or {}, settings, port))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        found = find_browser()
    except NoBrowser as error:
        pytest.fail(str(error))
    expect.set_options(timeout=PATIENCE_S * 1000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found.path,
            args=list(found.flags),
            headless=True,
            chromium_sandbox=NO_SANDBOX not in found.flags,
        )
        yield launched
        launched.close()


@dataclass(eq=False)
class Visit:
    """An open page and what its browser complained about."""

    page: Page
    server: Server
    errors: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        address = message.location["url"]
        if message.type == "error" and not PROBE.match(urlsplit(address).path):
            self.errors.append(f"{message.text} ({address})")


@pytest.fixture(scope="session")
def settle() -> Callable[[Page], None]:
    """`settle(page)` waits until the script of the page has run.

    After a click, rather `expect` what it brings: the click may not have reached the app yet.
    """
    return _settle


def _settle(page: Page) -> None:
    page.locator(SETTLED).wait_for()


VISITS = pytest.StashKey[list[Visit]]()


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[OpenPage]:
    """Opens pages of the app and waits until their script has run.

    `theme` is what the browser says the visitor prefers; `server` is one of `fresh_server`, else the shared
    one; `provoked` is a regular expression for browser errors that the test causes on purpose (a server that
    it stops).
    """
    visits = request.node.stash.setdefault(VISITS, [])
    expected: list[str] = []

    def open_(
        url_path: str = "/",
        width: int = 1280,
        height: int = 900,
        theme: Literal["light", "dark"] = "light",
        server: Server | None = None,
        provoked: str | None = None,
    ) -> Page:
        server = server or request.getfixturevalue("app_server")
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_S * 1000)
        page = context.new_page()
        visit = Visit(page, server)
        visits.append(visit)
        expected.extend([provoked] if provoked else [])
        page.on("console", visit.hear)
        page.on("pageerror", lambda error: visit.errors.append(f"{error.name}: {error.message}\n{error.stack}"))
        page.goto(server.url + url_path)
        _settle(page)
        return page

    yield open_
    for visit in visits:
        # A server that the test has stopped already makes its page complain, which is no fault of the page.
        if visit.server.process.poll() is None and not visit.page.is_closed():
            visit.page.wait_for_timeout(LATE_MS)
    heard = [error for visit in visits for error in visit.errors]
    for visit in visits:
        visit.page.context.close()
    unexpected = [error for error in heard if not any(re.search(pattern, error) for pattern in expected)]
    assert not unexpected, "The browser logged errors:\n" + "\n".join(unexpected)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the app's log and a screenshot beside a failure."""
    report = yield
    if report.failed:
        for number, visit in enumerate(item.stash.get(VISITS, [])):
            tail = "\n".join(visit.server.log.splitlines()[-SHOWN_LOG_LINES:])
            report.sections.append((f"log of the app at {visit.server.url}", tail))
            if not visit.page.is_closed():
                SCREENSHOTS.mkdir(exist_ok=True)
                picture = SCREENSHOTS / f"{re.sub(r'[^A-Za-z0-9]+', '-', item.name)}-{number}.png"
                visit.page.screenshot(path=picture)
                report.sections.append(("screenshot", str(picture)))
    return report
