"""What the database cannot hold by itself about opinions, samples and praise."""

from collections.abc import Iterator

from django.db.models import F

from anju.opinions.drawing import Candidate, drawn
from anju.opinions.models import FollowUpDraw, OpinionCard, Praise
from anju.opinions.states import Direction


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every card that says otherwise than its ticket, every sample that its
    seed does not give, every praise of nobody.
    """
    cards = OpinionCard.objects.select_related("said", "ticket").order_by("pk")
    for card in cards.exclude(overall=F("said__rating")):
        yield f"{card.ticket.number} 的意见卡与工单上的评价不一致。"
    for card in cards.exclude(ticket=F("said__ticket")):
        yield f"{card.ticket.number} 的意见卡记在了另一张工单上。"
    for draw in FollowUpDraw.objects.prefetch_related("tickets").order_by("pk"):
        candidates = [Candidate.of(each) for each in draw.candidates]
        again = [each.id for each in drawn(candidates, seed=draw.seed, share=draw.share)]
        if again != [each.ticket_id for each in draw.tickets.all()]:
            yield f"{draw}与它的种子算出来的不一致。"
    praised = Praise.objects.filter(direction=Direction.STAFF, users=None)
    for praise in praised.order_by("pk"):
        yield f"表扬 {praise.pk} 没有写明是哪位同事。"
