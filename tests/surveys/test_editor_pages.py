"""The editor through its pages, as forms without any script."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client

from kuule.surveys.models import Survey, SurveyVersion
from kuule.workspaces.models import AuditEntry
from tests.conftest import Company


def draft() -> SurveyVersion:
    return SurveyVersion.objects.latest("number")


def form_of(client: Client, page: str, action: str, language: str = "en") -> dict[str, str]:
    """The fields of a form of the editor, as a browser would send them."""
    shown = client.get(f"{page}edit/?language={language}").content.decode()
    form = re.search(rf'<form[^>]*action="{re.escape(page + action)}"[^>]*>(.*?)</form>', shown, re.DOTALL)[1]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind, value = (re.search(rf'{what}="([^"]*)"', tag) for what in ("name", "type", "value"))
        if name and (kind[1] != "checkbox" or " checked" in tag):
            fields[name[1]] = unescape(value[1]) if value else "on" if kind[1] == "checkbox" else ""
    texts = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    return fields | {name: unescape(text.removeprefix("\r\n").removeprefix("\n")) for name, text in texts}


def save(client: Client, page: str, action: str, language: str = "en", **changes: str) -> HttpResponse:
    return client.post(page + action, {**form_of(client, page, action, language), **changes})


def test_a_question_is_added_written_and_previewed(bob: Client, desk: str) -> None:
    added = bob.post(f"{desk}edit/questions/", {"kind": "choices", "language": "en"})
    key = re.search(r"open=(q_\w+)", added["Location"])[1]
    question = f"edit/questions/{key}/"
    assert save(bob, desk, question, title="Which channels do you use?", new_option="Mail").status_code == 302
    save(bob, desk, question, new_option="Phone")
    options = draft().questions[3]["options"]
    save(bob, desk, question, do=f"option_up:{options[1]['key']}")
    save(bob, desk, question, "fi", title="Mitä kanavia käytät?")
    made = draft().questions[3]
    assert made["texts"] == {"title": {"en": "Which channels do you use?", "fi": "Mitä kanavia käytät?"}}
    assert [option["texts"] for option in made["options"]] == [{"en": "Phone"}, {"en": "Mail"}]
    assert "Mitä kanavia käytät?" in bob.get(f"{desk}preview/answer/?language=fi").content.decode()
    assert "Which channels do you use?" in bob.get(f"{desk}preview/answer/?language=sv").content.decode()
    shown = bob.get(f"{desk}edit/?language=sv&open={key}").content.decode()
    assert "People read the text in this language: English." in shown
    assert "3 missing" in shown


def test_a_question_is_moved_and_taken_out(bob: Client, desk: str) -> None:
    save(bob, desk, "edit/questions/better/", do="up")
    assert [question["key"] for question in draft().questions] == ["satisfied", "better", "why"]
    save(bob, desk, "edit/questions/better/", do="remove")
    assert [question["key"] for question in draft().questions] == ["satisfied", "why"]
    assert AuditEntry.objects.filter(act="survey_edited").count() == 2


def test_the_preview_follows_the_draft_for_every_score(bob: Client, desk: str) -> None:
    save(bob, desk, "edit/questions/why/", title_detractor="What went wrong with {company}?")
    low, high = (bob.get(f"{desk}preview/answer/?language=en&score={score}").content.decode() for score in (2, 5))
    assert ">What went wrong with \u2068Nordlys Energy\u2069?</span>" in low
    assert ">What are you most satisfied with?</span>" in high
    assert 'value="2" checked' in low


def test_texts_are_changed_and_an_emptied_one_is_ours_again(bob: Client, desk: str) -> None:
    save(bob, desk, "edit/texts/thanks/", "fi", thanks_title="Kiitos \u202e paljon")
    assert draft().texts["thanks_title"]["fi"] == "Kiitos paljon"
    for language in draft().languages:
        save(bob, desk, "edit/texts/mail/", language, mail_subject="")
    assert draft().texts["mail_subject"]["sv"] == "Hur nöjd är du med {company}?"
    body = "One.\n\n\n\nTwo."
    save(bob, desk, "edit/texts/thanks/", thanks_body=body)
    assert draft().texts["thanks_body"]["en"] == "One.\n\nTwo."
    too_long = save(bob, desk, "edit/texts/mail/", mail_subject="x" * 301)
    assert too_long.status_code == 422
    assert "at most 300 characters" in too_long.content.decode()
    assert bob.post(f"{desk}edit/texts/nonsense/", {"language": "en"}).status_code == 404


def test_languages_come_with_what_we_have_and_go_with_all_they_had(bob: Client, desk: str) -> None:
    bob.post(f"{desk}edit/languages/remove/", {"remove": "fi"})
    assert "fi" not in draft().languages
    assert "fi" not in draft().texts["send"]
    save(bob, desk, "edit/questions/why/", title="Why so?")
    bob.post(f"{desk}edit/languages/", {"language": "fi"})
    bob.post(f"{desk}edit/languages/", {"language": "es"})
    assert draft().languages == ["en", "sv", "de", "vi", "ar", "fi", "es"]
    assert draft().texts["send"]["fi"] == "Lähetä vastaus"
    assert draft().questions[0]["texts"]["low"]["fi"] == "erittäin tyytymätön"
    assert "fi" not in draft().questions[1]["texts"]["title"] or draft().questions[1]["texts"]["title"]["sv"]
    assert "es" not in draft().texts["send"]
    assert "Finnish: " not in bob.get(f"{desk}edit/").content.decode()
    assert "Spanish: " in bob.get(f"{desk}edit/").content.decode()


def test_the_second_of_two_editors_is_told_and_loses_nothing(bob: Client, nordlys: Company, sign_in, desk: str) -> None:
    alice = sign_in(nordlys.alice)
    why = "edit/questions/why/"
    begun = form_of(alice, desk, why)
    save(bob, desk, why, title="Bob’s question?")
    late = alice.post(desk + why, {**begun, "title": "Alice’s question?"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else changed this part while you worked on it." in shown
    assert "Alice’s question?</textarea>" in shown
    assert draft().questions[1]["texts"]["title"]["en"] == "Bob’s question?"
    seen = re.search(r'action="[^"]*/why/".*?name="seen" value="(\w+)"', shown, re.DOTALL)[1]
    again = alice.post(desk + why, {**begun, "title": "Alice’s question?", "seen": seen})
    assert again.status_code == 302
    assert draft().questions[1]["texts"]["title"]["en"] == "Alice’s question?"


def test_editors_of_other_parts_and_languages_do_not_meet(bob: Client, nordlys: Company, sign_in, desk: str) -> None:
    alice = sign_in(nordlys.alice)
    begun = form_of(alice, desk, "edit/questions/why/", "fi")
    save(bob, desk, "edit/questions/why/", title="Why?")
    save(bob, desk, "edit/questions/better/", do="up")
    assert alice.post(f"{desk}edit/questions/why/", {**begun, "title": "Miksi?"}).status_code == 302
    assert draft().questions[2]["texts"]["title"]["en"] == "Why?"
    assert draft().questions[2]["texts"]["title"]["fi"] == "Miksi?"


def test_whoever_edits_what_is_published_meanwhile_changes_nothing(bob: Client, desk: str) -> None:
    begun = form_of(bob, desk, "edit/questions/why/")
    bob.post(f"{desk}publish/")
    assert bob.post(f"{desk}edit/questions/why/", {**begun, "title": "Late"}).status_code == 404
    assert bob.get(f"{desk}edit/")["Location"] == desk
    assert draft().questions[1]["texts"]["title"]["en"] != "Late"


def test_what_was_written_to_something_that_is_gone_can_still_be_copied(bob: Client, desk: str) -> None:
    begun = {**form_of(bob, desk, "edit/questions/why/", "fi"), "title": "Miksi näin?"}
    bob.post(f"{desk}edit/languages/remove/", {"remove": "fi"})
    late = bob.post(f"{desk}edit/questions/why/", begun).content.decode()
    assert "Somebody took this language out meanwhile." in late
    assert ">Miksi näin?</li>" in late
    save(bob, desk, "edit/questions/why/", do="remove")
    late = bob.post(f"{desk}edit/questions/why/", {**begun, "language": "en"})
    assert late.status_code == 409
    assert "Somebody took this question out meanwhile." in late.content.decode()
    assert ">Miksi näin?</li>" in late.content.decode()
    moved = bob.post(f"{desk}edit/questions/why/", {"do": "up"}).content.decode()
    assert "Somebody took this question out meanwhile." in moved


def test_a_survey_without_its_score_cannot_be_opened(bob: Client, desk: str) -> None:
    save(bob, desk, "edit/questions/satisfied/", do="remove")
    refused = bob.post(f"{desk}publish/", follow=True).content.decode()
    assert "The survey cannot be opened yet." in refused
    assert "It lacks the question that its score comes from." in refused
    assert Survey.objects.get().state == "draft"
    assert bob.get(f"{desk}preview/mail/").status_code == 200
    bob.post(f"{desk}edit/questions/", {"kind": "rating"})
    key = draft().questions[-1]["key"]
    save(bob, desk, f"edit/questions/{key}/", title="How satisfied are you?")
    assert "The survey is open." in bob.post(f"{desk}publish/", follow=True).content.decode()


def test_only_the_type_of_the_family_is_offered(bob: Client, desk: str) -> None:
    assert 'value="nps"' not in bob.get(f"{desk}edit/").content.decode()
    for kind in ("nps", "slider", ""):
        answer = bob.post(f"{desk}edit/questions/", {"kind": kind}, follow=True).content.decode()
        assert "Choose a type of question from the list." in answer
    assert len(draft().questions) == 3


def test_advice_stands_beside_its_question_with_the_reason(bob: Client, desk: str) -> None:
    save(bob, desk, "edit/questions/why/", title="Why is our service so great?")
    shown = bob.get(f"{desk}edit/?open=why").content.decode()
    assert "Words that push the answer: great." in shown
    assert "comes back as the answer" in shown


def test_being_anonymous_changes_our_texts_until_the_survey_is_open(bob: Client, desk: str) -> None:
    assert "Anonymous" in bob.get(f"{desk}edit/").content.decode()
    save(bob, desk, "edit/texts/page/", reader_note="Marja reads it.")
    bob.post(f"{desk}edit/settings/", {"name": "Staff", "is_anonymous": "on"})
    survey = Survey.objects.get()
    assert (survey.name, survey.is_anonymous) == ("Staff", True)
    assert draft().texts["reader_note"]["fi"].startswith("Kysely on nimetön.")
    assert draft().texts["reader_note"]["en"] == "Marja reads it."
    assert "Read again what the texts say about names." in bob.get(f"{desk}edit/").content.decode()
    bob.post(f"{desk}edit/settings/", {"name": "Staff"})
    assert draft().texts["reader_note"]["fi"].startswith("Vastauksesi luetaan nimesi kanssa")
    bob.post(f"{desk}edit/settings/", {"name": "Staff", "is_anonymous": "on"})
    bob.post(f"{desk}publish/")
    bob.post(f"{desk}draft/")
    bob.post(f"{desk}edit/settings/", {"name": "People"})
    survey.refresh_from_db()
    assert (survey.name, survey.is_anonymous) == ("People", True)


def test_who_may_not_change_surveys_does_not_see_the_editor(nordlys: Company, sign_in, desk: str) -> None:
    anna = sign_in(nordlys.anna)
    assert anna.get(f"{desk}edit/").status_code == 403
    assert "/edit/" not in anna.get(desk).content.decode()
    assert anna.post(f"{desk}edit/questions/", {"kind": "text"}).status_code == 403
