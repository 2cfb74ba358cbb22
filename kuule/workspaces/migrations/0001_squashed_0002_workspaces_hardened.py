import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from kuule.lib.create_models import CreateModels


class Migration(migrations.Migration):

    replaces = [('workspaces', '0001_initial'), ('workspaces', '0002_workspaces_hardened')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Workspace',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(help_text='Customers see this name in surveys.', max_length=200, verbose_name='Company name')),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='Short name in addresses')),
                        ('language', models.CharField(default='en', max_length=12, verbose_name='Language')),
                        ('timezone', models.CharField(default='Europe/Helsinki', max_length=64, verbose_name='Time zone')),
                        ('quarantine_days', models.PositiveSmallIntegerField(default=90, help_text='No one is asked more often than this.', verbose_name='Days between two surveys to the same person')),
                        ('sender_name', models.CharField(blank=True, max_length=200, verbose_name='Sender name')),
                        ('sender_email', models.EmailField(blank=True, max_length=254, verbose_name='Sender address')),
                        ('postal_address', models.CharField(blank=True, help_text='Shown at the foot of every survey mail.', max_length=300, verbose_name='Postal address')),
                        ('invitation_days', models.PositiveSmallIntegerField(default=60, verbose_name='Days a survey link stays open')),
                        ('hash_key', models.BinaryField(max_length=32)),
                        ('created_at', models.DateTimeField()),
                        ('answers_kept_months', models.PositiveSmallIntegerField(null=True, verbose_name='Months until answers lose their names')),
                        ('min_n_anonymous', models.PositiveSmallIntegerField(default=5, verbose_name='Smallest group of an anonymous survey')),
                        ('min_n_shown', models.PositiveSmallIntegerField(default=10, verbose_name='Answers from which a score is drawn')),
                        ('people_kept_months', models.PositiveSmallIntegerField(null=True, verbose_name='Months until silent people are erased')),
                    ],
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='E-mail')),
                        ('name', models.CharField(max_length=200, verbose_name='Name')),
                        ('language', models.CharField(blank=True, max_length=12, verbose_name='Language')),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField()),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_any_case')],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='Name')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(models.F('workspace'), django.db.models.functions.text.Lower('name'), name='team_name_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Member',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(max_length=20, verbose_name='Role')),
                        ('created_at', models.DateTimeField()),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('teams', models.ManyToManyField(blank=True, related_name='members', to='workspaces.team')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'user'), name='member_once'), models.CheckConstraint(condition=models.Q(('role__in', ('owner', 'manager', 'analyst', 'frontline', 'viewer'))), name='member_role_known')],
                    },
                ),
                migrations.CreateModel(
                    name='JoinInvitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='E-mail')),
                        ('role', models.CharField(max_length=20, verbose_name='Role')),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('teams', models.ManyToManyField(blank=True, related_name='+', to='workspaces.team')),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'accepted_at'], name='join_open')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('actor_kind', models.CharField(max_length=20)),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('act', models.CharField(max_length=60)),
                        ('object_type', models.CharField(max_length=60)),
                        ('object_id', models.BigIntegerField(null=True)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', '-at', '-id'], name='audit_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='Name')),
                        ('prefix', models.CharField(max_length=16)),
                        ('key_hash', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('last_used_at', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['workspace', 'revoked_at'], name='key_live')],
                    },
                ),
                migrations.CreateModel(
                    name='Purpose',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=20)),
                        ('basis', models.CharField(max_length=24)),
                        ('balancing', models.TextField(blank=True)),
                        ('notice', models.JSONField(default=dict)),
                        ('consent_property', models.CharField(blank=True, max_length=60)),
                        ('changed_at', models.DateTimeField()),
                        ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('workspace', 'key'), name='purpose_once'), models.CheckConstraint(condition=models.Q(('key__in', ('survey', 'follow_up', 'testimonial', 'marketing'))), name='purpose_known'), models.CheckConstraint(condition=models.Q(('basis__in', ('legitimate_interest', 'consent', 'contract', 'not_used'))), name='purpose_basis_known')],
                    },
                ),
            ],
        ),
    ]
