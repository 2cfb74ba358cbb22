"""What a request asks about, and what its page needs to let people ask for something else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kuule.contacts.rules import CONTACT_ROLES
from kuule.insight.query import (
    ACCOUNT,
    ALL_TIME,
    CHANNEL,
    DEFAULT_PERIOD,
    IDS,
    LANGUAGE,
    NO_ACCOUNT,
    NO_ROW,
    NONE,
    NPS_FAMILIES,
    PROPERTY,
    ROLE,
    SURVEY,
    TEAM,
    THEME,
    TOUCHPOINT,
    Problem,
    Query,
    segment_of,
)
from kuule.insight.rules import GROUPS
from kuule.insight.rules.themes import ANY, SENTIMENTS, URGENCIES
from kuule.insight.selectors.choices import Choices, account_name
from kuule.insight.selectors.families import Families
from kuule.insight.selectors.matching import hidden_reason
from kuule.insight.selectors.questions import named_group, question_in
from kuule.insight.templatetags.insight import (
    address,
    channel_word,
    contact_role_word,
    family_word,
    group_word,
    nothing_words,
    property_label,
    quarter_word,
)
from kuule.insight.templatetags.themes import sentiment_word, urgency_word
from kuule.surveys.rules import EMPLOYEE
from kuule.ui.formats import language_word
from kuule.workspaces.auth import MemberRequest
from kuule.workspaces.rules import CUSTOMER, PEOPLE_GROUPS
from kuule.workspaces.templatetags.workspaces import people_group

LENGTH_OF_DAY = len("2026-11-20")
PERIODS = ("30d", "90d", "12m", "24m", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query from an address, what one can choose instead, and what the address asked for in vain."""

    page: str
    query: Query
    choices: Choices
    problems: Sequence[Problem]
    families: Families

    @property
    def labels(self) -> dict[str, str]:
        """Return what the workspace calls its properties."""
        return {each.key: each.label for each in self.choices.properties}


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that is on: its words, and the address without it."""

    name: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Select:
    """One field of the filter form; `everything` is the option that asks nothing."""

    param: str
    label: str
    everything: str
    options: Sequence[tuple[str, str]]
    chosen: str = ""


def read_query(request: MemberRequest, page: str, *, period: str = DEFAULT_PERIOD) -> Asked:
    """Read the question of a page from its address."""
    found = question_in(request.GET.dict(), workspace=request.workspace, now=timezone.now(), period=period)
    return Asked(page, found.query, found.choices, found.problems, found.families)


def asking_context(request: MemberRequest, asked: Asked) -> dict[str, Any]:
    """Return what the header of a page needs: period, filters, and the problems of the address."""
    query, slug = asked.query, request.workspace.slug
    days = query.between(query.since, query.until).to_params()
    return {
        "page": asked.page,
        "query": query,
        "choices": asked.choices,
        "selects": _selects(query, asked.choices),
        "too_many_accounts": asked.choices.has_accounts and not asked.choices.accounts,
        "chosen_account": query.to_params().get("account", ""),
        "problems": asked.problems,
        "hidden": ""
        if asked.problems
        else hidden_reason(query, among=asked.families.of(query), for_words=asked.page == "comment_list"),
        "families": family_tabs(slug, asked),
        "periods": [
            (each, address(slug, asked.page, query.between(None, None).asking(period=each))) for each in PERIODS
        ],
        "groups": tuple(GROUPS),
        "active_filters": active_filters(slug, asked),
        "clear_url": address(slug, asked.page, _everything(query)),
        "first_day": days.get("since", "")[:LENGTH_OF_DAY],
        "last_day": days.get("until", "")[:LENGTH_OF_DAY],
    }


def _everything(query: Query) -> Query:
    return Query(
        workspace_id=query.workspace_id,
        timezone=query.timezone,
        family=query.family,
        whom=query.whom,
        period=ALL_TIME,
    )


def family_tabs(slug: str, asked: Asked, *, page: str = "") -> list[tuple[str, str, bool]]:
    """Return the kinds of surveys to choose from, each with its address; none where there is only one.

    The addresses are of another `page` if it is named: none of them is the one that is open.
    """
    query = asked.query
    found = asked.families.answered()
    here = (query.family, asked.families.whom(query))
    if not set(found) - {here}:
        return []
    return [
        (
            _kind_words(family, group),
            address(
                slug, page or asked.page, replace(_everything(query), period="", family=family, whom=named_group(group))
            ),
            (family, group) == here and not page,
        )
        for family in NPS_FAMILIES
        for group in PEOPLE_GROUPS
        if (family, group) in {*found, here}
    ]


def _kind_words(family: str, group: str) -> str:
    if group == CUSTOMER or family == EMPLOYEE:
        return family_word(family)
    return f"{family_word(family)} · {people_group(group)}"


def active_filters(slug: str, asked: Asked) -> list[ActiveFilter]:
    """Return the filters that are on, each with the address that takes it off."""
    query, choices = asked.query, asked.choices
    account = _("None") if query.account_id == NO_ACCOUNT else account_name(query) or ""
    first = "" if query.first_quarter is None else quarter_word(query.first_quarter)
    score = "" if query.score is None else str(query.score)
    found = [
        (_("Survey"), dict(choices.surveys).get(query.survey_id or 0, ""), query.asking(survey_id=None)),
        (_("Account"), account, query.asking(account_id=None)),
        (_("Team"), _row_name(query.team_id, choices.teams), query.asking(team_id=None)),
        (_("Touchpoint"), _row_name(query.touchpoint_id, choices.touchpoints), query.asking(touchpoint_id=None)),
        (_("Theme"), _row_name(query.theme_id, choices.themes), query.asking(theme_id=None)),
        (_("Urgent"), query.urgent and urgency_word(query.urgent), query.asking(urgent="")),
        (_("Comment"), sentiment_word(query.sentiment), query.asking(sentiment="")),
        (_("Role"), query.role and contact_role_word(query.role), query.asking(role="")),
        (_("Group"), group_word(query.group), query.asking(group="")),
        (_("Score"), score, query.asking(score=None)),
        (_("Language"), query.language and language_word(query.language), query.asking(language="")),
        (_("Channel"), channel_word(query.channel), query.asking(channel="")),
        (_("First answer"), first, query.asking(first_quarter=None)),
        (_("Words"), query.search, query.asking(search="")),
        (_("All but"), _left_out(asked), query.asking(rest_of=None)),
        *(
            (property_label(key, asked.labels), value or _("None"), query.of_property(key, None))
            for key, value in query.properties
        ),
    ]
    return [ActiveFilter(name, value, address(slug, asked.page, without)) for name, value, without in found if value]


def _row_name(number: int | None, rows: Sequence[tuple[int, str]]) -> str:
    return _("None") if number == NO_ROW else dict(rows).get(number or 0, "")


def segment_words(asked: Asked, by: str, segment: str) -> str:
    """Return what people call a segment that an address names."""
    words = {ROLE: contact_role_word, LANGUAGE: language_word, CHANNEL: channel_word}
    if by in words:
        return words[by](segment)
    if by in IDS and segment == NONE:
        return nothing_words(by)
    if by == ACCOUNT:
        return account_name(segment_of(asked.query, by, segment)) or ""
    rows = {
        SURVEY: asked.choices.surveys,
        TEAM: asked.choices.teams,
        TOUCHPOINT: asked.choices.touchpoints,
        THEME: asked.choices.themes,
    }
    return dict(rows[by]).get(int(segment), "") if by in rows else segment or _("Not known")


def dimension_words(asked: Asked, by: str) -> str:
    """Return what people call a dimension."""
    return _dimension_words().get(by) or property_label(by.removeprefix(PROPERTY), asked.labels)


def _left_out(asked: Asked) -> str:
    if asked.query.rest_of is None:
        return ""
    by, segment = asked.query.rest_of
    return f"{dimension_words(asked, by)} {segment_words(asked, by, segment)}"


def dimension_context(query: Query, choices: Choices) -> dict[str, Any]:
    """Return what the chooser of segments needs; `query` is cut by the chosen dimension."""
    # Who has no teams, no touchpoint that asks and no themes has one segment without a name there.
    named = ((TEAM, choices.teams), (TOUCHPOINT, choices.touchpoints), (THEME, choices.themes))
    useless = {by for by, rows in named if not rows} - {query.by}
    return {
        "cut": query,
        "dimensions": [(by, name) for by, name in _dimension_words().items() if by not in useless],
        "property_dimensions": [(PROPERTY + each.key, each.label) for each in choices.properties],
    }


def _dimension_words() -> dict[str, str]:
    return {
        ACCOUNT: _("Account"),
        TEAM: _("Team of the account"),
        ROLE: _("Role in the account"),
        LANGUAGE: _("Language of the answer"),
        CHANNEL: _("Channel"),
        SURVEY: _("Survey"),
        TOUCHPOINT: _("Touchpoint"),
        THEME: _("Theme"),
    }


def _selects(query: Query, choices: Choices) -> list[Select]:
    words = _dimension_words()
    named = (
        (ACCOUNT, choices.accounts),
        (TEAM, choices.teams),
        (TOUCHPOINT, choices.touchpoints),
        (THEME, choices.themes),
    )
    accounts, teams, touchpoints, themes = (_with_nothing(by, rows) for by, rows in named)
    roles = [(role, contact_role_word(role)) for role in (*CONTACT_ROLES, NONE)]
    languages = [(code, language_word(code)) for code in choices.languages]
    selects = [
        Select("survey", words[SURVEY], _("All surveys"), _as_options(choices.surveys)),
        Select("account", words[ACCOUNT], _("All accounts"), accounts),
        Select("team", words[TEAM], _("All teams"), teams),
        Select("role", words[ROLE], _("All roles"), roles if choices.has_accounts else []),
        Select("language", words[LANGUAGE], _("All languages"), languages),
        Select("touchpoint", words[TOUCHPOINT], _("All touchpoints"), touchpoints),
        Select("theme", words[THEME], _("All themes"), themes),
        Select("urgent", _("Urgent"), _("Urgent or not"), [(each, urgency_word(each)) for each in (ANY, *URGENCIES)]),
        Select(
            "sentiment", _("Comment"), _("However it sounds"), [(each, sentiment_word(each)) for each in SENTIMENTS]
        ),
    ]
    # With one survey or one language there is nothing to choose.
    least = {"survey": 2, "language": 2}
    params = query.to_params()
    useful = [each for each in selects if len(each.options) >= least.get(each.param, 1)]
    return [replace(each, chosen=params.get(each.param, "")) for each in useful]


def _with_nothing(by: str, rows: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(NONE, nothing_words(by)), *_as_options(rows)] if rows else []


def _as_options(rows: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in rows]
