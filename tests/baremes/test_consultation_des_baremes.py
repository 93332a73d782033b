"""Consultation : une valeur à une date, son histoire, les valeurs locales, le journal."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur import baremes
from tableur.socle.erreurs import BaremeAbsent, Refus

TAUX = """
[normal]
libelle = "Taux d'essai"
unite = "fraction"

[[normal.valeurs]]
depuis = 2000-01-01
valeur = 0.196
source = "Loi A"
fiabilite = "A"
verifie_le = 2025-10-20

[[normal.valeurs]]
depuis = 2014-01-01
valeur = 0.20
source = ["Loi B", "Page C"]
fiabilite = "B"
verifie_le = 2026-11-24
valable_jusqu_au = 2026-12-31

[reduit.ancien]
libelle = "Taux aboli d'essai"
unite = "fraction"

[[reduit.ancien.valeurs]]
depuis = 2000-01-01
valeur = 0.055
source = "Loi A"
fiabilite = "A"
verifie_le = 2026-11-24

[[reduit.ancien.valeurs]]
depuis = 2012-01-01
abolie = true
source = "Loi D"
fiabilite = "A"
verifie_le = 2026-11-24

[paliers]
libelle = "Paliers d'essai"
unite = "fraction"

[[paliers.valeurs]]
depuis = 2026-01-01
tranches = [{ moins_de = 1858, valeur = 0 }, { jusqu_a = 9229.50, valeur = 0.0425 }, { valeur = 0.136 }]
source = "Loi E"
fiabilite = "C"
memoire = true
verifie_le = 2026-11-24
note = "De mémoire."

[parts]
libelle = "Parts d'essai"
unite = "fraction"

[[parts.valeurs]]
depuis = 2026-01-01
valeur = { salarie = 0.0315, employeur = 0.0472, cadre = true, effet = 2026-02-01, codes = ["a", 3] }
source = "Loi F"
fiabilite = "A"
verifie_le = 2026-11-24
"""


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Dossier local qui porte une famille « essai » inconnue du paquet."""
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
    (tmp_path / "essai.toml").write_text(TAUX, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        (date(2000, 1, 1), "0.196"),
        (date(2013, 12, 31), "0.196"),
        (date(2014, 1, 1), "0.20"),
        (date(2030, 1, 1), "0.20"),
    ],
)
def test_la_valeur_est_celle_de_la_derniere_date_d_effet(dossier: Path, le: date, attendu: str) -> None:
    assert attendu == str(baremes.valeur("essai.normal", le))


def test_un_nombre_est_exact_et_garde_ses_decimales(dossier: Path) -> None:
    assert (Decimal("0.20"), "0.20") == (
        baremes.nombre("essai.normal", date(2026, 1, 1)),
        str(baremes.valeur("essai.normal", date(2026, 1, 1))),
    )


def test_avant_la_premiere_valeur_la_phrase_donne_la_premiere_date(dossier: Path) -> None:
    with pytest.raises(BaremeAbsent) as refus:
        baremes.valeur("essai.normal", date(1999, 12, 31))
    assert (
        "Aucune valeur de « Taux d'essai » (essai.normal) n'est connue au 31/12/1999 : "
        "la première vaut depuis le 01/01/2000."
    ) == str(refus.value)


def test_une_valeur_abolie_est_refusee_avec_le_texte_qui_l_abolit(dossier: Path) -> None:
    assert "0.055" == str(baremes.valeur("essai.reduit.ancien", date(2011, 12, 31)))
    with pytest.raises(BaremeAbsent) as refus:
        baremes.valeur("essai.reduit.ancien", date(2020, 5, 1))
    assert (
        "« Taux aboli d'essai » (essai.reduit.ancien) est aboli depuis le 01/01/2012 (Loi D) : "
        "aucune valeur au 01/05/2020."
    ) == str(refus.value)


