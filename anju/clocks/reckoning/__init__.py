"""Reckoning deadlines as clocks.md says: pure Python, no Django, no database, no present time.

calendars    which minutes of which dates are worked; presets are in `presets`
targets      what a deadline is made of: Duration, Promise, Fixed; Pause; Stage
deadlines    due, pause_until, lateness, is_late, retarget
durations    elapsed, first_working_minute, next_morning
promises     checked_renewal, checked_hand_set, reopens_same
stages       stage_at, stages_at: warnings and escalation
explaining   explain: the due time with every step that leads to it
checking     warnings for the editor, changed_dates and reaches for its preview
holidays     lists of holidays; `holiday_files` reads them
stored       calendars, lists and targets as plain data
errors       ReckoningRefused and its kinds; BeyondBound is the 400 days

Moments go in with an offset, or without in the calendar's zone; seconds are cut off. Moments
come out in the calendar's zone.
"""
