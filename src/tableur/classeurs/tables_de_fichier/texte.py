"""Fichiers texte : CSV, TSV, exports séparés par « | ». Encodage, séparateur et guillemets sont reconnus."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tableur.fichiers.csv_francais import GARDE, sans_garde
from tableur.frontiere import Grille
from tableur.socle.erreurs import Ou, refus
from tableur.socle.ramassage import sans_ramassage

TAILLE_MAXIMALE = 200 << 20
SEPARATEURS = ";\t|,"
ECHANTILLON = 200  # lignes examinées pour choisir le séparateur

_BALISE = re.compile(r"\s*<(?:!doctype|html|table|\?xml|meta)", re.IGNORECASE)
_SEP = re.compile(
    r'"?sep=([;\t|,])"?\s*[\r\n]', re.IGNORECASE
)  # première ligne que certains exports écrivent pour Excel
_FIN_DE_LIGNE = re.compile(r"\r\n|\r|\n")  # les autres fins de ligne d'Unicode sont du texte
_ENTRE_GUILLEMETS = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True, slots=True)
class TexteLu:
    """Fichier texte en grille.

    Args:
        grille: Une liste de textes par ligne, sans la garde que les exports mettent devant « = ».
        numeros: Numéro, dans le fichier, de chaque ligne de la grille.
        encodage: Encodage reconnu : « utf-8-sig », « utf-8 », « utf-16 », « cp1252 » ou « latin-1 ».
        separateur: Séparateur reconnu.
    """

    grille: Grille
    numeros: Sequence[int]
    encodage: str
    separateur: str


def lire_texte(chemin: Path) -> TexteLu:
    """Grille d'un fichier texte.

    Raises:
        Refus: Le fichier est absent, vide, trop gros, ou n'est pas un texte à colonnes.
    """
    octets = octets_de(chemin)
    encodage = encodage_de(octets)
    texte = octets.decode(encodage, "replace")
    ou = Ou(fichier=chemin.name)
    if not texte.strip():
        raise refus(ou, "fichier vide", "Ce fichier est vide.")
    if "\0" in texte:
        message = "Ce fichier n'est pas un texte : l'enregistrer en CSV ou en classeur .xlsx."
        raise refus(ou, "texte attendu", message)
    if _BALISE.match(texte):
        message = (
            "Ce fichier est une page web ou du XML, quel que soit son nom : l'ouvrir dans le tableur, puis "
            "l'enregistrer en .xlsx."
        )
        raise refus(ou, "texte attendu", message)
    separateur = separateur_de(texte)
    with sans_ramassage():
        grille, numeros = _decouper(texte, separateur, ou)
        if GARDE.search(texte):
            grille = [[sans_garde(cellule) for cellule in ligne] for ligne in grille]
    return TexteLu(grille, numeros, encodage, separateur)


def octets_de(chemin: Path) -> bytes:
    """Contenu d'un fichier, de taille bornée.

    Raises:
        Refus: Le fichier est absent, trop gros, ou ne se lit pas.
    """
    ou = Ou(fichier=chemin.name)
    try:
        if chemin.stat().st_size > TAILLE_MAXIMALE:
            raise refus(
                ou, "trop gros", f"Ce fichier passe {TAILLE_MAXIMALE >> 20} Mo : le partager en plusieurs."
            )
        return chemin.read_bytes()
    except FileNotFoundError:
        absent = f"Ce fichier n'existe pas dans le dossier « {chemin.parent} »."
        raise refus(ou, "fichier absent", absent) from None
    except (OSError, ValueError):
        message = "Ce fichier ne peut pas être lu : vérifier que c'est un fichier, et les droits."
        raise refus(ou, "lecture impossible", message) from None


def encodage_de(octets: bytes) -> str:
    """Encodage d'un texte : celui de sa marque, sinon UTF-8 s'il l'est tout entier, sinon celui de Windows.

    >>> encodage_de("Désignation".encode("cp1252")), encodage_de("Désignation".encode())
    ('cp1252', 'utf-8')
    """
    if octets.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    pairs, impairs = octets[0:200:2].count(0), octets[1:200:2].count(0)
    if max(pairs, impairs) > 20 and min(pairs, impairs) <= 2:
        return "utf-16-le" if impairs > pairs else "utf-16-be"
    for encodage in ("utf-8", "cp1252"):
        try:
            octets.decode(encodage)
        except UnicodeDecodeError:
            continue
        return encodage
    return "latin-1"


def separateur_de(texte: str) -> str:
    """Séparateur d'un texte à colonnes : point-virgule, tabulation, barre ou virgule.

    C'est celui qui partage le plus de lignes en autant de colonnes ; la virgule, qui est aussi celle des
    décimales, ne l'emporte qu'à défaut des autres.

    >>> separateur_de("date;montant\\n01/02/2026;12,50\\n"), separateur_de("nom,ville\\nDupont,Lyon\\n")
    (';', ',')
    """
    dit = _SEP.match(texte)
    if dit is not None:
        return dit[1]
    lignes = [ligne for ligne in _premieres_lignes(texte) if ligne.strip()]
    nues = [_ENTRE_GUILLEMETS.sub("", ligne) for ligne in lignes]
    meilleur, choisi = 0.0, ";"
    for separateur in SEPARATEURS:
        comptes = Counter(ligne.count(separateur) for ligne in nues)
        del comptes[0]
        if not comptes:
            continue
        nombre, fois = max(comptes.items(), key=lambda paire: (paire[1], paire[0]))
        score = (fois / len(nues)) * (1 + min(nombre, 9) / 10)
        if separateur == "," and _est_decimale(nues):
            score /= 4
        if score > meilleur:
            meilleur, choisi = score, separateur
    return choisi


def _premieres_lignes(texte: str) -> list[str]:
    debut = texte[: ECHANTILLON * 2000]
    return _FIN_DE_LIGNE.split(debut, ECHANTILLON)[:ECHANTILLON]


_DECIMALE = re.compile(r"\d,\d{1,4}(?!\d)")


def _est_decimale(lignes: Sequence[str]) -> bool:
    """Vrai si les virgules sont celles de décimales : la ligne qui en a le moins, l'en-tête, n'en a pas."""
    virgules = sum(ligne.count(",") for ligne in lignes)
    decimales = sum(len(_DECIMALE.findall(ligne)) for ligne in lignes)
    return decimales * 2 > virgules and any("," not in ligne for ligne in lignes[:20])


def _decouper(texte: str, separateur: str, ou: Ou) -> tuple[Grille, Sequence[int]]:
    """Grille et numéros de lignes ; des guillemets qui n'entourent rien sont pris tels quels."""
    if '"' not in texte:
        decoupee = _lire(texte, _format(separateur, guillemets=False))
        return decoupee or _refuser(ou)
    stricte = _lire(texte, _format(separateur, guillemets=True))
    if stricte is not None and not _avale(stricte[0], separateur):
        return stricte
    crue = _lire(texte, _format(separateur, guillemets=False))
    lache = _lire(texte, _format(separateur, guillemets=True, strict=False))
    lues = [lue for lue in (stricte, crue, lache) if lue is not None]
    return max(lues, key=lambda lue: _regularite(lue[0])) if lues else _refuser(ou)


