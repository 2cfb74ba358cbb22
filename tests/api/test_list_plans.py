"""Every list is read along an index from where a page begins: nothing is gathered and sorted first."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuule.responses.models import Response
from kuule.surveys.models import Survey
from tests.act.improving import case_about
from tests.api.conftest import make_key, make_touchpoint
from tests.api.test_money_api import KINDS
from tests.api.world import Caller
from tests.conftest import Company

NUMBERS = (1, 2, 3)
LONG_AGO = "updated_since=2020-01-01T00:00:00Z"
LISTS = [
    "/responses?",
    "/responses?survey={survey}",
    f"/responses?{LONG_AGO}",
    f"/responses?survey={{survey}}&{LONG_AGO}",
    "/contacts?",
    f"/contacts?{LONG_AGO}",
    "/accounts?",
    "/invitations?",
    "/occurrences?",
    "/cases?",
    f"/cases?{LONG_AGO}",
    *(f"/{name}?" for name, *_ in KINDS),
]


@pytest.fixture
def caller(nordlys: Company) -> Caller:
    return Caller(make_key(nordlys.workspace))


@pytest.fixture
def survey(nordlys: Company, caller: Caller) -> Survey:
    """A survey of a company that has three of everything."""
    touchpoint = make_touchpoint(nordlys.workspace)
    assert touchpoint.survey is not None
    people = [{"id": f"c{i}", "email": f"p{i}@fjord.example"} for i in NUMBERS]
    accounts = [{"id": f"a{i}", "name": f"Account {i}"} for i in NUMBERS]
    both = [{"person": person, "account": account} for person, account in zip(people, accounts, strict=True)]
    survey, things = touchpoint.survey.pk, [{"id": each["person"]["id"], **each} for each in both]
    told: list[tuple[str, dict[str, Any]]] = [
        ("/responses", {"survey": survey, "responses": [{**each, "score": 3} for each in things]}),
        ("/invitations", {"survey": survey, "channels": ["email"], "invitations": both}),
        ("/occurrences", {"touchpoint": touchpoint.key, "occurrences": things}),
        *((f"/{name}", {key: [_numbered(item, i) for i in NUMBERS]}) for name, key, item, *_ in KINDS),
    ]
    for path, body in told:
        answer = caller.call("POST", path, body)
        assert answer.status_code == 200, answer.content
    for response in Response.objects.all():
        case_about(response)
    return touchpoint.survey


def _numbered(item: dict[str, Any], i: int) -> dict[str, Any]:
    """Return something of money as another of its kind."""
    if "rate" in item:
        return {**item, "day": f"2026-09-0{i}"}
    return {**item, **({"id": str(i)} if "id" in item else {}), "account": {"name": f"Account {i}"}}


def test_no_page_of_a_list_is_sorted(caller: Caller, survey: Survey) -> None:
    for path in LISTS:
        plans = plans_along(caller, path.format(survey=survey.pk))
        assert len(plans) == len(NUMBERS), path
        for plan in plans:
            assert not re.search(r"\bSort\b|TEMP B-TREE", plan), f"{path}\n{plan}"
            assert re.search(r"Index (Only )?Scan|USING (COVERING )?INDEX|USING INTEGER PRIMARY KEY", plan), path


def plans_along(caller: Caller, path: str) -> list[str]:
    """Return how the database reads each page of a list, from its first cursor to its last."""
    plans, cursor = [], ""
    while cursor is not None:
        with CaptureQueriesContext(connection) as seen:
            page = caller.get(f"{path}&limit=1&cursor={cursor}").json()
        (asked,) = [each["sql"] for each in seen if "ORDER BY" in each["sql"] and each["sql"].endswith("LIMIT 2")]
        plans.append(plan_of(asked))
        cursor = page["next_cursor"]
    return plans


def plan_of(query: str) -> str:
    """Return how the database reads a query, were its tables so large that nobody would sort what an index has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {query}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
