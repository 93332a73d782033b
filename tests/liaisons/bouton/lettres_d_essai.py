"""Un classeur de courriers, son modèle Word à côté de lui, et quatre destinataires dont un à corriger."""

from pathlib import Path

from tableur.classeurs import construire, modele
from tableur.classeurs.contenu import Contenu, Corps
from tests.courriers.fabrique import modele as modele_word
from tests.courriers.fabrique import p

COLONNES: dict[str, list[object]] = {
    "reference": ["C001", "C002", "C003", "C004"],
    "destinataire": ["Martin & Fils", "AT&T", "<b>Le Gall</b>", "Boulangerie d'Ys"],
    "adresse": ["8 rue de l'Église", "2 place du Marché", "1 quai des Brumes", "3 rue Haute"],
    "cp": ["01000", "35400", "29000", "56000"],
    "ville": ["Bourg-en-Bresse", "Saint-Malo", "Quimper", None],
}


def classeur_de_lettres(dossier: Path, **reglages: object) -> Path:
    """Classeur « courriers », et « avis.docx » posé à côté de lui."""
    (dossier / "avis.docx").write_bytes(modele_word(p("{{ destinataire }}, {{ cp }} {{ ville }}")))
    fichier = dossier / "courriers.xlsx"
    contenu = Contenu({"Destinataires": Corps(COLONNES, 4)}, {"courrier_modele": "avis", **reglages})
    construire(modele("courriers"), fichier, contenu)
    return fichier
