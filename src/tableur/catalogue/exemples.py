"""Exemple d'une fonction : celui de sa docstring, exécuté, écrit comme une cellule et comme une commande."""

import ast
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tableur.catalogue.fonctions import Fonction, MarqueInvalide
from tableur.frontiere import ecrire, ecrire_json
from tableur.socle.dates import Exercice, Mois, date_ecrite


@dataclass(frozen=True, slots=True)
class Exemple:
    """Exemple tiré d'une docstring.

    Args:
        arguments: Valeur du domaine de chaque argument donné.
        resultat: Valeur rendue par la fonction.
    """

    fonction: Fonction
    arguments: dict[str, Any]
    resultat: Any

    @property
    def cellule(self) -> str:
        """Formule telle qu'on la tape ; une table y est une plage : « =TABLEUR.X(20;5;A2:C9) »."""
        positions = [argument.nom for argument in self.fonction.arguments if argument.nom in self.arguments]
        dernier = [a.nom for a in self.fonction.arguments].index(positions[-1]) if positions else -1
        morceaux = []
        colonne = 0
        for argument in self.fonction.arguments[: dernier + 1]:
            if argument.nom not in self.arguments:
                morceaux.append("")
                continue
            valeur = self.arguments[argument.nom]
            grille = ecrire(valeur)
            if isinstance(grille, list):
                morceaux.append(_adresse(colonne, grille))
                colonne += max((len(ligne) for ligne in grille), default=1) + 1
            else:
                morceaux.append(_en_cellule(valeur))
        return f"={self.fonction.nom_de_cellule}({';'.join(morceaux)})"

    @property
    def commande(self) -> str:
        """Commande telle qu'on la tape ; une table y est un fichier : « mouvements=@mouvements.csv »."""
        return " ".join(["tableur appeler", self.fonction.nom_de_commande, *self.mots])

    @property
    def mots(self) -> list[str]:
        """Valeurs de la commande, l'une après l'autre, puis par nom dès qu'un argument est sauté."""
        mots, nommer = [], False
        for argument in self.fonction.arguments:
            if argument.nom not in self.arguments:
                nommer = True
                continue
            valeur = self.arguments[argument.nom]
            table = isinstance(ecrire(valeur), list)
            texte = f"@{argument.nom}.csv" if table else _en_commande(valeur)
            mots.append(f"{argument.nom}={texte}" if nommer or table else texte)
        return mots


def exemple_de(fonction: Fonction) -> Exemple:
    """Premier exemple de la docstring, exécuté.

    Raises:
        MarqueInvalide: L'exemple n'est pas un appel de la fonction.
    """
    espace: dict[str, Any] = {"D": Decimal, "date": date, **vars(sys.modules[fonction.py.__module__])}
    for source in _sources(fonction.documentation.exemples):
        noeud = ast.parse(source)
        for appel in ast.walk(noeud):
            if isinstance(appel, ast.Call) and isinstance(appel.func, ast.Name) and appel.func.id == fonction.nom:
                return _exemple(fonction, appel, espace)
        exec(compile(noeud, "<exemple>", "exec"), espace)  # noqa: S102 - notre propre docstring
    raise MarqueInvalide(f"{fonction.nom} : l'exemple de la docstring n'appelle pas la fonction")


def _sources(lignes: tuple[str, ...]) -> list[str]:
    """Instructions d'un exemple, suites « ... » comprises."""
    sources: list[str] = []
    for ligne in lignes:
        if ligne.startswith(">>>"):
            sources.append(ligne[4:])
        elif ligne.startswith("...") and sources:
            sources[-1] += "\n" + ligne[4:]
    return sources


def _exemple(fonction: Fonction, appel: ast.Call, espace: dict[str, Any]) -> Exemple:
    def valeur(noeud: ast.expr) -> Any:
        return eval(compile(ast.Expression(noeud), "<exemple>", "eval"), espace)  # noqa: S307 - idem

    noms = [argument.nom for argument in fonction.arguments]
    arguments = {nom: valeur(noeud) for nom, noeud in zip(noms, appel.args, strict=False)}
    arguments |= {mot.arg: valeur(mot.value) for mot in appel.keywords if mot.arg}
    return Exemple(fonction, arguments, fonction.py(**arguments))


def _en_cellule(valeur: Any) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, Decimal | int):
        return str(ecrire_json(valeur)).replace(".", ",")
    if isinstance(valeur, date):
        return f"DATE({valeur.year};{valeur.month};{valeur.day})"
    return '"{}"'.format(str(ecrire(valeur)).replace('"', '""'))


def _en_commande(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return date_ecrite(valeur)
    texte = str(ecrire(valeur) if isinstance(valeur, Mois | Exercice) else ecrire_json(valeur))
    return f"'{texte}'" if not texte or set(texte) & set(" '\"&|;<>()$*?") else texte


def _adresse(colonne: int, grille: list[list[object]]) -> str:
    largeur = max((len(ligne) for ligne in grille), default=1)
    debut, fin = _lettres(colonne), _lettres(colonne + largeur - 1)
    return f"{debut}1:{fin}{len(grille)}"


def _lettres(rang: int) -> str:
    lettres = ""
    rang += 1
    while rang:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres
