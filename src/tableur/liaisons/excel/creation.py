"""Le classeur .xlsm vierge d'un modèle livré, avec son projet VBA et ses boutons."""

import io
from pathlib import Path

from tableur.classeurs import construire, modele
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.liaisons.excel.xlsm import equiper, projet_pour_excel
from tableur.socle.erreurs import Ou, refus


def creer(nom: str, sortie: Path, *, remplacer: bool = False) -> list[str]:
    """Écrit le classeur, et rend ce qu'il faut en dire.

    Args:
        nom: Nom du modèle : « stocks ».
        sortie: Fichier .xlsm à produire.
        remplacer: Vrai pour remplacer un fichier existant, après l'avoir copié.

    Raises:
        ErreurTableur: Aucun modèle ne porte ce nom, ou xlwings ou pyOpenVBA n'est pas installé.
        Refus: Le fichier existe déjà, ou ne peut pas être écrit.
    """
    if sortie.suffix.lower() != ".xlsm":
        message = f"Un classeur avec macros porte l'extension .xlsm : « {sortie.name} » reçu."
        raise refus(Ou(fichier=sortie.name), "extension", message, attendu=".xlsm")
    tampon = io.BytesIO()
    lu = modele(nom)
    construire(lu, tampon)
    octets, phrases = equiper(tampon.getvalue(), projet_pour_excel(lu.boutons), sortie.name)
    with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
        provisoire.write_bytes(octets)
    return phrases
