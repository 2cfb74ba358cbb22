"""How we ask: programmes and waves, limits, the decision about each person, and every handover to a channel."""

from kuule.dispatch.models.care import CareAct, CarePlan, CareRun
from kuule.dispatch.models.chats import ChatAlert, ChatRoom
from kuule.dispatch.models.collectors import Collector
from kuule.dispatch.models.coverage import CoverageSettings, SilenceAlert
from kuule.dispatch.models.deliveries import Delivery, DeliveryEvent, MailboxMessage
from kuule.dispatch.models.limits import AskDecision, AskHold, AskLimit, Exclusion, FamilyPriority
from kuule.dispatch.models.occurrences import InboundHook, Occurrence
from kuule.dispatch.models.programmes import Programme, Turn
from kuule.dispatch.models.sending_domains import SendingDomain
from kuule.dispatch.models.waves import Invitation, Wave

__all__ = [
    "AskDecision",
    "AskHold",
    "AskLimit",
    "CareAct",
    "CarePlan",
    "CareRun",
    "ChatAlert",
    "ChatRoom",
    "Collector",
    "CoverageSettings",
    "Delivery",
    "DeliveryEvent",
    "Exclusion",
    "FamilyPriority",
    "InboundHook",
    "Invitation",
    "MailboxMessage",
    "Occurrence",
    "Programme",
    "SendingDomain",
    "SilenceAlert",
    "Turn",
    "Wave",
]
