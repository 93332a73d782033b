"""Lecture d'un FEC, de ses octets à ses colonnes : rien n'est perdu, et tout ce qui ne va pas est relevé."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tableur.echanges.fec.colonnes import DATES, MONTANT_SENS
from tableur.echanges.fec.entetes import Entetes, champs_de_trop, identite_du_nom, lire_les_entetes, separateur_de
from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.octets import MARGE, Entiers, Octets, Places, Texte, compte_de, encodage_de, places_de
from tableur.echanges.fec.releve import Releve
from tableur.echanges.fec.valeurs import ILLISIBLE, Montants, dates, montants
from tableur.fichiers.chemins import chemin_recu, lecture_impossible
from tableur.socle.erreurs import Anomalie, Ou, refus

_LIGNE, _RETOUR = ord("\n"), ord("\r")
_BOM = b"\xef\xbb\xbf"
_AUTRES_DEBUTS = {
    b"PK\x03\x04": "C'est un classeur ou une archive, et non un texte : enregistrer le FEC en .txt.",
    b"\xff\xfe": "Ce texte est en UTF-16 : l'enregistrer en UTF-8 ou en ISO-8859-15.",
    b"\xfe\xff": "Ce texte est en UTF-16 : l'enregistrer en UTF-8 ou en ISO-8859-15.",
    b"%PDF": "C'est un PDF, et non un FEC.",
}
_DEBITS, _CREDITS = {"D", "+1", "+", "1"}, {"C", "-1", "-"}


def lire_fec(chemin: str | os.PathLike[str]) -> Fec:
    """FEC lu d'un fichier texte.

    Tabulation ou barre verticale, virgule ou point décimal, ASCII, ISO-8859-15 ou UTF-8 avec ou sans marque ;
    débit et crédit, ou montant et sens. Les anomalies de forme sont dans `releve`, toutes comptées.

    Args:
        chemin: Le fichier.

    Raises:
        Refus: Le fichier ne se lit pas, n'est pas un FEC, ou une colonne indispensable manque.
    """
    fichier = chemin_recu(chemin)
    octets, depart, fin = _charger(fichier)
    releve = Releve(fichier.name)
    siren, cloture = identite_du_nom(fichier.name, releve)
    saut = _LIGNE if compte_de(octets[depart:fin], _LIGNE) else _RETOUR
    texte = Texte(octets, encodage_de(octets[depart:fin]))
    if texte.encodage == "cp1252":
        message = "Le texte est dans l'encodage de Windows (cp1252) : l'ISO-8859-15 ou l'UTF-8 est attendu."
        releve.ajouter("alerte", "encodage", message, attendu="ISO-8859-15 ou UTF-8", trouve="cp1252")
    premiere = _premiere_ligne(texte, depart, fin, saut)
    separateur = separateur_de(premiere, releve)
    entetes = lire_les_entetes(premiere.split(separateur), releve)
    debuts, fins, ligne = _decouper(octets, (depart, fin), (ord(separateur), saut), entetes, releve)
    fec = Fec(
        fichier.name,
        siren,
        cloture,
        texte,
        separateur,
        {nom: place for nom, place in entetes.colonnes.items() if place < fins.shape[1]},
        {nom: place for nom, place in entetes.autres.items() if place < fins.shape[1]},
        fins,
        debuts,
        ligne,
        releve,
    )
    _convertir(fec, entetes)
    return fec


def _charger(fichier: Path) -> tuple[Octets, int, int]:
    """Octets du fichier suivis d'une marge, début du texte et fin, saut de ligne final compris."""
    if not fichier.is_file():
        dit = "C'est un dossier." if fichier.is_dir() else f"Ce fichier n'existe pas dans « {fichier.parent} »."
        raise refus(Ou(fichier.name), "fichier absent", dit, attendu="fichier FEC")
    try:
        taille = fichier.stat().st_size
        octets = np.zeros(taille + 1 + MARGE, dtype=np.uint8)
        with fichier.open("rb") as flux:
            lus = flux.readinto(octets[:taille].data) if taille else 0
    except OSError as erreur:
        raise lecture_impossible(fichier, erreur) from erreur
    if not lus:
        raise refus(Ou(fichier.name), "fichier vide", "Ce fichier est vide (0 octet).", attendu="fichier FEC")
    debut = octets[:4].tobytes()
    for signe, message in _AUTRES_DEBUTS.items():
        if debut.startswith(signe):
            raise refus(Ou(fichier.name), "format", message, attendu="fichier texte")
    fin = int(lus)
    if octets[fin - 1] not in (_LIGNE, _RETOUR):
        saute_par_retour = not compte_de(octets[:fin], _LIGNE) and compte_de(octets[:fin], _RETOUR)
        octets[fin] = _RETOUR if saute_par_retour else _LIGNE
        fin += 1
    return octets, len(_BOM) if debut.startswith(_BOM) else 0, fin


