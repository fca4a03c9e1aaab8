"""What is kept of visits and what is forgotten; what may not be in the database."""

import pytest
from django.db import IntegrityError, transaction

from anju.archives.models import File
from anju.audit.hooks import describe
from anju.fieldwork.commands.forgetting import FORGOTTEN, forget_visits
from anju.fieldwork.invariants import broken
from anju.fieldwork.models import Visit, VisitCheck, VisitPhoto
from anju.fieldwork.on_site import on_site
from tests.fieldwork import site
from tests.fieldwork.site import later, take
from tests.residents import town
from tests.tickets.board import crew

pytestmark = pytest.mark.django_db


def test_somebody_erased_leaves_no_signature_and_no_photo() -> None:
    li = town.person("李秀兰")
    order = crew.order("换锁", person=li, unit=town.unit(), assignee=site.zhao())
    site.at_work(order)
    site.tick_all(order, "BEFORE_LEAVING", but=1)
    last = site.items(order)[-1]
    take(order, "explain", item=last.pk, reason="李阿姨不识字", at=later(30))
    take(order, "minutes", minutes=30, at=later(41))
    files = {"signature": [site.picture("签字.jpg", other=True)]}
    take(order, "sign", files=files, signed_name="李秀兰", at=later(42))
    take(order, "finish", result="换了锁芯", at=later(43))

    assert forget_visits(person=li, by=site.by_desk(), at=later(60)) == 1

    visit = site.visit(order)
    assert (visit.signature, visit.signed_name, visit.seven_kept) == (None, "", False)
    assert not VisitPhoto.objects.filter(visit=visit).exists()
    assert not File.objects.about(visit).exists()
    assert VisitCheck.objects.get(visit=visit, item=last).reason == FORGOTTEN
    assert VisitCheck.objects.filter(visit=visit).count() == 7


def test_a_sound_visit_breaks_nothing_and_a_wrong_one_is_named() -> None:
    order = site.indoor()
    site.done(order)
    assert list(broken()) == []

    visit = site.visit(order)
    VisitCheck.objects.filter(visit=visit).earliest("pk").delete()
    check = VisitCheck.objects.filter(visit=visit).first()
    assert check is not None
    VisitCheck.objects.filter(pk=check.pk).update(state="SKIPPED", reason="没做")
    photo = VisitPhoto.objects.filter(visit=visit)[0]
    File.objects.filter(pk=photo.file_id).update(
        subject_type="", subject_id=None, loose_since=later()
    )
    visit.sheets.all().delete()

    said = "\n".join(broken())
    assert "记为全部做到,但有检查项没有做" in said
    assert "不属于这次上门" in said
    assert "不在它的检查表里" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "WORKING"},
        {"state": "LEFT"},
        {"state": "DONE"},
        {"left_cause": "BORED"},
        {"arrived_at": later(-999)},
        {"signed_name": "李秀兰"},
        {"worker": None},
    ],
)
def test_the_database_takes_no_impossible_visit(wrong: dict[str, object]) -> None:
    order = site.indoor()
    for step in ("accept", "set_out"):
        take(order, step, at=later(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(order=order).update(**wrong)


def test_an_order_has_one_visit_under_way() -> None:
    order = site.indoor()
    site.on_site(order)
    visit = site.visit(order)
    visit.pk, visit.number = None, 2

    with pytest.raises(IntegrityError), transaction.atomic():
        visit.save(force_insert=True)


def test_the_trail_names_a_visit_and_who_was_there() -> None:
    order = site.indoor()
    visit = site.on_site(order)

    title = describe("fieldwork.visit", [visit.pk])[visit.pk]
    assert title.text == f"{order.number} 第 1 次上门"
    assert on_site(order.ticket) == {site.zhao().pk}
