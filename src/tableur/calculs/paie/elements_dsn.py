"""Éléments à recopier dans la déclaration sociale, et échéances : une table, jamais un fichier à déposer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tableur import baremes
from tableur.calculs.calendrier import Zone, prochain_jour_ouvre
from tableur.calculs.paie.droit import parametres, selon
from tableur.calculs.paie.enregistrements import LigneDeBulletin
from tableur.calculs.paie.tables.enregistrements import LigneDsn
from tableur.calculs.paie.tables.livre import Paye
from tableur.calculs.paie.tables.retenues import brut_retabli
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Effectif
from tableur.socle.marques import formule

A_CONFIRMER = "à confirmer"


@dataclass(frozen=True, slots=True, kw_only=True)
class EcheanceSociale:
    """Ce qui est dû après la paie d'un mois, et quand."""

    quand: date
    quoi: str
    source: str


@formule
def echeances_sociales(mois: Mois, effectif: Effectif, zone: Zone = "metropole") -> list[EcheanceSociale]:
    """Déclaration sociale et paiements dus après la paie d'un mois : le 5 ou le 15 du mois suivant.

    Le 5 dès cinquante salariés, si la paie est versée dans le mois ; le 15 sinon, avant midi. Un samedi, un
    dimanche ou un jour férié reporte au premier jour ouvré qui suit (CSS, art. R133-14 et R243-6). Un employeur
    de moins de onze salariés peut avoir choisi un paiement trimestriel.

    Args:
        mois: Mois de paie, versé dans le mois.
        effectif: Effectif de l'entreprise.
        zone: Zone de l'établissement, pour ses jours fériés : metropole, alsace_moselle, guadeloupe…

    Raises:
        ValeurInvalide: L'effectif est négatif.

    >>> [str(e.quand) for e in echeances_sociales(Mois(2026, 10), 12)]
    ['2026-11-16', '2026-11-16']
    """
    if effectif < 0:
        raise ValeurInvalide(f"L'effectif ne peut pas être négatif : {effectif} reçu.")
    source = baremes.valeur_datee("paie_declaration.echeances", mois.debut).source
    suivant = mois + 1
    jour = date(suivant.annee, suivant.mois, int(selon("paie_declaration.echeances", mois.debut, effectif)))
    quand = prochain_jour_ouvre(jour, zone)
    return [
        EcheanceSociale(quand=quand, quoi=quoi, source=source)
        for quoi in (
            f"Déclaration sociale nominative de {mois}, avant midi, et paiement des cotisations",
            f"Versement du prélèvement à la source de {mois}, avec la déclaration",
        )
    ]


def elements_dsn(payes: Sequence[Paye]) -> list[LigneDsn]:
    """Éléments des bulletins d'un mois, par salarié et par bloc ; ce qui est nul n'y est pas.

    Un code que les sources laissent douteux le dit dans son libellé.

    Args:
        payes: Bulletins du mois.

    Raises:
        BaremeAbsent: La norme de ce mois n'est pas connue.
    """
    return [ligne for paye in payes for ligne in _elements(paye)]


def _elements(paye: Paye) -> Iterator[LigneDsn]:
    regles: Any = baremes.valeur("paie_declaration.elements", paye.mois.debut)
    grandeurs = _grandeurs(paye)
    for regle in regles:
        montant = _montant(regle.get("montant", ""), grandeurs, paye)
        mesure = _mesure(regle, grandeurs)
        if not montant and not mesure:
            continue
        yield LigneDsn(
            mois=paye.mois,
            matricule=paye.fiche.matricule,
            nom=paye.nom,
            bloc=regle["bloc"],
            rubrique=regle["rubrique"],
            type_=regle.get("type", ""),
            libelle=_libelle(regle),
            montant=montant or None,
            mesure=mesure,
        )


def _libelle(regle: Mapping[str, Any]) -> str:
    reserve = regle.get("reserve", "")
    return f"{regle['libelle']} ({A_CONFIRMER} : {reserve})" if reserve else str(regle["libelle"])


def _montant(lit: str, grandeurs: Mapping[str, Any], paye: Paye) -> Decimal:
    """Montant que nomme une règle : une grandeur, son opposé, ou ce que des lignes de cotisations portent."""
    genre, deux_points, noms = lit.partition(":")
    if deux_points:
        lignes = [une for une in paye.bulletin.lignes if une.code in noms.split(",")]
        return sum((_part(genre, une, paye.mois) for une in lignes), ZERO)
    if not lit:
        return ZERO
    nom = lit.removeprefix("-")
    valeur = Decimal(grandeurs[nom])
    if lit.startswith("-"):
        return -valeur
    return valeur


