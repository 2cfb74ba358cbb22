"""One renewal: everything that is known of it, and what to ask next."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.contacts.models import Contact
from kuule.economics.answers.renewals import renewal_outlook
from kuule.economics.selectors.renewing import contracts_with, customer_of_contract
from kuule.economics.views.renewal_rows import OPEN_FOR, RenewalRow, renewal_rows
from kuule.insight.query import Query
from kuule.insight.selectors.persons import persons_heard
from kuule.workspaces.auth import MemberRequest, member_page

COMPLAINTS_OF = f"{OPEN_FOR.days}d"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of the customer, and what they answered last."""

    contact: Contact
    score: int | None
    answered_at: datetime | None
    is_asked: bool


@member_page("see_value")
@require_safe
def renewal_page(request: MemberRequest, contract_id: int) -> HttpResponse:
    """Show what the customer of a contract has at stake. A contract that is decided or ran out has no renewal."""
    customer = customer_of_contract(request.workspace, contract_id=contract_id)
    if customer is None:
        raise Http404
    outlook = renewal_outlook(request.workspace, day=timezone.localdate(), customers={customer})
    rows = renewal_rows(request.workspace, outlook, outlook.renewals, names_people=request.may("see_people"))
    row = rows[0] if rows else None
    contracts = contracts_with(request.workspace, contract_ids=row.renewal.at_stake.contracts if row else [contract_id])
    context = {
        "outlook": outlook,
        "row": row,
        "contracts": contracts,
        "days": (row.renewal.at_stake.ends_on - outlook.day).days if row else None,
        "complaints": _complaints(request, row) if row else None,
        "people": _people(request, row) if row and request.may("see_people") else [],
    }
    return render(request, "economics/renewal.html", context)


def _people(request: MemberRequest, row: RenewalRow) -> list[PersonRow]:
    heard = persons_heard(request.workspace, contact_ids=[each.pk for each in row.people])
    asked = row.question.role
    people = [
        PersonRow(each, heard[each.pk].score, heard[each.pk].answered_at, bool(asked) and each.role == asked)
        for each in row.people
    ]
    return sorted(people, key=lambda person: not person.is_asked)


def _complaints(request: MemberRequest, row: RenewalRow) -> Query | None:
    """Return the question for the comments behind the theme that is asked about first."""
    if not row.themes or row.whose.account is None:
        return None
    query, _problems = Query.from_params(
        {"account": str(row.whose.account.pk), "theme": str(row.themes[0].pk), "group": "detractor"},
        workspace_id=request.workspace.pk,
        timezone=request.workspace.timezone,
        now=timezone.now(),
        period=COMPLAINTS_OF,
    )
    return query
