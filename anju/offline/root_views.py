"""What a phone needs to go on without a network; none of it says anything of anybody."""

import json

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from anju.organization.doors import open_view

# What the page without network is made of; everything else is kept as it is first seen.
OF_THE_OFFLINE_PAGE = (
    "ui/appearance.js",
    "vendor/tabler.min.css",
    "ui/anju.css",
    "ui/anju.svg",
    "offline/offline.css",
    "offline/kept-pages.js",
)


@open_view
def worker(request: HttpRequest) -> HttpResponseBase:
    """Hand out the service worker: a line of facts, and the module that works by them.

    It changes with the manifest of static files, so a new version is noticed by the browser.
    """
    facts = {
        "version": getattr(staticfiles_storage, "manifest_hash", "") or "0",
        "staticUrl": settings.STATIC_URL,
        "offlineUrl": reverse("offline_root:without_network"),
        "keep": [static(name) for name in OF_THE_OFFLINE_PAGE],
    }
    module = json.dumps(static("offline/worker.js"))
    source = f"import {{ work }} from {module};\n\nwork({json.dumps(facts)});\n"
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@open_view
def manifest(request: HttpRequest) -> HttpResponseBase:
    """Describe the app to a phone that puts it on its home screen."""
    icon = {"src": static("ui/anju.svg"), "sizes": "any", "type": "image/svg+xml"}
    facts = {
        "id": "/",
        "name": "安居 物业客户服务",
        "short_name": "安居",
        "lang": "zh-CN",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6f5",
        "theme_color": "#0b6e63",
        "icons": [{**icon, "purpose": "any"}],
    }
    response = JsonResponse(
        facts,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "no-cache"
    return response


@open_view
def without_network(request: HttpRequest) -> HttpResponseBase:
    """Show what is on this phone when a page cannot be fetched; kept by the service worker."""
    response = render(request, "offline/without_network.html")
    response["Cache-Control"] = "no-cache"
    return response
