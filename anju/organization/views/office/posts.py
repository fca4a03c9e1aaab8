"""The posts of the handbook and the company's own."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.roles import add_post, change_post
from anju.organization.doors import OfficeRequest, office_view
from anju.organization.forms.office import PostForm, own_code
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import posts_across_projects
from anju.organization.views.office.exporting import export
from anju.ui.lists import Column
from anju.ui.responses import done, page

COLUMNS: list[Column[Any]] = [  # rows carry an annotation
    Column("岗位", lambda row: row.name, 18),
    Column("工作督导", lambda row: row.reports_to.name if row.reports_to else "", 18),
    Column("默认角色", lambda row: row.role.name, 16),
    Column("工作台", lambda row: row.get_home_display(), 14),
    Column("现任人数", lambda row: row.holder_count, 10),
]


@office_view(May.MANAGE_ROLES)
def posts(request: OfficeRequest) -> HttpResponseBase:
    """List the posts from the top of the chain; there are too few to search."""
    found = posts_across_projects(on=local_date(request.at))
    return page(
        request,
        "organization/office/posts.html",
        {"posts": found},
        part="rows",
        live=["office:organization"],
    )


@office_view(May.EXPORT_LISTS)
def export_posts(request: OfficeRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    found = posts_across_projects(on=local_date(request.at))
    return export(request, "岗位清单", COLUMNS, found, {})


@office_view(May.MANAGE_ROLES)
def add(request: OfficeRequest) -> HttpResponseBase:
    """Add a post of the company's own."""
    form = PostForm(request.POST or None, posts=posts_across_projects(on=local_date(request.at)))
    if form.is_valid():
        try:
            added = add_post(code=own_code(), by=request.by, at=request.at, **form.facts())
        except DomainError as refusal:
            form.refuse(refusal, "name")
        else:
            return done(request, to=reverse("office:posts"), said=f"岗位“{added.name}”已建立。")
    return _form_page(request, form, "新建岗位")


@office_view(May.MANAGE_ROLES)
def change(request: OfficeRequest, post_id: int) -> HttpResponseBase:
    """Change a post; who holds it keeps the role that was given."""
    posts = posts_across_projects(on=local_date(request.at))
    found = posts.filter(pk=post_id).first()
    if found is None:
        raise Http404
    initial = {name: getattr(found, name) for name in ("name", "role", "reports_to", "home")}
    form = PostForm(request.POST or None, posts=posts.exclude(pk=found.pk), initial=initial)
    if form.is_valid():
        try:
            change_post(post=found, by=request.by, at=request.at, **form.facts())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"岗位“{form.cleaned_data['name']}”已修改。"
            return done(request, to=reverse("office:posts"), said=said)
    return _form_page(request, form, f"修改岗位 · {found.name}")


def _form_page(request: OfficeRequest, form: PostForm, title: str) -> HttpResponseBase:
    context = {"form": form, "title": title, "back": reverse("office:posts")}
    return page(request, "organization/form.html", context, status=form.status)
