"""The pages on which people answer. They know no session and no cookie, and a GET or HEAD never writes."""

from kuule.responses.views.answering import answer, answer_about, answer_thanks, shared_about, shared_answer

__all__ = ["answer", "answer_about", "answer_thanks", "shared_about", "shared_answer"]
