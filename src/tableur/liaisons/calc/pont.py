"""Pont entre une cellule de Calc et le catalogue : valeurs reçues, résultats rendus, vraies erreurs.

Module pur, embarqué dans l'extension. Ce que Calc transmet, mesuré : un nombre en `float` (une date et un booléen
aussi), un texte en `str`, une plage en tuple de tuples où une cellule vide est « », un argument absent en None ;
une cellule vide désignée seule arrive comme 0, et une cellule en erreur empêche l'appel.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from tableur.catalogue import Argument, Fonction
from tableur.catalogue import appeler as appeler_fonction
from tableur.catalogue.explication import expliquer as expliquer_fonction
from tableur.frontiere import ErreurDeCellule, element_de_liste, est_enregistrement, lecteur, montre, type_simple
from tableur.liaisons.calc.formules import Appel, Hote, Reference, analyser, appels, evaluer
from tableur.socle.erreurs import ErreurTableur, FonctionInconnue

Sortie = tuple[tuple[object, ...], ...]

CODES = {"#VALEUR!": 519, "#DIV/0!": 532, "#N/A": 32767, "#NOMBRE!": 503, "#REF!": 524, "#NOM?": 525}
_NAN = 0x7FF8 << 48
_CONSEIL = (
    "Aucune formule de TABLEUR dans {}. Donner le texte d'une formule : "
    'EXPLICATION_DE("TABLEUR.POINT_DE_COMMANDE(20;5;30)"), ou la cellule qui la contient : '
    "EXPLICATION_DE_CELLULE(B2)."
)


def nombre_d_erreur(code: str) -> float:
    """Nombre que Calc affiche comme une vraie erreur : un NaN qui porte le code.

    >>> nombre_d_erreur("#N/A")
    nan
    """
    nombre: float = struct.unpack("<d", struct.pack("<Q", _NAN | CODES.get(code, CODES["#VALEUR!"])))[0]
    return nombre


_ERREURS = {code: nombre_d_erreur(code) for code in CODES}


@dataclass(frozen=True, slots=True)
class _Liee:
    """Fonction résolue, et les rangs des arguments pour lesquels un 0 est une cellule vide."""

    fonction: Fonction
    rangs_sans_zero: tuple[int, ...]


class Pont:
    """Appelle les fonctions du catalogue pour les cellules ; chaque fonction n'est cherchée qu'une fois."""

    def __init__(self, catalogue: Mapping[str, Fonction]) -> None:
        """Retient le catalogue ; aucune fonction n'est encore importée."""
        self._catalogue = catalogue
        self._liees: dict[str, _Liee] = {}
        self._pannes: dict[str, ErreurTableur] = {}

    def appeler(self, nom: str, bruts: tuple[object, ...]) -> Sortie:
        """Résultat d'une formule, en grille ; une erreur est un nombre d'erreur.

        Args:
            nom: Nom de la fonction, en capitales.
            bruts: Valeurs que Calc transmet.
        """
        try:
            liee = self._liees.get(nom) or self._lier(nom)
            return _sortie(appeler_fonction(liee.fonction, _entrees(liee, bruts)))
        except ErreurTableur as erreur:
            return ((_ERREURS[erreur.code],),)
        except Exception:  # noqa: BLE001 - une faute de programme est aussi une erreur de cellule, jamais un texte
            return ((_ERREURS["#VALEUR!"],),)

    def expliquer(self, texte: object, hote: Hote) -> str:
        """Explication d'une formule, ou la phrase de son erreur.

        Args:
            texte: Texte de la formule.
            hote: Ce qui lit les références de la formule.
        """
        try:
            return "\n\n".join(self._explications(texte, _HoteComplet(hote, self)))
        except ErreurTableur as erreur:
            return str(erreur)

    def _explications(self, texte: object, hote: Hote) -> list[str]:
        trouves: list[Appel] = []
        if isinstance(texte, str) and "(" in texte:
            trouves = appels(texte)
            terme = analyser(texte)
            if not trouves and isinstance(terme, Appel) and terme.nom in self._catalogue:
                trouves = [terme]
        if not trouves:
            return [_CONSEIL.format(montre(texte))]
        return [self._explication(appel, hote) for appel in trouves]

    def _explication(self, appel: Appel, hote: Hote) -> str:
        liee = self._lier(appel.nom.removeprefix("TABLEUR."))
        bruts = tuple(evaluer(argument, hote) for argument in appel.arguments)
        entrees = _entrees(liee, bruts)
        premiere = [_premiere_case(*paire) for paire in zip(liee.fonction.arguments, entrees, strict=False)]
        entete = "" if premiere == entrees or liee.fonction.rend_une_table else "Pour la première case :\n"
        return entete + expliquer_fonction(liee.fonction, premiere if entete else entrees).texte

    def _lier(self, nom: str) -> _Liee:
        """Fonction résolue ; une panne est retenue, pour ne pas réessayer à chaque cellule."""
        if nom in self._pannes:
            raise self._pannes[nom]
        try:
            fonction = self._catalogue[nom]
        except ErreurTableur as erreur:
            self._pannes[nom] = erreur
            raise
        except Exception as erreur:
            self._pannes[nom] = FonctionInconnue(f"La fonction {nom} ne se charge pas : {erreur}")
            raise self._pannes[nom] from erreur
        rangs = tuple(rang for rang, argument in enumerate(fonction.arguments) if _zero_est_vide(argument))
        self._liees[nom] = _Liee(fonction, rangs)
        return self._liees[nom]


