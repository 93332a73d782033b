"""Les primes d'un mois, rangées dans les variables du bulletin par leur nature."""

from collections.abc import Sequence
from decimal import Decimal

from tableur.calculs.paie.tables.tapees import NatureDePrime, Prime
from tableur.socle.grandeurs import ZERO

DANS_LES_PRIMES: tuple[NatureDePrime, ...] = ("prime", "prime_annuelle", "treizieme_mois", "anciennete")
PARTAGE: tuple[NatureDePrime, ...] = ("partage_valeur", "partage_valeur_imposable")


def variables_des_primes(primes: Sequence[Prime], *, suivi_d_un_cdi: bool) -> dict[str, object]:
    """Variables qui viennent des primes ; l'indemnité de fin de contrat est vide si rien n'est tapé.

    Args:
        primes: Primes d'un salarié pour un mois.
        suivi_d_un_cdi: Vrai si un CDI suit son CDD : l'indemnité de fin de contrat n'est alors pas due.
    """

    def somme(*natures: NatureDePrime) -> Decimal:
        return sum((prime.montant for prime in primes if prime.nature in natures), ZERO)

    tapee = any(prime.nature == "indemnite_fin_contrat" for prime in primes)
    return {
        "primes": somme(*DANS_LES_PRIMES),
        "indemnite_conges": somme("indemnite_conges"),
        "prime_partage_valeur": somme(*PARTAGE),
        "prime_partage_valeur_imposable": any(prime.nature == "partage_valeur_imposable" for prime in primes),
        "indemnite_fin_contrat": somme("indemnite_fin_contrat") if tapee else ZERO if suivi_d_un_cdi else None,
    }
