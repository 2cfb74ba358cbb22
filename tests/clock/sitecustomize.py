"""Lets a process live in the time of a test. Python itself imports this at its start from a folder on its path.

The file `CLOCK_FILE` says how many seconds the time of the test is ahead of that of the machine. When it says
something else the process follows: its clocks go on from there. Waiting takes as long as it takes.
"""

import os
import threading
import time
from pathlib import Path

import time_machine

SECONDS_BETWEEN_LOOKS = 0.1


class _Follower:
    def __init__(self, file: Path) -> None:
        self._file, self._ahead = file, float(file.read_text())
        self._clock = time_machine.travel(time.time() + self._ahead, tick=True).start()
        self.begin()

    def begin(self) -> None:
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            ahead = float(self._file.read_text())
            self._clock.shift(ahead - self._ahead)
            self._ahead = ahead


if "CLOCK_FILE" in os.environ:
    _follower = _Follower(Path(os.environ["CLOCK_FILE"]))
    # A process that is forked, such as one of the web server, has the time but no threads.
    os.register_at_fork(after_in_child=_follower.begin)
