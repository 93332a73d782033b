"""Période d'une déclaration : un mois ou un trimestre civil, tels qu'on les tape."""

import re
from dataclasses import dataclass
from datetime import date

from tableur.calculs.tva.saisies import Regime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide

_MOIS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_TRIMESTRE = re.compile(
    r"(\d{4})[ -]?[tq]([1-4])|[tq]([1-4])[ /-]?(\d{4})|([1-4])(?:er|e|eme)? ?t(?:rimestre)?[ /-]?(\d{4})"
)
_JOUR = re.compile(r"(\d{4})-(\d{1,2})-\d{1,2}(?:[t ].*)?|\d{1,2}/(\d{1,2})/(\d{4})")
_NOM = re.compile(r"([a-z]+) (\d{4})")
_SANS_ACCENTS = str.maketrans("éèêûâ\u00a0\u202f", "eeeua  ")


@dataclass(frozen=True, order=True, slots=True)
class Periode:
    """Mois ou trimestre civil déclaré.

    >>> str(Periode(date(2026, 1, 1), date(2026, 3, 31)))
    '2026-T1'
    """

    debut: date
    fin: date

    @property
    def est_trimestre(self) -> bool:
        """Vrai pour un trimestre."""
        return self.debut.month != self.fin.month

    @property
    def finit_l_annee(self) -> bool:
        """Vrai pour décembre et pour le quatrième trimestre, qui ouvrent le remboursement annuel."""
        return self.fin.month == 12

    @property
    def precedente(self) -> "Periode":
        """Période de même longueur qui finit la veille."""
        mois = Mois.de(self.debut) + (-3 if self.est_trimestre else -1)
        return Periode(mois.debut, (Mois.de(self.debut) + -1).fin)

    def __contains__(self, jour: date) -> bool:
        """Vrai si le jour est dans la période."""
        return self.debut <= jour <= self.fin

    def __str__(self) -> str:
        """Écriture courte et triable : « 2026-03 » ou « 2026-T1 »."""
        if self.est_trimestre:
            return f"{self.debut.year:04d}-T{(self.debut.month + 2) // 3}"
        return f"{self.debut.year:04d}-{self.debut.month:02d}"


def periode_lue(texte: str, regime: Regime = "mensuel") -> Periode:
    """Période tapée : « 2026-03 », « 03/2026 », « mars 2026 », une date, « 2026-T1 » ou « T1 2026 ».

    En régime trimestriel, un mois ou une date désigne son trimestre.

    Args:
        texte: Ce qui est tapé.
        regime: mensuel ou trimestriel.

    Raises:
        ValeurInvalide: Le texte n'est pas une période, ou est un trimestre en régime mensuel.

    >>> str(periode_lue("03/2026")), str(periode_lue("mars 2026", "trimestriel"))
    ('2026-03', '2026-T1')
    """
    propre = str(texte).strip().lower().translate(_SANS_ACCENTS)
    trouve = _TRIMESTRE.fullmatch(propre)
    if trouve is not None:
        g = trouve.groups()
        annee, rang = int(g[0] or g[3] or g[5]), int(g[1] or g[2] or g[4])
        if regime == "mensuel":
            raise ValeurInvalide(
                f"La période « {texte} » est un trimestre : en régime mensuel, un mois est attendu, comme "
                f"{annee:04d}-{3 * rang:02d} ; sinon, choisir le régime trimestriel."
            )
        return _trimestre(Mois(annee, 3 * rang))
    mois = _mois_lu(propre, texte)
    return _trimestre(mois) if regime == "trimestriel" else Periode(mois.debut, mois.fin)


def _mois_lu(propre: str, texte: str) -> Mois:
    jour, nom = _JOUR.fullmatch(propre), _NOM.fullmatch(propre)
    if jour is not None:
        annee, mois, mois_fr, annee_fr = jour.groups()
        return Mois(int(annee or annee_fr), int(mois or mois_fr))
    if nom is not None and nom.group(1) in _MOIS:
        return Mois(int(nom.group(2)), _MOIS.index(nom.group(1)) + 1)
    try:
        return Mois.lire(propre)
    except ValeurInvalide:
        raise ValeurInvalide(
            f"Période attendue, comme 2026-03 pour un mois ou 2026-T1 pour un trimestre : « {texte} » reçu."
        ) from None


def _trimestre(mois: Mois) -> Periode:
    premier = Mois(mois.annee, 3 * ((mois.mois - 1) // 3) + 1)
    return Periode(premier.debut, (premier + 2).fin)
