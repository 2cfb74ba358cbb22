from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The room `dispatch`."""

    name = "kuule.dispatch"
    default_auto_field = "django.db.models.BigAutoField"
