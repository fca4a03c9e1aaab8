"""What the command line says when it cannot go on."""

from __future__ import annotations

import errno


class Refusal(Exception):
    """An expected obstacle, told in one English sentence or two and a short Chinese line.

    The message says what is wrong and what to do; it is printed without a traceback.
    """

    def __init__(self, sentence: str, chinese: str = "") -> None:
        self.sentence = sentence
        self.chinese = chinese
        super().__init__(f"{sentence}\n{chinese}" if chinese else sentence)


def of_operating_system(error: OSError) -> Refusal | None:
    """Return the sentence for a full disk or a missing permission, None for other errors."""
    where = error.filename or "the data folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Refusal(
            f"The disk is full: {where} could not be written. Free some space and try again.",
            "磁盘已满，请清理空间后重试。",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return Refusal(
            f"There is no permission to use {where}. Give this user the right to it, "
            "or choose another data folder with ANJU_HOME=….",
            "没有访问权限，请修改文件夹权限，或用 ANJU_HOME 指定其他数据文件夹。",
        )
    if error.errno == errno.EROFS:
        return Refusal(
            f"{where} is on a read-only file system. Choose another data folder with ANJU_HOME=….",
            "文件系统只读，请用 ANJU_HOME 指定其他数据文件夹。",
        )
    return None
