"""The demonstration's notice boards: a month of an ordinary community, told from today.

Written, published and taken down by the demonstration's own staff through the commands. Everybody
has read what was published, so that nobody begins the day with a pile of old news.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from anju.core.actors import Actor
from anju.core.periods import SHANGHAI, WEEKDAYS
from anju.messaging.commands import mark_read, tell_staff
from anju.messaging.models import StaffMessage
from anju.messaging.states import AlertKind
from anju.notices.commands.publishing import publish_notice, withdraw_notice
from anju.notices.commands.writing import draft_notice
from anju.notices.models import Notice
from anju.organization.models import Project, User
from anju.organization.queries.staff import staff_of

LVYUAN, YUNQI = "lvyuan", "yunqi"
HOLIDAYS = (("元旦", 1, 1), ("劳动节", 5, 1), ("国庆节", 10, 1))


@dataclass(frozen=True, slots=True)
class _Told:
    """One notice of the story: written so many days ago; `days` fill the dates of its text.

    :param publisher: who put it on the board an hour later; nobody leaves it a draft.
    :param withdrawn: why it was taken down on the next morning.
    """

    days_ago: int
    title: str
    body: str
    days: tuple[int, ...] = ()
    writer: str = "zhou"
    publisher: str = "chen"
    withdrawn: str = ""


STORY: dict[str, tuple[_Told, ...]] = {
    LVYUAN: (
        _Told(
            26,
            "公共区域灭蚊消杀安排",
            "为减少蚊虫,{0}上午 9:00–11:30 对绿化带、垃圾房、地库集水井和各楼栋大堂进行消杀。\n"
            "消杀期间请关好门窗,看护好儿童和宠物,两小时内不要在草坪上停留。\n"
            "使用的药剂为低毒卫生用药,如有过敏史请提前避开。",
            (-24,),
        ),
        _Told(
            21,
            "装修施工时段提醒",
            "近期装修户较多,再次提醒:\n"
            "一、施工时间为工作日 8:00–12:00、14:00–18:00;双休日和节假日不得进行噪声施工。\n"
            "二、装修垃圾装袋后放到指定堆放点,不要堆在楼道和消防通道。\n"
            "三、动火、改动水电须先到前台办理手续。\n"
            "发现违规施工,请拨打前台电话,我们当天核实并回复。",
            writer="ouyang",
        ),
        _Told(
            17,
            "地下车库地面清洗",
            "{0}至{1}每天 9:00–16:00 分区清洗地下车库地面:首日清洗东区,次日清洗西区。\n"
            "请于当天 8:30 前把车辆移到另一区或地面临时车位,安防人员在现场引导。\n"
            "清洗后地面湿滑,请慢行。",
            (-14, -13),
            writer="xu",
        ),
        _Told(
            13,
            "智能快递柜移位通知",
            "为保持消防通道畅通,南门快递柜于{0}移到南门岗亭西侧,当天 13:00–17:00 暂停使用。\n"
            "请在 12:00 前取出包裹;取件码不变。大件快递仍由前台代收,请凭短信领取。",
            (-11,),
        ),
        _Told(
            9,
            "二次供水泵房检修停水通知",
            "因检修二次供水水泵,{0} 9:00–17:00 各楼栋 6 层以上停水。\n"
            "请提前储水,停水期间关好水龙头;来水后先放掉少量浑水再使用。",
            (-6,),
            withdrawn="水泵配件晚到,检修改期,另行通知。",
        ),
        _Told(
            6,
            "停水检修改期通知",
            "原定的二次供水泵房检修改到{0} 9:00–17:00,影响范围不变:各楼栋 6 层以上停水。\n"
            "请提前储水。当天地面层物业服务中心旁设临时取水点,行动不便的住户可电话预约送水。",
            (2,),
        ),
        _Told(
            4,
            "电梯年度检验安排",
            "{0}至{1}由检验机构对全部电梯进行年度检验,每台约停 40 分钟,同一单元的两台错开进行。\n"
            "检验期间请改乘另一台或走楼梯,不要强行开门。当天进度在单元大堂张贴。",
            (4, 5),
            writer="xu",
        ),
        _Told(
            2,
            "电动自行车请到集中充电处充电",
            "楼道内停放、充电电动自行车极易引发火灾,也堵住逃生通道。\n"
            "小区北侧车棚已有 60 个充电口,扫码即用,24 小时开放。\n"
            "自{0}起每晚巡查楼道,发现的车辆将联系车主移走,请相互转告。",
            (1,),
            writer="ouyang",
        ),
        _Told(
            1,
            "{holiday}假期服务值班安排",
            "{holiday}假期({holiday_on}起)前台服务时间为 8:00–20:00;报修和紧急事项 24 小时受理。\n"
            "假期安静时段停止一切装修施工。各岗位值班表待确认后补充。",
            publisher="",
        ),
    ),
    YUNQI: (
        _Told(
            5,
            "新风机房检修与过滤网更换",
            "{0} 18:30–22:00 检修各层新风机房并更换过滤网,其间新风停送,空调不受影响。\n"
            "需要加班的楼层请提前一个工作日告知前台。",
            (1,),
            writer="song",
            publisher="liang",
        ),
    ),
}


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Fill the boards, the oldest notice first; a board with anything on it is left as it is."""
    for code, story in STORY.items():
        project = Project.objects.filter(code=code).first()
        if project is None or Notice.objects.of(project).exists():
            continue
        staff = list(staff_of(project, on=today))
        people = {user.login: user for user in staff}
        for told in story:
            if told.writer in people and (told.publisher in people or not told.publisher):
                _tell(project, told, people, today)


