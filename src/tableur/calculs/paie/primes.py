"""Primes : proratisation d'une prime annuelle, prime de partage de la valeur."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.maintien_legal import mois_complets
from tableur.calculs.paie.mesures import exiger_ordre
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Effectif, Euros, Jours
from tableur.socle.marques import formule


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimeDePartage:
    """Régime d'une prime de partage de la valeur : parts exonérée et soumise, contributions et impôt dus."""

    part_exoneree: Euros
    part_soumise: Euros
    assiette_csg_crds: Euros
    forfait_social: Euros
    imposable: Euros
    reduction_generale: Euros


@formule
def prime_proratisee(
    montant: Euros,
    debut: date,
    fin: date,
    entree: date | None = None,
    sortie: date | None = None,
    jours_d_absence: Jours = ZERO,
    methode: Literal["jours", "mois_complets"] = "jours",
) -> Euros:
    """Prime annuelle, treizième mois par exemple, au prorata de la présence dans sa période.

    Montant × jours de présence ÷ jours de la période, ou par mois entiers de présence ; arrondi au centime. La
    convention, le contrat ou l'usage dit si la prime se proratise au départ, et si une absence la réduit.

    Args:
        montant: Prime de la période entière, en euros.
        debut: Premier jour de la période de la prime.
        fin: Dernier jour de la période de la prime.
        entree: Premier jour du contrat ; vide s'il précède la période.
        sortie: Dernier jour du contrat ; vide s'il suit la période.
        jours_d_absence: Jours calendaires d'absence qui réduisent la prime.
        methode: jours (calendaires), ou mois_complets.

    Raises:
        ValeurInvalide: Une valeur est négative, une date précède l'autre, ou l'absence ne se compte pas en mois.

    >>> prime_proratisee(D(2400), date(2026, 1, 1), date(2026, 12, 31), entree=date(2026, 7, 1))
    Decimal('1209.86')
    """
    exiger_positif("Le montant de la prime", montant)
    exiger_positif("La durée d'absence", jours_d_absence)
    exiger_ordre(debut, fin, "le début de la période", "La fin de la période")
    if entree and sortie:
        exiger_ordre(entree, sortie, "l'entrée", "La sortie")
    premier, dernier = max(debut, entree or debut), min(fin, sortie or fin)
    if premier > dernier:
        return arrondir_centime(ZERO)
    if methode == "mois_complets":
        if jours_d_absence:
            raise ValeurInvalide("L'absence se compte en jours : choisir la méthode « jours ».")
        presence, periode = Decimal(_mois(premier, dernier)), Decimal(_mois(debut, fin))
    else:
        presence = max(ZERO, Decimal((dernier - premier).days + 1) - jours_d_absence)
        periode = Decimal((fin - debut).days + 1)
    if not periode:
        raise ValeurInvalide("La période de la prime n'a pas un mois entier : choisir la méthode « jours ».")
    return arrondir_centime(montant * presence / periode)


@formule
def prime_de_partage_de_la_valeur(
    montant: Euros,
    le: date,
    effectif: Effectif,
    remuneration_des_12_mois: Euros,
    accord_d_interessement: bool = False,
    deja_versee: Euros = ZERO,
    placee: bool = False,
) -> PrimeDePartage:
    """Régime social et fiscal d'une prime de partage de la valeur.

    Exonérée de cotisations jusqu'à 3 000 € par an, 6 000 € avec un accord d'intéressement. Jusqu'au 31/12/2026,
    sous 50 salariés et sous trois SMIC annuels, elle échappe aussi à la CSG, à la CRDS et à l'impôt ; sinon elles
    sont dues, sauf l'impôt d'une prime placée ; forfait social de 20 % à partir de 250 salariés (lois 2022-1158
    et 2023-1107). Elle entre, depuis 2025, dans la rémunération de la réduction générale.

    Args:
        montant: Prime brute versée, en euros.
        le: Jour du versement.
        effectif: Effectif annuel de l'entreprise.
        remuneration_des_12_mois: Bruts des douze mois qui précèdent le versement, en euros.
        accord_d_interessement: oui si un accord d'intéressement, ou de participation volontaire, est en vigueur.
        deja_versee: Primes de partage déjà versées dans l'année civile au même salarié, en euros.
        placee: oui si le salarié la place sur un plan d'épargne.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> prime_de_partage_de_la_valeur(D(1000), date(2026, 11, 30), 15, D(26000))
    PrimeDePartage(part_exoneree=Decimal('1000.00'), part_soumise=Decimal('0.00'),
                   assiette_csg_crds=Decimal('0.00'), forfait_social=Decimal('0.00'),
                   imposable=Decimal('0.00'), reduction_generale=Decimal('1000.00'))
    """
    for nom, valeur in (
        ("Le montant de la prime", montant),
        ("La rémunération des douze mois", remuneration_des_12_mois),
        ("Le montant déjà versé", deja_versee),
    ):
        exiger_positif(nom, valeur)
    if effectif < 1:
        raise ValeurInvalide(f"L'effectif est d'au moins 1 salarié : {nombre_ecrit(effectif)} reçu.")
    loi = parametres("paie_elements.prime_de_partage", le)
    plafond = loi["plafond_avec_accord"] if accord_d_interessement else loi["plafond"]
    exoneree = min(montant, max(ZERO, plafond - deja_versee))
    soumise = montant - exoneree
    smic_annuel = baremes.nombre("paie.smic_horaire", le) * baremes.nombre("paie.heures_annuelles_du_smic", le)
    petite = (
        effectif < loi["petite_entreprise"] and remuneration_des_12_mois < loi["salaire_en_smic"] * smic_annuel
    )
    faveur = bool(loi["regime_de_faveur"]) and petite
    assujettie = ZERO if faveur else exoneree
    forfait_social = parametres("paie_reductions.ppv_forfait_social", le)
    forfait = assujettie * forfait_social["taux"] if effectif >= forfait_social["seuil"] else ZERO
    dans_la_reduction = montant if baremes.est_en_vigueur("paie_reductions.ppv_dans_la_remuneration", le) else ZERO
    return PrimeDePartage(
        part_exoneree=arrondir_centime(exoneree),
        part_soumise=arrondir_centime(soumise),
        assiette_csg_crds=arrondir_centime(assujettie),
        forfait_social=arrondir_centime(forfait),
        imposable=arrondir_centime(soumise + (ZERO if placee else assujettie)),
        reduction_generale=arrondir_centime(dans_la_reduction),
    )


def _mois(premier: date, dernier: date) -> int:
    return mois_complets(premier, dernier + timedelta(days=1))
