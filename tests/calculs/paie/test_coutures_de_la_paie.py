"""Ce qui se croise dans un classeur de paie : totaux, explications, documents et reprise disent la même chose.

Deux classeurs tirés au hasard sur trois ont un arrêt et un congé le même mois. Pour en essayer davantage :
`python -m tests.calculs.paie.test_coutures_de_la_paie 400`.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from tableur.actions.bulletins_imprimes import bulletin_detaille
from tableur.calculs.paie.controle import controler_un_bulletin
from tableur.calculs.paie.ecriture import ecriture_de_paie
from tableur.calculs.paie.elements_dsn import elements_dsn
from tableur.calculs.paie.hypotheses import Situation
from tableur.calculs.paie.tables.collecte import elements_a_transmettre
from tableur.calculs.paie.tables.comparaison import lignes_comparees
from tableur.calculs.paie.tables.controles import (
    alertes_du_mois,
    lignes_de_cotisation,
    lignes_de_cumuls,
    lignes_du_livre,
)
from tableur.calculs.paie.tables.enregistrements import Absence, LigneDeCumuls, RepriseDeConges, RepriseDePaie
from tableur.calculs.paie.tables.livre import Livre, Paye, livre_de_paie
from tableur.calculs.paie.tables.recapitulatif import controles_du_livre, recapitulatif_du_mois
from tableur.calculs.paie.tables.retenues import retenues_du_mois
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.calculs.paie.tables.vraisemblance import surprises_du_mois
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO
from tests.calculs.paie.classeurs_tires import ANNEE, ARRETS, DECEMBRE, classeur_tire
from tests.calculs.paie.recus import imprime_de

MOIS = [Mois(ANNEE, rang) for rang in range(1, 13)]
REPRIS = Decimal("0.05")  # une reprise porte la rémunération du dixième au centime, maladie réunie
Verification = Callable[[Saisies, Livre], Iterator[str]]


def _somme(nombres: Iterator[Decimal]) -> Decimal:
    return sum(nombres, ZERO)


def _jusqu_a(livre: Livre, mois: Mois) -> Livre:
    """Le même livre, arrêté à un mois."""
    return Livre(mois, {cle: paye for cle, paye in livre.payes.items() if paye.mois <= mois})


def totaux_du_livre(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Chaque total est la somme de ce qui le compose ; le net reste sous ce qui est versé."""
    for paye in livre.payes.values():
        t, v, ou = paye.bulletin.totaux, paye.variables, f"{paye.fiche.matricule} {paye.mois}"
        lignes = (*paye.bulletin.lignes, *paye.bulletin.allegements)
        if t.total_salarial != _somme(x.part_salariale for x in lignes):
            yield f"{ou} : total salarial"
        if t.total_patronal != _somme(x.part_patronale for x in lignes):
            yield f"{ou} : total patronal"
        verse = t.brut + v.prime_partage_valeur + v.ijss_subrogees
        if t.montant_net_social != verse - t.total_salarial:
            yield f"{ou} : net social"
        avant_impot = t.montant_net_social - v.avantages_en_nature + v.remboursements - v.retenues_diverses
        if t.net_a_payer != avant_impot - t.prelevement_a_la_source - v.acomptes - v.saisies:
            yield f"{ou} : net à payer"
        if t.net_a_payer > verse + v.remboursements and t.tranche_2 >= 0:
            yield f"{ou} : net au-dessus du brut"
        if t.prelevement_a_la_source and abs(t.soumis_au_pas * t.taux_pas - t.prelevement_a_la_source) > Decimal(
            "0.005"
        ):
            yield f"{ou} : prélèvement"
        if paye.salarie.taux_pas is not None and t.soumis_au_pas != t.net_imposable + v.ijss_imposables:
            yield f"{ou} : base du prélèvement"
        siennes = retenues_du_mois(paye.fiche, paye.mois, v, t, paye.absences)
        if t.retenue_absence != _somme(r.montant for r in siennes):
            yield f"{ou} : retenues"
        if v.ijss_imposables > v.ijss_subrogees * Decimal("1.08") + 1 or v.salaire_maintenu < 0:
            yield f"{ou} : indemnités"
    for mois in MOIS:
        arrete = _jusqu_a(livre, mois)
        recapitulatif = recapitulatif_du_mois(arrete)
        for total in controles_du_livre(recapitulatif, lignes_du_livre(arrete), mois):
            if total.ecart:
                yield f"{mois} : {total.total} du récapitulatif"
        du_mois = [x for x in lignes_du_livre(arrete) if x.mois == mois]
        cotisations = lignes_de_cotisation(arrete)
        if _somme(x.total_salarial for x in du_mois) != _somme(x.part_salariale for x in cotisations):
            yield f"{mois} : cotisations"


