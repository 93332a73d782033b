"""Mentions obligatoires d'un document : lesquelles manquent, avec leur texte et leur fiabilité.

Les mentions sont le barème « documents », tiré des déclarations des modèles ; ce qui est de mémoire y est marqué.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from tableur import baremes
from tableur.socle.erreurs import BaremeAbsent, ValeurInvalide
from tableur.socle.marques import formule

Niveau = Literal["obligatoire", "recommandée"]

TEXTE_LU, DE_MEMOIRE = "texte lu", "à vérifier : cité de mémoire"


@dataclass(frozen=True, slots=True)
class ChampRempli:
    """Champ d'un document et sa valeur.

    Args:
        nom: Nom du champ : « date_fin ».
        valeur: Sa valeur ; vide si elle manque.
    """

    nom: str
    valeur: str | None = None


@dataclass(frozen=True, slots=True)
class MentionManquante:
    """Mention que le document devrait porter.

    Args:
        mention: Texte de la mention.
        niveau: « obligatoire » par un texte, ou « recommandée ».
        manque: Champs vides, ou mots absents du texte.
        source: Texte de droit ou usage.
        fiabilite: « texte lu », ou « à vérifier : cité de mémoire ».
    """

    mention: str
    niveau: Niveau
    manque: str
    source: str
    fiabilite: str


@formule
def mentions_manquantes(
    document: str, champs: list[ChampRempli], le: date, texte: str = ""
) -> list[MentionManquante]:
    """Mentions qu'un document devrait porter et ne porte pas, les obligatoires d'abord.

    Sans son texte, un document est jugé sur ses champs : les phrases fixes sont celles du modèle.

    Args:
        document: Nom du modèle : cdd, relance_1, certificat_travail…
        champs: Champs remplis : une colonne de noms, une colonne de valeurs.
        le: Date du document.
        texte: Texte du document, pour en vérifier aussi les phrases.

    Raises:
        ValeurInvalide: Ce document n'existe pas, seul un portail le produit, ou un champ à choix refuse sa valeur.

    >>> remplis = [ChampRempli("factures", "2 lignes")]
    >>> [m.manque for m in mentions_manquantes("relance_1", remplis, date(2026, 11, 24))]
    ['soc_nom, soc_forme, soc_adresse, soc_rcs']
    """
    regles, remplis, plie = regles_du_document(document, le), champs_lus(champs), _plie(texte)
    exiger_les_choix(regles, remplis)
    manquantes = [
        MentionManquante(
            mention["texte"],
            "obligatoire" if mention["niveau"] == "O" else "recommandée",
            ", ".join(manque),
            mention["source"],
            fiabilite_de(mention),
        )
        for mention in regles.get("mentions", ())
        if s_applique(mention, remplis) and (manque := list(_manque(mention, remplis, plie)))
    ]
    return sorted(manquantes, key=lambda mention: mention.niveau != "obligatoire")


def exiger_les_mentions(document: str, champs: list[ChampRempli], le: date, texte: str = "") -> None:
    """Refuse un document auquel une mention obligatoire manque : un CDD sans motif ni terme, par exemple.

    Raises:
        ValeurInvalide: Une mention obligatoire manque, ou seul un portail produit ce document.
    """
    dues = [m for m in mentions_manquantes(document, champs, le, texte) if m.niveau == "obligatoire"]
    if dues:
        dites = " ; ".join(f"{m.mention} ({m.source} ; à remplir : {m.manque})" for m in dues)
        titre = regles_du_document(document, le).get("titre", document)
        raise ValeurInvalide(f"Document refusé, « {titre} » : mentions obligatoires absentes : {dites}.")


def champs_des_mentions(document: str, le: date) -> set[str]:
    """Champs que lisent les mentions d'un document : ceux qu'elles demandent, et ceux de leurs conditions.

    Raises:
        ValeurInvalide: Le document n'existe pas, ou seul un portail ou un CERFA le produit.
    """
    regles = regles_du_document(document, le)
    mentions = regles.get("mentions", ())
    conditions = (partie.partition("=")[0].strip() for m in mentions for partie in m.get("si", "").split(" et "))
    demandes = (champ for m in mentions for champ in m.get("champs", ()))
    return {*demandes, *filter(None, conditions), *regles.get("choix", ())}


def regles_du_document(document: str, le: date) -> Mapping[str, Any]:
    """Mentions, contrôles et formalités d'un document à une date.

    Raises:
        ValeurInvalide: Le document n'existe pas, ou seul un portail ou un CERFA le produit.
    """
    regles = _regles(document, le)
    if regles is None:
        raise ValeurInvalide(f"« {document} » n'est pas un document connu ; documents : {', '.join(_connus())}.")
    if "service" in regles:
        raise ValeurInvalide(_exclusif(regles))
    return regles


def _regles(document: str, le: date) -> Mapping[str, Any] | None:
    """Règles d'un document, None s'il n'est pas connu."""
    nom = document.strip().lower().replace("-", "_").removesuffix(".docx")
    try:
        return cast("Mapping[str, Any]", baremes.valeur(f"documents.{nom}", le))
    except BaremeAbsent:
        if nom in _connus():  # connu, mais pas à cette date
            raise
        return None


