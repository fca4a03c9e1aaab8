"""What a file is called: the name people gave, made harmless and true to the content."""

import re
import unicodedata
from pathlib import PurePath

from anju.archives.kinds import Kind, kind_named
from anju.core.errors import DomainError

MOST_SIGNS = 200


class KindNotTaken(DomainError):
    """Files of this kind are not taken."""


class NameBelies(DomainError):
    """The name says another kind than the content is."""


def checked_name(given: str, kind: Kind) -> str:
    """Return the name to keep, with the usual ending of its kind where it had none.

    :raises KindNotTaken: if neither the content nor what the name says is taken.
    :raises NameBelies: if name and content are of different kinds; the sentence names both.
    """
    name = _plain(given)
    named = kind_named(name)
    if named is None and not kind.refusal:
        return _cut(name, kind.endings[0])
    if named is None or _ending(name) in kind.endings or named.label == kind.label:
        if kind.refusal:
            raise KindNotTaken(kind.refusal)
        return name
    if kind.refusal and named.refusal:
        raise KindNotTaken(named.refusal)
    raise NameBelies(
        f"“{name}”的名称表示{named.label},内容却是{kind.label}。请核对文件,改成正确的名称后再上传。"
    )


def _plain(given: str) -> str:
    """Return a name without path, control signs or marks that turn its direction."""
    base = re.split(r"[/\\]", given)[-1]
    seen = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C")
    path = PurePath(seen)
    return _cut(path.stem.strip(" .") or "附件", path.suffix)


def _cut(stem: str, ending: str) -> str:
    return stem[: MOST_SIGNS - len(ending)] + ending[:MOST_SIGNS]


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
