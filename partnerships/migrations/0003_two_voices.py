"""Signed links, corrections, objections, holdings, commitments and the rest of a partnership's depth."""

import core.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import partnerships.models.links
from django.conf import settings
from django.db import migrations, models

from partnerships.sql import read


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0002_append_only_audit'),
        ('partnerships', '0002_derived_columns'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AwaitedWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'awaited word',
                'verbose_name_plural': 'awaited words',
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('visibility', models.CharField(choices=[('public', 'Public'), ('community', 'Community: verified members'), ('parties', 'Parties: members of the institutions concerned'), ('private', 'Private: the author and the people named')], default='parties', max_length=10, verbose_name='visible to')),
                ('made_on', models.DateField(verbose_name='said on')),
                ('leader', models.CharField(help_text='Name and office.', max_length=200, verbose_name='said by')),
                ('shared_values', models.TextField(max_length=2000, verbose_name='values we share')),
                ('commitment', models.TextField(max_length=2000, verbose_name='what our leadership commits to')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
                'ordering': ['-made_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ComplementaryModality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('visibility', models.CharField(choices=[('public', 'Public'), ('community', 'Community: verified members'), ('parties', 'Parties: members of the institutions concerned'), ('private', 'Private: the author and the people named')], default='parties', max_length=10, verbose_name='visible to')),
                ('kind', models.CharField(choices=[('budget_support', 'Budget support'), ('technical_assistance', 'Technical assistance'), ('training', 'Training programme'), ('south_south', 'South-South exchange'), ('embedded_experts', 'Embedded experts'), ('political_support', 'Political and strategic support'), ('other', 'Other')], max_length=24, verbose_name='form of support')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='what it adds')),
                ('provider_name', models.CharField(blank=True, max_length=250, verbose_name='or given by, in words')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'complementary support',
                'verbose_name_plural': 'complementary support',
                'ordering': ['partnership', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('name', models.CharField(max_length=150, validators=[core.validators.validate_has_letters], verbose_name='name')),
                ('role', models.CharField(choices=[('project_leader', 'Project leader'), ('rta', 'Resident twinning adviser'), ('short_term_expert', 'Short-term expert'), ('officer', 'Officer in charge'), ('other', 'Other')], default='officer', max_length=20, verbose_name='role')),
                ('job_title', models.CharField(blank=True, max_length=150, verbose_name='job title')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic')], default='en', max_length=5, verbose_name='language of mail')),
                ('consent', models.CharField(choices=[('none', 'Only the parties'), ('community', 'Verified members')], default='none', help_text='Ask the person first. The address is shown to nobody.', max_length=10, verbose_name='who may see the name')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['institution', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ContextNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('visibility', models.CharField(choices=[('public', 'Public'), ('community', 'Community: verified members'), ('parties', 'Parties: members of the institutions concerned'), ('private', 'Private: the author and the people named')], default='parties', max_length=10, verbose_name='visible to')),
                ('kind', models.CharField(choices=[('authoriser', 'Who gives political space'), ('blocker', 'What stands in the way'), ('political_room', 'Political room')], max_length=20, verbose_name='kind')),
                ('noted_on', models.DateField(verbose_name='date')),
                ('text', models.TextField(max_length=5000, verbose_name='note')),
            ],
            options={
                'verbose_name': 'context note',
                'verbose_name_plural': 'context notes',
                'ordering': ['-noted_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('side', models.CharField(choices=[('demand', 'Asks'), ('supply', 'Offers'), ('peer', 'Shares and learns'), ('broker', 'Broker'), ('funder', 'Funder'), ('facilitator', 'Facilitator')], max_length=12, verbose_name='side')),
                ('field', models.CharField(max_length=40, verbose_name='field')),
                ('stood', models.TextField(blank=True, verbose_name='what stood')),
                ('proposed', models.TextField(blank=True, verbose_name='what it should say')),
                ('by_name', models.CharField(max_length=200, verbose_name='name at the time')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('discussed', 'Being discussed'), ('accepted', 'Accepted'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=10, verbose_name='status')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CorrectionRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=200, verbose_name='name at the time')),
                ('text', models.TextField(max_length=2000, verbose_name='remark')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='said at')),
            ],
            options={
                'verbose_name': 'remark',
                'verbose_name_plural': 'remarks',
                'ordering': ['said_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handed_at', models.DateTimeField(auto_now_add=True, verbose_name='handed over at')),
            ],
            options={
                'verbose_name': 'hand-over',
                'verbose_name_plural': 'hand-overs',
                'ordering': ['-handed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
            ],
            options={
                'verbose_name': 'holding',
                'verbose_name_plural': 'holdings',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='OwnWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stood', models.TextField(blank=True, verbose_name='what stood')),
                ('text', models.TextField(verbose_name='the problem, in own words')),
                ('by_name', models.CharField(max_length=200, verbose_name='name at the time')),
                ('wording_before', models.CharField(max_length=64, verbose_name='wording before')),
                ('wording_after', models.CharField(max_length=64, verbose_name='wording after')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='said at')),
            ],
            options={
                'verbose_name': 'problem in own words',
                'verbose_name_plural': 'problems in own words',
                'ordering': ['said_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PartConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=40, verbose_name='kind of part')),
                ('part_id', models.PositiveBigIntegerField(verbose_name='number of the part')),
                ('to', models.CharField(choices=[('public', 'Public'), ('community', 'Community: verified members'), ('parties', 'Parties: members of the institutions concerned'), ('private', 'Private: the author and the people named')], max_length=10, verbose_name='may be shown to')),
                ('revision', models.CharField(max_length=64, verbose_name='wording agreed to')),
                ('side', models.CharField(choices=[('demand', 'Asks'), ('supply', 'Offers'), ('peer', 'Shares and learns'), ('broker', 'Broker'), ('funder', 'Funder'), ('facilitator', 'Facilitator')], max_length=12, verbose_name='side')),
                ('by_name', models.CharField(max_length=200, verbose_name='name at the time')),
                ('agreed_at', models.DateTimeField(auto_now_add=True, verbose_name='agreed at')),
            ],
            options={
                'verbose_name': 'consent to show a part',
                'verbose_name_plural': 'consents to show parts',
                'ordering': ['agreed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PortfolioReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('language', models.CharField(default='en', max_length=5, verbose_name='language')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('partnership_ids', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveBigIntegerField(), size=None, verbose_name='selection')),
                ('format', models.CharField(choices=[('docx', 'Word document'), ('pdf', 'PDF')], max_length=4, verbose_name='format')),
                ('status', models.CharField(choices=[('waiting', 'Being made'), ('ready', 'Ready'), ('failed', 'Could not be made')], default='waiting', max_length=10, verbose_name='status')),
                ('file', models.FileField(blank=True, max_length=300, upload_to='reports/%Y/%m', verbose_name='file')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='what went wrong')),
                ('creation_key', models.UUIDField(editable=False, unique=True, verbose_name='key of the form it was asked with')),
            ],
            options={
                'verbose_name': 'portfolio report',
                'verbose_name_plural': 'portfolio reports',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Repurposing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('visibility', models.CharField(choices=[('public', 'Public'), ('community', 'Community: verified members'), ('parties', 'Parties: members of the institutions concerned'), ('private', 'Private: the author and the people named')], default='parties', max_length=10, verbose_name='visible to')),
                ('changed_on', models.DateField(verbose_name='changed on')),
                ('from_work', models.CharField(max_length=500, verbose_name='what was agreed')),
                ('to_work', models.CharField(max_length=500, verbose_name='what it became')),
                ('why', models.TextField(max_length=2000, verbose_name='why')),
            ],
            options={
                'verbose_name': 'repurposed work',
                'verbose_name_plural': 'repurposed work',
                'ordering': ['changed_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SideLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('kind', models.CharField(choices=[('confirm', 'To confirm, correct or object'), ('terms', 'To sign the terms')], default='confirm', max_length=10, verbose_name='kind')),
                ('side', models.CharField(choices=[('demand', 'Asks'), ('supply', 'Offers'), ('peer', 'Shares and learns'), ('broker', 'Broker'), ('funder', 'Funder'), ('facilitator', 'Facilitator')], max_length=12, verbose_name='side')),
                ('address', models.EmailField(max_length=254, verbose_name='sent to')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('ar', 'Arabic')], default='en', max_length=5, verbose_name='language')),
                ('expires_at', models.DateTimeField(default=partnerships.models.links.in_sixty_days, verbose_name='ends at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('replaced_at', models.DateTimeField(blank=True, null=True, verbose_name='replaced by a newer one at')),
            ],
            options={
                'verbose_name': 'signed link',
                'verbose_name_plural': 'signed links',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='confirmation',
            name='by_title',
            field=models.CharField(blank=True, max_length=150, verbose_name='job title at the time'),
        ),
        migrations.AddField(
            model_name='partnership',
            name='asked_again_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='asked to confirm again on'),
        ),
        migrations.AddField(
            model_name='partnership',
            name='objected_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='objected to at'),
        ),
        migrations.AddField(
            model_name='terms',
            name='demand_signed_name',
            field=models.CharField(blank=True, max_length=250, verbose_name='name of who signed for the demand side'),
        ),
        migrations.AddField(
            model_name='terms',
            name='supply_signed_name',
            field=models.CharField(blank=True, max_length=250, verbose_name='name of who signed for the supply side'),
        ),
        migrations.AlterField(
            model_name='confirmation',
            name='decision',
            field=models.CharField(choices=[('confirmed', 'Confirmed'), ('withdrawn', 'Withdrawn'), ('objected', 'Objected')], max_length=10, verbose_name='decision'),
        ),
        migrations.AddIndex(
            model_name='partnership',
            index=models.Index(condition=models.Q(('standing', 'both_sides')), fields=['confirmed_on'], name='partnership_by_age'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(('objected_at', None), models.Q(('visibility__in', ['public', 'community']), _negated=True), _connector='OR'), name='partnership_objected_to_is_not_shown', violation_error_message='A party objects to this record: it is for the parties until that is settled.'),
        ),
        migrations.AddField(
            model_name='awaitedword',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution'),
        ),
        migrations.AddField(
            model_name='awaitedword',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awaited_words', to='partnerships.partnership'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='complementarymodality',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='complementarymodality',
            name='provider',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='complementarymodality',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='contact',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
        ),
        migrations.AddField(
            model_name='contact',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='contact',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='contextnote',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='contextnote',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='correction',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='correction',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='correction',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='correction',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='correctionremark',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='correctionremark',
            name='correction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='partnerships.correction', verbose_name='correction'),
        ),
        migrations.AddField(
            model_name='correctionremark',
            name='institution',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='handover',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='handover',
            name='from_user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed over by'),
        ),
        migrations.AddField(
            model_name='handover',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='handover',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='handover',
            name='to_user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed to'),
        ),
        migrations.AddField(
            model_name='holding',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to=settings.AUTH_USER_MODEL, verbose_name='looked after by'),
        ),
        migrations.AddField(
            model_name='holding',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='holding',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='ownwords',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='ownwords',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_words', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='partconsent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='partconsent',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='partconsent',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_consents', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='portfolioreport',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='portfolio_reports', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='repurposing',
            name='activity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnerships.activity', verbose_name='the exchange concerned'),
        ),
        migrations.AddField(
            model_name='repurposing',
            name='juncture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repurposings', to='partnerships.criticaljuncture', verbose_name='critical juncture'),
        ),
        migrations.AddField(
            model_name='repurposing',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='repurposing',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='sidelink',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='side_links', to='community.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='sidelink',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='side_links', to='partnerships.partnership', verbose_name='partnership'),
        ),
        migrations.AddField(
            model_name='sidelink',
            name='sent_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='sidelink',
            name='terms',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='side_links', to='partnerships.terms', verbose_name='terms'),
        ),
        migrations.AddField(
            model_name='correction',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='corrections', to='partnerships.sidelink', verbose_name='signed link'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.sidelink', verbose_name='signed link'),
        ),
        migrations.AddIndex(
            model_name='awaitedword',
            index=models.Index(fields=['institution', 'partnership'], name='awaited_word_of_institution'),
        ),
        migrations.AddConstraint(
            model_name='awaitedword',
            constraint=models.UniqueConstraint(fields=('partnership', 'institution'), name='awaited_word_once'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.UniqueConstraint(fields=('partnership', 'institution', 'made_on'), name='commitment_once_a_day', violation_error_message='This institution has said so on that day already.'),
        ),
        migrations.AddConstraint(
            model_name='complementarymodality',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='complementary_period_in_order', violation_error_message='The period cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(models.F('partnership'), models.F('institution'), django.db.models.functions.text.Lower('email'), name='contact_once', violation_error_message='This person is a contact of that institution here already.'),
        ),
        migrations.AddConstraint(
            model_name='contextnote',
            constraint=models.CheckConstraint(condition=models.Q(('visibility', 'parties')), name='context_note_is_for_the_parties', violation_error_message='Context notes are for the parties only.'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['from_user', '-handed_at'], name='hand_over_from'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('from_user', None), ('to_user', None), models.Q(('from_user', models.F('to_user')), _negated=True), _connector='OR'), name='hand_over_to_somebody_else', violation_error_message='You hold these records already; choose a colleague.'),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(fields=['holder', 'institution'], name='holding_of_holder'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(fields=('partnership', 'institution'), name='holding_once_an_institution'),
        ),
        migrations.AddIndex(
            model_name='partconsent',
            index=models.Index(fields=['part', 'part_id'], name='part_consent_of_part'),
        ),
        migrations.AddConstraint(
            model_name='portfolioreport',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='portfolio_report_period_in_order', violation_error_message='The period cannot end before it starts.'),
        ),
        migrations.AddIndex(
            model_name='sidelink',
            index=models.Index(fields=['partnership', 'institution', '-created_at'], name='side_link_latest'),
        ),
        migrations.AddConstraint(
            model_name='sidelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'terms'), ('terms__isnull', False)), models.Q(('kind', 'confirm'), ('terms', None)), _connector='OR'), name='side_link_of_terms_names_them'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'discussed'])), fields=('partnership', 'institution', 'field'), name='correction_open_once_a_field'),
        ),
        migrations.RunSQL(read("append_only_voices.sql"), migrations.RunSQL.noop),
    ]
