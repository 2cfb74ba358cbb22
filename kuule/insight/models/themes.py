"""What comments are about: themes, which answers speak of them, and themes that were found but nobody took yet."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from kuule.insight.rules.themes import (
    ADDED,
    LONGEST_ORIGIN,
    OPEN,
    RIGHT,
    SUGGESTION_STATES,
    VERDICTS,
    named,
)
from kuule.insight.rules.wording import LONGEST_MODEL, LONGEST_SUMMARY
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.workspaces.models import Member, Workspace


class Themes(models.QuerySet["Theme"]):
    """Reads themes."""

    def live(self) -> "Themes":
        """Return those that comments are labelled with."""
        return self.filter(archived_at=None)


class Theme(models.Model):
    """Something that comments are about: its names and the words that hint at it, each by language.

    `is_praise` is for words that only praise, whose score says nothing else. `origin` tells where it comes from:
    `starter:<set>:<key>`, `own` or `found`. While it `is_due`, its labels are older than its words and what people
    said about its labels; `model_version` is what its labels were made by. `merged_into` is the theme that took over
    its labels.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    names = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    is_praise = models.BooleanField(default=False)
    origin = models.CharField(max_length=LONGEST_ORIGIN)
    is_due = models.BooleanField(default=True)
    model_version = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    objects = Themes.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "archived_at", "id"], name="theme_live")]

    def __str__(self) -> str:
        return self.name_in("en")

    def name_in(self, *languages: str) -> str:
        """Return the name in the first of these languages that it has one in, else in any."""
        return named(self.names, languages)


class ThemeLabels(models.QuerySet["ThemeLabel"]):
    """Reads labels."""

    def counted(self) -> "ThemeLabels":
        """Return those that count: a model's, unless somebody said that it is wrong, and people's own."""
        return self.filter(Q(verdict=None) | Q(verdict__in=(RIGHT, ADDED)), theme__archived_at=None)

    def of(self, responses: Iterable[int]) -> "ThemeLabels":
        """Return those of some answers."""
        return self.filter(response__pk__among=list(responses))


class ThemeLabel(models.Model):
    """That an answer speaks of a theme, with the probability as a model gave it, and what somebody said about that.

    `verdict` is `right` or `wrong` about a model's label, `added` where a person saw what no model did. No model
    writes over a verdict.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+")
    probability = models.FloatField(null=True)
    model_version = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=6, null=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ThemeLabels.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "theme"], name="theme_label_once"),
            models.CheckConstraint(condition=Q(verdict=None) | Q(verdict__in=VERDICTS), name="theme_verdict_known"),
        ]
        indexes = [
            models.Index(fields=["workspace", "theme", "response"], name="theme_label_by_theme"),
            models.Index(fields=["workspace", "-decided_at"], condition=~Q(verdict=None), name="theme_label_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} in {self.response_id}"


class ThemeSuggestion(models.Model):
    """A theme that was found in comments and waits for a person: its words, and answers that speak of it.

    It holds no sentence of anybody: what the answers say is read when it is shown. `n` is how many comments it was
    found in; `theme` is what became of it. Where a language model gave it its name, `worded_by` is that model and
    `summary` what it says that the comments have in common.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    names = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    responses = models.JSONField(default=list)
    n = models.PositiveIntegerField()
    is_praise = models.BooleanField(default=False)
    summary = models.CharField(max_length=LONGEST_SUMMARY, blank=True)
    worded_by = models.CharField(max_length=LONGEST_MODEL, blank=True)
    state = models.CharField(max_length=10, default=OPEN)
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "state", "-n"], name="theme_suggestion_open")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SUGGESTION_STATES), name="theme_suggestion_state_known")
        ]

    def __str__(self) -> str:
        return named(self.names, ("en",))


class WordingConsent(models.Model):
    """That a workspace lets the language model at a host word suggestions. Without a row nothing is ever sent.

    It is for that host alone: a model elsewhere needs another yes.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    host = models.CharField(max_length=255)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host} for {self.workspace_id}"
