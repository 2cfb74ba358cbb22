"""Who may do what: roles, the one permission table, and the actor that every write names."""

from collections.abc import Mapping
from dataclasses import dataclass

OWNER, MANAGER, ANALYST, FRONTLINE, VIEWER = "owner", "manager", "analyst", "frontline", "viewer"
ROLES = (OWNER, MANAGER, ANALYST, FRONTLINE, VIEWER)

_EVERYONE = frozenset(ROLES)
_RUNS_THE_PROGRAMME = frozenset({OWNER, MANAGER})

PERMISSIONS: Mapping[str, frozenset[str]] = {
    "see_results": _EVERYONE,
    "see_comments": _EVERYONE,
    "see_people": frozenset({OWNER, MANAGER, ANALYST, FRONTLINE}),
    "change_people": _RUNS_THE_PROGRAMME,
    "see_surveys": frozenset({OWNER, MANAGER, ANALYST}),
    "send_surveys": _RUNS_THE_PROGRAMME,
    "see_mailbox": _RUNS_THE_PROGRAMME,
    "see_members": _RUNS_THE_PROGRAMME,
    "change_workspace": frozenset({OWNER}),
    "change_members": frozenset({OWNER}),
    "change_keys": frozenset({OWNER}),
    "see_audit": frozenset({OWNER}),
}


def is_allowed(role: str, permission: str) -> bool:
    """Tell whether a member role holds a permission. An unknown permission is a mistake in the program: KeyError."""
    return role in PERMISSIONS[permission]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a signed-in user, an API key, a respondent, or Kuule itself."""

    kind: str
    id: int | None = None

    @classmethod
    def user(cls, user_id: int) -> "Actor":
        """Return the actor for a signed-in person."""
        return cls("user", user_id)

    @classmethod
    def key(cls, key_id: int) -> "Actor":
        """Return the actor for an API key."""
        return cls("key", key_id)


SYSTEM = Actor("system")
RESPONDENT = Actor("respondent")
