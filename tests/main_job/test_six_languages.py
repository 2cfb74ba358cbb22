"""A survey in six languages: composed, sent, answered, exported and brought back, in a real browser.

Everything is real: the pages, the worker, a mail server, and for each of the six people a phone in their language.
"""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.main_job.installation import Installation, survey_links, wait_for
from tests.main_job.respondents import RESPONDENTS, Respondent

# That each of its steps is the same on PostgreSQL, the tests of their rooms prove.
pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.soak]

COMPANY = "Skies United"
NAME, COPY = "After delivery", "Copy of After delivery"
ENGLISH, ARABIC = RESPONDENTS[0], RESPONDENTS[-1]
Line = dict[str, str]


def test_a_survey_in_six_languages_goes_all_the_way(
    kuule: Installation, desk: Page, browser: Browser, tmp_path: Path, axe_finds_nothing: Callable[[Page], None]
) -> None:
    compose(kuule, desk)
    axe_finds_nothing(desk)
    desk.get_by_role("button", name="Open for answers").click()
    expect(desk.get_by_role("status")).to_contain_text("The survey is open.")
    import_people(kuule, desk, tmp_path / "people.csv")
    links = send(kuule, desk)
    for respondent in RESPONDENTS:
        answer(browser, respondent, links[respondent.language])
    see_results(kuule, desk)
    workbook = export(kuule, desk, NAME, "Excel workbook", tmp_path / "answers.xlsx")
    text = export(kuule, desk, NAME, "CSV", tmp_path / "answers.csv")
    everything_said_is_in(lines_of(text), formula="'=1+1")
    everything_said_is_in(lines_of(workbook), formula="=1+1")
    all_cells_are_texts_or_numbers(workbook)
    copy(kuule, desk)
    bring_back(kuule, desk, workbook, "Added")
    bring_back(kuule, desk, text, "Unchanged")
    back = export(kuule, desk, COPY, "CSV", tmp_path / "back.csv")
    assert by_id(lines_of(back)) == by_id(lines_of(text))


# --- Composing -----------------------------------------------------------------------------------------------------


def compose(kuule: Installation, desk: Page) -> None:
    desk.goto(f"{kuule.url}/w/skies/surveys/")
    desk.get_by_role("radio", name="Transactional NPS").check()
    desk.get_by_label("Name").fill(NAME)
    desk.get_by_role("button", name="Make the survey").click()
    desk.get_by_role("link", name="Change").click()
    add_the_choice(desk)
    take_out_what_is_too_much(desk)
    for respondent in RESPONDENTS:
        write(desk, respondent)
    expect(advice(desk)).to_have_count(0)


def add_the_choice(desk: Page) -> None:
    desk.get_by_label("Type of question").select_option("choice")
    desk.get_by_role("button", name="Add a question").click()
    for label in ENGLISH.options:
        new = desk.locator("details.edit-part[open]")
        new.get_by_label("A new option").fill(label)
        new.get_by_label("A new option").press("Enter")
        expect(new.locator(f"input[value='{label}']")).to_be_visible()


def take_out_what_is_too_much(desk: Page) -> None:
    """The advice says that four questions are too many; the wrong one goes first, and comes back."""
    expect(advice(desk)).to_contain_text("4 questions")
    take_out(desk, "why")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#part-why")).to_have_attribute("open", "")
    take_out(desk, "affected")
    expect(advice(desk)).not_to_contain_text("4 questions")
    expect(advice(desk)).to_contain_text("missing")


def advice(desk: Page) -> Locator:
    return desk.locator(".card", has=desk.get_by_role("heading", name="Advice"))


def take_out(desk: Page, question: str) -> None:
    part = opened(desk, question)
    part.get_by_role("button", name="Take out").last.click()
    expect(desk.locator("#taken-out")).to_be_focused()


def write(desk: Page, respondent: Respondent) -> None:
    desk.get_by_role("navigation", name="Language").locator(f"[lang={respondent.language}]").click()
    save(opened(desk, "recommend"), {"Question": respondent.question})
    choice = desk.locator("details.edit-part").filter(has_text="One answer out of a list")
    save(unfolded(choice), {"Question": respondent.choice, **options_of(respondent)})
    save(opened(desk, "mail"), {"Subject": respondent.subject})
    preview = desk.frame_locator("iframe.phone-frame")
    expect(preview.locator("html")).to_have_attribute("dir", respondent.direction)
    expect(preview.get_by_role("radiogroup", name=respondent.choice)).to_be_visible()


def options_of(respondent: Respondent) -> dict[str, str]:
    return {f"Option {number}": label for number, label in enumerate(respondent.options, 1)}


def opened(desk: Page, part: str) -> Locator:
    return unfolded(desk.locator(f"#part-{part}"))


def unfolded(part: Locator) -> Locator:
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


def save(part: Locator, texts: dict[str, str]) -> None:
    for label, words in texts.items():
        part.get_by_label(label, exact=True).fill(words)
    with part.page.expect_navigation():
        part.get_by_role("button", name=re.compile("^Save (the question|these texts)$")).click()


# --- Asking and answering ------------------------------------------------------------------------------------------


def import_people(kuule: Installation, desk: Page, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["Name", "E-mail", "Account", "Language"])
        rows.writerows([each.name, each.email, f"Customer {each.language}", each.language] for each in RESPONDENTS)
    desk.goto(f"{kuule.url}/w/skies/imports/")
    bring_in(desk, file)
    desk.get_by_role("link", name="See the people").click()
    for each in RESPONDENTS:
        expect(desk.get_by_role("link", name=each.name)).to_be_visible()


