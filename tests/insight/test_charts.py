"""Every kind of chart: well formed, honest about nothing and little, safe with any text, right in its positions."""

from dataclasses import replace
from math import inf, nan
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.insight import charts
from kuule.insight.charts import draw

pytestmark = pytest.mark.any_database
HOSTILE = '</text><script>alert("1")</script>&\x00\x0b\ud800\u202e\ufffe'
POINT = charts.TrendPoint(label="Apr", value=39, lower=1, upper=77, n=12)
FULL = (
    charts.Gauge(value=36.2, lower=32.1, upper=40.3, n=1284),
    charts.SplitBar(detractors=16, passives=32, promoters=52),
    charts.Trend(points=(POINT, POINT)),
    charts.Histogram(counts=tuple(range(11))),
    charts.Whisker(value=20, lower=4, upper=34, n=96, domain=(0, 70)),
    charts.WhiskerScale(domain=(-20, 70)),
    charts.Change(value=-8, lower=-19, upper=3, n=96),
    charts.Dots(scores=(9, 10, 3)),
    charts.ShareBar(value=0.4, lower=0.3, upper=0.5),
)
NOTHING = (
    charts.Gauge(value=None, lower=None, upper=None),
    charts.SplitBar(detractors=0, passives=0, promoters=0),
    charts.Trend(points=()),
    charts.Trend(points=(charts.TrendPoint(label="Apr", value=None),) * 3),
    charts.Histogram(counts=(0,) * 11),
    charts.Whisker(value=None),
    charts.Change(value=None),
    charts.Dots(scores=(None, 11, -1)),
    charts.ShareBar(value=None),
)
HOSTILE_CHARTS = (
    charts.Gauge(value=1, title=HOSTILE),
    charts.Trend(points=(charts.TrendPoint(label=HOSTILE, name=HOSTILE, value=1, url='"><script>'),), title=HOSTILE),
    charts.Histogram(counts=(1,) * 11, urls=('" onfocus="x',) * 11, title=HOSTILE),
    charts.Change(value=1, title=HOSTILE),
    charts.Dots(scores=(1,), title=HOSTILE),
)
DRIVER = charts.DriverDot(
    number=1, name="Support", share=0.5, lower=0.4, upper=0.6, performance=0.4, place="improve", is_clear=True
)
DRIVERS = charts.DriverMap(
    dots=(
        DRIVER,
        replace(DRIVER, number=2, name=HOSTILE, share=0.48, performance=0.38, url='"><script>', is_clear=False),
        replace(DRIVER, number=3, share=0.02, lower=0.0, upper=0.05, performance=0.9, place="enough"),
    ),
    equal_share=1 / 3,
    average_performance=0.56,
)
FULL += (DRIVERS,)
NOTHING += (charts.DriverMap(dots=(), equal_share=0.5, average_performance=0.5),)
INTERVAL = charts.IntervalRow(label="This year", value=0.4, lower=-0.3, upper=0.5, words="40 %")
FULL += (
    charts.Intervals(rows=(INTERVAL, replace(INTERVAL, label="Last year", lower=None, upper=None)), title="Loop"),
    charts.PartBars(bars=(charts.PartBar(label="Dec", name="December", whole=1200, part=300, words=("300",)),) * 3),
    charts.Foretold(groups=(charts.ForetoldGroup(expected=0.8, observed=0.75, lower=0.6, upper=0.9, n=20),)),
)
NOTHING += (charts.Intervals(rows=()), charts.PartBars(bars=()), charts.Foretold(groups=()))
HOSTILE_CHARTS += (
    charts.Intervals(rows=(replace(INTERVAL, label=HOSTILE, words=HOSTILE),), title=HOSTILE),
    charts.PartBars(bars=(charts.PartBar(label=HOSTILE, name=HOSTILE, whole=1, url='"><script>'),), title=HOSTILE),
)
CURVE = charts.StayingCurve(
    group="promoter",
    name=HOSTILE,
    steps=(
        charts.StayingStep(share=1.0, label="0"),
        charts.StayingStep(share=0.9, lower=0.8, upper=0.95, name="1 year"),
    ),
)
BAR = charts.BridgeBar(kind="up", amount=5, label=HOSTILE, words="5", name=HOSTILE, url='"><script>')
SPOT = charts.ScatterDot(name=HOSTILE, score=20, value=3, words="3 %", size=1, url='"><script>')
FULL += (
    charts.Staying(curves=(CURVE,), last=1),
    charts.TimesAsOften(value=4.0, lower=1.2, upper=None, published=5.6),
    charts.TimesScale(),
    charts.Bridge(bars=(replace(BAR, kind="full", amount=9), BAR, replace(BAR, kind="open", amount=-2)), title="Parts"),
    charts.Scatter(dots=(SPOT, replace(SPOT, score=-40, value=-1)), up="Growth", line=(-1, 3), title="Units"),
)
NOTHING += (
    charts.Staying(curves=(), last=1),
    charts.TimesAsOften(value=None),
    charts.Scatter(dots=(), up="Growth", title="Units"),
)
VALUED = charts.ValueDot(name=HOSTILE, score=3.5, value=900, words="4 · €900", url='"><script>')
FULL += (charts.ValueMap(dots=(VALUED, replace(VALUED, score=10, value=-5)), up="Left over", title="Value"),)
NOTHING += (charts.ValueMap(dots=(), up="Left over", title="Value"),)
PAPER = (None, charts.LIGHT, charts.DARK)


