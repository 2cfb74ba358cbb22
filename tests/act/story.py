"""Who the story of the closed loop is about, and what goes to and fro between them."""

import csv
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests.dispatch.test_bounce_mailbox import signed_in
from tests.main_job.installation import Installation, survey_links, wait_for

OTTO = "otto@skies.example"
LEENA = "leena@skies.example"


@dataclass(frozen=True)
class Customer:
    """Somebody who is asked three times, and the scores they give; None where they keep silent."""

    name: str
    account: str
    region: str
    scores: tuple[int | None, int | None, int | None]
    words: str = ""

    @property
    def email(self) -> str:
        """Where they are asked."""
        return f"{self.name.split()[0].lower()}@{self.account.split()[0].lower()}.example"


KARI = Customer("Kari Nordmann", "Fjord Shipping", "North", (2, 9, 9), "The invoices were wrong three times.")
IDA = Customer("Ida Lund", "Fjord Shipping", "North", (3, None, None), "Wrong invoices again.")
NILS = Customer("Nils Berg", "Fjord Shipping", "North", (4, None, None), "Nobody answers the phone.")
RAISED = (KARI, IDA, NILS)

# Passives and promoters: in the North, where invoices were mended, scores rise after that; in the South they stay.
NORTH = ((7, 8, 9), (8, 7, 10), (7, 8, 9), (8, 7, 8), (9, 7, 9), (7, 9, 10), (8, 7, 9), (7, 8, 9))
SOUTH = ((7, 8, 8), (9, 9, 9), (8, 7, 7), (7, 7, 8), (8, 8, 7), (7, 7, 9), (9, 8, 8), (8, 9, 7))
OTHERS = tuple(
    Customer(f"{region}{number}", f"{region}firm{number} Ltd", region, scores)
    for region, rows in (("North", NORTH), ("South", SOUTH))
    for number, scores in enumerate(rows)
)
EVERYBODY = (*RAISED, *OTHERS)


def write_people(file: Path) -> Path:
    """Write the list of customers as a company has it."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["Name", "E-mail", "Account", "Account region"])
        rows.writerows([each.name, each.email, each.account, each.region] for each in EVERYBODY)
    return file


def write_money(file: Path) -> Path:
    """Write what Fjord Shipping paid in the twelve months until May: 60,000."""
    days = [*(f"2025-{month:02}-15" for month in range(6, 13)), *(f"2026-{month:02}-15" for month in range(1, 6))]
    lines = [f"{number},{day},{KARI.account},5000,EUR" for number, day in enumerate(days)]
    file.write_text("\n".join(["Invoice number,Date,Account,Amount,Currency", *lines]))
    return file


def mail_to(kuule: Installation, address: str, subject: str) -> EmailMessage:
    """Wait for a mail to an address whose subject has these words."""
    return wait_for(
        f"a mail to {address} about “{subject}”", lambda: next(iter(mails_to(kuule, address, subject)), None)
    )


def mails_to(kuule: Installation, address: str, subject: str = "") -> list[EmailMessage]:
    """Return what came to an address with these words in its subject, the oldest first."""
    return [each for each in list(kuule.postbox.mails.get(address, [])) if subject in str(each["Subject"])]


def asked(kuule: Installation, customer: Customer) -> list[EmailMessage]:
    """Return the mails in which a customer was asked for a score."""
    return [each for each in mails_to(kuule, customer.email) if survey_links(each)]


def links_to_answer(kuule: Installation, customer: Customer, wave: int) -> list[str]:
    """Wait until a customer is asked once more; return the links of the scores."""
    wait_for(f"survey {wave + 1} to {customer.email}", lambda: len(asked(kuule, customer)) > wave)
    return survey_links(asked(kuule, customer)[wave])


def text_of(mail: EmailMessage) -> str:
    """Return what a mail says to whoever reads it as plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return "\n".join(str(part.get_content()).splitlines())


def link_in(mail: EmailMessage, path: str) -> str:
    """Return the first link of a mail whose path fits a pattern."""
    found = re.search(rf"http://127\.0\.0\.1:\d+{path}", text_of(mail))
    assert found is not None, text_of(mail)
    return found[0]


def reply_to(letter: EmailMessage, customer: Customer, words: str) -> EmailMessage:
    """Return what the mail program of a customer makes of an answer, with the letter quoted below it."""
    reply = EmailMessage()
    reply["From"], reply["To"] = f"{customer.name} <{customer.email}>", str(letter["Reply-To"])
    reply["Subject"], reply["Message-ID"] = f"Re: {letter['Subject']}", "<answer.1@fjord.example>"
    reply["In-Reply-To"] = reply["References"] = str(letter["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in text_of(letter).splitlines())
    reply.set_content(f"{words}\n\nOn Mon, Feb 2, 2026 at 10:30 AM {letter['From']} wrote:\n\n{quoted}\n")
    return reply


def put_into_mailbox(port: int, mail: EmailMessage) -> None:
    """Let a mail arrive in the mailbox that replies come to."""
    with signed_in(port) as server:
        server.append("INBOX", "", None, mail.as_bytes().replace(b"\n", b"\r\n"))  # type: ignore[arg-type]


def empty_mailbox(port: int) -> None:
    """Throw away what the server put into the mailbox when it made it."""
    with signed_in(port) as server:
        server.store("1:*", "+FLAGS", r"(\Deleted)")
        server.expunge()


def change_of(region: str) -> float:
    """Return by how many points the score of a region rose from the second survey to the third, by definition."""
    before, after = (
        [score for each in EVERYBODY if each.region == region and (score := each.scores[wave]) is not None]
        for wave in (1, 2)
    )
    return nps(after) - nps(before)


def nps(scores: list[int]) -> float:
    """% promoters − % detractors."""
    return 100 * (sum(each >= 9 for each in scores) - sum(each <= 6 for each in scores)) / len(scores)
