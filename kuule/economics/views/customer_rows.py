"""The customers behind a figure: a table to look at page by page, and to take away as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kuule.economics.selectors.names import CustomerName, customer_names
from kuule.insight.exporters.tables import Table, table_file
from kuule.insight.services.downloads import note_download
from kuule.lib.tables.writing import DATE, NUMBER, TEXT, Cell, Column
from kuule.workspaces.auth import MemberRequest

PAGE_SIZE = 50
# How a column is written: as money of the workspace, a day, a number with one decimal, a share, or as it is.
MONEY, DAY, FIGURE, WORDS = "money", "day", "figure", "words"
_AS_COLUMN = {MONEY: NUMBER, DAY: DATE, FIGURE: NUMBER, WORDS: TEXT}
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Value = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its name and how its values are written."""

    label: str
    kind: str = WORDS


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer, and its values in the order of the columns."""

    customer: int
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class CustomerTable:
    """The customers behind a figure: `title` names the figure, `back` leads to it, `slug` names the file.

    `has_several` says that a customer may have several lines, such as one for each answer: then lines are counted.
    """

    title: str
    note: str
    back: str
    back_label: str
    slug: str
    currency: str
    heads: Sequence[Head]
    rows: Sequence[CustomerRow]
    has_several: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line of the page: what the customer is called, and each value with how it is written."""

    name: str
    account_id: int | None
    contact_id: int | None
    cells: Sequence[tuple[Head, Value]]


def customers_page(request: MemberRequest, table: CustomerTable) -> HttpResponse:
    """Show the customers of a table, or hand them out as a file when the form asks for one."""
    if request.method == "POST":
        return _file(request, table)
    page = Paginator(table.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    names = customer_names(request.workspace, customers=[row.customer for row in page.object_list])
    context = {
        "table": table,
        "rows": [_shown(request, table, row, names.get(row.customer)) for row in page.object_list],
        "total": page.paginator.count,
        "previous_url": _address(request, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _address(request, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "economics/customer_rows.html", context)


def _shown(request: MemberRequest, table: CustomerTable, row: CustomerRow, name: CustomerName | None) -> ShownRow:
    may_open = request.may("see_people")
    return ShownRow(
        name=customer_called(request, name),
        account_id=name.account_id if name and may_open else None,
        contact_id=name.contact_id if name and may_open else None,
        cells=list(zip(table.heads, row.values, strict=True)),
    )


def customer_called(request: MemberRequest, name: CustomerName | None) -> str:
    """Return what to call a customer: people by name only for those who may see people."""
    if name is None:
        return _("Erased")
    # Who may not see people may see what they are worth together, and companies by name.
    return name.name if name.account_id is not None or request.may("see_people") else _("A person")


def _file(request: MemberRequest, table: CustomerTable) -> HttpResponse:
    form = request.POST.get("format", "")
    if form not in FILES:
        raise Http404
    names = customer_names(request.workspace, customers=[row.customer for row in table.rows])
    columns = [Column(_("Customer")), *(Column(_heading(table, head), _AS_COLUMN[head.kind]) for head in table.heads)]
    rows = [[customer_called(request, names.get(row.customer)), *map(_cell, row.values)] for row in table.rows]
    made = table_file(Table(columns, rows), form)
    note_download(workspace=request.workspace, actor=request.actor, now=timezone.now())
    name = f"{table.slug}-{request.workspace.slug}-{timezone.localdate().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=FILES[form], headers=headers)


def _cell(value: Value) -> Cell:
    return float(value) if isinstance(value, Decimal) else value


def _heading(table: CustomerTable, head: Head) -> str:
    return f"{head.label} ({table.currency})" if head.kind == MONEY else head.label


def _address(request: MemberRequest, page: int) -> str:
    params = request.GET.copy()
    params["page"] = str(page)
    return f"{request.path}?{params.urlencode()}"
