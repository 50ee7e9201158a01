"""The audit log is added to and never rewritten."""

from django.db import migrations

INSTALL = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON community_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]
    operations = [migrations.RunSQL(INSTALL, "DROP TRIGGER append_only ON community_auditentry;")]
