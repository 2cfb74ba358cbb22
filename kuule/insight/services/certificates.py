"""Certificates: made once and never changed, opened to everybody and closed again."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from kuule.insight.answers.certificates import record_of
from kuule.insight.models import Certificate
from kuule.insight.query import Query
from kuule.insight.rules.certificates import digest_of_text, sealed
from kuule.insight.selectors.certificates import newest_answer
from kuule.insight.selectors.matching import hidden_reason, surveys_of
from kuule.lib.ids import new_uid
from kuule.lib.tokens import mint_token
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


def fixed(query: Query) -> Query:
    """Return a query whose time stays what it is now: `the last 90 days` become days of the calendar."""
    still = query.between(query.since, query.until) if query.since or query.until else query
    return still.asking(by="", bucket="")


@transaction.atomic
def certify_figure(
    *,
    workspace: Workspace,
    query: Query,
    title: str,
    words: Sequence[tuple[str, str]],
    hold_words: Callable[[str], str],
    member: Member,
    now: datetime,
) -> Certificate:
    """Freeze the figure of a query with all that it rests on.

    Raises Refused("by_words") for answers chosen by what they say, which may name people, Refused("hidden") for those
    that an anonymous survey does not show, and Refused("nobody") where nobody answered.
    """
    if query.search or query.only_comments:
        raise Refused("by_words")
    if hidden_reason(query, among=surveys_of(query)):
        raise Refused("hidden")
    uid, newest = new_uid(), newest_answer(workspace.pk)
    found = record_of(query, uid=uid, workspace=workspace.name, words=words, hold_words=hold_words, now=now)
    if not found["figures"]["n"]:
        raise Refused("nobody")
    text = sealed(found)
    certificate = Certificate.objects.create(
        workspace=workspace,
        uid=uid,
        title=title,
        params=query.to_params(),
        record=text,
        digest=digest_of_text(text),
        newest_answer=newest,
        made_by=member,
        made_at=now,
    )
    actor = Actor.user(member.user_id)
    record(workspace=workspace, actor=actor, act="figure_certified", subject=certificate, now=now)
    return certificate


@transaction.atomic
def publish_certificate(*, certificate: Certificate, actor: Actor, now: datetime) -> None:
    """Let everybody with the link see a certificate; twice the same keeps the link.

    Raises Refused("few") where so few answered that the figure tells of single people.
    """
    n = json.loads(certificate.record)["figures"]["n"]
    if n < max(certificate.workspace.min_n_shown, certificate.workspace.min_n_anonymous):
        raise Refused("few")
    given = Certificate.objects.filter(pk=certificate.pk, public_token=None).update(public_token=mint_token())
    if given:
        record(workspace=certificate.workspace, actor=actor, act="certificate_published", subject=certificate, now=now)


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, actor: Actor, now: datetime) -> None:
    """Close the public link for good: a later one is another link."""
    taken = Certificate.objects.filter(pk=certificate.pk, public_token__isnull=False).update(public_token=None)
    if taken:
        record(workspace=certificate.workspace, actor=actor, act="certificate_withdrawn", subject=certificate, now=now)
