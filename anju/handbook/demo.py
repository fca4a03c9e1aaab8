"""The demonstration's handbook: who speaks what at the desk, and a script the team made better."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.handbook.commands.languages import set_languages
from anju.handbook.commands.scripts import change_script
from anju.handbook.models import Script
from anju.handbook.queries.languages import speakers_of
from anju.handbook.queries.scripts import drafts_of
from anju.handbook.states import Part, Situation
from anju.organization.models import Project, User
from anju.organization.queries.staff import staff_of

LVYUAN = "lvyuan"
SPOKEN = {
    "wang": ("四川话",),
    "he": ("粤语", "客家话"),
    "zhou": ("上海话", "英语"),
    "chen": ("粤语",),
    "zhao": ("河南话",),
}
THANKS = "谢谢您的提醒,您这样说清楚,帮了我们大忙。"
BETTER = "谢谢您直接告诉我们,这件事我盯到办好,办好再向您回一声。"


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Let 绿苑小区 know its colleagues' languages; safe to run again."""
    project = Project.objects.filter(code=LVYUAN).first()
    if project is None or speakers_of(project):
        return
    people = {each.login: each for each in staff_of(project, on=today)}
    for login, languages in SPOKEN.items():
        if login in people:
            user = people[login]
            set_languages(project=project, user=user, languages=languages, by=_as(user), at=at)
    _improve(project, people.get("chen"), by, at)


def _improve(project: Project, chen: User | None, by: Actor, at: datetime) -> None:
    """The supervisor puts the thanks of the complaint script into warmer words."""
    script = Script.objects.of(project).live().filter(situation=Situation.COMPLAINT).first()
    if script is None:
        return
    lines = [
        type(line)(line.part, BETTER, line.clauses)
        if line.part == Part.THANKS and line.text == THANKS
        else line
        for line in drafts_of(project, script)
    ]
    change_script(
        script=script,
        name=script.name,
        situation=Situation(script.situation),
        lines=lines,
        by=_as(chen) if chen is not None else by,
        at=at,
    )


def _as(user: User) -> Actor:
    return Actor(id=user.pk, name=user.name)
