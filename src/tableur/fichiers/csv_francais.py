"""CSV à la française : point-virgule, virgule décimale, jj/mm/aaaa, et rien qui soit pris pour une formule."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from tableur.socle.dates import date_ecrite

SEPARATEUR = ";"
GARDE = re.compile(r"'+[=+\-@\t\r]")
_DEBUTS_DE_FORMULE = ("=", "+", "-", "@", "\t", "\r")


def csv_francais(entetes: Sequence[str], lignes: Iterable[Sequence[object]]) -> str:
    """Texte d'un CSV, en-têtes comprises.

    Args:
        entetes: En-têtes.
        lignes: Textes, nombres, dates, ou None pour une cellule vide ; un nombre garde ses décimales.

    >>> csv_francais(["Nom", "Montant"], [["=HYPERLINK(1)", Decimal("-12.50")], ["Alix", None]]).splitlines()
    ['Nom;Montant', "'=HYPERLINK(1);-12,50", 'Alix;']
    """
    return csv_de_textes(entetes, ([_cellule(cellule) for cellule in ligne] for ligne in lignes))


def csv_de_textes(entetes: Sequence[str], lignes: Iterable[Sequence[str]]) -> str:
    """Texte d'un CSV dont les cellules sont déjà écrites, et gardées ; les en-têtes le sont ici."""
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=SEPARATEUR, lineterminator="\r\n")
    ecrivain.writerow([avec_garde(entete) for entete in entetes])
    ecrivain.writerows(lignes)
    return flux.getvalue()


def _cellule(valeur: object) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, Decimal):
        return format(valeur, "f").replace(".", ",")
    if isinstance(valeur, date):
        return date_ecrite(valeur)
    return avec_garde(valeur) if isinstance(valeur, str) else str(valeur)


def avec_garde(texte: str) -> str:
    """Texte que ne prendra pour une formule aucun tableur qui ouvrira le CSV ; `sans_garde` la retire.

    >>> avec_garde("=1+1"), avec_garde("l'arbre"), avec_garde("'=x")
    ("'=1+1", "l'arbre", "''=x")
    """
    return f"'{texte}" if texte.lstrip("'").startswith(_DEBUTS_DE_FORMULE) else texte


def sans_garde(cellule: object) -> object:
    """Texte sans l'apostrophe qu'un export met devant « = », « + », « - » ou « @ ».

    >>> sans_garde("'=SOMME(A1)"), sans_garde("l'arbre"), sans_garde("''=x")
    ('=SOMME(A1)', "l'arbre", "'=x")
    """
    if isinstance(cellule, str) and cellule.startswith("'") and GARDE.match(cellule):
        return cellule[1:]
    return cellule
