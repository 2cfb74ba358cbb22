"""How surveys, their questions and their texts are called on pages. Also for the rooms above."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.surveys.question_types import choice, choices, nps, rating, text
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, PROMOTER, points_of
from kuule.surveys.rules import BELIEF, BLIND, EFFORT, EMPLOYEE, RELATIONSHIP, SATISFACTION, TRANSACTIONAL
from kuule.surveys.rules import parts as groups

register = template.Library()


@register.filter
def family_word(family: str) -> str:
    """Return the name of a family of surveys."""
    names = {
        RELATIONSHIP: _("Relationship NPS"),
        TRANSACTIONAL: _("Transactional NPS"),
        EFFORT: _("Customer effort (CES)"),
        SATISFACTION: _("Customer satisfaction (CSAT)"),
        EMPLOYEE: _("Employee NPS (eNPS)"),
        BELIEF: _("What we believe customers say"),
        BLIND: _("Double-blind study"),
    }
    return names.get(family, family)


def starter_choice(starter: str) -> SafeString:
    """Return a starter as one of the surveys to choose from: its name, and when it fits."""
    about = {
        "relationship_nps": (
            family_word(RELATIONSHIP),
            _("Would they recommend you, all in all? For all customers, at regular times."),
        ),
        "transactional_nps": (
            family_word(TRANSACTIONAL),
            _("Would they recommend you after what just happened? For those who were in touch with you."),
        ),
        "ces": (family_word(EFFORT), _("Was it easy to get an issue solved? For those who asked for help.")),
        "csat": (family_word(SATISFACTION), _("How satisfied are they, from 1 to 5? For any part of your service.")),
        "enps": (
            family_word(EMPLOYEE),
            _("Would your own people recommend you as a place to work? Anonymous from the start."),
        ),
        "beliefs": (
            family_word(BELIEF),
            _("What would customers answer, in the eyes of your own people? Set beside what customers say."),
        ),
        "blind": (
            family_word(BLIND),
            _("How do you do beside others? Nobody knows who asks until they have answered."),
        ),
    }
    return format_html('<span><strong>{}</strong><br><span class="meta">{}</span></span>', *about[starter])


@register.filter
def type_word(kind: str) -> str:
    """Return the name of a type of question."""
    names = {
        nps.KEY: _("Likelihood to recommend, 0–10"),
        rating.KEY: _("A number on a scale"),
        text.KEY: _("In their own words"),
        choice.KEY: _("One answer out of a list"),
        choices.KEY: _("Several answers out of a list"),
    }
    return names[kind]


@register.filter
def scale_word(scale: str) -> str:
    """Return a scale as it is written: `0–10`."""
    return scale.replace("-", "–")


def question_part_label(part: str, scale: str) -> str:
    """Return how a text of a question is called in the editor; `scale` is that of the question."""
    points = points_of(scale)
    if part.startswith("title_"):
        names = {DETRACTOR: _("To detractors"), PASSIVE: _("To passives")}
        return names.get(part.removeprefix("title_"), _("To promoters"))
    if part == "title":
        return _("Question")
    point = {"low": points[0], "high": points[-1]}.get(part, part.removeprefix("point_")) if points else part
    return _("What %(point)s means") % {"point": point}


@register.filter
def group_of_people(group: str) -> str:
    """Return a group of those who answer."""
    return {DETRACTOR: _("Detractors"), PASSIVE: _("Passives"), PROMOTER: _("Promoters")}[group]


@register.filter
def part_group_word(group: str) -> str:
    """Return how a group of texts is called in the editor."""
    names = {
        groups.MAIL: _("The mail"),
        groups.REMIND: _("Reminders by mail"),
        groups.SMS: _("Text messages"),
        groups.PAGE: _("The page with the questions"),
        groups.THANKS: _("After the answer"),
        groups.ABOUT: _("How the answer is used"),
        groups.NOT_NOW: _("Not wanting to be asked just now"),
        groups.STOP: _("Not wanting to be asked again"),
        groups.CONFIRM: _("Confirming an unclear answer"),
        groups.NOTICES: _("When something is wrong"),
    }
    return names[group]


@register.filter
def part_label(part: str) -> str:
    """Return how a text of a survey is called in the editor; a text without a name of its own by its key."""
    return _part_names().get(part, part.replace("_", " "))


def _part_names() -> dict[str, str]:
    return {
        "mail_subject": _("Subject"),
        "mail_greeting": _("Greeting with a name"),
        "mail_greeting_unnamed": _("Greeting without a name"),
        "mail_hint": _("Below the buttons"),
        "mail_button": _("Before the link, in a mail without pictures"),
        "mail_reason": _("Why they get this mail"),
        "remind_subject": _("Subject"),
        "remind_text": _("Before the question"),
        "sms_text": _("Text that asks, with {question} and {link}"),
        "sms_reminder": _("Text that reminds, with {question} and {link}"),
        "send": _("Button that sends the answer"),
        "save_change": _("Button that saves a change"),
        "optional": _("Word for a question that may be skipped"),
        "choose_several": _("Beside a list with several answers"),
        "saved": _("Above an answer that is saved already"),
        "reader_note": _("Who reads the answer, to people you asked"),
        "reader_note_link": _("Who reads the answer, by the shared link"),
        "languages": _("Name of the choice of languages"),
        "thanks_title": _("Thanks, heading"),
        "thanks_body": _("Thanks, text"),
        "change": _("Link that changes the answer"),
        "withdraw_button": _("Button that withdraws the answer"),
        "withdrawn_title": _("Withdrawn, heading"),
        "withdrawn_body": _("Withdrawn, text"),
        "about_link": _("Link and heading"),
        "about_body": _("Text, to people you asked"),
        "about_body_link": _("Text, by the shared link"),
        "back": _("Link back"),
        "not_now_link": _("Link"),
        "not_now_title": _("Question before stopping"),
        "not_now_body": _("Explanation before stopping"),
        "not_now_button": _("Button"),
        "not_now_done_title": _("Done, heading"),
        "not_now_done_body": _("Done, text"),
        "stop_link": _("Link"),
        "stop_title": _("Question before stopping"),
        "stop_body": _("Explanation before stopping"),
        "stop_button": _("Button that stops"),
        "stopped_title": _("Stopped, heading"),
        "stopped_body": _("Stopped, text"),
        "confirm_title": _("Page, heading"),
        "confirm_body": _("Page, text"),
        "confirm_button": _("Page, button"),
        "confirm_again": _("Page, when the button was too quick"),
        "confirm_subject": _("Mail, subject"),
        "confirm_mail": _("Mail, text"),
        "confirm_link": _("Mail, link"),
        "error_title": _("Word before the title of a page with an error"),
        "error_score": _("No number chosen"),
        "error_choice": _("An answer that is not on the list"),
        "error_missing": _("A question left out"),
        "error_long": _("A comment that is too long"),
        "error_unreadable": _("An answer that cannot be read"),
        "error_quick": _("An answer that came too quickly"),
        "too_large_title": _("Far too long, heading"),
        "too_large_body": _("Far too long, text"),
        "closed_title": _("Survey closed, heading"),
        "closed_body": _("Survey closed, text"),
    }
