"""The figures of themes, counted from labels: scores, effects, emerging themes, and how good the labels are."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from kuule.insight.answers import pivot, segments
from kuule.insight.answers.emerging import emerging_themes
from kuule.insight.answers.themes import label_quality, theme_figures
from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.query import MONTH, SEGMENTS, THEME, Contrast, NothingToCompare, PivotQuery, Query
from kuule.insight.rules.themes import lot_of
from kuule.lib.bulk import insert_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response, VerbatimChange
from kuule.stats import Status
from kuule.surveys.models import Survey
from tests.insight.conftest import Programme


class Said:
    """Answers with comments that were read and labelled, made in bulk."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.numbers = count()

    def theme(self, name: str, *, is_praise: bool = False) -> Theme:
        return Theme.objects.create(
            workspace=self.programme.workspace,
            names={"en": name},
            is_praise=is_praise,
            origin="own",
            created_at=self.programme.now,
        )

    def answers(self, scores: list[int], *themes: Theme, days_ago: int = 5, is_read: bool = True) -> None:
        """Give answers with these scores, each with a comment that speaks of these themes."""
        workspace = self.programme.workspace
        known = Response.objects.filter(workspace=workspace).count()
        insert_rows([self._answer(score, days_ago) for score in scores])
        given = Response.objects.filter(workspace=workspace).order_by("pk")[known:]
        if is_read:
            insert_rows([self._reading(answer) for answer in given])
        insert_rows(
            [ThemeLabel(workspace=workspace, response=answer, theme=theme) for answer in given for theme in themes]
        )

    def _answer(self, score: int, days_ago: int) -> Response:
        programme = self.programme
        return Response(
            workspace=programme.workspace,
            uid=new_uid(),
            survey=programme.survey,
            version=programme.version,
            channel="email",
            language="en",
            score=score,
            verbatim=f"Said {next(self.numbers)}",
            answered_at=programme.now - timedelta(days=days_ago),
        )

    def _reading(self, answer: Response) -> CommentReading:
        return CommentReading(
            workspace=self.programme.workspace,
            response=answer,
            masked=answer.verbatim,
            lot=lot_of(answer.pk),
            read_at=self.programme.now,
        )


@pytest.fixture
def said(programme: Programme) -> Said:
    return Said(programme)


def test_each_theme_has_its_score_and_its_effect(said: Said) -> None:
    waiting, price, kind = said.theme("Waiting"), said.theme("Price"), said.theme("Kind", is_praise=True)
    said.answers([0] * 10, waiting)
    said.answers([3] * 5, waiting, price)
    said.answers([9] * 20, kind)
    said.answers([10] * 10)
    said.answers([8] * 5)
    said.answers([0] * 30, is_read=False)
    found = theme_figures(said.programme.query())
    # 30 promoters, 15 detractors, 5 passives were read: NPS 30. Without those who wait: 30 of 35.
    assert (found.read.n, found.read.value) == (50, pytest.approx(30))
    first, second = found.themes
    assert (first.theme, first.n, first.share, first.value) == (waiting, 15, 0.3, -100)
    assert first.effect == pytest.approx(30 - 100 * 30 / 35)
    assert first.effect_lower < first.effect < first.effect_upper < 0
    assert (second.theme, second.n) == (price, 5)
    assert [each.theme for each in found.praise] == [kind]
    assert (found.none.n, found.none.value) == (15, pytest.approx(100 * 10 / 15))
    assert theme_figures(first.query).read.n == 15


def test_few_mentions_have_no_effect(said: Said) -> None:
    said.answers([0] * 4, said.theme("Waiting"))
    said.answers([9] * 20)
    found = theme_figures(said.programme.query()).themes[0]
    assert (found.n, found.effect, found.effect_lower, found.status) == (4, None, None, Status.UNDEFINED)


def test_a_comment_with_a_label_counts_as_read(said: Said) -> None:
    waiting = said.theme("Waiting")
    said.answers([0] * 10, waiting, is_read=False)
    said.answers([9] * 15)
    said.answers([0] * 30, is_read=False)
    found = theme_figures(said.programme.query())
    assert (found.read.n, found.read.value) == (25, pytest.approx(20))
    assert (found.themes[0].n, found.themes[0].share) == (10, 0.4)
    assert found.themes[0].effect == pytest.approx(20 - 100)
    assert theme_figures(said.programme.query(rest_of=(THEME, str(waiting.pk)))).read.n == 15


def test_no_comments_have_no_figures(said: Said) -> None:
    said.theme("Waiting")
    found = theme_figures(said.programme.query())
    assert (found.themes, found.praise, found.read.n, found.none) == ([], [], 0, None)


