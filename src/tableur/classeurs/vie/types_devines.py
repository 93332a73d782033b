"""Type d'une colonne, deviné d'après ses valeurs, leurs formats et son en-tête."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tableur.classeurs.controle.formats import genre_de_format
from tableur.classeurs.declaration import TYPES
from tableur.classeurs.vie.personnelles import compact
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule, est_vide, lecteur, plier
from tableur.socle.erreurs import ErreurTableur

_OUI_NON = {"oui", "non", "o", "n", "vrai", "faux"}
_ASSEZ = 0.9
_ZEROS = re.compile(r"0{2,15}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_MOTS_DE_CODE = (
    "code",
    "ref",
    "reference",
    "matricule",
    "numero",
    "no",
    "n",
    "id",
    "identifiant",
    "compte",
    "piece",
)
_MOTS_D_EUROS = re.compile(
    r"€|\b(ht|ttc|tva|montants?|prix|total|solde|debit|credit|ca|chiffre|budget|cout|couts|loyer|salaire|brut|net|"
    r"valeur|remise|facture|paye|acompte|frais)\b"
)
_MOTS_DE_PRIX = re.compile(r"\b(prix unitaire|p u|pu|cout unitaire|tarif|prix d achat|prix de vente)\b")
_MOTS_DE_QUANTITE = re.compile(r"\b(quantites?|qtes?|qt|stock|nb|nombre|effectif|unites)\b")
_MOTS_DE_JOURS = re.compile(r"\b(jours?|delai|delais)\b")
_MOTS_D_HEURES = re.compile(r"\b(heures?|duree|hs)\b")
_MOTS_DE_TAUX = re.compile(r"%|\b(taux|pourcentage|part)\b")


def mots_de(entete: str) -> str:
    """En-tête en minuscules sans accents, un mot par espace ; € et % y restent.

    >>> mots_de("N° de pièce (€)")
    'n de piece €'
    """
    return " ".join(plier(m) if m not in "€%" else m for m in re.findall(r"[^\W_]+|€|%", entete.replace("°", " ")))


def type_devine(entete: str, valeurs: Sequence[object], formats: Sequence[str], *, calculee: bool = False) -> str:
    """Nom du type d'une colonne, parmi ceux des déclarations.

    Args:
        entete: Son en-tête.
        valeurs: Ses valeurs brutes.
        formats: Le code de format de chacune.
        calculee: Vrai pour une colonne de formules : sans valeur, c'est un nombre si son en-tête le dit.
    """
    sans = (FORMULE_SANS_VALEUR,)
    utiles = [
        (v, f)
        for v, f in zip(valeurs, formats, strict=True)
        if not est_vide(v) and v not in sans and not isinstance(v, ErreurDeCellule)
    ]
    mots = mots_de(entete)
    if not utiles:
        codes = [f for f in formats if f != "General"]
        if codes and genre_de_format(codes[0]) == "nombre":
            return _nombre(mots, [], codes)
        if calculee and (nombre := _nombre(mots, [], codes)) != "nombre":
            return nombre
        est_une_date = "date" in mots.split() or (codes and genre_de_format(codes[0]) == "date")
        return "date" if est_une_date else "texte"
    nombres = [(v, f) for v, f in utiles if isinstance(v, float) and not isinstance(v, bool)]
    if all(isinstance(v, bool) or (isinstance(v, str) and plier(v) in _OUI_NON) for v, _ in utiles):
        return "oui_non"
    if len(nombres) >= _ASSEZ * len(utiles):
        return _nombre(mots, [v for v, _ in nombres], [f for _, f in nombres])
    return _texte(mots, [str(v) for v, _ in utiles if isinstance(v, str)], len(nombres))


def _nombre(mots: str, valeurs: Sequence[float], formats: Sequence[str]) -> str:
    genres = [genre_de_format(f) for f in formats]
    if genres.count("date") > len(genres) / 2:
        return "date"
    if genres.count("heure") > len(genres) / 2:
        return "nombre"
    entiers = all(v.is_integer() for v in valeurs)
    pour_cent = sum("%" in f for f in formats)
    if pour_cent > len(formats) / 2:
        return "taux"
    euros = sum("€" in f or "EUR" in f.upper() for f in formats) > len(formats) / 2
    if _MOTS_DE_PRIX.search(mots):
        return "prix_unitaire"
    if euros:
        return "euros"
    for motif, genre in ((_MOTS_DE_QUANTITE, "quantite"), (_MOTS_DE_JOURS, "jours"), (_MOTS_D_HEURES, "heures")):
        if motif.search(mots):
            return genre
    if _MOTS_DE_TAUX.search(mots) and valeurs and all(abs(v) <= 1 for v in valeurs):
        return "taux"
    if any(_ZEROS.fullmatch(f) for f in formats) and entiers:
        return "code_postal" if "postal" in mots or mots == "cp" else "code"
    if _MOTS_D_EUROS.search(mots) and not (entiers and _est_un_code(mots)):
        return "euros"
    return "entier" if entiers and valeurs else "nombre"


def _texte(mots: str, textes: Sequence[str], nombres: int) -> str:
    if not textes:
        return "texte"
    for genre in ("siret", "siren", "nir", "iban"):
        if not nombres and _tous(genre, [compact(t) for t in textes]):
            return genre
    if _tous("date", textes):
        return "date"
    codes_postaux = all(re.fullmatch(r"\d[\dAB]\d{3}", t.strip()) for t in textes)
    if codes_postaux and ("postal" in mots or "cp" in mots.split()):
        return "code_postal"
    codes = all(_CODE.fullmatch(t.strip()) for t in textes)
    if codes and (_est_un_code(mots) or all(any(c.isdigit() for c in t) for t in textes)):
        return "code"
    return "texte"


def _est_un_code(mots: str) -> bool:
    return any(mot in _MOTS_DE_CODE for mot in mots.split())


def _tous(genre: str, textes: Sequence[str]) -> bool:
    lire: Any = lecteur(TYPES[genre] if genre != "date" else date)
    try:
        for texte in textes:
            lire(texte)
    except ErreurTableur:
        return False
    return True


def se_lit(valeur: object, genre: str) -> bool:
    """Vrai si une valeur se lit sous ce type."""
    try:
        lecteur(TYPES[genre])(valeur)
    except ErreurTableur:
        return False
    return True
