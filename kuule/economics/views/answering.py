"""Does answering pay? The figures, and the people behind them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.economics.answers.answering import OUTCOMES, Followed, followed_answers
from kuule.economics.answers.kept import ANSWERING
from kuule.economics.rules.contacting import HORIZONS, USUAL_HORIZON
from kuule.economics.services.counting import known_figures
from kuule.economics.templatetags.contacting import outcome_head
from kuule.economics.views.counting import waits_for_figures
from kuule.economics.views.customer_rows import DAY, FIGURE, CustomerRow, CustomerTable, Head, Value, customers_page
from kuule.workspaces.auth import MemberRequest, member_page

CHANCE, CHOICE = "chance", "choice"


@member_page("see_value")
@require_safe
@waits_for_figures
def answering_pays_page(request: MemberRequest) -> HttpResponse:
    """Show what those did later who were contacted after an answer, beside comparable ones who were not."""
    horizon = _horizon(request)
    known = known_figures(request.workspace, ANSWERING, asked={"days": str(horizon)}, now=timezone.now())
    context = {"known": known, "found": known.figures, "horizons": HORIZONS}
    return render(request, "economics/answering_pays.html", context)


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def answering_pays_rows(request: MemberRequest) -> HttpResponse:
    """Show who is compared, where chance decided or where people did; or hand them out."""
    horizon, way = _horizon(request), request.GET.get("way", "")
    found = followed_answers(request.workspace, day=timezone.localdate(), horizon=horizon)
    wanted = [each for each in found if way not in (CHANCE, CHOICE) or each.trial.by_chance == (way == CHANCE)]
    back = f"{reverse('answering_pays', args=[request.workspace.slug])}?days={horizon}"
    heads = [Head(_("Answered"), DAY), Head(_("Score"), FIGURE), Head(_("Compared from"), DAY), Head(_("Contacted"))]
    table = CustomerTable(
        title=_("Who is compared"),
        note=_("Somebody who was not contacted for long is compared several times, a line for each."),
        back=back,
        back_label=_("Does answering pay?"),
        slug="answering-pays",
        currency="",
        heads=[*heads, *(Head(outcome_head(outcome)) for outcome in OUTCOMES)],
        rows=[CustomerRow(each.trial.answer.customer, _values(each)) for each in wanted],
        has_several=True,
    )
    return customers_page(request, table)


def _values(each: Followed) -> list[Value]:
    trial = each.trial
    told: list[Value] = [
        trial.answer.day,
        trial.answer.score,
        trial.start,
        _("yes") if trial.was_contacted else _("no"),
    ]
    return [*told, *(_later(outcome, each.later[outcome]) for outcome in OUTCOMES)]


def _later(outcome: str, value: float | None) -> str | None:
    if value is None:
        return None
    if outcome == "moved":
        return f"{value:+.0f}"
    return _("yes") if value else _("no")


def _horizon(request: MemberRequest) -> int:
    asked = request.GET.get("days", "")
    return next((each for each in HORIZONS if str(each) == asked), USUAL_HORIZON)
