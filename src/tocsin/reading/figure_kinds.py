"""Tell what a number is (a count, an age, a year, money …) and, for a count, which word it counts.

Works on tokens and tags first: the parser is often wrong in lists and headlines.
"""

from __future__ import annotations

from tocsin.reading.numbers import DASHES, UNITS, Core, Words, word_set

MONTHS = {name: n for n, names in enumerate((
    "january jan jan.", "february feb feb.", "march mar mar.", "april apr apr.", "may", "june jun jun.", "july jul jul.",
    "august aug aug.", "september sep sept sep. sept.", "october oct oct.", "november nov nov.", "december dec dec."), 1)
    for name in names.split()}
WEEKDAYS = {name: n for n, names in enumerate((
    "monday mon mon.", "tuesday tue tues tue.", "wednesday wed wed.", "thursday thu thurs thu.", "friday fri fri.", "saturday sat sat.",
    "sunday sun sun.")) for name in names.split()}

DURATIONS = word_set("""
    second seconds minute minutes min mins hour hours day days night nights week weeks weekend weekends fortnight month months year
    years yr yrs decade decades century centuries semester term terms
""")
_MEASURES = word_set("""
    km kms kilometer kilometers kilometre kilometres mile miles m metre metres meter meters foot feet ft inch inches cm mm centimetres
    millimetre millimetres millimeter yard yards kg kilo kilos kilogram kilograms gram grams ton tons tonne tonnes barrel barrels
    degree degrees liter liters litre litres gallon gallons acre acres hectare hectares mph kph knots mw megawatt megawatts kilowatts
    volts caliber calibre carat watts cubic square sq points point times fold magnitude storey storeys story stories floor floors
    bedroom bedrooms lane lanes page pages star wheel wheeler
""")
_CURRENCIES = word_set("""
    dollars dollar euros euro pounds rupees pesos francs shillings rubles roubles yen yuan riyals dinars naira birr kwacha lira
    afghanis takas taka usd eur gbp aud inr cents córdobas cordobas colones quetzales lempiras soms som zlotys kronor crowns
""")
_CURRENCY_SIGNS = word_set("$ € £ ¥ us$ usd eur gbp rs rs. inr sr c$ a$ nt$ ₹ ₦ ₽")
_NUMBERED = word_set("""
    resolution resolutions flight route highway hwy interstate article articles art art. chapter chapters section sections paragraph
    paragraphs para paras page pages p. pp. no no. nos nos. number numbers unit room block channel boeing airbus sector phase stage
    version protocol convention decree law act case exhibit gate terminal platform zone ward annex appendix table figure fig fig.
    volume vol vol. part item rule order tel phone call dial fax text ext extension apt apartment suite box psalm verse camp precinct
    district line track pier bulletin communique communiqué bill proposition regulation file docket lot grade tier mark mk category
    class level scene episode channel group image photo slide subparagraph clause local
""")
_STREETS = word_set("""
    street st st. avenue ave ave. road rd rd. boulevard blvd drive dr dr. lane ln court ct place terrace parkway pkwy block highway
    circle way
""")
_SPORT = word_set("""
    beat won win wins lost lose loses defeated defeat score tie tied draw drew vote voted voting victory lead led record ruled
    approved passed majority game
""")
STATES = word_set("""
    dead killed injured wounded missing displaced hurt detained arrested kidnapped abducted homeless hospitalized hospitalised slain
    murdered executed massacred evacuated captured shot stabbed raped sick ill trapped feared unaccounted jailed imprisoned beheaded
    burned maimed
""")
_BODY_NOUNS = word_set("""
    man men woman women child children kid kids boy boys girl girls infant infants baby babies teenager teenagers teen teens people
    person persons civilian civilians refugee refugees soldier soldiers troops trooper troopers fighter fighters protester protesters
    protestor protestors demonstrator demonstrators villager villagers resident residents victim victims death deaths body bodies
    casualty casualties idps prisoner prisoners detainee detainees inmate inmates family families household households home homes
    house houses hostage hostages rebel rebels militant militants guerrilla guerrillas insurgent insurgents gunman gunmen police
    policeman policemen officer officers student students worker workers farmer farmers peasant peasants passenger passengers migrant
    migrants others returnees evacuees kills fatalities injuries
""")
_PERSONAL_TAIL = ("people", "men", "women", "ers", "ees", "ians")
_OF = {name: group for group, names in (
    ("children", "child children kid kids boy boys girl girls infant infants baby babies toddler toddlers minor minors schoolchildren "
                 "schoolgirl schoolgirls schoolboy schoolboys pupil pupils newborn newborns"),
    ("women", "woman women mother mothers"),
    ("civilians", "civilian civilians villager villagers resident residents protester protesters protestor protestors demonstrator "
                  "demonstrators bystander bystanders pilgrim pilgrims worshipper worshippers worshiper worshipers noncombatants "
                  "non-combatants passers-by"),
    ("combatants", "combatant combatants soldier soldiers fighter fighters militant militants insurgent insurgents rebel rebels guerrilla "
                   "guerrillas gunman gunmen troops trooper troopers paramilitaries militiaman militiamen serviceman servicemen"),
) for name in names.split()}
_COUNTS = {name: group for group, names in (
    ("households", "family families household households"),
    ("buildings", "house houses home homes building buildings shop shops hut huts school schools mosque mosques church churches dwelling "
                  "dwellings apartment apartments structure structures hospital hospitals clinic clinics temple temples"),
    ("events", "attack attacks incident incidents clash clashes bombing bombings strike strikes airstrike airstrikes raid raids explosion "
               "explosions blast blasts meeting meetings massacre massacres protest protests session sessions"),
) for name in names.split()}
_DAYS = word_set("""
    yesterday today tonight tomorrow overnight morning afternoon evening noon midnight
""") | WEEKDAYS.keys()
_BEFORE_UNIT = word_set("more other additional long full straight consecutive working successive calendar")
_QUOTES = frozenset(("\"", "'", "“", "‘", "”", "’", "''", "``"))
_BODY_COMPOUNDS = word_set("member man woman person strong plus odd day child victim")
_PREPOSED = word_set("""
    including following according during wounding killing injuring leaving concerning regarding bringing using
""")
_NOT_ONE_BEFORE = word_set("""
    no any every each this that which another some someone the only number square good right wrong day loved big new old same other
    first second last next
""")
_NOT_ONE_AFTER = word_set("""
    another point thing way side hand end sense place reason time of's can could may might must should would will has had does 's
    cannot
""")


