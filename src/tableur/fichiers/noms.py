"""Noms de fichiers que tous les systèmes acceptent."""

import re
import unicodedata

LONGUEUR_MAXIMALE = 120  # caractères ; 480 octets au pire, ramenés sous la limite en octets
OCTETS_MAXIMUM = 200  # la limite des systèmes est 255, et une sauvegarde ajoute sa date

_INTERDITS = re.compile(r'[<>:"/\\|?*\[\]]')  # les crochets : Excel les refuse dans un nom de classeur
_RESERVES = re.compile(
    r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(?=$|[ .])", re.IGNORECASE
)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def nom_sur(texte: str, defaut: str = "sans nom") -> str:
    """Nom de fichier sûr, le plus proche possible du texte ; l'appliquer deux fois ne change rien.

    Les caractères interdits deviennent « _ », les caractères invisibles disparaissent, un nom réservé de Windows
    est précédé de « _ », un nom trop long est coupé devant son extension.

    Args:
        texte: Nom voulu, extension comprise : « Facture 12/2026 : Dupont.pdf ».
        defaut: Nom donné quand il ne reste rien.

    >>> nom_sur("Facture 12/2026 : Dupont.pdf"), nom_sur("con.xlsx"), nom_sur(" ... ")
    ('Facture 12_2026 _ Dupont.pdf', '_con.xlsx', 'sans nom')
    """
    blancs = "".join(" " if c.isspace() else c for c in texte)
    visibles = "".join(c for c in blancs if unicodedata.category(c)[0] != "C")
    propre = " ".join(_INTERDITS.sub("_", unicodedata.normalize("NFC", visibles)).split())
    propre = propre.strip(" .")
    return _couper(f"_{propre}" if _RESERVES.match(propre) else propre) or defaut


def _couper(nom: str) -> str:
    """Nom coupé à la longueur permise, extension gardée."""
    extension = trouvee.group() if (trouvee := _EXTENSION.search(nom)) else ""
    souche = nom[: len(nom) - len(extension)][: LONGUEUR_MAXIMALE - len(extension)]
    while len((souche + extension).encode()) > OCTETS_MAXIMUM:
        souche = souche[:-1]
    return souche.rstrip(" .") + extension
