"""Addresses of this room."""

from django.urls import path

from kuule.dispatch import views

urlpatterns = [
    path("w/<slug:slug>/ask/", views.wave_list, name="wave_list"),
    path("w/<slug:slug>/ask/new/", views.wave_new, name="wave_new"),
    path("w/<slug:slug>/ask/mail/<int:survey_id>/<str:language>/", views.wave_mail, name="wave_mail"),
    path("w/<slug:slug>/ask/limits/", views.limit_list, name="limit_list"),
    path("w/<slug:slug>/ask/limits/<int:limit_id>/lift/", views.limit_lift, name="limit_lift"),
    path("w/<slug:slug>/ask/programmes/new/", views.programme_new, name="programme_new"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/", views.programme_page, name="programme_page"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/change/", views.programme_edit, name="programme_edit"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/days/", views.programme_outlook, name="programme_outlook"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/days/<str:day>/", views.programme_day, name="programme_day"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/start/", views.programme_start, name="programme_start"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/pause/", views.programme_pause, name="programme_pause"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/resume/", views.programme_resume, name="programme_resume"),
    path("w/<slug:slug>/ask/programmes/<int:programme_id>/end/", views.programme_end, name="programme_end"),
    path("w/<slug:slug>/contacts/<int:contact_id>/asking/", views.contact_asking, name="contact_asking"),
    path("w/<slug:slug>/contacts/<int:contact_id>/asking/out/", views.contact_take_out, name="contact_take_out"),
    path("w/<slug:slug>/contacts/<int:contact_id>/asking/in/", views.contact_take_back, name="contact_take_back"),
    path("w/<slug:slug>/ask/<int:wave_id>/", views.wave_page, name="wave_page"),
    path("w/<slug:slug>/ask/<int:wave_id>/cancel/", views.wave_cancel, name="wave_cancel"),
    path("w/<slug:slug>/ask/mails/<int:delivery_id>/sent/", views.delivery_sent, name="delivery_sent"),
    path("w/<slug:slug>/ask/mails/<int:delivery_id>/again/", views.delivery_again, name="delivery_again"),
    path("w/<slug:slug>/mailbox/", views.mailbox, name="mailbox"),
    path("w/<slug:slug>/mailbox/<int:message_id>/", views.mailbox_message, name="mailbox_message"),
    path("w/<slug:slug>/mailbox/<int:message_id>/body/", views.mailbox_body, name="mailbox_body"),
    path("w/<slug:slug>/touchpoints/<int:touchpoint_id>/occurrences/", views.occurrence_list, name="occurrence_list"),
    path("w/<slug:slug>/hooks/", views.hook_list, name="hook_list"),
    path("w/<slug:slug>/hooks/new/", views.hook_new, name="hook_new"),
    path("w/<slug:slug>/hooks/<int:hook_id>/", views.hook_edit, name="hook_edit"),
    path("w/<slug:slug>/hooks/<int:hook_id>/revoke/", views.hook_revoke, name="hook_revoke"),
    path("hook/<str:token>/occurrences/", views.hook_occurrences, name="hook_occurrences"),
    path("hook/<str:secret>/mail/", views.mail_reports, name="mail_reports"),
    path("u/<path:token>", views.stop_surveys, name="stop_surveys"),
]
