"""Filters about people and what they may do, for the templates of every room above, too."""

from django import template
from django.utils.translation import gettext as _

from kuule.workspaces.models import Member
from kuule.workspaces.rules import (
    ANALYST,
    ATTENDEE,
    CUSTOMER,
    FRONTLINE,
    HELPED,
    MANAGER,
    OWNER,
    PARTNER,
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
