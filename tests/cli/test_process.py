"""The command line as a process of its own: what only a real start shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str, **settings) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "explorer", *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(command, cwd=ROOT, timeout=120, **(streams | settings))


def test_help_of_every_command_has_an_example() -> None:
    for command in ("shapes", "scores", "activations", "kernels"):
        ended = start(command, "--help")
        assert (ended.returncode, ended.stderr) == (0, b"")
        text = ended.stdout.decode()
        assert f"examples:\n  python -m explorer {command}" in text
        for option in ("--model", "--weights", "--labels", "--device", "--recipe", "--size"):
            assert option in text
    overview = start("--help")
    assert overview.returncode == 0 and b"activations mug.jpg --layer layer1.0.bn1" in overview.stdout


def test_help_and_refusals_do_not_wait_for_torch() -> None:
    program = """
import sys
from explorer.cli.main import main
for words in (["shapes", "--size", "1"], ["scores", "none.jpg"], ["nothing"], ["kernels", "--out", "x.gif"]):
    assert main(words) == 2
try:
    main(["scores", "--help"])
except SystemExit as leaving:
    assert leaving.code == 0
slow = {"torch", "torchvision", "streamlit", "pandas"} & set(sys.modules)
assert not slow, slow
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=120)
    assert ended.returncode == 0, ended.stderr.decode()


def test_a_result_in_utf_8_without_a_word_on_standard_error() -> None:
    plain = {"LANG": "C", "LC_ALL": "C"}
    ascii_alone = plain | {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = start("shapes", "--model", "tiny_vgg", env=os.environ | ascii_alone)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "10 × 62 × 62" in ended.stdout.decode("utf-8")
    refused = start("scores", "größer.jpg", env=os.environ | plain)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert "“größer.jpg” does not exist" in refused.stderr.decode("utf-8")


def test_a_closed_pipe_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = start("shapes", "--model", "tiny_vgg", stdout=writing)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_a_full_disk_behind_standard_output_is_said() -> None:
    with open("/dev/full", "wb") as full:
        ended = start("shapes", "--model", "tiny_vgg", stdout=full)
    assert ended.returncode == 1
    assert ended.stderr.decode() == "convscope: Standard output cannot be written: No space left on device.\n"


def test_control_c_ends_quietly(tmp_path) -> None:
    """The module of a network of one's own says that it is waiting, so that the signal comes in the middle."""
    (tmp_path / "slow_network.py").write_text(
        "import pathlib, time\n"
        "def network():\n"
        f"    pathlib.Path({str(tmp_path / 'begun')!r}).touch()\n"
        "    time.sleep(100)\n"
    )
    command = [sys.executable, "-m", "explorer", "shapes", "--model", "slow_network:network"]
    paths = {"PYTHONPATH": str(tmp_path)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | paths, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "begun").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
