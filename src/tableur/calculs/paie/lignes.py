"""Écrire une ligne de bulletin : base, taux par part, parts arrondies au centime, barème et source."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.baremes import ValeurDatee
from tableur.calculs.paie.droit import citation
from tableur.calculs.paie.enregistrements import LigneDeBulletin, Rubrique
from tableur.calculs.paie.mesures import au_centime
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.grandeurs import ZERO

PARAMETRE = "Paramètres de l'établissement"
CONTRAT = "Contrat du salarié"


def ligne(
    code: str,
    libelle: str,
    rubrique: Rubrique,
    base: Decimal,
    *,
    salarial: Decimal = ZERO,
    patronal: Decimal = ZERO,
    base_salariale: Decimal | None = None,
    bareme: ValeurDatee | None = None,
    origine: str = PARAMETRE,
) -> LigneDeBulletin:
    """Ligne dont chaque part est base × taux, arrondie au centime (règle d'or 2).

    Args:
        code: Code de la ligne.
        libelle: Libellé imprimé.
        rubrique: Rubrique du modèle de bulletin.
        base: Base de la part patronale.
        salarial: Taux de la part salariale.
        patronal: Taux de la part patronale.
        base_salariale: Base de la part salariale, si elle diffère (apprentis).
        bareme: Valeur de droit appliquée ; None pour un taux tapé.
        origine: Ce qui donne le taux quand ce n'est pas un barème.
    """
    assise = base if base_salariale is None else base_salariale
    return LigneDeBulletin(
        code=code,
        libelle=libelle,
        rubrique=rubrique,
        base=base if patronal else assise,
        taux_salarial=salarial if salarial else None,
        part_salariale=au_centime(assise * salarial) if salarial else ZERO,
        taux_patronal=patronal if patronal else None,
        part_patronale=arrondir_centime(base * patronal) if patronal else ZERO,
        bareme=origine if bareme is None else citation(bareme),
        source=origine if bareme is None else bareme.source,
    )


def ligne_de_parts(
    code: str,
    libelle: str,
    rubrique: Rubrique,
    base: Decimal,
    salariale: Decimal,
    patronale: Decimal,
    *,
    taux_salarial: Decimal | None = None,
    taux_patronal: Decimal | None = None,
    bareme: str = PARAMETRE,
    source: str = PARAMETRE,
) -> LigneDeBulletin:
    """Ligne dont les parts viennent de plusieurs taux, ou d'un montant du contrat ; elles sont arrondies ici."""
    return LigneDeBulletin(
        code=code,
        libelle=libelle,
        rubrique=rubrique,
        base=base,
        taux_salarial=taux_salarial,
        part_salariale=au_centime(salariale),
        taux_patronal=taux_patronal,
        part_patronale=arrondir_centime(patronale),
        bareme=bareme,
        source=source,
    )


def deux_parts(nom: str, le: date) -> tuple[ValeurDatee, Decimal, Decimal]:
    """Valeur datée d'une cotisation à deux parts, et ses taux salarial et patronal."""
    lue = baremes.valeur_datee(nom, le)
    taux = cast("Mapping[str, Decimal]", lue.valeur)
    return lue, taux["salarial"], taux["patronal"]


def utiles(lignes: Sequence[LigneDeBulletin]) -> list[LigneDeBulletin]:
    """Lignes dues : celles dont une part n'est pas nulle."""
    return [une for une in lignes if une.part_salariale or une.part_patronale]
