"""The people of the company, as the API names them, and in whose name a program acts."""

from django.utils.translation import gettext as _
from ninja import Field, Schema

from kuule.act.selectors.desk import member_named
from kuule.lib.problems import FieldError
from kuule.workspaces.auth import KeyRequest, Reader
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.models import Member
from kuule.workspaces.rules import PERSONAL, is_allowed


class MemberOut(Schema):
    """A member of the company."""

    id: int
    name: str
    email: str | None = Field(description="Null without the scope `personal`.")


def member_out(reader: Reader, member: Member | None) -> MemberOut | None:
    """Return a member as the API gives one."""
    if member is None:
        return None
    return MemberOut(id=member.pk, name=str(member), email=member.user.email if reader.may(PERSONAL) else None)


def member_asked(request: KeyRequest, who: str, *, field: str, permission: str = "work_cases") -> Member:
    """Return the member that a body names by address or id. Who may not do such things is refused."""
    member = member_named(request.workspace, who=who)
    if member is None or not is_allowed(member.role, permission):
        detail = _("There is no member of this address or id who may do that.")
        raise not_valid([FieldError(field=field, code="unknown_member", detail=detail)])
    return member


def doer_asked(request: KeyRequest, who: str, *, permission: str = "work_cases") -> Member | None:
    """Return in whose name a program acts, None where it acts by itself."""
    return member_asked(request, who, field="by", permission=permission) if who else None
