"""Rapprochement d'un FEC et de la déclaration de TVA : les cases d'un classeur, ou celles d'un fichier."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import TypeVar

from tableur.calculs.tva.detail import DEDUCTIBLES
from tableur.calculs.tva.enregistrements import (
    CaseFigee,
    LigneCollectee,
    LigneDeDeclaration,
    LigneDeductible,
    LigneFigee,
    PeriodeDeclaree,
)
from tableur.calculs.tva.periodes import Periode, periode_lue
from tableur.calculs.tva.rapprochement import (
    TAXES,
    CaseDeclaree,
    CompteDeTva,
    EcartDEcriture,
    LigneDeRapprochement,
    PieceDeclaree,
    PosteDeTva,
    rapprochement_de_tva,
)
from tableur.calculs.tva.zones import table_des_taux
from tableur.classeurs.port import Classeur
from tableur.classeurs.tables_de_fichier import lire_une_table
from tableur.echanges.fec.controles import controler
from tableur.echanges.fec.ecarts import Ecarts, ecart_ecrit, ecarts_par_piece, ecritures_suspectes
from tableur.echanges.fec.lecture import lire_fec
from tableur.echanges.fec.releve import Releve
from tableur.echanges.fec.tva import TvaDuFec, tva_du_fec
from tableur.fichiers.chemins import chemin_recu, lecture_impossible
from tableur.frontiere import lire_argument, lire_table
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus, ValeurInvalide, refus
from tableur.socle.grandeurs import ZERO

R = TypeVar("R")

_IMMOBILISATIONS, _BIENS_ET_SERVICES = {"19"}, {"20", "21", "2C"}
_REVERSEE = "15"


@dataclass(frozen=True, slots=True)
class Declaree:
    """Une déclaration : sa période, ses cases, et les pièces qui les nourrissent si on les connaît."""

    periode: Periode
    cases: list[CaseDeclaree]
    pieces: list[PieceDeclaree]


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """Ce que donne le rapprochement.

    Args:
        periode: La période.
        lignes: Comptes et cases, poste par poste.
        ecarts: Écritures qui font l'écart ; les premières, et leur nombre.
        par_piece: Vrai si l'écart a été lu pièce par pièce, faux si les écritures sont seulement désignées.
        inconnus: Comptes 445 sans poste.
        anomalies: Anomalies du FEC, s'il a été contrôlé, et du rapprochement.
        nombre_d_anomalies: Nombre entier des anomalies du FEC.
        lignes_lues: Lignes du FEC.
    """

    periode: Periode
    lignes: list[LigneDeRapprochement]
    ecarts: Ecarts
    par_piece: bool
    inconnus: list[str]
    anomalies: list[Anomalie]
    nombre_d_anomalies: int
    lignes_lues: int


def rapprocher_un_fec(
    fec: str | PathLike[str], declaree: Declaree, comptes: Sequence[CompteDeTva] = (), *, controle: bool = False
) -> Rapprochement:
    """Rapproche la TVA des comptes 445 d'un FEC et une déclaration.

    Args:
        fec: Le fichier des écritures.
        declaree: La déclaration.
        comptes: Racines de la maison et leur poste, si elles diffèrent du plan comptable général.
        controle: Vrai pour contrôler aussi tout le FEC.

    Raises:
        Refus: Le FEC ne se lit pas, ou une de ses lignes n'a pas de montant lisible.
    """
    lu = lire_fec(fec)
    illisibles = [c for c in lu.releve.constats if c.regle in ("montant illisible", "nombre de champs", "sens")]
    if illisibles:
        raise Refus([anomalie for constat in illisibles for anomalie in constat.anomalies])
    periode = declaree.periode
    tva = tva_du_fec(lu, periode.debut, periode.fin, comptes)
    lignes = rapprochement_de_tva(tva.mouvements, declaree.cases, periode.fin, list(comptes))
    if declaree.pieces:
        ecarts = ecarts_par_piece(lu, tva, declaree.pieces)
    else:
        taux = [valeur for valeur in table_des_taux(periode.fin).values() if valeur]
        ecarts = ecritures_suspectes(lu, tva, lignes, taux)
    releve = controler(lu) if controle else Releve(lu.fichier)
    return Rapprochement(
        periode=periode,
        lignes=lignes,
        ecarts=ecarts,
        par_piece=bool(declaree.pieces),
        inconnus=tva.inconnus,
        anomalies=[*_vides(lu.fichier, tva), *releve.anomalies],
        nombre_d_anomalies=releve.total,
        lignes_lues=len(lu),
    )


def _vides(fichier: str, tva: TvaDuFec) -> list[Anomalie]:
    """Alertes du rapprochement lui-même : comptes sans poste, période sans écriture de TVA."""
    alertes = []
    if tva.inconnus:
        comptes = ", ".join(tva.inconnus)
        message = f"Ces comptes 445 n'ont pas de poste : {comptes}. « --comptes » leur en donne un."
        alertes.append(Anomalie("alerte", Ou(fichier), "compte sans poste", "", comptes, message))
    if not tva.dans_la_periode.any():
        bornes = f"du {date_ecrite(tva.du)} au {date_ecrite(tva.au)}"
        message = f"Aucune écriture de TVA {bornes} : vérifier la période, ou le FEC."
        alertes.append(Anomalie("alerte", Ou(fichier), "période vide", bornes, "", message))
    return alertes


def declaration_du_classeur(classeur: Classeur, periode: str = "") -> Declaree:
    """Cases et pièces d'une déclaration d'un classeur de TVA : celle d'une période close, ou la dernière calculée.

    Une période close est lue dans l'historique, telle qu'elle a été déposée, même si le classeur est recalculé
    depuis pour une autre.

    Args:
        classeur: Le classeur.
        periode: Période voulue ; vide, celle qui est calculée.

    Raises:
        Refus: La période n'est ni close ni celle pour laquelle le classeur est calculé.
    """
    figee = _declaration_figee(classeur, periode_dite(periode)) if periode else None
    if figee is not None:
        return figee
    cases, collectees = classeur.lire(LigneDeDeclaration), classeur.lire(LigneCollectee)
    deductibles = classeur.lire(LigneDeductible)
    classeur.refuser_les_anomalies()
    calculee = str(classeur.valeur("periode_calculee") or "")
    ou = Ou(classeur.fichier.name, "Cases")
    if not cases or not calculee:
        message = "La déclaration n'est pas calculée : lancer « tableur tva calculer », puis recommencer."
        raise refus(ou, "déclaration absente", message)
    lue = periode_dite(calculee)
    if periode and periode_dite(periode) != lue:
        message = (
            f"{periode} n'est pas close dans l'historique, et le classeur est calculé pour {calculee} : le "
            "recalculer pour cette période."
        )
        raise refus(ou, "période", message, attendu=periode, trouve=calculee)
    pieces = [
        piece_declaree("A1", ligne.piece, ligne.tva, ligne.date_exigibilite) for ligne in collectees if ligne.tva
    ]
    pieces += [
        piece_declaree(ligne.case, ligne.piece, ligne.tva_deductible, ligne.date_deduction)
        for ligne in deductibles
        if ligne.tva_deductible
    ]
    return Declaree(lue, [CaseDeclaree(case=c.case, base=c.base, taxe=c.taxe) for c in cases], pieces)


def _declaration_figee(classeur: Classeur, periode: Periode) -> Declaree | None:
    """Déclaration d'une période close, telle qu'elle est figée ; None si elle ne l'est pas."""
    etats = [p.etat for p in classeur.lire(PeriodeDeclaree) if p.periode == str(periode)]
    cases = [c for c in classeur.lire(CaseFigee) if c.periode == str(periode)]
    lignes = [x for x in classeur.lire(LigneFigee) if x.periode == str(periode)]
    classeur.refuser_les_anomalies()
    if etats[-1:] != ["close"] or not cases:
        return None
    taxees = [x for x in lignes if x.tva and (x.case in TAXES or x.case in DEDUCTIBLES)]
    pieces = [piece_declaree(x.case, x.piece, x.tva) for x in taxees]
    return Declaree(periode, [CaseDeclaree(case=c.case, base=c.base, taxe=c.taxe) for c in cases], pieces)


