"""Rules by which cases are opened and find their owners."""

from django.db import models
from django.db.models import Q

from kuule.act.rules import BY_ACCOUNT, CASE_REASONS, DETRACTOR, LONGEST_NAME, MOST_HOURS, OWNER_RULES, USUAL_HOURS
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Team, Workspace


class Playbook(models.Model):
    """Which answers, silences or words open a case, who gets it and how soon they reach out.

    The first playbook in order that fits decides. Every empty condition fits all: `groups` of the score, `most_score`
    on its scale, `touchpoints` and `themes` by id, `families` of surveys, `conditions` as those of a touchpoint over
    the properties of an answer, `account_owners` by member, `least_value` of the account in the currency of the
    workspace. `share` percent of what fits are drawn, of detractors always all. `note_moments` are acts after which a
    note is asked for. `silent_days` is how long a key contact may say nothing.

    The owner is found by `owner_rule`; `team` looks after the case and takes it in turn where that rule finds nobody.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    position = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    reason = models.CharField(max_length=12)
    groups = models.JSONField(default=list)
    most_score = models.PositiveSmallIntegerField(null=True)
    families = models.JSONField(default=list)
    touchpoints = models.ManyToManyField(Touchpoint, related_name="+")
    themes = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    account_owners = models.JSONField(default=list)
    least_value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    share = models.PositiveSmallIntegerField(default=100)
    silent_days = models.PositiveSmallIntegerField(null=True)
    owner_rule = models.CharField(max_length=20, default=BY_ACCOUNT)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    hours = models.PositiveSmallIntegerField(default=USUAL_HOURS)
    urgency = models.PositiveSmallIntegerField(default=0)
    note_moments = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=CASE_REASONS), name="playbook_reason_known"),
            models.CheckConstraint(condition=Q(owner_rule__in=OWNER_RULES), name="playbook_owner_rule_known"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=MOST_HOURS), name="playbook_hours_kept"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="playbook_share_of_hundred"),
            models.CheckConstraint(condition=~Q(reason=DETRACTOR) | Q(share=100), name="playbook_hears_detractors"),
        ]
        indexes = [models.Index(fields=["workspace", "position", "id"], name="playbook_in_order")]

    def __str__(self) -> str:
        return self.name


class CaseTurn(models.Model):
    """When a member of a team last got a case in turn: the one who waited longest gets the next."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="case_turn_once")]

    def __str__(self) -> str:
        return f"turn of {self.member_id}"
