from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The room `contacts`."""

    name = "kuule.contacts"
    default_auto_field = "django.db.models.BigAutoField"
