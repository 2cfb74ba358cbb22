"""What a company has brought of money and of customers: counted, for saying which figures it allows."""

from datetime import datetime

from django.db.models import Count, Max, Min, Q

from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, LedgerEntry
from kuule.economics.rules import CONTACTED, INCIDENT, LOST, OFFER
from kuule.economics.rules.completeness import Holdings
from kuule.economics.selectors.settings import money_settings
from kuule.insight.query import Query
from kuule.insight.selectors.matching import responses_matching
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace


def holdings(workspace: Workspace, *, until: datetime) -> Holdings:
    """Return what there is of each kind; answers until a moment."""
    entries = LedgerEntry.objects.filter(workspace=workspace)
    money = entries.aggregate(
        entries=Count("pk"),
        first_day=Min("day"),
        last_day=Max("day"),
        accounts=Count("account", distinct=True),
        people=Count("contact", distinct=True, filter=Q(account=None)),
        with_margin=Count("margin"),
        without_rate=Count("pk", filter=Q(converted=None)),
    )
    customers = money.pop("accounts") + money.pop("people")
    contracts = Contract.objects.filter(workspace=workspace).aggregate(
        contracts=Count("pk"), ended=Count("pk", filter=~Q(outcome="")), lost=Count("pk", filter=Q(outcome=LOST))
    )
    events = CustomerEvent.objects.filter(workspace=workspace).aggregate(
        incidents=Count("pk", filter=Q(kind=INCIDENT)),
        offers=Count("pk", filter=Q(kind=OFFER, outcome__isnull=False)),
        contacts=Count("pk", filter=Q(kind=CONTACTED)),
        random_contacts=Count("pk", filter=Q(kind=CONTACTED, at_random=True)),
    )
    return Holdings(
        **money,
        **contracts,
        **events,
        customers=customers,
        scored=_scored(workspace, until),
        has_margin_share=money_settings(workspace).margin_share is not None,
        origins=CustomerOrigin.objects.filter(workspace=workspace).count(),
    )


def _scored(workspace: Workspace, until: datetime) -> int:
    """Return how many customers have money, or a contract, and an answer by name to a relationship survey."""
    query = Query(workspace_id=workspace.pk, timezone=workspace.timezone, family=RELATIONSHIP, until=until)
    answers = responses_matching(query).filter(contact__isnull=False, survey__is_anonymous=False).order_by()
    accounts: set[int | None] = set()
    people: set[int | None] = set()
    for model in (LedgerEntry, Contract):
        rows = model._default_manager.filter(workspace=workspace)
        accounts.update(rows.exclude(account=None).values_list("account_id", flat=True).distinct())
        people.update(rows.filter(account=None, contact__isnull=False).values_list("contact_id", flat=True).distinct())
    answered = set(answers.exclude(account=None).values_list("account_id", flat=True).distinct())
    alone = set(answers.filter(account=None).values_list("contact_id", flat=True).distinct())
    return len(accounts & answered) + len(people & alone)
