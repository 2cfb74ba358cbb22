from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons."""
        from kuule.act.services.huddle_persons import HUDDLE_HOLDER
        from kuule.contacts.services.persons import register_holder

        register_holder(HUDDLE_HOLDER)
