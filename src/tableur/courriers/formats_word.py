"""Formats des champs Word, à la française : `\\@` dates, `\\#` nombres, `\\*` casse et lettres ; tests de IF."""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase

from tableur.calculs.courrier.lettres import JOURS, nombre_en_lettres
from tableur.courriers.valeurs import ecrit
from tableur.frontiere import lire
from tableur.socle.dates import NOMS_DES_MOIS
from tableur.socle.ecriture import ESPACE_FINE
from tableur.socle.erreurs import ValeurInvalide

_ELEMENTS_DE_DATE = re.compile(
    r"'([^']*)'|am/pm|([dDjJ]{1,4})|(M{1,4})|(yyyy|YYYY|aaaa|AAAA|yy|YY|aa|AA)|([hH]{1,2})|(m{1,2})|([sS]{1,2})|(.)",
    re.DOTALL,
)
_IMAGE_DE_NOMBRE = re.compile(r"[#0][#0.,\u00a0\u202f ]*[#0]|[#0]")
_CASSES = {"upper": "majuscules", "lower": "minuscules", "firstcap": "premiere", "caps": "chaque_mot"}
_LETTRES = {"cardtext": "en_lettres", "ordinal": "ordinal", "arabic": "arabe"}
_SANS_EFFET = frozenset({"mergeformat", "charformat"})
_ABREGES = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def filtre_de_casse(nom: str) -> str | None:
    """Nom du traitement d'un `\\*`, "" s'il est sans effet, None s'il est inconnu."""
    cle = nom.lower()
    if cle in _SANS_EFFET:
        return ""
    return _CASSES.get(cle) or _LETTRES.get(cle)


def date_de_word(valeur: object, image: str) -> str:
    """Date écrite selon une image de Word : « d MMMM yyyy » ou « jj/MM/aaaa ».

    Raises:
        ValeurInvalide: La valeur n'est pas une date.
    """
    jour = lire(valeur, date)
    heure = valeur if isinstance(valeur, datetime) else datetime.combine(jour, time())
    morceaux = [m.groups() for m in _ELEMENTS_DE_DATE.finditer(image)]
    dits: list[str] = []
    for rang, (cite, jours, mois, annee, heures, minutes, secondes, autre) in enumerate(morceaux):
        if jours:
            suivants = "".join(a or m or "?" for _, _, m, _, _, _, _, a in morceaux[rang + 1 : rang + 3])
            dits.append(_jour(jour, len(jours), premier=suivants.strip(" \u00a0").startswith("MMM")))
        elif mois:
            dits.append(
                (str(jour.month), f"{jour.month:02d}", _ABREGES[jour.month - 1], NOMS_DES_MOIS[jour.month - 1])[
                    len(mois) - 1
                ]
            )
        elif annee:
            dits.append(f"{jour.year:04d}"[-len(annee) :])
        elif heures:
            dits.append(_sur(heure.hour, len(heures)))
        elif minutes:
            dits.append(_sur(heure.minute, len(minutes)))
        elif secondes:
            dits.append(_sur(heure.second, len(secondes)))
        else:
            dits.append(cite or autre or "")
    return "".join(dits)


def nombre_de_word(valeur: object, image: str) -> str:
    """Nombre écrit selon une image de Word : « # ##0,00 € » ou « #,##0.00 ».

    Raises:
        ValeurInvalide: La valeur n'est pas un nombre.
    """
    nombre: Decimal = lire(valeur, Decimal)
    cas = image.replace('"', "").split(";")
    if len(cas) > 1 and nombre < 0:
        return _selon_image(-nombre, cas[1], signe=False)
    if len(cas) > 2 and nombre == 0:
        return _selon_image(nombre, cas[2])
    return _selon_image(nombre, cas[0])


