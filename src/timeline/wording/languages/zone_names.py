"""Names of time zones: the letters that every language writes behind a time, and what English calls them."""

from __future__ import annotations

from typing import Final

from timeline.wording.lexicon import Rows

# By how a name may stand (see `Language.zones`) and by what it says: an offset where the name fixes one, a zone where
# it names the rules of a place.
LETTERS: Final[Rows] = {
    "base": {"UTC": "utc|gmt|ut"},
    "zulu": {"UTC": "z|zulu"},
    "wire": {
        "-08:00": "pst",
        "-07:00": "mst|pdt",
        "-06:00": "cst|mdt",
        "-05:00": "est|cdt",
        "-04:00": "edt",
        "+00:00": "wet",
        "+01:00": "bst|cet",
        "+02:00": "cest|eet",
        "+03:00": "eest|msk",
        "+05:30": "ist",
        "+08:00": "hkt|sgt",
        "+09:00": "jst|kst",
        "+10:00": "aest",
        "+11:00": "aedt",
        "+12:00": "nzst",
        "+13:00": "nzdt",
    },
    "short": {
        "America/New_York": "et",
        "America/Chicago": "ct",
        "America/Los_Angeles": "pt",
    },
}

ENGLISH_ZONES: Final[Rows] = {
    "region": {
        "America/New_York": "eastern",
        "America/Chicago": "central",
        "America/Denver": "mountain",
        "America/Los_Angeles": "pacific",
    },
    "timed": {
        "America/New_York": "ny|nyc|us eastern",
        "America/Chicago": "us central",
        "America/Denver": "us mountain",
        "America/Los_Angeles": "la|us pacific",
        "America/Anchorage": "alaska",
        "Pacific/Honolulu": "hawaii",
        "Europe/London": "uk|british",
        "Europe/Berlin": "germany",
        "Europe/Paris": "france",
        "Europe/Rome": "italy",
        "Asia/Kolkata": "india|indian",
        "Asia/Tokyo": "japan",
        "Asia/Shanghai": "china|beijing",
        "Asia/Seoul": "korea",
        "UTC": "greenwich mean|coordinated universal|universal",
        "-07:00": "pacific daylight",
        "-06:00": "mountain daylight",
        "-05:00": "central daylight",
        "-04:00": "eastern daylight",
        "+00:00": "western european",
        "+01:00": "west|british summer|central european|western european summer",
        "+02:00": "central european summer|eastern european",
        "+03:00": "eastern european summer",
    },
    "local": {"": "local|local time|the local"},
}
