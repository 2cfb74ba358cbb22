from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """The room `responses`."""

    name = "kuule.responses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, in what is kept only for so long, in imports, in pacing programmes."""
        from django.db.models.signals import post_migrate

        from kuule.contacts.importers import register_importer
        from kuule.contacts.importers.problems import add_problems
        from kuule.contacts.services.persons import register_holder
        from kuule.dispatch.selectors.programme_figures import register_unhappy_count
        from kuule.responses.importers.heard_problems import HEARD_MAPPING_PROBLEMS, HEARD_PROBLEMS
        from kuule.responses.importers.problems import ANSWER_MAPPING_PROBLEMS, ANSWER_PROBLEMS
        from kuule.responses.receivers import keep_outbox, keep_words_index
        from kuule.responses.selectors.property_facts import PROPERTY_FACTS
        from kuule.responses.selectors.unhappy import unhappy_count
        from kuule.responses.services.import_answers import AnswersImporter
        from kuule.responses.services.import_heard import HeardImporter
        from kuule.responses.services.persons import RESPONSES_HOLDER
        from kuule.responses.services.retention import ANSWERS_KEPT, PEOPLE_KEPT
        from kuule.surveys.selectors import register_facts
        from kuule.workspaces.services import register_retention

        register_holder(RESPONSES_HOLDER)
        register_retention(ANSWERS_KEPT)
        register_retention(PEOPLE_KEPT)
        register_importer(AnswersImporter())
        register_importer(HeardImporter())
        register_unhappy_count(unhappy_count)
        register_facts(PROPERTY_FACTS)
        post_migrate.connect(keep_outbox, sender=self)
        post_migrate.connect(keep_words_index, sender=self)
        add_problems((*ANSWER_PROBLEMS, *ANSWER_MAPPING_PROBLEMS, *HEARD_PROBLEMS, *HEARD_MAPPING_PROBLEMS))
