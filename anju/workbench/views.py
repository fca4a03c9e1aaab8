"""The first screens: where to go, one's home, and the gallery of components."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.periods import local_date
from anju.organization.access import access_to_office
from anju.organization.doors import PersonRequest, StaffRequest, person_view, staff_view
from anju.organization.queries.places import projects_of
from anju.ui.forms import DayInput, Form
from anju.ui.responses import done, page
from anju.workbench.queries import home_sections, opened_cell

# What a home shows is of these; the template's region listens to the same.
LIVE_APPS = ("notices", "organization", "tickets", "digests", "handovers", "opinions")


@person_view
def start(request: PersonRequest) -> HttpResponseBase:
    """Go to the only place one works in, or let one choose."""
    projects = list(projects_of(request.user, at=request.at)[:2])
    in_office = access_to_office(request.user, at=request.at).is_inside
    if in_office:
        return done(request, to=reverse("office:home"))
    if len(projects) == 1:
        return done(request, to=reverse("workbench:home", args=[projects[0].code]))
    return page(request, "workbench/start.html", {})


@staff_view(None)
def home(request: StaffRequest) -> HttpResponseBase:
    """Show what one's posts find first, in the order of their day."""
    sections = home_sections(request.access, at=request.at)
    project = request.project.pk
    context = {
        "sections": sections,
        "opened": opened_cell(
            request.access,
            department=request.GET.get("department", ""),
            age=request.GET.get("age", ""),
            at=request.at,
        ),
    }
    live = [f"project:{project}:{app}" for app in LIVE_APPS]
    return page(request, "workbench/home.html", context, part="sections", live=live)


class _SampleForm(Form):
    """One field of each kind, for the gallery."""

    name = forms.CharField(label="姓名", help_text="说明文字在这里。")
    kind = forms.ChoiceField(label="类型", choices=[("1", "报修"), ("2", "投诉")])
    day = forms.DateField(label="日期", widget=DayInput())
    agree = forms.BooleanField(label="住户已同意", required=False)
    text = forms.CharField(label="描述", widget=forms.Textarea(attrs={"rows": 3}))


@person_view
def gallery(request: PersonRequest) -> HttpResponseBase:
    """Show every component in every state, for those who build and check screens."""
    now = request.at
    context = {
        "form": _SampleForm(initial={"name": "司徒静怡", "kind": "1", "day": local_date(now)}),
        "wrong": _SampleForm({"name": "", "kind": "9", "day": "x", "text": ""}),
        "moments": [now + timedelta(hours=hours) for hours in (-30, -1, 2, 26, 80, 400, -9000)],
        "amounts": [Decimal("0"), Decimal("1234.5"), Decimal("-88.005")],
        "tones": ["plain", "good", "warn", "bad", "info"],
    }
    return page(request, "workbench/gallery.html", context)
