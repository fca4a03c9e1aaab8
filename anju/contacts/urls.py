"""Addresses of the door to a resident within a project."""

from django.urls import path

from anju.contacts.views import lists, outreaches, terms, texts, writing

app_name = "contacts"
O = "<int:outreach_id>"  # noqa: E741  an outreach

urlpatterns = [
    path("", lists.outreaches, name="outreaches"),
    path("export/", lists.export, name="export"),
    path("write/<int:person_id>/", writing.write, name="write"),
    path("check/", writing.check, name="check"),
    path("people/<int:person_id>/", lists.of_person, name="of_person"),
    path("combine/", outreaches.combine_view, name="combine"),
    path(f"{O}/", outreaches.outreach, name="outreach"),
    path(f"{O}/copied/", outreaches.copied, name="copied"),
    path(f"{O}/outcome/", outreaches.outcome, name="outcome"),
    path(f"{O}/allow/", outreaches.allow, name="allow"),
    path(f"{O}/cancel/", outreaches.cancel, name="cancel"),
    path(f"{O}/again/", outreaches.again, name="again"),
    path(f"{O}/print/", outreaches.print_sheet, name="print"),
    path("terms/", terms.terms, name="terms"),
    path("terms/change/", terms.change, name="change_terms"),
    path("texts/", texts.texts, name="texts"),
    path("texts/add/", texts.add_text, name="add_text"),
    path("texts/changes/", texts.text_changes, name="text_changes"),
    path("texts/export/", texts.export_texts, name="export_texts"),
    path("texts/<int:template_id>/change/", texts.change_text, name="change_text"),
    path("texts/<int:template_id>/preview/", texts.preview_text, name="preview_text"),
    path("texts/<int:template_id>/retire/", texts.retire_text, name="retire_text"),
    path("texts/<int:template_id>/restore/", texts.restore_text, name="restore_text"),
]
