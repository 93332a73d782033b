"""Réduction générale des cotisations patronales : coefficient sur le cumul, mois par différence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import borne, parametres, selon
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Effectif, Euros, Heures, Nombre, Taux
from tableur.socle.marques import formule

SMIC_DE_REFERENCE = "paie.smic_reduction_generale"
DECIMALES_DU_COEFFICIENT = 4
DECIMALES_DE_LA_LIMITE = 4
RGDU, FILLON = "paie_reductions.rgdu", "paie_reductions.fillon"
AU_POURCENTAGE = "paie_reductions.smic_au_pourcentage_du_contrat"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionGenerale:
    """Réduction d'un mois : coefficient du cumul, montant du mois, et sa part pour chaque organisme."""

    coefficient: Nombre
    reduction: Euros
    part_urssaf: Euros
    part_agirc_arrco: Euros
    cumul: Euros


@formule
def reduction_generale(
    remuneration: Euros,
    smic: Euros,
    effectif: Effectif,
    le: date,
    remuneration_deja: Euros = ZERO,
    smic_deja: Euros = ZERO,
    reduction_deja: Euros = ZERO,
) -> ReductionGenerale:
    """Réduction générale d'un mois : celle du cumul de l'année, moins ce qui a déjà été pratiqué.

    Coefficient à quatre décimales sur le cumul, réduction arrondie au centime, mois par différence ; il peut être
    négatif, et tout est rendu quand le cumul dépasse la limite, trois SMIC depuis 2026 (CSS, art. L241-13 et
    D241-7) : règle d'or 5. Avant 2026, la formule est celle de 1,6 SMIC.

    Args:
        remuneration: Rémunération du mois : brut soumis, et prime de partage de la valeur depuis 2025.
        smic: SMIC du mois, tel que `smic_de_la_reduction` le rend, non arrondi.
        effectif: Effectif retenu pour le seuil de 50.
        le: Mois de paie, par un de ses jours.
        remuneration_deja: Rémunération des mois précédents de l'année.
        smic_deja: SMIC des mois précédents de l'année.
        reduction_deja: Réduction déjà pratiquée dans l'année.

    >>> reduction_generale(Decimal(2500), Decimal("1823.0333"), 15, date(2026, 7, 1))
    ReductionGenerale(coefficient=Decimal('0.1719'), reduction=Decimal('429.75'), part_urssaf=Decimal('364.87'),
                      part_agirc_arrco=Decimal('64.88'), cumul=Decimal('429.75'))
    """
    cumul_remuneration = remuneration_deja + remuneration
    coefficient = coefficient_de_reduction(cumul_remuneration, smic_deja + smic, effectif, le)
    cumul = arrondir_centime(coefficient * cumul_remuneration)
    reduction = cumul - reduction_deja
    cle = baremes.nombre("paie_reductions.part_agirc_arrco", le) / coefficient_maximal(effectif, le)
    part_agirc_arrco = arrondir_centime(reduction * cle)
    return ReductionGenerale(
        coefficient=coefficient,
        reduction=reduction,
        part_urssaf=reduction - part_agirc_arrco,
        part_agirc_arrco=part_agirc_arrco,
        cumul=cumul,
    )


@formule
def coefficient_de_reduction(remuneration: Euros, smic: Euros, effectif: Effectif, le: date) -> Nombre:
    """Coefficient de la réduction générale, à quatre décimales, nul dès la limite de rémunération.

    Depuis 2026 : Tmin + Tdelta × [0,5 × (3 × SMIC / rémunération − 1)]^1,75, sans dépasser Tmin + Tdelta. Avant :
    T / 0,6 × (1,6 × SMIC / rémunération − 1), sans dépasser T (CSS, art. D241-7).

    Args:
        remuneration: Rémunération de la période, cumulée s'il y a des mois précédents.
        smic: SMIC de la même période.
        effectif: Effectif retenu pour le seuil de 50.
        le: Mois de paie, par un de ses jours.

    >>> coefficient_de_reduction(Decimal(3000), Decimal("1823.0333"), 15, date(2026, 1, 1))
    Decimal('0.0999')
    """
    if remuneration <= ZERO or smic <= ZERO:
        return ZERO
    rgdu = baremes.est_en_vigueur(RGDU, le)
    regle = selon(RGDU if rgdu else FILLON, le, effectif)
    limite, rapport = regle["sortie_en_smic"], smic / remuneration
    if arrondir(limite * smic, DECIMALES_DE_LA_LIMITE) <= remuneration:
        return ZERO
    part = min((limite * rapport - UN) / (limite - UN), UN)
    if part == UN:
        return coefficient_maximal(effectif, le)
    if not rgdu:
        return arrondir(regle["t"] * part, DECIMALES_DU_COEFFICIENT)
    t_min, t_delta, exposant = regle["t_min"], regle["t_delta"], regle["puissance"]
    return arrondir(t_min + t_delta * puissance(part, exposant), DECIMALES_DU_COEFFICIENT)


