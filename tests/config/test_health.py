"""What a load balancer asks."""

import pytest


def test_alive_without_a_database(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content == b"ok"


@pytest.mark.django_db
def test_ready_when_the_database_answers(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "problem": ""}
