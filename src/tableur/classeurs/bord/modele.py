"""Ce que la déclaration dit d'un tableau de bord."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Nature = Literal["flux", "niveau"]
Sens = Literal["plus", "moins"]
Miniature = Literal["barres", "courbe"]

# Noms que tout tableau de bord définit, et que les formules des autres feuilles peuvent citer.
NOMS_DE_PERIODE: Mapping[str, str] = {
    "donnees_jusqu_au": "Dernier jour des données",
    "periode_debut": "Premier jour du mois choisi",
    "periode_fin": "Dernier jour compté",
    "periode_debut_n_1": "Premier jour, un an plus tôt",
    "periode_fin_n_1": "Dernier jour compté, un an plus tôt",
    "exercice_debut": "Début de l'exercice",
    "exercice_debut_n_1": "Début de l'exercice d'avant",
    "mois_inacheve": "Mois inachevé",
    "mois_ecrit": "Mois choisi, écrit",
}


@dataclass(frozen=True, slots=True)
class Indicateur:
    """Ligne d'un tableau de bord ; une colonne se cite « Table.champ ».

    Args:
        libelle: Ce que la ligne mesure.
        type: Type annoté de ses valeurs.
        valeurs: Colonne des valeurs.
        dates: Colonne de leurs dates.
        ou: Colonne et texte qu'elle doit porter, pour ne compter qu'une partie des lignes.
        objectifs: Colonne des objectifs, vide s'il n'y en a pas.
        dates_des_objectifs: Colonne de leurs dates.
        nature: « flux » s'additionne ; « niveau » est la dernière valeur du mois.
        sens: « plus » si dépasser l'objectif est favorable, « moins » sinon.
        absent: Ce que dit le feu quand le mois n'a pas de valeur.
        tendance: Colonne que montre un graphique miniature, vide s'il n'y en a pas.
        miniature: « barres » s'écrit en caractères et se voit partout ; « courbe » est un graphique sparkline, que
            LibreOffice 7.4 n'imprime pas.
    """

    libelle: str
    type: Any
    valeurs: str
    dates: str
    ou: Mapping[str, str] = field(default_factory=dict)
    objectifs: str = ""
    dates_des_objectifs: str = ""
    nature: Nature = "flux"
    sens: Sens = "plus"
    absent: str = "Pas de donnée"
    tendance: str = ""
    miniature: Miniature = "barres"

    def colonnes(self) -> Iterator[str]:
        """Colonnes que la ligne cite."""
        tous = (self.valeurs, self.dates, *self.ou, self.objectifs, self.dates_des_objectifs, self.tendance)
        return (colonne for colonne in tous if colonne)


@dataclass(frozen=True, slots=True)
class TableauDeBord:
    """Tableau de bord d'une feuille ; ses réglages se citent par leur nom.

    Args:
        mois: Réglage du mois choisi, sur la feuille même.
        au: Réglage du dernier jour des données ; vide, la dernière date des tables comptées.
        commentaire: Réglage du commentaire, sur la feuille même.
        premier_mois: Réglage du premier mois de l'exercice, vide pour janvier.
        tolerance: Réglage de la part de l'objectif où l'écart reste à surveiller, vide pour 5 %.
        comptees: Colonnes dont la feuille dit le nombre de lignes, et leur nom : {"Vente.date": "ventes"}.
        indicateurs: Ses lignes.
        mois_proposes: Nombre de mois de la liste.
    """

    mois: str
    au: str
    commentaire: str
    comptees: Mapping[str, str]
    indicateurs: tuple[Indicateur, ...]
    premier_mois: str = ""
    tolerance: str = ""
    mois_proposes: int = 36
