"""The guests of an event, who are a group of their own: they are called, and some do not want to talk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kuule.contacts.models import Contact
from kuule.demo.rules import chance
from kuule.demo.rules.happening import members_of
from kuule.demo.rules.story import Story
from kuule.demo.rules.voices import Said, Voices
from kuule.demo.services.company import Company
from kuule.demo.services.groups import KNOWN_AHEAD, add_person, published
from kuule.dispatch.services.calls import begin_call, end_call
from kuule.responses.services.calls import key_in_answer
from kuule.surveys.models import Survey
from kuule.surveys.rules import read_reply
from kuule.surveys.rules.replies import SCORE_FIELD, verbatim_field
from kuule.surveys.selectors import newest_version
from kuule.workspaces.rules import ATTENDEE, Actor

CALL_TAKES = timedelta(minutes=4)
BETWEEN_CALLS = timedelta(minutes=11)
CALLS_FROM = 10
CALLER = "karin"


def call_attendees(company: Company, *, story: Story, now: datetime) -> None:
    """Call the guests of an event in the days after it, and key in what they say; some do not want to talk."""
    sketch = story.groups.attendees
    day = (now - timedelta(days=sketch.days_ago)).astimezone(ZoneInfo(company.workspace.timezone))
    at = day.replace(hour=CALLS_FROM, minute=0)
    guests = [add_person(company, each, ATTENDEE, at - KNOWN_AHEAD) for each in members_of(sketch, story)]
    survey = published(company, sketch.survey, "csat", ATTENDEE, at - timedelta(days=1))
    voices = Voices(sketch.scores, {}, sketch.comments)
    for number, (guest, outcome) in enumerate(zip(guests, sketch.calls, strict=False)):
        moment = at + BETWEEN_CALLS * number
        said = voices.speak(chance("guest", guest.email), moment, language=guest.language)
        _call(company, survey, guest, outcome, said)


def _call(company: Company, survey: Survey, guest: Contact, outcome: str, said: Said) -> None:
    member = company.members[CALLER]
    actor, at = Actor.user(member.user_id), said.at
    call = begin_call(contact=guest, survey=survey, actor=actor, now=at).call
    if call is None:
        return
    if outcome:
        end_call(call=call, outcome=outcome, said="", member=member, actor=actor, now=at + CALL_TAKES)
        return
    version = newest_version(company.workspace, survey=survey)
    given = {SCORE_FIELD: str(said.score), verbatim_field(version.questions): said.verbatim}
    key_in_answer(
        call=call,
        version=version,
        reply=read_reply(version.questions, given),
        language=said.language,
        member=member,
        actor=actor,
        now=at + CALL_TAKES,
    )
