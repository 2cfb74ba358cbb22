"""What kinds of surveys there are, where each stands, and where it is answered."""

from kuule.workspaces.rules import CUSTOMER, STAFF

RELATIONSHIP, TRANSACTIONAL, EFFORT, SATISFACTION, EMPLOYEE = (
    "relationship",
    "transactional",
    "effort",
    "satisfaction",
    "employee",
)
FAMILIES = (RELATIONSHIP, TRANSACTIONAL, EFFORT, SATISFACTION, EMPLOYEE)

DRAFT, PUBLISHED, CLOSED = "draft", "published", "closed"
STATES = (DRAFT, PUBLISHED, CLOSED)


def group_measured(family: str, group: str | None) -> str:
    """Return whom a survey asks: employees by definition where it is about working here, else the group it names."""
    return STAFF if family == EMPLOYEE else group or CUSTOMER


def kept_group(family: str, group: str) -> str | None:
    """Return the group that a survey keeps: None where its family or the usual case says it already."""
    return None if group == group_measured(family, None) or family == EMPLOYEE else group


def shared_path(slug: str) -> str:
    """Return the path of a survey's shared link. The page itself belongs to `responses`, which lies above."""
    return f"/s/{slug}"
