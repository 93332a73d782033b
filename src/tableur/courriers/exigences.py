"""Ce qu'un document produit doit porter, d'après sa ligne et son texte ; et ce qu'il appelle."""

import re
from collections.abc import Iterable
from datetime import date
from html import unescape

from tableur.calculs.courrier.formalites import feuille_a_faire
from tableur.calculs.courrier.mentions import ChampRempli, exiger_les_mentions
from tableur.courriers.endroits import q
from tableur.courriers.filtres import Ligne
from tableur.courriers.paquet import ouvrir_modele
from tableur.courriers.valeurs import ecrit, est_sans_valeur

_TEXTE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def champs_remplis(ligne: Ligne) -> list[ChampRempli]:
    """Champs d'une ligne, tels que les mentions les lisent ; une table fille compte par son nombre de lignes."""
    return [ChampRempli(nom, _dit(valeur)) for nom, valeur in ligne.items()]


def texte_du_document(octets: bytes) -> str:
    """Texte d'un document, un paragraphe par ligne, pied de page compris."""
    paquet = ouvrir_modele(octets, "document")
    paragraphes = [p for m in paquet.porteurs if m.startswith("word/") for p in paquet.xml(m).iter(q("p"))]
    return "\n".join("".join(t.text or "" for t in p.iter(q("t"))) for p in paragraphes)


def texte_des_parties(parties: Iterable[tuple[str, str]]) -> str:
    """Texte de parties rendues, un paragraphe par ligne, sans passer par le fichier : pour un lot.

    Args:
        parties: Membre et XML de chaque partie, tels que `Modele.rendre_parties` les donne.

    >>> texte_des_parties([("word/document.xml", "<w:p><w:t>Net </w:t><w:t>à payer</w:t></w:p>")])
    'Net à payer'
    """
    paragraphes = (p for nom, xml in parties if nom.startswith("word/") for p in xml.split("</w:p>")[:-1])
    return "\n".join(unescape("".join(_TEXTE.findall(paragraphe))) for paragraphe in paragraphes)


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
    if isinstance(valeur, str):  # le cas de presque tous : sans passer par les autres
        return valeur if valeur.strip() else None
    if isinstance(valeur, list | tuple):
        return f"{len(valeur)} lignes" if valeur else None
    return None if est_sans_valeur(valeur) else ecrit(valeur)
