"""D'où vient une valeur calculée : les instructions des fonctions qui l'ont faite, remontées de l'une à l'autre.

Tout est tiré du programme : la fonction qui a fabriqué un enregistrement est refaite sous surveillance, et seules
les instructions dont la valeur dépend sont dites, avec leurs chiffres, sa règle et les barèmes qu'elle consulte.
"""

import ast
import dataclasses
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from types import CodeType
from typing import Any

from tableur.baremes import ValeurDatee, consultations
from tableur.catalogue.explication import instructions_developpees
from tableur.catalogue.redaction import branche_suivie, egalite
from tableur.socle.marques import marque_de

PROFONDEUR = 4  # fonctions remontées, de la ligne écrite à ce qui l'a faite
PHRASES = 16
DES_MOIS_PASSES = ("deja", "cumuls", "avant")  # les cumuls reçus ne sont pas remontés : ils ont leur feuille
_CALCULS = "tableur.calculs."


@dataclass(frozen=True, slots=True)
class Fabrication:
    """Un enregistrement, et l'endroit du programme qui l'a fabriqué, avec les valeurs qu'il avait alors."""

    objet: Any
    code: CodeType
    ligne: int
    valeurs: dict[str, Any]
    globales: dict[str, Any]

    @property
    def fonction(self) -> Callable[..., Any] | None:
        """La fonction qui a fabriqué l'objet ; None pour une méthode, ou une compréhension."""
        trouvee: Any = self.globales.get(self.code.co_name)
        trouvee = inspect.unwrap(trouvee) if callable(trouvee) else None
        return trouvee if getattr(trouvee, "__code__", None) is self.code else None

    def expression(self, champ: str) -> ast.expr | None:
        """Expression que la fabrication donne au champ."""
        champs = [f.name for f in dataclasses.fields(self.objet)]
        for appel in self._appels():
            for mot in appel.keywords:
                if mot.arg == champ:
                    return mot.value
            if getattr(appel.func, "id", "") == type(self.objet).__name__:
                places = dict(zip(champs, appel.args, strict=False))
                if champ in places:
                    return places[champ]
        return None

    @property
    def constantes(self) -> set[object]:
        """Textes et nombres écrits dans le code qui a fabriqué l'objet : noms de barèmes compris."""
        arbre = _arbre(self.code)
        return {n.value for n in ast.walk(arbre) if isinstance(n, ast.Constant)} if arbre is not None else set()

    def source(self, champ: str) -> Any | None:
        """Objet dont le champ est recopié tel quel, par `**{nom: getattr(objet, nom) …}` ou par `objet.champ`."""
        expression = self.expression(champ)
        if isinstance(expression, ast.Attribute):
            return evaluer(expression.value, self.valeurs)
        for appel in self._appels() if expression is None else ():
            for mot in appel.keywords:
                objet = self._recopie(mot)
                if objet is not None and hasattr(objet, champ):
                    return objet
        return None

    def _recopie(self, mot: ast.keyword) -> Any | None:
        valeur = mot.value.value if mot.arg is None and isinstance(mot.value, ast.DictComp) else None
        if isinstance(valeur, ast.Call) and isinstance(valeur.func, ast.Name) and valeur.func.id == "getattr":
            return evaluer(valeur.args[0], self.valeurs)
        return None

    def _appels(self) -> Iterator[ast.Call]:
        """Appels écrits à la ligne de la fabrication."""
        arbre = _arbre(self.code)
        for noeud in ast.walk(arbre) if arbre is not None else ():
            if isinstance(noeud, ast.Call) and noeud.lineno <= self.ligne <= (noeud.end_lineno or noeud.lineno):
                yield noeud

    @property
    def recus(self) -> dict[str, Any]:
        """Arguments que la fonction avait reçus."""
        noms = self.code.co_varnames[: self.code.co_argcount + self.code.co_kwonlyargcount]
        return {nom: self.valeurs[nom] for nom in noms if nom in self.valeurs}


