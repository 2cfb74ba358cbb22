from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """See to it that no answer is forgotten, whoever writes it."""
        from django.db.models.signals import post_migrate

        from kuule.act.receivers.outbox import keep_news

        post_migrate.connect(keep_news, sender=self)
