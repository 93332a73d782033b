"""Ce qu'une action a écrit dans une cellule, refait sous surveillance : l'expression, ses chiffres, les formules.

L'action est relancée sans rien écrire. Quand elle fabrique la ligne de la cellule, on retient l'endroit du code
qui le fait et les formules du catalogue qu'il a appelées : l'explication en est tirée, jamais rédigée d'avance.
"""

import ast
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import CodeType, FrameType
from typing import Any

from tableur import baremes
from tableur.catalogue import Fonction, lancer, recenser
from tableur.catalogue.explication import expliquer, instructions_developpees
from tableur.catalogue.redaction import egalite, valeur_ecrite
from tableur.classeurs.modeles import Feuille, Table
from tableur.classeurs.reperage import TableTrouvee
from tableur.frontiere import champs_de, ecrire, est_vide
from tableur.liaisons.bouton.provenance import Fabrication, Remontee, est_du_domaine, nom_de_source
from tableur.liaisons.bouton.vivant import ClasseurVivant
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.marques import marque_de

APPELS_RETENUS = 24  # les derniers appels de ce qui fabrique les lignes ; ceux d'une ligne sont les derniers
FABRICATIONS_RETENUES = 400  # les derniers enregistrements faits ; ceux d'un bulletin de paie en sont
REPRISES = 3  # une pour la ligne, une ou deux pour ce dont elle est recopiée
BAREMES_DITS = 6
PHRASES_ECRITES = ("pourquoi", "explication", "cause")  # colonnes dont le texte explique déjà la ligne


def developper(
    classeur: ClasseurVivant,
    feuille: Feuille,
    table: Table,
    trouvee: TableTrouvee,
    champ: str,
    rang: int,
    le: date,
) -> Iterator[str]:
    """Phrases qui expliquent la cellule d'une table calculée.

    Args:
        classeur: Le classeur ouvert, en simulation.
        feuille: Sa feuille.
        table: Sa table.
        trouvee: La table telle qu'elle est dans la feuille.
        champ: Le champ de la cellule.
        rang: Rang de la ligne dans la table, à partir de 1.
        le: Jour du calcul.
    """
    action = _action_de(feuille)
    if action is None or table.type is None:
        yield f"Écrite par : {feuille.commande}."
        return
    yield f"Écrite par « {action.resume.rstrip('.')} », au {date_ecrite(le)}."
    valeurs = dict(zip(trouvee.champs, trouvee.grille[rang], strict=True))
    for nom in PHRASES_ECRITES:
        if nom != champ and not est_vide(valeurs.get(nom)):
            yield f"{trouvee.libelle(nom)} : {valeurs[nom]}"
    reprise = _Reprise(action, classeur, le)
    try:
        with baremes.consultations() as lues:
            ligne = reprise.retrouver(table.type, _convient(_reperes(table, valeurs)))
    except ErreurTableur as erreur:
        yield f"Ce calcul ne peut plus être refait : {erreur}"
        return
    if ligne is None:
        yield "Les données ont changé depuis ce calcul : cette ligne n'en sort plus. Relancer le bouton."
        return
    remontee = _remonter(ligne, champ, reprise)
    if remontee.phrases:
        yield f"Calcul : {remontee.phrases[0]}"
        yield from remontee.phrases[1:]
    else:
        yield from _phrases(ligne, champ)
    yield from (f"Règle : {regle}" for regle in remontee.regles)
    cites = list(remontee.baremes)
    if not cites:
        propres = ligne.fabrication.constantes if len(lues) > BAREMES_DITS else {nom for nom, _ in lues}
        cites = [bareme.citation for nom, bareme in lues if nom in propres]
    yield from (f"Barème : {citation}" for citation in cites[:BAREMES_DITS])


def _action_de(feuille: Feuille) -> Fonction | None:
    """Action du catalogue que la commande de la feuille nomme : « tableur paie calculer »."""
    mots = [mot for mot in feuille.commande.split()[1:] if not mot.startswith("-")]
    catalogue, nom = recenser("tableur.actions"), ".".join(mots).replace("-", "_")
    return catalogue[nom] if nom in catalogue else None  # noqa: SIM401 - l'inconnue n'est pas un KeyError


