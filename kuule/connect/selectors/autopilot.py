"""Who is asked again and again, and when next."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kuule.connect.models import Autopilot, Membership, Project
from kuule.connect.rules.platforms import DAY_SECONDS
from kuule.connect.selectors.people import asks_of, plain_person, seconds, turns_of
from kuule.contacts.models import Contact
from kuule.dispatch.models import Programme, Turn
from kuule.dispatch.rules.programmes import QUARTER_DAYS, RUNNING


def autopilot_of(project: Project, platform: str) -> Autopilot | None:
    """Return the autopilot of a project on a platform, or None before somebody was added to it."""
    found = Autopilot.objects.select_related("programme__workspace", "project__survey", "project__workspace")
    return found.filter(project=project, platform=platform).first()


def told_autopilot(project: Project, platform: str) -> dict[str, Any]:
    """Return how an autopilot is set; one that was never used is off."""
    autopilot = autopilot_of(project, platform)
    programme = autopilot.programme if autopilot else None
    days = programme.period_days if programme else QUARTER_DAYS
    created = programme.created_at if programme else project.created_at
    return {
        "platform_id": platform,
        "active": programme is not None and programme.state == RUNNING,
        "frequency": days * DAY_SECONDS,
        "created_at": seconds(created),
        "updated_at": seconds(autopilot.updated_at if autopilot else created),
    }


def members_of(project: Project, platform: str) -> QuerySet[Membership]:
    """Return the members on a platform, those who joined first first."""
    found = Membership.objects.filter(autopilot__project=project, autopilot__platform=platform)
    return found.select_related("contact", "autopilot__programme__workspace").order_by("pk")


def membership_of(project: Project, platform: str, contact: Contact) -> Membership | None:
    """Return the membership of a person, or None."""
    return members_of(project, platform).filter(contact=contact).first()


def told_members(project: Project, members: Sequence[Membership]) -> list[dict[str, Any]]:
    """Return members as the API tells of them, each with when they are asked next."""
    asks = asks_of(project, [each.contact for each in members])
    turns = turns_of(members)
    return [
        {
            "created_at": seconds(each.created_at),
            "updated_at": seconds(each.updated_at),
            "person": {
                **plain_person(each.contact),
                "last_sent_at": seconds(asks.sent.get(each.contact_id)),
            },
            "next_survey_request": _next_request(each, asks.following.get(each.contact_id), turns.get(each.pk)),
        }
        for each in members
    ]


def _next_request(member: Membership, waiting: datetime | None, turn: Turn | None) -> dict[str, Any]:
    return {
        "id": str(turn.pk if turn else member.pk),
        "created_at": seconds(member.created_at),
        "survey_scheduled_at": seconds(waiting or (_begins(member.autopilot.programme, turn) if turn else None)),
        "properties": member.properties or None,
    }


def _begins(programme: Programme, turn: Turn) -> datetime | None:
    zone = ZoneInfo(programme.workspace.timezone)
    return datetime.combine(turn.next_on, programme.first_time, zone) if turn.next_on else None


def facts_of_members(programme: Programme, contacts: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return what stands on the answers of those who are members because of this programme, by person."""
    members = Membership.objects.filter(autopilot__programme=programme, contact__pk__among=list(contacts))
    return dict(members.exclude(properties={}).values_list("contact_id", "properties"))
