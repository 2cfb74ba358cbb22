"""The types of questions. A new one is a file here and a line in this list."""

from collections.abc import Mapping

from kuule.surveys.question_types import choice, nps, text
from kuule.surveys.question_types.base import Parse

QUESTION_TYPES: Mapping[str, Parse] = {kind.KEY: kind.parse for kind in (nps, text, choice)}
