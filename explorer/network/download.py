"""Published weights, fetched once into torch's own cache.

A file is received as `<name>.part` beside its place and renamed at the end, after its hash has been checked,
so that what bears the right name is whole. The part is locked while it grows: whoever asks for the same file
meanwhile, in this process or another, waits for it instead of fetching it again.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import http.client
import os
import re
import shutil
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import torch

from explorer.errors import DownloadError

# Called with the bytes received so far and their number in all, None while that is unknown. What it raises
# ends the download and passes through; nothing half-received stays.
Progress = Callable[[int, int | None], None]

BLOCK = 1 << 18
TIMEOUT = 30.0  # seconds without a single byte
WAIT = 0.1  # seconds between two looks at a file that somebody else fetches

RETRY = "Try again, open a checkpoint file, or go on with an untrained network."
MORE_SPACE = "Free some space, or point TORCH_HOME to a larger disk, and try again."
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

# torchvision's file names end in the first digits of their sha256: resnet50-0676ba61.pth.
HASH_IN_NAME = re.compile(r"-([0-9a-f]{8,64})\.[a-z]+$")


def cache_path(address: str) -> Path:
    """Where torch itself keeps the file of `address`: its hub folder, then checkpoints/<file name>."""
    name = Path(urllib.parse.urlsplit(address).path).name
    return Path(torch.hub.get_dir()) / "checkpoints" / name


def is_whole(path: Path) -> bool:
    """Whether `path` is there and its bytes have the hash that its name promises.

    Reading 100 MB takes about a tenth of a second, much less than loading them; so a cached file is always
    checked, and one that another program left cut is fetched again. A name without a hash promises nothing.
    """
    if not path.is_file():
        return False
    promised = _promised_hash(path.name)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().startswith(promised)


def fetch(address: str, progress: Progress | None = None) -> Path:
    """The path of the file of `address` in torch's cache, fetched unless it is there whole.

    `progress` is called at the start, after each block, and at the end. Raises DownloadError when the file
    cannot be had: no network, refused, an HTTP status, cut in the middle, a wrong hash, a full disk.
    """
    target = cache_path(address)
    with _on_disk(target):
        if is_whole(target):
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target, progress or _silent) as part:
        if part is not None:
            _receive_into(part, address, target, progress or _silent)
    return target


def _silent(_received: int, _total: int | None) -> None:
    """Progress that nobody watches."""


def _promised_hash(name: str) -> str:
    found = HASH_IN_NAME.search(name)
    return found.group(1) if found else ""


@contextmanager
def _on_disk(target: Path) -> Iterator[None]:
    """What goes wrong on the disk inside becomes a DownloadError."""
    try:
        yield
    except OSError as error:
        full = error.errno in FULL
        raise DownloadError(
            f"The disk is full: {target.name} does not fit into {target.parent}."
            if full
            else f"{target.name} cannot be kept in {target.parent}: {error.strerror or error}.",
            MORE_SPACE if full else "Point TORCH_HOME to a folder that can be written.",
        ) from error


def _part_of(target: Path) -> Path:
    return target.with_name(target.name + ".part")


@contextmanager
def _locked(target: Path, progress: Progress) -> Iterator[BinaryIO | None]:
    """The part file of `target`, empty and locked; None if somebody else completed `target` meanwhile."""
    while (part := _lock(target)) is None:
        with _on_disk(target):
            received = _part_of(target).stat().st_size if _part_of(target).exists() else 0
        progress(received, None)
        time.sleep(WAIT)
    with part:
        try:
            yield None if is_whole(target) else part
        finally:
            _part_of(target).unlink(missing_ok=True)


def _lock(target: Path) -> BinaryIO | None:
    """The part file of `target`, empty and locked; None while somebody else holds it."""
    with _on_disk(target):
        # Opened without emptying it: it may be the file that somebody is receiving right now.
        part = os.fdopen(os.open(_part_of(target), os.O_RDWR | os.O_CREAT, 0o644), "r+b")
        # Whoever held the lock before may have renamed or removed this very file: then it is the wrong one.
        if _try_lock(part) and _is_same(part, _part_of(target)):
            # A process that was killed may have left a beginning.
            part.truncate(0)
            return part
        part.close()
    return None


def _try_lock(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_same(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _receive_into(part: BinaryIO, address: str, target: Path, progress: Progress) -> None:
    """Fill `part` from `address`, check it, and give it the name `target`."""
    with _open(address) as response:
        total = _length(response)
        _check_space(target.parent, total)
        digest = receive(response, part, target, total, progress)
    promised = _promised_hash(target.name)
    if not digest.startswith(promised):
        raise DownloadError(
            f"The download of {target.name} is damaged: its sha256 begins with {digest[: len(promised)]}, "
            f"expected {promised}.",
            RETRY,
        )
    with _on_disk(target):
        os.replace(_part_of(target), target)


def _open(address: str) -> http.client.HTTPResponse:
    """The answer to a GET of `address`; DownloadError where there is none, or it is not 200."""
    host = urllib.parse.urlsplit(address).hostname or address
    request = urllib.request.Request(address, headers={"User-Agent": "convscope"})
    try:
        response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        error.close()
        raise DownloadError(
            f"{host} answered {error.code} {error.reason} instead of sending the weights.", RETRY
        ) from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise DownloadError(f"The weights cannot be fetched: {_why(reason, host)}.", RETRY) from error
    return response


def _why(reason: object, host: str) -> str:
    """The end of a sentence that says why `host` could not be reached or read."""
    match reason:
        case socket.gaierror():
            return f"the name {host} is not found, there seems to be no network"
        case ConnectionRefusedError():
            return f"{host} refuses the connection"
        case TimeoutError():
            return f"{host} did not answer for {TIMEOUT:.0f} seconds"
        case ssl.SSLError():
            return f"the connection to {host} is not secure ({reason.reason or reason})"
        case OSError() if reason.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return f"{host} cannot be reached, there seems to be no network"
        case _:
            return f"the connection to {host} failed ({reason})"


def _length(response: http.client.HTTPResponse) -> int | None:
    """The bytes announced; None where the server does not say."""
    header = response.headers.get("Content-Length", "")
    return int(header) if header.isdecimal() else None


def _check_space(folder: Path, total: int | None) -> None:
    free = shutil.disk_usage(folder).free
    if total is not None and total > free:
        raise DownloadError(
            f"The weights need {total / 1e6:,.0f} MB, but {folder} has only {free / 1e6:,.0f} MB free.",
            MORE_SPACE,
        )


def receive(
    response: http.client.HTTPResponse, part: BinaryIO, target: Path, total: int | None, progress: Progress
) -> str:
    """Write what `response` sends into `part`, which is to become `target`; its sha256 as hex digits.

    `total` is the number of bytes announced. Raises DownloadError where the connection breaks or ends early
    or `part` cannot be written, and whatever `progress` raises.
    """
    digest = hashlib.sha256()
    received = 0
    progress(received, total)
    while block := _read(response, received, total):
        with _on_disk(target):
            part.write(block)
        digest.update(block)
        received += len(block)
        progress(received, total)
    if total is not None and received != total:
        raise _cut(received, total)
    with _on_disk(target):
        part.flush()
        os.fsync(part.fileno())
    return digest.hexdigest()


def _read(response: http.client.HTTPResponse, received: int, total: int | None) -> bytes:
    try:
        return response.read(BLOCK)
    except (http.client.HTTPException, OSError) as error:
        raise _cut(received, total) from error


def _cut(received: int, total: int | None) -> DownloadError:
    of = f"of {total / 1e6:,.1f} MB" if total is not None else ""
    return DownloadError(f"The download broke off after {received / 1e6:,.1f} {of or 'MB'}.", RETRY)
