"""Topics: what a screen may follow, such as `project:3:notices`, `user:17`, `notice:42`."""

import re

# The PostgreSQL channel; one notification carries one topic.
CHANNEL = "anju_live"

# No blanks or line ends: topics stand in lists divided by blanks and in lines of a stream.
_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}")


def checked_topics(topics: tuple[str, ...]) -> tuple[str, ...]:
    """Return the topics in their order, each once.

    :raises ValueError: if one is not 1 to 100 letters, digits and `_ . : -`.
    """
    for topic in topics:
        if not _SHAPE.fullmatch(topic):
            raise ValueError(f"not a topic: {topic!r}")
    return tuple(dict.fromkeys(topics))
