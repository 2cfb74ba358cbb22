"""What the company believes its customers would say, what it notes beside its figures, and figures it certified."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kuule.contacts.models import Account
from kuule.insight.rules import (
    GUESS_MAIL_STATES,
    LONGEST_MARK,
    LONGEST_SERIES_NAME,
    LONGEST_UNIT,
    LONGEST_VIEW_NAME,
    MAIL_DUE,
    MEAN,
    SUMMARIES,
)
from kuule.insight.rules.benchmarks import GRADES, OF_ANSWERS
from kuule.lib.ids import new_uid
from kuule.workspaces.models import Member, Workspace


class GuessPlan(models.Model):
    """Whether the owners of accounts are asked every week what their accounts would answer."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"guesses of {self.workspace_id}"


class GuessMail(models.Model):
    """One weekly mail to an owner of accounts. The state is written before and after the handover.

    `week` is its Monday in the company's zone, so that nobody gets two.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    week = models.DateField()
    state = models.CharField(max_length=10, default=MAIL_DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "week"], name="guess_mail_once_a_week"),
            models.CheckConstraint(condition=Q(state__in=GUESS_MAIL_STATES), name="guess_mail_state_known"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="guess_mail_queue")]

    def __str__(self) -> str:
        return f"week {self.week} of {self.member_id}"


class Guess(models.Model):
    """Which score the owner of an account believes its people will give; it is never changed, only guessed anew.

    It is held against the answers that come after it, until the next guess about the account.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    score = models.PositiveSmallIntegerField()
    guessed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__lte=10), name="guess_0_to_10")]
        indexes = [
            models.Index(fields=["workspace", "account", "-guessed_at"], name="guess_by_account"),
            models.Index(fields=["workspace", "member", "-guessed_at"], name="guess_by_member"),
        ]

    def __str__(self) -> str:
        return f"guess {self.pk}"


class Benchmark(models.Model):
    """A score of others that the company bought or read; what the source does not say is None or "".

    `n_of` tells what `n` counts, `way` who was asked and how, `grade` how near to the source it was read: keys of
    `rules.benchmarks`.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField()
    nps = models.FloatField()
    promoters = models.FloatField(null=True)
    detractors = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)
    n_of = models.CharField(max_length=9, default=OF_ANSWERS)
    way = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)
    grade = models.CharField(max_length=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(nps__gte=-100, nps__lte=100), name="benchmark_a_score"),
            models.CheckConstraint(condition=Q(grade__in=GRADES), name="benchmark_grade_known"),
        ]
        indexes = [models.Index(fields=["workspace", "-year"], name="benchmark_by_year")]

    def __str__(self) -> str:
        return self.name


class Annotation(models.Model):
    """A mark on the time axis: what happened on a day, for all surveys or, with a `family`, for one kind of them."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    day = models.DateField()
    name = models.CharField(max_length=LONGEST_MARK)
    note = models.TextField(blank=True)
    family = models.CharField(max_length=20, blank=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "day"], name="annotation_by_day")]

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """A figure with all that it rests on, frozen: `record` is the file, letter by letter, `digest` its SHA-256.

    `params` ask for the same answers again. `newest_answer` is the highest id of an answer when it was made, so that
    answers that came in later are known for what they are. `public_token` opens it for everybody; None for nobody.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    title = models.CharField(max_length=300)
    params = models.JSONField()
    record = models.TextField()
    digest = models.CharField(max_length=64)
    newest_answer = models.BigIntegerField()
    public_token = models.CharField(max_length=22, unique=True, null=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="certificate_newest")]

    def __str__(self) -> str:
        return self.title


class Series(models.Model):
    """Figures of another kind over time, such as churn or revenue, to be seen beside the score.

    `summary` says what a week or a month shows of the values of its days: their sum, their mean or the last.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=LONGEST_SERIES_NAME)
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True)
    summary = models.CharField(max_length=10, default=MEAN)
    more_is_better = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="series_key_once"),
            models.UniqueConstraint("workspace", Lower("name"), name="series_name_once"),
            models.CheckConstraint(condition=Q(summary__in=SUMMARIES), name="series_summary_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SeriesPoint(models.Model):
    """The value of a series on one day."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, related_name="points")
    day = models.DateField()
    value = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="series_point_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"


class SavedView(models.Model):
    """A question with a name: the page it is asked on, and its parameters. Without a `member` it is everybody's."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=LONGEST_VIEW_NAME)
    page = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="saved_view_of_member_once"),
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=Q(member=None), name="saved_view_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
