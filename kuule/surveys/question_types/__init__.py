"""The types of questions. A new one is a file here and a line in this list."""

from collections.abc import Mapping

from kuule.surveys.question_types.base import QuestionType
from kuule.surveys.question_types.choice import CHOICE
from kuule.surveys.question_types.choices import CHOICES
from kuule.surveys.question_types.nps import NPS
from kuule.surveys.question_types.rating import RATING
from kuule.surveys.question_types.text import TEXT

QUESTION_TYPES: Mapping[str, QuestionType] = {kind.key: kind for kind in (NPS, RATING, TEXT, CHOICE, CHOICES)}
