"""What people may send in other languages than English: commands, yes and no, and the few words that a reply hangs on.

Nobody who speaks these languages has reviewed them yet, as little as the catalogues (docs/decisions/0011-languages.md). English
words work for everybody beside them, but for `DOUBTFUL`.
"""

from collections.abc import Mapping

from surveys.interviews.model import Command

Phrases = Mapping[Command, tuple[str, ...]]

# As people write them; `commands` folds them (lower case, no accents on Latin letters, no punctuation).
TONGUES: Mapping[str, Phrases] = {
    "cy": {
        "start": ("dechrau", "cychwyn", "parhau", "ymlaen", "dal ati"),
        "help": ("cymorth", "sut mae hwn yn gweithio", "beth alla i ei anfon"),
        "what": ("beth yw hwn", "beth yw hyn", "beth ydy hwn", "pwy sy'n gofyn", "pwy ydych chi"),
        "back": ("nôl", "yn ôl", "mynd yn ôl", "mynd nôl"),
        "keep": ("cadw", "cadw fy ateb"),
        "skip": ("neidio", "sgipio", "hepgor", "cwestiwn nesaf"),
        "pause": ("saib", "oedi", "seibiant", "hoe", "nes ymlaen", "yn nes ymlaen"),
        "stop": ("stopio", "stopiwch", "peidiwch ag anfon", "dim mwy o negeseuon", "dw i eisiau stopio"),
        "status": ("statws", "ble ydw i", "faint sydd ar ôl", "faint sydd i fynd"),
        "questions": ("cwestiynau", "gweld y cwestiynau", "pob cwestiwn", "yr holl gwestiynau"),
        "switch": ("arolwg arall", "newid arolwg"),
        "my_answers": ("fy atebion", "beth ddywedais i"),
        "hide": ("cuddio", "cuddiwch"),
        "forget": ("anghofiwch fi", "anghofio fi", "dileu popeth", "dilëwch bopeth", "dilëwch fy atebion"),
        "privacy": ("preifatrwydd", "pwy fydd yn gweld hwn", "pwy sy'n gweld hwn"),
        "language": ("iaith", "newid iaith", "newid yr iaith"),
        "plain": ("geiriau syml", "geiriau plaen", "cymraeg clir"),
        "easy_read": ("hawdd ei ddeall", "hawdd ei ddarllen"),
        "standard": ("geiriau arferol",),
        "need_help": (
            "mae angen help arna i", "mae angen help arnaf i", "dw i angen help", "dwi angen help", "rydw i angen help",
            "rwyf angen help", "angen help", "helpwch fi", "help fi", "dw i ddim yn ddiogel", "dwi ddim yn saff",
            "mae ofn arna i", "dw i mewn perygl",
        ),
        "results": ("canlyniadau", "beth ddigwyddodd", "beth gafodd ei benderfynu"),
        "yes": ("ie", "ydw", "oes", "do", "cewch", "gallwch", "hoffwn", "ie plis", "ie os gwelwch yn dda"),
        "no": ("na", "nage", "nac ydw", "nac oes", "naddo", "na chewch", "dim diolch", "na dim diolch"),
        "done": ("wedi gorffen", "gorffen", "dyna ni", "dyna'r cyfan"),
        "change": ("newid", "newid cwestiwn", "newid fy ateb i gwestiwn"),
    },
    "pl": {
        "start": ("zacznij", "rozpocznij", "zaczynamy", "dalej", "kontynuuj"),
        "help": ("pomoc", "jak to działa", "co mogę wysłać"),
        "what": ("co to", "co to jest", "o co chodzi", "kto pyta", "kim jesteś", "kim jesteście"),
        "back": ("wstecz", "wróć", "cofnij", "powrót", "poprzednie pytanie"),
        "keep": ("zachowaj", "zostaw", "zachowaj odpowiedź", "zostaw odpowiedź"),
        "skip": ("pomiń", "pomijam", "pomiń to pytanie", "następne pytanie"),
        "pause": ("przerwa", "pauza", "później", "dokończę później"),
        "stop": ("zatrzymaj", "przestań", "przestańcie", "nie pisz do mnie", "nie piszcie do mnie", "wypisz mnie", "rezygnuję"),
        "status": ("stan", "ile zostało", "ile jeszcze", "gdzie jestem"),
        "questions": ("pytania", "wszystkie pytania", "pokaż pytania", "pokaż wszystkie pytania"),
        "switch": ("inna ankieta", "zmień ankietę"),
        "my_answers": ("moje odpowiedzi", "pokaż moje odpowiedzi"),
        "hide": ("ukryj", "schowaj"),
        "forget": ("zapomnij mnie", "zapomnij o mnie", "usuń wszystko", "usuń moje dane", "usuń moje odpowiedzi"),
        "privacy": ("prywatność", "kto to zobaczy", "kto to przeczyta", "kto to widzi"),
        "language": ("język", "zmień język", "zmiana języka", "inny język"),
        "plain": ("proste słowa", "prostymi słowami", "prosty język"),
        "easy_read": ("tekst łatwy do czytania", "łatwe czytanie"),
        "standard": ("zwykłe słowa", "zwykły tekst"),
        "need_help": (
            "potrzebuję pomocy", "pomocy", "pomóż mi", "pomóżcie mi", "proszę o pomoc", "ratunku", "nie jestem bezpieczny",
            "nie jestem bezpieczna", "jestem w niebezpieczeństwie", "boję się",
        ),
        "results": ("wyniki", "co z tego wyszło", "co postanowiono"),
        "yes": ("tak", "tak proszę", "no tak", "jasne", "zgoda"),
        "no": ("nie", "nie dziękuję", "dziękuję nie"),
        "done": ("gotowe", "to wszystko", "skończone"),
        "change": ("zmień", "zmień pytanie", "zmień odpowiedź na pytanie"),
    },
    "uk": {
        "start": ("старт", "почати", "почнімо", "далі", "продовжити"),
        "help": ("довідка", "допомога", "як це працює", "що можна надіслати"),
        "what": ("що це", "що це таке", "хто питає", "хто ви"),
        "back": ("назад", "повернутися", "попереднє питання", "попереднє запитання"),
        "keep": ("залишити", "залишити відповідь", "залишити мою відповідь"),
        "skip": ("пропустити", "пропускаю", "пропустити питання", "наступне питання", "наступне запитання"),
        "pause": ("пауза", "перерва", "пізніше", "закінчу пізніше"),
        "stop": ("стоп", "зупинити", "зупиніться", "не пишіть мені", "не пиши мені", "відписатися"),
        "status": ("стан", "статус", "скільки лишилося", "скільки залишилося", "де я"),
        "questions": ("запитання", "питання", "усі запитання", "усі питання", "всі питання", "показати запитання"),
        "switch": ("інше опитування", "змінити опитування"),
        "my_answers": ("мої відповіді", "показати мої відповіді"),
        "hide": ("сховати", "приховати"),
        "forget": ("забудьте мене", "забути мене", "видалити все", "видаліть усе", "видаліть мої дані", "видалити мої дані"),
        "privacy": ("приватність", "конфіденційність", "хто це бачить", "хто це побачить"),
        "language": ("мова", "змінити мову", "інша мова"),
        "plain": ("прості слова", "простими словами"),
        "easy_read": ("легке читання", "текст для легкого читання"),
        "standard": ("звичайні слова", "звичайний текст"),
        "need_help": (
            "мені потрібна допомога", "потрібна допомога", "допоможіть", "допоможіть мені", "допоможи мені", "рятуйте",
            "я в небезпеці", "мені страшно", "я не в безпеці",
        ),
        "results": ("результати", "що вирішили", "що з цього вийшло"),
        "yes": ("так", "так будь ласка", "ага", "звичайно"),
        "no": ("ні", "ні дякую", "дякую ні"),
        "done": ("готово", "це все", "завершено"),
        "change": ("змінити", "змінити запитання", "змінити питання", "змінити відповідь на запитання"),
    },
    "ar": {
        "start": ("ابدأ", "بدء", "البدء", "متابعة", "استمرار"),
        "help": ("مساعدة", "كيف يعمل هذا", "ماذا يمكنني أن أرسل"),
        "what": ("ما هذا", "من يسأل", "من أنت", "من أنتم"),
        "back": ("رجوع", "العودة", "السؤال السابق"),
        "keep": ("احتفظ", "احتفظ بإجابتي", "أبق إجابتي"),
        "skip": ("تخطي", "تخط", "تجاوز", "السؤال التالي"),
        "pause": ("استراحة", "لاحقا", "سأكمل لاحقا"),
        "stop": ("توقف", "توقفوا", "إيقاف", "أوقف", "لا تراسلوني", "إلغاء الاشتراك"),
        "status": ("الحالة", "أين أنا", "كم بقي", "كم سؤالا بقي"),
        "questions": ("الأسئلة", "كل الأسئلة", "جميع الأسئلة"),
        "switch": ("استبيان آخر", "تغيير الاستبيان"),
        "my_answers": ("إجاباتي", "اعرض إجاباتي"),
        "hide": ("إخفاء", "أخف"),
        "forget": ("انسوني", "انسني", "احذف بياناتي", "احذفوا بياناتي", "احذف كل شيء", "احذفوا كل شيء"),
        "privacy": ("الخصوصية", "من يرى هذا", "من سيرى هذا"),
        "language": ("اللغة", "لغة", "تغيير اللغة", "لغة أخرى"),
        "plain": ("كلمات بسيطة", "لغة بسيطة"),
        "easy_read": ("قراءة سهلة", "سهل القراءة"),
        "standard": ("كلمات عادية", "نص عادي"),
        "need_help": (
            "أحتاج إلى مساعدة", "أحتاج مساعدة", "أحتاج المساعدة", "أحتاج إلى المساعدة", "ساعدوني", "ساعدني", "النجدة",
            "أنا في خطر", "لست بأمان", "لست في أمان", "أنا خائف", "أنا خائفة",
        ),
        "results": ("النتائج", "ماذا تقرر", "ماذا حدث"),
        "yes": ("نعم", "نعم من فضلك", "أجل", "نعم شكرا"),
        "no": ("لا", "لا شكرا", "كلا"),
        "done": ("تم", "انتهيت", "هذا كل شيء"),
        "change": ("تغيير", "غير", "تغيير السؤال", "تغيير إجابة السؤال"),
    },
    "bn": {
        "start": ("শুরু", "শুরু করুন", "চালিয়ে যান", "আবার শুরু"),
        "help": ("সাহায্য", "এটা কীভাবে কাজ করে", "কী পাঠাতে পারি"),
        "what": ("এটা কী", "এটি কী", "এটা কি", "কে জানতে চাইছে", "আপনি কে", "আপনারা কারা"),
        "back": ("পিছনে", "পেছনে", "ফিরে যান", "আগের প্রশ্ন"),
        "keep": ("রাখুন", "আমার উত্তর রাখুন"),
        "skip": ("বাদ দিন", "বাদ", "এড়িয়ে যান", "পরের প্রশ্ন"),
        "pause": ("বিরতি", "পরে", "পরে করব"),
        "stop": ("থামুন", "থামো", "থামান", "বন্ধ করুন", "আর বার্তা পাঠাবেন না"),
        "status": ("অবস্থা", "কত বাকি", "আর কত বাকি", "আমি কোথায়"),
        "questions": ("প্রশ্ন", "প্রশ্নগুলো", "সব প্রশ্ন"),
        "switch": ("অন্য জরিপ", "জরিপ বদলান"),
        "my_answers": ("আমার উত্তর", "আমার উত্তরগুলো"),
        "hide": ("লুকান", "লুকিয়ে রাখুন"),
        "forget": ("আমাকে ভুলে যান", "সব মুছুন", "সব মুছে দিন", "আমার তথ্য মুছুন", "আমার তথ্য মুছে দিন"),
        "privacy": ("গোপনীয়তা", "কে এটা দেখবে", "কে এটা দেখে"),
        "language": ("ভাষা", "ভাষা বদলান", "ভাষা পরিবর্তন", "অন্য ভাষা"),
        "plain": ("সহজ কথা", "সহজ ভাষা"),
        "easy_read": ("সহজ পাঠ", "ছবিসহ সহজ পাঠ"),
        "standard": ("সাধারণ কথা", "সাধারণ ভাষা"),
        "need_help": (
            "আমার সাহায্য দরকার", "আমার সাহায্য লাগবে", "আমার সাহায্য প্রয়োজন", "আমাকে সাহায্য করুন", "বাঁচান", "বাঁচাও",
            "আমি নিরাপদ নই", "আমি বিপদে আছি", "আমার ভয় করছে",
        ),
        "results": ("ফলাফল", "কী সিদ্ধান্ত হলো", "কী হলো"),
        "yes": ("হ্যাঁ", "হ্যা", "জি", "জি হ্যাঁ", "হ্যাঁ দয়া করে"),
        "no": ("না", "জি না", "না ধন্যবাদ"),
        "done": ("শেষ", "হয়ে গেছে", "এটুকুই"),
        "change": ("বদলান", "পরিবর্তন", "প্রশ্ন বদলান", "উত্তর বদলান"),
    },
}  # fmt: skip
# English words that mean something else in the language spoken: in Polish chat "no" is a yes.
DOUBTFUL: Mapping[str, frozenset[str]] = {"pl": frozenset({"no", "n"})}
# Said around a command, and no part of it.
POLITE: Mapping[str, tuple[str, ...]] = {
    "cy": ("os gwelwch yn dda", "plis", "diolch"),
    "pl": ("proszę", "dziękuję"),
    "uk": ("будь ласка", "дякую"),
    "ar": ("من فضلك", "من فضلكم", "شكرا"),
    "bn": ("দয়া করে", "অনুগ্রহ করে", "ধন্যবাদ"),
}
# Said to be civil: no answer to a question.
THANKS: Mapping[str, frozenset[str]] = {
    "cy": frozenset({"diolch", "diolch yn fawr", "diolch i chi"}),
    "pl": frozenset({"dziękuję", "dzięki", "dziękuję bardzo"}),
    "uk": frozenset({"дякую", "дуже дякую", "спасибі"}),
    "ar": frozenset({"شكرا", "شكرا جزيلا", "شكرا لكم"}),
    "bn": frozenset({"ধন্যবাদ", "অনেক ধন্যবাদ"}),
}
# What stands between two answers of one reply, beside commas and "and".
JOINTS: Mapping[str, tuple[str, ...]] = {
    "cy": ("a", "ac"),
    "pl": ("i", "oraz"),
    "uk": ("і", "й", "та"),
    "ar": ("و",),
    "bn": ("ও", "এবং", "আর"),
}
# Words that may turn an answer round: where one is added to a choice, nobody may guess.
TURNING: Mapping[str, frozenset[str]] = {
    "cy": frozenset({"na", "nac", "nid", "nad", "ddim", "dim", "ond", "neu", "byth", "nage", "oni"}),
    "pl": frozenset({"nie", "ale", "lub", "albo", "nigdy", "ani", "chyba", "raczej", "jednak"}),
    "uk": frozenset({"не", "ні", "але", "або", "чи", "ніколи", "мабуть", "однак", "проте"}),
    "ar": frozenset({"لا", "ليس", "ليست", "لم", "لن", "لكن", "ولكن", "أو", "غير", "أبدا", "ربما"}),
    "bn": frozenset({"না", "নয়", "নই", "নেই", "কিন্তু", "বা", "অথবা", "তবে", "হয়তো", "কখনো"}),
}


def primary(language: str) -> str:
    """The language without its region or script: "cy" for "cy-GB"."""
    return language.partition("-")[0]
