"""Chercher la cause d'un écart : refaire le calcul sous chaque faute connue, garder celles qui le retrouvent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from tableur.calculs.paie.fautes_d_assiette import fautes_d_assiette
from tableur.calculs.paie.fautes_de_bareme import fautes_de_bareme
from tableur.calculs.paie.fautes_de_dossier import fautes_de_dossier
from tableur.calculs.paie.fautes_du_releve import fautes_du_releve
from tableur.calculs.paie.hypotheses import Calcul, Hypothese, Situation, calculer_la_situation
from tableur.calculs.paie.postes import Cle, Ecart, Releve, comparer
from tableur.calculs.paie.pratiques import est_une_pratique, pratiques, que_des_arrondis
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.grandeurs import ZERO

FAUTES_REUNIES = 4
"""Au plus quatre fautes sur un même bulletin : au-delà, plus rien ne se prouve."""
AUTRES_DITES = 3


@dataclass(frozen=True, slots=True)
class Trouvee:
    """Faute prouvée, les écarts qu'elle explique, et les fautes qui donnent exactement les mêmes chiffres."""

    faute: Hypothese
    explique: tuple[Cle, ...]
    autres: tuple[str, ...]

    @property
    def est_une_pratique(self) -> bool:
        """Vrai pour une pratique reconnue, qui n'est pas une faute."""
        return est_une_pratique(self.faute)


@dataclass(frozen=True, slots=True)
class _Essai:
    faute: Hypothese
    situation: Situation
    restants: tuple[Ecart, ...]

    @property
    def rang(self) -> tuple[int, Decimal]:
        """Ordre de préférence : le moins d'écarts restants, puis les plus petits."""
        return len(self.restants), sum((abs(e.ecart) for e in self.restants), ZERO)

    @property
    def signature(self) -> tuple[tuple[Cle, Decimal], ...]:
        return tuple((e.cle, e.attendu) for e in self.restants)


def chercher_les_causes(
    releve: Releve, situation: Situation, juste: Calcul, ecarts: Sequence[Ecart]
) -> tuple[list[Trouvee], tuple[Ecart, ...]]:
    """Fautes qui, l'une après l'autre, retrouvent les chiffres reçus, et les écarts que rien n'explique.

    Une faute n'est retenue que si son calcul fait disparaître des écarts sans en créer aucun.

    Args:
        releve: Bulletin reçu.
        situation: Ce qui entre dans le bulletin.
        juste: Calcul du barème.
        ecarts: Écarts du bulletin reçu avec ce calcul.
    """
    trouvees, situation, restants = _pratiques_seules(releve, situation, juste, tuple(ecarts))
    while restants and not que_des_arrondis(restants) and len(trouvees) < FAUTES_REUNIES:
        courant = calculer_la_situation(situation) if trouvees else juste
        essais = _essais(releve, situation, courant, restants, premiers=not trouvees)
        if not essais:
            break
        meilleur = min((e for e in essais if not e.faute.faible), key=lambda essai: essai.rang)
        egaux = [e for e in essais if e is not meilleur and _valent_autant(e, meilleur)]
        if est_une_pratique(meilleur.faute):
            egaux = []  # ce qu'une pratique reconnue explique n'est reproché à personne
        perdus = _expliques(restants, meilleur.restants)
        trouvees.append(
            Trouvee(meilleur.faute, tuple(sorted(perdus)), tuple(e.faute.phrase for e in egaux[:AUTRES_DITES]))
        )
        situation, restants = meilleur.situation, meilleur.restants
    return trouvees, restants


def _essais(
    releve: Releve, situation: Situation, juste: Calcul, restants: tuple[Ecart, ...], *, premiers: bool
) -> list[_Essai]:
    """Fautes qui expliquent des écarts ; sur des totaux seuls, aux arrondis près, ou deux à la fois."""
    hypotheses = [*_hypotheses(releve, situation, juste, restants)]
    essais = [e for h in hypotheses if (e := _essayer(h, releve, situation, restants)) is not None]
    essais = essais if any(not e.faute.faible for e in essais) else []
    if not premiers or releve.avec_lignes:
        return essais
    if all(map(_laisse_un_ecart, essais)):
        # une faute qui retrouve tous les totaux, à un centime près, vaut mieux qu'une qui en retrouve la moitié
        essais = _aux_arrondis_pres(hypotheses, releve, situation, restants) or essais
    return essais or list(_par_deux(hypotheses, releve, situation, restants))


