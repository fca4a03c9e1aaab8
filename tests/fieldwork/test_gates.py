"""Gate by gate: what work on site may not begin, tick or end without."""

import pytest

from anju.core.errors import DomainError
from anju.fieldwork.hands import Missing, NotOnSite
from anju.fieldwork.invariants import broken
from anju.fieldwork.models import VisitPhoto
from anju.fieldwork.queries.sevens import seven_ones_share
from anju.fieldwork.states import VisitState
from anju.tickets.commands.checklists import change_checklist
from anju.tickets.commands.working import accept_order, finish_order, start_order
from anju.tickets.contents import ItemDraft
from anju.tickets.models import Checklist
from anju.tickets.refusals import ChecksOpen, NotAllowedNow
from anju.tickets.states import ChecklistUse, OrderState, Stage
from tests import world
from tests.fieldwork import site
from tests.fieldwork.site import later, take
from tests.tickets import shift
from tests.tickets.board import crew

pytestmark = pytest.mark.django_db


def test_work_does_not_begin_before_what_comes_before_it() -> None:
    order = site.indoor()
    site.on_site(order)

    with pytest.raises(Missing, match="进门前还有 4 项没有打勾"):
        take(order, "start", at=later(2))
    site.tick_all(order, "BEFORE_ENTERING")
    with pytest.raises(Missing, match="开工前还有 1 项"):
        take(order, "start", at=later(3))
    cloth = next(each for each in site.items(order) if each.stage == Stage.BEFORE_STARTING)
    take(order, "explain", item=cloth.pk, reason="作业处没有家具", at=later(4))
    take(order, "start", at=later(5))

    assert site.fresh(order).state == OrderState.STARTED


def test_what_wants_a_photo_is_not_ticked_without_one() -> None:
    order = site.indoor()
    site.on_site(order)
    cloth = next(each for each in site.items(order) if each.wants_photo)

    with pytest.raises(Missing, match="要拍照"):
        take(order, "tick", item=cloth.pk, at=later(2))
    with pytest.raises(DomainError, match="照片"):
        take(order, "photo", kind="CHECK", item=cloth.pk, at=later(2))
    take(order, "photo", kind="CHECK", item=cloth.pk, files={"photo": [site.picture()]})
    take(order, "tick", item=cloth.pk, at=later(3))

    assert VisitPhoto.objects.get(visit__order=order).item == cloth


def test_what_comes_before_leaving_waits_for_the_work() -> None:
    order = site.indoor()
    site.on_site(order)
    last = site.items(order)[-1]

    with pytest.raises(NotOnSite, match="还没有开工"):
        take(order, "tick", item=last.pk, at=later(2))
    for step, fields in (("minutes", {"minutes": 20}), ("unsigned", {"reason": "不在"})):
        with pytest.raises(NotOnSite):
            take(order, step, at=later(2), **fields)


def test_open_items_need_a_reason_and_count() -> None:
    order = site.indoor()
    site.at_work(order)
    site.tick_all(order, "BEFORE_LEAVING", but=1)
    take(order, "minutes", minutes=20, at=later(20))
    take(order, "unsigned", reason="业主赶时间", at=later(20))

    with pytest.raises(ChecksOpen, match="还有 1 项没有打勾"):
        take(order, "finish", result="好了", at=later(21))
    take(order, "finish", result="好了", gap_reason="业主赶时间先出门", at=later(22))

    assert site.visit(order).seven_kept is False
    assert site.fresh(order).gap_reason == "业主赶时间先出门"


def test_reasons_given_thing_by_thing_are_the_orders_reason() -> None:
    order = site.indoor()
    site.at_work(order)
    site.tick_all(order, "BEFORE_LEAVING", but=1)
    card = site.items(order)[-1]
    take(order, "tick", item=card.pk, kind="SKIPPED", reason="业主不识字", at=later(20))
    take(order, "minutes", minutes=20, at=later(20))
    take(order, "unsigned", reason="业主赶时间", at=later(20))
    take(order, "finish", result="好了", at=later(21))

    assert site.fresh(order).gap_reason == "业主不识字"
    assert site.visit(order).seven_kept is False