def evaluer(chemin: ast.expr, valeurs: Mapping[str, Any]) -> Any | None:
    """Valeur d'un nom, ou d'un attribut d'un nom ; None pour toute autre expression."""
    if isinstance(chemin, ast.Name):
        return valeurs.get(chemin.id)
    if isinstance(chemin, ast.Attribute):
        return getattr(evaluer(chemin.value, valeurs), chemin.attr, None)
    return None


@lru_cache(maxsize=64)
def _arbre(code: CodeType) -> ast.AST | None:
    try:
        lignes, premiere = inspect.getsourcelines(code)
    except OSError:
        return None
    arbre = ast.parse(textwrap.dedent("".join(lignes)))
    ast.increment_lineno(arbre, premiere - 1)
    return arbre


def nom_de_source(expression: ast.expr | None, champ: str) -> str:
    """Nom du champ dans l'objet d'où il est recopié : « net_avant_impot » vient de « net_a_payer_avant_impot »."""
    return expression.attr if isinstance(expression, ast.Attribute) else champ


@dataclass(slots=True)
class Remontee:
    """Explication d'un champ, de ce qui l'a fabriqué à ce dont il dépend.

    Args:
        chercher: Trouve la fabrication d'un objet du domaine, None si elle n'est pas connue.
    """

    chercher: Callable[[Any], Fabrication | None]
    phrases: list[str] = field(default_factory=list)
    regles: dict[str, None] = field(default_factory=dict)
    baremes: dict[str, None] = field(default_factory=dict)
    _vus: set[tuple[int, str]] = field(default_factory=set)

    def expliquer(self, objet: Any, champ: str, profondeur: int = 0) -> None:
        """Ajoute ce qui explique le champ d'un objet, puis ce dont il dépend."""
        if (id(objet), champ) in self._vus or profondeur >= PROFONDEUR or len(self.phrases) >= PHRASES:
            return
        self._vus.add((id(objet), champ))
        propriete = getattr(type(objet), champ, None)
        if isinstance(propriete, property) and propriete.fget is not None:
            self._dire_une_propriete(propriete.fget, objet, champ, profondeur)
            return
        fabrication = self.chercher(objet)
        if fabrication is None:
            return
        expression = fabrication.expression(champ)
        if expression is None:
            source = fabrication.source(champ)
            if est_du_domaine(source):
                self.expliquer(source, champ, profondeur)
            return
        self._dire_un_champ(fabrication, champ, expression, profondeur)

    def _dire_un_champ(self, faite: Fabrication, champ: str, expression: ast.expr, profondeur: int) -> None:
        """Le champ, puis les variables dont il dépend, puis ce que d'autres objets leur ont donné."""
        expression = branche_suivie(expression, faite.valeurs, faite.globales)
        recopie = isinstance(expression, ast.Name)
        if not recopie:
            self._ajouter(profondeur, _egalite(champ, expression, faite, getattr(faite.objet, champ)))
        utiles = {} if faite.fonction is None else _dont_depend(expression, _affectations(faite.code), faite)
        lues: list[ValeurDatee] = []
        if utiles and faite.fonction is not None:
            with consultations() as consultees:
                lignes = instructions_developpees(faite.fonction, faite.recus)
            lues = [bareme for _, bareme in consultees]
            for bloc in _parlants(_blocs(lignes), utiles, "" if recopie else champ):
                self._ajouter(profondeur + (not recopie), *bloc)
            for nom in utiles:
                self._dire_un_rendu(faite, nom, profondeur + (not recopie))
        expressions = [expression, *(e for suite in utiles.values() for e in suite)]
        self._citer(faite, expressions, lues)
        for une in expressions:
            self._suivre(une, faite.valeurs, faite.objet, profondeur)

    def _dire_un_rendu(self, faite: Fabrication, nom: str, profondeur: int) -> None:
        """Variable reçue avec d'autres d'une fonction du module : ce que cette fonction a fait pour elle."""
        appel, place = _rendu_multiple(faite.code, nom)
        py = faite.globales.get(appel.func.id) if appel is not None and isinstance(appel.func, ast.Name) else None
        code = getattr(py, "__code__", None)
        if appel is None or py is None or code is None or not faite.valeurs.get(nom):
            return
        recus = [evaluer(argument, faite.valeurs) for argument in appel.args]
        expression = _rendu(code, place)
        if expression is None or len(recus) != code.co_argcount or appel.keywords:
            return
        lignes = instructions_developpees(py, dict(zip(code.co_varnames, recus, strict=False)))
        utiles = _dont_depend(expression, _affectations(code), replace(faite, valeurs={}))
        for bloc in _parlants(_blocs(lignes), utiles, ""):
            self._ajouter(profondeur, *bloc)

    def _dire_une_propriete(self, lire: Callable[..., Any], objet: Any, champ: str, profondeur: int) -> None:
        lignes = instructions_developpees(lire, {"self": objet})
        if not lignes:
            return
        self._ajouter(profondeur, f"{champ} = {lignes[-1]}")
        arbre = _arbre(lire.__code__)
        for noeud in ast.walk(arbre) if arbre is not None else ():
            if isinstance(noeud, ast.expr):
                self._suivre(noeud, {"self": objet}, None, profondeur)

    def _ajouter(self, profondeur: int, *phrases: str) -> None:
        place = PHRASES - len(self.phrases)
        self.phrases += [f"{'  ' * profondeur}{phrase}".replace("self.", "") for phrase in phrases[:place]]

    def _suivre(self, expression: ast.expr, valeurs: Mapping[str, Any], objet: Any, profondeur: int) -> None:
        """Remonte aux enregistrements dont l'expression lit un montant qui n'est pas nul."""
        for noeud in ast.walk(expression):
            if not isinstance(noeud, ast.Attribute):
                continue
            porteur = evaluer(noeud.value, valeurs)
            if isinstance(noeud.value, ast.Name) and noeud.value.id in DES_MOIS_PASSES:
                continue
            if est_du_domaine(porteur) and porteur is not objet:
                valeur = getattr(porteur, noeud.attr, None)
                if isinstance(valeur, Decimal) and valeur:
                    self.expliquer(porteur, noeud.attr, profondeur + 1)

    def _citer(self, faite: Fabrication, expressions: list[ast.expr], lues: list[ValeurDatee]) -> None:
        """Règle de la fonction et des formules qu'elle appelle ; barèmes que les instructions dites nomment."""
        appelees = [
            faite.globales.get(noeud.func.id)
            for expression in expressions
            for noeud in ast.walk(expression)
            if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name)
        ]
        dit = "\n".join(self.phrases)
        formules = [f for f in appelees if f is not None and marque_de(f) is not None and f.__name__ in dit]
        recopie = len(expressions) == 1 and isinstance(expressions[0], ast.Attribute)
        for fonction in formules if recopie or faite.fonction is None else (*formules, faite.fonction):
            if regle := regle_de(fonction):
                self.regles[regle] = None
        nommes = _NOM_DE_BAREME.findall(dit)
        for bareme in lues:
            if any(bareme.nom.startswith(nom) for nom in nommes):
                self.baremes[bareme.citation] = None
        nom, texte = getattr(faite.objet, "bareme", ""), getattr(faite.objet, "source", "")
        if nom and isinstance(nom, str):
            self.baremes[f"{nom} : {texte}" if texte not in ("", nom) else f"aucun, taux tapé ({nom})"] = None


