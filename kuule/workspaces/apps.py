from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """The room `workspaces`."""

    name = "kuule.workspaces"
    default_auto_field = "django.db.models.BigAutoField"
