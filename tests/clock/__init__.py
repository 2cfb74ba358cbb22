"""The time of a whole Kuule, in whatever processes it runs, which a test moves on."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).parent
# Every process has looked at the file again by then; see `sitecustomize.py`.
SECONDS_TO_FOLLOW = 0.5


@dataclass(frozen=True)
class Clock:
    """A clock of which all processes that were given its `environment` read the time."""

    file: Path

    def turn_to(self, moment: datetime) -> None:
        """Let it be this moment everywhere, and go on from there."""
        beside = self.file.with_suffix(".new")
        beside.write_text(str(moment.timestamp() - time.time()))
        beside.replace(self.file)
        time.sleep(SECONDS_TO_FOLLOW)

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what processes need to have in their environment."""
        return {"CLOCK_FILE": str(self.file), "PYTHONPATH": str(FOLDER)}
