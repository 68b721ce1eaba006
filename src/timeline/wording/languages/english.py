"""English: the words that people write dates with."""

from __future__ import annotations

from timeline.wording.languages.english_days import ENGLISH_DAYS
from timeline.wording.languages.zone_names import ENGLISH_ZONES, LETTERS
from timeline.wording.lexicon import Language, Rows, make_language

ROWS: Rows = {
    "compound": {"mid year": "midyear", "mid month": "midmonth", "mid century": "midcentury"},
    "month": {
        1: "january|jan",
        2: "february|feb|febr",
        3: "march|mar",
        4: "april|apr",
        5: "may",
        6: "june|jun",
        7: "july|jul",
        8: "august|aug",
        9: "september|sep|sept",
        10: "october|oct",
        11: "november|nov",
        12: "december|dec",
    },
    "weekday": {
        1: "monday|mon|mondays",
        2: "tuesday|tue|tues|tuesdays",
        3: "wednesday|wed|weds|wednesdays",
        4: "thursday|thu|thur|thurs|thursdays",
        5: "friday|fri|fridays",
        6: "saturday|sat|saturdays",
        7: "sunday|sun|sundays",
    },
    "plural": {
        True: "mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekdays|weekends|mornings|evenings"
        "|afternoons|nights",
    },
    "unit": {
        "second": "second|seconds|sec|secs",
        "minute": "minute|minutes|min|mins",
        "hour": "hour|hours|hr|hrs|h",
        "day": "day|days|calendar day|calendar days",
        "week": "week|weeks|wk|wks|calendar week|calendar weeks",
        "fortnight": "fortnight|fortnights",
        "month": "month|months|mth|mths|mo|mos|calendar month|calendar months",
        "quarter": "quarter|quarters|qtr|qtrs",
        "half": "half-year|half-years|semester|semesters",
        "year": "year|years|yr|yrs|year of our lord|calendar year|calendar years|cy",
        "decade": "decade|decades",
        "century": "century|centuries",
        "millennium": "millennium|millennia|millenniums",
        "weekend": "weekend|weekends|week-end|week-ends|wkend|wknd|wknds|w/end|week end",
        "season": "season|seasons",
        "business-day": "business day|business days|working day|working days|workday|workdays|work day|work days"
        "|weekday|weekdays|week day|week days|bank day|bank days|trading day|trading days",
        "workweek": "workweek|workweeks|working week|working weeks|work week|work weeks|business week",
    },
    "many": {
        True: "seconds|secs|minutes|mins|hours|hrs|days|weeks|fortnights|months|quarters|years|yrs|decades|centuries"
        "|weekends|business days|working days|workdays",
    },
    "card": {
        (0, "u"): "zero|oh",
        (1, "u"): "one",
        (2, "u"): "two",
        (3, "u"): "three",
        (4, "u"): "four",
        (5, "u"): "five",
        (6, "u"): "six",
        (7, "u"): "seven",
        (8, "u"): "eight",
        (9, "u"): "nine",
        (10, "t"): "ten",
        (11, "t"): "eleven",
        (12, "t"): "twelve|dozen",
        (13, "t"): "thirteen",
        (14, "t"): "fourteen",
        (15, "t"): "fifteen",
        (16, "t"): "sixteen",
        (17, "t"): "seventeen",
        (18, "t"): "eighteen",
        (19, "t"): "nineteen",
        (20, "T"): "twenty",
        (30, "T"): "thirty",
        (40, "T"): "forty|fourty",
        (50, "T"): "fifty",
        (60, "T"): "sixty",
        (70, "T"): "seventy",
        (80, "T"): "eighty",
        (90, "T"): "ninety",
        (100, "h"): "hundred",
        (1000, "k"): "thousand",
    },
    "ord": {
        1: "first|former",
        2: "second",
        3: "third",
        4: "fourth",
        5: "fifth",
        6: "sixth",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        11: "eleventh",
        12: "twelfth",
        13: "thirteenth",
        14: "fourteenth",
        15: "fifteenth",
        16: "sixteenth",
        17: "seventeenth",
        18: "eighteenth",
        19: "nineteenth",
        20: "twentieth",
        30: "thirtieth",
        40: "fortieth",
        50: "fiftieth",
        -1: "last|final|closing|latter",
        -2: "penultimate|last but one|last-but-one|second to last|second-to-last|next to last|next-to-last|second last",
        -3: "last but two|third to last|third-to-last|third last",
    },
    "suffix": {True: "st|nd|rd|th"},
    "quant": {1: "a|an", 2: "couple|couple of|a couple|a couple of|both", 3: "few|a few|several|some|handful of"},
    "vague": {True: "several|some|handful of"},
    "rel": {
        "this": "this|current|that|same|that same|this same|this very|the current|the same|the present|my|our",
        "last": "last",
        "next": "next|nxt",
        "previous": "previous|prior|preceding",
        "past": "past|this past|trailing|just gone",
        "coming": "coming|upcoming|this coming|this upcoming|forthcoming",
        "following": "following|subsequent|ensuing",
    },
    "relunit": {
        ("month", 0): "inst|instant",
        ("month", -1): "ult|ultimo",
        ("month", 1): "prox|proximo",
    },
    "dayword": {
        0: "today|todays|otd|current date|the current date",
        1: "tomorrow|tmrw|tmr|tmw|tomo|tomoz|2moro|2morrow|2mrw|tomorow|tommorow|tommorrow",
        -1: "yesterday|yday|yest",
        2: "day after tomorrow|day after tmrw|overmorrow",
        -2: "day before yesterday",
        3: "day after the day after tomorrow",
    },
    "now": {
        True: "now|right now|just now|at the moment|at present|at the present time|at this time|at this moment"
        "|at the minute|currently",
    },
    "ago": {
        -1: "ago|earlier|back|before now|prior",
        1: "later|hence|afterwards|afterward",
    },
    "in": {True: "in|in about|in around"},
    "within": {True: "within|inside|in less than|in under|within a period of|during"},
    "window": {1: "future"},
    "prep": {True: "in|on|at|of|the|ye|for|during|@|within|over|as at|upon"},
    "of": {True: "of|in|for|from|on|,|during"},
    "genitive": {True: "of"},
    "aside": {True: ",|on|for|during"},
    "the": {True: "the|ye"},
    "from": {True: "from"},
    "to": {
        True: "to|through|thru|till|until|til|into|up to|through to|up until|all the way to|up to and including|'til"
        "|to and including|through and including|until and including",
    },
    "spanning": {True: "to|through|thru"},
    "exclusive": {
        True: "up to but not including|to but not including|until but not including|up to but excluding"
        "|to but excluding|until but excluding"
    },
    "and": {True: "and|&|plus"},
    "or": {True: "or"},
    "between": {True: "between|bet|betw|btwn|in between|somewhere between|btw"},
    "bound": {
        "before": "shortly before|just before|immediately before|right before|long before|well before"
        "|in the run-up to|run-up to|in the lead-up to|lead-up to"
        "|before|bef|b4|pre|prior to|earlier than|sooner than|previous to|ahead of|preceding|less than|<"
        "|in advance of|immediately preceding|immediately prior to|straight before|directly before|but before"
        "|and before|but prior to|and prior to|leading up to|running up to",
        "after": "after|aft|post|later than|past|following|subsequent to|greater than|more than|>|beyond"
        "|shortly after|soon after|just after|right after|immediately after|straight after|directly after"
        "|immediately following|not long after|long after|well after|and after|but after",
        "since": "since|starting|beginning|starting on|starting from|starting in|starting at|starting with"
        "|beginning on|beginning from|beginning in|beginning with|beginning at|commencing|commencing on|as of|as from"
        "|effective|effective from|on or after|at or after|from and after|later than or at|later than or on"
        "|later than or in|after or on|after or at|after or in|after or equal to|on or later than|in or after|>=|> ="
        "|ever since|with effect from|with effect as from|with effect as of|from on"
        "|from and including|valid from|and on or after|but on or after|on and after|at and after|in and after"
        "|on and from|w e f|wef",
        "not-before": "not before|no earlier than|not earlier than|no sooner than|not sooner than|as early as"
        "|at the earliest|at earliest|earliest|never before|not until|but not before|but not earlier than"
        "|but no earlier than",
        "until": "until|till|til|'til|up to|through|thru|up until|on or before|at or before|before or on|before or at"
        "|before or in|before or equal to|on or earlier than|earlier than or on|earlier than or at|in or before"
        "|on or prior to|at or prior to|on and before|<=|< =|up to and including|until and including|and on or before"
        "|but on or before|ending|ending on|ending with|ending in|ending at|to|lasting until|valid until"
        "|valid through|valid thru|valid to|valid up to",
        "by": "by|no later than|not later than|at the latest|as late as|at latest|latest|not after|due|due by|due on"
        "|nlt|no longer than|at the latest by|at latest by|by no later than|by not later than|nor later than"
        "|nor after"
        "|but no later than|but not later than|but not after|deadline|deadline :",
        "to-edge": "to but not including|to but excluding|up to but not including|until but not including"
        "|up to but excluding|until but excluding",
    },
    "orbound": {
        "since": "or later|and later|or after|and after|or greater|and greater|onwards|onward|and onwards|and onward"
        "|and beyond|or beyond|and on|and thereafter|or newer|on",
        "until": "or earlier|and earlier|or before|and before|or less|and prior|or older",
        "by": "at the latest|at latest|the latest|latest",
        "not-before": "at the earliest|at earliest|the earliest",
    },
    "onwards": {True: "on|onwards|onward|and onwards|and on"},
    "slice": {
        "early": "early|early in|early part of|early on in|early years of|early decades of"
        "|opening years of|first years of",
        "beginning": "beginning|start|beginning of|start of|opening|the beginning|the start|at the beginning"
        "|at the beginning of|at the start of|onset of|dawn of",
        "mid": "mid|middle|mid-|middle of|mid of|the middle of|in the middle of|midst of|middle part of"
        "|midway through|halfway through|middle third of|middle years of|middle decades of",
        "late": "late|late in|late part of|latter part of|closing years of|last years of|late years of|final years of",
        "end": "end|end of|close of|the end|ending of|tail end of|back end of|very end of|end in|towards the end of"
        "|toward the end of|towards the close of|toward the close of",
        "earlier": "earlier|earlier in|earlier on in|earlier on",
        "later": "later|later in|later on in|later on",
        "rest": "rest of|rest|remainder of|remaining|remaining of|the rest of|remainder|remaining part of|balance of"
        "|what is left of",
        "whole": "whole|whole of|all|all of|entire|the whole of|throughout|all through|full|course of|the course of",
    },
    "edge": {
        "start": "start|beginning|start of|beginning of|onset of|the beginning|the start|outset|opening",
        "end": "end|end of|close of|close|the end|ending of|tail end of|back end of|very end of",
    },
    "tied": {True: "start of|beginning of|onset of|end of|ending of|tail end of|back end of|very end of"},
    "eox": {
        "day": "eod|cob|eob|close of business|end of day|end of business|end of play|close of play",
        "month": "eom|month end|month-end|month's end",
        "year": "eoy|year end|year-end|year's end",
        "week": "eow|week's end",
        "quarter": "eoq|quarter end|quarter-end|quarter's end",
    },
    "box": {"month": "bom", "year": "boy"},
    "half": {True: "half|½"},
    "and-half": {True: "½"},
    "third": {3: "third|thirds"},
    "ended": {
        True: "ended|ending|to|up to|finishing|through|thru|ended in|ending in|ending on|ended on|that ended"
        "|that ended in|that ended on|which ended|which ended in|ending at|ended at"
    },
    "fraction": {True: "half|halves"},
    "past": {True: "past|after"},
    "before-hour": {True: "to|till|til|before"},
    "oclock": {True: "o'clock|oclock|o clock|hours|hrs|hundred hours|sharp|o'clock sharp|on the dot"},
    "ish": {True: "ish|-ish|noonish|middayish"},
    "ampm": {"am": "am|a m|in the am", "pm": "pm|p m|in the pm"},
    "clockword": {
        (12, "noon"): "noon|midday|mid-day|noontime|12 noon|noonday|high noon|noonish|middayish",
        (0, "midnight"): "midnight|mid-night|12 midnight",
    },
    "daypart": {
        "morning": "morning|mornings|morn|forenoon",
        "afternoon": "afternoon|afternoons|arvo|aft",
        "evening": "evening|evenings|eve",
        "night": "night|nights|nite|nighttime|overnight|nightly",
        "small-hours": "pre-dawn|predawn|pre-dawn hours|predawn hours|pre-dawn hours of|early hours|small hours"
        "|wee hours|early hours of|small hours of",
        "tonight": "tonight|tonite|2night|2nite|to-night",
        "day": "daytime|business hours",
        "first-thing": "first thing",
        "lunchtime": "lunchtime|lunch time|lunch-time|at lunch|over lunch",
    },
    "season": {
        "spring": "spring|springtime|spring months",
        "summer": "summer|summertime|summer months",
        "autumn": "autumn|fall|autumntime|autumn months|fall months",
        "winter": "winter|wintertime|winter months",
    },
    "decade": {
        10: "tens|teens",
        20: "twenties",
        30: "thirties",
        40: "forties|fourties",
        50: "fifties",
        60: "sixties",
        70: "seventies",
        80: "eighties",
        90: "nineties",
        2000: "noughties|aughts|naughties|two thousands|oughties|nineties-naughties",
    },
    "decades": {True: "s|'s"},
    "hundreds": {True: "hundreds"},
    "era": {
        "bc": "bc|bce|b c|b c e|before christ|before the common era|before common era",
        "ad": "ad|ce|a d|c e|anno domini|anno|common era",
    },
    "every": {True: "every|each and every|each|any|alternate"},
    "whichever": {True: "any"},
    "other": {2: "other|second|alternate"},
    "freq": {
        ("DAILY", "1"): "daily|nightly",
        ("WEEKLY", "1"): "weekly",
        ("WEEKLY", "2"): "fortnightly|biweekly|bi-weekly",
        ("MONTHLY", "1"): "monthly",
        ("MONTHLY", "2"): "bimonthly|bi-monthly",
        ("MONTHLY", "3"): "quarterly",
        ("MONTHLY", "6"): "semiannually|semi-annually|half-yearly|biannually",
        ("YEARLY", "1"): "yearly|annually|annual",
        ("YEARLY", "2"): "biennially|biennial",
        ("HOURLY", "1"): "hourly",
    },
    "times": {1: "once", 2: "twice", 3: "thrice"},
    "timesword": {True: "times|time"},
    "anniversary": {
        1: "anniversary",
        100: "centenary|centennial",
        150: "sesquicentenary|sesquicentennial",
        200: "bicentenary|bicentennial",
        300: "tercentenary|tercentennial|tricentennial",
        500: "quincentenary|quincentennial",
    },
    "eve": {True: "eve|eve of"},
    "approx": {
        True: "circa|ca|c|cca|about|around|approximately|approx|roughly|some time around|sometime around|~|≈|nearly"
        "|almost|in about|in around|on or around|on or near|or thereabouts|or so|in or around"
        "|just over|just under|a little over|a little under|slightly over|slightly under"
        "|in or near|around the time of|about the time of|more or less|thereabouts|give or take"
        "|somewhere around|somewhere about|somewhere near|abt|cal|sometime"
        "|some time"
        "|estimated|est|calculated|calc|say|in or about|on or about|on or abt|in or abt|on or circa|in or circa|o/a"
        "|close to|near",
    },
    "circa": {True: "circa|ca|c|cca"},
    "uncertain": {
        True: "possibly|probably|perhaps|maybe|presumably|conceivably|?|prob|uncertain|likely|supposedly|allegedly"
        "|apparently|questionable|poss|most likely|very likely|might be|could be|tentative|tentatively"
        "|provisional|provisionally|unconfirmed|tbc|to be confirmed|not confirmed|subject to confirmation",
    },
    "sometime": {
        True: "sometime|some time|at some time|sometime in|some time in|sometime during|some time during|at some point"
        "|at some stage|at some stage in|at some point in"
        "|somewhere in|anytime|any time|at any time|any time in|any time during|anytime in"
    },
    "beside": {
        "during": "during|on the sidelines of|within|in the course of|on the margins of|in the margins of|amid|inside"
        "|in the middle of|throughout|while|as part of|on the occasion of|over the course of|at",
        "same": "at the same time as|simultaneously with|together with|in parallel with|concurrent with"
        "|concurrently with"
        "|alongside|same time as|as long as|coinciding with|for the duration of",
        "starting": "starting with|beginning with|opening with|commencing with",
        "ending": "ending with|closing with|finishing with|concluding with",
    },
    "todateunit": {"year": "ytd", "month": "mtd", "week": "wtd", "quarter": "qtd"},
    "open": {
        True: "ongoing|indefinitely|to present|present|until further notice|to the present|open-ended|open ended"
        "|continuing|still ongoing|no end date|until now and beyond|forever|permanently|to the present day",
    },
    "fiscal": {True: "fiscal year|fiscal-year|fiscal|financial year|fy|f y|financial|budget year|tax year"},
    "academic": {True: "academic year|school year|ay|academic|university year"},
    "shortunit": {"day": "d", "week": "w", "year": "y", "second": "s"},
    "undated": {
        True: "undated|n d|s a|nd|no date|date unknown|unknown date|not dated|without date|s d|tbd|tba"
        "|to be determined|to be announced|to be decided"
    },
    "todate": {
        True: "to date|to - date|till date|until date|up to date|to-date|till now|until now|to now|so far|up to now"
    },
    "start": {
        True: "from and including|beginning|starting|starting from|starting on|starting at|starting in|commencing"
        "|beginning on"
        "|beginning at|commencing on|beginning from|c"
        "|starting with|begins|from",
    },
    "wc": {True: "w/c|w c|wc|w/b|wb|week commencing|wk commencing|wk beginning"},
    "we": {True: "w/e|wk ending|wk/e"},
    "happens": {
        "start": "starts|started|begins|began|opens|opened|commences|commenced",
        "end": "ends|ended|finishes|finished|closes|closed|concludes|concluded|is over|was over",
        "in": "falls|fell|takes place|took place|is held|was held|happens|happened|occurs|occurred",
    },
    "into": {True: "into"},
    "which": {True: "in which|on which|during which|when|that"},
    "as": {True: "as"},
    "for": {
        True: "for|lasting|for the duration of|over|for a period of|for a term of|for a total of|a period of|a term of"
    },
    "side": {
        -1: "that preceded|which preceded|previous|preceding|prior|prior to|previous to|immediately before"
        "|immediately preceding"
        "|immediately prior to|straight before|directly before|right before|just before",
        1: "that followed|which followed|following|subsequent to|immediately after|immediately following"
        "|right after|straight after|directly after",
    },
    "after": {True: "after|on from"},
    "before": {True: "before|leading up to|running up to"},
    "time": {True: "time|local time|standard time"},
    "weekno": {True: "week|weeks|wk|w|kw|cw|iso week|calendar week"},
    "yearword": {True: "year|yr|calendar year|cy|anno|year of our lord"},
    "quarterletter": {True: "q|quarter|qtr"},
    "halfletter": {True: "h|half"},
    "monthsletter": {True: "m"},
    "hourletter": {True: "h"},
    "minuteletter": {True: "m"},
    "ampmletter": {"am": "a", "pm": "p"},
    "centuryletter": {True: "c|cent"},
    "letter-t": {True: "t"},
    "again": {True: "again"},
    "onlike": {True: "on|@|at"},
    "athour": {True: "@|at"},
    "atclock": {True: "@|at|starting at|beginning at|commencing at"},
    "number": {True: "no|number|nr"},
    "less": {True: "less than|under|fewer than|not more than|no more than|up to|at most|within less than"},
    "more": {True: "more than|over|greater than|upwards of"},
    "least": {True: "at least|not less than|no less than"},
    "count": {True: "occurrences|times|occasions"},
    "except": {True: "except|excluding|but not|but|bar|apart from|except for|except on|other than"},
    "filler": {
        True: "exactly|precisely|dated as of|in the period"
        "|dated|date :|on date|the date is|it is|when|either|calendar|period|time period|fl|flourished|active"
        "|departing|departs|departure|dep|arriving|arrives|arr|leaving|leaves|returning|eta|eta :|etd|etd :|doors"
        "|doors open|kick-off|kick off|kickoff"
        "|reigned|ruled|copyright|cop|©|published|publ|printed|issued|written|composed|signed|recorded"
        "|dated to|datable to|dateable to|dating to|dating from|dated from|dates from|dates to|dating back to|made in"
        "|born|b|died|d|baptised|baptized|bap|bapt|bp|christened|chr|buried|interred|bur|married|marr|md|m|living"
        "|reg|registered|enlisted|naturalised|naturalized|proved|documented|doc|attested|in office|in use|r|founded"
        "|established|built|constructed|erected|made|manufactured|painted|drawn|carved|engraved|cast|inscribed"
        "|photographed|signed and dated|first recorded|first mentioned|first documented|first attested"
        "|first published|first issued|first printed"
    },
    "yearmark": {True: "calendar year"},
    "unread": {
        True: "year-earlier|year-ago|year ago quarter|year ago period|in the new year|of the new year|in new year"
        "|early new year|early in new year|early in the new year|late in the new year"
    },
    "inside": {True: "during|within|inside|over the course of|in the course of"},
    "style": {
        "julian": "o s|os|old style|julian|julian calendar",
        "gregorian": "n s|ns|new style|gregorian|gregorian calendar",
    },
    "recte": {True: "i e|ie|recte"},
    "turn": {True: "turn|turn of"},
    "inclusive": {
        True: "inclusive|incl|both inclusive|included|both days included|both dates inclusive|both days inclusive"
    },
    "asap": {True: "asap|as soon as possible"},
    "weekfrom": {True: "week"},
}


def language() -> Language:
    """English as the grammar wants it."""
    return make_language(
        "en", ROWS, joins="and", possessive="'s", zones=(LETTERS, ENGLISH_ZONES), extra={"named": ENGLISH_DAYS}
    )
