"""Fichiers livrés avec `tableur` : modèles de classeurs et exemples. Personne d'autre n'en compose le chemin.

Dans le dépôt, ils sont à la racine ; dans le paquet installé, sous `tableur/_embarque/`.
"""

from collections.abc import Iterator
from pathlib import Path

from tableur.socle.erreurs import ErreurTableur

PAQUET = Path(__file__).resolve().parents[1]
EMBARQUE = "_embarque"


def dossier_de_ressources(dossier: str) -> Path:
    """Dossier livré : « templates_xlsx », « examples ».

    Raises:
        ErreurTableur: Le dossier n'est ni dans le dépôt, ni dans le paquet installé.
    """
    for base in _bases():
        candidat = base / dossier
        if candidat.is_dir() and candidat.resolve().is_relative_to(base):
            return candidat
    raise ErreurTableur(f"Le dossier « {dossier} » de tableur est introuvable : réinstaller tableur.")


def ressource(dossier: str, *morceaux: str) -> Path:
    """Fichier livré, par son dossier et son nom : `ressource("templates_xlsx", "stocks.toml")`.

    Raises:
        ErreurTableur: Le fichier manque, ou son nom sort du dossier.
    """
    base = dossier_de_ressources(dossier)
    chemin = base.joinpath(*morceaux)
    if chemin.is_file() and chemin.resolve().is_relative_to(base.resolve()):
        return chemin
    extension = Path(morceaux[-1]).suffix if morceaux else ""
    connus = ", ".join(trouve.name for trouve in lister_ressources(dossier, f"*{extension}")) or "aucun"
    raise ErreurTableur(
        f"Le fichier « {'/'.join(morceaux)} » n'est pas livré dans « {dossier} » ; fichiers livrés : {connus}."
    )


def lister_ressources(dossier: str, motif: str = "*") -> list[Path]:
    """Fichiers livrés d'un dossier dont le nom suit le motif, par ordre de nom.

    Args:
        dossier: Dossier livré.
        motif: Motif de nom : « *.toml ».

    Raises:
        ErreurTableur: Le dossier est introuvable.
    """
    return sorted(chemin for chemin in dossier_de_ressources(dossier).glob(motif) if chemin.is_file())


def _bases() -> Iterator[Path]:
    racine = PAQUET.parents[1]
    if PAQUET.parent.name == "src" and (racine / "pyproject.toml").is_file():
        yield racine
    yield PAQUET / EMBARQUE
