"""Ce qu'une action a écrit dans une cellule, refait sous surveillance : l'expression, ses chiffres, les formules.

L'action est relancée sans rien écrire. Quand elle fabrique la ligne de la cellule, on retient l'endroit du code
qui le fait et les formules du catalogue qu'il a appelées : l'explication en est tirée, jamais rédigée d'avance.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from types import CodeType, FrameType
from typing import Any

from tableur import baremes
from tableur.catalogue import Fonction, lancer, recenser
from tableur.catalogue.explication import expliquer
from tableur.catalogue.redaction import egalite, valeur_ecrite
from tableur.classeurs.modeles import Feuille, Table
from tableur.classeurs.reperage import TableTrouvee
from tableur.frontiere import champs_de, ecrire, est_vide
from tableur.liaisons.bouton.vivant import ClasseurVivant
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ErreurTableur

FORMULES_DITES = 4
_PROFONDEUR = 3


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
    yield f"Écrite par « {action.resume} », au {date_ecrite(le)}."
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


class _Releve:
    """Surveille l'action ; retient la fabrication de la ligne cherchée."""

    def __init__(self, type_: type, valeurs: dict[str, object], table: Table) -> None:
        self._type, self._table = type_, table
        self._reperes = _reperes(table, valeurs)
        self.ligne: Any = None
        self._cadre: tuple[CodeType, int, dict[str, Any], dict[str, Any]] | None = None
        self._formules = {f.py.__code__: f for f in _formules()}
        self._appels: dict[FrameType, list[tuple[Fonction, dict[str, Any], object]]] = {}
        self._retenus: list[tuple[Fonction, dict[str, Any], object]] = []
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
        code = cadre.f_code
        if code is self._fabrique:
            if evenement == "return" and cadre.f_back is not None:
                self._examiner(cadre.f_locals["self"], cadre.f_back)
        elif evenement == "return" and code in self._formules and cadre.f_back is not None:
            fonction = self._formules[code]
            valeurs = {a.nom: cadre.f_locals[a.nom] for a in fonction.arguments if a.nom in cadre.f_locals}
            parent: FrameType | None = cadre.f_back
            for _ in range(_PROFONDEUR):
                if parent is None:
                    break
                self._appels.setdefault(parent, []).append((fonction, valeurs, rendu))
                parent = parent.f_back
        elif evenement == "return":
            self._appels.pop(cadre, None)

    def _examiner(self, ligne: Any, parent: FrameType) -> None:
        if self.ligne is not None or not all(_meme(getattr(ligne, c), v) for c, v in self._reperes.items()):
            return
        self.ligne = ligne
        self._cadre = (parent.f_code, parent.f_lineno, dict(parent.f_locals), parent.f_globals)
        siens = self._appels.get(parent, [])
        self._retenus = list(siens)

    def phrases(self, champ: str) -> Iterator[str]:
        """L'expression du champ et ses chiffres, puis les formules qui l'ont donné."""
        valeur = getattr(self.ligne, champ)
        expression = self._expression(champ)
        if expression is not None and self._cadre is not None:
            yield f"Calcul : {egalite(champ, expression, self._cadre[2], self._cadre[3], valeur)}"
        else:
            yield f"Calcul : {champ} = {valeur_ecrite(valeur)}"
        noms = {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)} if expression is not None else set()
        for nom in sorted(noms):
            yield from self._affectation(nom)
        yield from self._formules_employees(champ, noms, valeur)

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

    def _affectation(self, nom: str) -> Iterator[str]:
        """« nom = expression = chiffres », si la fonction lui donne sa valeur juste avant."""
        arbre = self._arbre()
        if arbre is None or self._cadre is None or nom not in self._cadre[2]:
            return
        for noeud in ast.walk(arbre):
            if isinstance(noeud, ast.Assign) and noeud.lineno < self._cadre[1]:
                cible = noeud.targets[0]
                if isinstance(cible, ast.Name) and cible.id == nom:
                    yield f"  {egalite(nom, noeud.value, self._cadre[2], self._cadre[3], self._cadre[2][nom])}"
                    return

    def _formules_employees(self, champ: str, noms: set[str], valeur: object) -> Iterator[str]:
        """Explication des formules du catalogue dont le résultat est celui du champ, ou porte son nom."""
        dites = 0
        for fonction, valeurs, rendu in self._retenus:
            if dites < FORMULES_DITES and (fonction.nom in {champ, *noms} or (rendu == valeur and rendu)):
                bruts = {nom: ecrire(v) for nom, v in valeurs.items() if v is not None}
                if all(not isinstance(v, list) for v in bruts.values()):
                    dites += 1
                    yield ""
                    yield expliquer(fonction, bruts).texte


def _formules() -> Iterator[Fonction]:
    catalogue = recenser("tableur.calculs")
    return (f for nom in catalogue if (f := catalogue[nom]).marque.genre == "formule")


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