def en_casse(valeur: object, casse: str) -> str:
    """Valeur passée en majuscules, minuscules, ou écrite en lettres, comme `\\*` le demande."""
    if casse in _LETTRES.values():
        nombre: int = lire(valeur, int)
        if casse == "en_lettres":
            return nombre_en_lettres(nombre)
        return str(nombre) if casse == "arabe" else f"{nombre}{'er' if nombre == 1 else 'e'}"
    texte = ecrit(valeur)
    if casse == "majuscules":
        return texte.upper()
    if casse == "minuscules":
        return texte.lower()
    if casse == "premiere":
        return texte[:1].upper() + texte[1:]
    return re.sub(r"(^|[\s-])(\S)", lambda m: m.group(1) + m.group(2).upper(), texte)


def comparer(gauche: object, operateur: str, droite: object) -> bool:
    """Comparaison d'un champ IF : entre nombres si les deux en sont, sinon entre textes ; `?` et `*` jokers.

    Raises:
        ValeurInvalide: L'opérateur est inconnu.
    """
    a, b = _pour_comparer(gauche), _pour_comparer(droite)
    nombres = _en_nombre(a), _en_nombre(b)
    if nombres[0] is not None and nombres[1] is not None:
        ordre = (nombres[0] > nombres[1]) - (nombres[0] < nombres[1])
    elif operateur in ("=", "<>") and re.search(r"[*?]", b):
        motif = b.replace("[", "[[]")
        ordre = 0 if fnmatchcase(a, motif) else 1
    else:
        ordre = (a > b) - (a < b)
    resultats = {
        "=": ordre == 0,
        "<>": ordre != 0,
        "<": ordre < 0,
        ">": ordre > 0,
        "<=": ordre <= 0,
        ">=": ordre >= 0,
    }
    if operateur not in resultats:
        raise ValeurInvalide(
            f"La comparaison « {operateur} » n'existe pas dans un champ IF : =, <>, <, >, <= ou >=."
        )
    return resultats[operateur]


def _jour(jour: date, lettres: int, *, premier: bool) -> str:
    if lettres == 1:
        return "1er" if premier and jour.day == 1 else str(jour.day)
    if lettres == 2:
        return f"{jour.day:02d}"
    nom = JOURS[jour.weekday()]
    return nom if lettres == 4 else f"{nom[:3]}."


def _sur(nombre: int, chiffres: int) -> str:
    return f"{nombre:0{chiffres}d}"


def _selon_image(nombre: Decimal, image: str, *, signe: bool = True) -> str:
    trouve = _IMAGE_DE_NOMBRE.search(image)
    if trouve is None:
        return image
    corps = trouve.group()
    separateur = _separateur_decimal(corps)
    entiers, _, fraction = corps.rpartition(separateur) if separateur else (corps, "", "")
    decimales, obligatoires = len(fraction), fraction.rstrip("#").count("0")
    arrondi = abs(nombre).quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)
    partie, _, reste = format(arrondi, "f").partition(".")
    while len(reste) > obligatoires and reste.endswith("0"):
        reste = reste[:-1]
    partie = partie.lstrip("0").rjust(entiers.count("0"), "0")
    if re.search(r"[ .,\u00a0\u202f]", entiers):
        partie = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ESPACE_FINE, partie)
    moins = "-" if nombre < 0 and arrondi else ""
    debut = image[: trouve.start()]
    if signe:  # hors d'un cas négatif, « + » et « - » disent où placer le signe
        debut = debut.replace("+", "" if moins else "+").replace("-", "")
    suite = image[trouve.end() :].replace(" ", "\u00a0")
    return f"{debut}{moins}{partie}{',' + reste if reste else ''}{suite}"


def _separateur_decimal(corps: str) -> str:
    """Séparateur décimal de l'image : le dernier des points et virgules, sauf s'il sépare des milliers."""
    for caractere in reversed(corps):
        if caractere in ".,":
            milliers = corps.rpartition(caractere)[2] in ("###", "##0", "000")
            seul = not (set(corps) & ({".", ","} - {caractere}))
            return "" if milliers and seul and caractere == "," and " " not in corps else caractere
    return ""


def _pour_comparer(valeur: object) -> str:
    return "" if valeur is None else ecrit(valeur).strip()


def _en_nombre(texte: str) -> Decimal | None:
    try:
        nombre: Decimal = lire(texte, Decimal)
    except ValeurInvalide:
        return None
    return nombre
