"""Addresses of this room."""

from django.urls import path

from kuule.economics import views

_VALUE = "w/<slug:slug>/value/"
_GROUPS = f"{_VALUE}groups/"
_MULTIPLIERS = f"{_VALUE}multipliers/"
_SEGMENTS = f"{_VALUE}segments/"
_EARNED = f"{_VALUE}earned-growth/"
_RENEWALS = f"{_VALUE}renewals/"
_EFFECTS = f"{_VALUE}effects/"
_EFFECT = f"{_EFFECTS}<int:treatment_id>/"
_MESSAGES = f"{_VALUE}messages/"
_TEST = f"{_MESSAGES}<int:test_id>/"
_ANSWERING = f"{_VALUE}answering/"
_MONEY = f"{_VALUE}money/"
_ACCOUNT = "w/<slug:slug>/accounts/<int:account_id>/"

urlpatterns = [
    path(_VALUE, views.executive, name="executive"),
    path(f"{_VALUE}executive.pdf", views.executive_pdf, name="executive_pdf"),
    path(f"{_VALUE}figures/<int:figures_id>/again/", views.figures_again, name="figures_again"),
    path(f"{_VALUE}loop/", views.loop_list, name="loop_list"),
    path(_GROUPS, views.group_value, name="group_value"),
    path(f"{_GROUPS}customers/", views.group_value_rows, name="group_value_rows"),
    path(_MULTIPLIERS, views.multipliers, name="multipliers"),
    path(f"{_MULTIPLIERS}customers/", views.multiplier_rows, name="multiplier_rows"),
    path(_SEGMENTS, views.value_segments, name="value_segments"),
    path(f"{_SEGMENTS}customers/", views.value_segment_rows, name="value_segment_rows"),
    path(f"{_SEGMENTS}keep/", views.value_bands_keep, name="value_bands_keep"),
    path(_EARNED, views.earned_growth, name="earned_growth"),
    path(f"{_EARNED}customers/", views.earned_growth_rows, name="earned_growth_rows"),
    path(_RENEWALS, views.renewals, name="renewals"),
    path(f"{_RENEWALS}export/", views.renewals_export, name="renewals_export"),
    path(f"{_RENEWALS}<int:contract_id>/", views.renewal_page, name="renewal_page"),
    path(_EFFECTS, views.effect_list, name="effect_list"),
    path(f"{_EFFECTS}new/", views.effect_new, name="effect_new"),
    path(f"{_EFFECTS}causes/", views.causes_page, name="causes_removed"),
    path(_EFFECT, views.effect_page, name="effect_page"),
    path(f"{_EFFECT}change/", views.effect_edit, name="effect_edit"),
    path(f"{_EFFECT}answers/", views.effect_rows, name="effect_rows"),
    path(_MESSAGES, views.message_test_list, name="message_test_list"),
    path(f"{_MESSAGES}new/", views.message_test_new, name="message_test_new"),
    path(_TEST, views.message_test_page, name="message_test_page"),
    path(f"{_TEST}change/", views.message_test_edit, name="message_test_edit"),
    path(f"{_TEST}start/", views.message_test_start, name="message_test_start"),
    path(f"{_TEST}end/", views.message_test_end, name="message_test_end"),
    path(f"{_TEST}people/", views.message_test_rows, name="message_test_rows"),
    path(f"{_TEST}<int:message>/<slug:language>/", views.message_preview, name="message_preview"),
    path(_ANSWERING, views.answering_pays_page, name="answering_pays"),
    path(f"{_ANSWERING}people/", views.answering_pays_rows, name="answering_pays_rows"),
    path(_MONEY, views.money_in, name="money_in"),
    path(f"{_MONEY}ledger/", views.ledger_list, name="ledger_list"),
    path(f"{_MONEY}ledger/export/", views.ledger_export, name="ledger_export"),
    path(f"{_MONEY}contracts/", views.contract_list, name="contract_list"),
    path(f"{_MONEY}contracts/export/", views.contract_export, name="contract_export"),
    path(f"{_MONEY}events/", views.event_list, name="event_list"),
    path(f"{_MONEY}events/export/", views.event_export, name="event_export"),
    path(f"{_MONEY}origins/", views.origin_list, name="origin_list"),
    path(f"{_MONEY}origins/export/", views.origin_export, name="origin_export"),
    path(f"{_MONEY}rates/", views.rate_list, name="rate_list"),
    path(f"{_MONEY}rates/<int:rate_id>/delete/", views.rate_delete, name="rate_delete"),
    path(f"{_MONEY}settings/", views.money_settings_page, name="money_settings"),
    path(f"{_ACCOUNT}merge/", views.account_merge, name="account_merge"),
    path(f"{_ACCOUNT}merge/undo/", views.account_merge_undo, name="account_merge_undo"),
    path("m/<str:token>", views.message_link, name="message_link"),
]
