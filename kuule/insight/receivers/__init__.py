"""What the pages of lower rooms show of this one."""

from kuule.insight.receivers.people import account_card, account_people, account_score, person_answers
from kuule.insight.receivers.rates import programme_rates, wave_rates

__all__ = ["account_card", "account_people", "account_score", "person_answers", "programme_rates", "wave_rates"]
