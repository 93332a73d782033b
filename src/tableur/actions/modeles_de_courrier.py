"""Modèles de courrier : ceux que `tableur` livre, leur copie, leur nature, leur vérification."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tableur.calculs.courrier.mentions import producteur_exclusif
from tableur.courriers.modele import compiler
from tableur.courriers.paquet import Paquet, ouvrir_modele
from tableur.courriers.regles import Nature, nature_declaree
from tableur.courriers.verification import Rapport, verifier_modele
from tableur.fichiers.chemins import chemin_recu
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.mots_de_passe import Demander
from tableur.fichiers.ressources import dossier_de_ressources
from tableur.socle.erreurs import ErreurTableur, Ou, refus

MODELES = "templates_docx"


@dataclass(frozen=True, slots=True)
class ModeleLivre:
    """Modèle que `tableur` livre : son nom, ce que c'est, son document et sa déclaration."""

    identifiant: str
    titre: str
    document: Path
    declaration: Path | None


def modeles_livres() -> list[ModeleLivre]:
    """Modèles livrés, par nom ; vide s'il n'y en a aucun."""
    try:
        dossier = dossier_de_ressources(MODELES)
    except ErreurTableur:
        return []
    return [_livre(document) for document in sorted(dossier.glob("*.docx")) if not document.name.startswith("~$")]


def creer(identifiant: str, sortie: Path | None = None, *, le: date, remplacer: bool = False) -> list[Path]:
    """Copie un modèle livré, et sa déclaration à côté de lui, pour la personne qui va le mettre à sa main.

    Args:
        identifiant: Nom du modèle.
        sortie: Fichier .docx à écrire ; par défaut, le nom du modèle, dans le dossier courant.
        le: Date du jour : ce que seul un portail ou un CERFA produit ce jour-là est refusé.
        remplacer: Vrai pour remplacer, après copie, un fichier existant.

    Raises:
        Refus: Ce modèle n'existe pas, ou la sortie ne s'écrit pas.
    """
    connus = {modele.identifiant: modele for modele in modeles_livres()}
    modele = connus.get(identifiant.removesuffix(".docx").replace("-", "_")) or connus.get(identifiant)
    if modele is None:
        if seul := producteur_exclusif(identifiant, le):
            raise refus(Ou(identifiant), "document d'un service", seul, trouve=identifiant)
        noms = ", ".join(connus) or "aucun n'est livré avec cette version"
        message = f"Il n'y a pas de modèle « {identifiant} » ; modèles livrés : {noms}."
        raise refus(Ou(identifiant), "modèle inconnu", message, attendu=noms, trouve=identifiant)
    cible = Path(f"{modele.identifiant}.docx") if sortie is None else sortie
    if cible.suffix.lower() != ".docx":
        raise refus(Ou(cible.name), "extension", "Le modèle copié porte l'extension .docx.", attendu=".docx")
    copies = [(modele.document, cible)]
    if modele.declaration is not None:
        copies.append((modele.declaration, cible.with_suffix(".toml")))
    for _, copie in copies:
        verifier_ecriture(copie, remplacer=remplacer)
    for source, copie in copies:
        with ecriture_atomique(copie, remplacer=remplacer) as provisoire:
            provisoire.write_bytes(source.read_bytes())
    return [copie for _, copie in copies]


def champs(modele: str) -> list[str]:
    """Champs qu'un modèle demande, tels qu'il les écrit.

    Raises:
        Refus: Le modèle a des fautes.
    """
    return compiler(chemin_recu(modele)).champs


def nature_du_modele(paquet: Paquet, chemin: Path) -> Nature:
    """Nature d'un modèle : la déclaration qui est à côté de lui, sinon celle du modèle livré qu'il est.

    Raises:
        ErreurTableur: La déclaration est fautive.
    """
    voisine = chemin.with_suffix(".toml")
    if voisine.is_file():
        return nature_declaree(_lue(voisine), chemin.stem)
    for livre in modeles_livres():
        if livre.declaration is not None and _est_le_meme(livre, paquet, chemin):
            return nature_declaree(_lue(livre.declaration), livre.identifiant)
    return Nature()


