"""Answers to the ready questions about money that were not read yet, or changed since."""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from kuule.economics.models import AnswerTold
from kuule.economics.rules.told_answers import QUESTIONS
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import SurveyVersion


def answers_to_read() -> QuerySet[Response]:
    """Return the answers by name, of people and finished, that are to be read; the first given first."""
    moment = Coalesce("changed_at", "answered_at")
    read = AnswerTold.objects.filter(response=OuterRef("pk"), as_of__gte=OuterRef("moment"))
    answers = Response.objects.filter(
        version__in=_versions_that_ask(), contact__isnull=False, verdict=PERSON, is_finished=True
    )
    return answers.annotate(moment=moment).filter(~Exists(read)).select_related("workspace").order_by("moment", "pk")


def _versions_that_ask() -> list[int]:
    # There are far fewer wordings than answers: they are looked through first.
    versions = SurveyVersion.objects.filter(published_at__isnull=False, survey__is_anonymous=False)
    rows = versions.values_list("pk", "questions").iterator(chunk_size=500)
    return [pk for pk, questions in rows if QUESTIONS.intersection(each["key"] for each in questions)]
