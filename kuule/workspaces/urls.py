"""Addresses of this room. Of allauth only the pages that Kuule offers."""

from allauth.account import views as allauth
from django.urls import path, re_path

from kuule.workspaces.views import (
    audit,
    home,
    join,
    joins,
    keys,
    members,
    privacy,
    profile,
    setup,
    teams,
    workspace_settings,
)

SETTINGS = "w/<slug:slug>/settings/"
MEMBERS = SETTINGS + "members/"
TEAMS = SETTINGS + "teams/"
KEYS = SETTINGS + "keys/"

urlpatterns = [
    path("", home.home, name="home"),
    path("workspaces/", home.workspace_list, name="workspace_list"),
    path("setup/<str:token>/", setup.setup, name="setup"),
    path("join/<str:token>/", join.join, name="join"),
    path("account/me/", profile.profile, name="profile"),
    path("account/login/", allauth.login, name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/password/change/", allauth.password_change, name="account_change_password"),
    path("account/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "account/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(SETTINGS, workspace_settings.settings, name="settings"),
    path(MEMBERS, members.member_list, name="member_list"),
    path(MEMBERS + "invite/", joins.join_new, name="join_new"),
    path(MEMBERS + "invited/<int:join_id>/withdraw/", joins.join_withdraw, name="join_withdraw"),
    path(MEMBERS + "<int:member_id>/", members.member_edit, name="member_edit"),
    path(MEMBERS + "<int:member_id>/remove/", members.member_remove, name="member_remove"),
    path(TEAMS, teams.team_list, name="team_list"),
    path(TEAMS + "<int:team_id>/", teams.team_edit, name="team_edit"),
    path(TEAMS + "<int:team_id>/disband/", teams.team_disband, name="team_disband"),
    path(KEYS, keys.key_list, name="key_list"),
    path(KEYS + "<int:key_id>/revoke/", keys.key_revoke, name="key_revoke"),
    path(SETTINGS + "privacy/", privacy.privacy, name="privacy"),
    path(SETTINGS + "audit/", audit.audit_log, name="audit_log"),
]
