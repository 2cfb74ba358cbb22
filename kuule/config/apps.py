from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room `config`."""

    name = "kuule.config"
    default_auto_field = "django.db.models.BigAutoField"
