"""Barèmes : les valeurs de droit, datées, avec leur source. On les demande par nom et par date.

Un fichier TOML par famille ; « jours_feries.metropole » est la table `[metropole]` de `jours_feries.toml` :

    [metropole]
    libelle = "Jours fériés légaux"        # texte
    unite = "jours fériés"                 # une seule pour toute la série

    [[metropole.valeurs]]                  # de la plus ancienne à la plus récente
    depuis = 1981-10-03                    # premier jour d'effet
    valeur = ["01-01 Jour de l'an"]        # nombre exact, texte, oui ou non, date, liste ou table ;
    # abolie = true                        # … ou la règle cesse à cette date ;
    # tranches = [{ moins_de = 1858, valeur = 0 }, { jusqu_a = 9229, valeur = 0.0425 }, { valeur = 0.136 }]
    source = "C. trav., art. L3133-1"      # texte, ou liste de textes
    fiabilite = "A"                        # A deux sources, B une source, C à vérifier (note obligatoire)
    verifie_le = 2026-11-24                # jour où la source a été relue
    # memoire = true                       # de mémoire, sans texte relu (fiabilité C)
    # valable_jusqu_au = 2026-12-31        # au-delà, donnée mais marquée à revérifier
    # note = "…"

Un fichier de même nom dans `dossier_local()` ajoute des valeurs plus récentes, dites « valeurs locales ». Une
faute dans un fichier refuse sa famille, avec le fichier et la cause ; les autres familles restent lisibles.
"""

from tableur.baremes.consultation import (
    ANCIENNETE_MAXIMALE,
    comparer,
    consultations,
    dossier_local,
    est_en_vigueur,
    historique,
    lecture_groupee,
    lister,
    nombre,
    recharger,
    tranches,
    valeur,
    valeur_datee,
    valeurs_pendant,
    verifier,
)
from tableur.baremes.donnees import Ecart, Fiabilite, Serie, Tranche, Valeur, ValeurDatee

__all__ = [
    "ANCIENNETE_MAXIMALE",
    "Ecart",
    "Fiabilite",
    "Serie",
    "Tranche",
    "Valeur",
    "ValeurDatee",
    "comparer",
    "consultations",
    "dossier_local",
    "est_en_vigueur",
    "historique",
    "lecture_groupee",
    "lister",
    "nombre",
    "recharger",
    "tranches",
    "valeur",
    "valeur_datee",
    "valeurs_pendant",
    "verifier",
]
