"""Un fichier de barèmes mauvais : chaque faute a sa phrase, et toutes sont dites."""

from pathlib import Path

import pytest

from tableur.baremes.lecture import lire_fichier

ENTETE = '[a]\nlibelle = "Essai"\nunite = "€"\n'
VALEUR = 'valeur = 1\nsource = "Loi"\nfiabilite = "A"\nverifie_le = 2026-11-24\n'
BON = f"{ENTETE}[[a.valeurs]]\ndepuis = 2026-01-01\n{VALEUR}"


def refus(tmp_path: Path, texte: str, nom: str = "essai.toml") -> list[str]:
    chemin = tmp_path / nom
    chemin.write_text(texte, encoding="utf-8")
    return [str(anomalie) for anomalie in lire_fichier(str(chemin), locale=False).anomalies]


def test_un_bon_fichier_n_a_pas_d_anomalie(tmp_path: Path) -> None:
    assert [] == refus(tmp_path, BON)


@pytest.mark.parametrize(
    ("remplace", "par", "phrase"),
    [
        ("depuis = 2026-01-01\n", "", "a, valeur 1 : depuis manque : une date"),
        ("depuis = 2026-01-01", 'depuis = "2026-01-01"', "depuis manque : une date comme 2026-12-31 est attendue"),
        ("depuis = 2026-01-01", "depuis = 2026-01-01T00:00:00", "depuis manque"),
        ("valeur = 1\n", "", "une seule clé parmi valeur, abolie, tranches : aucune"),
        ("valeur = 1\n", "valeur = 1\nabolie = true\n", "valeur, abolie, tranches : valeur, abolie"),
        ("valeur = 1\n", "abolie = false\n", "abolie ne vaut que true"),
        ("valeur = 1\n", "valeur = nan\n", "une valeur est un nombre"),
        ("valeur = 1\n", "valeur = 12:00:00\n", "une valeur est un nombre"),
        ('source = "Loi"\n', "", "source manque"),
        ('source = "Loi"', 'source = ["Loi", ""]', "source est un texte, ou une liste de textes"),
        ('source = "Loi"', "source = 3", "source manque"),
        ('fiabilite = "A"', 'fiabilite = "D"', "fiabilite vaut A, B ou C : 'D' reçu"),
        ('fiabilite = "A"', 'fiabilite = "C"', "note manque : un texte est attendu"),
        ('fiabilite = "A"', 'fiabilite = "A"\nmemoire = true', "memoire = true va avec fiabilite = « C »"),
        ("verifie_le = 2026-11-24", "", "verifie_le manque"),
        ("valeur = 1\n", "valeur = 1\nvalable_jusqu_au = 2025-12-31\n", "le 31/12/2025, précède depuis"),
        ("valeur = 1\n", "valeur = 1\nverifiee_le = 2026-11-24\n", "clé inconnue : verifiee_le"),
        ('unite = "€"\n', "", "essai.a : unite manque"),
        ('libelle = "Essai"', 'libelle = " "', "essai.a : libelle manque"),
        ('unite = "€"', 'unite = "€"\nunites = 2', "essai.a : clé inconnue : unites"),
        ("valeur = 1\n", "tranches = []\n", "une liste d'au moins une tranche"),
        ("valeur = 1\n", "tranches = [1]\n", "une tranche porte une valeur, et jusqu_a ou moins_de"),
        ("valeur = 1\n", "tranches = [{valeur = 1}, {valeur = 2}]\n", "seule la dernière tranche"),
        (
            "valeur = 1\n",
            "tranches = [{jusqu_a = 2, valeur = 1}, {jusqu_a = 2, valeur = 2}]\n",
            "les bornes des tranches doivent croître : 2 suit 2",
        ),
        ("valeur = 1\n", "tranches = [{jusqu_a = 2, moins_de = 3, valeur = 1}]\n", "pas les deux"),
        ("valeur = 1\n", 'tranches = [{jusqu_a = "2", valeur = 1}]\n', "une borne est un nombre"),
        ("valeur = 1\n", "tranches = [{jusqua = 2, valeur = 1}]\n", "clé inconnue : jusqua"),
    ],
)
def test_chaque_faute_a_sa_phrase(tmp_path: Path, remplace: str, par: str, phrase: str) -> None:
    (dite,) = refus(tmp_path, BON.replace(remplace, par))
    assert dite.startswith("essai.toml : essai.a")
    assert phrase in dite


def test_des_dates_qui_ne_croissent_pas_sont_refusees(tmp_path: Path) -> None:
    texte = f"{BON}[[a.valeurs]]\ndepuis = 2026-01-01\n{VALEUR}"
    assert ["essai.toml : essai.a, valeur 2 : 01/01/2026 ne suit pas 01/01/2026."] == refus(tmp_path, texte)


def test_toutes_les_fautes_d_un_fichier_sont_dites_d_un_coup(tmp_path: Path) -> None:
    texte = BON.replace('source = "Loi"\n', "") + BON.replace("[a]", "[b]").replace("a.val", "b.val").replace(
        'unite = "€"\n', ""
    )
    assert 2 == len(refus(tmp_path, texte))


def test_une_serie_sans_valeur_est_refusee(tmp_path: Path) -> None:
    assert ["essai.toml : essai.a : une série porte au moins une table [[…valeurs]]."] == refus(
        tmp_path, f"{ENTETE}valeurs = []\n"
    )


def test_une_cle_hors_d_une_serie_est_refusee(tmp_path: Path) -> None:
    assert ["essai.toml : essai.version : cette clé n'est pas attendue hors d'une série."] == refus(
        tmp_path, "version = 1\n"
    )


def test_un_nom_de_serie_avec_majuscule_ou_accent_est_refuse(tmp_path: Path) -> None:
    (dite,) = refus(tmp_path, BON.replace("[a]", '["Été"]').replace("[[a.valeurs]]", '[["Été".valeurs]]'))
    assert "un nom s'écrit en minuscules sans accents" in dite


def test_un_fichier_coupe_est_refuse(tmp_path: Path) -> None:
    assert ["essai.toml : Le fichier n'est pas du TOML : erreur à la fin."] == refus(tmp_path, "[a]\nx =")


def test_un_fichier_qui_n_est_pas_en_utf_8_est_refuse(tmp_path: Path) -> None:
    (tmp_path / "essai.toml").write_bytes('libelle = "É"'.encode("latin-1"))
    fichier = lire_fichier(str(tmp_path / "essai.toml"), locale=True)
    assert [f"{tmp_path / 'essai.toml'} : Le fichier n'est pas du texte en UTF-8."] == [
        str(anomalie) for anomalie in fichier.anomalies
    ]


def test_un_fichier_qui_ne_s_ouvre_pas_est_refuse(tmp_path: Path) -> None:
    (anomalie,) = lire_fichier(str(tmp_path), locale=False).anomalies
    assert "Le fichier ne s'ouvre pas" in str(anomalie)


def test_une_unite_locale_differente_est_refusee(tmp_path: Path) -> None:
    (tmp_path / "essai.toml").write_text(BON, encoding="utf-8")
    livrees = lire_fichier(str(tmp_path / "essai.toml"), locale=False).series
    (tmp_path / "local").mkdir()
    local = tmp_path / "local" / "essai.toml"
    local.write_text(BON.replace("€", "$"), encoding="utf-8")
    (anomalie,) = lire_fichier(str(local), locale=True, livrees=livrees).anomalies
    assert f"{local} : essai.a : l'unité d'une série est unique : « € » attendue, « $ » reçue." == str(anomalie)
