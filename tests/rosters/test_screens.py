"""The screens of the duty table: doors, forms, lists, export, print."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.periods import local_date
from anju.organization.commands.leaving import part_with
from anju.organization.hooks import open_duties
from anju.organization.models import User
from anju.rosters.commands.changes import change_day
from anju.rosters.commands.turns import arrange_turns
from anju.rosters.models import ChangeKind, ChangeReason, DayChange, Shift, Turn
from anju.rosters.queries.duty import is_on_duty, my_duty
from anju.rosters.tasks import end_turns
from anju.rosters.windows import monday_of
from tests import world
from tests.rosters.tables import shift

pytestmark = pytest.mark.django_db
TODAY = local_date(timezone.now())
NEXT = monday_of(TODAY) + timedelta(days=7)  # a Monday to come, whenever the tests run


def url(name: str, *words: object, project: str = "green", query: str = "") -> str:
    return reverse(f"rosters:{name}", args=[project, *words]) + query


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def arranged(to: Shift, *users: User) -> None:
    arrange_turns(shift=to, day=NEXT, add=users, by=SYSTEM, at=timezone.now())


def resting(user: User) -> DayChange:
    return change_day(
        project=world.project(),
        user=user,
        day=NEXT,
        kind=ChangeKind.REST,
        reason=ChangeReason.LEAVE,
        note="回老家",
        by=world.by(world.supervisor()),
        at=timezone.now(),
    )


@pytest.fixture
def supervisor() -> Iterator[Client]:
    yield world.sign_in(Client(), world.supervisor())


@pytest.fixture
def reader() -> Iterator[Client]:
    yield world.sign_in(Client(), world.engineer())


def test_everybody_reads_and_only_some_arrange(supervisor: Client, reader: Client) -> None:
    early = shift("早班")
    arranged(early, world.receptionist())
    week = f"?day={NEXT}"

    page = said(reader, url("week", query=week))
    assert "王婷" in page
    assert url("arrange", early.pk, NEXT) not in page
    assert url("arrange", early.pk, NEXT) in said(supervisor, url("week", query=week))
    for name, words in (
        ("arrange", (early.pk, NEXT)),
        ("copy", (early.department_id, NEXT)),
        ("change", ()),
        ("add_shift", ()),
        ("change_shift", (early.pk,)),
        ("retire_shift", (early.pk,)),
        ("export", ()),
    ):
        assert reader.get(url(name, *words)).status_code == 403, name
        assert supervisor.get(url(name, *words)).status_code == 200, name
    stranger = world.sign_in(Client(), world.stranger())
    assert stranger.get(url("week")).status_code == 404
    assert stranger.get(url("arrange", early.pk, NEXT, project="cloud")).status_code == 404


def test_ticking_and_unticking_in_a_cell(supervisor: Client) -> None:
    wang, he, early = world.receptionist(), world.person("he", "何雨桐"), shift("早班")
    arranged(early, wang)
    address = url("arrange", early.pk, NEXT)

    answer = supervisor.post(address, {"people": [he.pk], "seen": str(wang.pk)})

    assert answer["Location"] == f"{url('week')}?day={NEXT}#cell-{early.pk}-{NEXT}"
    assert [turn.user for turn in Turn.objects.on(NEXT)] == [he]


def test_two_who_fill_one_cell_keep_each_others_people(supervisor: Client) -> None:
    wang, he, early = world.receptionist(), world.person("he", "何雨桐"), shift("早班")
    address = url("arrange", early.pk, NEXT)
    supervisor.post(address, {"people": [wang.pk], "seen": ""})

    supervisor.post(address, {"people": [he.pk], "seen": ""})  # drawn before wang was put in

    assert Turn.objects.on(NEXT).count() == 2


def test_a_refused_cell_keeps_what_was_ticked_and_says_why(supervisor: Client) -> None:
    wang, late = world.receptionist(), shift("晚班")
    arranged(shift("早班"), wang)

    answer = supervisor.post(url("arrange", late.pk, NEXT), {"people": [wang.pk], "seen": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "已排每周一的早班" in page
    assert f'value="{wang.pk}"' in page
    assert "checked" in page
    assert "当天还有早班" in page


def test_a_past_cell_leads_to_the_next_one(supervisor: Client) -> None:
    world.receptionist()
    past = NEXT - timedelta(days=14)

    page = said(supervisor, url("arrange", shift("早班").pk, past))

    assert "过去的值班不能再改" in page
    assert supervisor.get(url("arrange", shift("早班").pk, "yesterday")).status_code == 404


def test_copying_shows_first_and_does_it_when_confirmed(supervisor: Client) -> None:
    wang, early = world.receptionist(), shift("早班")
    arranged(early, wang)
    after = NEXT + timedelta(days=7)
    arrange_turns(shift=early, day=after, remove=[wang], by=SYSTEM, at=timezone.now())
    address = url("copy", early.department_id, after)

    assert "加 王婷" in said(supervisor, address)
    supervisor.post(address, {"source": str(NEXT)})
    assert Turn.objects.on(after).count() == 0
    answer = supervisor.post(address, {"source": str(NEXT), "confirmed": "yes"})

    assert answer.status_code == 302
    assert Turn.objects.on(after).count() == 1
    same = supervisor.post(address, {"source": str(NEXT), "confirmed": "yes"})
    assert same.status_code == 422
    assert "两周的排班相同" in same.content.decode()


def test_a_rest_is_entered_listed_and_withdrawn(supervisor: Client, reader: Client) -> None:
    wang, he = world.receptionist(), world.person("he", "何雨桐")
    arranged(shift("早班"), wang)
    facts = {"day": str(NEXT), "user": wang.pk, "kind": "REST", "reason": "LEAVE", "note": "回老家"}

    answer = supervisor.post(url("change"), {**facts, "substitute": he.pk})

    assert answer["Location"] == f"{url('week')}?day={NEXT}"
    grid = said(reader, url("week", query=f"?day={NEXT}"))
    assert "<del>王婷</del>" in grid
    assert "何雨桐" in grid
    rows = said(supervisor, url("changes"))
    assert "请假:回老家" in rows
    assert "替王婷" in rows
    made = DayChange.objects.get(kind="REST")
    assert "撤销" not in said(reader, url("changes"))
    assert supervisor.post(url("withdraw", made.pk)).status_code == 302
    assert supervisor.post(url("withdraw", made.pk)).status_code == 422
    assert "已撤销" in said(supervisor, url("changes"))


def test_a_wrong_date_change_keeps_what_was_typed(supervisor: Client) -> None:
    wang = world.receptionist()
    facts = {
        "day": str(NEXT),
        "user": wang.pk,
        "kind": "WORK",
        "reason": "EXTRA",
        "note": "年底盘点",
    }

    answer = supervisor.post(url("change"), facts)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请选择上哪个班次" in page
    assert "年底盘点" in page
    assert DayChange.objects.count() == 0


def test_a_shift_is_added_changed_and_retired(supervisor: Client) -> None:
    desk = world.department(world.project())
    facts = {"name": "节日班", "starts": "09:00", "ends": "21:00", "tone": "BLUE", "rank": "5"}

    assert supervisor.post(url("add_shift"), {**facts, "department": desk.pk}).status_code == 302
    again = supervisor.post(url("add_shift"), {**facts, "department": desk.pk})
    assert again.status_code == 422
    assert "已有名为“节日班”的班次" in again.content.decode()
    made = shift("节日班")
    changed = {**facts, "ends": "09:00", "since": str(NEXT)}
    assert supervisor.post(url("change_shift", made.pk), changed).status_code == 302
    assert "09:00–次日 09:00" in said(supervisor, url("shifts"))
    assert supervisor.post(url("retire_shift", made.pk), {"since": str(NEXT)}).status_code == 302
    assert supervisor.get(url("change_shift", made.pk)).status_code == 404


def test_the_panel_masks_telephones_and_speaks_chinese(reader: Client) -> None:
    wang = world.receptionist()
    Shift.objects.filter(pk=shift("早班").pk).update(starts="00:00", ends="00:00")
    around_the_clock = shift("早班")
    for count in range(7):
        on = TODAY + timedelta(days=count)
        arrange_turns(shift=around_the_clock, day=on, add=[wang], by=SYSTEM, at=timezone.now())

    page = said(reader, url("now"))

    assert "王婷" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "明天 00:00" in page
    assert "None" not in page


def test_the_week_costs_the_same_for_one_and_three(supervisor: Client) -> None:
    early, counts = shift("早班"), []
    for login, name in (("wang", "王婷"), ("he", "何雨桐"), ("zhou", "周晓雯")):
        user = world.person(login, name)
        arranged(early, user)
        resting(user)
        pages = [url("week", query=f"?day={NEXT}"), url("changes"), url("shifts"), url("now")]
        pages += [url("arrange", early.pk, NEXT), url("copy", early.department_id, NEXT)]
        counts.append([world.queries(lambda page=page: supervisor.get(page)) for page in pages])

    assert counts[0] == counts[2]


def test_the_workbook_has_a_line_for_every_duty_and_is_in_the_trail(supervisor: Client) -> None:
    wang, he, early = world.receptionist(), world.person("he", "何雨桐"), shift("早班")
    arranged(early, wang, he)
    change = resting(he)

    answer = supervisor.get(url("export", query=f"?day={NEXT}"))

    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "部门"
    assert [(row[0], row[2], row[3], row[6]) for row in rows[1:]] == [
        ("客户服务部", "周一", "早班", "王婷")
    ]
    assert change.why == "请假:回老家"
    assert Event.objects.get(verb="rosters.exported").changes["rows"] == [None, 1]


def test_the_sheet_for_the_wall_names_who_works(reader: Client) -> None:
    arranged(shift("早班"), world.receptionist())

    page = said(reader, url("print", query=f"?day={NEXT}"))

    assert "绿苑小区值班表" in page
    assert "王婷" in page


def test_a_leavers_turns_end_with_the_post() -> None:
    green, wang, chen = world.project(), world.receptionist(), world.supervisor()
    arranged(shift("早班"), wang)
    duty = next(d for d in open_duties(green, wang, timezone.now()) if d.kind == "rosters.turns")
    assert (duty.count, duty.must_go_to) == (1, False)

    part_with(
        project=green,
        user=wang,
        last_day_after=TODAY,
        successors={},
        reason="辞职",
        held=world.held(chen, green),
        by=world.by(chen),
        at=timezone.now(),
    )
    end_turns(0)

    assert Turn.objects.not_over(TODAY).count() == 0
    assert not is_on_duty(green, wang, timezone.now())


def test_ones_own_week_in_a_few_lines() -> None:
    green, wang, he = world.project(), world.receptionist(), world.person("he", "何雨桐")
    arranged(shift("早班"), wang)
    at = timezone.make_aware(datetime.combine(NEXT, time(7)))

    mine = render_to_string("rosters/my_duty.html", {"duty": my_duty(green, wang, at)})
    running = my_duty(green, wang, at + timedelta(hours=2))
    now = render_to_string("rosters/my_duty.html", {"duty": running})
    his = render_to_string("rosters/my_duty.html", {"duty": my_duty(green, he, at)})

    assert "早班" in mine
    assert "现在当值" not in mine
    assert "现在当值" in now
    assert "没有给您排班" in his
