"""Lignes d'un envoi de courriels : lues, choisies, triées ; et documents d'un lot à y joindre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tableur.socle.erreurs import ErreurTableur, Ou

if TYPE_CHECKING:
    from tableur.actions.lignes_de_courriers import Laissee


@dataclass(frozen=True, slots=True)
class LignesChoisies:
    """Lignes à qui écrire, et celles déjà laissées de côté.

    Args:
        fichier: Nom du fichier.
        colonnes: Colonnes des données, avec un exemple de leurs valeurs.
        lignes: Lignes choisies, triées.
        places: Place de chacune dans le fichier.
        laissees: Lignes qui ne sont pas des destinataires, ou que la condition ne prend pas.
    """

    fichier: str
    colonnes: Mapping[str, object]
    lignes: Sequence[Mapping[str, object]]
    places: Sequence[Ou]
    laissees: "Sequence[Laissee]"

    @property
    def lues(self) -> int:
        """Nombre de lignes lues, laissées comprises."""
        return len(self.lignes) + len(self.laissees)

    def place(self, rang: int) -> Ou:
        """Place d'une ligne choisie, par son rang compté à partir de 1."""
        return self.places[rang - 1]


def choisir_les_lignes(donnees: str, options: Mapping[str, Any]) -> LignesChoisies:
    """Lignes d'un fichier, lues et choisies comme celles d'un publipostage.

    Args:
        donnees: Classeur, CSV, ou liste JSON d'objets.
        options: `feuille`, `ou` et `trier`, telles qu'elles ont été tapées.

    Raises:
        Refus: Le fichier est absent, illisible ou vide, ou une colonne nommée n'existe pas.
    """
    from tableur.actions.donnees_de_courriers import lire_les_donnees
    from tableur.actions.lignes_de_courriers import Laissee, hors_de_la_condition, laissees_a_la_lecture
    from tableur.cli.saisie import demander_le_mot_de_passe
    from tableur.courriers.selection import condition, trier

    lues = lire_les_donnees(donnees, options["feuille"], demander_le_mot_de_passe())
    ou = options["ou"]
    retenue = condition(ou, lues.lignes[0]) if ou else None
    laissees, prises = laissees_a_la_lecture(lues), []
    place_de = {id(ligne): place for ligne, place in zip(lues.lignes, lues.places, strict=True)}
    for ligne in lues.lignes:
        if raison := hors_de_la_condition(ligne, ou, retenue):
            laissees.append(Laissee(place_de[id(ligne)], "", raison, genre="condition"))
        else:
            prises.append(ligne)
    lignes = trier(prises, options["trier"]) if options["trier"] else prises
    places = [place_de[id(ligne)] for ligne in lignes]
    return LignesChoisies(lues.fichier.name, lues.lignes[0], lignes, places, laissees)


def documents_du_lot(options: Mapping[str, Any]) -> dict[str, Path] | None:
    """Document à jour de chaque clé d'un lot de publipostage, ou son PDF.

    Raises:
        ErreurTableur: La colonne de clé n'est pas dite, ou le dossier n'a aucun document.
    """
    if not options["lot"]:
        return None
    if not options["cle"]:
        raise ErreurTableur("Joindre le document du lot demande la colonne de clé du lot : --cle.")
    from tableur.actions.courriers import a_son_pdf
    from tableur.courriers.journal import lire_journal

    dossier = Path(options["lot"])
    produits = {i.cle: dossier / i.fichier for i in lire_journal(dossier) if i.etat == "produit"}
    if not produits:
        raise ErreurTableur(f"Le dossier « {dossier} » n'a aucun document de publipostage.")
    if not options["pdf"]:
        return produits
    en_pdf = {cle: document.with_suffix(".pdf") for cle, document in produits.items()}
    return {cle: pdf for cle, pdf in en_pdf.items() if a_son_pdf(produits[cle], pdf)}
