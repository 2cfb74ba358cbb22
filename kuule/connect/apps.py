from django.apps import AppConfig


class ConnectConfig(AppConfig):
    """The room `connect`."""

    name = "kuule.connect"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every answer and stop, take part in the rights of persons, in programmes and in thanks."""
        from django.db.models.signals import post_migrate

        from kuule.connect.receivers.news import keep_news
        from kuule.connect.receivers.thanks import own_thanks
        from kuule.connect.selectors.autopilot import facts_of_members
        from kuule.connect.services.persons import CONNECT_HOLDER
        from kuule.contacts.services.persons import register_holder
        from kuule.dispatch.services.turn_facts import register_turn_facts
        from kuule.ui.slots import fill_slot

        post_migrate.connect(keep_news, sender=self)
        register_holder(CONNECT_HOLDER)
        register_turn_facts(facts_of_members)
        fill_slot("answer_thanks", own_thanks)
