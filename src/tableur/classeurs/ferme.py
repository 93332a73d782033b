"""Le port des classeurs sur un fichier fermé : il lit un classeur, et en écrit un nouveau d'après son modèle."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from tableur.classeurs.coherence import Cles, avec_les_libelles, cles_de, incoherences
from tableur.classeurs.construction import construire
from tableur.classeurs.contenu import Corps, corps_de
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Feuille, Modele, Table
from tableur.classeurs.reperage import TableTrouvee, reperer
from tableur.classeurs.reprise import contenu_repris, non_repris, reglages_repris
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.frontiere import Lignes, ecrire_cellule, lire_table
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus, refus

R = TypeVar("R")

EXTENSION = ".xlsx"


class ClasseurFerme:
    """Classeur fermé : ses tables se lisent, et un classeur neuf s'écrit à la fin du bloc `with`.

    Le classeur produit suit le modèle : les tables tapées y sont recopiées, les tables calculées sont celles que
    l'action a écrites, à défaut celles de la source, et les réglages sont ceux de la source.
    """

    def __init__(
        self,
        lu: ClasseurLu,
        modele: Modele,
        sortie: Path | None = None,
        *,
        simuler: bool = False,
        remplacer: bool = False,
    ) -> None:
        """Prépare la lecture d'un classeur, et la production d'un autre.

        Args:
            lu: Classeur à lire.
            modele: Son modèle.
            sortie: Classeur .xlsx à produire, autre que le classeur lu.
            simuler: Vrai pour ne rien écrire.
            remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.

        Raises:
            Refus: La sortie ne peut pas être écrite.
        """
        if sortie is not None and not simuler:
            _verifier_la_sortie(lu.chemin, sortie, remplacer=remplacer)
        self.fichier, self.modele, self.sortie, self.simuler = lu.chemin, modele, sortie, simuler
        self.produits: list[Path] = []
        self._remplacer = remplacer
        self._lu = lu
        self._trouvees: dict[str, TableTrouvee | Anomalie] = {}
        self._lignes: dict[type, Lignes[Any]] = {}
        self._ecrites: dict[str, Corps] = {}
        self._mentions: dict[str, str] = {}
        self._poses: dict[str, object] = {}
        self._reglages: dict[str, object] | None = None

    @property
    def anomalies(self) -> tuple[Anomalie, ...]:
        """Anomalies de toutes les tables lues jusqu'ici."""
        return tuple(anomalie for lignes in self._lignes.values() for anomalie in lignes.anomalies)

    def lire(self, type_: type[R]) -> Lignes[R]:
        """Lignes de la table d'un enregistrement, avec toutes leurs anomalies, renvois et doublons compris."""
        if type_ not in self._lignes:
            feuille, table = self.modele.table_lue(type_)
            self._lignes[type_] = self._lire(type_, feuille, table)
        return self._lignes[type_]

    def ecrire(self, type_: type[R], lignes: Sequence[R], *, mention: str = "") -> None:
        """Remplace la table calculée d'un enregistrement ; elle paraîtra dans le classeur produit."""
        if self.sortie is None and not self.simuler:
            message = "Aucun classeur à produire n'a été donné : en indiquer un."
            raise refus(Ou(fichier=self.fichier.name), "sortie absente", message)
        feuille, table = self.modele.table_ecrite(type_)
        self._ecrites[table.nom] = corps_de(table, lignes)
        pluriel = "s" if len(lignes) > 1 else ""
        self._mentions[feuille.nom] = mention or f"Calculé : {len(lignes)} ligne{pluriel}"

    def valeur(self, nom: str) -> object | None:
        """Valeur brute d'un réglage, None s'il est vide ou absent du modèle."""
        if self._reglages is None:
            self._reglages = reglages_repris(self._lu, self.modele)
        return self._poses.get(nom, self._reglages.get(nom))

    def poser(self, nom: str, valeur: object) -> None:
        """Change un réglage dans le classeur produit.

        Raises:
            ErreurTableur: Le modèle n'a pas ce réglage.
        """
        if nom not in self.modele.parametres():
            connus = ", ".join(self.modele.parametres())
            raise ErreurTableur(f"Le réglage « {nom} » n'existe pas ; réglages connus : {connus}.")
        self._poses[nom] = ecrire_cellule(valeur)

    def refuser_les_anomalies(self, autres: Sequence[Anomalie] = ()) -> None:
        """Arrête tout si une table lue, ou l'action elle-même, a trouvé des anomalies.

        Raises:
            Refus: Toutes les anomalies de toutes les tables lues.
        """
        toutes = [*self.anomalies, *autres]
        if any(anomalie.gravite == "refus" for anomalie in toutes):
            raise Refus(toutes)

    def __enter__(self) -> Self:
        """Ouvre le bloc dont les écritures se feront ensemble."""
        return self

    def __exit__(
        self, type_: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Écrit le classeur produit, ou rien si le bloc a échoué, si l'on simule ou s'il y a des anomalies."""
        if erreur is not None or self.simuler or not (self._ecrites or self._poses) or self.sortie is None:
            return
        self.refuser_les_anomalies()
        contenu = contenu_repris(self._lu, self.modele, self._trouver, self._ecrites, self._mentions, self._poses)
        with ecriture_atomique(self.sortie, remplacer=self._remplacer) as provisoire:
            construire(self.modele, provisoire, contenu)
        self.produits.append(self.sortie)

    @property
    def non_repris(self) -> list[str]:
        """Ce que le classeur produit ne reprend pas de la source, une phrase par cas."""
        return non_repris(self._lu, self.modele, self._trouver, set(self._ecrites))

    def _trouver(self, feuille: Feuille, table: Table) -> TableTrouvee | Anomalie:
        if table.nom not in self._trouvees:
            self._trouvees[table.nom] = reperer(self._lu, self.modele, feuille, table)
        return self._trouvees[table.nom]

    def _lire(self, type_: type[R], feuille: Feuille, table: Table) -> Lignes[R]:
        trouvee = self._trouver(feuille, table)
        if isinstance(trouvee, Anomalie):
            return Lignes([], [], trouvee.ou, table.libelles, [trouvee])
        ou = Ou(fichier=self.fichier.name, feuille=trouvee.feuille)
        lignes = lire_table(trouvee.grille, type_, ou, table.libelles, trouvee.entete + 1)
        nouvelles = incoherences(trouvee, ou, table, self._cles)
        if not nouvelles and not lignes.anomalies:
            return lignes
        dites = [avec_les_libelles(anomalie, table) for anomalie in lignes.anomalies]
        toutes = sorted([*dites, *nouvelles], key=lambda anomalie: anomalie.ou.ligne or 0)
        numeros = [lignes.ou(rang).ligne or 0 for rang in range(len(lignes))]
        libelles = {c.nom: trouvee.libelle(c.nom) or c.libelle for c in table.colonnes}
        return Lignes(list(lignes), numeros, ou, libelles, toutes, lignes.lues)

    def _cles(self, enregistrement: str) -> Cles | None:
        visee = self.modele.table_nommee(enregistrement)
        if visee is None:
            return None
        trouvee = self._trouver(*visee)
        return None if isinstance(trouvee, Anomalie) else cles_de(visee[1], trouvee)


def _verifier_la_sortie(fichier: Path, sortie: Path, *, remplacer: bool) -> None:
    ou = Ou(fichier=sortie.name)
    if sortie.suffix.lower() != EXTENSION:
        message = f"Le classeur produit porte l'extension {EXTENSION}."
        raise refus(ou, "extension", message, attendu=EXTENSION, trouve=sortie.suffix)
    if sortie.resolve() == fichier.resolve():
        message = "Le classeur produit remplacerait celui qui est lu : lui donner un autre nom."
        raise refus(ou, "même fichier", message)
    verifier_ecriture(sortie, remplacer=remplacer)
