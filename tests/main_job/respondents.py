"""Six people who are asked and answer, each in a language of their own, and what the company says in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Respondent:
    """Somebody who reads one language: the texts that staff write in it, and what this person answers.

    `why` is how the starter asks for the reason of such a score, `chosen` the number of the option.
    """

    language: str
    name: str
    subject: str
    question: str
    choice: str
    options: tuple[str, str, str]
    score: int
    why: str
    comment: str
    chosen: int

    @property
    def email(self) -> str:
        return f"reader.{self.language}@customer.example"

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


RESPONDENTS = (
    Respondent(
        "en",
        "Olivia Hart",
        "How was your delivery?",
        "After this delivery, how likely are you to recommend {company} to a colleague?",
        "Did the delivery arrive on time?",
        ("Yes", "No", "Don’t know"),
        score=10,
        why="What went especially well?",
        comment="=1+1",
        chosen=0,
    ),
    Respondent(
        "fi",
        "Väinö Äijälä",
        "Miten toimitus sujui?",
        "Kuinka todennäköisesti suosittelisit yritystä {company} kollegalle tämän toimituksen jälkeen?",
        "Tuliko toimitus ajallaan?",
        ("Kyllä", "Ei", "En tiedä"),
        score=9,
        why="Mikä sujui erityisen hyvin?",
        comment="Kuski soitti etukäteen.\nKiitos siitä! 🚚",
        chosen=0,
    ),
    Respondent(
        "sv",
        "Åsa Öberg",
        "Hur gick leveransen?",
        "Hur troligt är det att du rekommenderar {company} till en kollega efter den här leveransen?",
        "Kom leveransen i tid?",
        ("Ja", "Nej", "Vet inte"),
        score=9,
        why="Vad gick särskilt bra?",
        comment="Föraren bar in allt; jag är nöjd.",
        chosen=2,
    ),
    Respondent(
        "de",
        "Jürgen Groß",
        "Wie war Ihre Lieferung?",
        "Wie wahrscheinlich ist es nach dieser Lieferung, dass Sie {company} weiterempfehlen?",
        "Kam die Lieferung pünktlich an?",
        ("Ja, pünktlich", "Nein", "Weiß nicht"),
        score=3,
        why="Was hätte besser laufen sollen?",
        comment='Zwei Tage zu spät, und die Palette war "beschädigt".',
        chosen=1,
    ),
    Respondent(
        "vi",
        "Nguyễn Thị Ánh",
        "Đợt giao hàng vừa rồi thế nào?",
        "Sau lần giao hàng này, bạn sẵn lòng giới thiệu {company} cho đồng nghiệp đến mức nào?",
        "Hàng có đến đúng hẹn không?",
        ("Có", "Không", "Tôi không biết"),
        score=7,
        why="Điều gì sẽ khiến điểm số của bạn cao hơn?",
        comment="Giao đúng hẹn, nhưng hộp bị ướt.",
        chosen=0,
    ),
    Respondent(
        "ar",
        "ليلى حداد",
        "كيف كان التسليم؟",
        "بعد هذا التسليم، ما مدى احتمال أن توصي بشركة {company} لزميل؟",
        "هل وصل التسليم في الموعد؟",
        ("نعم", "لا", "لا أعرف"),
        score=5,
        why="ما الذي كان ينبغي أن يسير على نحو أفضل؟",
        comment="خدمة سريعة لكن السعر مرتفع",
        chosen=1,
    ),
)
