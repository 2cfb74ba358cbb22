"""What can be done to a survey. The door for other rooms."""

from kuule.surveys.services.creating import copy_survey, create_from_starter, import_survey
from kuule.surveys.services.drafts import add_language, change_draft, change_survey, discard_draft, open_draft
from kuule.surveys.services.journey import (
    add_stage,
    begin_journey,
    give_journey,
    move_stage,
    remove_stage,
    rename_stage,
    review_journey,
)
from kuule.surveys.services.publishing import (
    archive_survey,
    bring_survey_back,
    close_survey,
    publish_survey,
    reopen_survey,
)
from kuule.surveys.services.touchpoints import (
    TouchpointSettings,
    add_touchpoint,
    archive_touchpoint,
    bring_touchpoint_back,
    change_touchpoint,
    move_touchpoint,
)

__all__ = [
    "TouchpointSettings",
    "add_language",
    "add_stage",
    "add_touchpoint",
    "archive_survey",
    "archive_touchpoint",
    "begin_journey",
    "bring_survey_back",
    "bring_touchpoint_back",
    "change_draft",
    "change_survey",
    "change_touchpoint",
    "close_survey",
    "copy_survey",
    "create_from_starter",
    "discard_draft",
    "give_journey",
    "import_survey",
    "move_stage",
    "move_touchpoint",
    "open_draft",
    "publish_survey",
    "remove_stage",
    "rename_stage",
    "reopen_survey",
    "review_journey",
]
