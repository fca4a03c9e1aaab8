"""Addresses of opinions, follow-ups and praise within a project."""

from django.urls import path

from anju.opinions.views import cards, praise, visits

app_name = "opinions"

urlpatterns = [
    path("", visits.follow_ups, name="follow_ups"),
    path("export/", visits.export_follow_ups, name="export_follow_ups"),
    path("draws/", visits.draws, name="draws"),
    path("draws/add/", visits.draw, name="draw_week"),
    path("draws/<int:draw_id>/", visits.shown_draw, name="draw"),
    path("tickets/<int:ticket_id>/pick/", visits.pick, name="pick"),
    path("tickets/<int:ticket_id>/card/", cards.key_card, name="key_card"),
    path("tickets/<int:ticket_id>/thank/", cards.thank, name="thank"),
    path("orders/<int:order_id>/card/", cards.show_card, name="show_card"),
    path("orders/<int:order_id>/send/", cards.send_card, name="send_card"),
    path("cards/", cards.cards, name="cards"),
    path("cards/export/", cards.export_cards, name="export_cards"),
    path("praise/", praise.praise, name="praise"),
    path("praise/add/", praise.add_praise, name="add_praise"),
    path("praise/export/", praise.export_praise, name="export_praise"),
]