def is_counted_person(word: str) -> bool:
    """Whether a lower-case word names people, bodies or homes that a toll counts."""
    return word in _BODY_NOUNS or word in STATES or word in _OF or len(word) > 5 and word.endswith(_PERSONAL_TAIL)


def find_kind(words: Words, core: Core, *, modified: bool, before: tuple[str, int] | None) -> str:
    """What the number is; `modified` where "at least" and the like stand before; `before`: kind and last token of the number before."""
    if core.form == "no":
        return "count"
    if core.share is not None:
        return "fraction" if core.written != "percent" or core.base is not None else "percent"
    if core.written in ("ordinal", "time", "date", "year", "measure", "score", "identifier", "part"):
        return "identifier" if core.written == "part" else core.written
    if core.written == "fused" and not is_counted_person(words.low[core.first].lstrip("0123456789,")):
        return "identifier"
    return (_kind_by_unit(words, core) or _kind_by_neighbours(words, core) or _kind_by_list(words, core, before)
            or _kind_of_year(words, core, modified=modified) or "count")


def _kind_by_unit(words: Words, core: Core) -> str | None:
    """The kind that a unit beside the number gives: money, percent, duration, age, measure, clock time."""
    low, first, last = words.low, core.first, core.last
    at, hyphen = last + 1, low[last + 1] in DASHES
    if low[first - 1] in _CURRENCY_SIGNS or words.tag(first - 1) == "$" or low[at] in _CURRENCIES or (
            low[at] in ("us", "u.s.") and low[at + 1] in _CURRENCIES):
        return "money"
    if hyphen and low[at + 1] in ("and", "or", "to") and low[at + 3] in DASHES:  # "the 19- and 26-year-old"
        at += 4
    elif hyphen and words.tokens[last].end == words.tokens[at].start or low[at] in _BEFORE_UNIT and low[at + 1] in DURATIONS:
        at += 1
    unit = low[at]
    if unit in ("%", "percent", "pct", "percentage") or unit == "per" and low[at + 1] == "cent":
        return "percent"
    if unit in DURATIONS:
        after = low[at + 2] if low[at + 1] in DASHES else low[at + 1]
        return "age" if after in ("old", "olds", "older") or after == "of" and low[at + 2] == "age" else "duration"
    if unit in _MEASURES and not (unit == "m" and is_counted_person(low[at + 1])):
        return "measure"
    if at == last + 2 and hyphen and words.tag(at) == "NN" and unit not in _BODY_COMPOUNDS and low[at + 1] not in DASHES:
        return "measure"  # "a four-door car", "a two-vehicle patrol"
    if unit in ("a.m.", "p.m.", "am", "pm", "a.m", "p.m", "o'clock", "gmt", "utc", "hrs") or unit == "o'clock":
        return "time"
    return None


