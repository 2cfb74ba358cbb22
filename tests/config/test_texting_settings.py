"""Where text messages go is set by one address."""

import pytest

from kuule.config.environment import Environment
from kuule.config.texting import VENDORS, texting_settings


def test_nothing_set_means_the_mailbox():
    assert texting_settings(Environment()) == {"KUULE_SMS_URL": "", "KUULE_SHORT_URL": ""}


def test_a_provider_and_a_short_address():
    told = Environment(sms_url="sinch://plan:token@15555550100", short_url="https://k.example/")
    assert texting_settings(told) == {
        "KUULE_SMS_URL": "sinch://plan:token@15555550100",
        "KUULE_SHORT_URL": "https://k.example",
    }


@pytest.mark.parametrize(
    "wrong", ["json://10.0.0.1/secret", "https://sms.example/secret", "twilio", "mailto://a:secret@b"]
)
def test_only_providers_at_fixed_addresses_are_taken(wrong):
    with pytest.raises(ValueError, match=r"twilio://") as refused:
        texting_settings(Environment(sms_url=wrong))
    assert "secret" not in str(refused.value)


def test_apprise_knows_every_one_of_them():
    from apprise import Apprise

    known = {
        name
        for each in Apprise().details()["schemas"]
        for name in (*(each["protocols"] or ()), *(each["secure_protocols"] or ()))
    }
    assert set(VENDORS) <= known
