"""Rédaction d'une instruction exécutée : « consommation × delai = 20 × 5 = 100 »."""

import ast
import copy
import dataclasses
import inspect
import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import nombre_ecrit

_SIGNES = (
    (" ** ", " ^ "),
    (" * ", " × "),
    (" / ", " ÷ "),
    (" == ", " = "),
    (" != ", " ≠ "),
    (" <= ", " ≤ "),
    (" >= ", " ≥ "),
    (" is not None", " est donné"),
    (" is None", " n'est pas donné"),
    (" not in ", " hors de "),
    (" in ", " parmi "),
    (" and ", " et "),
    (" or ", " ou "),
    ("not ", "non "),
)
_DETOURS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.NamedExpr)
_NOMS_DITS = {
    "len": "nombre",
    "sum": "somme",
    "max": "le plus grand de ",
    "min": "le plus petit de ",
    "abs": "valeur absolue",
}
_SCALAIRES = (Decimal, int, str, date, Mois)
_CHIFFRES_MONTRES = 12


def valeur_ecrite(valeur: Any) -> str:
    """Valeur telle qu'on la dit : nombre à la française, date, ou taille d'une table."""
    if valeur is None:
        return "rien"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, Decimal):
        return nombre_ecrit(_abrege(valeur))
    if isinstance(valeur, date):
        return date_ecrite(valeur)
    if isinstance(valeur, list | tuple | dict | set | frozenset):
        pluriel = "s" if len(valeur) > 1 else ""
        genre = "ligne" if valeur and not isinstance(next(iter(valeur)), _SCALAIRES) else "valeur"
        return f"[{len(valeur)} {genre}{pluriel}]"
    if dataclasses.is_dataclass(valeur) and not isinstance(valeur, Mois):
        return f"[{type(valeur).__name__}]"
    return f"« {valeur} »" if isinstance(valeur, str) else str(valeur)


def _abrege(nombre: Decimal) -> Decimal:
    """Nombre à douze chiffres significatifs, pour l'œil ; le calcul garde les siens."""
    exces = len(nombre.as_tuple().digits) - _CHIFFRES_MONTRES
    exposant = nombre.as_tuple().exponent
    if exces <= 0 or not isinstance(exposant, int) or exposant >= 0:
        return nombre
    return nombre.quantize(Decimal(1).scaleb(min(exposant + exces, 0)))


class Redaction:
    """Source d'une fonction, prête à dire chacune de ses instructions avec ses valeurs."""

    def __init__(self, py: Callable[..., Any]) -> None:
        """Lit la source de la fonction."""
        lignes, premiere = inspect.getsourcelines(py)
        arbre = ast.parse(textwrap.dedent("".join(lignes))).body[0]
        ast.increment_lineno(arbre, premiere - 1)
        self._globales = py.__globals__
        self._instructions: dict[int, ast.stmt] = {}
        if isinstance(arbre, ast.FunctionDef):
            self._ranger(arbre.body)

    def _ranger(self, corps: list[ast.stmt]) -> None:
        for instruction in corps:
            suites = [getattr(instruction, nom, []) for nom in ("body", "orelse", "finalbody")]
            debut_du_corps = min((s[0].lineno for s in suites if s), default=None)
            fin = debut_du_corps - 1 if debut_du_corps else (instruction.end_lineno or instruction.lineno)
            for ligne in range(instruction.lineno, max(fin, instruction.lineno) + 1):
                self._instructions[ligne] = instruction
            for suite in suites:
                self._ranger(suite)

    def debut(self, ligne: int) -> int:
        """Première ligne de l'instruction qui occupe cette ligne."""
        instruction = self._instructions.get(ligne)
        return instruction.lineno if instruction is not None else ligne

    def est_la_meme(self, ligne: int, suivante: int) -> bool:
        """Vrai si les deux lignes sont d'une même instruction, écrite sur plusieurs."""
        instruction = self._instructions.get(ligne)
        if instruction is None or instruction is not self._instructions.get(suivante):
            return False
        return (instruction.end_lineno or instruction.lineno) > instruction.lineno

    def phrases(self, ligne: int, avant: Mapping[str, Any], apres: Mapping[str, Any], rendu: Any) -> list[str]:
        """L'instruction et ses valeurs, ou rien si elle n'explique rien (garde, appel sans résultat).

        Un enregistrement rendu donne une phrase par champ.
        """
        instruction = self._instructions.get(ligne)
        if isinstance(instruction, ast.Return) and instruction.value is not None:
            champs = _champs_nommes(instruction.value, rendu)
            if champs:
                nouveaux = [(nom, valeur) for nom, valeur in champs if not _deja_dit(nom, valeur)]
                return [self._egalite(nom, valeur, avant, getattr(rendu, nom)) for nom, valeur in nouveaux]
            return [self._egalite("", instruction.value, avant, rendu)]
        if isinstance(instruction, ast.Assign | ast.AnnAssign | ast.AugAssign):
            phrase = self._affectation(instruction, avant, apres)
            return [phrase] if phrase else []
        return []

    def _affectation(
        self,
        instruction: "ast.Assign | ast.AnnAssign | ast.AugAssign",
        avant: Mapping[str, Any],
        apres: Mapping[str, Any],
    ) -> str:
        cible = instruction.targets[0] if isinstance(instruction, ast.Assign) else instruction.target
        valeur = instruction.value
        if not isinstance(cible, ast.Name) or valeur is None or not isinstance(apres.get(cible.id), _SCALAIRES):
            return ""
        if isinstance(instruction, ast.AugAssign):
            valeur = ast.BinOp(ast.Name(cible.id, ast.Load()), instruction.op, valeur)
        return self._egalite(cible.id, valeur, avant, apres[cible.id])

    def _egalite(self, nom: str, valeur: ast.expr, valeurs: Mapping[str, Any], resultat: Any) -> str:
        return egalite(nom, valeur, valeurs, self._globales, resultat)


