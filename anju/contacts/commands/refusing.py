"""What the door refuses before anything is saved; leaves no event."""

from anju.contacts.contents import Wording
from anju.contacts.language import looked_over
from anju.contacts.queries.reach import reach_of
from anju.contacts.refusals import MustConfirm, NoGround, NotReachable, WordsRefused
from anju.contacts.states import PASSING, Channel, ContactReason
from anju.organization.models import Project
from anju.residents.models import ContactGround, Person, PersonState


def refuse_unreachable(person: Person) -> None:
    """Refuse somebody who is not there any more; leaves no event.

    :raises NotReachable: with where to go instead.
    """
    if person.state == PersonState.ERASED:
        raise NotReachable("这位住户的信息已删除,不能再联系。请看这一户现在有谁。")
    if person.state == PersonState.MERGED:
        raise NotReachable("这份资料已并入另一份,请打开合并后的住户再联系。")


def refuse_no_ground(person: Person, reason: ContactReason, *, is_started_by_us: bool) -> None:
    """Refuse what the law or the person's own word does not let us start (PIPL 13, 15, 47).

    It leaves no event.

    :raises NoGround: naming what may still be done.
    """
    if reason in PASSING or not is_started_by_us:
        return
    still = "仍可答复本人提出的事项、告知承诺和约好的上门,突发事件可以联系。"
    if person.state == PersonState.RESTRICTED:
        raise NoGround(f"这位住户的信息已停止使用,不能主动联系。{still}")
    if person.contact_ground == ContactGround.NONE:
        raise NoGround(f"这位住户不同意被主动联系。{still}")
    if person.contact_ground == ContactGround.CONSENT and person.consented_on is None:
        raise NoGround(f"这位住户的联系须经本人同意,现在没有有效的同意书。{still}")


def address_for(person: Person, channel: Channel, given: str = "") -> str:
    """Return where a message goes; empty for channels that a person uses; leaves no event.

    :raises NotReachable: if there is none.
    """
    if channel == Channel.MAIL:
        address = given.strip() or person.email
        if "@" not in address:
            raise NotReachable("没有登记邮箱,也没有填写,请补上,或换一个渠道。")
        return address
    reach = reach_of(person)
    if channel == Channel.SMS:
        if reach.mobile is None:
            raise NotReachable("没有登记能收短信的手机号,请换一个渠道,或先补登手机号。")
        return reach.mobile.number
    if channel == Channel.PHONE and not reach.has_phone:
        raise NotReachable("没有登记电话,请换一个渠道,或先补登电话。")
    return ""


def checked_words(
    project: Project, wording: Wording, *, is_confirmed: bool
) -> list[dict[str, str]]:
    """Return what the language check remarks on a text that may leave (C6.20.5–7); leaves no event.

    :raises WordsRefused: without words, with a variable left open, or with a phrase not used.
    :raises MustConfirm: for a phrase to think over, until somebody has.
    """
    if not wording.text.strip():
        raise WordsRefused("请写下要说的内容。")
    if wording.missing:
        names = "、".join(f"{{{name}}}" for name in wording.missing)
        raise WordsRefused(f"内容里的 {names} 还没有填上,请改成实际的内容。")
    remarks = looked_over(project, wording.text)
    if blocked := [each for each in remarks if each.blocks]:
        first = blocked[0]
        better = f"可以改说:{first.better}。" if first.better else ""
        raise WordsRefused(f"“{first.phrase}”不能发给业主:{first.why}。{better}")
    if not is_confirmed and (warned := [each for each in remarks if each.warns]):
        said = "、".join(f"“{each.phrase}”" for each in warned)
        raise MustConfirm(f"{said}容易让业主误会,请再看一遍;确定要这样说,请勾选“看过提示,照发”。")
    return [each.kept for each in remarks]
