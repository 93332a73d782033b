"""Le port des classeurs sur un fichier fermé : il le lit, et y met ce que l'action écrit, sans rien en perdre."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from tableur.classeurs.coherence import Cles, avec_les_libelles, cles_de, incoherences
from tableur.classeurs.construction import construire
from tableur.classeurs.contenu import Corps, corps_de
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Feuille, Modele, Table
from tableur.classeurs.port import Mode
from tableur.classeurs.recalcul import completer
from tableur.classeurs.remplissage import Ecritures, remplir
from tableur.classeurs.reperage import TableTrouvee, reperer
from tableur.classeurs.reprise import contenu_repris, non_repris, reglages_repris
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.frontiere import Lignes, ecrire_cellule, lire_table
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus, refus

R = TypeVar("R")

MODIFIABLES = {".xlsx", ".xlsm"}


class ClasseurFerme:
    """Classeur fermé : ses tables se lisent, et ce que l'action écrit y est mis à la fin du bloc `with`.

    Un .xlsx ou un .xlsm est rempli sans rien perdre : sur place, après une copie, ou dans une sortie. D'un .ods,
    et d'un classeur à qui manque une feuille calculée, on ne peut que tirer un classeur neuf, qui suit le modèle :
    ses tables y sont recopiées.
    """

    def __init__(
        self,
        lu: ClasseurLu,
        modele: Modele,
        sortie: Path | None = None,
        *,
        simuler: bool = False,
        remplacer: bool = False,
        recalculer: bool = True,
    ) -> None:
        """Prépare la lecture d'un classeur, et son remplissage.

        Args:
            lu: Classeur à lire.
            modele: Son modèle.
            sortie: Classeur à produire ; None pour remplir le classeur lui-même.
            simuler: Vrai pour ne rien écrire.
            remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.
            recalculer: Faux pour laisser au tableur les formules dont la valeur n'est plus connue.

        Raises:
            Refus: La sortie, ou le classeur lui-même, ne peut pas être écrit.
        """
        self.fichier, self.modele, self.sortie, self.simuler = lu.chemin, modele, sortie, simuler
        if sortie is not None and not simuler:
            _verifier_la_sortie(lu.chemin, sortie, remplacer=remplacer)
        self.produits: list[Path] = []
        self.formules_sans_valeur = 0
        self._remplacer, self._recalculer = remplacer, recalculer
        self._lu = lu
        self._trouvees: dict[str, TableTrouvee | Anomalie] = {}
        self._lignes: dict[type, Lignes[Any]] = {}
        self._ecrites: dict[str, Corps] = {}
        self._modes: dict[str, Mode] = {}
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

    def _verifier_la_place(self) -> None:
        """Refuse, avant la fin du bloc, d'écrire dans un classeur qui ne se remplit pas sur place."""
        if self.sortie is None and not self.simuler:
            if self.fichier.suffix.lower() not in MODIFIABLES:
                raise Refus([_sortie_attendue(self.fichier)])
            verifier_ecriture(self.fichier, remplacer=True)

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
        if self._se_remplit:
            self._remplir()
        else:
            self._refaire()

    @property
    def _se_remplit(self) -> bool:
        """Vrai si tout ce qui est écrit a sa place dans le classeur lu."""
        return self.fichier.suffix.lower() in MODIFIABLES and not self._feuilles_absentes

    @property
    def _feuilles_absentes(self) -> list[Anomalie]:
        ecrites = [(f, t) for f, t in self.modele.tables() if t.nom in self._ecrites]
        return [trouvee for f, t in ecrites if isinstance(trouvee := self._trouver(f, t), Anomalie)]

    def _remplir(self) -> None:
        """Met les écritures dans le classeur lu, ou dans une copie de lui."""
        ouvert = self._lu.ouvert
        ecritures = Ecritures(self._ecrites, self._modes, self._mentions, self._poses)
        retouche = remplir(self._lu, self.modele, self._trouver, ecritures)
        if self.sortie is None and not retouche.a_change:
            return
        retouche.finir()
        if retouche.formules_sans_valeur and self._recalculer and not ouvert.est_chiffre:
            completer(retouche, self.fichier.suffix)
        self.formules_sans_valeur = retouche.formules_sans_valeur
        copie = (
            ouvert.remplacement() if self.sortie is None else ouvert.copie(self.sortie, remplacer=self._remplacer)
        )
        with copie as flux:
            retouche.ecrire_dans(flux)
        self.produits.append(self.sortie or self.fichier)

    def _refaire(self) -> None:
        """Tire de la source un classeur neuf, qui suit le modèle."""
        fondues = any(mode != "remplacer" for mode in self._modes.values())
        if self.sortie is None or self.sortie.suffix.lower() != ".xlsx" or fondues:
            conseil = "donner une sortie en .xlsx, ou lancer « tableur classeur mettre-a-jour »"
            manques = [replace(a, message=f"{a.message} ; {conseil}") for a in self._feuilles_absentes]
            raise Refus(manques or [_sortie_attendue(self.fichier)])
        contenu = contenu_repris(self._lu, self.modele, self._trouver, self._ecrites, self._mentions, self._poses)
        with ecriture_atomique(self.sortie, remplacer=self._remplacer) as provisoire:
            construire(self.modele, provisoire, contenu)
        self.produits.append(self.sortie)

    @property
    def non_repris(self) -> list[str]:
        """Ce qu'un classeur refait d'après le modèle ne reprend pas de sa source, une phrase par cas."""
        if self._se_remplit:
            return []
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


def _sortie_attendue(fichier: Path) -> Anomalie:
    message = "Ce format se lit, mais ne se remplit pas : donner une sortie en .xlsx."
    return Anomalie("refus", Ou(fichier=fichier.name), "format", ".xlsx", fichier.suffix, message)


def _verifier_la_sortie(fichier: Path, sortie: Path, *, remplacer: bool) -> None:
    """Refuse, avant tout calcul, une sortie qui ne pourra pas être écrite."""
    extension = fichier.suffix.lower()
    attendue = extension if extension in MODIFIABLES else ".xlsx"
    if sortie.suffix.lower() != attendue:
        message = f"Le classeur produit porte l'extension {attendue}."
        raise refus(Ou(fichier=sortie.name), "extension", message, attendu=attendue, trouve=sortie.suffix)
    if sortie.resolve() == fichier.resolve():
        message = "La sortie est le classeur lu lui-même : ne pas en donner pour le remplir sur place."
        raise refus(Ou(fichier=sortie.name), "même fichier", message)
    verifier_ecriture(sortie, remplacer=remplacer)
