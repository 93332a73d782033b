"""Contrôle d'une facture lue : ses lignes font son total, ses taux font sa taxe, et son total se paie."""

from collections.abc import Iterable
from decimal import Decimal

from tableur.echanges.factures.modele import FactureLue
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import Anomalie, Ou
from tableur.socle.grandeurs import ZERO

_PAR_TAUX = Decimal("0.01")


def controler_la_facture(facture: FactureLue) -> list[Anomalie]:
    """Alertes d'une facture dont les totaux ne se suivent pas (EN 16931, BR-CO-10 à 17).

    Args:
        facture: La facture lue.
    """
    return [
        Anomalie("alerte", Ou(facture.fichier), regle, montant_ecrit(attendu), montant_ecrit(trouve), message)
        for regle, attendu, trouve, message in _egalites(facture)
        if abs(attendu - trouve) > _marge(regle, facture)
    ]


def _marge(regle: str, facture: FactureLue) -> Decimal:
    """Un centime par ligne pour la taxe d'un taux, que le vendeur peut arrondir ligne à ligne ; zéro ailleurs."""
    return _PAR_TAUX * max(len(facture.lignes), 1) if regle == "BR-CO-17" else ZERO


def _egalites(facture: FactureLue) -> Iterable[tuple[str, Decimal, Decimal, str]]:
    if facture.total_des_lignes is not None:
        ordinaires = [ligne.montant for ligne in facture.lignes if not ligne.genre]
        if ordinaires:
            somme = sum(ordinaires, ZERO)
            yield "BR-CO-10", somme, facture.total_des_lignes, "Le total des lignes n'est pas leur somme."
        ht = facture.total_des_lignes - facture.remises + facture.frais
        yield "BR-CO-13", ht, facture.total_ht, "Le total hors taxes n'est pas lignes − remises + frais."
    if facture.ventilation:
        bases, taxes = (sum((getattr(v, nom) for v in facture.ventilation), ZERO) for nom in ("base", "tva"))
        yield "BR-CO-14", taxes, facture.total_tva, "Le total de la TVA n'est pas la somme des taxes par taux."
        yield "BR-CO-13", bases, facture.total_ht, "Les bases par taux ne font pas le total hors taxes."
    for v in facture.ventilation:
        if v.taux is not None:
            dit = f"La TVA à {nombre_ecrit(v.taux * 100)} % ne suit pas sa base, {montant_ecrit(v.base)}."
            yield "BR-CO-17", v.base * v.taux, v.tva, dit
    ttc = facture.total_ht + facture.total_tva
    yield "BR-CO-15", ttc, facture.total_ttc, "Le total TTC n'est pas HT + TVA."
    if facture.profil.endswith(":minimum"):  # il ne dit pas ce qui est déjà payé
        return
    reste = facture.total_ttc - facture.deja_paye + facture.arrondi
    yield "BR-CO-16", reste, facture.a_payer, "Le montant à payer n'est pas TTC − déjà payé + arrondi."
