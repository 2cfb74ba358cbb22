"""What kinds of surveys there are, where each stands, and where it is answered."""

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

DRAFT, PUBLISHED, CLOSED = "draft", "published", "closed"
STATES = (DRAFT, PUBLISHED, CLOSED)


def shared_path(slug: str) -> str:
    """Return the path of a survey's shared link. The page itself belongs to `responses`, which lies above."""
    return f"/s/{slug}"
