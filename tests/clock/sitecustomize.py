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


def _follow(file: Path, clock: time_machine.Traveller, ahead: float) -> None:
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        ahead_now = float(file.read_text())
        clock.shift(ahead_now - ahead)
        ahead = ahead_now


if "CLOCK_FILE" in os.environ:
    _file = Path(os.environ["CLOCK_FILE"])
    _ahead = float(_file.read_text())
    _clock = time_machine.travel(time.time() + _ahead, tick=True).start()
    threading.Thread(target=_follow, args=(_file, _clock, _ahead), daemon=True).start()
