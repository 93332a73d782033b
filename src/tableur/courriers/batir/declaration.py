"""Déclaration d'un modèle Word : `templates_docx/<id>.toml` et ce qu'il prend dans `templates_docx/communs/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from tableur.fichiers.ressources import lister_ressources, ressource
from tableur.socle.erreurs import ErreurTableur

DOSSIER = "templates_docx"
TYPES = frozenset({
    "texte", "date", "heure", "montant", "nombre", "taux", "oui_non", "choix", "siret", "iban", "nir",
    "code_postal", "telephone", "civilite", "table",
})  # fmt: skip
_CLES = frozenset({
    "titre", "lot", "prospection", "destinataires", "depuis", "verification", "sources", "forme", "disposition",
    "groupes", "mentions_communes", "champs", "mentions", "controles", "a_faire", "formalites_communes",
    "exemples", "lettre", "corps", "annexe",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Champ:
    """Champ d'un modèle : ce que la colonne des données doit donner, et un exemple.

    Un champ de contrôle ne s'imprime pas : il dit qu'une mention est due, ou qu'elle est imprimée.
    """

    nom: str
    libelle: str
    type: str
    exemple: Any
    facultatif: bool = False
    choix: tuple[str, ...] = ()
    controle: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """Un modèle déclaré ; `mentions`, `controles` et `a_faire` gardent la forme du barème."""

    identifiant: str
    titre: str
    lot: bool
    depuis: date
    memoire: bool
    sources: tuple[str, ...]
    forme: str
    disposition: str
    lettre: Mapping[str, str]
    champs: tuple[Champ, ...]
    mentions: tuple[Mapping[str, Any], ...]
    controles: tuple[Mapping[str, Any], ...]
    a_faire: tuple[Mapping[str, Any], ...]
    variantes: Mapping[str, Mapping[str, Any]]
    corps: str
    annexe: str

    @property
    def exemple(self) -> dict[str, Any]:
        """Valeurs d'exemple de tous les champs ; `[exemples.exemple]` en change pour les champs communs."""
        return {champ.nom: champ.exemple for champ in self.champs} | dict(self.variantes.get("exemple", {}))

    @property
    def exemples(self) -> dict[str, dict[str, Any]]:
        """L'exemple, et ses variantes : chacune change quelques champs."""
        return {"exemple": self.exemple} | {nom: self.exemple | dict(v) for nom, v in self.variantes.items()}


def identifiants() -> list[str]:
    """Noms des modèles déclarés, par ordre alphabétique."""
    return [chemin.stem for chemin in lister_ressources(DOSSIER, "*.toml")]


@cache
def communs(nom: str) -> Mapping[str, Any]:
    """Fichier commun : champs, blocs, mentions, portails."""
    return tomllib.loads(ressource(DOSSIER, "communs", f"{nom}.toml").read_text("utf-8"), parse_float=Decimal)


def lire_declaration(identifiant: str) -> Declaration:
    """Déclaration d'un modèle livré.

    Raises:
        ErreurTableur: La déclaration est fautive ; la phrase dit où.
    """
    brute = tomllib.loads(ressource(DOSSIER, f"{identifiant}.toml").read_text("utf-8"), parse_float=Decimal)
    inconnues = sorted(set(brute) - _CLES)
    if inconnues:
        raise ErreurTableur(f"{identifiant}.toml : clés inconnues : {', '.join(inconnues)}.")
    try:
        return _declaration(identifiant, brute)
    except (KeyError, TypeError) as erreur:
        raise ErreurTableur(f"{identifiant}.toml : il manque {erreur}.") from erreur


def _declaration(identifiant: str, brute: Mapping[str, Any]) -> Declaration:
    champs = [_champ(identifiant, c) for g in brute.get("groupes", ()) for c in communs("champs")[g]]
    champs += [_champ(identifiant, c) for c in brute.get("champs", ())]
    noms = [champ.nom for champ in champs]
    if len(set(noms)) != len(noms):
        doubles = sorted({nom for nom in noms if noms.count(nom) > 1})
        raise ErreurTableur(f"{identifiant}.toml : champs déclarés deux fois : {', '.join(doubles)}.")
    communes = [m for groupe in brute.get("mentions_communes", ()) for m in communs("mentions")[groupe]]
    formalites = [f for groupe in brute.get("formalites_communes", ()) for f in communs("formalites")[groupe]]
    return Declaration(
        identifiant=identifiant,
        titre=brute["titre"],
        lot=brute.get("lot", True),
        depuis=brute.get("depuis", date(2026, 1, 1)),
        memoire=brute["verification"] == "memoire",
        sources=tuple(brute["sources"]),
        forme=brute.get("forme", ""),
        disposition=brute["disposition"],
        lettre=brute.get("lettre", {}),
        champs=tuple(champs),
        mentions=(*brute["mentions"], *communes),
        controles=tuple(brute.get("controles", ())),
        a_faire=(*brute.get("a_faire", ()), *formalites),
        variantes=brute.get("exemples", {}),
        corps=brute["corps"],
        annexe=brute.get("annexe", ""),
    )


def _champ(identifiant: str, brut: Mapping[str, Any]) -> Champ:
    if brut["type"] not in TYPES:
        raise ErreurTableur(f"{identifiant}.toml, champ {brut['nom']} : type inconnu, « {brut['type']} ».")
    facultatif, choix = (
        brut.get("facultatif", False),
        tuple(brut.get("choix", ("oui", "non") if brut["type"] == "oui_non" else ())),
    )
    return Champ(
        brut["nom"],
        brut["libelle"],
        brut["type"],
        brut["exemple"],
        facultatif,
        choix,
        controle=brut.get("controle", False),
    )
