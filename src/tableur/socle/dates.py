"""Mois et exercice : les deux périodes que la gestion compte."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tableur.socle.erreurs import ValeurInvalide

NOMS_DES_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_MOIS_ECRIT = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})[/-](\d{4})")
_MOIS_NOMME = re.compile(r"([^\W\d_]+)\s+(\d{4})")


def _sans_accent(nom: str) -> str:
    decompose = unicodedata.normalize("NFKD", nom.casefold())
    return "".join(c for c in decompose if not unicodedata.combining(c))


_RANGS_DES_MOIS = {_sans_accent(nom): rang for rang, nom in enumerate(NOMS_DES_MOIS, 1)}


@dataclass(frozen=True, order=True, slots=True)
class Mois:
    """Mois civil : « 2026-10 ».

    >>> Mois(2026, 2).fin, str(Mois(2026, 12) + 1)
    (datetime.date(2026, 2, 28), '2027-01')
    """

    annee: int
    mois: int

    def __post_init__(self) -> None:
        """Refuse un mois qui n'existe pas."""
        if not (1 <= self.mois <= 12 and 1 <= self.annee <= 9999):
            raise ValeurInvalide(f"Ce mois n'existe pas : {self.mois}/{self.annee}.")

    @classmethod
    def lire(cls, texte: str) -> "Mois":
        """Mois écrit « 2026-10 », « 10/2026 » ou « octobre 2026 », accents et majuscules indifférents.

        Raises:
            ValeurInvalide: Le texte n'est pas un mois.

        >>> Mois.lire("Décembre 2026") == Mois.lire("decembre 2026") == Mois(2026, 12)
        True
        """
        nomme = _MOIS_NOMME.fullmatch(texte.strip())
        if nomme is not None and (nom := _sans_accent(nomme.group(1))) in _RANGS_DES_MOIS:
            return cls(int(nomme.group(2)), _RANGS_DES_MOIS[nom])
        trouve = _MOIS_ECRIT.fullmatch(texte.strip())
        if trouve is None:
            raise ValeurInvalide(f"Mois attendu, comme 2026-10 ou 10/2026 : « {texte} » reçu.")
        annee, mois = trouve.group(1) or trouve.group(4), trouve.group(2) or trouve.group(3)
        return cls(int(annee), int(mois))

    @classmethod
    def de(cls, jour: date) -> "Mois":
        """Mois d'une date."""
        return cls(jour.year, jour.month)

    @property
    def debut(self) -> date:
        """Premier jour du mois."""
        return date(self.annee, self.mois, 1)

    @property
    def fin(self) -> date:
        """Dernier jour du mois."""
        return date(self.annee, 12, 31) if self.mois == 12 else (self + 1).debut - timedelta(days=1)

    def __add__(self, nombre: int) -> "Mois":
        """Mois situé `nombre` mois plus tard."""
        rang = self.annee * 12 + self.mois - 1 + nombre
        return Mois(rang // 12, rang % 12 + 1)

    def __str__(self) -> str:
        """Écriture courte et triable : « 2026-10 »."""
        return f"{self.annee:04d}-{self.mois:02d}"


@dataclass(frozen=True, order=True, slots=True)
class Exercice:
    """Exercice comptable, du premier au dernier jour compris.

    >>> Exercice(date(2026, 1, 1), date(2026, 12, 31)).jours
    365
    """

    debut: date
    fin: date

    def __post_init__(self) -> None:
        """Refuse un exercice qui finit avant de commencer."""
        if self.fin < self.debut:
            raise ValeurInvalide(
                f"L'exercice finit le {date_ecrite(self.fin)}, avant son début, le {date_ecrite(self.debut)}."
            )

    @classmethod
    def civil(cls, annee: int) -> "Exercice":
        """Exercice du 1er janvier au 31 décembre."""
        return cls(date(annee, 1, 1), date(annee, 12, 31))

    @property
    def jours(self) -> int:
        """Nombre de jours, bornes comprises."""
        return (self.fin - self.debut).days + 1

    @property
    def precedent(self) -> "Exercice":
        """Exercice de même durée en mois, qui finit la veille de celui-ci."""
        mois = (self.fin.year - self.debut.year) * 12 + self.fin.month - self.debut.month + 1
        premier = Mois.de(self.debut) + -mois
        debut = premier.fin.replace(day=min(self.debut.day, premier.fin.day))
        return Exercice(debut, self.debut - timedelta(days=1))

    def __contains__(self, jour: date) -> bool:
        """Vrai si le jour est dans l'exercice."""
        return self.debut <= jour <= self.fin

    def mois(self) -> Iterator[Mois]:
        """Mois de l'exercice, dans l'ordre."""
        courant = Mois.de(self.debut)
        while courant.debut <= self.fin:
            yield courant
            courant += 1


def date_ecrite(jour: date) -> str:
    """Date comme on la tape : « 31/12/2026 »."""
    return f"{jour.day:02d}/{jour.month:02d}/{jour.year:04d}"
