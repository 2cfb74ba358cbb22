"""Companies that run a programme, the people who work in them, and what they did."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kuule.workspaces.rules import LEGAL_BASES, PURPOSES, ROLES


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is the name people sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save a new user. The address is kept in lower case, so that a capital letter never locks anyone out."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. `is_superuser` marks the operator of the installation."""

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=200)
    language = models.CharField(_("Language"), max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    """One company's programme, invisible to all others."""

    name = models.CharField(_("Company name"), max_length=200, help_text=_("Customers see this name in surveys."))
    slug = models.SlugField(_("Short name in addresses"), max_length=60, unique=True)
    language = models.CharField(_("Language"), max_length=12, default="en")
    timezone = models.CharField(_("Time zone"), max_length=64, default="Europe/Helsinki")
    quarantine_days = models.PositiveSmallIntegerField(
        _("Days between two surveys to the same person"),
        default=90,
        help_text=_("No one is asked more often than this."),
    )
    sender_name = models.CharField(_("Sender name"), max_length=200, blank=True)
    sender_email = models.EmailField(_("Sender address"), blank=True)
    postal_address = models.CharField(
        _("Postal address"), max_length=300, blank=True, help_text=_("Shown at the foot of every survey mail.")
    )
    invitation_days = models.PositiveSmallIntegerField(_("Days a survey link stays open"), default=60)
    min_n_shown = models.PositiveSmallIntegerField(_("Answers from which a score is drawn"), default=10)
    min_n_anonymous = models.PositiveSmallIntegerField(_("Smallest group of an anonymous survey"), default=5)
    answers_kept_months = models.PositiveSmallIntegerField(_("Months until answers lose their names"), null=True)
    people_kept_months = models.PositiveSmallIntegerField(_("Months until silent people are erased"), null=True)
    hash_key = models.BinaryField(max_length=32, editable=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Purpose(models.Model):
    """What a workspace does with what it knows of people, on which legal basis, and what it tells them about it.

    `key` is one of `PURPOSES`, `basis` one of `LEGAL_BASES`. `balancing` is the test that a legitimate interest needs;
    `notice` is a text per language, shown to the people concerned; `consent_property` is the key of the property of
    contacts that says who consented.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    basis = models.CharField(max_length=24)
    balancing = models.TextField(blank=True)
    notice = models.JSONField(default=dict)
    consent_property = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="purpose_once"),
            models.CheckConstraint(condition=models.Q(key__in=PURPOSES), name="purpose_known"),
            models.CheckConstraint(condition=models.Q(basis__in=LEGAL_BASES), name="purpose_basis_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} in {self.workspace_id}"


class Team(models.Model):
    """People who work for the same customers."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint("workspace", Lower("name"), name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A user in a workspace, with a role."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="member_once"),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class JoinInvitation(models.Model):
    """A link by which somebody becomes a member. The token is kept only as a hash."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    email = models.EmailField(_("E-mail"))
    role = models.CharField(_("Role"), max_length=20)
    teams = models.ManyToManyField(Team, related_name="+", blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "accepted_at"], name="join_open")]

    def __str__(self) -> str:
        return f"{self.role} in {self.workspace_id}"


class ApiKey(models.Model):
    """A key for another program: what it may do, and until when.

    Only its hash and first characters are kept. One that also signs webhooks, as Delighted's do, is kept once more as a
    text that only this installation can open.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=200)
    prefix = models.CharField(max_length=16)
    key_hash = models.CharField(max_length=64, unique=True)
    secret_cipher = models.TextField(blank=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "revoked_at"], name="key_live")]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a request of another program was answered that named itself, so that it is not done twice.

    `place` is its method and path, `digest` stands for what it said. `body` is emptied when a person is erased.
    """

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    place = models.CharField(max_length=300)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "place", "name"], name="answer_kept_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.name}"


class AuditEntry(models.Model):
    """One write: who did what to which object, and when. Never values, so that erasure stays possible."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-at", "-id"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.act} {self.object_type} {self.object_id}"
