"""Whatever goes wrong ends in a Chinese sentence that says what to do, never in a trace."""

import errno
import logging
from collections.abc import Callable
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from anju.core.errors import DomainError, StaleEdit
from anju.core.requests import current_request_id

_log = logging.getLogger("anju.sentences")


class Gone(Exception):
    """The thing was there and is not to be had any more (410)."""


class TooMany(Exception):
    """Asked too often (429); the message says when to come back."""


TITLES = {
    400: "请求有误",
    403: "没有权限",
    404: "没有找到",
    409: "内容已被他人修改",
    410: "链接已失效",
    413: "文件太大",
    422: "暂时不能这样做",
    429: "操作太频繁",
    500: "系统出错",
    503: "暂时无法使用",
    507: "磁盘已满",
}
NOT_FOUND = "没有找到您要的页面。可能已被删除、地址有误,或不在您的项目中。"
FORBIDDEN = "您的岗位没有这项权限。如工作需要,请联系客户服务主管开通。"
BROKEN = "系统出错,您的内容没有提交。请稍后再试;如仍不行,请把页面上的编号告诉管理员。"
STALE_FORM = "页面停留太久或已换人登录,没有提交。请返回刷新页面后再试。"
DISK_FULL = "服务器磁盘已满,没有保存。请立即联系系统管理员清理磁盘后再试。"
NO_DATABASE = "数据库暂时连接不上,没有保存。系统正在自动恢复,请一分钟后再试。"


class Sentences:
    """Middleware: turn what a view raises into a page, a line under htmx, or JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what can be expected; leave the rest to crash loudly."""
        found = _expected(error)
        return None if found is None else refusal(request, found[0], found[1])


def _expected(error: Exception) -> tuple[int, str] | None:
    match error:
        case StaleEdit():
            return 409, str(error)
        case DomainError():
            return 422, str(error)
        case Gone():
            return 410, str(error)
        case TooMany():
            return 429, str(error)
        case RequestDataTooBig():
            return 413, "提交的内容太大,没有保存。请删减文字,或把图片作为附件上传。"
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT):
            _log.error("disk full", exc_info=error)
            return 507, DISK_FULL
        case OperationalError():
            _log.error("database unavailable", exc_info=error)
            return 503, NO_DATABASE
        case PermissionDenied():
            return 403, str(error) or FORBIDDEN
        case Http404():
            return 404, NOT_FOUND
        case _:
            return None


def refusal(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Answer with a status and one sentence, in the form the asker can show."""
    if request.headers.get("Accept", "").startswith("application/json"):
        response: HttpResponse = JsonResponse({"error": sentence}, status=status)
    elif request.headers.get("HX-Request") == "true":
        response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    else:
        context = {
            "title": TITLES.get(status, TITLES[500]),
            "sentence": sentence,
            "code": status,
            "number": current_request_id.get(),
        }
        response = HttpResponse(render_to_string("ui/sentence.html", context), status=status)
    response["X-Anju-Sentence"] = quote(sentence)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return refusal(request, 400, "浏览器发来的请求无法识别。请返回上一页重试。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return refusal(request, 403, str(exception) or FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return refusal(request, 404, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return refusal(request, 500, BROKEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a forged or outdated form."""
    return refusal(request, 403, STALE_FORM)
