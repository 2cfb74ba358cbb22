"""What was heard elsewhere: added by hand, deleted with a reason, and forgotten with the person or with time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kuule.contacts.models import Account, Contact
from kuule.lib.ids import digest_of
from kuule.responses.models import Heard, HeardRemoval
from kuule.responses.rules.heard import Rating, content_key, is_web_link, named_source
from kuule.responses.selectors.coarse import coarse_properties, is_account_large
from kuule.responses.services.forgetting import start_of_day
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardThing:
    """What somebody said elsewhere, as it is told by hand."""

    source: str
    said_at: datetime
    words: str = ""
    heading: str = ""
    author: str = ""
    link: str = ""
    language: str = ""
    rating: Rating | None = None
    reach: int | None = None
    account: Account | None = None
    contact: Contact | None = None


@transaction.atomic
def add_heard(*, workspace: Workspace, thing: HeardThing, actor: Actor, now: datetime) -> Heard:
    """Keep what was heard. Raises Refused("nothing_said"), Refused("bad_link") or Refused("known")."""
    if not (thing.words or thing.heading or thing.rating):
        raise Refused("nothing_said")
    if thing.link and not is_web_link(thing.link):
        raise Refused("bad_link")
    source = named_source(thing.source)
    who = (thing.author, str(thing.account.pk) if thing.account else "")
    key = content_key(source, thing.said_at, *who, thing.heading, thing.words, str(thing.rating))
    if Heard.objects.filter(workspace=workspace, source=source, external_id=key).exists():
        raise Refused("known")
    heard = Heard.objects.create(
        workspace=workspace,
        source=source,
        external_id=key,
        url=thing.link,
        author=thing.author,
        contact=thing.contact,
        account=thing.account or (thing.contact.account if thing.contact else None),
        title=thing.heading,
        verbatim=thing.words,
        language=thing.language,
        rating=thing.rating.value if thing.rating else None,
        scale=thing.rating.scale if thing.rating else "",
        reach=thing.reach,
        said_at=thing.said_at,
    )
    record(workspace=workspace, actor=actor, act="heard_added", subject=heard, now=now)
    return heard


@transaction.atomic
def delete_heard(*, heard: Heard, reason: str, actor: Actor, now: datetime) -> None:
    """Delete what was heard, and keep why; a file does not bring it back. Raises Refused("empty")."""
    if not reason.strip():
        raise Refused("empty")
    HeardRemoval.objects.create(
        workspace_id=heard.workspace_id,
        key=digest_of(heard.source, heard.external_id),
        source=heard.source,
        reason=reason.strip(),
        removed_by_id=actor.id if actor.kind == "user" else None,
        removed_at=now,
    )
    record(workspace=heard.workspace, actor=actor, act="heard_deleted", subject=heard, now=now)
    heard.delete()


@transaction.atomic
def forget_persons_heard(*, workspace: Workspace, found: Iterable[Heard]) -> int:
    """Take persons and words off what was heard; source, rating and day stay. Returns how much it was."""
    forgotten = 0
    for heard in found:
        stays = is_account_large(workspace, account_id=heard.account_id)
        heard.properties = coarse_properties(workspace, properties=heard.properties, with_account=stays)
        heard.account_id = heard.account_id if stays else None
        heard.contact = heard.import_job = None
        heard.author = heard.url = heard.title = heard.verbatim = heard.external_id = ""
        heard.said_at = start_of_day(heard.said_at, workspace)
        heard.save()
        forgotten += 1
    return forgotten
