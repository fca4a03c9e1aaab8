"""Whatever goes wrong ends in a Chinese sentence, in the form the asker can show."""

import errno
import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from anju.core.errors import DomainError, StaleEdit
from anju.ui.sentences import Gone, Sentences, TooMany, server_error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DomainError("不行。"), 422),
        (StaleEdit("同事改过了。"), 409),
        (Gone("已撤下。"), 410),
        (TooMany("一分钟后再试。"), 429),
        (PermissionDenied(), 403),
        (Http404(), 404),
        (OSError(errno.ENOSPC, "full"), 507),
        (OperationalError("gone"), 503),
    ],
)
def test_each_trouble_has_its_status_and_a_chinese_sentence(error: Exception, status: int) -> None:
    answer = _middleware().process_exception(RequestFactory().get("/"), error)

    assert answer is not None
    assert answer.status_code == status
    assert "。" in unquote(answer["X-Anju-Sentence"])
    assert "Traceback" not in answer.content.decode()


def test_what_nobody_expects_is_left_to_crash() -> None:
    assert _middleware().process_exception(RequestFactory().get("/"), ValueError("x")) is None


def test_a_crash_shows_no_trace() -> None:
    said = server_error(RequestFactory().get("/")).content.decode()

    assert "系统出错" in said
    assert "Traceback" not in said


def test_htmx_gets_a_line_and_json_an_object() -> None:
    refuse: Callable[[HttpRequest], HttpResponse | None] = lambda request: (  # noqa: E731
        _middleware().process_exception(request, DomainError("不行。"))
    )
    line = refuse(RequestFactory().get("/", headers={"HX-Request": "true"}))
    record = refuse(RequestFactory().get("/", headers={"Accept": "application/json"}))

    assert line is not None
    assert line.content.decode() == "不行。"
    assert record is not None
    assert json.loads(record.content) == {"error": "不行。"}


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_of_ours() -> None:
    answer = Client().get("/nothing/here/")

    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


@pytest.mark.django_db
def test_a_forged_form_is_refused_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x", "password": "y"})

    assert answer.status_code == 403
    assert "刷新页面" in answer.content.decode()


def _middleware() -> Sentences:
    return Sentences(lambda request: HttpResponse(""))