def _premiere_ligne(texte: Texte, depart: int, fin: int, saut: int) -> str:
    sauts = np.flatnonzero(texte.octets[depart : min(fin, depart + 65_536)] == saut)
    longueur = int(sauts[0]) if len(sauts) else 65_536
    return texte.octets[depart : depart + longueur].tobytes().decode(texte.encodage, "replace").rstrip("\r")


def _decouper(
    octets: Octets, bornes: tuple[int, int], signes: tuple[int, int], entetes: Entetes, releve: Releve
) -> tuple[Places, Places, Entiers]:
    """Début de chaque ligne, fin de chaque champ, numéros de ligne ; les lignes mal découpées sont relevées."""
    (depart, fin), (separateur, saut) = bornes, signes
    places = places_de(octets[:fin], separateur, saut)
    largeur, nombre = entetes.largeur, compte_de(octets[:fin], saut)
    regulier = len(places) == nombre * largeur and bool((octets[places[largeur - 1 :: largeur]] == saut).all())
    if regulier:
        fins = places.reshape(nombre, largeur)
        debuts = np.concatenate([np.array([depart], dtype=places.dtype), fins[:-1, -1] + 1])
        ligne = np.arange(1, nombre + 1)
    else:
        debuts, fins, ligne = _decouper_l_irregulier(octets, depart, saut, places, entetes, releve)
    fins = fins[1:]
    if saut == _LIGNE and len(fins):
        derniers = fins[:, -1]
        derniers -= (octets[derniers - 1] == _RETOUR).astype(derniers.dtype)
    return debuts[1:], fins, ligne[1:].astype(np.int64)


def _decouper_l_irregulier(
    octets: Octets, depart: int, saut: int, places: Places, entetes: Entetes, releve: Releve
) -> tuple[Places, Places, Entiers]:
    """Les lignes qui ont autant de champs que la plupart ; les autres sont relevées, les lignes vides laissées."""
    rangs = np.flatnonzero(octets[places] == saut)
    largeurs = np.diff(rangs, prepend=-1)
    premiers = rangs - largeurs + 1
    debuts = np.where(premiers == 0, depart, places[np.maximum(premiers - 1, 0)] + 1).astype(places.dtype)
    longueurs = places[rangs] - debuts
    vides = (largeurs == 1) & ((longueurs == 0) | ((longueurs == 1) & (octets[debuts] == _RETOUR)))
    pleines = largeurs[1:][~vides[1:]]
    largeur = int(np.bincount(pleines).argmax()) if len(pleines) else entetes.largeur
    utile = max(entetes.colonnes.values()) + 1
    if not utile <= largeur <= entetes.largeur + 1:
        largeur = entetes.largeur
    if largeur == entetes.largeur + 1:
        message = "Chaque ligne finit par un séparateur de trop."
        releve.ajouter("alerte", "séparateur final", message, ligne=2)
    bonnes = largeurs == largeur
    bonnes[0] = False
    mauvaises = np.flatnonzero(~bonnes[1:] & ~vides[1:]) + 1
    releve.noter("nombre de champs", "refus", mauvaises, _mal_decoupee(releve, largeurs, entetes.largeur))
    interieures = np.flatnonzero(vides[: int(np.flatnonzero(~vides)[-1])])
    releve.noter("ligne vide", "alerte", interieures, _ligne_vide(releve))
    gardees = np.flatnonzero(bonnes)
    fins = places[premiers[gardees][:, None] + np.arange(largeur)]
    tete = np.array([0])
    entete = np.zeros((1, largeur), dtype=places.dtype)
    debuts = np.concatenate([debuts[:1], debuts[gardees]])
    return debuts, np.concatenate([entete, fins]), np.concatenate([tete, gardees]) + 1


