"""How large a part of each group answered: on the page of a wave and of a programme."""

import re
from datetime import timedelta

import pytest

from kuule.contacts.query import ContactFilter
from kuule.contacts.rules import DECISION_MAKER, USER
from kuule.contacts.services import add_contact
from kuule.dispatch.models import Delivery, Invitation, Wave
from kuule.dispatch.rules import HANDED_OVER, INVITED
from kuule.dispatch.services.programmes import create_programme
from kuule.insight.answers.response_rates import response_rates
from kuule.insight.query import CHANNEL, LANGUAGE, ROLE
from kuule.insight.selectors.response_rates import asked_in_wave
from kuule.surveys.models import Survey
from tests.insight.conftest import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(programme: Programme) -> Wave:
    """A wave by mail and text message that is over."""
    return Wave.objects.create(
        workspace=programme.workspace,
        survey=programme.survey,
        version=programme.version,
        name="Autumn",
        channels=["email", "sms"],
        state="sent",
        due_at=programme.now,
        created_at=programme.now,
    )


@pytest.fixture
def ask(programme: Programme, wave: Wave):
    """Ask so many alike, of whom so many answer: `ask(8, 3, role=USER)`."""

    def some(people: int, answers: int, *, role: str = "", language: str = "en", channel: str = "email", **of) -> None:
        for number in range(people):
            person = add_contact(name="Somebody", role=role, language=language, **programme.who)
            asked = Invitation.objects.create(
                workspace=programme.workspace,
                version=programme.version,
                contact=person,
                decision=INVITED,
                decided_at=programme.now,
                asked_at=programme.now,
                language=language,
                answered_at=programme.now if number < answers else None,
                **(of or {"wave": wave}),
            )
            Delivery.objects.create(
                workspace=programme.workspace,
                invitation=asked,
                channel=channel,
                state=HANDED_OVER,
                due_at=programme.now,
            )

    return some


def numbers(wave: Wave, least: int = 0) -> dict[str, list[tuple[object, int, int | None]]]:
    found = response_rates(asked_in_wave(wave), least=least)
    return {by: [(one.segment, one.asked, one.answered) for one in groups] for by, groups in found.groups.items()}


def text_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()))


def test_groups_are_counted_by_role_language_and_channel(wave: Wave, ask) -> None:
    ask(5, 2, role=USER)
    ask(3, 3, role=DECISION_MAKER, channel="sms")
    ask(1, 0, language="fi")
    assert numbers(wave) == {
        ROLE: [(USER, 5, 2), (DECISION_MAKER, 3, 3), ("", 1, 0)],
        LANGUAGE: [("en", 8, 5), ("fi", 1, 0)],
        CHANNEL: [("email", 6, 2), ("sms", 3, 3)],
    }
    rate = response_rates(asked_in_wave(wave)).groups[ROLE][1].rate
    assert rate is not None
    # Wilson's interval of 3 out of 3.
    assert (rate.value, round(rate.lower or 0, 2), rate.upper) == (1, 0.44, 1)


def test_what_everybody_has_in_common_is_no_group(wave: Wave, ask) -> None:
    ask(4, 1, role=USER)
    assert numbers(wave) == {}


def test_whoever_came_through_another_channel_is_counted_by_that(wave: Wave, ask, programme: Programme) -> None:
    ask(2, 1, channel="sms")
    Delivery.objects.create(
        workspace=programme.workspace,
        invitation=Invitation.objects.order_by("pk")[0],
        channel="email",
        state=HANDED_OVER,
        due_at=programme.now,
    )
    assert sorted(numbers(wave)[CHANNEL]) == [("email", 1, 1), ("sms", 1, 0)]


def test_the_page_of_a_wave_shows_them_with_their_intervals(wave: Wave, ask, nordlys, sign_in) -> None:
    page = f"/w/nordlys/ask/{wave.pk}/"
    assert "Response rate by group" not in text_of(sign_in(nordlys.bob).get(page))
    ask(20, 10, role=USER)
    ask(10, 1, role=DECISION_MAKER, channel="sms")
    text = text_of(sign_in(nordlys.bob).get(page))
    assert "Everybody 30 11" in text
    assert re.search(r"User 20 10 50\s%\s+30\s%–70\s%", text)
    assert "Text message 10 1" in text


def test_of_an_anonymous_wave_only_groups_are_told_that_hide_who_answered(
    wave: Wave, ask, programme: Programme, nordlys, sign_in
) -> None:
    Survey.objects.filter(pk=programme.survey.pk).update(is_anonymous=True)
    ask(20, 10, role=USER)
    ask(12, 6, role=USER, language="fi")
    ask(2, 2, role=DECISION_MAKER)
    assert numbers(wave, least=5)[ROLE] == [(USER, 32, None), (DECISION_MAKER, 2, None)]
    assert numbers(wave, least=5)[LANGUAGE] == [("en", 22, 12), ("fi", 12, 6)]
    text = text_of(sign_in(nordlys.bob).get(f"/w/nordlys/ask/{wave.pk}/"))
    assert "Decision-maker 2 not told" in text
    assert "at least 5 people did and 5 did not" in text


def test_the_page_of_a_programme_shows_the_last_half_year(ask, programme: Programme, nordlys, sign_in) -> None:
    made = create_programme(survey=programme.survey, name="Customers", audience=ContactFilter(), **programme.who)
    made.state = "running"
    made.save()
    ask(4, 1, role=USER, programme=made)
    ask(3, 2, role=DECISION_MAKER, programme=made)
    Invitation.objects.filter(contact__role=USER)[:1].get().delete()
    old = Invitation.objects.filter(contact__role=USER).order_by("pk")[0]
    Invitation.objects.filter(pk=old.pk).update(decided_at=programme.now - timedelta(days=2000))
    text = text_of(sign_in(nordlys.bob).get(f"/w/nordlys/ask/programmes/{made.pk}/"))
    assert "Decision-maker 3 2" in text
    assert "User 2 0" in text
    assert "asked in the last 180 days" in text
