"""Remettre une période de TVA à l'expert-comptable : classeur figé, PDF, pièces manquantes et lettre."""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tableur.actions.tva_copies import (
    chemin_libre,
    copie_de_cloture,
    empreinte_du_fichier,
    refuser_un_fichier_en_retard,
    sorties_de,
)
from tableur.actions.tva_lettre import Remise, lettre_de_remise, texte_des_manquantes
from tableur.actions.tva_lu import TvaLue, periode_demandee, tables_de_la_tva
from tableur.actions.tva_verrous import cases_calculees
from tableur.calculs.tva.enregistrements import (
    CaseFigee,
    LigneCollectee,
    LigneDeControle,
    LigneDEcriture,
    LigneDeDeclaration,
    LigneDeductible,
    LigneFigee,
    LigneIntracom,
    PeriodeDeclaree,
    Regime,
)
from tableur.calculs.tva.periodes import Periode
from tableur.calculs.tva.pieces import PieceManquante, documents_a_joindre, pieces_manquantes
from tableur.classeurs.fabrique import ouvrir
from tableur.classeurs.ferme import MODIFIABLES
from tableur.classeurs.port import Classeur
from tableur.classeurs.recalcul import recalculer_le_classeur
from tableur.classeurs.vie.figer import figer
from tableur.fichiers.chiffrement import est_chiffre
from tableur.fichiers.libreoffice import LibreOfficeAbsent, convertir, profil_prive
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.frontiere import Lignes
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus
from tableur.socle.grandeurs import Code
from tableur.socle.marques import action

DETAILS: dict[type, str] = {
    LigneCollectee: "Collectée",
    LigneDeductible: "Déductible",
    LigneIntracom: "Intracom",
    LigneDEcriture: "Écriture",
    LigneDeDeclaration: "Cases",
    LigneDeControle: "Contrôles",
}
"""Feuilles du PDF de détail, dans l'ordre ; une feuille vide n'y va pas."""


@action
def remettre(
    classeur: Classeur, *, le: date, periode: Code = "", regime: Regime = "mensuel", simuler: bool = False
) -> CompteRendu:
    """Fait le dossier d'une période pour l'expert-comptable, dans un dossier daté qui n'est jamais écrasé.

    Il contient le classeur figé, la Déclaration et son détail en PDF, la liste des pièces qui manquent (preuve
    d'exportation, VIES, numéros…), et une lettre d'accompagnement. Une période close est remise d'après la copie
    gardée à sa clôture ; une période ouverte, d'après le classeur calculé.

    Args:
        classeur: Le classeur de TVA.
        le: Date du jour.
        periode: Mois (2026-11) ou trimestre (2026-T4). Vide : la dernière période achevée.
        regime: mensuel ou trimestriel.
        simuler: Dit ce qui manque, sans rien écrire.

    Raises:
        Refus: La période n'est ni close ni calculée, ou le dossier ne s'écrit pas.
    """
    lue, remise_de = tables_de_la_tva(classeur), periode_demandee(periode, regime, le)
    _refuser_un_historique_illisible(classeur)
    close = lue.close(remise_de)
    source, alertes = _source(classeur, lue, remise_de, close)
    remise = _remise(classeur, lue, remise_de, close, source)
    bilan = CompteRendu(
        titre=f"Dossier de TVA {remise_de} pour le cabinet",
        lignes_lues=lue.lues,
        points=[
            f"Il manque {compte_ecrit(len(remise.manquantes), 'renseignement')}.",
            f"{compte_ecrit(len(remise.documents), 'document')} à joindre ou à tenir à disposition.",
        ],
        anomalies=[*alertes, *_des_pieces(lue, remise.manquantes)],
    )
    if not simuler:
        _ecrire(classeur, remise, source, le, bilan)
    return bilan


