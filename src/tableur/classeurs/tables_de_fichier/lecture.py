"""Tables d'un fichier quelconque : leur liste, et les lignes d'une table."""

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from tableur.classeurs.tables_de_fichier.delimitation import GrilleDeFichier, table_de_zone, table_sous_entetes
from tableur.classeurs.tables_de_fichier.feuilles import SIGNATURE_OLE, SIGNATURE_ZIP, ClasseurFouille, fouiller
from tableur.classeurs.tables_de_fichier.situees import TableDeFichier, TableLue
from tableur.classeurs.tables_de_fichier.texte import lire_texte
from tableur.fichiers.mots_de_passe import Demander
from tableur.frontiere import plier
from tableur.socle.erreurs import Ou, Refus, refus


def lister_les_tables(fichier: Path, demander: Demander | None = None) -> list[TableDeFichier]:
    """Tables d'un fichier : tables Excel, noms définis, feuilles qui ont une ligne d'en-têtes, fichier texte.

    Args:
        fichier: Fichier .xlsx, .xlsm, .ods, .xls, .csv, .tsv ou .txt ; son contenu fait foi, non son nom.
        demander: Pose sans écho la question du mot de passe d'un classeur chiffré ; sans elle, rien n'est demandé.

    Raises:
        Refus: Le fichier est absent, abîmé, chiffré, ou n'est ni un classeur ni un texte à colonnes.
    """
    if not _est_un_classeur(fichier):
        return [table.table for table in _tables_de_texte(fichier)]
    with fouiller(fichier, demander) as classeur:
        return [table.table for table in _tables(classeur)]


def lire_une_table(fichier: Path, nom: str = "", demander: Demander | None = None) -> TableLue:
    """Lignes d'une table, situées dans le fichier.

    Args:
        fichier: Fichier .xlsx, .xlsm, .ods, .xls, .csv, .tsv ou .txt.
        nom: Nom de la table, ou de sa feuille, tel que `lister_les_tables` le donne, accents et casse ignorés ;
            vide pour la seule table du fichier.
        demander: Pose sans écho la question du mot de passe d'un classeur chiffré ; sans elle, rien n'est demandé.

    Raises:
        Refus: Le fichier ne se lit pas, ou il n'a pas cette table : la phrase dit celles qu'il a.
    """
    if not _est_un_classeur(fichier):
        return _choisir(fichier, nom, _tables_de_texte(fichier))
    with fouiller(fichier, demander) as classeur:
        return _demandee(classeur, nom) or _choisir(fichier, nom, list(_tables(classeur)))


def lire_les_grilles(fichier: Path, feuille: str = "", demander: Demander | None = None) -> list[GrilleDeFichier]:
    """Feuilles d'un fichier telles quelles, depuis leur première ligne : pour une forme qui n'est pas une table.

    Args:
        fichier: Fichier .xlsx, .xlsm, .ods, .xls, .csv, .tsv ou .txt.
        feuille: Feuille voulue, accents et casse ignorés ; vide pour toutes.
        demander: Pose sans écho la question du mot de passe d'un classeur chiffré ; sans elle, rien n'est demandé.

    Raises:
        Refus: Le fichier ne se lit pas.
    """
    if not _est_un_classeur(fichier):
        lu = lire_texte(fichier)
        return [GrilleDeFichier(Ou(fichier=fichier.name), lu.grille, lu.numeros, en_texte=True)]
    with fouiller(fichier, demander) as classeur:
        voulues = [nom for nom in classeur.feuilles if not feuille or plier(nom) == plier(feuille)]
        return [_grille(classeur, nom) for nom in voulues]


def _demandee(classeur: ClasseurFouille, nom: str) -> TableLue | None:
    """Table de ce nom : celle d'une zone, ou celle d'une feuille ; None si elle n'y est pas, ou sans nom."""
    plie = plier(nom)
    for zone in classeur.zones:
        if plie and plier(zone.nom) == plie and zone.feuille in classeur.feuilles:
            table = table_de_zone(_grille(classeur, zone.feuille), zone)
            if table is not None:
                return table
    for feuille in classeur.feuilles:
        if plie and plier(feuille) == plie:
            siennes = [zone for zone in classeur.zones if zone.feuille == feuille and zone.genre == "table"]
            source = _grille(classeur, feuille)
            return table_de_zone(source, siennes[0]) if len(siennes) == 1 else table_sous_entetes(source, feuille)
    return None


def _est_un_classeur(fichier: Path) -> bool:
    try:
        with fichier.open("rb") as flux:
            return flux.read(8).startswith((SIGNATURE_ZIP, SIGNATURE_OLE))
    except OSError:
        return False  # la lecture du texte dira pourquoi


def _tables(classeur: ClasseurFouille) -> Iterator[TableLue]:
    """Tables d'un classeur ; une feuille dont la table a déjà un nom n'est pas dite deux fois."""
    grilles = {feuille: _grille(classeur, feuille) for feuille in classeur.feuilles}
    prises: set[tuple[str, int]] = set()
    for zone in classeur.zones:
        table = table_de_zone(grilles[zone.feuille], zone) if zone.feuille in grilles else None
        if table is not None:
            prises.add((zone.feuille, table.table.entete))
            yield table
    for feuille, source in grilles.items():
        table = table_sous_entetes(source, feuille)
        if table is not None and (feuille, table.table.entete) not in prises:
            yield table


def _grille(classeur: ClasseurFouille, feuille: str) -> GrilleDeFichier:
    grille, fautive = classeur.grille(feuille)
    ou = Ou(fichier=classeur.chemin.name, feuille=feuille)
    return GrilleDeFichier(ou, grille, range(1, len(grille) + 1), fautive=fautive)


def _tables_de_texte(fichier: Path) -> list[TableLue]:
    lu = lire_texte(fichier)
    source = GrilleDeFichier(Ou(fichier=fichier.name), lu.grille, lu.numeros, en_texte=True)
    table = table_sous_entetes(source, fichier.stem)
    return [] if table is None else [table]


def _choisir(fichier: Path, nom: str, tables: Sequence[TableLue]) -> TableLue:
    """La table de ce nom, la seule si le nom est vide, sinon un refus qui aide."""
    trouvees = [table for table in tables if not nom or plier(table.table.nom) == plier(nom)]
    if len(trouvees) == 1:
        return trouvees[0]
    noms = [table.table.nom for table in tables]
    raise _absente(fichier, nom, noms)


def _absente(fichier: Path, nom: str, noms: Sequence[str]) -> Refus:
    presentes = ", ".join(f"« {present} »" for present in noms)
    ou = Ou(fichier=fichier.name)
    if not noms:
        message = "Ce fichier n'a aucune table : il faut une ligne d'en-têtes (des mots, une colonne chacun)."
        return refus(ou, "table absente", message, attendu=nom)
    if not nom:
        message = f"Ce fichier a plusieurs tables, dire laquelle : {presentes}."
        return refus(ou, "table à choisir", message, attendu="un nom de table")
    message = f"La table « {nom} » est absente ; tables présentes : {presentes}."
    plies = {plier(present): present for present in noms}
    proches = difflib.get_close_matches(plier(nom), plies, 1, 0.6)
    if proches:
        message += f" La plus proche est « {plies[proches[0]]} »."
    return refus(ou, "table absente", message, attendu=nom, trouve=", ".join(noms))
