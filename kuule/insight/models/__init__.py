"""What this room keeps of its own: what the company believes, notes and certifies, and what comments say."""

from kuule.insight.models.company import (
    Annotation,
    Benchmark,
    Certificate,
    Guess,
    GuessMail,
    GuessPlan,
    SavedView,
    Series,
    SeriesPoint,
)
from kuule.insight.models.readings import CommentReading, CommentVector, TextModel, UrgentPhrases
from kuule.insight.models.themes import Theme, ThemeLabel, ThemeSuggestion, WordingConsent

__all__ = [
    "Annotation",
    "Benchmark",
    "Certificate",
    "CommentReading",
    "CommentVector",
    "Guess",
    "GuessMail",
    "GuessPlan",
    "SavedView",
    "Series",
    "SeriesPoint",
    "TextModel",
    "Theme",
    "ThemeLabel",
    "ThemeSuggestion",
    "UrgentPhrases",
    "WordingConsent",
]
