"""Écrire dans une table d'un classeur quelconque les lignes d'un autre fichier, sans rien perdre du classeur."""

from pathlib import Path
from typing import TYPE_CHECKING

from tableur.classeurs.formules import lettre_de_colonne
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.recalcul import completer
from tableur.classeurs.tables_de_fichier import TableDeFichier, TableLue, lister_les_tables
from tableur.classeurs.tables_de_fichier.typage import typees, utiles
from tableur.fichiers.ouverture import FichierOuvert
from tableur.frontiere import plier
from tableur.socle.erreurs import ErreurTableur, Refus

if TYPE_CHECKING:
    from tableur.classeurs.retouche import Bilan, Plage, Retouche


def ecrire_une_table(
    ouvert: FichierOuvert,
    table: str,
    donnees: TableLue,
    *,
    mode: str = "remplacer",
    cle: str | None = None,
    sortie: Path | None = None,
    remplacer: bool = False,
    simuler: bool = False,
) -> "Bilan":
    """Écrit des lignes dans une table d'un classeur .xlsx ou .xlsm.

    Args:
        ouvert: Le classeur.
        table: Table Excel, nom défini ou feuille, sans égard à la casse ni aux accents.
        donnees: Lignes à écrire ; leurs colonnes se reconnaissent à leur en-tête.
        mode: « remplacer », « ajouter » ou « fusionner ».
        cle: En-tête de la colonne qui désigne une ligne ; obligatoire pour « fusionner ».
        sortie: Classeur à produire ; None pour écrire dans le classeur lui-même, après une copie.
        remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.
        simuler: Vrai pour ne rien écrire.

    Raises:
        Refus: Une donnée est illisible, la table n'a pas la place de grandir, le fichier ne peut être écrit…
        ErreurTableur: Aucune table ne porte ce nom, ou la clé manque.
    """
    from tableur.classeurs.retouche import Retouche

    if donnees.anomalies:
        raise Refus(donnees.anomalies)
    if mode == "fusionner" and cle is None:
        raise ErreurTableur("Fusionner demande une clé : l'en-tête de la colonne qui désigne une ligne.")
    retouche = Retouche(ouvert.source, ouvert.chemin.name)
    colonnes = {}
    for rang, entete in enumerate(donnees.entetes):
        valeurs = [ligne[rang] if rang < len(ligne) else None for ligne in donnees.lignes]
        colonnes[entete] = typees(valeurs, entete) if _est_un_texte(donnees) else list(utiles(valeurs))
    bilan = retouche.ecrire(_viser(ouvert, retouche, table), colonnes, mode, cle)
    if simuler:
        return bilan
    retouche.finir()
    if retouche.formules_sans_valeur and not ouvert.est_chiffre:
        completer(retouche, ouvert.chemin.suffix)
    with ouvert.copie(sortie, remplacer=remplacer) if sortie else ouvert.remplacement() as flux:
        retouche.ecrire_dans(flux)
    return bilan


def _est_un_texte(donnees: TableLue) -> bool:
    return donnees.table.genre == "fichier"


def _viser(ouvert: FichierOuvert, retouche: "Retouche", table: str) -> "str | Plage":
    """Table Excel de ce nom ; à défaut, la plage que désigne un nom défini ou une feuille."""
    for nom in retouche.tables:
        if plier(nom) == plier(table):
            return nom
    trouvees = lister_les_tables(ouvert.chemin)
    for trouvee in trouvees:
        if plier(table) in {plier(trouvee.nom), plier(trouvee.feuille)}:
            return trouvee.nom if trouvee.genre == "table" else _plage(ouvert, trouvee)
    noms = ", ".join(f"« {trouvee.nom} »" for trouvee in trouvees)
    raise ErreurTableur(
        f"Aucune table ne s'appelle « {table} » dans {ouvert.chemin.name}. Tables présentes : {noms}."
    )


def _plage(ouvert: FichierOuvert, trouvee: TableDeFichier) -> "Plage":
    from tableur.classeurs.retouche import Plage

    entetes = ClasseurLu(ouvert).grille(trouvee.feuille)[trouvee.entete - 1]
    debut = entetes.index(trouvee.colonnes[0])
    colonnes = f"{lettre_de_colonne(debut)}:{lettre_de_colonne(debut + len(trouvee.colonnes) - 1)}"
    premiere = trouvee.entete + 1
    return Plage(trouvee.feuille, trouvee.entete, colonnes, premiere, premiere + trouvee.lignes - 1)
