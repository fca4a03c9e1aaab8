from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0003_texts_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="entered_at",
            field=models.DateTimeField(null=True, verbose_name="登记时间"),
        ),
        migrations.RunSQL(
            "UPDATE tickets_ticket SET entered_at = received_at", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="ticket",
            name="entered_at",
            field=models.DateTimeField(verbose_name="登记时间"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_at__gte", models.F("received_at"))),
                name="ticket_entered_after_it_came",
            ),
        ),
    ]
