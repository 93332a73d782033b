"""Les boutons d'un classeur .ods, posés d'après son modèle : chacun ouvre « org.tableur:… », sans macro."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tableur.classeurs.modeles import Modele
from tableur.classeurs.retouche.styles_ods import textes_en_haut
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.soffice import trouver_soffice
from tableur.liaisons.calc import pose_de_boutons
from tableur.liaisons.calc.installation import environnement_sans_python, python_avec_uno
from tableur.socle.erreurs import ErreurTableur

DELAI = 180.0  # secondes


def poser_les_boutons(ods: Path, modele: Modele) -> int:
    """Pose les boutons d'un modèle dans un classeur .ods ; ceux qui y étaient déjà sont remplacés.

    Args:
        ods: Classeur .ods, fermé ; il est remplacé d'un coup, après une copie dans `sauvegardes/`.
        modele: Son modèle, qui déclare les boutons.

    Returns:
        Nombre de boutons posés.

    Raises:
        ErreurTableur: LibreOffice n'est pas installé, ou n'a pas su écrire le classeur.
    """
    soffice = trouver_soffice()
    demandes = [
        {
            "feuille": f,
            "cellule": b.cellule,
            "action": b.action,
            "libelle": b.libelle,
            "aide": b.aide,
            "cm": b.largeur,
        }
        for b in modele.boutons
        for f in b.feuilles
    ]
    with tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        copie, liste = Path(dossier) / "classeur.ods", Path(dossier) / "boutons.json"
        shutil.copyfile(ods, copie)
        liste.write_text(json.dumps(demandes, ensure_ascii=False), encoding="utf-8")
        script = str(Path(pose_de_boutons.__file__).resolve())
        commande = [str(python_avec_uno(soffice)), script, str(soffice), str(Path(dossier) / "profil")]
        try:
            fini = subprocess.run(  # noqa: S603 - commande composée ici, sans interpréteur
                [*commande, str(copie), str(liste)],
                env=environnement_sans_python(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=DELAI,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ErreurTableur(f"LibreOffice n'a pas posé les boutons en {DELAI:.0f} secondes.") from None
        if fini.returncode != 0:
            detail = " ".join(fini.stderr.split())[-300:]
            raise ErreurTableur(f"LibreOffice n'a pas pu poser les boutons : {detail or 'sans dire pourquoi'}.")
        with ecriture_atomique(ods, remplacer=True) as provisoire:
            provisoire.write_bytes(textes_en_haut(copie))
    return int(fini.stdout.split()[-1])
