"""Lignes de cabinet qui réunissent ce qu'aucune autre ne porte : « Urssaf », « CSG/CRDS », « Autres… »."""

from tableur.calculs.paie.contributions import AUTRES as RUBRIQUE_DES_AUTRES
from tableur.calculs.paie.correspondances import AUTRES, CSG_ENTIERE, URSSAF
from tableur.calculs.paie.enregistrements import LigneDeBulletin

ALLEGEMENTS = ("reduction_generale", "reduction_salariale_heures_sup", "deduction_patronale_heures_sup")
_CSG = ("csg_deductible", "csg_crds_non_deductible", "csg_crds_hs")
_RECOUVRE_PAR_L_URSSAF = frozenset({
    "maladie", "at_mp", "vieillesse_plafonnee", "vieillesse_deplafonnee", "allocations_familiales", "csa", "fnal",
    "chomage", "ags", "dialogue_social", "formation", "cpf_cdd", "taxe_apprentissage", "taxe_apprentissage_solde",
    "csa_apprentissage", "versement_mobilite", "versement_mobilite_regional", "forfait_social",
    *_CSG, *ALLEGEMENTS,
})  # fmt: skip


def est_du_groupe(
    une: LigneDeBulletin, groupes: frozenset[str], nommes: frozenset[str], presents: frozenset[str]
) -> bool:
    """Vrai si une ligne réunie prend cette cotisation, que rien d'autre ne porte.

    Args:
        une: Cotisation du calcul.
        groupes: Codes de groupe de la ligne réunie.
        nommes: Codes que d'autres lignes portent en propre.
        presents: Codes de groupe de tout le bulletin.
    """
    if une.code in nommes:
        return False
    est_autre, est_csg = une.rubrique == RUBRIQUE_DES_AUTRES, une.code in _CSG
    if (AUTRES in groupes and est_autre) or (CSG_ENTIERE in groupes and est_csg):
        return True
    prise = (est_autre and AUTRES in presents) or (est_csg and CSG_ENTIERE in presents)
    return URSSAF in groupes and une.code in _RECOUVRE_PAR_L_URSSAF and not prise
