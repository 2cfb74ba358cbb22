"""What people can filter by and cut into, the names of it, and what a hand-edited address asks for in vain."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from kuule.contacts.models import Account, PropertyDefinition
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.contacts.rules import TEXT
from kuule.insight.models import Theme
from kuule.insight.query import (
    ACCOUNT,
    LANGUAGE,
    NO_ACCOUNT,
    PROPERTY,
    SURVEY,
    TEAM,
    THEME,
    TOUCHPOINT,
    Problem,
    Query,
    segment_of,
)
from kuule.insight.selectors.groups import asking
from kuule.insight.selectors.touchpoints import touchpoints_by_survey
from kuule.surveys.models import Survey, SurveyVersion
from kuule.workspaces.models import Team

# A longer list is no help; there, an account is chosen from the segments by account.
MOST_ACCOUNTS = 300
MANY = 500


@dataclass(frozen=True, slots=True)
class Property:
    """A property as the snapshot of an answer knows it: of contacts by its key, of accounts as `account.<key>`."""

    key: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a workspace's answers can be filtered by; `accounts` is empty where there are too many to list."""

    surveys: Sequence[tuple[int, str]]
    accounts: Sequence[tuple[int, str]]
    has_accounts: bool
    teams: Sequence[tuple[int, str]]
    touchpoints: Sequence[tuple[int, str]]
    themes: Sequence[tuple[int, str]]
    languages: Sequence[str]
    properties: Sequence[Property]


def choices_for(query: Query) -> Choices:
    """Return what can be asked of the answers of the query's workspace and family."""
    accounts = list(_accounts(query).order_by("name_key", "pk").values_list("pk", "name")[: MOST_ACCOUNTS + 1])
    surveys = list(_surveys(query).order_by("-pk").values_list("pk", "name"))
    return Choices(
        surveys=surveys,
        accounts=accounts if len(accounts) <= MOST_ACCOUNTS else [],
        has_accounts=bool(accounts),
        teams=list(Team.objects.filter(workspace_id=query.workspace_id).order_by("name").values_list("pk", "name")),
        touchpoints=_touchpoints(query, dict(surveys)),
        themes=theme_names(query.workspace_id),
        languages=_languages(query),
        properties=properties_of(query.workspace_id),
    )


def properties_of(workspace_id: int) -> list[Property]:
    """Return the properties of a workspace, those of accounts first, in the order they were made."""
    found = PropertyDefinition.objects.filter(workspace_id=workspace_id).order_by("of", "pk")
    return [
        Property((ACCOUNT_PREFIX if each.of == "account" else "") + each.key, each.label, each.kind) for each in found
    ]


def theme_names(workspace_id: int) -> list[tuple[int, str]]:
    """Return the themes of a workspace and what they are called in the language of the page, in that order."""
    themes = Theme.objects.live().filter(workspace_id=workspace_id)
    names = [(theme.pk, theme.name_in(get_language() or "")) for theme in themes]
    return sorted(names, key=lambda each: each[1].casefold())


def usual_dimension(choices: Choices) -> str:
    """Return what to cut by when nobody said: the first property that is a text, else accounts, else languages."""
    texts = [PROPERTY + each.key for each in choices.properties if each.kind == TEXT]
    return (texts or [ACCOUNT if choices.has_accounts else LANGUAGE])[0]


def names_of(query: Query, keys: Iterable[Any]) -> Mapping[Any, str]:
    """Return what people call each key of the query's dimension; None is ""."""
    wanted = list(keys)
    if query.by == ACCOUNT:
        names = _names(Account.objects.filter(workspace_id=query.workspace_id), wanted)
    elif query.by == SURVEY:
        names = _names(_surveys(query), wanted)
    elif query.by == TEAM:
        names = _names(Team.objects.filter(workspace_id=query.workspace_id), wanted)
    elif query.by == THEME:
        names = dict(theme_names(query.workspace_id))
    elif query.by == TOUCHPOINT:
        names = dict(touchpoints_by_survey(query.workspace_id).values())
    else:
        names = {key: str(key) for key in wanted}
    return {key: "" if key is None else names.get(key, "") for key in wanted}


def unknown_in(query: Query, choices: Choices) -> list[Problem]:
    """Return a problem for each thing that the query asks for and this workspace does not have."""
    keys = {each.key for each in choices.properties}
    known = {
        "survey": query.survey_id is None or query.survey_id in dict(choices.surveys),
        "account": not query.account_id or account_name(query) is not None,
        "team": not query.team_id or query.team_id in dict(choices.teams),
        "touchpoint": not query.touchpoint_id or query.touchpoint_id in dict(choices.touchpoints),
        "theme": not query.theme_id or query.theme_id in dict(choices.themes),
    }
    asked = {
        "survey": query.survey_id,
        "account": query.account_id,
        "team": query.team_id,
        "touchpoint": query.touchpoint_id,
        "theme": query.theme_id,
    }
    problems = [Problem("unknown", param, str(asked[param])) for param, is_known in known.items() if not is_known]
    strange = [key for key in (*dict(query.properties), query.by_property) if key and key not in keys]
    problems += [Problem("unknown_property", "property", key[:60]) for key in dict.fromkeys(strange)]
    if query.rest_of:
        nothing_else = Query(
            workspace_id=query.workspace_id, timezone=query.timezone, family=query.family, whom=query.whom
        )
        problems += unknown_in(segment_of(nothing_else, *query.rest_of), choices)
    return problems


def account_name(query: Query) -> str | None:
    """Return the name of the account that the query asks for, archived or not; None if this workspace has none such."""
    if query.account_id in (None, NO_ACCOUNT):
        return None
    names = Account.objects.filter(workspace_id=query.workspace_id, pk=query.account_id)
    return names.values_list("name", flat=True).first()


def _accounts(query: Query) -> Any:
    return Account.objects.filter(workspace_id=query.workspace_id, archived_at=None)


def _surveys(query: Query) -> Any:
    return Survey.objects.filter(asking(query.whom), workspace_id=query.workspace_id, family=query.family)


def _touchpoints(query: Query, surveys: Container[int]) -> list[tuple[int, str]]:
    known = touchpoints_by_survey(query.workspace_id)
    return sorted({each for survey, each in known.items() if survey in surveys}, key=lambda each: each[1].casefold())


def _languages(query: Query) -> list[str]:
    offered = SurveyVersion.objects.filter(workspace_id=query.workspace_id, survey__family=query.family)
    return sorted({language for languages in offered.values_list("languages", flat=True) for language in languages})


def _names(rows: Any, wanted: Sequence[Any]) -> dict[Any, str]:
    # A long list of ids would be slower to send than all names.
    some = rows.filter(pk__in=[key for key in wanted if key is not None]) if len(wanted) <= MANY else rows
    return dict(some.values_list("pk", "name"))
