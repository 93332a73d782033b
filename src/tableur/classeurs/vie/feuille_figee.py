"""Une feuille que l'on fige : ses valeurs à la place des formules, ses colonnes personnelles vidées."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tableur.classeurs.retouche.references import Zone, lettres, lire_zone
from tableur.classeurs.tables_de_fichier.entetes import bornes, est_un_mot, ligne_d_entetes
from tableur.classeurs.vie.chemins_ecrits import sans_chemins
from tableur.classeurs.vie.epuration import oter, sans_attributs
from tableur.classeurs.vie.feuilles_xml import FeuilleXml, Place
from tableur.classeurs.vie.figement import Decision, Interdits, Retirees, est_a_figer
from tableur.classeurs.vie.parties import Parties
from tableur.classeurs.vie.personnelles import colonnes_personnelles, est_personnel
from tableur.frontiere import FORMULE_SANS_VALEUR, plier

if TYPE_CHECKING:
    from lxml.etree import _Element

_ESPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class TableVue:
    """Table Excel d'une feuille : son nom, son étendue, sa partie."""

    nom: str
    zone: Zone
    entetes: int
    racine: "_Element"
    partie: str


@dataclass
class ColonneRetiree:
    """Colonne personnelle vidée : sa feuille, son en-tête, et ce qu'elle contenait."""

    feuille: str
    entete: str
    valeurs: list[object] = field(default_factory=list)


def tables_de_la_feuille(parties: Parties, partie: str) -> list[TableVue]:
    """Tables Excel d'une feuille."""
    trouvees = []
    for cible in parties.cibles(partie, "table"):
        racine = parties.arbre(cible)
        zone = lire_zone(racine.get("ref", ""))
        if zone is not None:
            nom = racine.get("displayName") or racine.get("name") or ""
            trouvees.append(TableVue(nom, zone, int(racine.get("headerRowCount", "1")), racine, cible))
    return trouvees


def retirer_les_personnelles(
    parties: Parties, feuille: FeuilleXml, tables: list[TableVue], declares: frozenset[str], retirees: Retirees
) -> list[ColonneRetiree]:
    """Note dans `retirees` les cellules des colonnes personnelles d'une feuille, et rend ces colonnes."""
    trouvees: list[ColonneRetiree] = []
    for table in tables:
        entetes = [c.get("name", "") for c in table.racine.iterfind("{*}tableColumns/{*}tableColumn")]
        debut = table.zone.l1 + table.entetes
        for rang in _rangs(feuille, entetes, table.zone.c1, debut, table.zone.l2, declares):
            colonne, entete = table.zone.c1 + rang, entetes[rang]
            trouvees.append(_noter(feuille, colonne, range(debut, table.zone.l2 + 1), entete, retirees))
            retirees.en_tetes.setdefault(table.nom.casefold(), set()).add(plier(entete))
            element = parties.a_changer(table.partie).findall("{*}tableColumns/{*}tableColumn")[rang]
            for formule in element.findall("{*}calculatedColumnFormula"):
                element.remove(formule)
    trouvees += _hors_des_tables(feuille, tables, declares, retirees)
    return trouvees + list(_isolees(feuille, tables, declares, retirees))


def _isolees(
    feuille: FeuilleXml, tables: list[TableVue], declares: frozenset[str], retirees: Retirees
) -> Iterator[ColonneRetiree]:
    """Données d'une fiche (« NIR », sa valeur à droite) ou d'un second tableau (un en-tête, ses valeurs)."""
    for ligne, c in sorted(feuille.cellules):
        texte = feuille.valeur((ligne, c))
        if not isinstance(texte, str) or any(t.zone.contient(ligne, c) for t in tables):
            continue
        dit = texte.strip().rstrip(":").strip()
        if not (est_personnel(dit) or plier(dit) in declares) or retirees.contient(feuille.nom, (ligne, c)):
            continue
        droite = list(_suite(feuille, ligne, c, 0, 1))
        if droite and not est_un_mot(feuille.valeur(droite[0])):
            places = droite
        else:
            places = list(_suite(feuille, ligne, c, 1, 0))
        if not places or all(retirees.contient(feuille.nom, place) for place in places):
            continue
        for place in places:
            retirees.ajouter(feuille.nom, place[1], [place[0]])
        yield ColonneRetiree(feuille.nom, dit, [feuille.valeur(place) for place in places])


def _suite(feuille: FeuilleXml, ligne: int, colonne: int, bas: int, droite: int) -> Iterator[Place]:
    """Cellules remplies qui se suivent, vers le bas ou vers la droite."""
    place = ligne + bas, colonne + droite
    while feuille.valeur(place) is not None:
        yield place
        place = place[0] + bas, place[1] + droite


