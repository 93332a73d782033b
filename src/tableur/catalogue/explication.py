"""Explication d'un résultat : les lignes exécutées, avec leurs valeurs, et les barèmes consultés.

Rien n'est écrit à la main : la fonction est exécutée sous surveillance, et chaque instruction exécutée est
rendue avec les valeurs qu'elle a employées.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from types import CodeType, FrameType
from typing import Any

from tableur import baremes
from tableur.catalogue.appel import Bruts, lier, lire_arguments, nombres_mesures
from tableur.catalogue.enregistrements_dits import champs_dits, est_fiche, lignes_dites
from tableur.catalogue.fonctions import Fonction
from tableur.catalogue.redaction import Redaction, valeur_ecrite
from tableur.frontiere import ecrire, metadonnees
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.grandeurs import Unite
from tableur.socle.marques import marque_de

INSTRUCTIONS_MAXIMUM = 2_000
LIGNES_MAXIMUM = 40
PROFONDEUR_MAXIMALE = 2


@dataclass(frozen=True, slots=True)
class Explication:
    """Explication d'un résultat.

    Args:
        titre: Nom et résumé de la fonction.
        donnees: Valeurs reçues, une phrase.
        lignes: Le calcul développé.
        resultat: Valeur de cellule, ou None si le calcul est refusé.
        erreur: La phrase du refus, vide si le calcul a abouti.
        regle: La règle et sa source, telles que la fonction les documente.
        baremes: Valeurs de droit consultées, avec date d'effet et source.
    """

    titre: str
    donnees: str
    lignes: tuple[str, ...]
    resultat: object
    erreur: str
    regle: str
    baremes: tuple[str, ...]

    @property
    def texte(self) -> str:
        """L'explication entière, une idée par ligne."""
        morceaux = [self.titre, self.donnees, *self.lignes]
        if self.erreur:
            morceaux.append(f"Refusé : {self.erreur}")
        morceaux += [f"Barème : {bareme}" for bareme in self.baremes]
        if self.regle:
            morceaux.append(f"Règle : {self.regle}")
        return "\n".join(morceau for morceau in morceaux if morceau)


def expliquer(fonction: Fonction, bruts: Bruts) -> Explication:
    """Explication du résultat d'une fonction pour des valeurs brutes.

    Args:
        fonction: La fonction du catalogue.
        bruts: Valeurs brutes, dans l'ordre des arguments ou par nom.

    Raises:
        ErreurTableur: Une valeur reçue ne convient pas au type de son argument.
    """
    valeurs = lire_arguments(fonction, lier(fonction, bruts))
    with baremes.consultations() as lues:
        releve = _Releve(fonction.py)
        resultat, erreur = releve.executer(fonction.py, valeurs)
    titre = f"{fonction.nom_de_cellule} : {fonction.resume}"
    donnees = " ; ".join(
        f"{argument.nom} = {_mesure(valeurs[argument.nom], argument.type)}"
        for argument in fonction.arguments
        if valeurs[argument.nom] is not None
    )
    lignes, citations = releve.lignes(), tuple(_citations(lues))
    if not lignes or not lignes[-1].endswith(f"= {valeur_ecrite(resultat)}"):
        contenu: list[str] = []
    else:
        contenu = list(lignes_dites(resultat, citations))
    if contenu:
        lignes[-1:] = contenu  # « bulletin(…) = [Bulletin] » ne dirait rien
    elif lignes and not erreur:
        lignes[-1] += _unite(fonction.retour)
    regle = " ".join(fonction.documentation.description.split())
    return Explication(titre, donnees, tuple(lignes), ecrire(resultat), erreur, regle, citations)


def instructions_developpees(py: Callable[..., Any], valeurs: dict[str, Any]) -> tuple[str, ...]:
    """Instructions exécutées d'une fonction pure du domaine, avec leurs valeurs ; vide si elle est refusée.

    Args:
        py: La fonction, qui n'a pas besoin d'être marquée.
        valeurs: Ses arguments, en valeurs du domaine.
    """
    releve = _Releve(py)
    _, erreur = releve.executer(py, valeurs)
    return () if erreur else tuple(releve.lignes())


def _mesure(valeur: Any, type_: Any) -> str:
    """Valeur suivie de son unité : « 20 unités », ou les champs remplis d'un enregistrement."""
    if est_fiche(valeur):
        return champs_dits(valeur)
    return valeur_ecrite(valeur) + (_unite(type_) if isinstance(valeur, Decimal) else "")


