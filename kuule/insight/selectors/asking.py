"""The question to the analytics engine that counts the same answers as `responses_matching` finds."""

from datetime import datetime

from kuule.contacts.query import ROLE_KEY
from kuule.dispatch.rules.collectors import HANDED_OUT
from kuule.insight.engine.shapes import (
    AMONG,
    AT_LEAST,
    BELOW,
    DAY,
    GROUPS,
    IS,
    IS_NONE,
    IS_NOT,
    IS_SOME,
    MOMENT,
    NOT_AMONG,
    PROPERTY,
    Asking,
)
from kuule.insight.engine.times import day_number, micros
from kuule.insight.query import ACCOUNT, CHANNEL, NONE, ROLE, SURVEY, TEAM, THEME, TOUCHPOINT, Query
from kuule.insight.query import PROPERTY as PREFIX
from kuule.insight.query.periods import day_of, day_start
from kuule.insight.rules import GROUPS as SCORES_OF
from kuule.insight.rules.themes import ANY, NO_THEME, SENTIMENT_KEY, THEME_KEY, URGENT_KEY
from kuule.insight.selectors.anonymity import why_hidden
from kuule.insight.selectors.matching import Surveys, openness_for, surveys_asked

# How the copy calls the dimensions that are no properties; a touchpoint is known by the survey that it asks with.
COLUMNS = {ACCOUNT: "account_id", TEAM: "team_id", SURVEY: "survey_id", TOUCHPOINT: "survey_id"}


def asking(query: Query, *, among: Surveys, counts: str = GROUPS) -> Asking | None:
    """Return the question for the answers that a query means, or None where the database itself has to be asked.

    It is where words are searched, and where an anonymous survey hides what was asked for.
    """
    surveys = surveys_asked(query, among)
    opened = openness_for(query, among=among)
    asks_what_was_said = query.group or query.score is not None or query.is_about_words
    if not surveys or query.search or (opened and (asks_what_was_said or why_hidden(query, opened))):
        return None
    asked = Asking(counts).where("workspace_id", IS, query.workspace_id).where("survey_id", AMONG, *sorted(surveys))
    _when(asked, query, opened.cut if opened else None)
    _who(asked, query)
    _what(asked, query)
    _said(asked, query)
    _not_of(asked, query)
    return asked


def cut_by(asked: Asking, query: Query) -> Asking:
    """Cut by the dimension of the query; of a property only the answers that have it are counted."""
    if query.by_property:
        return asked.cut(PROPERTY, query.by_property)
    if query.by == THEME:
        return asked.cut(PROPERTY, THEME_KEY)
    return asked.cut(PROPERTY, ROLE_KEY) if query.by == ROLE else asked.cut(COLUMNS.get(query.by, query.by))


def is_by_property(query: Query) -> bool:
    """Tell whether the query cuts by something that not every answer has."""
    return bool(query.by_property) or query.by == ROLE


def only_read(asked: Asking) -> Asking:
    """Ask for answers alone whose comment was read."""
    return asked.where(PROPERTY, IS_SOME, key=THEME_KEY)


def at_moment(asked: Asking, test: str, moment: datetime, query: Query) -> None:
    """Ask for answers from or before a moment: by their day, which is quicker, where a day begins then."""
    day = day_of(moment, query.zone)
    if day_start(day, query.zone) == moment:
        asked.where(DAY, test, day_number(day))
    else:
        asked.where(MOMENT, test, micros(moment))


def _when(asked: Asking, query: Query, cut: datetime | None) -> None:
    if query.since:
        at_moment(asked, AT_LEAST, query.since, query)
    for until in filter(None, (query.until, cut)):
        at_moment(asked, BELOW, until, query)


def _who(asked: Asking, query: Query) -> None:
    for column, number in (("account_id", query.account_id), ("team_id", query.team_id)):
        if number is not None:
            asked.where(column, IS, number) if number else asked.where(column, IS_NONE)
    if query.first_quarter is not None:
        asked.where("first_quarter", IS, query.first_quarter)
    if query.role:
        _property(asked, ROLE_KEY, "" if query.role == NONE else query.role)
    for key, value in query.properties:
        _property(asked, key, value)


def _what(asked: Asking, query: Query) -> None:
    if query.group:
        scores = SCORES_OF[query.group]
        asked.where("score", AT_LEAST, scores[0]).where("score", BELOW, scores[-1] + 1)
    if query.score is not None:
        asked.where("score", IS, query.score)
    if query.language:
        asked.where("language", IS, query.language)
    if query.channel:
        asked.where("channel", IS, query.channel)
    elif query.by != CHANNEL:
        asked.where("channel", NOT_AMONG, *sorted(HANDED_OUT))
    if query.only_comments:
        asked.where("has_words", IS, 1)


def _said(asked: Asking, query: Query) -> None:
    if query.theme_id is not None:
        asked.where(PROPERTY, IS, str(query.theme_id or NO_THEME), key=THEME_KEY)
    if query.urgent == ANY:
        asked.where(PROPERTY, IS_SOME, key=URGENT_KEY)
    elif query.urgent:
        asked.where(PROPERTY, IS, query.urgent, key=URGENT_KEY)
    if query.sentiment:
        asked.where(PROPERTY, IS, query.sentiment, key=SENTIMENT_KEY)


def _property(asked: Asking, key: str, value: str) -> None:
    if value:
        asked.where(PROPERTY, IS, value, key=key)
    else:
        asked.where(PROPERTY, IS_NONE, key=key)


def _not_of(asked: Asking, query: Query) -> None:
    by, segment = query.rest_of or ("", "")
    if by == TOUCHPOINT:
        return  # the surveys that are asked are those of all others
    if by == THEME:
        only_read(asked).where(PROPERTY, IS_NOT, segment, key=THEME_KEY)
        return
    if by in COLUMNS and segment == NONE:
        asked.where(COLUMNS[by], IS_SOME)
    elif by in COLUMNS:
        asked.where(COLUMNS[by], IS_NOT, int(segment))
    elif by == ROLE or by.startswith(PREFIX):
        key, value = (
            (ROLE_KEY, "" if segment == NONE else segment) if by == ROLE else (by.removeprefix(PREFIX), segment)
        )
        asked.where(PROPERTY, IS_NOT, value, key=key) if value else asked.where(PROPERTY, IS_SOME, key=key)
    elif by:
        asked.where(by, IS_NOT, segment)
