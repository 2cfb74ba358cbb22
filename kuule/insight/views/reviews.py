"""What waits for a decision, deciding it blind to the score, and what decisions did to the figures."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.insight.answers import answer
from kuule.insight.answers.corrections import effect_of_corrections
from kuule.insight.forms.reviews import ScoreForm, VerdictForm
from kuule.insight.selectors.corrections import LISTED, corrections_of
from kuule.insight.views.asking import asking_context, read_query
from kuule.insight.views.refusals import against_words, refusal_words
from kuule.responses.models import Review
from kuule.responses.rules import VERDICT
from kuule.responses.selectors import against, clicks_of, not_counted, open_reviews, review_of
from kuule.responses.services import decide_score, decide_verdict
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

NOT_COUNTED_SHOWN = 50


@member_page("decide_answers")
@require_safe
def review_list(request: MemberRequest) -> HttpResponse:
    """List what waits for a decision, and the newest answers that do not count."""
    page = page_number(request)
    waiting, has_more = open_reviews(request.workspace, user=request.user, page=page)
    context = {
        "waiting": [(each.review, against_words(each.against)) for each in waiting],
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if has_more else "",
        "not_counted": not_counted(request.workspace, count=NOT_COUNTED_SHOWN),
    }
    return render(request, "insight/review_list.html", context)


@member_page("decide_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: MemberRequest, review_id: int) -> HttpResponse:
    """Show one question without the score that the answer has, and take the decision."""
    review = review_of(request.workspace, review_id=review_id)
    if review is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = VerdictForm(sent) if review.kind == VERDICT else ScoreForm(sent, scale=review.response.scale)
    if form.is_bound and form.is_valid():
        try:
            _decide(request, review, form)
        except Refused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            messages.success(request, _("Decided. The figures know it from now on."))
            return redirect("review_page", request.workspace.slug, review.pk)
    context = {
        "review": review,
        "form": form,
        "against": against_words(against(review, user=request.user)),
        "clicks": clicks_of(request.workspace, response=review.response) if review.kind == VERDICT else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "insight/review_page.html", context, status=status)


@member_page("see_results")
@require_safe
def corrections(request: MemberRequest) -> HttpResponse:
    """Show the score of a time before and after corrections and decisions, and each of them."""
    asked = read_query(request, "corrections")
    context: dict[str, Any] = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/corrections.html", context, status=HTTPStatus.BAD_REQUEST)
    if context["hidden"]:
        return render(request, "insight/corrections.html", context)
    found = answer(asked.query)
    context |= {
        "effect": effect_of_corrections(asked.query, found),
        "rows": corrections_of(asked.query),
        "listed": LISTED,
    }
    return render(request, "insight/corrections.html", context)


def _decide(request: MemberRequest, review: Review, form: VerdictForm | ScoreForm) -> None:
    note, now = form.cleaned_data["note"], timezone.now()
    if isinstance(form, ScoreForm):
        decide_score(review=review, score=form.meant, note=note, actor=request.actor, now=now)
    else:
        decide_verdict(review=review, outcome=form.cleaned_data["outcome"], note=note, actor=request.actor, now=now)
