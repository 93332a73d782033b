"""Un classeur ouvert pour être lu, puis remplacé : en clair ou chiffré, qui s'en sert n'a pas à le savoir."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from tableur.fichiers.chemins import chemin_recu, lecture_impossible
from tableur.fichiers.chiffrement import chiffrer, est_chiffre, verifier_rechiffrable
from tableur.fichiers.ecriture import ecriture_atomique, remplacement_sur, verifier_ecriture
from tableur.fichiers.mots_de_passe import Demander, ouvrir_chiffre
from tableur.fichiers.provisoires import nettoyer
from tableur.fichiers.sauvegardes import GARDEES, SAUVEGARDES, Empreinte, empreinte_de
from tableur.socle.erreurs import Ou, refus


@dataclass(frozen=True, slots=True)
class FichierOuvert:
    """Fichier à lire, et à remplacer s'il n'a pas changé. Voir `ouvrir_fichier`.

    Args:
        chemin: Le fichier.
        empreinte: Ce à quoi son contenu lu se reconnaîtra.
        octets: Contenu déchiffré d'un fichier chiffré, None pour un fichier en clair.
    """

    chemin: Path
    empreinte: Empreinte
    octets: bytes | None = field(default=None, repr=False)
    _mot_de_passe: str = field(default="", repr=False)

    @property
    def est_chiffre(self) -> bool:
        """Vrai si le fichier est chiffré : aucun contenu en clair ne doit aller sur le disque."""
        return self.octets is not None

    @property
    def source(self) -> Path | io.BytesIO:
        """Ce qu'ouvrent `ouvrir_archive` et les lecteurs : le chemin, ou les octets déchiffrés."""
        return self.chemin if self.octets is None else io.BytesIO(self.octets)

    @contextmanager
    def remplacement(self, *, sauvegarde: Path | None = None, gardees: int = GARDEES) -> Iterator[BinaryIO]:
        """Flux où écrire le nouveau contenu, en clair ; à la fin du bloc, il remplace le fichier.

        Args:
            sauvegarde: Dossier de la copie de l'ancien ; par défaut `sauvegardes/`, à côté du fichier.
            gardees: Nombre de copies gardées.

        Raises:
            Refus: Le fichier a changé depuis sa lecture, il est ouvert ailleurs, en lecture seule, ou le disque
                est plein : rien n'a été changé.
        """
        remplacer = partial(remplacement_sur, self.chemin, self.empreinte, sauvegarde=sauvegarde, gardees=gardees)
        if not self.est_chiffre:
            with remplacer() as part, part.open("w+b") as flux:
                yield flux
            return
        verifier_ecriture(self.chemin, remplacer=True)
        verifier_rechiffrable(self.chemin)
        tampon = io.BytesIO()
        yield tampon
        with remplacer(chiffre=True) as part:
            part.write_bytes(chiffrer(tampon.getvalue(), self._mot_de_passe, self.chemin.name))

    @contextmanager
    def copie(self, sortie: Path, *, remplacer: bool = False) -> Iterator[BinaryIO]:
        """Flux où écrire un autre fichier, en clair ; il sera chiffré du même mot de passe si celui-ci l'est.

        Args:
            sortie: Fichier à produire.
            remplacer: Vrai pour remplacer, après copie, un fichier existant.

        Raises:
            Refus: La sortie existe déjà, ou elle est le fichier lu, ou elle ne peut pas être écrite.
        """
        if os.path.realpath(sortie) == os.path.realpath(self.chemin):
            message = "La sortie est le fichier lu lui-même : en choisir une autre, ou le remplacer."
            raise refus(Ou(fichier=sortie.name), "sortie", message)
        verifier_ecriture(sortie, remplacer=remplacer)
        if not self.est_chiffre:
            with ecriture_atomique(sortie, remplacer=remplacer) as part, part.open("w+b") as flux:
                yield flux
            return
        tampon = io.BytesIO()
        yield tampon
        with ecriture_atomique(sortie, remplacer=remplacer) as part:
            part.write_bytes(chiffrer(tampon.getvalue(), self._mot_de_passe, sortie.name))


def ouvrir_fichier(texte: str | os.PathLike[str], demander: Demander | None = None) -> FichierOuvert:
    """Fichier prêt à être lu ; s'il est chiffré, il est déchiffré en mémoire. Un fichier ouvert ailleurs se lit.

    Les provisoires qu'un arrêt brutal de `tableur` a laissés à côté de lui sont effacés.

    Args:
        texte: Chemin reçu de la personne.
        demander: Pose sans écho la question du mot de passe ; sans elle, rien n'est demandé.

    Raises:
        Refus: Le chemin n'est pas celui d'un fichier de ce poste, le fichier ne se lit pas, ou son mot de passe
            n'est pas connu.
    """
    chemin = chemin_recu(texte)
    if os.path.isdir(chemin):
        raise refus(Ou(fichier=chemin.name), "dossier", "C'est un dossier, et non un fichier.")
    if not os.path.isfile(chemin):
        message = f"Ce fichier n'existe pas dans le dossier « {chemin.parent} »."
        raise refus(Ou(fichier=chemin.name), "fichier absent", message, attendu="fichier lisible")
    dossier = Path(os.path.realpath(chemin)).parent
    nettoyer(dossier, dossier / SAUVEGARDES)
    try:
        empreinte = empreinte_de(chemin)
    except OSError as erreur:
        raise lecture_impossible(chemin, erreur) from erreur
    if not est_chiffre(chemin):
        return FichierOuvert(chemin, empreinte)
    octets, mot_de_passe = ouvrir_chiffre(chemin, demander)
    return FichierOuvert(chemin, empreinte, octets, mot_de_passe)
