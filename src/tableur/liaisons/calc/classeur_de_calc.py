"""Côté Calc du fil : les appels du port, servis par le document ouvert. Module embarqué, exécuté par LibreOffice.

Sans import d'UNO à l'ouverture : les objets de LibreOffice sont donnés, et ses structures demandées à l'emploi.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tableur.socle.erreurs import ErreurTableur

_EN_ERREUR = 4  # com.sun.star.sheet.FormulaResult.ERROR
_FILTRES = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8"}

Zone = tuple[str, int, int, int, int]


class ClasseurDuDocument:
    """Sert les appels d'un bouton sur un document de Calc.

    Args:
        document: Le document.
        titre: Ce que le menu Édition d'annulation dira.
    """

    def __init__(self, document: Any, titre: str) -> None:
        """Retient le document."""
        self._document, self._titre = document, titre
        self._ecrit = False
        self._calculait = True

    def etat(self) -> dict[str, Any]:
        """Noms, feuilles, tables et droits du classeur."""
        import uno

        document = self._document
        adresse = document.getURL()
        chemin = uno.fileUrlToSystemPath(adresse) if adresse.startswith("file:") else ""
        nom = Path(chemin).name if chemin else adresse.rpartition("/")[2] or str(document.getTitle())
        return {
            "nom": nom,
            "chemin": chemin,
            "adresse": adresse,
            "lecture_seule": bool(document.isReadonly()),
            "feuilles": list(document.Sheets.ElementNames),
            "noms": self._noms(),
            "tables": self._tables(),
            "proprietes": self._proprietes(),
        }

    def _noms(self) -> list[tuple[str, Zone]]:
        trouves = []
        noms = self._document.NamedRanges
        for nom in noms.ElementNames:
            plage = noms.getByName(nom).getReferredCells()
            if plage is not None:
                adresse = plage.getRangeAddress()
                if adresse.StartRow == adresse.EndRow and adresse.StartColumn == adresse.EndColumn:
                    trouves.append((nom, self._zone(adresse)))
        return trouves

    def _tables(self) -> list[tuple[str, Zone]]:
        tables = self._document.DatabaseRanges
        return [(nom, self._zone(tables.getByName(nom).DataArea)) for nom in tables.ElementNames]

    def _proprietes(self) -> dict[str, str]:
        porteur = self._document.DocumentProperties.UserDefinedProperties
        noms = [p.Name for p in porteur.getPropertySetInfo().getProperties()]
        return {nom: str(porteur.getPropertyValue(nom)) for nom in noms}

    def _zone(self, adresse: Any) -> Zone:
        nom = self._document.Sheets.getByIndex(adresse.Sheet).Name
        return (nom, adresse.StartRow, adresse.StartColumn, adresse.EndRow, adresse.EndColumn)

    def _feuille(self, nom: str) -> Any:
        feuilles = self._document.Sheets
        if not feuilles.hasByName(nom):
            raise ErreurTableur(
                f"La feuille « {nom} » n'est plus dans le classeur : elle a été renommée ou supprimée."
            )
        return feuilles.getByName(nom)

    def _plage(self, feuille: str, ligne: int, colonne: int, fin: int, droite: int) -> Any:
        return self._feuille(feuille).getCellRangeByPosition(colonne, ligne, droite, fin)

    def etendue(self, feuille: str) -> Zone:
        """Zone de A1 à la dernière cellule remplie."""
        curseur = self._feuille(feuille).createCursor()
        curseur.gotoEndOfUsedArea(False)
        fin = curseur.getRangeAddress()
        return (feuille, 0, 0, fin.EndRow, fin.EndColumn)

    def valeurs(self, *zone: Any) -> dict[str, Any]:
        """Grille des valeurs, et les erreurs qu'elle contient."""
        plage = self._plage(*zone)
        grille = plage.getDataArray()
        erreurs = []
        if any(valeur is None for ligne in grille for valeur in ligne):
            fautives = plage.queryFormulaCells(_EN_ERREUR)
            for adresse in fautives.getRangeAddresses():
                for ligne in range(adresse.StartRow, adresse.EndRow + 1):
                    for colonne in range(adresse.StartColumn, adresse.EndColumn + 1):
                        i, j = ligne - zone[1], colonne - zone[2]
                        erreurs.append((i, j, _code(plage.getCellByPosition(j, i))))
        return {"grille": grille, "erreurs": erreurs}

    def formules(self, *zone: Any) -> Any:
        """Contenu de chaque cellule."""
        return self._plage(*zone).getFormulaArray()

    def poser(self, *appel: Any) -> None:
        """Pose des valeurs ; un texte reste un texte. Un texte vide vide la case : un None y mettrait #N/A."""
        *zone, valeurs = appel
        grille = tuple(tuple(map(_pour_calc, ligne)) for ligne in valeurs)
        self._plage(*zone).setDataArray(grille)

    def remettre(self, *appel: Any) -> None:
        """Remet des contenus."""
        *zone, contenus = appel
        self._plage(*zone).setFormulaArray(tuple(map(tuple, contenus)))

    def etendre_l_aspect(self, *zone: Any) -> None:
        """Recopie vers le bas, puis rend leurs contenus aux lignes suivantes."""
        feuille, ligne, colonne, fin, droite = zone
        if fin <= ligne:
            return
        suite = self._plage(feuille, ligne + 1, colonne, fin, droite)
        contenus = suite.getFormulaArray()
        self._recopier(*zone)
        suite.setFormulaArray(contenus)
        if self._plage(feuille, ligne, colonne, ligne, droite).Rows.OptimalHeight:
            suite.Rows.OptimalHeight = True

    def etendre_la_formule(self, *zone: Any) -> None:
        """Recopie la première cellule vers le bas."""
        self._recopier(*zone)

    def _recopier(self, *zone: Any) -> None:
        from com.sun.star.sheet.FillDirection import TO_BOTTOM

        self._plage(*zone).fillAuto(TO_BOTTOM, 1)

    def redimensionner(self, table: str, *zone: Any) -> None:
        """Change l'étendue d'une plage de base de données."""
        self._document.DatabaseRanges.getByName(table).setDataArea(self._plage(*zone).getRangeAddress())

    def est_protegee(self, feuille: str) -> bool:
        """Vrai si la feuille est protégée."""
        return bool(self._feuille(feuille).isProtected())

    def selection(self) -> Zone:
        """La zone choisie."""
        choisie = self._document.getCurrentSelection()
        if choisie is None or not hasattr(choisie, "getRangeAddress"):
            raise ErreurTableur("Choisir d'abord une seule cellule, puis recommencer.")
        return self._zone(choisie.getRangeAddress())

    def lignes_visibles(
        self, feuille: str, ligne: int, colonne: int, derniere_ligne: int, derniere_colonne: int
    ) -> list[tuple[int, int]]:
        """Première et dernière ligne de chaque suite de lignes visibles."""
        plage = self._feuille(feuille).getCellRangeByPosition(colonne, ligne, derniere_colonne, derniere_ligne)
        visibles = plage.queryVisibleCells().getRangeAddresses()
        return sorted({(adresse.StartRow, adresse.EndRow) for adresse in visibles})

    def montrer(self, feuille: str) -> None:
        """Met une feuille devant la personne."""
        vue = self._document.getCurrentController()
        if vue is not None and hasattr(vue, "setActiveSheet"):
            vue.setActiveSheet(self._feuille(feuille))

    def copier(self, chemin: str) -> None:
        """Enregistre une copie."""
        import uno
        from com.sun.star.beans import PropertyValue

        filtre = PropertyValue("FilterName", 0, _FILTRES.get(Path(chemin).suffix.lower(), "calc8"), 0)
        self._document.storeToURL(uno.systemPathToFileUrl(chemin), (filtre,))

    def debut_d_ecriture(self) -> None:
        """Arrête l'écran et le calcul ; tout ce qui suit fera une seule annulation de Calc."""
        document = self._document
        self._calculait = document.isAutomaticCalculationEnabled()
        document.getUndoManager().enterUndoContext(self._titre)
        document.addActionLock()
        document.lockControllers()
        document.enableAutomaticCalculation(False)
        self._ecrit = True

    def fin_d_ecriture(self) -> None:
        """Reprend l'écran et le calcul."""
        document = self._document
        self._ecrit = False
        with suppress(Exception):
            document.enableAutomaticCalculation(self._calculait)
        document.unlockControllers()
        document.removeActionLock()
        document.getUndoManager().leaveUndoContext()
        document.calculate()

    def abandonner(self) -> None:
        """Le programme s'est arrêté au milieu : défait ce qu'il avait commencé d'écrire."""
        if self._ecrit:
            self.fin_d_ecriture()
            with suppress(Exception):
                self._document.getUndoManager().undo()


