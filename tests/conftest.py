"""What every test may use, and how the run is set up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# Two threads on every machine, so that timings and rounding do not change with the number of cores. torch
# reads it when it is first imported, so it is set before any test module is.
os.environ.setdefault("OMP_NUM_THREADS", "2")

# No deadline: how long an example takes on a shared machine says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared beside the project: pictures and weights that may not be copied into it."""
    _need_shared()
    return SHARED


def _need_shared() -> None:
    if not SHARED.is_dir():
        reason = f"{SHARED} is missing: it holds the pictures and weights that these tests read"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests get their marker and come last.

    They are the slowest, and Playwright keeps an event loop running in this thread, which would get in the
    way of every test after them that wants one.
    """
    for item in items:
        if ROOT / "tests" / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Skipped here and not by fixtures: what is skipped from one line appears in one line of the summary.
    if "shared" in getattr(item, "fixturenames", ()):
        _need_shared()
    if item.get_closest_marker("gpu"):
        if not _has_cuda():
            pytest.skip("no CUDA device here: tests marked gpu need one")
        from explorer.network.device import prepare_process

        prepare_process()  # as the app and the command line do: CUDA's own default is TF32, with ten bits of fraction


def _has_cuda() -> bool:
    import torch

    return torch.cuda.is_available()