def test_without_signature_or_reason_work_at_a_door_is_not_finished() -> None:
    order = site.indoor()
    site.at_work(order)
    site.tick_all(order, "BEFORE_LEAVING")

    with pytest.raises(Missing, match="签字"):
        take(order, "finish", result="好了", at=later(20))
    with pytest.raises(Missing, match="没有收到签字"):
        take(order, "sign", at=later(20))
    with pytest.raises(Missing, match="为什么没有签字"):
        take(order, "unsigned", reason=" ", at=later(20))


def test_work_reported_without_a_visit_counts_against_the_share() -> None:
    order = site.indoor()
    accept_order(order=order, worker=site.zhao(), by=world.by(site.zhao()), at=later())
    with pytest.raises(ChecksOpen):
        finish_order(order=order, result="修好", by=site.by_desk(), at=later(30))

    facts = {"result": "修好", "gap_reason": "手机没电"}
    finish_order(order=order, **facts, by=site.by_desk(), at=later(30))

    visit = site.visit(order)
    assert (visit.state, visit.seven_kept, visit.worker) == ("DONE", False, site.zhao())
    share = seven_ones_share(world.project(), later(), later(60))
    assert (share.visits, share.kept) == (1, 0)
    assert list(broken()) == []


def test_an_edit_of_the_list_in_between_changes_nothing() -> None:
    order = site.indoor()
    site.on_site(order)
    sheet = Checklist.objects.get(project=world.project(), name="入户维修七个一")
    change_checklist(
        checklist=sheet,
        name=sheet.name,
        use=ChecklistUse.INDOOR,
        items=[ItemDraft(Stage.BEFORE_ENTERING, "只查工牌")],
        by=shift.desk(),
        at=later(2),
    )

    assert len(site.items(order)) == 7
    other = crew.order("换软管", assignee=site.zhao())
    site.on_site(other)
    assert [each.text for each in site.items(other)] == ["只查工牌"]


def test_outdoor_work_that_disturbs_needs_its_board() -> None:
    order = site.outdoor()
    assert order.disturbs  # by its category
    site.on_site(order)
    assert len(site.items(order)) == 5
    site.tick_all(order, "BEFORE_STARTING")

    with pytest.raises(NotAllowedNow, match="告示牌"):
        take(order, "start", at=later(6))
    with pytest.raises(NotAllowedNow, match="告示牌"):
        start_order(order=order, by=world.by(site.zhao()), at=later(6))
    take(order, "photo", kind="BOARD", files={"photo": [site.picture()]}, at=later(7))
    take(order, "start", at=later(8))

    assert site.visit(order).state == VisitState.WORKING


def test_outdoor_work_that_disturbs_nobody_has_no_list() -> None:
    order = site.outdoor(disturbs=False)
    site.on_site(order)
    assert site.items(order) == []
    take(order, "start", at=later(3))
    take(order, "finish", result="好了", at=later(9))

    assert site.visit(order).seven_kept is None


def test_a_list_to_choose_can_be_added() -> None:
    order = site.indoor()
    site.on_site(order)
    chosen = Checklist.objects.get(project=world.project(), name="闭水试验")
    indoor = Checklist.objects.get(project=world.project(), name="空置房入室")
    for _ in range(2):
        take(order, "add_sheet", checklist=chosen.pk, at=later(2))

    assert len(site.items(order)) == 12
    with pytest.raises(Missing, match="不能在现场加用"):
        take(order, "add_sheet", checklist=indoor.pk, at=later(2))


def test_finishing_at_the_desk_meets_the_same_gate_and_ends_the_visit() -> None:
    order = site.indoor()
    by = world.by(site.zhao())
    take(order, "accept", at=later(1))
    with pytest.raises(ChecksOpen, match="还有 7 项"):
        finish_order(order=order, result="好了", by=by, at=later(2))
    site.on_site(order)

    finish_order(order=order, result="好了", gap_reason="手机坏了", by=by, at=later(9))

    assert (site.visit(order).state, site.visit(order).seven_kept) == (VisitState.DONE, False)


def test_paid_work_waits_for_consent() -> None:
    order = site.indoor(is_paid=True)
    site.on_site(order)
    site.tick_all(order, "BEFORE_ENTERING")
    site.tick_all(order, "BEFORE_STARTING")

    with pytest.raises(NotAllowedNow, match="报价"):
        take(order, "start", at=later(6))
