"""Proposition d'une correspondance : noms, synonymes de gestion, contenu, ressemblance ; jamais la position.

Une réponse qui n'est pas la seule possible n'est pas proposée : elle est dite, et la personne décide.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from tableur.classeurs.importation.correspondance import Association, Correspondance, Doute
from tableur.classeurs.importation.formes import forme_de
from tableur.classeurs.tables_de_fichier import TableLue
from tableur.classeurs.tables_de_fichier.synonymes import SYNONYMES, sens_de
from tableur.frontiere import Champ, champs_de, est_vide, lire, metadonnees, plier, type_simple
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.grandeurs import Identifiant

EXACT, SYNONYME, CLE, RESSEMBLANT, CONTENU = 100, 90, 70, 60, 40
RESSEMBLANCE = 0.85
ECHANTILLON = 500  # cellules remplies examinées pour juger du contenu d'une colonne

_PARENTHESES = re.compile(r"\s*\([^)]*\)")
_NOMS_DE_CLE = frozenset(map(plier, ("Code", "N°", "Numéro", "Id", "Identifiant", "Réf", "Référence")))
_MOTIFS = {
    EXACT: "",
    SYNONYME: "synonyme",
    CLE: "code",
    RESSEMBLANT: "nom ressemblant",
    CONTENU: "d'après le contenu",
}
_TRADUCTIONS = {
    "entree": ("e", "in", "+", "reception", "achat", "entrees", "entreestock"),
    "sortie": ("s", "out", "-", "expedition", "vente", "sorties", "sortiestock"),
}


def proposer(source: TableLue, type_: Any, libelles: Mapping[str, str] | None = None) -> Correspondance:
    """Correspondance proposée entre une table de fichier et un enregistrement.

    Args:
        source: La table du fichier.
        type_: L'enregistrement.
        libelles: En-tête de chaque champ dans le classeur de l'entreprise.
    """
    return _Proposition(source, champs_de(type_), libelles or {}).correspondance()


class _Proposition:
    def __init__(self, source: TableLue, champs: Sequence[Champ], libelles: Mapping[str, str]) -> None:
        self._champs, self._libelles = {champ.nom: champ for champ in champs}, libelles
        uniques: dict[str, int] = {}
        for entete in source.entetes:
            uniques[plier(entete)] = uniques.get(plier(entete), 0) + 1
        self._doubles = [e for e in dict.fromkeys(source.entetes) if uniques[plier(e)] > 1]
        self._colonnes = {
            entete: [cellule for cellule in source.colonne(entete) if not est_vide(cellule)][:ECHANTILLON]
            for entete in source.entetes
            if uniques[plier(entete)] == 1
        }
        self._associations: dict[str, Association] = {}
        self._doutes: list[Doute] = []

    def correspondance(self) -> Correspondance:
        if self._doubles:
            self._doutes.append(Doute((), tuple(self._doubles), "plusieurs colonnes portent ce nom"))
        douteuses: set[str] = set(self._doubles)
        champs, colonnes = list(self._champs), list(self._colonnes)
        notes = {(champ, colonne): self._note(champ, colonne) for champ in champs for colonne in colonnes}
        while champs and colonnes:
            restantes = {
                paire: n for paire, n in notes.items() if paire[0] in champs and paire[1] in colonnes and n
            }
            if not restantes:
                break
            haute = max(restantes.values())
            meilleures = [paire for paire, note in restantes.items() if note == haute]
            self._retenir(meilleures, haute, douteuses)
            champs = [champ for champ in champs if champ not in {paire[0] for paire in meilleures}]
            colonnes = [colonne for colonne in colonnes if colonne not in {paire[1] for paire in meilleures}]
        self._debit_et_credit(champs, colonnes)
        prises = {colonne for a in self._associations.values() for colonne in a.colonnes}
        ignorees = tuple(c for c in self._colonnes if c not in prises and c not in douteuses)
        ordre = [self._associations[champ] for champ in self._champs if champ in self._associations]
        return Correspondance(tuple(ordre), ignorees, tuple(self._doutes))

    def _retenir(self, paires: Sequence[tuple[str, str]], note: int, douteuses: set[str]) -> None:
        """Retient les paires seules de leur champ et de leur colonne ; les autres sont des doutes."""
        par_champ, par_colonne = defaultdict(list), defaultdict(list)
        for champ, colonne in paires:
            par_champ[champ].append(colonne)
            par_colonne[colonne].append(champ)
        dits: set[tuple[str, ...]] = set()
        for champ, colonnes in par_champ.items():
            rivaux = sorted({c for colonne in colonnes for c in par_colonne[colonne]})
            if len(colonnes) == 1 and len(rivaux) == 1:
                self._associer(champ, colonnes[0], note)
                continue
            douteuses.update(colonnes)
            groupe = (*rivaux, *colonnes)
            if groupe not in dits:
                dits.add(groupe)
                pourquoi = (
                    "plusieurs colonnes conviennent" if len(colonnes) > 1 else "plusieurs champs conviennent"
                )
                self._doutes.append(Doute(tuple(rivaux), tuple(colonnes), pourquoi))

    def _associer(self, champ: str, colonne: str, note: int) -> None:
        valeurs = self._colonnes[colonne]
        try:
            forme = forme_de(valeurs, self._champs[champ].type) or ""
        except ErreurTableur as erreur:
            self._doutes.append(Doute((champ,), (colonne,), str(erreur)))
            return
        traduites, inconnues = _traductions(valeurs, self._champs[champ].type)
        if inconnues:
            cites = ", ".join(f"« {valeur} »" for valeur in inconnues[:5])
            self._doutes.append(Doute((champ,), (colonne,), f"valeurs à traduire : {cites}"))
        self._associations[champ] = Association(
            champ, colonne=colonne, forme=forme, valeurs=traduites, motif=_MOTIFS[note]
        )

    def _note(self, champ: str, colonne: str) -> int:
        """Note d'une paire ; 0 si la colonne ne peut pas convenir au champ."""
        note = self._note_de_nom(champ, colonne)
        type_ = self._champs[champ].type
        if note and not self._convient(colonne, type_):
            return 0
        return note or (CONTENU if self._est_la_seule(colonne, type_) else 0)

    def _note_de_nom(self, champ: str, colonne: str) -> int:
        libelle = self._libelles.get(champ, champ)
        noms = {plier(nom) for nom in (champ, libelle, _PARENTHESES.sub("", libelle))}
        plies = {plier(colonne), plier(_PARENTHESES.sub("", colonne))} - {""}
        if noms & plies:
            return EXACT
        sens = sens_de(libelle) | sens_de(champ)
        sens = frozenset({champ}) if champ in SYNONYMES else sens
        if any(sens & sens_de(nom) for nom in (colonne, _PARENTHESES.sub("", colonne))):
            return SYNONYME
        if self._champs[champ].est_cle and plies & _NOMS_DE_CLE:
            return CLE
        proche = max(difflib.SequenceMatcher(None, nom, plie).ratio() for nom in noms for plie in plies or {""})
        return RESSEMBLANT if proche >= RESSEMBLANCE else 0

    def _convient(self, colonne: str, type_: Any) -> bool:
        """Faux si le contenu de la colonne n'est pas du genre du champ."""
        simple, valeurs = type_simple(type_), self._colonnes[colonne]
        if not valeurs or simple not in (Decimal, int, date):
            return True
        try:
            return any(forme_de([valeur], type_) is not None for valeur in valeurs[:50])
        except ErreurTableur:
            return True

    def _est_la_seule(self, colonne: str, type_: Any) -> bool:
        """Vrai si la colonne est la seule du fichier dont le contenu est une date, ou un IBAN, comme le champ."""
        contenus = [nom for nom in self._colonnes if _est_du_genre(self._colonnes[nom], type_)]
        jumeaux = [c for c in self._champs.values() if _genre(c.type) == _genre(type_)]
        return contenus == [colonne] and len(jumeaux) == 1

    def _debit_et_credit(self, champs: Sequence[str], colonnes: Sequence[str]) -> None:
        """Deux colonnes Débit et Crédit font un montant signé, si l'enregistrement en attend un."""
        debits = [c for c in colonnes if "debit" in sens_de(c)]
        credits_ = [c for c in colonnes if "credit" in sens_de(c)]
        montants = [c for c in champs if "montant" in sens_de(c) | sens_de(self._libelles.get(c, c))]
        if len(debits) != 1 or len(credits_) != 1 or len(montants) != 1:
            return
        champ, deux = montants[0], (debits[0], credits_[0])
        valeurs = [valeur for colonne in deux for valeur in self._colonnes[colonne]]
        try:
            forme = forme_de(valeurs, self._champs[champ].type)
        except ErreurTableur as erreur:
            self._doutes.append(Doute((champ,), deux, str(erreur)))
            return
        if forme is not None:
            motif = "crédits en positif"
            self._associations[champ] = Association(champ, debit=deux[0], credit=deux[1], forme=forme, motif=motif)


