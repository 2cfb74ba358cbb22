"""The pages of themes: what each does to the score, and everything people do about them, by plain forms."""

from collections.abc import Callable
from http import HTTPStatus
from xml.etree import ElementTree as ET

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kuule.insight.models import Theme, ThemeLabel, ThemeSuggestion, UrgentPhrases
from kuule.insight.rules.themes import ADDED, LABELLING, OPEN, RIGHT, TAKEN, WRONG
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.themes import ThemeSettings, decide_label, make_theme
from kuule.insight.tasks import drain_comment_jobs
from kuule.jobs.models import Job
from kuule.responses.models import Response
from tests.insight.conftest import Programme

SignIn = Callable[..., Client]


class Desk:
    """An analyst at the pages of themes, and short ways to what they show."""

    def __init__(self, programme: Programme, client: Client) -> None:
        self.programme, self.client = programme, client

    def theme(self, name: str, *words: str, is_praise: bool = False) -> Theme:
        settings = ThemeSettings(names={"en": name}, words={"en": words} if words else {}, is_praise=is_praise)
        return make_theme(settings=settings, **self.programme.who)

    def comment(self, text: str, *themes: Theme, score: int = 3, contact: str = "") -> Response:
        said_by = self.programme.contact(contact) if contact else None
        given = self.programme.answer(score, verbatim=text, contact=said_by)
        for theme in themes:
            ThemeLabel.objects.create(
                workspace=theme.workspace, response=given, theme=theme, probability=0.9, model_version="m1"
            )
        while read_waiting(now=self.programme.now):
            pass
        return given

    def get(self, name: str, *args: object, **asked: object) -> HttpResponse:
        address = reverse(name, args=[self.programme.workspace.slug, *args])
        return self.client.get(address, {"period": "all", **asked})

    def post(self, name: str, /, *args: object, **sent: object) -> HttpResponse:
        address = reverse(name, args=[self.programme.workspace.slug, *args])
        return self.client.post(address, sent, follow=True)

    def text(self, name: str, *args: object, **asked: object) -> str:
        return self.get(name, *args, **asked).content.decode()


@pytest.fixture
def desk(programme: Programme, sign_in: SignIn, nordlys) -> Desk:
    return Desk(programme, sign_in(nordlys.anna))


def verdicts() -> list[tuple[str, str | None]]:
    labels = ThemeLabel.objects.select_related("theme").order_by("pk")
    return [(str(label.theme), label.verdict) for label in labels]


def test_a_set_to_begin_with_brings_its_themes_and_they_are_labelled(desk: Desk) -> None:
    assert "Services for companies" in desk.text("theme_list")
    page = desk.post("theme_begin", set="b2b").content.decode()
    assert "The themes are here." in page
    assert "Comments are read as soon as a worker is free" in page
    assert Theme.objects.count() >= 12
    assert "Choose one of the sets." in desk.post("theme_begin", set="zoo").content.decode()
    job = Job.objects.get(kind=LABELLING)
    assert "It stops." in desk.post("comment_jobs_stop", job=job.pk).content.decode()
    assert desk.get("comment_jobs").headers["HX-Refresh"] == "true"


def test_the_picture_shows_what_each_theme_does_and_praise_apart(desk: Desk) -> None:
    waiting, praise = desk.theme("Waiting", "wait*"), desk.theme("Kind words", "great", is_praise=True)
    desk.theme("Colours", "red")
    for _each in range(8):
        desk.comment("We had to wait for weeks", waiting, score=1)
        desk.comment("All great with you", praise, score=10)
    page = desk.text("theme_list")
    # 8 detractors and 8 promoters are 0; without the detractors the promoters alone are +100.
    assert "−100.0" in page
    assert page.index("Words that only praise") > page.index("−100.0")
    assert "Colours" in page[page.index("Nobody spoke of these:") :]
    assert "It is an association, not a cause" in page


def test_the_effects_are_taken_away_as_picture_and_table(desk: Desk) -> None:
    waiting, praise = desk.theme("Waiting <b>", "wait*"), desk.theme("Kind words", "great", is_praise=True)
    for score in (0, 1, 2, 9, 10):
        desk.comment("We had to wait", waiting, score=score)
        desk.comment("All great", praise, score=10)
    address = reverse("download", args=[desk.programme.workspace.slug, "themes"]) + "?period=all"
    table = desk.client.post(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in table[1:]] == [
        ["Waiting <b>", "no", "5", "0.5"],
        ["Kind words", "yes", "5", "0.5"],
    ]
    picture = desk.client.post(address, {"format": "svg"}).content
    words = "".join(ET.fromstring(picture).itertext())
    assert "Waiting <b>" in words
    # 3 of 5 detract: all ten are +40, the other five +100.
    assert "−60.0" in words
    assert "Kind words" not in words


