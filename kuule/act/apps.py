from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons and in files, and wait for what comes back by mail."""
        from kuule.act.exporters import PanelExport
        from kuule.act.receivers import inbound  # noqa: F401
        from kuule.act.services.letter_persons import LETTERS_HOLDER
        from kuule.act.services.letter_reports import take_report
        from kuule.act.services.replies_among_bounces import read_reply
        from kuule.contacts.exporters import register_exporter
        from kuule.contacts.services.persons import register_holder
        from kuule.dispatch.services.reports import register_taker
        from kuule.dispatch.services.returned_mail import register_reader

        register_holder(LETTERS_HOLDER)
        register_exporter(PanelExport())
        register_taker(take_report)
        register_reader(read_reply)
