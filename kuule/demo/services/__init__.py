"""Telling the story of the demo company through the services of all rooms, each with the `now` of its moment."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.demo.rules.calendar import panel_turns, stage_of
from kuule.demo.rules.cast import customers, people
from kuule.demo.rules.comments import CommentBook
from kuule.demo.selectors import story
from kuule.demo.services.aftermath import tell_aftermath
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.arrivals import invite_customers
from kuule.demo.services.asking_rules import decide_about_asking, prepare_next_programme
from kuule.demo.services.attendees import call_attendees
from kuule.demo.services.beside import note_beside
from kuule.demo.services.by_link import ask_by_link
from kuule.demo.services.caring import Caring
from kuule.demo.services.collecting import open_other_ways
from kuule.demo.services.company import found_company
from kuule.demo.services.days import Days
from kuule.demo.services.groups import add_employees
from kuule.demo.services.guesses import guess_ahead
from kuule.demo.services.hearing import hear_elsewhere
from kuule.demo.services.huddling import meet_in_teams
from kuule.demo.services.improving import improve
from kuule.demo.services.journey import draw_journey
from kuule.demo.services.mail_reports import tell_what_came_back
from kuule.demo.services.money import Money
from kuule.demo.services.moves import leave_alone, move_people
from kuule.demo.services.partners import Partners
from kuule.demo.services.programme import look_at_programme, pursue_goals, stand_behind
from kuule.demo.services.themes import label_comments
from kuule.demo.services.touchpoints import Moments
from kuule.demo.services.trying import try_things_out
from kuule.demo.services.waves import Asking
from kuule.demo.services.writing import write_letters
from kuule.workspaces.selectors import workspace_by_slug

__all__ = ["seed_demo"]

# Before anything happened at the touchpoints, and not so long ago that the journey would have to be looked through.
JOURNEY_DRAWN_AGO = timedelta(days=176)
DAYS_OF_ROUNDS = timedelta(days=188)
MESSAGES_SHOWN = timedelta(days=9)


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
    stand_behind(company, told=told.programme, now=stage.began_at)
    cast = customers(told, stage)
    ask_by_link(company, surveys=told.by_link, now=now, zone=zone)
    touchpoints = draw_journey(company, stages=told.journey, now=now - JOURNEY_DRAWN_AGO)
    agenda = Agenda()
    decide_about_asking(agenda, company, stage)
    persons = people(told, cast, stage)
    arrivals = invite_customers(agenda, company, customers=cast, people=persons)
    asking = Asking(agenda, company, stage, arrivals, CommentBook(told.comments))
    asking.take_turns(turns)
    asking.welcome(customers=cast)
    days = Days(agenda, company, stage, shown=(turns[-1].at - MESSAGES_SHOWN, turns[-1].at))
    moments = Moments(agenda, company, stage, touchpoints)
    moments.let_happen(told, people=persons, turns=turns)
    partners = Partners(agenda, company, stage, told)
    partners.begin(days)
    days.begin(since=now - DAYS_OF_ROUNDS, heard=(moments.hear, partners.hear), acts=(moments.call,))
    look_at_programme(agenda, company, now=now)
    pursue_goals(agenda, company, told=told.programme, stage=stage)
    agenda.play(until=now)
    tell_aftermath(company, now=now)
    tell_what_came_back(company)
    open_other_ways(company, ways=told.collectors, spoken=told.by_link, accounts=told.accounts, now=now, zone=zone)
    call_attendees(company, story=told, now=now)
    add_employees(company, story=told, now=stage.began_at)
    move_people(company, accounts=told.accounts, now=now)
    leave_alone(company, now=now)
    prepare_next_programme(company, now=now)
    guess_ahead(company, now=now)
    note_beside(company, stage, now=now)
    label_comments(company, now=now)
    hear_elsewhere(company, remarks=told.heard, accounts=told.accounts, now=now)
    Money(company, told.money, cast, stage).tell()
    try_things_out(company, told=told.trying, stage=stage)
    Caring(company, told, stage).tell()
    write_letters(company, told=told.letters, stage=stage)
    meet_in_teams(company, told=told, stage=stage)
    improve(company, sketches=told.initiatives, stage=stage)
    return True
