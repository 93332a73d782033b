"""Déduction : part récupérable d'une dépense et sa raison, coefficient de l'entreprise, délai d'omission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from tableur import baremes
from tableur.calculs.tva.cadeaux import CADEAU, part_de_cadeau
from tableur.calculs.tva.lectures import natures
from tableur.calculs.tva.saisies import NatureDAchat
from tableur.socle.arrondis import CENTIME, arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros, Nombre, Taux
from tableur.socle.marques import formule


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """TVA déductible d'une dépense : la part récupérable, la taxe déduite, la case et la raison."""

    tva: Euros
    part: Taux
    tva_deductible: Euros
    case: str
    raison: str


@formule
def tva_deductible(
    tva: Euros,
    nature: NatureDAchat,
    le: date,
    coefficient: Nombre = UN,
    valeur_ttc: Euros | None = None,
) -> Deduction:
    """TVA déductible d'une dépense, sa part récupérable, sa case et sa raison.

    La part vient de la nature (CGI, ann. II, art. 206 : voitures, hébergement, transport, cadeaux ; art. 298, 4 :
    carburants), multipliée par le coefficient de l'entreprise.

    Args:
        tva: TVA facturée ou autoliquidée.
        nature: Nature de la dépense, telle qu'on la tape dans les achats.
        le: Date de la dépense.
        coefficient: Coefficient d'assujettissement × taxation de l'entreprise, de 0 à 1.
        valeur_ttc: Pour un cadeau, valeur TTC donnée au bénéficiaire dans l'année.

    Raises:
        ValeurInvalide: Le coefficient n'est pas entre 0 et 1, ou la valeur d'un cadeau manque.

    >>> tva_deductible(D("50"), "Carburant de voiture (part récupérable 80 %)", date(2026, 3, 1)).tva_deductible
    Decimal('40.00')
    """
    if not ZERO <= coefficient <= UN:
        raise ValeurInvalide(f"Le coefficient va de 0 à 1 : {nombre_ecrit(coefficient)} reçu.")
    regle = natures("achats", le)[nature]
    part, raison = regle.part, regle.texte
    if nature == CADEAU:
        part, raison = _cadeau(valeur_ttc, le, raison)
    entiere = part * coefficient
    return Deduction(
        tva=tva,
        part=entiere,
        tva_deductible=arrondir_centime(tva * entiere),
        case="19" if regle.immobilisation else "15" if regle.operation == "reversement" else "20",
        raison=raison,
    )


@formule
def coefficient_de_deduction(assujettissement: Taux, taxation: Taux, admission: Taux = UN) -> Taux:
    """Coefficient de déduction : assujettissement × taxation × admission, par excès au centième.

    Chaque facteur, puis le produit, est arrondi par excès (CGI, ann. II, art. 206, V-2 ; BOI-TVA-DED-20-10-40).

    Args:
        assujettissement: Part de l'usage pour des opérations dans le champ de la TVA.
        taxation: Part des opérations qui ouvrent droit à déduction.
        admission: Part admise par la loi : 0 pour une dépense exclue, 0,8 pour un carburant de tourisme.

    Raises:
        ValeurInvalide: Un coefficient n'est pas entre 0 et 1.

    >>> coefficient_de_deduction(D("0.80"), D("0.51"))
    Decimal('0.41')
    """
    coefficients = {"d'assujettissement": assujettissement, "de taxation": taxation, "d'admission": admission}
    for nom, valeur in coefficients.items():
        if not ZERO <= valeur <= UN:
            raise ValeurInvalide(f"Le coefficient {nom} va de 0 à 1 : {nombre_ecrit(valeur)} reçu.")
    facteurs = (_par_exces(facteur) for facteur in coefficients.values())
    return _par_exces(_produit(facteurs))


@formule
def limite_de_deduction(date_exigibilite: date) -> date:
    """Dernier jour pour déduire une TVA omise : le 31 décembre de la deuxième année suivante.

    CGI, ann. II, art. 208 : l'année suivante se compte de celle de l'omission ; inscription distincte, ligne 21.

    Args:
        date_exigibilite: Jour où la taxe aurait dû être déduite.

    Raises:
        BaremeAbsent: Le délai n'est pas connu à cette date.

    >>> limite_de_deduction(date(2026, 9, 5))
    datetime.date(2028, 12, 31)
    """
    annees = int(baremes.nombre("tva.omission.deduction", date_exigibilite))
    return date(date_exigibilite.year + annees, 12, 31)


def _cadeau(valeur_ttc: Decimal | None, le: date, raison: str) -> tuple[Decimal, str]:
    if valeur_ttc is None:
        raise ValeurInvalide("La valeur TTC du cadeau dans l'année est attendue : rien reçu.")
    part, compare = part_de_cadeau(valeur_ttc, le)
    return part, f"{raison} ; {compare}"


def _par_exces(valeur: Decimal) -> Decimal:
    return valeur.quantize(CENTIME, rounding=ROUND_CEILING)


def _produit(facteurs: Iterable[Decimal]) -> Decimal:
    produit = UN
    for facteur in facteurs:
        produit *= facteur
    return produit