def _source(
    classeur: Classeur, lue: TvaLue, periode: Periode, close: PeriodeDeclaree | None
) -> tuple[Path, list[Anomalie]]:
    """Classeur à remettre : la copie de la clôture, intacte ; à défaut, celui qui est calculé.

    Raises:
        Refus: La période n'est pas celle que le classeur montre, ou il n'est pas enregistré.
    """
    alertes = []
    if close is not None and close.copie:
        copie = copie_de_cloture(classeur.fichier, close.copie)
        if copie.is_file() and empreinte_du_fichier(copie) == close.empreinte_de_la_copie:
            return copie, []
        dit = "n'est plus celle de la clôture" if copie.is_file() else "est introuvable"
        alertes.append(
            _alerte(lue, "copie de clôture", f"la copie « {close.copie} » {dit} : le classeur actuel est remis")
        )
    if close is None:
        alertes.append(
            _alerte(lue, "période ouverte", f"la période {periode} n'est pas close : chiffres provisoires")
        )
    refuser_un_fichier_en_retard(classeur, cases_calculees(classeur, lue, periode), str(periode))
    return classeur.fichier, alertes


def _remise(
    classeur: Classeur, lue: TvaLue, periode: Periode, close: PeriodeDeclaree | None, source: Path
) -> Remise:
    cases: Sequence[CaseFigee | LigneDeDeclaration]
    if close is None:
        vu = ouvrir(source, simuler=True)
        cases = list(vu.lire(LigneDeDeclaration))
        declarees = [(x.piece, x.tiers) for x in vu.lire(LigneCollectee)]
        declarees += [(x.piece, x.tiers) for x in vu.lire(LigneDeductible)]
    else:
        cases = [x for x in classeur.lire(CaseFigee) if x.periode == str(periode)]
        declarees = [(x.piece, x.tiers) for x in lue.figees if x.periode == str(periode)]
    tables = (list(lue.ventes), list(lue.achats))
    manquantes = pieces_manquantes(*tables, list(lue.encaissements), list(lue.decaissements), periode, declarees)
    documents = documents_a_joindre(*tables, periode, declarees)
    situees = [_situees(lue, pieces) for pieces in (manquantes, documents)]
    situees[0] += _illisibles(lue)
    if close is not None and not close.accuse:
        situees[0].append(
            PieceManquante(feuille="Historique", ligne=0, piece=str(periode), manque="accusé de dépôt")
        )
    return Remise(periode, close, cases, situees[0], situees[1])


def _refuser_un_historique_illisible(classeur: Classeur) -> None:
    figees = (PeriodeDeclaree, CaseFigee, LigneFigee)
    anomalies = [anomalie for type_ in figees for anomalie in classeur.lire(type_).anomalies]
    if anomalies:
        raise Refus(anomalies)


def _illisibles(lue: TvaLue) -> list[PieceManquante]:
    """Lignes tapées qui ne se lisent pas, numéro de facture vide par exemple."""
    tapees = (lue.ventes, lue.achats, lue.encaissements, lue.decaissements, lue.reprises)
    return [
        PieceManquante(
            feuille=a.ou.feuille,
            ligne=a.ou.ligne or 0,
            manque=f"{a.ou.colonne} : {a.message}" if a.ou.colonne else a.message,
        )
        for lignes in tapees
        for a in lignes.anomalies
    ]


def _situees(lue: TvaLue, pieces: Iterable[PieceManquante]) -> list[PieceManquante]:
    """Les mêmes, avec leur numéro de ligne dans la feuille."""
    tables: dict[str, Lignes[object]] = {
        "Ventes": lue.ventes,  # type: ignore[dict-item]
        "Achats": lue.achats,  # type: ignore[dict-item]
        "Encaissements": lue.encaissements,  # type: ignore[dict-item]
        "Décaissements": lue.decaissements,  # type: ignore[dict-item]
    }
    return [replace(x, ligne=tables[x.feuille].ou(x.ligne - 1).ligne or 0) for x in pieces]


