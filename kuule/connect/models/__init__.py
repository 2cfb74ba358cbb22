"""What other systems know Kuule by, and what is sent to them."""

from kuule.connect.models.outgoing import (
    AnswerTelling,
    CaseTelling,
    InitiativeTelling,
    InvitationTelling,
    StopTelling,
    ToldAnswer,
    ToldThing,
    Webhook,
    WebhookAttempt,
    WebhookMessage,
)
from kuule.connect.models.projects import AskedElsewhere, Autopilot, Membership, Project, ProjectKey

__all__ = [
    "AnswerTelling",
    "AskedElsewhere",
    "Autopilot",
    "CaseTelling",
    "InitiativeTelling",
    "InvitationTelling",
    "Membership",
    "Project",
    "ProjectKey",
    "StopTelling",
    "ToldAnswer",
    "ToldThing",
    "Webhook",
    "WebhookAttempt",
    "WebhookMessage",
]
