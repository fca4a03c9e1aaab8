"""Addresses of residents within a project."""

from django.urls import path

from anju.residents.views import (
    belongings,
    duplicates,
    occupying,
    people,
    person,
    requests,
    things,
    transferring,
)

app_name = "residents"
P = "people/<int:person_id>"

urlpatterns = [
    path("", people.people, name="residents"),  # who cuts the address short finds the list too
    path("people/", people.people, name="people"),
    path("people/export/", people.export, name="export"),
    path("people/export-whole/", people.export_whole, name="export_whole"),
    path("people/addresses/", people.addresses, name="addresses"),
    path("people/register/", person.register, name="register"),
    path("people/duplicates/", duplicates.duplicates, name="duplicates"),
    path("people/duplicates/<int:kept_id>/<int:gone_id>/", duplicates.merge, name="merge"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<str:number>/", requests.request_page, name="request"),
    path("requests/<str:number>/answer/", requests.answer, name="answer"),
    path("requests/<str:number>/restrict/", requests.restrict, name="restrict"),
    path("requests/<str:number>/erase/", requests.erase, name="erase"),
    path("requests/<str:number>/sheet/", requests.sheet, name="sheet"),
    path("requests/<str:number>/sheet.xlsx", requests.sheet_xlsx, name="sheet_xlsx"),
    path("people/units/<int:unit_id>/add/", occupying.add_to_unit, name="add_to_unit"),
    path("people/units/<int:unit_id>/transfer/", transferring.transfer, name="transfer"),
    path("people/units/<int:unit_id>/move-out/", occupying.leave, name="move_out"),
    path("people/occupancies/<int:occupancy_id>/end/", occupying.end, name="end"),
    path("people/occupancies/<int:occupancy_id>/correct/", occupying.correct, name="correct"),
    path("people/occupancies/<int:occupancy_id>/strike/", occupying.strike, name="strike"),
    path(f"{P}/", person.person, name="person"),
    path(f"{P}/change/", person.change, name="change"),
    path(f"{P}/identity/", person.identity, name="identity"),
    path(f"{P}/identity/reveal/", person.reveal_number, name="reveal_identity"),
    path(f"{P}/units/", occupying.choose_unit, name="choose_unit"),
    path(f"{P}/request/", requests.take, name="take_request"),
    path(f"{P}/release/", requests.release, name="release"),
    path(f"{P}/phones/add/", belongings.add_phone_to_person, name="add_phone"),
    path(f"{P}/phones/<int:phone_id>/reveal/", person.reveal, name="reveal"),
    path(
        f"{P}/phones/<int:phone_id>/change/", belongings.change_phone_of_person, name="change_phone"
    ),
    path(
        f"{P}/phones/<int:phone_id>/remove/", belongings.remove_phone_of_person, name="remove_phone"
    ),
    path(f"{P}/phones/<int:phone_id>/raise/", belongings.raise_phone_of_person, name="raise_phone"),
    path(f"{P}/contacts/add/", belongings.add_contact_to_person, name="add_contact"),
    path(f"{P}/contacts/<int:contact_id>/reveal/", person.reveal_of_contact, name="reveal_contact"),
    path(
        f"{P}/contacts/<int:contact_id>/change/",
        belongings.change_contact_of_person,
        name="change_contact",
    ),
    path(
        f"{P}/contacts/<int:contact_id>/remove/",
        belongings.remove_contact_of_person,
        name="remove_contact",
    ),
    path(f"{P}/vehicles/add/", things.add_vehicle_to_person, name="add_vehicle"),
    path(
        f"{P}/vehicles/<int:vehicle_id>/change/",
        things.change_vehicle_of_person,
        name="change_vehicle",
    ),
    path(
        f"{P}/vehicles/<int:vehicle_id>/leave/",
        things.leave_vehicle_of_person,
        name="leave_vehicle",
    ),
    path(f"{P}/pets/add/", things.add_pet_to_person, name="add_pet"),
    path(f"{P}/pets/<int:pet_id>/change/", things.change_pet_of_person, name="change_pet"),
    path(f"{P}/pets/<int:pet_id>/remove/", things.remove_pet_of_person, name="remove_pet"),
    path(f"{P}/holdings/add/", things.add_holding_to_person, name="add_holding"),
    path(f"{P}/holdings/<int:holding_id>/end/", things.end_holding_of_person, name="end_holding"),
]
