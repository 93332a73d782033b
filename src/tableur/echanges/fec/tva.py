"""La TVA d'un FEC : mouvements des comptes 445 d'une période, et lignes qui les portent, par colonnes entières."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from tableur.calculs.tva.rapprochement import COURANTS, CompteDeTva, MouvementDeTva, poste_de, racines_de_tva
from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.octets import Entiers
from tableur.echanges.fec.valeurs import en_nombre
from tableur.frontiere import plier
from tableur.socle.dates import Mois

POSTES = (*COURANTS, "Crédit de TVA", "TVA à décaisser", "Remboursement demandé", "En attente", "Hors TVA")
_SANS, _BRUTE = -1, POSTES.index("TVA brute")
_DECLARATION = (POSTES.index("Crédit de TVA"), POSTES.index("TVA à décaisser"))
_NOUVEAUX = {"an", "ano", "ran", "anouv", "anouveau", "anouveaux"}


@dataclass(frozen=True, slots=True)
class TvaDuFec:
    """Lignes de TVA d'un FEC, et ce qu'elles font dans une période.

    Args:
        du: Premier jour de la période.
        au: Dernier jour.
        mouvements: Débit et crédit de chaque compte 445, en euros.
        places: Lignes des comptes de TVA, toutes dates, dans l'ordre du fichier.
        postes: Rang du poste de chacune, dans `POSTES`.
        centimes: TVA de chacune, dans le sens de son poste : au crédit pour la TVA brute, au débit ailleurs.
        dans_la_periode: Vrai pour une ligne de la période, hors à-nouveaux et hors écriture de déclaration.
        hors_factures: Vrai pour une ligne d'à-nouveau ou d'une écriture de déclaration.
        inconnus: Comptes 445 qu'aucune racine n'ouvre.
    """

    du: date
    au: date
    mouvements: list[MouvementDeTva]
    places: Entiers
    postes: Entiers
    centimes: Entiers
    dans_la_periode: np.ndarray
    hors_factures: np.ndarray
    inconnus: list[str]


def tva_du_fec(fec: Fec, du: date, au: date, comptes: Iterable[CompteDeTva] = ()) -> TvaDuFec:
    """TVA comptabilisée dans une période, factures et écriture de déclaration à part.

    L'écriture de la déclaration est celle qui solde des comptes de TVA par 4455 ou 44567 ; elle est prise du
    dernier jour de la période à la veille du dernier jour de la suivante. Les à-nouveaux n'en sont pas.

    Args:
        fec: Le FEC.
        du: Premier jour de la période.
        au: Dernier jour de la période.
        comptes: Racines de la maison et leur poste, si elles diffèrent du plan comptable général.
    """
    postes, inconnus = _postes(fec, list(comptes), au)
    places = np.flatnonzero(postes != _SANS)
    declarations = _declarations(fec, postes)[places]
    nouveaux = _nouveaux(fec)[places]
    jours, postes = fec.dates["EcritureDate"][places], postes[places]
    fin_suivante = en_nombre(_fin_suivante(du, au))
    dedans = (jours >= en_nombre(du)) & (jours <= en_nombre(au)) & ~declarations & ~nouveaux
    liquidees = (jours >= en_nombre(au)) & (jours < fin_suivante) & declarations & ~nouveaux
    soldes = fec.solde[places]
    mouvements = _mouvements(fec, places[dedans], False) + _mouvements(fec, places[liquidees], True)
    centimes = np.where(postes == _BRUTE, -soldes, soldes)
    return TvaDuFec(du, au, mouvements, places, postes, centimes, dedans, declarations | nouveaux, inconnus)


def _fin_suivante(du: date, au: date) -> date:
    """Dernier jour de la période de même longueur qui suit."""
    mois = (au.year - du.year) * 12 + au.month - du.month + 1
    return (Mois.de(au) + mois).fin


def _postes(fec: Fec, comptes: list[CompteDeTva], au: date) -> tuple[Entiers, list[str]]:
    """Rang du poste de chaque ligne, -1 hors TVA ; et les comptes 445 sans poste."""
    distincts = fec.distinctes("CompteNum")
    racines = racines_de_tva(au, comptes)
    numeros = fec.lire_plusieurs("CompteNum", distincts.premieres.tolist())
    trouves = [poste_de(numero, racines) for numero in numeros]
    rangs = np.array([_SANS if poste is None else POSTES.index(poste) for poste in trouves], dtype=np.int64)
    inconnus = [n for n, poste in zip(numeros, trouves, strict=True) if n.startswith("445") and poste is None]
    return rangs[distincts.codes], sorted(inconnus)


def _declarations(fec: Fec, postes: Entiers) -> np.ndarray:
    """Lignes des écritures de déclaration : des comptes de TVA, et 4455 ou 44567, dans la même écriture."""
    ecritures = fec.distinctes("JournalCode", "EcritureNum")
    nombre = len(ecritures)
    soldees = np.bincount(ecritures.codes[np.isin(postes, _DECLARATION)], minlength=nombre) > 0
    courantes = np.bincount(ecritures.codes[(postes >= 0) & (postes < len(COURANTS))], minlength=nombre) > 0
    lignes: np.ndarray = (soldees & courantes)[ecritures.codes]
    return lignes


def _nouveaux(fec: Fec) -> np.ndarray:
    """Lignes du journal des à-nouveaux."""
    distincts = (
        fec.distinctes("JournalCode", "JournalLib")
        if "JournalLib" in fec.colonnes
        else fec.distinctes("JournalCode")
    )
    places = distincts.premieres.tolist()
    codes, libelles = fec.lire_plusieurs("JournalCode", places), fec.lire_plusieurs("JournalLib", places)
    vus = [plier(code) in _NOUVEAUX or "nouveau" in plier(nom) for code, nom in zip(codes, libelles, strict=True)]
    lignes: np.ndarray = np.array(vus, dtype=np.bool_)[distincts.codes]
    return lignes


def _mouvements(fec: Fec, places: Entiers, liquidation: bool) -> list[MouvementDeTva]:
    """Un mouvement par compte."""
    if not len(places):
        return []
    comptes = fec.distinctes("CompteNum")
    ecritures = fec.distinctes("JournalCode", "EcritureNum").codes[places]
    table = pd.DataFrame({"debit": fec.debit[places], "credit": fec.credit[places], "ecriture": ecritures})
    sommes = table.groupby(comptes.codes[places]).agg({"debit": "sum", "credit": "sum", "ecriture": "nunique"})
    numeros = fec.lire_plusieurs("CompteNum", comptes.premieres[sommes.index.to_numpy()].tolist())
    return [
        MouvementDeTva(
            compte=numero, debit=euros(debit), credit=euros(credit), liquidation=liquidation, ecritures=nombre
        )
        for numero, debit, credit, nombre in zip(numeros, *(sommes[nom].tolist() for nom in sommes), strict=True)
    ]


def euros(centimes: int) -> Decimal:
    """Euros d'un nombre de centimes.

    >>> euros(-1050)
    Decimal('-10.50')
    """
    return Decimal(int(centimes)).scaleb(-2)
