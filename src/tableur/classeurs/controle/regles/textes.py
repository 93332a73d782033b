"""Règles : nombres et dates stockés en texte, dates où le jour et le mois semblent inversés."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur.classeurs.controle.constats import Constat, Correction, constat
from tableur.classeurs.controle.formats import ordre_de_date
from tableur.classeurs.controle.plages import adresse
from tableur.classeurs.controle.regles.commun import Contexte, cellules, citer, dit, est_un_code
from tableur.classeurs.controle.regles.identifiants import genre_d_identifiant
from tableur.classeurs.controle.zones import Zone
from tableur.frontiere import lire, numero_de_serie, plier
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurInvalide

_ESPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_NOMBRE = re.compile(r"[+-]?(?:\d{1,3}(?:[ .]\d{3})+|\d+)?(?:[.,]\d+)?-?|\(\d[\d .,]*\)")
_DATE = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})|(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"
)
_MONTANTS = (
    "montant", "quantite", "qte", "prix", "pu", "puht", "total", "ht", "ttc", "tva", "solde", "debit",
    "credit", "cout", "nombre", "nb", "taux",
    "salaire", "brut", "net", "stock", "valeur", "heure", "duree", "surface", "poid",
    "ca",
)  # fmt: skip
_DATES = ("date", "echeance", "jour", "naissance", "depuis", "debut", "fin", "livraison", "commande", "le")
LONGUEUR_MAXIMALE = 30  # au-delà, un texte n'est ni un nombre ni une date
_SIECLE = 70  # 69 est 2069, 70 est 1970


@dataclass(slots=True)
class _Bilan:
    """Ce que contient une colonne de liste : nombres, dates, et textes qui leur ressemblent."""

    nombres: int
    dates: list[float]
    en_nombre: list[tuple[int, str, Decimal]]
    en_date: list[tuple[int, str, tuple[int, int, int]]]
    autres: int


def textes(contexte: Contexte) -> Iterator[Constat]:
    """Nombres et dates stockés en texte, colonne par colonne."""
    for zone in contexte.toutes_les_zones():
        for rang in zone.colonnes:
            bilan = _bilan(contexte, zone, rang)
            if bilan is None:
                continue
            if bilan.en_date and _est_une_colonne_de_dates(zone.titre(rang), bilan):
                yield _dates_en_texte(contexte, zone, rang, bilan)
                yield from _jours_inverses(contexte, zone, rang, bilan)
            elif bilan.en_nombre and _est_une_colonne_de_nombres(zone.titre(rang), bilan):
                yield _nombres_en_texte(contexte, zone, rang, bilan)


def nombre_tape(texte: str) -> Decimal | None:
    """Nombre que dit un texte, None s'il n'en dit pas : « 1 234,56 », « 12,50 € », « 1.234,50- », « (12,00) ».

    >>> nombre_tape("1 234,56 €"), nombre_tape("(12,00)"), nombre_tape("A12")
    (Decimal('1234.56'), Decimal('-12.00'), None)
    """
    propre = texte.strip().replace("\u2212", "-")
    pourcent = propre.endswith("%")
    propre = propre.removesuffix("%").strip().removesuffix("€").removeprefix("€").strip()
    propre = propre.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
    if not re.search(r"\d", propre) or not _NOMBRE.fullmatch(propre):
        return None
    negatif = propre.endswith("-") or propre.startswith(("-", "("))
    chiffres = propre.strip("+-()").translate(_ESPACES)
    virgule, point = chiffres.rfind(","), chiffres.rfind(".")
    if virgule >= 0 and point >= 0:
        chiffres = chiffres.replace("." if virgule > point else ",", "")
    elif chiffres.count(".") > 1:
        chiffres = chiffres.replace(".", "")
    nombre = Decimal(chiffres.replace(",", ".").rstrip("."))
    return (-nombre if negatif else nombre) / (100 if pourcent else 1)


def date_tapee(texte: str) -> tuple[int, int, int] | None:
    """Premier nombre, deuxième nombre et année d'un texte en forme de date, l'année d'abord remise à la fin."""
    trouvee = _DATE.fullmatch(texte.strip())
    if trouvee is None:
        return None
    if trouvee[4]:
        return int(trouvee[6]), int(trouvee[5]), int(trouvee[4])
    annee = int(trouvee[3])
    if annee < 100:
        annee += 2000 if annee < _SIECLE else 1900
    return int(trouvee[1]), int(trouvee[2]), annee


