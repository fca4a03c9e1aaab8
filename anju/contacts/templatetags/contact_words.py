"""How contacts are written on pages: always by the viewer's rights."""

from django import template
from django.utils.safestring import SafeString

from anju.contacts import sight
from anju.contacts.models import Outreach
from anju.contacts.states import BY_TRANSPORT, Channel, ContactState
from anju.organization.access import Access
from anju.ui.templatetags.ui import badge

register = template.Library()
S = ContactState
TONES = {
    S.HELD: "info",
    S.NEEDS_REASON: "warn",
    S.READY: "info",
    S.SENT: "info",
    S.DELIVERED: "good",
    S.FAILED: "bad",
    S.COPIED: "good",
    S.RECORDED: "good",
    S.CANCELLED: "plain",
}
BY_HAND = {
    Channel.WECHAT: "待在微信发出",
    Channel.PHONE: "待打电话",
    Channel.VISIT: "待上门",
    Channel.PAPER: "待打印送达",
}


@register.filter
def words_for(outreach: Outreach, access: Access | None) -> str:
    """Show the words of a contact, names masked for those who may not read them."""
    return sight.words_of(outreach, access)


@register.filter
def went_to(outreach: Outreach) -> str:
    """Show where a message went, masked for everybody."""
    return sight.address_of(outreach)


@register.filter
def state_badge(outreach: Outreach) -> SafeString:
    """Show how far a contact is by word, shape and colour."""
    state = S(outreach.state)
    return badge(state_words(outreach), TONES[state])


def state_words(outreach: Outreach) -> str:
    """Return how far a contact is, in words that fit its channel."""
    state, channel = S(outreach.state), Channel(outreach.channel)
    if state == S.READY and channel not in BY_TRANSPORT:
        return BY_HAND[channel]
    if state == S.CANCELLED and outreach.combined_into_id:
        return "已合并"
    return str(state.label)