def test_un_nom_inconnu_propose_les_noms_proches(dossier: Path) -> None:
    with pytest.raises(BaremeAbsent) as refus:
        baremes.valeur("jours_feries.metropol", date(2026, 1, 1))
    assert str(refus.value).startswith(
        "Aucun barème ne s'appelle « jours_feries.metropol ». Noms proches : jours_feries.metropole"
    )


def test_un_nom_sans_parente_ne_propose_rien(dossier: Path) -> None:
    with pytest.raises(BaremeAbsent) as refus:
        baremes.historique("zzz")
    assert "Aucun barème ne s'appelle « zzz »." == str(refus.value)


def test_passe_sa_limite_une_valeur_reste_donnee_mais_marquee(dossier: Path) -> None:
    avant, apres = (baremes.valeur_datee("essai.normal", date(annee, 6, 1)) for annee in (2026, 2027))
    assert (False, True) == (avant.a_reverifier, apres.a_reverifier)
    assert avant.valeur == apres.valeur
    assert (
        "Taux d'essai (essai.normal), depuis le 01/01/2014 : Loi B ; Page C — valeur locale — "
        "à revérifier depuis le 31/12/2026"
    ) == apres.citation


def test_la_citation_dit_les_reserves(dossier: Path) -> None:
    assert (
        "Paliers d'essai (essai.paliers), depuis le 01/01/2026 : Loi E — valeur locale — "
        "de mémoire, à vérifier sur le texte — De mémoire."
    ) == baremes.valeur_datee("essai.paliers", date(2026, 1, 1)).citation


def test_les_tranches_gardent_leurs_bornes_exactes(dossier: Path) -> None:
    tranches = baremes.tranches("essai.paliers", date(2026, 7, 1))
    assert [(Decimal(1858), False), (Decimal("9229.50"), True), (None, True)] == [
        (tranche.borne, tranche.comprise) for tranche in tranches
    ]
    assert [Decimal(0), Decimal("0.0425"), Decimal("0.136")] == [tranche.valeur for tranche in tranches]
    assert [False, True, True] == [tranche.couvre(Decimal(1858)) for tranche in tranches]
    assert [False, False, True] == [tranche.couvre(Decimal("9229.51")) for tranche in tranches]


def test_une_valeur_peut_porter_plusieurs_parts_nommees(dossier: Path) -> None:
    assert {
        "salarie": Decimal("0.0315"),
        "employeur": Decimal("0.0472"),
        "cadre": True,
        "effet": date(2026, 2, 1),
        "codes": ("a", Decimal(3)),
    } == baremes.valeur("essai.parts", date(2026, 1, 1))


def test_demander_un_nombre_a_une_serie_d_une_autre_forme_est_une_faute_de_programme(dossier: Path) -> None:
    with pytest.raises(TypeError, match="ne porte pas un nombre"):
        baremes.nombre("essai.paliers", date(2026, 1, 1))
    with pytest.raises(TypeError, match="ne porte pas de tranches"):
        baremes.tranches("essai.normal", date(2026, 1, 1))


def test_l_histoire_donne_les_periodes_et_l_abolition(dossier: Path) -> None:
    assert [(date(2000, 1, 1), date(2011, 12, 31), False), (date(2012, 1, 1), None, True)] == [
        (valeur.depuis, valeur.fin, valeur.abolie) for valeur in baremes.historique("essai.reduit.ancien")
    ]


def test_une_periode_qui_traverse_un_changement_donne_les_deux_valeurs(dossier: Path) -> None:
    valeurs = baremes.valeurs_pendant("essai.normal", date(2013, 12, 31), date(2014, 1, 1))
    assert [Decimal("0.196"), Decimal("0.20")] == [valeur.valeur for valeur in valeurs]


def test_une_periode_qui_traverse_une_abolition_est_refusee(dossier: Path) -> None:
    with pytest.raises(BaremeAbsent, match="aucune valeur au 01/01/2012"):
        baremes.valeurs_pendant("essai.reduit.ancien", date(2011, 1, 1), date(2013, 1, 1))


