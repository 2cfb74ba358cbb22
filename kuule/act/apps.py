from django.apps import AppConfig


class ActConfig(AppConfig):
    """The room `act`."""

    name = "kuule.act"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show initiatives on lower pages."""
        from kuule.act.receivers.initiatives import (
            initiatives_of_cause,
            initiatives_of_theme,
            initiatives_of_touchpoint,
        )
        from kuule.ui.slots import fill_slot

        fill_slot("theme_page", initiatives_of_theme)
        fill_slot("touchpoint_page", initiatives_of_touchpoint)
        fill_slot("cause_page", initiatives_of_cause)
