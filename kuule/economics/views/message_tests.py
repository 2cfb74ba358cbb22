"""Message tests: a list, a page to make and read each, what a respondent sees, and when it runs."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.economics.answers.message_effects import message_effects
from kuule.economics.forms.message_tests import MessageTestForm
from kuule.economics.models import MessageTest
from kuule.economics.rules.messages import DRAFT, languages_of, message_in
from kuule.economics.selectors.message_outcomes import Drawn, drawn_people
from kuule.economics.selectors.message_tests import languages_asked, message_tests_of, thanks_wording
from kuule.economics.services.message_tests import (
    change_message_test,
    end_message_test,
    make_message_test,
    start_message_test,
)
from kuule.economics.templatetags.effects import message_word
from kuule.economics.views.customer_rows import DAY, FIGURE, CustomerRow, CustomerTable, Head, Value, customers_page
from kuule.insight.templatetags.insight import group_word
from kuule.ui.paging import page_number
from kuule.ui.respondent import respondent_page
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

ON_A_PAGE = 50
NOWHERE = "#"
REFUSALS = {
    "test_started": gettext_lazy(
        "This test has been shown already, so its messages stay as they are. Make a new test."
    ),
    "test_not_running": gettext_lazy("This test does not run."),
    "another_runs": gettext_lazy("Another test runs already. End it first: nobody sees two messages."),
    "few_messages": gettext_lazy("Write two messages or more: a test compares them."),
    "no_common_language": gettext_lazy("Write every message in one language at least that all of them have."),
    "no_groups": gettext_lazy("Choose at least one group that sees a message."),
}


@member_page("see_value")
@require_safe
def message_test_list(request: MemberRequest) -> HttpResponse:
    """Show all message tests, the newest first."""
    page = page_number(request)
    found = list(message_tests_of(request.workspace)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    context = {
        "rows": found[:ON_A_PAGE],
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
    return render(request, "economics/message_test_list.html", context)


@member_page("change_value")
@require_http_methods(["GET", "HEAD", "POST"])
def message_test_new(request: MemberRequest) -> HttpResponse:
    """Write the messages of a new test."""
    form = MessageTestForm(_posted(request), languages=languages_asked(request.workspace))
    if form.is_bound and form.is_valid():
        made = make_message_test(
            workspace=request.workspace,
            settings=form.settings,
            member=request.member,
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(
            request, _("The test is a draft. Look at its messages as respondents see them, then start it.")
        )
        return redirect("message_test_page", request.workspace.slug, made.pk)
    return render(request, "economics/message_test_edit.html", {"form": form}, status=_status(form))


@member_page("change_value")
@require_http_methods(["GET", "HEAD", "POST"])
def message_test_edit(request: MemberRequest, test_id: int) -> HttpResponse:
    """Change the messages of a draft."""
    test = _test(request, test_id)
    if test.state != DRAFT:
        messages.error(request, REFUSALS["test_started"])
        return redirect("message_test_page", request.workspace.slug, test.pk)
    form = MessageTestForm(_posted(request), languages=languages_asked(request.workspace), test=test)
    if form.is_bound and form.is_valid():
        change_message_test(test=test, settings=form.settings, actor=request.actor, now=timezone.now())
        messages.success(request, _("The test is changed."))
        return redirect("message_test_page", request.workspace.slug, test.pk)
    return render(request, "economics/message_test_edit.html", {"form": form, "test": test}, status=_status(form))


@member_page("see_value")
@require_safe
def message_test_page(request: MemberRequest, test_id: int) -> HttpResponse:
    """Show the messages of a test and what each does to each group."""
    test = _test(request, test_id)
    languages = languages_of(test.messages)
    wanted = (request.GET.get("language", ""), request.workspace.language, *languages)
    language = next((each for each in wanted if each in languages), "")
    context = {
        "test": test,
        "languages": languages,
        "language": language,
        "shown": [
            message_in(test.messages, number=number, language=language) for number in range(1, len(test.messages) + 1)
        ],
        "effects": message_effects(test, now=timezone.now()) if test.state != DRAFT else None,
    }
    return render(request, "economics/message_test_page.html", context)


@member_page("see_value")
@require_safe
def message_preview(request: MemberRequest, test_id: int, message: int, language: str) -> HttpResponse:
    """The thank-you page with a message, for a frame of the page of the test; its link leads nowhere."""
    test = _test(request, test_id)
    tried = message_in(test.messages, number=message, language=language)
    if tried is None:
        raise Http404
    text = thanks_wording(request.workspace, language=language)
    context = {"text": text, "tried": tried, "is_open": True, **dict.fromkeys(("action", "about_path"), NOWHERE)}
    return respondent_page(request, "responses/thanks.html", context, framed=True)


@member_page("see_value")
@require_http_methods(["GET", "HEAD", "POST"])
def message_test_rows(request: MemberRequest, test_id: int) -> HttpResponse:
    """Show everybody who was drawn, the newest first, with what they did later; or hand them out."""
    test = _test(request, test_id)
    heads = [Head(_("Day"), DAY), Head(_("Who")), Head(_("Saw")), Head(_("Followed the link"))]
    table = CustomerTable(
        title=f"{test.name}: {_('everybody who was drawn')}",
        note="",
        back=reverse("message_test_page", args=[request.workspace.slug, test.pk]),
        back_label=test.name,
        slug=f"message-test-{test.pk}",
        currency="",
        heads=[*heads, Head(_("Bought later")), Head(_("Next score"), FIGURE)],
        rows=[CustomerRow(each.customer, _values(each)) for each in reversed(drawn_people(test, now=timezone.now()))],
    )
    return customers_page(request, table)


@member_page("change_value")
@require_POST
def message_test_start(request: MemberRequest, test_id: int) -> HttpResponse:
    """Show the messages from now on."""
    return _act(request, test_id, start_message_test, _("The test runs: the next ones who answer see its messages."))


@member_page("change_value")
@require_POST
def message_test_end(request: MemberRequest, test_id: int) -> HttpResponse:
    """Show the messages to nobody else."""
    return _act(request, test_id, end_message_test, _("The test has ended. Later answers and purchases still count."))


def _values(drawn: Drawn) -> list[Value]:
    bought = {None: None, True: _("yes"), False: _("no")}[drawn.has_bought]
    followed = _("yes") if drawn.has_tapped else _("no")
    return [drawn.day, group_word(drawn.group), message_word(drawn.message), followed, bought, drawn.score]


def _act(request: MemberRequest, test_id: int, act: Callable[..., None], done: str) -> HttpResponse:
    test = _test(request, test_id)
    try:
        act(test=test, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, REFUSALS[refused.code])
    else:
        messages.success(request, done)
    return redirect("message_test_page", request.workspace.slug, test.pk)


def _test(request: MemberRequest, test_id: int) -> MessageTest:
    return get_object_or_404(message_tests_of(request.workspace), pk=test_id)


def _posted(request: MemberRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None


def _status(form: MessageTestForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
