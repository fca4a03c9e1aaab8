"""A guarded view for uploads and one for downloads, as every app that has files writes them."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path

from anju.archives.queries import file_of
from anju.archives.sending import send
from anju.archives.uploading import store_all, upload_answer
from anju.organization.doors import StaffRequest, staff_view
from config import urls


@staff_view(None)
def upload(request: StaffRequest) -> HttpResponse:
    return upload_answer(request, project=request.project, by=request.by, at=request.at)


@staff_view(None)
def save(request: StaffRequest) -> HttpResponse:
    files = store_all(request, "files", project=request.project, by=request.by, at=request.at)
    return HttpResponse(",".join(file.name for file in files))


@staff_view(None)
def download(request: StaffRequest, token: str) -> HttpResponseBase:
    file = file_of(request.project, token)
    if file is None:
        raise Http404
    return send(file, inline="inline" in request.GET)


urlpatterns = [
    path("test/p/<slug:code>/upload/", upload),
    path("test/p/<slug:code>/save/", save),
    path("test/p/<slug:code>/files/<str:token>/", download),
    *urls.urlpatterns,
]
handler404 = urls.handler404
