"""One answer: what was asked and answered, how it came, what was noted and decided about it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.contacts.query import ROLE_KEY
from kuule.contacts.rules import TEXT
from kuule.contacts.rules.keys import as_text
from kuule.insight.forms.reviews import NoteForm, QuestionForm
from kuule.insight.query import NPS_FAMILIES, Query
from kuule.insight.selectors.choices import properties_of
from kuule.insight.selectors.labels import Marks, marks_of
from kuule.insight.selectors.responses import changes_of, response_of
from kuule.insight.templatetags.insight import address, contact_role_word, property_label
from kuule.insight.views.refusals import refusal_words
from kuule.responses.models import Response, Review
from kuule.responses.rules import SCORE, VERDICT
from kuule.responses.selectors import against, clicks_of, note_of, notes_on, reviews_about
from kuule.responses.services import add_note, ask_about_verdict, ask_for_correction, delete_note
from kuule.surveys.rules import ShownQuestion, Wording, shown_questions
from kuule.surveys.rules.replies import SCORE_FIELD, verbatim_field
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_comments", change="note_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def response_page(request: MemberRequest, response_id: int) -> HttpResponse:
    """Show one answer in the words it was asked and given in, and everything known about it; take a note on it."""
    response = _answer(request, response_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        add_note(response=response, text=form.cleaned_data["text"], actor=request.actor, now=timezone.now())
        messages.success(request, _("The note is kept."))
        return redirect("response_page", request.workspace.slug, response.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "insight/response_page.html", _page(request, response, form), status=status)


@member_page("note_answers")
@require_POST
def note_delete(request: MemberRequest, response_id: int, note_id: int) -> HttpResponse:
    """Take one's own note away."""
    note = note_of(request.workspace, response_id=response_id, note_id=note_id)
    if note is None:
        raise Http404
    try:
        delete_note(note=note, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("Only the person who wrote a note can delete it."))
    else:
        messages.success(request, _("The note is deleted."))
    return redirect("response_page", request.workspace.slug, response_id)


@member_page("note_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: MemberRequest, response_id: int, kind: str) -> HttpResponse:
    """Ask somebody else which score was meant (`score`), or whether a person answered (`verdict`)."""
    asks = {SCORE: ask_for_correction, VERDICT: ask_about_verdict}
    if kind not in asks:
        raise Http404
    response = _answer(request, response_id)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            asks[kind](response=response, reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            messages.success(request, _("Somebody else decides now. You see here what comes of it."))
            return redirect("response_page", request.workspace.slug, response.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"response": response, "form": form, "kind": kind}
    return render(request, "insight/review_new.html", context, status=status)


def _answer(request: MemberRequest, response_id: int) -> Response:
    response = response_of(request.workspace, response_id=response_id)
    if response is None:
        raise Http404
    return response


def _page(request: MemberRequest, response: Response, form: NoteForm) -> dict[str, Any]:
    workspace = request.workspace
    changes = changes_of(workspace, response=response)
    reviews = reviews_about(workspace, response=response)
    mine = next((each for each in reviews if _is_mine_to_decide(request, each)), None)
    return {
        "response": response,
        "query": Query(workspace_id=workspace.pk, timezone=workspace.timezone, family=response.survey.family),
        "it": _marks(response, is_blind=mine is not None),
        "questions": _asked_and_answered(response, workspace.name, is_blind=mine is not None),
        "changes": changes,
        "first_score": changes[0].score if changes else response.score,
        "properties": _as_it_was(request, response),
        "clicks": clicks_of(workspace, response=response),
        "notes": notes_on(workspace, response=response),
        "note_form": form,
        "reviews": reviews,
        "waiting": {each.kind for each in reviews if each.decided_at is None},
        # Whoever may decide does so without having seen the score: here it waits for them.
        "to_decide": mine,
        "hides_words": mine is not None and mine.kind == VERDICT,
    }


def _marks(response: Response, *, is_blind: bool) -> Marks | None:
    # How a comment sounds beside its score would tell that score; the lists that marks lead to have NPS alone.
    if is_blind or response.survey.family not in NPS_FAMILIES:
        return None
    return marks_of(response.workspace, responses=[response.pk]).get(response.pk)


def _is_mine_to_decide(request: MemberRequest, review: Review) -> bool:
    return review.decided_at is None and request.may("decide_answers") and not against(review, user=request.user)


def _asked_and_answered(response: Response, company: str, *, is_blind: bool) -> list[ShownQuestion]:
    version = response.version
    # The wording of a question may tell the group of the score: whoever decides without it reads the neutral one.
    score = None if is_blind else response.score
    given = {SCORE_FIELD: score, verbatim_field(version.questions): response.verbatim, **response.answers}
    wording = Wording(version.texts, response.language, company)
    shown = shown_questions(version.questions, wording, values={**given, **(response.not_asked or {})})
    # So does which questions for some groups were asked.
    return [each for each in shown if not (is_blind and each.groups)]


def _as_it_was(request: MemberRequest, response: Response) -> list[tuple[str, object, str, str]]:
    definitions = {each.key: each for each in properties_of(request.workspace.pk)}
    labels = {key: each.label for key, each in definitions.items()}
    every = Query(workspace_id=request.workspace.pk, timezone=request.workspace.timezone)
    found = []
    for key, value in sorted(response.properties.items(), key=lambda item: item[0] != ROLE_KEY):
        text = as_text(value)
        same = every.asking(role=text) if key == ROLE_KEY else every.of_property(key, text)
        shown = contact_role_word(text) if key == ROLE_KEY else value
        kind = definitions[key].kind if key in definitions else TEXT
        found.append((property_label(key, labels), shown, kind, address(request.workspace.slug, "comment_list", same)))
    return found
