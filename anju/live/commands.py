"""Saying that something changed, inside the transaction that changed it."""

from django.db import connection

from anju.live.topics import CHANNEL, checked_topics


def publish(*topics: str) -> None:
    """Tell every open screen that follows one of the topics to fetch its part anew.

    Call it inside the command's transaction: PostgreSQL delivers at commit, in the order of the
    commits, or never. A ping names its topic and nothing else, so no reader learns a fact by it;
    the screen asks for its part again through the part's own door. It carries no number either:
    numbers drawn before the commit arrive out of order (5 may commit after 6), and a reader that
    had seen 6 would never get 5. The hub counts what it hears, and that is the commits' order.

    :raises ValueError: if a topic has a shape that topics do not have.
    """
    wanted = checked_topics(topics)
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic",
            [CHANNEL, list(wanted)],
        )