@dataclass(frozen=True, slots=True)
class _HoteComplet:
    """L'hôte, et nos propres fonctions quand elles sont imbriquées."""

    hote: Hote
    pont: Pont

    def contenu(self, reference: Reference) -> object:
        """Valeur d'une référence, lue par l'hôte."""
        return self.hote.contenu(reference)

    def fonction(self, nom: str, arguments: list[object]) -> object:
        """Résultat d'une fonction de TABLEUR, ou de l'hôte."""
        if not nom.startswith("TABLEUR."):
            return self.hote.fonction(nom, arguments)
        liee = self.pont._lier(nom.removeprefix("TABLEUR."))
        return appeler_fonction(liee.fonction, _entrees(liee, tuple(arguments)))


def _zero_est_vide(argument: Argument) -> bool:
    """Vrai si 0 ne peut pas être une valeur voulue : Calc transmet 0 pour une cellule vide désignée seule."""
    type_ = element_de_liste(argument.type) or argument.type
    if est_enregistrement(type_) or type_simple(type_) is str:
        return True
    try:
        lecteur(type_)(0.0)
    except ErreurTableur:
        return True
    return False


def _entrees(liee: _Liee, bruts: tuple[object, ...]) -> list[object]:
    """Valeurs pour le catalogue : une plage d'une cellule est sa cellule, et un 0 impossible une cellule vide."""
    entrees = [
        brut[0][0] if type(brut) is tuple and len(brut) == 1 and len(brut[0]) == 1 else brut for brut in bruts
    ]
    for rang in liee.rangs_sans_zero:
        if rang < len(entrees) and entrees[rang] == 0 and type(entrees[rang]) is float:
            entrees[rang] = None
    return entrees


def _premiere_case(argument: Argument, brut: object) -> object:
    """Première case d'une plage donnée à un argument d'une seule cellule."""
    return brut[0][0] if argument.est_scalaire and isinstance(brut, list | tuple) else brut


def _sortie(resultat: object) -> Sortie:
    """Grille rendue à Calc ; une case en erreur porte son nombre d'erreur."""
    if type(resultat) is float:
        return ((resultat,),)
    if isinstance(resultat, list):
        return tuple(tuple(map(_case, ligne)) for ligne in resultat) or ((None,),)
    return ((_case(resultat),),)


def _case(valeur: object) -> object:
    """Valeur d'une case. Un booléen part en 1 ou 0 : LibreOffice 7.4 lit au hasard celui que Python lui donne."""
    if isinstance(valeur, bool):
        return 1.0 if valeur else 0.0
    if isinstance(valeur, ErreurDeCellule):
        return nombre_d_erreur(valeur.code)
    return valeur
