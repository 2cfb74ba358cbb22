"""The pages on which people answer, which know no session and no cookie, and the preview of them for staff."""

from kuule.responses.views.answering import (
    answer,
    answer_about,
    answer_thanks,
    collected_about,
    collected_answer,
    shared_about,
    shared_answer,
    shared_thanks,
)
from kuule.responses.views.calling import call_page, contact_call
from kuule.responses.views.collectors import collector_list, collector_new, collector_page, collector_stop
from kuule.responses.views.confirming import confirm
from kuule.responses.views.kiosk import kiosk, kiosk_answers, kiosk_thanks, kiosk_worker
from kuule.responses.views.member_links import my_link_stop, my_links
from kuule.responses.views.preview import survey_preview, survey_preview_mail, survey_preview_page
from kuule.responses.views.sheets import collector_picture, collector_sheet
from kuule.responses.views.widget import widget_answers, widget_may, widget_not_now, widget_script
from kuule.responses.views.withdrawing import answer_withdraw

__all__ = [
    "answer",
    "answer_about",
    "answer_thanks",
    "answer_withdraw",
    "call_page",
    "collected_about",
    "collected_answer",
    "collector_list",
    "collector_new",
    "collector_page",
    "collector_picture",
    "collector_sheet",
    "collector_stop",
    "confirm",
    "contact_call",
    "kiosk",
    "kiosk_answers",
    "kiosk_thanks",
    "kiosk_worker",
    "my_link_stop",
    "my_links",
    "shared_about",
    "shared_answer",
    "shared_thanks",
    "survey_preview",
    "survey_preview_mail",
    "survey_preview_page",
    "widget_answers",
    "widget_may",
    "widget_not_now",
    "widget_script",
]
