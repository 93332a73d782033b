"""Ce qu'un classeur contient : les valeurs brutes de ses tables, ses réglages et ses mentions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tableur.baremes import historique
from tableur.classeurs.modeles import Colonne, Modele, Table
from tableur.frontiere import ecrire_cellule

OUI, NON = "Oui", "Non"


@dataclass(frozen=True, slots=True)
class Corps:
    """Contenu d'une table : les valeurs brutes de chaque colonne, toutes de même longueur."""

    colonnes: Mapping[str, Sequence[object]]
    lignes: int


@dataclass(frozen=True, slots=True)
class Contenu:
    """Ce qu'un classeur contient ; ce qui manque est vide.

    Args:
        tables: Corps par nom de table.
        reglages: Valeur brute par nom de réglage ; un réglage absent garde celle du modèle.
        mentions: Mention par nom de feuille V.
        ouverte: Feuille montrée à l'ouverture.
    """

    tables: Mapping[str, Corps] = field(default_factory=dict)
    reglages: Mapping[str, object] = field(default_factory=dict)
    mentions: Mapping[str, str] = field(default_factory=dict)
    ouverte: str = ""


def avec_les_rangs(modele: Modele, contenu: Contenu) -> Contenu:
    """Le même contenu, où les tables de longueur fixe ont leurs rangs, et celles d'un barème ses lignes."""
    absentes = {
        table.nom: Corps({table.colonnes[0].nom: list(range(1, table.lignes + 1))}, table.lignes)
        for _, table in modele.tables()
        if table.lignes and not contenu.tables.get(table.nom)
    }
    absentes |= {
        t.nom: _corps_du_bareme(t) for _, t in modele.tables() if t.bareme and t.nom not in contenu.tables
    }
    return replace(contenu, tables={**contenu.tables, **absentes}) if absentes else contenu


def _corps_du_bareme(table: Table) -> Corps:
    """Lignes de la plus récente valeur d'un barème qui est une table."""
    recente = historique(table.bareme)[-1].valeur
    lignes = (
        [ligne for ligne in recente if isinstance(ligne, Mapping)] if isinstance(recente, tuple | list) else []
    )
    colonnes = {c.nom: [ecrire_cellule(ligne.get(c.nom)) for ligne in lignes] for c in table.colonnes}
    return Corps(colonnes, len(lignes))


def corps_de(table: Table, lignes: Sequence[object]) -> Corps:
    """Corps d'une table dont les lignes sont des enregistrements."""
    champs = [c for c in table.colonnes if not table.est_de_trop(c)]
    colonnes = {c.nom: valeurs_de_cellule(c, [getattr(ligne, c.nom) for ligne in lignes]) for c in champs}
    return Corps(colonnes, len(lignes))


def valeurs_de_cellule(colonne: Colonne, valeurs: Sequence[object]) -> list[object]:
    """Valeurs de cellule d'une colonne du domaine : un choix y porte son libellé, un booléen y est Oui ou Non."""
    if colonne.liste:
        return [colonne.liste.get(str(valeur), valeur) for valeur in valeurs]
    if colonne.simple is bool:
        return [None if valeur is None else OUI if valeur else NON for valeur in valeurs]
    return [ecrire_cellule(valeur) for valeur in valeurs]
