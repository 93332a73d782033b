"""La lettre qui accompagne le dossier de TVA remis au cabinet, et la liste de ce qui manque."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from tableur.actions.donnees_de_courriers import Donnees, ajouter_l_identite
from tableur.calculs.courrier.ecritures import complement_elide
from tableur.calculs.courrier.lettres import date_longue
from tableur.calculs.tva.declaration import cases_du_formulaire
from tableur.calculs.tva.enregistrements import CaseFigee, LigneDeDeclaration, PeriodeDeclaree
from tableur.calculs.tva.periodes import Periode
from tableur.calculs.tva.pieces import PieceManquante
from tableur.classeurs.port import Classeur
from tableur.courriers.endroits import ErreurDeDocument
from tableur.courriers.exigences import exiger_le_document
from tableur.courriers.modele import colonnes_connues, compiler
from tableur.courriers.paquet import ouvrir_modele
from tableur.dossier import Dossier
from tableur.fichiers.ressources import ressource
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import Ou, refus
from tableur.socle.grandeurs import ZERO

MODELE = "remise_tva"
CASES_MONTREES = ("16", "22", "23", "25", "26", "27", "28", "29", "32")
REGLAGES = {
    "destinataire": ("cabinet", "Cabinet comptable"),
    "adresse": ("cabinet_adresse", "Cabinet : numéro et voie"),
    "cp": ("cabinet_code_postal", "Cabinet : code postal"),
    "ville": ("cabinet_ville", "Cabinet : ville"),
    "signataire": ("signataire", "Signataire de la lettre"),
    "signataire_qualite": ("signataire_qualite", "Qualité du signataire"),
}
"""Champ de la lettre, réglage de la feuille Paramètres, et son libellé."""
IDENTITE = ("nom", "forme", "adresse", "code_postal", "ville", "rcs")


@dataclass(frozen=True, slots=True)
class Remise:
    """Ce qui est remis : la période, son dépôt si elle est close, ses cases, ce qui manque et ce qui se joint."""

    periode: Periode
    close: PeriodeDeclaree | None
    cases: Sequence[CaseFigee | LigneDeDeclaration]
    manquantes: Sequence[PieceManquante] = ()
    documents: Sequence[PieceManquante] = ()
    jointes: list[str] = field(default_factory=list)


def lettre_de_remise(classeur: Classeur, remise: Remise, sortie: Path, le: date) -> list[str]:
    """Écrit la lettre ; sans tous ses renseignements, elle ne s'écrit pas, et ceux qui manquent sont rendus.

    Le modèle « remise_tva.docx » du dossier de l'organisation l'emporte sur le modèle livré.

    Args:
        classeur: Le classeur de TVA ; sa feuille Paramètres dit le cabinet et le signataire.
        remise: Ce qui est remis.
        sortie: Fichier .docx à écrire, qui n'existe pas.
        le: Date de la lettre.

    Raises:
        Refus: Le modèle a des fautes, ou la lettre ne porte pas ses mentions.
    """
    fiche = _fiche(classeur, remise, le)
    manques = [f"« {dit} »" for champ, (_, dit) in REGLAGES.items() if not fiche[champ]]
    champs = {f"soc_{'cp' if nom == 'code_postal' else nom}": nom for nom in IDENTITE}
    manques += [f"identite.{nom}" for champ, nom in champs.items() if not fiche.get(champ)]
    if manques:
        return manques
    modele = _modele(classeur.fichier)
    try:
        octets = compiler(ouvrir_modele(modele), colonnes_connues(fiche)).rendre(fiche)
    except ErreurDeDocument as erreur:
        raise refus(Ou(fichier=modele.name), "lettre impossible", str(erreur)) from erreur
    exiger_le_document(MODELE, fiche, octets, le)
    sortie.write_bytes(octets)
    return []


def texte_des_manquantes(remise: Remise, le: date) -> str:
    """Liste de ce qui manque et de ce qui se joint, en texte : une ligne chacun."""
    titre = f"TVA {periode_de(remise.periode)} : ce qui manque au {date_ecrite(le)}"
    corps = [titre, "", *(map(_phrase, remise.manquantes) if remise.manquantes else ["Rien ne manque."])]
    if remise.documents:
        corps += ["", "Documents à joindre ou à tenir à disposition", "", *map(_phrase, remise.documents)]
    return "\n".join(corps) + "\n"


def periode_de(periode: Periode) -> str:
    """Période en toutes lettres, avec « de ».

    >>> periode_de(Periode(date(2026, 10, 1), date(2026, 10, 31)))
    'd’octobre 2026'
    >>> periode_de(Periode(date(2026, 1, 1), date(2026, 3, 31)))
    'du 1er trimestre 2026'
    """
    if periode.est_trimestre:
        rang = (periode.debut.month + 2) // 3
        return f"du {rang}{'er' if rang == 1 else 'e'} trimestre {periode.debut.year}"
    return complement_elide(date_longue(periode.debut).split(maxsplit=1)[1].replace("\u00a0", " "))


def _fiche(classeur: Classeur, remise: Remise, le: date) -> dict[str, object]:
    close = remise.close
    fiche: dict[str, object] = {
        champ: str(classeur.valeur(nom) or "").strip() for champ, (nom, _) in REGLAGES.items()
    }
    fiche |= {
        "periode_de": periode_de(remise.periode),
        "depose_le": close.depose_le if close else None,
        "accuse": close.accuse if close else "",
        "chiffres": _chiffres(remise),
        "manquantes": [_ligne(piece) for piece in remise.manquantes],
        "documents": [_ligne(piece) for piece in remise.documents],
        "pieces_jointes": ", ".join(remise.jointes),
        "date_acte": le,
        "complement": "",
        "logo": "",
    }
    donnees = Donnees(classeur.fichier, [fiche], [Ou(fichier=classeur.fichier.name)])
    attendus = ("soc_nom", "soc_forme", "soc_capital", "soc_adresse", "soc_cp", "soc_ville", "soc_rcs")
    ajouter_l_identite(
        donnees, lambda: (*attendus, "soc_telephone", "soc_courriel"), classeur.fichier.resolve().parent
    )
    fiche.setdefault("soc_nom", str(classeur.valeur("raison_sociale") or "").strip())
    for facultatif in ("soc_capital", "soc_telephone", "soc_courriel"):
        fiche.setdefault(facultatif, "")
    fiche["lieu"] = fiche.get("soc_ville", "")
    return fiche


def _modele(fichier: Path) -> Path:
    dossier = Dossier.chercher(fichier.parent)
    sien = None if dossier is None else dossier.modeles / f"{MODELE}.docx"
    return sien if sien is not None and sien.is_file() else ressource("templates_docx", f"{MODELE}.docx")


def _chiffres(remise: Remise) -> list[Mapping[str, object]]:
    """Montants des cases qui résument la déclaration ; « 16 » et « 23 » se montrent même nulles."""
    formulaire = cases_du_formulaire(remise.periode.fin)
    taxes: dict[str, Decimal] = {x.case: x.taxe or ZERO for x in remise.cases}
    return [
        {"case": case, "libelle": str(formulaire[case]["libelle"]), "montant": taxes.get(case, ZERO)}
        for case in CASES_MONTREES
        if taxes.get(case) or case in ("16", "23")
    ]


def _ligne(piece: PieceManquante) -> dict[str, object]:
    return {"endroit": _endroit(piece), "piece": piece.piece, "tiers": piece.tiers, "manque": piece.manque}


def _endroit(piece: PieceManquante) -> str:
    return f"{piece.feuille}, ligne {piece.ligne}" if piece.ligne else piece.feuille


def _phrase(piece: PieceManquante) -> str:
    qui = " ".join(x for x in (piece.piece, f"({piece.tiers})" if piece.tiers else "") if x)
    texte = f" [{piece.texte}]" if piece.texte else ""
    return f"- {_endroit(piece)}{f', {qui}' if qui else ''} : {piece.manque}{texte}"
