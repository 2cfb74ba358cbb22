from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The room `dispatch`."""

    name = "kuule.dispatch"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons and in imports, and begin to listen to what mail providers report."""
        from kuule.contacts.importers import register_importer
        from kuule.contacts.importers.problems import add_problems
        from kuule.contacts.services.persons import register_holder
        from kuule.dispatch import receivers  # noqa: F401
        from kuule.dispatch.importers.problems import OCCURRENCE_MAPPING_PROBLEMS, OCCURRENCE_PROBLEMS
        from kuule.dispatch.services.import_occurrences import OccurrencesImporter
        from kuule.dispatch.services.persons import DISPATCH_HOLDER

        register_holder(DISPATCH_HOLDER)
        register_importer(OccurrencesImporter())
        add_problems((*OCCURRENCE_PROBLEMS, *OCCURRENCE_MAPPING_PROBLEMS))
