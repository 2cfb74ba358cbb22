"""The detractors behind the figure "loop kept": who was reached in time, who was not."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.economics.answers.loop import loop_kept
from kuule.economics.rules.loop import KEPT, MISSED, WAITING
from kuule.economics.selectors.settings import money_settings
from kuule.economics.views.customer_rows import DAY, CustomerRow, CustomerTable, Head, customers_page
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def loop_list(request: MemberRequest) -> HttpResponse:
    """Show the answers of detractors of a year, those nobody reached in time first; or hand them out as a file."""
    found = loop_kept(request.workspace, now=timezone.now())
    words = {KEPT: _("reached within 48 hours"), MISSED: _("not reached in time"), WAITING: _("still within 48 hours")}
    order = (MISSED, WAITING, KEPT)
    answers = sorted(found.answers, key=lambda each: (order.index(found.states[each.pk]), each.answered_at))
    rows = [
        CustomerRow(each.customer, (timezone.localtime(each.answered_at).date(), words[found.states[each.pk]]))
        for each in answers
    ]
    table = CustomerTable(
        title=_("Detractors and who was reached"),
        note=_(
            "One line an answer of 0–6 in the last 365 days, by name. Hours are counted on the clock, weekends and "
            "holidays included."
        ),
        back=reverse("executive", args=[request.workspace.slug]),
        back_label=_("Leadership page"),
        slug="loop",
        currency=money_settings(request.workspace).currency,
        heads=[Head(_("Answered"), DAY), Head(_("What happened"))],
        rows=rows,
    )
    return customers_page(request, table)
