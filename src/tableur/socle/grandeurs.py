"""Types qui portent leur unité.

Un paramètre annoté `Euros` ou `Siren` dit à la frontière comment lire la cellule, au classeur comment
l'afficher, à la commande et à la documentation quelle unité imprimer. Pour Python, ce sont des `Decimal`,
des `int` et des `str` ordinaires.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

ZERO = Decimal(0)
UN = Decimal(1)


@dataclass(frozen=True, slots=True)
class Unite:
    """Unité d'un nombre, et le format de cellule qui l'affiche.

    Args:
        nom: Nom de la grandeur, au singulier : « quantité ».
        libelle: Unité imprimée dans l'aide : « € », « jours ».
        format_cellule: Format de nombre d'Excel, tel que l'écrit XlsxWriter.
    """

    nom: str
    libelle: str
    format_cellule: str


@dataclass(frozen=True, slots=True)
class Identifiant:
    """Texte fait de chiffres ou de lettres, dont les zéros comptent et dont la clé se vérifie.

    Args:
        nom: Nom usuel : « numéro SIREN ».
        stdnum: Module de python-stdnum qui en vérifie la clé, vide s'il n'y en a pas.
        longueur: Nombre de caractères ; un nombre tapé dans la cellule est complété de zéros à gauche.
        exemple: Exemple montré dans l'aide et dans les erreurs.
    """

    nom: str
    stdnum: str
    longueur: int
    exemple: str


@dataclass(frozen=True, slots=True)
class Cle:
    """Marque la colonne qui désigne une ligne : remplie, et sans doublon dans sa table."""


@dataclass(frozen=True, slots=True)
class Renvoi:
    """Marque une colonne dont la valeur doit exister dans la colonne clé d'une autre table.

    Args:
        table: Nom de l'enregistrement visé : « Article ».
    """

    table: str


Nombre = Annotated[Decimal, Unite("nombre", "", "#,##0.######")]
Entier = Annotated[int, Unite("nombre entier", "", "#,##0")]
Effectif = Annotated[int, Unite("effectif", "salariés", "#,##0.##")]
Euros = Annotated[Decimal, Unite("montant", "€", '#,##0.00\\ "€"')]
PrixUnitaire = Annotated[Decimal, Unite("prix unitaire", "€ par unité", '#,##0.00##\\ "€"')]
Taux = Annotated[Decimal, Unite("taux", "fraction : 0,20 pour 20 %", "0.00%")]
Quantite = Annotated[Decimal, Unite("quantité", "unités", "#,##0.###")]
Jours = Annotated[Decimal, Unite("durée en jours", "jours", "#,##0.#")]
Heures = Annotated[Decimal, Unite("durée en heures", "heures", "#,##0.00")]

Code = Annotated[str, Unite("code", "", "@")]
Siren = Annotated[str, Identifiant("numéro SIREN", "stdnum.fr.siren", 9, "732829320")]
Siret = Annotated[str, Identifiant("numéro SIRET", "stdnum.fr.siret", 14, "73282932000074")]
Nir = Annotated[str, Identifiant("numéro de sécurité sociale", "stdnum.fr.nir", 15, "295109912611193")]
Iban = Annotated[str, Identifiant("IBAN", "stdnum.iban", 0, "FR7630006000011234567890189")]
CodePostal = Annotated[str, Identifiant("code postal", "", 5, "01000")]
