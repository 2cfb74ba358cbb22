"""Places in a list, as an API hands them out: opaque, and of no meaning to anybody else."""

import base64
import binascii

LONGEST_CURSOR = 200


def cursor_of(*parts: object) -> str:
    """Return a place that is told by these parts."""
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode().rstrip("=")


def parts_of(cursor: str) -> tuple[str, ...] | None:
    """Return the parts that tell a place, or None for what is no cursor."""
    if len(cursor) > LONGEST_CURSOR or not cursor.isascii():
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return tuple(text.split("|"))
