"""A piece of work with steps of its own, so that this floor is tested without those above it.

What was done is a list in a draft; whose hands the work is in, and whether it is called off, too.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from PIL import Image

from anju.archives.commands import attach_files
from anju.core.errors import DomainError, ForbiddenTransition
from anju.core.periods import SHANGHAI
from anju.drafts.models import Draft
from anju.offline import hooks
from anju.offline.steps import Act, Step, TakenAway
from anju.offline.taking import take_step
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import Project, User
from config import urls
from tests import world

KIND = "drafts.draft"


def new_work(worker: User, project: Project | None = None, *, name: str = "work") -> Draft:
    """Return a piece of work in somebody's hands, nothing of it done."""
    return Draft.objects.create(
        project=project or world.project(),
        user=worker,
        key=name,
        fields={"hands": worker.pk, "done": [], "is_off": False},
        saved_at=world.AT,
    )


def done_of(work: Draft) -> list[str]:
    """Return what was done on a piece of work, in order."""
    done: list[str] = Draft.objects.get(pk=work.pk).fields["done"]
    return done


def change(work: Draft, **facts: object) -> None:
    """Give the work to somebody else, or call it off."""
    fresh = Draft.objects.get(pk=work.pk)
    fresh.fields |= facts
    fresh.save()


def _begin(act: Act) -> str:
    with _in_hand(act) as done:
        if "begin" not in done:
            done.append("begin")
    return "已开始。"


def _tick(act: Act) -> str:
    with _in_hand(act) as done:
        if "begin" not in done:
            raise DomainError("请先开始,再勾选。")
        if not act.fields.get("words", "").strip():
            raise DomainError("请写明做了什么。")
        mark = f"tick {act.fields['words']}"
        if mark not in done:
            done.append(mark)
    return f"已勾选{act.fields['words']}。"


def _photo(act: Act) -> str:
    work = Draft.objects.get(pk=act.subject_id)
    with _in_hand(act) as done:
        tokens = [file.token for file in act.files["photo"]]
        attach_files(subject=work, project=act.project, tokens=tokens, by=act.by, at=act.at)
        done.append(f"photo {len(tokens)}")
    return "照片已存。"


@contextmanager
def _in_hand(act: Act) -> Iterator[list[str]]:
    work = Draft.objects.locked().get(pk=act.subject_id)
    if work.fields["is_off"]:
        raise ForbiddenTransition("这项工作已取消。")
    if work.fields["hands"] != act.user.pk and not act.is_adopted:
        raise TakenAway("这项工作已改派给别人。")
    yield work.fields["done"]
    work.fields["last"] = {
        "by": act.by.name,
        "happened_at": act.happened_at.astimezone(SHANGHAI).isoformat(),
        "is_offline": act.offline is not None,
    }
    work.save()


STEPS = {
    "test.begin": Step("test.begin", "开始", KIND, _begin),
    "test.tick": Step("test.tick", "勾选", KIND, _tick, labels={"words": "做了什么"}),
    "test.photo": Step("test.photo", "拍照", KIND, _photo, file_fields=("photo",)),
}


@contextmanager
def offered() -> Iterator[None]:
    """Offer the steps of the test instead of the house's own."""
    before = hooks.steps._answer
    hooks.steps.fill(lambda: STEPS)
    try:
        yield
    finally:
        hooks.steps.fill(before)


@staff_view(None)
def step(request: StaffRequest, number: int, name: str) -> HttpResponseBase:
    work = Draft.objects.get(project=request.project, pk=number)
    to = reverse("workbench:home", args=[request.project.code])
    return take_step(request, name, subject=work, to=to)


urlpatterns = [
    path("p/<slug:code>/jobs/<int:number>/<str:name>/", step, name="test-step"),
    *urls.urlpatterns,
]
handler403 = urls.handler403
handler404 = urls.handler404


def picture(colour: str = "teal") -> SimpleUploadedFile:
    """Return a small photo."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(kept, "JPEG")
    return SimpleUploadedFile("现场.jpg", kept.getvalue(), content_type="image/jpeg")


def envelope(user: User, entry: object, *, after: object = "", **more: Any) -> dict[str, Any]:
    """Return what a device posts beside the form's own fields; made an hour before AT."""
    return {
        "entry": str(entry),
        "after": str(after),
        "made_at": "2026-11-23T09:00:00+08:00",
        "offset": "0",
        "seen_at": "2026-11-23T08:00:00+08:00",
        "owner": user.pk,
        **more,
    }


def moment(hour: int, minute: int = 0) -> datetime:
    """Return a moment on the morning of AT."""
    return world.AT.replace(hour=hour, minute=minute)