def ecarts_du_net(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Le récapitulatif explique tout l'écart du net, et la comparaison de deux mois aussi."""
    for mois in MOIS[1:]:
        for ligne in recapitulatif_du_mois(_jusqu_a(livre, mois)):
            parts = (
                ligne.par_presence
                + ligne.par_variables
                + ligne.par_absences
                + ligne.par_contrat
                + ligne.par_bareme
            )
            if ligne.inexplique or ligne.ecart != parts:
                yield f"{ligne.matricules} {mois} : inexpliqué {ligne.inexplique}"
            if ligne.explication == "Rien n'a changé." and (ligne.par_variables or ligne.par_absences):
                yield f"{ligne.matricules} {mois} : écart sans phrase"
        for premier in (mois + -1, Mois(ANNEE, 1)):
            effets: dict[str, Decimal] = {}
            for x in lignes_comparees(_jusqu_a(livre, mois), premier, mois):
                effets[x.matricule] = effets.get(x.matricule, ZERO) + x.effet_sur_le_net
            for matricule in {cle for cle, _ in livre.payes}:
                un, deux = livre.paye(matricule, premier), livre.paye(matricule, mois)
                if un is None or deux is None:
                    continue
                ecart = deux.bulletin.totaux.net_a_payer - un.bulletin.totaux.net_a_payer
                if effets.get(matricule, ZERO) != ecart:
                    yield f"{matricule} {premier} → {mois} : effets {effets.get(matricule)}, écart {ecart}"


def documents_du_mois(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Écriture équilibrée, bulletin imprimé qui refait le calcul, éléments à déclarer qui le reprennent."""
    for mois in MOIS:
        payes = _jusqu_a(livre, mois).du_mois
        ecriture = ecriture_de_paie(mois, [(p.bulletin, p.variables) for p in payes])
        if _somme(x.debit - x.credit for x in ecriture):
            yield f"{mois} : écriture"
        nets = _somme(p.bulletin.totaux.net_a_payer for p in payes)
        if nets != _somme(x.credit - x.debit for x in ecriture if x.compte.startswith("421")):
            yield f"{mois} : compte 421"
        for paye in payes:
            yield from _du_bulletin(saisies, paye)


def _du_bulletin(saisies: Saisies, paye: Paye) -> Iterator[str]:
    t, ou = paye.bulletin.totaux, f"{paye.fiche.matricule} {paye.mois}"
    for modele in ("rénové", "adapté"):
        imprime = bulletin_detaille(saisies, paye, modele)
        if t.brut != _somme(g.montant for g in imprime.gains):
            yield f"{ou} : gains imprimés {_somme(g.montant for g in imprime.gains)}, brut {t.brut}"
        rangees = [r for r in (*imprime.obligatoires, *imprime.facultatives) if r.genre == "ligne"]
        if imprime.allegements is not None:
            rangees.append(imprime.allegements)
        rangees += [
            r for r in imprime.obligatoires if r.genre == "total" and "allègements" in r.libelle.casefold()
        ]
        if t.total_salarial != _somme(r.salarial or ZERO for r in rangees):
            yield f"{ou} : rangées salariales ({modele})"
        if t.total_patronal != _somme(r.patronal or ZERO for r in rangees):
            yield f"{ou} : rangées patronales ({modele})"
        autres = _somme(g.montant for g in (*imprime.ajouts, *imprime.deductions, *imprime.retenues))
        if t.net_a_payer != t.brut - t.total_salarial + autres - t.prelevement_a_la_source:
            yield f"{ou} : net imprimé"
    dsn = {(x.bloc[-2:], x.rubrique, x.type_): x.montant for x in elements_dsn([paye])}
    for cle, montant in (
        (("50", "002", ""), t.net_imposable),
        (("50", "004", ""), t.net_a_payer),
        (("50", "009", ""), t.prelevement_a_la_source),
        (("50", "013", ""), t.soumis_au_pas),
        (("51", "013", "001"), t.brut),
        (("58", "004", "03"), t.montant_net_social),
    ):
        if (dsn.get(cle) or ZERO) != montant:
            yield f"{ou} : DSN {cle} {dsn.get(cle)} {montant}"


def compteurs_de_conges(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Acquis moins pris font le solde, et les jours des prises sont ceux que les compteurs ont perdus."""
    pris: dict[str, Decimal] = {}
    for paye in sorted(livre.payes.values(), key=lambda p: p.mois):
        compte, ou = paye.conges.compte, f"{paye.fiche.matricule} {paye.mois}"
        if _somme(p.retenue for p in paye.conges.prises) != paye.bulletin.totaux.retenue_conges:
            yield f"{ou} : retenue des congés"
        if _somme(p.indemnite for p in paye.conges.prises) != paye.bulletin.totaux.indemnite_conges_pris:
            yield f"{ou} : indemnité des congés"
        if compte is None:
            continue
        cle = paye.fiche.matricule
        pris[cle] = pris.get(cle, ZERO) + _somme(p.jours for p in paye.conges.prises)
        for prise in paye.conges.prises:
            if prise.jours != _somme(jours for _, jours in prise.parts):
                yield f"{ou} : parts d'un congé"
        for periode in compte.periodes:
            if periode.droits is not None and periode.solde != periode.droits - periode.pris:
                yield f"{ou} : solde"
    for ligne in (x for mois in MOIS for x in lignes_de_cumuls(_jusqu_a(livre, mois))):
        for acquis, jours, solde in (
            (ligne.conges_acquis_n, ligne.conges_pris_n, ligne.conges_solde_n),
            (ligne.conges_acquis_n_1, ligne.conges_pris_n_1, ligne.conges_solde_n_1),
        ):
            if acquis is not None and jours is not None and acquis - jours != solde:
                yield f"{ligne.matricule} {ligne.mois} : compteurs"


def conges_au_maintien(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Un congé au salaire maintenu ne change ni le brut ni les cotisations : seul le dixième ajoute."""
    sans = replace(saisies, absences=[a for a in saisies.absences if a.nature != "conges_payes"])
    autre = livre_de_paie(sans, livre.mois)
    for matricule in {cle for cle, _ in livre.payes}:
        for mois in MOIS:
            paye, temoin = livre.paye(matricule, mois), autre.paye(matricule, mois)
            if paye is None or temoin is None:
                continue
            if paye.variables.complement_conges or _autre_contrat_au_dixieme(livre, paye):
                break
            un, deux = paye.bulletin.totaux, temoin.bulletin.totaux
            neutres = {"retenue_conges": ZERO, "indemnite_conges_pris": ZERO}
            if replace(un, **neutres) != replace(deux, **neutres):
                yield f"{matricule} {mois} : un congé au maintien change le bulletin"


def _autre_contrat_au_dixieme(livre: Livre, paye: Paye) -> bool:
    return bool(paye.fiche.nir) and any(
        autre.variables.complement_conges and autre.fiche.nir == paye.fiche.nir and autre.mois <= paye.mois
        for autre in livre.payes.values()
    )


def refus_d_une_seule(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Une ligne fautive refuse sa personne, et personne d'autre."""
    premiere = saisies.fiches[0]
    faute = Absence(matricule=premiere.matricule, nature="maladie", debut=MOIS[7].fin, fin=MOIS[7].debut)
    fautif = livre_de_paie(replace(saisies, absences=[*saisies.absences, faute]), livre.mois)
    siens = {f.matricule for f in saisies.fiches if f is premiere or (f.nir and f.nir == premiere.nir)}
    for cle, paye in livre.payes.items():
        if cle[0] not in siens and paye.bulletin != fautif.payes[cle].bulletin:
            yield f"{cle} : touché par le refus d'un autre"
    if not {r.fiche.matricule for r in fautif.refusees} <= siens:
        yield "refusés en trop"


def controle_sans_faux_ecart(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Notre propre bulletin, reçu du cabinet et contrôlé sur la fiche du classeur, est juste."""
    for paye in list(livre.payes.values())[::5]:
        lignes, totaux = imprime_de(paye.bulletin)
        situation = Situation(paye.mois, paye.salarie, paye.etablissement, paye.variables, paye.avant)
        fait = controler_un_bulletin(situation, lignes, totaux)
        for ecart in fait.ecarts:
            yield f"{paye.fiche.matricule} {paye.mois} : {ecart.phrase}"


def rien_ne_leve(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Contrôles, surprises et collecte passent sur tout ce qui se paie."""
    for mois in (MOIS[5], MOIS[8], DECEMBRE):
        arrete = _jusqu_a(livre, mois)
        list(alertes_du_mois(arrete, saisies))
        list(surprises_du_mois(arrete, saisies))
        list(elements_a_transmettre(saisies, mois))
    yield from ()


def reprise_en_cours_d_annee(saisies: Saisies, livre: Livre) -> Iterator[str]:
    """Repris au bulletin d'un mois, le classeur donne la même suite que depuis janvier.

    Une reprise ne porte ni les bruts dont une indemnité s'estime, ni l'équivalence en semaines d'un mois d'absence
    sans droit à congés : les indemnités sont tapées, et l'un des deux genres d'absence est ôté.
    """
    otees = ("sans_solde", "injustifiee") if len(saisies.absences) % 2 else ("conges_payes",)
    tapees = [_tapee(a) for a in saisies.absences if a.nature not in otees]
    sans_ajout = [replace(v, jours_de_conges_ajoutes=ZERO) for v in saisies.variables]
    sans = replace(saisies, absences=tapees, variables=sans_ajout)
    complet = livre_de_paie(sans, livre.mois)
    for k in (4, 6, 9):
        cumuls = _derniers_cumuls(complet, MOIS[k - 1])
        reprises = [_cumuls_repris(x) for x in cumuls]
        conges = [_compteurs_repris(x) for x in cumuls if x.conges_acquis_n is not None]
        reglages = replace(sans.reglages, suivi_depuis=MOIS[k])
        repris = livre_de_paie(replace(sans, reprises=reprises, conges=conges, reglages=reglages), livre.mois)
        for refusee in repris.refusees:
            yield f"reprise {k} : {refusee.fiche.matricule} refusé, {refusee.message}"
        for ligne in cumuls:
            if not _a_cheval(complet.paye(ligne.matricule, MOIS[k - 1]), sans):
                yield from _suite_differente(complet, repris, ligne.matricule, MOIS[k - 1])


def _tapee(absence: Absence) -> Absence:
    if absence.nature not in ARRETS or absence.ijss_par_jour is not None:
        return absence
    return replace(absence, ijss_par_jour=Decimal("30.10"))


def _a_cheval(dernier: Paye | None, saisies: Saisies) -> bool:
    """Vrai si un congé continue après le mois repris : ce que ses premiers jours ont donné ne se reprend pas."""
    return dernier is not None and any(
        saisies.absences[p.rang].fin > dernier.mois.fin for p in dernier.conges.prises
    )


def _suite_differente(complet: Livre, repris: Livre, matricule: str, repris_a: Mois) -> Iterator[str]:
    dernier = complet.paye(matricule, repris_a)
    if dernier is None or (dernier.conges.compte and any(p.solde for p in dernier.conges.compte.reliquats)):
        return  # un reliquat plus ancien que N-1 ne se reprend pas
    for mois in MOIS[repris_a.mois :]:
        paye, sien = complet.paye(matricule, mois), repris.paye(matricule, mois)
        if paye is None or sien is None:
            continue
        un, deux = paye.bulletin.totaux, sien.bulletin.totaux
        ecarts = [
            (n, x, y) for n in type(un).__slots__ if abs((x := getattr(un, n)) - (y := getattr(deux, n))) > REPRIS
        ]
        if ecarts:
            yield f"reprise {repris_a}, {matricule} {mois} : {ecarts}"
            return


def _derniers_cumuls(livre: Livre, mois: Mois) -> list[LigneDeCumuls]:
    """Cumuls du dernier bulletin de chaque contrat, fini ou non."""
    lignes = [x for un in MOIS if un <= mois for x in lignes_de_cumuls(_jusqu_a(livre, un))]
    return list({x.matricule: x for x in lignes}.values())


def _cumuls_repris(ligne: LigneDeCumuls) -> RepriseDePaie:
    """Reprise de cumuls ; un net négatif, d'un mois sans salaire dont la mutuelle est due, n'y est pas admis."""
    lus = {nom: getattr(ligne, nom) for nom in RepriseDePaie.__slots__}
    return RepriseDePaie(**lus | {nom: max(lus[nom], ZERO) for nom in ("net_imposable", "montant_net_social")})


def _compteurs_repris(ligne: object) -> RepriseDeConges:
    champs = ("acquis_n_1", "pris_n_1", "remuneration_n_1", "acquis_n", "pris_n", "remuneration_n")
    lus = {nom: getattr(ligne, f"conges_{nom}") for nom in champs}
    lus |= {nom: lus[nom] or ZERO for nom in ("pris_n_1", "pris_n")}
    return RepriseDeConges(matricule=ligne.matricule, mois=ligne.mois, **lus)  # type: ignore[attr-defined]


VERIFICATIONS: tuple[Verification, ...] = (
    totaux_du_livre,
    ecarts_du_net,
    documents_du_mois,
    compteurs_de_conges,
    conges_au_maintien,
    refus_d_une_seule,
    controle_sans_faux_ecart,
    rien_ne_leve,
    reprise_en_cours_d_annee,
)


def fautes(graine: int) -> list[str]:
    """Ce qui ne va pas dans le classeur d'une graine."""
    saisies = classeur_tire(graine)
    livre = livre_de_paie(saisies, DECEMBRE)
    trouvees = [f"{graine} refusé : {r.fiche.matricule}, {r.message}" for r in livre.refusees]
    for verification in VERIFICATIONS:
        trouvees += [f"{graine} {verification.__name__} : {phrase}" for phrase in verification(saisies, livre)]
    return trouvees


@pytest.mark.parametrize("premiere", range(0, 24, 4))
def test_un_classeur_tire_au_hasard_ne_se_contredit_pas(premiere: int) -> None:
    assert [] == [faute for graine in range(premiere, premiere + 4) for faute in fautes(graine)]


if __name__ == "__main__":
    nombre = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for une in range(nombre):
        sys.stdout.writelines(f"{faute}\n" for faute in fautes(une))
