"""What the world is told about the domain that a workspace sends from."""

from django.db import models

from kuule.workspaces.models import Workspace


class SendingDomain(models.Model):
    """The domain of the sender's address, as it stood when it was checked last.

    `selector` is the name of the DKIM key, as the mail server or provider calls it. `findings` are those of
    `rules.sending_domains`. While it warms up, since `warming_since`, only so many mails leave a day.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    domain = models.CharField(max_length=255)
    selector = models.CharField(max_length=63, blank=True)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    warming_since = models.DateField(null=True)

    def __str__(self) -> str:
        return self.domain
