"""The door of every staff page: signed in, a member here, and allowed."""

import functools
import zoneinfo
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from kuule.workspaces.models import Member, User, Workspace
from kuule.workspaces.rules import PERMISSIONS, Actor, is_allowed
from kuule.workspaces.selectors import membership

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of a signed-in member: what `member_page` adds."""

    user: User
    workspace: Workspace
    member: Member
    actor: Actor

    def may(self, permission: str) -> bool:
        """Tell whether this member holds a permission."""
        return is_allowed(self.member.role, permission)


View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def member_page(permission: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Let in only members of the workspace named in the address whose role holds `permission`.

    A stranger to the workspace gets "not found", so that addresses tell nothing about other companies.
    """
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        @login_required
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            member = membership(slug=slug, user_id=cast("int", request.user.pk))
            if member is None:
                raise Http404
            if not is_allowed(member.role, permission):
                raise PermissionDenied
            request.workspace, request.member = member.workspace, member  # type: ignore[attr-defined]
            request.actor = Actor.user(member.user_id)  # type: ignore[attr-defined]
            request.may = functools.partial(is_allowed, member.role)  # type: ignore[attr-defined]
            with timezone.override(zoneinfo.ZoneInfo(member.workspace.timezone)):
                return view(cast("MemberRequest", request), *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for people who were invited: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people join by an invitation."""
        del request
        return False
