from django.db import migrations

from kuule.lib.substrings import drop_run_index, make_run_index

TABLE, COLUMN = "responses_response", "verbatim"


def make(apps, schema_editor):
    make_run_index(schema_editor, TABLE, COLUMN)


def drop(apps, schema_editor):
    drop_run_index(schema_editor, TABLE, COLUMN)


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0005_answer_changes'),
    ]

    operations = [migrations.RunPython(make, drop)]
