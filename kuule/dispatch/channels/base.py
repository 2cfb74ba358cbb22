"""What a channel is: it takes a closed envelope and hands it over, or says why it could not."""

from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file that goes with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message to one person, ready to go: plain values, so that a channel never sees a model.

    `sender_address` is "" when the workspace has none of its own. `html` and `stop_url` are "" when there is none;
    `message_id` has its angle brackets. `reference` is a word that only we can make, by which a report about the
    message is recognised. `reply_to` is where answers go, "" for the sender; `answers_to` names the messages of the
    exchange so far, the last of them last. `is_automatic` is False only for what a person wrote.
    """

    workspace_id: int
    sender_name: str
    sender_address: str
    to_address: str
    subject: str
    text: str
    html: str
    stop_url: str
    message_id: str
    reference: str = ""
    reply_to: str = ""
    answers_to: tuple[str, ...] = ()
    is_automatic: bool = True
    files: tuple[EnclosedFile, ...] = ()


class NotHandedOver(Exception):  # noqa: N818 - an outcome that the caller decides about
    """The message was certainly not taken. `is_permanent` says whether trying again is pointless.

    `reason` is a code of `rules` (`refused`, `postponed`, …), `detail` what the other side said.
    """

    def __init__(self, reason: str, detail: str = "", *, is_permanent: bool) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.is_permanent = reason, detail, is_permanent


class OutcomeUnknown(Exception):  # noqa: N818 - an outcome that the caller decides about
    """The message may or may not have been taken: the connection broke after it was given away."""


class NoConnection(Exception):  # noqa: N818 - an outcome that the caller decides about
    """The other side cannot be reached or does not let us in. No message was given away."""


class Channel(Protocol):
    """A way to reach people. One instance serves one batch and keeps its connection."""

    kind: ClassVar[str]

    def open(self) -> None:
        """Make sure that there is a connection. Raises NoConnection."""

    def hand_over(self, envelope: Envelope) -> str:
        """Give one message away; returning means it was taken. Raises NotHandedOver, OutcomeUnknown or NoConnection.

        What is returned is how the other side calls the message, or "".
        """

    def close(self) -> None:
        """Let the connection go. Never raises."""
