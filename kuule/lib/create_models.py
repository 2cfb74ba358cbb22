"""A first migration that does not grow slower with each model: Django's own renders all related models for each one."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Create the tables of these models, each after those it points to, as `CreateModel` does one by one.

    Nearly every model of Kuule leads to the workspace and from there to all others. One by one, a hundred and fifty
    models are rendered ten thousand times, which was most of what a first start took; at once, all of them once a room.
    """

    reversible = False  # migrations go forward only

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models, and have all rendered anew when they are asked for next."""
        if "apps" in state.__dict__:
            del state.apps
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Create the tables."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, *states)

    def describe(self) -> str:
        """Name the models."""
        return f"Create models {', '.join(model.name for model in self.models)}"