def _est_le_meme(livre: ModeleLivre, paquet: Paquet, chemin: Path) -> bool:
    if livre.identifiant == chemin.stem:
        return True
    return hashlib.sha256(livre.document.read_bytes()).hexdigest() == paquet.empreinte


def verifier(
    modele: str,
    donnees: str = "",
    *,
    feuille: str = "",
    cle: str = "",
    annotee: Path | None = None,
    remplacer: bool = False,
    demander: Demander | None = None,
    dossier: Path | None = None,
) -> Rapport:
    """Rapport sur un modèle, et sur les lignes qu'on lui destine ; au besoin, une copie annotée.

    Args:
        modele: Fichier du modèle.
        donnees: Fichier de données, vide pour ne regarder que le modèle.
        feuille: Feuille ou table des données.
        cle: Colonne qui relie les feuilles filles.
        annotee: Copie du modèle à écrire, avec un commentaire Word à chaque endroit fautif.
        remplacer: Vrai pour remplacer, après copie, cette copie si elle existe.
        demander: Pose la question du mot de passe d'un classeur chiffré.
        dossier: Où chercher l'organisation ; par défaut, là où sont les données.

    Raises:
        Refus: Un fichier ne se lit pas.
    """
    chemin = chemin_recu(modele)
    lignes: list[dict[str, object]] = []
    numeros: list[int] = []
    if donnees:
        from tableur.actions.donnees_de_courriers import ajouter_l_identite, joindre_les_filles, lire_les_donnees

        lues = lire_les_donnees(donnees, feuille, demander)
        ajouter_l_identite(lues, lambda: verifier_modele(chemin).champs, dossier or lues.fichier.resolve().parent)
        if cle:
            joindre_les_filles(lues, lambda: verifier_modele(chemin, list(lues.lignes[0])).champs, cle, demander)
        lignes, numeros = lues.lignes, [place.ligne or 0 for place in lues.places]
    rapport = verifier_modele(chemin, None, lignes)
    rapport.refusees = [replace(refusee, rang=numeros[refusee.rang - 1]) for refusee in rapport.refusees]
    if annotee is not None:
        from tableur.courriers.annotation import annoter

        verifier_ecriture(annotee, remplacer=remplacer)
        octets = annoter(chemin, rapport.fautes)
        with ecriture_atomique(annotee, remplacer=remplacer) as provisoire:
            provisoire.write_bytes(octets)
    return rapport


def paquet_et_nature(modele: str) -> tuple[Paquet, Nature]:
    """Modèle ouvert, et ce qu'il déclare de lui-même ; sans modèle, une page vide : des étiquettes n'en ont pas.

    Raises:
        Refus: Le fichier n'est pas un modèle Word.
    """
    if not modele:
        from tableur.courriers.etiquettes import document_d_etiquettes, planche

        return ouvrir_modele(document_d_etiquettes((), planche("L7163")), "adresses"), Nature()
    chemin = chemin_recu(modele)
    paquet = ouvrir_modele(chemin)
    return paquet, nature_du_modele(paquet, chemin)


def _livre(document: Path) -> ModeleLivre:
    declaration = document.with_suffix(".toml")
    if not declaration.is_file():
        return ModeleLivre(document.stem, document.stem.replace("_", " ").capitalize(), document, None)
    titre = nature_declaree(_lue(declaration), document.stem).titre
    return ModeleLivre(document.stem, titre or document.stem.replace("_", " ").capitalize(), document, declaration)


def _lue(declaration: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(declaration.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as erreur:
        message = "La déclaration de ce modèle est illisible : la corriger, ou l'ôter."
        raise refus(Ou(declaration.name), "déclaration", message, trouve=str(erreur)) from erreur