def _kind_by_neighbours(words: Words, core: Core) -> str | None:
    """The kind that the words before or the shape of the sentence give: age, date, score, identifier."""
    low, first, last = words.low, core.first, core.last
    p, following = low[first - 1], low[last + 1]
    if p in ("aged", "age", "ages") or p in ("of", "between", "at", "from", "under", "over") and low[first - 2] in ("aged", "age", "ages"):
        return "age"
    if _is_bare_age(words, core) or p == "either" and core.form == "range" and following in (")", ",", "year"):
        return "age"
    if _is_date(words, core):
        return "date"
    if following == "-" and low[last + 2][:1].isdecimal() or p in DASHES and low[first - 2][:1].isdecimal() and core.form == "exact":
        chain = following in DASHES and low[last + 3] in DASHES or p in DASHES and low[first - 3] in DASHES
        return "identifier" if chain or len(low[last + 2]) == 4 and len(low[last]) == 3 else "score"
    if core.form == "range" and core.scaled < 10 and (p in _SPORT or low[first - 2] in _SPORT) and low[first + 1] in DASHES:
        return "score"
    if core.form == "exact" and core.scaled < 2 and _falls(words, first, last):
        return "score"
    if core.form == "range" and len(low[first]) == 3 and low[first + 1] in DASHES and len(low[last]) == 4 and low[last].isdecimal():
        return "identifier"  # the end of a telephone number
    if _is_clock(words, core):
        return "time"
    if _is_identifier(words, core):
        return "identifier"
    return None


def _is_clock(words: Words, core: Core) -> bool:
    """ "at 0430", "at 2200 on 6 December", "from 1710 to 2250": four digits that are an hour and count nothing."""
    low, first = words.low, core.first
    if not _is_hour(low[first]) or _counted_after(words, core.last):
        return False
    if low[first][0] == "0" or low[first - 1] == "at" or (low[first - 1] in _NEARLY and low[first - 2] == "at"):
        return True
    left = first if low[first - 1] == "from" else first - 2
    return (low[left - 1] == "from" and low[left + 1] == "to" and _is_hour(low[left]) and _is_hour(low[left + 2])
            and not "1900" <= low[left] <= low[left + 2] <= "2059")  # years, more likely


_NEARLY = frozenset(("approximately", "about", "around", "roughly", "exactly"))


