"""Mention d'une vue calculée : quand et sur quoi, et l'avertissement orange si ses données ont changé depuis.

La feuille compare, par une formule, le nombre de cases remplies et la somme des nombres des tables tapées avec
ceux du jour du calcul. Deux changements qui se compensent lui échappent : c'est un rappel, non une preuve.
"""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.cellules import serie
from tableur.classeurs.contenu import Contenu, Corps
from tableur.classeurs.formules import Place, lettre_de_colonne, nom_de_feuille
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.mise_en_page import LIGNE_DE_MENTION, Atelier
from tableur.classeurs.modeles import LIGNES_PREVUES, Feuille
from tableur.classeurs.reperage import TableTrouvee
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule, plier

PERIMEE = "À recalculer, les données ont changé. "
_ECART_ADMIS = "0.005"  # une somme de 20 000 dates et montants est exacte à moins que cela ; un centime la dépasse
_LONGUEUR_DE_TEXTE = 255  # caractères d'un texte dans une formule


def ecrire_la_mention(atelier: Atelier, onglet: Any, feuille: Feuille, contenu: Contenu) -> None:
    """Écrit la mention d'une vue, avec sa formule si la vue dit ses sources."""
    atelier.classeur.define_name(
        nom_de_mention(feuille.nom), f"={nom_de_feuille(feuille.nom)}!$A${LIGNE_DE_MENTION + 1}"
    )
    mention = contenu.mentions.get(feuille.nom, "")
    if not mention:
        mention = f"Pas encore calculé : {feuille.commande}"
    elif not mention.startswith(PERIMEE) and len(mention) <= _LONGUEUR_DE_TEXTE:
        ecarts = _ecarts(atelier, feuille, contenu)
        if ecarts is not None:
            formule = _formule(ecarts, mention)
            onglet.write_formula(LIGNE_DE_MENTION, 0, formule, atelier.format(styles.MENTION), mention)
            _colorer(atelier, onglet)
            return
    onglet.write_string(LIGNE_DE_MENTION, 0, mention, atelier.format(styles.MENTION))
    _colorer(atelier, onglet)


def nom_de_mention(feuille: str) -> str:
    """Nom défini de la cellule qui porte la mention d'une vue : « mention_ecartsdinventaire »."""
    return f"mention_{plier(feuille)}"


def formule_sur_place(lu: ClasseurLu, sources: Sequence[TableTrouvee], mention: str) -> str:
    """Formule de la mention d'un classeur existant ; vide si un changement de source ne peut pas se voir."""
    tests = []
    for source in sources:
        for gauche, droite in _groupes(source.rangs):
            corps = [ligne[gauche : droite + 1] for ligne in lu.grille(source.feuille)[source.entete + 1 :]]
            cellules = [cellule for ligne in corps for cellule in ligne if cellule is not FORMULE_SANS_VALEUR]
            if any(isinstance(cellule, ErreurDeCellule) for cellule in cellules):
                return ""
            fin = source.entete + 1 + max(LIGNES_PREVUES, len(corps) + LIGNES_PREVUES // 10)
            coins = f"${lettre_de_colonne(gauche)}${source.entete + 2}:${lettre_de_colonne(droite)}${fin}"
            plage = f"{nom_de_feuille(source.feuille)}!{coins}"
            remplies = sum(1 for cellule in cellules if cellule is not None and cellule != "")
            tests += _tests(plage, remplies, somme(cellules))
    if not tests or len(mention) > _LONGUEUR_DE_TEXTE:
        return ""
    return _formule(",".join(tests), mention).removeprefix("=")


def _groupes(rangs: Iterable[int]) -> list[tuple[int, int]]:
    """Colonnes qui se touchent : ce qui est entre elles, formule ou colonne de la personne, ne compte pas.

    >>> _groupes([0, 1, 4])
    [(0, 1), (4, 4)]
    """
    groupes: list[tuple[int, int]] = []
    for rang in sorted(set(rangs)):
        if groupes and groupes[-1][1] == rang - 1:
            groupes[-1] = groupes[-1][0], rang
        else:
            groupes.append((rang, rang))
    return groupes


def _formule(ecarts: str, mention: str) -> str:
    texte = mention.replace('"', '""')
    return f'=IF(IFERROR(OR({ecarts}),TRUE),"{PERIMEE}","")&"{texte}"'


def _tests(plage: str, remplies: int, total: float) -> list[str]:
    return [f"COUNTA({plage})<>{remplies}", f"ABS(SUM({plage})-{total!r})>{_ECART_ADMIS}"]


def somme(cellules: Iterable[object]) -> float:
    """Somme des nombres et des dates, comme la fait la feuille."""
    return fsum(_nombres(cellules))


def _colorer(atelier: Atelier, onglet: Any) -> None:
    debut = PERIMEE[:12]
    condition = f'=LEFT($A${LIGNE_DE_MENTION + 1},{len(debut)})="{debut}"'
    options = {"type": "formula", "criteria": condition, "format": atelier.format(styles.STYLES["attention"])}
    onglet.conditional_format(LIGNE_DE_MENTION, 0, LIGNE_DE_MENTION, 0, options)


def _ecarts(atelier: Atelier, feuille: Feuille, contenu: Contenu) -> str | None:
    """Tests qui sont vrais quand une source a changé ; None si l'on ne peut pas le savoir."""
    tests = []
    for nom in feuille.sources:
        corps = contenu.tables.get(nom, Corps({}, 0))
        if any(isinstance(cellule, ErreurDeCellule) for colonne in corps.colonnes.values() for cellule in colonne):
            return None
        place, trouvee = atelier.places[nom], atelier.modele.table_nommee(nom)
        tapees = [c.nom for c in trouvee[1].colonnes if not trouvee[1].est_de_trop(c)] if trouvee else []
        champs = {place.colonnes[champ]: champ for champ in tapees}
        for gauche, droite in _groupes(champs):
            plage = _plage_entiere(place, gauche, droite)
            remplies, total = _empreinte(
                atelier, f"{nom}.{gauche}", [corps.colonnes.get(champs[r], ()) for r in range(gauche, droite + 1)]
            )
            tests += _tests(plage, remplies, total)
    return ",".join(tests) or None


def _plage_entiere(place: Place, gauche: int, droite: int) -> str:
    premiere, derniere = lettre_de_colonne(gauche), lettre_de_colonne(droite)
    return f"{nom_de_feuille(place.feuille)}!${premiere}${place.debut + 1}:${derniere}${place.fin + 1}"


def _empreinte(atelier: Atelier, nom: str, colonnes: Iterable[Sequence[object]]) -> tuple[int, float]:
    """Nombre de cases remplies et somme des nombres de colonnes, comptés une fois par classeur."""
    if nom not in atelier.empreintes:
        toutes = (cellule for colonne in colonnes for cellule in colonne)
        cellules = [cellule for cellule in toutes if cellule is not FORMULE_SANS_VALEUR]
        remplies = sum(1 for cellule in cellules if cellule is not None and cellule != "")
        atelier.empreintes[nom] = remplies, somme(cellules)
    return atelier.empreintes[nom]


def _nombres(cellules: Iterable[object]) -> Iterable[float]:
    return (serie(cellule) for cellule in cellules if not isinstance(cellule, str | bool | None))
