import django.db.models.deletion
import kuule.lib.ids
from django.conf import settings
from django.db import migrations, models

from kuule.lib.create_models import CreateModels
from kuule.lib.substrings import make_run_index

TABLE, COLUMN = 'responses_response', 'verbatim'


def make(apps, schema_editor):
    make_run_index(schema_editor, TABLE, COLUMN)


class Migration(migrations.Migration):

    replaces = [('responses', '0001_initial'), ('responses', '0002_responses_hardened'), ('responses', '0003_collected'), ('responses', '0004_heard'), ('responses', '0005_answer_changes'), ('responses', '0006_words_index'), ('responses', '0007_verbatim_changes'), ('responses', '0008_not_asked')]

    initial = True

    dependencies = [
        ('contacts', '0005_contacts_hardened'),
        ('dispatch', '0008_collectors'),
        ('jobs', '0002_draft_state'),
        ('surveys', '0002_surveys_hardened'),
        ('workspaces', '0002_workspaces_hardened'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Response',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('token_hash', models.CharField(max_length=64, null=True, unique=True)),
                        ('channel', models.CharField(max_length=20)),
                        ('language', models.CharField(max_length=12)),
                        ('score', models.PositiveSmallIntegerField()),
                        ('verbatim', models.TextField(blank=True)),
                        ('answers', models.JSONField(default=dict)),
                        ('properties', models.JSONField(default=dict)),
                        ('answered_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.account')),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                        ('invitation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='dispatch.invitation')),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.survey')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.surveyversion')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('external_id', models.CharField(blank=True, max_length=200)),
                        ('import_job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('is_finished', models.BooleanField(default=True)),
                        ('scale', models.CharField(default='0-10', max_length=5)),
                        ('verdict', models.CharField(default='person', max_length=10)),
                        ('verdict_reason', models.CharField(blank=True, max_length=30)),
                        ('collector', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='dispatch.collector')),
                        ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('not_asked', models.JSONField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-answered_at', '-id'], name='response_newest'), models.Index(fields=['workspace', 'account', 'answered_at'], name='response_by_account'), models.Index(fields=['workspace', 'contact', 'answered_at'], name='response_by_contact'), models.Index(fields=['workspace', 'survey', 'verdict', 'answered_at', 'score'], name='response_counted'), models.Index(condition=models.Q(('import_job__isnull', False)), fields=['import_job'], name='response_by_import')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('score__lte', 10)), name='response_score_0_to_10'), models.CheckConstraint(condition=models.Q(('scale__in', ('0-10', '1-5', '1-7'))), name='response_scale_known'), models.CheckConstraint(condition=models.Q(('verdict__in', ('person', 'unclear', 'scanner'))), name='response_verdict_known'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('workspace', 'survey', 'external_id'), name='response_external_id_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ResponseRevision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('score', models.PositiveSmallIntegerField()),
                        ('verbatim', models.TextField(blank=True)),
                        ('answers', models.JSONField(default=dict)),
                        ('until', models.DateTimeField()),
                        ('changed_by_kind', models.CharField(max_length=20)),
                        ('changed_by_id', models.BigIntegerField(null=True)),
                        ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('verdict', models.CharField(default='person', max_length=10)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'response', 'until'], name='revision_by_response')],
                    },
                ),
                migrations.CreateModel(
                    name='Click',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('method', models.CharField(max_length=8)),
                        ('act', models.CharField(max_length=10)),
                        ('score', models.PositiveSmallIntegerField(null=True)),
                        ('seconds_shown', models.FloatField(null=True)),
                        ('address_hash', models.CharField(blank=True, max_length=64)),
                        ('user_agent', models.CharField(blank=True, max_length=200)),
                        ('verdict', models.CharField(max_length=10)),
                        ('reason', models.CharField(max_length=30)),
                        ('repeats', models.PositiveIntegerField(default=0)),
                        ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dispatch.invitation')),
                        ('response', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clicks', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['invitation', 'at'], name='click_by_invitation'), models.Index(fields=['workspace', '-at', '-id'], name='click_newest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ('person', 'unclear', 'scanner'))), name='click_verdict_known')],
                    },
                ),
                migrations.CreateModel(
                    name='ResponseNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('created_at', models.DateTimeField()),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'response', 'created_at'], name='note_by_response')],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('asked_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('outcome', models.CharField(blank=True, max_length=12)),
                        ('verdict_before', models.CharField(blank=True, max_length=10)),
                        ('score', models.PositiveSmallIntegerField(null=True)),
                        ('note', models.TextField(blank=True)),
                        ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'decided_at', '-asked_at'], name='review_open')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('response', 'kind'), name='review_open_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('verdict', 'score'))), name='review_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Heard',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=60)),
                        ('external_id', models.CharField(blank=True, max_length=200)),
                        ('url', models.CharField(blank=True, max_length=1000)),
                        ('author', models.CharField(blank=True, max_length=200)),
                        ('title', models.CharField(blank=True, max_length=300)),
                        ('verbatim', models.TextField(blank=True)),
                        ('language', models.CharField(blank=True, max_length=12)),
                        ('rating', models.FloatField(null=True)),
                        ('scale', models.CharField(blank=True, max_length=6)),
                        ('reach', models.PositiveIntegerField(null=True)),
                        ('said_at', models.DateTimeField()),
                        ('properties', models.JSONField(default=dict)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.account')),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                        ('import_job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-said_at', '-id'], name='heard_newest'), models.Index(fields=['workspace', 'external_id'], name='heard_by_id'), models.Index(fields=['workspace', 'account', 'said_at'], name='heard_by_account'), models.Index(fields=['workspace', 'contact', 'said_at'], name='heard_by_contact'), models.Index(condition=models.Q(('import_job__isnull', False)), fields=['import_job'], name='heard_by_import')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('rating', None), ('scale', '')), models.Q(('rating__isnull', False), ('scale__in', ('1-5', '1-10', 'thumbs'))), _connector='OR'), name='heard_rating_has_scale'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('workspace', 'source', 'external_id'), name='heard_once')],
                    },
                ),
                migrations.CreateModel(
                    name='HeardRemoval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=40)),
                        ('source', models.CharField(max_length=60)),
                        ('reason', models.CharField(max_length=300)),
                        ('removed_at', models.DateTimeField()),
                        ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'key'], name='heard_removal_by_key'), models.Index(fields=['workspace', '-removed_at'], name='heard_removal_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='AnswerChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('workspace_id', models.BigIntegerField(null=True)),
                        ('row_id', models.BigIntegerField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='VerbatimChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('workspace_id', models.BigIntegerField()),
                        ('row_id', models.BigIntegerField(null=True)),
                        ('after', models.BigIntegerField(null=True)),
                    ],
                ),
            ],
        ),
        migrations.RunPython(make),
    ]
