"""Contrôles de la TVA : les lignes tapées, à leur place, et les périodes closes qui ont changé."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tableur.actions.tva_calcul import Reglages, calculer_la_periode
from tableur.actions.tva_lu import TvaLue, operations_lues, situer
from tableur.calculs.tva.controles import controles_tva
from tableur.calculs.tva.detail import lignes_a_figer
from tableur.calculs.tva.enregistrements import LigneDeControle, LigneFigee, Regime, Zone
from tableur.calculs.tva.natures import cle_de_piece
from tableur.calculs.tva.periodes import Periode
from tableur.calculs.tva.retards import controles_des_periodes_closes
from tableur.frontiere import Lignes
from tableur.socle.erreurs import Anomalie, Ou, Refus
from tableur.socle.grandeurs import ZERO


def controles_situes(lue: TvaLue, zone: Zone, *, franchise: bool) -> list[LigneDeControle]:
    """Contrôles des lignes tapées, avec leur numéro de ligne dans la feuille.

    Args:
        lue: Les tables.
        zone: Zone de l'entreprise.
        franchise: Vrai si l'entreprise est en franchise en base.
    """
    tables: dict[str, Lignes[Any]] = {
        "Ventes": lue.ventes,
        "Achats": lue.achats,
        "Encaissements": lue.encaissements,
        "Décaissements": lue.decaissements,
        "Reprise": lue.reprises,
    }
    ventes, achats = [situer(v, zone) for v in lue.ventes], [situer(a, zone) for a in lue.achats]
    trouves = controles_tva(
        ventes, achats, list(lue.encaissements), list(lue.decaissements), list(lue.reprises), franchise
    )
    return [
        replace(c, ligne=tables[c.feuille].ou(c.ligne - 1).ligne or 0) if c.ligne and c.feuille in tables else c
        for c in trouves
    ]


def controles_des_closes(lue: TvaLue, zone: Zone, *, debits: bool) -> list[LigneDeControle]:
    """Lignes closes qui ont changé ; une ligne refusée, déjà dite, empêche de les recalculer.

    Args:
        lue: Les tables et l'historique.
        zone: Zone de l'entreprise.
        debits: Vrai si l'entreprise a opté pour les débits.
    """
    if not lue.declarees:
        return []
    try:
        operations = operations_lues(lue, zone, debits=debits)
    except Refus:
        return []
    actuelles, presentes = list[LigneFigee](), _pieces(lue)
    verifiables = [p for p in lue.closes if _est_encore_la(p, lue.declarees, presentes)]
    for periode in verifiables:
        regime: Regime = "trimestriel" if periode.est_trimestre else "mensuel"
        reglages = Reglages.ordinaires(periode, regime, ZERO)
        calcul = calculer_la_periode(lue.avant(periode), operations, reglages)
        actuelles += lignes_a_figer(calcul.exigibles, str(periode), regime)
    noms = {str(periode) for periode in verifiables}
    return controles_des_periodes_closes([f for f in lue.declarees if f.periode in noms], actuelles)


def _pieces(lue: TvaLue) -> set[tuple[str, str]]:
    """Pièces des tables tapées."""
    return (
        {cle_de_piece(v.piece, v.client) for v in lue.ventes}
        | {cle_de_piece(a.piece, a.fournisseur) for a in lue.achats}
        | {cle_de_piece(r.piece, r.tiers) for r in lue.reprises}
    )


def _est_encore_la(periode: Periode, figees: Sequence[LigneFigee], presentes: set[tuple[str, str]]) -> bool:
    """Faux pour une période d'un exercice passé : ses lignes sont restées dans l'ancien classeur."""
    siennes = {cle_de_piece(f.piece, f.tiers) for f in figees if f.periode == str(periode)}
    return 2 * len(siennes & presentes) > len(siennes)


def refuser_les_lignes_fausses(lue: TvaLue, periode: Periode, zone: Zone) -> None:
    """Arrête tout si une ligne de la période est fausse ; celles des autres périodes, le contrôle les dit.

    Args:
        lue: Les tables.
        periode: Période que l'on calcule.
        zone: Zone de l'entreprise.

    Raises:
        Refus: Toutes les lignes fausses, avec leur feuille, leur ligne et la réparation.
    """
    jours = {("Ventes", lue.ventes.ou(rang).ligne): x.livre_le or x.date for rang, x in enumerate(lue.ventes)}
    jours |= {("Achats", lue.achats.ou(rang).ligne): x.livre_le or x.date for rang, x in enumerate(lue.achats)}
    fausses = [
        anomalie_de(lue, c)
        for c in controles_situes(lue, zone, franchise=False)
        if c.gravite == "refus" and jours.get((c.feuille, c.ligne), periode.debut) in periode
    ]
    if fausses:
        raise Refus(fausses)


def anomalie_de(lue: TvaLue, c: LigneDeControle) -> Anomalie:
    """Anomalie d'un contrôle, dite à sa place."""
    ou = Ou(fichier=lue.fichier, feuille=c.feuille, ligne=c.ligne or None)
    piece = f"pièce {c.piece} : " if c.piece else ""
    return Anomalie(c.gravite, ou, c.regle, c.reparation, c.constat, f"{piece}{c.constat} ; {c.reparation}")