def _ecrire(classeur: Classeur, remise: Remise, source: Path, le: date, bilan: CompteRendu) -> None:
    """Écrit tout le dossier à côté, puis lui donne son nom : il est entier, ou il n'est pas."""
    from tableur.actions.courriers import creer_le_dossier

    sorties = sorties_de(classeur.fichier)
    creer_le_dossier(sorties)
    with tempfile.TemporaryDirectory(dir=sorties, prefix=".tva-remise-") as atelier:
        prepare, essais = Path(atelier) / "dossier", Path(atelier) / "essais"
        prepare.mkdir()
        essais.mkdir()
        fige = figer(_aux_valeurs_connues(source, essais), prepare / f"tva {remise.periode}.xlsx")
        bilan.ecartes += fige.ecartes
        bilan.anomalies += fige.anomalies
        remise.jointes.append("le classeur figé")
        _pdf(remise, prepare, essais, bilan)
        liste = prepare / "pièces manquantes.txt"
        liste.write_text(texte_des_manquantes(remise, le), encoding="utf-8-sig")
        remise.jointes.append("la liste des pièces manquantes")
        _lettre(classeur, remise, prepare / f"lettre {remise.periode}.docx", le, bilan)
        dossier = chemin_libre(sorties, f"tva {remise.periode} remise le {le.isoformat()}")
        shutil.move(prepare, dossier)
    bilan.fichiers += sorted(dossier.iterdir())


def _aux_valeurs_connues(source: Path, essais: Path) -> Path:
    """Le classeur, ou sa copie dont LibreOffice a calculé les formules que `--sans-recalcul` avait laissées."""
    if source.suffix.lower() not in MODIFIABLES or est_chiffre(source):
        return source
    complet = essais / source.name
    try:
        return complet if recalculer_le_classeur(ouvrir_fichier(source), complet) else source
    except LibreOfficeAbsent:
        return source


def _pdf(remise: Remise, prepare: Path, essais: Path, bilan: CompteRendu) -> None:
    """PDF de la Déclaration et de son détail, d'après le classeur figé ; sans LibreOffice, il le dit."""
    fige = prepare / f"tva {remise.periode}.xlsx"
    vu = ouvrir(fige, simuler=True)
    remplies = [nom for type_, nom in DETAILS.items() if len(vu.lire(type_))]
    livres = [essais / f"Déclaration {remise.periode}.xlsx"]
    figer(fige, livres[0], ["Déclaration"])
    detail = essais / f"Détail {remise.periode}.xlsx"
    if remplies:
        figer(fige, detail, remplies)
    try:
        with profil_prive() as profil:
            if remplies:  # l'ODF prend la hauteur des lignes à plusieurs lignes de texte ; l'xlsx ne l'a pas
                livres += convertir([detail], "ods", essais, profil=profil)
            convertir(livres, "pdf", prepare, profil=profil)
    except LibreOfficeAbsent as absent:
        bilan.anomalies.append(
            Anomalie("alerte", Ou(fichier=fige.name), "PDF", "", "", f"PDF non faits : {absent}")
        )
        return
    remise.jointes.append("la déclaration et son détail en PDF" if remplies else "la déclaration en PDF")


def _lettre(classeur: Classeur, remise: Remise, sortie: Path, le: date, bilan: CompteRendu) -> None:
    """La lettre ; ce qui l'empêche se dit, et n'empêche pas le reste du dossier."""
    try:
        manques = lettre_de_remise(classeur, remise, sortie, le)
    except ErreurTableur as erreur:
        message = f"lettre non faite : {erreur}"
    else:
        if not manques:
            return
        message = (
            f"lettre non faite, il manque {', '.join(manques)} : remplir la feuille Paramètres, et l'identité par "
            "« tableur dossier regler identite.nom=… »"
        )
    ou = Ou(fichier=classeur.fichier.name, feuille="Paramètres")
    bilan.anomalies.append(Anomalie("alerte", ou, "lettre", "", "", message))


def _des_pieces(lue: TvaLue, pieces: Sequence[PieceManquante]) -> list[Anomalie]:
    return [
        Anomalie(
            "alerte",
            Ou(fichier=lue.fichier, feuille=x.feuille, ligne=x.ligne or None),
            "pièce manquante",
            x.manque,
            x.piece,
            f"{f'pièce {x.piece} : ' if x.piece else ''}il manque : {x.manque}",
        )
        for x in pieces
    ]


def _alerte(lue: TvaLue, regle: str, message: str) -> Anomalie:
    return Anomalie("alerte", Ou(fichier=lue.fichier, feuille="Historique"), regle, "", "", message)
