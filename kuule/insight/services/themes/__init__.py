"""What people do about themes: begin with a set, make and change them, say which labels are right."""

from kuule.insight.services.themes.joining import merge_themes, split_theme
from kuule.insight.services.themes.making import (
    ThemeSettings,
    archive_theme,
    change_theme,
    make_theme,
    restore_theme,
    start_from_set,
)
from kuule.insight.services.themes.phrases import reset_urgent_phrases, set_urgent_phrases
from kuule.insight.services.themes.suggesting import dismiss_suggestion, look_for_themes, take_suggestion
from kuule.insight.services.themes.verdicts import add_label, decide_label, undo_decision
from kuule.insight.services.themes.wanting import label_again, learn_all_again, place_comments, read_again

__all__ = [
    "ThemeSettings",
    "add_label",
    "archive_theme",
    "change_theme",
    "decide_label",
    "dismiss_suggestion",
    "label_again",
    "learn_all_again",
    "look_for_themes",
    "make_theme",
    "merge_themes",
    "place_comments",
    "read_again",
    "reset_urgent_phrases",
    "restore_theme",
    "set_urgent_phrases",
    "split_theme",
    "start_from_set",
    "take_suggestion",
    "undo_decision",
]
