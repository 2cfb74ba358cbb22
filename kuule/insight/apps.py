from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The room `insight`."""

    name = "kuule.insight"
    default_auto_field = "django.db.models.BigAutoField"
