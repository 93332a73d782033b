"""Pièces d'une période : ce qui manque aux lignes tapées, et ce qui est à joindre pour les justifier."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tableur.calculs.tva.natures import cle_de_piece
from tableur.calculs.tva.periodes import Periode
from tableur.calculs.tva.saisies import Achat, Decaissement, Encaissement, Vente
from tableur.socle.grandeurs import ZERO, Code, Entier

Factures = tuple[tuple[str, Sequence[Vente | Achat]], ...]
Reglements = tuple[tuple[str, Sequence[Encaissement | Decaissement]], ...]
FACTURE = "CGI, ann. II, art. 242 nonies A"
AVEC_NUMERO_DU_CLIENT = (
    "Livraison de biens UE",
    "Prestation de services UE",
    "Travaux en sous-traitance (autoliquidation)",
)
AVEC_NUMERO_DU_FOURNISSEUR = ("Achat de marchandises UE", "Immobilisation UE", "Prestation de services UE")
SUR_VIES = ("Livraison de biens UE", "Prestation de services UE")
JUSTIFIEES = {
    "Exportation hors UE": ("déclaration d'exportation visée à la sortie", "CGI, art. 262, I ; ann. III, art. 74"),
    "Livraison de biens UE": ("preuve du transport vers l'autre État", "CGI, art. 262 ter, I"),
    "Créance irrécouvrable": ("certificat d'irrécouvrabilité et duplicata de la facture", "CGI, art. 272, 1"),
    "Importation": ("déclaration d'importation au nom de l'entreprise", "CGI, art. 271, II, 2"),
    "Immobilisation importée": ("déclaration d'importation au nom de l'entreprise", "CGI, art. 271, II, 2"),
}
"""Nature, le document qui la justifie, et le texte qui le demande."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceManquante:
    """Ce qui manque à une ligne, ou le document à joindre pour elle ; `ligne` est celle de la feuille."""

    feuille: str
    ligne: Entier
    piece: Code = ""
    tiers: str = ""
    manque: str
    texte: str = ""


def pieces_manquantes(
    ventes: Sequence[Vente],
    achats: Sequence[Achat],
    encaissements: Sequence[Encaissement],
    decaissements: Sequence[Decaissement],
    periode: Periode,
    declarees: Iterable[tuple[str, str]] = (),
) -> list[PieceManquante]:
    """Ce qui manque aux lignes d'une période : numéros, preuve d'exportation, VIES, avoirs, règlements.

    Args:
        ventes: Lignes de vente.
        achats: Lignes d'achat.
        encaissements: Sommes reçues.
        decaissements: Sommes payées.
        periode: La période remise.
        declarees: Pièce et tiers des lignes déclarées dans la période, même datées d'avant elle.
    """
    cles = {cle_de_piece(piece, tiers) for piece, tiers in declarees}
    manques: list[PieceManquante] = []
    factures: Factures = (("Ventes", ventes), ("Achats", achats))
    for feuille, lignes in factures:
        for rang, ligne in enumerate(lignes, 1):
            jours = (ligne.date, ligne.livre_le or ligne.date)
            if any(jour in periode for jour in jours) or cle_de_piece(ligne.piece, _tiers(ligne)) in cles:
                manques += (_piece(feuille, rang, ligne, *quoi) for quoi in _manques(ligne))
    reglements: Reglements = (("Encaissements", encaissements), ("Décaissements", decaissements))
    for feuille, regles in reglements:
        for rang, regle in enumerate(regles, 1):
            if regle.date in periode:
                manques += (_piece(feuille, rang, regle, *quoi) for quoi in _manques_de_reglement(regle))
    return manques


def documents_a_joindre(
    ventes: Sequence[Vente], achats: Sequence[Achat], periode: Periode, declarees: Iterable[tuple[str, str]] = ()
) -> list[PieceManquante]:
    """Documents qui justifient les lignes de la période, et qu'un classeur ne contient pas.

    Args:
        ventes: Lignes de vente.
        achats: Lignes d'achat.
        periode: La période remise.
        declarees: Pièce et tiers des lignes déclarées dans la période, même datées d'avant elle.
    """
    cles = {cle_de_piece(piece, tiers) for piece, tiers in declarees}
    factures: Factures = (("Ventes", ventes), ("Achats", achats))
    return [
        _piece(feuille, rang, ligne, *JUSTIFIEES[ligne.nature])
        for feuille, lignes in factures
        for rang, ligne in enumerate(lignes, 1)
        if ligne.nature in JUSTIFIEES
        and (ligne.date in periode or cle_de_piece(ligne.piece, _tiers(ligne)) in cles)
    ]


def _manques(ligne: Vente | Achat) -> Iterator[tuple[str, str]]:
    if not ligne.piece.strip():
        yield "n° de facture", FACTURE
    if not _tiers(ligne).strip():
        yield "nom du client" if isinstance(ligne, Vente) else "nom du fournisseur", FACTURE
    if ligne.ht < ZERO and not ligne.avoir_de.strip():
        yield "n° de la facture que corrige l'avoir", "CGI, art. 272, 1"
    if isinstance(ligne, Vente):
        yield from _manques_de_vente(ligne)
    elif ligne.nature in AVEC_NUMERO_DU_FOURNISSEUR and not ligne.numero_tva_fournisseur.strip():
        yield "n° de TVA du fournisseur", FACTURE


def _manques_de_vente(vente: Vente) -> Iterator[tuple[str, str]]:
    if vente.nature == "Exportation hors UE" and not vente.preuve_export.strip():
        yield "preuve d'exportation (n° de la déclaration en douane)", "CGI, art. 262, I ; ann. III, art. 74"
    if vente.nature in AVEC_NUMERO_DU_CLIENT and not vente.numero_tva_client.strip():
        yield "n° de TVA du client", FACTURE
    if vente.nature in SUR_VIES and (vente.vies_le is None or not vente.vies_reference.strip()):
        yield "date et référence de la consultation de VIES", "CGI, art. 262 ter, I ; art. 283-2"


def _manques_de_reglement(regle: Encaissement | Decaissement) -> Iterator[tuple[str, str]]:
    if not regle.piece.strip():
        yield "facture réglée (sans elle, c'est une avance)", "CGI, art. 269, 2"
    if not regle.reference.strip():
        yield "référence du règlement", ""


def _tiers(ligne: Vente | Achat | Encaissement | Decaissement) -> str:
    return ligne.client if isinstance(ligne, Vente | Encaissement) else ligne.fournisseur


def _piece(
    feuille: str, rang: int, ligne: Vente | Achat | Encaissement | Decaissement, manque: str, texte: str
) -> PieceManquante:
    return PieceManquante(
        feuille=feuille, ligne=rang, piece=ligne.piece, tiers=_tiers(ligne), manque=manque, texte=texte
    )
