"""The answers that a query means."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from kuule.contacts.query import ROLE_KEY
from kuule.dispatch.rules.collectors import HANDED_OUT
from kuule.insight.query import ACCOUNT, CHANNEL, NONE, PROPERTY, ROLE, SURVEY, TEAM, THEME, TOUCHPOINT, Query
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.anonymity import VERSION, Openness, openness, why_hidden
from kuule.insight.selectors.first_answers import first_answered
from kuule.insight.selectors.groups import surveys_in_group
from kuule.insight.selectors.properties import ROWS, role_was, row_is, row_is_not, snapshot_is, snapshot_is_not
from kuule.insight.selectors.theme_conditions import not_of_theme, said_in_words
from kuule.insight.selectors.touchpoints import of_touchpoints
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.responses.selectors.words import answers_with

# The surveys of a family by their ids, and whether they are anonymous.
Surveys = Mapping[int, bool]


def responses_matching(
    query: Query,
    *,
    among: Surveys | None = None,
    verdicts: Sequence[str] = (PERSON,),
    for_words: bool = False,
    version_id: int | None = None,
    whole: bool = False,
) -> QuerySet[Response]:
    """Return the answers that a query means, without an order: of its workspace and its family of surveys alone.

    `among` is what `surveys_of` gave, for whoever asks about the same family more than once. Only answers of persons
    count; `verdicts` is for whoever looks at the others.

    There are none where they would tell of a group smaller than an anonymous survey promised: `hidden_reason` says why.
    `for_words` asks for what may be read, not only counted; `version_id` for the answers to one wording.

    Answers by channels that staff hand out (a code, a screen, a member's link) are read with the others, but never
    pooled with them into one figure: they are counted where the query names their channel or cuts by it, or where
    somebody asks for the `whole` of them.
    """
    family = surveys_of(query) if among is None else among
    # The ids stand in the statement: with a subquery the planner would not walk the index by survey.
    surveys = surveys_asked(query, family)
    found = _in_workspace(query).filter(survey_id__in=surveys, verdict__in=verdicts)
    found = found.filter(_when(query), _who(query), _what(query), _not_of(query))
    found = found.filter(version_id=version_id) if version_id else found
    if not (for_words or whole or query.channel or query.by == CHANNEL):
        found = found.exclude(channel__in=HANDED_OUT)
    opened = openness_for(query, among=family, for_words=for_words)
    if opened is None:
        return found
    is_closed = bool(version_id) and not opened.is_open(VERSION, str(version_id))
    return found.none() if is_closed or why_hidden(query, opened) else _told(found, query, opened, for_words=for_words)


def hidden_reason(query: Query, *, among: Surveys, for_words: bool = False) -> str:
    """Return why the answers that a query means are not shown, as a code of `anonymity`, or ""."""
    opened = openness_for(query, among=among, for_words=for_words)
    return "" if opened is None else why_hidden(query, opened)


def openness_for(query: Query, *, among: Surveys, for_words: bool = False) -> Openness | None:
    """Return what may be told of the anonymous answers that a query means, or None where it means none."""
    anonymous = [survey for survey, is_anonymous in among.items() if is_anonymous]
    if not set(anonymous) & set(surveys_asked(query, among)):
        return None
    # All of them together, also where one is asked for: what is shown of one is taken from what is shown of all.
    return openness(query, anonymous, for_words=for_words or query.is_about_words or query.by == THEME)


def surveys_of(query: Query) -> Surveys:
    """Return the surveys of a query's family and group by their ids, and whether they are anonymous."""
    return surveys_in_group(query)


def surveys_asked(query: Query, family: Surveys) -> list[int]:
    """Return the surveys of a family that a query counts: the one it names, else those that are not anonymous.

    Anonymous answers and named ones are never counted together. A family with anonymous surveys alone is counted.
    A touchpoint names the survey that it asks with.
    """
    if query.survey_id is not None:
        found = [query.survey_id] if query.survey_id in family else []
    else:
        named = [] if query.touchpoint_id else [survey for survey, is_anonymous in family.items() if not is_anonymous]
        found = named or list(family)
    return of_touchpoints(query, found)


def _told(found: QuerySet[Response], query: Query, opened: Openness, *, for_words: bool) -> QuerySet[Response]:
    told = found.filter(answered_at__lt=opened.cut, verdict=PERSON)
    asks_what_was_said = query.group or query.score is not None or query.is_about_words
    if asks_what_was_said and not for_words and 0 < told.count() < opened.least:
        return found.none()
    return told


def _in_workspace(query: Query) -> QuerySet[Response]:
    if query.search:
        return answers_with(query.search, workspace_id=query.workspace_id)
    return Response.objects.filter(workspace_id=query.workspace_id)


def _when(query: Query) -> Q:
    condition = Q()
    if query.since:
        condition &= Q(answered_at__gte=query.since)
    if query.until:
        condition &= Q(answered_at__lt=query.until)
    return condition


def _who(query: Query) -> Q:
    condition = row_is(ACCOUNT, query.account_id) & row_is(TEAM, query.team_id) & first_answered(query)
    if query.role:
        condition &= role_was(query.role)
    for key, value in query.properties:
        condition &= snapshot_is(key, value)
    return condition


def _what(query: Query) -> Q:
    condition = said_in_words(query)
    if query.group:
        scores = GROUPS[query.group]
        condition &= Q(score__gte=scores[0], score__lte=scores[-1])
    if query.score is not None:
        condition &= Q(score=query.score)
    if query.language:
        condition &= Q(language=query.language)
    if query.channel:
        condition &= Q(channel=query.channel)
    if query.only_comments:
        condition &= ~Q(verbatim="")
    return condition


def _not_of(query: Query) -> Q:
    by, segment = query.rest_of or ("", "")
    if by == TOUCHPOINT:
        return Q()  # the surveys that are asked are those of all others
    if by in ROWS:
        return row_is_not(by, segment)
    if by == THEME:
        return not_of_theme(segment)
    if by == SURVEY:
        return ~Q(survey_id=int(segment))
    if by == ROLE:
        return snapshot_is_not(ROLE_KEY, "" if segment == NONE else segment)
    if by.startswith(PROPERTY):
        return snapshot_is_not(by.removeprefix(PROPERTY), segment)
    return ~Q(**{by: segment}) if by else Q()
