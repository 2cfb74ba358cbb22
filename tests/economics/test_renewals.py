"""The outlook on renewals: each customer once, what was known by a day, and the money at stake."""

import pytest

from kuule.economics.answers.renewals import renewal_outlook
from tests.conftest import NOW
from tests.economics.renewing import Renewing

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def firm(programme) -> Renewing:
    """Nordlys, with nothing agreed yet."""
    return Renewing(programme)


def test_try(firm, anna):
    firm.past(60, DAY)
    outlook = renewal_outlook(firm.workspace, day=DAY)
    print(outlook.learnt.model)
    print(outlook.at_risk, outlook.value, len(outlook.renewals))
    for each in outlook.renewals[:4]:
        print(each, outlook.reasons(each))
    import time_machine

    with time_machine.travel(NOW):
        r = anna.get("/w/nordlys/value/renewals/")
        open("/tmp/r.html", "wb").write(r.content)
        assert r.status_code == 200
        r = anna.get(f"/w/nordlys/value/renewals/{outlook.renewals[0].at_stake.leading}/")
        assert r.status_code == 200
        for f in ("csv", "xlsx"):
            r = anna.post("/w/nordlys/value/renewals/export/", {"format": f})
            assert r.status_code == 200
            if f == "csv":
                print(r.content.decode()[:1500])
        r = anna.get("/w/nordlys/value/loop/")
        assert r.status_code == 200
        r = anna.get("/w/nordlys/value/")
        assert r.status_code == 200
        r = anna.get("/w/nordlys/value/executive.pdf")
        open("/tmp/e.pdf", "wb").write(r.content)
        assert r.status_code == 200
