"""How far a new programme has come, read from what is really there."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kuule.act.models import Charter, CharterPart, Letter
from kuule.act.rules.letters import TRY_OUT
from kuule.act.rules.setup import Named
from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import DECISION_MAKER
from kuule.dispatch.models import Invitation, Programme
from kuule.dispatch.rules.programmes import ENDED
from kuule.insight.query import NPS_FAMILIES
from kuule.insight.selectors.groups import contacts_in
from kuule.surveys.models import Survey
from kuule.surveys.rules import OF_STAFF, PUBLISHED
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleGaps:
    """Who is there to be asked, and what is missing of them."""

    people: int
    accounts: int
    without_address: int
    without_role: int
    without_account: int
    accounts_without_decision_maker: int
    accounts_without_owner: int


def charter_of(workspace: Workspace) -> Charter | None:
    """Return what the programme is for, None where nobody said so."""
    return Charter.objects.filter(workspace=workspace).select_related("workspace", "pilot").first()


def charter_parts(workspace: Workspace) -> QuerySet[CharterPart]:
    """Return who was asked to stand behind the programme, the sponsor first."""
    return CharterPart.objects.filter(workspace=workspace).select_related("member__user").order_by("-part", "pk")


def parts_to_accept(member: Member) -> QuerySet[CharterPart]:
    """Return the parts that wait for this member to accept them."""
    return CharterPart.objects.filter(workspace_id=member.workspace_id, member=member, accepted_at=None)


def named_in(workspace: Workspace) -> list[Named]:
    """Return the same as plain values."""
    return [Named(each.part, each.accepted_at) for each in charter_parts(workspace)]


def people_gaps(workspace: Workspace) -> PeopleGaps:
    """Return who is there to be asked, and what is missing."""
    people = Contact.objects.filter(contacts_in(CUSTOMER), workspace=workspace, archived_at=None)
    counted = people.aggregate(
        n=Count("pk"),
        without_address=Count("pk", filter=Q(email="", phone="")),
        without_role=Count("pk", filter=Q(role="")),
        without_account=Count("pk", filter=Q(account=None)),
    )
    accounts = Account.objects.filter(workspace=workspace, archived_at=None)
    deciders = people.filter(account=OuterRef("pk"), role=DECISION_MAKER)
    return PeopleGaps(
        people=counted["n"],
        accounts=accounts.count(),
        without_address=counted["without_address"],
        without_role=counted["without_role"],
        without_account=counted["without_account"],
        accounts_without_decision_maker=accounts.filter(~Exists(deciders)).count(),
        accounts_without_owner=accounts.filter(owner=None).count(),
    )


def accounts_for_pilot(workspace: Workspace) -> list[Account]:
    """Return the accounts that could be asked first, each with its number of `people` who have an address, by name."""
    reachable = Q(contacts__archived_at=None) & (~Q(contacts__email="") | ~Q(contacts__phone=""))
    found = Account.objects.filter(workspace=workspace, archived_at=None).annotate(
        people=Count("contacts", filter=reachable)
    )
    return list(found.filter(people__gt=0).order_by("name_key", "pk")[:300])


def surveys_to_ask(workspace: Workspace) -> QuerySet[Survey]:
    """Return the published surveys that ask customers how likely they are to recommend, the newest first."""
    found = Survey.objects.filter(workspace=workspace, state=PUBLISHED, archived_at=None, group=None)
    return found.filter(family__in=NPS_FAMILIES).exclude(family__in=OF_STAFF).order_by("-pk")


def first_programme(workspace: Workspace) -> Programme | None:
    """Return the programme that asks customers, or that waits to be started: the oldest that has not ended."""
    found = Programme.objects.filter(workspace=workspace, survey__group=None).exclude(state=ENDED)
    found = found.exclude(survey__family__in=OF_STAFF)
    return found.select_related("survey", "workspace").order_by("pk").first()


def last_trial(member: Member) -> Letter | None:
    """Return the survey that a member sent to themselves last."""
    return (
        Letter.objects.filter(workspace_id=member.workspace_id, member=member, purpose=TRY_OUT).order_by("-pk").first()
    )


def has_trial(workspace: Workspace) -> bool:
    """Tell whether anybody tried the survey on themselves."""
    return Letter.objects.filter(workspace=workspace, purpose=TRY_OUT).exists()


def people_asked(workspace: Workspace) -> int:
    """Return how many people were asked by now."""
    asked = Invitation.objects.filter(workspace=workspace, asked_at__isnull=False, contact__isnull=False)
    return asked.order_by().values("contact").distinct().count()


def has_pilot(workspace: Workspace) -> bool:
    """Tell whether some were asked before everybody: by the pilot, or by any other way."""
    begun = Charter.objects.filter(workspace=workspace, pilot__isnull=False)
    return begun.exists() or people_asked(workspace) > 0
