"""Addresses of the settings for webhooks."""

from django.urls import path

from kuule.connect.views import outgoing

PAGE = "w/<slug:slug>/settings/webhooks/"
ONE = PAGE + "<int:outgoing_id>/"

urlpatterns = [
    path(PAGE, outgoing.webhook_list, name="webhook_list"),
    path(ONE, outgoing.webhook_page, name="webhook_page"),
    path(ONE + "secret/", outgoing.webhook_rotate, name="webhook_rotate"),
    path(ONE + "test/", outgoing.webhook_test, name="webhook_test"),
    path(ONE + "pause/", outgoing.webhook_pause, name="webhook_pause"),
    path(ONE + "resume/", outgoing.webhook_resume, name="webhook_resume"),
    path(ONE + "catch-up/", outgoing.webhook_catch_up, name="webhook_catch_up"),
    path(ONE + "revoke/", outgoing.webhook_revoke, name="webhook_revoke"),
    path(
        PAGE + "messages/<int:outgoing_message_id>/again/",
        outgoing.webhook_message_again,
        name="webhook_message_again",
    ),
]
