"""Ce qu'une action a écrit dans une cellule, refait sous surveillance : l'expression, ses chiffres, les formules.

L'action est relancée sans rien écrire. Quand elle fabrique la ligne de la cellule, on retient l'endroit du code
qui le fait et les formules du catalogue qu'il a appelées : l'explication en est tirée, jamais rédigée d'avance.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from types import CodeType, FrameType
from typing import Any

from tableur import baremes
from tableur.catalogue import Fonction, lancer, recenser
from tableur.catalogue.explication import expliquer, instructions_developpees
from tableur.catalogue.redaction import egalite, valeur_ecrite
from tableur.classeurs.modeles import Feuille, Table
from tableur.classeurs.reperage import TableTrouvee
from tableur.frontiere import champs_de, ecrire, est_vide
from tableur.liaisons.bouton.vivant import ClasseurVivant
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.marques import marque_de

APPELS_RETENUS = 24  # les derniers appels de ce qui fabrique les lignes ; ceux d'une ligne sont les derniers


def developper(
    classeur: ClasseurVivant,
    feuille: Feuille,
    table: Table,
    trouvee: TableTrouvee,
    champ: str,
    rang: int,
    le: date,
) -> Iterator[str]:
    """Phrases qui expliquent la cellule d'une table calculée.

    Args:
        classeur: Le classeur ouvert, en simulation.
        feuille: Sa feuille.
        table: Sa table.
        trouvee: La table telle qu'elle est dans la feuille.
        champ: Le champ de la cellule.
        rang: Rang de la ligne dans la table, à partir de 1.
        le: Jour du calcul.
    """
    action = _action_de(feuille)
    if action is None or table.type is None:
        yield f"Écrite par : {feuille.commande}."
        return
    yield f"Écrite par « {action.resume.rstrip('.')} », au {date_ecrite(le)}."
    if "pourquoi" in trouvee.champs:
        phrase = trouvee.grille[rang][trouvee.champs.index("pourquoi")]
        if not est_vide(phrase):
            yield str(phrase)
    releve = _Releve(table.type, dict(zip(trouvee.champs, trouvee.grille[rang], strict=True)), table)
    try:
        with baremes.consultations() as lues:
            releve.executer(action, classeur, le)
    except ErreurTableur as erreur:
        yield f"Ce calcul ne peut plus être refait : {erreur}"
        return
    if releve.ligne is None:
        yield "Les données ont changé depuis ce calcul : cette ligne n'en sort plus. Relancer le bouton."
        return
    yield from releve.phrases(champ)
    for _, bareme in lues:
        yield f"Barème : {bareme.citation}"


def _action_de(feuille: Feuille) -> Fonction | None:
    """Action du catalogue que la commande de la feuille nomme."""
    catalogue, nom = recenser("tableur.actions"), feuille.commande.split()[-1].replace("-", "_")
    return catalogue.get(nom)


@dataclass(frozen=True, slots=True)
class _Appel:
    """Fonction appelée par ce qui fabrique la ligne : ses valeurs reçues, et ce qu'elle a rendu."""

    py: Callable[..., Any]
    valeurs: dict[str, Any]
    rendu: object


