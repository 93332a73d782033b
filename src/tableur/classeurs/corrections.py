"""Corriger quelques cellules d'une table, désignées par ligne et en-tête, sans rien perdre du classeur."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.recalcul import completer
from tableur.classeurs.tables_de_fichier import TableLue, lire_une_table
from tableur.classeurs.tables_de_fichier.feuilles import rang_de_colonne
from tableur.fichiers.mots_de_passe import Demander
from tableur.fichiers.ouverture import FichierOuvert
from tableur.frontiere import lire
from tableur.socle.erreurs import Ou, ValeurInvalide, refus


def corriger_des_cellules(
    ouvert: FichierOuvert,
    table: str,
    corrections: Iterable[tuple[int, str, str]],
    demander: Demander | None = None,
) -> int:
    """Écrit des valeurs tapées dans un classeur, après une copie ; rend le nombre de cellules écrites.

    Une date ou un nombre prend le type des autres cellules de sa colonne ; sinon c'est un texte, zéros compris.

    Args:
        ouvert: Le classeur .xlsx ou .xlsm.
        table: Table ou feuille, telle que `lire_une_table` la nomme.
        corrections: Ligne de la feuille, en-tête de la colonne, valeur tapée.
        demander: Pose la question du mot de passe d'un classeur chiffré.

    Raises:
        Refus: La colonne n'existe pas, une cellule porte une formule, ou le classeur est ouvert ailleurs.
    """
    from tableur.classeurs.retouche import Retouche
    from tableur.classeurs.retouche.references import lettres

    lue = lire_une_table(ouvert.chemin, table, demander)
    gauche, noms = _gauche(ouvert, lue), list(lue.noms_de_colonnes)
    retouche = Retouche(ouvert.source, ouvert.chemin.name)
    nombre = 0
    for ligne, colonne, valeur in corrections:
        if colonne not in noms:
            ou = Ou(ouvert.chemin.name, lue.table.feuille, ligne, colonne)
            raise refus(ou, "colonne", "Cette colonne n'est pas dans la table.", attendu=", ".join(noms))
        rang = noms.index(colonne)
        exemples = [rangee[rang] for rangee in lue.lignes if rangee[rang] not in ("", None)]
        adresse = f"{lettres(gauche + rang)}{ligne}"
        retouche.poser((lue.table.feuille, adresse), _du_type_de(valeur, exemples))
        nombre += 1
    retouche.finir()
    if retouche.formules_sans_valeur and not ouvert.est_chiffre:
        completer(retouche, ouvert.chemin.suffix)
    with ouvert.remplacement() as flux:
        retouche.ecrire_dans(flux)
    return nombre


def _gauche(ouvert: FichierOuvert, lue: TableLue) -> int:
    """Rang, de 1, de la première colonne de la table, d'après sa ligne d'en-têtes."""
    entetes = ClasseurLu(ouvert).grille(lue.table.feuille)[lue.table.entete - 1]
    dits = [" ".join(str(cellule).split()) for cellule in entetes]
    premier = lue.entetes[0]
    if premier in dits:
        return dits.index(premier) + 1
    lettre = premier.removeprefix("Colonne ")  # une colonne sans en-tête est dite par sa lettre
    if lettre.isalpha() and lettre.isupper() and len(lettre) <= 3:
        return rang_de_colonne(lettre) + 1
    ou = Ou(ouvert.chemin.name, lue.table.feuille, lue.table.entete)
    raise refus(ou, "en-têtes", "Les en-têtes de cette table n'ont pas été retrouvés.", attendu=premier)


def _du_type_de(texte: str, exemples: list[object]) -> object:
    """Valeur tapée, dans le type des autres cellules de sa colonne ; du texte si elle ne s'y lit pas."""
    try:
        if exemples and all(isinstance(e, date) for e in exemples):
            return lire(texte, date)
        if exemples and all(isinstance(e, int | float) and not isinstance(e, bool) for e in exemples):
            return lire(texte, Decimal)
    except ValeurInvalide:
        return texte
    return texte
