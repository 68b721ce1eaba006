"""Rules for one date, however it is said: by the calendar, from the anchor, from another date, inside another date."""