def _unite(type_: Any) -> str:
    """Unité d'un type, précédée d'une espace ; rien pour un taux, dont l'aide dit la forme."""
    libelles = [meta.libelle for meta in metadonnees(type_) if isinstance(meta, Unite)]
    return f" {libelles[0]}" if libelles and libelles[0] and ":" not in libelles[0] else ""


def _citations(lues: "list[tuple[str, baremes.ValeurDatee]]") -> list[str]:
    return list(dict.fromkeys(valeur.citation for _, valeur in lues))


class _Releve:
    """Surveille l'exécution d'une fonction et garde ses instructions avec leurs valeurs."""

    def __init__(self, py: Callable[..., Any]) -> None:
        self._redactions: dict[CodeType, Redaction] = {py.__code__: Redaction(py)}
        self._en_cours: dict[FrameType, tuple[int, dict[str, Any]]] = {}
        self._profondeurs: dict[FrameType, int] = {}
        self._lignes: list[str] = []
        self._vues: dict[tuple[CodeType, int], int] = {}
        self._reste = INSTRUCTIONS_MAXIMUM

    def executer(self, py: Callable[..., Any], valeurs: dict[str, Any]) -> tuple[Any, str]:
        """Résultat, ou phrase du refus."""
        precedente = sys.gettrace()
        sys.settrace(self._appel)
        try:
            with nombres_mesures(py.__name__):
                return py(**valeurs), ""
        except ErreurTableur as erreur:
            return None, str(erreur)
        finally:
            sys.settrace(precedente)

    def lignes(self) -> list[str]:
        """Lignes rédigées, dans l'ordre de l'exécution, les répétitions abrégées."""
        if len(self._lignes) <= LIGNES_MAXIMUM:
            return list(self._lignes)
        tete, queue = self._lignes[: LIGNES_MAXIMUM - 5], self._lignes[-4:]
        return [*tete, f"… ({len(self._lignes) - len(tete) - len(queue)} lignes de même nature)", *queue]

    def _appel(self, cadre: FrameType, evenement: str, valeur: Any) -> Any:
        if evenement != "call" or not self._est_suivi(cadre):
            return None
        return self._instruction

    def _est_suivi(self, cadre: FrameType) -> bool:
        if not self._profondeurs and cadre.f_code in self._redactions:
            self._profondeurs[cadre] = 0
            return True
        profondeur = self._profondeurs.get(cadre.f_back) if cadre.f_back is not None else None
        fonction: Any = cadre.f_globals.get(cadre.f_code.co_name)
        if profondeur is None or profondeur + 1 >= PROFONDEUR_MAXIMALE or marque_de(fonction) is None:
            return False
        if cadre.f_code not in self._redactions:
            self._redactions[cadre.f_code] = Redaction(fonction)
        self._profondeurs[cadre] = profondeur + 1
        return True

    def _instruction(self, cadre: FrameType, evenement: str, valeur: Any) -> Any:
        if evenement == "line":
            self._reste -= 1
            if self._continue(cadre):
                return self._instruction
            self._finir(cadre, None)
            if self._reste <= 0:
                return None
            self._en_cours[cadre] = (cadre.f_lineno, dict(cadre.f_locals))
        elif evenement == "return":
            self._finir(cadre, valeur)
        elif evenement == "exception":
            self._en_cours.pop(cadre, None)
        return self._instruction

    def _continue(self, cadre: FrameType) -> bool:
        """Vrai si la ligne est la suite d'une instruction écrite sur plusieurs lignes."""
        if cadre not in self._en_cours:
            return False
        return self._redactions[cadre.f_code].est_la_meme(self._en_cours[cadre][0], cadre.f_lineno)

    def _finir(self, cadre: FrameType, rendu: Any) -> None:
        if cadre not in self._en_cours:
            return
        ligne, avant = self._en_cours.pop(cadre)
        redaction = self._redactions[cadre.f_code]
        phrases = redaction.phrases(ligne, avant, dict(cadre.f_locals), rendu)
        if not phrases:
            return
        cle = (cadre.f_code, redaction.debut(ligne))
        self._vues[cle] = self._vues.get(cle, 0) + 1
        if self._vues[cle] <= 3:
            self._lignes.extend("  " * self._profondeurs[cadre] + phrase for phrase in phrases)
        elif self._vues[cle] == 4:
            self._lignes.append("  " * self._profondeurs[cadre] + "… et de même pour les lignes suivantes")
