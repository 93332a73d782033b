"""Nombres, montants et dates écrits en toutes lettres.

Orthographe traditionnelle : trait d'union entre les nombres inférieurs à cent qui ne sont pas joints par « et » ;
« vingt » et « cent » multipliés prennent un s, sauf devant un autre nombre ou devant « mille ».
Source : Grevisse, Le Bon Usage, § 577-579 ; Académie française, « Nombres ».
"""

from datetime import date

from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import NOMS_DES_MOIS
from tableur.socle.ecriture import ESPACE_INSECABLE
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Entier, Euros
from tableur.socle.marques import formule

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NOMBRE_MAXIMAL = 10**15 - 1

_JUSQU_A_SEIZE = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_DIZAINES = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
_GRANDS = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))


@formule
def nombre_en_lettres(nombre: Entier) -> str:
    """Nombre entier écrit en toutes lettres, en français de France.

    Orthographe traditionnelle : vingt et un, quatre-vingts, deux cent mille, deux cents millions.

    Args:
        nombre: Nombre entier, de moins d'un million de milliards.

    Raises:
        ValeurInvalide: Le nombre est trop grand.

    >>> nombre_en_lettres(1981)
    'mille neuf cent quatre-vingt-un'
    """
    if abs(nombre) > NOMBRE_MAXIMAL:
        raise ValeurInvalide(f"Le nombre doit avoir au plus 15 chiffres : {nombre} reçu.")
    if nombre < 0:
        return f"moins {nombre_en_lettres(-nombre)}"
    if nombre == 0:
        return "zéro"
    mots: list[str] = []
    reste = nombre
    for valeur, nom in _GRANDS:
        combien, reste = divmod(reste, valeur)
        if combien:
            mots += [_moins_de_mille(combien), nom + ("s" if combien > 1 else "")]
    milliers, reste = divmod(reste, 1000)
    if milliers:
        mots += [] if milliers == 1 else [_moins_de_mille(milliers, invariable=True)]
        mots.append("mille")
    if reste:
        mots.append(_moins_de_mille(reste))
    return " ".join(mots)


@formule
def montant_en_lettres(montant: Euros) -> str:
    """Montant en euros écrit en toutes lettres, avec ses centimes, comme sur un chèque ou un contrat.

    Le montant est d'abord arrondi au centime. « De » s'intercale après million et milliard : un million d'euros.

    Args:
        montant: Montant en euros.

    Raises:
        ValeurInvalide: Le montant est trop grand.

    >>> montant_en_lettres(D("1280.50"))
    'mille deux cent quatre-vingts euros et cinquante centimes'
    """
    arrondi = arrondir_centime(montant)
    if arrondi < ZERO:
        return f"moins {montant_en_lettres(-arrondi)}"
    euros = int(arrondi)
    centimes = int((arrondi - euros) * 100)
    en_centimes = f"{nombre_en_lettres(centimes)} centime{'s' if centimes > 1 else ''}"
    if euros == 0 and centimes:
        return en_centimes
    liaison = "d'" if euros and euros % 10**6 == 0 else ""
    en_euros = f"{nombre_en_lettres(euros)} {liaison}euro{'s' if euros > 1 else ''}"
    return f"{en_euros} et {en_centimes}" if centimes else en_euros


@formule
def date_longue(jour: date, avec_jour: bool = False) -> str:
    """Date écrite dans une lettre : « 1er janvier 2026 », ou « jeudi 1er janvier 2026 ».

    Le premier du mois s'écrit « 1er » ; une espace insécable tient le quantième à son mois.

    Args:
        jour: Date à écrire.
        avec_jour: VRAI pour commencer par le jour de la semaine.

    >>> date_longue(date(2026, 1, 1)).replace(chr(160), " ")
    '1er janvier 2026'
    """
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    debut = f"{JOURS[jour.weekday()]} " if avec_jour else ""
    return f"{debut}{quantieme}{ESPACE_INSECABLE}{NOMS_DES_MOIS[jour.month - 1]} {jour.year}"


@formule
def date_en_lettres(jour: date) -> str:
    """Date écrite en toutes lettres, comme dans un acte.

    Args:
        jour: Date à écrire.

    >>> date_en_lettres(date(2026, 1, 1))
    'premier janvier deux mille vingt-six'
    """
    quantieme = "premier" if jour.day == 1 else nombre_en_lettres(jour.day)
    return f"{quantieme} {NOMS_DES_MOIS[jour.month - 1]} {nombre_en_lettres(jour.year)}"


def _moins_de_mille(nombre: int, *, invariable: bool = False) -> str:
    """Nombre de 1 à 999 ; `invariable` devant « mille » : quatre-vingt mille, deux cent mille."""
    centaines, reste = divmod(nombre, 100)
    mots: list[str] = []
    if centaines:
        mots += [] if centaines == 1 else [_JUSQU_A_SEIZE[centaines]]
        mots.append("cents" if centaines > 1 and not reste and not invariable else "cent")
    if reste:
        mots.append("quatre-vingts" if reste == 80 and not invariable else _moins_de_cent(reste))
    return " ".join(mots)


def _moins_de_cent(nombre: int) -> str:
    if nombre <= 16:
        return _JUSQU_A_SEIZE[nombre]
    if nombre < 20:
        return f"dix-{_JUSQU_A_SEIZE[nombre - 10]}"
    base = nombre - nombre % 10
    base -= (
        10 if base in (70, 90) else 0
    )  # soixante-dix et quatre-vingt-dix comptent depuis soixante et quatre-vingts
    unites = nombre - base
    if unites == 0:
        return _DIZAINES[base]
    if unites in (1, 11) and base != 80:
        return f"{_DIZAINES[base]} et {_JUSQU_A_SEIZE[unites]}"
    return f"{_DIZAINES[base]}-{_moins_de_cent(unites)}"
