"""Prime de partage de la valeur soumise à la CSG et à l'impôt : ses lignes ; exonérée, elle n'en a aucune."""

from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.calculs.paie.contributions import AUTRES
from tableur.calculs.paie.effectifs import effectif_pour
from tableur.calculs.paie.enregistrements import Etablissement, LigneDeBulletin, Variables
from tableur.calculs.paie.lignes import ligne, utiles


def lignes_de_la_prime(le: date, etablissement: Etablissement, variables: Variables) -> list[LigneDeBulletin]:
    """CSG, CRDS et forfait social d'une prime de partage de la valeur que la loi n'exonère que de cotisations."""
    prime = variables.prime_partage_valeur
    if not prime or not variables.prime_partage_valeur_imposable:
        return []
    deductible = baremes.valeur_datee("paie_cotisations.csg_deductible", le)
    autre = baremes.valeur_datee("paie_cotisations.csg_non_deductible", le)
    crds = baremes.nombre("paie_cotisations.crds", le)
    lignes = [
        ligne(
            "csg_deductible_ppv",
            "CSG déductible, prime de partage de la valeur",
            "CSG déductible de l'impôt sur le revenu",
            prime,
            salarial=cast("Decimal", deductible.valeur),
            bareme=deductible,
        ),
        ligne(
            "csg_crds_non_deductible_ppv",
            "CSG et CRDS non déductibles, prime de partage de la valeur",
            "CSG et CRDS non déductibles de l'impôt sur le revenu",
            prime,
            salarial=cast("Decimal", autre.valeur) + crds,
            bareme=autre,
        ),
    ]
    social = baremes.valeur_datee("paie_reductions.ppv_forfait_social", le)
    regle = cast("dict[str, Decimal]", social.valeur)
    if effectif_pour(etablissement, 250) >= regle["seuil"]:
        libelle = "Forfait social, prime de partage de la valeur"
        lignes.append(ligne("forfait_social_ppv", libelle, AUTRES, prime, patronal=regle["taux"], bareme=social))
    return utiles(lignes)