def _pratiques_seules(
    releve: Releve, situation: Situation, juste: Calcul, ecarts: tuple[Ecart, ...]
) -> tuple[list[Trouvee], Situation, tuple[Ecart, ...]]:
    """Pratiques reconnues, une ou deux, qui expliquent tout aux arrondis près ; sinon, rien encore."""
    if not ecarts or que_des_arrondis(ecarts):
        return [], situation, ecarts
    connues = list(pratiques(situation, juste))
    essais = [*((une,) for une in connues), *combinations(connues, 2)]
    for unes in essais:
        faite = situation
        for une in unes:
            faite = une.situation(faite)
        restants = tuple(comparer(releve, calculer_la_situation(faite)))
        if not restants or que_des_arrondis(restants):
            explique = tuple(sorted(_expliques(ecarts, restants)))
            return [Trouvee(une, explique, ()) for une in unes], faite, restants
    return [], situation, ecarts


def _hypotheses(releve: Releve, s: Situation, juste: Calcul, ecarts: Sequence[Ecart]) -> Iterator[Hypothese]:
    yield from pratiques(s, juste)
    yield from fautes_du_releve(s, juste, releve, ecarts)
    yield from fautes_de_bareme(s, juste)
    yield from fautes_d_assiette(s, juste)
    for faute in fautes_de_dossier(s, juste):
        # sous un libellé inconnu, une ligne peut être là : son oubli ne se prouve pas
        if not (releve.inconnues and faute.code.startswith("oubli_")):
            yield faute


def _essayer(
    hypothese: Hypothese, releve: Releve, situation: Situation, restants: tuple[Ecart, ...]
) -> _Essai | None:
    """Essai d'une faute ; None si elle n'explique rien, ou crée un écart que le bulletin n'a pas."""
    try:
        fautive = hypothese.situation(situation)
        apres = tuple(comparer(releve, calculer_la_situation(fautive)))
    except ErreurTableur:
        return None  # la faute supposée n'a pas de sens ici : un barème n'existe pas à cette date
    cles = {e.cle for e in apres}
    disparus = {e.cle for e in restants if _compte(e)} - cles
    if hypothese.faible:
        disparus |= _expliques(restants, apres)
    if not disparus or not cles <= {e.cle for e in restants}:
        return None
    return _Essai(hypothese, fautive, apres)


def _valent_autant(essai: _Essai, meilleur: _Essai) -> bool:
    """Vrai si deux fautes donnent les mêmes chiffres ; une faute faible, aux arrondis près."""
    if essai.faute.faible:
        return not _laisse_un_ecart(essai) and not _laisse_un_ecart(meilleur)
    return essai.signature == meilleur.signature


def _laisse_un_ecart(essai: _Essai) -> bool:
    return any(map(_compte, essai.restants))


def _compte(ecart: Ecart) -> bool:
    """Vrai pour un écart qui prouve quelque chose : ni une base, ni les centimes d'un arrondi."""
    return ecart.cle[1] != "base" and not que_des_arrondis([ecart])


def _expliques(avant: Sequence[Ecart], apres: Sequence[Ecart]) -> set[Cle]:
    """Écarts disparus, ou réduits aux centimes d'un arrondi."""
    restants = {e.cle: e for e in apres}
    disparus = {e.cle for e in avant if e.cle not in restants}
    reduits = {e.cle for e in avant if e.cle in restants and _compte(e) and que_des_arrondis([restants[e.cle]])}
    return disparus | reduits


def _aux_arrondis_pres(
    hypotheses: Sequence[Hypothese], releve: Releve, situation: Situation, restants: tuple[Ecart, ...]
) -> list[_Essai]:
    """La seule faute qui retrouve les totaux aux arrondis près ; deux possibles ne prouvent rien."""
    essais = []
    for hypothese in hypotheses:
        try:
            fautive = hypothese.situation(situation)
            apres = tuple(comparer(releve, calculer_la_situation(fautive)))
        except ErreurTableur:
            continue
        if not any(map(_compte, apres)) and len(apres) <= len(restants):
            essais.append(_Essai(hypothese, fautive, apres))
    return essais if len([e for e in essais if not e.faute.faible]) == 1 else []


def _par_deux(
    hypotheses: Sequence[Hypothese], releve: Releve, situation: Situation, restants: tuple[Ecart, ...]
) -> Iterator[_Essai]:
    """Deux fautes à la fois, quand seuls des totaux sont donnés et qu'aucune seule n'explique : tout, ou rien."""
    possibles = [h for h in hypotheses if not h.code.startswith("oubli_") and not h.faible]
    for rang, premiere in enumerate(possibles):
        for seconde in possibles[rang + 1 :]:
            essai = _essayer(_reunies(premiere, seconde), releve, situation, restants)
            if essai is not None and not essai.restants:
                yield essai


def _reunies(premiere: Hypothese, seconde: Hypothese) -> Hypothese:
    return Hypothese(
        f"{premiere.code} {seconde.code}",
        f"{premiere.phrase} {seconde.phrase}",
        f"{premiere.regle} ; {seconde.regle}",
        f"{premiere.source} ; {seconde.source}",
        lambda s: seconde.situation(premiere.situation(s)),
    )
