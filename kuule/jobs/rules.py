"""The life of a job: a draft waits for a person, a waiting one for a worker."""

DRAFT, WAITING, RUNNING, DONE, FAILED, CANCELLED = "draft", "waiting", "running", "done", "failed", "cancelled"
STATES = (DRAFT, WAITING, RUNNING, DONE, FAILED, CANCELLED)
OPEN_STATES = (DRAFT, WAITING, RUNNING)

# A job that brings down its worker this often is broken itself.
MAX_ATTEMPTS = 5


def percent_done(done: int, total: int | None) -> int | None:
    """Return how much of a job is done, 0–100, or None when nobody knows how much there is."""
    return min(100, done * 100 // total) if total else None
