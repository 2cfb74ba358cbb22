"""What is told to other systems as it happens: the events by name, and which of them a change gives rise to."""

from dataclasses import dataclass

RESPONSE_RECEIVED, RESPONSE_AMENDED = "response.received", "response.amended"
INVITATION_HELD_BACK = "invitation.held_back"
CONTACT_UNSUBSCRIBED, CONTACT_BOUNCED = "contact.unsubscribed", "contact.bounced"
CASE_OPENED, CASE_CHANGED, CASE_CLOSED = "case.opened", "case.changed", "case.closed"
INITIATIVE_DONE = "initiative.done"

EVENTS = (
    RESPONSE_RECEIVED,
    RESPONSE_AMENDED,
    INVITATION_HELD_BACK,
    CONTACT_UNSUBSCRIBED,
    CONTACT_BOUNCED,
    CASE_OPENED,
    CASE_CHANGED,
    CASE_CLOSED,
    INITIATIVE_DONE,
)
# What an API key needs to read what an event tells, by the kind of thing that its name begins with.
_SCOPES = {
    "response": "responses:read",
    "invitation": "invitations:read",
    "contact": "contacts:read",
    "case": "cases:read",
    "initiative": "initiatives:read",
}
# Sent by a touch, to see whether an address works; whoever is sent anything gets it.
TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Life:
    """The events in the life of a thing: it begins, changes, is over. "" where nothing is told of it."""

    begins: str = ""
    changes: str = ""
    ends: str = ""

    @property
    def events(self) -> frozenset[str]:
        """Return those that are told."""
        return frozenset(each for each in (self.begins, self.changes, self.ends) if each)


RESPONSE = Life(RESPONSE_RECEIVED, RESPONSE_AMENDED)
INVITATION = Life(ends=INVITATION_HELD_BACK)
CASE = Life(CASE_OPENED, CASE_CHANGED, CASE_CLOSED)
INITIATIVE = Life(ends=INITIATIVE_DONE)


def scope_of(event: str) -> str:
    """Return the scope with which a program may read what an event tells."""
    return _SCOPES[event.partition(".")[0]]


def events_now(life: Life, *, is_known: bool, was_over: bool, is_over: bool, has_changed: bool) -> tuple[str, ...]:
    """Return the events to tell of a thing as it stands now, in their order.

    `is_known`: it was told of, or was there before anybody wanted to hear; `was_over`: so it was over then already.
    """
    if not is_known:
        found: tuple[str, ...] = (life.begins, life.ends if is_over else "")
    elif is_over and not was_over:
        found = (life.ends,)
    else:
        found = (life.changes if has_changed else "",)
    return tuple(each for each in found if each)
