"""Le rapport d'un contrôle : ses constats, du plus grave au plus anodin, et les corrections qu'il propose."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tableur.classeurs.controle.plages import Plage, regrouper
from tableur.socle.erreurs import Anomalie, Gravite, Ou

Niveau = Literal["refus", "alerte", "information"]
GenreDeCorrection = Literal["formule", "nombre", "date", "texte", "format", "validation"]

NIVEAUX: tuple[Niveau, ...] = ("refus", "alerte", "information")
SANS_OPTION: frozenset[GenreDeCorrection] = frozenset({"formule", "format", "validation"})


@dataclass(frozen=True, slots=True)
class Correction:
    """Ce qui réparerait une cellule ou une plage.

    Args:
        genre: Ce qui change : la formule, la valeur (nombre, date, texte), le format ou la validation.
        feuille: Nom de la feuille.
        cellules: Cellule, ou plages séparées d'un espace, en notation A1.
        avant: Ce qui s'y trouve, tel qu'on le lit.
        apres: Ce qui y serait mis, tel qu'on le lit.
        donnee: Ce qui s'écrit dans le fichier : formule sans =, nombre, texte, style, rang de validation.
        style: Style d'une cellule voisine, dont la cellule réparée prend le format de nombre.
    """

    genre: GenreDeCorrection
    feuille: str
    cellules: str
    avant: str
    apres: str
    donnee: str
    style: int | None = None


@dataclass(frozen=True, slots=True)
class Constat:
    """Ce qu'une règle a trouvé, et où.

    Args:
        niveau: « refus » (un résultat est faux), « alerte » (à vérifier) ou « information ».
        code: Code stable de la règle : « formule-ecrasee ».
        anomalie: L'endroit, la règle, l'attendu, le trouvé et la phrase.
        cellules: Plages concernées, en notation A1 ; vide pour un constat qui porte sur le classeur ou la feuille.
        nombre: Nombre de cellules, de lignes ou d'objets concernés.
        propose: Valeur ou formule proposée, vide s'il n'y en a pas.
        corrections: Ce qui réparerait, pour `reparer`.
    """

    niveau: Niveau
    code: str
    anomalie: Anomalie
    cellules: tuple[str, ...] = ()
    nombre: int = 1
    propose: str = ""
    corrections: tuple[Correction, ...] = ()

    @property
    def feuille(self) -> str:
        """Nom de la feuille, vide pour un constat sur le classeur."""
        return self.anomalie.ou.feuille

    @property
    def est_reparable(self) -> bool:
        """Vrai si `reparer` sait corriger ce constat, avec ou sans option."""
        return bool(self.corrections)

    def __str__(self) -> str:
        """La phrase complète, endroit compris."""
        return f"{self.niveau} : {self.anomalie}"


@dataclass(frozen=True, slots=True)
class FeuilleResumee:
    """Feuille vue par le contrôle : son nom, son état, et le nombre de ses cellules et formules."""

    nom: str
    etat: str
    cellules: int
    formules: int


@dataclass(frozen=True, slots=True)
class Rapport:
    """Résultat d'un contrôle.

    Args:
        fichier: Le classeur contrôlé.
        feuilles: Ses feuilles, dans l'ordre des onglets.
        constats: Les constats, triés par gravité puis par endroit.
        remarques: Ce que le contrôle n'a pas pu voir, une phrase par cas.
        modele: Nom du modèle donné, vide s'il n'y en avait pas.
    """

    fichier: Path
    feuilles: tuple[FeuilleResumee, ...]
    constats: tuple[Constat, ...]
    remarques: tuple[str, ...] = ()
    modele: str = ""

    @property
    def cellules(self) -> int:
        """Nombre de cellules remplies."""
        return sum(feuille.cellules for feuille in self.feuilles)

    @property
    def formules(self) -> int:
        """Nombre de formules."""
        return sum(feuille.formules for feuille in self.feuilles)

    @property
    def comptes(self) -> dict[Niveau, int]:
        """Nombre de constats de chaque niveau."""
        return {niveau: sum(1 for c in self.constats if c.niveau == niveau) for niveau in NIVEAUX}


def constat(
    niveau: Niveau,
    code: str,
    regle: str,
    ou: Ou,
    message: str,
    *,
    cases: Iterable[tuple[int, int]] = (),
    plages: Iterable[Plage] = (),
    attendu: str = "",
    trouve: str = "",
    nombre: int | None = None,
    propose: str = "",
    corrections: Iterable[Correction] = (),
) -> Constat:
    """Constat situé à la première de ses cases ; la ligne de l'endroit en est déduite.

    Args:
        niveau: Sa gravité.
        code: Code stable de la règle.
        regle: Nom de la règle, pour la personne.
        ou: Fichier, feuille et colonne.
        message: Phrase qui dit quoi faire.
        cases: Cases concernées, (ligne, colonne) comptées à partir de 1.
        plages: Plages concernées, en plus des cases.
        attendu: Ce qu'il fallait trouver.
        trouve: Ce qui a été trouvé.
        nombre: Nombre de choses concernées ; par défaut, celui des cases.
        propose: Valeur proposée.
        corrections: Corrections que `reparer` appliquerait.
    """
    retenues = sorted(cases)
    zones = [*regrouper(retenues), *plages]
    if nombre is None:
        nombre = max(1, len(retenues))
    if zones and ou.ligne is None:
        ou = ou.precise(ligne=zones[0].ligne1)
    gravite: Gravite = "refus" if niveau == "refus" else "alerte"
    anomalie = Anomalie(gravite, ou, regle, attendu, trouve, message)
    textes = tuple(str(zone) for zone in zones)
    return Constat(niveau, code, anomalie, textes, nombre, propose, tuple(corrections))


def tries(constats: Iterable[Constat], feuilles: Iterable[str]) -> tuple[Constat, ...]:
    """Constats par gravité, puis par feuille, colonne, ligne et code."""
    rangs = {nom: rang for rang, nom in enumerate(feuilles)}

    def ordre(c: Constat) -> tuple[int, int, int, int, str, str]:
        premiere = Plage.lire(c.cellules[0]) if c.cellules else None
        ligne, colonne = (premiere.ligne1, premiere.colonne1) if premiere else (c.anomalie.ou.ligne or 0, 0)
        rang = rangs.get(c.feuille, -1)
        return NIVEAUX.index(c.niveau), rang, ligne, colonne, c.code, c.anomalie.message

    return tuple(sorted(constats, key=ordre))
