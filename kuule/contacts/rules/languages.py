"""Languages as people write them: codes, with or without a region, and names."""

import re

_CODE = re.compile(r"([a-z]{2})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE | re.ASCII)

# ISO 639-1.
_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee "
    "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is "
    "it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms "
    "mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk "
    "sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu"
)
CODES = frozenset(_CODES.split())

# Three letters of ISO 639-2, then the name in English, Finnish, Swedish and the language itself (Unicode CLDR).
_NAMES = {
    "ar": "ara|arabic|arabia|arabiska|العربية",
    "bg": "bul|bulgarian|bulgaria|bulgariska|български",
    "bn": "ben|bangla|bengali|বাংলা",
    "ca": "cat|catalan|katalaani|katalanska|català",
    "cs": "ces|czech|tšekki|tjeckiska|čeština|cze",
    "da": "dan|danish|tanska|danska|dansk",
    "de": "deu|german|saksa|tyska|deutsch|ger",
    "el": "ell|greek|kreikka|grekiska|ελληνικά|gre",
    "en": "eng|english|englanti|engelska",
    "es": "spa|spanish|espanja|spanska|español",
    "et": "est|estonian|viro|estniska|eesti",
    "fa": "fas|persian|persia|persiska|فارسی|per",
    "fi": "fin|finnish|suomi|finska",
    "fr": "fra|french|ranska|franska|français|fre",
    "he": "heb|hebrew|heprea|hebreiska|עברית",
    "hi": "hin|hindi|हिन्दी",
    "hr": "hrv|croatian|kroatia|kroatiska|hrvatski",
    "hu": "hun|hungarian|unkari|ungerska|magyar",
    "id": "ind|indonesian|indonesia|indonesiska",
    "is": "isl|icelandic|islanti|isländska|íslenska|ice",
    "it": "ita|italian|italia|italienska|italiano",
    "ja": "jpn|japanese|japani|japanska|日本語",
    "ko": "kor|korean|korea|koreanska|한국어",
    "lt": "lit|lithuanian|liettua|litauiska|lietuvių",
    "lv": "lav|latvian|latvia|lettiska|latviešu",
    "ms": "msa|malay|malaiji|malajiska|melayu|may",
    "nb": "nob|norwegian bokmål|norjan bokmål|norskt bokmål|norsk bokmål|norwegian|norja|norska|norsk|nor",
    "nl": "nld|dutch|hollanti|nederländska|nederlands|dut",
    "nn": "nno|norwegian nynorsk|norjan nynorsk|nynorska|norsk nynorsk",
    "pl": "pol|polish|puola|polska|polski",
    "pt": "por|portuguese|portugali|portugisiska|português",
    "ro": "ron|romanian|romania|rumänska|română|rum",
    "ru": "rus|russian|venäjä|ryska|русский",
    "sk": "slk|slovak|slovakki|slovakiska|slovenčina|slo",
    "sl": "slv|slovenian|sloveeni|slovenska|slovenščina",
    "sr": "srp|serbian|serbia|serbiska|српски",
    "sv": "swe|swedish|ruotsi|svenska",
    "th": "tha|thai|thailändska|ไทย",
    "tr": "tur|turkish|turkki|turkiska|türkçe",
    "uk": "ukr|ukrainian|ukraina|ukrainska|українська",
    "ur": "urd|urdu|اردو",
    "vi": "vie|vietnamese|vietnam|vietnamesiska|tiếng việt|việt",
    "zh": "zho|chinese|kiina|kinesiska|中文|chi",
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split("|")}


def language_code(text: str) -> str | None:
    """Return the code that a text names, or None.

    >>> language_code("FI"), language_code("en_us"), language_code("Suomi"), language_code("Klingonian")
    ('fi', 'en-US', 'fi', None)
    """
    found = _CODE.fullmatch(text)
    if found is None or found[1].lower() not in CODES:
        return _BY_NAME.get(text.casefold())
    language, script, region = found.groups()
    parts = (language.lower(), script and script.title(), region and region.upper())
    return "-".join(part for part in parts if part)
