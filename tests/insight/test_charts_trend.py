"""The trend: positions, gaps, band, labels that fit, and places to rest on."""

from xml.etree import ElementTree as ET

import pytest

from kuule.insight import charts
from kuule.insight.charts import TrendPoint, draw
from kuule.insight.charts.scale import every, score_axis

pytestmark = pytest.mark.any_database
MONTHS = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")


def trend(*values: float | None, n: int = 100, margin: float = 10, url: str = "") -> ET.Element:
    points = tuple(
        TrendPoint(
            label=MONTHS[place % 12],
            value=value,
            lower=None if value is None else value - margin,
            upper=None if value is None else value + margin,
            n=n,
            url=url,
        )
        for place, value in enumerate(values)
    )
    return ET.fromstring(draw(charts.Trend(points=points)))


def dots(root: ET.Element) -> list[ET.Element]:
    return root.findall("circle")


def places(root: ET.Element) -> list[ET.Element]:
    return [element for element in root if element.get("class") == "point"]


def share(written: str | None) -> float:
    assert written is not None
    assert written.endswith("%")
    return float(written[:-1]) / 100


def test_points_lie_in_the_middle_of_their_period_and_on_their_score() -> None:
    root = trend(20, 40, margin=20)
    assert [share(dot.get("cx")) for dot in dots(root)] == [0.25, 0.75]
    assert {text.text for text in root.iter("text")} >= {"0", "+20", "+40", "+60"}
    assert [share(dot.get("cy")) for dot in dots(root)] == pytest.approx([2 / 3, 1 / 3], abs=0.001)


def test_the_band_follows_both_limits() -> None:
    band = trend(20, 40, margin=20).find("svg/path")
    assert band is not None
    assert band.get("d") == "M25 33.33L75 0L75 66.67L25 100Z"


def test_a_period_without_answers_leaves_a_gap() -> None:
    root = trend(20, 30, None, 40, 50, 10)
    assert len(dots(root)) == 5
    assert len(root.findall("g/line")) == 3
    assert len(root.findall("svg/path")) == 2
    assert [text.text for text in root.findall("text") if text.get("class") != "x"].count("Feb") == 1


def test_a_lonely_period_shows_its_interval_as_a_bar() -> None:
    root = trend(20)
    bar = [line for line in root.findall("line") if line.get("stroke-width") == "12"]
    assert len(bar) == 1
    assert share(bar[0].get("x1")) == 0.5
    assert len(dots(root)) == 1


def test_fewer_than_thirty_answers_are_hollow() -> None:
    assert dots(trend(20, n=29))[0].get("fill") == "var(--surface)"
    assert dots(trend(20, n=30))[0].get("fill") == "var(--accent)"


def test_points_speak_and_lead_to_their_answers() -> None:
    plain, linked = trend(20, 30), trend(20, 30, url="?month=1&x=2")
    assert [(place.tag, place.get("tabindex"), place.get("role")) for place in places(plain)] == [("g", "0", "img")] * 2
    assert places(plain)[0].get("aria-label") == "Dec: +20, between +10 and +30, 100 answers"
    assert [(place.tag, place.get("href")) for place in places(linked)] == [("a", "?month=1&x=2")] * 2


def test_tooltips_turn_inward_at_the_edges() -> None:
    boxes = [place.find("svg[@class='tip']/rect") for place in places(trend(*range(12), margin=5))]
    lefts = [float(box.get("x") or 0) for box in boxes if box is not None]
    widths = [float(box.get("width") or 0) for box in boxes if box is not None]
    assert lefts[0] == -10
    assert lefts[5] == pytest.approx(-widths[5] / 2)
    assert lefts[-1] == pytest.approx(10 - widths[-1])


def test_a_long_trend_stays_light_and_does_not_trap_the_tab_key() -> None:
    days = trend(*([30, 40] * 45))
    assert len(places(days)) == 90
    assert not [place for place in places(days) if place.get("tabindex") == "0"]
    long = trend(*([30, 40] * 100))
    assert places(long) == []
    assert dots(long) == []
    assert len(ET.tostring(long)) < 40_000
    assert len(dots(trend(*([30, 40] * 100), n=5))) == 200


def test_the_newest_label_always_shows_and_narrow_cards_show_fewer() -> None:
    root = trend(*range(12))
    labels = [(text.text, text.get("class")) for text in root.findall("text") if text.get("dy") == "20"]
    assert labels[-1] == ("Nov", None)
    assert [text for text, cut in labels if cut is None] == ["Jan", "Mar", "May", "Jul", "Sep", "Nov"]
    assert [text for text, _cut in labels] == list(MONTHS)


def test_long_labels_are_thinned_sooner() -> None:
    assert every(12, 560, longest=3) == 1
    assert every(12, 560, longest=10) == 2
    assert every(12, 226, longest=10, divisor=2) == 6
    assert every(1, 10, longest=500) == 1


@pytest.mark.parametrize(
    ("values", "low", "high", "step"),
    [
        ([12, 77, 1], 0, 80, 20),
        ([30, 31], 10, 60, 10),
        ([-100, 100], -100, 100, 50),
        ([100, 100], 60, 100, 10),
        ([-3, 8], -20, 30, 10),
    ],
)
def test_axes_are_round_and_never_shorter_than_forty_points(
    values: list[float], low: float, high: float, step: float
) -> None:
    axis = score_axis(values)
    assert (axis.low, axis.high, axis.step) == (low, high, step)
    assert high - low >= 40
    assert axis.ticks[0] == low
    assert axis.ticks[-1] == high
