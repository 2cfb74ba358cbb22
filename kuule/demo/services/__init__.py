"""Telling the story of the demo company through the services of all rooms, each with the `now` of its moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.demo.rules.calendar import panel_turns, stage_of
from kuule.demo.rules.cast import customers, people
from kuule.demo.rules.comments import CommentBook
from kuule.demo.selectors import story
from kuule.demo.services.aftermath import tell_aftermath
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.arrivals import invite_customers
from kuule.demo.services.by_link import ask_by_link
from kuule.demo.services.company import found_company
from kuule.demo.services.guesses import guess_ahead
from kuule.demo.services.hearing import hear_elsewhere
from kuule.demo.services.journey import draw_journey
from kuule.demo.services.mail_reports import tell_what_came_back
from kuule.demo.services.waves import Asking
from kuule.workspaces.selectors import workspace_by_slug

__all__ = ["seed_demo"]


@transaction.atomic
def seed_demo(*, now: datetime) -> bool:
    """Make the demo company with eighteen months of history that ends at `now`.

    The same `now` makes the same story. Returns False, having done nothing, when a workspace named `demo` exists.
    """
    told = story()
    if workspace_by_slug(told.company["slug"]):
        return False
    zone = ZoneInfo(told.company["timezone"])
    turns = panel_turns(now, zone)
    stage = stage_of(turns, now=now, zone=zone)
    company = found_company(story=told, now=stage.began_at)
    cast = customers(told, stage)
    agenda = Agenda()
    arrivals = invite_customers(agenda, company, customers=cast, people=people(told, cast, stage))
    asking = Asking(agenda, company, stage, arrivals, CommentBook(told.comments))
    asking.take_turns(turns)
    asking.welcome(customers=cast)
    agenda.play(until=now)
    tell_aftermath(company, now=now)
    tell_what_came_back(company)
    ask_by_link(company, surveys=told.by_link, now=now, zone=zone)
    guess_ahead(company, now=now)
    hear_elsewhere(company, remarks=told.heard, accounts=told.accounts, now=now)
    draw_journey(company, stages=told.journey, now=now)
    return True
