from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0008_coverage_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='changed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index('workspace', Coalesce('changed_at', 'created_at'), 'id', name='contact_by_update'),
        ),
    ]
