"""The letters of a case: read, write, look before sending, take back, decide, and the files that came."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.act.channels.kept_files import content_type_of
from kuule.act.forms.letters import LetterForm
from kuule.act.models import Case, Letter
from kuule.act.selectors.correspondence import correspondence_in, incoming_file_in, letter_in, saved_words_of
from kuule.act.selectors.visible import cases_seen_by
from kuule.act.services.afterwards import invite_to_panel
from kuule.act.services.correspondence import preview_of, why_not_written_in, write_to_customer
from kuule.act.services.letter_decisions import mark_letter_sent, send_letter_again, take_letter_back
from kuule.act.services.letter_refusals import letter_refusal
from kuule.act.templatetags.letters import hindrance_words
from kuule.act.views.saved_words import LANGUAGES
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_cases", change="work_cases")
@require_http_methods(["GET", "HEAD", "POST"])
def case_letters(request: MemberRequest, case_id: int) -> HttpResponse:
    """Show what was written with the customer of a case, and write to them."""
    case = _case(request, case_id)
    if request.method != "POST":
        return _page(request, case, LetterForm(initial=_beginning(request, case)))
    form = LetterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, form)
    try:
        write_to_customer(case=case, words=form.written, by=request.member, now=timezone.now())
    except Refused as refused:
        form.add_error(*letter_refusal(refused))
        return _page(request, case, form)
    messages.success(request, _("Your letter leaves in a minute. Until then you can take it back."))
    return redirect("case_letters", request.workspace.slug, case.pk)


@member_page("work_cases")
@require_POST
def case_letter_preview(request: MemberRequest, case_id: int) -> HttpResponse:
    """Show a letter as the customer would get it. Nothing is written down."""
    case = _case(request, case_id)
    form = LetterForm(request.POST, request.FILES)
    if form.is_valid() and case.contact is not None:
        words = form.written
        try:
            shown = preview_of(case=case, words=words, by=request.member)
        except Refused as refused:
            form.add_error(*letter_refusal(refused))
        else:
            names = [name for name, _content in words.files]
            return render(request, "act/letter_preview.html", {"case": case, "mail": shown, "names": names})
    return _page(request, case, form)


@member_page("work_cases")
@require_POST
def letter_take_back(request: MemberRequest, case_id: int, letter_id: int) -> HttpResponse:
    """Do not send a letter that still waits."""
    words = _("The letter was taken back. Nothing was sent.")
    return _decided(request, case_id, letter_id, take_letter_back, words)


@member_page("work_cases")
@require_POST
def letter_sent(request: MemberRequest, case_id: int, letter_id: int) -> HttpResponse:
    """Take an uncertain letter for sent."""
    return _decided(request, case_id, letter_id, mark_letter_sent, _("The letter counts as sent."))


@member_page("work_cases")
@require_POST
def letter_again(request: MemberRequest, case_id: int, letter_id: int) -> HttpResponse:
    """Send an uncertain letter once more, because a person decided so."""
    return _decided(request, case_id, letter_id, send_letter_again, _("The letter is sent once more."))


@member_page("work_cases")
@require_POST
def panel_invite(request: MemberRequest, case_id: int) -> HttpResponse:
    """Invite the customer of a case to the panel."""
    case = _case(request, case_id)
    try:
        invite_to_panel(case=case, by=request.member, now=timezone.now())
    except Refused:
        messages.error(request, _("This person was invited to the panel before, or there is nobody to invite."))
    else:
        messages.success(request, _("The invitation to the panel is on its way."))
    return redirect("case_letters", request.workspace.slug, case.pk)


@member_page("see_cases")
@require_safe
def incoming_file(request: MemberRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """Hand out a file that a customer sent: to save, never to open in the browser as a page of ours."""
    found = incoming_file_in(_case(request, case_id), file_id=file_id)
    if found is None:
        raise Http404
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=content_type_of(found.name)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: MemberRequest, case: Case, form: LetterForm) -> HttpResponse:
    why_not = why_not_written_in(case)
    context = {
        "case": case,
        "form": form,
        "correspondence": correspondence_in(case),
        "why_not": hindrance_words(why_not) if why_not else "",
        "saved": saved_words_of(request.member),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "act/case_letters.html", context, status=status)


def _beginning(request: MemberRequest, case: Case) -> dict[str, Any]:
    """Return what the form begins with: an answer to the last mail, in the customer's language, with saved words."""
    spoken = case.contact.language if case.contact else ""
    answered = case.response.language if case.response else ""
    wanted = (each.partition("-")[0] for each in (answered, spoken, request.workspace.language))
    last = next((entry.incoming for entry in correspondence_in(case).entries if entry.incoming), None)
    subject = last.subject if last else ""
    asked = request.GET.get("words", "")
    saved = saved_words_of(request.member).filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
    return {
        "subject": subject if not subject or subject.lower().startswith("re:") else f"Re: {subject}",
        "words": saved.words if saved else "",
        "language": next((each for each in wanted if each in LANGUAGES), "en"),
    }


def _decided(
    request: MemberRequest, case_id: int, letter_id: int, decide: Callable[..., object], done: str
) -> HttpResponse:
    case = _case(request, case_id)
    letter: Letter | None = letter_in(case, letter_id=letter_id)
    if letter is None:
        raise Http404
    try:
        decide(letter=letter, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("It is known by now what became of this letter. Nothing was changed."))
    else:
        messages.success(request, done)
    return redirect("case_letters", request.workspace.slug, case.pk)


def _case(request: MemberRequest, case_id: int) -> Case:
    seen = cases_seen_by(request.member).select_related("workspace", "contact", "account", "response", "owner__user")
    case = seen.filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case
