"""Who speaks what besides Mandarin."""

from anju.handbook.models import SpokenLanguage
from anju.organization.models import Project, User

USUAL = ("粤语", "四川话", "上海话", "闽南话", "客家话", "东北话", "河南话", "湖南话", "英语")
"""Languages offered at one press; any other may be typed."""


def spoken_by(project: Project, user: User) -> list[str]:
    """Return the languages of one colleague, by pinyin."""
    found = SpokenLanguage.objects.filter(project=project, user=user)
    return list(found.order_by("language_key", "pk").values_list("language", flat=True))


def speakers_of(project: Project, language: str = "") -> dict[int, list[str]]:
    """Return the languages of every colleague by number, of one language only if it is given."""
    found = SpokenLanguage.objects.filter(project=project)
    if language:
        found = found.filter(language=language)
    spoken: dict[int, list[str]] = {}
    for user, each in found.order_by("language_key", "pk").values_list("user_id", "language"):
        spoken.setdefault(user, []).append(each)
    return spoken


def known_languages(project: Project) -> list[str]:
    """Return the usual languages and those that colleagues speak besides, each once."""
    found = SpokenLanguage.objects.filter(project=project)
    own = found.order_by("language_key").values_list("language", flat=True)
    return list(dict.fromkeys((*USUAL, *own)))
