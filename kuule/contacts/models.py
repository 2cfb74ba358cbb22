"""Who we ask: customer companies, the people in them, and who must not be asked."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import CONTACT_ROLES, PROPERTY_KINDS, SUPPRESSION_REASONS
from kuule.jobs.models import Job
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import CUSTOMER, PEOPLE_GROUPS


class Account(models.Model):
    """A customer company."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    external_id = models.CharField(_("Your id"), max_length=200, blank=True)
    name = models.CharField(_("Name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    properties = models.JSONField(default=dict)
    search_text = models.TextField(default="", editable=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "external_id"], condition=~Q(external_id=""), name="account_external_id_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "name_key"], condition=Q(external_id=""), name="account_name_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "name_key", "id"], name="account_by_name"),
            models.Index(
                fields=["workspace", "name_key", "id"], condition=Q(archived_at__isnull=False), name="account_archived"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def parent(self) -> "Account | None":
        """Return the larger account that this one belongs to."""
        belonging: AccountParent | None = getattr(self, "belonging", None)
        return belonging.parent if belonging else None


class Contact(models.Model):
    """A person we may ask. `email` is kept in lower case, `name_key` sorts, `search_text` is what search reads.

    `changed_at` is when a service changed it last, None since it was added.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="contacts")
    external_id = models.CharField(_("Your id"), max_length=200, blank=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    name_key = models.CharField(max_length=200, editable=False)
    email = models.EmailField(_("E-mail"), max_length=254, blank=True)
    phone = models.CharField(_("Phone"), max_length=32, blank=True)
    role = models.CharField(_("Role in the account"), max_length=20, blank=True)
    title = models.CharField(_("Job title"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=12, blank=True)
    timezone = models.CharField(_("Time zone"), max_length=64, blank=True)
    properties = models.JSONField(default=dict)
    search_text = models.TextField(default="", editable=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "external_id"], condition=~Q(external_id=""), name="contact_external_id_once"
            ),
            models.UniqueConstraint(fields=["workspace", "email"], condition=~Q(email=""), name="contact_email_once"),
            models.CheckConstraint(condition=Q(role__in=("", *CONTACT_ROLES)), name="contact_role_known"),
        ]
        indexes = [
            models.Index(fields=["workspace", "name_key", "id"], name="contact_by_name"),
            models.Index(fields=["workspace", "account", "name_key", "id"], name="contact_by_account"),
            models.Index(fields=["workspace", "role", "name_key", "id"], name="contact_by_role"),
            # Holds all that is counted of the people of very many accounts.
            models.Index(
                fields=["workspace", "account", "role", "id"],
                condition=Q(archived_at=None, account__isnull=False),
                name="contact_role_in_account",
            ),
            models.Index(fields=["workspace", "language", "name_key", "id"], name="contact_by_language"),
            models.Index(
                fields=["workspace", "name_key", "id"], condition=Q(archived_at__isnull=False), name="contact_archived"
            ),
            models.Index(fields=["workspace", "phone"], condition=~Q(phone=""), name="contact_by_phone"),
            models.Index("workspace", Coalesce("changed_at", "created_at"), "id", name="contact_by_update"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.external_id or self.phone

    # The group that was chosen and is not written yet.
    _chosen_group = ""

    @property
    def group(self) -> str:
        """Return which people this is one of: a customer, unless another group is written down."""
        grouping: ContactGroup | None = getattr(self, "grouping", None)
        return self._chosen_group or (grouping.key if grouping else CUSTOMER)

    @group.setter
    def group(self, key: str) -> None:
        self._chosen_group = key

    @property
    def is_group_chosen(self) -> bool:
        """Tell whether a group was chosen since the contact was read."""
        return bool(self._chosen_group)


class ContactGroup(models.Model):
    """That a contact is not one of the customers, but of another group of people: sparse, customers have no row."""

    contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="grouping")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["workspace", "key"], name="contact_by_group")]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__in=[key for key in PEOPLE_GROUPS if key != CUSTOMER]), name="contact_group_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.contact_id}"


class ContactMove(models.Model):
    """That a person left one account, maybe for another. What they answered before stays with the account they left."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    from_account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    to_account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "from_account", "-moved_at"], name="move_by_account_left"),
            models.Index(fields=["workspace", "to_account", "-moved_at"], name="move_by_account_joined"),
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id}"