def _genre(type_: Any) -> str:
    """« date », « IBAN », ou rien : les genres que le contenu seul fait reconnaître."""
    if type_simple(type_) is date:
        return "date"
    return next((m.nom for m in metadonnees(type_) if isinstance(m, Identifiant) and m.stdnum), "")


def _est_du_genre(valeurs: Sequence[object], type_: Any) -> bool:
    if not valeurs or not _genre(type_):
        return False
    if type_simple(type_) is date and not any(isinstance(v, str | date) for v in valeurs):
        return False  # un nombre se lirait comme une date, en série
    if type_simple(type_) is not date:
        return _tous_lisibles(valeurs, type_)
    try:
        return forme_de(valeurs, type_) is not None
    except ErreurTableur:
        return False


def _tous_lisibles(valeurs: Sequence[object], type_: Any) -> bool:
    try:
        for valeur in valeurs:
            lire(valeur, type_)
    except ErreurTableur:
        return False
    return True


def _traductions(valeurs: Sequence[object], type_: Any) -> tuple[dict[str, str], list[str]]:
    """Traduction des valeurs d'un champ à choix, et celles que rien ne traduit."""
    simple = type_simple(type_)
    if get_origin(simple) is not Literal:
        return {}, []
    traduites: dict[str, str] = {}
    inconnues: list[str] = []
    for valeur in dict.fromkeys(str(v).strip() for v in valeurs):
        if _tous_lisibles([valeur], type_):
            continue
        mots = {valeur, plier(valeur)} - {""}
        choix = [c for c in get_args(simple) if mots & {*_TRADUCTIONS.get(c, ())}]
        if len(choix) == 1:
            traduites[valeur] = choix[0]
        else:
            inconnues.append(valeur)
    return traduites, inconnues
