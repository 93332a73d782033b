"""Mise en page d'une feuille : titre, mention, volets, largeurs, impression."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.contenu import Corps
from tableur.classeurs.formules import Place, lettre_de_colonne, nom_de_feuille
from tableur.classeurs.modeles import Colonne, Feuille, Modele, Table

A4 = 9
LIGNE_DE_MENTION = 1
_COLONNES_DE_TITRE = 70  # caractères laissés au titre avant le premier renvoi vers une autre table
_COLONNES_SANS_FIGER = 9
_LARGEUR_DE_PAGE = 275.0  # caractères d'une page imprimée : au-delà, la police descend sous six points
HAUTEUR_DE_LIGNE = 15.0


class Atelier:
    """Classeur en construction : ses formats, créés une seule fois, et la place de ses tables."""

    def __init__(self, classeur: Any, modele: Modele, toutes: dict[str, Place]) -> None:
        """Prépare la construction.

        Args:
            classeur: Le classeur de XlsxWriter.
            modele: Le modèle.
            toutes: Place de chaque table.
        """
        self.classeur, self.modele, self.places = classeur, modele, toutes
        self.empreintes: dict[str, tuple[int, float]] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, proprietes: Mapping[str, Any]) -> Any:
        """Format de cellule de ces propriétés."""
        cle = tuple(sorted(proprietes.items()))
        if cle not in self._formats:
            self._formats[cle] = self.classeur.add_format(dict(proprietes))
        return self._formats[cle]

    def ajouter(self, nom: str, genre: str = "", classe: type | None = None) -> Any:
        """Nouvel onglet, à l'impression réglée : A4 en paysage, une page de large, « page n/N »."""
        onglet = self.classeur.add_worksheet(nom, classe)
        onglet.set_landscape()
        onglet.set_paper(A4)
        onglet.fit_to_pages(1, 0)
        onglet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        onglet.set_footer("&L&9&A&C&9" + self.modele.titre.replace("&", "&&") + "&R&9page &P/&N")
        if genre in styles.ONGLETS:
            onglet.set_tab_color(styles.ONGLETS[genre])
        if genre != "S":
            onglet.hide_gridlines(2)
        return onglet


def habiller(atelier: Atelier, onglet: Any, feuille: Feuille) -> None:
    """Titre, largeurs, volets figés et lignes répétées d'une feuille de tables."""
    onglet.write_string(0, 0, feuille.nom, atelier.format(styles.TITRE))
    onglet.set_row(0, 24)
    _regler_les_largeurs(atelier, onglet, feuille)
    longue = max(feuille.tables, key=lambda table: atelier.places[table.nom].lignes)
    entete = atelier.places[longue.nom].entete
    onglet.repeat_rows(entete)
    reperes = _colonnes_de_repere(longue)
    if longue is feuille.tables[0]:
        onglet.freeze_panes(entete + 1, reperes if len(longue.colonnes) > _COLONNES_SANS_FIGER else 0)
    pages = _pages_de_large(feuille, reperes)
    if pages > 1:
        onglet.fit_to_pages(pages, 0)
        onglet.repeat_columns(0, reperes - 1)
    for table in feuille.tables[1:]:
        _poser_le_titre(atelier, onglet, feuille, table)


def _colonnes_de_repere(table: Table) -> int:
    """Nombre de colonnes qui disent de qui ou de quoi parle une ligne : jusqu'au nom, sinon la première."""
    noms = [colonne.nom for colonne in table.colonnes[:4]]
    return noms.index("nom") + 1 if "nom" in noms else 1


def _pages_de_large(feuille: Feuille, reperes: int) -> int:
    """Pages qu'il faut, côte à côte, pour lire une feuille imprimée ; chacune répète les colonnes de repère."""
    masquees = {rang for t in feuille.tables for rang, colonne in enumerate(t.colonnes) if colonne.masquee}
    largeurs = [largeur for rang, largeur in largeurs_de(feuille).items() if rang not in masquees]
    total, repete, pages = sum(largeurs), sum(largeurs[:reperes]), 1
    while (total + repete * (pages - 1)) / pages > _LARGEUR_DE_PAGE:
        pages += 1
    return pages


