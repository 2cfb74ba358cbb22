"""What can be done about asking: the acts that other rooms, pages and drains call."""

from kuule.dispatch.services.handover import (
    declare_uncertain,
    hand_over,
    postpone_delivery,
    rest_deliveries,
)
from kuule.dispatch.services.invitations import mark_answered, stop_asking
from kuule.dispatch.services.letters import letter_to, sample_letter
from kuule.dispatch.services.waves import cancel_wave, finish_waves, plan_wave, schedule_wave

__all__ = [
    "cancel_wave",
    "declare_uncertain",
    "finish_waves",
    "hand_over",
    "letter_to",
    "mark_answered",
    "plan_wave",
    "postpone_delivery",
    "rest_deliveries",
    "sample_letter",
    "schedule_wave",
    "stop_asking",
]
