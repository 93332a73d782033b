"""Tenue d'un stock en quantité et en valeur : au coût moyen, à un coût fixe, ou par couches (PEPS).

La valeur est gardée exacte ; c'est l'affichage qui l'arrondit au centime (`valeur_affichee`). Ainsi les arrondis
ne s'accumulent pas, et « initial + entrées = sorties + final » reste vrai au centime.
"""

from collections import deque
from dataclasses import dataclass, field
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Protocol

from tableur.socle.arrondis import CENTIME, arrondir
from tableur.socle.grandeurs import ZERO


class Tenue(Protocol):
    """Stock tenu mouvement après mouvement."""

    quantite: Decimal
    valeur: Decimal

    @property
    def cout_du_moment(self) -> Decimal | None:
        """Coût unitaire du stock présent, None tant qu'aucun coût n'est connu."""

    def entrer(self, quantite: Decimal, valeur: Decimal | None) -> None:
        """Ajoute une entrée ; sans valeur, elle entre au coût du moment."""

    def sortir(self, quantite: Decimal) -> Decimal | None:
        """Retire une sortie, et rend le coût unitaire auquel elle est sortie."""


def valeur_affichee(valeur: Decimal) -> Decimal:
    """Valeur du stock au centime ; le demi-centime va à la sortie, comme l'arrondi de quantité × coût le veut."""
    arrondie = valeur.quantize(CENTIME, rounding=ROUND_HALF_DOWN if valeur >= ZERO else ROUND_HALF_UP)
    return arrondie + ZERO  # jamais « -0,00 »


@dataclass(slots=True)
class TenueAuCump:
    """Coût unitaire moyen pondéré, recalculé après chaque entrée qui a un coût.

    Un CUMP arrondi laisse un résidu dans la valeur ; l'entrée suivante, ou la sortie qui vide le stock, l'emporte.
    Une sortie sans stock suffisant part au coût du moment ; l'entrée suivante couvre d'abord ce manque à son
    propre coût, pour que le coût moyen reste vrai.
    """

    quantite: Decimal = ZERO
    valeur: Decimal = ZERO
    cump: Decimal | None = None
    decimales: int | None = None

    @property
    def cout_du_moment(self) -> Decimal | None:
        """Dernier CUMP calculé."""
        return self.cump

    def entrer(self, quantite: Decimal, valeur: Decimal | None) -> None:
        """Ajoute une entrée, et recalcule le CUMP si elle a une valeur."""
        avant = self.quantite
        self.quantite += quantite
        if valeur is None:
            self.valeur += quantite * (self.cump or ZERO)
        elif avant >= ZERO:
            self.valeur += valeur
            if self.quantite:
                self._fixer_cump(self.valeur / self.quantite)
        elif quantite:
            if self.quantite >= ZERO or self.cump is None:
                self._fixer_cump(valeur / quantite)
            cout = valeur / quantite if self.quantite >= ZERO else self.cump or ZERO
            self.valeur = self.quantite * cout

    def sortir(self, quantite: Decimal) -> Decimal | None:
        """Retire une sortie au CUMP ; la sortie qui vide le stock en emporte toute la valeur."""
        cout = self.cump or ZERO
        avant = self.quantite
        self.quantite -= quantite
        if avant < ZERO:
            self.valeur -= quantite * cout
        elif self.quantite <= ZERO:
            self.valeur = self.quantite * cout
        else:
            self.valeur = max(self.valeur - quantite * cout, ZERO)
        return self.cump

    def _fixer_cump(self, cump: Decimal) -> None:
        self.cump = cump if self.decimales is None else arrondir(cump, self.decimales)


@dataclass(slots=True)
class TenueACoutFixe:
    """Un seul coût pour toutes les sorties de la période.

    Args:
        quantite: Stock initial.
        valeur: Valeur du stock initial.
        cump: Coût de toutes les sorties.
        total_sorti: Si la période finit à stock nul, quantité totale de ses sorties.
        valeur_a_sortir: Dans ce cas, valeur totale que les sorties emportent : la dernière prend le résidu.
    """

    quantite: Decimal
    valeur: Decimal
    cump: Decimal | None
    total_sorti: Decimal | None = None
    valeur_a_sortir: Decimal = ZERO
    deja_sorti: Decimal = ZERO

    @property
    def cout_du_moment(self) -> Decimal | None:
        """Coût de la période."""
        return self.cump

    def entrer(self, quantite: Decimal, valeur: Decimal | None) -> None:
        """Ajoute une entrée à son coût, ou au coût de la période."""
        self.quantite += quantite
        self.valeur += quantite * (self.cump or ZERO) if valeur is None else valeur

    def sortir(self, quantite: Decimal) -> Decimal | None:
        """Retire une sortie au coût de la période."""
        self.quantite -= quantite
        self.deja_sorti += quantite
        sortie = quantite * (self.cump or ZERO)
        if quantite and self.deja_sorti == self.total_sorti:
            sortie = self.valeur_a_sortir
        self.valeur -= sortie
        self.valeur_a_sortir -= sortie
        return self.cump


@dataclass(slots=True)
class _Couche:
    quantite: Decimal
    valeur: Decimal


@dataclass(slots=True)
class TenueParCouches:
    """Premier entré, premier sorti : chaque entrée est une couche, la plus ancienne sort d'abord.

    Un manque part au dernier coût connu ; l'entrée suivante le couvre à son propre coût.
    """

    quantite: Decimal = ZERO
    valeur: Decimal = ZERO
    dernier_cout: Decimal | None = None
    couches: deque[_Couche] = field(default_factory=deque)

    @property
    def cout_du_moment(self) -> Decimal | None:
        """Coût moyen des couches présentes, ou dernier coût connu."""
        return self.valeur / self.quantite if self.quantite > ZERO else self.dernier_cout

    def entrer(self, quantite: Decimal, valeur: Decimal | None) -> None:
        """Ajoute une couche ; s'il manquait des unités, elle les couvre d'abord."""
        if not quantite:
            return
        if valeur is None:
            valeur = quantite * (self.cout_du_moment or ZERO)
        else:
            self.dernier_cout = valeur / quantite
        avant = self.quantite
        self.quantite += quantite
        if avant < ZERO:
            valeur = self.quantite * (self.dernier_cout or ZERO)
            self.valeur = valeur
        else:
            self.valeur += valeur
        if self.quantite > ZERO:
            self.couches.append(_Couche(min(quantite, self.quantite), valeur))

    def sortir(self, quantite: Decimal) -> Decimal | None:
        """Retire les couches les plus anciennes, et rend le coût moyen de ce qui sort."""
        avant, reste = self.valeur, quantite
        while reste and self.couches:
            couche = self.couches[0]
            pris = min(reste, couche.quantite)
            sortie = couche.valeur * pris / couche.quantite
            self.dernier_cout = couche.valeur / couche.quantite
            self.valeur -= sortie
            reste -= pris
            couche.quantite -= pris
            couche.valeur -= sortie
            if not couche.quantite:
                self.couches.popleft()
        self.quantite -= quantite
        if self.quantite <= ZERO:
            self.valeur = self.quantite * (self.dernier_cout or ZERO)
        return (avant - self.valeur) / quantite if quantite else self.dernier_cout