def hauteur_d_entete(colonnes: tuple[Colonne, ...], largeurs: Mapping[int, float]) -> float:
    """Hauteur d'une ligne d'en-têtes où chaque libellé tient dans sa colonne, à côté du bouton du filtre."""
    lignes = max(lignes_de_texte(c.libelle, largeurs[rang] - 2) for rang, c in enumerate(colonnes))
    return HAUTEUR_DE_LIGNE * lignes + 4


def hauteurs_des_lignes(table: Table, corps: Corps) -> list[float]:
    """Hauteur des lignes d'une table qui a de longs textes, en points ; vide si elle n'en a pas.

    Args:
        table: La table.
        corps: Ses valeurs.
    """
    longues = [(c.largeur, corps.colonnes.get(c.nom, ())) for c in table.colonnes if c.a_la_ligne]
    if not longues:
        return []
    return [
        HAUTEUR_DE_LIGNE
        * max(lignes_de_texte(str(valeurs[rang] or ""), largeur * 1.15) for largeur, valeurs in longues if valeurs)
        for rang in range(corps.lignes)
    ]


@lru_cache(maxsize=4096)
def lignes_de_texte(texte: str, largeur: float) -> int:
    """Nombre de lignes que prend un texte coupé entre ses mots.

    Args:
        texte: Le texte.
        largeur: Largeur de la cellule, en caractères.
    """
    place = max(largeur / 1.1, 3.0)  # les caractères gras ou larges dépassent la largeur moyenne
    lignes, prise = 1, 0.0
    for mot in texte.split():
        if prise and prise + 1 + len(mot) > place:
            lignes, prise = lignes + 1, 0.0
        prise += len(mot) + (1 if prise else 0)
        lignes += int((prise - 0.01) // place)
        prise %= place
    return lignes


def largeurs_de(feuille: Feuille) -> dict[int, float]:
    """Largeur de chaque colonne d'une feuille, la plus grande que demandent ses tables."""
    largeurs: dict[int, float] = {}
    for table in feuille.tables:
        for rang, colonne in enumerate(table.colonnes):
            largeurs[rang] = max(largeurs.get(rang, 0.0), colonne.largeur)
    return largeurs


def _regler_les_largeurs(atelier: Atelier, onglet: Any, feuille: Feuille) -> None:
    seule = feuille.tables[0] if len(feuille.tables) == 1 else None
    for rang, largeur in largeurs_de(feuille).items():
        format_, options = None, {}
        if seule is not None:
            colonne = seule.colonnes[rang]
            propriete = styles.format_de_vue(colonne) if feuille.genre == "V" else styles.format_de_nombre(colonne)
            format_ = atelier.format({"num_format": propriete}) if propriete else None
            options = {"hidden": True} if colonne.masquee else {}
        onglet.set_column(rang, rang, largeur, format_, options)


def _poser_le_titre(atelier: Atelier, onglet: Any, feuille: Feuille, table: Table) -> None:
    """Titre d'une table qui n'est pas la première, et renvoi vers elle en haut de la feuille."""
    place = atelier.places[table.nom]
    ligne = place.entete - 1 - table.a_des_totaux
    titre = table.titre or table.nom
    onglet.write_string(ligne, 0, titre, atelier.format(styles.SOUS_TITRE))
    onglet.set_row(ligne, 20)
    cumul, rang = 0.0, 0
    for rang, largeur in largeurs_de(feuille).items():  # noqa: B007 - le rang sert après la boucle
        if cumul >= _COLONNES_DE_TITRE:
            break
        cumul += largeur
    adresse = f"internal:{nom_de_feuille(feuille.nom)}!{lettre_de_colonne(0)}{ligne + 1}"
    texte = f"{titre} : plus bas, ligne {ligne + 1}"
    onglet.write_url(0, rang, adresse, atelier.format(styles.LIEN), texte)
