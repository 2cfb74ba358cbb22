"""What the conditions of alerts ask of what happened."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from kuule.act.models import Case, Initiative
from kuule.act.selectors.answers import TouchpointFinder
from kuule.act.selectors.stakes import bought_in_a_year
from kuule.connect.rules.alerts import Facts
from kuule.connect.rules.events import CASE, INITIATIVE, INVITATION, RESPONSE, Life
from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Invitation
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.responses.models import Response
from kuule.surveys.question_types.scales import group_on
from kuule.workspaces.models import Workspace

Found = tuple[Facts, Response | None]
_LOOKED_AFTER = ("account", "contact__account")


def facts_of(life: Life, workspace: Workspace, row: int, *, bought_until: datetime | None) -> Found:
    """Return what is known of a thing, and the answer that it is about or None.

    What a customer bought in the twelve months until a moment is reckoned only where that is asked for.
    """
    return _FINDERS[life](workspace, row, bought_until)


def person_facts(contact: Contact, *, bought_until: datetime | None) -> Facts:
    """Return what is known of something that concerns a person alone."""
    value = _bought(contact.workspace, contact.account, contact, bought_until)
    return replace(_of_account(contact.account), value=value)


def case_facts(case: Case) -> Found:
    """Return what is known of a case: that of its answer, and who looks after it."""
    known = _of_answer(case.response) if case.response else Facts()
    account = _of_account(case.account)
    return replace(
        known,
        teams={*account.teams, *([case.team_id] if case.team_id else [])},
        owners={*account.owners, *([case.owner_id] if case.owner_id else [])},
        value=case.value,
    ), case.response


def _response(workspace: Workspace, row: int, bought_until: datetime | None) -> Found:
    found = Response.objects.select_related("workspace", *_LOOKED_AFTER).get(workspace=workspace, pk=row)
    account = found.account or (found.contact.account if found.contact else None)
    who = _of_account(account)
    value = _bought(workspace, account, found.contact, bought_until)
    return replace(_of_answer(found), teams=who.teams, owners=who.owners, value=value), found


def _invitation(workspace: Workspace, row: int, bought_until: datetime | None) -> Found:
    parts = ("version", "contact__account", "contact__workspace")
    found = Invitation.objects.select_related(*parts).get(workspace=workspace, pk=row)
    who = person_facts(found.contact, bought_until=bought_until) if found.contact else Facts()
    return replace(who, survey=found.version.survey_id), None


def _case(workspace: Workspace, row: int, bought_until: datetime | None) -> Found:
    del bought_until
    parts = ("account", "response__workspace")
    return case_facts(Case.objects.select_related(*parts).get(workspace=workspace, pk=row))


def _initiative(workspace: Workspace, row: int, bought_until: datetime | None) -> Found:
    del bought_until
    found = Initiative.objects.get(workspace=workspace, pk=row)
    return Facts(owners=[found.owner_id] if found.owner_id else []), None


_FINDERS: Mapping[Life, Callable[[Workspace, int, datetime | None], Found]] = {
    RESPONSE: _response,
    INVITATION: _invitation,
    CASE: _case,
    INITIATIVE: _initiative,
}


def _of_answer(response: Response) -> Facts:
    touchpoint = TouchpointFinder(response.workspace, [response]).of(response)
    return Facts(
        group=group_on(response.scale, response.score),
        survey=response.survey_id,
        touchpoint=touchpoint.pk if touchpoint else None,
    )


def _of_account(account: Account | None) -> Facts:
    if account is None:
        return Facts()
    return Facts(
        teams=[account.team_id] if account.team_id else [], owners=[account.owner_id] if account.owner_id else []
    )


def _bought(
    workspace: Workspace, account: Account | None, contact: Contact | None, until: datetime | None
) -> Decimal | None:
    if until is None:
        return None
    code = customer_code(account.pk if account else None, contact.pk if contact else None, merged_accounts(workspace))
    if code is None:
        return None
    day = until.astimezone(ZoneInfo(workspace.timezone)).date()
    return bought_in_a_year(workspace, customers=[code], day=day).get(code)
