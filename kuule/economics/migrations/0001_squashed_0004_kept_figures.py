import django.db.models.deletion
import kuule.lib.ids
from decimal import Decimal
from django.db import migrations, models

from kuule.lib.create_models import CreateModels


class Migration(migrations.Migration):

    replaces = [('economics', '0001_money_and_customers'), ('economics', '0002_effects'), ('economics', '0003_value'), ('economics', '0004_kept_figures')]

    initial = True

    dependencies = [
        ('contacts', '0008_coverage_index'),
        ('insight', '0005_suggestions_worded'),
        ('jobs', '0002_draft_state'),
        ('responses', '0007_verbatim_changes'),
        ('surveys', '0009_journey_owner'),
        ('workspaces', '0002_workspaces_hardened'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='AccountMerge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('merged_on', models.DateField()),
                        ('made_at', models.DateTimeField()),
                        ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.account')),
                        ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.account')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'into'], name='merge_by_target')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('account', models.F('into')), _negated=True), name='merge_into_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Contract',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('external_id', models.CharField(max_length=200)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(null=True)),
                        ('yearly_value', models.DecimalField(decimal_places=4, max_digits=18)),
                        ('currency', models.CharField(max_length=3)),
                        ('converted', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                        ('product', models.CharField(blank=True, max_length=200)),
                        ('outcome', models.CharField(blank=True, max_length=10)),
                        ('decided_on', models.DateField(null=True)),
                        ('told_at', models.DateTimeField()),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.account')),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                        ('import_job', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'ends_on'], name='contract_by_end'), models.Index(fields=['workspace', 'account', 'starts_on'], name='contract_by_account'), models.Index(fields=['workspace', 'contact', 'starts_on'], name='contract_by_contact'), models.Index(condition=models.Q(('import_job__isnull', False)), fields=['import_job'], name='contract_by_import')],
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'external_id'), name='contract_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ('', 'renewed', 'lost'))), name='contract_outcome_known'), models.CheckConstraint(condition=models.Q(('yearly_value__gte', 0)), name='contract_value_from_zero'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='contract_ends_after_start')],
                    },
                ),
                migrations.CreateModel(
                    name='CustomerEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('external_id', models.CharField(max_length=200)),
                        ('kind', models.CharField(max_length=10)),
                        ('happened_at', models.DateTimeField()),
                        ('outcome', models.BooleanField(null=True)),
                        ('at_random', models.BooleanField(default=False)),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('told_at', models.DateTimeField()),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.account')),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                        ('import_job', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'kind', 'happened_at'], name='event_by_kind'), models.Index(fields=['workspace', 'account', 'happened_at'], name='event_by_account'), models.Index(fields=['workspace', 'contact', 'happened_at'], name='event_by_contact'), models.Index(condition=models.Q(('import_job__isnull', False)), fields=['import_job'], name='event_by_import')],
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'external_id'), name='event_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('left', 'incident', 'offer', 'referral', 'contacted'))), name='event_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='CustomerOrigin',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('origin', models.CharField(max_length=12)),
                        ('source', models.CharField(max_length=8)),
                        ('said_at', models.DateTimeField()),
                        ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.account')),
                        ('contact', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                        ('import_job', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'origin'], name='origin_by_kind'), models.Index(condition=models.Q(('import_job__isnull', False)), fields=['import_job'], name='origin_by_import')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('origin__in', ('recommended', 'advertising', 'selling', 'other'))), name='origin_known'), models.CheckConstraint(condition=models.Q(('source__in', ('answer', 'file', 'api', 'hand'))), name='origin_source_known'), models.CheckConstraint(condition=models.Q(models.Q(('account', None), ('contact__isnull', False)), models.Q(('account__isnull', False), ('contact', None)), _connector='OR'), name='origin_of_one_customer')],
                    },
                ),
                migrations.CreateModel(
                    name='ExchangeRate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('base', models.CharField(max_length=3)),
                        ('currency', models.CharField(max_length=3)),
                        ('day', models.DateField()),
                        ('rate', models.DecimalField(decimal_places=10, max_digits=20)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'base', 'currency', 'day'), name='rate_once_a_day'), models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='rate_above_zero')],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('external_id', models.CharField(max_length=200)),
                        ('kind', models.CharField(max_length=10)),
                        ('day', models.DateField()),
                        ('amount', models.DecimalField(decimal_places=4, max_digits=18)),
                        ('margin', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                        ('currency', models.CharField(max_length=3)),
                        ('converted', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                        ('converted_margin', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                        ('product', models.CharField(blank=True, max_length=200)),
                        ('told_at', models.DateTimeField()),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.account')),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                        ('import_job', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'account', 'day'], name='entry_by_account'), models.Index(fields=['workspace', 'contact', 'day'], name='entry_by_contact'), models.Index(fields=['workspace', 'day', 'id'], name='entry_by_day'), models.Index(condition=models.Q(('converted', None)), fields=['workspace', 'currency'], name='entry_without_rate'), models.Index(condition=models.Q(('import_job__isnull', False)), fields=['import_job'], name='entry_by_import')],
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'external_id'), name='entry_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('revenue', 'refund', 'cost'))), name='entry_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refund'), _negated=True), ('amount__lte', 0), _connector='OR'), name='entry_refund_takes_away'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cost'), _negated=True), ('amount__gte', 0), _connector='OR'), name='entry_cost_from_zero')],
                    },
                ),
                migrations.CreateModel(
                    name='MoneySettings',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('currency', models.CharField(default='EUR', max_length=3)),
                        ('discount', models.DecimalField(decimal_places=4, default=Decimal('0.10'), max_digits=5)),
                        ('horizon_years', models.PositiveSmallIntegerField(default=5)),
                        ('margin_share', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                        ('silent_days', models.PositiveSmallIntegerField(default=365)),
                        ('hearers', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ('hearer_loss', models.DecimalField(decimal_places=5, max_digits=6, null=True)),
                        ('changed_at', models.DateTimeField()),
                        ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('discount__gte', 0), ('discount__lt', 1)), name='money_discount_is_share'), models.CheckConstraint(condition=models.Q(('horizon_years__range', (1, 30))), name='money_horizon_in_reach')],
                    },
                ),
                migrations.CreateModel(
                    name='MessageTest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('state', models.CharField(default='draft', max_length=10)),
                        ('groups', models.JSONField(default=list)),
                        ('messages', models.JSONField(default=list)),
                        ('held_out', models.PositiveSmallIntegerField(default=20)),
                        ('goal_days', models.PositiveSmallIntegerField(default=30)),
                        ('made_at', models.DateTimeField()),
                        ('started_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-id'], name='message_test_newest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'running', 'ended'))), name='message_test_state_known'), models.CheckConstraint(condition=models.Q(('held_out__lte', 90)), name='message_test_holds_some_out'), models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('workspace',), name='message_test_one_runs')],
                    },
                ),
                migrations.CreateModel(
                    name='MessageShown',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message', models.PositiveSmallIntegerField()),
                        ('group', models.CharField(max_length=10)),
                        ('shown_at', models.DateTimeField()),
                        ('tapped_at', models.DateTimeField(null=True)),
                        ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('test', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='economics.messagetest')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'test', 'group', 'message'], name='shown_by_group')],
                    },
                ),
                migrations.CreateModel(
                    name='Treatment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=kuule.lib.ids.new_uid, editable=False, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('kind', models.CharField(max_length=10)),
                        ('hypothesis', models.TextField()),
                        ('touched', models.JSONField(default=list)),
                        ('comparison', models.JSONField(default=list)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(null=True)),
                        ('before_days', models.PositiveSmallIntegerField(default=90)),
                        ('after_days', models.PositiveSmallIntegerField(default=90)),
                        ('hoped_for', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                        ('answers_then', models.PositiveIntegerField(default=0)),
                        ('made_at', models.DateTimeField()),
                        ('annotation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='insight.annotation')),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('touchpoint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='surveys.touchpoint')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-starts_on', '-id'], name='treatment_newest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('campaign', 'price', 'release', 'cause', 'else'))), name='treatment_kind_known'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='treatment_ends_after_start'), models.CheckConstraint(condition=models.Q(('after_days__gt', 0), ('before_days__gt', 0)), name='treatment_windows_last')],
                    },
                ),
                migrations.CreateModel(
                    name='TreatedAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.account')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accounts', to='economics.treatment')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('treatment', 'account'), name='treated_account_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TreatmentChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('before', models.JSONField()),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='economics.treatment')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'treatment', 'made_at'], name='treatment_change_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='AnswerTold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateTimeField()),
                        ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responses.response')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                ),
                migrations.CreateModel(
                    name='ValueBands',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('refreshed_on', models.DateField(null=True)),
                        ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                ),
                migrations.CreateModel(
                    name='KeptFigures',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('asked', models.CharField(max_length=2000)),
                        ('figures', models.TextField(blank=True)),
                        ('counted_at', models.DateTimeField(null=True)),
                        ('due_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('asked_at', models.DateTimeField()),
                        ('seen_at', models.DateTimeField()),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['due_at'], name='kept_figures_due')],
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'kind', 'asked'), name='kept_figures_once')],
                    },
                ),
            ],
        ),
    ]
