"""Le tableau de bord en PDF : LibreOffice n'en reçoit que la page, recalculée."""

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tableur.classeurs.fabrique import modele_de
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.reperage import feuille_du_classeur
from tableur.fichiers.chiffrement import est_chiffre
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.libreoffice import convertir, profil_prive
from tableur.fichiers.soffice import REGLAGES_DE_RECALCUL
from tableur.socle.erreurs import Ou, refus

if TYPE_CHECKING:
    from tableur.classeurs.vie.parties import Parties


def imprimer_le_tableau_de_bord(fichier: Path, sortie: Path, mois: date | None = None) -> None:
    """Écrit le tableau de bord d'un classeur sur une page A4.

    Args:
        fichier: Classeur .xlsx ou .xlsm ; il n'est pas changé.
        sortie: Fichier PDF ; un PDF déjà là est remplacé, après une copie dans `sauvegardes/`.
        mois: Un jour du mois à montrer, None pour celui qui est choisi.

    Raises:
        Refus: Le classeur est chiffré, n'a pas de tableau de bord, ou le PDF ne peut pas être écrit.
        LibreOfficeAbsent: LibreOffice n'est pas installé.
        ErreurTableur: LibreOffice n'a pas su lire le classeur.
    """
    from tableur.classeurs.retouche import Retouche
    from tableur.classeurs.vie.parties import Parties

    ou = Ou(fichier=fichier.name)
    if est_chiffre(fichier):
        message = "Un classeur chiffré ne s'imprime pas ici : il passerait en clair sur le disque."
        raise refus(ou, "classeur chiffré", message)
    if fichier.suffix.lower() not in (".xlsx", ".xlsm"):
        raise refus(ou, "format", "Le tableau de bord s'imprime depuis un classeur .xlsx ou .xlsm.")
    lu = ClasseurLu(fichier)
    bord = modele_de(lu).bord()
    nom = feuille_du_classeur(lu, bord) if bord is not None else None
    if bord is None or bord.tableau is None or nom is None:
        attendue = bord.nom if bord is not None else "Tableau de bord"
        raise refus(ou, "tableau de bord absent", f"Ce classeur n'a pas de feuille « {attendue} ».")
    sortie.parent.mkdir(parents=True, exist_ok=True)
    verifier_ecriture(sortie, remplacer=True)
    with tempfile.TemporaryDirectory(prefix="tableur-") as atelier:
        copie = Path(atelier) / f"{sortie.stem}{fichier.suffix}"
        retouche = Retouche(fichier, fichier.name)
        if mois is not None:
            retouche.poser(bord.tableau.mois, mois.replace(day=1))
        retouche.enregistrer(copie)
        parties = Parties(copie)
        _ne_montrer_que(parties, nom)
        seule = Path(atelier) / f"seule{fichier.suffix}"
        with seule.open("wb") as flux:
            parties.ecrire(flux)
        with profil_prive() as profil:
            profil.regler(REGLAGES_DE_RECALCUL)
            (produit,) = convertir([seule], "pdf", Path(atelier) / "pdf", profil=profil)
        with ecriture_atomique(sortie, remplacer=True) as provisoire:
            provisoire.write_bytes(produit.read_bytes())


def _ne_montrer_que(parties: "Parties", nom: str) -> None:
    """Cache les autres feuilles : LibreOffice n'imprime que celles que l'on voit."""
    livre = parties.a_changer(parties.principale)
    rang = 0
    for place, feuille in enumerate(livre.iterfind("{*}sheets/{*}sheet")):
        if feuille.get("name") == nom:
            rang = place
            feuille.attrib.pop("state", "")
        else:
            feuille.set("state", "hidden")
    for vue in livre.iterfind("{*}bookViews/{*}workbookView"):
        vue.set("activeTab", str(rang))
        vue.set("firstSheet", str(rang))
