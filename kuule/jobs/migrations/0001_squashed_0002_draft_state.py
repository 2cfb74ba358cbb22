import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kuule.lib.create_models import CreateModels


class Migration(migrations.Migration):

    replaces = [('jobs', '0001_initial'), ('jobs', '0002_draft_state')]

    initial = True

    dependencies = [
        ('workspaces', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('state', models.CharField(default='waiting', max_length=12)),
                        ('file', models.FileField(blank=True, upload_to='jobs/%Y/%m/')),
                        ('file_name', models.CharField(blank=True, max_length=255)),
                        ('params', models.JSONField(default=dict)),
                        ('position', models.BigIntegerField(default=0)),
                        ('done', models.BigIntegerField(default=0)),
                        ('total', models.BigIntegerField(null=True)),
                        ('result', models.JSONField(default=dict)),
                        ('error', models.CharField(blank=True, max_length=300)),
                        ('cancel_requested', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField()),
                        ('claimed_until', models.DateTimeField(null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'kind', '-created_at'], name='job_newest'), models.Index(fields=['kind', 'state', 'created_at'], name='job_queue')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'waiting', 'running', 'done', 'failed', 'cancelled'))), name='job_state_known')],
                    },
                ),
            ],
        ),
    ]
