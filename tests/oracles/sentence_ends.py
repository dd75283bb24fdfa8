"""Where sentences end, marked by hand, in nine languages: with abbreviations, ordinals, initials, decimals, ellipses,
quotation marks, footnote marks and addresses, as texts about negotiations have them.

‖ stands where a sentence ends and a reader must see it end; ¦ where it ends, but the signs alone do not say so ("am 3.
Oktober" and "it was No. 3. Oktober …" look alike): there more may be shown, and never less.
"""

from __future__ import annotations

from itertools import pairwise

MARKED: dict[str, tuple[str, ...]] = {
    "English": (
        "The ministers met on Friday.‖ They did not sign.‖ A second round follows.",
        "Mr. Orlov would not agree to Art. 5 of the draft.‖ Mrs. Hale did.",
        "The U.S. delegation never accepted No. 5 of the list.‖ Kyiv did.",
        "Sen. J. W. Fuller and Gen. Petrov did not meet in St. Petersburg.‖ They wrote.",
        "The share fell by 3.5 per cent, not by 4.2.‖ Nobody denied it.",
        "They waited… and did not answer.‖ Then they left.",
        "“We will not sign.”‖ He left the room.‖ Nobody followed.",
        "He said: “No. We will not sign.”‖ She nodded.",
        "Troops will not return before 2026.[3]‖ The rest is known.",
        "No date was named.*‖ The talks go on.",
        "See https://example.org/a.b?c=d. It does not list them.",
        "They do not meet at 5 p.m. on Monday, i.e. after the vote.‖ They meet at noon.",
        "Would Moscow accept?‖ It would not!‖ Nobody was surprised.",
        "Dr. Amara Osei, Ph.D., did not resign.‖ Her deputy did.",
        "The treaty (see pp. 12-14) does not bind Acme Corp. Ltd. or its heirs.‖ It binds states.",
        "Nobody would sign.1‖ Then they left, and Art.5 Section 2 of No.3 Main Street was not 3.14 Metres.‖ It was.",
        "Neither side moved.³‖ The guarantors waited.",
        "“Never!”‖ The envoy shook his head.",
        "The truce holds until 14 Aug. 2025, not longer.‖ After that it ends.",
        "They will not leave the U.N.¦ Others may.",
    ),
    "Russian": (
        "Стороны встретились в пятницу.‖ Они ничего не подписали.‖ Переговоры продолжатся.",
        "Россия не признаёт п. 3 соглашения.‖ Киев признаёт.",
        "Делегация не согласна со ст. 5 и ст. 7 проекта.‖ Посредники молчат.",
        "Войска не вернутся до 2026 г. Россия так решила.",
        "Речь не идёт о выводе 5 тыс. солдат и 3,5 млн. руб. помощи.‖ Это слухи.",
        "Министр С. В. Лавров не подтвердил встречу.‖ Пресс-служба подтвердила.",
        "В Москве, Киеве и т. д. этого не примут.‖ В Женеве примут.",
        "«Мы не подпишем».‖ Он вышел из зала.",
        "Стороны, т. е. Москва и Киев, не договорились.‖ Посредники ждут.",
        "Как сказано на стр. 12 доклада, обмена не будет.[3]‖ Списки готовы.",
        "Согласятся ли они?‖ Нет!‖ Никто не удивился.",
        "Они ждали… и не ответили.‖ Потом уехали.",
        "Г-н Орлов, д-р наук, не явился на встречу в г. Женеве.‖ Его заместитель явился.",
        "Договор им. Ленина, см. рис. 4, не действует.‖ Действует протокол.",
        "Перемирие не начнётся 14 авг. 2025 г. в 12.00.‖ Оно начнётся позже.",
        "„Никогда!“‖ Посол покачал головой.",
        "Согласно № 5 ч. 2 ст. 14 Устава, это не запрещено.‖ Запрещено иное.",
        "Россия не отступит.*‖ Украина тоже.",
    ),
    "Ukrainian": (
        "Сторони зустрілися в п’ятницю.‖ Вони нічого не підписали.‖ Переговори триватимуть.",
        "Україна не визнає п. 3 угоди.‖ Москва визнає.",
        "Делегація не згодна зі ст. 5 проєкту.‖ Посередники мовчать.",
        "Війська не повернуться до 2026 р. Україна так вирішила.",
        "Ідеться не про 5 тис. військових і 3,5 млн. грн. допомоги.‖ Це чутки.",
        "Міністр А. І. Сибіга не підтвердив зустріч.‖ Речник підтвердив.",
        "У Києві, Львові і т. д. цього не приймуть.‖ У Женеві приймуть.",
        "«Ми не підпишемо».‖ Він вийшов із зали.",
        "Сторони, т. зв. гаранти, не домовилися.‖ Посередники чекають.",
        "Як сказано на с. 12 доповіді, обміну не буде.[3]‖ Списки готові.",
        "Чи погодяться вони?‖ Ні!‖ Ніхто не здивувався.",
        "Вони чекали… і не відповіли.‖ Потім поїхали.",
        "Див. дод. 4: договір ім. Шевченка не діє.‖ Діє протокол.",
        "Перемир’я не почнеться 14 серп. 2025 р. о 12.00.‖ Воно почнеться пізніше.",
        "„Ніколи!“‖ Посол похитав головою.",
        "Згідно з ч. 2 ст. 14 Статуту, це не заборонено.‖ Заборонено інше.",
        "Україна не відступить.*‖ Росія теж.",
    ),
    "French": (
        "Les ministres se sont réunis vendredi.‖ Ils n’ont rien signé.‖ Un second tour suivra.",
        "La délégation n’accepte pas l’art. 5 du projet.‖ Kiev l’accepte.",
        "M. Macron ne signera pas avec Mme. Colonna.‖ Il attend.",
        "Le Pr. J.-P. Durand n’a pas confirmé la rencontre.‖ Son bureau l’a fait.",
        "« Nous ne signerons pas. »‖ Il quitta la salle.",
        "Le taux n’a pas baissé de 3.5 points, ni de 4,2.‖ Personne ne le nie.",
        "Ils attendirent… et ne répondirent pas.‖ Puis ils partirent.",
        "Accepteront-ils ?‖ Non !‖ Personne ne fut surpris.",
        "Les troupes ne reviendront pas avant 2026.[3]‖ Le reste est connu.",
        "Le traité (cf. p. 12, al. 2) ne lie pas la Sté. Dupont.‖ Il lie les États.",
        "La trêve ne commence pas le 14 janv. 2026 à 12 h. 30.¦ Elle commence plus tard.",
        "Les alliés, c.-à-d. Paris et Rome, ne cèdent pas.‖ Londres hésite.",
        "Le n. 5 de la liste n’est pas retenu.‖ Le n. 6 l’est.",
        "Les États-Unis, l’U.E. et l’O.N.U. ne sont pas d’accord.‖ Ils discutent.",
        "« Jamais ! »‖ L’ambassadeur secoua la tête.",
        "Aucune date n’a été fixée.*‖ Les pourparlers continuent.",
        "Le gén. Petrov n’a pas rencontré Mgr. Ruffini.‖ Il a écrit.",
    ),
    "German": (
        "Die Minister trafen sich am Freitag.‖ Sie haben nichts unterschrieben.‖ Eine zweite Runde folgt.",
        "Die Delegation stimmt Nr. 3 des Entwurfs nicht zu.‖ Kiew stimmt zu.",
        "Vor dem 3. Oktober wird nicht unterschrieben.‖ Danach schon.",
        "Der 2. Abschnitt gilt nicht.‖ Der dritte gilt.",
        "Staaten wie z. B. Polen werden nicht zustimmen.‖ Andere werden es.",
        "Herr Dr. Maier und Prof. Schulz kamen nicht.‖ Sie schrieben.",
        "„Wir unterschreiben nicht.“‖ Er verließ den Saal.",
        "»Niemals!«‖ Der Botschafter schüttelte den Kopf.",
        "Nach Art. 5 Abs. 2 S. 1 ist das nicht verboten.‖ Verboten ist anderes.",
        "Es waren nicht 3.500 Soldaten, sondern 12,5 Prozent weniger.‖ Niemand bestreitet es.",
        "Sie warteten… und antworteten nicht.‖ Dann fuhren sie ab.",
        "Werden sie zustimmen?‖ Nein!‖ Niemand war überrascht.",
        "Die Truppen kehren nicht vor 2026 zurück.[3]‖ Das Übrige ist bekannt.",
        "Die Verbündeten, d. h. Paris und Rom, geben nicht nach.‖ London zögert.",
        "Die Waffenruhe beginnt nicht am 14. Aug. 2025 um 12.00 Uhr.‖ Sie beginnt später.",
        "Vgl. Kap. 4 bzw. Anm. 7: Der Vertrag bindet die Fa. Müller nicht.‖ Er bindet Staaten.",
        "Kein Termin wurde genannt.*‖ Die Gespräche gehen weiter.",
        "Die Regierung der Ukraine u. a. Staaten erkennen das nicht an.‖ Moskau schon.",
    ),
    "Arabic": (
        "اجتمع الوزراء يوم الجمعة.‖ لم يوقعوا شيئا.‖ ستعقد جولة ثانية.",
        "هل توافق موسكو؟‖ لن توافق!‖ لم يفاجأ أحد.",
        "رفض الوفد المادة 5؛ ولم يقبل المادة 7.¦ صمت الوسطاء.",
        "قال: «لن نوقع».‖ ثم غادر القاعة.",
        "لم ينخفض المعدل بنسبة 3.5 في المئة.‖ لا أحد ينكر ذلك.",
        "انتظروا… ولم يجيبوا.‖ ثم رحلوا.",
        "لن تعود القوات قبل عام 2026.[3]‖ الباقي معروف.",
        "لم يؤكد د. حسن اللقاء.‖ أكده مكتبه.",
        "لا يلزم البند ص. 12 من التقرير أحدا.‖ يلزم الدول.",
        "“لن نوقع أبدا!”‖ هز السفير رأسه.",
        "لم يحدد أي موعد.*‖ المحادثات مستمرة.",
        "لا تبدأ الهدنة في 14.08.2025، بل بعد ذلك.‖ الأطراف تنتظر.",
        "لم يوافق أ. محمد ولا م. علي على المسودة.‖ وافق الآخرون.",
        "انظر https://example.org/a.b ولا تنس الملحق.‖ فيه القوائم.",
        "لا سلام بلا ضمانات.³‖ ولا ضمانات بلا سلام.",
        "ولد عام 300 ق. م. ولم يوقع شيئا.‖ وقع غيره.",
    ),
    "Hebrew": (
        "השרים נפגשו ביום שישי.‖ הם לא חתמו על דבר.‖ סבב שני ייערך.",
        "האם מוסקבה תסכים?‖ היא לא תסכים!‖ איש לא הופתע.",
        "צה״ל לא ייסוג מן הקו.‖ האו״ם דורש נסיגה.",
        "הוא אמר: „לא נחתום”.‖ ואז יצא מן האולם.",
        "השיעור לא ירד ב-3.5 אחוזים.‖ איש אינו מכחיש.",
        "הם חיכו… ולא השיבו.‖ אחר כך נסעו.",
        "הכוחות לא ישובו לפני 2026.[3]‖ השאר ידוע.",
        "ד\"ר כהן וגב' לוי לא אישרו את הפגישה.‖ הלשכה אישרה.",
        "לפי ס' 5 ועמ' 12, הדבר אינו אסור.‖ אסור דבר אחר.",
        "א. ב. יהושע לא השתתף.‖ סגנו השתתף.",
        "לא נקבע מועד.*‖ השיחות נמשכות.",
        "„לעולם לא!”‖ השגריר הניד בראשו.",
        "ההפוגה לא תתחיל ב-14.8.2025, אלא אחר כך.‖ הצדדים ממתינים.",
        "ר' נספח ב'.‖ הוא אינו מחייב את מנכ״ל החברה.",
        "אין שלום בלי ערבויות.³‖ ואין ערבויות בלי שלום.",
        "ראו https://example.org/a.b ואל תשכחו את הנספח.‖ שם הרשימות.",
    ),
    "Chinese": (
        "部长们周五会面。‖他们没有签署任何文件。‖第二轮会谈将举行。",
        "莫斯科会同意吗？‖不会！‖没有人感到意外。",
        "他说：“我们不签字。”‖然后离开了会场。",
        "他说：「我們不簽字。」¦然後離開了會場。",
        "比例没有下降3.5个百分点。‖无人否认。",
        "他们等待……没有回答。‖后来离开了。",
        "部队在2026年之前不会返回。[3]‖其余众所周知。",
        "第5条不具约束力；第7条具有约束力。‖各方沉默。",
        "《明斯克协议》并未失效。‖双方都承认。",
        "代表团（见第12页。附件二）没有同意。‖其他人同意了。",
        "U.S. 代表没有签字。‖乌方签了字。",
        "没有确定日期。*‖会谈继续。",
        "“绝不！”¦大使摇了摇头。",
        "停火不会在14.08.2025开始。‖各方等待。",
        "没有保障就没有和平。³‖没有和平就没有保障。",
        "他问：“你们会签字吗？”‖没有人回答。",
    ),
    "Japanese": (
        "大臣たちは金曜日に会談した。‖彼らは何も署名しなかった。‖第二回会談が行われる。",
        "モスクワは同意するか？‖しない！‖誰も驚かなかった。",
        "彼は「署名しない。」と述べた。‖そして会場を去った。",
        "「我々は署名しない」。‖彼は去った。",
        "割合は3.5ポイントも下がらなかった。‖誰も否定しない。",
        "彼らは待ったが……答えなかった。‖その後、去った。",
        "部隊は2026年より前には戻らない。[3]‖残りは知られている。",
        "第5条は拘束力を持たない。‖第7条は持つ。",
        "『ミンスク合意』は失効していない。‖双方が認めている。",
        "代表団（12頁を参照。附属書二）は同意しなかった。‖他は同意した。",
        "U.S. 代表は署名しなかった。‖ウクライナは署名した。",
        "日付は決まっていない。*‖会談は続く。",
        "「決して！」¦大使は首を振った。",
        "停戦は14.08.2025には始まらない。‖各国は待つ。",
        "保証なしに平和はない。³‖平和なしに保証はない。",
        "「署名しますか？」と彼は尋ねた。‖誰も答えなかった。",
    ),
}


def sentences(marked: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The text without marks, the spans of its sentences, and of what must not be less than shown: the same where every
    end is plain.
    """
    text, borders, plain = "", [0], [0]
    for part in marked.replace("¦", "‖¦").split("‖"):
        if part.startswith("¦"):
            part = part[1:]
            plain.pop()
        text += part
        borders.append(len(text))
        plain.append(len(text))
    return text, _spans(text, borders), _spans(text, plain)


def _spans(text: str, borders: list[int]) -> list[tuple[int, int]]:
    spans = []
    for begin, end in pairwise(borders):
        words = text[begin:end]
        spans.append((begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())))
    return spans
