"""Double des quelques appels de xlwings que les boutons emploient, fidèle à ce qu'Excel en fait.

Ce qu'il imite, d'après la documentation d'Excel et le code de xlwings : `raw_value` rend une valeur seule pour une
cellule et un tuple de tuples pour une plage, une date de cellule en `datetime`, une erreur en entier ; une chaîne
posée est lue comme au clavier (formule, nombre, date, booléen), sauf derrière une apostrophe, qui disparaît ;
`formula` rend « 123 » pour le nombre et pour le texte. Plus sévère qu'Excel : tout autre nom est une erreur.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import Table as TableDeFichier
from openpyxl.worksheet.worksheet import Worksheet

EPOQUE = datetime(1899, 12, 30)  # noqa: DTZ001 - comme Excel, sans fuseau
ERREURS = {"#DIV/0!": -2146826281, "#N/A": -2146826246, "#VALUE!": -2146826273, "#REF!": -2146826265}
_NOMBRE = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?%?")
_DATE = re.compile(r"\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?")


class Cellule:
    """Contenu d'une cellule : constante, ou formule et sa valeur."""

    __slots__ = ("constante", "est_date", "formule", "valeur")

    def __init__(self) -> None:
        self.formule = ""
        self.constante: Any = None
        self.valeur: Any = None
        self.est_date = False

    def taper(self, saisie: Any) -> None:
        """Ce que `Range.Value = …` ou `Range.Formula = …` fait d'une cellule."""
        self.formule, self.valeur = "", None
        if saisie is None or saisie == "":
            self.constante = None
        elif not isinstance(saisie, str):
            self.constante = saisie if isinstance(saisie, bool) else float(saisie)
        elif saisie.startswith("'"):
            self.constante = saisie[1:]
        elif saisie.startswith("=") and len(saisie) > 1:
            self.formule, self.constante = saisie, None
        elif _NOMBRE.fullmatch(saisie.strip()):
            self.constante = float(saisie.strip().rstrip("%").replace(",", "."))
        elif _DATE.fullmatch(saisie.strip()):
            raise AssertionError(f"Excel aurait fait une date de « {saisie} »")
        elif saisie.upper() in ("TRUE", "FALSE", "VRAI", "FAUX"):
            self.constante = saisie.upper() in ("TRUE", "VRAI")
        elif saisie[0] in "+-@":
            raise AssertionError(f"Excel aurait lu une formule dans « {saisie} »")
        else:
            self.constante = saisie

    @property
    def lue(self) -> Any:
        """`Range.Value`."""
        valeur = self.valeur if self.formule else self.constante
        if valeur in ERREURS:
            return ERREURS[valeur]
        if self.est_date and isinstance(valeur, float) and not isinstance(valeur, bool):
            return EPOQUE + timedelta(days=valeur)
        return valeur

    @property
    def ecrite(self) -> str:
        """`Range.Formula`."""
        if self.formule:
            return self.formule
        if self.constante is None:
            return ""
        if isinstance(self.constante, bool):
            return "TRUE" if self.constante else "FALSE"
        return f"{self.constante:.15g}" if isinstance(self.constante, float) else self.constante


class _Aires:
    """`Areas` : un compte, et chaque aire par son rang."""

    def __init__(self, aires: list[SimpleNamespace]) -> None:
        self._aires, self.Count = aires, len(aires)

    def __call__(self, rang: int) -> SimpleNamespace:
        return self._aires[rang - 1]


