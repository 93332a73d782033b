"""Le port des classeurs sur un fichier fermé : il le lit, et y met ce que l'action écrit, sans rien en perdre."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from tableur.classeurs.classeur_de_modele import ClasseurDeModele
from tableur.classeurs.construction import construire
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Modele
from tableur.classeurs.recalcul import completer
from tableur.classeurs.remplissage import remplir
from tableur.classeurs.reprise import contenu_repris, non_repris
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.socle.erreurs import Anomalie, Ou, Refus, refus

MODIFIABLES = {".xlsx", ".xlsm"}


class ClasseurFerme(ClasseurDeModele):
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
        super().__init__(lu, modele, simuler=simuler)
        self.sortie = sortie
        if sortie is not None and not simuler:
            _verifier_la_sortie(lu.chemin, sortie, remplacer=remplacer)
        self.produits: list[Path] = []
        self.formules_sans_valeur = 0
        self._remplacer, self._recalculer = remplacer, recalculer

    @property
    def sur_place(self) -> bool:
        """Vrai si le classeur lu se remplit, et qu'aucune sortie n'en est demandée."""
        return self.sortie is None and self.fichier.suffix.lower() in MODIFIABLES

    def _ecrire_tout(self) -> None:
        if self._se_remplit:
            self._remplir()
        else:
            self._refaire()

    def _verifier_la_place(self) -> None:
        """Refuse, avant la fin du bloc, d'écrire dans un classeur qui ne se remplit pas sur place."""
        if self.sortie is None and not self.simuler:
            if self.fichier.suffix.lower() not in MODIFIABLES:
                raise Refus([_sortie_attendue(self.fichier)])
            verifier_ecriture(self.fichier, remplacer=True)

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
        retouche = remplir(self._lu, self.modele, self._trouver, self._ecritures)
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
        tampon = BytesIO()
        construire(self.modele, tampon, contenu)
        octets = self._avec_ses_valeurs(tampon.getvalue())
        with ecriture_atomique(self.sortie, remplacer=self._remplacer) as provisoire:
            provisoire.write_bytes(octets)
        self.produits.append(self.sortie)

    def _avec_ses_valeurs(self, neuf: bytes) -> bytes:
        """Classeur neuf, où LibreOffice donne leur valeur aux formules qu'aucune action n'a calculées."""
        from tableur.classeurs.retouche import Retouche

        retouche = Retouche(BytesIO(neuf), "classeur.xlsx")
        self.formules_sans_valeur = retouche.compter_les_formules_sans_valeur()
        if not self.formules_sans_valeur or not self._recalculer or self._lu.ouvert.est_chiffre:
            return neuf
        completer(retouche, ".xlsx")
        self.formules_sans_valeur = retouche.formules_sans_valeur
        complet = BytesIO()
        retouche.ecrire_dans(complet)
        return complet.getvalue()

    @property
    def non_repris(self) -> list[str]:
        """Ce qu'un classeur refait d'après le modèle ne reprend pas de sa source, une phrase par cas."""
        if self._se_remplit:
            return []
        return non_repris(self._lu, self.modele, self._trouver, set(self._ecrites))


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
