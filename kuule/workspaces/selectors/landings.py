"""Where members land: where their work is."""

from collections.abc import Callable

from kuule.workspaces.models import Member
from kuule.workspaces.rules import landing_of

# Tells whether a member looks after customers of their own: higher rooms know them.
HasCustomers = Callable[[Member], bool]
_ASKED: list[HasCustomers] = []


def register_customers(asked: HasCustomers) -> None:
    """Let a room say which members have customers of their own; called once by its `apps.py`."""
    _ASKED.append(asked)


def landing(member: Member) -> str:
    """Return the address where a member lands."""
    return landing_of(
        member.role,
        slug=member.workspace.slug,
        has_team=bool(member.teams.all()),
        has_customers=any(asked(member) for asked in _ASKED),
    )
