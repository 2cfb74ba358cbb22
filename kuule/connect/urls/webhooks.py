"""Addresses of the settings for programs written for Delighted."""

from django.urls import path

from kuule.connect.views import webhooks

PAGE = "w/<slug:slug>/settings/delighted/"

urlpatterns = [
    path(PAGE, webhooks.delighted_page, name="delighted"),
    path(PAGE + "keys/<int:key_id>/", webhooks.delighted_project, name="delighted_project"),
    path(PAGE + "webhooks/<int:webhook_id>/", webhooks.delighted_webhook, name="delighted_webhook"),
    path(
        PAGE + "webhooks/<int:webhook_id>/revoke/", webhooks.delighted_webhook_revoke, name="delighted_webhook_revoke"
    ),
    path(
        PAGE + "messages/<int:webhook_message_id>/again/",
        webhooks.delighted_message_again,
        name="delighted_message_again",
    ),
]