def _champs_nommes(expression: ast.expr, rendu: Any) -> list[tuple[str, ast.expr]]:
    """Champs d'un enregistrement que l'expression construit en les nommant tous ; vide pour autre chose."""
    if not isinstance(expression, ast.Call) or expression.args or not dataclasses.is_dataclass(rendu):
        return []
    return [(mot.arg, mot.value) for mot in expression.keywords if mot.arg and hasattr(rendu, mot.arg)]


def _deja_dit(nom: str, valeur: ast.expr) -> bool:
    """Vrai pour un champ rempli par la variable de même nom, que sa propre ligne a expliquée."""
    return isinstance(valeur, ast.Name) and valeur.id == nom


def egalite(
    nom: str, expression: ast.expr, valeurs: Mapping[str, Any], globales: Mapping[str, Any], resultat: Any
) -> str:
    """« nom = expression = expression chiffrée = résultat », chaque membre une fois.

    Args:
        nom: Ce qui reçoit le résultat ; vide pour un résultat rendu.
        expression: L'expression, telle qu'elle est dans la source.
        valeurs: Valeur de chaque nom.
        globales: Noms du module.
        resultat: La valeur obtenue.
    """
    if any(isinstance(noeud, _DETOURS) for noeud in ast.walk(expression)):
        membres = [nom or "résultat", _somme_dite(expression, valeurs), valeur_ecrite(resultat)]
        return " = ".join(membre for membre in membres if membre)
    choisie = branche_suivie(expression, valeurs, globales)
    formule = _texte(_Signes().visit(copy.deepcopy(choisie)))
    chiffree = _texte(_Signes().visit(_Valeurs(valeurs, globales).visit(copy.deepcopy(choisie))))
    dit = valeur_ecrite(resultat)
    membres = [nom, formule, dit if chiffree == f"({dit})" else chiffree, dit]
    uniques = [m for rang, m in enumerate(membres) if m and (rang == 0 or m != membres[rang - 1])]
    return " = ".join(dict.fromkeys(uniques))


def branche_suivie(expression: ast.expr, valeurs: Mapping[str, Any], globales: Mapping[str, Any]) -> ast.expr:
    """Expression dont chaque « a if condition else b » est réduit à la branche que ces valeurs font suivre.

    Args:
        expression: L'expression, telle qu'elle est dans la source ; elle n'est pas changée.
        valeurs: Valeur de chaque nom.
        globales: Noms du module.
    """
    choisie: ast.expr = _Choix(valeurs, globales).visit(copy.deepcopy(expression))
    return choisie


def _somme_dite(expression: ast.expr, valeurs: Mapping[str, Any]) -> str:
    """« somme de une.part_salariale, 17 lignes » pour une somme sur une table ; vide pour un autre détour."""
    appel = expression if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) else None
    if appel is None or getattr(appel.func, "id", "") != "sum" or not isinstance(appel.args[0], ast.GeneratorExp):
        return ""
    (boucle, *autres), terme = appel.args[0].generators, appel.args[0].elt
    lignes = valeurs.get(boucle.iter.id) if isinstance(boucle.iter, ast.Name) else None
    if autres or boucle.ifs or not isinstance(lignes, list | tuple) or not isinstance(terme, ast.Attribute):
        return ""
    return f"somme de {terme.attr}, {len(lignes)} ligne{'s' if len(lignes) > 1 else ''}"


