"""Listes de saisie et formats conditionnels d'une feuille, relevés pour une déclaration."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tableur.classeurs.retouche.references import Zone, lire_zones, nom_nu, references
from tableur.classeurs.vie.parties import Parties
from tableur.classeurs.vie.releve import FeuilleRelevee, TableRelevee

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEINTES = {
    "alerte": (0xFB, 0xC0, 0xC0),
    "attention": (0xFF, 0xE6, 0x99),
    "bien": (0xC6, 0xEF, 0xCE),
}
_OPERATEURS = {
    "greaterThan": "{c}>{a}",
    "lessThan": "{c}<{a}",
    "greaterThanOrEqual": "{c}>={a}",
    "lessThanOrEqual": "{c}<={a}",
    "equal": "{c}={a}",
    "notEqual": "{c}<>{a}",
    "between": "AND({c}>={a},{c}<={b})",
    "notBetween": "OR({c}<{a},{c}>{b})",
}


class ListeRelevee(NamedTuple):
    """Liste de saisie d'une colonne : ses textes, ou la formule qui les donne."""

    colonne: int
    textes: tuple[str, ...]
    formule: str


class FormatReleve(NamedTuple):
    """Format conditionnel d'une table : condition de sa première ligne, style, colonnes, règle par nom."""

    formule: str
    style: str
    colonnes: tuple[int, ...]
    ligne: int
    regle: str
    genre: str


def listes_de(feuille: FeuilleRelevee, table: TableRelevee) -> list[ListeRelevee]:
    """Listes de saisie des colonnes d'une table."""
    trouvees = []
    for element in feuille.xml.racine.iter("{*}dataValidation"):
        if element.get("type") != "list":
            continue
        formule = next((e.text or "" for e in element.iter("{*}formula1", "{*}f") if e.text), "")
        for zone in _zones(element):
            for colonne in table.colonnes:
                dedans = zone.c1 <= colonne.rang <= zone.c2 and zone.l1 <= table.fin and zone.l2 >= table.debut
                if dedans:
                    textes: tuple[str, ...] = ()
                    if formule.startswith('"') and formule.endswith('"'):
                        textes = tuple(t.strip() for t in formule[1:-1].replace('""', '"').split(",") if t.strip())
                    trouvees.append(ListeRelevee(colonne.rang, textes, "" if textes else formule))
    return trouvees


def cible_de_liste(formule: str, feuille: str, noms: dict[str, tuple[str, Zone]]) -> tuple[str, Zone] | None:
    """Feuille et rectangle d'où vient une liste ; None si la formule est plus savante."""
    nue = formule.strip().removeprefix("=")
    if (connu := next((v for n, v in noms.items() if n.casefold() == nue.casefold()), None)) is not None:
        return connu
    visees = list(references(nue))
    simple = len(visees) == 1 and re.fullmatch(r"(?:'(?:[^']|'')+'!|[\w.]+!)?[$A-Z0-9:]+", nue)
    decalee = len({f for f, _ in visees}) == 1 and nue.upper().startswith(("OFFSET(", "_XLFN.ANCHORARRAY"))
    if not visees or not (simple or decalee):
        return None
    zone = next(iter(lire_zones(visees[0][1].replace("$", ""))), None)
    citee = visees[0][0]
    return None if zone is None else (nom_nu(citee) if citee else feuille, zone)


def formats_de(parties: Parties, feuille: FeuilleRelevee, table: TableRelevee) -> Iterator[FormatReleve]:
    """Formats conditionnels posés sur une table."""
    dxfs = _dxfs(parties)
    for bloc in feuille.xml.racine.iterfind("{*}conditionalFormatting"):
        zones = _zones(bloc)
        colonnes = tuple(
            c.rang
            for c in table.colonnes
            if any(z.c1 <= c.rang <= z.c2 and z.l1 <= table.fin and z.l2 >= table.debut for z in zones)
        )
        if not colonnes:
            continue
        haut = min(z.l1 for z in zones)
        gauche = min(z.c1 for z in zones)
        for regle in bloc.iterfind("{*}cfRule"):
            numero = regle.get("dxfId", "")
            style = _style(dxfs[int(numero)]) if numero.isdigit() and int(numero) < len(dxfs) else "fort"
            formules = [f.text or "" for f in regle.iterfind("{*}formula")]
            yield _format(regle, formules, style, colonnes, (haut, gauche))


def _format(
    regle: "_Element", formules: list[str], style: str, colonnes: tuple[int, ...], coin: tuple[int, int]
) -> FormatReleve:
    from tableur.classeurs.retouche.references import lettres

    genre = regle.get("type", "")
    formule = formules[0] if genre == "expression" and formules else ""
    if genre == "cellIs" and formules and (gabarit := _OPERATEURS.get(regle.get("operator", ""))):
        cellule = f"{lettres(coin[1])}{coin[0]}"
        formule = gabarit.format(c=cellule, a=formules[0], b=formules[-1])
    return FormatReleve(formule, style, colonnes, coin[0], "doublon" if genre == "duplicateValues" else "", genre)


def _zones(element: "_Element") -> list[Zone]:
    sqref = element.get("sqref") or next((e.text or "" for e in element.iter("{*}sqref")), "")
    return lire_zones(sqref)


def _dxfs(parties: Parties) -> list["_Element"]:
    for partie in parties.cibles(parties.principale, "styles"):
        return parties.arbre(partie).findall("{*}dxfs/{*}dxf")
    return []


def _style(dxf: "_Element") -> str:
    """Style de déclaration le plus proche d'un format conditionnel."""
    fond = _couleur(dxf, ("{*}fill/{*}patternFill/{*}bgColor", "{*}fill/{*}patternFill/{*}fgColor"))
    if fond is not None and max(fond) - min(fond) > 12:
        return min(_TEINTES, key=lambda nom: sum((a - b) ** 2 for a, b in zip(_TEINTES[nom], fond, strict=True)))
    encre = _couleur(dxf, ("{*}font/{*}color",))
    if encre is not None:
        rouge, vert, bleu = encre
        if rouge > max(vert, bleu) + 60:
            return "alerte" if vert < 0x60 else "attention"
        if vert > max(rouge, bleu) + 30:
            return "bien"
        if min(encre) > 0x60:
            return "discret"
    return "fort"


def _couleur(dxf: "_Element", chemins: tuple[str, ...]) -> tuple[int, int, int] | None:
    for chemin in chemins:
        element = dxf.find(chemin)
        rvb = element.get("rgb", "") if element is not None else ""
        if len(rvb) >= 6:
            return int(rvb[-6:-4], 16), int(rvb[-4:-2], 16), int(rvb[-2:], 16)
    return None
