"""The door of every staff page: signed in, a member here, and allowed. And how people sign in."""

import functools
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails
from ninja.security.http import HttpAuthBase

from kuule.lib.problems import ProblemError
from kuule.workspaces.models import ApiKey, Member, User, Workspace
from kuule.workspaces.rules import PERMISSIONS, Actor, is_allowed
from kuule.workspaces.selectors import key_by_secret, membership, user_by_email

P = ParamSpec("P")

READING = ("GET", "HEAD", "OPTIONS")
LAST_WORKSPACE = "last_workspace"
YEAR_SECONDS = 365 * 24 * 3600
SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONGEST_ADDRESS = 255


class MemberRequest(HttpRequest):
    """A request of a signed-in member: what `member_page` adds."""

    user: User
    workspace: Workspace
    member: Member
    actor: Actor
    htmx: HtmxDetails

    def may(self, permission: str) -> bool:
        """Tell whether this member holds a permission."""
        return is_allowed(self.member.role, permission)


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in, in no particular workspace."""

    user: User


View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def member_page(permission: str, change: str = "") -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Let in only members of the workspace named in the address whose role holds `permission`.

    A page that more people may read than change names the permission for sending its form as `change`.
    A stranger to the workspace gets "not found", so that addresses tell nothing about other companies.
    """
    to_change = change or permission
    for name in (permission, to_change):
        if name not in PERMISSIONS:
            raise KeyError(name)

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        @login_required
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            member = membership(slug=slug, user_id=cast("int", request.user.pk))
            if member is None:
                raise Http404
            if not is_allowed(member.role, permission if request.method in READING else to_change):
                raise PermissionDenied
            request.workspace, request.member = member.workspace, member  # type: ignore[attr-defined]
            request.actor = Actor.user(member.user_id)  # type: ignore[attr-defined]
            request.may = functools.partial(is_allowed, member.role)  # type: ignore[attr-defined]
            with timezone.override(zoneinfo.ZoneInfo(member.workspace.timezone)):
                response = view(cast("MemberRequest", request), *args, **kwargs)
            _remember_workspace(request, response, slug)
            return response

        guarded.permission, guarded.change_permission = permission, to_change  # type: ignore[attr-defined]
        return guarded

    return decorate


def _remember_workspace(request: HttpRequest, response: HttpResponseBase, slug: str) -> None:
    if request.COOKIES.get(LAST_WORKSPACE) != slug:
        response.set_cookie(
            LAST_WORKSPACE,
            slug,
            max_age=YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


class Reader(Protocol):
    """Another program that is shown something: of which workspace, and what of it."""

    @property
    def workspace(self) -> Workspace:
        """Return the workspace it reads."""
        ...

    def may(self, scope: str) -> bool:
        """Tell whether it may see what this scope opens."""
        ...


class KeyRequest(HttpRequest):
    """A request of another program: what `endpoint` adds. The key says which workspace is meant."""

    auth: ApiKey
    workspace: Workspace
    actor: Actor

    def may(self, scope: str) -> bool:
        """Tell whether the key holds a scope."""
        return scope in self.auth.scopes


def key_of(request: HttpRequest, *, now: datetime) -> ApiKey | None:
    """Return the key that a request brings as `Authorization: Bearer kuule_…`, or None if there is none that works."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return key_by_secret(secret.strip(), now=now) if kind.lower() == "bearer" else None


def no_key() -> ProblemError:
    """Return the answer to a request without a key that works."""
    detail = gettext(
        "Send the header “Authorization: Bearer …” with an API key that works. Keys are made in the settings."
    )
    headers = {"WWW-Authenticate": 'Bearer realm="Kuule"'}
    return ProblemError(HTTPStatus.UNAUTHORIZED, "no-key", detail, headers=headers)


class BearerKey(HttpAuthBase):
    """Names the way to sign in for the description of the API. Keys are looked at by `endpoint`."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> ApiKey | None:
        """Return the key that `endpoint` let in. What came to an address without it stays outside."""
        return getattr(request, "auth", None)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for people who were invited: nobody signs up by themselves."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and password do not fit together. Check both and try again."),
        "enter_current_password": _("This is not your present password."),
        "account_inactive": _("This person cannot sign in any more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people join by an invitation."""
        del request
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where a person goes after choosing a new password: their profile."""
        del request
        return reverse("profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link in the mail. It starts with our own address, whatever host name the request claimed."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.KUULE_BASE_URL) + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a sign-in mail in the language of the person it goes to."""
        user = user_by_email(email)
        with translation.override((user and user.language) or translation.get_language()):
            super().send_mail(template_prefix, email, context)


def address_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the address somebody tries to sign in with, as the count of failed attempts knows it."""
    known = credentials or {}
    address = known.get("email") or known.get("login") or request.POST.get("login") or ""
    return str(address).strip().lower().replace("\0", "")[:LONGEST_ADDRESS]


class LongEnough(MinimumLengthValidator):
    """Django's rule in our words: its own have no Finnish yet."""

    def get_error_message(self) -> str:
        """Return what is wrong and how long a password must be."""
        text = ngettext(
            "This password is too short. Take at least %(number)s character.",
            "This password is too short. Take at least %(number)s characters.",
            self.min_length,
        )
        return text % {"number": self.min_length}
