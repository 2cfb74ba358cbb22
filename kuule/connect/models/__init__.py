"""What other systems know Kuule by, and what is sent to them."""

from kuule.connect.models.outgoing import (
    AnswerTelling,
    StopTelling,
    ToldAnswer,
    Webhook,
    WebhookAttempt,
    WebhookMessage,
)
from kuule.connect.models.projects import AskedElsewhere, Autopilot, Membership, Project, ProjectKey

__all__ = [
    "AnswerTelling",
    "AskedElsewhere",
    "Autopilot",
    "Membership",
    "Project",
    "ProjectKey",
    "StopTelling",
    "ToldAnswer",
    "Webhook",
    "WebhookAttempt",
    "WebhookMessage",
]
