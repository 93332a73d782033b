"""Contrôles des tables tapées : ce qui ne va pas, ligne par ligne, et la réparation proposée."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from tableur.calculs.tva.cadeaux import CADEAU
from tableur.calculs.tva.controles_de_lignes import controles_d_achat, controles_de_vente
from tableur.calculs.tva.lectures import Lectures
from tableur.calculs.tva.natures import (
    a_payer,
    cadeaux_admis,
    cle_de_piece,
    operations_lisibles,
)
from tableur.calculs.tva.resultats import LigneDeControle
from tableur.calculs.tva.saisies import Achat, Decaissement, Encaissement, OperationDatee, RepriseDeTva, Vente
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.grandeurs import ZERO
from tableur.socle.marques import formule


@formule
def controles_tva(
    ventes: list[Vente],
    achats: list[Achat],
    encaissements: list[Encaissement] | None = None,
    decaissements: list[Decaissement] | None = None,
    reprises: list[RepriseDeTva] | None = None,
    franchise: bool = False,
) -> list[LigneDeControle]:
    """Anomalies des ventes, des achats et des règlements, chacune avec sa ligne et la réparation proposée.

    Taux absent du barème, TVA qui ne suit pas, autoliquidation ou franchise avec TVA, export sans preuve,
    livraison UE sans vérification VIES, doublon, avoir sans facture, devise sans cours, règlement plus grand que
    sa pièce. Un numéro de TVA dont la clé est juste est « de forme correcte », jamais « valide ».

    Args:
        ventes: Lignes de vente.
        achats: Lignes d'achat.
        encaissements: Règlements des clients.
        decaissements: Règlements aux fournisseurs.
        reprises: Factures d'avant la tenue, encore impayées.
        franchise: Vrai si l'entreprise est en franchise en base (CGI, art. 293 B).

    Raises:
        BaremeAbsent: Aucun taux n'est connu à la date d'une ligne.

    >>> export = Vente(date=date(2026, 3, 2), piece="F7", nature="Exportation hors UE", ht=D(500))
    >>> achat = Achat(date=date(2026, 3, 2), piece="A1", nature="Immobilisation", ht=D(500), taux=D("0.20"))
    >>> [(x.ligne, x.regle) for x in controles_tva([export], [achat])]
    [(1, 'export sans preuve')]
    """
    lectures = Lectures()
    lignes = [
        *(
            controle
            for rang, vente in enumerate(ventes, 1)
            for controle in controles_de_vente(rang, vente, lectures, franchise=franchise)
        ),
        *(c for rang, achat in enumerate(achats, 1) for c in controles_d_achat(rang, achat, lectures)),
        *_avoirs("Ventes", ventes),
        *_avoirs("Achats", achats),
        *_doublons("Ventes", ventes),
        *_doublons("Achats", achats),
        *_cadeaux(achats),
    ]
    for feuille, recus, dues in (
        ("Encaissements", encaissements or [], _dus(ventes, reprises, clients=True)),
        ("Décaissements", decaissements or [], _dus(achats, reprises, clients=False)),
    ):
        lignes += _reglements(feuille, recus, dues)
    if not ventes and not achats:
        lignes.append(_periode_vide())
    return lignes


def _dus(
    lignes: Sequence[Vente | Achat], reprises: Sequence[RepriseDeTva] | None, *, clients: bool
) -> list[OperationDatee]:
    """Opérations à régler ; une ligne refusée est déjà dite plus haut."""
    type_voulu = "Facture client impayée" if clients else "Facture fournisseur impayée"
    return operations_lisibles([*lignes, *(r for r in reprises or [] if r.type == type_voulu)])


def _avoirs(feuille: str, lignes: Sequence[Vente | Achat]) -> Iterator[LigneDeControle]:
    connues = {ligne.piece: ligne for ligne in lignes if ligne.ht >= ZERO}
    for rang, ligne in enumerate(lignes, 1):
        if ligne.ht < ZERO and not ligne.avoir_de:
            constat = f"montant négatif, {montant_ecrit(ligne.ht)}, sans la facture corrigée"
            reparation = "taper le numéro de la facture dans « Avoir de » (CGI, art. 272, 1), ou corriger le signe"
            yield _controle("refus", feuille, rang, ligne.piece, "négatif sans avoir", constat, reparation)
        elif ligne.avoir_de and ligne.avoir_de in connues:
            origine = connues[ligne.avoir_de]
            if origine.taux != ligne.taux and ligne.taux is not None and origine.taux is not None:
                constat = f"le taux de l'avoir n'est pas celui de la facture {origine.piece}"
                yield _controle(
                    "alerte",
                    feuille,
                    rang,
                    ligne.piece,
                    "taux de l'avoir",
                    constat,
                    "reprendre le taux de la facture",
                )


def _doublons(feuille: str, lignes: Sequence[Vente | Achat]) -> Iterator[LigneDeControle]:
    def cle(ligne: Vente | Achat) -> tuple[object, ...]:
        tiers = ligne.client if isinstance(ligne, Vente) else ligne.fournisseur
        return (*cle_de_piece(ligne.piece, tiers), ligne.nature, ligne.ht, ligne.taux, ligne.date)

    comptes, vues = Counter(map(cle, lignes)), set()
    for rang, ligne in enumerate(lignes, 1):
        if comptes[cle(ligne)] > 1 and cle(ligne) in vues:
            constat = f"la pièce {ligne.piece} du {date_ecrite(ligne.date)} est tapée {comptes[cle(ligne)]} fois"
            yield _controle("alerte", feuille, rang, ligne.piece, "doublon", constat, "supprimer la ligne en trop")
        vues.add(cle(ligne))


def _cadeaux(achats: Sequence[Achat]) -> Iterator[LigneDeControle]:
    """Cadeau qui fait passer son bénéficiaire au-delà du plafond de l'année, après d'autres déjà déduits."""
    seuls = [(rang, a) for rang, a in enumerate(achats, 1) if a.nature == CADEAU and operations_lisibles([a])]
    dons = [achat for _, achat in seuls]
    for place, admis in cadeaux_admis(dons, operations_lisibles(dons)):
        if admis.a_reverser and dons[place].part_recuperable is None:
            reparation = (
                f"taper une ligne « TVA à reverser » de {montant_ecrit(admis.a_reverser)} : la taxe des cadeaux "
                "précédents n'est plus déductible (CGI, ann. II, art. 206, IV-2-3°)"
            )
            yield _controle(
                "alerte",
                "Achats",
                seuls[place][0],
                dons[place].piece,
                "cadeaux de l'année",
                admis.raison,
                reparation,
            )


def _reglements(
    feuille: str, recus: Iterable[Encaissement | Decaissement], dues: Sequence[OperationDatee]
) -> Iterator[LigneDeControle]:
    restes: dict[tuple[str, str], Decimal] = {}
    tiers_de: dict[str, list[str]] = {}
    for due in dues:
        cle = cle_de_piece(due.piece, due.tiers)
        restes[cle] = restes.get(cle, ZERO) + a_payer(due)
        if cle[1] not in tiers_de.setdefault(due.piece, []):
            tiers_de[due.piece].append(cle[1])
    for rang, recu in enumerate(recus, 1):
        brut = recu.montant + recu.frais
        if not recu.piece:
            constat = (
                f"règlement {recu.reference or 'sans référence'} de {montant_ecrit(brut)} sans pièce : avance"
            )
            reparation = "taper la pièce réglée, ou une ligne d'acompte au bon taux : sa TVA est exigible"
            yield _controle("alerte", feuille, rang, recu.reference, "avance à déclarer", constat, reparation)
            continue
        tiers = tiers_de.get(recu.piece, [])
        exacte = cle_de_piece(recu.piece, recu.client if isinstance(recu, Encaissement) else recu.fournisseur)
        cle = exacte if exacte in restes else (recu.piece, tiers[0]) if len(tiers) == 1 else ("", "")
        if cle not in restes:
            regle = "pièce ambiguë" if tiers else "pièce inconnue"
            constat = "plusieurs tiers ont une facture de ce numéro" if tiers else "aucune facture n'a ce numéro"
            reparation = "taper le tiers du règlement" if tiers else "corriger le numéro, ou taper la facture"
            yield _controle("alerte", feuille, rang, recu.piece, regle, constat, reparation)
            continue
        restes[cle] -= brut
        if restes[cle] < ZERO:
            trop = min(-restes[cle], brut)
            constat = f"{montant_ecrit(brut)} réglés, soit {montant_ecrit(trop)} de plus que la facture"
            reparation = "laisser à la facture ce qu'elle doit et taper le reste sans pièce : c'est une avance"
            yield _controle("alerte", feuille, rang, recu.piece, "règlement plus grand", constat, reparation)


def _periode_vide() -> LigneDeControle:
    reparation = "taper ou importer les lignes ; sinon, déposer une déclaration « néant »"
    return _controle("alerte", "Ventes", 0, "", "période vide", "aucune vente et aucun achat", reparation)


def _controle(
    gravite: str, feuille: str, ligne: int, piece: str, regle: str, constat: str, reparation: str
) -> LigneDeControle:
    return LigneDeControle(
        gravite="refus" if gravite == "refus" else "alerte",
        feuille=feuille,
        ligne=ligne,
        piece=piece,
        regle=regle,
        constat=constat,
        reparation=reparation,
    )
