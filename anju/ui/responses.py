"""The answers a view may give: a page (or the part of it that htmx asked for), or "done"."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from anju.live.tickets import sign, ticket_key

SIGN_IN_FIRST = "登录已过期,请重新登录。"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str = "",
    status: int = 200,
    live: Sequence[str] = (),
) -> HttpResponse:
    """Answer with a page, or under htmx with the one part of it that the view names.

    :param part: name of a `partialdef` in the template; the server names it, never the client.
    :param live: topics the page listens to, beside one's own messages and calls; their ticket is
        signed here, behind the door that the view has passed. A browser that must reconnect
        asks the same view again with `X-Anju-Live: renew` and gets a new ticket and no page.
    """
    if request.user.is_authenticated:
        live = [*live, f"user:{request.user.pk}", f"calls:{request.user.pk}"]
    ticket = live_ticket(request, live) if live else ""
    if request.headers.get("X-Anju-Live") == "renew":
        response = HttpResponse(status=204)
        response["X-Anju-Ticket"] = ticket
        return response
    context = {**(context or {}), "live_ticket": ticket, "live_topics": " ".join(live)}
    if part and wants_part(request):
        template = f"{template}#{part}"
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "no-store"
    return response


def done(request: HttpRequest, *, to: str, said: str = "", tone: str = "success") -> HttpResponse:
    """Answer a finished action: go on to `to` and say there what was done.

    A plain form is redirected; htmx is told to move on by itself, since it would otherwise follow
    the redirect and put a whole page into the fragment.

    :param to: a path of ours, from `reverse()`; never text from the client.
    :param said: the sentence for the message area, without "成功".
    """
    if said:
        messages.add_message(request, getattr(messages, tone.upper()), said)
    if is_htmx(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = to
        return response
    return HttpResponseRedirect(to)


def said_in_place(response: HttpResponse, said: str, *, tone: str = "ok") -> HttpResponse:
    """Let the page that stays say a sentence in its message area (tone `ok` or `error`)."""
    response["HX-Trigger"] = json.dumps({"said": {"text": said, "tone": tone}})
    return response


def to_sign_in(request: HttpRequest, sign_in_url: str) -> HttpResponse:
    """Send somebody unknown to the sign-in page, and back to where they wanted to go.

    Who asks for JSON is a program of ours that works by itself: it is told so (401).
    """
    if asks_json(request):
        told = JsonResponse({"error": SIGN_IN_FIRST}, status=401)
        told["Cache-Control"] = "no-store"
        return told
    wanted = request.get_full_path() if request.method == "GET" else ""
    if is_htmx(request):
        wanted = request.headers.get("HX-Current-URL", "")
        wanted = "/" + wanted.split("/", 3)[3] if wanted.count("/") >= 3 else ""
    to = f"{sign_in_url}?next={quote(wanted)}" if wanted else sign_in_url
    if is_htmx(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = to
        return response
    return HttpResponseRedirect(to)


def live_ticket(request: HttpRequest, topics: Sequence[str]) -> str:
    """Sign the topics a page may listen to, for a minute."""
    key = ticket_key(settings.SECRET_KEY)
    return sign(topics, user=str(request.user.pk), key=key, at=timezone.now())


def asks_json(request: HttpRequest) -> bool:
    """Tell whether a program asks, which cannot show a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether htmx asks."""
    return request.headers.get("HX-Request") == "true"


def wants_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part, not for a whole page to put into the body."""
    boosted = request.headers.get("HX-Boosted") == "true"
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    return is_htmx(request) and not boosted and not restoring
