"""Somebody at the survey editor, for the tests of surveys."""

import pytest
from django.test import Client

from tests.conftest import Company

LIST = "/w/nordlys/surveys/"


@pytest.fixture
def bob(nordlys: Company, sign_in) -> Client:
    return sign_in(nordlys.bob)


@pytest.fixture
def desk(bob: Client) -> str:
    """The address of a draft about satisfaction."""
    return bob.post(LIST, {"name": "How we do", "starter": "csat"})["Location"]
