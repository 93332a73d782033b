"""Tables trouvées dans un fichier, et leurs lignes : chacune garde sa place dans le fichier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from tableur.frontiere import Grille, Lignes, lire_table
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, Ou
from tableur.socle.ramassage import sans_ramassage

R = TypeVar("R")

Genre = Literal["table", "nom", "feuille", "fichier"]
Motif = Literal["préambule", "ligne vide", "total", "solde", "pied de page", "autre table"]

_ACCORDS: dict[Motif, tuple[str, str]] = {
    "préambule": ("ligne de préambule", "lignes de préambule"),
    "ligne vide": ("ligne vide", "lignes vides"),
    "total": ("ligne de total", "lignes de total"),
    "solde": ("ligne de solde", "lignes de solde"),
    "pied de page": ("ligne de pied de page", "lignes de pied de page"),
    "autre table": ("ligne d'une autre table", "lignes d'une autre table"),
}


@dataclass(frozen=True, slots=True)
class TableDeFichier:
    """Table trouvée dans un fichier.

    Args:
        nom: Son nom : celui de la table Excel, du nom défini, de la feuille ou du fichier.
        genre: Comment elle a été trouvée : « table », « nom », « feuille » ou « fichier ».
        feuille: Sa feuille, vide dans un fichier texte.
        entete: Numéro de sa ligne d'en-têtes, compté à partir de 1.
        colonnes: Ses en-têtes, de gauche à droite.
        lignes: Nombre de ses lignes de données.
    """

    nom: str
    genre: Genre
    feuille: str
    entete: int
    colonnes: tuple[str, ...]
    lignes: int


@dataclass(frozen=True, slots=True)
class LigneEcartee:
    """Ligne du fichier qui n'est pas une donnée : son numéro, pourquoi, et ce qu'elle contient."""

    numero: int
    motif: Motif
    texte: str


@dataclass(frozen=True, slots=True)
class TableLue:
    """Lignes d'une table, valeurs brutes, avec leur place dans le fichier.

    Args:
        table: La table, telle qu'on la liste.
        fichier: Nom du fichier.
        lignes: Une liste de valeurs brutes par ligne de données.
        numeros: Numéro, dans le fichier, de chaque ligne de données.
        ecartees: Lignes qui ne sont pas des données : préambule, totaux, lignes vides.
        anomalies: Cellules en erreur et formules sans valeur, situées.
    """

    table: TableDeFichier
    fichier: str
    lignes: Grille
    numeros: Sequence[int]
    ecartees: tuple[LigneEcartee, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()

    @property
    def entetes(self) -> tuple[str, ...]:
        """En-têtes, de gauche à droite."""
        return self.table.colonnes

    @property
    def place(self) -> Ou:
        """Fichier et feuille de la table."""
        return Ou(fichier=self.fichier, feuille=self.table.feuille)

    @property
    def en_texte(self) -> bool:
        """Vrai pour une table d'un fichier texte : toutes ses valeurs sont du texte."""
        return self.table.genre == "fichier"

    def ou(self, rang: int, colonne: str = "") -> Ou:
        """Endroit de la ligne de rang donné, et de sa colonne."""
        return self.place.precise(ligne=self.numeros[rang], colonne=colonne)

    def colonne(self, entete: str) -> list[object]:
        """Valeurs brutes d'une colonne, par son en-tête exact.

        Raises:
            ValueError: Aucune colonne ne porte cet en-tête.
        """
        rang = self.entetes.index(entete)
        return [ligne[rang] for ligne in self.lignes]

    @property
    def noms_de_colonnes(self) -> tuple[str, ...]:
        """En-têtes rendus uniques : « Montant », « Montant (2) »."""
        vus: dict[str, int] = {}
        noms: list[str] = []
        for entete in self.entetes:
            nom = entete
            while nom in noms:
                vus[entete] = vus.get(entete, 1) + 1
                nom = f"{entete} ({vus[entete]})"
            noms.append(nom)
        return tuple(noms)

    def en_lignes(self, type_: type[R], libelles: Mapping[str, str] | None = None) -> Lignes[R]:
        """Enregistrements de la table, avec toutes les anomalies situées dans le fichier.

        Args:
            type_: L'enregistrement à lire.
            libelles: En-tête attendu par champ ; sans lui, le nom du champ.
        """
        avant = self.table.entete
        grille: list[Sequence[object]] = [self.entetes, *self.lignes]
        with sans_ramassage():
            lues = lire_table(grille, type_, self.place, libelles or _noms(type_), avant)
        if self.numeros == range(avant + 1, avant + 1 + len(self.lignes)):
            return lues
        vrais = {avant + 1 + rang: numero for rang, numero in enumerate(self.numeros)}
        numeros = [vrais[lues.ou(rang).ligne or 0] for rang in range(len(lues))]
        return Lignes(
            list(lues),
            numeros,
            self.place,
            _vus(lues, type_),
            [_replacee(a, vrais) for a in lues.anomalies],
            lues.lues,
        )

    def ecartees_dites(self) -> list[str]:
        """Ce qui a été écarté, une phrase par motif : « 3 lignes de total »."""
        comptes: dict[Motif, list[int]] = {}
        for ecartee in self.ecartees:
            comptes.setdefault(ecartee.motif, []).append(ecartee.numero)
        return [_dite(motif, numeros) for motif, numeros in comptes.items()]


def _noms(type_: type) -> dict[str, str]:
    """Noms des champs en libellés : la première ligne est alors toujours tenue pour des en-têtes."""
    return {nom: nom for nom in getattr(type_, "__dataclass_fields__", {})}


def _vus(lues: Lignes[R], type_: type[R]) -> dict[str, str]:
    """En-tête de chaque champ, tel que la lecture l'a vu."""
    noms = getattr(type_, "__dataclass_fields__", {})
    return {nom: lues.ou(0, nom).colonne for nom in noms} if len(lues) else {}


def _replacee(anomalie: Anomalie, vrais: Mapping[int, int]) -> Anomalie:
    ligne = anomalie.ou.ligne or 0
    ou = anomalie.ou.precise(ligne=vrais.get(ligne, ligne))
    return Anomalie(anomalie.gravite, ou, anomalie.regle, anomalie.attendu, anomalie.trouve, anomalie.message)


def _dite(motif: Motif, numeros: Sequence[int]) -> str:
    un, plusieurs = _ACCORDS[motif]
    nombre = compte_ecrit(len(numeros), "").strip().removesuffix("s").strip()
    montrees = ", ".join(map(str, numeros[:5])) + (", …" if len(numeros) > 5 else "")
    return f"{nombre} {plusieurs if len(numeros) > 1 else un} (n° {montrees})"
