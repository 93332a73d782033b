"""Texte d'une formule : le découper, et évaluer les arguments d'un appel.

Module pur, embarqué dans l'extension : « TABLEUR.POINT_DE_COMMANDE(20;5;A2) » devient un appel et ses valeurs.
"""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException
from typing import Protocol

from tableur.frontiere import est_vide, lire, numero_de_serie
from tableur.socle.erreurs import DivisionImpossible, ErreurTableur, ValeurInvalide

_FEUILLE = r"(?:\$?'(?:[^']|'')+'|\$?[^\W\d]\w*)[.!]"
_CELLULE = r"\$?[A-Za-z]{1,3}\$?\d+"
_PLAGE = rf"{_CELLULE}(?::\.?{_CELLULE})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d+:\$?\d+"
_MARQUE = "MARQUE_DECIMALE"
_NOMBRE = rf"(?:\d+{_MARQUE}?\d*|{_MARQUE}\d+)(?:[eE][+-]?\d+)?"
_SYNTAXE = (
    r'(?P<texte>"(?:[^"]|"")*")'
    rf"|(?P<reference>(?P<feuille>{_FEUILLE})?(?P<plage>{_PLAGE})(?![\w(.]))"
    rf"|(?P<nombre>{_NOMBRE})|(?P<nom>[^\W\d][\w.]*)"
    r"|(?P<signe><>|<=|>=|[-+*/^&=<>(){};,|%])|(?P<autre>\S)"
)
_ENTRE_GUILLEMETS = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'")
_VIRGULE_QUI_SEPARE = re.compile(r"\d,\d+,|,\D|\D,|\d\.\d")
_CONSTANTES: dict[str, object] = {"VRAI": True, "TRUE": True, "FAUX": False, "FALSE": False}
_PRIORITES = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_CALCULS: dict[str, Callable[[Decimal, Decimal], object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_PREFIXE = "TABLEUR."


@dataclass(frozen=True, slots=True)
class Litteral:
    """Valeur écrite dans la formule : nombre, texte, booléen, matrice, ou rien."""

    valeur: object


@dataclass(frozen=True, slots=True)
class Reference:
    """Cellule, plage ou nom défini ; `feuille` est vide pour la feuille de la formule."""

    feuille: str
    plage: str


@dataclass(frozen=True, slots=True)
class Appel:
    """Appel d'une fonction, nom en capitales."""

    nom: str
    arguments: tuple["Terme", ...]

    @property
    def est_de_tableur(self) -> bool:
        """Vrai pour une fonction de ce catalogue, dite par son nom entier."""
        return self.nom.startswith(_PREFIXE)


@dataclass(frozen=True, slots=True)
class Operation:
    """Opération entre deux termes."""

    signe: str
    gauche: "Terme"
    droite: "Terme"


Terme = Litteral | Reference | Appel | Operation


class Hote(Protocol):
    """Ce que l'hôte sait faire pour une formule : lire une référence, calculer une de ses propres fonctions."""

    def contenu(self, reference: Reference) -> object:
        """Valeur d'une cellule, ou grille d'une plage."""

    def fonction(self, nom: str, arguments: list[object]) -> object:
        """Résultat d'une fonction de l'hôte, « SUM », dont les références sont données telles quelles."""


class SansHote:
    """Formule tapée hors d'un classeur : ni cellules, ni fonctions d'un hôte."""

    def contenu(self, reference: Reference) -> object:
        """Refuse la référence."""
        raise ValeurInvalide(f"La référence « {reference.plage} » n'a de sens que dans un classeur.")

    def fonction(self, nom: str, arguments: list[object]) -> object:
        """Refuse la fonction."""
        raise ValeurInvalide(f"La fonction {nom} n'est pas évaluée ici : donner sa valeur.")


def appels(texte: str) -> list[Appel]:
    """Appels d'une formule à nos fonctions, les plus extérieurs seulement, de gauche à droite.

    Args:
        texte: Formule, avec ou sans son « = ».

    Raises:
        ValeurInvalide: Le texte n'est pas celui d'une formule.

    >>> [appel.nom for appel in appels('=SI(A2="";"";TABLEUR.STOCK_MOYEN(A2;B2))')]
    ['TABLEUR.STOCK_MOYEN']
    """
    return list(_appels_de(analyser(texte)))


def _appels_de(terme: Terme) -> Iterator[Appel]:
    if isinstance(terme, Operation):
        yield from _appels_de(terme.gauche)
        yield from _appels_de(terme.droite)
    elif isinstance(terme, Appel):
        if terme.est_de_tableur:
            yield terme
        else:
            for argument in terme.arguments:
                yield from _appels_de(argument)


def analyser(texte: str) -> Terme:
    """Formule découpée ; le séparateur est « ; », ou la virgule quand elle ne peut pas être décimale.

    Args:
        texte: Formule, avec ou sans son « = ».

    Raises:
        ValeurInvalide: Le texte n'est pas celui d'une formule.

    >>> analyser("TABLEUR.TAUX_DE_ROTATION(20,5;$B$2)").arguments
    (Litteral(valeur=Decimal('20.5')), Reference(feuille='', plage='B2'))
    """
    formule = texte.strip().removeprefix("{").removeprefix("=").removesuffix("}" if texte.startswith("{=") else "")
    nu = _ENTRE_GUILLEMETS.sub("", formule)
    virgule = ";" in nu or not _VIRGULE_QUI_SEPARE.search(nu)
    return _Analyse(formule, virgule).formule()


class _Analyse:
    """Analyse par descente : un niveau de priorité par tour de `_terme`."""

    def __init__(self, texte: str, virgule_decimale: bool) -> None:
        motif = _SYNTAXE.replace(_MARQUE, "[.,]" if virgule_decimale else "[.]")
        self._texte = texte
        self._jetons = list(re.finditer(motif, texte))
        self._separateurs = (";",) if virgule_decimale else (",",)
        self._rang = 0

    def formule(self) -> Terme:
        terme = self._terme(0)
        if self._rang < len(self._jetons):
            raise self._illisible()
        return terme

    def _illisible(self) -> ValeurInvalide:
        rang = self._jetons[self._rang].start() if self._rang < len(self._jetons) else len(self._texte)
        reste = self._texte[rang : rang + 20] or "la fin du texte"
        return ValeurInvalide(f"Cette formule n'est pas lisible à partir de « {reste} » : « {self._texte} ».")

    def _signe(self, *attendus: str) -> str:
        """Signe suivant, consommé s'il est de ceux-là ; vide sinon."""
        if self._rang < len(self._jetons):
            signe = self._jetons[self._rang].group("signe")
            if signe and signe in attendus:
                self._rang += 1
                return signe
        return ""

    def _terme(self, niveau: int) -> Terme:
        if niveau == len(_PRIORITES):
            return self._unaire()
        gauche = self._terme(niveau + 1)
        while signe := self._signe(*_PRIORITES[niveau]):
            gauche = Operation(signe, gauche, self._terme(niveau + 1))
        return gauche

    def _unaire(self) -> Terme:
        if signe := self._signe("+", "-"):
            terme = self._unaire()
            return terme if signe == "+" else Operation("-", Litteral(Decimal(0)), terme)
        terme = self._simple()
        while self._signe("%"):
            terme = Operation("/", terme, Litteral(Decimal(100)))
        return terme

    def _simple(self) -> Terme:
        if self._rang >= len(self._jetons):
            raise self._illisible()
        if self._signe("("):
            terme = self._terme(0)
            if not self._signe(")"):
                raise self._illisible()
            return terme
        if self._signe("{"):
            return self._matrice()
        jeton = self._jetons[self._rang]
        self._rang += 1
        if (texte := jeton.group("texte")) is not None:
            return Litteral(texte[1:-1].replace('""', '"'))
        if (nombre := jeton.group("nombre")) is not None:
            return Litteral(Decimal(nombre.replace(",", ".")))
        if jeton.group("reference") is not None:
            return _reference(jeton.group("feuille") or "", jeton.group("plage"))
        if (nom := jeton.group("nom")) is not None:
            return self._nom(nom)
        self._rang -= 1
        raise self._illisible()

    def _nom(self, nom: str) -> Terme:
        if self._signe("("):
            return Appel(nom.upper(), self._arguments())
        if nom.upper() in _CONSTANTES:
            return Litteral(_CONSTANTES[nom.upper()])
        return Reference("", nom)

    def _arguments(self) -> tuple[Terme, ...]:
        if self._signe(")"):
            return ()
        arguments: list[Terme] = []
        while True:
            arguments.append(self._argument())
            if self._signe(")"):
                return tuple(arguments)
            if not self._signe(*self._separateurs):
                raise self._illisible()

    def _argument(self) -> Terme:
        """Argument, vide s'il n'y a rien avant le séparateur."""
        depart = self._rang
        if self._signe(*self._separateurs, ")"):
            self._rang = depart
            return Litteral(None)
        return self._terme(0)

    def _matrice(self) -> Terme:
        lignes: list[list[object]] = [[]]
        while True:
            lignes[-1].append(evaluer(self._unaire(), SansHote()))
            signe = self._signe(*self._separateurs, "|", "}")
            if signe == "}":
                return Litteral(lignes)
            if not signe:
                raise self._illisible()
            if signe == "|":
                lignes.append([])


def _reference(feuille: str, plage: str) -> Reference:
    nom = feuille[:-1].removeprefix("$")
    if nom.startswith("'"):
        nom = nom[1:-1].replace("''", "'")
    return Reference(nom, plage.replace("$", "").replace(":.", ":").upper())


def evaluer(terme: Terme, hote: Hote) -> object:
    """Valeur brute d'un terme : celle d'une cellule, d'une plage ou d'un calcul.

    Args:
        terme: Terme d'une formule.
        hote: Ce qui lit les références et calcule les fonctions.

    Raises:
        ErreurTableur: Une référence ou une fonction n'est pas connue, ou le calcul est impossible.

    >>> evaluer(analyser("2*(3+4)^2/7"), SansHote())
    Decimal('14')
    """
    if isinstance(terme, Litteral):
        return terme.valeur
    if isinstance(terme, Reference):
        return hote.contenu(terme)
    if isinstance(terme, Operation):
        return _operation(terme.signe, evaluer(terme.gauche, hote), evaluer(terme.droite, hote))
    if terme.nom in _CONSTANTES and not terme.arguments:
        return _CONSTANTES[terme.nom]
    garder = () if terme.est_de_tableur else (Reference,)
    arguments = [a if isinstance(a, garder) else evaluer(a, hote) for a in terme.arguments]
    if terme.nom == "DATE" and len(arguments) == 3:
        return _date(*(hote.contenu(a) if isinstance(a, Reference) else a for a in arguments))
    return hote.fonction(terme.nom, arguments)


def _date(annee: object, mois: object, jour: object) -> Decimal:
    try:
        return Decimal(numero_de_serie(date(*(lire(partie, int) for partie in (annee, mois, jour)))))
    except ValueError:
        raise ValeurInvalide(f"La date DATE({annee};{mois};{jour}) n'existe pas.") from None


def _operation(signe: str, gauche: object, droite: object) -> object:
    if isinstance(gauche, list | tuple) or isinstance(droite, list | tuple):
        raise ValeurInvalide(f"Le calcul « {signe} » sur une plage n'est pas expliqué : donner des cellules.")
    if signe == "&":
        return _texte(gauche) + _texte(droite)
    if signe in ("=", "<>"):
        return (_texte(gauche).casefold() == _texte(droite).casefold()) is (signe == "=")
    try:
        return _CALCULS[signe](_nombre(gauche), _nombre(droite))
    except ZeroDivisionError:
        raise DivisionImpossible(f"Division par zéro : {_texte(gauche)} {signe} {_texte(droite)}.") from None
    except DecimalException as erreur:
        raise ErreurTableur(f"Calcul impossible : {_texte(gauche)} {signe} {_texte(droite)}.") from erreur


def _texte(valeur: object) -> str:
    return "" if est_vide(valeur) else str(lire(valeur, str))


def _nombre(valeur: object) -> Decimal:
    """Nombre d'un opérande : une cellule vide y vaut 0 et VRAI y vaut 1, comme dans la feuille."""
    if isinstance(valeur, bool):
        return Decimal(valeur)
    nombre: Decimal = Decimal(0) if est_vide(valeur) else lire(valeur, Decimal)
    return nombre
