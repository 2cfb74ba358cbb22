"""Every mail that this room sends, to members and to customers, and what customers wrote back."""

from django.db import models
from django.db.models import Q

from kuule.act.models.cases import Case
from kuule.act.models.files import file_place
from kuule.act.rules.letters import LONGEST_FILE_NAME, LONGEST_TITLE
from kuule.contacts.models import Contact
from kuule.dispatch.rules import DELIVERY_STATES, DUE
from kuule.workspaces.models import Member, Workspace


class Letter(models.Model):
    """One mail of this room. The state is written before and after the handover, as that of a `Delivery`.

    It goes to `member` or to `contact`, at the address they have then. `subject` and `words` are what somebody wrote;
    where a purpose is worded by a template they are empty and `params` holds what the template needs, ids and dates
    only. `once_key` makes sure that the same thing is written only once, such as the reminder of one case and level.
    `reply_hash` is of the token in the address for replies, `link_hash` of that in the links within. `provider_id` is
    what a provider calls the mail; `address_hash` is of the address it went to. `opened_at` is when it was first
    opened, as far as a provider tells; `returned_at` is when it came back.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=16)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="letters")
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    written_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    once_key = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=14, default=DUE)
    due_at = models.DateTimeField()
    reply_hash = models.CharField(max_length=64, unique=True, null=True)
    link_hash = models.CharField(max_length=64, unique=True, null=True)
    message_id = models.CharField(max_length=200, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    # The token of the links within. It is known only while the mail is written.
    link_token = ""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DELIVERY_STATES), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(member=None, contact__isnull=False) | Q(member__isnull=False, contact=None),
                name="letter_to_one",
            ),
            models.UniqueConstraint(
                fields=["workspace", "once_key"], condition=~Q(once_key=""), name="letter_written_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="letter_queue"),
            models.Index(fields=["workspace", "case", "due_at"], name="letter_by_case"),
            models.Index(fields=["workspace", "contact", "due_at"], name="letter_by_contact"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="letter_by_message_id"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="letter_by_provider_id"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state} {self.pk}"


class LetterFile(models.Model):
    """A file that goes with a letter."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="files")
    name = models.CharField(max_length=LONGEST_FILE_NAME)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=file_place, max_length=200)

    def __str__(self) -> str:
        return self.name


class SavedWords(models.Model):
    """An opening or a passage that a member wrote once to use it again in letters, in one language."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=LONGEST_TITLE)
    words = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "member", "language", "title"], name="saved_words_of_member")]

    def __str__(self) -> str:
        return self.title


class LetterSettings(models.Model):
    """Which letters Kuule writes to customers by itself, and since when.

    `thanks_since` holds, by the family of survey, from which moment on who answers is thanked by mail: what was
    answered before is never thanked for. `solved_since` is the same for the question whether it was solved, None where
    it is not asked.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    thanks_since = models.JSONField(default=dict)
    solved_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"letters of {self.workspace_id}"