def piece_declaree(case: str, piece: str, tva: Decimal, jour: date | None = None) -> PieceDeclaree:
    """Pièce et poste que nourrit sa case ; ce qui est reversé ligne 15 est repris sur les biens et services.

    >>> piece_declaree("19", "F12", Decimal("40")).poste
    'TVA sur immobilisations'
    >>> piece_declaree("15", "AV1", Decimal("40")).tva
    Decimal('-40')
    """
    poste: PosteDeTva = "TVA brute"
    if case in _IMMOBILISATIONS:
        poste = "TVA sur immobilisations"
    elif case in _BIENS_ET_SERVICES or case == _REVERSEE:
        poste = "TVA sur biens et services"
        tva = -tva if case == _REVERSEE else tva
    return PieceDeclaree(poste=poste, piece=piece, tva=tva, date=jour)


def declaration_du_fichier(chemin: str | PathLike[str], periode: str = "") -> Declaree:
    """Cases d'un fichier JSON, ou d'une table (CSV, classeur) de colonnes case et taxe.

    Le JSON est une liste de cases (celle de « tableur appeler declaration_ca3 --json »), un objet case → taxe, ou
    un objet de clés « periode » et « cases ».

    Args:
        chemin: Le fichier.
        periode: La période, si le fichier ne la dit pas.

    Raises:
        Refus: Le fichier ne se lit pas, ou une case a des anomalies.
        ErreurTableur: La période n'est dite nulle part.
    """
    fichier = chemin_recu(chemin)
    if fichier.suffix.lower() == ".json":
        dite, cases = _cases_du_json(fichier)
    else:
        dite, cases = "", lire_la_table(fichier, CaseDeclaree)
    if not (periode or dite):
        raise ErreurTableur(
            "La période de la déclaration n'est pas dite : l'ajouter, --periode 2026-11 ou 2026-T4."
        )
    return Declaree(periode_dite(periode or dite), cases, [])


