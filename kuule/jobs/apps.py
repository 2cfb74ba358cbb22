from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room `jobs`."""

    name = "kuule.jobs"
    default_auto_field = "django.db.models.BigAutoField"
