"""Addresses of this room. Those that respondents see in mails and on paper are short."""

from django.urls import path

from kuule.dispatch.rules.collectors import KIOSK, MEMBER_LINK, QR
from kuule.responses import views

_PREVIEW = "w/<slug:slug>/surveys/<int:survey_id>/preview/"

_WAY = "w/<slug:slug>/ways/<int:collector_id>/"
_ON_PAPER, _SHARED_BY = {"kind": QR.key}, {"kind": MEMBER_LINK.key}
_ON_SCREEN = {"kind": KIOSK.key}

urlpatterns = [
    path("w/<slug:slug>/surveys/<int:survey_id>/ways/", views.collector_list, name="collector_list"),
    path("w/<slug:slug>/surveys/<int:survey_id>/ways/<slug:way>/", views.collector_new, name="collector_new"),
    path(_WAY, views.collector_page, name="collector_page"),
    path(f"{_WAY}stop/", views.collector_stop, name="collector_stop"),
    path(f"{_WAY}sheet/", views.collector_sheet, name="collector_sheet"),
    path(f"{_WAY}code.<slug:form>", views.collector_picture, name="collector_picture"),
    path("w/<slug:slug>/my-links/", views.my_links, name="my_links"),
    path("w/<slug:slug>/my-links/<int:link_id>/stop/", views.my_link_stop, name="my_link_stop"),
    path("w/<slug:slug>/contacts/<int:contact_id>/call/", views.contact_call, name="contact_call"),
    path("w/<slug:slug>/calls/<int:call_id>/", views.call_page, name="call_page"),
    path("k/worker.js", views.kiosk_worker, name="kiosk_worker"),
    path("k/<str:token>/answers", views.kiosk_answers, name="kiosk_answers"),
    path("k/<str:token>/plain", views.collected_answer, _ON_SCREEN, name="kiosk_plain"),
    path("k/<str:token>/plain/about", views.collected_about, _ON_SCREEN, name="kiosk_about"),
    path("k/<str:token>/plain/thanks", views.kiosk_thanks, name="kiosk_thanks"),
    path("k/<path:token>", views.kiosk, name="kiosk"),
    path("widget.js", views.widget_script, name="widget_script"),
    path("widget/<str:token>/may", views.widget_may, name="widget_may"),
    path("widget/<str:token>/answers", views.widget_answers, name="widget_answers"),
    path("widget/<str:token>/not-now", views.widget_not_now, name="widget_not_now"),
    path("q/<str:token>/about", views.collected_about, _ON_PAPER, name="code_about"),
    path("q/<path:token>", views.collected_answer, _ON_PAPER, name="code_answer"),
    path("by/<str:token>/about", views.collected_about, _SHARED_BY, name="link_about"),
    path("by/<path:token>", views.collected_answer, _SHARED_BY, name="link_answer"),
    path(_PREVIEW, views.survey_preview, name="survey_preview"),
    path(f"{_PREVIEW}mail/", views.survey_preview_mail, name="survey_preview_mail"),
    path(f"{_PREVIEW}<slug:page>/", views.survey_preview_page, name="survey_preview_page"),
    path("a/<str:token>/thanks", views.answer_thanks, name="answer_thanks"),
    path("a/<str:token>/about", views.answer_about, name="answer_about"),
    path("a/<str:token>/withdraw", views.answer_withdraw, name="answer_withdraw"),
    path("a/<path:token>", views.answer, name="answer"),
    path("c/<path:token>", views.confirm, name="confirm_answer"),
    path("s/<str:slug>/about", views.shared_about, name="shared_about"),
    path("s/<str:slug>/thanks", views.shared_thanks, name="shared_thanks"),
    path("s/<path:slug>", views.shared_answer, name="shared_answer"),
]
