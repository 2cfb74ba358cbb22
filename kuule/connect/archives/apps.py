from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    """Workspaces that move from one Kuule to another."""

    name = "kuule.connect.archives"
    label = "archives"

    def ready(self) -> None:
        """Let owners have an archive made as they have other files made."""
        from kuule.connect.archives.making import WorkspaceArchive
        from kuule.contacts.exporters import register_exporter

        register_exporter(WorkspaceArchive())
