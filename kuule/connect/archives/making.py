"""The archive of a workspace among the files that can be taken out: made by the worker, downloaded, deleted by age."""

from pathlib import Path

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.connect.archives.writing import write_archive
from kuule.contacts.exporters import Progress
from kuule.workspaces.models import Workspace

ARCHIVE = "archive"


class WorkspaceArchive:
    """Everything of a workspace in one file, for another Kuule."""

    kind = ARCHIVE
    title: str | Promise = _("Archive of the workspace")
    act = "archive_made"
    file_name = "archive"
    permissions: tuple[str, ...] = ("export_answers", "change_workspace")
    formats: tuple[str, ...] = ("zip",)

    def write(self, workspace: Workspace, path: Path, *, goes_on: Progress) -> int | None:
        """Write the file; return how many rows it has, None when `goes_on` said to stop."""
        manifest = write_archive(workspace, path, now=timezone.now(), goes_on=goes_on)
        return None if manifest is None else manifest.rows
