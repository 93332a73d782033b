"""Coefficient de service : le quantile de la loi normale, en décimal, sans bibliothèque de calcul."""

from decimal import Decimal, localcontext

from tableur.calculs.stock.gardes import exiger_taux
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Nombre, Taux
from tableur.socle.marques import formule

PI = Decimal("3.1415926535897932384626433832795028841971693993751058209749445923078164062862")
CHIFFRES = 60  # la queue 1 − Φ se calcule par différence : il en reste plus de 28 pour un taux à 30 décimales
PLUS_PETITE_QUEUE = Decimal("1E-30")
MOITIE = Decimal("0.5")


@formule
def coefficient_de_service(taux_de_service: Taux) -> Nombre:
    """Coefficient z d'un taux de service : le quantile de la loi normale centrée réduite.

    z est tel qu'une demande normale reste sous sa moyenne plus z écarts types dans la proportion demandée. Il vaut
    1,2816 à 90 %, 1,6449 à 95 %, 2,3263 à 99 %, et il est négatif sous 50 %. Les tables publiées l'arrondissent.

    Args:
        taux_de_service: Part des cycles sans rupture, entre 0 et 1 exclus : 0,95 pour 95 %.

    Raises:
        ValeurInvalide: Le taux n'est pas entre 0 et 1, ou en est plus près que 30 décimales.

    >>> coefficient_de_service(D("0.95"))
    Decimal('1.644853626951472714863848908')
    """
    exiger_taux("Le taux de service", taux_de_service)
    queue = min(taux_de_service, UN - taux_de_service)
    if queue < PLUS_PETITE_QUEUE:
        raise ValeurInvalide("Le taux de service est trop proche de 0 ou de 1 : 30 décimales au plus.")
    z = _quantile_superieur(queue)
    return z if taux_de_service >= MOITIE else -z


def _quantile_superieur(queue: Decimal) -> Decimal:
    """Le z positif ou nul tel que 1 − Φ(z) = queue : premier jet, puis méthode de Newton."""
    if queue == MOITIE:
        return ZERO
    with localcontext() as contexte:
        contexte.prec = CHIFFRES
        z = _premier_jet(queue)
        pas = UN
        while abs(pas) > z * Decimal("1E-31"):
            densite = (-z * z / 2).exp() / (2 * PI).sqrt()
            pas = (_queue(z, densite) - queue) / densite
            z += pas
    return +z


def _premier_jet(queue: Decimal) -> Decimal:
    """Approximation à 4,5 dix-millièmes : Abramowitz et Stegun, 26.2.23."""
    t = (-2 * queue.ln()).sqrt()
    haut = Decimal("2.515517") + t * (Decimal("0.802853") + t * Decimal("0.010328"))
    bas = UN + t * (Decimal("1.432788") + t * (Decimal("0.189269") + t * Decimal("0.001308")))
    return max(t - haut / bas, Decimal("1E-6"))


def _queue(z: Decimal, densite: Decimal) -> Decimal:
    """1 − Φ(z), par la série Φ(z) = 1/2 + φ(z) · (z + z³/3 + z⁵/(3·5) + …), dont tous les termes sont positifs."""
    terme = somme = z
    rang = 1
    while terme > Decimal("1E-62"):
        rang += 2
        terme *= z * z / rang
        somme += terme
    return MOITIE - densite * somme