def _hors_des_tables(
    feuille: FeuilleXml, tables: list[TableVue], declares: frozenset[str], retirees: Retirees
) -> list[ColonneRetiree]:
    """Colonnes personnelles sous une ligne d'en-têtes, hors des tables Excel."""
    grille = [
        [None if any(t.zone.contient(i, j) for t in tables) else v for j, v in enumerate(ligne, 1)]
        for i, ligne in enumerate(feuille.grille(), 1)
    ]
    rang = ligne_d_entetes(grille)
    if rang is None:
        return []
    gauche, droite = bornes(grille[rang])
    entetes = grille[rang][gauche:droite]
    trouvees = []
    for i in _rangs(feuille, entetes, gauche + 1, rang + 2, len(grille), declares):
        lignes = [
            n
            for n in range(rang + 2, len(grille) + 1)
            if not any(t.zone.contient(n, gauche + 1 + i) for t in tables)
        ]
        trouvees.append(_noter(feuille, gauche + 1 + i, lignes, str(entetes[i]), retirees))
    return trouvees


def _rangs(
    feuille: FeuilleXml, entetes: list[object] | list[str], c1: int, debut: int, fin: int, declares: frozenset[str]
) -> list[int]:
    colonnes = [
        [feuille.valeur((ligne, c1 + rang)) for ligne in range(debut, fin + 1)] for rang in range(len(entetes))
    ]
    return colonnes_personnelles(entetes, colonnes, declares)


def _noter(
    feuille: FeuilleXml, colonne: int, lignes: Iterable[int], entete: str, retirees: Retirees
) -> ColonneRetiree:
    places = list(lignes)
    retirees.ajouter(feuille.nom, colonne, places)
    valeurs = [feuille.valeur((ligne, colonne)) for ligne in places]
    return ColonneRetiree(
        feuille.nom, entete, [v for v in valeurs if v is not None and v is not FORMULE_SANS_VALEUR]
    )


def appliquer(feuille: FeuilleXml, decision: Decision, retirees: Retirees) -> list[str]:
    """Fige les formules, vide ce qui est retiré, masque les chemins ; rend les adresses sans valeur."""
    videes = decision.videes | {p for p in feuille.cellules if retirees.contient(feuille.nom, p)}
    figees = (decision.figees | decision.chemins) - videes
    for zone in feuille.matrices:
        dedans = {p for p in feuille.cellules if zone.contient(*p)}
        if dedans & videes:
            videes |= dedans
        elif dedans & figees:
            figees |= dedans
    if feuille.partagees.keys() & (videes | figees):
        _materialiser(feuille)
    sans_valeur = []
    for place in sorted(figees):
        if feuille.valeur(place) is FORMULE_SANS_VALEUR:
            sans_valeur.append(f"{lettres(place[1])}{place[0]}")
        _figer(feuille.cellules[place])
    for place in videes:
        _vider(feuille.cellules[place])
    for cellule in feuille.cellules.values():
        if cellule.get("t") in ("str", "inlineStr"):
            _masquer(cellule)
    return sans_valeur


def _materialiser(feuille: FeuilleXml) -> None:
    for place, texte in feuille.partagees.items():
        formule = feuille.cellules[place].find("{*}f")
        if formule is not None:
            formule.attrib.clear()
            formule.text = texte


def _figer(cellule: "_Element") -> None:
    for formule in cellule.findall("{*}f"):
        cellule.remove(formule)
    sans_attributs(cellule, "cm")
    if cellule.get("t") == "str":
        valeur = cellule.find("{*}v")
        texte = (valeur.text or "") if valeur is not None else ""
        _vider(cellule)
        if texte:
            espace = str(cellule.tag).rpartition("}")[0] + "}"
            cellule.set("t", "inlineStr")
            bloc = cellule.makeelement(f"{espace}is")
            morceau = cellule.makeelement(f"{espace}t", {_ESPACE: "preserve"})
            morceau.text = texte
            bloc.append(morceau)
            cellule.append(bloc)


def _vider(cellule: "_Element") -> None:
    for enfant in list(cellule):
        cellule.remove(enfant)
    sans_attributs(cellule, "t", "cm", "vm")


def _masquer(cellule: "_Element") -> None:
    for element in cellule.iter("{*}t", "{*}v"):
        if element.text and sans_chemins(element.text) != element.text:
            element.text = sans_chemins(element.text)


def nettoyer_les_formules_de_table(
    parties: Parties, tables: list[TableVue], interdits: Interdits, retirees: Retirees, feuille: str
) -> None:
    """Retire des tables les formules de colonne et de total qui ne valent plus."""
    for table in tables:
        for element in list(table.racine.iter("{*}calculatedColumnFormula", "{*}totalsRowFormula")):
            texte = element.text or ""
            if est_a_figer(texte, interdits) or retirees.citees(texte, feuille, table.nom):
                colonne = element.getparent()
                parties.a_changer(table.partie)
                oter(element)
                if colonne is not None and colonne.get("totalsRowFunction") == "custom":
                    sans_attributs(colonne, "totalsRowFunction")


def textes_employes(feuilles: Iterable[FeuilleXml]) -> set[int]:
    """Numéros des textes partagés que des cellules emploient encore."""
    numeros = set()
    for feuille in feuilles:
        for cellule in feuille.cellules.values():
            if cellule.get("t") == "s" and (valeur := cellule.findtext("{*}v")):
                numeros.add(int(valeur))
    return numeros
