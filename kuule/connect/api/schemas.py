"""What the API takes and gives of webhooks, as its description shows it."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from kuule.connect.rules.outgoing import LONGEST_NAME
from kuule.lib.outbound import LONGEST_URL

_PERSONAL = "With names, addresses and comments. Only a key with the scope `personal` can ask for it."


class WebhookIn(Schema):
    """An address that is to be told what happens."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    url: str = Field(min_length=1, max_length=LONGEST_URL)
    events: list[str] = Field(
        min_length=1,
        max_length=50,
        description="Names of events, as the guide lists them. The key needs the scope to read what they tell.",
    )
    shows_personal: bool = Field(False, description=_PERSONAL)


class WebhookChange(Schema):
    """What is to change of a webhook; what is left out stays. `is_paused` stops it for now, or lets it go on."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=LONGEST_NAME)
    url: str | None = Field(None, min_length=1, max_length=LONGEST_URL)
    events: list[str] | None = Field(None, min_length=1, max_length=50)
    shows_personal: bool | None = Field(None, description=_PERSONAL)
    is_paused: bool | None = None


class WebhookOut(Schema):
    """A webhook: where it leads and how it stands. `failing_since` is null while the address takes messages."""

    id: int
    name: str
    url: str
    events: list[str]
    shows_personal: bool
    created_at: datetime
    is_paused: bool
    failing_since: datetime | None
    waiting: int = Field(description="Messages that wait.")
    given_up: int = Field(description="Messages that were not taken in the end.")


class WebhookWithSecret(WebhookOut):
    """A webhook with its new secret, which is not shown again."""

    secret: str


class WebhookList(Schema):
    """Every webhook that is sent to, the newest first."""

    webhooks: list[WebhookOut]


class AttemptOut(Schema):
    """One time that a message was sent: the status and the beginning of the answer, or what went wrong."""

    at: datetime
    status: int | None
    trouble: str
    milliseconds: int
    answer: str


class WebhookMessageOut(Schema):
    """A message; `event_id` is its `webhook-id`, the same however often it is sent."""

    id: int
    event: str
    event_id: str
    about: str
    state: Literal["due", "delivered", "given_up"]
    created_at: datetime
    due_at: datetime
    attempts: list[AttemptOut]


class WebhookMessagePage(Schema):
    """Some messages, the newest first, and where the next begin; null at the end."""

    messages: list[WebhookMessageOut]
    next_cursor: str | None


class SentAgain(Schema):
    """How many messages are sent once more."""

    messages: int
