"""Uploading and downloading through a door."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart

from anju.archives.models import Blob, File
from anju.archives.shelves import path_of
from anju.archives.uploads import MAX_BODY_BYTES, TOO_LARGE, refuse_too_large
from tests import world
from tests.archives import samples

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.archives.doors")]
UPLOAD = "/test/p/green/upload/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def wang(client: Client) -> Client:
    """A receptionist's browser."""
    return world.sign_in(client, world.receptionist())


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_is_answered_with_what_the_form_names_later(wang: Client, folder: Path) -> None:
    response = wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "通知.pdf")})

    file = File.objects.get()
    assert response.status_code == 201
    assert response.json() == {"id": file.token, "name": "通知.pdf", "size": len(samples.PDF)}
    assert len(file.token) == 22


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"file": samples.upload(samples.SVG, "图.svg")}, "不能上传SVG"),
        ({"file": samples.upload(samples.PDF, "图.png")}, "内容却是PDF 文件"),
        ({}, "没有收到文件"),
    ],
)
def test_a_refused_upload_says_why(
    wang: Client, folder: Path, sent: dict[str, object], words: str
) -> None:
    for file in sent.values():
        file.seek(0)

    response = wang.post(UPLOAD, sent)

    assert response.status_code == 422
    assert words in response.json()["error"]
    assert "Traceback" not in response.text


def test_only_posts_store(wang: Client, folder: Path) -> None:
    assert wang.get(UPLOAD).status_code == 405


def test_a_form_without_script_brings_its_files_itself(wang: Client, folder: Path) -> None:
    wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "先传.pdf")})
    token = File.objects.get().token

    response = wang.post(
        "/test/p/green/save/",
        {"files": [token, "x" * 22, samples.upload(samples.PDF + b"2", "同传.pdf")]},
    )

    assert response.text == "先传.pdf,同传.pdf"


class Unread(FakePayload):
    """A body that must not be touched."""

    def read(self, *args: object, **kwargs: object) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_100_mb_upload_is_refused_before_it_is_read(
    wang: Client, folder: Path, accept: str
) -> None:
    response = wang.generic(
        "POST",
        UPLOAD,
        content_type=MULTIPART_CONTENT,
        headers={"Accept": accept},
        CONTENT_LENGTH=str(100 * 1024 * 1024),
        **{"wsgi.input": Unread(b"")},
    )

    assert response.status_code == 413
    if accept == "application/json":
        assert response.json() == {"error": TOO_LARGE}
    else:
        assert TOO_LARGE in response.text


def test_a_body_without_a_length_is_refused(wang: Client, folder: Path) -> None:
    response = wang.generic(
        "POST",
        UPLOAD,
        content_type=MULTIPART_CONTENT,
        headers={**JSON, "Transfer-Encoding": "chunked"},
        CONTENT_LENGTH="",
        **{"wsgi.input": Unread(b"")},
    )

    assert response.status_code == 411
    assert "大小" in response.json()["error"]


def test_a_length_that_lies_is_found_out() -> None:
    """Over ASGI a body is as long as it is, whatever was said of it."""
    content = b"x" * (MAX_BODY_BYTES + 1)
    body = encode_multipart(BOUNDARY, {"file": samples.upload(content, "大.pdf")})
    headers = {"content-type": MULTIPART_CONTENT, "content-length": "1000", **JSON}
    scope = {
        "type": "http",
        "method": "POST",
        "path": UPLOAD,
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.FILES["file"].name)

    guarded = refuse_too_large(convert_exception_to_response(view))
    response = guarded(ASGIRequest(scope, BytesIO(body)))

    assert response.status_code == 413
    assert json.loads(response.content) == {"error": TOO_LARGE}


def test_a_file_of_another_project_is_not_there(wang: Client, folder: Path) -> None:
    wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "通知.pdf")})
    token = File.objects.get().token
    qian = world.sign_in(Client(), world.stranger())

    assert wang.get(f"/test/p/green/files/{token}/").status_code == 200
    assert wang.get(f"/test/p/cloud/files/{token}/").status_code == 404
    assert qian.get(f"/test/p/green/files/{token}/").status_code == 404
    assert qian.get(f"/test/p/cloud/files/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [
        (samples.picture(), "照片.jpg", "inline"),
        (samples.PDF, "通知 (1).pdf", "inline"),
        (samples.office(), "名册.docx", "attachment"),
    ],
)
def test_sends_with_headers_that_let_nothing_run(
    wang: Client, folder: Path, content: bytes, name: str, disposition: str
) -> None:
    wang.post(UPLOAD, {"file": samples.upload(content, name)})
    file = File.objects.get()

    response = wang.get(f"/test/p/green/files/{file.token}/?inline")

    assert (
        b"".join(response.streaming_content)
        == path_of(folder, file.project_id, file.blob.sha256).read_bytes()
    )
    assert response["Content-Type"] == file.blob.media_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private"
    assert response["Content-Security-Policy"].endswith("; sandbox")
    assert response["Content-Disposition"].startswith(f"{disposition}; filename*=utf-8''%")
    saved = wang.get(f"/test/p/green/files/{file.token}/")
    assert saved["Content-Disposition"].startswith("attachment; ")


def test_a_lost_content_is_404_and_in_the_log(
    wang: Client, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "通知.pdf")})
    for path in stored(folder):
        path.unlink()

    response = wang.get(f"/test/p/green/files/{File.objects.get().token}/")

    assert response.status_code == 404
    assert "content missing" in caplog.text


def test_nobody_hoards(wang: Client, folder: Path) -> None:
    wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "通知.pdf")})
    one = File.objects.get()
    File.objects.bulk_create(
        File(
            project=one.project,
            blob=Blob.objects.get(),
            token=f"{number:022d}",
            name="x.pdf",
            uploaded_by=one.uploaded_by,
            uploaded_at=world.AT,
            loose_since=world.AT,
        )
        for number in range(199)
    )

    response = wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "通知.pdf")})

    assert response.status_code == 422
    assert "200 个文件" in response.json()["error"]
