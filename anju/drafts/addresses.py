"""What stands behind the `?` of a page, in one spelling. Pure."""

from django.http import QueryDict


def plain_query(query: str) -> str:
    """Return a query without empty conditions and without the number of the page."""
    kept = QueryDict(mutable=True)
    for name, values in QueryDict(query).lists():
        if name != "page" and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()
