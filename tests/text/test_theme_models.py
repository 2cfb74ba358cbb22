"""Themes learned from seeds and from what people said: good enough, independent of each other, and stable."""

from pathlib import Path

import numpy as np
import pytest

from kuule.text.accuracy import roc_auc
from kuule.text.archives import UnreadableModel
from kuule.text.comments import Comments
from kuule.text.seeds import SeededTheme, read_themes
from kuule.text.theme_models import ThemesModel, edited, learn_themes, outdated
from tests.text.real_comments import TRAIN_SHARE, nhs_themed

WAITING = SeededTheme(
    key="waiting", name={"en": "Waiting"}, seeds={"en": ("wait*", "queue*"), "fi": ("odot*", "jono*")}
)
STAFF = SeededTheme(key="staff", name={"en": "Staff"}, seeds={"en": ("friendly", "rude"), "fi": ("ystävälli*",)})
PRICE = SeededTheme(key="price", name={"en": "Price"}, seeds={"en": ("expensive", "too much money")})
COMMENTS = [
    f"{what} {when}"
    for what in (
        "I had to wait two hours in the cold",
        "Two hours in the cold and nobody came",
        "The queue took two hours",
        "Friendly nurse at the desk",
        "The nurse at the desk smiled",
        "Odotin kaksi tuntia",
        "Ystävällinen hoitaja",
        "All fine",
        "The room was warm",
        "Good coffee",
    )
    for when in ("today", "in May", "last week", "again", "this morning", "on Friday", "at noon", "after lunch")
]


@pytest.fixture(scope="module")
def nhs(test_data):
    themes = read_themes((Path(__file__).parent / "nhs_seeds.toml").read_text(), source="nhs_seeds.toml").themes
    texts, seen = nhs_themed(test_data, [theme.name["en"] for theme in themes])
    cut = int(TRAIN_SHARE * len(texts))
    early = Comments(texts=texts[:cut])
    return themes, Comments(texts=texts), early, Comments(texts=texts[cut:]), seen, learn_themes(early, themes)


@pytest.fixture(scope="module")
def model():
    return learn_themes(Comments(texts=COMMENTS), [WAITING, STAFF, PRICE])


def mean_auc(seen, probabilities):
    return np.mean([roc_auc(column, said) for column, said in zip(seen.T, probabilities.T, strict=True)])


def given(model, *texts, languages=()):
    labels = model.label(Comments(texts=texts, languages=languages))
    return [{key for key, is_given in zip(labels.keys, row, strict=True) if is_given} for row in labels.given]


def test_words_that_go_with_the_seeds_are_learned(model):
    labels = model.label(Comments(texts=["two hours in the cold", "a nurse smiled", "all fine"]))
    waiting, staff = labels.probabilities[:, 0], labels.probabilities[:, 1]

    assert waiting[0] > waiting[2]
    assert staff[1] > staff[2]


def test_a_comment_may_speak_of_several_themes_and_of_none(model):
    assert given(model, "A friendly nurse, but I had to wait", "", "\ud800 👍") == [{"waiting", "staff"}, set(), set()]


def test_where_nothing_can_be_learned_the_seeds_decide(model):
    assert given(model, "Far too much money!", "Cheap")[0] == {"price"}
    assert given(learn_themes(Comments(texts=[]), [PRICE]), "expensive", "wait") == [{"price"}, set()]


def test_a_comment_is_searched_for_the_seeds_of_its_language():
    also = SeededTheme(key="also", name={"en": "x"}, seeds={"en": ("also",), "fi": ("siis",)})
    model = learn_themes(Comments(texts=[]), [also])

    assert given(model, "siis", "siis", "siis", languages=["fi", "en", "vi"]) == [{"also"}, set(), {"also"}]


def test_an_edit_leaves_all_other_themes_as_they_are(model):
    more = SeededTheme(key="staff", name=STAFF.name, seeds={"en": ("friendly", "rude", "nurse")})
    comments = Comments(texts=COMMENTS)

    after = edited(model, comments, more)

    for place in (0, 2):
        before_it, after_it = (each.label(comments).probabilities[:, place] for each in (model, after))
        assert before_it.tobytes() == after_it.tobytes()
    assert after.to_bytes() == learn_themes(comments, [WAITING, more, PRICE]).to_bytes()
    assert given(after, "A nurse") == [{"staff"}]


def test_a_new_theme_comes_last(model):
    room = SeededTheme(key="room", name={"en": "Room"}, seeds={"en": ("cold",)})

    assert edited(model, Comments(texts=COMMENTS), room).label(Comments(texts=["x"])).keys == (
        "waiting",
        "staff",
        "price",
        "room",
    )


def test_only_edited_and_new_themes_have_to_be_given_anew(model):
    given_by = {theme.key: theme.definition for theme in model.themes}
    grown = learn_themes(Comments(texts=[*COMMENTS, "more to wait for"]), [WAITING, STAFF, PRICE])
    judged = learn_themes(Comments(texts=COMMENTS), [WAITING, STAFF, PRICE], {"staff": {3: True}})

    assert grown.version != model.version
    assert outdated(given_by, grown) == ()
    assert outdated(given_by, judged) == ("staff",)
    assert outdated({"staff": given_by["staff"]}, model) == ("waiting", "price")


def test_what_people_said_is_learned():
    said = {place: "coffee" in text for place, text in enumerate(COMMENTS) if "coffee" in text or "Friendly" in text}
    model = learn_themes(Comments(texts=COMMENTS), [STAFF], {"staff": said})

    assert given(model, "Good coffee on Monday", "Friendly nurse") == [{"staff"}, set()]


def test_kept_and_read_again_it_labels_alike(model):
    again = ThemesModel.from_bytes(model.to_bytes())
    labels = [each.label(Comments(texts=COMMENTS)).probabilities.tobytes() for each in (model, again)]

    assert labels[0] == labels[1]
    assert again.to_bytes() == model.to_bytes()


def test_bytes_of_no_model_are_refused():
    with pytest.raises(UnreadableModel):
        ThemesModel.from_bytes(b"PK")


def test_seeds_alone_find_what_people_found(nhs):
    _, _, _, late, seen, model = nhs

    assert mean_auc(seen[-len(late) :], model.label(late).probabilities) >= 0.89


def test_three_hundred_read_comments_make_it_better(nhs):
    themes, _, early, late, seen, model = nhs
    read = np.random.default_rng(1).permutation(len(early))[:300].tolist()
    # The themes whose names say least of what people put under them.
    columns = [0, 6, 9]
    verdicts = {themes[column].key: {place: bool(seen[place, column]) for place in read} for column in columns}

    better = learn_themes(early, [themes[column] for column in columns], verdicts)

    before = model.label(late).probabilities[:, columns]
    assert mean_auc(seen[-len(late) :, columns], better.label(late).probabilities) > 0.01 + mean_auc(
        seen[-len(late) :, columns], before
    )


def test_more_comments_hardly_change_old_labels(nhs):
    themes, all_of_them, early, _, _, model = nhs

    changed = learn_themes(all_of_them, themes[1:4]).label(early).given != model.label(early).given[:, 1:4]

    assert changed.mean() < 0.01
