"""The API that is compatible with Delighted's: existing programs change their base address and their key."""

from kuule.connect.views.delighted.answers import ANSWER, ANSWERS, METRICS
from kuule.connect.views.delighted.autopilot import AUTOPILOT, MEMBERS
from kuule.connect.views.delighted.entry import endpoint
from kuule.connect.views.delighted.people import PEOPLE, PENDING, PERSON
from kuule.connect.views.delighted.stops import BOUNCES, UNSUBSCRIBES

__all__ = [
    "ANSWER",
    "ANSWERS",
    "AUTOPILOT",
    "BOUNCES",
    "MEMBERS",
    "METRICS",
    "PEOPLE",
    "PENDING",
    "PERSON",
    "UNSUBSCRIBES",
    "endpoint",
]
