"""Le port des classeurs sur un classeur ouvert : il le lit par l'hôte, et y met ce que l'action écrit, ou rien."""

from collections.abc import Sequence
from typing import TypeVar

from tableur.classeurs import fraicheur
from tableur.classeurs.classeur_de_modele import ClasseurDeModele
from tableur.classeurs.modeles import Modele, Table
from tableur.classeurs.port import Mode
from tableur.classeurs.remplissage import places_du_classeur
from tableur.classeurs.reperage import TableTrouvee
from tableur.liaisons.bouton.ecriture import EcritureDeTable
from tableur.liaisons.bouton.hote import Zone
from tableur.liaisons.bouton.lecture import ClasseurOuvertLu
from tableur.liaisons.bouton.retour import Releve, Retour
from tableur.socle.erreurs import Anomalie, Ou, Refus, refus

R = TypeVar("R")


class ClasseurVivant(ClasseurDeModele):
    """Classeur ouvert dans Excel ou Calc : rien n'y est écrit avant la fin du bloc, et alors tout, ou rien."""

    def __init__(self, lu: ClasseurOuvertLu, modele: Modele, *, simuler: bool = False) -> None:
        """Prépare la lecture du classeur ouvert.

        Args:
            lu: Le classeur ouvert, lu par son hôte.
            modele: Son modèle.
            simuler: Vrai pour ne rien écrire.
        """
        super().__init__(lu, modele, simuler=simuler)
        self._ouvert, self._etat = lu.hote, lu.etat
        self.remplies: list[str] = []
        self.retour: Retour | None = None

    def ecrire(self, type_: type[R], lignes: Sequence[R], *, mention: str = "", mode: Mode = "remplacer") -> None:
        """Écrit la table d'un enregistrement, à la fin du bloc ; refuse tout de suite ce qui n'y tiendrait pas.

        Raises:
            Refus: La feuille est protégée, ou la table n'a pas la place de grandir.
        """
        super().ecrire(type_, lignes, mention=mention, mode=mode)
        feuille, table = self.modele.table_ecrite(type_) if mode == "remplacer" else self.modele.table_lue(type_)
        if isinstance(trouvee := self._trouver(feuille, table), TableTrouvee):
            self._ecriture(table, trouvee)

    def _ecriture(self, table: Table, trouvee: TableTrouvee) -> EcritureDeTable:
        corps, mode = self._ecrites[table.nom], self._modes[table.nom]
        return EcritureDeTable(self._ouvert, self._etat.tables, table, trouvee, corps, mode)

    def _verifier_la_place(self) -> None:
        """Refuse, avant la fin du bloc, d'écrire dans un classeur en lecture seule."""
        if self._etat.lecture_seule and not self.simuler:
            raise refus(Ou(fichier=self._etat.nom), "lecture seule", PHRASE_DE_LECTURE_SEULE)

    def _ecrire_tout(self) -> None:
        cibles = [(f, t, self._trouver(f, t)) for f, t in self.modele.tables() if t.nom in self._ecrites]
        absentes = [trouvee for _, _, trouvee in cibles if isinstance(trouvee, Anomalie)]
        if absentes:
            raise Refus(absentes)
        tables = [self._ecriture(t, trouvee) for _, t, trouvee in cibles if isinstance(trouvee, TableTrouvee)]
        poses = {self._cellule(nom): valeur for nom, valeur in self._poses.items()}
        places = places_du_classeur(self.modele, self._trouver)
        mentions = self._mentions_a_poser()
        releve = Releve(self._ouvert)
        with self._ouvert.ecriture():
            try:
                for table in tables:
                    table.ecrire(releve, places)
                for zone, valeur in poses.items():
                    releve.noter(zone)
                    self._ouvert.poser(zone, [[valeur]])
                for zone, mention, formule in mentions:
                    releve.noter(zone)
                    if formule:
                        self._ouvert.poser_formules(zone, [[f"={formule}"]])
                    else:
                        self._ouvert.poser(zone, [[mention]])
            except BaseException:
                releve.defaire()
                raise
        self.retour = releve.retour("")
        self.remplies = list(dict.fromkeys(t.feuille for _, _, t in cibles if isinstance(t, TableTrouvee)))

    def _cellule(self, nom: str) -> Zone:
        """Cellule d'un nom défini.

        Raises:
            Refus: Le classeur ne l'a plus.
        """
        zones = {connu.casefold(): zone for connu, zone in self._etat.noms.items()}
        if nom.casefold() not in zones:
            message = f"Le réglage « {nom} » n'a plus sa cellule : son nom défini a été supprimé."
            raise refus(Ou(fichier=self._etat.nom), "réglage absent", message, attendu=nom)
        return zones[nom.casefold()]

    def _mentions_a_poser(self) -> list[tuple[Zone, str, str]]:
        """Cellule, texte et formule de la mention de chaque feuille écrite qui a gardé la sienne."""
        trouvees = []
        for feuille in self.modele.feuilles:
            nom = fraicheur.nom_de_mention(feuille.nom)
            if feuille.nom not in self._mentions or nom not in self._lu.noms:
                continue
            mention = self._mentions[feuille.nom]
            sources = [self._trouver(f, t) for f, t in self.modele.tables() if t.nom in feuille.sources]
            lues = [source for source in sources if isinstance(source, TableTrouvee)]
            formule = fraicheur.formule_sur_place(self._lu, lues, mention)
            trouvees.append((self._cellule(nom), mention, formule))
        return trouvees


PHRASE_DE_LECTURE_SEULE = (
    "Ce classeur est ouvert en lecture seule, rien n'y a été écrit : une autre personne l'a peut-être ouvert, ou "
    "son fichier est protégé. L'enregistrer sous un autre nom, ou le rouvrir pour le modifier."
)
