"""What happened with customers besides sales, what brought them, and which of them became one."""

from django.db import models
from django.db.models import Q

from kuule.contacts.models import Account, Contact
from kuule.economics.rules import EVENT_KINDS, ORIGINS, SOURCES
from kuule.jobs.models import Job
from kuule.lib.ids import new_uid
from kuule.workspaces.models import Workspace


class CustomerEvent(models.Model):
    """Something that happened with a customer at a moment: they left, an incident, an offer, a referral, a contact.

    `outcome` is of an offer: taken or not; of a contact after an answer: reached, or False for somebody who was meant
    to be left alone. `at_random` says of a contact that chance alone decided who was called.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    external_id = models.CharField(max_length=200)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    happened_at = models.DateTimeField()
    outcome = models.BooleanField(null=True)
    at_random = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()
    import_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="event_once"),
            models.CheckConstraint(condition=Q(kind__in=EVENT_KINDS), name="event_kind_known"),
        ]
        indexes = [
            models.Index(fields=["workspace", "kind", "happened_at"], name="event_by_kind"),
            models.Index(fields=["workspace", "account", "happened_at"], name="event_by_account"),
            models.Index(fields=["workspace", "contact", "happened_at"], name="event_by_contact"),
            models.Index(fields=["import_job"], condition=Q(import_job__isnull=False), name="event_by_import"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class CustomerOrigin(models.Model):
    """What brought a customer, said once; without a row nobody knows."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    account = models.OneToOneField(Account, models.CASCADE, null=True, related_name="+")
    contact = models.OneToOneField(Contact, models.CASCADE, null=True, related_name="+")
    origin = models.CharField(max_length=12)
    source = models.CharField(max_length=8)
    said_at = models.DateTimeField()
    import_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="origin_known"),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="origin_source_known"),
            models.CheckConstraint(
                condition=Q(account=None, contact__isnull=False) | Q(account__isnull=False, contact=None),
                name="origin_of_one_customer",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "origin"], name="origin_by_kind"),
            models.Index(fields=["import_job"], condition=Q(import_job__isnull=False), name="origin_by_import"),
        ]

    def __str__(self) -> str:
        return self.origin


class AccountMerge(models.Model):
    """That an account became part of another: what it bought before counts as the other's, so nothing looks lost."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    account = models.OneToOneField(Account, models.CASCADE, related_name="+")
    into = models.ForeignKey(Account, models.CASCADE, related_name="+")
    merged_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(account=models.F("into")), name="merge_into_another")]
        indexes = [models.Index(fields=["workspace", "into"], name="merge_by_target")]

    def __str__(self) -> str:
        return f"{self.account_id} into {self.into_id}"
