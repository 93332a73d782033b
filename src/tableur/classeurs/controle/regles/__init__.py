"""Les règles du contrôle, dans l'ordre où elles passent ; chacune rend les constats d'un contexte."""

from tableur.classeurs.controle.regles import (
    circulaires,
    classeur,
    colonnes,
    colonnes_de_formules,
    doublons,
    erreurs,
    identifiants,
    lignes_de_formules,
    presentation,
    textes,
    totaux,
    validations,
)
from tableur.classeurs.controle.regles.commun import Contexte, Regle

REGLES: tuple[Regle, ...] = (
    erreurs.cellules_en_erreur,
    erreurs.references_perdues,
    erreurs.formules_sans_valeur,
    colonnes_de_formules.formules_de_colonne,
    lignes_de_formules.formules_de_ligne,
    totaux.totaux,
    circulaires.circulaires,
    textes.textes,
    textes.formats_de_date,
    identifiants.cles_fausses,
    identifiants.zeros_de_code,
    identifiants.precision_perdue,
    doublons.cles_en_double,
    doublons.lignes_en_double,
    validations.hors_validation,
    validations.validations_perdues,
    colonnes.types_meles,
    colonnes.espaces_en_trop,
    colonnes.formats_perdus,
    colonnes.dates_invraisemblables,
    presentation.masques,
    presentation.fusions,
    presentation.feuilles_gonflees,
    classeur.liens_externes,
    classeur.noms_casses,
    classeur.etat_du_classeur,
    classeur.volatiles,
    classeur.constantes,
)

__all__ = ["REGLES", "Contexte", "Regle"]
