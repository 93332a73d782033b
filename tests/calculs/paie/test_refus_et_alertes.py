"""Refus d'une personne, et alertes d'un bulletin calculé : chacune est une phrase pour celle qui tape."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.controles import CONVENTION_NON_CONTROLEE
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Salarie, Variables
from tableur.frontiere import ecrire_json, lire_argument
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide, ValeurManquante
from tests.calculs.paie.cas import ETABLISSEMENT

JUILLET = Mois(2026, 7)


def paie(salarie: Salarie | None = None, cumuls: Cumuls | None = None, **variables: Any) -> Bulletin:
    return bulletin_de_paie(
        JUILLET, salarie or Salarie(), ETABLISSEMENT, Variables(**{"brut": Decimal(2500), **variables}), cumuls
    )


@pytest.mark.parametrize(
    ("salarie", "variables", "phrase"),
    [
        (
            Salarie(entree=date(2026, 7, 10), sortie=date(2026, 7, 1)),
            {},
            "La sortie, le 01/07/2026, précède l'entrée",
        ),
        (Salarie(entree=date(2026, 8, 1)), {}, "hors du contrat"),
        (Salarie(sortie=date(2026, 6, 30)), {}, "hors du contrat"),
        (Salarie(), {"heures_absence": Decimal(-7)}, r"heures d'absence ne peut pas être négatif : -7 reçu"),
        (Salarie(), {"brut": Decimal(-1)}, "Le brut ne peut pas être négatif"),
        (Salarie(heures_semaine=Decimal(0)), {}, "heures_semaine va de 0 à 168"),
        (Salarie(part_employeur_sante=Decimal(50)), {}, "part_employeur_sante est une fraction"),
        (Salarie(taux_pas=Decimal("7.5")), {}, "écrire 0,075 pour 7,5 %"),
        (Salarie(contrat="apprentissage"), {}, "date_contrat manque"),
    ],
)
def test_ce_qui_ne_se_devine_pas_est_refuse(salarie: Salarie, variables: dict[str, Any], phrase: str) -> None:
    with pytest.raises(ErreurTableur, match=phrase):
        paie(salarie, **variables)


def test_sans_taux_at_le_bulletin_est_refuse() -> None:
    with pytest.raises(ValeurManquante, match="Le taux AT/MP manque"):
        bulletin_de_paie(JUILLET, Salarie(), replace(ETABLISSEMENT, taux_at=None), Variables(brut=Decimal(2500)))


def test_des_cumuls_qui_sautent_un_mois_sont_refuses() -> None:
    with pytest.raises(ValeurInvalide, match="Cumuls manquants : ils s'arrêtent au mois 2026-05"):
        paie(cumuls=Cumuls(mois=Mois(2026, 5), brut=Decimal(12500), plafond=Decimal(20025)))


@pytest.mark.parametrize(
    ("cumuls", "champ"),
    [
        (Cumuls(mois=Mois(2026, 6), brut=Decimal(15000), smic=Decimal("10938.2")), "plafond"),
        (Cumuls(mois=Mois(2026, 6), brut=Decimal(15000), plafond=Decimal(24030)), "smic"),
    ],
)
def test_des_cumuls_incomplets_sont_refuses(cumuls: Cumuls, champ: str) -> None:
    with pytest.raises(ValeurManquante, match=rf"Cumuls incomplets : .* \({champ}\)"):
        paie(cumuls=cumuls)


def test_les_cumuls_d_un_bulletin_se_relisent_tels_qu_il_les_ecrit() -> None:
    cumuls = Cumuls(mois=Mois(2026, 6), brut=Decimal(15000), plafond=Decimal(24030), smic=Decimal("10939.105"))
    suite = paie(cumuls=cumuls, heures_supplementaires_25=Decimal("0.25")).cumuls
    assert suite == lire_argument(ecrire_json(suite), Cumuls, "cumuls")


def test_sans_convention_la_reserve_est_toujours_ecrite() -> None:
    assert CONVENTION_NON_CONTROLEE in paie().mentions
    suivie = replace(ETABLISSEMENT, convention_collective="IDCC 1486")
    bulletin = bulletin_de_paie(JUILLET, Salarie(), suivie, Variables(brut=Decimal(2500)))
    assert CONVENTION_NON_CONTROLEE not in bulletin.mentions


def _dit(bulletin: Bulletin, debut: str) -> bool:
    return any(mention.startswith(debut) for mention in bulletin.mentions)


def test_un_brut_sous_le_smic_est_calcule_et_dit() -> None:
    assert not _dit(paie(brut=Decimal("1867.02")), "Brut sous le minimum")
    assert _dit(paie(brut=Decimal("1867.01")), "Brut sous le minimum")
    # Une absence n'est pas un salaire trop bas, un temps partiel non plus.
    assert not _dit(paie(brut=Decimal("1867.02"), heures_absence=Decimal(70)), "Brut sous le minimum")
    assert not _dit(paie(Salarie(heures_semaine=Decimal("17.5")), brut=Decimal("933.51")), "Brut sous le minimum")


def test_un_apprenti_est_juge_sur_sa_part_du_smic() -> None:
    apprenti = Salarie(contrat="apprentissage", date_contrat=date(2025, 9, 1), part_du_smic=Decimal("0.43"))
    assert not _dit(paie(apprenti, brut=Decimal("802.82")), "Brut sous le minimum")
    assert _dit(paie(apprenti, brut=Decimal("802.81")), "Brut sous le minimum")
    inconnue = replace(apprenti, part_du_smic=None)
    assert _dit(paie(inconnue, brut=Decimal("802.82")), "Non contrôlé : part du SMIC")


def test_des_heures_au_dela_du_maximum_sont_payees_et_dites() -> None:
    bulletin = paie(heures_supplementaires_25=Decimal(34), heures_supplementaires_50=Decimal(26))
    assert _dit(bulletin, "Durée du travail")
    assert bulletin.totaux.remuneration_heures_sup > 0


def test_un_mois_isole_le_dit() -> None:
    assert _dit(paie(), "Mois isolé")
    assert not _dit(paie(Salarie(entree=date(2026, 7, 6))), "Mois isolé")


def test_un_bareme_depasse_est_dit() -> None:
    bulletin = bulletin_de_paie(Mois(2027, 2), Salarie(), ETABLISSEMENT, Variables(brut=Decimal(2500)))
    assert _dit(bulletin, "Barèmes à revérifier pour 2027-02")


def test_un_stagiaire_sans_heures_a_la_franchise_du_plafond_et_le_dit() -> None:
    stagiaire = Salarie(contrat="stage")
    assert _dit(paie(stagiaire, brut=Decimal(800)), "Non contrôlé : heures de présence")
    # 154 h de présence : 154 × 4,50 = 693 € exonérés.
    avec_heures = paie(stagiaire, brut=Decimal(800), heures_de_stage=Decimal(154))
    assert Decimal("107.00") == avec_heures.totaux.assiette
    assert _dit(paie(stagiaire, brut=Decimal(600), heures_de_stage=Decimal(154)), "Gratification sous le minimum")
