from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def ask_for_all(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Have the comments that are there already read, some at a time, by the worker."""
    if apps.get_model("responses", "Response").objects.exists():
        apps.get_model("responses", "VerbatimChange").objects.create(workspace_id=None, row_id=None)


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0005_answer_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='VerbatimChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField(null=True)),
                ('row_id', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RunPython(ask_for_all, migrations.RunPython.noop),
    ]
