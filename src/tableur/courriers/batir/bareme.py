"""Le barème des documents, tiré des déclarations : mentions, contrôles et formalités, datés et sourcés."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tableur.courriers.batir.declaration import Declaration, communs

_VERIFIE_LE = date(2026, 11, 24)
_AVERTISSEMENT = """\
# Fichier produit par « make modeles » d'après templates_docx : ne pas le modifier à la main.
# Aide-mémoire, pas un avis juridique : la convention collective peut ajouter des mentions ; ce qui est de mémoire
# (fiabilité C) est à relire sur Légifrance avant de servir.
"""
_NOTE = "Aucun texte relu : à contrôler sur Légifrance."
_CLES = (
    "texte",
    "quoi",
    "niveau",
    "si",
    "champs",
    "phrase",
    "calcul",
    "champ",
    "nombre",
    "unite",
    "quand",
    "source",
    "memoire",
)


def bareme_des_documents(declarations: list[Declaration]) -> str:
    """Texte de `baremes/documents.toml`."""
    morceaux = [_AVERTISSEMENT]
    morceaux += ["\n".join(_serie(declaration)) for declaration in declarations]
    morceaux += ["\n".join(_portail(nom, portail)) for nom, portail in communs("portails").items()]
    return "\n".join(morceaux)


def _serie(declaration: Declaration) -> Iterator[str]:
    nom = declaration.identifiant
    titre, depuis = declaration.titre, declaration.depuis
    yield from _tete(nom, titre, depuis, list(declaration.sources), memoire=declaration.memoire)
    yield f"\n[{nom}.valeurs.valeur]"
    yield f"titre = {_dit(declaration.titre)}"
    if declaration.forme:
        yield f"forme = {_dit(declaration.forme)}"
    choix = {champ.nom: list(champ.choix) for champ in declaration.champs if champ.choix}
    if choix:
        yield f"\n[{nom}.valeurs.valeur.choix]"
        yield from (f"{champ} = {_dit(admis)}" for champ, admis in choix.items())
    for genre in ("mentions", "controles", "a_faire"):
        for element in getattr(declaration, genre):
            yield f"\n[[{nom}.valeurs.valeur.{genre}]]"
            complet = {"memoire": declaration.memoire} | dict(element)
            yield from (f"{cle} = {_dit(complet[cle])}" for cle in _CLES if cle in complet)
    yield ""


def _portail(nom: str, portail: Mapping[str, Any]) -> Iterator[str]:
    memoire = portail["verification"] == "memoire"
    yield from _tete(nom, portail["titre"], date(2026, 1, 1), portail["sources"], memoire=memoire)
    yield f"\n[{nom}.valeurs.valeur]"
    yield f"titre = {_dit(portail['titre'])}"
    yield f"service = {_dit(portail['service'])}\n"


def _tete(nom: str, titre: str, depuis: date, sources: list[str], *, memoire: bool) -> Iterator[str]:
    yield f"[{nom}]"
    yield f"libelle = {_dit(f'{titre} : mentions et formalités')}"
    yield 'unite = "mentions"'
    yield f"\n[[{nom}.valeurs]]"
    yield f"depuis = {depuis.isoformat()}"
    yield f"source = {_dit(sources)}"
    yield f'fiabilite = "{"C" if memoire else "B"}"'
    yield f"verifie_le = {_VERIFIE_LE.isoformat()}"
    if memoire:
        yield "memoire = true"
        yield f"note = {_dit(_NOTE)}"


def _dit(valeur: Any) -> str:
    """Valeur TOML : texte, oui ou non, nombre, liste."""
    return json.dumps(valeur, ensure_ascii=False)
