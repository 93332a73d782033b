"""Ce que l'on vise, et ce que l'on sait d'une table avant d'y écrire."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.lignes import Bilan, Ligne, Lu, cle_de
from tableur.classeurs.retouche.livre import Livre
from tableur.classeurs.retouche.rangees import formule_de, lire_rangee
from tableur.classeurs.retouche.references import Zone, lire_zone
from tableur.classeurs.retouche.tables import Cadre
from tableur.socle.erreurs import ErreurTableur, refus


class TableDecrite(NamedTuple):
    """Ce que l'on peut écrire dans une table.

    Args:
        nom: Son nom.
        feuille: Sa feuille.
        plage: Toute sa plage, en-têtes et total compris : « B4:F12 ».
        colonnes: Ses en-têtes.
        calculees: Ceux de ses colonnes faites de formules.
        lignes: Nombre de ses lignes de données, vides comprises.
    """

    nom: str
    feuille: str
    plage: str
    colonnes: tuple[str, ...]
    calculees: tuple[str, ...]
    lignes: int

    def a_ses_entetes_en(self, ligne: int, colonne: int) -> bool:
        """Vrai si cette cellule est l'un de ses en-têtes."""
        zone = lire_zone(self.plage)
        return zone is not None and zone.l1 == ligne and zone.c1 <= colonne <= zone.c2


class Lues(NamedTuple):
    """Lignes présentes d'une table, et première ligne qui porte une formule dans chaque colonne."""

    lu: Lu
    formules: dict[int, int]


def decrire(cadre: Cadre) -> TableDecrite:
    """Description d'une table."""
    formules = set(cadre.calculees)
    for c, cellule in cadre.feuille.rangee(cadre.fin).cellules.items():
        if cadre.c1 <= c <= cadre.c2 and cadre.fin >= cadre.debut and formule_de(cellule, cadre.feuille.p):
            formules.add(c)
    noms = tuple(cadre.colonnes[c - cadre.c1] for c in sorted(formules))
    nombre = cadre.fin - cadre.debut + 1
    return TableDecrite(cadre.nom, cadre.feuille.nom, str(cadre.zone), tuple(cadre.colonnes), noms, nombre)


def viser(livre: Livre, cible: str | tuple[str, str]) -> tuple[str, Zone]:
    """Feuille et rectangle d'une cible : nom défini, « Feuille!nom », (feuille, adresse) ou (feuille, nom).

    Raises:
        Refus: La feuille ou le nom n'existe pas.
    """
    if isinstance(cible, str):
        feuille, point, nom = cible.rpartition("!")
        return livre.cible_du_nom(nom, feuille.strip("'").replace("''", "'") if point else "")
    feuille = livre.feuille(cible[0])
    zone = lire_zone(cible[1].replace("$", "").strip())
    return (feuille, zone) if zone is not None else livre.cible_du_nom(cible[1], feuille)


def coin(feuille: Feuille, zone: Zone, cible: str | tuple[str, str]) -> tuple[int, int]:
    """Cellule où poser une valeur : celle du rectangle, ou le coin de la fusion qui le contient.

    Raises:
        Refus: Le rectangle a plusieurs cellules.
    """
    for fusion in feuille.fusions():
        if fusion.contient(zone.l1, zone.c1) and fusion.contient(zone.l2, zone.c2):
            return fusion.l1, fusion.c1
    if zone[:2] != zone[2:]:
        quoi = cible if isinstance(cible, str) else cible[1]
        message = f"« {quoi} » désigne plusieurs cellules ({zone}) : une valeur se pose dans une seule."
        raise refus(feuille.ou, "plusieurs cellules", message, attendu="une cellule", trouve=str(zone))
    return zone.l1, zone.c1


def donnees_par_colonne(
    cadre: Cadre, colonnes: Mapping[str, Sequence[object]]
) -> tuple[dict[int, Sequence[object]], int]:
    """Valeurs par numéro de colonne, et leur nombre de lignes.

    Raises:
        ErreurTableur: Rien n'est donné, ou les colonnes n'ont pas autant de lignes.
        Refus: Une colonne n'existe pas.
    """
    if not colonnes:
        raise ErreurTableur(f"Aucune colonne n'est donnée pour la table « {cadre.nom} ».")
    donnees: dict[int, Sequence[object]] = {}
    for entete, valeurs in colonnes.items():
        colonne = cadre.colonne(entete)
        if colonne in donnees:
            raise ErreurTableur(f"La colonne « {entete} » de la table « {cadre.nom} » est donnée deux fois.")
        donnees[colonne] = valeurs
    longueurs = {len(valeurs) for valeurs in donnees.values()}
    if len(longueurs) > 1:
        raise ErreurTableur(f"Les colonnes données à la table « {cadre.nom} » n'ont pas autant de lignes.")
    return donnees, longueurs.pop()


def lire_les_lignes(cadre: Cadre, cle: int | None) -> Lues:
    """Lignes vides, clés et formules des lignes présentes.

    Args:
        cadre: La table.
        cle: Colonne de la clé, None sans clé.
    """
    vides: set[int] = set()
    cles: dict[int, str] = {}
    formules: dict[int, int] = {}
    feuille = cadre.feuille
    for ligne in range(cadre.debut, cadre.fin + 1):
        xml = feuille.rangees.get(ligne)
        cellules = lire_rangee(xml, feuille.p).cellules if xml is not None else {}
        rempli = False
        for c, cellule in cellules.items():
            if cellule.contenu and cadre.c1 <= c <= cadre.c2 and cellule.remplie:
                if formule_de(cellule, feuille.p) is not None:
                    formules.setdefault(c, ligne)
                else:
                    rempli = True
        if not rempli:
            vides.add(ligne)
        if cle is not None:
            cles[ligne] = cle_de(feuille.valeur(cellules.get(cle)))
    return Lues(Lu(frozenset(vides), cles), formules)


def bilan(
    cadre: Cadre, plan: Sequence[Ligne], lues: Lues, changees: int, avertissements: tuple[str, ...]
) -> Bilan:
    """Comptes d'une écriture : lignes créées, mises à jour, inchangées et retirées."""
    vides = lues.lu.vides
    recues = [ligne for ligne in plan if ligne.donnee is not None]
    reprises = sum(ligne.source is not None and ligne.source in vides for ligne in recues)
    creees = reprises + sum(ligne.source is None for ligne in recues)
    gardees = {ligne.source for ligne in plan if not ligne.vider}
    retirees = sum(n not in gardees and n not in vides for n in range(cadre.debut, cadre.fin + 1))
    return Bilan(cadre.nom, len(plan), creees, changees, len(recues) - creees - changees, retirees, avertissements)
