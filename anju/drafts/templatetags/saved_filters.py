"""The filters that somebody keeps of a page, as links beside its filter bar."""

from typing import Any

from django import template
from django.urls import reverse

from anju.drafts import queries
from anju.drafts.addresses import plain_query

register = template.Library()


@register.inclusion_tag("drafts/saved_filters.html", takes_context=True)
def saved_filters(context: template.Context, page_name: str) -> dict[str, Any]:
    """List one's own filters of a page, and offer to keep what is set now; one query.

    :param page_name: the name of the page's address, e.g. `tickets:board`.
    """
    request = context["request"]
    query = plain_query(request.GET.urlencode())
    found = queries.saved_filters(request.project, request.user, page_name)
    return {
        "request": request,
        "filters": found,
        "page_name": page_name,
        "address": reverse(page_name, args=[request.project.code]),
        "query": query,
        "is_known": any(saved.query == query for saved in found),
    }
