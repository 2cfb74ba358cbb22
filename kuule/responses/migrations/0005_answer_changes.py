from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0004_heard'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField(null=True)),
                ('row_id', models.BigIntegerField(null=True)),
            ],
        ),
    ]
