import json
from contextlib import suppress
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import UnreadableSurvey, file_of, survey_from_file
from kuule.surveys.rules.filing import SurveyFile
from kuule.surveys.selectors import content_of, known_parts
from kuule.surveys.templatetags.survey_refusals import fault_sentence
from tests.conftest import Company
from tests.surveys.contents import starting

LIST = "/w/nordlys/surveys/"
PLACES = (
    *("name", "family", "group", "anonymous", "languages", "questions", "texts", "questions.0", "questions.0.texts"),
    *("questions.2.options", "questions.2.options.0.texts", "texts.send"),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)
TWENTY_ONE = [{"key": f"o{number}", "texts": {}} for number in range(21)]


def written(**changes: Any) -> dict[str, Any]:
    plain = json.loads(file_of(SurveyFile("Autumn", "satisfaction", False, starting())))
    return {**plain, **changes}


def refused(raw: bytes) -> list[tuple[str, str]]:
    with pytest.raises(UnreadableSurvey) as error:
        survey_from_file(raw, known_parts=known_parts())
    assert all(fault_sentence(fault) for fault in error.value.faults)
    return [(fault.place, fault.code) for fault in error.value.faults]


def changed(change: str, value: Any) -> bytes:
    """The file with one place changed: `questions.0.key`."""
    found = written()
    *path, last = [int(step) if step.isdigit() else step for step in change.split(".")]
    thing: Any = found
    for step in path:
        thing = thing[step]
    thing[last] = value
    return json.dumps(found).encode()


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", ("", "not_json")),
        (b"\xff\xfe{", ("", "not_utf8")),
        (b"{", ("", "not_json")),
        (b"[]", ("", "not_an_object")),
        (b"[" * 100_000, ("", "not_json")),
        (b"9" * 10_000, ("", "not_json")),
        (b"{}", ("format", "other_format")),
        (b" " * 1_000_001, ("", "too_large")),
        (changed("format_version", 2), ("format_version", "newer_format")),
        (changed("name", " \u200b "), ("name", "lacking")),
        (changed("name", "x" * 201), ("name", "too_long")),
        (changed("family", ["effort"]), ("family", "unknown")),
        (changed("group", "everybody"), ("group", "unknown")),
        (changed("anonymous", "yes"), ("anonymous", "not_yes_or_no")),
        (changed("workspace_id", 3), ("", "unknown")),
        (changed("languages", []), ("languages", "empty")),
        (changed("languages", "en"), ("languages", "not_a_list")),
        (changed("languages", ["en", "klingon"]), ("languages[2]", "no_language")),
        (changed("languages", ["en", "en"]), ("languages[2]", "twice")),
        (changed("questions", {}), ("questions", "not_a_list")),
        (changed("questions.0", None), ("questions[1]", "not_an_object")),
        (changed("questions.0.key", "score"), ("questions[1].key", "bad_key")),
        (changed("questions.1.key", "satisfied"), ("questions[2].key", "twice")),
        (changed("questions.0.type", "slider"), ("questions[1].type", "unknown")),
        (changed("questions.0.scale", "1-9"), ("questions[1].scale", "unknown")),
        (changed("questions.0.optional", 1), ("questions[1].optional", "not_yes_or_no")),
        (changed("questions.1.texts", {}), ("questions[2].texts", "lacking")),
        (changed("questions.1.texts.title.fi", 7), ("questions[2].texts.title.fi", "not_a_text")),
        (changed("questions.1.texts.title.es", "¿Por qué?"), ("questions[2].texts.title.es", "not_listed")),
        (changed("questions.1.texts.title.fi", "x" * 501), ("questions[2].texts.title.fi", "too_long")),
        (changed("questions.1.texts.subtitle", {}), ("questions[2].texts", "unknown")),
        (changed("questions.2.options.0", "price"), ("questions[3].options[1]", "not_an_object")),
        (changed("questions.2.options.1.key", "product"), ("questions[3].options[2].key", "twice")),
        (
            changed("questions.2.options", TWENTY_ONE),
            ("questions[3].options", "too_many"),
        ),
        (changed("texts.onclick", {"en": "alert(1)"}), ("texts", "unknown")),
        (changed("texts.send", "Send"), ("texts.send", "not_an_object")),
    ],
)
def test_a_file_that_is_no_survey_is_refused_with_the_place(raw: bytes, fault: tuple[str, str]) -> None:
    assert fault in refused(raw)