APPELS = frozenset(nom for nom in vars(ClasseurDuDocument) if not nom.startswith("_") and nom != "abandonner")


def _pour_calc(valeur: object) -> object:
    if valeur is None:
        return ""
    return float(valeur) if isinstance(valeur, int) else valeur


def _code(cellule: Any) -> str:
    """Code d'erreur affiché : « #N/A », « #VALEUR! »."""
    return str(cellule.String) or f"Err:{cellule.getError()}"


def lancer_un_appel(classeur: ClasseurDuDocument, appel: Sequence[Any]) -> Any:
    """Résultat d'un appel reçu par le fil.

    Raises:
        ErreurTableur: L'appel n'existe pas, ou Calc l'a refusé.
    """
    nom, *valeurs = appel
    if nom not in APPELS:
        raise ErreurTableur(f"L'extension ne connaît pas l'appel « {nom} » : lancer « tableur installer --calc ».")
    try:
        return getattr(classeur, nom)(*valeurs)
    except ErreurTableur:
        raise
    except Exception as erreur:
        raise ErreurTableur(
            f"Calc n'a pas pu servir ce bouton ({nom}) : {_phrase_d_uno(erreur)} Vérifier que le classeur est "
            "ouvert pour être modifié, et que ses feuilles ne sont pas protégées."
        ) from erreur


def _phrase_d_uno(erreur: Exception) -> str:
    premiere = str(erreur).strip().splitlines()[:1]
    return f"{premiere[0].rstrip('.')}." if premiere and premiere[0] else f"{type(erreur).__name__}."
