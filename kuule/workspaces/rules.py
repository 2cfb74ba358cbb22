"""Who may do what: roles, the one permission table, and the actor that every write names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

OWNER, MANAGER, ANALYST, FRONTLINE, VIEWER = "owner", "manager", "analyst", "frontline", "viewer"
ROLES = (OWNER, MANAGER, ANALYST, FRONTLINE, VIEWER)

_EVERYONE = frozenset(ROLES)
_RUNS_THE_PROGRAMME = frozenset({OWNER, MANAGER})

PERMISSIONS: Mapping[str, frozenset[str]] = {
    "see_results": _EVERYONE,
    "see_comments": _EVERYONE,
    "see_people": frozenset({OWNER, MANAGER, ANALYST, FRONTLINE}),
    "call_people": frozenset({OWNER, MANAGER, FRONTLINE}),
    "change_people": _RUNS_THE_PROGRAMME,
    "see_surveys": frozenset({OWNER, MANAGER, ANALYST}),
    "change_surveys": _RUNS_THE_PROGRAMME,
    "send_surveys": _RUNS_THE_PROGRAMME,
    "export_answers": frozenset({OWNER, MANAGER, ANALYST}),
    "annotate": frozenset({OWNER, MANAGER, ANALYST}),
    "note_answers": frozenset({OWNER, MANAGER, ANALYST, FRONTLINE}),
    "decide_answers": frozenset({OWNER, MANAGER, ANALYST}),
    "change_themes": frozenset({OWNER, MANAGER, ANALYST}),
    "change_benchmarks": frozenset({OWNER, MANAGER, ANALYST}),
    "certify_figures": frozenset({OWNER, MANAGER, ANALYST}),
    "see_value": frozenset({OWNER, MANAGER, ANALYST, VIEWER}),
    "change_value": frozenset({OWNER, MANAGER, ANALYST}),
    "see_cases": frozenset({OWNER, MANAGER, ANALYST, FRONTLINE}),
    "see_all_cases": frozenset({OWNER, MANAGER, ANALYST}),
    "work_cases": frozenset({OWNER, MANAGER, FRONTLINE}),
    "change_playbooks": _RUNS_THE_PROGRAMME,
    "see_huddles": frozenset({OWNER, MANAGER, ANALYST, FRONTLINE}),
    "run_huddles": frozenset({OWNER, MANAGER, FRONTLINE}),
    "see_improvements": _EVERYONE,
    "change_improvements": frozenset({OWNER, MANAGER, ANALYST}),
    "decide_improvements": _RUNS_THE_PROGRAMME,
    "change_programme": _RUNS_THE_PROGRAMME,
    "publish_figures": _RUNS_THE_PROGRAMME,
    "erase_people": _RUNS_THE_PROGRAMME,
    "see_mailbox": _RUNS_THE_PROGRAMME,
    "see_members": _RUNS_THE_PROGRAMME,
    "change_workspace": frozenset({OWNER}),
    "change_privacy": frozenset({OWNER}),
    "change_members": frozenset({OWNER}),
    "change_keys": frozenset({OWNER}),
    "see_audit": frozenset({OWNER}),
}

# The groups of people that are asked, each with figures of its own, never counted together. Who is in none of the
# others is a customer.
CUSTOMER, STAFF, PARTNER, ATTENDEE, HELPED = "customer", "employee", "partner", "attendee", "helped"
PEOPLE_GROUPS = (CUSTOMER, STAFF, PARTNER, ATTENDEE, HELPED)

# What is done with what is known of people, and the bases that the law knows for it.
SURVEY, FOLLOW_UP, TESTIMONIAL, MARKETING = "survey", "follow_up", "testimonial", "marketing"
PURPOSES = (SURVEY, FOLLOW_UP, TESTIMONIAL, MARKETING)
LEGITIMATE_INTEREST, CONSENT, CONTRACT, NOT_USED = "legitimate_interest", "consent", "contract", "not_used"
LEGAL_BASES = (LEGITIMATE_INTEREST, CONSENT, CONTRACT, NOT_USED)

# The bases that fit each purpose, the usual one first.
FITTING_BASES: Mapping[str, tuple[str, ...]] = {
    SURVEY: (LEGITIMATE_INTEREST, CONTRACT, CONSENT),
    FOLLOW_UP: (LEGITIMATE_INTEREST, CONTRACT, CONSENT, NOT_USED),
    TESTIMONIAL: (CONSENT, NOT_USED),
    MARKETING: (NOT_USED, CONSENT, LEGITIMATE_INTEREST),
}

# The smallest group that an anonymous survey may promise, and the largest that anybody could want.
LEAST_ANONYMOUS, MOST_ANONYMOUS = 5, 50

CHANGEABLE = frozenset(
    {
        "name",
        "language",
        "timezone",
        "quarantine_days",
        "sender_name",
        "sender_email",
        "postal_address",
        "invitation_days",
        "min_n_shown",
        "min_n_anonymous",
        "answers_kept_months",
        "people_kept_months",
    }
)

# Where members land. The pages belong to higher rooms, so their addresses are written out here.
OVERVIEW, TODAY = "/w/{slug}/", "/w/{slug}/today/"

# A mail that belongs to a workspace carries its id in this header: by it the Mailbox knows whose message it keeps.
WORKSPACE_HEADER = "X-Kuule-Workspace"

JOIN_PERIOD = timedelta(days=14)
JOIN_OPEN, JOIN_USED, JOIN_WITHDRAWN, JOIN_EXPIRED = "open", "used", "withdrawn", "expired"

KEY_MARK = "kuule_"
KEY_SHOWN_CHARACTERS = 12

# What a key can be allowed, in the order of its page. Each endpoint of the API needs one of those that name rows.
# `personal` opens names, addresses and comments as they were written; `delighted` the API that is compatible with
# Delighted's, which signs with the key itself, so that a sealed copy of the key is kept.
PERSONAL, DELIGHTED = "personal", "delighted"
SCOPES = (
    "contacts:read",
    "contacts:write",
    "contacts:erase",
    "surveys:read",
    "occurrences:read",
    "occurrences:write",
    "invitations:read",
    "invitations:write",
    "responses:read",
    "responses:write",
    "metrics:read",
    "series:write",
    "money:read",
    "money:write",
    "cases:read",
    "cases:write",
    "initiatives:read",
    "initiatives:write",
    "exports:read",
    "exports:write",
    "webhooks:read",
    "webhooks:write",
    PERSONAL,
    DELIGHTED,
)

# The answer to a request that named itself is given again for so long.
ANSWERS_KEPT = timedelta(hours=24)
# When a key was used last is written down at most this often.
USE_NOTED_EVERY = timedelta(minutes=1)


def is_allowed(role: str, permission: str) -> bool:
    """Tell whether a member role holds a permission. An unknown permission is a mistake in the program: KeyError."""
    return role in PERMISSIONS[permission]


def landing_of(role: str, *, slug: str, has_team: bool) -> str:
    """Return the address where a member lands: where their work is.

    Who looks after customers, alone or with a team, lands on what waits for them today; who runs the programme or reads
    its figures on the overview.
    """
    works_with_customers = role == FRONTLINE or (role == MANAGER and has_team)
    return (TODAY if works_with_customers else OVERVIEW).format(slug=slug)


def join_state(
    *, accepted_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, now: datetime
) -> str:
    """Return what became of an invitation to join: `open`, `used`, `withdrawn` or `expired`."""
    if accepted_at:
        return JOIN_USED
    if withdrawn_at:
        return JOIN_WITHDRAWN
    return JOIN_OPEN if now < expires_at else JOIN_EXPIRED


def key_works(*, revoked_at: datetime | None, expires_at: datetime | None, now: datetime) -> bool:
    """Tell whether an API key opens anything."""
    return revoked_at is None and (expires_at is None or now < expires_at)


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """An act that the rules of the trade do not allow. `code` names the reason; pages word it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


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
