"""Filters about people and what they may do, for the templates of every room above, too."""

from django import template
from django.utils.translation import gettext as _

from kuule.workspaces.models import Member
from kuule.workspaces.rules import (
    ANALYST,
    ATTENDEE,
    CUSTOMER,
    DELIGHTED,
    FRONTLINE,
    HELPED,
    MANAGER,
    OWNER,
    PARTNER,
    PERSONAL,
    STAFF,
    VIEWER,
    is_allowed,
)

register = template.Library()


@register.filter
def may(member: Member, permission: str) -> bool:
    """Tell whether a member holds a permission: `{% if member|may:"send_surveys" %}`."""
    return is_allowed(member.role, permission)


@register.filter
def role_name(role: str) -> str:
    """Return the name of a member role in the reader's language."""
    names = {
        OWNER: _("Owner"),
        MANAGER: _("Manager"),
        ANALYST: _("Analyst"),
        FRONTLINE: _("Frontline"),
        VIEWER: _("Viewer"),
    }
    return names[role]


@register.filter
def scope_name(scope: str) -> str:
    """Return what a scope of an API key allows, in the reader's language."""
    names = {
        "contacts:read": _("Read people and accounts"),
        "contacts:write": _("Add and change people and accounts"),
        "contacts:erase": _("Erase people"),
        "surveys:read": _("Read surveys and touchpoints"),
        "occurrences:read": _("Read what happened at touchpoints"),
        "occurrences:write": _("Tell what happened at touchpoints"),
        "invitations:read": _("Read who is asked, and why somebody is not"),
        "invitations:write": _("Ask people, and call off asks"),
        "responses:read": _("Read answers"),
        "responses:write": _("Add and change answers"),
        "metrics:read": _("Read figures and themes"),
        "series:write": _("Bring values of series"),
        "money:read": _("Read money"),
        "money:write": _("Tell of money"),
        "cases:read": _("Read cases"),
        "cases:write": _("Work on cases"),
        "initiatives:read": _("Read initiatives"),
        "initiatives:write": _("Change initiatives"),
        "exports:read": _("Fetch exports"),
        "exports:write": _("Order exports"),
        "webhooks:read": _("Read webhooks"),
        "webhooks:write": _("Set up webhooks"),
        PERSONAL: _("See names, addresses and comments as they were written"),
        DELIGHTED: _("Everything, by the API that is compatible with Delighted’s"),
    }
    return names[scope]


@register.filter
def people_group(group: str) -> str:
    """Return the name of a group of people in the reader's language."""
    names = {
        CUSTOMER: _("Customers"),
        STAFF: _("Employees"),
        PARTNER: _("Partners"),
        ATTENDEE: _("Event attendees"),
        HELPED: _("People helped by support"),
    }
    return names[group]
