"""What the trail says of opinions, samples and praise."""

from django.db.models import TextChoices


class OpinionVerb(TextChoices):
    """Events of cards, draws and praise; what a card does to its ticket is the ticket's own."""

    CARD_KEPT = "opinions.card_kept", "收到意见卡"
    CARD_CHANGED = "opinions.card_changed", "业主修改意见卡"
    LINK_SENT = "opinions.link_sent", "发出意见卡链接"
    THANKED = "opinions.thanked", "向业主致谢"
    DRAWN = "opinions.drawn", "抽取回访样本"
    PICKED = "opinions.picked", "人工加选回访"
    PRAISED = "opinions.praised", "登记表扬"
    FORGOTTEN = "opinions.forgotten", "清除意见中的个人信息"
    EXPORTED = "opinions.exported", "导出意见和回访"
