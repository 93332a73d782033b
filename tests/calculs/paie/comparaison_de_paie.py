"""Comparer, ligne à ligne, les bulletins de tableur à ceux de l'oracle, sur des années tirées au hasard.

    PYTHONPATH=src python -m tests.calculs.paie.comparaison_de_paie 5000 [première graine]

Dit combien d'années divergent, et pour chaque premier champ faux, les graines à rejouer et les montants.
"""

import sys
from collections import defaultdict
from fractions import Fraction

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls
from tableur.socle.dates import Mois
from tests.calculs.paie.oracle_paie import bulletin_attendu
from tests.calculs.paie.oracle_valeurs import Memoire, arrondi
from tests.calculs.paie.oracle_valeurs import Mois as MoisAttendu
from tests.calculs.paie.tirages_de_paie import Tirage, tirage

TOTAUX = (
    "brut",
    "assiette",
    "plafond_applique",
    "tranche_1",
    "tranche_2",
    "remuneration_heures_sup",
    "remuneration_heures_complementaires",
    "retenue_absence",
    "indemnite_fin_contrat",
    "total_lignes_salariales",
    "total_lignes_patronales",
    "reduction_salariale_heures_sup",
    "reduction_generale_coefficient",
    "reduction_generale",
    "reduction_generale_urssaf",
    "reduction_generale_agirc_arrco",
    "deduction_patronale_heures_sup",
    "total_salarial",
    "total_patronal",
    "montant_net_social",
    "net_imposable",
    "soumis_au_pas",
    "heures_exonerees_impot",
    "net_a_payer_avant_impot",
    "taux_pas",
    "taux_neutre",
    "prelevement_a_la_source",
    "prelevement_source_taux_neutre",
    "net_a_payer",
    "cout_total_avant_aides",
)
NUL = (Fraction(0), Fraction(0))


def ecarts_du_bulletin(bulletin: Bulletin, attendu: MoisAttendu) -> list[str]:
    """Un écart par ligne ou par total : champ, obtenu, attendu ; vide si tout est égal au centime."""
    lignes = {u.code: (Fraction(u.part_salariale), Fraction(u.part_patronale)) for u in bulletin.lignes}
    ecarts = [
        f"{code} {_dit(*lignes.get(code, NUL))} au lieu de {_dit(*attendu.lignes.get(code, NUL))}"
        for code in sorted(lignes.keys() | attendu.lignes.keys())
        if lignes.get(code, NUL) != attendu.lignes.get(code, NUL)
    ]
    for nom in TOTAUX:
        obtenu = Fraction(getattr(bulletin.totaux, nom))
        if obtenu != attendu.t[nom]:
            ecarts.append(f"{nom} {_dit(obtenu)} au lieu de {_dit(attendu.t[nom])}")
    if "csg_deductible" in lignes:  # l'assiette n'est pas arrondie : un milliardième ne compte pas
        obtenu, voulu = (
            arrondi(a, 8) for a in (Fraction(bulletin.totaux.assiette_csg), attendu.t["assiette_csg"])
        )
        if obtenu != voulu:
            ecarts.append(f"assiette_csg {_dit(obtenu)} au lieu de {_dit(voulu)}")
    return ecarts


def _dit(*montants: Fraction) -> str:
    return " + ".join(f"{float(montant):.4f}" for montant in montants)


def ecarts_de_l_annee(cas: Tirage) -> list[str]:
    """Écarts du premier mois qui diverge : les suivants en découlent."""
    memoire, cumuls = Memoire(), None
    for periode, variables in cas.mois:
        attendu = bulletin_attendu(periode.annee, periode.mois, cas.salarie, cas.etablissement, variables, memoire)
        bulletin = bulletin_de_paie(periode, cas.salarie, cas.etablissement, variables, cumuls)
        cumuls = bulletin.cumuls
        ecarts = ecarts_du_bulletin(bulletin, attendu)
        if ecarts:
            return [f"graine {cas.graine}, {periode}", *ecarts]
    return []


def bulletins(cas: Tirage, cumuls: Cumuls | None = None, depuis: Mois | None = None) -> list[Bulletin]:
    """Bulletins de l'année, chacun sur les cumuls du précédent, depuis un mois s'il est donné."""
    faits: list[Bulletin] = []
    for periode, variables in cas.mois:
        if depuis is None or periode >= depuis:
            faits.append(bulletin_de_paie(periode, cas.salarie, cas.etablissement, variables, cumuls))
            cumuls = faits[-1].cumuls
    return faits


def _comparer(nombre: int, premiere: int) -> int:
    """Compare, écrit le relevé, et rend le nombre d'années qui divergent."""
    faux: defaultdict[str, list[list[str]]] = defaultdict(list)
    mois = 0
    for graine in range(premiere, premiere + nombre):
        cas = tirage(graine)
        mois += len(cas.mois)
        ecarts = ecarts_de_l_annee(cas)
        if ecarts:
            faux[ecarts[1].split()[0]].append(ecarts)
    total = sum(map(len, faux.values()))
    sys.stdout.write(f"{total} années divergent sur {nombre}, {mois} bulletins\n")
    for champ, cas_faux in sorted(faux.items(), key=lambda paire: -len(paire[1])):
        sys.stdout.write(f"{champ} : {len(cas_faux)}\n")
        for ecarts in cas_faux[:3]:
            sys.stdout.write(f"    {' ; '.join(ecarts[:6])}\n")
    return total


if __name__ == "__main__":
    voulus = [int(mot) for mot in sys.argv[1:]]
    sys.exit(1 if _comparer(voulus[0] if voulus else 1000, voulus[1] if len(voulus) > 1 else 0) else 0)
