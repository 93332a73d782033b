"""Ce qu'un bulletin imprimé doit porter, et ce qu'il ne doit pas porter (C. trav., art. R3243-1, -2, -4 et -5).

Les champs se contrôlent sur chaque bulletin. Les phrases fixes sont celles du modèle Word : elles ne dépendent que
des champs remplis, et se contrôlent sur le texte rendu d'un bulletin de chaque forme, non de tous. Les mots
interdits se cherchent dans tout texte qui change, une fois par texte.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tableur.actions.conges_imprimes import exiger_les_conges
from tableur.calculs.courrier.mentions import champs_des_mentions, exiger_les_mentions
from tableur.calculs.paie.modele_de_bulletin import mentions_interdites
from tableur.calculs.paie.tables.conges_pris import Prise
from tableur.courriers.exigences import champs_remplis, texte_des_parties
from tableur.courriers.modele import Modele, colonnes_connues, compiler
from tableur.socle.erreurs import ValeurInvalide

DOCUMENT = "bulletin_paie"
NOMS_PROPRES = frozenset({
    "soc_nom", "soc_adresse", "soc_ville", "convention", "nom", "adresse", "ville", "emploi", "classification",
})  # fmt: skip
"""Champs où un mot interdit n'en est pas un : une « rue de la Grève », une déléguée médicale."""

CONTROLES = frozenset({
    "est_un_bulletin", "en_heures", "majorees", "heures_majorees", "au_forfait", "cotise",
    "contributions_employeur", "autres_sommes", "versements", "exonere", "exonerations",
})  # fmt: skip
"""Champs qui disent qu'une mention est due, ou qu'elle est imprimée : le modèle Word ne les porte pas."""

_AIDE = (
    " L'identité et le code NAF se règlent par « tableur dossier regler identite.naf=… » ; "
    "emploi, classification et forfait, dans la feuille Salariés."
)

_LETTRE = re.compile(r"[^\W\d_]")

LigneImprimee = Mapping[str, object]


class MentionsDuBulletin:
    """Contrôle des bulletins d'un mois, rendus par un même modèle Word."""

    def __init__(self, word: Path, le: date) -> None:
        """Retient le modèle, compilé au premier bulletin, et la date du droit."""
        self._word, self._le = word, le
        self._lus = frozenset(champs_des_mentions(DOCUMENT, le))
        self._modele: Modele | None = None
        self._formes: set[tuple[frozenset[str], bool]] = set()
        self._interdits: dict[str, list[str]] = {}

    def exiger(self, ligne: LigneImprimee, conges: Sequence[Prise] = ()) -> None:
        """Refuse un bulletin à qui une mention obligatoire manque, ou qui en porte une interdite.

        Args:
            ligne: Champs du modèle Word.
            conges: Congés pris dans la période.

        Raises:
            ValeurInvalide: La phrase dit ce qui manque et où le remplir, ou le mot interdit.
            ErreurDeDocument: Le modèle Word ne peut pas rendre cette ligne.
        """
        lus = champs_remplis({nom: valeur for nom, valeur in ligne.items() if nom in self._lus})
        try:
            exiger_les_mentions(DOCUMENT, lus, self._le)
        except ValeurInvalide as erreur:
            raise ValeurInvalide(f"{erreur}{_AIDE}") from erreur
        exiger_les_conges(conges, str(ligne["conges"]))
        forme = frozenset(nom for nom, valeur in ligne.items() if valeur), bool(conges)
        if forme not in self._formes:
            texte = self._texte(ligne)
            exiger_les_mentions(DOCUMENT, lus, self._le, texte)
            exiger_les_conges(conges, texte)
            self._formes.add(forme)
        self._exiger_sans_interdit(ligne)

    def _texte(self, ligne: LigneImprimee) -> str:
        if self._modele is None:
            self._modele = compiler(self._word, colonnes_connues(ligne))
        if absents := sorted(self._lus - CONTROLES - set(self._modele.champs)):
            raise ValeurInvalide(
                f"le modèle Word « {self._word.name} » n'imprime plus {', '.join(absents)}, que le code du "
                "travail exige (art. R3243-1) : reprendre celui qui est livré"
            )
        return texte_des_parties(self._modele.rendre_parties(ligne))

    def _exiger_sans_interdit(self, ligne: LigneImprimee) -> None:
        trouves = dict.fromkeys(mot for texte in _textes(ligne) for mot in self._mots_interdits(texte))
        if trouves:
            dits = ", ".join(f"« {mot} »" for mot in trouves)
            raise ValeurInvalide(
                f"mention interdite sur un bulletin de paie : {dits} (C. trav., art. R3243-4 : ni grève, ni "
                "représentation du personnel) ; changer le libellé. Les heures de délégation se paient comme du "
                "travail ; leur détail va sur une fiche annexée"
            )

    def _mots_interdits(self, texte: str) -> list[str]:
        trouves = self._interdits.get(texte)
        if trouves is None:
            trouves = self._interdits[texte] = mentions_interdites([texte], self._le)
        return trouves


def _textes(ligne: LigneImprimee) -> Iterator[str]:
    """Textes qui changent d'un bulletin à l'autre, noms propres et nombres mis à part."""
    for nom, valeur in ligne.items():
        if isinstance(valeur, str):
            if nom not in NOMS_PROPRES and _LETTRE.search(valeur):
                yield valeur
        elif isinstance(valeur, list):
            yield from (str(rangee["libelle"]) for rangee in valeur)
