from django.apps import AppConfig


class UiConfig(AppConfig):
    """The room `ui`."""

    name = "kuule.ui"
    default_auto_field = "django.db.models.BigAutoField"
