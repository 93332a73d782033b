"""Valeurs et tables écrites pour l'œil : à la française, avec leur unité, colonnes alignées."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

from tableur.cli.genres import colonnes_de, enregistrement_de, est_nombre, unite_de
from tableur.cli.titres import titre_de_champ
from tableur.frontiere import element_de_liste, est_enregistrement, metadonnees
from tableur.socle.arrondis import arrondir
from tableur.socle.dates import Exercice, date_ecrite
from tableur.socle.ecriture import ESPACE_FINE, ESPACE_INSECABLE, nombre_ecrit
from tableur.socle.grandeurs import Unite

_DECIMALES = re.compile(r"0\.(0*)(#*)")
_A_LA_FRANCAISE = str.maketrans({",": ESPACE_FINE, ".": ","})
VIDE = "—"
LARGEUR_D_ENTETE = 10


def rendu(resultat: Any, type_: Any) -> str:
    """Texte d'un résultat : une valeur, une colonne, une fiche ou une table.

    >>> from tableur.socle.grandeurs import Quantite
    >>> rendu(Decimal("130"), Quantite)
    '130 unités'
    """
    element = element_de_liste(type_)
    if element is not None:
        if est_enregistrement(element):
            return table(resultat, enregistrement_de(type_))
        return "\n".join(valeur(un, element) for un in resultat) or "Aucune ligne."
    if est_enregistrement(type_) and resultat is not None:
        return _fiche(resultat, enregistrement_de(type_))
    return valeur(resultat, type_)


def valeur(brute: Any, type_: Any, *, avec_unite: bool = True) -> str:
    """Une valeur du domaine, comme on l'écrit en France : « 1 234,56 € », « 31/12/2026 », « oui »."""
    if brute is None:
        return VIDE
    if isinstance(brute, bool):
        return "oui" if brute else "non"
    if isinstance(brute, Decimal | int):
        return _nombre(Decimal(brute), unite_de(type_), avec_unite)
    if isinstance(brute, date):
        return date_ecrite(brute)
    if isinstance(brute, Exercice):
        return f"du {date_ecrite(brute.debut)} au {date_ecrite(brute.fin)}"
    return str(brute)


def _nombre(nombre: Decimal, unite: Unite | None, avec_unite: bool) -> str:
    if unite is None:
        return nombre_ecrit(nombre)
    format_cellule = unite.format_cellule
    pourcent = "%" in format_cellule
    trouve = _DECIMALES.search(format_cellule)
    minimum, maximum = (len(trouve[1]), len(trouve[1]) + len(trouve[2])) if trouve else (0, 0)
    ecrit = format(arrondir(nombre * 100 if pourcent else nombre, maximum), ",f")
    while maximum > minimum and ecrit.endswith("0"):
        ecrit, maximum = ecrit[:-1], maximum - 1
    ecrit = ecrit.removesuffix(".").translate(_A_LA_FRANCAISE)
    if pourcent:
        return f"{ecrit}{ESPACE_INSECABLE}%"
    libelle = unite.libelle
    if not avec_unite or not libelle:
        return ecrit
    if abs(nombre) < 2 and libelle.isalpha():
        libelle = libelle.removesuffix("s")
    return f"{ecrit}{' ' if libelle[0].isalpha() else ESPACE_INSECABLE}{libelle}"


def titre_de_colonne(nom: str, type_: Any) -> str:
    """En-tête d'une colonne : « Stock quantité » et son unité, si elle est courte."""
    unites = [meta.libelle for meta in metadonnees(type_) if isinstance(meta, Unite)]
    unite = f" ({unites[0]})" if unites and unites[0] and ":" not in unites[0] else ""
    return titre_de_champ(nom) + unite


def table(lignes: Sequence[Any], enregistrement: Any) -> str:
    """Table alignée : en-têtes, trait, une ligne par enregistrement, nombres à droite."""
    if not lignes:
        return "Aucune ligne."
    colonnes = colonnes_de(enregistrement)
    entetes = [titre_de_colonne(nom, type_) for nom, type_ in colonnes.items()]
    cellules = [
        [valeur(getattr(ligne, nom), type_, avec_unite=False) for nom, type_ in colonnes.items()]
        for ligne in lignes
    ]
    return aligner(entetes, cellules, [est_nombre(type_) for type_ in colonnes.values()])


def aligner(entetes: Sequence[str], lignes: Sequence[Sequence[str]], a_droite: Sequence[bool]) -> str:
    """Colonnes alignées, séparées de deux espaces ; les nombres à droite, les en-têtes longs sur plusieurs lignes.

    >>> print(aligner(["Code", "Quantité en stock"], [["A", "5"], ["BC", "12"]], [False, True]))
          Quantité
    Code  en stock
    ----  --------
    A            5
    BC          12
    """
    contenus = [max(map(len, colonne)) for colonne in zip(*lignes, strict=True)]
    coupes = [wrap(e, max(n, LARGEUR_D_ENTETE)) for e, n in zip(entetes, contenus, strict=True)]
    largeurs = [max(n, *map(len, coupe)) for n, coupe in zip(contenus, coupes, strict=True)]
    hauteur = max(map(len, coupes))
    titres = zip(*([""] * (hauteur - len(coupe)) + coupe for coupe in coupes), strict=True)

    def ligne(cellules: Sequence[str]) -> str:
        cases = zip(cellules, largeurs, a_droite, strict=True)
        return "  ".join(c.rjust(n) if droite else c.ljust(n) for c, n, droite in cases).rstrip()

    return "\n".join([*map(ligne, titres), ligne(["-" * n for n in largeurs]), *map(ligne, lignes)])


def _fiche(resultat: Any, enregistrement: Any) -> str:
    """Une ligne par champ, puis les tables que l'enregistrement contient."""
    colonnes = colonnes_de(enregistrement)
    contenus = [(nom, getattr(resultat, nom), type_) for nom, type_ in colonnes.items()]
    largeur = max(len(nom) for nom in colonnes)
    simples = [
        f"{titre_de_champ(nom).ljust(largeur)}  {valeur(contenu, type_)}"
        for nom, contenu, type_ in contenus
        if element_de_liste(type_) is None and not est_enregistrement(type_)
    ]
    tables = [
        f"\n{titre_de_champ(nom)}\n{rendu(contenu, type_)}"
        for nom, contenu, type_ in contenus
        if element_de_liste(type_) is not None or est_enregistrement(type_)
    ]
    return "\n".join([*simples, *tables]).strip("\n")
