"""Noms des documents produits : un motif rendu par le moteur, rendu sûr, et unique dans le dossier."""

import re
import unicodedata
from collections.abc import Iterable

from tableur.courriers.arbre import SORTIE_DE_NOM
from tableur.courriers.balises import Balises
from tableur.courriers.filtres import Ligne
from tableur.courriers.instructions import Lexique
from tableur.courriers.modele import Modele, PartieCompilee, compiler_partie
from tableur.courriers.noms import Colonnes, cle_de_champ
from tableur.courriers.preparation import Partie
from tableur.fichiers.noms import nom_sur
from tableur.socle.erreurs import Refus

NOM = "nom du document"

_BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_DEBUT = re.compile(r"^(~\$|[-.~$]+)")


class Motif:
    """Motif de nom : « {{ ref }} - {{ nom }} »."""

    def __init__(self, modele: Modele, motif: str, colonnes: Iterable[str]) -> None:
        """Compile le motif, avec les mêmes règles que le modèle.

        Raises:
            Refus: Le motif est mal écrit.
        """
        lexique = Lexique()
        noms = list(colonnes)
        cles = frozenset(cle_de_champ(m) for nom in noms for m in nom.split(".")[1:])
        balises = Balises(lexique, Colonnes(nom for nom in noms if "." not in nom), cles)
        source = _BALISE.sub(lambda trouve: balises.lire(trouve.group()).source, motif)
        compilee = compiler_partie(Partie(NOM, b"", source), lexique, sortie=SORTIE_DE_NOM)
        if not isinstance(compilee, PartieCompilee):
            raise Refus(f.en_anomalie(modele.nom) for f in compilee)
        self._modele = Modele(modele.paquet, [compilee], lexique, modele.codec, suite=False)

    def nom(self, ligne: Ligne, rang: int) -> str:
        """Nom sûr, sans extension, du document d'une ligne.

        Raises:
            ErreurDeDocument: Un champ du motif manque ou est vide.
        """
        ((_, texte),) = self._modele.rendre_parties(ligne, rang=rang)
        return nom_de_document(texte)


def nom_de_document(texte: str) -> str:
    """Nom de fichier sûr, qui ne commence ni par un point, ni par un tiret, ni par « ~$ »."""
    propre = nom_sur(_DEBUT.sub("_", nom_sur(texte)))
    return propre.removesuffix(".docx") or "sans nom"


class NomsUniques:
    """Noms attribués dans un dossier ; deux lignes n'ont jamais le même, même à la casse ou à la forme près."""

    def __init__(self, attribues: Iterable[tuple[str, str]] = ()) -> None:
        """Reprend les noms déjà attribués : clé et nom de fichier."""
        self._cles = {_forme(fichier): cle for cle, fichier in attribues if fichier}

    def attribuer(self, nom: str, cle: str) -> str:
        """Nom de fichier d'une clé ; numéroté si un autre l'a déjà pris."""
        fichier, rang = f"{nom}.docx", 1
        while self._cles.setdefault(_forme(fichier), cle) != cle:
            rang += 1
            fichier = f"{nom} ({rang}).docx"
        return fichier


def _forme(fichier: str) -> str:
    return unicodedata.normalize("NFKC", fichier).casefold()