class Plage:
    """`xlwings.Range`."""

    def __init__(self, sheet: "Feuille", ligne: int, colonne: int, fin: int, droite: int) -> None:
        self.sheet, self._bornes = sheet, (ligne, colonne, fin, droite)

    @property
    def row(self) -> int:
        return self._bornes[0]

    @property
    def column(self) -> int:
        return self._bornes[1]

    @property
    def shape(self) -> tuple[int, int]:
        ligne, colonne, fin, droite = self._bornes
        return fin - ligne + 1, droite - colonne + 1

    @property
    def last_cell(self) -> "Plage":
        _, _, fin, droite = self._bornes
        return Plage(self.sheet, fin, droite, fin, droite)

    @property
    def api(self) -> SimpleNamespace:
        """`Range.EntireRow.Hidden` et `Range.SpecialCells(xlCellTypeVisible)`."""
        entiere = SimpleNamespace(Hidden=self.row in self.sheet.masquees)
        return SimpleNamespace(EntireRow=entiere, SpecialCells=self._visibles)

    def _visibles(self, genre: int) -> SimpleNamespace:
        assert (12, True) == (genre, self.shape != (1, 1))
        ligne, _, fin, _ = self._bornes
        aires: list[SimpleNamespace] = []
        for rang in range(ligne, fin + 1):
            if rang in self.sheet.masquees:
                continue
            if aires and aires[-1].Row + aires[-1].Rows.Count == rang:
                aires[-1].Rows.Count += 1
            else:
                aires.append(SimpleNamespace(Row=rang, Rows=SimpleNamespace(Count=1)))
        return SimpleNamespace(Areas=_Aires(aires))

    def _cases(self) -> list[list[Cellule]]:
        ligne, colonne, fin, droite = self._bornes
        return [[self.sheet.case(i, j) for j in range(colonne, droite + 1)] for i in range(ligne, fin + 1)]

    def _rendre(self, nom: str) -> Any:
        self.sheet.book.appels += 1
        grille = tuple(tuple(getattr(case, nom) for case in ligne) for ligne in self._cases())
        return grille[0][0] if self.shape == (1, 1) else grille

    def _taper(self, donnees: Any) -> None:
        self.sheet.book.appels += 1
        self.sheet.exiger_l_ecriture()
        cases = self._cases()
        assert [len(ligne) for ligne in donnees] == [len(ligne) for ligne in cases], "formes différentes"
        for ligne, valeurs in zip(cases, donnees, strict=True):
            for case, valeur in zip(ligne, valeurs, strict=True):
                case.taper(valeur)

    @property
    def raw_value(self) -> Any:
        return self._rendre("lue")

    @raw_value.setter
    def raw_value(self, donnees: Any) -> None:
        self._taper(donnees)

    @property
    def formula(self) -> Any:
        return self._rendre("ecrite")

    @formula.setter
    def formula(self, donnees: Any) -> None:
        assert isinstance(donnees, tuple)
        assert all(isinstance(ligne, tuple) for ligne in donnees), "pywin32 veut des tuples"
        self._taper(donnees)

    def copy(self) -> None:
        self.sheet.book.app.copiee = self

    def paste(self, paste: str) -> None:
        source = self.sheet.book.app.copiee
        assert source is not None, "rien n'a été copié"
        self.sheet.exiger_l_ecriture()
        modele = source._cases()[0]
        for rang, ligne in enumerate(self._cases(), 1):
            for colonne, (case, patron) in enumerate(zip(ligne, modele, strict=True)):
                if paste == "formats":
                    case.est_date = patron.est_date
                elif paste == "formulas" and patron.formule:
                    case.taper(_decaler(patron.formule, rang))
                else:
                    assert paste in ("validation", "formulas"), paste
                assert colonne >= 0


def _decaler(formule: str, rang: int) -> str:
    return re.sub(r"(?<=[A-Z])(\d+)\b", lambda m: str(int(m[1]) + rang), formule)


class Table:
    """`xlwings.Table`."""

    def __init__(self, feuille: "Feuille", fichier: TableDeFichier) -> None:
        gauche, haut, droite, bas = range_boundaries(str(fichier.ref))
        self.name = str(fichier.displayName)
        self.range = Plage(feuille, int(haut or 1), int(gauche or 1), int(bas or 1), int(droite or 1))
        self.show_totals = bool(fichier.totalsRowCount)

    def resize(self, plage: Plage) -> None:
        assert plage.row == self.range.row, "Excel refuse de déplacer la ligne d'en-têtes"
        self.range.sheet.exiger_l_ecriture()
        self.range = plage


class ParNom(list[Any]):
    """Collection de xlwings : par rang, ou par nom."""

    def __getitem__(self, cle: Any) -> Any:
        if isinstance(cle, str):
            return next(element for element in self if element.name == cle)
        return super().__getitem__(cle)


