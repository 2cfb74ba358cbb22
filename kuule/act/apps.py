from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Forget no answer, take part in the rights of persons and in files, and show on lower pages what is done."""
        from django.db.models.signals import post_migrate

        from kuule.act.exporters import PanelExport, cases_export, initiatives_export
        from kuule.act.receivers import inbound  # noqa: F401
        from kuule.act.receivers.beside import account_cases, answer_case, answer_marks, contact_cases
        from kuule.act.receivers.initiatives import (
            initiatives_of_cause,
            initiatives_of_theme,
            initiatives_of_touchpoint,
        )
        from kuule.act.receivers.news import keep_news
        from kuule.act.receivers.setup import acceptance_gate, setup_path
        from kuule.act.services.huddle_persons import HUDDLE_HOLDER
        from kuule.act.services.letter_persons import LETTERS_HOLDER
        from kuule.act.services.letter_reports import take_report
        from kuule.act.services.persons import ACT_HOLDER
        from kuule.act.services.replies_among_bounces import read_reply
        from kuule.contacts.exporters import register_exporter
        from kuule.contacts.services.persons import register_holder
        from kuule.dispatch.services.reports import register_taker
        from kuule.dispatch.services.returned_mail import register_reader
        from kuule.surveys.services.gates import register_gate
        from kuule.ui.slots import fill_slot, mark_rows

        post_migrate.connect(keep_news, sender=self)
        register_holder(ACT_HOLDER)
        register_holder(LETTERS_HOLDER)
        register_holder(HUDDLE_HOLDER)
        for export in (PanelExport(), cases_export, initiatives_export):
            register_exporter(export)
        register_taker(take_report)
        register_reader(read_reply)
        mark_rows("answers", answer_marks)
        fill_slot("response_page", answer_case)
        fill_slot("contact_side", contact_cases)
        fill_slot("account_side", account_cases)
        fill_slot("theme_page", initiatives_of_theme)
        fill_slot("touchpoint_page", initiatives_of_touchpoint)
        fill_slot("cause_page", initiatives_of_cause)
        fill_slot("set_up", setup_path)
        register_gate(acceptance_gate)
