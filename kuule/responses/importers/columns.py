"""What the columns of a file of answers can become, and by which headers they are known."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import columns as people
from kuule.lib.words import search_words
from kuule.responses.rules import imported as to
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import text_for

ANSWER_FIELDS = (
    (to.SCORE, _("Score")),
    (to.ANSWERED_AT, _("When it was given")),
    (to.COMMENT, _("Comment")),
    (to.RESPONSE_ID, _("Your id of the answer")),
    (to.CHANNEL, _("Channel")),
    (to.SURVEY, _("Name of the survey")),
    (to.VERSION, _("Version of the survey")),
    (to.SCALE, _("Scale")),
    (to.VERDICT, _("Verdict")),
    (to.NOTES, _("Notes")),
)

# In English, Finnish, Swedish and Norwegian, and as common systems write them, folded as `search_words` does.
_HEADERS = {
    to.SCORE: (
        "score|nps|nps score|rating|answer|recommend|likelihood to recommend|how likely|value|grade|arvosana|pisteet|"
        "suosittelu|suositteluhalukkuus|nps arvosana|betyg|poang|karakter|vurdering"
    ),
    to.ANSWERED_AT: (
        "answered at|answered|date|response date|responded at|submitted at|submitted|submit date|created at|timestamp|"
        "survey date|completed at|recorded date|end date|date submitted|response time|vastattu|vastausaika|"
        "vastauspaiva|paiva|paivamaara|pvm|aika|aikaleima|luotu|datum|svarsdatum|besvarad|dato|svardato"
    ),
    to.COMMENT: (
        "comment|comments|verbatim|feedback|open feedback|reason|why|text|kommentti|kommentit|palaute|avoin palaute|"
        "avoin vastaus|perustelu|miksi|kommentar|motivering|begrunnelse"
    ),
    to.RESPONSE_ID: (
        "response id|answer id|responseid|survey response id|submission id|vastauksen id|vastaustunnus|vastaus id|"
        "svars id"
    ),
    to.CHANNEL: "channel|kanava|kanal",
    to.SURVEY: "survey|survey name|kysely",
    to.VERSION: "survey version",
    to.SCALE: "scale|asteikko|survey type|surveytype",
    to.VERDICT: "verdict",
    to.NOTES: "notes|internal notes|muistiinpanot|anteckningar|notater",
    people.PHONE: "person phone number|personphonenumber",
    people.EXTERNAL_ID: (
        "person|personid|contact id|person id|customer id|external id|your id|id of the person|asiakastunnus"
    ),
    people.SKIP: (
        "group|nps group|segment nps|ryhma|not asked|updated at|updatedat|permalink|person created at|"
        "person last sent at|person last responded at|person next survey scheduled at"
    ),
}
_BY_HEADER = {header: target for target, headers in _HEADERS.items() for header in headers.split("|")}


def recognised(questions: Sequence[Question], language: str) -> dict[str, str]:
    """Return what headers mean in a file of answers: folded header → target."""
    known = dict(_BY_HEADER)
    for question in questions:
        target = f"{to.QUESTION}{question['key']}"
        title = text_for(question["texts"].get("title", {}), language)
        for header in (question["key"], f"{title} (answer.{question['key']})"):
            known[" ".join(search_words(header))] = target
        # Other systems name the column by the question itself.
        known.setdefault(" ".join(search_words(title)), target)
        known[" ".join(search_words(f"{title} (answer.{question['key']}, in words)"))] = people.SKIP
    return known


# In a file with one of these an `id` is that of the answer: the person has their own.
_OF_PERSON = frozenset({"person", "person id", "person email", "survey type", "permalink"})


def meanings_in(headers: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    """Return what headers mean in a file that has all of these."""
    folded = {" ".join(search_words(header)) for header in headers}
    return {**known, "id": to.RESPONSE_ID} if folded & _OF_PERSON else known


def question_fields(questions: Sequence[Question], language: str) -> list[tuple[str, str | Promise]]:
    """Return the further questions of a survey as targets with their words."""
    return [
        (f"{to.QUESTION}{each['key']}", text_for(each["texts"].get("title", {}), language) or each["key"])
        for each in questions
    ]
