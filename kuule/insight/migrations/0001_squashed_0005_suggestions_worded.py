import django.db.models.deletion
import django.db.models.functions.text
import kuule.lib.ids
from django.db import migrations, models

from kuule.lib.create_models import CreateModels


class Migration(migrations.Migration):

    replaces = [('insight', '0001_guesses'), ('insight', '0002_benchmarks_and_certificates'), ('insight', '0003_annotations_series_views'), ('insight', '0004_themes'), ('insight', '0005_suggestions_worded')]

    initial = True

    dependencies = [
        ('contacts', '0005_contacts_hardened'),
        ('responses', '0007_verbatim_changes'),
        ('workspaces', '0002_workspaces_hardened'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='GuessPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_on', models.BooleanField(default=False)),
                        ('changed_at', models.DateTimeField()),
                        ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                ),
                migrations.CreateModel(
                    name='Guess',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('score', models.PositiveSmallIntegerField()),
                        ('guessed_at', models.DateTimeField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.account')),
                        ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'account', '-guessed_at'], name='guess_by_account'), models.Index(fields=['workspace', 'member', '-guessed_at'], name='guess_by_member')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('score__lte', 10)), name='guess_0_to_10')],
                    },
                ),
                migrations.CreateModel(
                    name='GuessMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('week', models.DateField()),
                        ('state', models.CharField(default='due', max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('due_at', models.DateTimeField()),
                        ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.member')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'due_at'], name='guess_mail_queue')],
                        'constraints': [models.UniqueConstraint(fields=('member', 'week'), name='guess_mail_once_a_week'), models.CheckConstraint(condition=models.Q(('state__in', ('due', 'sending', 'sent', 'failed'))), name='guess_mail_state_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Benchmark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120)),
                        ('region', models.CharField(blank=True, max_length=60)),
                        ('kind', models.CharField(max_length=5)),
                        ('year', models.PositiveSmallIntegerField()),
                        ('nps', models.FloatField()),
                        ('promoters', models.FloatField(null=True)),
                        ('detractors', models.FloatField(null=True)),
                        ('n', models.PositiveIntegerField(null=True)),
                        ('n_of', models.CharField(default='answers', max_length=9)),
                        ('way', models.CharField(max_length=10)),
                        ('source', models.CharField(max_length=200)),
                        ('address', models.CharField(blank=True, max_length=500)),
                        ('grade', models.CharField(max_length=1)),
                        ('changed_at', models.DateTimeField()),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-year'], name='benchmark_by_year')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('nps__gte', -100), ('nps__lte', 100)), name='benchmark_a_score'), models.CheckConstraint(condition=models.Q(('grade__in', ('A', 'B', 'C', 'D'))), name='benchmark_grade_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Certificate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('title', models.CharField(max_length=300)),
                        ('params', models.JSONField()),
                        ('record', models.TextField()),
                        ('digest', models.CharField(max_length=64)),
                        ('newest_answer', models.BigIntegerField()),
                        ('public_token', models.CharField(max_length=22, null=True, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-id'], name='certificate_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='Series',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=60)),
                        ('name', models.CharField(max_length=60)),
                        ('unit', models.CharField(blank=True, max_length=20)),
                        ('summary', models.CharField(default='mean', max_length=10)),
                        ('more_is_better', models.BooleanField(default=True)),
                        ('made_at', models.DateTimeField()),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'key'), name='series_key_once'), models.UniqueConstraint(models.F('workspace'), django.db.models.functions.text.Lower('name'), name='series_name_once'), models.CheckConstraint(condition=models.Q(('summary__in', ('sum', 'mean', 'last'))), name='series_summary_known')],
                    },
                ),
                migrations.CreateModel(
                    name='SeriesPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('value', models.FloatField()),
                        ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='insight.series')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('series', 'day'), name='series_point_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Annotation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('name', models.CharField(max_length=120)),
                        ('note', models.TextField(blank=True)),
                        ('family', models.CharField(blank=True, max_length=20)),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'day'], name='annotation_by_day')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80)),
                        ('page', models.CharField(max_length=20)),
                        ('params', models.JSONField(default=dict)),
                        ('made_at', models.DateTimeField()),
                        ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.member')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('member', 'name'), name='saved_view_of_member_once'), models.UniqueConstraint(condition=models.Q(('member', None)), fields=('workspace', 'name'), name='saved_view_of_all_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Theme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('names', models.JSONField(default=dict)),
                        ('words', models.JSONField(default=dict)),
                        ('is_praise', models.BooleanField(default=False)),
                        ('origin', models.CharField(max_length=80)),
                        ('is_due', models.BooleanField(default=True)),
                        ('model_version', models.CharField(blank=True, max_length=80)),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='insight.theme')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'archived_at', 'id'], name='theme_live')],
                    },
                ),
                migrations.CreateModel(
                    name='ThemeLabel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('probability', models.FloatField(null=True)),
                        ('model_version', models.CharField(blank=True, max_length=80)),
                        ('verdict', models.CharField(max_length=6, null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responses.response')),
                        ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='insight.theme')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'theme', 'response'], name='theme_label_by_theme'), models.Index(condition=models.Q(('verdict', None), _negated=True), fields=['workspace', '-decided_at'], name='theme_label_decided')],
                        'constraints': [models.UniqueConstraint(fields=('response', 'theme'), name='theme_label_once'), models.CheckConstraint(condition=models.Q(('verdict', None), ('verdict__in', ('right', 'wrong', 'added')), _connector='OR'), name='theme_verdict_known')],
                    },
                ),
                migrations.CreateModel(
                    name='ThemeSuggestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('names', models.JSONField(default=dict)),
                        ('words', models.JSONField(default=dict)),
                        ('responses', models.JSONField(default=list)),
                        ('n', models.PositiveIntegerField()),
                        ('is_praise', models.BooleanField(default=False)),
                        ('state', models.CharField(default='open', max_length=10)),
                        ('found_at', models.DateTimeField()),
                        ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='insight.theme')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('summary', models.CharField(blank=True, max_length=200)),
                        ('worded_by', models.CharField(blank=True, max_length=100)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'state', '-n'], name='theme_suggestion_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('open', 'taken', 'dismissed'))), name='theme_suggestion_state_known')],
                    },
                ),
                migrations.CreateModel(
                    name='UrgentPhrases',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('language', models.CharField(max_length=12)),
                        ('phrases', models.JSONField(default=list)),
                        ('changed_at', models.DateTimeField()),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'kind', 'language'), name='urgent_phrases_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CommentReading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(blank=True, max_length=12)),
                        ('masked', models.TextField()),
                        ('p_promoter', models.FloatField(null=True)),
                        ('model_version', models.CharField(blank=True, max_length=80)),
                        ('urgency', models.CharField(blank=True, max_length=60)),
                        ('urgent_phrase', models.CharField(blank=True, max_length=200)),
                        ('lot', models.BigIntegerField()),
                        ('read_at', models.DateTimeField()),
                        ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'response'], name='reading_in_order'), models.Index(fields=['workspace', 'lot'], name='reading_by_lot'), models.Index(condition=models.Q(('urgency', ''), _negated=True), fields=['workspace', 'response'], name='reading_urgent')],
                    },
                ),
                migrations.CreateModel(
                    name='CommentVector',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('embedder', models.CharField(max_length=40)),
                        ('vector', models.BinaryField()),
                        ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'embedder', 'response'], name='vector_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='TextModel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=10)),
                        ('version', models.CharField(max_length=80)),
                        ('embedder', models.CharField(blank=True, max_length=40)),
                        ('state', models.BinaryField()),
                        ('n', models.PositiveIntegerField()),
                        ('trained_at', models.DateTimeField()),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('sentiment', 'themes'))), name='text_model_kind_known'), models.UniqueConstraint(fields=('workspace', 'kind'), name='text_model_once')],
                    },
                ),
                migrations.CreateModel(
                    name='WordingConsent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('host', models.CharField(max_length=255)),
                        ('given_at', models.DateTimeField()),
                        ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                ),
            ],
        ),
    ]
