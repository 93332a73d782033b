"""Ce que la déclaration dit d'un formulaire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Aspect = Literal["nombre", "centimes", "taux", "date", "texte"]
Allure = Literal["case", "total", "titre", "rubrique"]
LIGNES_DERRIERE = "lignes"
"""Nom réservé de la colonne qui compte les lignes d'une case, et y mène d'un clic."""


@dataclass(frozen=True, slots=True)
class ColonneDeFormulaire:
    """Colonne de valeurs d'un formulaire, à droite du numéro des cases.

    Args:
        nom: Nom que les formules citent : « [08.taxe] ».
        libelle: En-tête.
        largeur: Largeur en caractères.
        formule: Formule des cases qui n'en donnent pas ; vide pour une case vide.
        discrete: Vrai pour une colonne qui accompagne le formulaire sans en être.
        masquee: Vrai pour une colonne de calculs intermédiaires, cachée.
    """

    nom: str
    libelle: str
    largeur: float
    formule: str = ""
    discrete: bool = False
    masquee: bool = False


@dataclass(frozen=True, slots=True)
class LigneDeFormulaire:
    """Case, titre de cadre ou rubrique d'un formulaire.

    Args:
        allure: « case », « total », « titre » d'un cadre, ou « rubrique ».
        libelle: Son texte.
        case: Sa désignation : « 08 » ; vide pour un titre ou une rubrique.
        numero: Son numéro imprimé : « 0207 ».
        valeurs: Formule de chaque colonne ; d'une rubrique, l'en-tête qu'elle lui redonne.
        lien: Colonne « Table.champ » où sont les lignes de la case, vide si elle est un calcul.
        boites: Colonnes où l'imprimé a une case, que le formulaire la serve ou non.
    """

    allure: Allure
    libelle: str
    case: str = ""
    numero: str = ""
    valeurs: Mapping[str, str] = field(default_factory=dict)
    lien: str = ""
    boites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repere:
    """Valeur montrée en tête du formulaire, ou à côté d'une case.

    Args:
        libelle: Ce qu'elle est.
        formule: Sa formule.
        aspect: Comment elle se montre.
        case: Case à côté de laquelle elle est, vide pour la tête.
        alerte: Condition qui la colore, sans « = » ; « ICI » y désigne sa cellule.
    """

    libelle: str
    formule: str
    aspect: Aspect = "nombre"
    case: str = ""
    alerte: str = ""


@dataclass(frozen=True, slots=True)
class Formulaire:
    """Formulaire d'une feuille.

    Args:
        titre: Formule de son titre.
        colonnes: Ses colonnes de valeurs.
        lignes: Ses cases, dans l'ordre de l'imprimé.
        tete: Ce que dit sa tête, deux par ligne.
        cote: Ce qui se lit à côté des cases.
        fraicheur: Feuille dont il redit la mention « Calculé le… », vide s'il n'en a pas.
        pied: Phrase au bas de la page.
    """

    titre: str
    colonnes: tuple[ColonneDeFormulaire, ...]
    lignes: tuple[LigneDeFormulaire, ...]
    tete: tuple[Repere, ...] = ()
    cote: tuple[Repere, ...] = ()
    fraicheur: str = ""
    pied: str = ""

    def formules(self) -> Iterator[str]:
        """Toutes les formules, sans leur « = »."""
        yield self.titre
        for ligne in self.lignes:
            if ligne.case:
                yield from ligne.valeurs.values()
        for repere in (*self.tete, *self.cote):
            yield repere.formule
            yield repere.alerte
