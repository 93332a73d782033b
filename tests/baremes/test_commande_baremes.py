"""`tableur baremes` : lister, montrer, verifier, comparer, en texte et en JSON."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tableur.cli.baremes import DateFrancaise, groupe
from tableur.socle.erreurs import BaremeAbsent

LOCAL = """
[a]
libelle = "Taux d'essai"
unite = "fraction"

[[a.valeurs]]
depuis = 2026-01-01
tranches = [{ moins_de = 1858, valeur = 0 }, { jusqu_a = 9229.50, valeur = 0.0425 }, { valeur = 0.136 }]
source = "Loi"
fiabilite = "C"
verifie_le = 2026-11-24
memoire = true
note = "À relire."

[[a.valeurs]]
depuis = 2027-01-01
valeur = { part = 0.5, active = true, effet = 2027-02-01, codes = [], motif = "essai", close = false }
source = "Loi"
fiabilite = "A"
verifie_le = 2026-11-24
valable_jusqu_au = 2027-12-31

[[a.valeurs]]
depuis = 2029-01-01
abolie = true
source = "Loi"
fiabilite = "A"
verifie_le = 2026-11-24
"""


@pytest.fixture(autouse=True)
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
    return tmp_path


def lance(*arguments: str) -> Result:
    return CliRunner().invoke(groupe, arguments)


def en_json(*arguments: str) -> Any:
    resultat = lance(*arguments, "--json")
    assert None is resultat.exception or isinstance(resultat.exception, SystemExit)
    return json.loads(resultat.stdout)


def test_lister_donne_le_nom_le_libelle_et_la_valeur() -> None:
    resultat = lance("lister", "--le", "01/05/2026")
    assert 0 == resultat.exit_code
    assert "jours_feries.guyane — Jours fériés légaux propres à la Guyane (jours fériés)" in resultat.output
    assert "  depuis le 10/08/2016 : 06-10 Abolition de l'esclavage\n" in resultat.output


def test_lister_sans_date_prend_aujourd_hui() -> None:
    assert 0 == lance("lister").exit_code


def test_lister_marque_une_valeur_locale_et_une_valeur_a_venir(dossier: Path) -> None:
    (dossier / "essai.toml").write_text(LOCAL, encoding="utf-8")
    assert (
        "  depuis le 01/01/2026 (valeur locale) : moins de 1858 : 0"
        in lance("lister", "--le", "2026-06-01").output
    )
    assert "  pas encore de valeur à cette date" in lance("lister", "--le", "2025-06-01").output


def test_lister_en_json_donne_la_valeur_en_vigueur() -> None:
    series = {serie["nom"]: serie for serie in en_json("lister", "--le", "2026-05-01")}
    assert ["05-22 Abolition de l'esclavage"] == series["jours_feries.martinique"]["en_vigueur"]["valeur"]
    assert "jours_feries.toml" == series["jours_feries.martinique"]["fichier"]
    assert (
        None is {s["nom"]: s for s in en_json("lister", "--le", "1900-01-01")}["jours_feries.guyane"]["en_vigueur"]
    )


def test_lister_dit_le_fichier_ecarte_et_sort_avec_1(dossier: Path) -> None:
    (dossier / "essai.toml").write_text("[a", encoding="utf-8")
    resultat = lance("lister", "--le", "2026-05-01")
    assert 1 == resultat.exit_code
    assert f"Barème écarté : {dossier / 'essai.toml'} : Le fichier n'est pas du TOML" in resultat.stderr
    assert "jours_feries.guyane" in resultat.stdout


def test_montrer_donne_l_histoire_la_plus_recente_d_abord() -> None:
    resultat = lance("montrer", "jours_feries.saint_martin")
    assert 0 == resultat.exit_code
    dates = [ligne[3:13] for ligne in resultat.output.splitlines() if ligne.startswith("Du ")]
    assert ["04/05/2018", "10/08/2016", "26/04/2012", "15/07/2007"] == dates
    assert "Fiabilité C, source relue le 24/11/2026 ; de mémoire, sans texte relu" in resultat.output


def test_montrer_a_une_date_ne_donne_qu_une_valeur(dossier: Path) -> None:
    (dossier / "essai.toml").write_text(LOCAL, encoding="utf-8")
    resultat = lance("montrer", "essai.a", "--le", "01/06/2028")
    assert [
        "essai.a — Taux d'essai (fraction)",
        "",
        "Du 01/01/2027 au 31/12/2028 — valeur locale",
        "  part 0,5, active oui, effet 01/02/2027, codes aucun, motif essai, close non",
        "  Source : Loi",
        "  Fiabilité A, source relue le 24/11/2026",
        "  Valable jusqu'au 31/12/2027, à revérifier",
    ] == resultat.output.splitlines()


def test_montrer_ecrit_les_tranches_et_l_abolition(dossier: Path) -> None:
    (dossier / "essai.toml").write_text(LOCAL, encoding="utf-8")
    resultat = lance("montrer", "essai.a").output
    assert "  moins de 1858 : 0 ; jusqu'à 9229,50 : 0,0425 ; au-delà : 0,136\n" in resultat
    assert "Du 01/01/2029 à ce jour — valeur locale\n  aboli\n" in resultat
    assert "  Note : À relire." in resultat


def test_montrer_en_json_garde_les_nombres_exacts_en_texte(dossier: Path) -> None:
    (dossier / "essai.toml").write_text(LOCAL, encoding="utf-8")
    paliers, parts, aboli = en_json("montrer", "essai.a")
    assert {"borne": "9229.50", "comprise": True, "valeur": "0.0425"} == paliers["valeur"][1]
    assert ("0.5", "2027-02-01") == (parts["valeur"]["part"], parts["valeur"]["effet"])
    assert (None, "2029-01-01", True) == (aboli["valeur"], aboli["depuis"], aboli["locale"])


def test_montrer_un_nom_inconnu_laisse_l_erreur_au_sommet() -> None:
    resultat = lance("montrer", "smic")
    assert isinstance(resultat.exception, BaremeAbsent)


def test_verifier_sort_avec_0_quand_tout_va_bien() -> None:
    resultat = lance("verifier", "--le", "24/11/2026")
    assert 0 == resultat.exit_code
    assert resultat.output.endswith("barèmes vérifiés au 24/11/2026 : rien à signaler.\n")
    assert [] == en_json("verifier", "--le", "24/11/2026")


def test_verifier_sort_avec_1_et_une_ligne_par_alerte() -> None:
    resultat = lance("verifier", "--le", "01/01/2030")
    assert 1 == resultat.exit_code
    assert (
        "Alerte : jours_feries.toml : jours_feries.guyane : source relue le 24/11/2026, il y a plus de 400 jours."
    ) in resultat.output.splitlines()
    assert {"alerte"} == {anomalie["gravite"] for anomalie in en_json("verifier", "--le", "01/01/2030")}


def test_comparer_montre_ce_qui_change() -> None:
    resultat = lance("comparer", "01/01/1990", "2026-01-01")
    assert 0 == resultat.exit_code
    assert (
        "jours_feries.saint_barthelemy — Jours fériés légaux propres à Saint-Barthélemy (jours fériés)\n"
        "  au 01/01/1990 : aucune valeur connue\n"
        "  au 01/01/2026 : 10-09 Abolition de l'esclavage, depuis le 10/08/2016\n"
    ) in resultat.output
    assert "jours_feries.reunion" not in resultat.output


def test_comparer_une_famille_ne_dit_que_ses_changements() -> None:
    noms = [ecart["nom"] for ecart in en_json("comparer", "01/07/2025", "01/07/2026", "--famille", "paie")]
    assert all(nom.startswith("paie") for nom in noms)
    changes = {
        "paie.smic_horaire",
        "paie.smic_reduction_generale",
        "paie.plafond_mensuel",
        "paie_cotisations.vieillesse_deplafonnee",
        "paie_cotisations.maladie_taux_reduit",
        "paie_cotisations.allocations_familiales_taux_reduit",
        "paie_reductions.fillon",
        "paie_reductions.rgdu",
        "paie_reductions.heures_sup_patronales",
        "paie_alternance.stage_gratification",
        "paie_impot.taux_neutre_metropole",
    }
    assert set() == changes - set(noms)
    # L'assurance chômage a changé en mai 2025, l'AGS en juillet 2024 : ni l'une ni l'autre entre ces dates.
    assert not {"paie_cotisations.chomage", "paie_cotisations.ags", "paie_cotisations.maladie"} & set(noms)


def test_comparer_ne_dit_que_ce_qui_change_dans_une_table() -> None:
    dit = lance("comparer", "01/07/2025", "01/07/2026").output
    assert "  11,88 → 12,31\n" in dit
    assert "  hors des locaux : 10,30 → 10,40\n" in dit
    assert "  patronal : 0,0202 → 0,0211\n  depuis le 01/01/2026 : D. 2025-1446" in dit
    assert "  bornes : 9147 → 9229 ; 18259 → 18423\n" in dit
    assert "  moins de 0,5, une piece : 78,70 → 79,70\n" in dit
    assert "salarial : 0,004 → 0,004" not in dit


def test_comparer_nomme_une_regle_longue_sans_la_recopier() -> None:
    dit = lance("comparer", "01/07/2025", "01/07/2026").output
    assert dit.startswith("Entre le 01/07/2025 et le 01/07/2026, ")
    courts, _, longs = dit.partition(
        "\nSans valeur ici au 01/07/2025 ; « tableur baremes montrer NOM » les détaille :"
    )
    assert "documents.cdd" in longs
    assert "documents.cdd" not in courts
    assert max(len(paragraphe) for paragraphe in courts.split("\n\n")) < 1_100


def test_comparer_dit_une_abolition_et_son_texte() -> None:
    dit = lance("comparer", "01/07/2025", "01/07/2026", "--famille", "paie_cotisations").output
    assert "  au 01/07/2026 : aboli depuis le 01/01/2026 (LFSS 2026" in dit


def test_comparer_deux_dates_sans_changement_le_dit() -> None:
    resultat = lance("comparer", "02/02/2025", "03/02/2025")
    assert (0, "Aucun barème ne change entre le 02/02/2025 et le 03/02/2025.\n") == (
        resultat.exit_code,
        resultat.output,
    )
    assert [] == en_json("comparer", "02/02/2025", "03/02/2025")


def test_comparer_en_json_donne_les_deux_valeurs() -> None:
    ecarts = {ecart["nom"]: ecart for ecart in en_json("comparer", "01/01/2017", "01/01/2026")}
    assert ["jours_feries.saint_martin"] == [nom for nom in ecarts if nom.startswith("jours_feries.")]
    ecart = ecarts["jours_feries.saint_martin"]
    assert (["05-27 Abolition de l'esclavage"], ["05-28 Abolition de l'esclavage"]) == (
        ecart["avant"]["valeur"],
        ecart["apres"]["valeur"],
    )


@pytest.mark.parametrize("ecrite", ["31/12/2026", "2026-12-31", " 31/12/2026 ", "31-12-2026", "31.12.2026"])
def test_une_date_se_lit_a_la_francaise_et_en_iso(ecrite: str) -> None:
    assert date(2026, 12, 31) == DateFrancaise().convert(ecrite, None, None)


@pytest.mark.parametrize(
    ("ecrite", "phrase"),
    [
        ("demain", "« demain » n'est pas une date : écrire 31/12/2026 ou 2026-12-31."),
        ("31/12/26", "« 31/12/26 » n'est pas une date : écrire 31/12/2026 ou 2026-12-31."),
        ("29/02/2026", "« 29/02/2026 » n'existe pas dans le calendrier."),
    ],
)
def test_une_date_mal_ecrite_a_une_phrase_francaise(ecrite: str, phrase: str) -> None:
    with pytest.raises(click.BadParameter) as refus:
        DateFrancaise().convert(ecrite, None, None)
    assert phrase == refus.value.message


def test_une_date_mal_ecrite_sort_avec_2() -> None:
    assert 2 == lance("comparer", "demain", "01/01/2026").exit_code


@pytest.mark.parametrize("commande", [[], ["lister"], ["montrer"], ["verifier"], ["comparer"]])
def test_chaque_commande_a_une_aide_en_francais(commande: list[str]) -> None:
    resultat = lance(*commande, "--help")
    assert 0 == resultat.exit_code
    assert any(mot in resultat.output for mot in ("barème", "valeurs", "change"))
