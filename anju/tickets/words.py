"""What colleagues are told of the desk's events, in words that can be read later. Pure."""

from dataclasses import dataclass

from anju.tickets.models import HelpRequest, Ticket, WorkOrder
from anju.tickets.states import MatterKind


@dataclass(frozen=True, slots=True)
class Words:
    """A message to a colleague: at most 80 characters of title, 500 of body."""

    title: str
    body: str

    @classmethod
    def of(cls, title: str, *lines: str) -> "Words":
        return cls(title[:80], "\n".join(line for line in lines if line)[:500])


def of_emergency(ticket: Ticket) -> Words:
    return Words.of(f"突发:{ticket.summary}", _about(ticket), "请立即到场或安排人员。")


def of_raised(ticket: Ticket) -> Words:
    return Words.of(f"上报给您:{ticket.summary}", _about(ticket), ticket.raised_why)


def of_major(ticket: Ticket, cause: str) -> Words:
    return Words.of(
        f"重大投诉:{ticket.summary}",
        _about(ticket),
        f"定级原因:{cause}。由项目经理批准后才能关闭。",
    )


def of_transfer(ticket: Ticket, by: str, reason: str) -> Words:
    return Words.of(f"转交给您:{ticket.summary}", _about(ticket), f"{by}:{reason}")


def of_reason_wanted(ticket: Ticket) -> Words:
    return Words.of(f"请说明原因:{ticket.summary}", _about(ticket), "已超时,请在工单中写备注说明。")


def of_reopened(ticket: Ticket, reason: str) -> Words:
    return Words.of(f"重新打开:{ticket.summary}", _about(ticket), reason)


def of_order(order: WorkOrder) -> Words:
    head = "突发派工" if order.is_emergency else "派给您"
    return Words.of(f"{head}:{order.task}", _about(order.ticket), order.why)


def of_grab(order: WorkOrder) -> Words:
    return Words.of(f"可抢单:{order.task}", _about(order.ticket), order.why)


def of_unassigned(order: WorkOrder) -> Words:
    return Words.of(f"无人接单:{order.task}", _about(order.ticket), order.why, "请改派或安排人员。")


def of_refused(order: WorkOrder) -> Words:
    department = order.department.name if order.department else "部门"
    return Words.of(
        f"{department}退回:{order.task}", _about(order.ticket), f"原因:{order.refuse_reason}"
    )


def of_urged(order: WorkOrder, by: str, reason: str) -> Words:
    return Words.of(f"催办:{order.task}", _about(order.ticket), f"{by}催办。{reason}")


def of_returned(order: WorkOrder, reason: str) -> Words:
    return Words.of(f"退回返工:{order.task}", _about(order.ticket), f"原因:{reason}")


def of_done(order: WorkOrder) -> Words:
    return Words.of(f"已完成,请检查:{order.task}", _about(order.ticket), f"处理结果:{order.result}")


def of_untold(ticket: Ticket, why: str) -> Words:
    return Words.of("新的承诺时间没能发给业主", _about(ticket), f"{why}请打电话告知业主。")


def of_help(asked: HelpRequest) -> Words:
    return Words.of(f"请求协助:{asked.question}", _about(asked.ticket), "请在时限内答复前台。")


def of_reply(asked: HelpRequest) -> Words:
    return Words.of(f"{asked.department.name}已答复,请答复业主", _about(asked.ticket), asked.reply)


def _about(ticket: Ticket) -> str:
    """Return which ticket it is, without anybody's name: 报修 GD-2026-0128,3-1-502。"""
    where = f",{ticket.where}" if ticket.where else ""
    return f"{MatterKind(ticket.kind).label} {ticket.number}{where}。"
