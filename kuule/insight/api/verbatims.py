"""What people wrote, with what was read out of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ninja import Field, Query, Schema

from kuule.contacts.selectors.naming import names_among
from kuule.insight.api.asking import Asked, QuestionIn, read
from kuule.insight.api.router import router
from kuule.insight.query import ALL_TIME
from kuule.insight.selectors.labels import Marks, marks_of
from kuule.insight.selectors.responses import answers_behind
from kuule.insight.services.comments.reader import MARKS
from kuule.insight.templatetags.comments import unmarked
from kuule.lib.places import Place
from kuule.responses.models import Response
from kuule.text.masking import masked, personal_spans
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, page_of, place_asked
from kuule.workspaces.rules import PERSONAL


class ThemeNamed(Schema):
    """A theme that a comment speaks of, and how probable that is."""

    id: int
    name: str
    probability: float | None


class VerbatimOut(Schema):
    """A comment with its score.

    Without the scope `personal` it is masked, the names of its own person and account as well, and null until it was
    read.
    """

    response: int
    survey: int
    answered_at: datetime
    score: int
    comment: str | None
    is_masked: bool
    language: str
    account: int | None
    contact: int | None
    themes: list[ThemeNamed]
    sentiment: str
    urgency: list[str] = Field(description="Why somebody should look at once, as codes.")


class VerbatimPage(Asked):
    """Some comments, the newest first, and where the next begin; null at the end."""

    verbatims: list[VerbatimOut]
    next_cursor: str | None


@router.get("/verbatims", response=VerbatimPage, summary="List comments with their themes", tags=["verbatims"])
@endpoint("responses:read")
def list_verbatims(
    request: KeyRequest, question: Query[QuestionIn], cursor: Cursor = "", limit: Limit = 100
) -> VerbatimPage:
    """Return the comments of the answers that the query means, those of all time where it names none."""
    found = read(request, question, period=ALL_TIME, for_words=True)
    if found.hidden:
        return VerbatimPage(**found.asked, verbatims=[], next_cursor=None)
    query = found.query.asking(only_comments=True)
    rows = answers_behind(query, place=place_asked(request, cursor), limit=limit + 1)
    page, more = page_of(request, rows, limit=limit, place=lambda each: Place(each.answered_at, each.pk))
    marks = marks_of(request.workspace, responses=[each.pk for each in page])
    if request.may(PERSONAL):
        comments: Mapping[int, str | None] = {each.pk: each.verbatim for each in page}
    else:
        comments = _masked_comments(request, page, marks)
    shown = [_shown(each, marks, comments[each.pk], is_masked=not request.may(PERSONAL)) for each in page]
    return VerbatimPage(**found.asked, verbatims=shown, next_cursor=more)


def _masked_comments(
    request: KeyRequest, page: Sequence[Response], marks: Mapping[int, Marks]
) -> dict[int, str | None]:
    people, accounts = names_among(
        request.workspace,
        contacts=[each.contact_id for each in page if each.contact_id],
        accounts=[each.account_id for each in page if each.account_id],
    )
    names = {each.pk: [people.get(each.contact_id or 0, ""), accounts.get(each.account_id or 0, "")] for each in page}
    return {
        each.pk: _without(names[each.pk], unmarked(marks[each.pk].reading.masked)) if each.pk in marks else None
        for each in page
    }


def _without(names: Sequence[str], text: str) -> str:
    return unmarked(masked(text, personal_spans(text, names=names), MARKS))


def _shown(row: Response, marks: Mapping[int, Marks], comment: str | None, *, is_masked: bool) -> VerbatimOut:
    said = marks.get(row.pk)
    return VerbatimOut(
        response=row.pk,
        survey=row.survey_id,
        answered_at=row.answered_at,
        score=row.score,
        comment=comment,
        is_masked=is_masked,
        language=row.language,
        account=row.account_id,
        contact=row.contact_id,
        themes=[
            ThemeNamed(id=each.theme_id, name=str(each.theme), probability=each.probability)
            for each in (said.labels if said else ())
        ],
        sentiment=said.sentiment if said else "",
        urgency=said.reading.urgency.split() if said else [],
    )
