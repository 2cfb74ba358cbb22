"""The timetable: which drain looks for due rows, and how often."""

from collections.abc import Callable
from dataclasses import dataclass

from kuule.config.housekeeping import tidy_up
from kuule.contacts.tasks import drain_imports
from kuule.dispatch.tasks import drain_deliveries, drain_stuck_deliveries, drain_waves


@dataclass(frozen=True, slots=True)
class Entry:
    """A drain and the seconds it rests when it found nothing to do. It returns how many rows it handled."""

    drain: Callable[[], int]
    rest_seconds: float

    @property
    def name(self) -> str:
        """Return the name for logs."""
        return self.drain.__name__


TIMETABLE = (
    Entry(drain_imports, 1),
    Entry(drain_waves, 1),
    Entry(drain_deliveries, 1),
    Entry(drain_stuck_deliveries, 60),
    Entry(tidy_up, 3600),
)
