"""A setting without its explanation is not finished."""

from pathlib import Path

import pytest

from kuule.config.environment import SECRETS, Environment

pytestmark = pytest.mark.any_database

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text()


@pytest.mark.parametrize("name", Environment.model_fields)
def test_every_setting_has_its_row(name):
    field = Environment.model_fields[name]
    assert f"`KUULE_{name.upper()}`" in PAGE
    assert field.description
    assert field.description in PAGE


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_says_that_it_can_come_from_a_file(name):
    assert f"`KUULE_{name.upper()}_FILE`" in PAGE