def _mal_decoupee(releve: Releve, largeurs: Entiers, attendue: int) -> Callable[[int], Anomalie]:
    def dire(rang: int) -> Anomalie:
        trouves = int(largeurs[rang])
        message = f"Cette ligne a {champs_de_trop(trouves, attendue)} : elle n'est pas lue."
        return releve.anomalie(
            "refus", "nombre de champs", message, ligne=rang + 1, attendu=attendue, trouve=trouves
        )

    return dire


def _ligne_vide(releve: Releve) -> Callable[[int], Anomalie]:
    return lambda rang: releve.anomalie("alerte", "ligne vide", "Cette ligne est vide.", ligne=rang + 1)


def _convertir(fec: Fec, entetes: Entetes) -> None:
    """Remplit les montants et les dates, et relève ce qui ne se convertit pas."""
    if entetes.montants == MONTANT_SENS:
        lus = _lire_les_montants(fec, "Montant")
        au_debit, au_credit = _sens(fec)
        fec.debit, fec.credit = np.where(au_debit, lus.centimes, 0), np.where(au_credit, lus.centimes, 0)
        _relever_les_vides(fec, "Montant", lus.vides)
    else:
        debits, credits_ = _lire_les_montants(fec, "Debit"), _lire_les_montants(fec, "Credit")
        fec.debit, fec.credit = debits.centimes, credits_.centimes
        _relever_les_vides(fec, "Debit", debits.vides & credits_.vides)
    for nom in DATES:
        if nom in fec.colonnes:
            lues = dates(fec.texte, fec.champ(nom), fec.distinctes(nom))
            fec.dates[nom] = lues
            message = "« {} » n'est pas une date : huit chiffres, AAAAMMJJ, sont attendus."
            _relever(fec, "date illisible", nom, lues == ILLISIBLE, message, "AAAAMMJJ")


def _lire_les_montants(fec: Fec, nom: str) -> Montants:
    lus = montants(fec.texte, fec.champ(nom))
    nombre = "« {} » n'est pas un montant : des chiffres, une virgule, deux décimales, sans espace ni lettre."
    _relever(fec, "montant illisible", nom, lus.illisibles, nombre, "1234,56")
    precis = "« {} » a plus de deux décimales : les centimes seuls sont lus."
    _relever(fec, "décimales", nom, lus.trop_precis, precis, "deux décimales")
    point = "« {} » a un point décimal : la virgule est exigée."
    _relever(fec, "point décimal", nom, lus.points, point, "virgule")
    return lus


def _sens(fec: Fec) -> tuple[np.ndarray, np.ndarray]:
    """Lignes au débit, lignes au crédit ; un sens illisible est relevé."""
    distinctes = fec.distinctes("Sens")
    mots = [mot.upper() for mot in fec.lire_plusieurs("Sens", distinctes.premieres.tolist())]
    debits = np.array([mot in _DEBITS for mot in mots], dtype=np.bool_)[distinctes.codes]
    credits_ = np.array([mot in _CREDITS for mot in mots], dtype=np.bool_)[distinctes.codes]
    message = "« {} » n'est pas un sens : D ou C, +1 ou -1, sont attendus."
    _relever(fec, "sens", "Sens", ~debits & ~credits_, message, "D ou C")
    return debits, credits_


def _relever_les_vides(fec: Fec, nom: str, vides: np.ndarray) -> None:
    _relever(fec, "montant vide", nom, vides, "Cette ligne n'a pas de montant.", "montant")


def _relever(fec: Fec, regle: str, colonne: str, lignes: np.ndarray, message: str, attendu: str) -> None:
    def dire(place: int) -> Anomalie:
        phrase = message.format(fec.lire(colonne, place)[:60])
        return fec.anomalie("refus", regle, place, colonne, phrase, attendu=attendu)

    fec.releve.noter(regle, "refus", np.flatnonzero(lignes), dire)