class Feuille:
    """`xlwings.Sheet`."""

    def __init__(self, book: "Livre", fichier: Worksheet) -> None:
        self.book, self.name = book, fichier.title
        self.api = SimpleNamespace(ProtectContents=bool(fichier.protection.sheet))
        self.masquees: set[int] = set()
        self.cases: dict[tuple[int, int], Cellule] = {}
        for ligne in fichier.iter_rows():
            for cellule in ligne:
                if cellule.value is not None or cellule.has_style:
                    self._recopier(cellule)
        self.tables = ParNom(Table(self, table) for table in fichier.tables.values())

    def _recopier(self, cellule: Any) -> None:
        case = self.case(cellule.row, cellule.column)
        case.est_date = bool(cellule.is_date or re.search(r"[dy]{2}", cellule.number_format or ""))
        valeur = cellule.value
        if isinstance(valeur, datetime | date):
            jour = valeur.date() if isinstance(valeur, datetime) else valeur
            valeur = float((jour - EPOQUE.date()).days)
        if cellule.data_type == "f":
            case.formule = str(valeur)
        else:
            case.constante = float(valeur) if isinstance(valeur, int) and not isinstance(valeur, bool) else valeur

    def case(self, ligne: int, colonne: int) -> Cellule:
        return self.cases.setdefault((ligne, colonne), Cellule())

    def exiger_l_ecriture(self) -> None:
        if self.api.ProtectContents or self.book.api.ReadOnly:
            raise RuntimeError(
                -2147352567, "Une exception s'est produite.", (0, "Microsoft Excel", "", None, 0, 0)
            )

    def range(self, debut: tuple[int, int], fin: tuple[int, int]) -> Plage:
        return Plage(self, *debut, *fin)

    @property
    def used_range(self) -> Plage:
        pleines = [place for place, case in self.cases.items() if case.ecrite]
        fin, droite = max((p[0] for p in pleines), default=1), max((p[1] for p in pleines), default=1)
        return Plage(self, 1, 1, fin, droite)

    def activate(self) -> None:
        self.book.devant = self.name


class Nom:
    """`xlwings.Name`."""

    def __init__(self, livre: "Livre", name: str, cible: str) -> None:
        self.name, self._livre, self._cible = name, livre, cible

    @property
    def refers_to_range(self) -> Plage:
        trouve = re.fullmatch(r"'?((?:[^'!]|'')+)'?!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)", self._cible)
        if trouve is None:
            raise RuntimeError("ce nom ne désigne pas de cellule")
        gauche, haut, droite, bas = range_boundaries(trouve[2])
        feuille = self._livre.sheets[trouve[1].replace("''", "'")]
        return Plage(feuille, int(haut or 1), int(gauche or 1), int(bas or 1), int(droite or 1))


class Application:
    """`xlwings.App`."""

    def __init__(self) -> None:
        self.screen_updating, self.calculation, self.enable_events = True, "automatic", True
        self.status_bar: Any = False
        self.selection: Any = None
        self.copiee: Plage | None = None
        self.messages: list[tuple[str, str]] = []
        self.questions: list[str] = []
        self.reponse = "yes"
        self.calculs = 0

    @property
    def cut_copy_mode(self) -> bool:
        return self.copiee is not None

    @cut_copy_mode.setter
    def cut_copy_mode(self, mode: bool) -> None:
        assert mode is False
        self.copiee = None

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str:
        assert title == "tableur"
        if buttons == "yes_no":
            self.questions.append(prompt)
            return self.reponse
        assert buttons == "ok"
        self.messages.append((prompt, mode))
        return "ok"

    def calculate(self) -> None:
        self.calculs += 1


class Livre:
    """`xlwings.Book`, chargé d'un fichier."""

    def __init__(self, fichier: Path) -> None:
        lu = load_workbook(fichier, keep_vba=fichier.suffix == ".xlsm")
        self.name, self.fullname, self.app = fichier.name, str(fichier), Application()
        self.appels, self.devant = 0, ""
        declarees: Any = getattr(lu, "custom_doc_props")  # noqa: B009 - absent des types d'openpyxl
        proprietes = [SimpleNamespace(Name=p.name, Value=p.value) for p in declarees.props]
        self.api = SimpleNamespace(
            ReadOnly=False, FullName=str(fichier), CustomDocumentProperties=proprietes, SaveCopyAs=self._copier
        )
        self.sheets = ParNom(Feuille(self, feuille) for feuille in lu.worksheets)
        self.names = list(self._noms(lu))
        self._fichier = fichier

    def _noms(self, lu: Any) -> Iterator[Nom]:
        for nom, defini in lu.defined_names.items():
            yield Nom(self, nom, str(defini.attr_text))

    def _copier(self, chemin: str) -> None:
        Path(chemin).write_bytes(self._fichier.read_bytes())

    def choisir(self, feuille: str, ligne: int, colonne: int) -> None:
        """La personne clique sur une cellule."""
        self.app.selection = Plage(self.sheets[feuille], ligne, colonne, ligne, colonne)

    def en_ligne(self) -> None:
        """Le classeur est ouvert depuis SharePoint."""
        self.fullname = self.api.FullName = "https://entreprise.sharepoint.com/stock.xlsm"

    def grille(self, feuille: str) -> list[list[Any]]:
        """Contenu de la feuille, pour comparer : formule, ou valeur."""
        onglet = self.sheets[feuille]
        _, _, fin, droite = onglet.used_range._bornes
        return [
            [onglet.case(i, j).formule or onglet.case(i, j).constante for j in range(1, droite + 1)]
            for i in range(1, fin + 1)
        ]
