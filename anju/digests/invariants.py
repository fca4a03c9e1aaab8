"""What the database cannot hold by itself about digests."""

from collections.abc import Iterator

from anju.digests.models import Digest


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every digest that tells of time another one tells of, too."""
    last: dict[int, Digest] = {}
    for digest in Digest.objects.order_by("project_id", "day").iterator():
        before = last.get(digest.project_id)
        if before is not None and digest.since < before.until:
            yield f"项目 {digest.project_id}:{digest}与{before}的统计时间重叠。"
        last[digest.project_id] = digest
