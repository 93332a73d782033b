"""Une grille devient une table située : ses en-têtes, ses données, et ce qui a été écarté."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tableur.classeurs.tables_de_fichier.entetes import bornes, ligne_d_entetes, preambule, remplies, trier
from tableur.classeurs.tables_de_fichier.feuilles import Zone
from tableur.classeurs.tables_de_fichier.situees import LigneEcartee, TableDeFichier, TableLue
from tableur.frontiere import ErreurDeCellule, FormuleSansValeur, Grille, est_vide
from tableur.frontiere.valeurs import CelluleInutilisable
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, Ou


@dataclass(frozen=True, slots=True)
class GrilleDeFichier:
    """Grille d'une feuille ou d'un fichier texte.

    Args:
        ou: Fichier et feuille.
        grille: Valeurs brutes, depuis la première ligne.
        numeros: Numéro, dans le fichier, de chaque ligne de la grille.
        en_texte: Vrai pour un fichier texte.
        fautive: Vrai si une cellule est en erreur ou une formule sans valeur.
    """

    ou: Ou
    grille: Grille
    numeros: Sequence[int]
    en_texte: bool = False
    fautive: bool = False


def table_sous_entetes(source: GrilleDeFichier, nom: str) -> TableLue | None:
    """Table sous la ligne d'en-têtes d'une grille ; None si aucune ligne n'en a l'air."""
    grille, numeros = source.grille, source.numeros
    entete = ligne_d_entetes(grille)
    if entete is None:
        return None
    gauche, droite = bornes(grille[entete])
    dessous, suite = grille[entete + 1 :], numeros[entete + 1 :]
    genre = "fichier" if source.en_texte else "feuille"
    titres = _titres(grille[entete][gauche:droite], gauche)
    table = TableDeFichier(nom, genre, source.ou.feuille, numeros[entete], titres, 0)  # type: ignore[arg-type]
    lue = _finir(source, table, _colonnes(dessous, gauche, droite), suite, preambule(grille, numeros, entete))
    if source.en_texte and max(map(len, dessous), default=0) > droite:
        lue = replace(lue, anomalies=tuple(_trop_longues(dessous, suite, droite, source.ou)))
    return lue


def table_de_zone(source: GrilleDeFichier, zone: Zone) -> TableLue | None:
    """Table d'une zone ; None pour un nom défini dont la première ligne n'est pas d'en-têtes."""
    grille, bas = source.grille, min(zone.bas, len(source.grille))
    if zone.entetes:
        titres, haut = zone.entetes, zone.haut - 1
    else:
        coupee = _colonnes(grille[zone.haut : zone.haut + 1] or [[]], zone.gauche, zone.droite)
        if zone.genre == "nom" and ligne_d_entetes(coupee) is None:
            return None
        titres, haut = _titres(coupee[0], zone.gauche), zone.haut
    table = TableDeFichier(zone.nom, zone.genre, zone.feuille, haut + 1, titres, 0)
    lignes = _colonnes(grille[haut + 1 : bas], zone.gauche, zone.droite)
    return _finir(source, table, lignes, range(haut + 2, haut + 2 + len(lignes)), avec_pied=not zone.exacte)


def _finir(
    source: GrilleDeFichier,
    table: TableDeFichier,
    lignes: Grille,
    numeros: Sequence[int],
    avant: Sequence[LigneEcartee] = (),
    *,
    avec_pied: bool = True,
) -> TableLue:
    gardees, vrais, ecartees = trier(lignes, numeros, avec_pied=avec_pied)
    anomalies = tuple(_defauts(gardees, vrais, table.colonnes, source.ou)) if source.fautive else ()
    complete = replace(table, lignes=len(gardees))
    return TableLue(complete, source.ou.fichier, gardees, vrais, (*avant, *ecartees), anomalies)


def _titres(entetes: Sequence[object], gauche: int) -> tuple[str, ...]:
    """Textes des en-têtes ; une colonne sans en-tête est dite par sa lettre."""
    return tuple(
        f"Colonne {lettres_de_colonne(rang)}" if est_vide(cellule) else _texte(cellule)
        for rang, cellule in enumerate(entetes, gauche)
    )


def lettres_de_colonne(rang: int) -> str:
    """Lettres d'une colonne, de rang compté à partir de 0.

    >>> lettres_de_colonne(0), lettres_de_colonne(27)
    ('A', 'AB')
    """
    lettres = ""
    while rang >= 0:
        rang, reste = rang // 26 - 1, rang % 26
        lettres = chr(65 + reste) + lettres
    return lettres


def _texte(cellule: object) -> str:
    if isinstance(cellule, float) and cellule == int(cellule):
        return str(int(cellule))
    return " ".join(str(cellule).split())


def _colonnes(lignes: Grille, gauche: int, droite: int) -> Grille:
    """Lignes réduites à leurs colonnes, toutes de même largeur."""
    large = droite - gauche
    if gauche == 0 and set(map(len, lignes)) <= {large}:
        return lignes
    coupees = [ligne[gauche:droite] for ligne in lignes]
    return [ligne if len(ligne) == large else [*ligne, *[""] * (large - len(ligne))] for ligne in coupees]


def _trop_longues(lignes: Grille, numeros: Sequence[int], droite: int, place: Ou) -> Iterator[Anomalie]:
    """Anomalie de chaque ligne qui a des cellules remplies au-delà des en-têtes : un séparateur s'y est glissé."""
    for ligne, numero in zip(lignes, numeros, strict=True):
        if len(ligne) > droite and remplies(ligne[droite:]):
            attendu, trouve = compte_ecrit(droite, "colonne"), compte_ecrit(len(ligne), "colonne")
            message = f"la ligne a {trouve}, et l'en-tête {droite} : un séparateur s'est glissé dans une cellule"
            yield Anomalie("refus", place.precise(ligne=numero), "ligne trop longue", attendu, trouve, message)


def _defauts(lignes: Grille, numeros: Sequence[int], titres: Sequence[str], place: Ou) -> Iterator[Anomalie]:
    """Anomalie de chaque cellule en erreur ou formule sans valeur."""
    for ligne, numero in zip(lignes, numeros, strict=True):
        for cellule, titre in zip(ligne, titres, strict=True):
            if isinstance(cellule, ErreurDeCellule | FormuleSansValeur):
                ou, faute = place.precise(ligne=numero, colonne=titre), CelluleInutilisable(cellule)
                yield Anomalie("refus", ou, faute.regle, faute.attendu, faute.trouve, str(faute))
