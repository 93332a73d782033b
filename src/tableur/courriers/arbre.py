"""Ce qu'un modèle a le droit de dire : liste blanche de constructions, et passage à un rendu strict et sûr.

Aucun appel, aucun attribut Python (un attribut devient une recherche dans la ligne), pas d'import, de macro ni
d'élévation ; les boucles portent sur des tables et sont comptées ; un produit ne multiplie que des nombres.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import nodes

from tableur.courriers.instructions import FICHE, LETTRE, Lexique

SORTIE, SORTIE_SIMPLE, SORTIE_DE_NOM, SORTIE_HTML, EXIGE, BOUCLE, PRODUIT = (
    "_sortie",
    "_sortie_simple",
    "_sortie_de_nom",
    "_sortie_html",
    "_exige",
    "_boucle",
    "_produit",
)
INTERNES = frozenset({FICHE, LETTRE})
BOUCLES_MAXIMUM = 3
BALISE_MAXIMALE = 20_000  # nœuds

_ADMIS: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Filter, nodes.Test, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Neg, nodes.Tuple, nodes.List,
    nodes.Assign, nodes.Keyword,
)  # fmt: skip
_CHAMP = (nodes.Name, nodes.Getattr, nodes.Getitem)
_SANS_EXIGENCE = frozenset({
    "facultatif", "default", "d", "_bloc_adresse", "_ligne_de_salut", "_fiche_suivante", "_ecarter",
})  # fmt: skip
_TESTS = frozenset({"defined", "undefined", "none", "odd", "even", "divisibleby", "in", "number", "string"})
_BOUCLE_ADMIS = frozenset({
    "index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem", "depth",
})  # fmt: skip
_SUR_UNE_TABLE = frozenset({"somme", "join", "first", "last", "length", "count", "_lignes"})
_POSE_INTERDIT = (nodes.Concat, nodes.Add, nodes.Mul, nodes.Tuple, nodes.List)


@dataclass(frozen=True, slots=True)
class Emploi:
    """Un champ écrit par le modèle : la ligne de la source, et le nom que la personne a écrit."""

    ligne: int
    libelle: str


class ModeleInterdit(Exception):
    """Le modèle emploie une construction refusée ; `ligne` est celle de la source."""

    def __init__(self, message: str, ligne: int) -> None:
        """Garde la phrase et la ligne."""
        self.message, self.ligne = message, ligne
        super().__init__(message)


def verifier(arbre: nodes.Template, filtres: Callable[[str], str | None]) -> Iterator[ModeleInterdit]:
    """Tout ce que le modèle n'a pas le droit de dire.

    Args:
        arbre: Modèle analysé.
        filtres: Phrase à dire d'un filtre refusé, None s'il est admis.
    """
    if sum(1 for _ in arbre.find_all(nodes.Node)) > BALISE_MAXIMALE:
        yield ModeleInterdit("le modèle a trop de balises", 1)
        return
    yield from _verifier(arbre, filtres, 0, 1)


def _verifier(
    noeud: nodes.Node, filtres: Callable[[str], str | None], profondeur: int, ligne: int
) -> Iterator[ModeleInterdit]:
    ligne = getattr(noeud, "lineno", None) or ligne
    raison = _raison(noeud, filtres)
    if raison:
        yield ModeleInterdit(raison, ligne)
        return
    if isinstance(noeud, nodes.For):
        profondeur += 1
        if profondeur > BOUCLES_MAXIMUM:
            yield ModeleInterdit(f"plus de {BOUCLES_MAXIMUM} boucles imbriquées", ligne)
            return
    for enfant in noeud.iter_child_nodes():
        yield from _verifier(enfant, filtres, profondeur, ligne)


def _raison(noeud: nodes.Node, filtres: Callable[[str], str | None]) -> str | None:
    """Pourquoi ce nœud est refusé, None s'il est admis."""
    if not isinstance(noeud, _ADMIS):
        return f"construction interdite dans un modèle : {_nom(noeud)}"
    if isinstance(noeud, nodes.Filter):
        return filtres(noeud.name)
    if isinstance(noeud, nodes.Test):
        return None if noeud.name in _TESTS else f"le test « is {noeud.name} » n'existe pas"
    if isinstance(noeud, nodes.Getattr):
        return _raison_d_attribut(noeud)
    if isinstance(noeud, nodes.Getitem):
        cle = noeud.arg
        if isinstance(cle, nodes.Const) and not isinstance(cle.value, str | int):
            return "une table se lit par un nom ou par un rang"
        if isinstance(cle, nodes.Slice) or (isinstance(cle, nodes.Const) and str(cle.value).startswith("__")):
            return "nom interdit dans un modèle"
    if isinstance(noeud, nodes.Name) and (
        noeud.name.startswith("__") or noeud.name == "self" or (noeud.name == "loop" and noeud.ctx == "store")
    ):
        return f"nom interdit dans un modèle : {noeud.name}"
    if isinstance(noeud, nodes.For):
        return _raison_de_boucle(noeud)
    if isinstance(noeud, nodes.Assign) and (
        isinstance(noeud.node, _POSE_INTERDIT) or any(True for _ in noeud.node.find_all(_POSE_INTERDIT))
    ):
        return "un « set » ne peut pas accumuler de texte"
    return None