def _bilan(contexte: Contexte, zone: Zone, rang: int) -> _Bilan | None:
    profil = contexte.profil(zone, rang)
    bilan = _Bilan(len(profil.nombres), [v for _, v in profil.dates], [], [], 0)
    for ligne, valeur in profil.mots:
        if len(valeur) > LONGUEUR_MAXIMALE or valeur[0].isalpha():
            bilan.autres += 1
            continue
        jour = date_tapee(valeur)
        if jour is not None and 1 <= jour[0] <= 31 and 1 <= jour[1] <= 31:
            bilan.en_date.append((ligne, valeur, jour))
        elif (nombre := nombre_tape(valeur)) is not None:
            bilan.en_nombre.append((ligne, valeur, nombre))
        elif valeur.strip():
            bilan.autres += 1
    return bilan if bilan.en_date or bilan.en_nombre else None


def _est_une_colonne_de_dates(titre: str, bilan: _Bilan) -> bool:
    if est_un_code(titre) and not bilan.dates:
        return False
    return len(bilan.en_date) + len(bilan.dates) > bilan.autres + bilan.nombres or (
        bool(bilan.dates) and dit(titre, *_DATES)
    )


def _est_une_colonne_de_nombres(titre: str, bilan: _Bilan) -> bool:
    if (
        est_un_code(titre)
        or genre_d_identifiant(titre)
        or plier(titre).startswith(("tel", "portable", "mobile", "fax"))
    ):
        return False
    textes_ = [texte.strip() for _, texte, _ in bilan.en_nombre]
    zeros = sum(texte[0] == "0" and len(texte) > 1 and texte[1].isdigit() for texte in textes_)
    if zeros > len(textes_) / 10 or bilan.autres > bilan.nombres + len(textes_):
        return False
    if bilan.nombres >= len(textes_):
        return True
    ecrits = sum(any(c in texte for c in ",€%\u00a0\u202f") or "." in texte for texte in textes_)
    return dit(titre, *_MONTANTS) or ecrits * 2 > len(textes_)


def _nombres_en_texte(contexte: Contexte, zone: Zone, rang: int, bilan: _Bilan) -> Constat:
    trouves = [x for x in bilan.en_nombre if not zone.feuille.est_ignoree(x[0], rang, "numberStoredAsText")]
    trouves = trouves or bilan.en_nombre
    style = contexte.style_majoritaire(zone, rang, "nombre")
    corrections = [
        Correction("nombre", zone.feuille.nom, adresse(n, rang), texte, _ecrit(nombre), str(nombre), style)
        for n, texte, nombre in trouves
    ]
    ignores = len(trouves) == len(bilan.en_nombre) and zone.feuille.est_ignoree(
        trouves[0][0], rang, "numberStoredAsText"
    )
    message = (
        f"{cellules(len(trouves))} où un nombre est stocké en texte ({citer([t for _, t, _ in trouves])}) : "
        "les sommes les ignorent ; les convertir en nombres"
    )
    return constat(
        "information" if ignores else "alerte", "nombre-en-texte", "nombre stocké en texte",
        contexte.place(zone, rang), message, cases=[(n, rang) for n, _, _ in trouves], attendu="un nombre",
        trouve=citer([t for _, t, _ in trouves]), propose=corrections[0].apres, corrections=corrections,
    )  # fmt: skip


def _ecrit(nombre: Decimal) -> str:
    return str(nombre).replace(".", ",")


