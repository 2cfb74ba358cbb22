"""What the demo company tried out: things done to customers, and two messages after the thanks."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage
from kuule.demo.rules.story import SketchedTreatment, TryingSketch
from kuule.demo.selectors import relationship_answers
from kuule.demo.services.company import Company
from kuule.economics.models import MessageTest
from kuule.economics.rules.messages import languages_of
from kuule.economics.services.effects import TreatmentPlan, write_treatment
from kuule.economics.services.message_tests import (
    MessageTestSettings,
    count_tap,
    end_message_test,
    make_message_test,
    show_message,
    start_message_test,
)
from kuule.insight.models import Annotation

WRITER = "oskar"
WRITTEN_BEFORE = timedelta(days=6)
READS_FOR = timedelta(seconds=40)


def try_things_out(company: Company, *, told: TryingSketch, stage: Stage) -> None:
    """Write down what was done, a few days before each, and let respondents see messages while the test ran."""
    for sketch in told.treatments:
        _write(company, sketch, stage)
    _show_messages(company, told, stage)


def _write(company: Company, sketch: SketchedTreatment, stage: Stage) -> None:
    today = stage.now.astimezone(stage.zone).date()
    starts_on = stage.october if sketch.days_ago is None else today - timedelta(days=sketch.days_ago)
    marks = Annotation.objects.filter(workspace=company.workspace, day=starts_on)
    write_treatment(
        workspace=company.workspace,
        plan=TreatmentPlan(
            name=sketch.name,
            kind=sketch.kind,
            hypothesis=sketch.hypothesis,
            starts_on=starts_on,
            touched=sketch.touched,
            before_days=sketch.before_days,
            after_days=sketch.after_days,
            hoped_for=None if sketch.hoped_for is None else Decimal(sketch.hoped_for),
        ),
        annotation=marks.first(),
        member=company.members[WRITER],
        actor=company.actor,
        now=_morning(starts_on, stage) - WRITTEN_BEFORE,
    )


def _show_messages(company: Company, told: TryingSketch, stage: Stage) -> None:
    started, ended = (stage.now - timedelta(days=days) for days in (told.from_days_ago, told.until_days_ago))
    settings = MessageTestSettings(name=told.test, messages=told.messages, held_out=told.held_out)
    test = make_message_test(
        workspace=company.workspace,
        settings=settings,
        member=company.members[WRITER],
        actor=company.actor,
        now=started,
    )
    start_message_test(test=test, actor=company.actor, now=started)
    _let_people_see(test, told, since=started, until=ended)
    end_message_test(test=test, actor=company.actor, now=ended)


def _let_people_see(test: MessageTest, told: TryingSketch, *, since: datetime, until: datetime) -> None:
    answers = relationship_answers(test.workspace, since=since, until=until)
    for response in answers.filter(language__in=languages_of(test.messages)):
        shown = show_message(test=test, response=response, now=response.answered_at)
        if shown is not None and shown.message:
            luck = chance("tap", response.contact_id, response.answered_at.date())
            if luck.random() < told.taps[shown.group][shown.message - 1]:
                count_tap(shown=shown, now=response.answered_at + READS_FOR)


def _morning(day: date, stage: Stage) -> datetime:
    return datetime.combine(day, time(9), tzinfo=stage.zone)
