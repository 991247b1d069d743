"""Downloads against a real server on this machine, with a file of ResNet50's shape and a right hash."""

from __future__ import annotations

import errno
import hashlib
import http.server
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
import torchvision

from explorer.errors import DownloadError
from explorer.network import download

HINT = "Try again, open a checkpoint file, or go on with an untrained network."


class Server(http.server.ThreadingHTTPServer):
    """Serves one file under any name, and does wrong on purpose where the path asks for it."""

    daemon_threads = True

    def __init__(self, file: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.file = file
        self.requests: list[str] = []
        self.may_finish = threading.Event()
        self.may_finish.set()

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        folder = self.path.split("/")[1]
        if folder == "missing":
            self.send_error(404)
            return
        size = self.server.file.stat().st_size
        self.send_response(200)
        if folder != "unannounced":
            self.send_header("Content-Length", str(10**18 if folder == "huge" else size))
        self.end_headers()
        with self.server.file.open("rb") as file:
            self.wfile.write(file.read(size // 2))
            self.wfile.flush()
            if folder == "cut":
                return
            self.server.may_finish.wait(30)
            self.wfile.write(file.read())

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: what was asked for is in `requests`."""


@pytest.fixture(scope="session")
def weights_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state dict of ResNet50, 98 MB, its name ending in its hash as torchvision's files do."""
    folder = tmp_path_factory.mktemp("published")
    torch.save(torchvision.models.resnet50(weights=None).state_dict(), folder / "new.pth")
    with (folder / "new.pth").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return (folder / "new.pth").rename(folder / f"resnet50-{digest[:8]}.pth")


@pytest.fixture
def server(weights_file: Path) -> Iterator[Server]:
    with Server(weights_file) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.may_finish.set()
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """torch's cache in an empty folder."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    return tmp_path / "torch/hub/checkpoints"


def leftovers(cache: Path) -> list[str]:
    return [path.name for path in cache.iterdir()] if cache.exists() else []


def test_progress_is_complete_and_the_file_arrives(server: Server, weights_file: Path, cache: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    path = download.fetch(server.address(weights_file.name), lambda *now: seen.append(now))
    size = weights_file.stat().st_size
    assert size > 97_000_000
    assert path == cache / weights_file.name and path.read_bytes() == weights_file.read_bytes()
    received = [now for now, _ in seen]
    assert received == sorted(set(received)) and received[0] == 0 and received[-1] == size
    assert len(seen) > 100 and {total for _, total in seen} == {size}
    assert leftovers(cache) == [weights_file.name]
    assert set(torch.load(path, weights_only=True)) == set(torchvision.models.resnet50().state_dict())


def test_a_cached_file_is_not_asked_for_again(server: Server, weights_file: Path) -> None:
    address = server.address(weights_file.name)
    first = download.fetch(address)
    assert download.fetch(address) == first
    assert len(server.requests) == 1


def test_a_cached_file_that_is_cut_is_fetched_again(server: Server, weights_file: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / weights_file.name).write_bytes(weights_file.read_bytes()[:1_000_000])
    path = download.fetch(server.address(weights_file.name))
    assert len(server.requests) == 1 and download.is_whole(path)


def test_what_a_killed_process_left_is_overwritten(server: Server, weights_file: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / f"{weights_file.name}.part").write_bytes(b"x" * 200_000_000)
    assert download.is_whole(download.fetch(server.address(weights_file.name)))
    assert leftovers(cache) == [weights_file.name]


def test_a_server_that_does_not_announce_the_length(server: Server, weights_file: Path) -> None:
    totals: set[int | None] = set()
    path = download.fetch(
        server.address(f"unannounced/{weights_file.name}"), lambda _received, total: totals.add(total)
    )
    assert download.is_whole(path) and totals == {None}


def test_cut_in_the_middle(server: Server, weights_file: Path, cache: Path) -> None:
    with pytest.raises(DownloadError, match=r"broke off after 51\.\d of 102\.\d MB") as caught:
        download.fetch(server.address(f"cut/{weights_file.name}"))
    assert caught.value.hint == HINT and leftovers(cache) == []


def test_wrong_hash(server: Server, cache: Path) -> None:
    with pytest.raises(DownloadError, match=r"resnet50-00000000\.pth is damaged.*expected 00000000"):
        download.fetch(server.address("resnet50-00000000.pth"))
    assert leftovers(cache) == []


def test_http_status(server: Server, cache: Path) -> None:
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1 answered 404 Not Found"):
        download.fetch(server.address("missing/net-12345678.pth"))
    assert leftovers(cache) == []


def test_refused(cache: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody answers there
        with pytest.raises(DownloadError, match=r"127\.0\.0\.1 refuses the connection"):
            download.fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/net-12345678.pth")
    assert leftovers(cache) == []


def test_no_such_host(cache: Path) -> None:
    # .invalid never resolves (RFC 2606), with a network or without.
    with pytest.raises(DownloadError, match=r"weights\.invalid"):
        download.fetch("http://weights.invalid/net-12345678.pth")
    assert leftovers(cache) == []


def test_a_silent_server(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/net-12345678.pth"
        with pytest.raises(DownloadError, match="did not answer"):
            download.fetch(address)
    assert leftovers(cache) == []


def test_no_room_is_said_before_anything_is_received(server: Server, cache: Path) -> None:
    seen: list[int] = []
    with pytest.raises(DownloadError, match=r"need 1,000,000,000,000 MB, but .* has only .* MB free"):
        download.fetch(server.address("huge/net-12345678.pth"), lambda received, _: seen.append(received))
    assert seen == [] and leftovers(cache) == []


def test_the_disk_fills_up(server: Server, weights_file: Path, cache: Path) -> None:
    # A process whose files may not grow beyond 20 MB meets the error in the middle of writing.
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000_000, 20_000_000))\n"
        "from explorer.errors import DownloadError\n"
        "from explorer.network import download\n"
        "try:\n    download.fetch(sys.argv[1])\n"
        "except DownloadError as error:\n    print(error.sentence)\n"
    )
    address = server.address(weights_file.name)
    done = subprocess.run([sys.executable, "-c", program, address], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"The disk is full: {weights_file.name} does not fit into {cache}.")
    assert leftovers(cache) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full, a disk that is always full, is Linux's")
def test_no_space_left_on_the_device(server: Server, weights_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "weights.pth"
    with (
        download._open(server.address(weights_file.name)) as response,
        open("/dev/full", "r+b", buffering=0) as full,
        pytest.raises(DownloadError, match=r"The disk is full: weights\.pth does not fit") as caught,
    ):
        download.receive(response, full, target, None, lambda *_: None)
    cause = caught.value.__cause__
    assert isinstance(cause, OSError) and cause.errno == errno.ENOSPC


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "file"))
    with pytest.raises(DownloadError, match=r"cannot be kept in .*Point TORCH_HOME"):
        download.fetch("http://127.0.0.1:9/net-12345678.pth")


class Stop(OSError):
    """What somebody raises who has had enough, even an OSError."""


def test_the_callback_ends_a_download(server: Server, weights_file: Path, cache: Path) -> None:
    def stop(received: int, _total: int | None) -> None:
        if received > 10_000_000:
            raise Stop

    with pytest.raises(Stop):
        download.fetch(server.address(weights_file.name), stop)
    assert leftovers(cache) == []
    assert download.is_whole(download.fetch(server.address(weights_file.name)))


def test_two_threads_fetch_once(server: Server, weights_file: Path, cache: Path) -> None:
    server.may_finish.clear()
    address, paths, waits = server.address(weights_file.name), [], []
    threads = [
        threading.Thread(
            target=lambda: paths.append(download.fetch(address, lambda now, total: waits.append((now, total))))
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while not any(total is None for _, total in waits) and time.monotonic() < deadline:
        time.sleep(0.02)  # until one of them says that it waits for the other
    server.may_finish.set()
    for thread in threads:
        thread.join()
    assert any(total is None for _, total in waits)
    assert paths == [cache / weights_file.name] * 2 and len(server.requests) == 1
    assert leftovers(cache) == [weights_file.name]


def test_who_waits_takes_over_when_the_first_fails(server: Server, weights_file: Path, cache: Path) -> None:
    server.may_finish.clear()
    address, waiting, paths, failed = server.address(weights_file.name), threading.Event(), [], []

    def impatient(received: int, _total: int | None) -> None:
        if received > 40_000_000 and waiting.wait(20):
            raise Stop

    def first() -> None:
        try:
            download.fetch(address, impatient)
        except Stop as stop:
            failed.append(stop)

    def second() -> None:
        paths.append(download.fetch(address, lambda _received, total: total or waiting.set()))

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    while not server.requests:
        time.sleep(0.01)
    threads[1].start()
    waiting.wait(20)
    server.may_finish.set()
    for thread in threads:
        thread.join()
    assert len(failed) == 1 and len(server.requests) == 2
    assert paths == [cache / weights_file.name] and download.is_whole(paths[0])
