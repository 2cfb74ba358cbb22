"""How the letters of this room read. A new purpose is one file here and one line in the list."""

from collections.abc import Mapping

from kuule.act.wordings.base import Button, PlainWording, Said, Wording
from kuule.act.wordings.new_case import NewCaseWording

__all__ = ["WORDINGS", "Button", "PlainWording", "Said", "Wording", "wording_for"]

_ALL: tuple[Wording, ...] = (NewCaseWording(),)
WORDINGS: Mapping[str, Wording] = {each.purpose: each for each in _ALL}


def wording_for(purpose: str) -> Wording:
    """Return how letters of a purpose read. Raises KeyError for a purpose that nobody has worded."""
    return WORDINGS[purpose]
