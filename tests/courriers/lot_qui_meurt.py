"""Lance un lot dans un processus que le test tuera : python lot_qui_meurt.py MODELE SORTIES NOMBRE."""

import sys
from pathlib import Path

from tableur.courriers.lot import lancer


def lignes(nombre: int) -> list[dict[str, object]]:
    """Lignes du lot, dont une en faute."""
    return [{"ref": f"C{n:04d}", "nom": "" if n == 7 else f"Nom {n} & Cie"} for n in range(nombre)]


if __name__ == "__main__":
    lancer(
        Path(sys.argv[1]), lignes(int(sys.argv[3])), Path(sys.argv[2]), cle="ref", nom="{{ ref }} - {{ nom }}",
    )  # fmt: skip
