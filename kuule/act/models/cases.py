"""One customer who waits to hear from somebody, and everything that was done about it."""

from django.db import models
from django.db.models import F, Q

from kuule.act.models.causes import RootCause
from kuule.act.models.playbooks import Playbook
from kuule.act.rules import CASE_OUTCOMES, CASE_REASONS, CASE_STATES, LONGEST_REASON, MERGED, OPEN
from kuule.contacts.models import Account, Contact
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.workspaces.models import Member, Team, Workspace


class Case(models.Model):
    """A customer to be heard by a person, with an owner and a time.

    `due_at` is until when a person from the company reaches out, as it was set when the case was opened; `contacted_at`
    is when the first did, which no automatic mail is. `snoozed_until` hides the case from inboxes, it never moves
    `due_at`. `value` is what the account bought in twelve months, in the currency of the workspace, for the order of
    work. `look_at` is when the next reminder, escalation or end of a snooze is due. `drawn_share` is the percentage by
    which a case with the reason `drawn` was picked.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    response = models.OneToOneField(Response, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    playbook = models.ForeignKey(Playbook, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=12)
    drawn_share = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, default=OPEN)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    urgency = models.PositiveSmallIntegerField(default=0)
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    contacted_at = models.DateTimeField(null=True)
    contacted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    snoozed_until = models.DateTimeField(null=True)
    reply_waits_since = models.DateTimeField(null=True)
    escalation = models.PositiveSmallIntegerField(default=0)
    look_at = models.DateTimeField(null=True)
    root_cause = models.ForeignKey(RootCause, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CASE_STATES), name="case_state_known"),
            models.CheckConstraint(condition=Q(reason__in=CASE_REASONS), name="case_reason_known"),
            models.CheckConstraint(condition=Q(outcome__in=("", *CASE_OUTCOMES)), name="case_outcome_known"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="case_not_in_itself"),
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "due_at", "id"], name="case_by_due"),
            models.Index(fields=["workspace", "owner", "state", "due_at", "id"], name="case_of_owner"),
            models.Index(fields=["workspace", "team", "state", "due_at", "id"], name="case_of_team"),
            models.Index(fields=["workspace", "account", "-opened_at"], name="case_by_account"),
            models.Index(fields=["workspace", "contact", "-opened_at"], name="case_by_contact"),
            models.Index(fields=["workspace", "root_cause", "-opened_at"], name="case_by_cause"),
            models.Index(fields=["workspace", "-closed_at"], name="case_newest_closed"),
            models.Index(
                fields=["workspace", "reply_waits_since"],
                condition=Q(reply_waits_since__isnull=False),
                name="case_reply_waits",
            ),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="case_to_look_at"),
            models.Index(fields=["merged_into"], condition=Q(state=MERGED), name="case_merged_into"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseEvent(models.Model):
    """Something that happened in a case; its history is made of these and never changed.

    `by` is who did it, nobody where Kuule did. `is_contact` says that a person reached the customer by it. `words` are
    what they wrote; `params` belong to the wording of the kind, such as the names of owners before and after.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    is_contact = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "case", "at", "id"], name="case_event_in_order"),
            models.Index(fields=["workspace", "kind", "at"], name="case_event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class AgreedAction(models.Model):
    """What was promised to a customer in a case: by whom, until which day, and when it was done or dropped, and why."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=LONGEST_REASON)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(dropped_at=None), name="action_done_or_dropped")
        ]
        indexes = [
            models.Index(fields=["workspace", "case", "due_on"], name="action_by_case"),
            models.Index(
                fields=["workspace", "owner", "due_on"],
                condition=Q(done_at=None, dropped_at=None),
                name="action_waits_for_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"
