"""Planning: what repeats, who is double-booked, when everybody is free, what a move moves, what comes next."""

from __future__ import annotations
