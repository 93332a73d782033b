"""Départ du salarié : ancienneté, salaire de référence, indemnités de rupture, préavis."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import MOIS_PAR_AN, parametres, selon
from tableur.calculs.paie.maintien_legal import mois_complets
from tableur.calculs.paie.mesures import NombreDeMois, exiger_ordre, part
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import ResultatIntrouvable, ValeurInvalide
from tableur.socle.grandeurs import ZERO, Entier, Euros
from tableur.socle.marques import formule

_DOUZE = Decimal(12)
_TROIS = Decimal(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuptureConventionnelle:
    """Indemnité de rupture conventionnelle : minimum légal, montant, part exonérée et contribution patronale."""

    minimum: Euros
    montant: Euros
    exoneree_de_cotisations: Euros
    soumise_a_cotisations: Euros
    contribution_patronale: Euros


@formule
def mois_d_anciennete(entree: date, fin: date, mois_suspendus: NombreDeMois = 0) -> NombreDeMois:
    """Mois entiers d'ancienneté, du premier jour du contrat à son dernier jour, préavis compris.

    Une suspension non assimilée à du travail, maladie non professionnelle ou congé sans solde, se retire sans
    rompre l'ancienneté (C. trav., art. L1234-11) ; le congé parental à temps plein compte pour moitié, le temps
    partiel en entier.

    Args:
        entree: Premier jour du contrat.
        fin: Dernier jour du contrat, préavis compris, exécuté ou non.
        mois_suspendus: Mois de suspension à retirer.

    Raises:
        ValeurInvalide: La fin précède l'entrée, ou la suspension est négative ou plus longue que le contrat.

    >>> mois_d_anciennete(date(1994, 1, 1), date(2016, 3, 31))
    267
    """
    exiger_ordre(entree, fin, "l'entrée", "La fin du contrat")
    mois = mois_complets(entree, fin + timedelta(days=1))
    if not 0 <= mois_suspendus <= mois:
        raise ValeurInvalide(f"Les mois suspendus vont de 0 à {mois} : {nombre_ecrit(mois_suspendus)} reçu.")
    return mois - mois_suspendus


@formule
def salaire_de_reference(
    total_des_12_mois: Euros, total_des_3_mois: Euros, primes_annuelles: Euros = ZERO, mois_de_service: Entier = 12
) -> Euros:
    """Salaire mensuel de référence d'une indemnité de rupture : la moyenne la plus favorable.

    Douzième des douze derniers bruts, ou tiers des trois derniers, où une prime annuelle versée ces mois-là ne
    compte que pour trois douzièmes (C. trav., art. R1234-4). Sous douze mois de service, la moyenne de tous les
    mois.

    Args:
        total_des_12_mois: Bruts des douze mois qui précèdent la notification, primes comprises, en euros.
        total_des_3_mois: Bruts des trois derniers mois, sans les primes annuelles, en euros.
        primes_annuelles: Primes annuelles ou exceptionnelles versées pendant ces trois mois, en euros.
        mois_de_service: Mois de service si le contrat a moins d'un an.

    Raises:
        ValeurInvalide: Une valeur est négative, ou les mois de service ne vont pas de 1 à 12.

    >>> salaire_de_reference(D(18300), D(4350), D(1525))
    Decimal('1577.08')
    """
    for nom, montant in (
        ("Le total des douze mois", total_des_12_mois),
        ("Le total des trois mois", total_des_3_mois),
        ("Le total des primes annuelles", primes_annuelles),
    ):
        exiger_positif(nom, montant)
    if not 1 <= mois_de_service <= MOIS_PAR_AN:
        raise ValeurInvalide(f"Les mois de service vont de 1 à 12 : {nombre_ecrit(mois_de_service)} reçu.")
    sur_douze_mois = total_des_12_mois / mois_de_service
    sur_trois_mois = (total_des_3_mois * _DOUZE + primes_annuelles * _TROIS) / (_DOUZE * _TROIS)
    return arrondir_centime(max(sur_douze_mois, sur_trois_mois))


@formule
def indemnite_legale(salaire_reference: Euros, mois: NombreDeMois, le: date) -> Euros:
    """Indemnité légale de rupture pour un nombre de mois d'ancienneté.

    Un quart de mois de salaire par année jusqu'à dix ans, un tiers au-delà, l'année incomplète au prorata des mois
    entiers (C. trav., art. R1234-1 et R1234-2). INDEMNITE_DE_LICENCIEMENT en vérifie d'abord les conditions.

    Args:
        salaire_reference: Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.
        mois: Mois entiers d'ancienneté : MOIS_D_ANCIENNETE.
        le: Jour de notification du licenciement, ou de rupture conventionnelle.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_legale(D(2000), 144, date(2026, 3, 31))
    Decimal('6333.33')
    """
    exiger_positif("Le salaire de référence", salaire_reference)
    exiger_positif("Le nombre de mois", Decimal(mois))
    loi = parametres("paie_elements.indemnite_de_licenciement", le)
    mois_au_premier_taux = min(mois, int(loi["annees_du_premier_taux"]) * MOIS_PAR_AN)
    mois_au_second_taux = mois - mois_au_premier_taux
    premiere_part = part(salaire_reference * mois_au_premier_taux, loi["premier_taux"]) / MOIS_PAR_AN
    seconde_part = part(salaire_reference * mois_au_second_taux, loi["second_taux"]) / MOIS_PAR_AN
    return arrondir_centime(premiere_part + seconde_part)


@formule
def indemnite_de_licenciement(
    salaire_reference: Euros,
    entree: date,
    notification: date,
    fin: date,
    mois_suspendus: NombreDeMois = 0,
    faute_grave: bool = False,
    inaptitude_professionnelle: bool = False,
) -> Euros:
    """Indemnité légale de licenciement ; 0 sans droit.

    Un quart de mois par année jusqu'à dix ans, un tiers au-delà, l'année incomplète au prorata des mois entiers
    (C. trav., art. L1234-9, R1234-1 et R1234-2), dès huit mois d'ancienneté à la notification. Rien pour une faute
    grave ou lourde. Double pour une inaptitude professionnelle (L1226-14). La convention peut donner plus.

    Args:
        salaire_reference: Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.
        entree: Premier jour du contrat.
        notification: Jour d'envoi de la lettre de licenciement, qui décide du droit.
        fin: Dernier jour du contrat, préavis compris, exécuté ou non.
        mois_suspendus: Mois de suspension à retirer de l'ancienneté.
        faute_grave: oui pour une faute grave ou lourde.
        inaptitude_professionnelle: oui pour une inaptitude due à un accident du travail ou une maladie
            professionnelle.

    Raises:
        ValeurInvalide: Une valeur est négative, ou une date précède l'autre.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_de_licenciement(D(2000), date(2021, 4, 1), date(2026, 1, 28), date(2026, 3, 31))
    Decimal('2500.00')
    """
    exiger_positif("Le salaire de référence", salaire_reference)
    exiger_ordre(entree, notification, "l'entrée", "La notification")
    exiger_ordre(notification, fin, "la notification", "La fin du contrat")
    mois = mois_d_anciennete(entree, fin, mois_suspendus)
    mois_exiges = parametres("paie_elements.indemnite_de_licenciement", notification)["mois_exiges"]
    mois_a_la_notification = mois_complets(entree, notification) - mois_suspendus
    if faute_grave or mois_a_la_notification < mois_exiges:
        return arrondir_centime(ZERO)
    fois = 2 if inaptitude_professionnelle else 1
    return indemnite_legale(salaire_reference * fois, mois, notification)


@formule
def indemnite_de_rupture_conventionnelle(
    salaire_reference: Euros,
    entree: date,
    fin: date,
    montant_convenu: Euros | None = None,
    mois_suspendus: NombreDeMois = 0,
    autres_indemnites_exonerees: Euros = ZERO,
) -> RuptureConventionnelle:
    """Indemnité de rupture conventionnelle, part exonérée, contribution de l'employeur.

    Au moins l'indemnité légale de licenciement, sans condition de huit mois (C. trav., art. L1237-13). Exonérée
    jusqu'à deux plafonds annuels ; soumise dès le premier euro au-delà de dix (CSS, art. L242-1, II, 7°).
    L'employeur verse sur la part exonérée 40 % depuis le 01/01/2026, d'après la date de rupture (L137-12).
    Salarié qui peut partir à la retraite : même contribution, autre régime d'impôt.

    Args:
        salaire_reference: Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.
        entree: Premier jour du contrat.
        fin: Jour de rupture du contrat, fixé par la convention.
        montant_convenu: Indemnité convenue, en euros ; vide : le minimum légal.
        mois_suspendus: Mois de suspension à retirer de l'ancienneté.
        autres_indemnites_exonerees: Autres indemnités de rupture déjà exonérées, qui entament les deux plafonds.

    Raises:
        ValeurInvalide: Une valeur est négative, la fin précède l'entrée, ou le montant est sous le minimum.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_de_rupture_conventionnelle(D(2400), date(2020, 3, 1), date(2026, 2, 28)).contribution_patronale
    Decimal('1440.00')
    """
    exiger_positif("Le salaire de référence", salaire_reference)
    exiger_positif("Le montant des autres indemnités", autres_indemnites_exonerees)
    mois = mois_d_anciennete(entree, fin, mois_suspendus)
    minimum = indemnite_legale(salaire_reference, mois, fin)
    montant = minimum if montant_convenu is None else montant_convenu
    if montant < minimum:
        raise ValeurInvalide(
            f"L'indemnité convenue est d'au moins {montant_ecrit(minimum)}, l'indemnité légale : "
            f"{montant_ecrit(montant)} reçu."
        )
    limites = parametres("paie_elements.exoneration_de_rupture", fin)
    plafond_annuel = baremes.nombre("paie.plafond_annuel", fin)
    total = montant + autres_indemnites_exonerees
    disponible = max(ZERO, limites["exoneration"] * plafond_annuel - autres_indemnites_exonerees)
    exoneree = ZERO if total > limites["soumise_au_dela"] * plafond_annuel else min(montant, disponible)
    return RuptureConventionnelle(
        minimum=minimum,
        montant=arrondir_centime(montant),
        exoneree_de_cotisations=arrondir_centime(exoneree),
        soumise_a_cotisations=arrondir_centime(montant - exoneree),
        contribution_patronale=arrondir_centime(
            exoneree * baremes.nombre("paie_elements.contribution_de_rupture", fin)
        ),
    )


@formule
def indemnite_de_depart_a_la_retraite(salaire_reference: Euros, mois: NombreDeMois, le: date) -> Euros:
    """Indemnité légale d'un salarié qui part de lui-même à la retraite ; 0 sous dix ans.

    Un demi-mois dès dix ans d'ancienneté, un mois dès quinze, un mois et demi dès vingt, deux dès trente (C.
    trav., art. D1237-1). Elle est soumise à cotisations. La convention peut donner plus.

    Args:
        salaire_reference: Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.
        mois: Mois entiers d'ancienneté : MOIS_D_ANCIENNETE.
        le: Jour du départ.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_de_depart_a_la_retraite(D(2000), 200, date(2026, 3, 31))
    Decimal('2000.00')
    """
    exiger_positif("Le salaire de référence", salaire_reference)
    exiger_positif("Le nombre de mois", Decimal(mois))
    annees = mois // MOIS_PAR_AN
    mois_de_salaire = selon("paie_elements.depart_a_la_retraite", le, annees)
    return arrondir_centime(salaire_reference * mois_de_salaire)


@formule
def duree_du_preavis(entree: date, notification: date, travailleur_handicape: bool = False) -> NombreDeMois:
    """Durée légale du préavis de licenciement, en mois.

    Un mois de six mois à deux ans d'ancienneté, deux mois à partir de deux ans (C. trav., art. L1234-1) ; le
    double, trois mois au plus, pour un travailleur handicapé (L5213-9). La convention, le contrat ou l'usage peut
    donner plus. Il n'y en a pas pour une faute grave. La démission suit la convention ou l'usage.

    Args:
        entree: Premier jour du contrat.
        notification: Jour où le salarié reçoit la lettre de licenciement.
        travailleur_handicape: oui pour un bénéficiaire de l'obligation d'emploi.

    Raises:
        ValeurInvalide: La notification précède l'entrée.
        ResultatIntrouvable: L'ancienneté est sous six mois : la loi ne fixe pas de durée.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> duree_du_preavis(date(2024, 1, 8), date(2026, 1, 28))
    2
    """
    exiger_ordre(entree, notification, "l'entrée", "La notification")
    anciennete = mois_complets(entree, notification)
    loi = parametres("paie_elements.preavis", notification)
    if anciennete < loi["mois_exiges"]:
        raise ResultatIntrouvable(
            "Sous six mois d'ancienneté, la loi ne fixe pas de préavis : voir la convention collective ou l'usage."
        )
    mois = loi["mois_courts"] if anciennete < loi["mois_du_second_palier"] else loi["mois_longs"]
    return int(min(mois * 2, max(mois, loi["maximum_handicap"])) if travailleur_handicape else mois)
