"""What can be done to a survey. The door for other rooms."""

from kuule.surveys.services.creating import copy_survey, create_from_starter, import_survey
from kuule.surveys.services.drafts import add_language, change_draft, change_survey, discard_draft, open_draft
from kuule.surveys.services.publishing import (
    archive_survey,
    bring_survey_back,
    close_survey,
    publish_survey,
    reopen_survey,
)

__all__ = [
    "add_language",
    "archive_survey",
    "bring_survey_back",
    "change_draft",
    "change_survey",
    "close_survey",
    "copy_survey",
    "create_from_starter",
    "discard_draft",
    "import_survey",
    "open_draft",
    "publish_survey",
    "reopen_survey",
]
