"""What happens later because something happened: verb → names of tasks (never imports)."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "organization.deputy_named": ("messaging.tell_of_deputyship",),
    "organization.deputy_revoked": ("messaging.tell_of_deputyship",),
    "clocks.stage_due": ("clocks.tell_of_stage",),
    "clocks.resumed": ("clocks.tell_holder",),
    "clocks.renewal_asked": ("clocks.tell_holder",),
    "notices.published": ("notices.tell_staff",),
}
