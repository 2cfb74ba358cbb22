"""The pages of this room, one function per address."""

from kuule.dispatch.views.care_calls import care_call_done, care_calls
from kuule.dispatch.views.deliveries import delivery_again, delivery_sent
from kuule.dispatch.views.hooks import hook_edit, hook_list, hook_new, hook_occurrences, hook_revoke
from kuule.dispatch.views.limits import limit_lift, limit_list, limit_priority
from kuule.dispatch.views.mailbox import mailbox, mailbox_body, mailbox_message
from kuule.dispatch.views.not_now import not_now
from kuule.dispatch.views.occurrences import occurrence_list
from kuule.dispatch.views.person_asking import contact_asking, contact_take_back, contact_take_out
from kuule.dispatch.views.programme_days import programme_day
from kuule.dispatch.views.programme_forms import programme_edit, programme_new
from kuule.dispatch.views.programmes import (
    programme_end,
    programme_outlook,
    programme_page,
    programme_pause,
    programme_resume,
    programme_start,
)
from kuule.dispatch.views.reminders import programme_reminders, touchpoint_reminders, wave_reminders
from kuule.dispatch.views.reports import mail_reports
from kuule.dispatch.views.sending_domains import sending_domain_page, sending_domain_warm_up
from kuule.dispatch.views.stopping import stop_surveys
from kuule.dispatch.views.text_replies import text_replies
from kuule.dispatch.views.wave_new import wave_mail, wave_new
from kuule.dispatch.views.waves import wave_cancel, wave_list, wave_page

__all__ = [
    "care_call_done",
    "care_calls",
    "contact_asking",
    "contact_take_back",
    "contact_take_out",
    "delivery_again",
    "delivery_sent",
    "hook_edit",
    "hook_list",
    "hook_new",
    "hook_occurrences",
    "hook_revoke",
    "limit_lift",
    "limit_list",
    "limit_priority",
    "mail_reports",
    "mailbox",
    "mailbox_body",
    "mailbox_message",
    "not_now",
    "occurrence_list",
    "programme_day",
    "programme_edit",
    "programme_end",
    "programme_new",
    "programme_outlook",
    "programme_page",
    "programme_pause",
    "programme_reminders",
    "programme_resume",
    "programme_start",
    "sending_domain_page",
    "sending_domain_warm_up",
    "stop_surveys",
    "text_replies",
    "touchpoint_reminders",
    "wave_cancel",
    "wave_list",
    "wave_mail",
    "wave_new",
    "wave_page",
    "wave_reminders",
]
