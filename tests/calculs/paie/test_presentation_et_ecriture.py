"""Le bulletin imprimé ne perd pas un centime, l'écriture est équilibrée ; propriétés et refus."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableur import baremes
from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.correspondances import code_de_cotisation
from tableur.calculs.paie.ecriture import LigneDEcriture, ecriture_de_paie
from tableur.calculs.paie.elements_dsn import echeances_sociales
from tableur.calculs.paie.enregistrements import Bulletin, Salarie, Variables
from tableur.calculs.paie.modele_de_bulletin import ModeleDeBulletin, mentions_interdites
from tableur.calculs.paie.presentation import bulletin_imprime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tests.calculs.paie.cas import ETABLISSEMENT, PUBLICS, bulletin_public

D = Decimal
ZERO = D(0)
JUILLET = Mois(2026, 7)
CAS = [cas["entrees"] for cas in PUBLICS["cas"]]
MODELES: tuple[ModeleDeBulletin, ...] = ("rénové", "adapté")
EUROS = st.decimals(0, 500, places=2)


def _bulletin(variables: Variables, **champs: Any) -> Bulletin:
    return bulletin_de_paie(JUILLET, Salarie(sante_mensuelle=D(60), **champs), ETABLISSEMENT, variables)


def _exiger_au_centime(
    bulletin: Bulletin, salarie: Salarie, variables: Variables, modele: ModeleDeBulletin
) -> None:
    """Les rangées imprimées refont les totaux du bulletin, et les gains son brut."""
    imprime, totaux = bulletin_imprime(bulletin, salarie, variables, modele), bulletin.totaux
    rangees = [r for r in (*imprime.obligatoires, *imprime.facultatives) if r.genre == "ligne"]
    allegements = [imprime.allegements] if imprime.allegements else []
    if modele == "adapté":
        allegements = [r for r in imprime.obligatoires[:-1] if r.genre == "total"]
    assert totaux.total_lignes_salariales == sum((r.salarial or ZERO for r in rangees), ZERO)
    assert totaux.total_lignes_patronales == sum((r.patronal or ZERO for r in rangees), ZERO)
    assert totaux.total_salarial - totaux.total_lignes_salariales == sum(
        (r.salarial or ZERO for r in allegements), ZERO
    )
    assert totaux.total_patronal - totaux.total_lignes_patronales == sum(
        (r.patronal or ZERO for r in allegements), ZERO
    )
    assert totaux.brut == sum((gain.montant for gain in imprime.gains), ZERO)
    nets = sum((gain.montant for gain in imprime.deductions), ZERO)
    assert totaux.net_a_payer_avant_impot == totaux.montant_net_social + nets
    retenues = sum((gain.montant for gain in imprime.retenues), ZERO)
    assert totaux.net_a_payer == totaux.net_a_payer_avant_impot - totaux.prelevement_a_la_source + retenues


@pytest.mark.parametrize("modele", MODELES)
def test_les_bulletins_publics_s_impriment_sans_perdre_un_centime(modele: ModeleDeBulletin) -> None:
    assert 93 == len(CAS)
    for entrees in CAS:
        bulletin = bulletin_public(entrees)
        imprime = bulletin_imprime(bulletin, Salarie(), Variables(brut=D(str(entrees.get("brut", 0)))), modele)
        rangees = [r for r in (*imprime.obligatoires, *imprime.facultatives) if r.genre == "ligne"]
        assert bulletin.totaux.total_lignes_salariales == sum((r.salarial or ZERO for r in rangees), ZERO)
        assert bulletin.totaux.total_lignes_patronales == sum((r.patronal or ZERO for r in rangees), ZERO)


@settings(max_examples=60, deadline=None)
@given(
    brut=st.decimals(1900, 20000, places=2),
    sup=st.integers(0, 12),
    montants=st.tuples(EUROS, EUROS, EUROS, EUROS, EUROS, EUROS),
    cadre=st.booleans(),
)
def test_imprime_et_comptabilise_rien_ne_se_perd(
    brut: Decimal, sup: int, montants: tuple[Decimal, ...], cadre: bool
) -> None:
    primes, nature, partage, frais, retenues, acompte = montants
    variables = Variables(
        brut=brut,
        heures_supplementaires_25=D(sup),
        primes=primes,
        avantages_en_nature=nature,
        prime_partage_valeur=partage,
        remboursements=frais,
        retenues_diverses=retenues,
        acomptes=acompte,
        ijss_subrogees=retenues,
        saisies=frais,
    )
    bulletin = _bulletin(variables, cadre=cadre)
    for modele in MODELES:
        _exiger_au_centime(bulletin, Salarie(sante_mensuelle=D(60), cadre=cadre), variables, modele)
    ecriture = ecriture_de_paie(JUILLET, [(bulletin, variables)])
    assert sum((x.debit for x in ecriture), ZERO) == sum((x.credit for x in ecriture), ZERO)
    assert bulletin.totaux.net_a_payer == _solde(ecriture, "421")
    assert bulletin.totaux.prelevement_a_la_source == _solde(ecriture, "4421")


def _solde(ecriture: list[LigneDEcriture], compte: str) -> Decimal:
    """Solde créditeur d'un compte."""
    return sum((x.credit - x.debit for x in ecriture if x.compte == compte), ZERO)


