"""Training: it learns, is watched, stopped, killed, and goes on as if nothing had happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from shelves import draw, fill

from explorer.catalogue import background
from explorer.catalogue.plan import Plan
from explorer.catalogue.run_folder import Epoch, RunFolder, State
from explorer.catalogue.trained import read_card
from explorer.catalogue.training import train
from explorer.errors import CatalogueError, CheckpointError, TrainingError
from explorer.network import checkpoint, weights

PRODUCTS = ("007", "07", "8a", "b")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Networks this small are faster with one thread, here and in processes that are started; and the bits agree."""
    before = torch.get_num_threads()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        torch.set_num_threads(1)
        yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four drawn products, eight views each."""
    return fill(tmp_path_factory.mktemp("shop") / "shop", PRODUCTS, views=8)


@pytest.fixture
def plan(shop: Path) -> Plan:
    return Plan(str(shop), "cifar_resnet20", "untrained:0", epochs=3, size=32, batch=8, device="cpu")


class Stopping(RunFolder):
    """A folder in which somebody asks the training to stop within its second epoch."""

    def add(self, kind: str, **event: float) -> None:
        super().add(kind, **event)
        if kind == "batch" and event["epoch"] == 2:
            self.stop()


def _train(path: Path, plan: Plan, watch: Callable[[State], None] = lambda _state: None) -> RunFolder:
    run = RunFolder.create(path, plan)
    with run.held():
        train(run, watch)
    return run


def _same_weights(one: Path, other: Path) -> bool:
    states = [checkpoint.read(path).state for path in (one, other)]
    return states[0].keys() == states[1].keys() and all(
        torch.equal(states[0][key], states[1][key]) for key in states[0]
    )


def _without_seconds(run: RunFolder) -> list[Epoch]:
    return [replace(epoch, seconds=0.0) for epoch in run.progress().epochs]


@pytest.mark.parametrize("mode", ["head-only", "as-post"])
def test_it_learns_to_tell_drawn_products_apart(tmp_path: Path, plan: Plan, mode: str) -> None:
    run = _train(tmp_path / "run", replace(plan, mode=mode, epochs=10, rate=0.01))
    progress = run.progress()
    assert (progress.state.phase, progress.running, len(progress.epochs)) == ("done", False, 10)
    # 32 photos, 6 held out, 26 learnt from in 4 batches.
    assert [batch for batch, _ in progress.losses] == list(range(1, 10 * 4 + 1))
    first, last = progress.epochs[0], progress.epochs[-1]
    assert last.loss < first.loss / 3 and last.accuracy >= 5 / 6 and progress.best.accuracy >= last.accuracy


def test_the_result_opens_as_what_it_is(tmp_path: Path, plan: Plan, shop: Path) -> None:
    run = _train(tmp_path / "run", plan)
    # The file says what it is, whatever was asked for.
    network = weights.load("resnet18", str(run.result))
    assert (network.model.name, network.labels, network.trained) == ("cifar_resnet20-learner", PRODUCTS, True)
    assert (network.recipe.crop, network.recipe.resize, network.recipe.fit) == (32, 32, "crop")
    card = read_card(run.result)
    assert card is not None and card.history == run.progress().epochs
    assert (card.learnt, card.held, len(card.held_names)) == (26, 6, 6)
    assert card.accuracy == card.history[-1].accuracy and "share a scene" in card.warning
    assert (card.mode, card.seed, card.weights) == ("head-only", 0, "untrained:0")
    assert str(shop) not in json.dumps(card.__dict__, default=str)  # a file that is shared tells nothing of the server


def test_head_only_leaves_the_body_alone_and_as_post_its_kernels(tmp_path: Path, plan: Plan) -> None:
    body = weights.load("cifar_resnet20", "untrained:0").module.state_dict()
    for mode in ("head-only", "as-post"):
        trained = checkpoint.read(_train(tmp_path / mode, replace(plan, mode=mode, epochs=2)).result).state
        same = {key: torch.equal(value, trained[key]) for key, value in body.items() if key in trained}
        norms = {key for key in same if "bn" in key}
        assert len(norms) == 19 * 5 and all(same[key] for key in same if key not in norms)
        if mode == "head-only":
            assert all(same.values())
        else:
            assert not any(same[key] for key in norms if key.endswith(("weight", "bias", "running_mean")))


@pytest.mark.parametrize("mode", ["as-post", pytest.param("head-only", marks=pytest.mark.slow)])
def test_stopped_and_gone_on_it_comes_to_the_same(tmp_path: Path, plan: Plan, mode: str) -> None:
    plan = replace(plan, mode=mode)
    whole = _train(tmp_path / "whole", plan)
    run = Stopping.create(tmp_path / "run", plan)
    with run.held():
        assert train(run) is None
    stopped = run.progress()
    assert (stopped.state.phase, len(stopped.epochs), run.result.exists()) == ("stopped", 1, False)
    _train(tmp_path / "run", plan)
    assert run.progress().state.phase == "done"
    assert _without_seconds(run) == _without_seconds(whole)
    assert run.progress().losses == whole.progress().losses
    assert _same_weights(run.result, whole.result)


@pytest.mark.slow
def test_killed_and_gone_on_it_loses_one_epoch_at_most_and_comes_to_the_same(tmp_path: Path, plan: Plan) -> None:
    plan = replace(plan, mode="as-post", epochs=15)
    run = RunFolder.create(tmp_path / "run", plan)
    pid = background.start(run)
    try:
        assert run.progress().running
        with pytest.raises(TrainingError, match="being trained already"):
            background.start(run)
        _wait(lambda: run.progress().epochs or not run.progress().running)
    finally:
        os.kill(pid, signal.SIGKILL)
        _wait(lambda: not run.is_held())
    killed = run.progress()
    assert (killed.state.phase, killed.running) == ("interrupted", False) and 0 < len(killed.epochs) < 15
    kept = torch.load(run.checkpoint, weights_only=True)["history"] if run.checkpoint.exists() else []
    assert len(killed.epochs) - len(kept) <= 1
    _train(tmp_path / "run", plan)
    assert _without_seconds(run)[: len(kept)] == [replace(Epoch(**epoch), seconds=0.0) for epoch in kept]
    whole = _train(tmp_path / "whole", plan)
    assert _without_seconds(run) == _without_seconds(whole) and _same_weights(run.result, whole.result)


def _wait(until: Callable[[], bool]) -> None:
    while not until():
        time.sleep(0.02)


@pytest.mark.slow
def test_the_page_that_began_it_may_go(tmp_path: Path, plan: Plan) -> None:
    """The process that starts a training ends at once; the training goes on and can be stopped by another."""
    run = RunFolder.create(tmp_path / "run", replace(plan, mode="as-post", epochs=5000))
    code = (
        "import sys, pathlib; from explorer.catalogue import background as b; from explorer.catalogue.run_folder import"
    )
    code += " RunFolder as R; print(b.start(R(pathlib.Path(sys.argv[1]))))"
    root = Path(__file__).resolve().parents[2]
    page = subprocess.run(
        [os.sys.executable, "-c", code, run.path], cwd=root, capture_output=True, text=True, check=True
    )
    _wait(lambda: run.progress().epochs or not run.progress().running)
    assert run.progress().running and int(page.stdout) > 0
    run.stop()
    _wait(lambda: not run.progress().running)
    assert run.progress().state.phase == "stopped" and run.progress().state.left is None
    _wait(lambda: not run.is_held())


def test_features_are_computed_once(tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    run = RunFolder.create(tmp_path / "run", plan)
    with run.held():
        train(run, lambda state: run.stop() if state.phase == "training" else None)
    monkeypatch.setattr("explorer.catalogue.features.pooled", lambda *_: pytest.fail("computed again"))
    assert _train(tmp_path / "run", plan).progress().state.phase == "done"


def test_the_rate_finder_suggests_a_rate_and_changes_nothing(tmp_path: Path, plan: Plan) -> None:
    found = _train(tmp_path / "found", replace(plan, find=True)).progress()
    assert found.found is not None and 1e-5 < found.found < 1
    rates = [rate for rate, _ in found.rates]
    smallest = min(found.rates, key=lambda tried: tried[1])
    assert found.found == smallest[0] / 10
    assert rates == sorted(rates) and rates[0] == pytest.approx(1e-7) and 20 < len(rates) <= 100
    told = _train(tmp_path / "told", replace(plan, rate=found.found))
    assert _same_weights(tmp_path / "found" / "model.safetensors", told.result)


def test_changed_photos_and_other_settings_are_refused(tmp_path: Path, plan: Plan) -> None:
    shop = fill(tmp_path / "shop", PRODUCTS)
    plan = replace(plan, folder=str(shop))
    run = Stopping.create(tmp_path / "run", plan)
    with run.held():
        train(run)
    with pytest.raises(TrainingError, match="other settings: epochs, rate"):
        RunFolder.create(run.path, replace(plan, epochs=7, rate=0.1))
    draw(3, 77).save(shop / "b" / "3.png")
    with run.held(), pytest.raises(TrainingError, match="have changed since"):
        train(run)
    state = run.progress().state
    assert state.phase == "failed" and "have changed" in state.error and state.hint


def test_failures_are_said_in_the_state(tmp_path: Path, plan: Plan) -> None:
    run = RunFolder.create(tmp_path / "run", replace(plan, folder=str(tmp_path / "nowhere")))
    with run.held(), pytest.raises(CatalogueError):
        train(run)
    assert (run.progress().state.phase, run.progress().running) == ("failed", False)
    assert "nowhere" in run.progress().state.error


def test_an_unexpected_failure_is_said_too_and_not_swallowed(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("explorer.catalogue.training.trained.write", broken)
    with pytest.raises(ZeroDivisionError):
        _train(tmp_path / "run", plan)
    state = RunFolder(tmp_path / "run").progress().state
    assert (state.phase, state.error) == ("failed", "The training failed unexpectedly.")


@pytest.mark.slow
def test_a_process_that_fails_says_so_and_leaves_nothing(tmp_path: Path, plan: Plan) -> None:
    run = RunFolder.create(tmp_path / "run", replace(plan, folder=str(tmp_path / "nowhere")))
    process = background.start(run)
    _wait(lambda: not run.progress().running)
    _wait(lambda: not Path(f"/proc/{process}").exists())
    assert run.progress().state.phase == "failed" and "nowhere" in (run.path / "process.log").read_text()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"epochs": 0}, "epochs must be a whole number from 1"),
        ({"seed": -1}, "seed must be"),
        ({"batch": 1}, "batch must be"),
        ({"mode": "fast"}, "mode must be head-only or as-post, got fast"),
        ({"rate": float("nan")}, "learning rate must be above 0"),
        (
            {"network": "torchvision.models:resnet18", "weights": "default"},
            "a network of your own, whose body cannot be told",
        ),
    ],
)
def test_plans_out_of_range_are_refused(tmp_path: Path, plan: Plan, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(Exception, match=sentence):
        RunFolder.create(tmp_path / "run", replace(plan, **wrong))
    assert not (tmp_path / "run").exists()


def test_folders_that_hold_no_training(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="holds no training"):
        RunFolder(tmp_path).plan()
    (tmp_path / "plan.json").write_text('{"folder": 3, "colour": "red"}')
    with pytest.raises(TrainingError, match="cannot be read"):
        RunFolder(tmp_path).plan()


def test_half_a_line_is_not_read(tmp_path: Path, plan: Plan) -> None:
    run = RunFolder.create(tmp_path / "run", plan)
    run.add("batch", epoch=1, batch=1, loss=2.5)
    with (run.path / "progress.jsonl").open("a") as file:
        file.write('{"kind": "batch", "epo')
    assert run.progress().losses == ((1, 2.5),)


def test_a_card_that_was_changed_is_refused(tmp_path: Path, plan: Plan) -> None:
    sound = asdict(read_card(_train(tmp_path / "run", replace(plan, epochs=1)).result))
    file = tmp_path / "a.safetensors"
    odd = [[], {}, {"history": 3}, sound | {"accuracy": "1.0"}, sound | {"accuracy": 7.0}, sound | {"held": None}]
    odd += [sound | {"held_names": [3]}, sound | {"more": 1}, sound | {"history": [{"epoch": 1}]}]
    for fields in odd:
        save_file({"a": torch.ones(1)}, file, {"training": json.dumps(fields)})
        with pytest.raises(CheckpointError, match="cannot be read"):
            read_card(file)
    save_file({"a": torch.ones(1)}, file, {"training": json.dumps(sound)})
    assert asdict(read_card(file)) == sound
    save_file({"a": torch.ones(1)}, file)
    assert read_card(file) is None
