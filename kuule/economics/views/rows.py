"""Lists of rows behind the figures: lines of money, contracts, events, origins; and the same rows as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kuule.contacts.services.exports import start_export
from kuule.economics.exporters import CONTRACTS_EXPORT, EVENTS_EXPORT, LEDGER_EXPORT, ORIGINS_EXPORT
from kuule.economics.forms.rows import ContractRowsForm, EventRowsForm, LedgerRowsForm, OriginRowsForm
from kuule.economics.selectors.agreements import overlapping_contracts
from kuule.economics.selectors.rows import contracts_asked, entries_asked, events_asked, origins_asked
from kuule.economics.selectors.settings import money_settings
from kuule.lib.tables.writing import FORMATS
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Workspace

ON_A_PAGE = 50
# Returns what else a page shows of its rows.
Beside = Callable[[Workspace, Sequence[Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _List:
    """A list of rows: the form that chooses them, what finds them, its page, and how they come in and go out."""

    form: type[LedgerRowsForm | ContractRowsForm | EventRowsForm | OriginRowsForm]
    rows: Callable[..., QuerySet[Any]]
    name: str
    export: str
    imported_as: str

    @property
    def template(self) -> str:
        """Return the template of the page."""
        return f"economics/{self.name}_list.html"


_LEDGER = _List(LedgerRowsForm, entries_asked, "ledger", LEDGER_EXPORT, "ledger")
_CONTRACTS = _List(ContractRowsForm, contracts_asked, "contract", CONTRACTS_EXPORT, "contracts")
_EVENTS = _List(EventRowsForm, events_asked, "event", EVENTS_EXPORT, "customer_events")
_ORIGINS = _List(OriginRowsForm, origins_asked, "origin", ORIGINS_EXPORT, "origins")


@member_page("see_value")
@require_safe
def ledger_list(request: MemberRequest) -> HttpResponse:
    """Show lines of money, the newest day first."""
    return _shown(request, _LEDGER)


@member_page("see_value")
@require_safe
def contract_list(request: MemberRequest) -> HttpResponse:
    """Show contracts, those that end last first; of two that overlap the older one is marked."""
    return _shown(request, _CONTRACTS, _overlapping)


@member_page("see_value")
@require_safe
def event_list(request: MemberRequest) -> HttpResponse:
    """Show what happened with customers, the newest first."""
    return _shown(request, _EVENTS)


@member_page("see_value")
@require_safe
def origin_list(request: MemberRequest) -> HttpResponse:
    """Show what brought customers, what was said last first."""
    return _shown(request, _ORIGINS)


@member_page("export_answers")
@require_POST
def ledger_export(request: MemberRequest) -> HttpResponse:
    """Have a file made of exactly the lines that the address asks for."""
    return _exported(request, _LEDGER)


@member_page("export_answers")
@require_POST
def contract_export(request: MemberRequest) -> HttpResponse:
    """Have a file made of exactly the contracts that the address asks for."""
    return _exported(request, _CONTRACTS)


@member_page("export_answers")
@require_POST
def event_export(request: MemberRequest) -> HttpResponse:
    """Have a file made of exactly the events that the address asks for."""
    return _exported(request, _EVENTS)


@member_page("export_answers")
@require_POST
def origin_export(request: MemberRequest) -> HttpResponse:
    """Have a file made of exactly the origins that the address asks for."""
    return _exported(request, _ORIGINS)


def _shown(request: MemberRequest, of: _List, beside: Beside | None = None) -> HttpResponse:
    """Show a page of rows, with what `beside` tells of them."""
    form = of.form(request.GET, workspace=request.workspace)
    page = page_number(request)
    context: dict[str, Any] = {
        "form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "export_page": f"{of.name}_export",
        "import_kind": of.imported_as,
    }
    if not form.is_valid():
        return render(request, of.template, context, status=HTTPStatus.BAD_REQUEST)
    rows = of.rows(request.workspace, asked=form.asked)
    found = list(rows.select_related("account", "contact")[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    context |= {
        "rows": found[:ON_A_PAGE],
        "total": rows.count(),
        "currency": money_settings(request.workspace).currency,
        "question": _question(request.GET),
        "previous_url": _address(request.GET, page - 1) if page > 1 else "",
        "next_url": _address(request.GET, page + 1) if len(found) > ON_A_PAGE else "",
        **(beside(request.workspace, found[:ON_A_PAGE]) if beside else {}),
    }
    return render(request, of.template, context)


def _overlapping(workspace: Workspace, rows: Sequence[Any]) -> dict[str, Any]:
    marked = overlapping_contracts(workspace).filter(pk__in=[row.pk for row in rows])
    return {"overlapping": set(marked.values_list("pk", flat=True))}


def _exported(request: MemberRequest, of: _List) -> HttpResponse:
    form, wanted = of.form(request.GET, workspace=request.workspace), request.POST.get("format", "")
    if not form.is_valid() or wanted not in FORMATS:
        raise BadRequest
    job = start_export(
        workspace=request.workspace,
        kind=of.export,
        params={"asked": form.asked.as_json()},
        format=wanted,
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("export_page", request.workspace.slug, job.pk)


def _question(query: QueryDict) -> str:
    kept = query.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _address(query: QueryDict, page: int) -> str:
    kept = query.copy()
    kept["page"] = str(page)
    return f"?{kept.urlencode()}"
