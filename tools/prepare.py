"""Makes .venv and installs what the given requirements files name. Needs nothing but Python's own library.

    python tools/prepare.py requirements.txt [requirements-dev.txt]

A second run with unchanged files does nothing: .venv keeps a copy of the files that it was installed from.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS_AND_IS_NEW_ENOUGH = "import pip, sys; sys.exit(sys.version_info < (3, 11))"


def environment(venv: Path) -> Path:
    """Make the virtual environment unless a working one is there; return its interpreter.

    One that does not run any more is made anew: its Python is gone, or making it was cut short.
    """
    python = venv / "bin" / "python"
    if _works(python):
        return python
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(
            f"Python {version} ({sys.executable}) lacks its venv module, which keeps Convscope's packages "
            f"apart from the system's. On Debian and Ubuntu: apt install python{version}-venv"
        )
    print(f"Making {venv.name} with Python {version} ({sys.executable}).", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)]).returncode:
        sys.exit(f"{venv} could not be made; the lines above say why.")
    return python


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([str(python), "-c", RUNS_AND_IS_NEW_ENOUGH], stderr=subprocess.DEVNULL).returncode == 0


def install(python: Path, files: list[Path]) -> None:
    """Install each file with pip unless its text is what was installed last."""
    for file in files:
        # The text and not its time: a checkout touches every file, and a branch may go back to older pins.
        installed = python.parent.parent / f"installed-{file.name}"
        if installed.exists() and installed.read_bytes() == file.read_bytes():
            continue
        print(f"Installing what {file.name} names; the first time takes minutes.", flush=True)
        installed.unlink(missing_ok=True)
        command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-r", str(file)]
        if subprocess.run(command).returncode:
            sys.exit(f"What {file.name} names could not be installed; the lines above say why.")
        installed.write_bytes(file.read_bytes())


def main(names: list[str]) -> None:
    install(environment(ROOT / ".venv"), [ROOT / name for name in names])


if __name__ == "__main__":
    main(sys.argv[1:])
