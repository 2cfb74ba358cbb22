from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The room `dispatch`."""

    name = "kuule.dispatch"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, and begin to listen to what mail providers report."""
        from kuule.contacts.services.persons import register_holder
        from kuule.dispatch import receivers  # noqa: F401
        from kuule.dispatch.services.persons import DISPATCH_HOLDER

        register_holder(DISPATCH_HOLDER)
