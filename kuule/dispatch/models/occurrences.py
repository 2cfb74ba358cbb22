"""What happened at touchpoints, and how other systems tell us."""

from django.db import models
from django.db.models import Q

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models.waves import Invitation
from kuule.dispatch.rules.occurrences import OCCURRENCE_STATES, QUEUED, SOURCES
from kuule.jobs.models import Job
from kuule.lib.ids import new_uid
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace


class Occurrence(models.Model):
    """Something that happened to somebody at a touchpoint, about which they may be asked at `due_at`.

    `external_id` is how the other system calls it: told twice, it is one. `properties` are those of the occurrence;
    an answer keeps them beside those of the person. `rule` says why it is held or was not asked about, `decided_at`
    when that was decided last. `import_job` is the import that told of it.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=12)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    properties = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default=QUEUED)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    rule = models.CharField(max_length=30, blank=True)
    decided_at = models.DateTimeField(null=True)
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, related_name="+")
    import_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "external_id"], condition=~Q(external_id=""), name="occurrence_once"
            ),
            models.CheckConstraint(condition=Q(state__in=OCCURRENCE_STATES), name="occurrence_state_known"),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="occurrence_source_known"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="occurrence_queue"),
            models.Index(fields=["workspace", "touchpoint", "-happened_at"], name="occurrence_by_touchpoint"),
            models.Index(fields=["workspace", "contact", "-happened_at"], name="occurrence_by_contact"),
            models.Index(fields=["workspace", "-received_at", "-id"], name="occurrence_newest"),
            models.Index(fields=["import_job"], condition=Q(import_job__isnull=False), name="occurrence_by_import"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class InboundHook(models.Model):
    """An address at which another system tells what happened, in its own words.

    `mapping` says which field of its message is what: `{"email": "contact.mail", …}`, paths with dots. `secret` signs
    the messages (`signature` says how); it has to be known in clear to check them. `sample` is the last message that
    somebody pasted to try the mapping; nothing that came by itself is kept.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    token = models.CharField(max_length=64, unique=True)
    secret = models.CharField(max_length=100)
    signature = models.CharField(max_length=20)
    mapping = models.JSONField(default=dict)
    sample = models.TextField(blank=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    last_trouble = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "revoked_at"], name="hook_live")]

    def __str__(self) -> str:
        return self.name