def parsed(chart: object, theme: charts.Theme | None = None) -> ET.Element:
    root = ET.fromstring(draw(chart, theme))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def said(root: ET.Element) -> str:
    return " ".join("".join(element.itertext()) for element in root.iter("text"))


def test_both_axes_of_what_was_foretold_say_what_they_are() -> None:
    drawn = said(parsed(next(each for each in FULL if isinstance(each, charts.Foretold)), charts.LIGHT))
    assert "expected" in drawn
    assert "happened" in drawn


def share(written: str | None) -> float:
    assert written is not None
    assert written.endswith("%")
    return float(written[:-1]) / 100


@pytest.mark.parametrize("theme", PAPER)
@pytest.mark.parametrize("chart", FULL + NOTHING + HOSTILE_CHARTS)
def test_each_chart_is_one_well_formed_svg_with_a_name(chart: object, theme: charts.Theme | None) -> None:
    root = parsed(chart, theme)
    assert root.tag == "svg"
    assert root.get("aria-label")
    assert root.get("role") in {"img", "group"}
    assert not [element for element in root.iter() if element.tag in {"script", "style", "foreignObject"}]
    assert not [name for element in root.iter() for name in element.keys() if name.startswith("on") or name == "style"]  # noqa: SIM118
    markup = draw(chart, theme)
    assert "nan" not in markup
    assert "inf" not in markup.replace("information", "")


@pytest.mark.parametrize("chart", NOTHING)
def test_without_answers_a_chart_says_so_and_shows_no_figure(chart: object) -> None:
    root = parsed(chart)
    assert "No answers yet" in (root.get("aria-label") or "")
    assert not list(root.iter("circle"))


@pytest.mark.parametrize("chart", FULL)
def test_pages_follow_the_readers_mode_and_pictures_bring_their_colours(chart: object) -> None:
    def colours(root: ET.Element) -> set[str]:
        painted = {element.get(name) for element in root.iter() for name in ("fill", "stroke")}
        return {colour for colour in painted if colour} - {"none", "transparent"}

    assert all(colour.startswith("var(--") for colour in colours(parsed(chart)))
    for theme in (charts.LIGHT, charts.DARK):
        root = parsed(chart, theme)
        assert all(colour.startswith("#") for colour in colours(root))
        surface = root.find("rect")
        assert surface is not None
        assert (surface.get("width"), surface.get("height"), surface.get("fill")) == ("100%", "100%", theme.surface)
        assert int(root.get("width") or 0) > 0
        assert not [element for element in root.iter() if element.get("tabindex")]


