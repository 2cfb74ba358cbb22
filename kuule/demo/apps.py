from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room `demo`."""

    name = "kuule.demo"
    default_auto_field = "django.db.models.BigAutoField"
