"""What a workspace has learned from its comments, ready to read others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule.insight.models import TextModel
from kuule.workspaces.models import Workspace

# The theme, None for sentiment, and the version of its model.
Versions = Mapping[int | None, str]


@dataclass(frozen=True, slots=True)
class Learned:
    """The models of a workspace."""

    versions: Versions

    @property
    def sentiment_version(self) -> str:
        """Return the version of the model of sentiment, "" without one."""
        return self.versions.get(None, "")

    @property
    def theme_versions(self) -> Mapping[int, str]:
        """Return the version of the model of each theme that has one."""
        return {theme: version for theme, version in self.versions.items() if theme is not None}

    def promoters(self, texts: Sequence[str], languages: Sequence[str]) -> Sequence[float | None]:
        return [None] * len(texts)

    def themes_in(self, texts, languages, among=None) -> Sequence[Mapping[int, float]]:
        return [{} for _ in texts]


def versions_in(workspace: Workspace) -> Versions:
    """Return which models read the comments of a workspace now."""
    models = TextModel.objects.filter(workspace=workspace, theme__archived_at=None)
    return dict(models.values_list("theme", "version"))


def learned_in(workspace: Workspace) -> Learned:
    return Learned(versions_in(workspace))
