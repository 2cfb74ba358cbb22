"""Quotes are about the theme, typical, readable and different; names are the words that set a group apart."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kuule.text.naming import top_words
from kuule.text.quotes import LONGEST, SHORTEST, representative_quotes

TEXTS = [
    "The waiting time at the counter was far too long today.",
    "The waiting time at the counter was far too long today!!",
    "Far too long a wait at the counter, and nobody told us why.",
    "We sat in the waiting room and the wait was over two hours long.",
    "Long wait",
    "The parrot of my aunt sings opera on rainy evenings in spring.",
    "wait " * 80,
    "Lovely food and kind people, we will come again with friends.",
]
LIKELY = [0.9, 0.9, 0.85, 0.8, 0.99, 0.9, 0.99, 0.1]


def test_quotes_are_typical_of_readable_length_and_no_two_alike() -> None:
    chosen = representative_quotes(TEXTS, LIKELY, count=3)
    assert set(chosen) == {0, 2, 3}
    assert representative_quotes(TEXTS, LIKELY, count=1) == (0,)


def test_what_is_not_surely_about_the_theme_is_never_quoted() -> None:
    assert representative_quotes(TEXTS, [0.49] * len(TEXTS)) == ()
    assert representative_quotes([], []) == ()


def test_meanings_decide_where_there_are_vectors() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [0, 1], [-0.8, 1], [0, 1], [0, 0]], dtype=np.float16)
    first, *_others = representative_quotes(TEXTS, [0.9] * len(TEXTS), vectors=vectors)
    assert first == 2


@given(st.lists(st.tuples(st.text(max_size=50), st.integers(1, 8), st.floats(0, 1)), max_size=12), st.integers(0, 4))
def test_whatever_comes_the_choice_keeps_its_promises(rows: list[tuple[str, int, float]], count: int) -> None:
    texts, likely = [text * times for text, times, _p in rows], [p for _text, _times, p in rows]
    chosen = representative_quotes(texts, likely, count=count)
    assert len(chosen) == len(set(chosen)) <= count
    for place in chosen:
        assert SHORTEST <= len(texts[place].strip()) <= LONGEST
        assert likely[place] >= 0.5
    assert len({texts[place] for place in chosen}) == len(chosen)


def test_the_names_are_words_that_the_others_do_not_say() -> None:
    waiting = ["The wait was long", "A long wait for the bus", "The wait, again 2026"]
    food = ["The food was cold", "Cold food and the tea too", "We like the food"]
    [first, second] = top_words([waiting, food], count=2)
    assert first == ("wait", "long")
    assert second == ("food", "cold")


def test_one_group_or_none_has_nothing_to_be_told_from() -> None:
    assert top_words([["a wait", "a wait"]]) == [()]
    assert top_words([]) == []
    assert top_words([[], ["wait here", "wait there"]]) == [(), ()]
