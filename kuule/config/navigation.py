"""Where things are: the one menu, shorter for those with fewer rights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuule.responses.selectors.heard import heard_of_account, heard_of_contact
from kuule.ui.formats import count
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import is_allowed
from kuule.workspaces.selectors import landing, memberships_of


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the menu. `pages` are the names of pages that belong to it, its own first."""

    label: str | Promise
    icon: str
    permission: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way up from a page to a page of a higher room about the same thing.

    `about` is what the address there asks for, made of the parts of the address here, such as `account={account_id}`.
    Without it the page there has the same parts. With `keeps_filters` it is asked for what the list here shows. With
    `counts` the way is there only if something is at its end, and says how much. A way `within` another, named by its
    page, is shown only where that one or one of its own is taken.
    """

    label: str | Promise
    icon: str
    permission: str
    page: str
    about: str = ""
    keeps_filters: bool = False
    counts: Callable[[Workspace, Mapping[str, Any]], int] | None = None
    within: str = ""

    def url(self, request: HttpRequest, parts: Mapping[str, Any]) -> str:
        """Return the address that the way leads to from the page that was asked for."""
        if not self.about and not self.keeps_filters:
            return reverse(self.page, kwargs=dict(parts))
        query = request.GET.urlencode() if self.keeps_filters else self.about.format(**parts)
        return reverse(self.page, args=[parts["slug"]]) + (f"?{query}" if query else "")

    def label_in(self, workspace: Workspace, parts: Mapping[str, Any]) -> str:
        """Return the label, with how much is at the end where that is counted; "" where nothing is."""
        if self.counts is None:
            return str(self.label)
        number = self.counts(workspace, parts)
        return f"{self.label} ({count(number)})" if number else ""


@dataclass(frozen=True, slots=True)
class Item:
    """A place as one member sees it on one page."""

    label: str | Promise
    icon: str
    url: str
    is_current: bool
    count: int | None = None


PLACES = (
    Place(_("Today"), "sun", "see_results", ("today", "my_part", "pulse_page")),
    Place(
        _("Overview"),
        "layout-dashboard",
        "see_results",
        (
            "overview",
            "trend",
            "segment_list",
            "pivot",
            "cohorts",
            "drivers",
            "comparison",
            "benchmarks",
            "benchmark_new",
            "benchmark_edit",
            "certificate_list",
            "certificate_new",
            "certificate_page",
            "voices",
            "calculator",
            "corrections",
            "beliefs",
            "guess_mine",
            "annotation_list",
            "annotation_new",
            "annotation_edit",
            "series_list",
            "series_new",
            "series_edit",
            "series_page",
            "saved_view_list",
            "saved_view_rename",
        ),
    ),
    Place(
        _("Comments"),
        "message-square-text",
        "see_comments",
        (
            "comment_list",
            "heard_list",
            "heard_new",
            "response_export",
            "response_page",
            "review_new",
            "review_list",
            "review_page",
        ),
    ),
    Place(
        _("Themes"),
        "tags",
        "see_results",
        (
            "theme_list",
            "theme_page",
            "theme_new",
            "theme_edit",
            "theme_split",
            "theme_review",
            "suggestion_list",
            "suggestion_take",
            "urgent_phrases",
            "urgent_phrases_edit",
        ),
    ),
    Place(
        _("Value"),
        "coins",
        "see_value",
        (
            "executive",
            "loop_list",
            "group_value",
            "group_value_rows",
            "multipliers",
            "multiplier_rows",
            "value_segments",
            "value_segment_rows",
            "earned_growth",
            "earned_growth_rows",
            "renewals",
            "renewal_page",
            "effect_list",
            "effect_new",
            "effect_page",
            "effect_edit",
            "effect_rows",
            "causes_removed",
            "message_test_list",
            "message_test_new",
            "message_test_page",
            "message_test_edit",
            "message_test_rows",
            "answering_pays",
            "answering_pays_rows",
            "money_in",
            "ledger_list",
            "contract_list",
            "event_list",
            "origin_list",
            "rate_list",
            "money_settings",
        ),
    ),
    Place(
        _("Cases"),
        "life-buoy",
        "see_cases",
        (
            "case_list",
            "case_page",
            "recovered_list",
            "cause_list",
            "cause_edit",
            "service_level",
            "case_capacity",
            "playbook_list",
            "playbook_page",
            "playbook_new",
            "playbook_edit",
            "calendar_list",
            "calendar_for_all",
            "calendar_page",
            "absence_list",
            "case_settings",
            "case_letters",
            "case_letter_preview",
            "letter_settings",
            "stray_mail_list",
            "saved_words",
            "panel_list",
        ),
    ),
    Place(
        _("Accounts"),
        "building-2",
        "see_people",
        (
            "account_list",
            "account_page",
            "account_new",
            "account_edit",
            "account_archived",
            "account_merge",
            "coverage",
            "coverage_settings",
            "coverage_plan",
        ),
    ),
    Place(
        _("People"),
        "users",
        "see_people",
        (
            "contact_list",
            "contact_page",
            "contact_new",
            "contact_edit",
            "contact_archived",
            "contact_erase",
            "contact_asking",
            "my_links",
            "contact_call",
            "call_page",
            "property_list",
            "people_export",
            "export_list",
            "export_page",
            "import_new",
            "import_mapping",
            "import_page",
            "import_undo",
        ),
    ),
    Place(
        _("Ask"),
        "send",
        "see_surveys",
        (
            "wave_list",
            "wave_new",
            "wave_page",
            "programme_new",
            "programme_day",
            "programme_page",
            "programme_edit",
            "limit_list",
            "survey_list",
            "survey_import",
            "survey_archived",
            "survey_page",
            "survey_edit",
            "survey_question",
            "survey_texts",
            "survey_settings",
            "survey_preview",
            "collector_list",
            "collector_new",
            "collector_page",
            "survey_results",
            "survey_words",
            "survey_answers_export",
        ),
    ),
    Place(
        _("Journey"),
        "route",
        "see_results",
        (
            "journey",
            "journey_edit",
            "touchpoint_new",
            "touchpoint_edit",
            "touchpoint_care",
            "occurrence_list",
            "care_calls",
        ),
    ),
    Place(
        _("Improve"),
        "trending-up",
        "see_improvements",
        (
            "initiative_list",
            "initiative_board",
            "initiative_new",
            "initiative_page",
            "initiative_edit",
            "initiative_evidence",
            "initiative_telling",
            "initiative_telling_preview",
            "management_agenda",
            "huddle_list",
            "huddle_new",
            "huddle_plan",
            "huddle_plan_edit",
            "huddle_page",
            "huddle_sheet",
            "participation",
            "pulse_list",
            "pulse_new",
            "goal_list",
            "goal_new",
            "goal_page",
            "health",
            "health_check",
            "programme_setup",
            "setup_aim",
            "setup_names",
            "setup_people",
            "setup_cadence",
            "setup_dry_run",
            "setup_yourself",
            "setup_pilot",
            "setup_roll_out",
        ),
    ),
    Place(_("Mailbox"), "inbox", "see_mailbox", ("mailbox", "mailbox_message")),
    Place(
        _("Settings"),
        "settings",
        "see_members",
        (
            "settings",
            "member_list",
            "member_edit",
            "join_new",
            "team_list",
            "team_edit",
            "sending_domain",
            "key_list",
            "hook_list",
            "hook_new",
            "hook_edit",
            "webhook_list",
            "webhook_page",
            "delighted",
            "delighted_webhook",
            "privacy",
            "audit_log",
        ),
    ),
)

TO_HEARD = Way(
    _("Heard elsewhere"),
    "megaphone",
    "see_comments",
    "heard_list",
    about="account={account_id}",
    counts=lambda workspace, parts: heard_of_account(workspace, account_id=parts["account_id"]),
)
TO_HEARD_FROM = replace(
    TO_HEARD,
    about="contact={contact_id}",
    counts=lambda workspace, parts: heard_of_contact(workspace, contact_id=parts["contact_id"]),
)
TO_BELIEFS = Way(_("What we believe"), "scale", "see_results", "beliefs")
TO_BENCHMARKS = Way(_("Benchmarks"), "ruler", "see_results", "benchmarks")
TO_CERTIFICATES = Way(_("Certificates"), "badge-check", "see_results", "certificate_list")
TO_SENDING = Way(pgettext_lazy("settings", "Mail"), "mail-check", "see_members", "sending_domain")
TO_HOOKS = Way(_("Hooks"), "webhook", "change_keys", "hook_list")
TO_WEBHOOKS = Way(_("Webhooks"), "radio-tower", "change_keys", "webhook_list")
TO_DELIGHTED = Way(_("Delighted"), "plug", "change_keys", "delighted")
TO_CALCULATOR = Way(_("How many to ask"), "calculator", "see_results", "calculator")
# Each page of the place leads to its sisters.
VALUE_WAYS = (
    Way(_("Leadership page"), "presentation", "see_value", "executive"),
    Way(_("Value of a customer"), "gem", "see_value", "group_value"),
    Way(_("Customers by value"), "layers", "see_value", "value_segments", within="group_value"),
    Way(_("Own multipliers"), "chart-no-axes-column", "see_value", "multipliers", within="group_value"),
    Way(_("Earned growth"), "sprout", "see_value", "earned_growth"),
    Way(_("Renewals"), "calendar-clock", "see_value", "renewals"),
    Way(_("Did it work?"), "flask-conical", "see_value", "effect_list"),
    Way(_("Causes removed"), "eraser", "see_value", "causes_removed", within="effect_list"),
    Way(_("Message tests"), "message-square-text", "see_value", "message_test_list", within="effect_list"),
    Way(_("Does answering pay?"), "phone", "see_value", "answering_pays", within="effect_list"),
    Way(_("Money in"), "wallet", "see_value", "money_in"),
    Way(_("Ledger"), "table", "see_value", "ledger_list", within="money_in"),
    Way(_("Contracts"), "file-text", "see_value", "contract_list", within="money_in"),
    Way(_("Customer events"), "calendar-clock", "see_value", "event_list", within="money_in"),
    Way(_("Origins"), "signpost", "see_value", "origin_list", within="money_in"),
    Way(_("Exchange rates"), "arrow-left-right", "see_value", "rate_list", within="money_in"),
    Way(_("How money counts"), "settings", "see_value", "money_settings", within="money_in"),
)
IMPROVE_WAYS = (
    Way(_("Initiatives"), "wrench", "see_improvements", "initiative_list"),
    Way(_("Board"), "columns-3", "see_improvements", "initiative_board", within="initiative_list"),
    Way(_("Management agenda"), "presentation", "see_value", "management_agenda", within="initiative_list"),
    Way(_("Huddles"), "users", "see_huddles", "huddle_list"),
    Way(_("Who takes part"), "hand-helping", "see_huddles", "participation", within="huddle_list"),
    Way(_("Team pulse"), "activity", "see_results", "pulse_list", within="huddle_list"),
    Way(_("Goals"), "target", "see_improvements", "goal_list"),
    Way(_("Programme health"), "heart-pulse", "see_improvements", "health"),
    Way(_("Set-up"), "list-checks", "see_improvements", "programme_setup"),
)

CASE_WAYS = (
    Way(_("Inboxes"), "inbox", "see_cases", "case_list"),
    Way(_("Won back"), "heart-handshake", "see_cases", "recovered_list"),
    Way(_("Root causes"), "network", "see_cases", "cause_list"),
    Way(_("How soon we answer"), "timer", "see_cases", "service_level"),
    Way(_("Who can call"), "phone", "see_all_cases", "case_capacity"),
    Way(_("Rules"), "list-checks", "see_all_cases", "playbook_list"),
    Way(_("Absences"), "calendar-off", "see_cases", "absence_list"),
    Way(_("Working time"), "calendar", "see_cases", "calendar_list", within="absence_list"),
    Way(_("Reminders"), "bell", "change_playbooks", "case_settings", within="playbook_list"),
    Way(_("Customer panel"), "users-round", "see_all_cases", "panel_list"),
    Way(_("Letters"), "mail", "change_playbooks", "letter_settings"),
    Way(_("Your saved words"), "notebook-pen", "work_cases", "saved_words", within="letter_settings"),
)

TO_GOAL = Way(_("Set a goal"), "target", "change_improvements", "goal_new", keeps_filters=True)

# The lower room only shows the ways up: `{% for way in ways %}`.
WAYS: dict[str | None, tuple[Way, ...]] = {
    "account_page": (
        Way(
            pgettext_lazy("NPS", "Score"),
            "layout-dashboard",
            "see_results",
            "overview",
            about="account={account_id}&period=all",
        ),
        Way(_("Comments"), "message-square-text", "see_comments", "comment_list", about="account={account_id}"),
        Way(_("My link"), "link", "see_people", "my_links", about="account={account_id}"),
        TO_HEARD,
    ),
    "account_list": (Way(_("Coverage"), "radar", "see_people", "coverage"),),
    "import_page": (Way(_("Overview"), "layout-dashboard", "see_results", "overview", about="period=all"),),
    "contact_page": (
        Way(_("Ask by phone"), "phone", "call_people", "contact_call"),
        Way(_("Why asked or not"), "send", "see_people", "contact_asking"),
        TO_HEARD_FROM,
    ),
    "contact_list": (
        Way(_("My links"), "link", "see_people", "my_links"),
        Way(_("Ask these people"), "send", "send_surveys", "wave_new", keeps_filters=True),
    ),
    "survey_page": (
        Way(_("Results"), "chart-column", "see_results", "survey_results"),
        Way(_("Preview"), "eye", "see_surveys", "survey_preview"),
        Way(_("Other ways to ask"), "qr-code", "see_surveys", "collector_list"),
    ),
    "overview": (TO_BENCHMARKS, TO_BELIEFS, TO_CERTIFICATES, TO_CALCULATOR, TO_GOAL),
    "occurrence_list": (
        Way(_("Care"), "heart-handshake", "see_results", "touchpoint_care"),
        Way(_("Touchpoint"), "pencil", "change_surveys", "touchpoint_edit"),
    ),
    **dict.fromkeys(
        (
            *("settings", "member_list", "team_list", "privacy", "key_list", "audit_log", "sending_domain"),
            "webhook_list",
            "delighted",
        ),
        (TO_SENDING, TO_HOOKS, TO_WEBHOOKS, TO_DELIGHTED),
    ),
    **dict.fromkeys(("wave_list", "wave_new"), (TO_CALCULATOR,)),
    **dict.fromkeys((way.page for way in VALUE_WAYS), VALUE_WAYS),
    **dict.fromkeys((way.page for way in CASE_WAYS), CASE_WAYS),
    **dict.fromkeys((way.page for way in IMPROVE_WAYS), IMPROVE_WAYS),
}


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