def _remonter(ligne: "_LigneFaite", champ: str, reprise: "_Reprise") -> Remontee:
    """Ce qui explique une valeur que la ligne a recopiée d'un enregistrement du calcul."""
    remontee = Remontee(reprise.fabrication_de)
    source = ligne.fabrication.source(champ)
    montant = isinstance(getattr(ligne.fabrication.objet, champ), Decimal)
    if montant and source is not None and est_du_domaine(source):
        remontee.expliquer(source, nom_de_source(ligne.fabrication.expression(champ), champ))
    return remontee


@dataclass(frozen=True, slots=True)
class _Appel:
    """Fonction appelée par ce qui fabrique la ligne : ses valeurs reçues, et ce qu'elle a rendu."""

    py: Callable[..., Any]
    valeurs: dict[str, Any]
    rendu: object


@dataclass(frozen=True, slots=True)
class _LigneFaite:
    """La ligne cherchée, ce qui l'a fabriquée, et les fonctions qu'il avait appelées."""

    fabrication: Fabrication
    appels: tuple[_Appel, ...]


class _Trouvee(BaseException):
    """Arrête l'action surveillée : ce qu'on cherchait est fait, le reste n'apprendrait rien."""


class _Reprise:
    """L'action, refaite sans rien écrire, autant de fois qu'il le faut pour trouver ce qui a fait une valeur."""

    def __init__(self, action: Fonction, classeur: ClasseurVivant, le: date) -> None:
        self._action, self._classeur, self._le = action, classeur, le
        self._reste = REPRISES
        self._recentes: list[Fabrication] = []

    def retrouver(self, type_: type, convient: Callable[[Any], bool]) -> "_LigneFaite | None":
        """Fabrication du premier objet de ce type qui convient ; None si l'action n'en fait pas."""
        self._reste -= 1
        releve = _Releve(type_, convient)
        options: dict[str, object] = (
            {"simuler": True} if "simuler" in {a.nom for a in self._action.arguments} else {}
        )
        releve.surveiller(lambda: lancer(self._action, self._classeur, options, self._le))
        self._recentes = list(releve.recentes)
        return releve.trouvee

    def fabrication_de(self, objet: Any) -> Fabrication | None:
        """Fabrication d'un enregistrement ; refait l'action si elle n'est pas parmi les dernières vues."""
        for fabrication in reversed(self._recentes):
            if fabrication.objet is objet:
                return fabrication
        if self._reste <= 0:
            return None
        trouvee = self.retrouver(type(objet), lambda autre: bool(autre == objet))
        return None if trouvee is None else trouvee.fabrication


class _Releve:
    """Surveille l'action ; retient la fabrication cherchée, ce qu'elle a appelé, et les dernières faites."""

    def __init__(self, type_: type, convient: Callable[[Any], bool]) -> None:
        self._type, self._convient = type_, convient
        self.trouvee: _LigneFaite | None = None
        self.recentes: deque[Fabrication] = deque(maxlen=FABRICATIONS_RETENUES)
        self._appels: dict[FrameType, list[_Appel]] = {}
        self._fabrique = getattr(vars(type_).get("__init__"), "__code__", None)

    def surveiller(self, faire: Callable[[], object]) -> None:
        """Exécute sous surveillance, jusqu'à ce que l'objet cherché soit fait."""
        precedent = sys.getprofile()
        sys.setprofile(self._evenement)
        try:
            faire()
        except _Trouvee:
            pass
        finally:
            sys.setprofile(precedent)

    def _evenement(self, cadre: FrameType, evenement: str, rendu: Any) -> None:
        if evenement != "return" or self.trouvee is not None:
            return
        code, parent = cadre.f_code, cadre.f_back
        if code.co_name == "__init__" and code.co_filename == "<string>":
            if parent is not None:
                self._examiner(cadre.f_locals["self"], code, parent)
            return
        self._appels.pop(cadre, None)
        if parent is not None and self._type.__name__ in parent.f_code.co_names:
            py: Any = parent.f_globals.get(code.co_name)
            if getattr(py, "__code__", None) is code:
                recus = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                valeurs = {nom: cadre.f_locals[nom] for nom in recus if nom in cadre.f_locals}
                appels = self._appels.setdefault(parent, [])
                appels.append(_Appel(py, valeurs, rendu))
                del appels[:-APPELS_RETENUS]

    def _examiner(self, objet: Any, code: CodeType, parent: FrameType) -> None:
        if not est_du_domaine(objet):
            return
        faite = Fabrication(objet, parent.f_code, parent.f_lineno, dict(parent.f_locals), parent.f_globals)
        self.recentes.append(faite)
        if code is self._fabrique and self._convient(objet):
            self.trouvee = _LigneFaite(faite, tuple(self._appels.get(parent, ())))
            raise _Trouvee


