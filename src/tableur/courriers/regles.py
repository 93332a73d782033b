"""Règles de droit d'un envoi en nombre : prospection, indemnité de recouvrement, licenciement.

Les règles, leur source et leur fiabilité sont des données : `regles_de_courrier.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tableur.courriers.endroits import q
from tableur.courriers.filtres import Ligne
from tableur.courriers.noms import cle_de_champ
from tableur.courriers.paquet import Paquet
from tableur.courriers.valeurs import ecrit, est_sans_valeur
from tableur.frontiere import plier
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou

Destinataires = Literal["", "consommateurs", "professionnels"]
Canal = Literal["courrier", "courriel"]

_OPPOSITION = re.compile(
    r"oppos|nepascontacter|nepasdemarcher|stoppub|desabonn|desinscri|refus(?:de)?prospection|listerouge|robinson"
)
_CONSENTEMENT = re.compile(r"consent|optin|accord(?:de)?(?:prospection|courriel|email)|acceptecourriel")
_ORIGINE = re.compile(
    r"(?:origine|provien|provenan|recueilli|collect|obtenu|source|communique|figur)\w*\b.{0,120}?"
    r"(?:donnee|coordonnee|fichier|adresse)"
    r"|(?:donnee|coordonnee|adresse)s?\b.{0,120}?(?:origine|provien|provenan|recueilli|collect|obtenu|communique)",
    re.DOTALL,
)
_MOYEN = re.compile(
    r"oppos(?:er|ition)|desinscri|desabonn|ne (?:plus|pas) (?:recevoir|etre (?:contacte|sollicite|demarche))"
)
_INDEMNITE = re.compile(r"\b40(?:,00)?\s*(?:€|euros?|eur\b)")
_RECOUVREMENT = re.compile(r"recouvrement|indemnite forfaitaire|[ld]\.?\s*441-(?:10|5)")
_LICENCIEMENT = re.compile(
    r"lettre de licenciement|notifi\w+ (?:\w+ ){0,4}licenciement|(?:vous|de vous) licenci|votre licenciement"
)
_QUALITE = frozenset(
    map(plier, ("qualité", "type de client", "type client", "catégorie", "statut client", "profil", "type"))
)
_CONSOMMATEURS = ("particulier", "consommateur", "non professionnel")
_NON = frozenset({"", "non", "0", "faux", "false", "no", "n"})


@dataclass(frozen=True, slots=True)
class Regle:
    """Règle de droit : sa phrase, son texte et sa fiabilité (« lu » ou « memoire »)."""

    nom: str
    regle: str
    source: str
    fiabilite: str

    def __str__(self) -> str:
        """« … (RGPD, art. 21 ; à vérifier : cité de mémoire) »."""
        reserve = " ; à vérifier : cité de mémoire" if self.fiabilite == "memoire" else ""
        return f"{self.regle} ({self.source}{reserve})"


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


@cache
def regles() -> Mapping[str, Regle]:
    """Les règles, par nom."""
    contenu = tomllib.loads((Path(__file__).parent / "regles_de_courrier.toml").read_text("utf-8"))
    return {nom: Regle(nom, r["regle"], r["source"], r["fiabilite"]) for nom, r in contenu.items()}


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
    return _plie("\n".join(morceaux))


def fautes_de_nature(
    paquet: Paquet, nature: Nature, colonnes: Iterable[str], canal: Canal = "courrier"
) -> list[Anomalie]:
    """Ce qui interdit d'envoyer ce modèle en nombre à ces données : licenciement, prospection sans garde.

    Args:
        paquet: Le modèle.
        nature: Ce qu'il déclare.
        colonnes: Colonnes des données.
        canal: « courrier » ou « courriel ».
    """
    texte, manquent = texte_du_modele(paquet), []
    if not nature.en_lot or _LICENCIEMENT.search(texte):
        manquent.append("licenciement")
    if nature.prospection:
        cles = [cle_de_champ(nom) for nom in colonnes]
        if not any(_OPPOSITION.search(cle) for cle in cles):
            manquent.append("opposition")
        courriel = canal == "courriel" and nature.destinataires != "professionnels"
        if courriel and not any(_CONSENTEMENT.search(cle) for cle in cles):
            manquent.append("consentement")
        if not _ORIGINE.search(texte):
            manquent.append("origine")
        if not _MOYEN.search(texte):
            manquent.append("moyen_de_s_opposer")
    return [_anomalie(paquet.nom, nature, regles()[nom]) for nom in manquent]


def _anomalie(modele: str, nature: Nature, regle: Regle) -> Anomalie:
    if regle.nom == "licenciement":
        quoi = nature.titre or "Ce modèle"
        message = f"{quoi} ne se produit jamais en lot : {regle}. Une personne : tableur document produire."
        return Anomalie("refus", Ou(modele), "jamais en lot", "", "", message)
    manque = "aux données" if regle.nom in ("opposition", "consentement") else "au texte"
    return Anomalie("refus", Ou(modele), regle.nom, "", "", f"Prospection : il manque {manque} {regle}.")


def raison_d_ecarter(ligne: Ligne, nature: Nature, canal: Canal = "courrier") -> str:
    """Pourquoi une personne ne doit pas recevoir une lettre de prospection ; vide si elle le peut."""
    if not nature.prospection:
        return ""
    opposee = consentie = False
    for nom, valeur in ligne.items():
        cle, dit = cle_de_champ(nom), "" if est_sans_valeur(valeur) or isinstance(valeur, list) else ecrit(valeur)
        if _OPPOSITION.search(cle) and plier(dit) not in _NON:
            opposee = True
        if _CONSENTEMENT.search(cle) and plier(dit) not in _NON:
            consentie = True
    if opposee:
        return "la personne s'est opposée à la prospection"
    if canal == "courriel" and not consentie and est_consommateur(ligne, nature, sinon=True):
        return "ce consommateur n'a pas donné son accord à la prospection par courriel"
    return ""


def est_consommateur(ligne: Ligne, nature: Nature, *, sinon: bool = False) -> bool:
    """Vrai si la ligne est celle d'un consommateur, d'après sa colonne de qualité ou la nature du modèle."""
    for nom, valeur in ligne.items():
        if plier(nom) in _QUALITE and not est_sans_valeur(valeur) and isinstance(valeur, str):
            return _plie(valeur).strip().startswith(_CONSOMMATEURS)
    return nature.destinataires == "consommateurs" or (sinon and not nature.destinataires)


def reclame_l_indemnite(texte: str) -> bool:
    """Vrai si un texte, XML ou non, réclame l'indemnité forfaitaire de recouvrement."""
    plie = _plie(re.sub(r"<[^>]+>", "", texte))
    return bool(_INDEMNITE.search(plie) and _RECOUVREMENT.search(plie))


def _plie(texte: str) -> str:
    """Minuscules, sans accents, apostrophes droites, espaces ordinaires ; les signes restent."""
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return nu.lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
