"""Écriture d'une déclaration en TOML, avec en commentaire ce qui ne se déclare pas."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tableur.classeurs.vie.declarer import FeuilleEcrite, TableEcrite
    from tableur.classeurs.vie.reglages_releves import ReglageReleve

_TETE = """# Déclaration écrite d'après un classeur existant, à relire avant de s'en servir.
# Les types, les clés et les renvois ont été devinés : voir docs/declarer.md pour les corriger.
"""


def texte_toml(titre: str, nom: str, feuilles: "Sequence[FeuilleEcrite]", remarques: Sequence[str]) -> str:
    """Texte d'une déclaration.

    Args:
        titre: Titre du classeur.
        nom: Nom du modèle.
        feuilles: Ses feuilles ; celles qui n'ont pas de genre ne sont dites qu'en commentaire.
        remarques: Ce qui ne se déclare pas, pour le classeur entier.
    """
    lignes = [_TETE.rstrip(), *(commentaire(r) for r in remarques), ""]
    lignes += [f"titre = {valeur_toml(titre)}", f"modele = {valeur_toml(nom)}", "modele_version = 1"]
    for feuille in feuilles:
        lignes += ["", *_feuille(feuille)]
    return "\n".join(lignes) + "\n"


def _feuille(feuille: "FeuilleEcrite") -> Iterator[str]:
    if not feuille.genre:
        yield commentaire(f"Feuille « {feuille.nom} » : {' ; '.join(feuille.remarques)}.")
        return
    yield "[[feuilles]]"
    yield from (commentaire(r) for r in feuille.remarques)
    yield f"nom = {valeur_toml(feuille.nom)}"
    yield f"genre = {valeur_toml(feuille.genre)}"
    if feuille.aide:
        yield f"aide = {valeur_toml(feuille.aide)}"
    yield from feuille.suite
    for table in feuille.tables:
        yield from _table(table)
    for reglage in feuille.reglages:
        yield from _reglage(reglage)


def _table(table: "TableEcrite") -> Iterator[str]:
    yield ""
    yield "[[feuilles.tables]]"
    yield f"nom = {valeur_toml(table.nom)}"
    if table.calculees:
        yield "colonnes_calculees = true"
    if table.lignes:
        yield f"lignes = {table.lignes}"
    yield "[feuilles.tables.colonnes]"
    for colonne in table.colonnes:
        yield from (commentaire(f"{colonne.champ} : {r}") for r in colonne.remarques)
        cles = ", ".join(f"{cle} = {valeur_toml(valeur)}" for cle, valeur in colonne.cles.items())
        yield f"{colonne.champ} = {{ {cles} }}"
    for format_ in table.formats:
        yield ""
        yield "[[feuilles.tables.formats]]"
        yield from (f"{cle} = {valeur_toml(valeur)}" for cle, valeur in format_.items())


def _reglage(reglage: "ReglageReleve") -> Iterator[str]:
    yield ""
    yield "[[feuilles.parametres]]"
    if reglage.formule:
        yield commentaire(f"cette valeur était une formule : ={reglage.formule}")
    if reglage.nom_defini and reglage.nom_defini != reglage.nom:
        yield commentaire(f"nom d'origine : {reglage.nom_defini}")
    yield f"nom = {valeur_toml(reglage.nom)}"
    yield f"libelle = {valeur_toml(reglage.libelle)}"
    yield f"type = {valeur_toml(reglage.type)}"
    if reglage.valeur is not None:
        yield f"valeur = {_valeur_de_reglage(reglage)}"
    if reglage.aide:
        yield f"aide = {valeur_toml(reglage.aide)}"


def _valeur_de_reglage(reglage: "ReglageReleve") -> str:
    valeur = reglage.valeur
    if reglage.type == "date" and isinstance(valeur, float):
        from datetime import date, timedelta

        return (date(1899, 12, 30) + timedelta(days=int(valeur))).isoformat()
    return valeur_toml(valeur)


def commentaire(texte: str) -> str:
    """Texte en commentaire, sur une ligne."""
    return "# " + " ".join("".join(c if c.isprintable() else " " for c in texte).split())


def valeur_toml(valeur: object) -> str:
    """Valeur écrite en TOML : texte, nombre, vrai ou faux, liste.

    >>> valeur_toml("L'été"), valeur_toml(True), valeur_toml([1.0, "a"]), valeur_toml(0.2)
    ('"L\\'été"', 'true', '[1, "a"]', '0.2')
    """
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, list | tuple):
        return "[" + ", ".join(map(valeur_toml, valeur)) + "]"
    if isinstance(valeur, float) and valeur.is_integer() and abs(valeur) < 1e15:
        return str(int(valeur))
    if isinstance(valeur, int | float):
        return repr(valeur)
    return json.dumps(str(valeur), ensure_ascii=False).replace("\x7f", "\\u007f")
