"""Addresses of this room."""

from django.urls import path

from kuule.dispatch import views

urlpatterns = [
    path("w/<slug:slug>/ask/", views.wave_list, name="wave_list"),
    path("w/<slug:slug>/ask/new/", views.wave_new, name="wave_new"),
    path("w/<slug:slug>/ask/mail/<int:survey_id>/<str:language>/", views.wave_mail, name="wave_mail"),
    path("w/<slug:slug>/ask/<int:wave_id>/", views.wave_page, name="wave_page"),
    path("w/<slug:slug>/ask/<int:wave_id>/cancel/", views.wave_cancel, name="wave_cancel"),
    path("w/<slug:slug>/ask/mails/<int:delivery_id>/sent/", views.delivery_sent, name="delivery_sent"),
    path("w/<slug:slug>/ask/mails/<int:delivery_id>/again/", views.delivery_again, name="delivery_again"),
    path("w/<slug:slug>/mailbox/", views.mailbox, name="mailbox"),
    path("w/<slug:slug>/mailbox/<int:message_id>/", views.mailbox_message, name="mailbox_message"),
    path("w/<slug:slug>/mailbox/<int:message_id>/body/", views.mailbox_body, name="mailbox_body"),
    path("hook/<str:secret>/mail/", views.mail_reports, name="mail_reports"),
    path("u/<path:token>", views.stop_surveys, name="stop_surveys"),
]
