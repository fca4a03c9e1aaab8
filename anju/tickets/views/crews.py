"""派工设置: how each department hands out its work, who is on duty with what, who can do what."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.timeline import lines, timeline
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import Department
from anju.organization.queries.staff import departments_of, person_in
from anju.tickets.commands.crews import change_crew_terms, set_skills
from anju.tickets.forms.crews import SkillsForm, TermsForm
from anju.tickets.permissions import DeskPermission, TicketPermission
from anju.tickets.queries.categories import tree_of
from anju.tickets.queries.crew_pages import crew_changes, crews_of
from anju.tickets.queries.crews import skills_of, terms_of
from anju.tickets.queries.presence import presence_in
from anju.tickets.states import Way
from anju.tickets.views.editing import edit, live_topics, url_of
from anju.ui.lists import one_page
from anju.ui.responses import page


@staff_view(TicketPermission.READ_CATALOGUE)
def crews(request: StaffRequest) -> HttpResponseBase:
    """Show every department's way of handing out, its people on duty, their load and skills."""
    presence = presence_in(request.project, request.at)
    rows = crews_of(request.project, tree_of(request.project), presence, request.at)
    live = live_topics(request)
    return page(request, "tickets/crews.html", {"crews": rows}, part="rows", live=live)


@staff_view(DeskPermission.MANAGE_CREWS)
def change_terms(request: StaffRequest, department_id: int) -> HttpResponseBase:
    """Set how a department hands out what no rule says otherwise of."""
    department = _department_or_404(request, department_id)
    terms = terms_of(request.project, department)
    if terms.pk is None:
        terms.edition = 0
    form = TermsForm(request.POST or None, initial=TermsForm.of(terms))

    def save() -> str:
        said = form.cleaned_data
        change_crew_terms(
            project=request.project,
            department=department,
            way=Way(said["way"]),
            load_cap=said["load_cap"],
            seen=said["seen"],
            by=request.by,
            at=request.at,
        )
        return f"{department.name}的派工设置已保存,下一单起照此派。"

    def theirs() -> tuple[int, dict[str, Any]]:
        now = terms_of(request.project, department)
        return now.edition, {"way": Way(now.way).label, "load_cap": now.load_cap}

    context: dict[str, Any] = {
        "title": f"{department.name}派工设置",
        "lead": "没有派单规则另作规定时,照这里的设置派人。",
    }
    if terms.pk is not None:
        context["lines"] = timeline(terms)
    return edit(
        request,
        form,
        template="tickets/edit.html",
        to=url_of(request, "crews"),
        save=save,
        theirs=theirs,
        context=context,
    )


@staff_view(DeskPermission.MANAGE_CREWS)
def change_skills(request: StaffRequest, user_id: int) -> HttpResponseBase:
    """Say which branches of work somebody can do."""
    person = person_in(request.project, user_id)
    if person is None:
        raise Http404
    has = skills_of(request.project).get(person.pk, set())
    form = SkillsForm(
        request.POST if request.method == "POST" else None,
        tree=tree_of(request.project),
        has=has,
        initial={"skills": [str(pk) for pk in has]},
    )

    def save() -> str:
        set_skills(
            project=request.project,
            user=person,
            categories=form.categories(),
            by=request.by,
            at=request.at,
        )
        return f"{person.name}的技能已保存。"

    context = {"title": f"{person.name}的技能", "lead": "派单只派给会做这项工作的人。"}
    return edit(
        request,
        form,
        template="tickets/crew_skills.html",
        to=url_of(request, "crews"),
        save=save,
        context=context,
    )


@staff_view(TicketPermission.READ_CATALOGUE)
def crew_history(request: StaffRequest) -> HttpResponseBase:
    """Show who changed terms and skills, from what to what."""
    events = one_page(request, crew_changes(request.project))
    context = {
        "title": "派工设置",
        "page": events,
        "lines": lines(events.object_list),
        "back": url_of(request, "crews"),
    }
    return page(request, "tickets/history.html", context)


def _department_or_404(request: StaffRequest, department_id: int) -> Department:
    found = departments_of(request.project).filter(pk=department_id).first()
    if found is None:
        raise Http404
    return found