def _dates_en_texte(contexte: Contexte, zone: Zone, rang: int, bilan: _Bilan) -> Constat:
    corrections, style = [], contexte.style_majoritaire(zone, rang, "date")
    for ligne, texte, (jour, mois, annee) in bilan.en_date:
        try:
            lue = date(annee, mois, jour)
        except ValueError:
            continue
        case = adresse(ligne, rang)
        donnee = str(numero_de_serie(lue) - (1462 if contexte.vu.depuis_1904 else 0))
        corrections.append(Correction("date", zone.feuille.nom, case, texte, date_ecrite(lue), donnee, style))
    textes_ = [texte for _, texte, _ in bilan.en_date]
    message = (
        f"{cellules(len(textes_))} où une date est stockée en texte ({citer(list(textes_))}) : "
        "ni tri, ni filtre par mois, ni calcul de délai ne les voient ; les convertir en dates"
    )
    return constat(
        "alerte", "date-en-texte", "date stockée en texte", contexte.place(zone, rang), message,
        cases=[(n, rang) for n, _, _ in bilan.en_date], attendu="une date", trouve=citer(list(textes_)),
        propose=corrections[0].apres if corrections else "", corrections=corrections,
    )  # fmt: skip


def _jours_inverses(contexte: Contexte, zone: Zone, rang: int, bilan: _Bilan) -> Iterator[Constat]:
    """Import américain : les jours d'après le 12 sont restés du texte, les autres dates ont été retournées."""
    texte_mj = [(n, t) for n, t, (premier, second, _) in bilan.en_date if second > 12 >= premier]
    if texte_mj:
        message = (
            f"{cellules(len(texte_mj))} où la date n'existe qu'à l'américaine, mois d'abord "
            f"({citer([t for _, t in texte_mj])}) : refaire l'import en disant l'ordre mois/jour"
        )
        cases = [(n, rang) for n, _ in texte_mj]
        yield constat(
            "alerte", "date-douteuse", "jour et mois inversés", contexte.place(zone, rang), message, cases=cases
        )
        return
    grands = [t for _, t, (premier, _, _) in bilan.en_date if premier > 12]
    jours = [_jour(serie, depuis_1904=contexte.vu.depuis_1904) for serie in bilan.dates]
    if len(grands) >= 2 and len(jours) >= 3 and all(j is not None and j.day <= 12 for j in jours):
        message = (
            f"toutes les vraies dates ({cellules(len(jours))}) ont un jour de 1 à 12, et toutes les autres "
            "sont restées "
            "du texte : le jour et le mois ont sans doute été inversés à l'import ; le refaire en disant "
            "l'ordre jour/mois"
        )
        cases = [(n, rang) for n, _ in contexte.profil(zone, rang).dates]
        yield constat(
            "alerte", "date-douteuse", "jour et mois inversés", contexte.place(zone, rang), message, cases=cases
        )


def _jour(serie: float, *, depuis_1904: bool) -> date | None:
    try:
        lu = lire(serie + (1462 if depuis_1904 else 0), date)
    except ValeurInvalide:
        return None
    return lu if isinstance(lu, date) else None


def formats_de_date(contexte: Contexte) -> Iterator[Constat]:
    """Colonne où des dates s'affichent jour/mois et d'autres mois/jour."""
    for zone in contexte.toutes_les_zones():
        for rang in zone.colonnes:
            ordres = {
                numero: ordre_de_date(contexte.vu.style(numero).code)
                for numero in contexte.profil(zone, rang).styles
            }
            if not {"jm", "mj"} <= set(ordres.values()):
                continue
            places: dict[str, list[tuple[int, int]]] = {"jm": [], "mj": [], "": []}
            for ligne, valeur, style in zone.colonne(rang).entre(zone.premiere, zone.derniere):
                places[ordres[style] if isinstance(valeur, float) else ""].append((ligne, rang))
            if places["jm"] and places["mj"]:
                message = (
                    f"{cellules(len(places['mj']))} où la date s'affiche mois d'abord, parmi {len(places['jm'])} "
                    "où elle s'affiche jour d'abord : 03/04 s'y lit de deux façons ; donner le même format à "
                    "la colonne"
                )
                yield constat(
                    "alerte", "date-douteuse", "formats de date mêlés", contexte.place(zone, rang), message,
                    cases=places["mj"], attendu="jj/mm/aaaa", trouve="mm/jj/aaaa",
                )  # fmt: skip