def test_comparer_montre_les_valeurs_qui_changent_et_elles_seules(dossier: Path) -> None:
    ecarts = {e.nom: e for e in baremes.comparer(date(2010, 1, 1), date(2015, 1, 1)) if e.nom.startswith("essai")}
    assert ["essai.normal", "essai.reduit.ancien"] == list(ecarts)
    change, aboli = ecarts.values()
    assert change.avant is not None
    assert change.apres is not None
    assert (Decimal("0.196"), Decimal("0.20")) == (change.avant.valeur, change.apres.valeur)
    assert aboli.avant is not None
    assert None is aboli.apres


def test_verifier_signale_la_relecture_trop_ancienne_et_la_limite_depassee(dossier: Path) -> None:
    def signales(le: date) -> list[str]:
        return [f"{a.gravite} {a.regle} {a.message}" for a in baremes.verifier(le) if "essai." in a.message]

    assert [] == signales(date(2026, 12, 1))
    assert [
        "alerte validité essai.normal : valeur valable jusqu'au 31/12/2026, à revérifier.",
    ] == signales(date(2027, 12, 1))
    assert "alerte relecture essai.normal : source relue le 24/11/2026, il y a plus de 400 jours." in signales(
        date(2028, 1, 1)
    )


def test_une_valeur_locale_prolonge_une_serie_livree_sans_la_reecrire(dossier: Path) -> None:
    (dossier / "jours_feries.toml").write_text(
        """
        [[reunion.valeurs]]
        depuis = 2030-01-01
        valeur = ["12-20 Fête Kaf", "12-21 Lendemain"]
        source = "Loi future"
        fiabilite = "B"
        verifie_le = 2029-12-01
        """,
        encoding="utf-8",
    )
    livree = baremes.valeur_datee("jours_feries.reunion", date(2029, 12, 31))
    locale = baremes.valeur_datee("jours_feries.reunion", date(2030, 1, 1))
    assert (False, True) == (livree.locale, locale.locale)
    assert date(2029, 12, 31) == livree.fin
    assert ("12-20 Fête Kaf", "12-21 Lendemain") == locale.valeur
    assert livree.libelle == locale.libelle


def test_une_valeur_locale_l_emporte_a_date_egale_et_verifier_le_dit(dossier: Path) -> None:
    chemin = dossier / "jours_feries.toml"
    chemin.write_text(
        """
        [[reunion.valeurs]]
        depuis = 2016-08-10
        valeur = ["12-20 Fête Kaf"]
        source = "Usage"
        fiabilite = "B"
        verifie_le = 2026-11-24
        """,
        encoding="utf-8",
    )
    assert ("12-20 Fête Kaf",) == baremes.valeur("jours_feries.reunion", date(2026, 1, 1))
    assert [f"{chemin} : jours_feries.reunion : la valeur locale du 10/08/2016 remplace une valeur livrée."] == [
        str(a) for a in baremes.verifier(date(2026, 11, 24)) if a.regle == "valeur locale"
    ]


def test_un_fichier_local_mauvais_est_refuse_avec_son_nom_sans_casser_le_reste(dossier: Path) -> None:
    mauvais = dossier / "jours_feries.toml"
    mauvais.write_text("[reunion\n", encoding="utf-8")
    with pytest.raises(Refus) as refus:
        baremes.valeur("jours_feries.reunion", date(2026, 1, 1))
    assert f"{mauvais} : Le fichier n'est pas du TOML : erreur ligne 1, colonne 9." == str(refus.value)
    assert Decimal("0.20") == baremes.valeur("essai.normal", date(2026, 1, 1))
    familles = {serie.nom.split(".")[0] for serie in baremes.lister()}
    assert "essai" in familles
    assert "jours_feries" not in familles
    assert ["refus"] == [a.gravite for a in baremes.verifier(date(2026, 11, 24))]


