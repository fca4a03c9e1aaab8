"""What a session's person must do first, kept for a minute."""

from datetime import UTC, datetime

from django.db import migrations, models

# Running sessions are checked at their next request.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]

    operations = [
        migrations.AddField(
            model_name="staffsession",
            name="checked_at",
            field=models.DateTimeField(default=LONG_AGO),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="staffsession",
            name="lacks_totp",
            field=models.BooleanField(default=False),
        ),
    ]
