"""The names of what a goal is cut by."""

from collections.abc import Callable, Mapping

from kuule.contacts.models import Account
from kuule.insight.query import NO_ROW, Query
from kuule.insight.selectors.choices import properties_of
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Team

# Words for codes that this floor cannot give: of a role, a language, a kind of survey, and for something without one.
Wording = Mapping[str, Callable[[str], str]]


def segment_words(query: Query, wording: Wording) -> list[str]:
    """Return what a query asks of answers and people, one text for each condition; none for everybody."""
    names = (
        (Touchpoint, query.touchpoint_id, "touchpoint"),
        (Team, query.team_id, "team"),
        (Account, query.account_id, "account"),
    )
    found = [wording["family"](query.family)] if query.family != RELATIONSHIP else []
    for model, pk, kind in names:
        if pk == NO_ROW and pk is not None:
            found.append(wording["nothing"](kind))
        elif pk is not None:
            row = model._default_manager.filter(pk=pk, workspace_id=query.workspace_id).first()
            found.append(str(row) if row else wording["nothing"](kind))
    found += [wording[kind](code) for kind, code in (("role", query.role), ("language", query.language)) if code]
    if query.whom:
        found.append(wording["whom"](query.whom))
    labels = {each.key: each.label for each in properties_of(query.workspace_id)} if query.properties else {}
    return found + [f"{labels.get(key, key)}: {value}" for key, value in query.properties]
