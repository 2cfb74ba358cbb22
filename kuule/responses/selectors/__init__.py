"""What can be read about answers. The door for other rooms."""

from kuule.responses.selectors.clicks import Clicks, EarlierClicks, clicks_of, earlier_clicks
from kuule.responses.selectors.collected import CollectorLine, lines_of, link_by_collector, version_in_use
from kuule.responses.selectors.links import (
    AnswerLink,
    answer_by,
    given_answer,
    given_values,
    link_as_shown,
    link_by_slug,
    link_by_token,
)
from kuule.responses.selectors.persons_asked import person_asked, person_behind
from kuule.responses.selectors.reviews import (
    OpenReview,
    against,
    count_of_open_reviews,
    moving_reviews,
    not_counted,
    note_of,
    notes_on,
    open_reviews,
    review_of,
    reviews_about,
)

__all__ = [
    "AnswerLink",
    "Clicks",
    "CollectorLine",
    "EarlierClicks",
    "OpenReview",
    "against",
    "answer_by",
    "clicks_of",
    "count_of_open_reviews",
    "earlier_clicks",
    "given_answer",
    "given_values",
    "lines_of",
    "link_as_shown",
    "link_by_collector",
    "link_by_slug",
    "link_by_token",
    "moving_reviews",
    "not_counted",
    "note_of",
    "notes_on",
    "open_reviews",
    "person_asked",
    "person_behind",
    "review_of",
    "reviews_about",
    "version_in_use",
]
