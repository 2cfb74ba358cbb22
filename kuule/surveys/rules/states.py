"""What kinds of surveys there are, where each stands, and where it is answered."""

from kuule.workspaces.rules import CUSTOMER, STAFF

RELATIONSHIP, TRANSACTIONAL, EFFORT, SATISFACTION, EMPLOYEE, BELIEF, BLIND = (
    "relationship",
    "transactional",
    "effort",
    "satisfaction",
    "employee",
    "belief",
    "blind",
)
FAMILIES = (RELATIONSHIP, TRANSACTIONAL, EFFORT, SATISFACTION, EMPLOYEE, BELIEF, BLIND)
# Those that only the company's own people answer.
OF_STAFF = (EMPLOYEE, BELIEF)

DRAFT, PUBLISHED, CLOSED = "draft", "published", "closed"
STATES = (DRAFT, PUBLISHED, CLOSED)


def group_measured(family: str, group: str | None) -> str:
    """Return whom a survey asks: employees by definition where its family is theirs, else the group it names."""
    return STAFF if family in OF_STAFF else group or CUSTOMER


def kept_group(family: str, group: str) -> str | None:
    """Return the group that a survey keeps: None where its family or the usual case says it already."""
    return None if group == group_measured(family, None) or family in OF_STAFF else group


def shared_path(slug: str) -> str:
    """Return the path of a survey's shared link. The page itself belongs to `responses`, which lies above."""
    return f"/s/{slug}"
