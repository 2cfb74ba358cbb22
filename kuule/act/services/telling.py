"""You said, we did: telling exactly those who raised something what was done about it, each of them once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from kuule.act.models import Initiative, Telling
from kuule.act.rules.initiatives import DONE, MEASURED, TELLING
from kuule.act.rules.letters import TOLD_DONE
from kuule.act.rules.telling import LEFT_OUT, TO_TELL, TOLD_PERSON, decide_to_tell, language_to_tell
from kuule.act.selectors.evidence import those_who_raised
from kuule.act.selectors.telling import Recipients
from kuule.act.services.initiatives import write_entry
from kuule.act.services.letters import write_letter
from kuule.dispatch.rules import DROP, HOLD
from kuule.responses.models import Response
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

Texts = Mapping[str, Mapping[str, str]]
MAY_BE_TOLD = (DONE, MEASURED)


@transaction.atomic
def write_telling(*, initiative: Initiative, texts: Texts, actor: Actor, now: datetime) -> None:
    """Keep the mail to those who raised it, by language: `{"fi": {"subject": …, "words": …}}`.

    Mails that are written already stay as they are. A text without a subject or words is no text.
    """
    kept = {
        language: {"subject": text["subject"].strip(), "words": text["words"].strip()}
        for language, text in texts.items()
        if text["subject"].strip() and text["words"].strip()
    }
    Initiative.objects.filter(pk=initiative.pk).update(told=kept)
    record(workspace=initiative.workspace, actor=actor, act="telling_written", subject=initiative, now=now)
    initiative.refresh_from_db(fields=["told"])


@transaction.atomic
def word_for_everybody(
    *,
    initiative: Initiative,
    said: Mapping[str, str],
    did: Mapping[str, str],
    is_public: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what customers at large read: what was said, what was done, each by language.

    Raises Refused: "not_done" where nothing is done yet, "nothing_said" where a part is missing in every language.
    """
    if is_public and initiative.state not in MAY_BE_TOLD:
        raise Refused("not_done")
    both = {each for each in said if said[each].strip() and did.get(each, "").strip()}
    if is_public and not both:
        raise Refused("nothing_said")
    kept = {language: said[language].strip() for language in said if said[language].strip()}
    done = {language: did[language].strip() for language in did if did[language].strip()}
    Initiative.objects.filter(pk=initiative.pk).update(said=kept, did=done, is_public=is_public)
    record(workspace=initiative.workspace, actor=actor, act="public_wording_kept", subject=initiative, now=now)
    initiative.refresh_from_db(fields=["said", "did", "is_public"])


@transaction.atomic
def tell_those_who_raised_it(
    *, initiative: Initiative, actor: Actor, now: datetime, member: Member | None = None
) -> int:
    """Let everybody who raised it be told; a drain writes their mails. Return how many people are new to it.

    Done again, only who has come to the evidence since is new. Raises Refused: "not_done" or "no_text".
    """
    mine = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if mine.state not in MAY_BE_TOLD:
        raise Refused("not_done")
    if not mine.told:
        raise Refused("no_text")
    raised = those_who_raised(mine)
    known = set(mine.tellings.values_list("contact_id", flat=True))
    new = [
        Telling(
            workspace_id=mine.workspace_id,
            initiative=mine,
            contact_id=contact,
            response_id=response,
            begun_at=now,
            look_at=now,
        )
        for contact, response in sorted(raised.items())
        if contact not in known
    ]
    Telling.objects.bulk_create(new, batch_size=500)
    mine.telling_began_at = mine.telling_began_at or now
    mine.save(update_fields=["telling_began_at"])
    if new:
        write_entry(initiative=mine, kind=TELLING, by=member, now=now, people=len(new))
        record(workspace=mine.workspace, actor=actor, act="telling_begun", subject=mine, now=now)
    initiative.refresh_from_db()
    return len(new)


def decide_tellings(*, tellings: Sequence[Telling], now: datetime) -> int:
    """Decide about people of one workspace who are to be told, and write the mails. Return how many were looked at.

    Each person is a transaction of their own: their mail and that they were told are written together, so that a crash
    anywhere neither forgets nor repeats anybody. No audit line: each row is its own record.
    """
    if not tellings:
        return 0
    workspace = tellings[0].initiative.workspace
    recipients = Recipients(workspace, contact_ids=[each.contact_id for each in tellings], now=now)
    for each in tellings:
        _decide(each, recipients, now=now)
    return len(tellings)


@transaction.atomic
def _decide(shown: Telling, recipients: Recipients, *, now: datetime) -> None:
    telling = Telling.objects.select_for_update(of=("self",)).filter(pk=shown.pk, state=TO_TELL).first()
    contact = recipients.contacts.get(shown.contact_id)
    if telling is None or contact is None:
        return
    initiative = shown.initiative
    language, _is_other = language_to_tell(
        contact.language, written=initiative.told, fallback=initiative.workspace.language
    )
    decision = decide_to_tell(recipients.of(contact, has_text=bool(language)), begun_at=telling.begun_at, now=now)
    telling.reason, telling.look_at = decision.rule, decision.until if decision.verdict == HOLD else None
    if decision.verdict == DROP:
        telling.state, telling.decided_at = LEFT_OUT, now
    elif decision.verdict != HOLD:
        telling.state, telling.decided_at = TOLD_PERSON, now
        telling.letter = write_letter(
            workspace=initiative.workspace,
            purpose=TOLD_DONE,
            to=contact,
            now=now,
            language=language,
            params={"initiative": initiative.pk, "heard_on": _heard_on(telling)},
            once_key=f"told-done {initiative.pk} {contact.pk}",
            **initiative.told[language],
        )
        recipients.note_told(contact)
    telling.save(update_fields=["state", "reason", "look_at", "decided_at", "letter"])


def _heard_on(telling: Telling) -> str:
    if telling.response_id is None:
        return ""
    heard_at = Response.objects.values_list("answered_at", flat=True).get(pk=telling.response_id)
    return heard_at.date().isoformat()