def bring_in(desk: Page, file: Path) -> None:
    desk.locator("input[type=file]").set_input_files(file)
    desk.get_by_role("button", name="Upload and look").click()
    desk.get_by_role("button", name="Import", exact=True).first.click()
    expect(desk.get_by_text("Every line is in. Nothing to mend.")).to_be_visible(timeout=30_000)


def send(kuule: Installation, desk: Page) -> dict[str, list[str]]:
    """Send the survey; return the links that came, by the language they came in."""
    desk.goto(f"{kuule.url}/w/skies/ask/new/")
    expect(desk.locator("#before")).to_contain_text(str(len(RESPONDENTS)))
    desk.get_by_role("button", name="Send the survey").click()
    desk.wait_for_url(re.compile(r"/ask/\d+/"))
    wait_for("six mails", lambda: len(kuule.postbox.mails) == len(RESPONDENTS))
    return {each.language: read_mail(kuule, each) for each in RESPONDENTS}


def read_mail(kuule: Installation, respondent: Respondent) -> list[str]:
    (mail,) = kuule.postbox.mails[respondent.email]
    page, plain = (mail.get_body((kind,)).get_content() for kind in ("html", "plain"))
    before, after = respondent.question.split("{company}")
    assert mail["Subject"] == respondent.subject
    for words in (before, COMPANY, after):
        assert words in page
        assert words in plain
    assert re.search(rf'<html[^>]* lang="{respondent.language}"[^>]* dir="{respondent.direction}"', page)
    return survey_links(mail)


def answer(browser: Browser, respondent: Respondent, links: list[str]) -> None:
    """Answer on a phone, by the link to 0, where the thumb slipped."""
    phone = browser.new_context(
        viewport={"width": 360, "height": 740}, locale=respondent.language, is_mobile=True, has_touch=True
    )
    page = phone.new_page()
    page.goto(links[0])
    expect(page.locator("html")).to_have_attribute("lang", respondent.language)
    expect(page.locator("html")).to_have_attribute("dir", respondent.direction)
    expect(page.locator("input[name=score][value='0']")).to_be_checked()
    page.locator(f"input[name=score][value='{respondent.score}']").tap()
    expect(page.locator("label[for=why]")).to_contain_text(respondent.why)
    page.locator("textarea").fill(respondent.comment)
    page.get_by_role("radio", name=respondent.options[respondent.chosen], exact=True).tap()
    page.locator("button[type=submit]").tap()
    page.wait_for_url("**/thanks")
    phone.close()


# --- Results and files ---------------------------------------------------------------------------------------------


def see_results(kuule: Installation, desk: Page) -> None:
    open_results(kuule, desk, NAME)
    expect(desk.locator(".subtitle")).to_contain_text("6 answers")
    results = desk.locator(".result")
    expect(results.filter(has_text="recommend")).to_contain_text("+17")
    on_time = results.filter(has_text=ENGLISH.choice)
    for label, number in zip(ENGLISH.options, (3, 2, 1), strict=True):
        expect(on_time.get_by_role("row", name=re.compile(rf"^{label} {number} "))).to_be_visible()
    desk.get_by_role("link", name="Read what they wrote").click()
    for each in RESPONDENTS:
        expect(desk.get_by_role("main")).to_contain_text(each.comment, use_inner_text=True)


def open_results(kuule: Installation, desk: Page, survey: str) -> None:
    open_survey(kuule, desk, survey)
    desk.get_by_role("link", name="Results").click()


def open_survey(kuule: Installation, desk: Page, survey: str) -> None:
    desk.goto(f"{kuule.url}/w/skies/surveys/")
    desk.get_by_role("link", name=survey, exact=True).click()


def export(kuule: Installation, desk: Page, survey: str, kind: str, path: Path) -> Path:
    """Save the answers to a survey as a file."""
    open_results(kuule, desk, survey)
    desk.get_by_role("link", name="Export").click()
    desk.get_by_role("radio", name=kind).check()
    desk.get_by_role("button", name="Make the file").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download").click(timeout=30_000)
    download.value.save_as(path)
    return path


def lines_of(file: Path) -> list[Line]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))
    header, *rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    return [dict(zip(header, map(str, row), strict=True)) for row in rows]


def everything_said_is_in(lines: list[Line], *, formula: str) -> None:
    """Each line has what one person said, in their own words, and the comment that looks like a formula as expected."""
    by_language = {line["Language"]: line for line in lines}
    assert len(lines) == len(by_language) == len(RESPONDENTS)
    for each in RESPONDENTS:
        line = by_language[each.language]
        said = (line["Name"], line["E-mail"], float(line["Score"]), line["Comment"])
        assert said == (each.name, each.email, each.score, formula if each is ENGLISH else each.comment)
        assert ENGLISH.options[each.chosen] in line.values()


def all_cells_are_texts_or_numbers(workbook: Path) -> None:
    """No cell of a workbook is a formula: one that looks so is a text."""
    with ZipFile(workbook) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def copy(kuule: Installation, desk: Page) -> None:
    """Make a survey that asks the same, for the answers to come back to."""
    open_survey(kuule, desk, NAME)
    desk.get_by_role("button", name="Copy").click()
    desk.get_by_role("button", name="Open for answers").click()
    expect(desk.get_by_role("status")).to_contain_text("The survey is open.")


def bring_back(kuule: Installation, desk: Page, file: Path, outcome: str) -> None:
    desk.goto(f"{kuule.url}/w/skies/imports/?kind=responses")
    desk.get_by_label("Survey").select_option(COPY)
    bring_in(desk, file)
    expect(desk.get_by_role("main")).to_contain_text(re.compile(rf"{outcome}\s+{len(RESPONDENTS)}\s"))


def by_id(lines: list[Line]) -> dict[str, Line]:
    """The lines without the name of their survey, by the id of the answer."""
    return {line["Response id"]: {**line, "Survey": ""} for line in lines}
