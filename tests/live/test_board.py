"""The hub's memory: what a returning screen is told."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from anju.live.board import Board, Listener


def _events(listener: Listener) -> list[str]:
    """Return the kinds of the events in the mailbox, pings with their topic."""
    events = []
    for block in listener.take().decode().split("\n\n")[:-1]:
        kind = block.split("event: ")[1].split("\n")[0]
        events.append(block.split('"topic": "')[1].split('"')[0] if kind == "ping" else kind)
    return events


def _join(board: Board, *topics: str, cursor: str = "", page: float | None = None) -> Listener:
    pages = {} if page is None else dict.fromkeys(topics, page)
    listener = Listener(frozenset(topics))
    board.join(listener, cursor=cursor, pages=pages)
    return listener


def _listening(**settings: int) -> Board:
    board = Board(**settings)
    board.begin()
    return board


def test_pings_those_who_follow_the_topic() -> None:
    board = _listening()
    mine, other = (_join(board, topic, cursor=board.cursor) for topic in ("a", "b"))

    board.hear("a")

    assert _events(mine) == ["a"]
    assert _events(other) == []


def test_keeps_one_ping_a_topic_for_a_slow_screen_in_order() -> None:
    board = _listening()
    slow = _join(board, "a", "b", cursor=board.cursor)

    for topic in ("a", "b", "a") * 1000:
        board.hear(topic)

    assert _events(slow) == ["b", "a"]


def test_replays_what_was_heard_after_the_cursor() -> None:
    board = _listening()
    board.hear("a")
    cursor = board.cursor
    board.hear("b")
    board.hear("elsewhere")

    assert _events(_join(board, "a", "b", cursor=cursor)) == ["b"]


def test_replays_what_was_heard_since_the_page_was_made() -> None:
    board = _listening()
    board._complete_at -= 3600
    board.hear("before")
    board._heard["before"] = (board._version, time.time() - 60)
    board.hear("since")

    assert _events(_join(board, "before", "since", page=time.time())) == ["since"]


def test_says_resync_where_it_cannot_know() -> None:
    board = _listening(remembered=2)
    cursor = board.cursor
    for topic in ("a", "b", "c"):
        board.hear(topic)
    future = f"{board._start}-{board._version + 1}"

    assert _events(_join(board, "b", cursor=cursor)) == ["resync"], "forgotten"
    assert _events(_join(board, "b", cursor="1-2")) == ["resync"], "another numbering"
    assert _events(_join(board, "b", cursor=future)) == ["resync"], "never said"
    assert _events(_join(board, "b", cursor="nonsense")) == ["resync"]
    assert _events(_join(board, "b")) == ["resync"], "followed before, no cursor"
    assert _events(_join(board, "b", page=time.time())) == ["resync"], "page older than the memory"
    assert _events(_join(board, "b", cursor=board.cursor)) == []


def test_says_resync_after_a_break_and_waiting_during_it() -> None:
    board = _listening()
    screen = _join(board, "a", cursor=board.cursor)
    before = board.cursor

    board.lose()
    assert _events(screen) == ["waiting"]
    assert _events(_join(board, "a", cursor=before)) == ["waiting"]
    board.begin()

    assert _events(screen) == ["resync"]
    assert board.cursor > before, "numbers grow across breaks"


def test_forgets_those_who_left() -> None:
    board = _listening()
    screen = _join(board, "a", cursor=board.cursor)

    board.leave(screen)
    board.hear("a")

    assert _events(screen) == []
    assert (board.listeners, board._by_topic) == (set(), {})


def test_wakes_the_stream() -> None:
    board = _listening()
    screen = _join(board, "a", cursor=board.cursor)
    screen.take()

    board.hear("a")

    async def is_woken() -> bool:
        return await asyncio.wait_for(screen.wake.wait(), 1)

    # In a thread of its own: Playwright may keep an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, is_woken()).result()
