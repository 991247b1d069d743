"""Training in a process of its own: it goes on when the page, the browser or the server that began it has gone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from explorer.catalogue.run_folder import RunFolder, State
from explorer.errors import TrainingError
from explorer.image.photo import MEGAPIXELS


def start(run: RunFolder, megapixels: float = MEGAPIXELS) -> int:
    """Begins to train in `run`, or goes on; the id of the process. Raises TrainingError where one trains already.

    The process inherits the folder's lock, so that it is never seen as ended before it has begun.
    """
    run.plan()
    with run.held() as lock, (run.path / "process.log").open("wb") as log:
        run.listen()
        run.say(State("reading"))
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "explorer.catalogue.background", str(run.path), str(megapixels)],
                cwd=Path(__file__).resolve().parents[2],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,
            )
        except OSError as error:
            raise TrainingError(f"No process can be started: {error.strerror or error}.", "Try again.") from error
    # A process that has ended stays in the system's table until somebody has asked how.
    threading.Thread(target=process.wait, daemon=True).start()
    return process.pid


def main(path: str, megapixels: str) -> None:
    """Trains in the folder at `path`, whose lock this process has inherited; the state tells how it ends."""
    from explorer.catalogue.training import train  # torch takes seconds
    from explorer.errors import ExplorerError
    from explorer.network.device import prepare_process

    os.nice(5)  # pages that look at photos come first
    prepare_process()
    try:
        train(RunFolder(Path(path)), megapixels=float(megapixels))
    except ExplorerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
