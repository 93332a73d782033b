"""Ce que le droit retient d'une lettre : licenciement jamais en lot, indemnité de recouvrement.

Les règles, leur source et leur fiabilité sont dans le barème `courrier` ; la prospection a son module.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from tableur import baremes
from tableur.courriers.endroits import q
from tableur.courriers.filtres import Ligne
from tableur.courriers.paquet import Paquet
from tableur.courriers.valeurs import est_sans_valeur
from tableur.frontiere import plier
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou

Destinataires = Literal["", "consommateurs", "professionnels"]

INDEMNITE = "indemnite_de_recouvrement"
_RECOUVREMENT = re.compile(r"recouvrement|indemnite forfaitaire|[ld]\.?\s*441-(?:10|5)")
_LICENCIEMENT = re.compile(
    r"lettre de licenciement|notifi\w+ (?:\w+ ){0,4}licenciement|(?:vous|de vous) licenci|votre licenciement"
)
_QUALITE = frozenset(
    map(plier, ("qualité", "type de client", "type client", "catégorie", "statut client", "profil", "type"))
)
_CONSOMMATEURS = ("particulier", "consommateur", "non professionnel")


@dataclass(frozen=True, slots=True)
class Nature:
    """Ce qu'un modèle déclare de lui-même.

    Args:
        identifiant: Nom du modèle livré dont il vient, vide sinon.
        titre: Ce que c'est, en clair.
        prospection: Vrai pour une lettre de prospection.
        en_lot: Faux pour une lettre qui s'écrit une à une.
        destinataires: À qui elle va, vide si elle ne le dit pas.
    """

    identifiant: str = ""
    titre: str = ""
    prospection: bool = False
    en_lot: bool = True
    destinataires: Destinataires = ""


def regle(nom: str, le: date) -> str:
    """Phrase d'une règle du barème `courrier`, sa source, et sa réserve si elle est à relire."""
    datee = baremes.valeur_datee(f"courrier.{nom}", le)
    dite = cast("Mapping[str, str]", datee.valeur)["regle"]
    return f"{dite} ({source_et_reserve(datee)})"


def source_et_reserve(datee: baremes.ValeurDatee) -> str:
    """« RGPD, art. 21 ; à vérifier : cité de mémoire »."""
    reserve = "cité de mémoire" if datee.memoire else "texte non relu" if datee.fiabilite == "C" else ""
    return f"{datee.source} ; à vérifier : {reserve}" if reserve else datee.source


def nature_declaree(declaration: Mapping[str, Any], identifiant: str = "") -> Nature:
    """Nature d'un modèle, d'après sa déclaration : `prospection`, `lot`, `destinataires`, `titre`.

    Raises:
        ErreurTableur: Une valeur de la déclaration n'est pas admise.
    """
    titre = next((str(declaration[n]) for n in ("titre", "intitule", "libelle", "nom") if n in declaration), "")
    destinataires = declaration.get("destinataires", "")
    if destinataires not in ("", "consommateurs", "professionnels"):
        dit = f"« destinataires » vaut « {destinataires} » : consommateurs ou professionnels est attendu."
        raise ErreurTableur(f"La déclaration du modèle « {identifiant} » est fautive : {dit}")
    prospection = declaration.get("prospection", declaration.get("nature") == "prospection")
    return Nature(identifiant, titre, bool(prospection), declaration.get("lot", True) is not False, destinataires)


def texte_du_modele(paquet: Paquet) -> str:
    """Texte de toutes les parties d'un modèle, minuscules et sans accents : ses variantes comprises."""
    morceaux: list[str] = []
    for membre in paquet.porteurs:
        if membre.startswith("docProps/"):
            continue
        paragraphes = paquet.xml(membre).iter(q("p"))
        morceaux += ["".join(t.text or "" for t in paragraphe.iter(q("t"))) for paragraphe in paragraphes]
    return texte_plie("\n".join(morceaux))


def jamais_en_lot(paquet: Paquet, nature: Nature, le: date) -> Anomalie | None:
    """Ce qui interdit de produire ce modèle en lot, ou None.

    Args:
        paquet: Le modèle.
        nature: Ce qu'il déclare.
        le: Jour de l'envoi.
    """
    if nature.en_lot and not _LICENCIEMENT.search(texte_du_modele(paquet)):
        return None
    quoi, dite = nature.titre or "Ce modèle", regle("licenciement", le)
    message = f"{quoi} ne se produit jamais en lot : {dite}. Une personne : tableur document produire."
    return Anomalie("refus", Ou(paquet.nom), "jamais en lot", "", "", message)


def est_consommateur(ligne: Ligne, nature: Nature) -> bool:
    """Vrai si la ligne est celle d'un consommateur, d'après sa colonne de qualité ou la nature du modèle."""
    for nom, valeur in ligne.items():
        if plier(nom) in _QUALITE and not est_sans_valeur(valeur) and isinstance(valeur, str):
            return texte_plie(valeur).strip().startswith(_CONSOMMATEURS)
    return nature.destinataires == "consommateurs"


def reclame_l_indemnite(texte: str, le: date) -> bool:
    """Vrai si un texte, XML ou non, réclame l'indemnité forfaitaire de recouvrement en vigueur ce jour."""
    valeur = cast("Mapping[str, Decimal]", baremes.valeur_datee(f"courrier.{INDEMNITE}", le).valeur)
    plie = texte_plie(re.sub(r"<[^>]+>", "", texte))
    somme = rf"\b{valeur['montant']:f}(?:,00)?\s*(?:€|euros?|eur\b)"
    return bool(re.search(somme, plie) and _RECOUVREMENT.search(plie))


def texte_plie(texte: str) -> str:
    """Minuscules, sans accents, apostrophes droites, espaces ordinaires ; les signes restent.

    >>> texte_plie("L’été à\u202fRennes")
    "l'ete a rennes"
    """
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return nu.lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
