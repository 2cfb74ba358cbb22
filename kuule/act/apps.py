from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the set-up path where there is nothing else yet, and let nobody roll out before it was accepted."""
        from kuule.act.receivers.setup import setup_path
        from kuule.act.services.setup import acceptance_gate
        from kuule.dispatch.services.gates import register_gate
        from kuule.ui.slots import fill_slot

        fill_slot("set_up", setup_path)
        register_gate(acceptance_gate)
