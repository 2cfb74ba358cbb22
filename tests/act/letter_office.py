"""A customer with a case, and what the tests of letters say to each other."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from kuule.act.models import Case, Letter
from kuule.act.rules import DETRACTOR
from kuule.act.services.correspondence import Words, write_to_customer
from kuule.act.services.incoming import take_mail
from kuule.act.services.letter_handover import due_letters, hand_over_letter
from kuule.act.services.opening import CasePlan, open_case
from kuule.contacts.models import Contact
from kuule.contacts.services import add_contact
from kuule.dispatch.channels import new_channel
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.dispatch.conftest import Post

AINO = "aino@fjord.example"
REPLY_PLACE = "reply@kuule.example"
WRITTEN = Words(subject="Your broken crane", text="Hello Aino,\n\nshall I call you tomorrow?", language="en")

Send = Callable[..., list[str | None]]


@pytest.fixture
def aino(nordlys: Company, now: datetime) -> Contact:
    return add_contact(workspace=nordlys.workspace, name="Aino Salminen", email=AINO, actor=SYSTEM, now=now)


@pytest.fixture
def case(nordlys: Company, aino: Contact, now: datetime) -> Case:
    """Aino's case, which is Frida's."""
    plan = CasePlan(reason=DETRACTOR, due_at=now + timedelta(hours=24), contact=aino, owner=nordlys.frida)
    made = open_case(workspace=nordlys.workspace, plan=plan, actor=SYSTEM, now=now)
    Letter.objects.all().delete()
    return made


@pytest.fixture
def send(settings: pytest.FixtureRequest) -> Send:
    """Hand over every letter that is due at a moment; replies have a place to go to."""
    settings.KUULE_REPLY_ADDRESS = REPLY_PLACE  # type: ignore[attr-defined]

    def hand_over(at: datetime) -> list[str | None]:
        channel = new_channel("email")
        try:
            return [hand_over_letter(letter_id=pk, channel=channel, now=at) for pk in due_letters(now=at, limit=100)]
        finally:
            channel.close()

    return hand_over


@pytest.fixture
def written(nordlys: Company, case: Case, post: Post, send: Send, now: datetime) -> EmailMessage:
    """A letter of Frida's, as it reached Aino."""
    write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=now)
    send(now + timedelta(minutes=2))
    [letter] = post.letters
    post.letters.clear()
    return letter


def answer_to(letter: EmailMessage, text: str = "Yes please.", sender: str = AINO, **headers: str) -> EmailMessage:
    """Return what somebody answers to a letter, as a mail program makes it."""
    reply = EmailMessage()
    reply["From"], reply["To"] = f"Aino Salminen <{sender}>", str(letter["Reply-To"] or letter["From"])
    reply["Subject"], reply["Message-ID"] = f"Re: {letter['Subject']}", f"<{abs(hash((text, sender)))}@fjord.example>"
    reply["In-Reply-To"] = reply["References"] = str(letter["Message-ID"])
    for name, value in headers.items():
        del reply[name.replace("_", "-")]
        reply[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in WRITTEN.text.splitlines())
    reply.set_content(
        f"{text}\n\nOn Fri, Nov 20, 2026 at 12:02 PM Frida, Nordlys Energy <x@y.example> wrote:\n{quoted}\n"
    )
    return reply


def comes_in(mail: EmailMessage | bytes, at: datetime | None = None, **how: object) -> tuple[str, bool]:
    """Let a mail come in; return what became of it and whether all of it is kept."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    return take_mail(raw=raw, now=at or timezone.now(), **how)  # type: ignore[arg-type]
