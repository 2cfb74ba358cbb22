"""Values of a series by API: each day once however often it is sent, all or none, and never another company's."""

import json
from datetime import date

import pytest
from django.test import Client

from kuule.insight.models import SeriesPoint
from kuule.insight.services.series import SeriesSettings, make_series
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW

pytestmark = pytest.mark.any_database

ADDRESS = "/api/v1/series/churn/points"


@pytest.fixture(autouse=True)
def churn(nordlys):
    settings = SeriesSettings(name="Churn", unit="%")
    return make_series(workspace=nordlys.workspace, settings=settings, actor=SYSTEM, now=NOW)


def put(program, body, address: str = ADDRESS):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Authorization": f"Bearer {program.secret}"}
    return Client().put(address, content, content_type="application/json", headers=headers)


def points(*values, first: int = 1) -> dict:
    return {"points": [{"day": f"2026-10-{first + at:02}", "value": value} for at, value in enumerate(values)]}


def test_values_are_kept_by_day_and_again_replaces_them(crm) -> None:
    answer = put(crm, points(1.5, 2))
    assert (answer.status_code, answer.json()) == (200, {"kept": 2})
    put(crm, points(1.5, 2))
    put(crm, points(3, first=2))
    assert dict(SeriesPoint.objects.values_list("day", "value")) == {date(2026, 10, 1): 1.5, date(2026, 10, 2): 3.0}
    assert AuditEntry.objects.latest("pk").actor_kind == "key"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ([], "", "model_type"),
        ({}, "points", "missing"),
        ({"points": []}, "points", "list_type"),
        ({"points": {}}, "points", "list_type"),
        ({"points": [1]}, "points.0", "model_type"),
        ({"points": [{"day": "2026-10-01", "value": 1}], "x": 1}, "x", "extra_forbidden"),
        ({"points": [{"day": "2026-10-01", "value": 1, "y": 1}]}, "points.0.y", "extra_forbidden"),
        ({"points": [{"day": "2026-10-01"}]}, "points.0.value", "number_type"),
        ({"points": [{"day": "2026-10-01", "value": True}]}, "points.0.value", "number_type"),
        ({"points": [{"day": "2026-10-01", "value": "1"}]}, "points.0.value", "number_type"),
        ({"points": [{"day": "2026-10-01", "value": 1e300}]}, "points.0.value", "too_large"),
        ({"points": [{"day": "2026-10-01", "value": 10**400}]}, "points.0.value", "too_large"),
        ({"points": [{"value": 1}]}, "points.0.day", "bad_day"),
        ({"points": [{"day": "1.10.2026", "value": 1}]}, "points.0.day", "bad_day"),
        ({"points": [{"day": "2026-02-30", "value": 1}]}, "points.0.day", "bad_day"),
        ({"points": [{"day": "9999-01-01", "value": 1}]}, "points.0.day", "far_day"),
        (points(1, 2) | {"points": points(1)["points"] * 2}, "points.1.day", "twice"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_kept(crm, body, field, code) -> None:
    answer = put(crm, body)
    assert answer.status_code == 422, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
    assert not SeriesPoint.objects.exists()


def test_one_bad_value_keeps_the_others_out(crm) -> None:
    body = points(1, 2)
    body["points"].append({"day": "2026-10-09", "value": None})
    assert put(crm, body).status_code == 422
    assert not SeriesPoint.objects.exists()


def test_how_much_fits_into_one_request(crm) -> None:
    day = date(2000, 1, 1).toordinal()
    many = [{"day": date.fromordinal(day + at).isoformat(), "value": at} for at in range(10_001)]
    assert put(crm, {"points": many}).status_code == 413
    assert put(crm, {"points": many[:10_000]}).json() == {"kept": 10_000}
    assert put(crm, b" " * 10_000_001).status_code == 413


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"points": [{"day": "2026-10-01", "value": NaN}]}'])
def test_what_is_no_json_is_said(crm, body) -> None:
    assert put(crm, body).status_code == 400


def test_series_of_others_and_unknown_ones_do_not_exist(charlie, program_of, crm) -> None:
    assert put(program_of(charlie.workspace), points(1)).status_code == 404
    assert put(crm, points(1), "/api/v1/series/nothing/points").status_code == 404
    assert put(crm, points(1), "/api/v1/series/%00/points").status_code == 404
    assert Client().put(ADDRESS, "{}", content_type="application/json").status_code == 401


def test_the_description_names_the_address(client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert paths["/api/v1/series/{key}/points"]["put"]["requestBody"]["required"]
