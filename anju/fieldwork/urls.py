"""Addresses of work on site, within a project."""

from django.urls import path

from anju.fieldwork.views import mine, offering, visits, work

app_name = "fieldwork"

urlpatterns = [
    path("", visits.visits, name="visits"),
    path("export/", visits.export, name="export"),
    path("mine/", mine.my_orders, name="my_orders"),
    path("orders/<int:order_id>/", work.order, name="order"),
    path("orders/<int:order_id>/steps/<str:name>/", work.step, name="step"),
    path("orders/<int:order_id>/call/", work.call, name="call"),
    path("orders/<int:order_id>/disturb/", work.disturb, name="disturb"),
    path("orders/<int:order_id>/more/", offering.more, name="more"),
    path("orders/<int:order_id>/notify/", offering.notify, name="notify"),
    path("visits/<int:visit_id>/files/<str:token>/", work.file, name="file"),
]
