"""Money in: what customers paid, what they cost, their contracts, and the currencies of all that."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from kuule.contacts.models import Account, Contact
from kuule.economics.rules import (
    COST,
    DEFAULT_CURRENCY,
    DEFAULT_DISCOUNT,
    DEFAULT_HORIZON_YEARS,
    DEFAULT_SILENT_DAYS,
    ENTRY_KINDS,
    OUTCOMES,
    REFUND,
)
from kuule.jobs.models import Job
from kuule.lib.ids import new_uid
from kuule.workspaces.models import Workspace


class MoneySettings(models.Model):
    """How a company counts its money; without a row the defaults hold.

    All figures are in `currency`. `discount` is what money of next year is worth less, as a share. `margin_share` is
    the share of revenue that is margin where a line does not say, None if nobody knows. After `silent_days` without a
    sale a customer without a contract counts as gone; 0 says that an event tells of everybody who leaves. `hearers` is
    how many people hear of it when a customer is disappointed, and `hearer_loss` which share of them would else have
    become customers; None where not known.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3, default=DEFAULT_CURRENCY)
    discount = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(DEFAULT_DISCOUNT))
    horizon_years = models.PositiveSmallIntegerField(default=DEFAULT_HORIZON_YEARS)
    margin_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    silent_days = models.PositiveSmallIntegerField(default=DEFAULT_SILENT_DAYS)
    hearers = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    hearer_loss = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lt=1), name="money_discount_is_share"),
            models.CheckConstraint(condition=Q(horizon_years__range=(1, 30)), name="money_horizon_in_reach"),
        ]

    def __str__(self) -> str:
        return f"money of {self.workspace_id}"


class ExchangeRate(models.Model):
    """From `day` on one unit of `currency` is `rate` units of `base`, until the next day that has a rate."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    base = models.CharField(max_length=3)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    rate = models.DecimalField(max_digits=20, decimal_places=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "base", "currency", "day"], name="rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_above_zero"),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate} {self.base}"


class LedgerEntry(models.Model):
    """One line of money with a customer: revenue, a refund (below zero) or what serving them cost (from zero up).

    `external_id` is how the other system calls it: told twice, it is one. `converted` and `converted_margin` are
    `amount` and `margin` in the currency of the workspace by the rate of the day; None as long as there is no rate.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    external_id = models.CharField(max_length=200)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    margin = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.CharField(max_length=3)
    converted = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    converted_margin = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    product = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()
    import_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="entry_once"),
            models.CheckConstraint(condition=Q(kind__in=ENTRY_KINDS), name="entry_kind_known"),
            models.CheckConstraint(condition=~Q(kind=REFUND) | Q(amount__lte=0), name="entry_refund_takes_away"),
            models.CheckConstraint(condition=~Q(kind=COST) | Q(amount__gte=0), name="entry_cost_from_zero"),
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "day"], name="entry_by_account"),
            models.Index(fields=["workspace", "contact", "day"], name="entry_by_contact"),
            models.Index(fields=["workspace", "day", "id"], name="entry_by_day"),
            models.Index(fields=["workspace", "currency"], condition=Q(converted=None), name="entry_without_rate"),
            models.Index(fields=["import_job"], condition=Q(import_job__isnull=False), name="entry_by_import"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class Contract(models.Model):
    """What a customer agreed to pay in a year from a day on, and how it ended.

    `ends_on` is the last day, None for one without an end. `decided_on` is when it was renewed or lost. A renewed
    contract is followed by a new row; `converted` is `yearly_value` in the currency of the workspace.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    external_id = models.CharField(max_length=200)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    yearly_value = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3)
    converted = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    product = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    decided_on = models.DateField(null=True)
    told_at = models.DateTimeField()
    import_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="contract_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="contract_outcome_known"),
            models.CheckConstraint(condition=Q(yearly_value__gte=0), name="contract_value_from_zero"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="contract_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "ends_on"], name="contract_by_end"),
            models.Index(fields=["workspace", "account", "starts_on"], name="contract_by_account"),
            models.Index(fields=["workspace", "contact", "starts_on"], name="contract_by_contact"),
            models.Index(fields=["import_job"], condition=Q(import_job__isnull=False), name="contract_by_import"),
        ]

    def __str__(self) -> str:
        return str(self.uid)
