"""Contrôles cellule par cellule : champs obligatoires, montants étranges, devise."""

import numpy as np

from tableur.echanges.fec.colonnes import OBLIGATOIRES
from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.valeurs import centimes_ecrits
from tableur.socle.erreurs import Anomalie


def controler_les_cellules(fec: Fec) -> None:
    """Relève les champs obligatoires vides, les montants négatifs, doubles ou nuls, les devises incomplètes."""
    for nom in OBLIGATOIRES:
        if nom in fec.colonnes:
            _relever_les_vides(fec, nom)
    _relever_les_montants(fec)
    _relever_les_devises(fec)


def _relever_les_vides(fec: Fec, nom: str) -> None:
    vides = np.flatnonzero(fec.champ(nom).longueur == 0)
    message = f"« {nom} » est vide : le texte veut une valeur sur chaque ligne."

    def dire(place: int) -> Anomalie:
        return fec.anomalie("refus", "champ vide", place, nom, message, attendu="valeur")

    fec.releve.noter("champ vide", "refus", vides, dire)


def _relever_les_montants(fec: Fec) -> None:
    au_debit = "Debit" if "Debit" in fec.colonnes else "Montant"
    au_credit = "Credit" if "Credit" in fec.colonnes else "Montant"

    def negatif(place: int) -> Anomalie:
        debit = bool(fec.debit[place] < 0)
        valeur = centimes_ecrits(int(fec.debit[place] if debit else fec.credit[place]))
        message = f"Le montant est négatif ({valeur}) : l'usage est de le porter de l'autre côté."
        return fec.anomalie("alerte", "montant négatif", place, au_debit if debit else au_credit, message)

    def double(place: int) -> Anomalie:
        debit, credit = centimes_ecrits(int(fec.debit[place])), centimes_ecrits(int(fec.credit[place]))
        message = f"La ligne est au débit ({debit}) et au crédit ({credit}) à la fois."
        return fec.anomalie("alerte", "débit et crédit", place, au_debit, message, attendu="un seul côté")

    def nul(place: int) -> Anomalie:
        message = "La ligne ne porte ni débit ni crédit."
        return fec.anomalie("alerte", "montant nul", place, au_debit, message, attendu="montant")

    fec.releve.noter("montant négatif", "alerte", np.flatnonzero((fec.debit < 0) | (fec.credit < 0)), negatif)
    fec.releve.noter("débit et crédit", "alerte", np.flatnonzero((fec.debit != 0) & (fec.credit != 0)), double)
    fec.releve.noter("montant nul", "alerte", np.flatnonzero((fec.debit == 0) & (fec.credit == 0)), nul)


def _relever_les_devises(fec: Fec) -> None:
    montant, devise = fec.champ("Montantdevise").longueur > 0, fec.champ("Idevise").longueur > 0

    def incomplete(place: int) -> Anomalie:
        manque = "Idevise" if montant[place] else "Montantdevise"
        message = f"« {manque} » manque : un montant en devise va avec le code de sa devise."
        return fec.anomalie("alerte", "devise", place, manque, message, attendu="montant et devise")

    # Des logiciels remplissent Idevise à EUR sur toutes les lignes : ce n'est pas une faute.
    seuls = montant & ~devise
    etranges = _etrangeres(fec) & ~montant
    fec.releve.noter("devise", "alerte", np.flatnonzero(seuls | etranges), incomplete)


def _etrangeres(fec: Fec) -> np.ndarray:
    """Lignes dont la devise n'est pas l'euro."""
    if "Idevise" not in fec.colonnes:
        return np.zeros(len(fec), dtype=np.bool_)
    distinctes = fec.distinctes("Idevise")
    codes = [code.upper() for code in fec.lire_plusieurs("Idevise", distinctes.premieres.tolist())]
    return np.array([code not in ("", "EUR") for code in codes], dtype=np.bool_)[distinctes.codes]
