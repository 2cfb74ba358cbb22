"""Ways to collect answers without sending anything: a website, a screen, a sheet of paper, somebody's own link."""

from django.db import models

from kuule.contacts.models import Account
from kuule.dispatch.rules.collectors import COLLECTOR_KINDS, CollectorKind
from kuule.surveys.models import Survey
from kuule.workspaces.models import Member, User, Workspace


class Collector(models.Model):
    """One place or campaign at which a survey is answered; `kind` is a key of `COLLECTOR_KINDS`.

    `token` stands in its address and is no secret: whoever sees the code, the screen or the link knows it. `secret` is
    what a website proves with who its visitor is; it has to be known in clear to check that. `member` shares the link,
    maybe for one `account`, which stands on the answers then. `settings` are read by the kind.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    token = models.CharField(max_length=32, unique=True)
    secret = models.CharField(max_length=64, blank=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    settings = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "survey", "-id"], name="collector_by_survey"),
            models.Index(fields=["workspace", "member", "-id"], name="collector_by_member"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def of_kind(self) -> CollectorKind:
        """Return the kind itself."""
        return COLLECTOR_KINDS[self.kind]

    @property
    def path(self) -> str:
        """Return the address at which people answer, without the host."""
        return self.of_kind.address(self.token)
