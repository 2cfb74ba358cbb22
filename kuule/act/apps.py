from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"
