from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """The room `responses`."""

    name = "kuule.responses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, and in what is kept only for so long."""
        from kuule.contacts.services.persons import register_holder
        from kuule.responses.services.persons import RESPONSES_HOLDER
        from kuule.responses.services.retention import ANSWERS_KEPT, PEOPLE_KEPT
        from kuule.workspaces.services import register_retention

        register_holder(RESPONSES_HOLDER)
        register_retention(ANSWERS_KEPT)
        register_retention(PEOPLE_KEPT)
