"""The head office: its pages, its lists, and that they cost the same however long they are."""

from collections import defaultdict
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.organization.commands.founding import add_department
from anju.organization.commands.parties import add_party
from anju.organization.models import OfficeAppointment, Party, Post, Project, Role
from anju.organization.models.structure import PostHome, ProjectState, RoleScope
from anju.organization.permissions import OfficePermission, OrganizationPermission
from anju.organization.verbs import OrganizationVerb as Verb
from tests import world

pytestmark = pytest.mark.django_db

LISTS = ("home", "projects", "people", "appointments", "roles", "posts", "parties", "trail")
FORMS = ("add_project", "add_appointment", "add_role", "add_post", "add_party", "company", "slips")
EXPORTS = ("projects", "people", "appointments", "roles", "posts", "parties", "trail")


@pytest.fixture
def office(client: Client) -> Client:
    world.project()
    return world.sign_in(client, world.head_office())


@pytest.mark.parametrize("name", [*LISTS, *FORMS])
def test_every_page_opens(office: Client, name: str):
    answer = office.get(reverse(f"office:{name}"))

    assert answer.status_code == 200
    assert "None" not in answer.content.decode()


@pytest.mark.parametrize("name", EXPORTS)
def test_every_list_goes_out_as_a_workbook_and_leaves_a_trace(office: Client, name: str):
    answer = office.get(reverse(f"office:export_{name}"))
    content = b"".join(answer.streaming_content)

    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(rows) > (0 if name == "parties" else 1)
    verb = Verb.TRAIL_EXPORTED if name == "trail" else Verb.LIST_EXPORTED
    assert Event.objects.filter(verb=verb.value).count() == 1


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_and_three(office: Client, name: str):
    _grow(1)
    url = reverse(f"office:{name}")
    one = world.queries(lambda: office.get(url))
    _grow(2)
    _grow(3)

    three = world.queries(lambda: office.get(url))
    # The trail asks once per kind of subject, and the older kinds are pushed off its first page.
    assert three <= one if name == "trail" else three == one


def test_opens_a_project_with_its_departments(office: Client):
    answer = office.post(
        reverse("office:add_project"),
        {
            "name": "南湖花园",
            "code": "nanhu",
            "kind": "ESTATE",
            "address": "",
            "phone": "0571-8800",
        },
    )

    assert answer.status_code == 302
    opened = Project.objects.get(code="nanhu")
    assert opened.departments.count() == 7
    assert opened.phone == "05718800"


def test_a_taken_or_impossible_code_is_said_beside_the_field(office: Client):
    facts = {"name": "绿苑二期", "kind": "ESTATE"}

    taken = office.post(reverse("office:add_project"), {**facts, "code": "green"})
    wrong = office.post(reverse("office:add_project"), {**facts, "code": "Green!"})

    assert taken.status_code == wrong.status_code == 422
    assert "已被使用" in taken.content.decode()
    assert "小写字母" in wrong.content.decode()


def test_warns_before_closing_and_takes_nobody_new_afterwards(office: Client):
    green = world.project()
    world.receptionist(green)
    url = reverse("office:close_project", args=[green.pk])

    assert "还有 1 人在岗" in office.get(url).content.decode()
    office.post(url)

    green.refresh_from_db()
    assert green.state == ProjectState.CLOSED
    with pytest.raises(Exception, match="已撤管"):
        world.engineer(green)
    office.post(reverse("office:reopen_project", args=[green.pk]))
    assert world.engineer(green).pk


def test_the_matrix_ticks_change_a_role_and_the_trail_says_it_in_words(office: Client):
    role = world.role("receptionist")
    url = reverse("office:change_role", args=[role.pk])
    ticked: dict[str, list[str]] = defaultdict(list)
    for right in {*role.permissions, "organization.name_deputy"} - {"organization.read_deputies"}:
        ticked[f"rights.{right.split('.')[0]}"].append(right)

    office.post(url, {"name": role.name, **ticked})

    role.refresh_from_db()
    assert "organization.name_deputy" in role.permissions
    assert "organization.read_deputies" not in role.permissions
    event = Event.objects.filter(verb=Verb.ROLE_CHANGED.value).latest("pk")
    assert event.changes["permissions"] == [["查看职务代理"], ["指定职务代理人"]]


def test_a_project_role_is_offered_no_head_office_right(office: Client):
    project = office.get(reverse("office:add_role")).content.decode()
    head = office.get(reverse("office:add_role") + "?scope=OFFICE").content.decode()

    assert "office.manage_roles" not in project
    assert "office.manage_roles" in head


def test_a_forged_head_office_right_is_refused(office: Client):
    answer = office.post(
        reverse("office:add_role"),
        {"name": "坏角色", "rights.organization": ["office.manage_roles"]},
    )

    assert answer.status_code == 422
    assert not Role.objects.filter(name="坏角色").exists()


def test_the_last_right_to_mend_roles_stays(office: Client):
    role = world.role("office_admin")

    answer = office.post(
        reverse("office:change_role", args=[role.pk]), {"name": role.name, "rights.office": []}
    )

    assert answer.status_code == 422
    assert "最后一个" in answer.content.decode()


