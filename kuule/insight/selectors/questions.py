"""What an address asks about: the one reading of it, for pages and for the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule.insight.query import DEFAULT_PERIOD, Problem, Query
from kuule.insight.selectors.choices import Choices, choices_for, unknown_in
from kuule.insight.selectors.families import Families, families_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER

_TIME = {"period", "since", "until"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query from an address, what one can choose instead, and what the address asked for in vain."""

    query: Query
    choices: Choices
    problems: Sequence[Problem]
    families: Families


def question_in(
    params: Mapping[str, str], *, workspace: Workspace, now: datetime, period: str = DEFAULT_PERIOD
) -> Question:
    """Read the question of an address; `period` is meant where it names none."""
    query, problems = Query.from_params(
        params, workspace_id=workspace.pk, timezone=workspace.timezone, now=now, period=period
    )
    families = families_of(workspace.pk)
    if not {"family", "whom"} & params.keys():
        family, group = families.usual()
        query = query.asking(family=family, whom=named_group(group))
    query = query.asking(whom=named_group(families.whom(query)))
    if families.is_anonymous(query) and not _TIME & params.keys():
        query = query.between(None, None)  # of anonymous answers only whole quarters can be shown
    query = query.asking(few_below=workspace.min_n_shown)
    choices = choices_for(query)
    return Question(query=query, choices=choices, problems=[*problems, *unknown_in(query, choices)], families=families)


def named_group(group: str) -> str:
    """Return how an address names a group of people: customers are meant where none is."""
    return "" if group == CUSTOMER else group
