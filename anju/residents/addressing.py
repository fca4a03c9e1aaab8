"""Forms of address (称呼): what one may call somebody whose name one has. Pure."""

from anju.core.surnames import COMPOUND_SURNAMES
from anju.residents.models import PersonKind

COMPOUND = frozenset(COMPOUND_SURNAMES) | {
    "欧阳", "司马", "上官", "诸葛", "东方", "夏侯", "皇甫", "公孙", "慕容", "司徒",
    "轩辕", "端木", "百里", "南宫", "东郭", "西门", "呼延", "赫连", "太史", "闻人",
}  # fmt: skip
WORDS = ("先生", "女士", "阿姨", "叔叔", "老师", "奶奶", "爷爷")


def surname_of(name: str) -> str:
    """Return the surname of a Chinese name; empty for companies' and foreign names."""
    plain = name.strip()
    if not plain or not "\u3400" <= plain[0] <= "\u9fff" or "·" in plain:
        return ""
    return plain[:2] if plain[:2] in COMPOUND and len(plain) > 2 else plain[:1]


def suggested_forms(
    name: str, *, kind: str = PersonKind.PERSON, man: bool | None = None
) -> list[str]:
    """Return the forms to choose from, the likeliest first: 李先生, 李女士, 李阿姨 …

    :param man: as the identity number tells; None where nobody knows.
    """
    if kind != PersonKind.PERSON:
        return []
    surname = surname_of(name)
    if not surname:
        first = name.strip().split("·")[0].split(" ")[0]
        return [f"{first}{word}" for word in WORDS[:2]] if first else []
    fitting = {
        None: WORDS,
        True: ("先生", "叔叔", "老师", "爷爷"),
        False: ("女士", "阿姨", "老师", "奶奶"),
    }
    return [f"{surname}{word}" for word in fitting[man]]
