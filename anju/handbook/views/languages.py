"""会说的语言: the team's list for the supervisor, and one's own page."""

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.core.periods import local_date
from anju.handbook.commands.languages import set_languages
from anju.handbook.forms.entries import LanguagesForm
from anju.handbook.permissions import HandbookPermission as May
from anju.handbook.queries.languages import USUAL, speakers_of, spoken_by
from anju.handbook.views.editing import edit, live_topics, url_of
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import User
from anju.organization.queries.staff import person_in, staff_of
from anju.ui.responses import page

LEAD = "业主讲方言听不懂时,前台会看到谁会说、谁正在当班。"


@staff_view(May.READ)
def languages(request: StaffRequest) -> HttpResponseBase:
    """Show who speaks what."""
    spoken = speakers_of(request.project)
    people = staff_of(request.project, on=local_date(request.at))
    context = {"rows": [(person, spoken.get(person.pk, [])) for person in people]}
    live = live_topics(request)
    return page(request, "handbook/languages.html", context, part="rows", live=live)


@staff_view(May.READ)
def mine(request: StaffRequest) -> HttpResponseBase:
    """Say what one speaks oneself."""
    return _set(request, request.user, "我会说的语言")


@staff_view(May.MANAGE_LANGUAGES)
def change(request: StaffRequest, user_id: int) -> HttpResponseBase:
    """Say what a colleague speaks."""
    found = person_in(request.project, user_id)
    if found is None:
        raise Http404
    return _set(request, found, f"{found.name}会说的语言")


def _set(request: StaffRequest, user: User, title: str) -> HttpResponseBase:
    known = "、".join(spoken_by(request.project, user))
    posted = request.POST if request.method == "POST" else None
    form = LanguagesForm(posted, initial={"languages": known})

    def save() -> str:
        kept = set_languages(
            project=request.project,
            user=user,
            languages=form.cleaned_data["languages"],
            by=request.by,
            at=request.at,
        )
        return f"已记下:{'、'.join(kept)}。" if kept else "已记下:只说普通话。"

    context = {"title": title, "lead": f"{LEAD}常见的有:{'、'.join(USUAL)}。"}
    return edit(request, form, to=url_of(request, "languages"), save=save, context=context)
