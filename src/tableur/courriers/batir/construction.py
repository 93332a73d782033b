"""Écrit les modèles Word livrés et le barème de leurs mentions, à côté de leurs déclarations."""

from pathlib import Path

from tableur import baremes
from tableur.courriers.batir.bareme import bareme_des_documents
from tableur.courriers.batir.declaration import DOSSIER, identifiants, lire_declaration
from tableur.courriers.batir.document import octets_du_modele
from tableur.fichiers.ressources import dossier_de_ressources

BAREME = Path(baremes.__file__).parent / "documents.toml"


def reconstruire(dossier: Path | None = None) -> list[Path]:
    """Construit tous les modèles, et le barème des documents.

    Args:
        dossier: Dossier où les écrire ; par défaut, à leur place dans le dépôt.
    """
    declarations = [lire_declaration(nom) for nom in identifiants()]
    produits = []
    for declaration in declarations:
        fichier = (dossier or dossier_de_ressources(DOSSIER)) / f"{declaration.identifiant}.docx"
        fichier.write_bytes(octets_du_modele(declaration))
        produits.append(fichier)
    bareme = BAREME if dossier is None else dossier / BAREME.name
    bareme.write_text(bareme_des_documents(declarations), "utf-8", newline="\n")
    return [*produits, bareme]