class AccountParent(models.Model):
    """That an account belongs to a larger one. A table of its own: most accounts stand alone."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="belonging")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    parent = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["workspace", "parent"], name="account_by_parent")]

    def __str__(self) -> str:
        return f"{self.account_id} of {self.parent_id}"


class ContactPreference(models.Model):
    """How a person likes to be reached, kept only of those who have a wish.

    `channel` is the one they like best, "" for none. From `quiet_from` until `quiet_until` on their own clock they are
    not written to; over midnight where the first is later.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="preference")
    channel = models.CharField(max_length=20, blank=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="preference_quiet_hours_whole",
            )
        ]

    def __str__(self) -> str:
        return f"preference of {self.contact_id}"


class PropertyDefinition(models.Model):
    """A property of contacts or accounts that this workspace uses, with its type."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    label = models.CharField(_("Label"), max_length=200)
    kind = models.CharField(_("Type"), max_length=12)
    of = models.CharField(max_length=12, default="contact")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "of", "key"], name="property_key_once"),
            models.CheckConstraint(condition=Q(kind__in=PROPERTY_KINDS), name="property_kind_known"),
            models.CheckConstraint(condition=Q(of__in=("contact", "account")), name="property_of_known"),
        ]

    def __str__(self) -> str:
        return self.label


class Suppression(models.Model):
    """An address or number that must not be written to, kept only as a keyed hash so that it outlives an erasure.

    `by_reply` is True where they said so by replying to a text message: by a reply they can take it back.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=20)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    by_reply = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "address_hash"], condition=Q(lifted_at=None), name="suppression_once"
            ),
            models.CheckConstraint(condition=Q(reason__in=SUPPRESSION_REASONS), name="suppression_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.pk}"


class ImportProblem(models.Model):
    """A cell of an imported file with something to mend: a code, and a detail that belongs to its wording."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="+")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    line = models.BigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "job", "line"], name="problem_by_line")]

    def __str__(self) -> str:
        return f"{self.reason} line {self.line}"


class ImportedRow(models.Model):
    """A line of a file that was kept out, as it came, so that it can be downloaded, mended and brought in again."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, models.CASCADE, related_name="+")
    line = models.BigIntegerField()
    cells = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "line"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"line {self.line} of {self.job_id}"


class ImportChange(models.Model):
    """What an import did to one row, so that all of it can be undone.

    `table` is a key such as `contact`, `row_id` its id. `before` holds the values that were overwritten (empty for a
    row that the import added), `after` what it wrote in their place: what somebody changed since then is not undone.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, models.CASCADE, related_name="+")
    table = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    is_new = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["job", "table", "row_id"], name="import_change_by_row"),
            models.Index(fields=["workspace", "table", "row_id"], name="import_change_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} by {self.job_id}"


class ColumnMemory(models.Model):
    """What the columns of a file became the last time: found again by its kind and its headers."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    headers_hash = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind", "headers_hash"], name="column_memory_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.headers_hash[:8]}"


class Erasure(models.Model):
    """That a person was erased: the tombstone by which copies elsewhere can follow. It holds ids, never values.

    `wiped_at` is when the database had overwritten what was deleted.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact_id = models.BigIntegerField()
    reason = models.CharField(max_length=20)
    erased_at = models.DateTimeField()
    wiped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-erased_at"], name="erasure_newest"),
            models.Index(fields=["id"], condition=Q(wiped_at=None), name="erasure_unwiped"),
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id}"
