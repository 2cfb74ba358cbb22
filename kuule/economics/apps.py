from django.apps import AppConfig


class EconomicsConfig(AppConfig):
    """The room `economics`."""

    name = "kuule.economics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the rights of persons, in files, in whom questions are for; show money on lower pages."""
        from kuule.contacts.exporters import register_exporter
        from kuule.contacts.importers import register_importer
        from kuule.contacts.importers.problems import add_problems
        from kuule.contacts.services.persons import register_holder
        from kuule.economics.exporters import contracts_export, events_export, ledger_export, origins_export
        from kuule.economics.importers.problems import MONEY_MAPPING_PROBLEMS, MONEY_PROBLEMS
        from kuule.economics.receivers.accounts import account_money, account_renewal
        from kuule.economics.receivers.annotations import effects_of_marks
        from kuule.economics.receivers.thanks import tried_message
        from kuule.economics.selectors.since import SINCE_FACT
        from kuule.economics.services.import_money import MONEY_IMPORTERS
        from kuule.economics.services.persons import ECONOMICS_HOLDER
        from kuule.surveys.selectors import register_facts
        from kuule.ui.slots import fill_slot, mark_rows

        register_holder(ECONOMICS_HOLDER)
        register_facts(SINCE_FACT)
        for importer in MONEY_IMPORTERS:
            register_importer(importer)
        for export in (ledger_export, contracts_export, events_export, origins_export):
            register_exporter(export)
        fill_slot("account_side", account_money)
        add_problems((*MONEY_PROBLEMS, *MONEY_MAPPING_PROBLEMS))
        fill_slot("account_page", account_renewal)
        fill_slot("answer_thanks", tried_message)
        mark_rows("annotations", effects_of_marks)
