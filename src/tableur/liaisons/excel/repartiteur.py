"""Répartiteur des formules d'Excel : xlwings n'appelle que ces trois fonctions, qui rendent une grille.

Les nombres sortent en `float`, une erreur en `int` : son numéro pour `CVErr`. Rien d'autre ne sort en `int`, et
aucun texte d'erreur ne sort : une somme l'ignorerait. Module sans import de xlwings ni de pywin32.

Ce qu'Excel transmet : un nombre en `float`, un texte en `str`, un booléen en `bool`, une cellule vide en None, une
plage en tuple de tuples, et une cellule en erreur en `int`, le numéro que pywin32 lui donne.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol, cast

from tableur.catalogue import appeler, recenser
from tableur.frontiere import ErreurDeCellule
from tableur.liaisons.calc.formules import Appel, Litteral, Operation, Reference, Terme, appels
from tableur.liaisons.calc.pont import Pont
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide

Sortie = list[list[object]]

NUMEROS = {
    "#NUL!": 2000,
    "#DIV/0!": 2007,
    "#VALEUR!": 2015,
    "#REF!": 2023,
    "#NOM?": 2029,
    "#NOMBRE!": 2036,
    "#N/A": 2042,
}
"""Numéro de `CVErr` de chaque erreur, dans l'énumération XlCVError d'Excel."""

_SCODE = -2146828288  # 0x800A0000 en entier signé : pywin32 rend « scode + numéro » pour une cellule en erreur
_CODES = {_SCODE + numero: code for code, numero in NUMEROS.items()}
_TEXTE_MAXIMAL = 32_767  # caractères d'une cellule d'Excel


class _Appelable(Protocol):
    """Fonction que xlwings accepte d'appeler : elle porte `__xlfunc__`."""

    __xlfunc__: dict[str, Any]

    def __call__(self, *bruts: object) -> Sortie:
        """Grille rendue à Excel."""


class _HoteRempli:
    """Valeurs que VBA a lues : pendant un calcul, Excel ne laisse rien lire d'autre à Python."""

    def __init__(self, valeurs: dict[str, object]) -> None:
        self._valeurs = valeurs

    def contenu(self, reference: Reference) -> object:
        """Valeur d'une cellule, ou grille d'une plage."""
        return self._valeur(texte_du_terme(reference))

    def fonction(self, nom: str, arguments: list[object]) -> object:
        """Résultat d'une fonction d'Excel."""
        termes = tuple(a if isinstance(a, Reference) else Litteral(a) for a in arguments)
        return self._valeur(texte_du_terme(Appel(nom, termes)))

    def _valeur(self, texte: str) -> object:
        valeur = self._valeurs.get(texte)
        if texte not in self._valeurs or isinstance(valeur, ErreurDeCellule):
            raise ValeurInvalide(f"« {texte} » est en erreur, ou ne se lit pas dans cette feuille.")
        return valeur


def texte_du_terme(terme: Terme) -> str:
    """Terme tel qu'Excel l'évalue : fonctions en anglais, virgules.

    >>> from tableur.liaisons.calc.formules import analyser
    >>> texte_du_terme(analyser("SUM('Ma feuille'!A1:B2;2,5)"))
    "SUM('Ma feuille'!A1:B2,2.5)"
    """
    if isinstance(terme, Reference):
        feuille = "'" + terme.feuille.replace("'", "''") + "'!" if terme.feuille else ""
        return feuille + terme.plage
    if isinstance(terme, Appel):
        return f"{terme.nom}({','.join(map(texte_du_terme, terme.arguments))})"
    if isinstance(terme, Operation):
        return f"({texte_du_terme(terme.gauche)}{terme.signe}{texte_du_terme(terme.droite)})"
    if terme.valeur is None:
        return ""
    if isinstance(terme.valeur, bool):
        return "TRUE" if terme.valeur else "FALSE"
    return '"' + terme.valeur.replace('"', '""') + '"' if isinstance(terme.valeur, str) else str(terme.valeur)


def _besoins(terme: Terme) -> Iterator[str]:
    """Ce qu'il faut demander à Excel pour évaluer un terme : références, et fonctions qui sont les siennes."""
    if isinstance(terme, Reference):
        yield texte_du_terme(terme)
    elif isinstance(terme, Operation):
        yield from _besoins(terme.gauche)
        yield from _besoins(terme.droite)
    elif isinstance(terme, Appel) and not terme.est_de_tableur and terme.nom != "DATE" and terme.arguments:
        yield texte_du_terme(terme)
    elif isinstance(terme, Appel):
        for argument in terme.arguments:
            yield from _besoins(argument)


