"""Where things are: the one menu, shorter for those with fewer rights."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from kuule.config.places import PLACES
from kuule.config.ways import WAYS
from kuule.workspaces.models import Member
from kuule.workspaces.rules import is_allowed
from kuule.workspaces.selectors import landing, memberships_of


@dataclass(frozen=True, slots=True)
class Item:
    """A place as one member sees it on one page."""

    label: str | Promise
    icon: str
    url: str
    is_current: bool
    count: int | None = None


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the menu for the member who asks, as template context."""
    member = getattr(request, "member", None)
    if member is None:
        return {}
    here = request.resolver_match.url_name if request.resolver_match else ""
    slug = member.workspace.slug
    return {
        "workspace": member.workspace,
        "member": member,
        "navigation": [
            Item(place.label, place.icon, reverse(place.pages[0], args=[slug]), here in place.pages)
            for place in PLACES
            if is_allowed(member.role, place.permission)
        ],
        **_ways(request, member, here),
        "workspace_links": SimpleLazyObject(lambda: _workspaces(member)),
        "member_links": [Item(_("Your profile"), "circle-user", reverse("profile"), here == "profile")],
    }


def _ways(request: HttpRequest, member: Member, here: str | None) -> dict[str, list[Item]]:
    """Return the ways from a page, and those within the one that is taken."""
    match, ways = request.resolver_match, WAYS.get(here, ())
    taken = next((way.within or way.page for way in ways if way.page == here), "")
    found: dict[str, list[Item]] = {"ways": [], "ways_within": []}
    for way in ways:
        if match is None or not is_allowed(member.role, way.permission):
            continue
        if label := way.label_in(member.workspace, match.kwargs):
            url = way.url(request, match.kwargs)
            if not way.within:
                found["ways"].append(Item(label, way.icon, url, way.page in {here, taken}))
            if taken and taken in {way.within, way.page}:
                found["ways_within"].append(Item(label, way.icon, url, way.page == here))
    return found


def _workspaces(member: Member) -> list[Item]:
    return [Item(each.workspace.name, "", landing(each), each.pk == member.pk) for each in memberships_of(member.user)]