@given(st.text(alphabet=st.characters(exclude_categories=())), st.one_of(st.none(), st.floats()), st.integers(0, 10**9))
def test_any_label_and_any_number_give_well_formed_svg(label: str, value: float | None, n: int) -> None:
    point = charts.TrendPoint(label=label, value=value, lower=value, upper=value, n=n)
    for chart in (
        charts.Trend(points=(point,) * 3, title=label),
        charts.Gauge(value=value, lower=value, upper=value, n=n),
    ):
        assert parsed(chart).tag == "svg"
    parsed(charts.Change(value=value, lower=value, upper=value, n=n))
    parsed(charts.Whisker(value=value, lower=value, upper=value, n=n, domain=charts.whisker_domain([value])))


def test_the_gauge_points_where_the_score_is() -> None:
    def needle(value: float) -> tuple[float, float]:
        lines = parsed(charts.Gauge(value=value)).iter("line")
        mark = next(line for line in lines if line.get("stroke-width") == "5")
        return float(mark.get("x2") or 0), float(mark.get("y2") or 0)

    assert needle(-100) == pytest.approx((18, 124))
    assert needle(0) == pytest.approx((130, 12))
    assert needle(100) == pytest.approx((242, 124))
    assert needle(250) == needle(100)


def test_the_gauge_says_score_interval_and_answers() -> None:
    root = parsed(charts.Gauge(value=36.2, lower=32.1, upper=40.3, n=1284))
    assert root.get("aria-label") == "Net Promoter Score: +36, between +32 and +40, 1,284 answers"
    assert {"+36", "+32 to +40"} <= {text.text for text in root.iter("text")}
    assert "95\u202f% confidence · 1,284 answers" in said(root)


@pytest.mark.parametrize(("lower", "upper"), [(None, 40), (nan, 40), (-inf, inf), (36, 36)])
def test_a_missing_or_empty_interval_draws_no_arc(lower: float | None, upper: float) -> None:
    arcs = list(parsed(charts.Gauge(value=36, lower=lower, upper=upper, n=1)).iter("path"))
    assert len(arcs) == 1


def test_the_split_bar_keeps_the_order_and_the_shares() -> None:
    parts = list(parsed(charts.SplitBar(detractors=205, passives=409, promoters=670)).iter("rect"))
    assert [part.get("fill") for part in parts] == ["var(--det)", "var(--pas)", "var(--pro)"]
    widths = [share(part.get("width")) for part in parts]
    assert [width / sum(widths) for width in widths] == pytest.approx([0.1597, 0.3185, 0.5218], abs=0.001)
    assert share(parts[2].get("x")) + widths[2] == pytest.approx(1, abs=0.001)


def test_a_single_detractor_among_thousands_is_seen() -> None:
    parts = list(parsed(charts.SplitBar(detractors=1, passives=0, promoters=99_999)).iter("rect"))
    assert len(parts) == 2
    assert share(parts[0].get("width")) > 0.005


def test_histogram_bars_are_as_tall_as_their_counts() -> None:
    counts = (0, 1, 0, 0, 0, 50, 0, 100, 0, 0, 200)
    root = parsed(charts.Histogram(counts=counts))
    bars = [
        rect
        for rect in root.iter("rect")
        if (rect.get("fill") or "").startswith("var(--p") or rect.get("fill") == "var(--det)"
    ]
    assert [share(bar.get("height")) for bar in bars] == pytest.approx([0.006, 0.25, 0.5, 1])
    assert [share(bar.get("y")) for bar in bars] == pytest.approx([0.994, 0.75, 0.5, 0])
    assert [bar.get("fill") for bar in bars] == ["var(--det)", "var(--det)", "var(--pas)", "var(--pro)"]


