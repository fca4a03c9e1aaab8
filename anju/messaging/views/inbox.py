"""One's own messages."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.messaging import queries
from anju.messaging.commands import mark_read
from anju.organization.doors import PersonRequest, person_view
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@person_view
def inbox(request: PersonRequest) -> HttpResponse:
    """Show what one has been told, newest first."""
    context = {
        "messages_page": one_page(request, queries.inbox(request.user), per=30),
        "unread_count": queries.unread_count(request.user),
    }
    return page(request, "messaging/inbox.html", context, part="rows")


@person_view
def unread(request: PersonRequest) -> HttpResponse:
    """Show the number beside the bell."""
    return page(request, "ui/unread.html")


@require_POST
@person_view
def read(request: PersonRequest, pk: int) -> HttpResponse:
    """Open a message: it counts as read, and the reader goes on to where they can act."""
    message = queries.message_of(request.user, pk)
    if message is None:
        raise Http404
    mark_read(user=request.user, message=message, at=request.at)
    return done(request, to=message.url or reverse("messaging:inbox"))


@require_POST
@person_view
def read_all(request: PersonRequest) -> HttpResponse:
    """Count all messages as read."""
    mark_read(user=request.user, at=request.at)
    return done(request, to=reverse("messaging:inbox"), said="已全部标为已读")