def _pour_xlwings(fonction: Callable[..., Sortie]) -> _Appelable:
    """Fonction marquée pour l'appel de xlwings, sans aucune de ses conversions."""
    brut = {"convert": "raw"}
    marquee = cast("_Appelable", fonction)
    marquee.__xlfunc__ = {
        "name": fonction.__name__,
        "sub": False,
        "args": [{"name": "bruts", "pos": 0, "vba": None, "doc": "", "vararg": True, "options": brut}],
        "ret": {"doc": "", "options": brut},
        "category": "tableur",
        "call_in_wizard": True,
        "volatile": False,
        "async_mode": None,
    }
    return marquee


_catalogue = recenser("tableur.calculs")
_pont = Pont(_catalogue)
_pannes: dict[str, str] = {}


def _appeler(*bruts: object) -> Sortie:
    """Résultat d'une formule, en grille.

    Args:
        bruts: Nom de la fonction, puis les valeurs de ses arguments.
    """
    nom = str(bruts[0])
    resultat: object = ErreurDeCellule("#NOM?")
    if nom in _pannes:
        return grille_rendue(resultat)
    try:
        fonction = _catalogue[nom]
    except Exception as erreur:  # noqa: BLE001 - la panne d'un module est retenue : ne pas réessayer à chaque cellule
        _pannes[nom] = str(erreur)
        return grille_rendue(resultat)
    try:
        resultat = appeler(fonction, tuple(map(valeur_recue, bruts[1:])))
    except ErreurTableur as erreur:
        resultat = ErreurDeCellule(erreur.code)
    except Exception:  # noqa: BLE001 - une faute de programme est aussi une erreur de cellule, jamais un texte
        resultat = ErreurDeCellule("#VALEUR!")
    return grille_rendue(resultat)


def _demander(*bruts: object) -> Sortie:
    """Ce que VBA doit lire pour expliquer une formule : une ligne de textes à évaluer dans sa feuille.

    Args:
        bruts: Texte de la formule.
    """
    try:
        textes = [texte for appel in appels(_formule(bruts[0])) for texte in _besoins(appel)]
    except Exception:  # noqa: BLE001 - une formule illisible est dite par l'explication
        textes = []
    return [list(dict.fromkeys(textes))] if textes else [[""]]


def _expliquer(*bruts: object) -> Sortie:
    """Explication d'une formule, ou la phrase qui dit pourquoi il n'y en a pas.

    Args:
        bruts: Texte de la formule, puis chaque texte demandé et sa valeur.
    """
    try:
        couples = zip(bruts[1::2], bruts[2::2], strict=False)
        valeurs = {str(texte): valeur_recue(valeur) for texte, valeur in couples}
        explication = _pont.expliquer(_formule(bruts[0]), _HoteRempli(valeurs))
    except Exception:  # noqa: BLE001 - jamais de trace dans une cellule
        explication = "Cette formule n'a pas pu être expliquée : presser le bouton « Pourquoi ? »."
    return [[explication[:_TEXTE_MAXIMAL]]]


def _formule(brut: object) -> str:
    """Formule dont les appels portent leur nom entier : dans Excel, « X( » vaut « TABLEUR.X( »."""
    return _NOM_NU.sub(_nom_entier, str(brut))


def _nom_entier(mot: "re.Match[str]") -> str:
    nom = mot["nom"]
    return f"TABLEUR.{nom.upper()}" if nom and nom in _catalogue else mot[0]


_NOM_NU = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|(?<![\w.!])(?P<nom>[A-Za-z_]\w*)(?=\()')


appeler_depuis_excel = _pour_xlwings(_appeler)
demander_depuis_excel = _pour_xlwings(_demander)
expliquer_depuis_excel = _pour_xlwings(_expliquer)


def valeur_recue(brut: object) -> object:
    """Valeur telle que le catalogue l'attend.

    >>> valeur_recue(-2146826246), valeur_recue(((1.0, None),))
    (ErreurDeCellule(code='#N/A', message=''), ((1.0, None),))
    """
    if isinstance(brut, list | tuple):
        lignes = brut if brut and isinstance(brut[0], list | tuple) else (brut,)
        return tuple(tuple(map(valeur_recue, cast("tuple[object, ...]", ligne))) for ligne in lignes)
    if isinstance(brut, int) and not isinstance(brut, bool):
        return ErreurDeCellule(_CODES[brut]) if brut in _CODES else float(brut)
    return brut


def grille_rendue(resultat: object) -> Sortie:
    """Grille rendue à Excel ; une case vide est un texte vide, car Excel montrerait 0.

    >>> grille_rendue([[1.5, None], [True, ErreurDeCellule("#N/A")]])
    [[1.5, ''], [True, 2042]]
    """
    if isinstance(resultat, list):
        return [[_case(valeur) for valeur in ligne] for ligne in resultat] or [[""]]
    return [[_case(resultat)]]


def _case(valeur: object) -> object:
    if valeur is None:
        return ""
    if isinstance(valeur, ErreurDeCellule):
        return NUMEROS.get(valeur.code, NUMEROS["#VALEUR!"])
    if isinstance(valeur, bool | float):
        return valeur
    return str(valeur)[:_TEXTE_MAXIMAL]
