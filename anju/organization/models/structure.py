"""What exists before anybody works in it: company, projects, departments, posts, roles."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q


class Company(models.Model):
    """The one company (or group) that this installation serves."""

    name = models.CharField("公司名称", max_length=80)
    short_name = models.CharField("简称", max_length=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="company_only_one")]

    def __str__(self) -> str:
        return self.name


class ProjectKind(models.TextChoices):
    ESTATE = "ESTATE", "小区"
    TOWER = "TOWER", "大厦"
    PARK = "PARK", "园区"


class ProjectState(models.TextChoices):
    OPEN = "OPEN", "在管"
    CLOSED = "CLOSED", "已撤管"


class ProjectQuerySet(models.QuerySet["Project"]):
    """Words for sets of projects."""

    def open(self) -> "ProjectQuerySet":
        return self.filter(state=ProjectState.OPEN)


class Project(models.Model):
    """A community or tower (小区/大厦) that the company manages; the border of all data."""

    code = models.CharField(
        "项目代码",
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9-]{1,19}$",
                "项目代码用小写字母、数字和短横线,以字母开头,2 到 20 个字符。",
            )
        ],
    )
    name = models.CharField("项目名称", max_length=40)
    kind = models.CharField(
        "类型", max_length=10, choices=ProjectKind.choices, default=ProjectKind.ESTATE
    )
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("客服电话", max_length=30, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ProjectState.choices, default=ProjectState.OPEN
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProjectKind.values), name="project_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProjectState.values), name="project_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """An outside company (外包单位) that sends people to one or more projects."""

    name = models.CharField("单位名称", max_length=80, unique=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    contact_name = models.CharField("联系人", max_length=30, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class DepartmentKind(models.TextChoices):
    INSIDE = "INSIDE", "内部部门"
    OUTSIDE = "OUTSIDE", "外包单位"


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Words for sets of departments."""

    def of(self, project: Project) -> "DepartmentQuerySet":
        return self.filter(project=project)

    def live(self) -> "DepartmentQuerySet":
        return self.filter(retired_at=None)

    def locked(self) -> "DepartmentQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Department(models.Model):
    """A department of a project: its own, or an outside company's people in it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="departments")
    name = models.CharField("部门名称", max_length=40)
    kind = models.CharField(
        "类别", max_length=10, choices=DepartmentKind.choices, default=DepartmentKind.INSIDE
    )
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, verbose_name="外包单位")
    rank = models.PositiveSmallIntegerField("排序", default=50)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "name", name="department_name_once_per_project"),
            models.CheckConstraint(
                condition=Q(kind=DepartmentKind.INSIDE, party=None)
                | Q(kind=DepartmentKind.OUTSIDE, party__isnull=False),
                name="department_outside_has_party",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleScope(models.TextChoices):
    PROJECT = "PROJECT", "项目角色"
    OFFICE = "OFFICE", "总部角色"


class Role(models.Model):
    """A named set of permissions; a head-office role also holds in every project."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=30, unique=True)
    scope = models.CharField("范围", max_length=10, choices=RoleScope.choices)
    permissions: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=60), default=list, verbose_name="权限"
    )
    requires_totp = models.BooleanField("必须使用动态口令", default=False)
    is_edited = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=RoleScope.values), name="role_scope_known")
        ]

    def __str__(self) -> str:
        return self.name


class PostHome(models.TextChoices):
    DESK = "DESK", "电脑工作台"
    FIELD = "FIELD", "手机工作台"


class Post(models.Model):
    """A post of the handbook (岗位), with the role it brings and whom it reports to."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("岗位", max_length=30, unique=True)
    role = models.ForeignKey(Role, models.PROTECT, verbose_name="默认角色")
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="工作督导"
    )
    home = models.CharField(
        "工作台", max_length=10, choices=PostHome.choices, default=PostHome.DESK
    )
    rank = models.PositiveSmallIntegerField("排序", default=50)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(home__in=PostHome.values), name="post_home_known"),
            models.CheckConstraint(
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=models.F("pk")),
                name="post_not_its_own_superior",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The last number given out, per project, prefix and year; read only under lock."""

    project = models.ForeignKey(Project, models.PROTECT)
    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "prefix", "year", name="number_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"