def test_a_theme_is_compared_with_all_other_comments(said: Said) -> None:
    waiting, price = said.theme("Waiting"), said.theme("Price")
    said.answers([0] * 8, waiting, price)
    said.answers([2] * 4, price)
    said.answers([10] * 8)
    said.answers([10] * 50, is_read=False)
    query = said.programme.query(by=THEME)
    found = {each.name: each for each in segments(query)}
    assert {name: each.n for name, each in found.items()} == {"Waiting": 8, "Price": 12, "": 8}
    # 12 others were read: 8 promoters, 4 detractors.
    assert found["Waiting"].difference.value == pytest.approx(-100 - 100 * 4 / 12)
    one, rest = Contrast(against=SEGMENTS, segment=str(waiting.pk), other="*").sides(query, now=said.programme.now)
    assert [theme_figures(side).read.n for side in (one, rest)] == [8, 12]
    with pytest.raises(NothingToCompare, match="shared_themes"):
        Contrast(against=SEGMENTS, segment=str(waiting.pk), other=str(price.pk)).sides(query, now=said.programme.now)


def test_margins_of_a_pivot_count_each_answer_once(said: Said) -> None:
    waiting, price = said.theme("Waiting"), said.theme("Price")
    said.answers([0] * 6, waiting, price)
    said.answers([9] * 4, days_ago=40)
    query = said.programme.query(by=THEME)

    def table(query: Query, columns: str) -> Any:
        return pivot(PivotQuery.of(query, columns=columns))

    by_month = table(query, MONTH)
    assert {row.name: row.total.n for row in by_month.rows} == {"Waiting": 6, "Price": 6, "": 4}
    assert (by_month.total.n, [each.total.n for each in by_month.columns], by_month.left_out) == (10, [4, 6], 0)
    across = table(query.asking(by="language"), THEME)
    assert {each.name: each.total.n for each in across.columns} == {"Waiting": 6, "Price": 6, "": 4}
    assert ([row.total.n for row in across.rows], across.total.n) == ([10], 10)


def test_a_theme_that_comes_up_is_named(said: Said) -> None:
    waiting, price = said.theme("Waiting"), said.theme("Price")
    for days_ago in (40, 70, 100):  # October, September, August; now is 20 November
        said.answers([3] * 5, waiting, days_ago=days_ago)
        said.answers([8] * 45, price, days_ago=days_ago)
    calm = emerging_themes(said.programme.query(), now=said.programme.now)
    assert ([each.theme for each in calm.themes], calm.n, calm.n_before) == ([], 50, 100)
    said.answers([3] * 25, waiting, days_ago=30)
    found = emerging_themes(said.programme.query(), now=said.programme.now)
    assert [(each.theme, each.rise.mentions, each.rise.mentions_before) for each in found.themes] == [(waiting, 30, 10)]
    assert theme_figures(found.themes[0].query).read.n == 30


def test_the_precision_of_labels_comes_with_its_interval(said: Said) -> None:
    waiting, price = said.theme("Waiting"), said.theme("Price")
    said.answers([3] * 20, waiting)
    assert label_quality(waiting.workspace)[0].precision is None
    labels = list(ThemeLabel.objects.order_by("pk"))
    for number, label in enumerate(labels[:10]):
        label.verdict = "wrong" if number == 0 else "right"
        label.save()
    whole, by_theme = label_quality(waiting.workspace)
    # Wilson's interval of 9 out of 10.
    assert (whole.precision.value, whole.precision.lower, whole.precision.upper) == (
        0.9,
        pytest.approx(0.5958, abs=1e-4),
        pytest.approx(0.9821, abs=1e-4),
    )
    assert by_theme[waiting.pk].reviewed.right == 9
    assert price.pk not in by_theme


def test_an_anonymous_survey_shows_themes_of_many_alone(said: Said) -> None:
    Survey.objects.filter(pk=said.programme.survey.pk).update(is_anonymous=True)
    waiting, price = said.theme("Waiting"), said.theme("Price")
    said.answers([3] * 30, waiting)
    said.answers([9] * 2, price)
    said.answers([9] * 30)
    query = said.programme.query()
    found = theme_figures(query)
    assert [(each.theme, each.n) for each in found.themes] == [(waiting, 30)]
    assert theme_figures(query.asking(theme_id=price.pk)).read.n == 0
    assert not emerging_themes(query, now=said.programme.now + timedelta(days=20)).themes
    VerbatimChange.objects.all().delete()
