"""The pages of this room, one function per address."""

from kuule.dispatch.views.deliveries import delivery_again, delivery_sent
from kuule.dispatch.views.mailbox import mailbox, mailbox_body, mailbox_message
from kuule.dispatch.views.reports import mail_reports
from kuule.dispatch.views.stopping import stop_surveys
from kuule.dispatch.views.wave_new import wave_mail, wave_new
from kuule.dispatch.views.waves import wave_cancel, wave_list, wave_page

__all__ = [
    "delivery_again",
    "delivery_sent",
    "mail_reports",
    "mailbox",
    "mailbox_body",
    "mailbox_message",
    "stop_surveys",
    "wave_cancel",
    "wave_list",
    "wave_mail",
    "wave_new",
    "wave_page",
]
