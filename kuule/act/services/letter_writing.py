"""Making the mail of a letter: in the language of its reader, with links and a place for the reply."""

import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from kuule.act.channels.kept_files import content_type_of
from kuule.act.models import IncomingLetter, Letter, LetterFile
from kuule.act.rules.letters import WITH_LINK, is_personal
from kuule.act.rules.links import reply_address
from kuule.act.selectors.letter_references import reference_of_letter
from kuule.act.wordings import wording_for
from kuule.act.wordings.persons import name_of
from kuule.contacts.selectors import address_hash
from kuule.dispatch.channels.base import EnclosedFile, Envelope
from kuule.dispatch.channels.words import one_line
from kuule.dispatch.rules import HANDED_OVER
from kuule.lib.tokens import hash_token, mint_token

LONGEST_NAME = 100
# So many earlier mails are named in a mail, the last ones.
MOST_REFERENCES = 10


def envelope_of(letter: Letter) -> Envelope:
    """Write the mail of a letter, and note on the letter what it is known by from now on; whoever calls saves it."""
    with (
        translation.override(language_of(letter)),
        timezone.override(ZoneInfo(letter.workspace.timezone)),
    ):
        letter.link_token = mint_token() if letter.purpose in WITH_LINK else ""
        letter.link_hash = hash_token(letter.link_token) if letter.link_token else None
        subject, text, html, stop_url = wording_for(letter.purpose).parts(letter)
    address = letter.contact.email if letter.contact else letter.member.user.email if letter.member else ""
    letter.message_id = f"<{secrets.token_hex(16)}@{urlsplit(settings.KUULE_BASE_URL).hostname or 'localhost'}>"
    letter.address_hash = address_hash(letter.workspace, address=address)
    return Envelope(
        workspace_id=letter.workspace_id,
        sender_name=_sender_name(letter),
        sender_address=letter.workspace.sender_email,
        to_address=address,
        subject=subject,
        text=text,
        html=html,
        stop_url=stop_url,
        message_id=letter.message_id,
        reference=reference_of_letter(letter),
        reply_to=_reply_to(letter),
        answers_to=tuple(_thread(letter)),
        is_automatic=not is_personal(letter.purpose),
        files=tuple(_files(letter)),
    )


def language_of(letter: Letter) -> str:
    """Return the language of a letter: the one it was written in, else that of its reader, else of the company."""
    spoken = {code for code, _name in settings.LANGUAGES}
    reader = letter.contact.language if letter.contact else letter.member.user.language if letter.member else ""
    wanted = (letter.language, reader, letter.workspace.language, settings.LANGUAGE_CODE)
    plain = (each.partition("-")[0] for each in wanted)
    return next((each for each in plain if each in spoken), settings.LANGUAGE_CODE)


def _sender_name(letter: Letter) -> str:
    company = letter.workspace.sender_name or letter.workspace.name
    person = name_of(letter.written_by) if is_personal(letter.purpose) else ""
    return one_line(f"{person}, {company}" if person else company, LONGEST_NAME)


def _reply_to(letter: Letter) -> str:
    """Return where the customer's reply goes; a member who answers a mail of Kuule writes to nobody's customer."""
    if not settings.KUULE_REPLY_ADDRESS or letter.contact is None:
        return ""
    token = secrets.token_hex(16)
    letter.reply_hash = hash_token(token)
    return reply_address(settings.KUULE_REPLY_ADDRESS, token)


def _thread(letter: Letter) -> Iterator[str]:
    if letter.case is None or letter.contact is None:
        return
    sent = Letter.objects.filter(case=letter.case, contact=letter.contact, state=HANDED_OVER).exclude(message_id="")
    came = IncomingLetter.objects.filter(case=letter.case, is_automatic=False, message_id__startswith="<")
    all_of_it = [
        *sent.values_list("handed_over_at", "message_id"),
        *came.values_list("received_at", "message_id"),
    ]
    known = sorted((at, name) for at, name in all_of_it if at is not None)
    yield from (name for _at, name in known[-MOST_REFERENCES:])


def _files(letter: Letter) -> Iterator[EnclosedFile]:
    for each in LetterFile.objects.filter(letter=letter.pk).order_by("pk"):
        with each.file.open("rb") as file:
            yield EnclosedFile(each.name, content_type_of(each.name), file.read())