def _connus() -> list[str]:
    return [serie.nom.partition(".")[2] for serie in baremes.lister() if serie.nom.startswith("documents.")]


def _exclusif(regles: Mapping[str, Any]) -> str:
    return f"{regles['titre']} : seul peut le produire {regles['service']}."


def producteur_exclusif(document: str, le: date) -> str:
    """Phrase qui nomme le portail ou le CERFA qui seul produit un document ; vide pour un autre document."""
    regles = _regles(document, le)
    return "" if regles is None or "service" not in regles else _exclusif(regles)


def exiger_les_choix(regles: Mapping[str, Any], remplis: Mapping[str, str]) -> None:
    """Refuse une valeur qu'un champ à choix n'admet pas : une condition du document ne la verrait pas.

    Raises:
        ValeurInvalide: La valeur n'est pas de la liste.
    """
    for champ, admis in regles.get("choix", {}).items():
        recu = remplis.get(champ)
        if recu is not None and _plie(recu) not in map(_plie, admis):
            raise ValeurInvalide(f"« {champ} » doit être {', '.join(admis)} : « {recu} » reçu.")


def champs_lus(champs: list[ChampRempli]) -> dict[str, str]:
    """Valeurs remplies, par nom de champ."""
    return {champ.nom: champ.valeur.strip() for champ in champs if champ.valeur and champ.valeur.strip()}


def s_applique(regle: Mapping[str, Any], remplis: Mapping[str, str]) -> bool:
    """Vrai si la condition d'une règle est remplie : « champ », « champ = valeur », jointes par « et »."""
    return all(_condition(partie, remplis) for partie in regle.get("si", "").split(" et ") if partie.strip())


def fiabilite_de(regle: Mapping[str, Any]) -> str:
    """« texte lu », ou la réserve à montrer."""
    return DE_MEMOIRE if regle["memoire"] else TEXTE_LU


def _condition(condition: str, remplis: Mapping[str, str]) -> bool:
    champ, egal, valeur = (morceau.strip() for morceau in condition.partition("="))
    recu = remplis.get(champ, "")
    return _plie(recu) == _plie(valeur) if egal else bool(recu)


def _manque(mention: Mapping[str, Any], remplis: Mapping[str, str], texte: str) -> Iterator[str]:
    yield from (champ for champ in mention.get("champs", ()) if champ not in remplis)
    phrase = mention.get("phrase", "")
    if phrase and texte and _plie(phrase) not in texte:
        yield f"« {phrase} »"


def _plie(texte: str) -> str:
    """Minuscules, sans accents, apostrophes droites, espaces simples."""
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return " ".join(nu.lower().replace("’", "'").split())
