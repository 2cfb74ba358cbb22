"""What can be done about beliefs: the acts that pages and drains call."""

from kuule.insight.services.guesses import ask_owners, keep_guesses, send_guess_mail, set_guessing

__all__ = ["ask_owners", "keep_guesses", "send_guess_mail", "set_guessing"]
