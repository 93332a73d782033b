"""Les courriers de « tableur demo » : relances, contrats et lettres de l'entreprise d'exemple."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from tableur.actions.bilan_de_courriers import phrases_des_laissees, trois_comptes
from tableur.fichiers.ressources import ressource

EXEMPLE = "courriers-exemple.xlsx"
CLASSEUR = "courriers.xlsx"


@dataclass(frozen=True, slots=True)
class Envoi:
    """Envoi montré : son titre, le modèle livré, la feuille de ses lignes, leur clé, le nom des documents."""

    titre: str
    modele: str
    feuille: str
    cle: str
    nom: str
    ou: str = ""
    unite: str = "lettre"


ENVOIS = (
    Envoi("Lettres de relance", "relance_1", "relances", "client", "Relance {{ destinataire }}"),
    Envoi(
        "Contrats à durée déterminée",
        "cdd",
        "contrats",
        "matricule",
        "Contrat {{ prenom }} {{ nom }}",
        "",
        "contrat",
    ),
    Envoi(
        "Publipostage aux clients livrés le vendredi",
        "lettre_simple",
        "clients",
        "client",
        "Lettre {{ destinataire }}",
        "tournee='vendredi'",
    ),
)


def produire_les_courriers(arrivee: Path) -> list[str]:
    """Produit les courriers dans un dossier, les dit au fur et à mesure, et rend ce qu'il y a à ouvrir.

    Raises:
        Refus: Un fichier livré ne se lit pas, ou un dossier ne s'écrit pas.
        ConversionIncomplete: LibreOffice est là, et des PDF manquent ; chacun est nommé.
    """
    from tableur.actions.courriers import lancer
    from tableur.actions.lignes_de_courriers import Demande

    donnees, documents = arrivee / CLASSEUR, list[Path]()
    shutil.copyfile(ressource("examples", EXEMPLE), donnees)
    click.echo(f"Les courriers, d'après {donnees}…")
    for rang, envoi in enumerate(ENVOIS, 1):
        resultat = lancer(
            Demande(
                str(ressource("templates_docx", f"{envoi.modele}.docx")),
                str(donnees),
                str(arrivee / envoi.feuille),
                feuille=envoi.feuille,
                ou=envoi.ou,
                cle=envoi.cle,
                nom=envoi.nom,
            )
        )
        click.echo(f"{rang}/{len(ENVOIS)} {envoi.titre}")
        click.echo(f"      {trois_comptes(resultat.lues, resultat.laissees, len(resultat.fichiers), envoi.unite)}")
        for phrase in phrases_des_laissees(resultat.laissees):
            click.echo(f"      {phrase}")
        documents += resultat.fichiers
    return [*(f"{arrivee / envoi.feuille} ({envoi.titre[0].lower()}{envoi.titre[1:]}, .docx)" for envoi in ENVOIS),
            *_pdf(documents, arrivee / "pdf")]  # fmt: skip


def _pdf(documents: list[Path], dossier: Path) -> list[str]:
    """PDF de tous les documents, en une fois ; sans LibreOffice, une phrase le dit."""
    from tableur.actions.courriers import pdf_des_documents
    from tableur.fichiers.libreoffice import LibreOfficeAbsent

    click.echo("PDF, par LibreOffice…")
    try:
        produits = pdf_des_documents(documents, dossier)
    except LibreOfficeAbsent as absent:
        click.echo(f"      Pas de PDF cette fois : {absent}")
        return []
    return [f"{dossier} (les mêmes en PDF, {len(produits)} fichiers)"]
