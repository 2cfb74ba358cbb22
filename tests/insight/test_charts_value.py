"""Charts of value: each mark stands where its figure says."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from kuule.insight import charts
from kuule.insight.charts import draw

pytestmark = pytest.mark.any_database


def share(written: str | None) -> float:
    assert written is not None
    return float(written.rstrip("%")) / 100


def test_a_curve_falls_in_steps_from_the_quarter_below_it() -> None:
    steps = (
        charts.StayingStep(share=1.0),
        charts.StayingStep(share=0.75),
        charts.StayingStep(share=0.6, label="1 year"),
    )
    root = ET.fromstring(
        draw(charts.Staying(curves=(charts.StayingCurve(group="promoter", name="P", steps=steps),), last=2))
    )
    line = [path.get("d") for path in root.iter("path") if path.get("fill") == "none"]
    assert line == ["M0 0L50 0L50 50L100 50L100 80"], "half and four fifths of the way down to 50 %"
    assert {text.text for text in root.iter("text")} >= {"50\u202f%", "75\u202f%", "100\u202f%", "1 year", "P"}


def test_names_of_curves_that_end_together_stand_apart() -> None:
    curves = tuple(
        charts.StayingCurve(
            group=group, name=group, steps=(charts.StayingStep(share=1.0), charts.StayingStep(share=0.9))
        )
        for group in ("detractor", "passive", "promoter")
    )
    root = ET.fromstring(draw(charts.Staying(curves=curves, last=1)))
    places = sorted(share(text.get("y")) for text in root.iter("text") if text.get("font-weight") == "600")
    assert min(other - one for one, other in pairwise(places)) > 0.08


def test_twice_and_half_as_often_lie_equally_far_from_just_as_often() -> None:
    def place(ratio: float) -> float:
        circle = ET.fromstring(draw(charts.TimesAsOften(value=ratio))).find("circle")
        assert circle is not None
        return share(circle.get("cx"))

    assert place(2) - place(1) == pytest.approx(place(1) - place(0.5), abs=1e-3)
    assert (place(0.01), place(99)) == (0, 1), "what lies outside stands at the end"


def test_each_bar_of_a_bridge_begins_where_the_one_before_ended() -> None:
    bars = [
        charts.BridgeBar(kind=kind, amount=amount, label="", words="", name=kind)
        for kind, amount in (("full", 100), ("down", -20), ("up", 40), ("full", 120))
    ]
    root = ET.fromstring(draw(charts.Bridge(bars=bars, title="Parts")))
    spans = [(share(bar.get("x")), share(bar.get("x")) + share(bar.get("width"))) for bar in root.iter("rect")]
    first, down, up, last = spans
    assert down[1] == pytest.approx(first[1], abs=1e-3)
    assert up[0] == pytest.approx(down[0], abs=1e-3)
    assert last[1] == pytest.approx(up[1], abs=1e-3)
    assert first[0] == last[0]


def test_the_axis_of_a_bridge_begins_higher_only_where_its_parts_would_be_too_thin() -> None:
    def begins(*parts: float) -> float:
        amounts = [("full", 100.0), *(("up", part) for part in parts), ("full", 100.0 + sum(parts))]
        bars = [charts.BridgeBar(kind=kind, amount=amount, label="", words="", name=kind) for kind, amount in amounts]
        return charts.Bridge(bars=bars).begins_at

    assert begins(150) == 0
    assert 80 <= begins(6, 5) < 100
