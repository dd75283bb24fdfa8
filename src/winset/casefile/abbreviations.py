"""Abbreviations that a full stop follows inside a sentence, by language.

One in small letters stands for all its spellings; one with a capital only for that, and for capitals throughout, since
in small letters it is a word of its own. Single letters, words with a full stop inside and Roman numbers need no entry.
"""

from __future__ import annotations

BY_LANGUAGE: dict[str, str] = {
    "English": """
        mr mrs ms mx dr drs prof profs st sr jr rev hon gov govs pres amb gen gens lt lieut col maj capt sgt cpl pvt
        cmdr cdr adm brig sen sens Rep Reps messrs msgr Fr Br supt insp esq bros vs etc al cf ca approx viz resp incl
        excl eg ie inc ltd co cos corp dept dist div est govt intl natl assn assoc univ inst acad ave blvd Rd hwy mt
        mts ft sq jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri Sat Sun no nos
        nr art arts sec secs sect subsec cl para paras par ch chap chaps fig figs tab vol vols ed eds p pp pt pts app
        ann attn tel ext max min avg temp hr hrs wk yr yrs mo mos lb lbs oz repr trans illus ibid id op cit loc seq
        supp suppl cong stat reg regs sched treas secy atty asst adj bn regt cav inf
    """,
    "Russian": """
        г гг в вв ст стст п пп стр см ср им тыс тис млн млрд трлн руб коп долл грн ул пер пл пр просп ш наб буд д кв
        корп обл р-н пос дер акад проф доц канд докт ген полк подп подполк кап лейт ст-на адм мин сек ч час др проч
        прим ред зав зам гос госуд рис табл гл чл корр св напр соотв отд межд нац англ нем фр рус укр лат янв фев февр
        мар апр авг сен сент окт ноя нояб дек пн вт чт пт сб вс н э экз шт кг км га т тт с сс изд соч собр кн вып
    """,
    "Ukrainian": """
        р рр ст п пп с стор див дод ім тис млн млрд трлн грн коп дол крб вул пров пл просп бул буд кв корп обл р-н смт м
        акад проф доц канд ген полк підп підполк кап лейт адм хв сек год ін інш прим ред зав заст держ рис табл гл чл
        кор св напр відп від міжн нац англ нім рос укр січ лют бер квіт трав черв лип серп вер жовт лист груд т тт кн
        вид зб
    """,
    "French": """
        M MM mme mmes mlle mlles mgr mgrs Me Mes dr drs pr prs st ste sts stes sté stés art arts al alin apr
        av chap ch cf env ex éd éds fig hab janv févr fév avr juil sept oct nov déc réf suiv ss ibid id op cit
        gén cdt col cap lt amb min bd boul pl p pp par paragr t vol n no nos nº tél tel etc c.-à-d loc adj adm
        dép dir prés sén soc cie éts gouv int max vs ann app coll trad resp
    """,
    "German": """
        hr hrn fr frl dr prof dipl ing mag st bzw evtl ggf inkl exkl abs art nr str bd bde hg hrsg hl mio mrd tsd jh
        jhd jhdt jun sen geb gest gez verh vgl usw usf sog allg bes insb insbes jän jan feb febr mär apr aug sept okt
        nov dez aufl kap abb tab anm bsp std min sek obst oberst hptm lt gen mind max chr zzt ziff ff fn lit rn rdnr
        ca etc ebd bundesreg reg präs staatssekr abt amtl betr bez dgl einschl entspr erg ev exempl forts gegr gem ges
        i.d.r jew kath masch nachf österr pfd pos rd rel schweiz spez städt stellv tel u.a urspr verf verw vorm wg zit
        zul zus zz fa fam
    """,
    "Spanish": """
        sr sra sres sras srta srtas dr dra dres d dña Da ud uds vd vds excmo excma excmos ilmo ilma gral gen cnel col
        cap tte alte alm cmdte pdte pdta pte lic arq ing prof sto sta avda av c pl núm núms nro art arts pág págs p pp
        párr ap apdo ej ene feb mar abr may jun jul ago sep sept set oct nov dic ee uu ss aa mm rr depto dpto dir
        admón prov mons rvdo hno hnos cía s.a vol ed cf ca etc tel máx mín aprox fig tít trad
    """,
}
"""By language, apart from how a language is told: in all texts all of them count."""
OTHERS = "إلخ الخ هـ تلف וכו וגו עמ סע מס טל גב"
"""Of languages that shorten few words with a full stop: Arabic and Hebrew. Japanese and Chinese shorten none."""


def _spellings(written: str) -> set[str]:
    small = written == written.lower()
    return {written, written.upper(), *([written.capitalize()] if small else [])}


ABBREVIATIONS: frozenset[str] = frozenset(
    spelling for words in (*BY_LANGUAGE.values(), OTHERS) for word in words.split() for spelling in _spellings(word)
)
"""Every spelling of every abbreviation, without its last full stop."""
