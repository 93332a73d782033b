"""Un classeur ouvert dans Excel, par xlwings : les appels que les boutons demandent.

Seule l'API libre de xlwings sert. Ce module ne l'importe pas : l'objet `Book` lui est donné, et un double fidèle
le remplace dans les tests. `api`, l'objet COM d'Excel, n'est demandé que pour ce que xlwings ne dit pas : lecture
seule, protection, propriétés, copie.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from tableur.catalogue import recenser
from tableur.frontiere import ErreurDeCellule, Grille
from tableur.frontiere.lecture import EPOQUE
from tableur.liaisons.bouton.hote import Etat, Formules, TableOuverte, Zone
from tableur.liaisons.excel.noms_de_formule import traducteur
from tableur.liaisons.excel.repartiteur import valeur_recue
from tableur.socle.erreurs import ErreurTableur

P = ParamSpec("P")
T = TypeVar("T")

_OCCUPE = (-2147418111, -2147417846, -2146777998)  # appel refusé, serveur occupé, Excel en mode d'édition
_MOTS_RECONNUS = {"VRAI", "FAUX", "TRUE", "FALSE"}
_CHIFFRE = re.compile(r"\d")
_SECONDES = 86_400
_VISIBLES = 12  # XlCellType.xlCellTypeVisible


def _servi(
    methode: "Callable[Concatenate[ClasseurDExcel, P], T]",
) -> "Callable[Concatenate[ClasseurDExcel, P], T]":
    """Méthode dont tout échec d'Excel devient une phrase."""

    @wraps(methode)
    def servir(soi: "ClasseurDExcel", /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return methode(soi, *args, **kwargs)
        except ErreurTableur:
            raise
        except Exception as erreur:
            raise ErreurTableur(phrase_d_excel(erreur)) from erreur

    return servir


def phrase_d_excel(erreur: BaseException) -> str:
    """Ce qu'un refus d'Excel veut dire pour la personne."""
    numeros = [n for n in getattr(erreur, "args", ()) if isinstance(n, int)]
    if any(numero in _OCCUPE for numero in numeros):
        return (
            "Excel est occupé : une cellule est en cours de saisie, ou une fenêtre attend une réponse. Finir, "
            "puis recommencer."
        )
    return (
        "Excel n'a pas pu servir ce bouton. Vérifier que le classeur est ouvert pour être modifié (ni en mode "
        "protégé, ni en lecture seule), que ses feuilles ne sont pas protégées, puis recommencer."
    )


class ClasseurDExcel:
    """Sert les appels d'un bouton sur un classeur ouvert dans Excel.

    Args:
        livre: Le `xlwings.Book`.
        noms: Noms de nos fonctions, en capitales ; par défaut, ceux du catalogue.
    """

    def __init__(self, livre: Any, noms: Collection[str] | None = None) -> None:
        """Retient le classeur ; rien n'est encore lu."""
        self._livre = livre
        connus = {nom.upper() for nom in recenser("tableur.calculs")} if noms is None else noms
        self._entiers, self._nus = traducteur(connus, "calc"), traducteur(connus, "excel")

    # ------------------------------------------------------------------ état

    @_servi
    def etat(self) -> Etat:
        """Noms, feuilles, tables et droits du classeur."""
        chemin, adresse = self._adresse()
        return Etat(
            nom=str(self._livre.name),
            chemin=chemin,
            adresse=adresse,
            lecture_seule=self._api_dit("ReadOnly"),
            feuilles=tuple(feuille.name for feuille in self._livre.sheets),
            noms=self._noms(),
            tables=tuple(self._tables()),
            proprietes=self._proprietes(),
        )

    def _adresse(self) -> tuple[Path | None, str]:
        """Fichier sur ce poste, ou None ; et l'adresse telle qu'Excel la dit."""
        with suppress(
            Exception
        ):  # xlwings refuse une adresse OneDrive dont il ne trouve pas le dossier synchronisé
            entier = str(self._livre.fullname)
            if "://" not in entier:
                absolu = Path(entier).is_absolute() or re.match(r"[A-Za-z]:[\\/]|\\\\", entier)
                return (Path(entier), entier) if absolu else (None, "")
        with suppress(Exception):
            return None, str(self._livre.api.FullName)
        return None, str(self._livre.name)

    def _api_dit(self, nom: str) -> bool:
        try:
            return bool(getattr(self._livre.api, nom))
        except Exception:  # noqa: BLE001 - sur un Mac, l'objet d'Excel n'a pas ces noms
            return False

    def _noms(self) -> dict[str, Zone]:
        trouves = {}
        for nom in self._livre.names:
            with suppress(Exception):  # un nom de formule, de constante ou cassé ne désigne pas de cellule
                plage = nom.refers_to_range
                if plage.shape == (1, 1):
                    trouves[str(nom.name).rpartition("!")[2]] = _zone_de(plage)
        return trouves

    def _tables(self) -> Iterator[TableOuverte]:
        for feuille in self._livre.sheets:
            for table in feuille.tables:
                zone = _zone_de(table.range)
                fin = zone.derniere_ligne - bool(table.show_totals)
                yield TableOuverte(
                    table.name, Zone(zone.feuille, zone.ligne, zone.colonne, fin, zone.derniere_colonne)
                )

    def _proprietes(self) -> dict[str, str]:
        proprietes: dict[str, str] = {}
        with suppress(Exception):  # sans elles, le modèle se reconnaît aux feuilles
            for propriete in self._livre.api.CustomDocumentProperties:
                proprietes[str(propriete.Name)] = _entier_dit(propriete.Value)
        return proprietes

    # ------------------------------------------------------------------ lecture

    def _feuille(self, nom: str) -> Any:
        if nom not in [feuille.name for feuille in self._livre.sheets]:
            raise ErreurTableur(
                f"La feuille « {nom} » n'est plus dans le classeur : elle a été renommée ou supprimée."
            )
        return self._livre.sheets[nom]

    def _plage(self, zone: Zone) -> Any:
        debut = (zone.ligne + 1, zone.colonne + 1)
        return self._feuille(zone.feuille).range(debut, (zone.derniere_ligne + 1, zone.derniere_colonne + 1))

    @_servi
    def etendue(self, feuille: str) -> Zone:
        """Zone de A1 à la dernière cellule remplie."""
        derniere = self._feuille(feuille).used_range.last_cell
        return Zone(feuille, 0, 0, derniere.row - 1, derniere.column - 1)

    @_servi
    def valeurs(self, zone: Zone) -> Grille:
        """Valeurs calculées."""
        return [[_lue(valeur) for valeur in ligne] for ligne in _grille(self._plage(zone).raw_value)]

    @_servi
    def formules(self, zone: Zone) -> Formules:
        """Contenu de chaque cellule ; un texte porte l'apostrophe qui le garde texte."""
        plage = self._plage(zone)
        contenus, valeurs = _grille(plage.formula), _grille(plage.raw_value)
        return [
            [self._contenu(*paire) for paire in zip(*lignes, strict=True)]
            for lignes in zip(contenus, valeurs, strict=True)
        ]

    def _contenu(self, contenu: object, valeur: object) -> str:
        if contenu is None or contenu == "":
            return ""
        if isinstance(valeur, str) and contenu == valeur:
            return _texte_garde(valeur)
        texte = str(contenu)
        return self._entiers(texte) if texte.startswith("=") else texte

    # ------------------------------------------------------------------ écriture

    @_servi
    def poser(self, zone: Zone, valeurs: Sequence[Sequence[object]]) -> None:
        """Pose des valeurs ; un texte n'est jamais lu comme une formule, un nombre ou une date."""
        self._plage(zone).raw_value = [[_a_poser(valeur) for valeur in ligne] for ligne in valeurs]

    @_servi
    def poser_formules(self, zone: Zone, formules: Sequence[Sequence[str]]) -> None:
        """Pose des formules en anglais, la virgule sépare."""
        self._plage(zone).formula = tuple(tuple(map(self._nus, ligne)) for ligne in formules)

    @_servi
    def remettre(self, zone: Zone, contenus: Sequence[Sequence[str]]) -> None:
        """Remet des contenus que `formules` a rendus."""
        self._plage(zone).formula = tuple(tuple(map(self._remis, ligne)) for ligne in contenus)

    def _remis(self, contenu: str) -> str:
        return self._nus(contenu) if contenu.startswith("=") else contenu

    @_servi
    def etendre_l_aspect(self, zone: Zone) -> None:
        """Donne à toute la zone les formats et les contrôles de saisie de sa première ligne."""
        if zone.hauteur < 2:
            return
        self._premiere_ligne(zone).copy()
        suite = self._plage(_sous_la_premiere(zone))
        suite.paste(paste="formats")
        suite.paste(paste="validation")
        self._livre.app.cut_copy_mode = False

    @_servi
    def etendre_la_formule(self, zone: Zone) -> None:
        """Recopie vers le bas la formule de la première ligne."""
        if zone.hauteur < 2:
            return
        self._premiere_ligne(zone).copy()
        self._plage(_sous_la_premiere(zone)).paste(paste="formulas")
        self._livre.app.cut_copy_mode = False

    def _premiere_ligne(self, zone: Zone) -> Any:
        return self._plage(Zone(zone.feuille, zone.ligne, zone.colonne, zone.ligne, zone.derniere_colonne))

    @_servi
    def redimensionner(self, table: str, zone: Zone) -> None:
        """Change l'étendue d'une table."""
        visee = self._feuille(zone.feuille).tables[table]
        if visee.show_totals:
            raise ErreurTableur(
                f"La table « {table} » montre une ligne de total : l'ôter (Création de tableau, Ligne Total), "
                "puis recommencer."
            )
        visee.resize(self._plage(zone))

    @_servi
    def est_protegee(self, feuille: str) -> bool:
        """Vrai si la feuille est protégée."""
        api = self._feuille(feuille).api
        try:
            return bool(api.ProtectContents)
        except Exception:  # noqa: BLE001 - sur un Mac, Excel refusera l'écriture lui-même
            return False

    # ------------------------------------------------------------------ écran

    @_servi
    def selection(self) -> Zone:
        """La zone choisie."""
        choisie = self._livre.app.selection
        if choisie is None or not hasattr(choisie, "shape"):
            raise ErreurTableur("Choisir d'abord une cellule, puis recommencer.")
        return _zone_de(choisie)

    @_servi
    def lignes_visibles(self, zone: Zone) -> list[tuple[int, int]]:
        """Première et dernière ligne de chaque suite de lignes visibles ; sur un Mac, toutes."""
        api = self._plage(zone).api
        try:
            if zone.hauteur == 1:  # sur une seule cellule, SpecialCells regarderait toute la feuille
                return [] if api.EntireRow.Hidden else [(zone.ligne, zone.ligne)]
            choisies = api.SpecialCells(_VISIBLES)
        except AttributeError:
            return [(zone.ligne, zone.derniere_ligne)]
        aires = [choisies.Areas(rang) for rang in range(1, choisies.Areas.Count + 1)]
        return sorted({(aire.Row - 1, aire.Row + aire.Rows.Count - 2) for aire in aires})

    @_servi
    def montrer(self, feuille: str) -> None:
        """Met une feuille devant la personne."""
        self._feuille(feuille).activate()

    @_servi
    def copier(self, chemin: Path) -> None:
        """Enregistre une copie de ce qui est à l'écran ; le fichier ouvert ne change pas."""
        try:
            enregistrer = self._livre.api.SaveCopyAs
        except AttributeError:
            raise ErreurTableur(
                "Sur un Mac, ce bouton ne peut pas copier ce qui est à l'écran : enregistrer le classeur, puis "
                "lancer la commande (« tableur classeur verifier », « tableur publipostage lancer »)."
            ) from None
        enregistrer(str(chemin))

    @contextmanager
    def ecriture(self) -> Iterator[None]:
        """Bloc pendant lequel l'écran, le calcul et les macros d'événement attendent."""
        app = self._livre.app
        avant = {nom: getattr(app, nom) for nom in ("screen_updating", "calculation", "enable_events")}
        try:
            app.screen_updating, app.calculation, app.enable_events = False, "manual", False
            yield
        finally:
            for nom, valeur in avant.items():
                with suppress(Exception):
                    setattr(app, nom, valeur)
            with suppress(Exception):
                app.calculate()


def _zone_de(plage: Any) -> Zone:
    hauteur, largeur = plage.shape
    ligne, colonne = plage.row - 1, plage.column - 1
    return Zone(plage.sheet.name, ligne, colonne, ligne + hauteur - 1, colonne + largeur - 1)


def _sous_la_premiere(zone: Zone) -> Zone:
    return Zone(zone.feuille, zone.ligne + 1, zone.colonne, zone.derniere_ligne, zone.derniere_colonne)


def _grille(brut: Any) -> list[list[Any]]:
    """Grille d'une plage : Excel rend une valeur seule, une ligne ou un tableau."""
    if not isinstance(brut, list | tuple):
        return [[brut]]
    return [list(ligne) if isinstance(ligne, list | tuple) else [ligne] for ligne in brut]


def _lue(valeur: object) -> object:
    """Valeur de cellule : une date est son numéro de jour, une erreur est une erreur, le vide est vide."""
    if isinstance(valeur, datetime):
        jours = (valeur.date() - EPOQUE).days
        return jours + (valeur.hour * 3600 + valeur.minute * 60 + valeur.second) / _SECONDES
    if isinstance(valeur, date):
        return float((valeur - EPOQUE).days)
    if isinstance(valeur, Decimal):  # une cellule au format monétaire
        return float(valeur)
    if valeur == "":
        return None
    lue = valeur_recue(valeur)
    return lue if lue is None or isinstance(lue, bool | float | str | ErreurDeCellule) else str(lue)


def _a_poser(valeur: object) -> object:
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return _texte_garde(valeur)
    return valeur if isinstance(valeur, bool) else float(str(valeur))


def _texte_garde(texte: str) -> str:
    """Texte qu'Excel prendra pour un texte : une apostrophe là où il le lirait comme autre chose."""
    nu = texte.strip()
    if not nu:
        return f"'{texte}" if texte else ""
    lisible = nu[0] in "=+-@'#" or nu.upper() in _MOTS_RECONNUS or _CHIFFRE.search(nu)
    return f"'{texte}" if lisible else texte


def _entier_dit(valeur: object) -> str:
    return str(int(valeur)) if isinstance(valeur, float) and valeur.is_integer() else str(valeur)
