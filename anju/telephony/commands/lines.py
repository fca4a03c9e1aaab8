"""The line's terms and its tokens, and the numbers it does not let through."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.core.masking import mask_phone
from anju.core.sealing import seal
from anju.organization.models import Project
from anju.telephony.models import BlockedNumber, Line, LineToken
from anju.telephony.numbers import heard
from anju.telephony.queries.lines import line_of
from anju.telephony.tokens import digest_of
from anju.telephony.verbs import TelephonyVerb as Verb

OVERLAP = timedelta(days=7)


class LineRefused(DomainError):
    """The line cannot work by these terms."""


class BlockRefused(DomainError):
    """The number cannot be blocked like this."""


@transaction.atomic
def change_line(
    *,
    project: Project,
    is_enabled: bool,
    area_code: str,
    numbers: Sequence[str],
    addresses: Sequence[str],
    longest_hold: int = 60,
    edition: int | None = None,
    by: Actor,
    at: datetime,
) -> Line:
    """Set what a project's line works by.

    :param longest_hold: seconds of a hold until the desk is reminded (15–600).
    :param edition: the one the editor had before them; None for whatever is there.
    :raises StaleEdit: if a colleague saved in between.
    """
    line = _locked(project)
    if edition is not None and line.edition != edition:
        raise StaleEdit("您编辑期间,同事已改过线路设置。请核对现在的内容后再保存。")
    before = _terms(line)
    line.is_enabled, line.area_code = is_enabled, area_code
    line.numbers, line.addresses = list(numbers), list(addresses)
    line.longest_hold = longest_hold
    line.edition += 1
    line.save()
    changes = {name: (before[name], value) for name, value in _terms(line).items()}
    record(Verb.LINE_CHANGED, subject=line, project_id=project.pk, by=by, at=at, changes=changes)
    return line


@transaction.atomic
def set_line_secret(*, project: Project, secret: str, key: bytes, by: Actor, at: datetime) -> Line:
    """Have each body signed with a secret from now on; an empty one asks for no signature.

    :param key: 32 bytes (ANJU_DATA_KEY).
    :raises LineRefused: for a secret that is too short to be one.
    """
    if secret and len(secret) < 16:
        raise LineRefused("签名密钥至少 16 个字符,请用随机生成的密钥。")
    line = _locked(project)
    was = line.is_signed
    line.sealed_secret = seal(secret, key=key, purpose=line.purpose) if secret else b""
    line.edition += 1
    line.save()
    changes = {"is_signed": (_yes(was), _yes(bool(secret)))}
    record(Verb.LINE_CHANGED, subject=line, project_id=project.pk, by=by, at=at, changes=changes)
    return line


@transaction.atomic
def make_token(*, project: Project, end_old: bool = False, by: Actor, at: datetime) -> str:
    """Return a new token for the exchange, shown this once; the line is switched on with it.

    :param end_old: whether earlier tokens end at once; else they hold seven days more.
    """
    line = _locked(project)
    if not line.is_enabled:
        line.is_enabled = True
        line.edition += 1
        line.save(update_fields=["is_enabled", "edition"])
    ends_at = at if end_old else at + OVERLAP
    for old in LineToken.objects.of(project).good(at).order_by("pk"):
        if old.ends_at is None or old.ends_at > ends_at:
            old.ends_at = ends_at
            old.save(update_fields=["ends_at"])
    token = token_urlsafe(32)
    LineToken.objects.create(
        project=project, digest=digest_of(token), made_at=at, made_by_name=by.name
    )
    record(Verb.TOKEN_MADE, subject=line, project_id=project.pk, by=by, at=at)
    return token


@transaction.atomic
def block_number(
    *,
    project: Project,
    number: str,
    reason: str,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> BlockedNumber:
    """Let calls of a number through no more; one that is blocked gets the new reason and end.

    :raises BlockRefused: for what is no number, without a reason, or with an end in the past.
    """
    found = heard(number, area_code=line_of(project).area_code).number
    if not found:
        raise BlockRefused("号码看不懂,请只填数字,如 13812345678 或 0571-87654321。")
    if found in line_of(project).numbers:
        raise BlockRefused("这是本项目自己的号码,不能拦截。")
    if not reason.strip():
        raise BlockRefused("请写明拦截原因,例如“每天多次推销装修”。")
    if until is not None and until <= at:
        raise BlockRefused("拦截的截止时间已经过去了,请选将来的时间,或不填表示一直拦截。")
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    there = BlockedNumber.objects.of(project).filter(number=found, lifted_at=None).first()
    blocked = there or BlockedNumber(project=project, number=found)
    blocked.reason, blocked.until = reason.strip()[:200], until
    blocked.blocked_at, blocked.blocked_by_name = at, by.name
    blocked.save()
    changes = {"number": (None, mask_phone(found))}
    record(Verb.BLOCKED, subject=blocked, project_id=project.pk, by=by, at=at, changes=changes)
    return blocked


@transaction.atomic
def unblock_number(*, blocked: BlockedNumber, by: Actor, at: datetime) -> BlockedNumber:
    """Let a number through again; doing it twice is doing it once."""
    blocked = BlockedNumber.objects.select_for_update(of=("self",)).get(pk=blocked.pk)
    if blocked.lifted_at is not None:
        return blocked
    blocked.lifted_at, blocked.lifted_by_name = at, by.name
    blocked.save(update_fields=["lifted_at", "lifted_by_name"])
    record(Verb.UNBLOCKED, subject=blocked, project_id=blocked.project_id, by=by, at=at)
    return blocked


def _locked(project: Project) -> Line:
    if not Line.objects.filter(project=project).exists():
        Line.objects.bulk_create([Line(project=project)], ignore_conflicts=True)
    return Line.objects.select_for_update(of=("self",)).get(project=project)


def _terms(line: Line) -> dict[str, str]:
    return {
        "is_enabled": _yes(line.is_enabled),
        "area_code": line.area_code,
        "numbers": "、".join(line.numbers),
        "addresses": "、".join(line.addresses),
        "longest_hold": f"{line.longest_hold} 秒",
    }


def _yes(value: bool) -> str:
    return "是" if value else "否"
