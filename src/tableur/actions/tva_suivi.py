"""Actions qui suivent la TVA : ce qui ne va pas dans les lignes, et ce qui a changé d'une période à l'autre."""

from collections.abc import Sequence
from datetime import date

from tableur.actions.tva_calcul import Reglages, calculer_la_periode
from tableur.actions.tva_clotures import controles_des_clotures
from tableur.actions.tva_controles import anomalie_de, controles_situes
from tableur.actions.tva_lu import (
    Operations,
    TvaLue,
    lire_la_tva,
    operations_lues,
    periode_demandee,
    un_an_avant,
)
from tableur.calculs.tva.comparees import Cote, comparaison_de_periodes
from tableur.calculs.tva.declaration import cases_du_formulaire
from tableur.calculs.tva.enregistrements import (
    CaseFigee,
    LigneDeComparaison,
    LigneDeControle,
    Regime,
    Zone,
)
from tableur.calculs.tva.periodes import Periode, periode_lue
from tableur.classeurs.port import Classeur
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import Anomalie, Ou
from tableur.socle.grandeurs import ZERO, Code
from tableur.socle.marques import action

CHANGEMENTS_DITS = 5


@action
def controler(
    classeur: Classeur,
    *,
    le: date,
    zone: Zone = "metropole",
    option_pour_les_debits: bool = False,
    franchise: bool = False,
    simuler: bool = False,
) -> CompteRendu:
    """Liste ce qui est faux ou douteux dans les lignes tapées, avec la réparation proposée.

    Lit les feuilles Ventes, Achats, Encaissements, Décaissements, Reprise et Historique ; remplit Contrôles :
    taux, TVA qui ne suit pas, autoliquidation avec TVA, export sans preuve, livraison UE sans vérification VIES,
    doublons, règlements, et lignes d'une période close qui ont changé depuis.

    Args:
        classeur: Le classeur de TVA.
        le: Date du jour.
        zone: Zone de l'entreprise : metropole, corse, dom, guadeloupe, martinique, reunion.
        option_pour_les_debits: Vrai si l'entreprise a opté pour le paiement de la taxe d'après les débits.
        franchise: Vrai si l'entreprise est en franchise en base : aucune TVA n'est facturée.
        simuler: Contrôle et rend compte sans rien écrire.

    Raises:
        Refus: Une table ne se lit pas.
    """
    lue = lire_la_tva(classeur)
    controles = controles_situes(lue, zone, franchise=franchise)
    controles += controles_des_clotures(classeur, lue, zone, debits=option_pour_les_debits)
    controles.sort(key=lambda c: (c.gravite != "refus", c.feuille, c.ligne))
    if not simuler:
        mention = f"Contrôlé le {date_ecrite(le)} sur {lue.sources}"
        classeur.ecrire(LigneDeControle, controles, mention=mention)
    refus = sum(c.gravite == "refus" for c in controles)
    alertes = compte_ecrit(len(controles) - refus, "alerte")
    return CompteRendu(
        titre=f"Contrôle de la TVA au {date_ecrite(le)}",
        lignes_lues=lue.lues,
        lignes_ecrites={"Contrôles": len(controles)},
        points=[f"{refus} refus, {alertes}." if controles else "Rien à redire."],
        anomalies=[anomalie_de(lue, c) for c in controles],
    )


@action(mots=("avec", "periode"))
def comparer(
    classeur: Classeur,
    *,
    le: date,
    periode: Code = "",
    avec: Code = "",
    regime: Regime = "mensuel",
    zone: Zone = "metropole",
    option_pour_les_debits: bool = False,
    simuler: bool = False,
) -> CompteRendu:
    """Explique ce qui a changé d'une période à l'autre : case, taux, nature, tiers, retardataires.

    Lit les tables tapées et l'historique ; remplit la feuille Comparaison. Les cases d'une période close sont
    celles qui ont été déclarées.

    Args:
        classeur: Le classeur de TVA.
        le: Date du jour.
        periode: Période à expliquer. Vide : la dernière achevée.
        avec: Période de référence. Vide : la précédente ; « M-12 » : la même, un an plus tôt.
        regime: mensuel ou trimestriel.
        zone: Zone de l'entreprise : metropole, corse, dom, guadeloupe, martinique, reunion.
        option_pour_les_debits: Vrai si l'entreprise a opté pour le paiement de la taxe d'après les débits.
        simuler: Compare et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies.
        ValeurInvalide: Une période ne se lit pas.
    """
    lue = lire_la_tva(classeur)
    operations = operations_lues(lue, zone, debits=option_pour_les_debits)
    apres = periode_demandee(periode, regime, le)
    avant = _reference(avec, apres, regime)
    figees = list(classeur.lire(CaseFigee))
    cotes = [_cote(lue, operations, p, regime, figees) for p in (avant, apres)]
    libelles = {case: str(ligne["libelle"]) for case, ligne in cases_du_formulaire(apres.fin).items()}
    lignes = comparaison_de_periodes(cotes[0], cotes[1], libelles)
    if not simuler:
        mention = f"Comparé le {date_ecrite(le)} : {avant} et {apres}, sur {lue.sources}"
        classeur.ecrire(LigneDeComparaison, lignes, mention=mention)
    return CompteRendu(
        titre=f"TVA : ce qui a changé de {avant} à {apres}",
        lignes_lues=lue.lues,
        lignes_ecrites={"Comparaison": len(lignes)},
        points=_changements(lignes) or ["Rien n'a changé."],
        anomalies=[
            _cote_vide(classeur, p) for p, cote in zip((avant, apres), cotes, strict=True) if not cote.cases
        ],
    )


def _reference(avec: str, apres: Periode, regime: Regime) -> Periode:
    if not avec.strip():
        return apres.precedente
    return un_an_avant(apres) if avec.strip().upper() == "M-12" else periode_lue(avec, regime)


def _cote(
    lue: TvaLue, operations: Operations, periode: Periode, regime: Regime, figees: Sequence[CaseFigee]
) -> Cote:
    reglages = Reglages.ordinaires(periode, regime, lue.credit_avant(periode))
    calcul = calculer_la_periode(lue.avant(periode), operations, reglages)
    declarees = [x for x in figees if x.periode == str(periode)] if lue.close(periode) is not None else []
    return Cote(periode=str(periode), cases=declarees or calcul.cases, exigibles=calcul.exigibles)


def _changements(lignes: Sequence[LigneDeComparaison]) -> list[str]:
    """Ce qui est dû, puis les plus grands écarts de taxe par taux, par tiers et par retardataire."""
    solde = [x for x in lignes if x.axe == "Case" and x.quoi.split(" ")[0] in ("TD", "25")]
    causes = [x for x in lignes if x.axe not in ("Case", "Nature") and x.ecart_de_taxe != ZERO]
    causes.sort(key=lambda x: -abs(x.ecart_de_taxe))
    return [
        f"{'' if x.axe == 'Case' else x.axe + ', '}{x.quoi.removeprefix('TD ').removeprefix('25 ')} : "
        f"{montant_ecrit(x.taxe_avant)} devient {montant_ecrit(x.taxe_apres)}"
        + (f" ({x.explication})." if x.explication else ".")
        for x in [*solde, *causes[:CHANGEMENTS_DITS]]
    ]


def _cote_vide(classeur: Classeur, periode: Periode) -> Anomalie:
    message = f"la période {periode} n'a aucune case : rien à comparer de ce côté"
    return Anomalie("alerte", Ou(fichier=classeur.fichier.name), "période vide", "", str(periode), message)
