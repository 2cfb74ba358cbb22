"""Grams and rows: any text becomes numbers, the same everywhere."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kuule.text.features import counted, in_parts, rarities, weighed
from kuule.text.grams import BUCKETS, HALF, READ, grams

KEPT = [
    36518,
    64944,
    16409,
    117652,
    90944,
    121489,
    116450,
    124322,
    123768,
    84437,
    126131,
    100614,
    119899,
    75591,
    112673,
]
HOSTILE = st.text(st.characters(codec=None), max_size=60)


def buckets(text):
    """Return the buckets of words and pairs, and those of runs of letters."""
    found = grams([text])[1]
    return sorted(found[found < HALF]), sorted(found[found >= HALF])


@given(st.lists(HOSTILE, max_size=6))
@example([])
@example(["", " ", "\0\x1b\u202e", "\ud800", "👍", "❤️👍🏽", "a", "ﷺ" * 50, "\U0010ffff\U000e0041", "क्षमा"])
@example(["ok. thanks", "thanks"])
def test_any_text_becomes_the_same_row_alone_and_among_others(texts):
    counts = counted(texts)
    rows = weighed(counts, rarities(counts))

    assert len(rows) == len(texts)
    assert np.isfinite(rows.values).all()
    assert counts.columns.size == 0 or (0 <= counts.columns.min() <= counts.columns.max() < BUCKETS)
    for place, text in enumerate(texts):
        alone, among = counted([text]), counts.take(np.array([place]))
        assert alone.columns.tolist() == among.columns.tolist()
        assert alone.values.tolist() == among.values.tolist()


def test_a_comment_without_a_word_is_an_empty_row():
    assert counted(["", " \n", "\0\x07", "…!?", "\ud83d"]).columns.size == 0


def test_case_punctuation_and_compatible_forms_do_not_count():
    assert buckets("Slow, SLOW service!") == buckets("slow slow service")
    assert buckets("ﬁne") == buckets("fine")
    assert buckets("Ä") == buckets("A\u0308")


def test_a_pictograph_is_a_word_also_where_it_touches_one():
    assert buckets("great👍") == buckets("great 👍")


def test_words_pairs_and_runs_stay_within_their_text_and_word():
    words, runs = buckets("wait here")

    assert len(words) == 3  # two words and their pair
    assert len(runs) == 2 * (4 + 3 + 2)  # of " wait " and " here ": runs of three, four and five
    assert len(grams(["wait", "here"])[1]) == len(words) - 1 + len(runs)


def test_runs_make_inflected_words_alike():
    assert set(buckets("toimitus")[1]) & set(buckets("toimituksen")[1])


def test_another_process_finds_the_same_buckets():
    program = "from kuule.text.grams import grams; print(grams(['Odotin kaksi tuntia 👍'])[1].tolist())"
    printed = [
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]

    assert printed == [f"{grams(['Odotin kaksi tuntia 👍'])[1].tolist()}\n"] * 2


def test_the_first_buckets_ever_given_are_kept_because_models_in_databases_know_them():
    assert grams(["ok hyvä"])[1].tolist() == KEPT


def test_of_a_megabyte_the_beginning_is_read():
    long = "slow " * 200_000

    assert counted([long]).values.sum() == counted([long[:READ]]).values.sum()


@pytest.mark.parametrize("sizes", [[], [1], [7, 7, 7], [0, 0, 30, 1, 1, 25, 2]])
def test_parts_hold_every_text_once_and_are_small(sizes):
    texts = ["x" * size for size in sizes]
    parts = [texts[part] for part in in_parts(texts, at_once=10)]

    assert [text for part in parts for text in part] == texts
    assert all(len(part) <= 1 or sum(map(len, part)) <= 10 for part in parts)


def test_words_that_all_say_weigh_less_than_words_that_few_say():
    counts = counted(["room cold", "room warm", "room nice"])
    weights = rarities(counts)

    room, cold = buckets("room")[0][0], buckets("cold")[0][0]
    assert 1 == weights[room] < weights[cold]


def test_both_halves_of_a_row_have_length_one():
    counts = counted(["slow and rude", "ok", "a much longer comment that says little " * 9])
    rows = weighed(counts, rarities(counts))

    for is_half in (rows.columns < HALF, rows.columns >= HALF):
        squares = np.bincount(rows.owners[is_half], weights=rows.values[is_half].astype(float) ** 2)
        assert squares == pytest.approx([1, 1, 1], abs=1e-5)
