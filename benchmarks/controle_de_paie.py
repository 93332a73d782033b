"""Contrôle de bulletins reçus : fausses fautes sur des bulletins justes, fautes retrouvées sur des bulletins faux.

    python -m benchmarks.controle_de_paie [--justes 2000] [--par-faute 40]

Les bulletins sont tirés au sort (la graine les fixe) : salariés, mois, cumuls, effectifs, puis rangés comme les
cabinets les rangent (ligne à ligne, clarifié, « Urssaf » en une ligne, CSG en une ligne, huit totaux seuls). Une
faute est « nommée » si sa cause est dite, « à égalité » si elle l'est parmi d'autres aux mêmes chiffres,
« dite » si l'écart l'est sans cause, « autre cause » si une cause est dite à tort, « manquée » si rien ne l'est.
"""

import argparse
import sys
import time
from collections import Counter

from tableur.calculs.paie.controle import controler_un_bulletin
from tableur.calculs.paie.controle_enregistrements import ControleDeBulletin
from tableur.calculs.paie.fautes_d_assiette import fautes_d_assiette
from tableur.calculs.paie.fautes_de_bareme import fautes_de_bareme
from tableur.calculs.paie.fautes_de_dossier import fautes_de_dossier
from tableur.calculs.paie.hypotheses import Situation, calculer_la_situation
from tests.calculs.paie.cabinets import (
    RANGEMENTS,
    Paie,
    csg_au_centime,
    paie_de,
    paie_juste,
    situation_au_sort,
    sort_de,
    totaux_de,
)
from tests.calculs.paie.fautes_de_cabinet import FAUTES, Faute

TIRAGES = 4000
_TAUX_PROPRES = ("taux_at_autre", "taux_versement_mobilite_autre")


def fausses_fautes(nombre: int) -> tuple[int, int]:
    """Bulletins justes auxquels le contrôle reproche quelque chose, et montants contrôlés."""
    fausses = montants = 0
    for graine in range(nombre):
        sort = sort_de(f"juste{graine}")
        paie = paie_juste(sort)
        lignes, totaux = sort.choice(RANGEMENTS)(sort, paie)
        fait = controler_un_bulletin(paie.situation, lignes, totaux)
        fausses, montants = fausses + bool(fait.ecarts), montants + fait.montants_controles
    return fausses, montants


def issues(nom: str, commettre: Faute, attendue: str, nombre: int) -> Counter[str]:
    """Ce que le contrôle dit de bulletins où cette faute est commise."""
    vues: Counter[str] = Counter()
    for tirage in range(TIRAGES):
        sort = sort_de(f"{nom}{tirage}")
        s = situation_au_sort(sort)
        paie = commettre(sort, s)
        if paie is None or _change_rien(paie, paie_de(s)):
            continue
        if attendue not in ("csg_sans_abattement", "heures_imposees") and sort.random() < 0.4:
            paie = csg_au_centime(paie)
        lignes, totaux = sort.choice(RANGEMENTS)(sort, paie)
        vues[_issue(controler_un_bulletin(s, lignes, totaux), s, attendue)] += 1
        if vues.total() == nombre:
            break
    return vues


def _change_rien(paie: Paie, juste: Paie) -> bool:
    parts = [{code: (u.salariale, u.patronale) for code, u in p.lignes.items()} for p in (paie, juste)]
    return parts[0] == parts[1] and totaux_de(paie) == totaux_de(juste)


def _issue(fait: ControleDeBulletin, s: Situation, attendue: str) -> str:
    if not fait.ecarts:
        return "manquée"
    if not fait.causes:
        return "dite"
    if attendue in [code for cause in fait.causes for code in cause.code.split()]:
        return "nommée"
    juste, autres = calculer_la_situation(s), " ".join(cause.autres for cause in fait.causes)
    connues = (*fautes_de_bareme(s, juste), *fautes_d_assiette(s, juste), *fautes_de_dossier(s, juste))
    egale = any(faute.phrase in autres for faute in connues if faute.code == attendue)
    return "à égalité" if egale or (attendue in _TAUX_PROPRES and "un taux de" in autres) else "autre cause"


def principal() -> int:
    """Les deux études, et un code 1 si une faute est inventée sur un bulletin juste, ou manquée sur un faux."""
    lecteur = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    lecteur.add_argument("--justes", type=int, default=2000)
    lecteur.add_argument("--par-faute", type=int, default=40)
    reglages = lecteur.parse_args()
    debut = time.process_time()
    fausses, montants = fausses_fautes(reglages.justes)
    sys.stdout.write(f"{reglages.justes} bulletins justes, {montants} montants : {fausses} fausses fautes\n")
    tout: Counter[str] = Counter()
    for nom, (commettre, attendue) in FAUTES.items():
        vues = issues(nom, commettre, attendue, reglages.par_faute)
        tout += vues
        sys.stdout.write(f"  {nom:<30} {dict(vues)}\n")
    sys.stdout.write(f"{tout.total()} bulletins faux : {dict(tout)}\n")
    sys.stdout.write(f"{time.process_time() - debut:.0f} s de processeur\n")
    return 1 if fausses or tout["manquée"] else 0


if __name__ == "__main__":
    sys.exit(principal())
