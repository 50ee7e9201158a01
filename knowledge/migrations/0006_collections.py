import core.validators
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from knowledge.sql import read


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0005_a_page_is_read_by_a_function'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('title', models.CharField(max_length=200, validators=[core.validators.validate_has_letters], verbose_name='title')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='slug')),
                ('introduction', models.TextField(blank=True, help_text='For whom it is, and why these texts belong together.', max_length=200000, verbose_name='introduction')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language of the text')),
                ('audience', models.CharField(choices=[('public', 'Everyone'), ('community', 'Verified members'), ('secretariat', 'Only the secretariat, while it is put together')], default='secretariat', max_length=12, verbose_name='visible to')),
                ('opened_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first seen by others at')),
                ('body_text', models.TextField(blank=True, editable=False, verbose_name='text without markup')),
                ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('creation_key', models.UUIDField(editable=False, null=True, unique=True, verbose_name='key of the form it was entered with')),
                ('is_demo', models.BooleanField(default=False, verbose_name='demonstration record')),
                ('maker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='collections', to=settings.AUTH_USER_MODEL, verbose_name='put together by')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='collections', to='taggit.tag', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'collection',
                'verbose_name_plural': 'collections',
                'ordering': ['-updated_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CollectionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='why it stands here')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='knowledge.collection', verbose_name='collection')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='collected', to='knowledge.finding', verbose_name='finding')),
                ('piece', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='collected', to='knowledge.piece', verbose_name='piece')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='collected', to='knowledge.openquestion', verbose_name='open question')),
            ],
            options={
                'verbose_name': 'entry of a collection',
                'verbose_name_plural': 'entries of collections',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='collection',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='collection_search'),
        ),
        migrations.AddConstraint(
            model_name='collectionitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', None), ('piece__isnull', False), ('question', None)), models.Q(('finding__isnull', False), ('piece', None), ('question', None)), models.Q(('finding', None), ('piece', None), ('question__isnull', False)), _connector='OR'), name='collection_item_is_one_thing', violation_error_message='Choose one piece, one finding or one open question.'),
        ),
        migrations.AddConstraint(
            model_name='collectionitem',
            constraint=models.UniqueConstraint(fields=('collection', 'piece'), name='collection_piece_once'),
        ),
        migrations.AddConstraint(
            model_name='collectionitem',
            constraint=models.UniqueConstraint(fields=('collection', 'finding'), name='collection_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='collectionitem',
            constraint=models.UniqueConstraint(fields=('collection', 'question'), name='collection_question_once'),
        ),
        migrations.RunSQL(read("search_collections.sql"), migrations.RunSQL.noop),
    ]
