"""Addresses of this room."""

from kuule.act.urls import cases, initiatives, letters, programme, rules, together

urlpatterns = [
    *together.urlpatterns,
    *rules.urlpatterns,
    *cases.urlpatterns,
    *letters.urlpatterns,
    *initiatives.urlpatterns,
    *programme.urlpatterns,
]
