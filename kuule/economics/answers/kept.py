"""The figures that can be counted beforehand and kept: how each is counted, and in which shape it is written down.

They are kept as JSON and read back as the same dataclasses. Nothing that is kept names a customer; lists of customers
are always read from the rows. Whoever adds a kind adds its line to `KINDS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from kuule.economics.answers.answering import AnsweringPays, answering_pays
from kuule.economics.answers.causes import CausesRemoved, causes_removed
from kuule.economics.answers.effects import EffectAnswer, effect_of
from kuule.economics.answers.executive import ExecutiveFigures, executive_figures
from kuule.economics.answers.group_value import CutValues, cut_values
from kuule.economics.rules import kept as keys
from kuule.economics.rules.kept import Asked
from kuule.economics.selectors.effects import treatments_of
from kuule.workspaces.models import Workspace

Figures = TypeVar("Figures")


@dataclass(frozen=True, slots=True)
class FigureKind(Generic[Figures]):
    """One kind of figures: its key, its shape, and how it is counted as known on a day."""

    key: str
    shape: TypeAdapter[Figures]
    count: Callable[[Workspace, date, Asked], Figures]

    def written(self, figures: Figures) -> str:
        """Return figures as JSON."""
        return self.shape.dump_json(figures).decode()

    def read(self, written: str) -> Figures:
        """Return figures from JSON. Raises `pydantic.ValidationError` where an earlier Kuule wrote another shape."""
        return self.shape.validate_json(written)


def _answering(workspace: Workspace, day: date, asked: Asked) -> AnsweringPays:
    return answering_pays(workspace, day=day, horizon=int(asked["days"]))


def _causes(workspace: Workspace, day: date, asked: Asked) -> CausesRemoved:
    del asked
    return causes_removed(workspace, day=day)


def _effect(workspace: Workspace, day: date, asked: Asked) -> EffectAnswer:
    return effect_of(treatments_of(workspace).get(pk=asked["treatment"]), day=day)


def _executive(workspace: Workspace, day: date, asked: Asked) -> ExecutiveFigures:
    del asked
    return executive_figures(workspace, day=day)


def _groups(workspace: Workspace, day: date, asked: Asked) -> CutValues:
    return cut_values(workspace, day=day, key=asked.get("segment", ""), value=asked.get("value", ""))


ANSWERING = FigureKind(keys.ANSWERING, TypeAdapter(AnsweringPays), _answering)
CAUSES = FigureKind(keys.CAUSES, TypeAdapter(CausesRemoved), _causes)
EFFECT = FigureKind(keys.EFFECT, TypeAdapter(EffectAnswer), _effect)
EXECUTIVE = FigureKind(keys.EXECUTIVE, TypeAdapter(ExecutiveFigures), _executive)
GROUPS = FigureKind(keys.ALL_GROUPS, TypeAdapter(CutValues), _groups)
SEGMENTS = FigureKind(keys.SEGMENTS, TypeAdapter(CutValues), _groups)

KINDS: Mapping[str, FigureKind[Any]] = {
    each.key: each for each in (ANSWERING, CAUSES, EFFECT, EXECUTIVE, GROUPS, SEGMENTS)
}
