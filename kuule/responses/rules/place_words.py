"""The few words of our own on sheets and screens, beside those of the survey, in six languages."""

from collections.abc import Mapping

from kuule.surveys.rules import Texts

PLACE_WORDS: Mapping[str, Texts] = {
    "point": {
        "en": "Point your phone’s camera at the code.",
        "fi": "Osoita koodia puhelimesi kameralla.",
        "sv": "Rikta mobilens kamera mot koden.",
        "de": "Richten Sie die Kamera Ihres Handys auf den Code.",
        "vi": "Hướng camera điện thoại vào mã này.",
        "ar": "وجّه كاميرا هاتفك نحو الرمز.",
    },
    "or_open": {
        "en": "No camera? Open this address:",
        "fi": "Eikö kamera lue koodia? Avaa tämä osoite:",
        "sv": "Ingen kamera? Öppna den här adressen:",
        "de": "Keine Kamera? Öffnen Sie diese Adresse:",
        "vi": "Không có camera? Hãy mở địa chỉ này:",
        "ar": "لا تتوفر كاميرا؟ افتح هذا العنوان:",
    },
    "waiting": {
        "en": "Waiting to be sent: {count}",
        "fi": "Odottaa lähettämistä: {count}",
        "sv": "Väntar på att skickas: {count}",
        "de": "Noch zu senden: {count}",
        "vi": "Đang chờ gửi: {count}",
        "ar": "في انتظار الإرسال: {count}",
    },
    "full_screen": {
        "en": "Full screen",
        "fi": "Koko näyttö",
        "sv": "Helskärm",
        "de": "Vollbild",
        "vi": "Toàn màn hình",
        "ar": "ملء الشاشة",
    },
    "next": {"en": "Next", "fi": "Seuraava", "sv": "Nästa", "de": "Weiter", "vi": "Tiếp theo", "ar": "التالي"},
    "skip": {
        "en": "Skip",
        "fi": "Ohita",
        "sv": "Hoppa över",
        "de": "Überspringen",
        "vi": "Bỏ qua",
        "ar": "تخطٍّ",
    },
    "back": {"en": "Back", "fi": "Takaisin", "sv": "Tillbaka", "de": "Zurück", "vi": "Quay lại", "ar": "رجوع"},
    "without_script": {
        "en": "Answer on a plain page",
        "fi": "Vastaa tavallisella sivulla",
        "sv": "Svara på en enkel sida",
        "de": "Auf einer einfachen Seite antworten",
        "vi": "Trả lời trên trang đơn giản",
        "ar": "أجب في صفحة بسيطة",
    },
    "close": {"en": "Close", "fi": "Sulje", "sv": "Stäng", "de": "Schließen", "vi": "Đóng", "ar": "إغلاق"},
    "not_now": {
        "en": "Not now",
        "fi": "Ei nyt",
        "sv": "Inte nu",
        "de": "Nicht jetzt",
        "vi": "Để sau",
        "ar": "ليس الآن",
    },
    "not_sent": {
        "en": "That did not reach us. Please try again.",
        "fi": "Vastaus ei tullut perille. Yritä uudelleen.",
        "sv": "Svaret kom inte fram. Försök igen.",
        "de": "Das kam nicht an. Bitte versuchen Sie es noch einmal.",
        "vi": "Câu trả lời chưa đến được chúng tôi. Vui lòng thử lại.",
        "ar": "لم تصل إجابتك. يُرجى المحاولة مرة أخرى.",
    },
}

# What somebody says who calls, around the questions of the survey.
CALL_WORDS: Mapping[str, Texts] = {
    "introduction": {
        "en": "This is {member} from {company}. May I ask you a few short questions? It takes about a minute.",
        "fi": "Täällä {member}, {company}. Voinko kysyä pari lyhyttä kysymystä? Siihen menee noin minuutti.",
        "sv": "Det här är {member} från {company}. Får jag ställa några korta frågor? Det tar ungefär en minut.",
        "de": "Hier ist {member} von {company}. Darf ich Ihnen ein paar kurze Fragen stellen? Das dauert eine Minute.",
        "vi": "Tôi là {member} từ {company}. Tôi xin hỏi bạn vài câu ngắn được không? Chỉ mất khoảng một phút.",
        "ar": "معك {member} من {company}. هل تسمح لي بطرح بضعة أسئلة قصيرة؟ لن يستغرق ذلك أكثر من دقيقة تقريبًا.",
    },
    "goodbye": {
        "en": "Thank you. I write down what you said, and people at {company} read it together with your name.",
        "fi": "Kiitos. Kirjaan vastauksesi, ja se luetaan nimesi kanssa yrityksessä {company}.",
        "sv": "Tack. Jag skriver ner det du sa, och det läses tillsammans med ditt namn hos {company}.",
        "de": "Vielen Dank. Ich schreibe auf, was Sie gesagt haben; es wird bei {company} mit Ihrem Namen gelesen.",
        "vi": "Cảm ơn bạn. Tôi sẽ ghi lại những gì bạn nói, và {company} sẽ đọc cùng với tên của bạn.",
        "ar": "شكرًا لك. سأدوّن ما قلته، وسيقرؤه العاملون في {company} مع اسمك.",
    },
}
