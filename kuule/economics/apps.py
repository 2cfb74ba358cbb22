from django.apps import AppConfig


class EconomicsConfig(AppConfig):
    """The room `economics`."""

    name = "kuule.economics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, and show money on the pages of accounts."""
        from kuule.contacts.services.persons import register_holder
        from kuule.economics.receivers import account_renewal
        from kuule.economics.services.persons import ECONOMICS_HOLDER
        from kuule.ui.slots import fill_slot

        register_holder(ECONOMICS_HOLDER)
        fill_slot("account_page", account_renewal)
