"""What can be read about surveys. The door for other rooms."""

from kuule.surveys.selectors.starters import (
    STARTERS,
    Starter,
    anonymous_texts,
    known_parts,
    known_translation,
    named_texts,
    starter_survey,
    starting_texts,
)
from kuule.surveys.selectors.surveys import (
    archived_surveys,
    content_of,
    draft_version,
    newest_version,
    published_version,
    published_version_by_number,
    survey_of,
    surveys_of,
    version_by_slug,
    versions_of,
)
from kuule.surveys.selectors.wording import unread_parts, wording_of, wording_of_strangers

__all__ = [
    "STARTERS",
    "Starter",
    "anonymous_texts",
    "archived_surveys",
    "content_of",
    "draft_version",
    "known_parts",
    "known_translation",
    "named_texts",
    "newest_version",
    "published_version",
    "published_version_by_number",
    "starter_survey",
    "starting_texts",
    "survey_of",
    "surveys_of",
    "unread_parts",
    "version_by_slug",
    "versions_of",
    "wording_of",
    "wording_of_strangers",
]