def est_du_domaine(objet: Any) -> bool:
    """Vrai pour un enregistrement de calculs."""
    return dataclasses.is_dataclass(objet) and type(objet).__module__.startswith(_CALCULS)


def regle_de(py: Callable[..., Any]) -> str:
    """Ce que la docstring d'une fonction dit de sa règle, sans ses arguments ni ses exemples."""
    texte = inspect.getdoc(py) or ""
    for debut in ("Args:", "Returns:", "Raises:", ">>>"):
        texte = texte.partition(f"\n{debut}")[0]
    return " ".join(texte.split())


@lru_cache(maxsize=64)
def _affectations(code: CodeType) -> dict[str, list[ast.expr]]:
    """Expressions que le code donne à chacune de ses variables."""
    arbre = _arbre(code)
    trouvees: dict[str, list[ast.expr]] = {}
    for noeud in ast.walk(arbre) if arbre is not None else ():
        if not isinstance(noeud, ast.Assign | ast.AugAssign):
            continue
        cibles: list[ast.expr] = noeud.targets if isinstance(noeud, ast.Assign) else [noeud.target]
        for nom in [n for cible in cibles for n in ast.walk(cible) if isinstance(n, ast.Name)]:
            trouvees.setdefault(nom.id, []).append(noeud.value)
    return trouvees


