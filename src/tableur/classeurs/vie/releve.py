"""Relevé d'un classeur existant : ses feuilles, leurs tables et leurs colonnes, ses noms définis."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tableur.classeurs.controle.formats import _CONNUS
from tableur.classeurs.retouche.references import Zone, lire_zone, references
from tableur.classeurs.tables_de_fichier.entetes import bornes, ligne_d_entetes
from tableur.classeurs.vie.feuille_figee import TableVue, tables_de_la_feuille
from tableur.classeurs.vie.feuilles_xml import FeuilleXml, texte_de, textes_partages
from tableur.classeurs.vie.parties import Parties
from tableur.frontiere import FORMULE_SANS_VALEUR, est_vide, plier

if TYPE_CHECKING:
    from lxml.etree import _Element

_TOTAUX = ("total", "totaux", "totalgeneral", "soustotal")


@dataclass
class ColonneRelevee:
    """Colonne d'une table : son en-tête, ses cellules de haut en bas, leurs formats et leurs formules."""

    rang: int
    entete: str
    valeurs: list[object]
    formats: list[str]
    formules: dict[int, str]
    largeur: float | None = None
    masquee: bool = False
    aide: str = ""
    total: bool = False


@dataclass
class TableRelevee:
    """Table d'une feuille : table Excel, ou plage sous une ligne d'en-têtes ; lignes comptées à partir de 1."""

    nom: str
    feuille: str
    entete: int
    debut: int
    fin: int
    colonnes: list[ColonneRelevee]
    excel: bool

    def colonne(self, rang: int) -> ColonneRelevee | None:
        """Colonne de la feuille de ce numéro."""
        return next((c for c in self.colonnes if c.rang == rang), None)


@dataclass
class FeuilleRelevee:
    """Feuille : ses tables, ses règles, et ce qui s'y trouve et ne se déclare pas."""

    nom: str
    xml: FeuilleXml
    tables: list[TableRelevee] = field(default_factory=list)
    autres: list[str] = field(default_factory=list)


class Releve:
    """Classeur relevé."""

    def __init__(self, fichier: Path) -> None:
        """Lit un classeur .xlsx ou .xlsm.

        Raises:
            Refus: Le fichier ne se lit pas.
        """
        self.parties = parties = Parties(fichier)
        self.codes = _codes_de_format(parties)
        textes = textes_partages(parties)
        self.feuilles = [
            FeuilleRelevee(nom, FeuilleXml(parties, nom, partie, textes))
            for nom, partie in parties.feuilles().items()
            if "worksheet" in parties.genre(partie)
        ]
        self.noms = _noms(parties)
        for feuille in self.feuilles:
            feuille.tables = list(self._tables(feuille))
            feuille.autres = _autres(parties, feuille.xml.partie)

    def feuille(self, nom: str) -> FeuilleRelevee | None:
        """Feuille de ce nom, casse ignorée."""
        return next((f for f in self.feuilles if f.nom.casefold() == nom.casefold()), None)

    def format(self, feuille: FeuilleRelevee, place: tuple[int, int]) -> str:
        """Code de format d'une cellule."""
        cellule = feuille.xml.cellules.get(place)
        numero = int(cellule.get("s", "0")) if cellule is not None else 0
        return self.codes[numero] if numero < len(self.codes) else "General"

    @property
    def sans_valeur(self) -> bool:
        """Vrai si une formule d'une table n'a pas de valeur enregistrée."""
        tables = (t for f in self.feuilles for t in f.tables)
        return any(FORMULE_SANS_VALEUR in c.valeurs for t in tables for c in t.colonnes if c.formules)

    def completer(self, calcule: "Releve") -> None:
        """Prend au même classeur, recalculé, les valeurs des formules qui n'en ont pas."""
        for feuille in self.feuilles:
            autre = calcule.feuille(feuille.nom)
            for table in feuille.tables if autre is not None else ():
                for c in table.colonnes:
                    for i, valeur in enumerate(c.valeurs):
                        if valeur is FORMULE_SANS_VALEUR and autre is not None:
                            c.valeurs[i] = autre.xml.valeur((table.debut + i, c.rang))

    def _tables(self, feuille: FeuilleRelevee) -> Iterator[TableRelevee]:
        excel = tables_de_la_feuille(self.parties, feuille.xml.partie)
        for vue in excel:
            if vue.entetes:
                yield self._table_excel(feuille, vue)
        grille = [
            [None if any(t.zone.contient(i, j) for t in excel) else v for j, v in enumerate(ligne, 1)]
            for i, ligne in enumerate(feuille.xml.grille(), 1)
        ]
        rang = ligne_d_entetes(grille)
        if rang is None:
            return
        gauche, droite = bornes(grille[rang])
        entetes = [" ".join(str(c).split()) if not est_vide(c) else "" for c in grille[rang][gauche:droite]]
        fin, total = _fin(grille, rang + 1, gauche, droite)
        lignes = fin - rang - 1
        if (lignes < 1 and excel) or (lignes < 2 and droite - gauche < 2):
            return  # un mot seul au-dessus de rien n'est pas une table
        yield self._table(
            feuille, plier(feuille.nom), rang + 1, rang + 2, fin, gauche + 1, entetes, total, excel=False
        )

    def _table_excel(self, feuille: FeuilleRelevee, vue: TableVue) -> TableRelevee:
        entetes = [c.get("name", "") for c in vue.racine.iterfind("{*}tableColumns/{*}tableColumn")]
        totaux = int(vue.racine.get("totalsRowCount", "0"))
        debut, fin = vue.zone.l1 + vue.entetes, vue.zone.l2 - totaux
        total = vue.zone.l2 if totaux else None
        return self._table(feuille, vue.nom, vue.zone.l1, debut, fin, vue.zone.c1, entetes, total, excel=True)

    def _table(
        self,
        feuille: FeuilleRelevee,
        nom: str,
        entete: int,
        debut: int,
        fin: int,
        c1: int,
        entetes: list[str],
        total: int | None,
        *,
        excel: bool,
    ) -> TableRelevee:
        xml = feuille.xml
        largeurs, aides = _largeurs(xml.racine), _aides(self.parties, xml.partie)
        colonnes = []
        for c, texte in enumerate(entetes, c1):
            lignes = range(debut, fin + 1)
            largeur, masquee = largeurs.get(c, (None, False))
            colonne = ColonneRelevee(
                c,
                " ".join(texte.replace("_x000a_", " ").split()),
                [xml.valeur((ligne, c)) for ligne in lignes],
                [self.format(feuille, (ligne, c)) for ligne in lignes],
                {ligne: f for ligne in lignes if (f := xml.formules.get((ligne, c)))},
                largeur,
                masquee,
                aides.get((entete, c), ""),
                total is not None and _est_une_somme(xml.formules.get((total, c), "")),
            )
            if colonne.entete or any(not est_vide(v) for v in colonne.valeurs):
                colonnes.append(colonne)
        return TableRelevee(nom, feuille.nom, entete, debut, fin, colonnes, excel)


