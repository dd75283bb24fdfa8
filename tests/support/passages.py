"""Passages about negotiations in eight languages, written for the tests, and ways to alter what they say.

An alteration changes the words: a negation dropped or added, a number, a name, what must or may be, the order of words,
a clause left out, a letter that only looks the same, a word taken apart, halves of two passages.
"""
# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

PASSAGES: dict[str, tuple[str, ...]] = {
    "English": (
        "The delegation will not accept any administrative arrangement that limits its sovereignty over the waterway.",
        "Representatives of the neighbouring republics must withdraw 1,200 soldiers before 14 August 2025, and they refused.",
        "Orlov said that the commission may never be re-established without the consent of the international guarantors.",
        "The well-known negotiator rejected a non-binding memorandum, although the federation supported its publication.",
        "Neither side can guarantee the unconditional exchange of prisoners, and Hale would not comment on the humanitarian corridor.",
        "The government is unable to ratify the long-term agreement, because parliament opposes demilitarisation.",
    ),
    "Russian": (
        "Делегация не примет никакого административного соглашения, ограничивающего суверенитет над водным путём.",
        "Представители соседних республик должны вывести 1200 военнослужащих до 14 августа 2025 года, но они отказались.",
        "Орлов заявил, что комиссия не может быть восстановлена без согласия международных посредников и гарантов.",
        "Известный переговорщик отклонил меморандум, хотя федерация поддержала его немедленную публикацию.",
        "Ни одна сторона не гарантирует безоговорочный обмен военнопленными, и Петров воздержался от комментариев.",
        "Правительство не готово ратифицировать долгосрочное соглашение, потому что парламент против демилитаризации.",
    ),
    "Ukrainian": (
        "Делегація не прийме жодної адміністративної домовленості, яка обмежує суверенітет над водним шляхом.",
        "Представники сусідніх республік повинні вивести 1200 військовослужбовців до 14 серпня 2025 року, але відмовилися.",
        "Коваль заявив, що комісія не може бути відновлена без згоди міжнародних посередників та гарантів.",
        "Відомий переговорник відхилив меморандум, хоча федерація підтримала його негайне оприлюднення.",
        "Жодна сторона не гарантує беззастережного обміну військовополоненими, і Петренко утримався від коментарів.",
        "Уряд не готовий ратифікувати довгострокову угоду, тому що парламент проти демілітаризації.",
    ),
    "French": (
        "La délégation ne peut accepter aucun arrangement administratif qui limite sa souveraineté sur la voie navigable.",
        "Les représentants des républiques voisines doivent retirer 1200 soldats avant le 14 août 2025, mais ils ont refusé.",
        "Durand a déclaré que la commission ne sera pas rétablie sans le consentement des garants internationaux.",
        "Le négociateur a rejeté un mémorandum non contraignant, bien que la fédération ait soutenu sa publication.",
        "Aucune partie ne garantit un échange inconditionnel des prisonniers, et Moreau refuse tout commentaire.",
        "Le gouvernement est incapable de ratifier un accord durable, parce que le parlement rejette la démilitarisation.",
    ),
    "German": (
        "Die Delegation wird keine Verwaltungsvereinbarung annehmen, die ihre Souveränität über die Wasserstraße einschränkt.",
        "Vertreter der Nachbarrepubliken müssen 1200 Soldaten vor dem 14. August 2025 abziehen, doch sie lehnten ab.",
        "Maier erklärte, dass die Kommission ohne Zustimmung der internationalen Garantiemächte nicht eingesetzt werden kann.",
        "Der Verhandlungsführer lehnte eine unverbindliche Absichtserklärung ab, obwohl die Föderation sie unterstützte.",
        "Keine Seite garantiert einen bedingungslosen Gefangenenaustausch, und Schulz wollte sich nicht äußern.",
        "Die Bundesregierung ist nicht bereit, das Friedensabkommen zu ratifizieren, weil das Parlament dagegen ist.",
    ),
    "Arabic": (
        "لن يقبل الوفد أي ترتيب إداري يحد من سيادته على الممر المائي ولا يعترف بالحدود الجديدة.",
        "يجب على ممثلي الجمهوريات المجاورة سحب 1200 جندي قبل 14 آب 2025، لكنهم رفضوا ذلك.",
        "قال حسن إن اللجنة لا يمكن أن تعود إلى العمل دون موافقة الضامنين الدوليين.",
        "رفض المفاوض مذكرة غير ملزمة، مع أن الاتحاد أيد نشرها فورا.",
        "لا يضمن أي طرف تبادلا غير مشروط للأسرى، وامتنع سالم عن التعليق.",
        "الحكومة ليست مستعدة للتصديق على الاتفاق الدائم، لأن البرلمان يعارض نزع السلاح.",
    ),
    "Hebrew": (
        "המשלחת לא תקבל שום הסדר מינהלי שמגביל את ריבונותה על נתיב השיט ואינה מכירה בגבול החדש.",
        "נציגי הרפובליקות השכנות חייבים להסיג 1200 חיילים לפני 14 באוגוסט 2025, אך הם סירבו.",
        "כהן אמר כי הוועדה אינה יכולה לשוב לפעול ללא הסכמת הערבים הבינלאומיים.",
        "הנושא והנותן דחה מזכר שאינו מחייב, אף שהפדרציה תמכה בפרסומו המיידי.",
        "אף צד לא מבטיח חילופי שבויים ללא תנאי, ולוי נמנע מלהגיב על הדברים.",
        "הממשלה אינה מוכנה לאשרר את ההסכם ארוך הטווח, משום שהפרלמנט מתנגד לפירוז.",
    ),
    "Chinese": (
        "代表团不会接受任何限制其对航道主权的行政安排，也不承认新的边界。",
        "邻国代表必须在2025年8月14日之前撤出1200名士兵，但他们拒绝了这一要求。",
        "李明表示，未经国际担保方同意，委员会不能恢复工作，也不能作出决定。",
        "谈判代表拒绝了一份没有约束力的备忘录，尽管联邦支持立即公布。",
        "任何一方都不保证无条件交换战俘，王强没有就人道主义走廊发表评论。",
        "政府不愿意批准长期协议，因为议会反对非军事化并要求继续谈判。",
    ),
}

