from django.db import migrations

from kuule.lib.search import drop_search_index, make_search_index

TABLES = ("contacts_contact", "contacts_account")


def make(apps, schema_editor):
    for table in TABLES:
        make_search_index(schema_editor, table)


def drop(apps, schema_editor):
    for table in TABLES:
        drop_search_index(schema_editor, table)


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0002_search_text'),
    ]

    operations = [migrations.RunPython(make, drop)]
