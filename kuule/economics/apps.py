from django.apps import AppConfig


class EconomicsConfig(AppConfig):
    """The room `economics`."""

    name = "kuule.economics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons."""
        from kuule.contacts.services.persons import register_holder
        from kuule.economics.services.persons import ECONOMICS_HOLDER

        register_holder(ECONOMICS_HOLDER)