def test_l_ecriture_prend_les_comptes_de_l_entreprise_et_refuse_les_inconnus() -> None:
    variables = Variables(brut=D(2500))
    paie = [(_bulletin(variables), variables)]
    assert "43110000" in {x.compte for x in ecriture_de_paie(JUILLET, paie, {"urssaf": "43110000"})}
    with pytest.raises(ValeurInvalide, match="Comptes inconnus : urssaff"):
        ecriture_de_paie(JUILLET, paie, {"urssaff": "431"})
    with pytest.raises(ValeurInvalide, match="numéro de compte"):
        ecriture_de_paie(JUILLET, paie, {"urssaf": "Urssaf"})


@pytest.mark.parametrize("serie", ["modele_renove", "modele_adapte"])
def test_le_controle_des_bulletins_recus_reconnait_chaque_libelle_du_modele(serie: str) -> None:
    regles: Any = baremes.valeur(f"paie_bulletin.{serie}", date(2026, 7, 1))
    for rangee in (*regles["obligatoires"], *regles.get("facultatives", ())):
        codes = rangee.get("codes", ())
        if not codes or rangee.get("sans_base"):
            continue
        compris = set(code_de_cotisation(rangee["libelle"]).split())
        assert compris, rangee["libelle"]
        assert compris <= set(codes), rangee["libelle"]
        assert set(codes) - compris <= {"ags", "csg_deductible_ppv", "csg_crds_non_deductible_ppv", "csg_crds_hs"}


def test_une_regularisation_qui_rend_change_de_cote() -> None:
    # Un net négatif (acomptes plus forts que le net) se porte au débit du 421.
    variables = Variables(brut=D(2500), acomptes=D(3000))
    ecriture = ecriture_de_paie(JUILLET, [(_bulletin(variables), variables)])
    ligne = next(x for x in ecriture if x.compte == "421")
    assert ligne.debit > ZERO
    assert ZERO == ligne.credit


def test_le_modele_adapte_est_refuse_en_2027_et_le_renove_reste() -> None:
    variables = Variables(brut=D(2500))
    bulletin = replace(_bulletin(variables), periode=Mois(2027, 1))
    with pytest.raises(ValeurInvalide, match="modèle adapté ne vaut pas au 01/01/2027"):
        bulletin_imprime(bulletin, Salarie(), variables, "adapté")


def test_une_ligne_sans_place_dans_le_modele_est_refusee() -> None:
    variables = Variables(brut=D(2500))
    bulletin = _bulletin(variables)
    intruse = replace(bulletin.lignes[0], code="cotisation_inventee", libelle="Cotisation inventée")
    with pytest.raises(ValeurInvalide, match="Cotisation inventée"):
        bulletin_imprime(replace(bulletin, lignes=(*bulletin.lignes, intruse)), Salarie(), variables)


@pytest.mark.parametrize(
    ("texte", "interdit"),
    [
        ("Jours de Grève", ["grève"]),
        ("heures de DÉLÉGATION", ["délégation"]),
        ("Crédit : représentation du personnel", ["représentation du personnel"]),
        ("Prime de mandataire", []),
        ("Prime de Noël", []),
    ],
)
def test_les_mots_interdits_se_reconnaissent_entiers(texte: str, interdit: list[str]) -> None:
    assert interdit == mentions_interdites([texte], date(2026, 7, 1))


@pytest.mark.parametrize(("effectif", "jour"), [(0, 15), (49, 15), (50, 5), (300, 5)])
def test_la_declaration_est_due_le_cinq_ou_le_quinze(effectif: int, jour: int) -> None:
    assert {date(2027, 1, jour)} == {e.quand for e in echeances_sociales(Mois(2026, 12), effectif)}
    with pytest.raises(ValeurInvalide, match="négatif"):
        echeances_sociales(Mois(2026, 12), -1)


@pytest.mark.parametrize(
    ("mois", "effectif", "attendu"),
    [
        # Éditions Francis Lefebvre : exigibilités de juin 2017, le 5 étant le lundi de Pentecôte.
        (Mois(2017, 5), 60, date(2017, 6, 6)),
        (Mois(2017, 5), 10, date(2017, 6, 15)),
        # Urssaf, avril 2020 : la déclaration des moins de cinquante salariés, le mercredi 15 à midi.
        (Mois(2020, 3), 10, date(2020, 4, 15)),
        # Samedi, dimanche, puis un jour férié qui suit un dimanche (Pâques, le 5 avril 2026).
        (Mois(2026, 8), 60, date(2026, 9, 7)),
        (Mois(2026, 1), 10, date(2026, 2, 16)),
        (Mois(2026, 3), 60, date(2026, 4, 7)),
        (Mois(2026, 7), 10, date(2026, 8, 17)),
    ],
)
def test_l_echeance_d_un_jour_non_ouvre_va_au_suivant(mois: Mois, effectif: int, attendu: date) -> None:
    assert {attendu} == {e.quand for e in echeances_sociales(mois, effectif)}


def test_le_vendredi_saint_ne_reporte_qu_en_alsace_moselle() -> None:
    assert date(2022, 4, 15) == echeances_sociales(Mois(2022, 3), 10)[0].quand
    assert date(2022, 4, 19) == echeances_sociales(Mois(2022, 3), 10, "alsace_moselle")[0].quand