def _part(genre: str, une: LigneDeBulletin, mois: Mois) -> Decimal:
    """Base, part salariale, parts réunies, ou part patronale partagée entre taux normal et complément."""
    if genre == "base":
        return une.base
    if genre == "ligne":
        return une.part_salariale + une.part_patronale
    if genre == "salariale":
        return une.part_salariale
    taux = Decimal(parametres("paie_declaration.taux_normaux", mois.debut)[une.code])
    normale = arrondir_centime(une.base * taux)
    return normale if genre == "normal" else une.part_patronale - normale


def _mesure(regle: Mapping[str, Any], grandeurs: Mapping[str, Any]) -> str:
    if "texte" in regle:
        return str(grandeurs[regle["texte"]])
    if "taux" in regle:
        return f"{nombre_ecrit(grandeurs[regle['taux']] * 100)} %"
    if "mesure" in regle and grandeurs[regle["mesure"]]:
        return f"{nombre_ecrit(arrondir_centime(grandeurs[regle['mesure']]))} h"
    return ""


def _grandeurs(paye: Paye) -> dict[str, Any]:
    """Grandeurs que les règles nomment : totaux, variables, et ce qui s'en déduit."""
    totaux, variables = paye.bulletin.totaux, paye.variables
    parts = {une.code: une for une in (*paye.bulletin.lignes, *paye.bulletin.allegements)}
    crds = _crds(paye)
    csg = sum((une.part_salariale for code, une in parts.items() if code.startswith("csg_")), ZERO) - crds
    majorees = (
        variables.heures_supplementaires_25
        + variables.heures_supplementaires_50
        + variables.heures_complementaires_10
        + variables.heures_complementaires_25
    )
    chomage = parts.get("chomage")
    prime, imposable = variables.prime_partage_valeur, variables.prime_partage_valeur_imposable
    types = parametres("paie_declaration.types_de_taux", paye.mois.debut)
    exonere_avant = paye.avant.exonere_apprenti if paye.avant is not None and _meme_annee(paye) else ZERO
    avant = paye.avant.smic if paye.avant is not None and _meme_annee(paye) else ZERO
    return {
        **{nom: getattr(totaux, nom) for nom in totaux.__dataclass_fields__},
        **{nom: getattr(variables, nom) for nom in ("avantages_en_nature", "remboursements", "ijss_subrogees")},
        "net_verse": totaux.net_a_payer,
        "net_fiscal": totaux.net_imposable,
        "heures_exonerees_nettes": _net_de_csg(totaux.heures_exonerees_impot, paye.mois),
        "abattement_contrat_court": totaux.net_imposable + variables.ijss_imposables - totaux.soumis_au_pas,
        "part_non_imposable": paye.bulletin.cumuls.exonere_apprenti - exonere_avant,
        "type_taux_pas": types[paye.salarie.zone_fiscale if paye.salarie.taux_pas is None else "transmis"],
        "assiette_chomage": ZERO if chomage is None else chomage.base,
        "salaire_retabli": _salaire_retabli(paye),
        "salaire_de_base": variables.brut,
        "heures_majorees": totaux.remuneration_heures_sup + totaux.remuneration_heures_complementaires,
        "nombre_heures_majorees": majorees,
        "remuneration_versee": variables.brut - totaux.retenue_absence + variables.salaire_maintenu,
        "primes": variables.primes,
        "prime_exoneree": ZERO if imposable else prime,
        "prime_imposable": prime if imposable else ZERO,
        "smic_reduction": arrondir_centime(paye.bulletin.cumuls.smic - avant),
        "csg": csg,
        "crds": crds,
    }


def _salaire_retabli(paye: Paye) -> Decimal:
    """Brut que le mois aurait donné sans arrêt ni absence autorisée ; zéro si aucun n'en a rien retenu."""
    totaux, variables = paye.bulletin.totaux, paye.variables
    retabli = brut_retabli(paye.fiche, paye.mois, variables, totaux, paye.absences)
    return ZERO if retabli == totaux.brut - variables.salaire_maintenu else retabli


def _net_de_csg(brut: Decimal, mois: Mois) -> Decimal:
    """Montant net des heures exonérées : le brut, moins la CSG qui serait déductible sur sa part non abattue."""
    csg = baremes.nombre("paie_cotisations.csg_deductible", mois.debut)
    abattement = baremes.nombre("paie_cotisations.abattement_csg", mois.debut)
    return arrondir_centime(brut * (UN - (UN - abattement) * csg))


def _crds(paye: Paye) -> Decimal:
    """Part de CRDS des lignes de CSG : le taux du barème sur leur base, arrondi au centime."""
    taux = baremes.nombre("paie_cotisations.crds", paye.mois.debut)
    codes = ("csg_crds_non_deductible", "csg_crds_hs", "csg_crds_non_deductible_ppv")
    return sum((arrondir_centime(u.base * taux) for u in paye.bulletin.lignes if u.code in codes), ZERO)


def _meme_annee(paye: Paye) -> bool:
    avant = paye.avant
    return avant is not None and (avant.mois is None or avant.mois.annee == paye.mois.annee)
