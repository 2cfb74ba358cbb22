"""The main job on real input: a customer list becomes a score, through pages, a mail server and a browser.

300 real reviews: each becomes a contact (the airline is the account), is asked by mail, and answers with its rating
and comment, some in a real browser and the others as a form over HTTP.
"""

import csv
import math
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.main_job.answering import SECONDS_TO_READ, answer_over_http, open_over_http
from tests.main_job.installation import Installation, survey_links, wait_for

pytestmark = pytest.mark.browser

REVIEWS = 300
IN_BROWSER = 6
NEVER_ANSWERS = 3
Z = 1.959963984540054


@dataclass(frozen=True)
class Review:
    """One row of the real data, as a customer."""

    number: int
    airline: str
    country: str
    cabin: str
    score: int
    comment: str

    @property
    def email(self) -> str:
        return f"traveller{self.number}@example.test"


@pytest.fixture(scope="module")
def reviews(test_data: Path) -> list[Review]:
    with (test_data / "skytrax_seat_en.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for _, row in zip(range(REVIEWS), csv.DictReader(file), strict=False)]
    return [
        Review(
            number,
            row["airline_name"],
            row["author_country"],
            row["cabin_flown"],
            int(float(row["overall_rating"])),
            row["content"],
        )
        for number, row in enumerate(rows)
    ]


def nps(reviews: list[Review]) -> float:
    """The definition, by hand: % promoters − % detractors."""
    promoters = sum(review.score >= 9 for review in reviews)
    detractors = sum(review.score <= 6 for review in reviews)
    return 100 * (promoters - detractors) / len(reviews)


def limits(reviews: list[Review]) -> tuple[float, float]:
    """The score interval by hand: the differences that a score test at 95 % does not refuse, found by bisection."""
    n = len(reviews)
    pro = sum(review.score >= 9 for review in reviews)
    det = sum(review.score <= 6 for review in reviews)
    point = (pro - det) / n

    def statistic(d: float) -> float:
        b = (2 * n - pro + det) * d - det - pro
        q = (-b + math.sqrt(max(0.0, b * b + 8 * n * det * d * (1 - d)))) / (4 * n)
        return (point - d) / math.sqrt((2 * q + d - d * d) / n)

    def bisect(low: float, high: float, wanted: float) -> float:
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if statistic(middle) > wanted else (low, middle)
        return 100 * (low + high) / 2

    return bisect(-1 + 1e-9, point, Z), bisect(point, 1 - 1e-9, -Z)


def signed(points: float) -> str:
    """A figure as pages show it."""
    whole = math.floor(abs(points) + 0.5)
    return "0" if not whole else f"{'−' if points < 0 else '+'}{whole}"


def write_list(reviews: list[Review], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Name", "E-mail", "Account", "Country", "Cabin"])
        rows.writerows(
            [f"Traveller {review.number}", review.email, review.airline, review.country, review.cabin]
            for review in reviews
        )
    return path


def test_from_a_customer_list_to_a_score_one_can_trust(
    kuule: Installation, reviews: list[Review], desk: Page, tmp_path: Path
) -> None:
    import_list(kuule, desk, write_list(reviews, tmp_path / "customers.csv"))
    make_survey(kuule, desk)
    send_survey(kuule, desk)
    links = mailed_links(kuule, reviews)
    answering = reviews[: REVIEWS - NEVER_ANSWERS]
    for review in answering[:IN_BROWSER]:
        answer_in_browser(desk, links[review.email][review.score], review)
    over_http = [(links[review.email][review.score], review) for review in answering[IN_BROWSER:]]
    opened = [open_over_http(link) for link, _review in over_http]
    time.sleep(SECONDS_TO_READ)
    for (link, review), shown in zip(over_http, opened, strict=True):
        answer_over_http(link, shown, score=review.score, why=review.comment)
    the_overview_equals_the_hand_computation(kuule, desk, answering)
    so_does_every_airline(kuule, desk, answering)
    every_comment_can_be_read(kuule, desk, answering[0])


def import_list(kuule: Installation, page: Page, file: Path) -> None:
    page.goto(f"{kuule.url}/w/skies/imports/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_text("Traveller 0").first).to_be_visible()
    page.get_by_role("button", name="Import").first.click()
    expect(page.get_by_role("link", name="See the people")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="See the people").click()
    expect(page.locator("main")).to_contain_text(str(REVIEWS))


def make_survey(kuule: Installation, page: Page) -> None:
    page.goto(f"{kuule.url}/w/skies/surveys/")
    page.locator("main input[name=name]").fill("Seats")
    page.get_by_role("button", name="Make the survey").click()
    page.locator("form[action$='/publish/'] button").click()
    expect(page.locator("main")).to_contain_text("The survey is open.")


def send_survey(kuule: Installation, page: Page) -> None:
    page.goto(f"{kuule.url}/w/skies/ask/new/")
    expect(page.locator("#before")).to_contain_text(str(REVIEWS))
    page.get_by_role("button", name="Send the survey").click()
    page.wait_for_url(re.compile(r"/ask/\d+/"))


def mailed_links(kuule: Installation, reviews: list[Review]) -> dict[str, list[str]]:
    """Wait for the mails; each has eleven links, a text part and the headers of one-click unsubscribing."""
    wait_for("all mails", lambda: len(kuule.postbox.mails) == len(reviews), 120)
    links = {}
    for address, mails in kuule.postbox.mails.items():
        assert len(mails) == 1, f"{address} got {len(mails)} mails."
        assert mails[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mails[0]["List-Unsubscribe"].startswith(f"<{kuule.url}/u/")
        assert mails[0].get_body(("plain",)) is not None
        links[address] = survey_links(mails[0])
        assert [link[-2:].lstrip("=") for link in links[address]] == [str(score) for score in range(11)]
    return links


def answer_in_browser(page: Page, link: str, review: Review) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(link)
    expect(page.locator(f"input[name=score][value='{review.score}']")).to_be_checked()
    page.locator("textarea").fill(review.comment)
    page.get_by_role("button", name="Send answer").click()
    page.wait_for_url("**/thanks")
    page.set_viewport_size({"width": 1440, "height": 900})


def the_overview_equals_the_hand_computation(kuule: Installation, page: Page, answered: list[Review]) -> None:
    page.goto(f"{kuule.url}/w/skies/")
    lower, upper = limits(answered)
    main = page.locator("main")
    expect(main).to_contain_text(signed(nps(answered)))
    expect(main).to_contain_text(f"{signed(lower)} to {signed(upper)}")
    expect(main).to_contain_text(f"{len(answered)} answers")
    for name, low, high in (("Detractors", 0, 6), ("Passives", 7, 8), ("Promoters", 9, 10)):
        share = 100 * sum(low <= review.score <= high for review in answered) / len(answered)
        expect(main).to_contain_text(re.compile(rf"{name}\s*{share:.1f}"))


def so_does_every_airline(kuule: Installation, page: Page, answered: list[Review]) -> None:
    by_airline: dict[str, list[Review]] = defaultdict(list)
    for review in answered:
        by_airline[review.airline].append(review)
    shown: dict[str, tuple[str, str]] = {}
    page.goto(f"{kuule.url}/w/skies/segments/?by=account")
    while True:
        for row in page.locator(".table-stack tbody tr").all():
            cells = [cell.inner_text().strip() for cell in row.locator("th, td").all()[:3]]
            shown[cells[0]] = (cells[1], cells[2].split()[0])
        following = page.get_by_role("link", name="Next")
        if not following.count():
            break
        following.click()
    wanted = {airline: (str(len(rows)), signed(nps(rows))) for airline, rows in by_airline.items()}
    assert shown == wanted


def every_comment_can_be_read(kuule: Installation, page: Page, review: Review) -> None:
    words = " ".join(review.comment.split()[:4])
    page.goto(f"{kuule.url}/w/skies/comments/?{urlencode({'search': words})}")
    expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("main")).to_contain_text(f"Traveller {review.number}")
