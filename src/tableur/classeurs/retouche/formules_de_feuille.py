"""Formules d'une feuille, prises ensemble : partagées, matricielles, plages à étendre, valeurs enregistrées."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from tableur.classeurs.retouche.dependances import FormuleSituee
from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.rangees import (
    Cellule,
    Formule,
    avec_formule,
    ecrire_rangee,
    formule_de,
    lire_rangee,
)
from tableur.classeurs.retouche.references import Croissance, Zone, decaler, lire_zone
from tableur.classeurs.retouche.valeurs import Ecrite

_ILLISIBLE = "["  # une table de données : ses cellules dépendent de tout


class Partagee(NamedTuple):
    """Cellule d'une formule partagée, avec la formule qu'elle aurait seule."""

    ligne: int
    colonne: int
    groupe: str
    texte: str


def a_des_formules(feuille: Feuille) -> bool:
    """Vrai si la feuille a au moins une formule."""
    marque = _marque(feuille)
    return any(marque in xml for xml in feuille.rangees.values())


def formules(
    feuille: Feuille, mots: tuple[bytes, ...] = (b"",), hors: Callable[[int], bool] | None = None
) -> Iterator[tuple[int, int, Cellule, Formule]]:
    """Cellules à formule des rangées dont les octets contiennent l'un des mots, sauf celles à laisser."""
    marque = _marque(feuille)
    for ligne in sorted(feuille.rangees):
        xml = feuille.rangees[ligne]
        if marque not in xml or (hors and hors(ligne)):
            continue
        if mots[0] in xml or any(mot in xml for mot in mots[1:]):
            for colonne, cellule in lire_rangee(xml, feuille.p).cellules.items():
                formule = formule_de(cellule, feuille.p)
                if formule is not None:
                    yield ligne, colonne, cellule, formule


def zones_etendues(feuille: Feuille) -> list[tuple[str, Zone]]:
    """Zones des formules matricielles et des tables de données, avec leur genre, « array » ou « dataTable »."""
    if feuille.etendues is not None:
        return feuille.etendues
    trouvees = feuille.etendues = []
    for ligne, colonne, _, formule in formules(feuille, (b"array", b"dataTable")):
        if formule.genre in ("array", "dataTable"):
            zone = lire_zone(formule.attribut("ref")) or Zone(ligne, colonne, ligne, colonne)
            trouvees.append((formule.genre, zone))
    return trouvees


def partagees(feuille: Feuille) -> list[Partagee]:
    """Cellules de toutes les formules partagées de la feuille."""
    maitresses: dict[str, tuple[int, int, str]] = {}
    trouvees = []
    for ligne, colonne, _, formule in formules(feuille, (b"shared",)):
        if formule.genre != "shared":
            continue
        groupe = formule.attribut("si")
        if formule.texte:
            maitresses[groupe] = ligne, colonne, formule.texte
        if groupe in maitresses:
            l0, c0, texte = maitresses[groupe]
            seule = decaler(texte, ligne - l0, colonne - c0, boucler=True)
            trouvees.append(Partagee(ligne, colonne, groupe, seule))
    return trouvees


def materialiser(feuille: Feuille, toutes: list[Partagee], groupes: set[str]) -> None:
    """Donne à chaque cellule de ces groupes sa formule entière, à la place de la formule partagée."""
    for partagee in toutes:
        if partagee.groupe in groupes:
            cellule = feuille.cellule(partagee.ligne, partagee.colonne)
            if cellule is not None:
                seule = avec_formule(cellule, feuille.p, partagee.texte)
                feuille.poser_cellule(partagee.ligne, partagee.colonne, seule)


def agrandir(feuille: Feuille, croissance: Croissance) -> None:
    """Étend, dans toutes les formules de la feuille, les plages qui couvraient une table."""
    ici = feuille.nom.casefold() == croissance.feuille.casefold()
    toutes = partagees(feuille)
    touches = {
        p.groupe for p in toutes if croissance.formule(p.texte, feuille.nom, hote=p.ligne if ici else 0) != p.texte
    }
    materialiser(feuille, toutes, touches)
    motif, marque = _motif_de_formule(feuille.p), _marque(feuille)
    deja: dict[bytes, bytes] = {}
    for ligne, xml in list(feuille.rangees.items()):
        if marque not in xml:
            continue
        hote = ligne if ici and ligne == croissance.avant else 0

        def etendre(trouvee: "re.Match[bytes]", hote: int = hote) -> bytes:
            texte = trouvee[2]
            cle = texte if not hote else texte + b"\0"
            nouveau = deja.get(cle)
            if nouveau is None:
                lu = unescape(texte.decode())
                etendu = croissance.formule(lu, feuille.nom, hote=hote)
                nouveau = texte if etendu == lu else escape(etendu, quote=False).encode()
                if len(deja) < 50_000:
                    deja[cle] = nouveau
            return trouvee[1] + nouveau + trouvee[3]

        etendu = motif.sub(etendre, xml)
        if etendu != xml:
            feuille.rangees[ligne] = etendu
            feuille.touchee = True


