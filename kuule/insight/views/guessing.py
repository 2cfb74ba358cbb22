"""The page on which an owner says what their accounts would answer: signed in, or by the link in a mail."""

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.contacts.models import Account
from kuule.insight.auth import is_from_a_person, member_of_link
from kuule.insight.forms.guesses import GuessesForm, accounts_named
from kuule.insight.selectors.guesses import accounts_on_page
from kuule.insight.services import keep_guesses
from kuule.responses.auth import SEAL_FIELD, SIGNAL_FIELD, seal, shown_at
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Member

METHODS = ["GET", "HEAD", "POST"]
# Sent by the page's script at each tap; nobody reads the reply.
TAP_FIELD = "tap"


@member_page("see_results")
@require_http_methods(METHODS)
def guess_mine(request: MemberRequest) -> HttpResponse:
    """Guess what the accounts of whoever is signed in would say."""
    form = _form(request, request.member)
    if request.method == "POST" and form.is_valid():
        kept = keep_guesses(member=request.member, guesses=form.guesses, now=timezone.now())
        if TAP_FIELD in request.POST:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        messages.success(request, _kept_words(kept))
        return redirect("guess_mine", request.workspace.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "insight/guess_mine.html", {"form": form}, status=status)


@csrf_exempt
@require_http_methods(METHODS)
def guess_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Guess by the link in a mail. The signed token stands for the member; there is no session to forge.

    Opening the page keeps nothing, because mail scanners open every link; and as with answers, a form is kept only if
    a person sent it.
    """
    member = member_of_link(token)
    if member is None:
        return _unseen(render(request, "insight/guess_link_gone.html", status=HTTPStatus.NOT_FOUND))
    with translation.override(member.user.language or member.workspace.language):
        return _unseen(_by_link(request, token, member))


def _by_link(request: HttpRequest, token: str, member: Member) -> HttpResponse:
    form, now = _form(request, member), timezone.now()
    given, kept = request.POST.get(SEAL_FIELD, ""), ""
    if request.method == "POST" and form.is_valid():
        if is_from_a_person(token, seal=given, signal=request.POST.get(SIGNAL_FIELD, ""), now=now):
            kept = _kept_words(keep_guesses(member=member, guesses=form.guesses, now=now))
            form = GuessesForm(None, accounts=accounts_on_page(member, now=now))
        else:
            form.add_error(None, _("That was very quick. Press the button once more, so that we know it was you."))
    is_refused = bool(form.errors)
    if TAP_FIELD in request.POST:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.NO_CONTENT)
    context = {
        "form": form,
        "workspace": member.workspace,
        "member": member,
        "kept": kept,
        "shown": given if shown_at(given, token) else seal(token, now),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "insight/guess_by_link.html", context, status=status)


def _form(request: HttpRequest, member: Member) -> GuessesForm:
    if request.method == "POST":
        return GuessesForm(request.POST, accounts=_accounts(member, accounts_named(request.POST)))
    account, score = row_id(request.GET.get("account", "")), request.GET.get("score", "")
    chosen = {account: int(score)} if account and score.isdecimal() and score.isascii() else {}
    return GuessesForm(None, accounts=_accounts(member, list(chosen)), chosen=chosen)


def _accounts(member: Member, named: Sequence[int]) -> list[Account]:
    return accounts_on_page(member, now=timezone.now(), named=named)


def _kept_words(kept: int) -> str:
    words = ngettext(
        "%(n)s guess is kept. Their answers will show how well you know them.",
        "%(n)s guesses are kept. Their answers will show how well you know them.",
        kept,
    )
    return words % {"n": kept}


def _unseen(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
