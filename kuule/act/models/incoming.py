"""What customers wrote back."""

from django.db import models
from django.db.models import Q

from kuule.act.models.cases import Case
from kuule.act.models.files import file_place
from kuule.act.models.letters import Letter
from kuule.act.rules.letters import LONGEST_FILE_NAME
from kuule.contacts.models import Contact
from kuule.workspaces.models import Workspace


class IncomingLetter(models.Model):
    """A mail that belongs to a case, each once.

    `text` is what was newly written, `whole` all of the mail as text. `letter` is the one it answers. `is_from_contact`
    tells whether it came from the address that we have of the person; `from_name` and `from_address` are kept only
    where it did not. `is_automatic` is True for an absence note and the like, which is no reply. `left_out` lists the
    files that were not kept, each with its name and the code of why.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="incoming")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    message_id = models.CharField(max_length=250)
    received_at = models.DateTimeField()
    is_automatic = models.BooleanField(default=False)
    is_from_contact = models.BooleanField(default=True)
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    whole = models.TextField(blank=True)
    left_out = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "message_id"], name="incoming_once")]
        indexes = [
            models.Index(fields=["workspace", "case", "received_at"], name="incoming_by_case"),
            models.Index(fields=["workspace", "contact", "received_at"], name="incoming_by_contact"),
        ]

    def __str__(self) -> str:
        return f"incoming {self.pk}"


class IncomingFile(models.Model):
    """A file that came with a mail, of a kind that may be kept."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    incoming = models.ForeignKey(IncomingLetter, models.CASCADE, related_name="files")
    name = models.CharField(max_length=LONGEST_FILE_NAME)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=file_place, max_length=200)

    def __str__(self) -> str:
        return self.name


class StrayMail(models.Model):
    """A mail in the reply mailbox that belongs to no case; it stays there, and here is only that it came.

    One mailbox serves all workspaces, so it belongs to none of them. `reason` is a code that says why it was left.
    """

    message_id = models.CharField(max_length=250, unique=True)
    received_at = models.DateTimeField()
    from_address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=12)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(message_id=""), name="stray_mail_has_name")]
        indexes = [models.Index(fields=["-received_at", "-id"], name="stray_mail_newest")]

    def __str__(self) -> str:
        return f"stray mail {self.pk}"
