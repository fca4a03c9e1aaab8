"""Addresses of the estate within a project."""

from django.urls import path

from anju.estate.views import buildings, charts, filling, meters, places, spaces, units

app_name = "estate"

urlpatterns = [
    path("chart/", charts.chart, name="chart"),
    path("chart/<str:building>/", charts.building, name="building"),
    path("chart/<str:building>/print/", charts.print_chart, name="print_chart"),
    path("buildings/", buildings.buildings, name="buildings"),
    path("buildings/export/", buildings.export_buildings, name="export_buildings"),
    path("buildings/add/", buildings.add, name="add_building"),
    path("buildings/<str:building>/change/", buildings.change, name="change_building"),
    path("buildings/<str:building>/remove/", buildings.remove, name="remove_building"),
    path("buildings/<str:building>/care/", buildings.care, name="assign_care"),
    path("buildings/<str:building>/entrances/add/", buildings.add_entrance_of, name="add_entrance"),
    path("buildings/<str:building>/units/add/", units.add, name="add_unit"),
    path("buildings/<str:building>/fill/", filling.fill, name="fill"),
    path(
        "entrances/<int:entrance_id>/change/",
        buildings.change_entrance_of,
        name="change_entrance",
    ),
    path(
        "entrances/<int:entrance_id>/remove/",
        buildings.remove_entrance_of,
        name="remove_entrance",
    ),
    path("units/", units.units, name="units"),
    path("units/export/", units.export_units, name="export_units"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/card/", charts.card, name="card"),
    path("units/<int:unit_id>/change/", units.change, name="change_unit"),
    path("units/<int:unit_id>/remove/", units.remove, name="remove_unit"),
    path("units/<int:unit_id>/meters/add/", meters.add_to_unit, name="add_meter_to_unit"),
    path("parking/", spaces.spaces, name="spaces"),
    path("parking/export/", spaces.export_spaces, name="export_spaces"),
    path("parking/add/", spaces.add_a_space, name="add_space"),
    path("parking/<int:space_id>/", spaces.space, name="space"),
    path("parking/<int:space_id>/change/", spaces.change_a_space, name="change_space"),
    path("parking/<int:space_id>/remove/", spaces.remove_a_space, name="remove_space"),
    path("storage/", spaces.storage, name="storage"),
    path("storage/export/", spaces.export_storage, name="export_storage"),
    path("storage/add/", spaces.add_a_storage_room, name="add_storage_room"),
    path("storage/<int:room_id>/", spaces.storage_room, name="storage_room"),
    path("storage/<int:room_id>/change/", spaces.change_a_storage_room, name="change_storage_room"),
    path("storage/<int:room_id>/remove/", spaces.remove_a_storage_room, name="remove_storage_room"),
    path("places/", places.places, name="places"),
    path("places/export/", places.export, name="export_places"),
    path("places/add/", places.add, name="add_place"),
    path("places/<int:place_id>/", places.place, name="place"),
    path("places/<int:place_id>/change/", places.change, name="change_place"),
    path("places/<int:place_id>/retire/", places.retire, name="retire_place"),
    path("places/<int:place_id>/meters/add/", meters.add_to_place, name="add_meter_to_place"),
    path("meters/", meters.meters, name="meters"),
    path("meters/export/", meters.export, name="export_meters"),
    path("meters/add/", meters.add, name="add_meter"),
    path("meters/<int:meter_id>/correct/", meters.correct, name="correct_meter"),
    path("meters/<int:meter_id>/replace/", meters.replace, name="replace_meter"),
    path("meters/<int:meter_id>/remove/", meters.remove, name="remove_meter"),
]
