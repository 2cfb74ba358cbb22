"""Addresses of this room."""

from kuule.act.urls import cases, initiatives, letters, programme, together

urlpatterns = [
    *together.urlpatterns,
    *cases.urlpatterns,
    *letters.urlpatterns,
    *initiatives.urlpatterns,
    *programme.urlpatterns,
]