def puissance(base: Decimal, exposant: Decimal) -> Decimal:
    """Puissance positive, à la précision du contexte ; en quarts, deux racines vont vingt fois plus vite.

    >>> puissance(Decimal(16), Decimal("1.75"))
    Decimal('128')
    """
    entiers, quarts = divmod(exposant * 4, 4)
    if quarts != int(quarts):
        return Decimal(base**exposant)
    return base ** int(entiers) * base.sqrt().sqrt() ** int(quarts)


def coefficient_maximal(effectif: int, le: date) -> Decimal:
    """Plus fort coefficient : Tmin + Tdelta depuis 2026, T avant."""
    if baremes.est_en_vigueur(RGDU, le):
        regle = selon(RGDU, le, effectif)
        return Decimal(regle["t_min"] + regle["t_delta"])
    return Decimal(selon(FILLON, le, effectif)["t"])


@formule
def smic_de_la_reduction(
    le: date,
    heures_semaine: Heures | None = None,
    salaire_verse: Euros | None = None,
    salaire_habituel: Euros | None = None,
    heures_en_plus: Heures = ZERO,
    part_du_smic: Taux = UN,
) -> Euros:
    """SMIC d'un mois pour la réduction générale, non arrondi.

    Au prorata de la durée du contrat et, pour un mois incomplet, du salaire versé sur le salaire habituel ; les
    heures en plus comptent sans majoration (CSS, art. D241-7 ; BOSS) : règle d'or 6. Un apprenti compte au SMIC
    entier depuis juillet 2022 (BOSS). Le SMIC de référence est figé à 12,02 € toute l'année 2026 (D. 2026-509).

    Args:
        le: Mois de paie, par un de ses jours.
        heures_semaine: Heures du contrat par semaine ; vide pour la durée légale.
        salaire_verse: Salaire du mois après les absences, maintien compris, sans les indemnités journalières de la
            sécurité sociale ; vide pour un mois complet.
        salaire_habituel: Salaire d'un mois complet, hors éléments que l'absence ne change pas.
        heures_en_plus: Heures supplémentaires et complémentaires du mois.
        part_du_smic: Fraction du SMIC du contrat d'apprentissage, quand le barème la retient ; 1 pour les autres.

    Raises:
        ValeurInvalide: Le salaire versé est donné sans le salaire habituel.

    >>> smic_de_la_reduction(date(2026, 7, 1), heures_en_plus=Decimal(8)).quantize(Decimal("0.01"))
    Decimal('1919.19')
    """
    if (salaire_verse is None) != (salaire_habituel is None):
        raise ValeurInvalide("Le salaire versé et le salaire habituel se donnent ensemble, ou pas du tout.")
    horaire = baremes.nombre(SMIC_DE_REFERENCE, le)
    annuelles = baremes.nombre("paie.heures_annuelles_du_smic", le)
    legale = baremes.nombre("paie.duree_legale", le)
    duree = UN if heures_semaine is None else min(heures_semaine / legale, UN)
    presence = UN
    if salaire_verse is not None and salaire_habituel is not None:
        presence = borne(salaire_verse / salaire_habituel, haute=UN) if salaire_habituel > ZERO else ZERO
    mensuel = horaire * annuelles / 12 * duree * presence
    return (mensuel + horaire * heures_en_plus) * part_du_smic_retenue(part_du_smic, le)


def part_du_smic_retenue(part: Decimal | None, le: date) -> Decimal:
    """Fraction du SMIC d'un contrat d'apprentissage que la réduction retient : tout, depuis juillet 2022."""
    return part if part is not None and baremes.valeur(AU_POURCENTAGE, le) else UN


def remuneration_limite(nom: str, smic: Decimal, le: date) -> Decimal:
    """Rémunération jusqu'à laquelle un taux réduit de 2025 vaut, pour un SMIC cumulé de la réduction générale.

    Arrondie sous le centime : un prorata sans fin, 20/23 par exemple, ne fait pas manquer une égalité.
    """
    rapport = baremes.nombre("paie.smic_taux_reduits", le) / baremes.nombre(SMIC_DE_REFERENCE, le)
    return arrondir(Decimal(parametres(nom, le)["limite_en_smic"]) * smic * rapport, DECIMALES_DE_LA_LIMITE)