def test_adds_a_post_and_refuses_a_ring(office: Client):
    supervisor, manager = world.post("supervisor"), world.post("manager")
    facts = {"role": supervisor.role_id, "home": PostHome.DESK.value}
    office.post(
        reverse("office:add_post"), {"name": "礼宾员", "reports_to": supervisor.pk, **facts}
    )
    assert Post.objects.get(name="礼宾员").reports_to == supervisor

    answer = office.post(
        reverse("office:change_post", args=[manager.pk]),
        {"name": manager.name, "reports_to": supervisor.pk, **facts},
    )

    assert answer.status_code == 422
    assert "下级" in answer.content.decode()


def test_a_party_in_use_is_not_retired(office: Client):
    party = add_party(name="洁安环境", by=SYSTEM, at=world.AT)
    department = add_department(
        project=world.project(), name="洁安队", party=party, by=SYSTEM, at=world.AT
    )
    url = reverse("office:retire_party", args=[party.pk])

    assert office.post(url).status_code == 422
    department.retired_at = world.AT
    department.save()
    assert office.post(url).status_code == 302
    assert Party.objects.get(pk=party.pk).retired_at is not None


def test_appoints_somebody_new_with_a_slip_and_ends_it(office: Client):
    reader = world.role("office_reader")
    answer = office.post(
        reverse("office:add_appointment"),
        {
            "name": "石雪梅",
            "login": "shi",
            "phone": "１３８ 0571 0002",
            "role": reader.pk,
            "starts_on": "2026-01-01",
        },
    )

    assert answer["Location"] == reverse("office:slips")
    appointment = OfficeAppointment.objects.get(user__login="shi")
    assert appointment.user.phone == "13805710002"
    printed = office.post(reverse("office:slips")).content.decode()
    assert "石雪梅" in printed
    office.post(reverse("office:end_appointment", args=[appointment.pk]), {"ends_on": "2026-02-01"})
    appointment.refresh_from_db()
    assert str(appointment.ends_on) == "2026-02-01"


def test_the_last_administrator_is_not_ended(office: Client):
    own = OfficeAppointment.objects.get(user__login="zong")

    answer = office.post(
        reverse("office:end_appointment", args=[own.pk]), {"ends_on": "2026-11-23"}
    )

    assert answer.status_code == 422
    assert "最后一位" in answer.content.decode()


def test_one_who_may_only_appoint_cannot_raise_anybody_to_administrator(client: Client):
    world.project()
    world.head_office()
    weak = Role.objects.create(
        code="appointer",
        name="任命员",
        scope=RoleScope.OFFICE,
        permissions=[OfficePermission.MANAGE_APPOINTMENTS.value],
    )
    appointer = world.head_office("ren", "任晓明", role=weak.code)
    world.sign_in(client, appointer)
    facts = {"name": "任晓明", "login": "ren", "starts_on": "2026-11-23"}

    answer = client.post(
        reverse("office:add_appointment"), {**facts, "role": world.role("office_admin").pk}
    )
    reset = client.post(reverse("office:reset_password", args=[_zong()]))

    assert answer.status_code == reset.status_code == 422
    assert OfficeAppointment.objects.filter(user=appointer).count() == 1


def test_a_reader_sees_lists_but_no_forms(client: Client):
    world.sign_in(client, world.head_office("shi", "石雪梅", role="office_reader"))

    assert client.get(reverse("office:projects")).status_code == 200
    assert client.get(reverse("office:add_project")).status_code == 403
    assert client.get(reverse("office:export_people")).status_code == 403


def test_people_are_found_by_name_pinyin_initials_and_last_four(office: Client):
    green = world.project()
    world.receptionist(green)
    world.manager(green)

    for words in ("王婷", "wangting", "wang t", "wt", "5678", "13812345678", "wang"):
        answer = office.get(reverse("office:people"), {"words": words})
        names = {row.name for row in answer.context["page"]}
        assert names == {"王婷"}, words
    for words in ("123456", "ang", "ting"):
        answer = office.get(reverse("office:people"), {"words": words})
        assert not answer.context["page"].object_list, words


def test_the_trail_is_narrowed_by_project(office: Client):
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    url = reverse("office:trail")

    rows = office.get(url, {"project": cloud.pk}).context["rows"]

    assert {row.place for row in rows} == {"云栖大厦"}
    assert {row.place for row in office.get(url).context["rows"]} >= {green.name, "总部"}


def test_role_forms_know_every_right(office: Client):
    text = office.get(reverse("office:add_role") + "?scope=OFFICE").content.decode()

    for right in (*OrganizationPermission, *OfficePermission):
        assert f'value="{right.value}"' in text


def _zong() -> int:
    return OfficeAppointment.objects.get(user__login="zong").user_id


def _grow(number: int) -> None:
    """Add one more of everything that the lists show."""
    project = world.project(f"p{number}", f"项目{number}")
    world.person(f"p{number}", "诸葛明远", project=project)
    world.head_office(f"h{number}", "司马静宜", role="office_reader")
    add_party(name=f"外包{number}", by=SYSTEM, at=world.AT)
    role = Role.objects.create(code=f"r{number}", name=f"角色{number}", scope=RoleScope.PROJECT)
    Post.objects.create(code=f"o{number}", name=f"岗位{number}", role=role)
