"""Ce que tout classeur d'un modèle a en commun, fermé ou ouvert : lire ses tables, recueillir ce qu'on y écrit."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from tableur.classeurs.coherence import Cles, avec_les_libelles, cles_de, incoherences
from tableur.classeurs.contenu import Corps, corps_de
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Feuille, Modele, Table
from tableur.classeurs.port import Mode
from tableur.classeurs.remplissage import Ecritures
from tableur.classeurs.reperage import TableTrouvee, reperer
from tableur.classeurs.reprise import reglages_repris
from tableur.frontiere import Lignes, ecrire_cellule, lire_table
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus

R = TypeVar("R")


class ClasseurDeModele(ABC):
    """Classeur dont un modèle dit les tables : il les lit, et recueille ce que l'action écrit.

    Celui qui en hérite dit où va ce qui est recueilli (`_ecrire_tout`), et refuse d'avance un classeur où rien ne
    peut être écrit (`_verifier_la_place`).
    """

    def __init__(self, lu: ClasseurLu, modele: Modele, *, simuler: bool = False) -> None:
        """Prépare la lecture d'un classeur.

        Args:
            lu: Classeur à lire.
            modele: Son modèle.
            simuler: Vrai pour ne rien écrire.
        """
        self.fichier, self.modele, self.simuler = lu.chemin, modele, simuler
        self._lu = lu
        self._trouvees: dict[str, TableTrouvee | Anomalie] = {}
        self._lignes: dict[type, Lignes[Any]] = {}
        self._ecrites: dict[str, Corps] = {}
        self._modes: dict[str, Mode] = {}
        self._mentions: dict[str, str] = {}
        self._poses: dict[str, object] = {}
        self._reglages: dict[str, object] | None = None

    @property
    def sur_place(self) -> bool:
        """Vrai si ce que l'action écrit va dans le classeur lu lui-même."""
        return True

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

    def ecrire(self, type_: type[R], lignes: Sequence[R], *, mention: str = "", mode: Mode = "remplacer") -> None:
        """Écrit la table d'un enregistrement, à la fin du bloc."""
        self._verifier_la_place()
        feuille, table = self.modele.table_ecrite(type_) if mode == "remplacer" else self.modele.table_lue(type_)
        self._ecrites[table.nom] = corps_de(table, lignes)
        self._modes[table.nom] = mode
        if feuille.genre == "V":
            self._mentions[feuille.nom] = mention or f"Calculé : {compte_ecrit(len(lignes), 'ligne')}"

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
        self._verifier_la_place()
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
        """Écrit tout, ou rien si le bloc a échoué, si l'on simule ou s'il y a des anomalies."""
        if erreur is not None or self.simuler or not (self._ecrites or self._poses):
            return
        self.refuser_les_anomalies()
        self._ecrire_tout()

    @property
    def _ecritures(self) -> Ecritures:
        return Ecritures(self._ecrites, self._modes, self._mentions, self._poses)

    @abstractmethod
    def _verifier_la_place(self) -> None:
        """Refuse, avant la fin du bloc, d'écrire là où ce serait impossible."""

    @abstractmethod
    def _ecrire_tout(self) -> None:
        """Écrit ensemble tout ce qui a été recueilli."""

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
