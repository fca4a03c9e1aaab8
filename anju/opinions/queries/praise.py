"""表扬: who was praised, who was thanked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from anju.estate.models import Unit
from anju.opinions.models import OpinionCard, Praise
from anju.opinions.states import Direction, PraiseSource
from anju.organization.models import Project, User
from anju.residents.models import Person
from anju.tickets.models import FollowUp, Ticket
from anju.tickets.states import MatterKind, Rating


@dataclass(frozen=True, slots=True)
class GoodWords:
    """What an owner said that may be written down as praise, and where."""

    source: PraiseSource
    words: str


def praise_list(
    project: Project, *, direction: str = "", words: str = "", user: int | None = None
) -> "QuerySet[Praise]":
    """Return the praise log, the newest first.

    :param user: which colleague it names.
    """
    found = _whole(Praise.objects.filter(project=project))
    if direction in Direction.values:
        found = found.filter(direction=direction)
    if words:
        found = found.filter(words__icontains=words)
    if user is not None:
        found = found.filter(users=user)
    return found


def praise_of_person(project: Project, person: Person) -> "QuerySet[Praise]":
    """Return the praise by or for a resident."""
    return _whole(Praise.objects.filter(project=project, person=person))


def praise_of_unit(project: Project, unit: Unit) -> "QuerySet[Praise]":
    """Return the praise by or for a household."""
    return _whole(Praise.objects.filter(project=project, unit=unit))


def praise_of_ticket(project: Project, ticket: Ticket) -> "QuerySet[Praise]":
    """Return the praise that was written down for a ticket."""
    return _whole(Praise.objects.filter(project=project, ticket=ticket))


def praise_of_user(project: Project, user: User) -> "QuerySet[Praise]":
    """Return what residents have praised a colleague for, the newest first."""
    return praise_list(project, direction=Direction.STAFF, user=user.pk)


def good_words_of(
    project: Project, ticket: Ticket, cards: Sequence[OpinionCard]
) -> GoodWords | None:
    """Return the owner's good words about a ticket: its own, a card's, or a follow-up's.

    :param cards: the ticket's cards, the newest first.
    """
    if ticket.kind == MatterKind.PRAISE:
        return GoodWords(PraiseSource.TICKET, ticket.words)
    for card in cards:
        if card.words and not card.is_bad:
            return GoodWords(PraiseSource.CARD, card.words)
    if ticket.is_open:
        return None
    asked = FollowUp.objects.filter(project=project, ticket=ticket, is_card=False)
    content = asked.filter(rating=Rating.GOOD).exclude(words="").order_by("-at", "-pk").first()
    return GoodWords(PraiseSource.SPOKEN, content.words) if content is not None else None


def unit_by_code(project: Project, code: str) -> Unit | None:
    """Return a unit by its room number as somebody types it: 3-1-502."""
    found = Unit.objects.filter(project=project, code__iexact=code.strip())
    return found.order_by("pk").first()


def _whole(found: "QuerySet[Praise]") -> "QuerySet[Praise]":
    found = found.select_related("person", "unit__building", "unit__entrance", "ticket")
    return found.prefetch_related("users").order_by("-happened_on", "-pk")
