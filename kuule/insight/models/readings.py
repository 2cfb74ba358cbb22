"""What was read out of each comment, and the models that read."""

from django.db import models
from django.db.models import Q

from kuule.insight.rules.themes import MODEL_KINDS
from kuule.responses.models import Response
from kuule.workspaces.models import Workspace


class CommentReading(models.Model):
    """What was read out of one comment.

    `language` is the one it is written in. `masked` is the comment with a mark for each piece of personal data, as
    `rules.themes` writes them. `p_promoter` is how likely a promoter would write so, None while there is no model that
    knows; `model_version` is that model. `urgency` has the kinds of `rules.themes`, parted by spaces, and
    `urgent_phrase` the first phrase that was found. `lot` is the place in the order in which comments are looked over:
    drawn, so that those looked over are a fair sample of all.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.OneToOneField(Response, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    masked = models.TextField()
    p_promoter = models.FloatField(null=True)
    model_version = models.CharField(max_length=80, blank=True)
    urgency = models.CharField(max_length=60, blank=True)
    urgent_phrase = models.CharField(max_length=200, blank=True)
    lot = models.BigIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "response"], name="reading_in_order"),
            models.Index(fields=["workspace", "lot"], name="reading_by_lot"),
            models.Index(fields=["workspace", "response"], condition=~Q(urgency=""), name="reading_urgent"),
        ]

    def __str__(self) -> str:
        return f"reading of {self.response_id}"

    @property
    def urgencies(self) -> tuple[str, ...]:
        """Return the kinds of urgency."""
        return tuple(self.urgency.split())


class CommentVector(models.Model):
    """A comment as an embedder places it: float16 numbers, kept because they take long to make."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.OneToOneField(Response, models.CASCADE, related_name="+")
    embedder = models.CharField(max_length=40)
    vector = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "embedder", "response"], name="vector_in_order")]

    def __str__(self) -> str:
        return f"vector of {self.response_id}"


class TextModel(models.Model):
    """What was learned from the comments of a workspace, as `kuule.text` writes it: the sentiment, or all themes.

    `n` is how many comments it learned from, `embedder` what placed them, "" where it reads words. What is learned anew
    is a new row, so that whoever reads by an older one can tell.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    version = models.CharField(max_length=80)
    embedder = models.CharField(max_length=40, blank=True)
    state = models.BinaryField()
    n = models.PositiveIntegerField()
    trained_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MODEL_KINDS), name="text_model_kind_known"),
            models.UniqueConstraint(fields=["workspace", "kind"], name="text_model_once"),
        ]

    def __str__(self) -> str:
        return self.version


class UrgentPhrases(models.Model):
    """The phrases of one kind of urgency in one language, where a workspace has its own in place of Kuule's."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    phrases = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "language"], name="urgent_phrases_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}"