def test_the_page_of_a_theme_has_its_words_and_quotes_without_personal_data(desk: Desk) -> None:
    waiting = desk.theme("Waiting", "wait*", "queue*")
    said = desk.comment("We waited for weeks, call me at 040 123 4567 about it", waiting, contact="Aino")
    other = desk.comment("Somebody else should look at these invoices, please", waiting)
    label = ThemeLabel.objects.get(response=other)
    decide_label(label=label, verdict=WRONG, actor=desk.programme.who["actor"], now=desk.programme.now)
    page = desk.text("theme_page", waiting.pk)
    assert "call me at [phone number] about it" in page
    assert "040" not in page
    assert "Somebody else" not in page
    assert "wait* · queue*" in " ".join(page.split())
    assert reverse("response_page", args=[desk.programme.workspace.slug, said.pk]) in page
    assert "People checked 1 label" in page
    assert desk.get("theme_page", waiting.pk, since="nonsense").status_code == HTTPStatus.BAD_REQUEST


def test_a_theme_is_made_and_changed_in_several_languages_and_what_is_wrong_is_said(desk: Desk) -> None:
    fields = {"name_en": "Delivery", "words_en": "deliver*\nlate", "name_fi": "Toimitus", "words_fi": "toimit*"}
    desk.post("theme_new", **fields)
    theme = Theme.objects.get()
    assert theme.names == {"en": "Delivery", "fi": "Toimitus"}
    assert theme.words == {"en": ["deliver*", "late"], "fi": ["toimit*"]}
    refused = desk.post("theme_edit", theme.pk, **{**fields, "words_en": "a*\nlate"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“a*” cannot be looked for." in refused.content.decode()
    nameless = desk.post("theme_edit", theme.pk, words_en="late").content.decode()
    assert "Give it a name in one language at least." in nameless
    assert "The theme is changed." in desk.post("theme_edit", theme.pk, **fields, is_praise="on").content.decode()
    assert Theme.objects.get().is_praise
    assert "Another theme has this name already." in desk.post("theme_new", name_en="delivery").content.decode()


def test_themes_are_split_merged_put_away_and_brought_back(desk: Desk) -> None:
    service = desk.theme("Service", "phone*", "mail*")
    assert "Phone" not in desk.text("theme_split", service.pk)
    desk.post("theme_split", service.pk, name="Phone", words=["en:phone*"])
    phone = Theme.objects.get(names__en="Phone")
    service.refresh_from_db()
    assert (phone.words, service.words) == ({"en": ["phone*"]}, {"en": ["mail*"]})
    assert (
        "Both themes need words."
        in desk.post("theme_split", phone.pk, name="All", words=["en:phone*"]).content.decode()
    )
    assert "Choose another theme" in desk.post("theme_merge", phone.pk, into=phone.pk).content.decode()
    desk.post("theme_merge", phone.pk, into=service.pk)
    assert "It is part of another theme now" in desk.text("theme_page", phone.pk)
    assert "cannot come back by itself" in desk.post("theme_restore", phone.pk).content.decode()
    desk.post("theme_archive", service.pk)
    assert desk.get("theme_edit", service.pk).status_code == HTTPStatus.NOT_FOUND
    assert "It counts nowhere." in desk.text("theme_page", service.pk)
    assert "The theme is back." in desk.post("theme_restore", service.pk).content.decode()


def test_a_suggestion_becomes_a_theme_only_when_somebody_takes_it(desk: Desk) -> None:
    said = desk.comment("The driver, mail him at aino@privat.example, left it in the yard")
    found = {"workspace": desk.programme.workspace, "found_at": desk.programme.now, "responses": [said.pk], "n": 9}
    driver = ThemeSuggestion.objects.create(names={"en": "driver, yard"}, words={"en": ["driver*"]}, **found)
    thanks = ThemeSuggestion.objects.create(names={"en": "thank, you"}, words={"en": ["thank*"]}, **found)
    page = desk.text("suggestion_list")
    assert "mail him at [e-mail address], left it" in page
    assert not Theme.objects.exists()
    desk.post("suggestion_dismiss", thanks.pk)
    desk.post("suggestion_take", driver.pk, name_en="Drivers", words_en="driver*")
    assert [theme.names for theme in Theme.objects.all()] == [{"en": "Drivers"}]
    assert not ThemeSuggestion.objects.filter(state=OPEN).exists()
    late = desk.post("suggestion_take", driver.pk, name_en="Again", words_en="driver*").content.decode()
    assert ThemeSuggestion.objects.get(pk=driver.pk).state == TAKEN
    assert "Somebody has decided this meanwhile." in late
    assert "Have Kuule look through" in desk.text("suggestion_list")
    assert "Kuule looks through the comments" in desk.post("suggestion_look").content.decode()
    while drain_comment_jobs():
        pass
    assert "no ten comments that no theme covers share words of their own" in desk.text("suggestion_list")


def test_urgent_phrases_are_changed_and_kuules_own_come_back(desk: Desk) -> None:
    assert "lawyer*" in desk.text("urgent_phrases")
    refused = desk.post("urgent_phrases_edit", "legal", "en", phrases="x*")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    desk.post("urgent_phrases_edit", "legal", "en", phrases="barrister*\n\nmagistrate*")
    assert UrgentPhrases.objects.get().phrases == ["barrister*", "magistrate*"]
    assert "changed here" in desk.text("urgent_phrases")
    desk.post("urgent_phrases_reset", "legal", "en")
    assert "lawyer*" in desk.text("urgent_phrases")
    assert desk.get("urgent_phrases_edit", "dragons", "en").status_code == HTTPStatus.NOT_FOUND


def test_labels_are_checked_one_by_one_and_taken_back(desk: Desk) -> None:
    waiting, invoices = desk.theme("Waiting"), desk.theme("Invoices")
    desk.comment("We waited", waiting)
    first = ThemeLabel.objects.get()
    page = desk.text("theme_review")
    assert "We waited" in page
    assert "1 label waits" in page
    # Only labels of comments that this page can show wait here.
    assert "0 labels wait" in desk.text("theme_review", family="employee")
    desk.post("theme_review", act="add", comment=first.response_id, theme=invoices.pk)
    desk.post("theme_review", act="wrong", label=first.pk)
    assert verdicts() == [("Waiting", WRONG), ("Invoices", ADDED)]
    assert "Nothing to check" in desk.text("theme_review")
    again = desk.post("theme_review", act="undo").content.decode()
    assert "We waited" in again
    assert verdicts() == [("Waiting", None), ("Invoices", ADDED)]
    desk.post("theme_review", act="right", label=first.pk)
    assert verdicts() == [("Waiting", RIGHT), ("Invoices", ADDED)]
    assert ThemeLabel.objects.get(pk=first.pk).decided_by is not None


def test_one_theme_is_checked_by_itself_and_a_comment_can_be_skipped(desk: Desk) -> None:
    waiting, invoices = desk.theme("Waiting"), desk.theme("Invoices")
    desk.comment("We waited for it", waiting)
    desk.comment("We waited for the invoice", waiting, invoices)
    only = desk.text("theme_review", theme=invoices.pk)
    assert "We waited for the invoice" in only
    assert "Does it speak of <strong><bdi>Invoices</bdi></strong>?" in " ".join(only.split())
    skipped = desk.get("theme_review", theme=invoices.pk)
    behind = desk.client.get(skipped.context["skip_url"]).content.decode()
    assert "You are at the end" in behind
    sent = {"act": "right", "label": skipped.context["asked"].pk}
    fragment = desk.client.post(skipped.context["action"], sent, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "Right: Invoices." in fragment.content.decode()
    assert "theme=" in fragment.headers["HX-Replace-Url"]


def test_comments_show_what_they_speak_of_and_are_found_by_it(desk: Desk) -> None:
    waiting = desk.theme("Waiting")
    desk.comment("We waited in vain", waiting)
    desk.comment("My lawyer will call you")
    page = desk.text("comment_list")
    assert 'aria-label="What it speaks of"' in page
    of_theme, urgent = (
        desk.text("comment_list", theme=waiting.pk),
        desk.text("comment_list", urgent="legal"),
    )
    assert "We waited in vain" in of_theme
    assert "lawyer" not in of_theme
    assert "take this filter off" in of_theme
    assert "My lawyer" in urgent
    assert "in vain" not in urgent
    assert "do not add up to all answers" in desk.text("segment_list", by="theme")


def test_what_colleagues_write_is_escaped(desk: Desk) -> None:
    theme = desk.theme("<script>alert(1)</script>", "wait*")
    desk.comment("<img src=x onerror=alert(1)> they made us wait again and again", theme)
    for page in (
        desk.text("theme_list"),
        desk.text("theme_page", theme.pk),
        desk.text("theme_review"),
        desk.text("comment_list"),
        desk.text("theme_edit", theme.pk),
    ):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
