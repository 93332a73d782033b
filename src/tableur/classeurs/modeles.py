"""Le modèle d'un classeur : ce que sa déclaration dit des feuilles, des tables, des colonnes et des réglages."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from tableur.classeurs.bord.modele import TableauDeBord
from tableur.frontiere import metadonnees, type_simple
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.grandeurs import Cle, Renvoi, Unite

Genre = Literal["S", "V", "P"]
Cloture = Literal["garder", "vider", "reporter"]
GenreDeGraphique = Literal["barres", "pareto", "colonnes", "lignes", "anneau", "combine"]

LIGNES_PREVUES = 10_000  # lignes de feuille que les listes, les contrôles et les formules couvrent d'avance
LIGNES_DE_GRAPHIQUE = 16  # lignes de feuille qu'un graphique occupe, à droite de sa table
LARGEUR_DE_BOUTON = 3.6  # centimètres
PREMIER_ENTETE = 3  # rang de la ligne d'en-têtes : titre, mention et totaux la précèdent


@dataclass(frozen=True, slots=True)
class Colonne:
    """Colonne d'une table.

    Args:
        nom: Nom du champ de l'enregistrement.
        type: Type annoté du champ.
        libelle: En-tête que la personne voit.
        largeur: Largeur en caractères.
        aide: Commentaire de l'en-tête.
        liste: Libellé de chaque valeur admise, ou libellés proposés.
        formule: Formule native, vide si la colonne est tapée ou écrite.
        total: Vrai si la ligne de totaux en donne la somme.
        masquee: Vrai pour une colonne présente mais cachée.
        obligatoire: Vrai si la feuille exige une valeur que l'enregistrement n'exige pas.
        a_la_ligne: Vrai pour un texte long, qui passe à la ligne dans sa cellule.
        decimales: Nombre de décimales montrées au plus, None pour celles de l'unité.
        personnelle: Vrai pour une donnée personnelle, que « figer » retire.
        liste_de: Colonne « Table.champ » d'où viennent les valeurs proposées, vide s'il n'y en a pas.
    """

    nom: str
    type: Any
    libelle: str
    largeur: float
    aide: str = ""
    liste: Mapping[str, str] = field(default_factory=dict)
    formule: str = ""
    total: bool = False
    masquee: bool = False
    obligatoire: bool = False
    a_la_ligne: bool = False
    decimales: int | None = None
    personnelle: bool = False
    liste_de: str = ""

    @property
    def simple(self) -> Any:
        """Type Python sous les annotations."""
        return type_simple(self.type)

    @property
    def est_un_nombre(self) -> bool:
        """Vrai pour une colonne de nombres."""
        return self.simple in (Decimal, int)

    @property
    def unite(self) -> Unite | None:
        """Unité du nombre, s'il en a une."""
        return next((m for m in metadonnees(self.type) if isinstance(m, Unite)), None)

    @property
    def renvoi(self) -> str:
        """Nom de l'enregistrement visé par un renvoi, vide s'il n'y en a pas."""
        return next((m.table for m in metadonnees(self.type) if isinstance(m, Renvoi)), "")

    @property
    def est_cle(self) -> bool:
        """Vrai pour la colonne qui désigne la ligne."""
        return any(isinstance(m, Cle) for m in metadonnees(self.type))


@dataclass(frozen=True, slots=True)
class FormatConditionnel:
    """Mise en forme des lignes qui vérifient une condition ; `colonnes` vide vaut pour toute la ligne."""

    quand: str
    style: str
    colonnes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Table d'une feuille ; son nom est celui de l'enregistrement, ou celui que la déclaration lui donne.

    Args:
        nom: Son nom.
        type: Son enregistrement, None si la déclaration donne ses types.
        titre: Titre d'une table qui n'est pas la première de sa feuille.
        colonnes: Ses colonnes.
        formats: Ses formats conditionnels.
        colonnes_calculees: Vrai pour une table tapée dont des colonnes sont des formules.
        a_la_cloture: Ce que devient une table tapée au nouvel exercice ; None laisse le moteur décider.
        lignes: Nombre de lignes d'une table calculée qui en a toujours autant ; 0 si elle suit ses données.
    """

    nom: str
    type: Any
    titre: str
    colonnes: tuple[Colonne, ...]
    formats: tuple[FormatConditionnel, ...] = ()
    colonnes_calculees: bool = False
    a_la_cloture: Cloture | None = None
    lignes: int = 0

    def colonne(self, nom: str) -> Colonne:
        """Colonne d'un champ."""
        return next(colonne for colonne in self.colonnes if colonne.nom == nom)

    @property
    def libelles(self) -> dict[str, str]:
        """En-tête de chaque champ."""
        return {colonne.nom: colonne.libelle for colonne in self.colonnes}

    @property
    def a_des_totaux(self) -> bool:
        """Vrai si une colonne porte un total."""
        return any(colonne.total for colonne in self.colonnes)


@dataclass(frozen=True, slots=True)
class Graphique:
    """Graphique d'une table, posé à sa droite, ou sur un tableau de bord.

    Args:
        genre: « barres » horizontales, « colonnes », « lignes », « anneau », « combine » (colonnes et courbe) ou
            « pareto » (colonnes et courbe des parts cumulées).
        titre: Son titre ; sur un tableau de bord, « {mois} » y est le mois choisi.
        table: Table dont il montre des colonnes.
        categories: Colonne des étiquettes.
        valeurs: Colonne des valeurs.
        courbe: Colonne de la courbe d'un « combine » ou d'un « pareto ».
        suivantes: Autres colonnes de valeurs.
        au_plus: Nombre de lignes montrées au plus, 0 pour toutes.
    """

    genre: GenreDeGraphique
    titre: str
    table: str
    categories: str
    valeurs: str
    courbe: str = ""
    suivantes: tuple[str, ...] = ()
    au_plus: int = 0


