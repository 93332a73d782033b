"""Tableau de bord d'un classeur de tableur, réécrit dans sa déclaration avec les noms qu'y ont ses tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from tableur.classeurs.bord.modele import Indicateur
from tableur.classeurs.declaration import TYPES
from tableur.classeurs.modeles import Feuille, Graphique, Modele
from tableur.classeurs.vie.declaration_ecrite import valeur_toml
from tableur.classeurs.vie.formules_declarees import TableNommee
from tableur.classeurs.vie.reglages_releves import ReglageReleve
from tableur.frontiere import plier

Nommer = Callable[[str], str]
_COLONNES = ("valeurs", "dates", "objectifs", "dates_des_objectifs", "tendance")


@dataclass(frozen=True)
class BordConnu:
    """Tableau de bord du modèle que nomme le classeur, et la feuille qui le porte.

    Args:
        modele: Le modèle.
        feuille: Sa feuille de tableau de bord.
    """

    modele: Modele
    feuille: Feuille

    def reglages(self, releves: list[ReglageReleve]) -> list[ReglageReleve]:
        """Le mois choisi et le commentaire, avec le type que le modèle leur donne."""
        voulus = {p.nom: p for p in self.feuille.parametres}
        types = {id(type_): nom for nom, type_ in TYPES.items()}
        return [
            replace(
                r,
                nom=r.nom_defini,
                libelle=voulus[r.nom_defini].libelle,
                type=types[id(voulus[r.nom_defini].type)],
                aide=voulus[r.nom_defini].aide,
                valeur=r.valeur or None,
            )
            for r in releves
            if r.feuille == self.feuille.nom and r.nom_defini in voulus
        ]

    def lignes_de(self, nommee: TableNommee) -> int:
        """Nombre de lignes d'une table qui en a toujours autant, 0 pour les autres."""
        trouvee = self.modele.table_nommee(nommee.nom_excel.removeprefix("Table_"))
        return trouvee[1].lignes if trouvee is not None else 0

    def section(self, tables: list[TableNommee]) -> list[str]:
        """Lignes TOML de la feuille : commande, tableau, indicateurs, graphiques ; vide si une table manque."""
        noms = self._noms(tables)
        tableau = self.feuille.tableau
        if tableau is None:
            return []
        citees = {*tableau.comptees, *(c for i in tableau.indicateurs for c in i.colonnes())}
        citees |= {f"{g.table}.{champ}" for g in self.feuille.graphiques for champ in _champs(g)}
        return list(self._toml(noms)) if citees <= set(noms) else []

    def _noms(self, tables: list[TableNommee]) -> dict[str, str]:
        """Colonne déclarée de chaque colonne du modèle."""
        par_nom = {t.nom_excel.casefold(): t for t in tables if t.nom_excel}
        noms = {}
        for _, table in self.modele.tables():
            nommee = par_nom.get(f"table_{table.nom}".casefold())
            for colonne in table.colonnes if nommee is not None else ():
                champ = nommee.entetes.get(plier(colonne.libelle)) if nommee is not None else None
                if nommee is not None and champ is not None:
                    noms[f"{table.nom}.{colonne.nom}"] = f"{nommee.nom}.{champ}"
        return noms

    def _toml(self, noms: Mapping[str, str]) -> Iterator[str]:
        tableau = self.feuille.tableau
        if tableau is None:
            return
        yield f"commande = {valeur_toml(self.feuille.commande)}"
        yield ""
        yield "[feuilles.tableau]"
        for cle in ("mois", "au", "commentaire", "premier_mois", "tolerance"):
            if getattr(tableau, cle):
                yield f"{cle} = {valeur_toml(getattr(tableau, cle))}"
        yield f"mois_proposes = {tableau.mois_proposes}"
        yield f"comptees = {_table({noms[c]: nom for c, nom in tableau.comptees.items()})}"
        for indicateur in tableau.indicateurs:
            yield ""
            yield "[[feuilles.tableau.indicateurs]]"
            yield from _indicateur(indicateur, noms)
        for graphique in self.feuille.graphiques:
            yield ""
            yield "[[feuilles.graphiques]]"
            yield from _graphique(graphique, noms)


def _indicateur(indicateur: Indicateur, noms: Mapping[str, str]) -> Iterator[str]:
    types = {id(type_): nom for nom, type_ in TYPES.items()}
    for champ in fields(indicateur):
        valeur = getattr(indicateur, champ.name)
        if champ.name == "type":
            yield f"type = {valeur_toml(types[id(valeur)])}"
        elif champ.name in _COLONNES and valeur:
            yield f'{champ.name} = "{{{noms[valeur]}}}"'
        elif champ.name == "ou" and valeur:
            yield f"ou = {_table({noms[colonne]: texte for colonne, texte in valeur.items()})}"
        elif champ.name not in ("ou", *_COLONNES):
            yield f"{champ.name} = {valeur_toml(valeur)}"


def _graphique(graphique: Graphique, noms: Mapping[str, str]) -> Iterator[str]:
    table = noms[f"{graphique.table}.{graphique.valeurs}"].partition(".")[0]
    dits = {c: noms[f"{graphique.table}.{c}"].partition(".")[2] for c in _champs(graphique)}
    yield f"genre = {valeur_toml(graphique.genre)}"
    yield f"titre = {valeur_toml(graphique.titre)}"
    yield f"table = {valeur_toml(table)}"
    yield f"categories = {valeur_toml(dits[graphique.categories])}"
    yield f"valeurs = {valeur_toml([dits[c] for c in (graphique.valeurs, *graphique.suivantes)])}"
    if graphique.courbe:
        yield f"courbe = {valeur_toml(dits[graphique.courbe])}"
    if graphique.au_plus:
        yield f"au_plus = {graphique.au_plus}"


def _champs(graphique: Graphique) -> list[str]:
    tous = (graphique.categories, graphique.valeurs, *graphique.suivantes, graphique.courbe)
    return [champ for champ in tous if champ]


def _table(textes: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{valeur_toml(cle)} = {valeur_toml(texte)}" for cle, texte in textes.items()) + " }"


def bord_connu(modele: Modele | None, feuilles: list[str]) -> BordConnu | None:
    """Tableau de bord du modèle livré que suit un classeur, s'il en a encore la feuille."""
    bord = modele.bord() if modele is not None else None
    if modele is None or bord is None or bord.nom not in feuilles:
        return None
    return BordConnu(modele, bord)
