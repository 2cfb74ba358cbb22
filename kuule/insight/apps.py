from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The room `insight`."""

    name = "kuule.insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons and in files, count what comments tell, show figures on lower pages."""
        from django.db.models.signals import post_migrate

        from kuule.contacts.exporters import register_exporter
        from kuule.contacts.services.persons import register_holder
        from kuule.insight.exporters import AnswersExport
        from kuule.insight.receivers import (
            account_card,
            account_people,
            account_score,
            person_answers,
            programme_rates,
            wave_rates,
        )
        from kuule.insight.receivers.outbox import note_themes
        from kuule.insight.services.persons import INSIGHT_HOLDER
        from kuule.ui.slots import fill_slot, mark_rows

        register_holder(INSIGHT_HOLDER)
        post_migrate.connect(note_themes, sender=self)
        register_exporter(AnswersExport())
        fill_slot("account_top", account_score)
        fill_slot("account_page", account_card)
        mark_rows("account_people", account_people)
        fill_slot("contact_page", person_answers)
        fill_slot("wave_page", wave_rates)
        fill_slot("programme_page", programme_rates)
