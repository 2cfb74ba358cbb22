"""Addresses of this room."""

from kuule.connect.urls import alerts, delighted, outgoing, webhooks

urlpatterns = [*alerts.urlpatterns, *delighted.urlpatterns, *outgoing.urlpatterns, *webhooks.urlpatterns]
