"""Actions de la TVA : ce qui est dû, ce qui est déductible, la déclaration case par case, ce qui ne va pas."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.actions.tva_calcul import Calcul, Reglages, calculer_la_periode, comptes_lus
from tableur.actions.tva_clotures import controles_des_clotures
from tableur.actions.tva_controles import anomalie_de, refuser_les_lignes_fausses
from tableur.actions.tva_lu import (
    TvaLue,
    lire_la_tva,
    operations_lues,
    periode_demandee,
    refuser_une_periode_close,
    un_an_avant,
)
from tableur.calculs.tva.enregistrements import (
    LigneCollectee,
    LigneDEcriture,
    LigneDeDeclaration,
    LigneDeductible,
    LigneIntracom,
    Regime,
    Zone,
)
from tableur.calculs.tva.periodes import Periode
from tableur.classeurs.port import Classeur
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.erreurs import Anomalie, Ou, ValeurInvalide
from tableur.socle.grandeurs import ZERO, Code, Entier, Euros
from tableur.socle.marques import action


@action
def calculer(
    classeur: Classeur,
    *,
    le: date,
    periode: Code = "",
    regime: Regime = "mensuel",
    zone: Zone = "metropole",
    option_pour_les_debits: bool = False,
    credit_anterieur: Euros | None = None,
    taxes_annexes: Euros = ZERO,
    remboursement_demande: Euros = ZERO,
    jour_limite: Entier | None = None,
    debut_exercice: date | None = None,
    simuler: bool = False,
) -> CompteRendu:
    """Calcule la TVA d'une période : le détail collecté et déductible, et les cases de la déclaration.

    Lit les feuilles Ventes, Achats, Encaissements, Décaissements, Reprise et Historique ; remplit Collectée,
    Déductible, Cases, Intracom et Écriture ; les formules de la feuille Déclaration en font la somme. Un achat
    d'une période close rejoint celle-ci, ligne 21. Rien n'est écrit si la période est close.

    Args:
        classeur: Le classeur de TVA.
        le: Date du jour.
        periode: Mois (2026-11) ou trimestre (2026-T4). Vide : la dernière période achevée.
        regime: mensuel ou trimestriel.
        zone: Zone de l'entreprise : metropole, corse, dom, guadeloupe, martinique, reunion.
        option_pour_les_debits: Vrai si l'entreprise a opté pour le paiement de la taxe d'après les débits.
        credit_anterieur: Ligne 27 précédente. Vide : celle de l'historique, à défaut celle de la reprise.
        taxes_annexes: Total de l'annexe 3310-A, ligne 29.
        remboursement_demande: Remboursement du crédit demandé, ligne 26.
        jour_limite: Jour limite de dépôt, de 15 à 24. Vide : pas de date limite.
        debut_exercice: Premier jour de l'exercice. Vide : le 1er janvier de la période.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, une ligne de la période est fausse, ou la période est close.
        ValeurInvalide: Un réglage ne convient pas.
    """
    lue = lire_la_tva(classeur)
    demandee = periode_demandee(periode, regime, le)
    refuser_une_periode_close(lue, demandee)
    operations = operations_lues(lue, zone, debits=option_pour_les_debits)
    refuser_les_lignes_fausses(lue, demandee, zone)
    credit = lue.credit_avant(demandee) if credit_anterieur is None else credit_anterieur
    limite = _date_limite(demandee, jour_limite)
    exercice = debut_exercice or date(demandee.fin.year, 1, 1)
    reglages = Reglages(
        demandee, regime, credit, taxes_annexes, remboursement_demande, limite, exercice, comptes_lus(classeur)
    )
    depuis_les_clotures = controles_des_clotures(classeur, lue, zone, debits=option_pour_les_debits)
    calcul = calculer_la_periode(lue, operations, reglages)
    if not simuler:
        _ecrire(classeur, lue, reglages, calcul, le)
    return CompteRendu(
        titre=f"TVA de la période {demandee}",
        lignes_lues=lue.lues,
        lignes_ecrites={
            "Collectée": len(calcul.collectees),
            "Déductible": len(calcul.deductibles),
            "Cases": len(calcul.cases),
            "Intracom": len(calcul.intracom),
            "Écriture": len(calcul.ecriture),
        },
        points=_points(reglages, calcul),
        anomalies=[
            *_alertes(classeur, lue, reglages, calcul, le),
            *(anomalie_de(lue, c) for c in depuis_les_clotures),
        ],
    )


def _date_limite(periode: Periode, jour: int | None) -> date | None:
    if jour is None:
        return None
    jours = cast("Mapping[str, Decimal]", baremes.valeur("tva.depot", periode.fin))
    if not jours["premier"] <= jour <= jours["dernier"]:
        raise ValeurInvalide(
            f"Le jour limite de dépôt va du {jours['premier']} au {jours['dernier']} du mois suivant : {jour} "
            "reçu (voir l'espace professionnel)."
        )
    suivant = Mois.de(periode.fin) + 1
    return date(suivant.annee, suivant.mois, jour)


def _ecrire(classeur: Classeur, lue: TvaLue, reglages: Reglages, calcul: Calcul, le: date) -> None:
    periode = reglages.periode
    mention = f"Calculé le {date_ecrite(le)} sur {lue.sources}, période {periode}"
    classeur.ecrire(LigneCollectee, calcul.collectees, mention=mention)
    classeur.ecrire(LigneDeductible, calcul.deductibles, mention=mention)
    classeur.ecrire(LigneDeDeclaration, calcul.cases, mention=mention)
    classeur.ecrire(LigneIntracom, calcul.intracom, mention=mention)
    classeur.ecrire(LigneDEcriture, calcul.ecriture, mention=mention)
    poses: dict[str, object] = {
        "periode_calculee": str(periode),
        "periode_precedente": str(periode.precedente),
        "periode_un_an_avant": str(un_an_avant(periode)),
        "date_limite": reglages.date_limite,
        "credit_impute": reglages.credit_anterieur,
        "taxes_annexes": reglages.taxes_annexes,
        "remboursement_demande": reglages.remboursement_demande,
        "tva_collectee_en_attente": calcul.collectee_en_attente,
        "tva_deductible_en_attente": calcul.deductible_en_attente,
    }
    for nom, valeur in poses.items():
        classeur.poser(nom, valeur)


def _points(reglages: Reglages, calcul: Calcul) -> list[str]:
    credit = f", dont {montant_ecrit(calcul.taxe('22'))} de crédit antérieur" if calcul.taxe("22") else ""
    points = [
        f"TVA brute {montant_ecrit(calcul.taxe('16'))}, déductible {montant_ecrit(calcul.taxe('23'))}{credit}.",
        _solde(reglages, calcul),
    ]
    if calcul.collectee_en_attente or calcul.deductible_en_attente:
        points.append(
            f"Pas encore exigible : {montant_ecrit(calcul.collectee_en_attente)} collectée, "
            f"{montant_ecrit(calcul.deductible_en_attente)} déductible."
        )
    ajustees = [ligne for ligne in calcul.cases if "ajusté de" in ligne.texte]
    points += [f"Retardataire {x.piece} ({x.tiers}) : {x.sort}. {x.texte}" for x in calcul.retards]
    return points + [f"Case {ligne.case} : {ligne.texte.rpartition(' ; ')[2]}." for ligne in ajustees]


def _solde(reglages: Reglages, calcul: Calcul) -> str:
    if calcul.taxe("32"):
        avant = f", au plus tard le {date_ecrite(reglages.date_limite)}" if reglages.date_limite else ""
        return f"À payer : {montant_ecrit(calcul.taxe('32'))}{avant}."
    if calcul.taxe("25"):
        demande = f", {montant_ecrit(calcul.taxe('26'))} demandés en remboursement" if calcul.taxe("26") else ""
        reporte = montant_ecrit(calcul.taxe("27"))
        return f"Crédit de TVA {montant_ecrit(calcul.taxe('25'))}, à reporter {reporte}{demande}."
    return "Rien à payer, aucun crédit."


def _alertes(classeur: Classeur, lue: TvaLue, reglages: Reglages, calcul: Calcul, le: date) -> list[Anomalie]:
    """Ce que le calcul suppose ou trouve étrange."""
    dites: Sequence[tuple[bool, str, str, str]] = (
        (
            not calcul.exigibles,
            "Déclaration",
            "période vide",
            f"aucune opération exigible dans la période {reglages.periode} : déposer la déclaration « néant »",
        ),
        (
            reglages.periode.fin >= le,
            "Déclaration",
            "période inachevée",
            f"la période {reglages.periode} n'est pas finie : ces chiffres bougeront encore",
        ),
        (
            lue.est_rouverte(reglages.periode.precedente),
            "Historique",
            "période précédente rouverte",
            f"la période {reglages.periode.precedente} est rouverte : son crédit n'est pas reporté",
        ),
        (bool(calcul.sans_ecriture), "Écriture", "écriture non faite", calcul.sans_ecriture),
    )
    fichier = classeur.fichier.name
    perdues = [x for x in calcul.retards if x.sort in ("déclaration rectificative", "hors délai")]
    return [
        Anomalie("alerte", Ou(fichier=fichier, feuille=feuille), regle, "", "", message)
        for vraie, feuille, regle, message in dites
        if vraie
    ] + [
        Anomalie(
            "alerte",
            Ou(fichier=fichier, feuille="Ventes" if x.nature == "vente" else "Achats"),
            "retardataire",
            "",
            x.piece,
            f"pièce {x.piece} : {x.sort}, elle n'est pas dans cette déclaration. {x.texte}",
        )
        for x in perdues
    ]
