from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """The room `responses`."""

    name = "kuule.responses"
    default_auto_field = "django.db.models.BigAutoField"
