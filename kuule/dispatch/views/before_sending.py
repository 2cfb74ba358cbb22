"""What will happen, shown before anything is sent: who is asked, who is held back, and how the mail looks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.contacts.selectors import capped_count, contacts_matching
from kuule.dispatch.channels.email import sender
from kuule.dispatch.forms import AUDIENCE, WaveForm
from kuule.dispatch.rules import language_for
from kuule.dispatch.selectors import Forecast, decisions_before_sending
from kuule.dispatch.selectors.audiences import audience_for
from kuule.dispatch.services import sample_letter, sample_text
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version
from kuule.workspaces.auth import MemberRequest

# So many people are looked at while a page is made; for more the page comes first and the figures follow.
QUICK = 2_000
# For more than these nothing is worked out unless somebody asks for it: it takes seconds.
MANY = 200_000


@dataclass(frozen=True, slots=True)
class MailLanguage:
    """A language of the survey, and how many people will get their mail in it."""

    code: str
    people: int
    is_shown: bool


def before_sending(request: MemberRequest, form: WaveForm, *, now: datetime, at_most: int | None) -> dict[str, Any]:
    """Return the context of `_before_sending.html`.

    For more than `at_most` people only their number is counted; None means to work it out for any number.
    """
    survey, audience = form.chosen_survey, form.audience
    if survey is None or audience is None or "sample_margin" in form.errors:
        return {
            "problems": [
                error for name in ("survey", "sample_margin", *AUDIENCE) for error in form.errors.get(name, [])
            ]
        }
    channels = form.cleaned_data.get("channels") or [EMAIL]
    people = contacts_matching(request.workspace, filter=audience_for(survey, audience))
    count = 0 if at_most is None else capped_count(people, cap=at_most)
    forecast = None
    if at_most is None or count <= at_most:
        forecast = decisions_before_sending(
            request.workspace,
            survey=survey,
            audience=audience,
            now=form.due_or(now),
            channels=channels,
            sample=form.sample,
        )
    return {
        "forecast": forecast,
        "comes_later": forecast is None and at_most == QUICK,
        "is_too_many": forecast is None and at_most == MANY,
        "many": MANY,
        **_mail(request, survey, forecast, has_text=SMS in channels),
    }


def _mail(request: MemberRequest, survey: Survey, forecast: Forecast | None, *, has_text: bool) -> dict[str, Any]:
    version = published_version(request.workspace, survey=survey)
    if version is None:
        return {}
    people = forecast.languages if forecast else {}
    picked = request.POST.get("look_at") or request.POST.get("picked", "")
    shown = language_for(picked, offered=version.languages, fallback=next(iter(people), request.workspace.language))
    letter = sample_letter(workspace=request.workspace, version=version, language=shown, name=request.user.name)
    return {
        "survey": survey,
        "letter": letter,
        "text_message": sample_text(workspace=request.workspace, version=version, language=shown) if has_text else "",
        "sender": sender(letter.sender_name, letter.sender_address),
        "shown": shown,
        "picked": picked if picked == shown else "",
        "languages": [MailLanguage(code, people.get(code, 0), code == shown) for code in version.languages],
    }