def _phrases(ligne: _LigneFaite, champ: str) -> Iterator[str]:
    """L'expression du champ et ses chiffres, ce qui a donné ses termes, puis les formules du catalogue."""
    fabrication = ligne.fabrication
    valeur, expression = getattr(fabrication.objet, champ), fabrication.expression(champ)
    if expression is None:
        yield f"Calcul : {champ} = {valeur_ecrite(valeur)}"
        return
    yield f"Calcul : {egalite(champ, expression, fabrication.valeurs, fabrication.globales, valeur)}"
    noms = {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)}
    termes = [valeur, *(fabrication.valeurs[nom] for nom in sorted(noms) if nom in fabrication.valeurs)]
    for appel in ligne.appels:
        if any(appel.rendu is terme for terme in termes) and appel.rendu is not None:
            yield from _appel_developpe(appel)


def _appel_developpe(appel: _Appel) -> Iterator[str]:
    """Une formule du catalogue est expliquée en entier ; une autre fonction, par ses seules instructions."""
    if marque_de(appel.py) is not None:
        catalogue = recenser("tableur.calculs")
        bruts = {nom: ecrire(valeur) for nom, valeur in appel.valeurs.items() if valeur is not None}
        if appel.py.__name__ in catalogue and not any(isinstance(brut, list) for brut in bruts.values()):
            yield ""
            yield expliquer(catalogue[appel.py.__name__], bruts).texte
            return
    lignes = instructions_developpees(appel.py, appel.valeurs)
    muettes = ("résultat = ", "''")  # un objet rendu, ou un texte vide, n'explique rien
    yield from (f"  {ligne}" for ligne in lignes if not ligne.endswith("]") and not ligne.startswith(muettes))


def _reperes(table: Table, valeurs: dict[str, object]) -> dict[str, object]:
    """Ce qui désigne la ligne : ses colonnes de texte et de code, à défaut toutes."""
    lus: dict[str, object] = {}
    for champ in champs_de(table.type):
        colonne = table.colonne(champ.nom)
        if champ.nom in valeurs and not colonne.est_un_nombre and not colonne.a_la_ligne and not colonne.formule:
            brut = valeurs[champ.nom]
            if colonne.liste and not est_vide(brut):
                inverse = {libelle: nom for nom, libelle in colonne.liste.items()}
                lus[champ.nom] = inverse.get(str(brut), brut)
            else:
                try:
                    lus[champ.nom] = None if est_vide(brut) else champ.lire(brut)
                except ErreurTableur:
                    continue
    return lus


def _convient(reperes: dict[str, object]) -> Callable[[Any], bool]:
    """Reconnaît la ligne dont les repères sont ceux de la feuille."""
    return lambda ligne: all(_meme(getattr(ligne, champ), repere) for champ, repere in reperes.items())


def _meme(valeur: object, repere: object) -> bool:
    return valeur == repere or (est_vide(valeur) and est_vide(repere))
