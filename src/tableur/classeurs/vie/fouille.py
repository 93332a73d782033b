"""Dernière fouille d'un classeur figé : aucune donnée interdite dans aucune de ses parties."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tableur.classeurs.vie.chemins_ecrits import DISQUE
from tableur.classeurs.vie.epuration import local
from tableur.classeurs.vie.feuille_figee import ColonneRetiree
from tableur.classeurs.vie.feuilles_xml import texte_de
from tableur.classeurs.vie.parties import Parties
from tableur.classeurs.vie.personnelles import IBAN, NIR, compact, est_un_iban, est_un_nir
from tableur.fichiers.archives import analyser_xml
from tableur.socle.erreurs import Anomalie, Ou, Refus

if TYPE_CHECKING:
    from lxml.etree import _Element

LONGUEUR_SURE = 8  # un texte plus court, « Paris », peut se trouver ailleurs sans venir de la colonne retirée
_CHIFFRE = re.compile(r"\d")
_SANS_CHEMIN = {"formatCode"}


def restes(parties: Parties, retirees: Iterable[ColonneRetiree], *, personnelles: bool) -> list[Anomalie]:
    """Données interdites qui restent, une anomalie par partie et par genre.

    Args:
        parties: Le classeur figé.
        retirees: Colonnes retirées, avec ce qu'elles contenaient.
        personnelles: Vrai si les données personnelles partent : seuls les chemins sont alors cherchés.
    """
    valeurs = [v for colonne in retirees for v in colonne.valeurs if isinstance(v, str | float)]
    compacts = {c for v in valeurs if len(c := compact(v)) >= LONGUEUR_SURE and _CHIFFRE.search(c)}
    textes = {v.strip() for v in valeurs if isinstance(v, str) and len(v.strip()) >= LONGUEUR_SURE}
    trouvees: list[Anomalie] = []
    for partie in parties:
        octets = parties.lire(partie)
        if not partie.endswith((".xml", ".rels", ".vml")):
            trouvees += _dans_les_octets(parties, partie, octets, compacts)
            continue
        morceaux = list(_morceaux(_racine(octets, parties.ou)))
        if any(DISQUE.search(m) for m in morceaux):
            trouvees.append(_reste(parties, partie, "chemin du disque", next(filter(DISQUE.search, morceaux))))
        if personnelles:
            continue
        for morceau in morceaux:
            serre = compact(morceau)
            if morceau.strip() in textes or serre in compacts:
                trouvees.append(_reste(parties, partie, "donnée d'une colonne retirée", _cache(morceau)))
                break
            citees = {*NIR.findall(serre), *IBAN.findall(serre)}
            citees |= {c for c in compacts if len(c) >= 11 and c in serre} if len(serre) >= 11 else set()
            if citees & compacts or any(est_un_nir(c) for c in citees):
                trouvees.append(_reste(parties, partie, "NIR ou IBAN", _cache(morceau)))
                break
    return trouvees


def iban_restants(parties: Parties) -> int:
    """Nombre d'IBAN qui restent hors des colonnes retirées : celui de l'entreprise, peut-être."""
    trouves = set()
    for partie in parties:
        if partie.endswith(".xml"):
            for morceau in _morceaux(_racine(parties.lire(partie), parties.ou)):
                trouves |= {c for c in IBAN.findall(compact(morceau)) if est_un_iban(c)}
    return len(trouves)


def refuser_les_restes(trouvees: list[Anomalie]) -> None:
    """Arrête tout s'il reste une donnée interdite.

    Raises:
        Refus: Toutes celles qui restent.
    """
    if trouvees:
        raise Refus(trouvees)


def _racine(octets: bytes, ou: Ou) -> "_Element | None":
    try:
        return analyser_xml(octets, ou)
    except Refus:
        return None


def _morceaux(racine: "_Element | None") -> Iterator[str]:
    """Textes d'une partie : textes de cellule entiers, autres textes, attributs."""
    if racine is None:
        return
    for element in racine.iter():
        if not isinstance(element.tag, str):
            yield str(element.text or "")
            continue
        if local(element) in ("si", "is", "text"):
            yield texte_de(element)
        for texte in (element.text, element.tail):
            if texte and texte.strip():
                yield texte
        for nom, valeur in element.attrib.items():
            if str(nom) not in _SANS_CHEMIN and len(valeur) > 3:
                yield str(valeur)


def _dans_les_octets(parties: Parties, partie: str, octets: bytes, compacts: set[str]) -> Iterator[Anomalie]:
    for texte in compacts:
        if len(texte) >= 11 and (texte.encode() in octets or texte.encode("utf-16-le") in octets):
            yield _reste(parties, partie, "NIR ou IBAN", _cache(texte))
            return


def _cache(texte: str) -> str:
    """Début d'une donnée, le reste caché : la phrase ne doit pas la répandre."""
    return texte.strip()[:3] + "…"


def _reste(parties: Parties, partie: str, quoi: str, texte: str) -> Anomalie:
    nom = next((n for n, p in parties.feuilles().items() if p.lower() == partie.lower()), "")
    ou = Ou(fichier=parties.ou.fichier, feuille=nom)
    endroit = f"la feuille « {nom} »" if nom else f"la partie « {partie} »"
    message = f"{quoi} (« {texte[:80]} ») dans {endroit}, hors des colonnes retirées : l'effacer avant l'envoi"
    return Anomalie("refus", ou, "donnée interdite", "rien de personnel", quoi, message)
