"""Lignes d'un envoi de courriels : classeur, CSV, ou liste JSON d'objets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tableur.socle.erreurs import ErreurTableur, Ou, refus


@dataclass(frozen=True, slots=True)
class LignesLues:
    """Lignes lues, et la place de chacune."""

    lignes: Sequence[Mapping[str, object]]
    places: Sequence[Ou]

    def place(self, rang: int) -> Ou:
        """Place d'une ligne, par son rang compté à partir de 1."""
        return self.places[rang - 1]


def lire_les_lignes(donnees: str, feuille: str) -> LignesLues:
    """Lignes d'un fichier.

    Raises:
        Refus: Le fichier est absent, illisible ou vide.
    """
    from tableur.classeurs.tables_de_fichier import lire_une_table
    from tableur.cli.lots import lire_lot
    from tableur.fichiers.chemins import chemin_recu

    chemin = chemin_recu(donnees)
    if not chemin.is_file():
        raise refus(Ou(chemin.name), "fichier absent", f"Ce fichier n'existe pas dans « {chemin.parent} ».")
    if chemin.suffix.lower() == ".json":
        objets = lire_lot(chemin.read_bytes())
        if not objets or not all(isinstance(objet, dict) for objet in objets):
            raise refus(Ou(chemin.name), "JSON", "Une liste JSON d'objets, non vide, est attendue.")
        return LignesLues(objets, [Ou(chemin.name, ligne=rang) for rang in range(1, len(objets) + 1)])
    lue = lire_une_table(chemin, feuille)
    lignes = [dict(zip(lue.entetes, ligne, strict=True)) for ligne in lue.lignes]
    if not lignes:
        raise refus(lue.place, "aucune ligne", "Cette table n'a aucune ligne sous ses en-têtes.")
    return LignesLues(lignes, [lue.place.precise(ligne=numero) for numero in lue.numeros])


def documents_du_lot(options: Mapping[str, Any]) -> dict[str, Path] | None:
    """Document à jour de chaque clé d'un lot de publipostage."""
    if not options["lot"]:
        return None
    if not options["cle"]:
        raise ErreurTableur("Joindre le document du lot demande la colonne de clé du lot : --cle.")
    from tableur.courriers.journal import lire_journal

    dossier = Path(options["lot"])
    produits = {i.cle: dossier / i.fichier for i in lire_journal(dossier) if i.etat == "produit"}
    if not produits:
        raise ErreurTableur(f"Le dossier « {dossier} » n'a aucun document de publipostage.")
    return {c: f.with_suffix(".pdf") for c, f in produits.items()} if options["pdf"] else produits
