from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def ask_for_all(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Have the comments that are there already read, some at a time, by the worker."""
    for workspace in apps.get_model("workspaces", "Workspace").objects.order_by("pk"):
        apps.get_model("responses", "VerbatimChange").objects.create(workspace_id=workspace.pk, after=0)


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0006_words_index'),
        ('workspaces', '0002_workspaces_hardened'),
    ]

    operations = [
        migrations.CreateModel(
            name='VerbatimChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('row_id', models.BigIntegerField(null=True)),
                ('after', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RunPython(ask_for_all, migrations.RunPython.noop),
    ]
