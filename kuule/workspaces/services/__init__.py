"""What can be done to a workspace and its people: the acts that other rooms and pages call."""

from kuule.workspaces.services.audit import record, record_each
from kuule.workspaces.services.joining import accept_join, invite_to_join, join_as_new_user, withdraw_join
from kuule.workspaces.services.keys import issue_key, revoke_key
from kuule.workspaces.services.members import add_member, change_member, remove_member
from kuule.workspaces.services.people import change_profile, register_user
from kuule.workspaces.services.privacy import PurposeChoice, change_privacy
from kuule.workspaces.services.retention import Retention, due_by_age, register_retention
from kuule.workspaces.services.teams import disband_team, form_team, rename_team
from kuule.workspaces.services.workspaces import change_workspace, found_workspace, set_up_installation

__all__ = [
    "PurposeChoice",
    "Retention",
    "accept_join",
    "add_member",
    "change_member",
    "change_privacy",
    "change_profile",
    "change_workspace",
    "disband_team",
    "due_by_age",
    "form_team",
    "found_workspace",
    "invite_to_join",
    "issue_key",
    "join_as_new_user",
    "record",
    "record_each",
    "register_retention",
    "register_user",
    "remove_member",
    "rename_team",
    "revoke_key",
    "set_up_installation",
    "withdraw_join",
]