def periode_dite(texte: str) -> Periode:
    """Mois ou trimestre, tel qu'il est écrit.

    Raises:
        ValeurInvalide: Ce n'est ni l'un ni l'autre.

    >>> str(periode_dite("T4 2026")), str(periode_dite("11/2026"))
    ('2026-T4', '2026-11')
    """
    try:
        return periode_lue(texte, "mensuel")
    except ValeurInvalide:
        return periode_lue(texte, "trimestriel")


def _cases_du_json(fichier: Path) -> tuple[str, list[CaseDeclaree]]:
    ou = Ou(fichier.name)
    try:
        lu = json.loads(fichier.read_bytes().decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except OSError as erreur:
        raise lecture_impossible(fichier, erreur) from erreur
    except (UnicodeDecodeError, ValueError, RecursionError) as erreur:
        raise refus(ou, "JSON", f"Ce fichier n'est pas du JSON lisible : {erreur}.") from erreur
    dite = ""
    if isinstance(lu, Mapping) and "cases" in lu:
        dite, lu = str(lu.get("periode", "")), lu["cases"]
    if isinstance(lu, Mapping):
        lu = [{"case": case, "taxe": taxe} for case, taxe in lu.items()]
    if not isinstance(lu, list) or not all(isinstance(ligne, Mapping) for ligne in lu):
        message = "Une liste de cases, ou un objet case → taxe, est attendu."
        raise refus(ou, "JSON", message, attendu='{"16": 3120, "20": 2030}')
    gardees = ("case", "base", "taxe")
    reduites = [{nom: ligne.get(nom) for nom in gardees if ligne.get(nom) is not None} for ligne in lu]
    return dite, lire_argument(reduites, list[CaseDeclaree], "cases")


def lire_la_table(fichier: Path, type_: type[R]) -> list[R]:
    """Enregistrements d'une table d'un fichier CSV ou d'un classeur.

    Raises:
        Refus: La table a des anomalies ; toutes.
    """
    lue = lire_une_table(fichier, "")
    lignes = lire_table([list(lue.entetes), *lue.lignes], type_, lue.place, premiere_ligne=lue.table.entete)
    if lignes.anomalies or lue.anomalies:
        raise Refus([*lue.anomalies, *lignes.anomalies])
    return list(lignes)


def compte_rendu(fait: Rapprochement) -> CompteRendu:
    """Bilan d'un rapprochement, à lire ou en JSON."""
    return CompteRendu(
        titre=f"TVA des comptes et de la déclaration, {fait.periode}",
        lignes_lues={"FEC": fait.lignes_lues},
        points=[_point(ligne) for ligne in fait.lignes if ligne.comptabilise or ligne.declare],
        anomalies=[*_anomalies(fait), *fait.anomalies],
    )


def _point(ligne: LigneDeRapprochement) -> str:
    ecart = f"écart {montant_ecrit(ligne.ecart)}" if ligne.ecart else "égal"
    if not ligne.ecart and ligne.comptabilise != ligne.declare:
        ecart = "pas encore rapproché"
    cause = f". {ligne.cause}" if ligne.cause else ""
    return (
        f"{ligne.poste} : {montant_ecrit(ligne.comptabilise)} dans les comptes, {montant_ecrit(ligne.declare)} "
        f"déclarés (cases {ligne.cases}), {ecart}{cause}."
    )


def _ecart(ligne: LigneDeRapprochement) -> str:
    sens = "comptabilisés de plus que déclarés" if ligne.ecart > ZERO else "déclarés de plus que comptabilisés"
    return f"{ligne.poste} : {montant_ecrit(abs(ligne.ecart))} {sens}. {ligne.cause}."


def _anomalies(fait: Rapprochement) -> list[Anomalie]:
    """Une alerte par poste en écart hors arrondi, puis une par écriture désignée."""
    faux = [ligne for ligne in fait.lignes if ligne.ecart and not ligne.cause.startswith("Arrondi")]
    postes = [
        Anomalie(
            "alerte",
            Ou(),
            "écart de TVA",
            montant_ecrit(ligne.declare),
            montant_ecrit(ligne.comptabilise),
            _ecart(ligne),
        )
        for ligne in faux
    ]
    ecritures = [_anomalie_d_ecriture(ecart) for ecart in fait.ecarts.lignes]
    reste = fait.ecarts.nombre - len(ecritures)
    if reste > 0:
        message = f"Et {compte_ecrit(reste, 'autre écriture')} en écart."
        ecritures.append(Anomalie("alerte", Ou(), "écart d'écriture", "", str(reste), message))
    return postes + ecritures


def _anomalie_d_ecriture(ecart: EcartDEcriture) -> Anomalie:
    ou = Ou(ligne=ecart.ligne or None)
    return Anomalie(
        "alerte",
        ou,
        "écart d'écriture",
        montant_ecrit(ecart.declare) if ecart.declare != ZERO else "",
        montant_ecrit(ecart.comptabilise),
        ecart_ecrit(ecart),
    )
