"""What must hold of deadlines and the database cannot hold by itself: rebuild(events) = cache."""

from collections.abc import Iterator

from anju.clocks.commands.keeping import Book
from anju.clocks.commands.rebuilding import snapshot_of
from anju.clocks.models import Clock
from anju.clocks.queries.shelf import Shelf

BATCH = 500


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every clock whose row is not what its events say.

    Open ones always; stopped ones only with `deep`.
    """
    clocks = Clock.objects.all() if deep else Clock.objects.open()
    shelf, last = Shelf(), 0
    while batch := list(clocks.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        book = Book(batch, shelf)
        for clock in batch:
            yield from _differences(book, clock)


def _differences(book: Book, clock: Clock) -> Iterator[str]:
    if clock.pk not in book.lives:
        yield f"时限 {clock.pk} 没有任何事件,无法核对。"
        return
    before = snapshot_of(clock)
    book.fill(clock)
    after = snapshot_of(clock)
    wrong = [
        f"{name} 存 {before[name]},应为 {after[name]}"
        for name in after
        if before[name] != after[name]
    ]
    if wrong:
        yield f"时限 {clock.pk}({clock})与事件不符:{';'.join(wrong)}。"
