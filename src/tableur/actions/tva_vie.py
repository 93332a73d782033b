"""La vie d'une période de TVA : la clôturer quand elle est déposée, la rouvrir en disant pourquoi."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tableur.actions.tva_calcul import Calcul, Reglages, calculer_la_periode
from tableur.actions.tva_copies import empreinte_du_fichier, garder_une_copie, refuser_un_fichier_en_retard
from tableur.actions.tva_lu import TvaLue, lire_la_tva, operations_lues, periode_demandee
from tableur.actions.tva_verrous import (
    Depot,
    alertes_de_cloture,
    alertes_de_reouverture,
    cases_calculees,
    jour_du_depot,
    ligne_a_rouvrir,
    refuser_la_cloture,
    refuser_un_calcul_perime,
)
from tableur.calculs.tva.cloture import (
    cases_a_figer,
    empreinte_de_cloture,
    nom_archive,
    rang_de_reouverture,
)
from tableur.calculs.tva.detail import lignes_a_figer
from tableur.calculs.tva.enregistrements import CaseFigee, LigneFigee, PeriodeDeclaree, Regime, Zone
from tableur.calculs.tva.periodes import Periode, periode_lue
from tableur.classeurs.port import Classeur
from tableur.frontiere import lire
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.erreurs import ValeurManquante
from tableur.socle.grandeurs import ZERO, Code, Euros
from tableur.socle.marques import action

MOTIF_MINIMAL = 5  # caractères : « ok » n'est pas une raison


@action
def cloturer(
    classeur: Classeur,
    *,
    le: date,
    periode: Code = "",
    depose_le: date | None = None,
    accuse: Code = "",
    regime: Regime = "mensuel",
    zone: Zone = "metropole",
    option_pour_les_debits: bool = False,
    debut_exercice: date | None = None,
    simuler: bool = False,
) -> CompteRendu:
    """Fige une période déposée : ses lignes, ses cases, et une copie du classeur ; rien ne s'y écrit plus.

    La période doit être calculée, et ses lignes ne plus avoir bougé. Remplit Historique, Cases déclarées et Lignes
    déclarées ; garde une copie datée, en lecture seule, dans « sorties/tva clôturée ». Une ligne figée que l'on
    change ensuite est une anomalie, avec les deux valeurs.

    Args:
        classeur: Le classeur de TVA.
        le: Date du jour.
        periode: Mois (2026-11) ou trimestre (2026-T4). Vide : la dernière période achevée.
        depose_le: Jour du dépôt de la déclaration ; obligatoire.
        accuse: Numéro de l'accusé de dépôt. Vide : la clôture se fait, et le dit.
        regime: mensuel ou trimestriel.
        zone: Zone de l'entreprise : metropole, corse, dom, guadeloupe, martinique, reunion.
        option_pour_les_debits: Vrai si l'entreprise a opté pour le paiement de la taxe d'après les débits.
        debut_exercice: Premier jour de l'exercice. Vide : le 1er janvier de la période.
        simuler: Vérifie et rend compte sans rien écrire.

    Raises:
        Refus: La période est close, inachevée, pas calculée, ou ses lignes ont changé depuis le calcul.
        ValeurManquante: Le jour du dépôt n'est pas dit.
    """
    lue = lire_la_tva(classeur)
    close = periode_demandee(periode, regime, le)
    depot = Depot(jour_du_depot(depose_le, close), accuse.strip())
    refuser_la_cloture(lue, close, depot, le)
    cases = cases_calculees(classeur, lue, close)
    exercice = debut_exercice or date(close.fin.year, 1, 1)
    calcul = _recalcul(classeur, lue, zone, close, regime, exercice, debits=option_pour_les_debits)
    refuser_un_calcul_perime(lue, close, cases, calcul)
    refuser_un_fichier_en_retard(classeur, cases, str(close))
    ligne = _ligne_close(calcul, close, regime, depot, le)
    figees = lignes_a_figer(calcul.exigibles, str(close), regime)
    bilan = CompteRendu(
        titre=f"Période {close} close, déposée le {date_ecrite(depot.depose_le)}",
        lignes_lues=lue.lues,
        lignes_ecrites={"Historique": 1, "Cases déclarées": len(calcul.cases), "Lignes déclarées": len(figees)},
        points=[_solde(ligne)],
        anomalies=alertes_de_cloture(classeur, lue, close, ligne, vide=not calcul.exigibles),
    )
    if not simuler:
        classeur.poser("depose_le", None)
        classeur.poser("accuse", None)
        copie = garder_une_copie(classeur.fichier, f"tva {close} close le {le.isoformat()}")
        bilan.fichiers.append(copie)
        ligne = replace(ligne, copie=copie.name, empreinte_de_la_copie=empreinte_du_fichier(copie))
        _figer(classeur, lue, ligne, cases_a_figer(calcul.cases, str(close)), figees)
    return bilan


@action
def rouvrir(
    classeur: Classeur,
    *,
    le: date,
    periode: Code = "",
    motif: str = "",
    regime: Regime = "mensuel",
    simuler: bool = False,
) -> CompteRendu:
    """Rouvre une période close, en disant pourquoi ; ce qui était déclaré reste, à côté de ce qui le sera.

    La ligne close reste dans Historique, une ligne « Rouverte » s'y ajoute avec le motif. Ses cases et ses lignes
    gardent leurs valeurs sous le nom « 2026-10, rouverte le 24/11/2026 », et ne comptent plus.

    Args:
        classeur: Le classeur de TVA.
        le: Date du jour.
        periode: Période à rouvrir ; obligatoire.
        motif: Pourquoi elle est rouverte ; obligatoire.
        regime: mensuel ou trimestriel.
        simuler: Vérifie et rend compte sans rien écrire.

    Raises:
        Refus: La période n'est pas close.
        ValeurManquante: La période ou le motif n'est pas dit.
    """
    dit = " ".join(motif.split())
    if not periode.strip():
        raise ValeurManquante(
            "Dire la période à rouvrir : --periode 2026-10, ou « Période à déclarer » de la feuille Paramètres."
        )
    if len(dit) < MOTIF_MINIMAL:
        raise ValeurManquante(
            f'Dire pourquoi la période {periode} est rouverte : --motif "facture oubliée", ou « Motif de '
            f"réouverture » de la feuille Paramètres. Le motif reste dans l'historique ; « {motif} » reçu."
        )
    lue, visee = lire_la_tva(classeur), periode_lue(periode, regime)
    close = ligne_a_rouvrir(lue, visee)
    ligne = replace(
        close, etat="rouverte", motif=dit, inscrite_le=le, copie="", empreinte_de_la_copie="", empreinte=""
    )
    historique = [*lue.periodes, ligne]
    archive = nom_archive(str(visee), le, rang_de_reouverture(historique, len(historique) - 1))
    if not simuler:
        _archiver(classeur, lue, ligne, archive)
    return CompteRendu(
        titre=f"Période {visee} rouverte",
        lignes_lues={"Historique": len(lue.periodes)},
        lignes_ecrites={"Historique": 1},
        points=[
            f"Motif : {dit}.",
            f"Ce qui avait été déclaré est gardé sous « {archive} » ; {_solde(close)}",
            f"Corriger, puis : tableur tva calculer --periode {visee}, déposer la rectificative, et clôturer.",
        ],
        anomalies=alertes_de_reouverture(classeur, lue, visee),
    )


def _recalcul(
    classeur: Classeur,
    lue: TvaLue,
    zone: Zone,
    periode: Periode,
    regime: Regime,
    debut_exercice: date,
    *,
    debits: bool,
) -> Calcul:
    """La période, recalculée avec le crédit, le remboursement et les taxes annexes que le calcul a posés."""
    credit, annexes, remboursement = (
        lire(classeur.valeur(nom), Euros | None) or ZERO
        for nom in ("credit_impute", "taxes_annexes", "remboursement_demande")
    )
    reglages = Reglages(periode, regime, credit, annexes, remboursement, None, debut_exercice)
    return calculer_la_periode(lue, operations_lues(lue, zone, debits=debits), reglages)


def _ligne_close(calcul: Calcul, periode: Periode, regime: Regime, depot: Depot, le: date) -> PeriodeDeclaree:
    return PeriodeDeclaree(
        periode=str(periode),
        regime=regime,
        etat="close",
        depose_le=depot.depose_le,
        accuse=depot.accuse,
        tva_brute=calcul.taxe("16"),
        tva_deductible=calcul.taxe("23"),
        tva_nette=calcul.taxe("28"),
        credit=calcul.taxe("27"),
        remboursement=calcul.taxe("26"),
        a_payer=calcul.taxe("32"),
        inscrite_le=le,
    )


def _figer(
    classeur: Classeur,
    lue: TvaLue,
    ligne: PeriodeDeclaree,
    cases: Sequence[CaseFigee],
    figees: Sequence[LigneFigee],
) -> None:
    avant = lue.periodes[-1].empreinte if lue.periodes else ""
    scellee = replace(ligne, empreinte=empreinte_de_cloture(ligne, cases, figees, avant))
    mention = f"Période {ligne.periode} close le {date_ecrite(ligne.inscrite_le or date.min)}"
    classeur.ecrire(PeriodeDeclaree, [*lue.periodes, scellee], mention=mention)
    classeur.ecrire(CaseFigee, [*classeur.lire(CaseFigee), *cases], mention=mention)
    classeur.ecrire(LigneFigee, [*lue.figees, *figees], mention=mention)


def _archiver(classeur: Classeur, lue: TvaLue, ligne: PeriodeDeclaree, archive: str) -> None:
    """Inscrit la réouverture ; les cases et les lignes prennent leur nom d'archive."""
    nom, avant = ligne.periode, lue.periodes[-1].empreinte
    scellee = replace(ligne, empreinte=empreinte_de_cloture(ligne, (), (), avant))
    mention = f"Période {nom} rouverte le {date_ecrite(ligne.inscrite_le or date.min)}"
    cases = [replace(x, periode=archive) if x.periode == nom else x for x in classeur.lire(CaseFigee)]
    figees = [replace(x, periode=archive) if x.periode == nom else x for x in lue.figees]
    classeur.ecrire(PeriodeDeclaree, [*lue.periodes, scellee], mention=mention)
    classeur.ecrire(CaseFigee, cases, mention=mention)
    classeur.ecrire(LigneFigee, figees, mention=mention)
    classeur.poser("motif", None)


def _solde(ligne: PeriodeDeclaree) -> str:
    if ligne.a_payer != ZERO:
        return f"à payer {montant_ecrit(ligne.a_payer)}."
    if ligne.credit != ZERO or ligne.remboursement != ZERO:
        demande = (
            f", {montant_ecrit(ligne.remboursement)} demandés en remboursement" if ligne.remboursement else ""
        )
        return f"crédit à reporter {montant_ecrit(ligne.credit)}{demande}."
    return "rien à payer, aucun crédit."