def situees(feuille: Feuille, ecrites: "Peremption") -> Iterator[FormuleSituee]:
    """Formules de la feuille, hors des rangées écrites, les partagées ayant leur texte entier."""
    partage = {(p.ligne, p.colonne): p.texte for p in partagees(feuille)}
    for ligne, colonne, _, formule in formules(feuille, hors=ecrites.entiere):
        zone = lire_zone(formule.attribut("ref")) if formule.genre in ("array", "dataTable") else None
        texte = _ILLISIBLE if formule.genre == "dataTable" else partage.get((ligne, colonne), formule.texte)
        yield FormuleSituee(feuille.nom, zone or Zone(ligne, colonne, ligne, colonne), texte)


class Peremption(NamedTuple):
    """Ce qui est périmé dans une feuille : des rangées entières, et des formules ailleurs."""

    rangees: Sequence[tuple[int, int]] = ()
    cases: frozenset[tuple[int, int]] = frozenset()

    def entiere(self, ligne: int) -> bool:
        """Vrai si toutes les formules de la rangée sont périmées."""
        return any(haut <= ligne <= bas for haut, bas in self.rangees)


def vider_les_valeurs(feuille: Feuille, connues: Mapping[tuple[int, int], Ecrite], perimees: Peremption) -> int:
    """Retire les valeurs périmées des formules, et donne à celles qui n'en ont pas la valeur que l'on connaît.

    Args:
        feuille: La feuille.
        connues: Valeur de chaque formule que l'on connaît, par ligne et colonne.
        perimees: Les formules dont la valeur enregistrée ne vaut plus.

    Returns:
        Le nombre de formules restées sans valeur.
    """
    motif, marque = _motif_de_cellule(feuille.p), _marque(feuille)
    a_lire = {ligne for ligne, _ in connues} | {ligne for ligne, _ in perimees.cases}
    sans_valeur = 0
    for ligne, xml in list(feuille.rangees.items()):
        if marque not in xml:
            continue
        if ligne in a_lire:
            nouvelle, nombre = _vider_la_rangee(feuille, ligne, connues, perimees)
        elif perimees.entiere(ligne):
            nouvelle, nombre = motif.sub(_sans_valeur, xml), xml.count(marque)
        else:
            nouvelle, nombre = xml, sum(not _pleine(trouvee[4]) for trouvee in motif.finditer(xml))
        sans_valeur += nombre
        if nouvelle != xml:
            feuille.rangees[ligne] = nouvelle
            feuille.valeurs_changees = True
    return sans_valeur


def _vider_la_rangee(
    feuille: Feuille, ligne: int, connues: Mapping[tuple[int, int], Ecrite], perimees: Peremption
) -> tuple[bytes, int]:
    rangee, entiere = lire_rangee(feuille.rangees[ligne], feuille.p), perimees.entiere(ligne)
    sans_valeur = 0
    for colonne, cellule in rangee.cellules.items():
        if formule_de(cellule, feuille.p) is None:
            continue
        a_une_valeur = _a_une_valeur(cellule.contenu, feuille.p)
        if a_une_valeur and not entiere and (ligne, colonne) not in perimees.cases:
            continue
        ecrite = connues.get((ligne, colonne))
        rangee.cellules[colonne] = _avec_valeur(cellule, feuille.p, ecrite)
        sans_valeur += ecrite is None
    return ecrire_rangee(rangee, feuille.p, ligne), sans_valeur


def _a_une_valeur(contenu: str, p: str) -> bool:
    """Vrai si la cellule garde une valeur : openpyxl écrit « <v></v> » pour dire qu'il n'y en a pas."""
    debut = contenu.find(f"<{p}v")
    return debut >= 0 and _pleine(contenu[debut:].encode())


def _pleine(valeur: bytes | None) -> bool:
    return valeur is not None and _VIDE.fullmatch(valeur.strip()) is None


def _avec_valeur(cellule: Cellule, p: str, ecrite: Ecrite | None) -> Cellule:
    balise = re.match(rf"\s*<{p}f(?=[\s/>])[^>]*?(?:/>|>[^<]*</{p}f\s*>)", cellule.contenu)
    formule = balise[0] if balise else ""
    if ecrite is None:
        return Cellule(cellule.attributs, "", formule)
    genre = {"inlineStr": "str", "": "str", "n": ""}.get(ecrite.genre, ecrite.genre)
    return Cellule(cellule.attributs, genre, f"{formule}<{p}v>{ecrite.texte}</{p}v>")


def _sans_valeur(trouvee: "re.Match[bytes]") -> bytes:
    return trouvee[1] + _GENRE.sub(b"", trouvee[2]) + b">" + trouvee[3]


_VIDE = re.compile(rb"<[\w.:-]*v\s*(?:/>|>\s*</[\w.:-]*v\s*>)(?:\s*)")
_GENRE = re.compile(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""")


@lru_cache(maxsize=64)
def _motif_de_cellule(p: str) -> "re.Pattern[bytes]":
    return re.compile(
        rf"(<{p}c(?=[\s>]))([^>]*)>\s*(<{p}f(?=[\s/>])[^>]*?(?:/>|>[^<]*</{p}f\s*>))"
        rf"\s*(<{p}v(?=[\s/>])[^>]*?(?:/>|>[^<]*</{p}v\s*>))?".encode()
    )


@lru_cache(maxsize=64)
def _motif_de_formule(p: str) -> "re.Pattern[bytes]":
    return re.compile(rf"(<{p}f(?=[\s>])[^>]*>)([^<]+)(</{p}f\s*>)".encode())


def _marque(feuille: Feuille) -> bytes:
    return f"<{feuille.p}f".encode()
