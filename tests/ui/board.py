"""A page with every component and chart, to look at and to check for accessibility."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.template import engines
from django.test import RequestFactory

from kuule.insight import charts
from kuule.insight.charts import draw

NOW = datetime.now(UTC)
MONTHS = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
VALUES = (23, 15, 26, 32, 39, 39, 33, 29, 18, 32, 42, 35)
MARGINS = (11, 13, 10, 9, 38, 14, 9, 11, 12, 10, 10, 13)
SEGMENTS = (
    ("Enterprise", 212, 58, 7, 4, (24, 35, 153)),
    ("Mid-market", 388, 37, 6, 2, (54, 136, 198)),
    ("Small business", 421, 35, 6, 0, (68, 136, 217)),
    ("Public sector", 96, 20, 14, 4, (23, 31, 42)),
    ("Nordics", 263, 43, 8, -4, (36, 78, 149)),
    ("فيتنام", 22, 44, 23, None, (3, 6, 13)),
    ("Trial", 0, None, 0, None, (0, 0, 0)),
)
ONBOARDING = "Onboarding was painless — our account manager answered within the hour, every time."
INVOICES = "Invoices still arrive with the wrong VAT line. Third month in a row, and nobody called back."
COMMENTS = (
    (10, ONBOARDING, "Aino Korhonen", 12, ("Onboarding", "Support")),
    (3, INVOICES, "Lê Thị Hồng Nhung", 38, ("Billing",)),
    (8, "Raportit ovat hyviä, mutta vienti Exceliin saisi olla nopeampi.", "Jukka Mäkelä", 60, ("Reports",)),
    (9, "Ứng dụng dễ dùng, đội hỗ trợ rất nhiệt tình.", "Nguyễn Văn Đức", 125, ()),
    (6, "الأسعار ارتفعت دون إشعار مسبق.", "\u202eR. Okafor", 60 * 24 * 30, ("Pricing",)),
)
CASES = (
    (3, "Wrong VAT on three invoices", -4),
    (6, "Price rise without notice", 6),
    (5, "Export times out", 26),
    (2, "No reply from on-call line", 24 * 9),
)
WAITS = [("90", "90 days"), ("30", "30 days")]


class BoardForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="We write to this address only.")
    wait = forms.ChoiceField(label="Wait between surveys", choices=WAITS, help_text="Nobody is asked more often.")
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, choices=[("u", "User"), ("d", "Decision-maker")])
    agree = forms.BooleanField(label="They know that we keep their address", help_text="Needed once.")
    file = forms.FileField(label="List of customers", help_text="CSV, up to 100 MB.", required=False)


def trend_points() -> tuple[charts.TrendPoint, ...]:
    return tuple(
        charts.TrendPoint(
            label=month, name=f"{month} 2026", value=value, lower=value - margin, upper=value + margin,
            n=12 if margin == 38 else 110, url="#answers",
        )
        for month, value, margin in zip(MONTHS, VALUES, MARGINS, strict=True)
    )  # fmt: skip


def board_charts() -> dict[str, str]:
    points = trend_points()
    days = [date(2026, 1, 1) + timedelta(days=place) for place in range(200)]
    wave = [30 + 25 * ((place * 37) % 100 / 100 - 0.5) for place in range(200)]
    long = tuple(
        charts.TrendPoint(label=f"{day.day}.{day.month}.", value=value, lower=value - 20, upper=value + 20, n=40)
        for day, value in zip(days, wave, strict=True)
    )
    gap = (points[0], points[1], charts.TrendPoint(label="Feb", value=None), points[3])
    counts = (1, 1, 6, 7, 30, 47, 113, 173, 236, 230, 440)
    return {
        "gauge": draw(charts.Gauge(value=36.2, lower=32.1, upper=40.3, n=1284)),
        "split": draw(charts.SplitBar(detractors=205, passives=409, promoters=670)),
        "trend": draw(charts.Trend(points=points)),
        "scale": draw(charts.WhiskerScale(domain=segment_domain())),
        "histogram": draw(charts.Histogram(counts=counts, urls=("#",) * 11)),
        "dots": draw(charts.Dots(scores=(9, 10, 10, 4, 8, None, 9, 10))),
        "gap": draw(charts.Trend(points=gap)),
        "one": draw(charts.Trend(points=points[:1])),
        "nothing": draw(charts.Trend(points=())),
        "long": draw(charts.Trend(points=long)),
        "gauge_empty": draw(charts.Gauge(value=None)),
        "histogram_empty": draw(charts.Histogram(counts=(0,) * 11)),
        "dots_empty": draw(charts.Dots(scores=())),
        "split_empty": draw(charts.SplitBar(detractors=0, passives=0, promoters=0)),
    }


def segment_domain() -> tuple[float, float]:
    return charts.whisker_domain(
        bound
        for _n, _c, value, margin, *_ in SEGMENTS
        if value is not None
        for bound in (value - margin, value + margin)
    )


def board_segments() -> list[dict[str, object]]:
    return [
        {
            "name": name, "n": n, "value": value, "change": change,
            "whisker": draw(charts.Whisker(
                value=value, lower=None if value is None else value - margin,
                upper=None if value is None else value + margin, n=n, domain=segment_domain(),
            )),
            "split": draw(charts.SplitBar(detractors=mix[0], passives=mix[1], promoters=mix[2], small=True)),
        }
        for name, n, value, margin, change, mix in SEGMENTS
    ]  # fmt: skip


def board_html() -> str:
    form = BoardForm({"email": "aino@", "wait": "90", "role": "u", "agree": "on"})
    form.errors["email"] = form.error_class(["Add the part after @, for example aino@example.fi."], field_id="id_email")
    place = lambda label, icon, **more: {"label": label, "icon": icon, "url": "#", **more}  # noqa: E731
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True, name="Aino Korhonen", email="aino@nordlys.example")
    comments = [
        {
            "score": score,
            "text": text,
            "who": who,
            "segment": "Enterprise",
            "at": NOW - timedelta(minutes=age),
            "tags": tags,
        }
        for score, text, who, age, tags in COMMENTS
    ]
    cases = [
        {"score": score, "title": title, "who": "Nhung", "due": NOW + timedelta(hours=hours)}
        for score, title, hours in CASES
    ]
    context = {
        "charts": board_charts(), "trend": trend_points(), "segments": board_segments(), "form": form, "now": NOW,
        "comments": comments, "cases": cases,
        "navigation": [
            place("Overview", "layout-dashboard", is_current=True), place("Comments", "message-square-text"),
            place("Accounts", "building-2"), place("People", "users"), place("Ask", "send"),
            place("Mailbox", "inbox", count=4), place("Settings", "settings"),
        ],
        "workspace": SimpleNamespace(name="Nordlys Energy"),
        "workspace_links": [place("Nordlys Energy", "", is_current=True), place("Demo", "")],
        "member_links": [place("Your settings", "user")],
    }  # fmt: skip
    source = (Path(__file__).parent / "board.html").read_text()
    return engines["django"].from_string(source).render(context, request)