def _raison_d_attribut(noeud: nodes.Getattr) -> str | None:
    if noeud.attr.startswith("_"):
        return f"nom interdit dans un modèle : {noeud.attr}"
    if isinstance(noeud.node, nodes.Name) and noeud.node.name == "loop" and noeud.attr not in _BOUCLE_ADMIS:
        return f"« loop.{noeud.attr} » n'existe pas"
    return None


def _raison_de_boucle(noeud: nodes.For) -> str | None:
    if noeud.recursive:
        return "boucle récursive interdite"
    table = noeud.iter
    while isinstance(table, nodes.Filter) and table.node is not None:
        table = table.node
    return None if isinstance(table, _CHAMP) else "une boucle porte sur une table, nommée par son champ"


def _nom(noeud: nodes.Node) -> str:
    noms = {
        "Call": "appel de fonction",
        "Pow": "puissance",
        "Import": "import",
        "Include": "include",
        "Macro": "macro",
    }
    genre = type(noeud).__name__
    return noms.get(genre, genre)


class Durcissement:
    """Transforme un modèle vérifié : sorties strictes, attributs en recherches, boucles comptées, texte à plat."""

    def __init__(self, lexique: Lexique, *, suite: bool = False, sortie: str = SORTIE) -> None:
        """Garde le lexique ; `emplois` reçoit les champs écrits, dans l'ordre de leur numéro."""
        self._lexique, self._suite, self._nom_de_sortie = lexique, suite, sortie
        self._locaux: frozenset[str] = frozenset()
        self.emplois: list[Emploi] = []
        self.champs: dict[str, int] = {}
        self.composes: set[str] = set()
        self.prevus_absents: set[str] = set()

    def durcir(self, arbre: nodes.Template) -> None:
        """Transforme l'arbre sur place ; `champs` reçoit les noms libres et la ligne de leur premier emploi."""
        self._locaux = frozenset(n.name for n in arbre.find_all(nodes.Name) if n.ctx == "store") | {"loop"}
        self._relever(arbre)
        self._transformer(arbre)

    def _relever(self, arbre: nodes.Template) -> None:
        for nom in arbre.find_all(nodes.Name):
            if nom.ctx == "load" and nom.name not in self._locaux:
                self.champs.setdefault(nom.name, nom.lineno)
        for attribut in arbre.find_all(nodes.Getattr):
            self._composer(attribut.node)
        for element in arbre.find_all(nodes.Getitem):
            self._composer(element.node)
        for boucle in arbre.find_all(nodes.For):
            self._composer(boucle.iter)
        for filtre in arbre.find_all(nodes.Filter):
            if filtre.name in _SUR_UNE_TABLE and filtre.node is not None:
                self._composer(filtre.node)
            if filtre.name in ("d", "default") and isinstance(filtre.node, nodes.Name):
                self.prevus_absents.add(filtre.node.name)

    def _composer(self, noeud: nodes.Node) -> None:
        """Retient qu'un champ libre est lu comme une table ou un objet."""
        while isinstance(noeud, nodes.Filter) and noeud.node is not None:
            noeud = noeud.node
        if isinstance(noeud, nodes.Name):
            self.composes.add(noeud.name)

    def _transformer(self, noeud: nodes.Node) -> None:
        for nom, valeur in list(noeud.iter_fields()):
            if isinstance(valeur, nodes.Node):
                setattr(noeud, nom, self._remplacant(valeur))
            elif isinstance(valeur, list):
                valeur[:] = [self._remplacant(v) if isinstance(v, nodes.Node) else v for v in valeur]

    def _remplacant(self, noeud: nodes.Node) -> nodes.Node:
        if isinstance(noeud, nodes.Output):
            noeud.nodes = [self._sortie(enfant, noeud.lineno) for enfant in noeud.nodes]
            return noeud
        self._transformer(noeud)
        if isinstance(noeud, nodes.Getattr) and not _est_boucle(noeud.node):
            cle = nodes.Const(self._lexique.libelle(noeud.attr))
            return nodes.Getitem(noeud.node, cle, noeud.ctx, lineno=noeud.lineno)
        if isinstance(noeud, nodes.For):
            noeud.iter = nodes.Filter(noeud.iter, BOUCLE, [], [], None, None, lineno=noeud.lineno)
        if isinstance(noeud, nodes.Mul):
            return _filtre(noeud.left, PRODUIT, noeud.lineno, noeud.right)
        if isinstance(noeud, nodes.Name) and self._suite and self._est_libre(noeud):
            fiche, libelle = nodes.Name(FICHE, "load", lineno=noeud.lineno), self._lexique.libelle(noeud.name)
            return nodes.Getitem(fiche, nodes.Const(libelle), "load", lineno=noeud.lineno)
        return noeud

    def _est_libre(self, nom: nodes.Name) -> bool:
        return nom.ctx == "load" and nom.name not in self._locaux and nom.name not in INTERNES

    def _sortie(self, noeud: nodes.Expr, ligne: int) -> nodes.Expr:
        if isinstance(noeud, nodes.TemplateData):
            noeud.data = _a_plat(noeud.data)
            return noeud
        ligne = noeud.lineno or ligne
        nom = self._nom_de_sortie
        if isinstance(noeud, nodes.Filter) and noeud.name == "_simple" and noeud.node is not None:
            nom, noeud = SORTIE_SIMPLE, noeud.node
        strict, numero = _est_strict(noeud), self._inscrire(noeud, ligne)
        exige = noeud if strict else self._exiger(noeud, ligne)
        rendu = self._remplacant(exige)
        if not isinstance(rendu, nodes.Expr):  # pragma: no cover - une expression reste une expression
            return noeud
        return _filtre(rendu, nom, ligne, nodes.Const(numero if strict else -1 - numero))

    def _exiger(self, noeud: nodes.Expr, ligne: int) -> nodes.Expr:
        """Rend obligatoires les champs qui composent un texte : « prenom ~ nom » ne doit pas laisser un blanc."""
        if isinstance(noeud, nodes.Concat):
            noeud.nodes = [self._operande(enfant, ligne) for enfant in noeud.nodes]
        elif isinstance(noeud, nodes.CondExpr):
            noeud.expr1 = self._operande(noeud.expr1, ligne)
            if noeud.expr2 is not None:
                noeud.expr2 = self._operande(noeud.expr2, ligne)
        elif isinstance(noeud, nodes.Or):
            noeud.right = self._operande(noeud.right, ligne)
        elif isinstance(noeud, nodes.Add | nodes.Sub | nodes.Mul):
            noeud.left, noeud.right = self._operande(noeud.left, ligne), self._operande(noeud.right, ligne)
        elif isinstance(noeud, nodes.Filter) and noeud.name not in _SANS_EXIGENCE and noeud.node is not None:
            noeud.node = self._exiger(noeud.node, ligne)
        return noeud

    def _operande(self, noeud: nodes.Expr, ligne: int) -> nodes.Expr:
        if not _est_strict(noeud):
            return self._exiger(noeud, ligne)
        return _filtre(noeud, EXIGE, ligne, nodes.Const(self._inscrire(noeud, ligne)))

    def _inscrire(self, noeud: nodes.Expr, ligne: int) -> int:
        self.emplois.append(Emploi(ligne, self.dire(noeud)))
        return len(self.emplois) - 1

    def dire(self, noeud: nodes.Expr) -> str:
        """Champ tel que la personne l'a écrit : « lignes.libelle »."""
        if isinstance(noeud, nodes.Name):
            nom = noeud.name.removeprefix("_lignes_")
            return self._lexique.libelle(nom)
        if isinstance(noeud, nodes.Getattr):
            return f"{self.dire(noeud.node)}.{self._lexique.libelle(noeud.attr)}"
        if isinstance(noeud, nodes.Getitem):
            cle = noeud.arg.value if isinstance(noeud.arg, nodes.Const) else "…"
            return str(cle) if _est_fiche(noeud.node) else f"{self.dire(noeud.node)}.{cle}"
        if isinstance(noeud, nodes.Filter) and noeud.node is not None:
            return self.dire(noeud.node)
        return next((self.dire(champ) for champ in noeud.find_all(_CHAMP)), "")


def _est_strict(noeud: nodes.Expr) -> bool:
    """Vrai si la valeur vient d'un champ, à travers des filtres qui n'en dispensent pas."""
    while isinstance(noeud, nodes.Filter) and noeud.name not in _SANS_EXIGENCE and noeud.node is not None:
        noeud = noeud.node
    return isinstance(noeud, _CHAMP) and not (isinstance(noeud, nodes.Name) and noeud.name == FICHE)


def _est_boucle(noeud: nodes.Expr) -> bool:
    return isinstance(noeud, nodes.Name) and noeud.name == "loop"


def _est_fiche(noeud: nodes.Expr) -> bool:
    return isinstance(noeud, nodes.Name) and noeud.name == FICHE


def _filtre(noeud: nodes.Expr, nom: str, ligne: int, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(noeud, nom, list(arguments), [], None, None, lineno=ligne)


def _a_plat(texte: str) -> str:
    """Texte du document, sans les sauts de ligne qui comptaient les paragraphes ni les accolades à l'abri."""
    texte = texte.replace("\n", "")
    if "_" in texte and ("{_" in texte or "_}" in texte):
        for ecrit, voulu in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"), ("{_#", "{#")):
            texte = texte.replace(ecrit, voulu)
    return texte