def _refuser(ou: Ou) -> NoReturn:
    message = "Ce fichier n'est pas un CSV lisible : une cellule n'y finit jamais. L'enregistrer à nouveau en CSV."
    raise refus(ou, "CSV illisible", message)


def _format(separateur: str, *, guillemets: bool, strict: bool = True) -> type[csv.Dialect]:
    class Format(csv.Dialect):
        delimiter, quotechar, lineterminator, doublequote = separateur, '"', "\n", True
        quoting = csv.QUOTE_MINIMAL if guillemets else csv.QUOTE_NONE

    Format.strict = strict and guillemets
    return Format


def _lire(texte: str, format_: type[csv.Dialect]) -> tuple[Grille, Sequence[int]] | None:
    lecteur = csv.reader(io.StringIO(texte, newline=""), format_)
    grille: Grille = []
    try:
        grille.extend(lecteur)  # type: ignore[arg-type]  # des textes : la grille les admet
    except csv.Error:
        return None
    if lecteur.line_num == len(grille):
        return grille, range(1, len(grille) + 1)
    return _avec_numeros(texte, format_)


def _avec_numeros(texte: str, format_: type[csv.Dialect]) -> tuple[Grille, Sequence[int]]:
    """Relit en relevant la première ligne physique de chaque ligne : une cellule peut en occuper plusieurs."""
    lecteur = csv.reader(io.StringIO(texte, newline=""), format_)
    grille: Grille = []
    numeros: list[int] = []
    suivante = 1
    for ligne in lecteur:
        grille.append(list(ligne))
        numeros.append(suivante)
        suivante = lecteur.line_num + 1
    return grille, numeros


def _avale(grille: Grille, separateur: str) -> bool:
    """Vrai si une cellule contient des lignes et des séparateurs : un guillemet égaré en a avalé la suite."""
    return any("\n" in str(cellule) and separateur in str(cellule) for ligne in grille for cellule in ligne)


def _regularite(grille: Grille) -> float:
    """Part des lignes remplies qui ont la largeur la plus fréquente."""
    largeurs = Counter(len(ligne) for ligne in grille if ligne)
    return max(largeurs.values()) / largeurs.total() if largeurs else 0.0
