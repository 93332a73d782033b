"""Le réglage que l'installation écrit et que l'extension relit : l'interpréteur des boutons. Embarqué."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from tableur.baremes.consultation import VARIABLE as VARIABLE_DES_BAREMES
from tableur.baremes.consultation import dossier_local
from tableur.socle.erreurs import ErreurTableur

_REPRENDRE = "lancer « tableur installer --calc », puis rouvrir LibreOffice"


@dataclass(frozen=True, slots=True)
class Reglage:
    """Interpréteur noté, et version de tableur qui l'a noté."""

    interpreteur: str
    version: str


def fichier_de_reglage() -> Path:
    """Fichier de l'utilisateur où l'installation note l'interpréteur que les boutons lanceront."""
    variables = {nom: valeur for nom, valeur in os.environ.items() if nom != VARIABLE_DES_BAREMES}
    return Path(dossier_local(variables)).parent / "calc.json"


def lire_le_reglage() -> Reglage:
    """Interpréteur à lancer.

    Raises:
        ErreurTableur: L'installation ne l'a pas noté, ou il n'est plus à sa place.
    """
    fichier = fichier_de_reglage()
    try:
        brut = json.loads(fichier.read_text("utf-8"))
        reglage = Reglage(str(brut["interpreteur"]), str(brut.get("version", "")))
    except (OSError, ValueError, KeyError, TypeError):
        raise ErreurTableur(
            f"Les boutons ne savent pas quel Python lancer ({fichier} manque ou ne se lit pas) : {_REPRENDRE}."
        ) from None
    if not Path(reglage.interpreteur).is_file():
        raise ErreurTableur(
            f"Le Python de tableur n'est plus à sa place ({reglage.interpreteur}) : réinstaller "
            f"tableur, {_REPRENDRE}."
        )
    return reglage
