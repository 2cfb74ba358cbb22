from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons and in files, show cases on lower pages, and wait for what mail brings."""
        from kuule.act.exporters import PanelExport
        from kuule.act.receivers import inbound  # noqa: F401
        from kuule.act.receivers.beside import account_cases, answer_case, answer_marks, contact_cases
        from kuule.act.services.letter_persons import LETTERS_HOLDER
        from kuule.act.services.letter_reports import take_report
        from kuule.act.services.persons import ACT_HOLDER
        from kuule.act.services.replies_among_bounces import read_reply
        from kuule.contacts.exporters import register_exporter
        from kuule.contacts.services.persons import register_holder
        from kuule.dispatch.services.reports import register_taker
        from kuule.dispatch.services.returned_mail import register_reader
        from kuule.ui.slots import fill_slot, mark_rows

        register_holder(ACT_HOLDER)
        register_holder(LETTERS_HOLDER)
        register_exporter(PanelExport())
        register_taker(take_report)
        register_reader(read_reply)
        mark_rows("answers", answer_marks)
        fill_slot("response_page", answer_case)
        fill_slot("contact_side", contact_cases)
        fill_slot("account_side", account_cases)
