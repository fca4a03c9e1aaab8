"""Opinions of owners, the sample that is asked, praise both ways."""

from anju.opinions.models.cards import LinkPress, OpinionCard
from anju.opinions.models.draws import DrawnTicket, FollowUpDraw
from anju.opinions.models.praise import Praise, Praised

__all__ = ["DrawnTicket", "FollowUpDraw", "LinkPress", "OpinionCard", "Praise", "Praised"]
