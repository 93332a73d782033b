"""Un FEC lu : ses colonnes, ses montants en centimes, ses dates, et le relevé de ce que la lecture a trouvé."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

import numpy as np

from tableur.echanges.fec.octets import Categories, Champ, Entiers, Mots, Places, Texte, categories, meler
from tableur.echanges.fec.releve import Releve
from tableur.socle.erreurs import Anomalie, Gravite


@dataclass(slots=True)
class Fec:
    """Fichier des écritures comptables, gardé en octets et lu colonne par colonne.

    Args:
        fichier: Nom du fichier.
        siren: SIREN que dit le nom du fichier, vide s'il n'en dit pas.
        cloture: Date de clôture que dit le nom du fichier, None s'il n'en dit pas.
        texte: Les octets du fichier et leur encodage.
        separateur: Séparateur de champs : « \\t », « | ».
        colonnes: Place de chaque colonne reconnue.
        autres: Place de chaque colonne en plus.
        fins: Fin de chaque champ : une ligne du tableau par ligne du fichier.
        debuts: Début de chaque ligne du fichier.
        ligne: Numéro de chaque ligne dans le fichier ; l'en-tête est la ligne 1.
        releve: Anomalies trouvées.
        debit: Débit de chaque ligne, en centimes.
        credit: Crédit de chaque ligne, en centimes.
        dates: Dates de chaque colonne de dates, en nombres AAAAMMJJ.
    """

    fichier: str
    siren: str
    cloture: date | None
    texte: Texte
    separateur: str
    colonnes: dict[str, int]
    autres: dict[str, int]
    fins: Places
    debuts: Places
    ligne: Entiers
    releve: Releve
    debit: Entiers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    credit: Entiers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    dates: dict[str, Entiers] = field(default_factory=dict)
    _distinctes: dict[str, Categories] = field(default_factory=dict)

    def __len__(self) -> int:
        """Nombre de lignes d'écriture."""
        return len(self.ligne)

    @property
    def solde(self) -> Entiers:
        """Débit moins crédit de chaque ligne, en centimes."""
        return self.debit - self.credit

    def bornes(self, nom: str) -> Champ:
        """Champs d'une colonne tels qu'ils sont dans le fichier, blancs compris."""
        place = self.colonnes[nom] if nom in self.colonnes else self.autres[nom]
        debuts = self.debuts if place == 0 else self.fins[:, place - 1] + 1
        debuts = debuts.astype(np.int64)
        return Champ(debuts, self.fins[:, place] - debuts)

    def champ(self, nom: str) -> Champ:
        """Champs d'une colonne, blancs de bord ôtés ; vides si le fichier n'a pas cette colonne."""
        if nom not in self.colonnes and nom not in self.autres:
            rien = np.zeros(len(self), dtype=np.int64)
            return Champ(rien, rien)
        bornes = self.bornes(nom)
        return self.texte.champ(bornes.debut, bornes.debut + bornes.longueur)

    def distinctes(self, *noms: str) -> Categories:
        """Valeurs distinctes d'une colonne, ou des combinaisons de plusieurs."""
        cle = "\0".join(noms)
        if cle not in self._distinctes:
            self._distinctes[cle] = categories(self.empreinte(*noms))
        return self._distinctes[cle]

    def empreinte(self, *noms: str) -> Mots:
        """Empreinte de chaque ligne sur ces colonnes."""
        return reduce(meler, (self.texte.empreinte(self.champ(nom)) for nom in noms))

    def lire(self, nom: str, place: int) -> str:
        """Texte d'une cellule, blancs de bord ôtés."""
        return self.lire_plusieurs(nom, (place,))[0]

    def lire_plusieurs(self, nom: str, places: Iterable[int]) -> list[str]:
        """Textes de quelques cellules d'une colonne, blancs de bord ôtés."""
        rangs = np.fromiter(places, dtype=np.int64)
        if nom not in self.colonnes and nom not in self.autres:
            return [""] * len(rangs)
        place = self.colonnes[nom] if nom in self.colonnes else self.autres[nom]
        debuts = self.debuts[rangs] if place == 0 else self.fins[rangs, place - 1] + 1
        champ = Champ(debuts.astype(np.int64), (self.fins[rangs, place] - debuts).astype(np.int64))
        return [texte.strip(" ") for texte in self.texte.lire_plusieurs(champ, range(len(rangs)))]

    def anomalie(
        self,
        gravite: Gravite,
        regle: str,
        place: int,
        colonne: str,
        message: str,
        *,
        attendu: str = "",
        trouve: str | None = None,
    ) -> Anomalie:
        """Anomalie d'une cellule, située par sa ligne et sa colonne."""
        lu = self.lire(colonne, place) if trouve is None and colonne else trouve or ""
        return self.releve.anomalie(
            gravite, regle, message, ligne=int(self.ligne[place]), colonne=colonne, attendu=attendu, trouve=lu
        )
