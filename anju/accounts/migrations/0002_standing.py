"""What a session's person must do first, kept for a minute."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]

    operations = [
        migrations.AddField(
            model_name="staffsession",
            name="checked_at",
            field=models.DateTimeField(default=Now()),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="staffsession",
            name="lacks_totp",
            field=models.BooleanField(default=False),
        ),
    ]
