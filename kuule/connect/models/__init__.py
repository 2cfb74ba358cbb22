"""What other systems know Kuule by, what is sent to them, and whom alerts tell."""

from kuule.connect.models.alerts import Alert, AlertDelivery, AlertDigest, AlertNews
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
    "Alert",
    "AlertDelivery",
    "AlertDigest",
    "AlertNews",
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
