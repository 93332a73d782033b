"""Réglages de l'établissement, dans la feuille Paramètres, et ceux qui sont impossibles."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tableur.calculs.paie.conges import Decompte
from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.refus import phrase_d_une_fraction
from tableur.socle.dates import Mois
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import UN, ZERO

_TAUX = {
    "taux_at": "Le taux AT/MP",
    "taux_versement_mobilite": "Le taux du versement mobilité",
    "taux_versement_mobilite_regional": "Le taux du versement mobilité régional et rural",
    "taux_csa_alternance": "La part d'alternants",
    "taux_chomage": "Le taux d'assurance chômage",
}
_EFFECTIFS = (
    "effectif",
    "effectif_mobilite",
    "effectif_seuil_11",
    "effectif_seuil_20",
    "effectif_seuil_50",
    "effectif_seuil_250",
)
_MONTANTS = {
    "sante_mensuelle": "La mutuelle",
    "titre_restaurant_part_salariale": "La part salariale du titre-restaurant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesDePaie:
    """Réglages de l'établissement : ses taux, sa mutuelle, ses titres-restaurant, le premier mois suivi."""

    etablissement: Etablissement
    sante_mensuelle: Decimal = ZERO
    part_employeur_sante: Decimal | None = None
    titre_restaurant_part_salariale: Decimal | None = None
    suivi_depuis: Mois | None = None
    decompte_conges: Decompte = "ouvrables"
    subrogation: bool = False


def reglages_impossibles(reglages: ReglagesDePaie) -> Iterator[tuple[str, str]]:
    """Nom et phrase de chaque réglage impossible : taux qui n'est pas une fraction, nombre négatif.

    Args:
        reglages: Réglages lus.
    """
    etablissement = reglages.etablissement
    taux: list[tuple[str, str, Decimal | None]] = [
        *((champ, nom, getattr(etablissement, champ)) for champ, nom in _TAUX.items()),
        ("part_employeur_sante", "La part de l'employeur dans la mutuelle", reglages.part_employeur_sante),
    ]
    for champ, nom, valeur in taux:
        if valeur is not None and not ZERO <= valeur <= UN:
            yield champ, phrase_d_une_fraction(nom, valeur)
    for champ in _EFFECTIFS:
        effectif = getattr(etablissement, champ)
        if effectif is not None and effectif < 0:
            yield champ, f"Un effectif ne peut pas être négatif : {nombre_ecrit(effectif)} reçu."
    for champ, nom in _MONTANTS.items():
        montant = getattr(reglages, champ)
        if montant is not None and montant < ZERO:
            yield champ, f"{nom} ne peut pas être négative : {nombre_ecrit(montant)} reçu."
