from django.apps import AppConfig


class EconomicsConfig(AppConfig):
    """The room `economics`."""

    name = "kuule.economics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, and show messages and effects on pages of lower rooms."""
        from kuule.contacts.services.persons import register_holder
        from kuule.economics.receivers.annotations import effects_of_marks
        from kuule.economics.receivers.thanks import tried_message
        from kuule.economics.services.persons import ECONOMICS_HOLDER
        from kuule.ui.slots import fill_slot, mark_rows

        register_holder(ECONOMICS_HOLDER)
        fill_slot("answer_thanks", tried_message)
        mark_rows("annotations", effects_of_marks)
