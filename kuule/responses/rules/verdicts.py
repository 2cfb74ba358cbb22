"""Was it a person? Mail scanners open every link, and some send forms; an answer is only what a person sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

PERSON, UNCLEAR, SCANNER = "person", "unclear", "scanner"
VERDICTS = (PERSON, UNCLEAR, SCANNER)

# Why a look is what it is.
OPENED, HEAD, PREFETCH, LINK_PREVIEW, ALL_LINKS, ANSWERED_AFTER = (
    "opened",
    "head",
    "prefetch",
    "link_preview",
    "all_links",
    "answered_after",
)
# Why a save is what it is.
SIGNAL, TIME, TOO_QUICK, UNSIGNED = "signal", "time", "too_quick", "unsigned"
# Why an answer is what it is that was looked at once more.
CONFIRMED, DECIDED = "confirmed", "decided"

# Nobody reads a question and answers it faster.
LEAST_SECONDS = 2.0
# A mail has up to eleven links that hold a score. Whoever corrects a slip of the finger opens two or three of them.
MANY_LINKS = 4
AT_ONCE = timedelta(seconds=10)
# A storm of visits must not fill the disk: of each invitation so many are kept, further ones are only counted.
CLICKS_KEPT = 100

# Headers by which browsers say that a page is asked for ahead of somebody.
PURPOSE_HEADERS = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")
# What asks for pages ahead of people, and what draws the little cards under links in chats.
PREFETCH_WORDS = ("prefetch", "preview", "prerender")
PREVIEW_AGENTS = (
    "slackbot",
    "facebookexternalhit",
    "twitterbot",
    "linkedinbot",
    "whatsapp",
    "telegrambot",
    "discordbot",
    "skypeuripreview",
    "microsoftpreview",
    "safelinks",
    "bingpreview",
    "googleimageproxy",
    "google-read-aloud",
    "applebot",
    "embedly",
    "iframely",
)


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What is known of one visit to a link.

    `seconds_shown` is how long the page was open whose form came, None where its seal is missing or false.
    `has_signal` says that the page saw a real finger, mouse or key. `links_at_once` is how many different scores of
    this mail were opened within `AT_ONCE` of the page.
    """

    method: str
    seconds_shown: float | None = None
    has_signal: bool = False
    links_at_once: int = 0
    is_prefetch: bool = False
    is_preview: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who was there, and a code that says why."""

    verdict: str
    reason: str


# An answer that came by no form, so that there is nothing to doubt.
UNDOUBTED = Verdict(PERSON, "")


@dataclass(frozen=True, slots=True)
class RawClick:
    """One visit as it is kept, and the verdict on it."""

    at: datetime
    method: str
    act: str
    verdict: Verdict
    score: int | None = None
    seconds_shown: float | None = None
    address_hash: str = ""
    user_agent: str = ""


def verdict_on(facts: VisitFacts) -> Verdict:
    """Decide who was there. A look never answers; the table in `docs/answering.md` says the same in words."""
    return _verdict_on_a_save(facts) if facts.method == "POST" else _verdict_on_a_look(facts)


def _verdict_on_a_save(facts: VisitFacts) -> Verdict:
    is_sealed = facts.seconds_shown is not None
    if is_sealed and facts.has_signal:
        return Verdict(PERSON, SIGNAL)
    if facts.links_at_once >= MANY_LINKS:
        return Verdict(SCANNER, ALL_LINKS)
    if facts.seconds_shown is not None and facts.seconds_shown >= LEAST_SECONDS:
        return Verdict(PERSON, TIME)
    if facts.is_prefetch or facts.is_preview:
        return Verdict(UNCLEAR, PREFETCH if facts.is_prefetch else LINK_PREVIEW)
    return Verdict(UNCLEAR, TOO_QUICK if is_sealed else UNSIGNED)


def _verdict_on_a_look(facts: VisitFacts) -> Verdict:
    if facts.links_at_once >= MANY_LINKS:
        return Verdict(SCANNER, ALL_LINKS)
    if facts.method == "HEAD":
        return Verdict(SCANNER, HEAD)
    if facts.is_prefetch:
        return Verdict(SCANNER, PREFETCH)
    if facts.is_preview:
        return Verdict(SCANNER, LINK_PREVIEW)
    return Verdict(UNCLEAR, OPENED)


def is_weaker(verdict: str, than: str) -> bool:
    """Tell whether one verdict says less for a person than another. A weaker save never replaces a stronger one."""
    return VERDICTS.index(verdict) > VERDICTS.index(than)


def is_prefetch(purposes: Sequence[str]) -> bool:
    """Tell whether the headers about the purpose of a request say that nobody has asked for the page yet."""
    return any(word in purpose.lower() for purpose in purposes for word in PREFETCH_WORDS)


def is_preview(user_agent: str) -> bool:
    """Tell whether a program introduces itself as one that draws previews of links."""
    return any(name in user_agent.lower() for name in PREVIEW_AGENTS)


def in_hindsight(clicks: Sequence[RawClick]) -> list[RawClick]:
    """Return the visits of one invitation, the earliest first, with what became clear about them later.

    A look that was unclear was a person's when a person's answer followed from the same place.
    """
    people: set[tuple[str, str]] = set()
    told: list[RawClick] = []
    for click in reversed(clicks):
        place = click.address_hash, click.user_agent
        if click.method == "POST" and click.verdict.verdict == PERSON:
            people.add(place)
        is_theirs = place in people and click.verdict == Verdict(UNCLEAR, OPENED)
        told.append(replace(click, verdict=Verdict(PERSON, ANSWERED_AFTER)) if is_theirs else click)
    return told[::-1]
