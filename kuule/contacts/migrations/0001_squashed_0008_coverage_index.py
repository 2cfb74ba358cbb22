import django.db.models.deletion
from django.db import migrations, models

from kuule.lib.create_models import CreateModels
from kuule.lib.search import make_search_index

SEARCHED = ('contacts_contact', 'contacts_account')


def make(apps, schema_editor):
    for table in SEARCHED:
        make_search_index(schema_editor, table)


class Migration(migrations.Migration):

    replaces = [('contacts', '0001_initial'), ('contacts', '0002_search_text'), ('contacts', '0003_search_index'), ('contacts', '0004_archived'), ('contacts', '0005_contacts_hardened'), ('contacts', '0006_preferences'), ('contacts', '0007_groups'), ('contacts', '0008_coverage_index')]

    initial = True

    dependencies = [
        ('jobs', '0002_draft_state'),
        ('workspaces', '0002_workspaces_hardened'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('external_id', models.CharField(blank=True, max_length=200, verbose_name='Your id')),
                        ('name', models.CharField(max_length=200, verbose_name='Name')),
                        ('name_key', models.CharField(editable=False, max_length=200)),
                        ('properties', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.member')),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workspaces.team')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('search_text', models.TextField(default='', editable=False)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'name_key', 'id'], name='account_by_name'), models.Index(condition=models.Q(('archived_at__isnull', False)), fields=['workspace', 'name_key', 'id'], name='account_archived')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('workspace', 'external_id'), name='account_external_id_once'), models.UniqueConstraint(condition=models.Q(('external_id', '')), fields=('workspace', 'name_key'), name='account_name_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('external_id', models.CharField(blank=True, max_length=200, verbose_name='Your id')),
                        ('name', models.CharField(blank=True, max_length=200, verbose_name='Name')),
                        ('name_key', models.CharField(editable=False, max_length=200)),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail')),
                        ('phone', models.CharField(blank=True, max_length=32, verbose_name='Phone')),
                        ('role', models.CharField(blank=True, max_length=20, verbose_name='Role in the account')),
                        ('title', models.CharField(blank=True, max_length=200, verbose_name='Job title')),
                        ('language', models.CharField(blank=True, max_length=12, verbose_name='Language')),
                        ('timezone', models.CharField(blank=True, max_length=64, verbose_name='Time zone')),
                        ('properties', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='contacts.account')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('search_text', models.TextField(default='', editable=False)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'name_key', 'id'], name='contact_by_name'), models.Index(fields=['workspace', 'account', 'name_key', 'id'], name='contact_by_account'), models.Index(fields=['workspace', 'role', 'name_key', 'id'], name='contact_by_role'), models.Index(fields=['workspace', 'language', 'name_key', 'id'], name='contact_by_language'), models.Index(condition=models.Q(('archived_at__isnull', False)), fields=['workspace', 'name_key', 'id'], name='contact_archived'), models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['workspace', 'phone'], name='contact_by_phone'), models.Index(condition=models.Q(('account__isnull', False), ('archived_at', None)), fields=['workspace', 'account', 'role', 'id'], name='contact_role_in_account')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('workspace', 'external_id'), name='contact_external_id_once'), models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('workspace', 'email'), name='contact_email_once'), models.CheckConstraint(condition=models.Q(('role__in', ('', 'decision_maker', 'influencer', 'user'))), name='contact_role_known')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportProblem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.BigIntegerField()),
                        ('column', models.CharField(blank=True, max_length=200)),
                        ('value', models.CharField(blank=True, max_length=200)),
                        ('reason', models.CharField(max_length=40)),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('detail', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'job', 'line'], name='problem_by_line')],
                    },
                ),
                migrations.CreateModel(
                    name='PropertyDefinition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=60)),
                        ('label', models.CharField(max_length=200, verbose_name='Label')),
                        ('kind', models.CharField(max_length=12, verbose_name='Type')),
                        ('of', models.CharField(default='contact', max_length=12)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'of', 'key'), name='property_key_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('text', 'number', 'date', 'boolean'))), name='property_kind_known'), models.CheckConstraint(condition=models.Q(('of__in', ('contact', 'account'))), name='property_of_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Suppression',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('address_hash', models.CharField(max_length=64)),
                        ('reason', models.CharField(max_length=20)),
                        ('created_at', models.DateTimeField()),
                        ('lifted_at', models.DateTimeField(null=True)),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.contact')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                        ('by_reply', models.BooleanField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('workspace', 'address_hash'), name='suppression_once'), models.CheckConstraint(condition=models.Q(('reason__in', ('unsubscribed', 'bounced', 'complained', 'by_hand'))), name='suppression_reason_known')],
                    },
                ),
                migrations.CreateModel(
                    name='ColumnMemory',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('headers_hash', models.CharField(max_length=64)),
                        ('mapping', models.JSONField(default=dict)),
                        ('used_at', models.DateTimeField()),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'kind', 'headers_hash'), name='column_memory_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Erasure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contact_id', models.BigIntegerField()),
                        ('reason', models.CharField(max_length=20)),
                        ('erased_at', models.DateTimeField()),
                        ('wiped_at', models.DateTimeField(null=True)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-erased_at'], name='erasure_newest'), models.Index(condition=models.Q(('wiped_at', None)), fields=['id'], name='erasure_unwiped')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('table', models.CharField(max_length=20)),
                        ('row_id', models.BigIntegerField()),
                        ('is_new', models.BooleanField()),
                        ('before', models.JSONField(default=dict)),
                        ('after', models.JSONField(default=dict)),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['job', 'table', 'row_id'], name='import_change_by_row'), models.Index(fields=['workspace', 'table', 'row_id'], name='import_change_of_row')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportedRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.BigIntegerField()),
                        ('cells', models.JSONField(default=list)),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='jobs.job')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('job', 'line'), name='imported_row_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactPreference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(blank=True, max_length=20)),
                        ('quiet_from', models.TimeField(null=True)),
                        ('quiet_until', models.TimeField(null=True)),
                        ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preference', to='contacts.contact')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='preference_quiet_hours_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='AccountParent',
                    fields=[
                        ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='belonging', serialize=False, to='contacts.account')),
                        ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.account')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'parent'], name='account_by_parent')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactGroup',
                    fields=[
                        ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='grouping', serialize=False, to='contacts.contact')),
                        ('key', models.CharField(max_length=12)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'key'], name='contact_by_group')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('key__in', ['employee', 'partner', 'attendee', 'helped'])), name='contact_group_known')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('moved_at', models.DateTimeField()),
                        ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                        ('from_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.account')),
                        ('to_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.account')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'from_account', '-moved_at'], name='move_by_account_left'), models.Index(fields=['workspace', 'to_account', '-moved_at'], name='move_by_account_joined')],
                    },
                ),
            ],
        ),
        migrations.RunPython(make),
    ]