_NEGATIONS = {
    "English": ("will not", "would not", "never", "Neither", "unable", "rejected", "refused", "opposes", "non-binding"),
    "Russian": ("не", "никакого", "Ни", "отклонил", "отказались", "против", "без"),
    "Ukrainian": ("не", "жодної", "Жодна", "відхилив", "відмовилися", "проти", "без"),
    "French": ("ne", "aucun", "pas", "rejeté", "refusé", "Aucune", "incapable", "sans", "non"),
    "German": ("keine", "nicht", "Keine", "unverbindliche", "ohne", "dagegen", "bedingungslosen"),
    "Arabic": ("لن", "لا", "رفض", "رفضوا", "ليست", "غير", "دون"),
    "Hebrew": ("לא", "אינה", "סירבו", "דחה", "שאינו", "ללא"),
    "Chinese": ("不", "没有", "拒绝", "未", "反对"),
}
_OPPOSITES = {
    "English": ("will", "now", "always", "Either", "able", "accepted", "agreed", "supports", "binding"),
    "Russian": ("уже", "любого", "И", "поддержал", "согласились", "за", "с"),
    "Ukrainian": ("вже", "будь-якої", "Кожна", "підтримав", "погодилися", "за", "з"),
    "French": ("en", "tout", "bien", "accepté", "accepté", "Chacune", "capable", "avec", "fort"),
    "German": ("jede", "stets", "Jede", "verbindliche", "mit", "dafür", "bedingten"),
    "Arabic": ("سوف", "قد", "قبل", "قبلوا", "باتت", "شبه", "مع"),
    "Hebrew": ("כן", "היא", "הסכימו", "קיבל", "שהוא", "עם"),
    "Chinese": ("都", "确有", "接受", "已", "支持"),
}
_MODALS = {
    "English": (("will", "may"), ("must", "may"), ("may", "must"), ("can", "must"), ("would", "could"), ("is", "was")),
    "Russian": (("должны", "могут"), ("может", "должна"), ("готово", "обязано"), ("примет", "принял")),
    "Ukrainian": (("повинні", "можуть"), ("може", "повинна"), ("готовий", "мусить"), ("прийме", "прийняла")),
    "French": (("peut", "doit"), ("doivent", "peuvent"), ("sera", "serait"), ("est", "était")),
    "German": (("wird", "kann"), ("müssen", "dürfen"), ("kann", "soll"), ("wollte", "durfte"), ("ist", "war")),
    "Arabic": (("يجب", "يمكن"), ("يمكن", "يجب"), ("أي", "كل")),
    "Hebrew": (("חייבים", "רשאים"), ("יכולה", "חייבת"), ("מוכנה", "נאלצת")),
    "Chinese": (("必须", "可以"), ("不能", "不必"), ("会", "应"), ("愿意", "应该")),
}
_NAMES = {
    "English": ("Orlov", "Hale"), "Russian": ("Орлов", "Петров"), "Ukrainian": ("Коваль", "Петренко"),
    "French": ("Durand", "Moreau"), "German": ("Maier", "Schulz"), "Arabic": ("حسن", "سالم"), "Hebrew": ("כהן", "ולוי"),
    "Chinese": ("李明", "王强"),
}  # fmt: skip
_LOOK_ALIKE = {
    "a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "а": "a", "е": "e", "о": "o", "с": "c", "р": "p",
    "і": "i", "ا": "أ", "ي": "ى", "ه": "ة", "ו": "ן", "ה": "ח", "ר": "ד", "未": "末", "己": "已", "士": "土", "人": "入",
    "日": "曰", "天": "夭", "大": "太",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """A quote that says something else than the passage that it was made from."""

    language: str
    kind: str
    passage: str
    quote: str


def alterations(seed: int, number: int) -> Iterator[Alteration]:
    """So many alterations, in turn of all languages and kinds; the same for the same seed."""
    draw = Random(seed)
    made, kinds = 0, tuple(_KINDS)
    languages = tuple(PASSAGES)
    turn = 0
    while made < number:
        language, kind = languages[turn % len(languages)], kinds[turn // len(languages) % len(kinds)]
        turn += 1
        passage = draw.choice(PASSAGES[language])
        quote = _KINDS[kind](passage, language, draw)
        if quote is not None and quote != passage and " ".join(quote.split()) not in passage:
            made += 1
            yield Alteration(language=language, kind=kind, passage=passage, quote=quote)


def _swap(passage: str, old: str, new: str, draw: Random, language: str) -> str | None:
    pattern = re.escape(old) if language == "Chinese" else rf"(?<!\w){re.escape(old)}(?!\w)"
    places = list(re.finditer(pattern, passage))
    if not places:
        return None
    place = draw.choice(places)
    return passage[: place.start()] + new + passage[place.end() :]


def _dropped(passage: str, language: str, draw: Random) -> str | None:
    made = _swap(passage, draw.choice(_NEGATIONS[language]), "", draw, language)
    return None if made is None else " ".join(made.split())


def _turned(passage: str, language: str, draw: Random) -> str | None:
    place = draw.randrange(len(_NEGATIONS[language]))
    return _swap(passage, _NEGATIONS[language][place], _OPPOSITES[language][place], draw, language)


def _added(passage: str, language: str, draw: Random) -> str | None:
    words = _tokens(passage, language)
    place = draw.randrange(1, len(words))
    no = {"Chinese": "不", "English": " not", "French": " pas", "German": " nicht", "Arabic": " لا", "Hebrew": " לא"}
    return "".join([*words[:place], no.get(language, " не"), *words[place:]])


def _number(passage: str, language: str, draw: Random) -> str | None:
    digits = [match.start() for match in re.finditer(r"\d", passage)]
    if not digits:
        return None
    place = draw.choice(digits)
    digit = draw.choice([digit for digit in "0123456789" if digit != passage[place]])
    return passage[:place] + digit + passage[place + 1 :]


def _name(passage: str, language: str, draw: Random) -> str | None:
    first, second = _NAMES[language]
    return _swap(passage, first, second, draw, language) or _swap(passage, second, first, draw, language)


def _modal(passage: str, language: str, draw: Random) -> str | None:
    return _swap(passage, *draw.choice(_MODALS[language]), draw, language)


def _order(passage: str, language: str, draw: Random) -> str | None:
    words = _tokens(passage, language)
    place = draw.randrange(1, len(words) - 1)
    words[place], words[place + 1] = words[place + 1], words[place]
    return "".join(words)


def _clause(passage: str, language: str, draw: Random) -> str | None:
    words = _tokens(passage, language)
    most = len(words) - 3
    first = draw.randrange(2, most)
    last = draw.randrange(first + 1, min(len(words) - 1, first + 6))
    return "".join([*words[:first], *words[last:]])


def _look_alike(passage: str, language: str, draw: Random) -> str | None:
    places = [place for place, letter in enumerate(passage) if letter in _LOOK_ALIKE]
    if not places:
        return None
    place = draw.choice(places)
    return passage[:place] + _LOOK_ALIKE[passage[place]] + passage[place + 1 :]


def _hyphen(passage: str, language: str, draw: Random) -> str | None:
    """A compound without its hyphen, or a word taken apart."""
    hyphens = [match.start() for match in re.finditer(r"(?<=\w)-(?=\w)", passage)]
    if hyphens and draw.random() < 0.5:
        place = draw.choice(hyphens)
        return passage[:place] + " " + passage[place + 1 :]
    inside = [match.start() for match in re.finditer(r"(?<=[^\W\d_]{2})(?=[^\W\d_]{2})", passage)]
    place = draw.choice(inside)
    return passage[:place] + draw.choice([" - "] if language == "Chinese" else [" ", " - "]) + passage[place:]


def _merged(passage: str, language: str, draw: Random) -> str | None:
    """The first half of one passage with the second of another, as if columns were read across."""
    other = draw.choice([text for text in PASSAGES[language] if text != passage])
    words, others = _tokens(passage, language), _tokens(other, language)
    return "".join([*words[: len(words) // 2], *others[len(others) // 2 :]])


def _tokens(passage: str, language: str) -> list[str]:
    """The words with the space before them; of Chinese the characters."""
    return list(passage) if language == "Chinese" else re.findall(r"\s*\S+", passage)


_KINDS: dict[str, Callable[[str, str, Random], str | None]] = {
    "negation dropped": _dropped,
    "negation turned": _turned,
    "negation added": _added,
    "number changed": _number,
    "name exchanged": _name,
    "modal changed": _modal,
    "words in another order": _order,
    "clause left out": _clause,
    "letter that looks alike": _look_alike,
    "word taken apart": _hyphen,
    "halves of two passages": _merged,
}
KINDS = tuple(_KINDS)
