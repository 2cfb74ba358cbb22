"""The drains of this room: each takes some rows that are due and does one act for each."""

from kuule.act.tasks.cases import drain_cases, drain_reminders_of_cases, drain_silent_contacts
from kuule.act.tasks.huddles import drain_huddles, drain_promises, drain_pulses
from kuule.act.tasks.letters import drain_automatic_letters, drain_letters, drain_replies, drain_stuck_letters
from kuule.act.tasks.programme import drain_goal_points, drain_health
from kuule.act.tasks.tellings import drain_tellings

__all__ = [
    "drain_automatic_letters",
    "drain_cases",
    "drain_goal_points",
    "drain_health",
    "drain_huddles",
    "drain_letters",
    "drain_promises",
    "drain_pulses",
    "drain_reminders_of_cases",
    "drain_replies",
    "drain_silent_contacts",
    "drain_stuck_letters",
    "drain_tellings",
]
