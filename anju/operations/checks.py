"""Whether the house is well: one check for each thing that can fail by itself."""

import http.client
import shutil
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from anju.messaging.queries.outbox import depth_across_projects
from anju.operations.queries import heartbeat_alarm, installed_at, last_backup_at, last_beat

Tone = Literal["good", "warn", "bad"]

BACKUP_DUE = timedelta(hours=26)
LEAST_BYTES = 1024**3
LEAST_SHARE = 0.05
HUB_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Check:
    """What one look found; nothing personal is in the sentence."""

    name: str
    label: str
    tone: Tone
    sentence: str

    @property
    def ok(self) -> bool:
        return self.tone != "bad"


def checks(*, at: datetime) -> list[Check]:
    """Return every check; one that cannot be made for want of a database says so."""
    found = database()
    found_all = [found]
    for name, label, look in (
        ("migrations", "数据结构", migrations),
        ("worker", "后台任务", lambda: worker(at=at)),
        ("backup", "备份", lambda: backup(at=at)),
        ("outbox", "外发消息", lambda: outbox(at=at)),
    ):
        found_all.append(_looked(name, label, look, found))
    found_all.append(hub(settings.ANJU_LIVE_PORT, tls=settings.ENV.tls))
    found_all.append(disk(settings.ANJU_HOME))
    return found_all


def database() -> Check:
    """Ask the database anything."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Check("database", "数据库", "bad", "连接不上数据库,系统正在自动恢复。")
    return Check("database", "数据库", "good", "正常")


def migrations() -> Check:
    """Compare the tables with what this version needs."""
    missing = len(_shipped_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    if missing:
        sentence = f"有 {missing} 项数据结构更新没有执行,请运行 bin/anju migrate 后重启。"
        return Check("migrations", "数据结构", "bad", sentence)
    return Check("migrations", "数据结构", "good", "与程序版本一致")


def worker(*, at: datetime) -> Check:
    """Look at the worker's heartbeat."""
    if alarm := heartbeat_alarm(at=at):
        return Check("worker", "后台任务", "bad", f"{alarm}。")
    if last_beat() is None:
        return Check("worker", "后台任务", "warn", "刚启动,还没有收到第一次心跳。")
    return Check("worker", "后台任务", "good", "正常")


def outbox(*, at: datetime) -> Check:
    """Look whether what should leave the house does, and what did not arrive within a day."""
    found = depth_across_projects(at=at)
    if found.stands_still(at):
        sentence = f"有 {found.overdue} 条消息到了时间没有发出,请查看后台任务和服务日志。"
        return Check("outbox", "外发消息", "bad", sentence)
    said = f"等待 {found.waiting} 条,24 小时内未送达 {found.failed_lately} 条"
    tone: Tone = "warn" if found.failed_lately else "good"
    return Check("outbox", "外发消息", tone, said)


def hub(port: int, *, tls: bool = False) -> Check:
    """Ask the live hub on this machine how it fares."""
    client: http.client.HTTPConnection
    if tls:
        # It is asked on the loopback, for which the house's certificate cannot stand.
        context = ssl._create_unverified_context()  # noqa: S323
        client = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=HUB_SECONDS, context=context
        )
    else:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=HUB_SECONDS)
    try:
        client.request("GET", "/healthz")
        answered = client.getresponse().status
    except (OSError, http.client.HTTPException):
        answered = 0
    finally:
        client.close()
    if answered == http.client.OK:
        return Check("hub", "实时更新", "good", "正常")
    why = "没有回应" if answered == 0 else "听不到数据库的通知"
    return Check("hub", "实时更新", "bad", f"实时更新服务{why},页面不会自动刷新。请查看服务日志。")


def backup(*, at: datetime) -> Check:
    """Look at the age of the newest backup; a young installation may have none yet."""
    last = last_backup_at(settings.ANJU_BACKUPS)
    if last is not None and at - last <= BACKUP_DUE:
        return Check("backup", "备份", "good", f"最近一次在 {_hours(at - last)}前")
    since = installed_at()
    if last is None and since is not None and at - since <= BACKUP_DUE:
        return Check("backup", "备份", "warn", "新安装的系统,今晚进行第一次备份。")
    known = "还没有任何备份" if last is None else f"最近一次备份是 {_hours(at - last)}前"
    sentence = f"{known}。请检查备份磁盘,并运行 bin/anju backup。"
    return Check("backup", "备份", "bad", sentence)


def disk(folder: Path) -> Check:
    """Look at the room left where the data lies: 1 GB or 5 % is enough."""
    room = shutil.disk_usage(folder)
    left = f"剩余 {room.free / 1024**3:.1f} GB"
    if room.free >= LEAST_BYTES or room.free >= room.total * LEAST_SHARE:
        tone: Tone = "good" if room.free >= 2 * LEAST_BYTES else "warn"
        return Check("disk", "磁盘空间", tone, left)
    return Check("disk", "磁盘空间", "bad", f"{left},即将写满。请立即清理或扩容。")


def _looked(name: str, label: str, look: Callable[[], Check], database: Check) -> Check:
    if database.ok:
        try:
            return look()
        except DatabaseError:
            pass
    return Check(name, label, "bad", "数据库没有回应,无法检查。")


@cache
def _shipped_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _hours(span: timedelta) -> str:
    hours = int(span / timedelta(hours=1))
    return f"{hours // 24} 天" if hours >= 48 else f"{hours} 小时"