def _is_hour(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word[:2] < "24" and word[2:] < "60"


def _falls(words: Words, first: int, last: int) -> bool:
    """Whether the number is one side of "13 to 2"."""
    low = words.low
    for left in (last, first - 2):
        if low[left + 1] == "to" and low[left].isdecimal() and low[left + 2].isdecimal() and low[left - 1] != "from":
            return int(low[left][:6]) > int(low[left + 2][:6])
    return False


def _is_bare_age(words: Words, core: Core) -> bool:
    """ "Amina Yusuf, 34, was killed": a small number between commas after a name or person."""
    low, first, last = words.low, core.first, core.last
    low_end, _, high_end = core.triple
    if core.form != "exact" or high_end is None or not 0 < high_end < 111 or not low[first].isdecimal() and not low[first].isalpha():
        return False
    following = low[last + 1]
    if following not in (",", ".", ";", ")", "and", "", ":") and (following != "of" or words.tag(last + 2) != "NNP"):
        return False
    if low[first - 1] not in (",", "("):
        return False
    if not low[first].isdecimal() and low[last + 1] == "and":
        return False
    name = words.tokens[first - 2] if first >= 2 else None
    if name is None or name.ent in ("GPE", "LOC", "FAC", "DATE") or name.text.isupper() and low[first - 1] == "(":
        return False
    return name.tag in ("NNP", "NN") and name.text[:1].isalpha() and low[first - 2] not in MONTHS and low[first - 2] not in _DAYS


def _is_date(words: Words, core: Core) -> bool:
    """Whether a month stands beside the number: "June 10", "10 June", "10th of June", "3 to 5 May"."""
    low, first, last = words.low, core.first, core.last
    ends = [v for v in core.triple if v is not None]
    if not ends or core.scaled > 1 or max(ends) > 31 or not low[last][:1].isdecimal():
        return _is_year_after_month(words, core)
    after = last + 2 if low[last + 1] == "of" else last + 1
    for _ in range(2):  # "3 and 5 May"
        if low[after] in MONTHS and _is_month(words, after, day_before=True):
            return True
        if low[after] not in ("and", "or", "to", "-", "–", "through") or not low[after + 1].isdecimal() or len(low[after + 1]) > 2:
            break
        after += 2
    if low[first - 1] in MONTHS and low[first - 2].isdecimal() and _is_month(words, first - 1):
        return _is_year_after_month(words, core)
    if low[first - 1] in MONTHS and _is_month(words, first - 1):
        # "in June 10 people died": after "in" the number counts what follows
        return not (low[first - 2] == "in" and words.tag(last + 1) in ("NNS", "NNPS"))
    return low[first - 1] in DASHES and low[first - 2].isdecimal() and low[first - 3] in MONTHS


def _is_year_after_month(words: Words, core: Core) -> bool:
    """ "3 JAN 90": two digits of a year after day and month."""
    low, first = words.low, core.first
    return (low[first].isdecimal() and len(low[first]) == 2 and core.last == first and low[first - 1] in MONTHS
            and low[first - 2].isdecimal() and len(low[first - 2]) < 3 and not _counted_after(words, first)
            and not words.tag(first + 1).startswith(("VB", "MD")))


def _is_month(words: Words, i: int, *, day_before: bool = False) -> bool:
    """Whether token i is a month's name and not "may", "march" or "mar"."""
    token = words.tokens[i]
    if not token.text[0].isupper() or token.tag.startswith("VB") and words.low[i] in ("may", "march", "mar"):
        return False
    following = words.low[i + 1]
    return not (day_before and words.low[i] in ("may", "march") and following in ("have", "be", "not", "also", "still"))


def _is_identifier(words: Words, core: Core) -> bool:
    """Whether the number names something: "Resolution 1973", "Flight 17", "No. 5", "[12]", "1. ", "1200 Main Street"."""
    low, first, last = words.low, core.first, core.last
    p, following = low[first - 1], low[last + 1]
    if core.form != "exact" or core.scaled > 1:
        return False
    plural = words.tag(last + 1) in ("NNS", "NNPS") or following in STATES
    titled = first > 0 and words.tokens[first - 1].text.istitle() and not plural
    if p in ("#", "№", "§") or p == "." and low[first - 2] in ("no", "nos"):
        return True
    if p in _NUMBERED and (titled or not _counted_after(words, last)):
        return p != "no" or words.tokens[first - 1].text != "no"
    if p == "[" and following == "]" or first == 0 and following in (".", ")"):
        return True
    if p in ("-", "/") and words.tag(first - 2) in ("NNP", "NN") and words.tokens[first - 1].end == words.tokens[first].start:
        return True
    if p == "(" and following == ")" and (first == 1 or len(low[first]) == 3 and low[last + 2][:1].isdecimal()):
        return True
    if following in ("'s", "’s", "news", "tv", "radio") and words.tag(first - 1) == "NNP":  # a broadcaster's name
        return True
    if low[first] == "911" and (not _counted_after(words, last) or low[last + 1].endswith(("callers", "operators", "calls"))):
        return True
    if not low[first][:1].isdecimal():
        return False
    if words.tag(last + 1) in ("NNP", "NN") and _names_street(words, last + 1):
        return words.tokens[last + 1].text[0].isupper() or following == "block"
    # a telephone number or a postal code after a name
    return (low[first].isdecimal() and len(low[first]) in (5, 7, 8, 9, 10, 11) and words.tag(first - 1) == "NNP"
            and not words.tag(last + 1).startswith(("NN", "JJ", "VB")))


def _names_street(words: Words, at: int) -> bool:
    """Whether a run of names from `at` ends in "Street" and the like."""
    for k in range(at, at + 5):
        if words.low[k] in _STREETS and (k > at or words.low[k] == "block"):
            return True
        if words.tag(k) not in ("NNP", "NN", "CD", "JJ"):
            return False
    return False


def _kind_by_list(words: Words, core: Core, before: tuple[str, int] | None) -> str | None:
    """In "aged 13, 17 and 19" or "articles 7 and 8" the later numbers are what the first was."""
    if before is None or before[0] not in ("age", "identifier", "date") or core.form != "exact" or core.scaled > 1:
        return None
    between = words.low[before[1] + 1:core.first]
    if before[0] == "age" and not words.low[core.first].isdecimal():
        return None
    links = (",", "and", "or", "&", "to") if before[0] != "identifier" else (",", "and", "or", "&", "to", "of", "/")
    if 0 < len(between) <= 2 and all(w in links for w in between) and not _counted_after(words, core.last):
        if before[0] == "date" and not (between == [","] and len(words.low[core.first]) == 4):
            return None
        return "year" if before[0] == "date" else before[0]
    return None


def _counted_after(words: Words, last: int) -> bool:
    tag = words.tag(last + 1)
    return (tag in ("NNS", "NNPS") or tag.startswith("JJ") or words.low[last + 1] in STATES or is_counted_person(words.low[last + 1]))


def _kind_of_year(words: Words, core: Core, *, modified: bool) -> str | None:
    """Whether four bare digits are a year rather than a count ("in 2005" against "2005 people were killed")."""
    low, first, last = words.low, core.first, core.last
    value = core.triple[0]
    if core.form == "range":
        return "year" if _is_year_range(words, core) else None
    if value is None or core.first != core.last or not (low[first].isdecimal() and len(low[first]) == 4) or not 1000 <= value <= 2100:
        return None
    p, following, tag = low[first - 1], low[last + 1], words.tag(last + 1)
    counted = is_counted_person(following) or tag.startswith("JJ") and is_counted_person(low[last + 2])
    dated = p in MONTHS or p[-2:] in ("st", "nd", "rd", "th") and p[:1].isdecimal() and low[first - 2] in MONTHS
    if p in ("in", "since") or dated or p == "," and (low[first - 3] in MONTHS or low[first - 2] in MONTHS):
        return "year" if not (p == "," and counted) else None
    if value < 1900:
        return None
    if modified:
        return None if counted or tag == "NNS" or low[first - 2] not in ("in", "since", "until", "by") else "year"
    if counted and p not in ("the", "'s", "of"):
        return None
    if words.tag(first - 1).startswith("VB") and value % 100 == 0 or following in STATES:
        return None
    return "year"


def _is_year_range(words: Words, core: Core) -> bool:
    low_end, _, high_end = core.triple
    return (low_end is not None and high_end is not None and 1900 <= low_end < high_end <= 2100 and words.low[core.first].isdecimal()
            and not is_counted_person(words.low[core.last + 1]))


# ------------------------------------------------------------------ what is counted


def find_noun(words: Words, last: int) -> int | None:
    """The counted word after token `last`: "confirmed kills" → kills, "of the dead" → dead; None where the words name none."""
    low, at = words.low, last + 1
    if low[at] in DASHES and low[at + 1] in ("member", "man", "person", "strong"):
        return at + 1 if low[at + 1] != "strong" else find_noun(words, at + 1)
    if low[at] == "of" or low[at] == "out" and low[at + 1] == "of":
        at += 1 if low[at] == "of" else 2
        while low[at] in ("the", "these", "those", "its", "their", "his", "her", "our", "all") or words.tag(at) in ("CD", "POS", "PRP$"):
            at += 1
    return _head_of_phrase(words, at)


def _head_of_phrase(words: Words, at: int) -> int | None:
    """Index of the head of the noun phrase from `at`, which has no determiner of its own."""
    low, head, end = words.low, None, min(at + 10, words.n)
    while at < end:
        word, tag = low[at], words.tag(at)
        if head is None and word[0].isdecimal():
            at = _skip_age(words, at)
            if at < 0:
                break
            continue
        if word in STATES and not (head is None and _continues(words, at)):
            return at if head is None else head
        if not word[0].isalpha() and word not in DASHES and word not in _QUOTES and tag != "POS" or word in _DAYS or (
                word in MONTHS and words.tokens[at].text[0].isupper()):
            break
        if tag == "POS":
            head = None  # "five of the minister's guards"
        elif tag.startswith("NN") and not (low[at + 1] in DASHES and words.tag(at + 2).startswith(("VB", "JJ"))):
            head = at
            if _ends_phrase(words, at):
                break
        elif not (word in DASHES and words.tag(at + 1).startswith("NN") if head is not None else _may_precede(words, at)):
            break
        at += 1
    return head


def _skip_age(words: Words, at: int) -> int:
    """Where the words go on after "17-year-old" or "4th" before a noun ("two 17-year-old boys"); the noun itself in "two 17-year-olds"."""
    low = words.low
    if low[at + 1] in DASHES and low[at + 2] in ("year", "month") and low[at + 3] in DASHES:
        return at + 4
    return at + 1 if low[at][-2:] in ("st", "nd", "rd", "th") else -1


def _continues(words: Words, at: int) -> bool:
    """Whether a noun follows the state word at once: "15 injured soldiers"."""
    following = words.tag(at + 1)
    return following in ("NNS", "NN", "NNPS") and words.low[at + 1] not in _DAYS and words.low[at + 1] not in STATES


def _ends_phrase(words: Words, at: int) -> bool:
    """Whether a plural is the last noun of its phrase: what follows is a name, a day, or no noun."""
    token, following = words.tokens[at], words.tag(at + 1)
    if token.tag not in ("NNS", "NNPS") or following == "POS":
        return False
    return following not in ("NN", "NNS", "NNPS") or not (token.dep == "compound" and token.head > at)


def _may_precede(words: Words, at: int) -> bool:
    """Whether a word may stand between a number and its noun: adjectives and participles before a noun."""
    tag, word = words.tag(at), words.low[at]
    if tag.startswith("JJ") or word in DASHES or word in _QUOTES or word in ("other", "more", "further") or words.low[at + 1] in DASHES:
        return True
    if words.low[at - 1] in DASHES and words.tag(at + 1).startswith(("NN", "JJ")):  # "off-duty officers"
        return True
    if tag in ("VBN", "VBD", "VBG"):
        return word not in _PREPOSED and words.tag(at + 1) in ("NNS", "NN", "NNPS", "JJ") and words.low[at + 1] not in _DAYS
    return tag in ("RB", "CC") and words.tag(at + 1).startswith(("JJ", "VBN"))


def describe_noun(words: Words, noun: int | None) -> tuple[str, str | None]:
    """What the noun counts (people, households, buildings, events) and which of the people (children, women …)."""
    if noun is None:
        return "people", None
    word = words.low[noun]
    of = _OF.get(word)
    if of is None and word in ("dead", "deaths", "killed", "victims", "casualties", "injured", "wounded", "fatalities"):
        of = _OF.get(words.low[noun - 1])
    return _COUNTS.get(word, "people"), of


def is_lone_one(words: Words, i: int) -> bool:
    """Whether "one" at i is a pronoun or part of a phrase rather than a count."""
    low, tag = words.low, words.tag(i)
    if tag == "PRP" or low[i - 1] in _NOT_ONE_BEFORE or low[i + 1] in _NOT_ONE_AFTER:
        return True
    if low[i + 1] in DASHES or words.tag(i + 1) in ("MD", "POS"):
        return True
    if words.tag(i - 1) in ("JJ", "JJR") and not words.tag(i + 1).startswith("NN"):  # "a better one"
        return True
    if low[i + 1] == "by" and low[i + 2] == "one" or low[i - 1] == "by":
        return True
    return low[i + 1] == "of" and any(words.tag(k) in ("JJS", "RBS") for k in (i + 3, i + 4))


def is_name(words: Words, core: Core) -> bool:
    """Whether number words are part of a name: "Three Rivers", "the Big Three"."""
    token = words.tokens[core.first]
    return (core.first > 0 and token.text[:1].isupper() and not token.text.isupper() and words.low[core.first] in UNITS
            and token.ent in ("GPE", "LOC", "FAC", "ORG", "WORK_OF_ART", "EVENT") and words.tokens[core.first].tag == "NNP")
