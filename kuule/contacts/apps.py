from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The room `contacts`."""

    name = "kuule.contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, and offer the import of people."""
        from kuule.contacts.importers import register_importer
        from kuule.contacts.services import ContactsImporter, SuppressionsImporter
        from kuule.contacts.services.persons import CONTACTS_HOLDER, register_holder

        register_holder(CONTACTS_HOLDER)
        register_importer(ContactsImporter())
        register_importer(SuppressionsImporter())
