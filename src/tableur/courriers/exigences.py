"""Ce qu'un document produit doit porter, d'après sa ligne et son texte ; et ce qu'il appelle."""

from datetime import date

from tableur.calculs.courrier.formalites import feuille_a_faire
from tableur.calculs.courrier.mentions import ChampRempli, exiger_les_mentions
from tableur.courriers.endroits import q
from tableur.courriers.filtres import Ligne
from tableur.courriers.paquet import ouvrir_modele
from tableur.courriers.valeurs import ecrit, est_sans_valeur


def champs_remplis(ligne: Ligne) -> list[ChampRempli]:
    """Champs d'une ligne, tels que les mentions les lisent ; une table fille compte par son nombre de lignes."""
    return [ChampRempli(nom, _dit(valeur)) for nom, valeur in ligne.items()]


def texte_du_document(octets: bytes) -> str:
    """Texte d'un document, un paragraphe par ligne, pied de page compris."""
    paquet = ouvrir_modele(octets, "document")
    paragraphes = [p for m in paquet.porteurs if m.startswith("word/") for p in paquet.xml(m).iter(q("p"))]
    return "\n".join("".join(t.text or "" for t in p.iter(q("t"))) for p in paragraphes)


def exiger_le_document(identifiant: str, ligne: Ligne, octets: bytes, le: date) -> None:
    """Refuse un document auquel manque une mention obligatoire.

    Args:
        identifiant: Nom du modèle livré dont il vient.
        ligne: Ligne dont il est rendu.
        octets: Le document.
        le: Sa date.

    Raises:
        ValeurInvalide: Une mention obligatoire manque ; la phrase les dit toutes.
    """
    exiger_les_mentions(identifiant, champs_remplis(ligne), le, texte_du_document(octets))


def a_faire(identifiant: str, ligne: Ligne, le: date) -> str:
    """Feuille « À faire » d'un document, en texte : elle ne s'imprime pas avec lui.

    Raises:
        ValeurInvalide: Le document n'est pas connu, ou une date ne se lit pas.
    """
    return feuille_a_faire(identifiant, champs_remplis(ligne), le)


def _dit(valeur: object) -> str | None:
    if isinstance(valeur, list | tuple):
        return f"{len(valeur)} lignes" if valeur else None
    return None if est_sans_valeur(valeur) else ecrit(valeur)