def _rendu_multiple(code: CodeType, nom: str) -> tuple[ast.Call | None, int]:
    """Appel dont la variable reçoit un des résultats, et le rang de celui-ci."""
    arbre = _arbre(code)
    for noeud in ast.walk(arbre) if arbre is not None else ():
        if isinstance(noeud, ast.Assign) and isinstance(noeud.value, ast.Call):
            for cible in noeud.targets:
                noms = [getattr(e, "id", "") for e in cible.elts] if isinstance(cible, ast.Tuple) else []
                if nom in noms:
                    return noeud.value, noms.index(nom)
    return None, 0


def _rendu(code: CodeType, place: int) -> ast.expr | None:
    """Expression que le code rend à cette place, à la fin."""
    arbre = _arbre(code)
    rendus = [n for n in ast.walk(arbre) if isinstance(n, ast.Return)] if arbre is not None else []
    suites = [n.value.elts for n in sorted(rendus, key=lambda n: n.lineno) if isinstance(n.value, ast.Tuple)]
    return suites[-1][place] if suites and len(suites[-1]) > place else None


def _dont_depend(
    expression: ast.expr, affectations: Mapping[str, list[ast.expr]], faite: Fabrication, pas: int = 3
) -> dict[str, list[ast.expr]]:
    """Variables dont l'expression dépend, de proche en proche, avec ce que la fonction leur donne."""
    utiles: dict[str, list[ast.expr]] = {}
    courantes = [expression]
    for _ in range(pas):
        noms = dict.fromkeys(n.id for une in courantes for n in ast.walk(une) if isinstance(n, ast.Name))
        nouveaux = {
            nom: [branche_suivie(une, faite.valeurs, faite.globales) for une in affectations[nom]]
            for nom in noms
            if nom in affectations and nom not in utiles
        }
        utiles |= nouveaux
        courantes = [une for suite in nouveaux.values() for une in suite]
    return utiles


def _blocs(lignes: tuple[str, ...]) -> Iterator[list[str]]:
    """Instructions de la fonction, chacune suivie de celles de la formule qu'elle a appelée."""
    appelees: list[str] = []
    for ligne in lignes:
        if ligne.startswith(" "):
            appelees.append(ligne)
            continue
        yield [ligne, *appelees]
        appelees = []


def _parlants(blocs: Iterator[list[str]], utiles: Mapping[str, object], champ: str) -> Iterator[list[str]]:
    """Blocs des variables utiles ; ni un zéro, ni une date, ni un objet, ni une valeur qui n'a pas changé."""
    derniers: dict[str, str] = {}
    for bloc in blocs:
        nom, resultat = bloc[0].partition(" = ")[0], bloc[0].rpartition(" = ")[2]
        if nom not in utiles or nom == champ or derniers.get(nom) == resultat or not _NOMBRE.fullmatch(resultat):
            continue
        derniers[nom] = resultat
        if (resultat != "0" and bloc[0].count(" = ") > 1) or len(bloc) > 1:
            yield bloc


def _egalite(nom: str, expression: ast.expr, faite: Fabrication, resultat: Any) -> str:
    return egalite(nom, expression, faite.valeurs, faite.globales, resultat)


_NOMBRE = re.compile(r"-?[\d\s\u00a0\u202f]+(?:,\d+)?")
_NOM_DE_BAREME = re.compile(r"['«]\s*([a-z_]+\.[a-z_0-9]+)")
