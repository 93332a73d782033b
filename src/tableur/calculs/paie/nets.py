"""Les nets : montant net social, net imposable, prélèvement à la source."""

from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import borne, parametres, selon, smic_mensuel
from tableur.calculs.paie.enregistrements import Salarie, ZoneFiscale
from tableur.socle.arrondis import arrondir_centime, arrondir_euro
from tableur.socle.dates import Mois
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros, Taux
from tableur.socle.marques import formule


@formule
def montant_net_social(
    brut: Euros, cotisations_salariales: Euros, revenus_ajoutes: Euros = ZERO, reduction_salariale: Euros = ZERO
) -> Euros:
    """Montant net social : brut et revenus ajoutés, moins toutes les cotisations salariales.

    Toute la part salariale de santé et de prévoyance se déduit, la part patronale ne s'ajoute pas, les indemnités
    journalières subrogées comptent (arrêté du 31/01/2023 modifié ; BOSS, bulletin de paie) : règle d'or 12.

    Args:
        brut: Brut du mois, avantages en nature compris.
        cotisations_salariales: Somme des parts salariales, CSG et CRDS comprises.
        revenus_ajoutes: Prime de partage de la valeur, indemnités journalières subrogées.
        reduction_salariale: Réduction salariale sur les heures supplémentaires.

    >>> montant_net_social(Decimal("2131.87"), Decimal("477.19"), reduction_salariale=Decimal("14.91"))
    Decimal('1669.59')
    """
    return brut - cotisations_salariales + reduction_salariale + revenus_ajoutes


@formule
def net_imposable(
    brut: Euros,
    cotisations_deductibles: Euros,
    part_patronale_sante: Euros = ZERO,
    heures_exonerees: Euros = ZERO,
    reduction_salariale: Euros = ZERO,
) -> Euros:
    """Net imposable : brut, moins cotisations et CSG déductibles, plus la seule part patronale de santé.

    La prévoyance patronale (incapacité, invalidité, décès) ne s'ajoute pas ; les heures exonérées se retranchent
    (CGI, art. 83, 1° quater, et 81 quater) : règle d'or 12.

    Args:
        brut: Brut du mois.
        cotisations_deductibles: Parts salariales, sauf CSG et CRDS non déductibles.
        part_patronale_sante: Part de l'employeur dans la complémentaire santé.
        heures_exonerees: Rémunération des heures exonérée d'impôt.
        reduction_salariale: Réduction salariale sur les heures supplémentaires.

    >>> net_imposable(Decimal(2500), Decimal("481.82"), Decimal(30))
    Decimal('2048.18')
    """
    return brut - cotisations_deductibles + reduction_salariale + part_patronale_sante - heures_exonerees


@formule
def taux_neutre(base: Euros, le: date, zone: ZoneFiscale = "metropole") -> Taux:
    """Taux du prélèvement à la source de la grille neutre, pour une base mensuelle.

    Args:
        base: Net imposable du mois.
        le: Date du versement : c'est elle qui choisit la grille (CGI, art. 204 H).
        zone: Domicile : metropole, guadeloupe_reunion_martinique ou guyane_mayotte.

    >>> taux_neutre(Decimal("2048.18"), date(2026, 7, 31))
    Decimal('0.029')
    """
    return Decimal(selon(f"paie_impot.taux_neutre_{zone}", le, max(base, ZERO)))


@formule
def prelevement_a_la_source(
    base: Euros, le: date, taux: Taux | None = None, zone: ZoneFiscale = "metropole"
) -> Euros:
    """Prélèvement à la source du mois, au taux transmis ou, à défaut, au taux neutre.

    Args:
        base: Net imposable du mois, heures exonérées déduites.
        le: Date du versement.
        taux: Taux transmis par l'administration ; vide pour la grille de taux neutre.
        zone: Domicile, pour la grille.

    Raises:
        ValeurInvalide: Le taux n'est pas une fraction entre 0 et 1.

    >>> prelevement_a_la_source(Decimal("2048.18"), date(2026, 7, 31))
    Decimal('59.40')
    """
    if taux is not None and not ZERO <= taux < UN:
        recu = nombre_ecrit(taux)
        raise ValeurInvalide(f"Le taux du prélèvement est une fraction : {recu} reçu (écrire 0,075 pour 7,5 %).")
    applique = taux_neutre(base, le, zone) if taux is None else taux
    return arrondir_centime(max(base, ZERO) * applique)


def base_du_taux_neutre(net: Decimal, salarie: Salarie, le: date) -> Decimal:
    """Base de la grille neutre : un contrat de deux mois au plus a droit à l'abattement."""
    if not _contrat_court(salarie, le):
        return net
    return borne(net - Decimal(parametres("paie_impot.abattement_contrat_court", le)["montant"]))


def _contrat_court(salarie: Salarie, le: date) -> bool:
    if salarie.contrat not in ("CDD", "stage") or salarie.entree is None or salarie.sortie is None:
        return False
    if not baremes.est_en_vigueur("paie_impot.abattement_contrat_court", le):
        return False
    mois = int(parametres("paie_impot.abattement_contrat_court", le)["mois"])
    return salarie.sortie < _de_date_a_date(salarie.entree, mois)


def _de_date_a_date(entree: date, mois: int) -> date:
    """Premier jour hors d'une durée en mois, comptée de date à date ; un jour absent du mois mène au suivant."""
    limite = Mois.de(entree) + mois
    return limite.debut.replace(day=entree.day) if entree.day <= limite.fin.day else (limite + 1).debut


@formule
def exoneration_d_impot_apprenti(net: Euros, periode: Mois, net_deja: Euros = ZERO) -> Euros:
    """Part du net d'un apprenti ou d'un stagiaire exonérée d'impôt : un SMIC annuel, sur le cumul.

    Le SMIC annuel est la somme des SMIC des douze mois, connus au mois de paie, à l'euro le plus proche et sans
    prorata (CGI, art. 81 bis ; BOI-RSA-CHAMP-20-50-50, § 400).

    Args:
        net: Net imposable du mois, avant exonération.
        periode: Mois de paie.
        net_deja: Part déjà exonérée dans l'année.

    >>> exoneration_d_impot_apprenti(Decimal(1500), Mois(2026, 12), Decimal(22000))
    Decimal('184')
    """
    mois = [Mois(periode.annee, min(numero, periode.mois)) for numero in range(1, 13)]
    smic = sum((arrondir_centime(smic_mensuel(m.debut)) for m in mois), ZERO)
    nombre = baremes.nombre("paie_alternance.apprenti_impot", periode.debut)
    limite = arrondir_euro(nombre * smic)
    return borne(min(net, limite - net_deja))