class _Releve:
    """Surveille l'action ; retient la fabrication de la ligne cherchée, et ce qu'elle a appelé."""

    def __init__(self, type_: type, valeurs: dict[str, object], table: Table) -> None:
        self._type = type_
        self._reperes = _reperes(table, valeurs)
        self.ligne: Any = None
        self._cadre: tuple[CodeType, int, dict[str, Any], dict[str, Any]] | None = None
        self._appels: dict[FrameType, list[_Appel]] = {}
        self._retenus: list[_Appel] = []
        self._fabrique = getattr(vars(type_).get("__init__"), "__code__", None)

    def executer(self, action: Fonction, classeur: ClasseurVivant, le: date) -> None:
        """Relance l'action, sans écrire."""
        options: dict[str, object] = {"simuler": True} if "simuler" in {a.nom for a in action.arguments} else {}
        precedent = sys.getprofile()
        sys.setprofile(self._evenement)
        try:
            lancer(action, classeur, options, le)
        finally:
            sys.setprofile(precedent)

    def _evenement(self, cadre: FrameType, evenement: str, rendu: Any) -> None:
        if evenement != "return" or self.ligne is not None:
            return
        code, parent = cadre.f_code, cadre.f_back
        if code is self._fabrique:
            if parent is not None:
                self._examiner(cadre.f_locals["self"], parent)
            return
        self._appels.pop(cadre, None)
        if parent is not None and self._type.__name__ in parent.f_code.co_names:
            py: Any = parent.f_globals.get(code.co_name)
            if getattr(py, "__code__", None) is code:
                recus = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                valeurs = {nom: cadre.f_locals[nom] for nom in recus if nom in cadre.f_locals}
                appels = self._appels.setdefault(parent, [])
                appels.append(_Appel(py, valeurs, rendu))
                del appels[:-APPELS_RETENUS]

    def _examiner(self, ligne: Any, parent: FrameType) -> None:
        if all(_meme(getattr(ligne, champ), repere) for champ, repere in self._reperes.items()):
            self.ligne = ligne
            self._cadre = (parent.f_code, parent.f_lineno, dict(parent.f_locals), parent.f_globals)
            self._retenus = list(self._appels.get(parent, ()))

    def phrases(self, champ: str) -> Iterator[str]:
        """L'expression du champ et ses chiffres, ce qui a donné ses termes, puis les formules du catalogue."""
        valeur, expression = getattr(self.ligne, champ), self._expression(champ)
        if expression is None or self._cadre is None:
            yield f"Calcul : {champ} = {valeur_ecrite(valeur)}"
            return
        _, _, valeurs, globales = self._cadre
        yield f"Calcul : {egalite(champ, expression, valeurs, globales, valeur)}"
        noms = {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)}
        termes = [valeur, *(valeurs[nom] for nom in sorted(noms) if nom in valeurs)]
        for appel in self._retenus:
            if any(appel.rendu is terme for terme in termes) and appel.rendu is not None:
                yield from _appel_developpe(appel)

    def _arbre(self) -> ast.AST | None:
        if self._cadre is None:
            return None
        try:
            lignes, premiere = inspect.getsourcelines(self._cadre[0])
        except OSError:
            return None
        arbre = ast.parse(textwrap.dedent("".join(lignes)))
        ast.increment_lineno(arbre, premiere - 1)
        return arbre

    def _expression(self, champ: str) -> ast.expr | None:
        """Expression que la fabrication de la ligne donne au champ."""
        arbre = self._arbre()
        if arbre is None or self._cadre is None:
            return None
        for noeud in ast.walk(arbre):
            if isinstance(noeud, ast.Call) and noeud.lineno <= self._cadre[1] <= (
                noeud.end_lineno or noeud.lineno
            ):
                for mot in noeud.keywords:
                    if mot.arg == champ:
                        return mot.value
        return None


def _appel_developpe(appel: _Appel) -> Iterator[str]:
    """Une formule du catalogue est expliquée en entier ; une autre fonction, par ses seules instructions."""
    if marque_de(appel.py) is not None:
        catalogue = recenser("tableur.calculs")
        bruts = {nom: ecrire(valeur) for nom, valeur in appel.valeurs.items() if valeur is not None}
        if appel.py.__name__ in catalogue and not any(isinstance(brut, list) for brut in bruts.values()):
            yield ""
            yield expliquer(catalogue[appel.py.__name__], bruts).texte
            return
    lignes = instructions_developpees(appel.py, appel.valeurs)
    yield from (f"  {ligne}" for ligne in lignes if not ligne.endswith("]"))  # un objet rendu n'explique rien


def _reperes(table: Table, valeurs: dict[str, object]) -> dict[str, object]:
    """Ce qui désigne la ligne : ses colonnes de texte et de code, à défaut toutes."""
    lus: dict[str, object] = {}
    for champ in champs_de(table.type):
        colonne = table.colonne(champ.nom)
        if champ.nom in valeurs and not colonne.est_un_nombre and not colonne.a_la_ligne and not colonne.formule:
            brut = valeurs[champ.nom]
            if colonne.liste and not est_vide(brut):
                inverse = {libelle: nom for nom, libelle in colonne.liste.items()}
                lus[champ.nom] = inverse.get(str(brut), brut)
            else:
                try:
                    lus[champ.nom] = None if est_vide(brut) else champ.lire(brut)
                except ErreurTableur:
                    continue
    return lus


def _meme(valeur: object, repere: object) -> bool:
    return valeur == repere or (est_vide(valeur) and est_vide(repere))
