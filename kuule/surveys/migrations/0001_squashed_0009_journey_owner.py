import django.db.models.deletion
from django.db import migrations, models

from kuule.lib.create_models import CreateModels


class Migration(migrations.Migration):

    replaces = [('surveys', '0001_initial'), ('surveys', '0002_surveys_hardened'), ('surveys', '0003_journey'), ('surveys', '0004_touchpoint_reminders'), ('surveys', '0005_survey_group'), ('surveys', '0006_dates'), ('surveys', '0007_belief_family'), ('surveys', '0008_blind_family'), ('surveys', '0009_journey_owner')]

    initial = True

    dependencies = [
        ('workspaces', '0002_workspaces_hardened'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Survey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='Name')),
                        ('family', models.CharField(max_length=20)),
                        ('state', models.CharField(default='draft', max_length=12)),
                        ('slug', models.SlugField(max_length=40, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('is_anonymous', models.BooleanField(default=False)),
                        ('group', models.CharField(max_length=12, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'state'], name='survey_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'published', 'closed'))), name='survey_state_known'), models.CheckConstraint(condition=models.Q(('family__in', ('relationship', 'transactional', 'effort', 'satisfaction', 'employee', 'belief', 'blind'))), name='survey_family_known')],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('languages', models.JSONField(default=list)),
                        ('questions', models.JSONField(default=list)),
                        ('texts', models.JSONField(default=dict)),
                        ('published_at', models.DateTimeField(null=True)),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='surveys.survey')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('edited_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='survey_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='JourneyStage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=100, verbose_name='Name')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'position', 'id'], name='stage_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Touchpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=100, verbose_name='Name')),
                        ('key', models.SlugField(max_length=60)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('is_on', models.BooleanField(default=False)),
                        ('channels', models.JSONField(default=list)),
                        ('conditions', models.JSONField(default=list)),
                        ('delay_minutes', models.PositiveIntegerField(default=60)),
                        ('share', models.PositiveSmallIntegerField(default=100)),
                        ('daily_cap', models.PositiveIntegerField(blank=True, null=True)),
                        ('expires_days', models.PositiveSmallIntegerField(default=14)),
                        ('if_held', models.CharField(default='queue', max_length=8)),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='touchpoints', to='surveys.journeystage')),
                        ('survey', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='surveys.survey')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('reminders', models.JSONField(blank=True, null=True)),
                        ('date_days', models.SmallIntegerField(default=0)),
                        ('date_property', models.CharField(blank=True, max_length=80)),
                        ('dates_seen_to', models.DateField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'stage', 'position', 'id'], name='touchpoint_in_order')],
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'key'), name='touchpoint_key_once'), models.CheckConstraint(condition=models.Q(('if_held__in', ('queue', 'drop'))), name='touchpoint_if_held_known'), models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='touchpoint_share_is_a_percentage')],
                    },
                ),
                migrations.CreateModel(
                    name='Journey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                ),
            ],
        ),
    ]