@dataclass(frozen=True, slots=True)
class Parametre:
    """Réglage de la feuille Paramètres ; `nom` est le nom défini de sa cellule et l'option des commandes."""

    nom: str
    libelle: str
    type: Any
    valeur: object
    aide: str = ""
    liste: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feuille:
    """Feuille d'un classeur : S (saisie), V (vue calculée) ou P (réglages).

    Args:
        nom: Nom de l'onglet.
        genre: « S », « V » ou « P ».
        aide: Phrase sous le titre d'une feuille S ou P.
        commande: Commande qui remplit une feuille V.
        sources: Tables tapées dont une feuille V dépend.
        tables: Ses tables, de haut en bas.
        graphiques: Ses graphiques.
        parametres: Ses réglages, pour une feuille P.
        protegee: Vrai pour une feuille V que l'on ne change pas par mégarde ; sans mot de passe.
        tableau: Son tableau de bord, si c'en est un ; elle n'a alors pas de table.
    """

    nom: str
    genre: Genre
    aide: str = ""
    commande: str = ""
    sources: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    graphiques: tuple[Graphique, ...] = ()
    parametres: tuple[Parametre, ...] = ()
    protegee: bool = False
    tableau: TableauDeBord | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Règle appliquée par le classeur, et le texte ou l'usage d'où elle vient."""

    regle: str
    source: str
    verifie_le: str = ""


@dataclass(frozen=True, slots=True)
class Bouton:
    """Bouton d'un classeur .ods ou .xlsm, et ligne du menu « Tableur » de Calc ; le .xlsx n'en porte pas.

    Args:
        action: Ce qu'il lance : une action du catalogue, ou « verifier », « pourquoi », « annuler ».
        libelle: Ce qui y est écrit.
        feuilles: Feuilles qui le portent.
        cellule: Cellule sur laquelle il est posé, la même dans chaque feuille.
        aide: Phrase montrée quand la souris s'y arrête.
        largeur: Largeur, en centimètres.
    """

    action: str
    libelle: str
    feuilles: tuple[str, ...]
    cellule: str
    aide: str = ""
    largeur: float = LARGEUR_DE_BOUTON


@dataclass(frozen=True, slots=True)
class Modele:
    """Modèle d'un classeur, lu dans sa déclaration.

    Args:
        nom: Nom du modèle, celui de sa déclaration : « stocks ».
        titre: Titre du classeur.
        version: Numéro de version du modèle.
        feuilles: Ses feuilles, dans l'ordre des onglets.
        mode_d_emploi: Paragraphes de la feuille « Lisez-moi ».
        sources: Lignes de la feuille « Sources ».
        boutons: Ses boutons, dans l'ordre du menu.
    """

    nom: str
    titre: str
    version: int
    feuilles: tuple[Feuille, ...]
    mode_d_emploi: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    boutons: tuple[Bouton, ...] = ()

    def tables(self) -> Iterator[tuple[Feuille, Table]]:
        """Toutes les tables, avec leur feuille."""
        return ((feuille, table) for feuille in self.feuilles for table in feuille.tables)

    @property
    def familles(self) -> list[str]:
        """Familles de calculs dont viennent ses tables, celle qui en a le plus d'abord : « paie »."""
        types = [table.type for _, table in self.tables() if table.type is not None]
        comptes = Counter(famille for type_ in types for famille in type_.__module__.split(".")[2:3])
        return [famille for famille, _ in comptes.most_common()]

    def parametres(self) -> dict[str, Parametre]:
        """Tous les réglages, par nom."""
        return {p.nom: p for feuille in self.feuilles for p in feuille.parametres}

    def bord(self) -> Feuille | None:
        """Feuille du tableau de bord, s'il y en a une."""
        return next((feuille for feuille in self.feuilles if feuille.tableau is not None), None)

    def table_lue(self, type_: type) -> tuple[Feuille, Table]:
        """Table d'où se lit un enregistrement : celle de la saisie s'il y en a une.

        Raises:
            ErreurTableur: Aucune table du modèle ne le porte.
        """
        trouvees = [(f, t) for f, t in self.tables() if t.type is type_]
        if not trouvees:
            raise self._sans_table(type_)
        return min(trouvees, key=lambda paire: paire[0].genre != "S")

    def table_ecrite(self, type_: type) -> tuple[Feuille, Table]:
        """Table V où s'écrit un enregistrement.

        Raises:
            ErreurTableur: Aucune feuille V du modèle ne le porte.
        """
        for feuille, table in self.tables():
            if table.type is type_ and feuille.genre == "V":
                return feuille, table
        raise self._sans_table(type_)

    def table_nommee(self, nom: str) -> tuple[Feuille, Table] | None:
        """Table de ce nom ; un nom d'enregistrement désigne d'abord sa table de saisie."""
        for feuille, table in self.tables():
            if table.nom == nom:
                return feuille, table
        return None

    def _sans_table(self, type_: type) -> ErreurTableur:
        return ErreurTableur(f"Le modèle « {self.nom} » n'a pas de table pour {type_.__name__}.")
