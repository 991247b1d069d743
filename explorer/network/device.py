"""CUDA, Apple or CPU; allocator, thread and garbage settings of the process."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import sys
from pathlib import Path

import torch

from explorer.errors import DeviceError

# glibc's mallopt: parameter numbers from malloc.h. It refuses a larger mmap threshold than half a heap, and then
# keeps its own of 128 KiB, above which every tensor would be mapped anew; the trim threshold has no such limit.
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_HALF_A_HEAP = 1 << 25
_ONE_GIB = 1 << 30


def prepare_process() -> None:
    """Settings that make a pass fast and its numbers full float32; call once, before the first pass.

    TF32 is off, so that CUDA's sums are float32's. glibc keeps freed memory instead of giving it back after every
    layer, which costs a page fault per page in the next one.
    """
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    if sys.platform == "linux":
        if "OMP_NUM_THREADS" not in os.environ:
            # Only the cores that this process may use: more threads than that slow every pass down.
            torch.set_num_threads(usable_cores())
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):  # musl has none
            libc.mallopt(_M_MMAP_THRESHOLD, _HALF_A_HEAP)
            libc.mallopt(_M_TRIM_THRESHOLD, _ONE_GIB)


def usable_cores() -> int:
    """Cores that this process may use on Linux: those it is bound to, or fewer where a container's quota says so."""
    cores = len(os.sched_getaffinity(0))
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return min(cores, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no such file, or the quota is "max"
        return cores


def available() -> tuple[str, ...]:
    """The devices of this machine, the fastest first: "cuda", "mps", "cpu"."""
    cuda = ("cuda",) if torch.cuda.is_available() else ()
    apple = ("mps",) if torch.backends.mps.is_available() else ()
    return (*cuda, *apple, "cpu")


def choose(name: str = "auto") -> torch.device:
    """The device called `name` ("cuda:1" is the second), or the fastest for "auto".

    Raises DeviceError for one that is not there.
    """
    names = available()
    wanted = names[0] if name == "auto" else name
    family, _, index = wanted.partition(":")
    if family not in names or (index and int(index) >= torch.cuda.device_count()):
        raise DeviceError(
            f"This machine has no device “{name}”; it has {' and '.join(names)}.", "Choose one of these, or auto."
        )
    return torch.device(wanted)


# What is frozen at the end of the process counts as leaked to some of torch's libraries, which say so at length.
atexit.register(gc.unfreeze)


def spare() -> None:
    """Tell the garbage collector that what lives now will stay: models hold many thousand objects.

    Without it every collection walks over them again.
    """
    gc.collect()
    gc.freeze()


def release() -> None:
    """Free what was dropped, models that spare() had frozen included."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
