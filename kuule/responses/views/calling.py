"""Asking somebody on the phone: whether they may be called, what to say, and what came of it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.contacts.models import Contact
from kuule.contacts.selectors import contact_of
from kuule.dispatch.models import AskHold
from kuule.dispatch.rules import ALLOW, NOT_NOW, Decision, language_for
from kuule.dispatch.rules.collectors import INTERVIEWER
from kuule.dispatch.rules.reasons import NO_REPLY
from kuule.dispatch.selectors.asking_here import decision_here
from kuule.dispatch.selectors.calls import call_of, call_with
from kuule.dispatch.services.calls import LATER, NEVER, OUTCOMES, begin_call, end_call
from kuule.dispatch.templatetags.dispatch import hold_reason
from kuule.responses.rules.place_words import CALL_WORDS
from kuule.responses.selectors import person_asked
from kuule.responses.services.calls import key_in_answer
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types.base import SEPARATOR
from kuule.surveys.rules import PUBLISHED, Reply, read_reply, shown_problems, shown_questions
from kuule.surveys.rules.texts import isolated
from kuule.surveys.selectors import published_version, surveys_of, wording_of
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("call_people")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_call(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Show whether somebody may be called about a survey and why not; begin the call."""
    contact = contact_of(request.workspace, contact_id=contact_id)
    if contact is None:
        raise Http404
    surveys, survey = _surveys(request)
    if survey is None:
        return render(request, "responses/contact_call.html", {"contact": contact})
    now = timezone.now()
    if request.method == "POST":
        begun = begin_call(contact=contact, survey=survey, actor=request.actor, now=now)
        if begun.call is not None:
            answer = redirect("call_page", request.workspace.slug, begun.call.pk)
            answer["Location"] += f"?survey={survey.pk}"
            return answer
        return redirect(f"{request.path}?survey={survey.pk}")
    decision = decision_here(request.workspace, contact=contact, survey=survey, channel=INTERVIEWER, now=now)
    context = {
        "contact": contact,
        "surveys": surveys,
        "survey": survey,
        "is_allowed": decision.verdict == ALLOW,
        "why": _why(request, decision),
        "call": call_with(contact, now=now),
    }
    return render(request, "responses/contact_call.html", context)


@member_page("call_people")
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: MemberRequest, call_id: int) -> HttpResponse:
    """The script of a call, with keys for what is answered, and what else can come of it."""
    call = call_of(request.workspace, call_id=call_id)
    contact = call.contact if call else None
    survey = _surveys(request)[1]
    version = published_version(request.workspace, survey=survey) if survey else None
    if call is None or contact is None or survey is None or version is None:
        raise Http404
    version.survey, version.workspace = survey, request.workspace
    if call.released_at is not None:
        messages.info(request, _("This call has ended."))
        return redirect("contact_page", request.workspace.slug, contact.pk)
    outcome = request.POST.get("call_outcome", "")
    if outcome in OUTCOMES:
        return _ended(request, call, contact, outcome)
    if request.method == "POST":
        return _keyed_in(request, call, contact, version)
    return _script(request, call, contact, version)


def _ended(request: MemberRequest, call: AskHold, contact: Contact, outcome: str) -> HttpResponse:
    said, now = _("Said so on the phone"), timezone.now()
    try:
        end_call(call=call, outcome=outcome, said=said, member=request.member, actor=request.actor, now=now)
    except Refused:
        messages.info(request, _("This call has ended."))
        return redirect("contact_page", request.workspace.slug, contact.pk)
    words = {
        NO_REPLY: _("Noted: nobody answered. They can be called again at any time."),
        LATER: _("Noted: they want to be called later."),
        NOT_NOW: _("Noted: they are left alone for a month, on every channel."),
        NEVER: _("Noted: they are not asked any more."),
    }
    messages.success(request, words[outcome])
    return redirect("contact_page", request.workspace.slug, contact.pk)


def _keyed_in(request: MemberRequest, call: AskHold, contact: Contact, version: SurveyVersion) -> HttpResponse:
    fields = {name: SEPARATOR.join(request.POST.getlist(name)) for name in request.POST}
    reply = read_reply(version.questions, fields, person=person_asked(version, contact=contact, now=timezone.now()))
    if reply.problems:
        return _script(request, call, contact, version, reply=reply)
    language = _language(request, contact, version)
    try:
        given = key_in_answer(
            call=call,
            version=version,
            reply=reply,
            language=language,
            member=request.member,
            actor=request.actor,
            now=timezone.now(),
        )
    except Refused as refused:
        decision = refused.params.get("decision")
        why = _why(request, decision) if isinstance(decision, Decision) else _("This call has ended.")
        return _script(request, call, contact, version, reply=reply, why=why)
    messages.success(request, _("The answer is kept."))
    return redirect("response_page", request.workspace.slug, given.pk)


def _script(
    request: MemberRequest,
    call: AskHold,
    contact: Contact,
    version: SurveyVersion,
    *,
    reply: Reply | None = None,
    why: str = "",
) -> HttpResponse:
    language = _language(request, contact, version)
    text = wording_of(version, language=language, company=request.workspace.name)
    names = {"name": isolated(contact.name), "member": isolated(str(request.member.user))}
    greeting = text.read(text.parts["mail_greeting"], **names) if contact.name else text["mail_greeting_unnamed"]
    values = reply.typed if reply else {}
    person = person_asked(version, contact=contact, now=timezone.now())
    problems = shown_problems(reply.problems, text, values=values, questions=version.questions) if reply else []
    context: dict[str, Any] = {
        "call": call,
        "contact": contact,
        "survey": version.survey,
        "text": text,
        "greeting": [greeting, text.read(CALL_WORDS["introduction"], **names)],
        "goodbye": text.read(CALL_WORDS["goodbye"]),
        "questions": shown_questions(
            version.questions, text, values=values, faulty={each.field for each in problems}, person=person
        ),
        "problems": problems,
        "why": why,
        "languages": version.languages,
        "outcomes": (NO_REPLY, LATER, NOT_NOW, NEVER),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems or why else HTTPStatus.OK
    return render(request, "responses/call_page.html", context, status=status)


def _language(request: MemberRequest, contact: Contact, version: SurveyVersion) -> str:
    wanted = request.POST.get("call_language", "") or request.GET.get("language", "")
    if wanted in version.languages:
        return wanted
    return language_for(contact.language, offered=version.languages, fallback=request.workspace.language)


def _surveys(request: MemberRequest) -> tuple[list[Survey], Survey | None]:
    surveys = list(surveys_of(request.workspace).filter(state=PUBLISHED, is_anonymous=False))
    wanted = row_id(request.POST.get("survey", "") or request.GET.get("survey", ""))
    chosen = next((each for each in surveys if each.pk == wanted), None)
    return surveys, chosen or next(iter(surveys), None)


def _why(request: MemberRequest, decision: Decision) -> str:
    if decision.verdict == ALLOW:
        return ""
    reason = hold_reason(decision.rule, request.workspace)
    if decision.until is None:
        return reason
    day = date_format(timezone.localtime(decision.until), _("j M Y"))
    return _("%(reason)s. They can be asked from %(day)s on.") % {"reason": reason, "day": day}
