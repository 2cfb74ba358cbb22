from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The room `contacts`."""

    name = "kuule.contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, offer the import of people, and say who has customers of their own."""
        from kuule.contacts.importers import register_importer
        from kuule.contacts.selectors.accounts import has_accounts
        from kuule.contacts.services import ContactsImporter, SuppressionsImporter
        from kuule.contacts.services.persons import CONTACTS_HOLDER, register_holder
        from kuule.workspaces.selectors import register_customers

        register_holder(CONTACTS_HOLDER)
        register_importer(ContactsImporter())
        register_customers(has_accounts)
        register_importer(SuppressionsImporter())
