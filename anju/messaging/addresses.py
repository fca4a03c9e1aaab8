"""Addresses as the carriers take them. Pure."""

from anju.core.phones import PhoneKind, parse_phone
from anju.messaging.refusals import BadAddress
from anju.messaging.states import OutChannel


def usable_address(channel: OutChannel, address: str) -> str:
    """Return an address as the carrier takes it.

    :raises BadAddress: if nothing can be sent there on this channel.
    """
    if channel == OutChannel.SMS:
        phone = parse_phone(address)
        if phone is None or phone.kind is not PhoneKind.MOBILE:
            raise BadAddress("短信只能发到手机号码,请换一个渠道或补充手机号码。")
        return phone.number
    name, _, host = address.partition("@")
    is_mail = name and "." in host and not any(mark.isspace() for mark in address)
    if channel == OutChannel.MAIL and not is_mail:
        raise BadAddress("邮箱地址不完整,请核对,例如 name@example.com。")
    if not address:
        raise BadAddress("没有可以发送的地址。")
    return address