@pytest.mark.any_database
@given(ANYTHING, st.sampled_from(PLACES))
def test_nothing_at_any_place_of_a_file_makes_reading_it_fail(value: Any, place: str) -> None:
    with suppress(UnreadableSurvey):
        read = survey_from_file(changed(place, value), known_parts=known_parts())
        assert survey_from_file(file_of(read).encode(), known_parts=known_parts()) == read


@pytest.mark.any_database
def test_invisible_characters_and_empty_texts_do_not_come_in() -> None:
    raw = changed("questions.1.texts.title", {"en": "Why\u202e \u200b  so?", "fi": " ", "sv": "e\u0308"})
    question = survey_from_file(raw, known_parts=known_parts()).content.questions[1]
    assert question["texts"]["title"] == {"en": "Why so?", "sv": "ë"}


def test_a_survey_goes_out_as_a_file_and_comes_in_as_a_draft(nordlys: Company, sign_in) -> None:
    bob = sign_in(nordlys.bob)
    page = bob.post(LIST, {"name": "Syksy – 2026", "starter": "enps"})["Location"]
    file = bob.get(f"{page}export/")
    assert file["Content-Disposition"] == 'attachment; filename="syksy-2026.json"'
    assert not {"id", "slug", "workspace"} & json.loads(file.content).keys()
    brought = bob.post(f"{LIST}import/", {"file": SimpleUploadedFile("x.json", b"\xef\xbb\xbf" + file.content)})
    assert brought.status_code == 302
    first, second = Survey.objects.order_by("pk")
    assert (second.name, second.family, second.is_anonymous, second.state) == (first.name, "employee", True, "draft")
    one, other = SurveyVersion.objects.order_by("pk")
    assert content_of(one) == content_of(other)


def test_a_file_tells_whom_the_survey_asks(nordlys: Company, sign_in) -> None:
    bob = sign_in(nordlys.bob)
    page = bob.post(LIST, {"name": "Partners 2026", "starter": "relationship_nps", "group": "partner"})["Location"]
    told = json.loads(bob.get(f"{page}export/").content)
    assert told.pop("group") == "partner"
    upload(bob, json.dumps({**told, "group": "partner"}).encode())
    upload(bob, json.dumps(told).encode())
    assert [survey.measures for survey in Survey.objects.order_by("pk")] == ["partner", "partner", "customer"]


def test_of_a_faulty_file_everything_wrong_is_said_and_nothing_is_made(nordlys: Company, sign_in) -> None:
    raw = json.dumps(written(family="love", languages=["en", "xx"])).encode()
    answer = upload(sign_in(nordlys.bob), raw)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<code><bdi>family</bdi></code>" in page
    assert "“xx” is not the code of a language" in page
    assert not Survey.objects.exists()
    assert upload(sign_in(nordlys.anna), raw).status_code == 403
    assert "No survey was made" in upload(sign_in(nordlys.bob), b"\x00" * 2_000_000).content.decode()


def test_a_file_with_fewer_texts_gets_ours(nordlys: Company, sign_in) -> None:
    raw = json.dumps(written(languages=["fi"], questions=[], texts={"send": {"fi": "Valmis"}})).encode()
    assert upload(sign_in(nordlys.bob), raw).status_code == 302
    texts = SurveyVersion.objects.get().texts
    assert texts["send"] == {"fi": "Valmis"}
    assert texts["thanks_title"] == {"fi": "Kiitos, me kuuntelemme."}


def upload(client: Client, raw: bytes):
    return client.post(f"{LIST}import/", {"file": SimpleUploadedFile("survey.json", raw)})
