"""The English names of named days: what people call them, and the key of each."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES: Final[dict[str, str]] = {
    # key: its names, separated by "|". Lower case, straight apostrophes, no full stops, no leading "the". What is in
    # brackets may be left out, so that "easter[ sunday| day]" is three names; "st" is "saint" too, apostrophes may be
    # missing.
    "new-years-day": "new year['s][ day]|new years'[ day]|yuandan|yuan dan",
    "new-years-eve": "new year['s] eve|new years' eve|nye|hogmanay|silvester|st sylvester's[ day]|old year's night"
    "|old year's day",
    "twelfth-night": "twelfth night|epiphany eve",
    "epiphany": "epiphany[ day]|three kings['][ day]|feast of [the ]epiphany|twelfth day|día de reyes",
    "burns-night": "burns['] night|burns supper|robert burns day",
    "australia-day": "australia day",
    "holocaust-remembrance-day": "[international ]holocaust remembrance day|holocaust memorial day",
    "groundhog-day": "groundhog['s] day|ground hog day",
    "candlemas": "candlemas[ day]|feast of the presentation",
    "waitangi-day": "waitangi day",
    "lincolns-birthday": "lincoln's birthday|lincoln's day|abraham lincoln's birthday",
    "valentines-day": "[st ]valentine's day|[st ]valentines' day|[st ]valentine day|st valentine's|valentine's"
    "|valentines|lovers' day",
    "defender-day": "defender of the fatherland day|defenders of the fatherland day|fatherland defender's day"
    "|defender's day|red army day|soviet army day",
    "leap-day": "leap day",
    "st-davids-day": "st david's[ day]|st david day",
    "womens-day": "[int'l |international ]women's day|[int'l |international ]womens' day"
    "|[int'l |international ]woman's day|[int'l |international ]women day|[int'l |international ]female day|iwd",
    "pi-day": "pi day",
    "ides-of-march": "ides of march",
    "st-patricks-day": "st patrick's[ day]|st patrick[ day]|st paddy's[ day]|paddy's day|st pat's[ day]"
    "|st patty's[ day]|patrick's day",
    "annunciation": "annunciation[ day]|feast of the annunciation|lady day",
    "april-fools-day": "april fool's[ day]|april fools'[ day]|april fool[ day]|all fools' day|all fools day"
    "|fool's day|fools' day",
    "cosmonautics-day": "cosmonautics day|cosmonaut's day|[international ]day of human space flight|yuri's night",
    "earth-day": "[world |international ]earth day",
    "st-georges-day": "st george's[ day]|st george day",
    "anzac-day": "anzac[ day]",
    "walpurgis-night": "walpurgis[ night]|walpurgisnacht",
    "may-day": "may day|mayday|[int'l |international ]workers' day|[int'l |international ]worker's day"
    "|[int'l |international ]worker day|int'l labor day|int'l labour day|international labor day"
    "|international labour day|beltane|st joseph the worker",
    "star-wars-day": "star wars day|may the fourth",
    "cinco-de-mayo": "cinco de mayo",
    "ve-day": "ve day|v-e day|victory in europe day",
    "victory-day": "victory day|day of victory",
    "europe-day": "europe day",
    "childrens-day": "[int'l |international ]children's day|[int'l |international ]childrens' day"
    "|[int'l |international ]children day|[int'l |international ]child's day",
    "bloomsday": "bloomsday",
    "flag-day": "[national ]flag day",
    "juneteenth": "juneteenth[ day]|juneteenth national independence day|freedom day|jubilee day|emancipation day",
    "midsummer-day": "midsummer['s][ day]|st john's day|feast of st john[ the baptist]"
    "|nativity of st john[ the baptist]"
    "|st john the baptist's day",
    "canada-day": "canada day|dominion day",
    "independence-day": "independence day|american independence day|us independence day|4th of july holiday"
    "|fourth of july holiday|july fourth holiday",
    "bastille-day": "bastille day|french national day|14 juillet|fête nationale",
    "lammas": "lammas[ day]|lughnasadh",
    "assumption": "assumption[ day]|assumption of mary|feast of the assumption|assumption of the virgin mary",
    "patriot-day": "patriot day",
    "michaelmas": "michaelmas[ day]|feast of st michael[ and all angels]|st michael's day|st michael and all angels",
    "german-unity-day": "german unity day|day of german unity",
    "teachers-day": "[world |international ]teacher's day|[world |international ]teachers' day"
    "|[world |international ]teacher day",
    "united-nations-day": "united nations day|un day",
    "halloween": "halloween[ day]|hallowe'en|all hallows' eve|all hallow's eve|all saints' eve|halloween night"
    "|hallowmas eve",
    "all-saints-day": "all saints'[ day]|all saint's day|all saint day|all hallows'[ day]|all hallow's day|hallowmas"
    "|feast of all saints",
    "all-souls-day": "all souls'[ day]|all soul's day|all soul day|day of the dead|día de los muertos"
    "|dia de los muertos",
    "guy-fawkes-night": "guy fawkes[ night| day]|bonfire night|fireworks night",
    "armistice-day": "armistice[ day]",
    "martinmas": "martinmas|st martin's[ day]",
    "singles-day": "single's day|singles' day|double eleven|guanggun jie",
    "st-andrews-day": "st andrew's[ day]|st andrew day",
    "world-aids-day": "[world ]aids day",
    "st-nicholas-day": "st nicholas['][ day]|st nicholas's day|feast of st nicholas|st nick's day",
    "immaculate-conception": "immaculate conception|feast of the immaculate conception|immaculate conception day",
    "human-rights-day": "[international ]human rights day",
    "st-lucys-day": "st lucy's[ day]|st lucia[ day]|st lucia's day|santa lucia",
    "christmas-eve": "christmas eve|xmas eve|x-mas eve|christmas eve day|nochebuena",
    "christmas": "christmas[ day]|xmas[ day]|x-mas[ day]|chrismas|cristmas|nativity|feast of the nativity"
    "|christmastime|western christmas|catholic christmas",
    "boxing-day": "boxing day|st stephen's[ day]|st stephen day|second day of christmas",
    "kwanzaa": "kwanzaa|first day of kwanzaa",
    "holy-innocents": "holy innocents[' day]|feast of the holy innocents|childermas",
    "twelve-days-of-christmas": "twelve days of christmas|12 days of christmas",
    "mlk-day": "mlk[ day]|mlk jr[ day]|martin luther king[ day]|martin luther king's[ day]"
    "|martin luther king['s] birthday|martin luther king jr[ day]|dr martin luther king jr day"
    "|martin luther king junior[ day]|dr king day",
    "presidents-day": "presidents'[ day]|president's day|president day|washington's birthday"
    "|george washington's birthday",
    "arbor-day": "arbor day|arbour day",
    "mothers-day": "mother's day|mothers' day|mother day",
    "mothering-sunday": "mothering sunday",
    "victoria-day": "victoria day",
    "memorial-day": "memorial day|decoration day",
    "fathers-day": "father's day|fathers' day|father day",
    "labor-day": "labor day|labour day|labor's day|labour's day",
    "grandparents-day": "grandparent's day|grandparents' day|grandparent day",
    "columbus-day": "columbus[ day]|indigenous people's day|indigenous peoples' day|indigenous people day"
    "|native american day|native americans' day|dia de la raza|día de la raza",
    "veterans-day": "veteran's day|veterans' day|veteran day",
    "remembrance-day": "remembrance day|poppy day",
    "remembrance-sunday": "remembrance sunday",
    "election-day": "election day|us election day",
    "inauguration-day": "[presidential ]inauguration day",
    "early-may-bank-holiday": "[early ]may bank holiday|may day bank holiday",
    "spring-bank-holiday": "spring bank holiday|late may bank holiday|whitsun bank holiday",
    "summer-bank-holiday": "summer bank holiday|august bank holiday",
    "thanksgiving": "thanksgiving[ day]|thanks giving[ day]|thanksgiving thursday|turkey day|us thanksgiving[ day]"
    "|american thanksgiving[ day]",
    "black-friday": "black friday",
    "small-business-saturday": "small business saturday",
    "cyber-monday": "cyber monday",
    "giving-tuesday": "giving tuesday|givingtuesday",
    "advent": "advent|advent sunday|first sunday of advent|1st sunday of advent|first sunday in advent"
    "|1st sunday in advent|first advent",
    "second-advent": "second sunday of advent|2nd sunday of advent|second sunday in advent|2nd sunday in advent"
    "|second advent",
    "third-advent": "third sunday of advent|3rd sunday of advent|third sunday in advent|3rd sunday in advent"
    "|third advent|gaudete sunday",
    "fourth-advent": "fourth sunday of advent|4th sunday of advent|fourth sunday in advent|4th sunday in advent"
    "|fourth advent",
    "shrove-monday": "shrove monday|rosenmontag|rose monday|lundi gras|collop monday",
    "shrove-tuesday": "shrove tuesday|mardi gras|fat tuesday|pancake day|pancake tuesday|carnival tuesday",
    "ash-wednesday": "ash wednesday",
    "lent": "lent|western lent",
    "laetare-sunday": "laetare[ sunday]|mid-lent sunday",
    "palm-sunday": "palm sunday",
    "holy-week": "holy week|passion week",
    "maundy-thursday": "maundy thursday|holy thursday|covenant thursday|sheer thursday",
    "good-friday": "good friday",
    "holy-saturday": "holy saturday|easter eve|easter vigil|black saturday|great saturday",
    "easter": "easter[ sunday| day]|resurrection sunday|resurrection day|western easter|catholic easter",
    "easter-monday": "easter monday",
    "easter-week": "easter week",
    "easter-weekend": "easter weekend|easter long weekend",
    "divine-mercy-sunday": "divine mercy sunday|low sunday|quasimodo sunday",
    "ascension-day": "ascension[ day| thursday]|feast of the ascension",
    "pentecost": "pentecost[ sunday]|whit sunday|whitsunday|whitsun",
    "whit-monday": "whit monday|pentecost monday|whitmonday",
    "trinity-sunday": "trinity[ sunday]|holy trinity",
    "corpus-christi": "corpus christi|corpus christi day|feast of corpus christi",
    "sacred-heart": "sacred heart|feast of the sacred heart",
    "orthodox-maslenitsa": "maslenitsa|butter week|cheesefare week|pancake week",
    "forgiveness-sunday": "forgiveness sunday|cheesefare sunday",
    "clean-monday": "clean monday",
    "orthodox-lent": "great lent|orthodox lent",
    "orthodox-palm-sunday": "orthodox palm sunday",
    "orthodox-holy-week": "orthodox holy week",
    "orthodox-good-friday": "orthodox good friday|orthodox holy friday|orthodox great friday",
    "orthodox-holy-saturday": "orthodox holy saturday|orthodox great saturday",
    "orthodox-easter": "[russian |greek |eastern ]orthodox easter[ sunday]|[russian |greek |eastern ]orthodox pascha"
    "|pascha|eastern easter|russian easter|greek easter|ukrainian easter",
    "orthodox-easter-monday": "[greek |russian ]orthodox easter monday|bright monday",
    "bright-week": "bright week",
    "radonitsa": "radonitsa|radunitsa|radonica",
    "orthodox-ascension": "orthodox ascension[ day]",
    "orthodox-pentecost": "orthodox pentecost|orthodox trinity[ sunday| day]|orthodox whit sunday",
    "orthodox-christmas-eve": "[russian |serbian |coptic ]orthodox christmas eve|russian christmas eve"
    "|old christmas eve",
    "orthodox-christmas": "[russian |serbian |coptic |eastern ]orthodox christmas[ day]|russian christmas"
    "|serbian christmas|coptic christmas|old christmas[ day]",
    "old-new-year": "old new year|orthodox new year|julian new year",
    "orthodox-epiphany": "orthodox epiphany|theophany",
    "tatianas-day": "tatiana['s] day|tatyana's day|tatiana day",
    "kupala-night": "kupala night|ivan kupala[ day| night]|kupala|kupalle",
    "orthodox-transfiguration": "orthodox transfiguration",
    "orthodox-dormition": "dormition|orthodox dormition|dormition of the mother of god",
    "pokrov": "pokrov|intercession of the theotokos",
    "tu-bishvat": "tu bishvat|tu b'shevat|tu bshvat|tu bi-shvat",
    "purim": "purim",
    "passover": "passover|pesach|pesah|pessach|first day of passover|jewish easter",
    "passover-week": "passover week|week of passover",
    "lag-baomer": "lag baomer|lag b'omer|lag ba'omer",
    "shavuot": "shavuot|shavuos|shavu'ot|feast of weeks",
    "rosh-hashanah": "rosh hashanah|rosh hashana|rosh ha-shanah|jewish new year|hebrew new year|yom teruah",
    "yom-kippur": "yom kippur|day of atonement",
    "sukkot": "sukkot|sukkoth|succot|sukkos|feast of tabernacles|feast of booths",
    "sukkot-week": "sukkot week|week of sukkot",
    "shemini-atzeret": "shemini atzeret|shmini atzeret",
    "simchat-torah": "simchat torah|simhat torah",
    "hanukkah": "hanukkah|chanukah|hanukah|channukah|chanukkah|hannukah|hanuka|first day of hanukkah",
    "hanukkah-week": "hanukkah week|week of hanukkah",
    "islamic-new-year": "islamic new year|hijri new year|hijrah new year|arabic new year|muslim new year|arab new year",
    "ashura": "ashura|ashoura|day of ashura|aashura",
    "mawlid": "mawlid|mawlid al-nabi|mawlid an-nabi|milad un-nabi|eid milad un-nabi|eid-e-milad|prophet's birthday"
    "|birthday of the prophet|maulid|maulid nabi|mouloud|prophet muhammad's birthday",
    "isra-and-miraj": "isra and mi'raj|isra mi'raj|isra and miraj|laylat al-miraj|shab-e-meraj|lailat al miraj",
    "mid-shaban": "mid-sha'ban|laylat al-bara'at|shab-e-barat|bara'at",
    "ramadan": "ramadan|ramadhan|ramazan|ramzan|ramathan|ramdan|start of ramadan|beginning of ramadan"
    "|first day of ramadan|ramadan start",
    "ramadan-month": "month of ramadan|holy month of ramadan|ramadan month",
    "laylat-al-qadr": "laylat al-qadr|night of power|lailat al qadr|shab-e-qadr|night of destiny",
    "eid-al-fitr": "eid al-fitr|eid al fitr|eid-al-fitr|eid ul-fitr|eid ul fitr|eid-ul-fitr|eidul fitr|eid el-fitr"
    "|eid el fitr|eidul-fitr|id al-fitr|id ul-fitr|idul fitri|hari raya puasa|hari raya aidilfitri|uraza bayram"
    "|uraza bairam|oraza ait|ramadan bayram|ramazan bayram|ramazan bayrami|sugar feast|lesser eid|little eid"
    "|lesser bairam|festival of breaking the fast|feast of breaking the fast|end of ramadan festival",
    "arafah": "day of arafah|arafah day|arafat day|day of arafat|arafah",
    "eid-al-adha": "eid al-adha|eid al adha|eid-al-adha|eid ul-adha|eid ul adha|eid-ul-adha|eidul adha|eidul-adha"
    "|eid el-adha|eid al-azha|eid al azha|eid ul-azha|eid ul azha|eidul azha|id al-adha|id ul-adha|idul adha"
    "|hari raya haji|kurban bayram|kurban bayrami|kurban bairam|kurban ait|qurban bayram|kurban bayramy|bakrid"
    "|bakr-eid|bakra eid|bakr eid|tabaski|feast of sacrifice|feast of the sacrifice|sacrifice feast"
    "|festival of sacrifice|festival of the sacrifice|greater eid|big eid",
    "march-equinox": "march equinox|spring equinox|vernal equinox|northward equinox",
    "june-solstice": "june solstice|summer solstice",
    "september-equinox": "september equinox|autumn equinox|autumnal equinox|fall equinox",
    "december-solstice": "december solstice|winter solstice|yule|dongzhi",
    "nowruz": "nowruz|nauryz|navruz|novruz|norooz|noruz|nooruz|nauruz|newroz|persian new year|iranian new year|nowrooz",
    "sizdah-bedar": "sizdah bedar|sizdah be-dar",
    "lunar-new-year-eve": "lunar new year['s] eve|chinese new year['s] eve|chuxi|spring festival eve",
    "lunar-new-year": "lunar new year['s][ day]|chinese new year['s][ day]|spring festival|chinese spring festival"
    "|cny|chunjie",
    "lantern-festival": "lantern festival|yuanxiao festival|yuan xiao festival|yuanxiao",
    "qingming": "qingming[ festival]|ching ming[ festival]|tomb-sweeping day|tomb sweeping day|qing ming[ festival]"
    "|ancestors' day",
    "dragon-boat-festival": "dragon boat[ festival]|duanwu[ festival]|dragon-boat festival|double fifth[ festival]"
    "|tuen ng festival",
    "mid-autumn-festival": "mid-autumn festival|mid autumn festival|moon festival|mooncake festival"
    "|zhongqiu[ festival]|mid-autumn day|midautumn festival|harvest moon festival",
    "double-ninth": "double ninth[ festival]|chongyang[ festival]|chung yeung[ festival]",
    "tet": "tet|tết|tet holiday|vietnamese new year",
    "seollal": "seollal|korean new year",
    "chuseok": "chuseok|korean thanksgiving[ day]",
    "vesak": "vesak[ day]|wesak[ day]|buddha day|buddha's birthday|vaisakha",
    "makar-sankranti": "makar sankranti|makara sankranti|sankranti|uttarayan",
    "pongal": "pongal|thai pongal",
    "maha-shivaratri": "maha shivaratri|mahashivratri|maha shivratri|shivaratri|shivratri",
    "holi": "holi|festival of colors|festival of colours",
    "ram-navami": "ram navami|rama navami",
    "vaisakhi": "vaisakhi|baisakhi",
    "raksha-bandhan": "raksha bandhan|rakhi|rakshabandhan",
    "janmashtami": "janmashtami|krishna janmashtami",
    "ganesh-chaturthi": "ganesh chaturthi|vinayaka chaturthi|ganesha chaturthi",
    "onam": "onam|thiruvonam",
    "dussehra": "dussehra|dasara|vijayadashami|dashain",
    "diwali": "diwali|deepavali|divali|dipavali|deepawali",
    "guru-nanak-jayanti": "guru nanak jayanti|gurpurab|guru nanak's birthday|guru nanak gurpurab",
    "republic-day": "republic day|day of the republic",
    "national-day": "national day",
    "constitution-day": "constitution day",
    "unity-day": "unity day|national unity day",
    "liberation-day": "liberation day",
    "armed-forces-day": "armed forces day",
    "monarchs-birthday": "king's birthday|queen's birthday",
}


_SAINT: Final = re.compile(r"\bst\b")


def _spellings(pattern: str) -> Iterator[str]:
    """Every spelling that a pattern stands for: its brackets taken and left, its saints and apostrophes varied."""
    opened = pattern.find("[")
    if opened >= 0:
        closed = pattern.index("]", opened)
        for choice in ("", *pattern[opened + 1 : closed].split("|")):
            yield from _spellings(pattern[:opened] + choice + pattern[closed + 1 :])
        return
    for name in dict.fromkeys((pattern, _SAINT.sub("saint", pattern))):
        yield from dict.fromkeys(map("".join, product(*(("'", "") if letter == "'" else letter for letter in name))))


def _alternatives(names: str) -> Iterator[str]:
    """The names of one row: split at each bar that stands outside brackets."""
    depth = start = 0
    for index, letter in enumerate(names):
        depth += (letter == "[") - (letter == "]")
        if letter == "|" and not depth:
            yield names[start:index]
            start = index + 1
    yield names[start:]


ENGLISH_DAYS: Final[dict[str, str]] = {
    spelling: key for key, names in _NAMES.items() for name in _alternatives(names) for spelling in _spellings(name)
}
"""Each English name (lower case, straight apostrophes, no leading "the") and the key of its day."""

EVE: Final = "eve"
"""The word that, after a name or before "of", means the day before."""
