"""What was done to customers and what came of it: a list, a page for each, and the answers behind its figures."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.contacts.selectors import definitions
from kuule.economics.answers.effects import PERIODS, SIDES, EffectAnswer, windows_on
from kuule.economics.answers.kept import EFFECT
from kuule.economics.models import Treatment
from kuule.economics.selectors.effects import changes_of, treatments_of
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.treated import treated_answers
from kuule.economics.services.counting import known_figures
from kuule.economics.templatetags.effects import domain_of, side_word, window_word
from kuule.economics.views.condition_words import condition_lines, known_of_answers
from kuule.economics.views.counting import waits_for_figures
from kuule.economics.views.customer_rows import DAY, FIGURE, CustomerRow, CustomerTable, Head, customers_page
from kuule.insight import charts
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page

ON_A_PAGE = 50


@member_page("see_value")
@require_safe
def effect_list(request: MemberRequest) -> HttpResponse:
    """Show what was done, the newest start first."""
    page = page_number(request)
    found = list(treatments_of(request.workspace)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    context = {
        "rows": found[:ON_A_PAGE],
        "today": timezone.localdate(),
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
    return render(request, "economics/effect_list.html", context)


@member_page("see_value")
@require_safe
@waits_for_figures
def effect_page(request: MemberRequest, treatment_id: int) -> HttpResponse:
    """Show what can be said of the effect, beside what was written before it could be seen."""
    treatment = _treatment(request, treatment_id)
    known = known_figures(request.workspace, EFFECT, asked={"treatment": str(treatment.pk)}, now=timezone.now())
    answer, properties = known.figures, known_of_answers(definitions(request.workspace))
    context = {
        "known": known,
        "treatment": treatment,
        "answer": answer,
        "touched_lines": condition_lines(treatment.touched, properties),
        "comparison_lines": condition_lines(treatment.comparison, properties),
        "listed": treatment.accounts.count(),
        "changes": list(changes_of(treatment)),
        "domain": domain_of(answer),
        "chart": _drawn(answer),
        "currency": money_settings(request.workspace).currency,
    }
    return render(request, "economics/effect_page.html", context)


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def effect_rows(request: MemberRequest, treatment_id: int) -> HttpResponse:
    """Show the answers behind the figures, all of them or those of one cell, the newest first; or hand them out."""
    treatment = _treatment(request, treatment_id)
    chosen = request.GET.get("side", ""), request.GET.get("window", "")
    cells = [(side, window) for side in SIDES for window in PERIODS]
    cells = [chosen] if chosen in cells else cells
    found = treated_answers(treatment, windows_on(treatment, timezone.localdate()))
    behind = sorted((each for each in found if (each.side, each.window) in cells), key=lambda each: each.day)
    table = CustomerTable(
        title=f"{treatment.name}: {_words(*chosen) if len(cells) == 1 else _('all answers')}",
        note=_("Each line is an answer that the effect is counted from."),
        back=reverse("effect_page", args=[request.workspace.slug, treatment.pk]),
        back_label=treatment.name,
        slug=f"effect-{treatment.pk}",
        currency="",
        heads=[
            Head(_("Day"), DAY),
            Head(_("Who")),
            Head(_("When")),
            Head(_("Score"), FIGURE),
            Head(_("Answer"), FIGURE),
        ],
        rows=[
            CustomerRow(
                each.customer,
                [each.day, side_word(each.side), window_word(each.window), each.score, each.response],
            )
            for each in reversed(behind)
        ],
        has_several=True,
    )
    return customers_page(request, table)


def _words(side: str, window: str) -> str:
    return f"{side_word(side)}, {window_word(window)}"


def _treatment(request: MemberRequest, treatment_id: int) -> Treatment:
    return get_object_or_404(treatments_of(request.workspace), pk=treatment_id)


def _drawn(answer: EffectAnswer) -> SafeString:
    effect, fewest = answer.effect, min(cell.figure.n for cell in answer.cells)
    return charts.draw(charts.Change(value=effect.estimate, lower=effect.lower, upper=effect.upper, n=fewest))
