"""The page on which an owner says what their accounts would answer: signed in, or by the link in a mail."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.contacts.models import Account
from kuule.insight.auth import member_of_link
from kuule.insight.forms.guesses import GuessesForm
from kuule.insight.selectors.guesses import accounts_to_guess
from kuule.insight.services import keep_guesses
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Member

METHODS = ["GET", "HEAD", "POST"]


@member_page("see_results")
@require_http_methods(METHODS)
def guess_mine(request: MemberRequest) -> HttpResponse:
    """Guess what the accounts of whoever is signed in would say."""
    form = _form(request, request.member)
    if request.method == "POST" and form.is_valid():
        kept = keep_guesses(member=request.member, guesses=form.guesses, now=timezone.now())
        messages.success(request, _kept_words(kept))
        return redirect("guess_mine", request.workspace.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "insight/guess_mine.html", {"form": form}, status=status)


@csrf_exempt
@require_http_methods(METHODS)
def guess_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Guess by the link in a mail. The signed token stands for the member; there is no session to forge.

    Opening the page keeps nothing, because mail scanners open every link.
    """
    member = member_of_link(token)
    if member is None:
        return _unseen(render(request, "insight/guess_link_gone.html", status=HTTPStatus.NOT_FOUND))
    with translation.override(member.user.language or member.workspace.language):
        form = _form(request, member)
        context = {"form": form, "workspace": member.workspace, "member": member}
        if request.method == "POST" and form.is_valid():
            kept = keep_guesses(member=member, guesses=form.guesses, now=timezone.now())
            context |= {"kept": _kept_words(kept), "form": GuessesForm(None, accounts=_accounts(member))}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return _unseen(render(request, "insight/guess_by_link.html", context, status=status))


def _form(request: HttpRequest, member: Member) -> GuessesForm:
    account, score = row_id(request.GET.get("account", "")), request.GET.get("score", "")
    chosen = {account: int(score)} if account and score.isdecimal() and score.isascii() else {}
    return GuessesForm(request.POST if request.method == "POST" else None, accounts=_accounts(member), chosen=chosen)


def _accounts(member: Member) -> list[Account]:
    return accounts_to_guess(member, now=timezone.now())


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
