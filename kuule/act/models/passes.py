"""Links in mails by which members act in a case without signing in."""

from django.db import models
from django.db.models import Q

from kuule.act.models.cases import Case
from kuule.act.models.letters import Letter
from kuule.act.rules.passes import PASS_ACTS
from kuule.workspaces.models import Member, Workspace


class CasePass(models.Model):
    """That a link in a mail was used: each is good for one act, once.

    The link itself is signed and tells its letter and its act, so that there is no row before it is used.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    act = models.CharField(max_length=8)
    token_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(act__in=PASS_ACTS), name="pass_act_known")]

    def __str__(self) -> str:
        return f"{self.act} by letter {self.letter_id}"
