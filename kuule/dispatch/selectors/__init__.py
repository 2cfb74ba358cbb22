"""What can be read about waves, invitations and their mail. The door for other rooms."""

from kuule.dispatch.selectors.decisions import (
    Deliberation,
    Forecast,
    decisions_about,
    decisions_before_sending,
    draw_of,
)
from kuule.dispatch.selectors.deliveries import (
    delivery_by_token,
    delivery_of,
    due_deliveries,
    mail_server_trouble,
    waits_for_text_provider,
)
from kuule.dispatch.selectors.limits import kept_limits, priority_of
from kuule.dispatch.selectors.mailbox import MAILBOX_PAGE, mailbox_message, mailbox_page
from kuule.dispatch.selectors.people import ANSWERED, CAME_BACK, PEOPLE_PAGE, TROUBLE, PeoplePage, people_of_wave
from kuule.dispatch.selectors.people_to_ask import (
    Addressee,
    addressees,
    addressees_with,
    limits_of,
    persons_to_ask,
)
from kuule.dispatch.selectors.person_decisions import (
    PersonDecision,
    decisions_about_person,
    exclusions_of,
    holds_on,
)
from kuule.dispatch.selectors.programme_figures import ProgrammeLine, programme_lines
from kuule.dispatch.selectors.reports import (
    is_handing_over,
    last_delivered_at,
    reference_of,
    reported_delivery,
    soft_bounces_of,
)
from kuule.dispatch.selectors.waves import (
    WaveFigures,
    WaveLine,
    due_waves,
    figures_of_wave,
    survey_to_send,
    wave_of,
    waves_page,
)

__all__ = [
    "ANSWERED",
    "CAME_BACK",
    "MAILBOX_PAGE",
    "PEOPLE_PAGE",
    "TROUBLE",
    "Addressee",
    "Deliberation",
    "Forecast",
    "PeoplePage",
    "PersonDecision",
    "ProgrammeLine",
    "WaveFigures",
    "WaveLine",
    "addressees",
    "addressees_with",
    "decisions_about",
    "decisions_about_person",
    "decisions_before_sending",
    "delivery_by_token",
    "delivery_of",
    "draw_of",
    "due_deliveries",
    "due_waves",
    "exclusions_of",
    "figures_of_wave",
    "holds_on",
    "is_handing_over",
    "kept_limits",
    "last_delivered_at",
    "limits_of",
    "mail_server_trouble",
    "mailbox_message",
    "mailbox_page",
    "people_of_wave",
    "persons_to_ask",
    "priority_of",
    "programme_lines",
    "reference_of",
    "reported_delivery",
    "soft_bounces_of",
    "survey_to_send",
    "waits_for_text_provider",
    "wave_of",
    "waves_page",
]
