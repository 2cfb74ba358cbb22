from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0008_not_asked'),
    ]

    operations = [
        # Takes over from `response_counted`, which had no order among answers of the same moment.
        migrations.AddIndex(
            model_name='response',
            index=models.Index(fields=['workspace', 'survey', 'verdict', 'answered_at', 'id', 'score'], name='response_by_survey'),
        ),
        migrations.RemoveIndex(
            model_name='response',
            name='response_counted',
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index('workspace', Coalesce('changed_at', 'answered_at'), 'id', name='response_by_update'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index('workspace', 'survey', 'verdict', Coalesce('changed_at', 'answered_at'), 'id', name='response_by_survey_update'),
        ),
    ]
