"""Addresses of the settings for alerts."""

from django.urls import path

from kuule.connect.views import alerts

PAGE = "w/<slug:slug>/settings/alerts/"
ONE = PAGE + "<int:alert_id>/"

urlpatterns = [
    path(PAGE, alerts.alert_list, name="alert_list"),
    path(PAGE + "new/", alerts.alert_new, name="alert_new"),
    path(ONE, alerts.alert_page, name="alert_page"),
    path(ONE + "test/", alerts.alert_test, name="alert_test"),
    path(ONE + "switch/", alerts.alert_switch, name="alert_switch"),
    path(ONE + "remove/", alerts.alert_remove, name="alert_remove"),
]
