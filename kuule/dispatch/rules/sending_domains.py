"""What SPF, DKIM and DMARC say about a domain, what to do about it, and how a new domain earns trust: pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

SPF, DKIM, DMARC = "spf", "dkim", "dmarc"

# What was found of one of them.
FINE, MISSING, BROKEN, SEVERAL, OPEN_TO_ALL, NOT_NAMED, REVOKED, WATCHING, NO_ANSWER, NOT_KNOWN = (
    "fine",
    "missing",
    "broken",
    "several",
    "open_to_all",
    "not_named",
    "revoked",
    "watching",
    "no_answer",
    "not_known",
)
# Nobody but the one who runs such a domain can sign for it.
MAILBOX_DOMAINS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com"),
        *("proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "aol.com", "mail.com", "zoho.com"),
        *("luukku.com", "kolumbus.fi"),
    }
)
# What a domain must allow so that the provider may send in its name.
SPF_OF_PROVIDER: Mapping[str, str] = {
    "amazon-ses": "amazonses.com",
    "brevo": "spf.brevo.com",
    "mailersend": "_spf.mailersend.net",
    "mailgun": "mailgun.org",
    "mailjet": "spf.mailjet.com",
    "mandrill": "spf.mandrillapp.com",
    "postmark": "spf.mtasv.net",
    "resend": "amazonses.com",
    "sendgrid": "sendgrid.net",
    "sparkpost": "sparkpostmail.com",
}
# Names that providers give their keys, tried when nobody says one.
USUAL_SELECTORS = (
    *("default", "dkim", "mail", "k1", "k2", "k3", "s1", "s2", "selector1", "selector2", "google", "mandrill"),
    *("mxvault", "pm", "brevo1", "brevo2", "mailjet", "resend", "smtp", "mta"),
)

FIRST_DAY, GROWTH, LAST_DAY = 50, 1.5, 21


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of SPF, DKIM or DMARC: a code, the record as it stands, and what belongs to the wording."""

    about: str
    code: str
    record: str = ""
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the finding as it is kept."""
        return asdict(self)


def domain_of(address: str) -> str:
    """Return the domain of an address, in lower case, "" for none."""
    return address.rpartition("@")[2].strip().lower().rstrip(".")


def is_mailbox_domain(domain: str) -> bool:
    """Tell whether a domain belongs to a provider of mailboxes, who alone can sign for it."""
    return domain in MAILBOX_DOMAINS


def spf_includes(parsed: Mapping[str, Any]) -> set[str]:
    """Return all domains that an SPF record refers to, through whatever it includes."""
    found: set[str] = set()
    for each in parsed.get("mechanisms", ()):
        if each.get("mechanism") == "include":
            found |= {str(each.get("value", "")).lower()}
            found |= spf_includes(each.get("parsed") or {})
    redirect = parsed.get("redirect") or {}
    return found | (
        {str(redirect.get("domain", "")).lower()} | spf_includes(redirect.get("parsed") or {}) if redirect else set()
    )


def most_while_warming(since: date, today: date) -> int | None:
    """Return how many mails a domain sends on a day while it warms up; None when it is warm.

    50 on the first day and half as many more on each that follows, for three weeks: mailbox providers distrust a
    domain of which they suddenly see much.
    """
    day = (today - since).days
    return None if day >= LAST_DAY else int(FIRST_DAY * GROWTH ** max(day, 0))
