"""A screen that stands somewhere, for whoever comes by."""

from dataclasses import dataclass

from kuule.dispatch.rules.collectors.base import CollectorKind, Settings

LEAST_IDLE, MOST_IDLE = 10, 300


@dataclass(frozen=True, slots=True)
class KioskSettings(Settings):
    """How long a screen that nobody touches waits before it returns to the start, in seconds."""

    idle_seconds: int = 40


KIOSK = CollectorKind("kiosk", "k", KioskSettings, plain="/plain")
