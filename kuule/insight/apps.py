from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The room `insight`."""

    name = "kuule.insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let answers be taken out as files, and show on the page of an account who is heard."""
        from kuule.contacts.exporters import register_exporter
        from kuule.insight.exporters import AnswersExport
        from kuule.insight.receivers import account_card
        from kuule.ui.slots import fill_slot

        register_exporter(AnswersExport())
        fill_slot("account_page", account_card)
