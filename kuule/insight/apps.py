from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The room `insight`."""

    name = "kuule.insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let answers be taken out as files."""
        from kuule.contacts.exporters import register_exporter
        from kuule.insight.exporters import AnswersExport

        register_exporter(AnswersExport())