def test_histogram_columns_speak_and_lead_to_their_answers() -> None:
    counts = (0, *(1,) * 10)
    root = parsed(charts.Histogram(counts=counts, urls=tuple(f"?score={score}" for score in range(11))))
    places = [element for element in root.iter() if element.get("class") == "point"]
    assert [place.tag for place in places] == ["g"] + ["a"] * 10
    assert places[10].get("href") == "?score=10"
    assert places[10].get("aria-label") == "Score 10: 1 answer · 10.0\u202f%"


def test_large_counts_are_shortened_above_the_bars_only() -> None:
    root = parsed(charts.Histogram(counts=(0,) * 9 + (1284, 412_000)))
    assert {"1.3k", "412k"} <= {text.text for text in root.iter("text")}
    assert "412,000 answers" in draw(charts.Histogram(counts=(0,) * 9 + (1284, 412_000)))


def test_a_histogram_wants_eleven_counts() -> None:
    with pytest.raises(ValueError, match="eleven"):
        charts.Histogram(counts=(1, 2, 3))


def test_whiskers_share_an_axis_zoomed_to_the_data_with_zero_on_it() -> None:
    assert charts.whisker_domain([58, 51, 65, 20.0, 6, 34]) == (0, 70)
    assert charts.whisker_domain([-12, None, nan, 3]) == (-20, 10)
    assert charts.whisker_domain([-45, -31]) == (-50, 0)
    assert charts.whisker_domain([0]) == (-10, 10)
    assert charts.whisker_domain([]) == (-100, 100)
    assert charts.whisker_domain([400]) == (0, 100)


def test_a_whisker_lies_on_its_axis() -> None:
    root = parsed(charts.Whisker(value=20, lower=5, upper=35, n=96, domain=(-20, 80)))
    _axis, zero, interval = root.iter("line")
    dot = next(root.iter("circle"))
    assert share(zero.get("x1")) == pytest.approx(0.2)
    assert (share(interval.get("x1")), share(interval.get("x2"))) == pytest.approx((0.25, 0.55))
    assert share(dot.get("cx")) == pytest.approx(0.4)
    assert dot.get("fill") == "var(--accent)"
    assert root.get("aria-label") == "+20, between +5 and +35, 96 answers"


def test_few_answers_make_a_whisker_hollow() -> None:
    dot = next(parsed(charts.Whisker(value=20, lower=-40, upper=70, n=29)).iter("circle"))
    assert dot.get("fill") == "var(--surface)"


def test_a_change_lies_beside_the_line_of_no_difference() -> None:
    root = parsed(charts.Change(value=-10, lower=-25, upper=5, n=96))
    _axis, zero, interval = root.iter("line")
    dot = next(root.iter("circle"))
    assert share(zero.get("x1")) == 0.5
    assert (share(interval.get("x1")), share(interval.get("x2"))) == pytest.approx((5 / 60, 35 / 60), abs=0.001)
    assert share(dot.get("cx")) == pytest.approx(20 / 60, abs=0.001)
    assert {"−30", "0", "+30", "no difference"} <= {text.text for text in root.iter("text")}
    assert root.get("aria-label") == "Difference: −10, between −25 and +5"
    assert next(parsed(charts.Change(value=1, lower=0, upper=2, n=29)).iter("circle")).get("fill") == "var(--surface)"


def test_a_small_change_is_no_mountain_and_the_largest_fits() -> None:
    assert {"−20", "+20"} <= {text.text for text in parsed(charts.Change(value=0.4, lower=0.1, upper=0.7)).iter("text")}
    assert {"−200", "+200"} <= {text.text for text in parsed(charts.Change(value=-200, upper=inf)).iter("text")}


def test_a_share_is_as_long_as_it_says_and_its_interval_lies_around_its_end() -> None:
    root = parsed(charts.ShareBar(value=0.4, lower=0.3, upper=0.55))
    track, bar = root.iter("rect")
    (interval,) = root.iter("line")
    assert (track.get("width"), bar.get("width")) == ("100%", "40%")
    assert (interval.get("x1"), interval.get("x2")) == ("30%", "55%")
    assert root.get("aria-label") == "40.0\u202f%, between 30.0\u202f% and 55.0\u202f%"