def _tell(project: Project, told: _Told, people: dict[str, User], today: date) -> None:
    written = datetime.combine(today - timedelta(days=told.days_ago), time(10, 20), SHANGHAI)
    said = _holiday(today)
    notice = draft_notice(
        project=project,
        title=told.title.format(**said),
        body=told.body.format(*(_day(today + timedelta(days=day)) for day in told.days), **said),
        by=_actor(people[told.writer]),
        at=written,
    )
    if not told.publisher:
        return
    publisher = _actor(people[told.publisher])
    published = written + timedelta(hours=1)
    notice = publish_notice(notice=notice, by=publisher, at=published)
    _read_by(people, notice, published)
    if told.withdrawn:
        next_morning = written + timedelta(hours=22)
        withdraw_notice(notice=notice, reason=told.withdrawn, by=publisher, at=next_morning)


def _read_by(people: dict[str, User], notice: Notice, published: datetime) -> None:
    """Let everybody have read of a notice when it was new.

    The key is the reaction's (`tasks.tell_staff_of_notice`), which then finds them told.
    """
    key = f"notice:{notice.pk}"
    tell_staff(
        users=people.values(),
        title=f"新公告:{notice.title}",
        body=notice.body.splitlines()[0][:80],
        key=key,
        project=notice.project,
        kind=AlertKind.NOTICE,
        at=published,
    )
    for message in StaffMessage.objects.filter(key=key).select_related("user").order_by("pk"):
        mark_read(user=message.user, message=message, at=published + timedelta(hours=1))


def _holiday(today: date) -> dict[str, str]:
    """Return the next holiday with a fixed date: its name and its day."""
    coming = [
        (date(year, month, day), name)
        for year in (today.year, today.year + 1)
        for name, month, day in HOLIDAYS
    ]
    on, name = min(each for each in coming if each[0] > today)
    return {"holiday": name, "holiday_on": f"{on.month}月{on.day}日"}


def _day(on: date) -> str:
    return f"{on.month}月{on.day}日(周{WEEKDAYS[on.weekday()]})"


def _actor(user: User) -> Actor:
    return Actor(id=user.pk, name=user.name)
