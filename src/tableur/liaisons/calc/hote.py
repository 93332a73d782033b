"""Le classeur ouvert dans Calc, vu par une formule à expliquer : ses cellules, ses fonctions.

Module sans import d'UNO : il n'appelle que les méthodes des objets que LibreOffice lui donne.
"""

from typing import Any

from tableur.liaisons.calc.formules import Litteral, Reference, appels
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide

_EN_ERREUR = 4  # com.sun.star.sheet.FormulaResult.ERROR
_EXPLICATION = "TABLEUR.EXPLICATION_DE"
EXPLICATIONS_MAXIMUM = 100
"""Au-delà, chercher la cellule désignée coûterait plus que le recalcul de la feuille."""


class Classeur:
    """Classeur vivant, et la feuille à laquelle une référence sans feuille renvoie.

    Args:
        document: Le classeur ouvert.
        feuille: La feuille de la formule, ou None si la formule n'est qu'un texte.
        calculs: Service FunctionAccess, qui calcule les fonctions de Calc.
    """

    def __init__(self, document: Any, feuille: Any, calculs: Any) -> None:
        """Retient les objets de LibreOffice."""
        self._document, self._feuille, self._calculs = document, feuille, calculs

    def contenu(self, reference: Reference) -> object:
        """Ce que Calc transmettrait à la fonction : une valeur, ou un tuple de tuples pour une plage.

        Raises:
            ErreurTableur: La référence n'existe pas, ou une de ses cellules est en erreur.
        """
        plage = self._plage(reference)
        adresse = plage.getRangeAddress()
        utile = self._partie_utile(plage, adresse)
        erreurs = utile.queryFormulaCells(_EN_ERREUR)
        if erreurs.getCount():
            raise ErreurTableur(f"La cellule {_nom_de(erreurs.getByIndex(0))} est en erreur.")
        grille: tuple[tuple[object, ...], ...] = utile.getDataArray()
        seule = adresse.StartRow == adresse.EndRow and adresse.StartColumn == adresse.EndColumn
        if not seule or ":" in reference.plage:
            return grille
        return 0.0 if grille[0][0] == "" and plage.getCellByPosition(0, 0).Formula == "" else grille[0][0]

    def fonction(self, nom: str, arguments: list[object]) -> object:
        """Résultat d'une fonction de Calc, par son nom anglais, celui que donne le classeur.

        Raises:
            ValeurInvalide: Calc ne connaît pas cette fonction, ou ne sait pas la calculer ici.
        """
        valeurs = tuple(self._plage(a) if isinstance(a, Reference) else _pour_calc(a) for a in arguments)
        try:
            resultat: object = self._calculs.callFunction(nom, valeurs)
        except Exception as erreur:
            raise ValeurInvalide(f"La fonction {nom} de Calc ne se calcule pas hors de sa cellule.") from erreur
        return resultat

    def cellule_designee(self, valeur: object) -> Any | None:
        """Cellule dont la formule est à expliquer, quand Calc n'a donné à EXPLICATION_DE que sa valeur.

        La formule appelante est l'une de celles du classeur qui contiennent EXPLICATION_DE : parmi les cellules
        qu'elles désignent, celles de cette valeur. S'il y a plusieurs formules possibles, aucune n'est choisie.

        Args:
            valeur: Valeur transmise.
        """
        try:
            candidates = self._candidates(valeur)
        except ErreurTableur:  # une des formules n'est pas lisible : l'appelante est peut-être celle-là
            return None
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    def _candidates(self, valeur: object) -> dict[tuple[str, str], Any]:
        """Cellules de cette valeur désignées par un EXPLICATION_DE, une par formule et par feuille."""
        candidates: dict[tuple[str, str], Any] = {}
        for appelante in self._explications():
            for appel in appels(appelante.Formula):
                if appel.nom != _EXPLICATION or len(appel.arguments) != 1:
                    continue
                (argument,) = appel.arguments
                if not isinstance(argument, Litteral | Reference):
                    raise ValeurInvalide("Une explication porte sur une cellule calculée.")
                if isinstance(argument, Reference):
                    plage = Classeur(self._document, appelante.getSpreadsheet(), None)._plage(argument)
                    cellule = plage.getCellByPosition(0, 0)
                    if valeur == (cellule.String if isinstance(valeur, str) else cellule.Value):
                        candidates[plage.getSpreadsheet().Name, cellule.Formula] = cellule
        return candidates

    def _explications(self) -> list[Any]:
        """Cellules du classeur dont la formule contient EXPLICATION_DE ; aucune s'il y en a trop."""
        trouvees: list[Any] = []
        feuilles = self._document.Sheets
        for rang in range(feuilles.getCount()):
            recherche = feuilles.getByIndex(rang).createSearchDescriptor()
            recherche.SearchString = f"{_EXPLICATION}("
            plages = feuilles.getByIndex(rang).findAll(recherche)
            if plages is not None:
                enumeration = plages.getCells().createEnumeration()
                while enumeration.hasMoreElements() and len(trouvees) <= EXPLICATIONS_MAXIMUM:
                    trouvees.append(enumeration.nextElement())
        return trouvees if len(trouvees) <= EXPLICATIONS_MAXIMUM else []

    def _plage(self, reference: Reference) -> Any:
        try:
            if reference.feuille:
                feuille = self._document.Sheets.getByName(reference.feuille)
            elif self._feuille is not None or self._document.Sheets.getCount() == 1:
                feuille = self._feuille or self._document.Sheets.getByIndex(0)
            else:
                feuille = None
            if feuille is not None:
                return feuille.getCellRangeByName(reference.plage)
        except Exception as erreur:
            nom = f"{reference.feuille}.{reference.plage}" if reference.feuille else reference.plage
            raise ValeurInvalide(f"La référence « {nom} » n'existe pas dans ce classeur.") from erreur
        raise ValeurInvalide(f"Dire la feuille de « {reference.plage} » : Feuille1.{reference.plage}.")

    def _partie_utile(self, plage: Any, adresse: Any) -> Any:
        """La plage, sans les lignes vides qui suivent la dernière ligne remplie de la feuille."""
        feuille = plage.getSpreadsheet()
        curseur = feuille.createCursor()
        curseur.gotoEndOfUsedArea(False)
        fin = curseur.getRangeAddress()
        ligne = max(adresse.StartRow, min(adresse.EndRow, fin.EndRow))
        colonne = max(adresse.StartColumn, min(adresse.EndColumn, fin.EndColumn))
        return feuille.getCellRangeByPosition(adresse.StartColumn, adresse.StartRow, colonne, ligne)


def _nom_de(plage: Any) -> str:
    return str(plage.getCellByPosition(0, 0).AbsoluteName).replace("$", "")


def _pour_calc(valeur: object) -> object:
    """Nombre ou texte que FunctionAccess accepte."""
    if valeur is None or isinstance(valeur, str):
        return valeur or ""
    if isinstance(valeur, list | tuple):
        raise ValeurInvalide("Une matrice donnée à une fonction de Calc n'est pas expliquée.")
    return float(valeur) if isinstance(valeur, bool) else float(str(valeur))