def _texte(noeud: ast.expr) -> str:
    texte = ast.unparse(ast.fix_missing_locations(noeud))
    for signe, dit in _SIGNES:
        texte = texte.replace(signe, dit)
    return texte


class _Choix(ast.NodeTransformer):
    """Ne garde d'un « a if condition else b » que la branche suivie."""

    def __init__(self, valeurs: Mapping[str, Any], globales: Mapping[str, Any]) -> None:
        self._espace = {**globales, **valeurs}

    def visit_IfExp(self, noeud: ast.IfExp) -> ast.AST:
        if any(isinstance(n, ast.Call) for n in ast.walk(noeud.test)):
            return noeud
        try:
            code = compile(ast.fix_missing_locations(ast.Expression(noeud.test)), "<choix>", "eval")
            suivie = noeud.body if eval(code, self._espace) else noeud.orelse  # noqa: S307 - notre propre source
        except Exception:  # noqa: BLE001 - une condition qu'on ne sait pas relire reste écrite en entier
            return noeud
        visitee = self.visit(suivie)
        return visitee if isinstance(visitee, ast.AST) else noeud


class _Valeurs(ast.NodeTransformer):
    """Met les valeurs à la place des noms."""

    def __init__(self, valeurs: Mapping[str, Any], globales: Mapping[str, Any]) -> None:
        self._valeurs, self._globales = valeurs, globales

    def visit_Name(self, noeud: ast.Name) -> ast.AST:
        valeur = self._valeurs.get(noeud.id, self._globales.get(noeud.id))
        connue = noeud.id in self._valeurs or noeud.id.isupper()
        if not connue or not (valeur is None or isinstance(valeur, (*_SCALAIRES, list, tuple))):
            return noeud
        return ast.Name(_entre_parentheses(valeur), noeud.ctx)

    def visit_Attribute(self, noeud: ast.Attribute) -> ast.AST:
        valeur = self._lire(noeud)
        if isinstance(valeur, _SCALAIRES):
            return ast.Name(_entre_parentheses(valeur), noeud.ctx)
        self.generic_visit(noeud)
        return noeud

    def _lire(self, chemin: ast.expr) -> Any:
        """Valeur d'un nom, ou d'un attribut d'attribut d'un nom."""
        if isinstance(chemin, ast.Attribute):
            return getattr(self._lire(chemin.value), chemin.attr, None)
        return self._valeurs.get(chemin.id) if isinstance(chemin, ast.Name) else None

    def visit_Subscript(self, noeud: ast.Subscript) -> ast.AST:
        if isinstance(noeud.value, ast.Name) and isinstance(noeud.slice, ast.Constant | ast.Name):
            table = self._valeurs.get(noeud.value.id)
            place = noeud.slice.value if isinstance(noeud.slice, ast.Constant) else self._lire(noeud.slice)
            valeur = table.get(place) if isinstance(table, Mapping) else None
            if isinstance(table, list | tuple) and isinstance(place, int) and -len(table) <= place < len(table):
                valeur = table[place]
            if isinstance(valeur, _SCALAIRES):
                return ast.Name(_entre_parentheses(valeur), noeud.ctx)
        self.generic_visit(noeud)
        return noeud


class _Signes(ast.NodeTransformer):
    """Écrit à la façon du manuel les appels que tout le monde connaît : racine carrée, nombre littéral."""

    def visit_Call(self, noeud: ast.Call) -> ast.AST:
        self.generic_visit(noeud)
        if isinstance(noeud.func, ast.Attribute) and noeud.func.attr == "sqrt":
            return ast.Call(ast.Name("√", ast.Load()), [noeud.func.value], [])
        if isinstance(noeud.func, ast.Name) and noeud.func.id not in {"Decimal", "D"}:
            dit = _NOMS_DITS.get(noeud.func.id, noeud.func.id.lstrip("_"))
            return ast.Call(ast.Name(dit, ast.Load()), noeud.args, noeud.keywords)
        if isinstance(noeud.func, ast.Name) and len(noeud.args) == 1:
            litteral = noeud.args[0]
            if isinstance(litteral, ast.Constant):
                return ast.Name(nombre_ecrit(Decimal(str(litteral.value))), ast.Load())
            return litteral
        return noeud


def _entre_parentheses(valeur: Any) -> str:
    texte = valeur_ecrite(valeur)
    return f"({texte})" if isinstance(valeur, Decimal | int) and texte.startswith("-") else texte
