"""How each act of the trade reads in the audit log. Rooms above bring their acts here, one line each."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.ui.templatetags.ui import bidi
from kuule.workspaces.selectors import AuditLine

SENTENCES: Mapping[str, str | Promise] = {
    "workspace_founded": gettext_lazy("{who} founded the workspace"),
    "workspace_changed": gettext_lazy("{who} changed the settings of the workspace"),
    "purpose_settled": gettext_lazy("{who} changed a purpose and its legal basis"),
    "member_added": gettext_lazy("{who} added the member {what}"),
    "member_changed": gettext_lazy("{who} changed the role or teams of {what}"),
    "member_removed": gettext_lazy("{who} removed the member {what}"),
    "join_invited": gettext_lazy("{who} invited {what} to join"),
    "join_withdrawn": gettext_lazy("{who} withdrew the invitation to {what}"),
    "team_formed": gettext_lazy("{who} formed the team {what}"),
    "team_renamed": gettext_lazy("{who} renamed the team {what}"),
    "team_disbanded": gettext_lazy("{who} disbanded the team {what}"),
    "key_issued": gettext_lazy("{who} made the API key {what}"),
    "key_revoked": gettext_lazy("{who} revoked the API key {what}"),
    "account_opened": gettext_lazy("{who} added the account {what}"),
    "account_changed": gettext_lazy("{who} changed the account {what}"),
    "account_archived": gettext_lazy("{who} archived the account {what}"),
    "account_brought_back": gettext_lazy("{who} brought the account {what} back"),
    "contact_added": gettext_lazy("{who} added the contact {what}"),
    "contact_changed": gettext_lazy("{who} changed the contact {what}"),
    "contact_archived": gettext_lazy("{who} archived the contact {what}"),
    "contact_brought_back": gettext_lazy("{who} brought the contact {what} back"),
    "person_exported": gettext_lazy("{who} made a copy of what is known of {what}"),
    "person_erased": gettext_lazy("{who} erased {what}"),
    "answers_forgotten": gettext_lazy("{who} took the names off old answers"),
    "contact_suppressed": gettext_lazy("{who} made an address stop getting surveys ({what})"),
    "suppression_lifted": gettext_lazy("{who} let an address get surveys again ({what})"),
    "property_defined": gettext_lazy("{who} defined the property {what}"),
    "contacts_imported": gettext_lazy("{who} imported people from {what}"),
    "occurrences_imported": gettext_lazy("{who} imported what happened from {what}"),
    "priority_set": gettext_lazy("{who} changed which surveys go first"),
    "care_planned": gettext_lazy("{who} planned the care after {what}"),
    "care_call": gettext_lazy("{who} made a call of care ({what})"),
    "guesses_begun": gettext_lazy("{who} began to ask owners for guesses"),
    "guesses_stopped": gettext_lazy("{who} stopped asking owners for guesses"),
    "benchmark_noted": gettext_lazy("{who} noted the score of {what}"),
    "benchmark_changed": gettext_lazy("{who} changed the noted score of {what}"),
    "benchmark_deleted": gettext_lazy("{who} deleted the noted score of {what}"),
    "figure_certified": gettext_lazy("{who} made a certificate of a figure ({what})"),
    "certificate_published": gettext_lazy("{who} gave out a public link to a certificate ({what})"),
    "certificate_withdrawn": gettext_lazy("{who} withdrew the public link to a certificate ({what})"),
    "annotation_made": gettext_lazy("{who} marked a day on the trend ({what})"),
    "annotation_changed": gettext_lazy("{who} changed a mark on the trend ({what})"),
    "annotation_deleted": gettext_lazy("{who} took a mark off the trend ({what})"),
    "treatment_written": gettext_lazy("{who} wrote down what was done and what is expected ({what})"),
    "treatment_changed": gettext_lazy("{who} changed what is written about {what}"),
    "message_test_made": gettext_lazy("{who} made the message test {what}"),
    "message_test_changed": gettext_lazy("{who} changed the message test {what}"),
    "message_test_started": gettext_lazy("{who} started the message test {what}"),
    "message_test_ended": gettext_lazy("{who} ended the message test {what}"),
    "series_made": gettext_lazy("{who} added the series {what}"),
    "series_changed": gettext_lazy("{who} changed the series {what}"),
    "series_filled": gettext_lazy("{who} brought figures for the series {what}"),
    "series_deleted": gettext_lazy("{who} deleted the series {what}"),
    "view_shared": gettext_lazy("{who} shared the view {what}"),
    "view_renamed": gettext_lazy("{who} renamed the shared view {what}"),
    "view_deleted": gettext_lazy("{who} deleted the shared view {what}"),
    "theme_made": gettext_lazy("{who} added the theme {what}"),
    "theme_changed": gettext_lazy("{who} changed the theme {what}"),
    "theme_archived": gettext_lazy("{who} archived the theme {what}"),
    "theme_restored": gettext_lazy("{who} brought the theme {what} back"),
    "theme_merged": gettext_lazy("{who} merged the theme {what} into another one"),
    "theme_split": gettext_lazy("{who} split the theme {what}"),
    "theme_label_decided": gettext_lazy("{who} said whether a comment speaks of a theme ({what})"),
    "theme_label_added": gettext_lazy("{who} added a theme to a comment ({what})"),
    "theme_label_undone": gettext_lazy("{who} took back what was said about a theme of a comment ({what})"),
    "suggestion_dismissed": gettext_lazy("{who} dismissed a suggested theme ({what})"),
    "wording_switched_on": gettext_lazy("{who} lets a language model name suggested themes ({what})"),
    "wording_switched_off": gettext_lazy("{who} lets no language model name suggested themes any more ({what})"),
    "urgent_phrases_changed": gettext_lazy("{who} changed which phrases make a comment urgent ({what})"),
    "urgent_phrases_reset": gettext_lazy("{who} went back to the usual phrases for urgent comments ({what})"),
    "value_bands_kept": gettext_lazy("{who} put the bands of value on accounts"),
    "value_bands_stopped": gettext_lazy("{who} stopped refreshing the bands of value"),
    "figures_taken": gettext_lazy("{who} took figures out as a file"),
    "warm_up_begun": gettext_lazy("{who} began a slow start of the sending domain"),
    "warm_up_ended": gettext_lazy("{who} ended the slow start of the sending domain"),
    "responses_imported": gettext_lazy("{who} imported past answers from {what}"),
    "import_undone": gettext_lazy("{who} undid the import of {what}"),
    "contacts_exported": gettext_lazy("{who} exported people ({what})"),
    "answers_exported": gettext_lazy("{who} exported answers ({what})"),
    "job_opened": gettext_lazy("{who} handed in {what}"),
    "job_released": gettext_lazy("{who} started the work on {what}"),
    "job_cancelled": gettext_lazy("{who} cancelled the work on {what}"),
    "survey_created": gettext_lazy("{who} created the survey {what}"),
    "survey_published": gettext_lazy("{who} published the survey {what}"),
    "survey_closed": gettext_lazy("{who} closed the survey {what}"),
    "survey_imported": gettext_lazy("{who} made the survey {what} from a file"),
    "survey_copied": gettext_lazy("{who} made the survey {what} as a copy"),
    "survey_changed": gettext_lazy("{who} changed the name or the anonymity of the survey {what}"),
    "survey_draft_opened": gettext_lazy("{who} began a new version of the survey {what}"),
    "survey_draft_discarded": gettext_lazy("{who} discarded the draft of the survey {what}"),
    "survey_edited": gettext_lazy("{who} changed the draft of the survey {what}"),
    "survey_reopened": gettext_lazy("{who} opened the survey {what} again"),
    "survey_archived": gettext_lazy("{who} archived the survey {what}"),
    "survey_brought_back": gettext_lazy("{who} brought the survey {what} back"),
    "journey_begun": gettext_lazy("{who} began the journey map"),
    "journey_given": gettext_lazy("{who} gave the whole journey to {what}"),
    "journey_reviewed": gettext_lazy("{who} reviewed the journey map"),
    "stage_added": gettext_lazy("{who} added the stage {what} to the journey"),
    "stage_renamed": gettext_lazy("{who} renamed the stage {what} of the journey"),
    "stage_moved": gettext_lazy("{who} moved the stage {what} of the journey"),
    "stage_removed": gettext_lazy("{who} removed a stage of the journey"),
    "touchpoint_added": gettext_lazy("{who} added the touchpoint {what}"),
    "touchpoint_changed": gettext_lazy("{who} changed the touchpoint {what}"),
    "touchpoint_moved": gettext_lazy("{who} moved the touchpoint {what}"),
    "touchpoint_archived": gettext_lazy("{who} archived the touchpoint {what}"),
    "touchpoint_brought_back": gettext_lazy("{who} brought the touchpoint {what} back"),
    "wave_scheduled": gettext_lazy("{who} scheduled the wave {what}"),
    "wave_planned": gettext_lazy("{who} decided whom the wave {what} asks"),
    "wave_cancelled": gettext_lazy("{who} cancelled the wave {what}"),
    "delivery_marked_sent": gettext_lazy("{who} marked an uncertain mail as sent ({what})"),
    "delivery_sent_again": gettext_lazy("{who} sent an uncertain mail again ({what})"),
    "programme_created": gettext_lazy("{who} made the programme {what}"),
    "programme_changed": gettext_lazy("{who} changed the programme {what}"),
    "programme_started": gettext_lazy("{who} started the programme {what}"),
    "programme_paused": gettext_lazy("{who} paused the programme {what}"),
    "programme_resumed": gettext_lazy("{who} resumed the programme {what}"),
    "programme_ended": gettext_lazy("{who} ended the programme {what}"),
    "occurrences_told": gettext_lazy("{who} told what happened at the touchpoint {what}"),
    "collector_opened": gettext_lazy("{who} opened another way to answer ({what})"),
    "collector_changed": gettext_lazy("{who} changed a way to answer ({what})"),
    "collector_stopped": gettext_lazy("{who} stopped a way to answer ({what})"),
    "hook_made": gettext_lazy("{who} made the hook {what}"),
    "hook_changed": gettext_lazy("{who} changed the hook {what}"),
    "hook_revoked": gettext_lazy("{who} revoked the hook {what}"),
    "reminders_planned": gettext_lazy("{who} planned the reminders of {what}"),
    "coverage_changed": gettext_lazy("{who} changed what counts as being heard ({what})"),
    "chat_set": gettext_lazy("{who} set the chat that is told of silent key contacts ({what})"),
    "chat_removed": gettext_lazy("{who} removed the chat that is told of silent key contacts ({what})"),
    "limit_set": gettext_lazy("{who} set a limit on how often people are asked ({what})"),
    "limit_lifted": gettext_lazy("{who} took away a limit on how often people are asked ({what})"),
    "hold_placed": gettext_lazy("{who} had {what} not asked for a while"),
    "hold_released": gettext_lazy("{who} ended a hold on asking {what}"),
    "contact_taken_out": gettext_lazy("{who} took {what} out of being asked"),
    "contact_taken_in": gettext_lazy("{who} let {what} be asked again"),
    "asking_stopped": gettext_lazy("{who} asked for no more surveys (invitation {what})"),
    "answer_withdrawn": gettext_lazy("{who} withdrew an answer to {what}"),
    "answer_confirmed": gettext_lazy("{who} confirmed the answer {what}"),
    "heard_imported": gettext_lazy("{who} imported reviews and posts from {what}"),
    "heard_added": gettext_lazy("{who} added what was said elsewhere"),
    "heard_deleted": gettext_lazy("{who} deleted what was said elsewhere"),
    "answer_noted": gettext_lazy("{who} wrote a note on the answer {what}"),
    "note_deleted": gettext_lazy("{who} deleted a note on the answer {what}"),
    "score_asked": gettext_lazy("{who} asked to correct the score of the answer {what}"),
    "score_decided": gettext_lazy("{who} decided about the score of the answer {what}"),
    "verdict_asked": gettext_lazy("{who} asked whether the answer {what} counts"),
    "verdict_decided": gettext_lazy("{who} decided whether the answer {what} counts"),
}


def sentence(line: AuditLine) -> SafeString:
    """Return who did what as HTML. An act without a sentence of its own is shown by its name."""
    template = SENTENCES.get(line.entry.act)
    if template is None:
        return format_html("{}: <code>{}</code> {}", _who(line), line.entry.act, _what(line))
    return format_html(str(template), who=_who(line), what=_what(line))


def _who(line: AuditLine) -> SafeString:
    if line.actor_name:
        return format_html("<strong>{}</strong>", bidi(line.actor_name))
    names = {
        "user": _("Somebody who is gone"),
        "key": _("An API key"),
        "respondent": _("A respondent"),
        "system": _("Kuule"),
    }
    return format_html("<strong>{}</strong>", names.get(line.entry.actor_kind, line.entry.actor_kind))


def _what(line: AuditLine) -> SafeString:
    if line.subject_name:
        return format_html("<strong>{}</strong>", bidi(line.subject_name))
    return format_html("<span>{}</span>", _("no. %(id)s") % {"id": line.entry.object_id})