def test_dots_stand_one_for_each_answer() -> None:
    root = parsed(charts.Dots(scores=(9, 10, 10, 3, None, 12)))
    dots = [(share(dot.get("cx")), share(dot.get("cy")), dot.get("fill")) for dot in root.iter("circle")]
    assert len(dots) == 4
    assert sum(1 for x, _y, colour in dots if x == pytest.approx(10.5 / 11, abs=0.001) and colour == "var(--pro)") == 2
    assert len({(x, y) for x, y, _colour in dots}) == 4
    assert root.get("aria-label") == "Answers: 4 answers: 3, 9, 10, 10"


def test_tall_stacks_of_dots_stay_in_the_plot() -> None:
    heights = [share(dot.get("cy")) for dot in parsed(charts.Dots(scores=(10,) * 25)).iter("circle")]
    assert min(heights) >= 0
    assert len(set(heights)) == 25


def test_each_kind_has_its_own_key_and_its_line_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "look.md").read_text()
    keys = [kind.key for kind in charts.CHARTS]
    assert len(set(keys)) == len(keys)
    assert not [kind.key for kind in charts.CHARTS if f"| `{kind.key}` | `{kind.data.__name__}(" not in page]


def test_a_driver_lies_where_its_importance_and_its_rating_say() -> None:
    root = parsed(DRIVERS)
    across, up = (line for line in root.iter("line") if line.get("stroke-dasharray"))
    low, unclear, high = (element for element in root.iter("circle") if element.get("r") == "6")
    assert share(high.get("cx")) < share(across.get("x1")) < share(low.get("cx"))
    assert share(high.get("cy")) < share(up.get("y1")) < share(low.get("cy"))
    assert share(high.get("cy")) == pytest.approx(1 - (0.5 + 0.06) / 0.66, abs=0.001)
    assert high.get("fill") == high.get("stroke") != unclear.get("fill")


def test_each_driver_can_be_rested_on_and_says_all_there_is_to_know() -> None:
    points = [element for element in parsed(DRIVERS).iter() if element.get("class") == "point"]
    assert points[-1].get("aria-label") == (
        "1 Support: importance 50\u202f%, between 40\u202f% and 60\u202f%; rated 40\u202f%. Look here first"
    )
    assert [element.tag for element in points].count("a") == 1
    assert "1 Support: importance" in str(parsed(DRIVERS, charts.LIGHT).get("aria-label"))


def test_the_part_of_a_bar_is_as_high_as_its_share_of_the_whole() -> None:
    bar = charts.PartBar(label="Dec", name="December", whole=200, part=50)
    root = parsed(charts.PartBars(bars=(bar,)), charts.LIGHT)
    whole, part = (bar for bar in root.iter("rect") if bar.get("fill") in {charts.LIGHT.track, charts.LIGHT.detractor})
    assert share(part.get("height")) == pytest.approx(share(whole.get("height")) / 4)
    assert share(part.get("y")) + share(part.get("height")) == pytest.approx(1), "it stands on the ground"


def test_intervals_share_one_axis_and_show_zero_only_where_it_lies_between() -> None:
    this, last = INTERVAL, replace(INTERVAL, value=0.1, lower=0.05, upper=0.2)
    both = parsed(charts.Intervals(rows=(this, last)))
    first, second = (share(dot.get("cx")) for dot in both.iter("circle"))
    low, high = -0.3 - 0.8 * 0.04, 0.5 + 0.8 * 0.04
    assert first == pytest.approx((0.4 - low) / (high - low), abs=1e-4)
    assert second == pytest.approx((0.1 - low) / (high - low), abs=1e-4)
    zeros = [line for line in both.iter("line") if line.get("x1") == line.get("x2")]
    assert len(zeros) == 2
    alone = parsed(charts.Intervals(rows=(last,)))
    assert not [line for line in alone.iter("line") if line.get("x1") == line.get("x2")]
