"""What can be read about workspaces and their people."""

from kuule.workspaces.selectors.audit import AUDIT_PAGE, AuditLine, audit_page, objects_with_acts
from kuule.workspaces.selectors.first_start import is_set_up, opens_setup, setup_token
from kuule.workspaces.selectors.keys import key_by_secret, live_keys
from kuule.workspaces.selectors.landings import landing, register_customers
from kuule.workspaces.selectors.people import (
    join_by_token,
    members,
    membership,
    memberships_of,
    open_joins,
    teams,
    user_by_email,
    workspace_by_slug,
)
from kuule.workspaces.selectors.privacy import Notice, notice_of, purposes_of
from kuule.workspaces.selectors.signing_in import locked_until

__all__ = [
    "AUDIT_PAGE",
    "AuditLine",
    "Notice",
    "audit_page",
    "is_set_up",
    "join_by_token",
    "key_by_secret",
    "landing",
    "live_keys",
    "locked_until",
    "members",
    "membership",
    "memberships_of",
    "notice_of",
    "objects_with_acts",
    "open_joins",
    "opens_setup",
    "purposes_of",
    "register_customers",
    "setup_token",
    "teams",
    "user_by_email",
    "workspace_by_slug",
]
