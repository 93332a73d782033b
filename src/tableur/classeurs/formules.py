"""Formules natives d'une déclaration, traduites en formules de fichier.

Une déclaration écrit les formules avec des noms :

- `[physique]` : la cellule de ce champ sur la même ligne ;
- `{montant}` : la colonne de ce champ, dans la même table ;
- `{Article.code_article}` : la colonne d'une autre table ;
- `{valeur jusqu'ici}` : la colonne, de sa première ligne à la ligne de la formule ;
- `seuil_a` : un réglage de la feuille Paramètres.

Seules passent les fonctions qu'Excel 2016 et LibreOffice 7.4 calculent de la même façon.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tableur.classeurs.bord.modele import NOMS_DE_PERIODE
from tableur.classeurs.modeles import LIGNES_DE_GRAPHIQUE, LIGNES_PREVUES, PREMIER_ENTETE, Feuille, Modele, Table

_FONCTIONS = """
    ABS AND AVERAGE AVERAGEIF AVERAGEIFS CHOOSE CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE
    DAY EDATE EOMONTH EXACT HLOOKUP IF IFERROR INDEX INT ISBLANK ISERROR ISNUMBER ISTEXT LARGE LEFT LEN
    LOWER MATCH MAX MID MIN MOD MONTH N NETWORKDAYS NOT OR RANK RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS
    SMALL SQRT SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT TEXT TODAY TRIM UPPER VALUE VLOOKUP
    WEEKDAY WEEKNUM WORKDAY YEAR
"""
FONCTIONS = frozenset(_FONCTIONS.split())
_LIGNE = "\0"
_MOTS = re.compile(
    r"""(?P<texte>"(?:[^"]|"")*")
    |\[(?P<cellule>\w+)\]
    |\{(?:(?P<table>\w+)\.)?(?P<colonne>\w+)(?P<ici>\ jusqu['’]ici)?\}
    |(?P<nom>[A-Za-z_]\w*)(?P<appel>\()?
    |(?P<faute>[\[\]{}!$])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Place d'une table dans sa feuille ; les rangs se comptent à partir de 0.

    Args:
        feuille: Nom de la feuille.
        entete: Rang de la ligne d'en-têtes.
        lignes: Nombre de lignes du corps, au moins une.
        fin: Rang de la dernière ligne que couvrent les formules et les contrôles.
        colonnes: Rang de chaque colonne, par champ.
    """

    feuille: str
    entete: int
    lignes: int
    fin: int
    colonnes: dict[str, int]

    @property
    def debut(self) -> int:
        """Rang de la première ligne du corps."""
        return self.entete + 1

    @property
    def derniere(self) -> int:
        """Rang de la dernière ligne du corps."""
        return self.entete + self.lignes

    def plage(self, champ: str, *, ailleurs: bool = True) -> str:
        """Plage d'une colonne : « 'Feuille de comptage'!$B$5:$B$10004 »."""
        lettre = lettre_de_colonne(self.colonnes[champ])
        plage = f"${lettre}${self.debut + 1}:${lettre}${self.fin + 1}"
        return f"{nom_de_feuille(self.feuille)}!{plage}" if ailleurs else plage


def lettre_de_colonne(rang: int) -> str:
    """Lettre d'une colonne comptée à partir de 0.

    >>> lettre_de_colonne(0), lettre_de_colonne(27)
    ('A', 'AB')
    """
    lettres = ""
    rang += 1
    while rang:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres


def nom_de_feuille(nom: str) -> str:
    """Nom de feuille entre apostrophes, comme dans une formule."""
    return "'" + nom.replace("'", "''") + "'"


def places(feuille: Feuille, lignes: dict[str, int]) -> dict[str, Place]:
    """Place de chaque table d'une feuille, de haut en bas.

    Args:
        feuille: La feuille.
        lignes: Nombre de lignes par table ; une table absente est vide.
    """
    trouvees: dict[str, Place] = {}
    entete = PREMIER_ENTETE
    for rang, table in enumerate(feuille.tables):
        if rang:
            entete += 1 + table.a_des_totaux
        nombre = max(1, lignes.get(table.nom, table.lignes))
        derniere_table = rang == len(feuille.tables) - 1
        fin = entete + (max(LIGNES_PREVUES, 2 * nombre) if derniere_table else nombre)
        colonnes = {colonne.nom: i for i, colonne in enumerate(table.colonnes)}
        trouvees[table.nom] = Place(feuille.nom, entete, nombre, fin, colonnes)
        a_un_graphique = any(graphique.table == table.nom for graphique in feuille.graphiques)
        entete += max(nombre, LIGNES_DE_GRAPHIQUE if a_un_graphique else 0) + 3
    return trouvees


def fautes_de_formule(formule: str, modele: Modele, table: Table) -> Iterator[str]:
    """Ce qui ne va pas dans une formule d'une déclaration, une phrase par faute."""
    champs = {colonne.nom for colonne in table.colonnes}
    for mot in _MOTS.finditer(formule):
        if champ := mot["cellule"]:
            if champ not in champs:
                yield f"la formule cite « [{champ}] », qui n'est pas une colonne de cette table"
        elif champ := mot["colonne"]:
            visee = modele.table_nommee(mot["table"]) if mot["table"] else (None, table)
            if visee is None:
                yield f"la formule cite la table « {mot['table']} », qui n'existe pas"
            elif champ not in {colonne.nom for colonne in visee[1].colonnes}:
                yield f"la formule cite « {mot[0]} », qui n'est pas une colonne de cette table"
        elif mot["appel"] and mot["nom"] not in FONCTIONS:
            yield f"la fonction « {mot['nom']} » n'est pas de celles qu'Excel 2016 et LibreOffice 7.4 partagent"
        elif mot["nom"] and not mot["appel"] and mot["nom"] not in _noms_connus(modele):
            yield f"« {mot['nom']} » n'est ni un réglage, ni une fonction"
        elif mot["faute"]:
            yield f"« {mot['faute']} » n'a pas sa place dans une formule : citer les cellules par leur nom"


def _noms_connus(modele: Modele) -> set[str]:
    return {"TRUE", "FALSE", *modele.parametres(), *(NOMS_DE_PERIODE if modele.bord() else ())}


def traduire(formule: str, table: Table, toutes: dict[str, Place]) -> Callable[[int], str]:
    """Fonction qui rend la formule de fichier d'une ligne, comptée à partir de 0.

    Args:
        formule: Formule de la déclaration, déjà vérifiée.
        table: La table qui la porte.
        toutes: Place de chaque table du classeur.
    """
    ici = toutes[table.nom]

    def remplacer(mot: "re.Match[str]") -> str:
        if champ := mot["cellule"]:
            return f"${lettre_de_colonne(ici.colonnes[champ])}{_LIGNE}"
        if champ := mot["colonne"]:
            place = toutes[mot["table"]] if mot["table"] else ici
            if mot["ici"]:
                lettre = lettre_de_colonne(place.colonnes[champ])
                return f"${lettre}${place.debut + 1}:${lettre}{_LIGNE}"
            return place.plage(champ, ailleurs=place.feuille != ici.feuille)
        return mot[0]

    gabarit = _MOTS.sub(remplacer, formule)
    return lambda ligne: gabarit.replace(_LIGNE, str(ligne + 1))
