"""Nombres et montants écrits à la française dans une phrase : « 1 234,5 » et « 12,00 € »."""

from decimal import Decimal

from tableur.socle.arrondis import arrondir_centime

ESPACE_FINE = "\u202f"
ESPACE_INSECABLE = "\u00a0"
MOINS = "\u2212"

_A_LA_FRANCAISE = str.maketrans({",": ESPACE_FINE, ".": ","})


def nombre_ecrit(nombre: Decimal | int) -> str:
    """Nombre tel qu'on l'écrit : virgule, milliers séparés, ni zéros inutiles ni exposant.

    Args:
        nombre: Nombre exact ; l'arrondi, s'il en faut un, est fait avant.

    >>> nombre_ecrit(Decimal("1234.50")), nombre_ecrit(Decimal("1E+3")), nombre_ecrit(Decimal("-0.20"))
    ('1\u202f234,5', '1\u202f000', '-0,2')
    """
    ecrit = format(Decimal(nombre), ",f")
    if "." in ecrit:
        ecrit = ecrit.rstrip("0").rstrip(".")
    return "0" if ecrit == "-0" else ecrit.translate(_A_LA_FRANCAISE)


def montant_ecrit(montant: Decimal) -> str:
    """Montant en euros, arrondi au centime, avec le signe moins des imprimeurs.

    >>> montant_ecrit(Decimal("1234.5")), montant_ecrit(Decimal("-786.59"))
    ('1\u202f234,50\xa0€', '−786,59\xa0€')
    """
    ecrit = format(arrondir_centime(montant) + 0, ",f").translate(_A_LA_FRANCAISE)
    return ecrit.replace("-", MOINS) + ESPACE_INSECABLE + "€"


def compte_ecrit(nombre: int, nom: str) -> str:
    """Nombre et nom accordé.

    >>> compte_ecrit(1, "article"), compte_ecrit(20000, "mouvement")
    ('1 article', '20\u202f000 mouvements')
    """
    return f"{nombre_ecrit(nombre)} {nom}{'s' if nombre > 1 else ''}"
