"""The texts have moved to contacts; what was said to an owner names how it went out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_contacts"),
        ("tickets", "0002_tickets"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="TemplateEdition"),
                migrations.DeleteModel(name="MessageTemplate"),
            ],
        ),
        migrations.AddField(
            model_name="contact",
            name="outreach",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.outreach",
            ),
        ),
    ]