def test_recharger_relit_un_fichier_modifie(dossier: Path) -> None:
    assert Decimal("0.20") == baremes.valeur("essai.normal", date(2026, 1, 1))
    (dossier / "essai.toml").write_text(TAUX.replace("valeur = 0.20", "valeur = 0.21"), encoding="utf-8")
    assert Decimal("0.20") == baremes.valeur("essai.normal", date(2026, 1, 1))
    baremes.recharger()
    assert Decimal("0.21") == baremes.valeur("essai.normal", date(2026, 1, 1))


def test_le_journal_rend_chaque_consultation_une_fois_dans_l_ordre(dossier: Path) -> None:
    with baremes.consultations() as lues:
        baremes.valeur("essai.parts", date(2026, 1, 1))
        baremes.nombre("essai.normal", date(2026, 1, 1))
        baremes.nombre("essai.normal", date(2026, 2, 1))
        baremes.nombre("essai.normal", date(2010, 1, 1))
    assert [
        ("essai.parts", date(2026, 1, 1)),
        ("essai.normal", date(2014, 1, 1)),
        ("essai.normal", date(2000, 1, 1)),
    ] == [(nom, valeur.depuis) for nom, valeur in lues]


def test_un_journal_dans_un_journal_remplit_les_deux(dossier: Path) -> None:
    with baremes.consultations() as dehors:
        baremes.nombre("essai.normal", date(2026, 1, 1))
        with baremes.consultations() as dedans:
            baremes.nombre("essai.normal", date(2010, 1, 1))
    baremes.valeur("essai.parts", date(2026, 1, 1))
    assert (2, 1) == (len(dehors), len(dedans))


@pytest.mark.parametrize(
    ("environ", "plateforme", "attendu"),
    [
        ({"TABLEUR_BAREMES": "/ailleurs", "XDG_CONFIG_HOME": "/config"}, "linux", "/ailleurs"),
        ({"XDG_CONFIG_HOME": "/config"}, "linux", "/config/tableur/baremes"),
        ({"HOME": "/home/lea"}, "linux", "/home/lea/.config/tableur/baremes"),
        ({"HOME": "/Users/lea"}, "darwin", "/Users/lea/Library/Application Support/tableur/baremes"),
        ({"APPDATA": "C:/Roaming"}, "win32", "C:/Roaming/tableur/baremes"),
        ({"USERPROFILE": "C:/Users/lea"}, "win32", "C:/Users/lea/AppData/Roaming/tableur/baremes"),
    ],
)
def test_le_dossier_local_suit_les_usages_du_systeme(
    environ: dict[str, str], plateforme: str, attendu: str
) -> None:
    assert attendu == baremes.dossier_local(environ, plateforme)


def test_importer_les_baremes_ne_charge_pas_de_lecteur_toml() -> None:
    programme = "import sys, tableur.baremes, tableur.calculs.calendrier; print('tomllib' in sys.modules)"
    sortie = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=True)
    assert "False" == sortie.stdout.strip()


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_la_valeur_datee_couvre_toujours_la_date_demandee(le: date) -> None:
    for serie in baremes.lister():
        abolies = [v for v in serie.valeurs if v.abolie and v.depuis <= le <= (v.fin or date.max)]
        if abolies:
            with pytest.raises(BaremeAbsent, match="est aboli depuis"):
                baremes.valeur_datee(serie.nom, le)
        elif serie.valeurs[0].depuis <= le:
            valeur = baremes.valeur_datee(serie.nom, le)
            assert valeur.depuis <= le <= (valeur.fin or date.max)


def test_une_serie_est_en_vigueur_de_son_debut_a_son_abolition() -> None:
    nom = "paie.smic_taux_reduits"
    jours = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [False, True, True, False] == [baremes.est_en_vigueur(nom, jour) for jour in jours]


def test_une_lecture_groupee_garde_son_dossier_et_tient_le_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with baremes.lecture_groupee(), baremes.consultations() as lues:
        avant = baremes.valeur("paie.smic_horaire", date(2026, 7, 1))
        monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
        assert avant == baremes.valeur("paie.smic_horaire", date(2026, 7, 1))
    assert ["paie.smic_horaire"] == [nom for nom, _ in lues]
