from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The room `surveys`."""

    name = "kuule.surveys"
    default_auto_field = "django.db.models.BigAutoField"
