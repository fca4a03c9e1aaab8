"""The texts move in from the service desk, with what is in them; contacts and settings are new."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FORTH = """
ALTER TABLE tickets_messagetemplate RENAME TO contacts_messagetemplate;
ALTER TABLE tickets_templateedition RENAME TO contacts_templateedition;
ALTER SEQUENCE tickets_messagetemplate_id_seq RENAME TO contacts_messagetemplate_id_seq;
ALTER SEQUENCE tickets_templateedition_id_seq RENAME TO contacts_templateedition_id_seq;
"""
BACK = """
ALTER SEQUENCE contacts_templateedition_id_seq RENAME TO tickets_templateedition_id_seq;
ALTER SEQUENCE contacts_messagetemplate_id_seq RENAME TO tickets_messagetemplate_id_seq;
ALTER TABLE contacts_templateedition RENAME TO tickets_templateedition;
ALTER TABLE contacts_messagetemplate RENAME TO tickets_messagetemplate;
"""
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
OF_PROJECT = models.ForeignKey(
    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.project"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clocks", "0002_append_only"),
        ("estate", "0001_estate"),
        ("organization", "0002_staff_import"),
        ("residents", "0001_residents"),
        ("tickets", "0002_tickets"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORTH, BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="MessageTemplate",
                    fields=[
                        ("id", ID),
                        ("edition", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        (
                            "retired_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="停用时间"),
                        ),
                        ("code", models.CharField(max_length=30)),
                        ("name", models.CharField(max_length=30, verbose_name="场合")),
                        ("name_key", models.CharField(editable=False, max_length=200)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("SMS", "短信"),
                                    ("WECHAT", "微信"),
                                    ("PHONE", "电话话术"),
                                    ("PAPER", "书面"),
                                ],
                                max_length=10,
                                verbose_name="渠道",
                            ),
                        ),
                        ("text", models.TextField(max_length=600, verbose_name="内容")),
                        (
                            "required",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="必须包含",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(default=500, verbose_name="排序"),
                        ),
                        ("project", OF_PROJECT),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("project"),
                                models.F("code"),
                                models.F("channel"),
                                condition=models.Q(("retired_at", None)),
                                name="template_code_once_per_channel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("channel__in", ["SMS", "WECHAT", "PHONE", "PAPER"])
                                ),
                                name="template_channel_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateEdition",
                    fields=[
                        ("id", ID),
                        ("number", models.PositiveIntegerField(verbose_name="版本")),
                        ("text", models.TextField(max_length=600, verbose_name="内容")),
                        ("made_by_name", models.CharField(max_length=60)),
                        ("made_at", models.DateTimeField()),
                        ("project", OF_PROJECT),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="contacts.messagetemplate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("project"),
                                models.F("template"),
                                models.F("number"),
                                name="template_edition_number_once",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "cap",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="每户 7 天内最多主动联系"
                    ),
                ),
                (
                    "night_from",
                    models.TimeField(
                        default=datetime.time(21, 0), null=True, verbose_name="夜间免打扰从"
                    ),
                ),
                (
                    "night_until",
                    models.TimeField(
                        default=datetime.time(8, 0), null=True, verbose_name="夜间免打扰到"
                    ),
                ),
                (
                    "noon_from",
                    models.TimeField(
                        default=datetime.time(12, 0), null=True, verbose_name="午间免打扰从"
                    ),
                ),
                (
                    "noon_until",
                    models.TimeField(
                        default=datetime.time(14, 0), null=True, verbose_name="午间免打扰到"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outreach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("SMS", "短信"),
                            ("MAIL", "邮件"),
                            ("WECHAT", "微信"),
                            ("PHONE", "电话"),
                            ("VISIT", "上门"),
                            ("PAPER", "书面"),
                        ],
                        max_length=10,
                        verbose_name="渠道",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("ANSWER", "答复未结事项"),
                            ("PROMISE", "告知承诺时间"),
                            ("APPOINTMENT", "约好的上门"),
                            ("EMERGENCY", "突发事件"),
                            ("CARD", "意见卡"),
                            ("INFORM", "主动通知"),
                            ("VISIT", "走访、回访"),
                        ],
                        max_length=12,
                        verbose_name="事由",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("HELD", "等到合适时间"),
                            ("NEEDS_REASON", "待主管说明原因"),
                            ("READY", "待发出"),
                            ("SENT", "已发出"),
                            ("DELIVERED", "已送达"),
                            ("FAILED", "没有送达"),
                            ("COPIED", "已在微信发出"),
                            ("RECORDED", "已联系"),
                            ("CANCELLED", "已取消"),
                        ],
                        max_length=14,
                        verbose_name="状态",
                    ),
                ),
                ("is_started_by_us", models.BooleanField(default=False, verbose_name="我方发起")),
                ("passes", models.BooleanField(default=False, verbose_name="不受免打扰限制")),
                ("is_counted", models.BooleanField(default=False)),
                ("subject_type", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="内容")),
                ("values", models.JSONField(default=dict)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("findings", models.JSONField(default=list)),
                ("key", models.CharField(max_length=120)),
                ("outgoing_id", models.BigIntegerField(null=True)),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="主管说明")),
                ("outcome", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                (
                    "failed_because",
                    models.CharField(blank=True, max_length=200, verbose_name="原因"),
                ),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=80, verbose_name="发起人")),
                (
                    "done_by_name",
                    models.CharField(blank=True, max_length=80, verbose_name="经手人"),
                ),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("goes_at", models.DateTimeField(verbose_name="发出时间")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="完成时间")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="messagetemplate",
            name="template_channel_known",
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="passes_quiet",
            field=models.BooleanField(default=False, verbose_name="免打扰时间也可发"),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="provider_code",
            field=models.CharField(blank=True, max_length=60, verbose_name="短信平台模板编号"),
        ),
        migrations.AlterField(
            model_name="messagetemplate",
            name="channel",
            field=models.CharField(
                choices=[
                    ("SMS", "短信"),
                    ("MAIL", "邮件"),
                    ("WECHAT", "微信"),
                    ("PHONE", "电话"),
                    ("VISIT", "上门"),
                    ("PAPER", "书面"),
                ],
                max_length=10,
                verbose_name="渠道",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["SMS", "MAIL", "WECHAT", "PHONE", "VISIT", "PAPER"])
                ),
                name="template_channel_known",
            ),
        ),
        migrations.AddField(
            model_name="contactterms",
            name="project",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.project",
            ),
        ),
        migrations.AddField(
            model_name="outreach",
            name="combined_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="contacts.outreach",
            ),
        ),
        migrations.AddField(
            model_name="outreach",
            name="instead_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="contacts.outreach",
                verbose_name="改用其他渠道",
            ),
        ),
        migrations.AddField(
            model_name="outreach",
            name="keeps",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clocks.clock",
            ),
        ),
        migrations.AddField(
            model_name="outreach",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outreaches",
                to="residents.person",
                verbose_name="住户",
            ),
        ),
        migrations.AddField(
            model_name="outreach",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.project",
            ),
        ),
        migrations.AddField(
            model_name="outreach",
            name="template",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.messagetemplate",
            ),
        ),
        migrations.AddField(
            model_name="outreach",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outreaches",
                to="estate.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("night_from", None), ("night_until", None)),
                        models.Q(("night_from__isnull", False), ("night_until__isnull", False)),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("noon_from", None), ("noon_until", None)),
                        models.Q(("noon_from__isnull", False), ("noon_until__isnull", False)),
                        _connector="OR",
                    ),
                ),
                name="contact_terms_hours_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(fields=["project", "-made_at", "-id"], name="outreach_newest"),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(fields=["project", "person", "-made_at"], name="outreach_of_person"),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(fields=["project", "unit", "-goes_at"], name="outreach_of_unit"),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(fields=["project", "state", "goes_at"], name="outreach_by_state"),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(
                condition=models.Q(("outgoing_id__isnull", False)),
                fields=["project", "outgoing_id"],
                name="outreach_of_outgoing",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.UniqueConstraint(
                models.F("project"), models.F("key"), name="outreach_once_per_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["SMS", "MAIL", "WECHAT", "PHONE", "VISIT", "PAPER"]),
                    (
                        "reason__in",
                        [
                            "ANSWER",
                            "PROMISE",
                            "APPOINTMENT",
                            "EMERGENCY",
                            "CARD",
                            "INFORM",
                            "VISIT",
                        ],
                    ),
                    (
                        "state__in",
                        [
                            "HELD",
                            "NEEDS_REASON",
                            "READY",
                            "SENT",
                            "DELIVERED",
                            "FAILED",
                            "COPIED",
                            "RECORDED",
                            "CANCELLED",
                        ],
                    ),
                ),
                name="outreach_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("combined_into", None), ("state", "CANCELLED"), _connector="OR"
                ),
                name="outreach_part_is_cancelled",
            ),
        ),
        migrations.RunSQL(
            "UPDATE contacts_messagetemplate SET passes_quiet = true WHERE code IN "
            "('accepted', 'promised', 'rearranged', 'dispatched', 'coming', 'quoted', 'progress', "
            "'done', 'unreachable', 'not-ours', 'complaint')",
            migrations.RunSQL.noop,
        ),
    ]
