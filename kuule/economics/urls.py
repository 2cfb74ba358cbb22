"""Addresses of this room."""

from django.urls import path

from kuule.economics import views

VALUE = "w/<slug:slug>/value/"
MONEY = VALUE + "money/"
ACCOUNT = "w/<slug:slug>/accounts/<int:account_id>/"

urlpatterns = [
    path(MONEY, views.money_in, name="money_in"),
    path(MONEY + "ledger/", views.ledger_list, name="ledger_list"),
    path(MONEY + "ledger/export/", views.ledger_export, name="ledger_export"),
    path(MONEY + "contracts/", views.contract_list, name="contract_list"),
    path(MONEY + "contracts/export/", views.contract_export, name="contract_export"),
    path(MONEY + "events/", views.event_list, name="event_list"),
    path(MONEY + "events/export/", views.event_export, name="event_export"),
    path(MONEY + "rates/", views.rate_list, name="rate_list"),
    path(MONEY + "rates/<int:rate_id>/delete/", views.rate_delete, name="rate_delete"),
    path(MONEY + "settings/", views.money_settings_page, name="money_settings"),
    path(ACCOUNT + "merge/", views.account_merge, name="account_merge"),
    path(ACCOUNT + "merge/undo/", views.account_merge_undo, name="account_merge_undo"),
]
