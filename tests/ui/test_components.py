"""Includes and base pages: what they write for those who see and those who listen."""

import re
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string

pytestmark = pytest.mark.any_database


class Contact(forms.Form):
    email = forms.EmailField(help_text="Work address")
    role = forms.ChoiceField(widget=forms.RadioSelect, choices=[("u", "User")], help_text="What they do")
    agreed = forms.BooleanField()
    note = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="abc")


def rendered(form: forms.Form) -> ET.Element:
    html = render_to_string("ui/_form.html", {"form": form}).replace(" required", "")
    html = re.sub(r"<input([^>]*)>", r"<input\1/>", html)
    return ET.fromstring(f"<form>{html}</form>")


def control(root: ET.Element, name: str) -> ET.Element:
    found = root.find(f".//input[@name='{name}']")
    assert found is not None
    return found


def test_a_field_is_wired_to_its_label_hint_and_error() -> None:
    root = rendered(Contact({"email": "aino@"}))
    email = control(root, "email")
    assert email.get("aria-invalid") == "true"
    described = (email.get("aria-describedby") or "").split()
    by_id = {element.get("id"): element for element in root.iter()}
    assert [by_id[each].tag for each in described] == ["p", "ul"]
    assert by_id["id_email_helptext"].text == "Work address"
    assert root.find(".//label[@for='id_email']") is not None


def test_a_group_of_choices_is_a_fieldset_with_its_legend() -> None:
    fieldset = rendered(Contact({})).find(".//fieldset")
    assert fieldset is not None
    assert "id_role_helptext" in (fieldset.get("aria-describedby") or "")
    legend = fieldset.find("legend")
    assert legend is not None
    assert (legend.text or "").strip() == "Role"


def test_only_optional_fields_say_so() -> None:
    root = rendered(Contact())
    optional = [span for span in root.iter("span") if span.get("class") == "optional"]
    assert len(optional) == 1
    assert control(root, "email").get("aria-invalid") is None
    assert control(root, "token").get("type") == "hidden"


def test_a_checkbox_stands_before_its_label() -> None:
    box = rendered(Contact()).find(".//div[@class='field field-check']")
    assert box is not None
    assert [child.tag for child in box][:2] == ["input", "label"]


def test_errors_of_the_whole_form_are_announced() -> None:
    form = Contact({})
    form.add_error(None, "This list <b> is empty.")
    html = render_to_string("ui/_form.html", {"form": form})
    assert 'role="alert"' in html
    assert "This list &lt;b&gt; is empty." in html


def test_progress_asks_again_until_it_has_ended() -> None:
    running = render_to_string("ui/_progress.html", {"url": "/job", "label": "Import", "done": 41250, "total": 100000})
    assert 'hx-get="/job"' in running
    assert 'max="100000"' in running
    assert "41,250 / 100,000" in running
    ended = render_to_string("ui/_progress.html", {"label": "Import", "done": 5, "total": 5})
    assert "hx-" not in ended


def test_progress_of_unknown_length_has_no_value() -> None:
    assert "value=" not in render_to_string("ui/_progress.html", {"label": "Counting"})


@pytest.mark.parametrize("name", ["_button", "_tag", "_note", "_empty", "_card"])
def test_components_escape_what_they_are_given(name: str) -> None:
    hostile = dict.fromkeys(("label", "text", "title", "link_text", "url", "content", "note"), "<script>x</script>")
    assert "<script" not in render_to_string(f"ui/{name}.html", hostile)


def test_pages_are_turned_only_where_there_are_some() -> None:
    assert render_to_string("ui/_pagination.html").strip() == ""
    html = render_to_string("ui/_pagination.html", {"next_url": "?after=9&q=a"})
    assert 'href="?after=9&amp;q=a"' in html
    assert 'rel="prev"' not in html


def test_a_page_speaks_its_language_and_sends_the_csrf_token() -> None:
    page = engines["django"].from_string(
        '{% extends "ui/page.html" %}{% block title %}Contacts{% endblock %}{% block heading %}Contacts{% endblock %}'
    )
    html = page.render(
        {"csrf_token": "TOKEN", "navigation": [{"label": "People", "url": "/p", "icon": "users", "is_current": True}]}
    )
    assert '<html lang="en"' in html
    assert "<title>Contacts · Kuule</title>" in html
    assert '<body hx-headers=\'{"X-CSRFToken": "TOKEN"}\'>' in html
    assert '"allowEval":false' in html
    assert 'aria-current="page"' in html
    assert 'href="#content"' in html
    assert "nonce" not in html
    assert "style=" not in html