def _fin(grille: list[list[object]], debut: int, gauche: int, droite: int) -> tuple[int, int | None]:
    """Dernière ligne de données et ligne de total, comptées à partir de 1."""
    vides = 0
    fin = debut
    for numero in range(debut, len(grille)):
        ligne = grille[numero][gauche:droite]
        remplies = [c for c in ligne if not est_vide(c)]
        if not remplies:
            vides += 1
            if vides >= 2:
                break
            continue
        premiere = next((plier(c) for c in remplies if isinstance(c, str)), "")
        if premiere.startswith(_TOTAUX):
            return fin, numero + 1
        if vides and len(remplies) < max(2, (droite - gauche) // 2):
            break
        vides, fin = 0, numero + 1
    return fin, None


def _est_une_somme(formule: str) -> bool:
    return formule.upper().replace(" ", "").startswith(("SUM(", "SUBTOTAL(109,", "SUBTOTAL(9,"))


def _codes_de_format(parties: Parties) -> list[str]:
    for partie in parties.cibles(parties.principale, "styles"):
        racine = parties.arbre(partie)
        codes = {e.get("numFmtId", ""): e.get("formatCode", "") for e in racine.iterfind("{*}numFmts/{*}numFmt")}
        return [
            codes.get(n := xf.get("numFmtId", "0"), _CONNUS.get(int(n), "General"))
            for xf in racine.iterfind("{*}cellXfs/{*}xf")
        ]
    return ["General"]


def _noms(parties: Parties) -> dict[str, tuple[str, Zone]]:
    """Feuille et rectangle de chaque nom défini du classeur qui en désigne un."""
    trouves = {}
    for element in parties.arbre(parties.principale).iterfind("{*}definedNames/{*}definedName"):
        visees = list(references(element.text or ""))
        zone = lire_zone(visees[0][1].replace("$", "")) if len(visees) == 1 else None
        nom = element.get("name", "")
        if (
            zone is not None
            and visees[0][0]
            and not nom.startswith("_xlnm")
            and element.get("localSheetId") is None
        ):
            trouves[nom] = (visees[0][0], zone)
    return trouves


def _largeurs(racine: "_Element") -> dict[int, tuple[float | None, bool]]:
    trouvees: dict[int, tuple[float | None, bool]] = {}
    for element in racine.iterfind("{*}cols/{*}col"):
        largeur = float(element.get("width", "0")) or None
        masquee = element.get("hidden") in ("1", "true")
        for c in range(int(element.get("min", "1")), min(int(element.get("max", "1")), 500) + 1):
            trouvees[c] = largeur, masquee
    return trouvees


def _aides(parties: Parties, partie: str) -> dict[tuple[int, int], str]:
    aides = {}
    for cible in parties.cibles(partie, "comments"):
        for element in parties.arbre(cible).iterfind("{*}commentList/{*}comment"):
            zone = lire_zone(element.get("ref", ""))
            if zone is not None:
                aides[zone.l1, zone.c1] = texte_de(element.find("{*}text")).strip()
    return aides


_DITS = {
    "chart": "graphiques",
    "image": "images",
    "pivotTable": "tableaux croisés dynamiques",
    "slicer": "segments",
    "control": "boutons et cases de formulaire",
    "ctrlProp": "boutons et cases de formulaire",
    "oleObject": "objets incorporés",
    "diagramData": "schémas",
}


def _autres(parties: Parties, partie: str) -> list[str]:
    """Ce que la feuille contient et que la déclaration ne dit pas."""
    vus = []
    parties_liees = [partie, *parties.cibles(partie, "drawing")]
    for hote in parties_liees:
        vus += [_DITS[r.genre] for r in parties.relations(hote) if r.genre in _DITS]
    racine = parties.arbre(partie)
    for nom, dit in (("mergeCell", "cellules fusionnées"), ("sparkline", "graphiques de cellule (sparklines)")):
        if next(racine.iter("{*}" + nom), None) is not None:
            vus.append(dit)
    if racine.find("{*}sheetProtection") is not None:
        vus.append("protection de la feuille")
    return list(dict.fromkeys(vus))
