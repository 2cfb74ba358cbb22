"""What people answered, and every earlier wording of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Collector, Invitation
from kuule.jobs.models import Job
from kuule.lib.ids import new_uid
from kuule.responses.rules import PERSON, REVIEW_KINDS, SCALES, VERDICTS, ZERO_TO_TEN
from kuule.responses.rules.heard import RATING_SCALES, is_web_link
from kuule.surveys.models import Survey, SurveyVersion
from kuule.workspaces.models import Workspace


class Response(models.Model):
    """One person's answer, with its current values and their properties as they were when it was given.

    `token_hash` is set for an answer by a shared link: the link by which this person can change it.
    `channel` tells how they were asked: a registry key such as `email`, or `link` for a shared link. `collector` is
    the place or the member's link it came by, `entered_by` who keyed it in on the phone. `scale` is what `score` is on.
    Only answers with the verdict `person` are counted; `verdict_reason` is a code that says why. `is_finished` is False
    while only the first tap was kept. `external_id` and `import_job` belong to answers that were brought in.
    `not_asked` are the questions that this person was not shown, by their keys, each with what they had answered to it
    before they chose another score, or None; without a value everything was asked.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    channel = models.CharField(max_length=20)
    collector = models.ForeignKey(Collector, models.SET_NULL, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=12)
    scale = models.CharField(max_length=5, default=ZERO_TO_TEN)
    score = models.PositiveSmallIntegerField()
    verbatim = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    not_asked = models.JSONField(null=True)
    verdict = models.CharField(max_length=10, default=PERSON)
    verdict_reason = models.CharField(max_length=30, blank=True)
    is_finished = models.BooleanField(default=True)
    external_id = models.CharField(max_length=200, blank=True)
    import_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    properties = models.JSONField(default=dict)
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=10), name="response_score_0_to_10"),
            models.CheckConstraint(condition=Q(scale__in=SCALES), name="response_scale_known"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="response_verdict_known"),
            models.UniqueConstraint(
                fields=["workspace", "survey", "external_id"],
                condition=~Q(external_id=""),
                name="response_external_id_once",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-answered_at", "-id"], name="response_newest"),
            models.Index(
                fields=["workspace", "survey", "verdict", "answered_at", "id", "score"], name="response_by_survey"
            ),
            models.Index("workspace", Coalesce("changed_at", "answered_at"), "id", name="response_by_update"),
            models.Index(
                *("workspace", "survey", "verdict", Coalesce("changed_at", "answered_at"), "id"),
                name="response_by_survey_update",
            ),
            models.Index(fields=["import_job"], condition=Q(import_job__isnull=False), name="response_by_import"),
            models.Index(fields=["workspace", "account", "answered_at"], name="response_by_account"),
            models.Index(fields=["workspace", "contact", "answered_at"], name="response_by_contact"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class ResponseRevision(models.Model):
    """An earlier state of an answer: written whenever it changes, never changed itself.

    `verdict` is the one on that state. `reason` is why somebody other than the respondent changed it, in their words.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="revisions")
    score = models.PositiveSmallIntegerField()
    verbatim = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, default=PERSON)
    until = models.DateTimeField()
    changed_by_kind = models.CharField(max_length=20)
    changed_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "response", "until"], name="revision_by_response")]

    def __str__(self) -> str:
        return f"revision {self.pk}"


class Click(models.Model):
    """One raw visit to a personal link, by a person or a machine, with the verdict on it and why.

    `act` is what was asked for: to open the page, a score from the mail, to save. `address_hash` is the keyed hash of
    the network address, enough to tell that two visits came from one place. `repeats` counts the visits after this one
    of which no row is kept, because there were very many.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="clicks")
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    act = models.CharField(max_length=10)
    score = models.PositiveSmallIntegerField(null=True)
    seconds_shown = models.FloatField(null=True)
    address_hash = models.CharField(max_length=64, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=30)
    repeats = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["invitation", "at"], name="click_by_invitation"),
            models.Index(fields=["workspace", "-at", "-id"], name="click_newest"),
        ]
        constraints = [models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="click_verdict_known")]

    def __str__(self) -> str:
        return f"{self.method} {self.act} {self.verdict}"


class Review(models.Model):
    """A question about one answer that somebody else decides, without seeing the score it has now.

    `kind` is `verdict` (was this a person?) or `score` (which score was meant?). `outcome` and `score` are the
    decision; it names who decided, who must not own the account, or nobody when the respondent did. `verdict_before` is
    the verdict on the answer until then.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    verdict_before = models.CharField(max_length=10, blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "decided_at", "-asked_at"], name="review_open")]
        constraints = [
            models.UniqueConstraint(fields=["response", "kind"], condition=Q(decided_at=None), name="review_open_once"),
            models.CheckConstraint(condition=Q(kind__in=REVIEW_KINDS), name="review_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.response_id}"


class ResponseNote(models.Model):
    """What somebody of the company wrote beside an answer."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "response", "created_at"], name="note_by_response")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Heard(models.Model):
    """What somebody said elsewhere, such as a review or a post. It is no answer: no score is ever made of it.

    `rating` is kept as it was given, on its `scale`; both are empty where nobody rated. `reach` is how many people
    could see it. `external_id` is its id at its `source`, or made of what it says.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    author = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    verbatim = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    rating = models.FloatField(null=True)
    scale = models.CharField(max_length=6, blank=True)
    reach = models.PositiveIntegerField(null=True)
    said_at = models.DateTimeField()
    properties = models.JSONField(default=dict)
    import_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None, scale="") | Q(rating__isnull=False, scale__in=RATING_SCALES),
                name="heard_rating_has_scale",
            ),
            models.UniqueConstraint(
                fields=["workspace", "source", "external_id"], condition=~Q(external_id=""), name="heard_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-said_at", "-id"], name="heard_newest"),
            models.Index(fields=["workspace", "external_id"], name="heard_by_id"),
            models.Index(fields=["workspace", "account", "said_at"], name="heard_by_account"),
            models.Index(fields=["workspace", "contact", "said_at"], name="heard_by_contact"),
            models.Index(fields=["import_job"], condition=Q(import_job__isnull=False), name="heard_by_import"),
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def web_link(self) -> str:
        """Return where it was said, "" unless a browser may be sent there."""
        return self.url if is_web_link(self.url) else ""


class HeardRemoval(models.Model):
    """That something heard elsewhere was deleted, by whom and why.

    `key` stands for its source and id there, so that a file does not bring it back.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "key"], name="heard_removal_by_key"),
            models.Index(fields=["workspace", "-removed_at"], name="heard_removal_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.source}, removed"


class AnswerChange(models.Model):
    """An answer that the analytics copy has yet to read again: an entry of the outbox, written by triggers.

    It carries ids alone and no foreign keys, because what it names may be gone. Without a row it means all answers of
    the workspace, without a workspace all there are. `lib.outbox` tells more.
    """

    workspace_id = models.BigIntegerField(null=True)
    row_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"change of {self.row_id}"


class VerbatimChange(models.Model):
    """An answer whose comment is new or changed and has yet to be read: an entry of a second outbox, as above.

    Without a row it means all comments of the workspace in answers with an id beyond `after`.
    """

    workspace_id = models.BigIntegerField()
    row_id = models.BigIntegerField(null=True)
    after = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"comment of {self.row_id}"
