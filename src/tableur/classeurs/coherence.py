"""Cohérence d'une table lue : clés sans doublon, renvois vers des codes qui existent, valeurs exigées.

Les cellules sont relues telles quelles : un code inconnu est dit même sur une ligne que d'autres fautes écartent.
"""

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tableur.classeurs.modeles import Table
from tableur.classeurs.reperage import TableTrouvee
from tableur.frontiere import Champ, champs_de, est_vide, plier
from tableur.frontiere.valeurs import CelluleVide
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou

Codes = list[tuple[int, object]]


@dataclass(frozen=True, slots=True)
class Cles:
    """Codes d'une table, lus jusque dans ses lignes fautives, et le nom de sa feuille."""

    feuille: str
    codes: frozenset[object]


def cles_de(table: Table, trouvee: TableTrouvee) -> Cles:
    """Codes que contient la colonne clé d'une table."""
    champ = next(champ for champ in champs_de(table.type) if champ.est_cle)
    return Cles(trouvee.feuille, frozenset(code for _, code in _codes(champ, trouvee)))


def incoherences(
    trouvee: TableTrouvee, ou: Ou, table: Table, cles: Callable[[str], Cles | None]
) -> list[Anomalie]:
    """Codes en double, codes inconnus et cases vides d'une table.

    Args:
        trouvee: La table, telle qu'elle est dans la feuille.
        ou: Fichier et feuille.
        table: Son modèle.
        cles: Codes d'une autre table, par nom d'enregistrement ; None si elle ne se lit pas.
    """
    trouvees: list[Anomalie] = []
    champs = {champ.nom: champ for champ in champs_de(table.type)}
    for colonne in table.colonnes:
        place = ou.precise(colonne=trouvee.libelle(colonne.nom) or colonne.libelle)
        connus = cles(colonne.renvoi) if colonne.renvoi else None
        if colonne.obligatoire:
            trouvees += _vides(trouvee, colonne.nom, place)
        if colonne.est_cle or connus is not None:
            codes = _codes(champs[colonne.nom], trouvee)
            trouvees += _doublons(codes, place) if colonne.est_cle else ()
            trouvees += _inconnus(codes, place, connus) if connus is not None else ()
    return trouvees


def avec_les_libelles(anomalie: Anomalie, table: Table) -> Anomalie:
    """La même anomalie, où les choix admis sont ceux de la liste que la personne voit."""
    for colonne in table.colonnes:
        valeurs, libelles = ", ".join(colonne.liste), ", ".join(colonne.liste.values())
        if valeurs and anomalie.attendu.endswith(f" {valeurs}"):
            attendu = anomalie.attendu.removesuffix(valeurs) + libelles
            return replace(anomalie, attendu=attendu, message=anomalie.message.replace(valeurs, libelles))
    return anomalie


def _codes(champ: Champ, trouvee: TableTrouvee) -> Codes:
    """Numéro de ligne et code de chaque case lisible et remplie d'une colonne."""
    codes: Codes = []
    for ligne, cellule in enumerate(trouvee.colonne(champ.nom) or (), trouvee.premiere_ligne):
        if not est_vide(cellule):
            try:
                codes.append((ligne, champ.lire(cellule)))
            except ErreurTableur:
                continue  # la lecture de la table en fait déjà une anomalie
    return codes


def _doublons(codes: Codes, place: Ou) -> Iterator[Anomalie]:
    """Une anomalie par ligne qui répète un code déjà vu."""
    premiers: dict[object, int] = {}
    for ligne, code in codes:
        premiere = premiers.setdefault(code, ligne)
        if premiere != ligne:
            message = f"le code « {code} » est en double : il est déjà à la ligne {premiere}"
            ou = place.precise(ligne=ligne)
            yield Anomalie("refus", ou, "doublon", "un code par ligne", f"« {code} »", message)


def _vides(trouvee: TableTrouvee, champ: str, place: Ou) -> Iterator[Anomalie]:
    """Une anomalie par case vide d'une ligne remplie, ou une seule si la colonne manque."""
    colonne = trouvee.colonne(champ)
    if colonne is None:
        message = f"la colonne « {place.colonne} » est absente ou a changé de nom"
        ou = place.precise(ligne=trouvee.entete + 1)
        yield Anomalie("refus", ou, "colonne absente", place.colonne, "", message)
        return
    vide = CelluleVide()
    for ligne, (cellule, autres) in enumerate(
        zip(colonne, trouvee.grille[1:], strict=True), trouvee.premiere_ligne
    ):
        if est_vide(cellule) and not all(map(est_vide, autres)):
            ou = place.precise(ligne=ligne)
            yield Anomalie("refus", ou, vide.regle, vide.attendu, vide.trouve, str(vide))


def _inconnus(codes: Codes, place: Ou, connus: Cles) -> Iterator[Anomalie]:
    """Une anomalie par code absent de la table visée."""
    textes = sorted(str(code) for code in connus.codes)
    attendu = f"un code de la feuille « {connus.feuille} »"
    for ligne, code in codes:
        if code in connus.codes:
            continue
        message = f"le code « {code} » n'est pas dans la feuille « {connus.feuille} »"
        proches = _proches(str(code), textes)
        if proches:
            message += f" (peut-être « {proches[0]} »)"
        yield Anomalie("refus", place.precise(ligne=ligne), "code inconnu", attendu, f"« {code} »", message)


def _proches(code: str, connus: Sequence[str]) -> list[str]:
    sans_zeros = plier(code).lstrip("0")  # un tableur ôte les zéros de 007, sauf d'une cellule de texte
    meme_pli = [connu for connu in connus if plier(connu).lstrip("0") == sans_zeros]
    return meme_pli or difflib.get_close_matches(code, connus, 1, 0.75)
