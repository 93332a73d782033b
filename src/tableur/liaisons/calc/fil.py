"""Côté tableur du fil entre un bouton et Calc : une ligne JSON par appel, une par réponse."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any

from tableur.classeurs.cellules import ERREURS
from tableur.frontiere import ErreurDeCellule, Grille
from tableur.liaisons.bouton.hote import Etat, Formules, TableOuverte, Zone
from tableur.liaisons.calc.ecriture_de_formule import en_formule_de_calc
from tableur.socle.erreurs import ErreurTableur

TAILLE_D_APPEL = 50_000  # cellules demandées en un appel


class CalcFerme(Exception):
    """Calc s'est fermé au milieu du bouton : il n'y a plus personne à qui parler."""


class Fil:
    """Pose des questions à l'extension, et attend leurs réponses."""

    def __init__(self, entree: IO[str], sortie: IO[str]) -> None:
        """Retient les deux tubes."""
        self._entree, self._sortie = entree, sortie

    def demander(self, appel: str, *valeurs: object) -> Any:
        """Réponse de l'extension.

        Raises:
            ErreurTableur: Calc ne peut pas servir cet appel ; la phrase est pour la personne.
            CalcFerme: Calc s'est fermé.
        """
        try:
            self._sortie.write(json.dumps([appel, *valeurs], ensure_ascii=False) + "\n")
            self._sortie.flush()
            ligne = self._entree.readline()
        except (OSError, ValueError) as erreur:
            raise CalcFerme from erreur
        if not ligne:
            raise CalcFerme
        reponse = json.loads(ligne)
        if "erreur" in reponse:
            raise ErreurTableur(reponse["erreur"])
        return reponse["rendu"]


class ClasseurDeCalc:
    """Le classeur ouvert dans Calc."""

    def __init__(self, fil: Fil) -> None:
        """Retient le fil."""
        self._fil = fil

    def etat(self) -> Etat:
        """Noms, feuilles, tables et droits du classeur."""
        brut = self._fil.demander("etat")
        return Etat(
            nom=brut["nom"],
            chemin=Path(brut["chemin"]) if brut["chemin"] else None,
            adresse=brut["adresse"],
            lecture_seule=brut["lecture_seule"],
            feuilles=tuple(brut["feuilles"]),
            noms={nom: Zone(*zone) for nom, zone in brut["noms"]},
            tables=tuple(TableOuverte(nom, Zone(*zone)) for nom, zone in brut["tables"]),
            proprietes=brut["proprietes"],
        )

    def etendue(self, feuille: str) -> Zone:
        """Zone de A1 à la dernière cellule remplie."""
        return Zone(*self._fil.demander("etendue", feuille))

    def valeurs(self, zone: Zone) -> Grille:
        """Valeurs calculées, erreurs comprises."""
        grille: Grille = []
        for tranche in _tranches(zone):
            brut = self._fil.demander("valeurs", *astuple(tranche))
            lignes = [[None if v == "" else v for v in ligne] for ligne in brut["grille"]]
            for ligne, colonne, texte in brut["erreurs"]:
                lignes[ligne][colonne] = ErreurDeCellule(ERREURS.get(texte, texte))
            grille += lignes
        return grille

    def formules(self, zone: Zone) -> Formules:
        """Contenu de chaque cellule, tel que Calc le relit."""
        return [ligne for t in _tranches(zone) for ligne in self._fil.demander("formules", *astuple(t))]

    def poser(self, zone: Zone, valeurs: Sequence[Sequence[object]]) -> None:
        """Pose des valeurs."""
        for tranche in _tranches(zone):
            debut = tranche.ligne - zone.ligne
            self._fil.demander("poser", *astuple(tranche), list(valeurs[debut : debut + tranche.hauteur]))

    def poser_formules(self, zone: Zone, formules: Sequence[Sequence[str]]) -> None:
        """Pose des formules de fichier .xlsx, dans l'écriture de Calc."""
        self.remettre(zone, [[en_formule_de_calc(formule) for formule in ligne] for ligne in formules])

    def remettre(self, zone: Zone, contenus: Sequence[Sequence[str]]) -> None:
        """Remet des contenus que `formules` a rendus."""
        for tranche in _tranches(zone):
            debut = tranche.ligne - zone.ligne
            self._fil.demander("remettre", *astuple(tranche), list(contenus[debut : debut + tranche.hauteur]))

    def etendre_l_aspect(self, zone: Zone) -> None:
        """Donne à la zone l'aspect de sa première ligne."""
        self._fil.demander("etendre_l_aspect", *astuple(zone))

    def etendre_la_formule(self, zone: Zone) -> None:
        """Recopie vers le bas la formule de la première ligne."""
        self._fil.demander("etendre_la_formule", *astuple(zone))

    def redimensionner(self, table: str, zone: Zone) -> None:
        """Change l'étendue d'une plage de base de données."""
        self._fil.demander("redimensionner", table, *astuple(zone))

    def est_protegee(self, feuille: str) -> bool:
        """Vrai si la feuille est protégée."""
        return bool(self._fil.demander("est_protegee", feuille))

    def selection(self) -> Zone:
        """La zone choisie."""
        return Zone(*self._fil.demander("selection"))

    def lignes_visibles(self, zone: Zone) -> list[tuple[int, int]]:
        """Suites de lignes que rien ne masque."""
        return [(debut, fin) for debut, fin in self._fil.demander("lignes_visibles", *astuple(zone))]

    def montrer(self, feuille: str) -> None:
        """Met une feuille devant la personne."""
        self._fil.demander("montrer", feuille)

    def copier(self, chemin: Path) -> None:
        """Enregistre une copie de ce qui est à l'écran."""
        self._fil.demander("copier", str(chemin))

    @contextmanager
    def ecriture(self) -> Iterator[None]:
        """Bloc pendant lequel l'écran et le calcul attendent."""
        self._fil.demander("debut_d_ecriture")
        try:
            yield
        finally:
            self._fil.demander("fin_d_ecriture")


class HoteDeCalc:
    """Calc, par ses fenêtres de message et sa barre d'état."""

    def __init__(self, fil: Fil) -> None:
        """Retient le fil."""
        self._fil = fil

    def message(self, texte: str, *, grave: bool = False) -> None:
        """Montre le message final."""
        self._fil.demander("message", texte, grave)

    def question(self, texte: str) -> bool:
        """Pose une question."""
        return bool(self._fil.demander("question", texte))

    def progres(self, texte: str) -> None:
        """Dit où l'on en est."""
        self._fil.demander("progres", texte)


def _tranches(zone: Zone) -> Iterator[Zone]:
    """Zones de même largeur qui la couvrent, assez petites pour un appel."""
    pas = max(1, TAILLE_D_APPEL // zone.largeur)
    for debut in range(zone.ligne, zone.derniere_ligne + 1, pas):
        fin = min(debut + pas - 1, zone.derniere_ligne)
        yield Zone(zone.feuille, debut, zone.colonne, fin, zone.derniere_colonne)
