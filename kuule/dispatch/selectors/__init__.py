"""What can be read about waves, invitations and their mail. The door for other rooms."""

from kuule.dispatch.selectors.decisions import (
    Addressee,
    Forecast,
    addressees,
    decisions_about,
    decisions_before_sending,
)
from kuule.dispatch.selectors.deliveries import delivery_by_token, due_deliveries, mail_server_trouble
from kuule.dispatch.selectors.mailbox import MAILBOX_PAGE, mailbox_message, mailbox_page
from kuule.dispatch.selectors.people import PEOPLE_PAGE, TROUBLE, PeoplePage, people_of_wave
from kuule.dispatch.selectors.waves import WaveFigures, WaveLine, due_waves, figures_of_wave, wave_of, waves_page

__all__ = [
    "MAILBOX_PAGE",
    "PEOPLE_PAGE",
    "TROUBLE",
    "Addressee",
    "Forecast",
    "PeoplePage",
    "WaveFigures",
    "WaveLine",
    "addressees",
    "decisions_about",
    "decisions_before_sending",
    "delivery_by_token",
    "due_deliveries",
    "due_waves",
    "figures_of_wave",
    "mail_server_trouble",
    "mailbox_message",
    "mailbox_page",
    "people_of_wave",
    "wave_of",
    "waves_page",
]
