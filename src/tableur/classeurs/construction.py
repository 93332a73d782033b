"""Construction d'un classeur d'après son modèle : les mêmes contenus donnent toujours les mêmes octets."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from tableur.classeurs import styles
from tableur.classeurs.bord.ecriture import ecrire_le_tableau_de_bord
from tableur.classeurs.cellules import FeuilleEnColonnes
from tableur.classeurs.contenu import Contenu, avec_les_rangs
from tableur.classeurs.declaration import DOSSIER, modele
from tableur.classeurs.feuilles_de_texte import ecrire_les_reglages, ecrire_les_sources, ecrire_lisez_moi
from tableur.classeurs.formulaire.ecriture import ecrire_le_formulaire
from tableur.classeurs.formules import Place, places
from tableur.classeurs.fraicheur import ecrire_la_mention
from tableur.classeurs.graphiques import poser_le_graphique
from tableur.classeurs.mise_en_page import LIGNE_DE_MENTION, Atelier, habiller
from tableur.classeurs.modeles import Feuille, Modele
from tableur.classeurs.saisie import PERMIS, completer_la_table
from tableur.classeurs.tables import ecrire_la_table
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.ressources import dossier_de_ressources, lister_ressources

_CREE_LE = datetime(2026, 1, 1, tzinfo=UTC)  # une date fixe : le même contenu donne le même fichier
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def construire(
    modele: Modele,
    cible: Path | BytesIO,
    contenu: Contenu | None = None,
    ailleurs: Mapping[str, Place] | None = None,
) -> None:
    """Écrit un classeur entier.

    Args:
        modele: Le modèle.
        cible: Fichier à écrire, ou tampon.
        contenu: Ce qu'il contient ; par défaut, rien.
        ailleurs: Place des tables que les formules et les contrôles iront chercher dans un autre classeur.
    """
    contenu = avec_les_rangs(modele, contenu or Contenu())
    classeur = Workbook(cible if isinstance(cible, BytesIO) else str(cible), _OPTIONS)
    classeur.set_properties({"title": modele.titre, "author": "tableur", "created": _CREE_LE})
    classeur.set_custom_property("modele", modele.nom, "text")
    classeur.set_custom_property("modele_version", modele.version, "number_int")
    lignes = {nom: corps.lignes for nom, corps in contenu.tables.items()}
    toutes: dict[str, Place] = {}
    for feuille in modele.feuilles:
        toutes |= places(feuille, lignes)
    toutes |= ailleurs or {}
    atelier = Atelier(classeur, modele, toutes)
    ecrire_lisez_moi(atelier)
    for feuille in modele.feuilles:
        if feuille.tableau is not None:
            ecrire_le_tableau_de_bord(atelier, feuille, contenu)
        elif feuille.formulaire is not None:
            ecrire_le_formulaire(atelier, feuille)
        elif feuille.parametres:
            ecrire_les_reglages(atelier, feuille, contenu.reglages)
        else:
            _ecrire_feuille(atelier, feuille, contenu)
    ecrire_les_sources(atelier)
    ouverte = classeur.get_worksheet_by_name(contenu.ouverte) if contenu.ouverte else None
    (ouverte or classeur.worksheets()[0]).activate()
    classeur.close()


def _ecrire_feuille(atelier: Atelier, feuille: Feuille, contenu: Contenu) -> None:
    onglet = atelier.ajouter(feuille.nom, feuille.genre, FeuilleEnColonnes)
    habiller(atelier, onglet, feuille)
    if feuille.genre == "V":
        ecrire_la_mention(atelier, onglet, feuille, contenu)
    else:
        onglet.write_string(LIGNE_DE_MENTION, 0, feuille.aide, atelier.format(styles.MENTION))
    for table in feuille.tables:
        ecrire_la_table(atelier, onglet, feuille, table, contenu.tables.get(table.nom))
        completer_la_table(atelier, onglet, feuille, table)
    for graphique in feuille.graphiques:
        poser_le_graphique(atelier, onglet, graphique, contenu.tables.get(graphique.table))
    if feuille.protegee:
        onglet.protect("", PERMIS)


def creer(nom: str, sortie: Path, *, remplacer: bool = False) -> Path:
    """Écrit le classeur vierge d'un modèle livré.

    Args:
        nom: Nom du modèle : « stocks ».
        sortie: Fichier .xlsx à produire.
        remplacer: Vrai pour remplacer un fichier existant, après l'avoir copié.

    Raises:
        ErreurTableur: Aucun modèle ne porte ce nom.
        Refus: Le fichier existe déjà, ou ne peut pas être écrit.
    """
    lu = modele(nom)
    with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
        construire(lu, provisoire)
    return sortie


def reconstruire(dossier: Path | None = None) -> list[Path]:
    """Construit, vierges, tous les classeurs livrés.

    Args:
        dossier: Dossier où les écrire ; par défaut, à côté des déclarations.
    """
    produits = []
    for declaration in lister_ressources(DOSSIER, "*.toml"):
        fichier = (dossier or dossier_de_ressources(DOSSIER)) / f"{declaration.stem}.xlsx"
        tampon = BytesIO()
        construire(modele(declaration.stem), tampon)
        fichier.write_bytes(tampon.getvalue())
        produits.append(fichier)
    return produits
