from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def begin_now(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let cases begin with the answers that come from now on: nobody waits for a call about the history."""
    now = timezone.now()
    settings = apps.get_model("act", "CaseSettings")
    for workspace in apps.get_model("workspaces", "Workspace").objects.order_by("pk"):
        settings.objects.create(workspace=workspace, since=now, changed_at=now)


class Migration(migrations.Migration):

    dependencies = [
        ('act', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(begin_now, migrations.RunPython.noop),
    ]
