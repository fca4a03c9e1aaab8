"""What happened to a clock, and what decided it then, refuses to be changed, whoever asks."""

from django.db import migrations

EVENTS = ("clocks_clockevent", "clocks_stagefiring")
VERSIONS = (
    "clocks_calendarversion",
    "clocks_policyversion",
    "clocks_clockpolicy",
    "clocks_holidayyear",
)
FUNCTION = """
CREATE FUNCTION clocks_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
NO_CHANGE = """
CREATE TRIGGER {0}_no_change BEFORE UPDATE OR DELETE ON {0}
    FOR EACH ROW EXECUTE FUNCTION clocks_append_only();
"""
NO_TRUNCATE = """
CREATE TRIGGER {0}_no_truncate BEFORE TRUNCATE ON {0}
    FOR EACH STATEMENT EXECUTE FUNCTION clocks_append_only();
"""
FORWARD = (
    FUNCTION
    + "".join(NO_CHANGE.format(table) for table in EVENTS + VERSIONS)
    + "".join(NO_TRUNCATE.format(table) for table in EVENTS)
)
BACKWARD = (
    "".join(f"DROP TRIGGER {table}_no_truncate ON {table};" for table in EVENTS)
    + "".join(f"DROP TRIGGER {table}_no_change ON {table};" for table in EVENTS + VERSIONS)
    + "DROP FUNCTION clocks_append_only();"
)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_clocks")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
