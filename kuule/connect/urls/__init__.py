"""Addresses of this room."""

from kuule.connect.urls import delighted, outgoing, webhooks

urlpatterns = [*delighted.urlpatterns, *outgoing.urlpatterns, *webhooks.urlpatterns]
