"""The tables that compare groups."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.analysis.report import pictures
from kuule.analysis.report.contents import GroupRow, GroupSection
from kuule.analysis.report.words import group_word, name_words, score_word
from kuule.analysis.results import Analysis, Group
from kuule.insight.charts import Theme, spoken
from kuule.insight.rules import DETRACTOR, FEW_ANSWERS, PASSIVE, PROMOTER, is_few
from kuule.ui.formats import count, signed

# More lines than this nobody compares by eye; those that stand out are always among them.
MOST_SHOWN = 30


def group_sections(analysis: Analysis, theme: Theme | None) -> tuple[GroupSection, ...]:
    """Return one table per column that the rows were grouped by."""
    return tuple(_section(analysis, by, groups, theme) for by, groups in analysis.groups.items())


def _section(analysis: Analysis, by: str, groups: Sequence[Group], theme: Theme | None) -> GroupSection:
    shown = _most_telling(groups)
    enough = [group for group in shown if group.n and not is_few(group.n)]
    domain = pictures.common_domain(enough)
    hidden = len(groups) - len(shown)
    return GroupSection(
        title=name_words(by) or _("Column without a name"),
        note=ngettext("%(n)s group", "%(n)s groups", len(groups)) % {"n": count(len(groups))},
        summary=_summary(groups),
        columns=(_("Group"), _("Answers"), score_word(analysis), _("Interval"), _("Mix"), _("Against the rest")),
        scale=pictures.whisker_scale(domain, theme) if enough else None,
        rows=tuple(_row(group, domain, theme) for group in shown),
        few=_few_words() if any(is_few(group.n) for group in shown) else "",
        more=_more_words(hidden),
    )


def _most_telling(groups: Sequence[Group]) -> list[Group]:
    """Return the groups to show in their order: those that stand out, then those with the most answers."""
    if len(groups) <= MOST_SHOWN:
        return list(groups)
    telling = sorted(groups, key=lambda group: (not group.stands_out, -group.n))[:MOST_SHOWN]
    chosen = {id(group) for group in telling}
    return [group for group in groups if id(group) in chosen]


def _summary(groups: Sequence[Group]) -> str:
    compared = sum(group.difference is not None for group in groups)
    standing_out = sum(group.stands_out for group in groups)
    if not compared:
        return ""
    if not standing_out:
        return _("No group stands out: chance alone can make differences like these.")
    return ngettext(
        "%(number)s of %(compared)s groups stands out from the rest.",
        "%(number)s of %(compared)s groups stand out from the rest.",
        standing_out,
    ) % {"number": count(standing_out), "compared": count(compared)}


def _more_words(hidden: int) -> str:
    if not hidden:
        return ""
    return ngettext(
        "%(n)s more group is not shown. Those with the most answers and those that stand out are.",
        "%(n)s more groups are not shown. Those with the most answers and those that stand out are.",
        hidden,
    ) % {"n": count(hidden)}


def _few_words() -> str:
    return _("A dot is one answer. Under %(few)s answers the comments say more than the score.") % {"few": FEW_ANSWERS}


def _row(group: Group, domain: tuple[float, float], theme: Theme | None) -> GroupRow:
    mark = _mark(group)
    name = "" if group.value_name is None else name_words(group.value_name)
    row = GroupRow(
        name=name or _("Empty cell"),
        is_named=bool(name),
        answers=count(group.n),
        score=signed(group.value),
        interval=spoken.interval(group.lower, group.upper),
        difference="" if group.difference is None else signed(group.difference),
        verdict=_verdict(group, mark),
        mark=mark,
    )
    return _with_dots(row, group) if group.n < FEW_ANSWERS else _with_pictures(row, group, domain, theme)


def _mark(group: Group) -> str:
    if not group.stands_out or not group.difference:
        return ""
    return "above" if group.difference > 0 else "below"


def _verdict(group: Group, mark: str) -> str:
    if mark:
        return _("above the rest") if mark == "above" else _("below the rest")
    return "" if group.difference is None else _("no clear difference")


def _with_dots(row: GroupRow, group: Group) -> GroupRow:
    shares = group.shares
    counts = ((DETRACTOR, shares.detractors), (PASSIVE, shares.passives), (PROMOTER, shares.promoters))
    dots = tuple(name for name, answers in counts for _answer in range(answers))
    return replace(
        row, dots=dots, said=", ".join(f"{group_word(name)} {answers}" for name, answers in counts if answers)
    )


def _with_pictures(row: GroupRow, group: Group, domain: tuple[float, float], theme: Theme | None) -> GroupRow:
    whisker = pictures.whisker(group, domain, theme)
    return replace(row, whisker=whisker, mix=pictures.split(group, theme, small=True))
