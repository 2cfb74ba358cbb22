"""Words that push the one who answers, per language: a word that begins like one of them is meant."""

from collections.abc import Mapping

LEADING_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("great", "excellent", "amazing", "awesome", "fantastic", "wonderful", "outstanding", "superb", "perfect",
           "love", "delight", "terrible", "awful", "horrible"),
    "fi": ("mahtav", "upea", "upei", "loistav", "erinomai", "ihana", "fantasti", "mainio", "huippu", "täydelli",
           "rakast", "kamala", "hirveä", "surkea"),
    "sv": ("fantastisk", "underbar", "utmärkt", "strålande", "enastående", "suverän", "perfekt", "älska", "hemsk",
           "förfärlig", "usel"),
    "de": ("großartig", "hervorragend", "ausgezeichnet", "fantastisch", "wunderbar", "exzellent", "toll", "perfekt",
           "begeister", "furchtbar", "schrecklich", "miserabel"),
    "vi": ("tuyệt vời", "xuất sắc", "tuyệt hảo", "hoàn hảo", "yêu thích", "tồi tệ", "kinh khủng"),
    "ar": ("رائع", "ممتاز", "مذهل", "مدهش", "مثالي", "فظيع", "سيئ"),
}  # fmt: skip

# Words that ask two things at once.
JOINING_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("and",),
    "fi": ("ja", "sekä"),
    "sv": ("och", "samt"),
    "de": ("und", "sowie"),
    "vi": ("và",),
    "ar": ("و",),
}

# How an option begins that lets somebody say that none of the others fits.
OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("other", "something else", "none", "nothing", "not sure", "no opinion", "don’t know"),
    "fi": ("muu", "jokin muu", "joku muu", "ei mi", "en osaa", "en tiedä"),
    "sv": ("annat", "något annat", "inget", "ingen", "vet inte"),
    "de": ("ander", "etwas ander", "sonstig", "nichts", "kein", "im moment nichts", "weiß"),
    "vi": ("khác", "điều khác", "không có", "hiện không có", "không biết", "chưa biết"),
    "ar": ("أخرى", "شيء آخر", "غير ذلك", "لا شيء", "لا أعرف"),
}
