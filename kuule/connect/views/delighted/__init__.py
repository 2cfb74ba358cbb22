"""The API that is compatible with Delighted's: existing programs change their base address and their key."""

from kuule.connect.views.delighted.answers import ANSWER, ANSWERS, METRICS
from kuule.connect.views.delighted.autopilot import AUTOPILOT, MEMBERS
from kuule.connect.views.delighted.entry import endpoint
from kuule.connect.views.delighted.people import PENDING, PEOPLE, PERSON
from kuule.connect.views.delighted.stops import BOUNCES, UNSUBSCRIBES

__all__ = [
    "ANSWER",
    "ANSWERS",
    "AUTOPILOT",
    "BOUNCES",
    "MEMBERS",
    "METRICS",
    "PENDING",
    "PEOPLE",
    "PERSON",
    "UNSUBSCRIBES",
    "endpoint",
]
