"""The notice board as screens show it."""

from django.db.models import Q

from anju.notices.models import Notice, NoticeQuerySet
from anju.notices.states import NoticeState
from anju.organization.models import Project, User


def notice_board(
    project: Project, *, words: str = "", state: str = "", drafts_too: bool = False
) -> NoticeQuerySet:
    """Return the project's notices, newest first, ready to list.

    :param drafts_too: for those who write; readers see only what is or was on the board.
    """
    notices = Notice.objects.of(project)
    if not drafts_too:
        notices = notices.seen_by_readers()
    if state in NoticeState.values:
        notices = notices.filter(state=state)
    if words:
        notices = notices.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(body__icontains=words)
        )
    return notices.select_related("written_by").order_by("-written_at", "-pk")


def notice_of(project: Project, number: str, *, drafts_too: bool = False) -> Notice | None:
    """Return one notice by its number, else None."""
    return notice_board(project, drafts_too=drafts_too).filter(number=number).first()


def newest_on_board(project: Project, *, limit: int = 5) -> list[Notice]:
    """Return what is on the board now, newest first."""
    board = notice_board(project, state=NoticeState.PUBLISHED)
    return list(board.order_by("-published_at", "-pk")[:limit])


def drafts_by(project: Project, writer: User) -> int:
    """Return how many drafts somebody has."""
    return Notice.objects.of(project).filter(written_by=writer, state=NoticeState.DRAFT).count()


def notice_by_link(notice_id: int) -> Notice | None:
    """Return the notice that a signed link stands for, whatever its state, else None."""
    return Notice.objects.select_related("project").filter(pk=notice_id).first()
