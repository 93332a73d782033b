"""Le dossier d'une organisation : trouvé vers le haut, réglé sans perdre ses commentaires, jamais exécuté."""

from pathlib import Path

import pytest

from tableur.classeurs.importation import Association, Correspondance
from tableur.dossier import VERSION, Dossier, lire_correspondance
from tableur.socle.erreurs import ErreurTableur, Refus


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    """Dossier neuf."""
    return Dossier.creer(tmp_path / "Atelier d'été", "Atelier Roux", {"identite.siren": "732 829 320"})


def ecrire(racine: Path, texte: str) -> Path:
    """Un `tableur.toml` écrit à la main."""
    (racine / "tableur.toml").write_text(texte, encoding="utf-8")
    return racine


def test_un_dossier_neuf_a_ses_reglages_et_ses_sous_dossiers(dossier: Dossier) -> None:
    assert ("Atelier Roux", "732829320", VERSION) == (
        dossier.nom,
        dossier.reglage("identite.siren"),
        dossier.version,
    )
    for chemin in (dossier.modeles, dossier.sorties, dossier.sauvegardes):
        assert chemin.is_dir()
    assert dossier.racine / "registre.sqlite" == dossier.registre


def test_un_dossier_se_trouve_vers_le_haut(dossier: Dossier) -> None:
    profond = dossier.sorties / "2026" / "juin"
    profond.mkdir(parents=True)
    assert dossier == Dossier.trouver(profond)


def test_sans_dossier_la_phrase_dit_comment_en_faire_un(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="tableur dossier creer"):
        Dossier.trouver(tmp_path)


def test_creer_ne_remplace_jamais_un_dossier(dossier: Dossier) -> None:
    with pytest.raises(Refus, match="existe déjà"):
        Dossier.creer(dossier.racine, "Autre")


def test_regler_garde_les_commentaires_et_fait_une_sauvegarde(dossier: Dossier) -> None:
    fichier = dossier.racine / "tableur.toml"
    fichier.write_text(fichier.read_text(encoding="utf-8") + "# mon commentaire\n", encoding="utf-8")
    regle = dossier.regler("classeurs.stocks", "stocks-2026.xlsx").regler("regime.tva", "reel_normal")
    assert ("stocks-2026.xlsx", "reel_normal") == (regle.reglage("classeurs.stocks"), regle.reglage("regime.tva"))
    assert "# mon commentaire" in fichier.read_text(encoding="utf-8")
    assert list(dossier.sauvegardes.glob("tableur*.toml"))
    assert "" == regle.regler("regime.tva", "").reglage("regime.tva")


@pytest.mark.parametrize(
    ("cle", "valeur", "phrase"),
    [
        ("identite.siren", "123456789", "numéro SIREN"),
        ("identite.couleur", "bleu", "n'existe pas ; réglages connus : identite.nom"),
        ("nom", "X", "n'existe pas"),
        ("regime.tva", "aucun", "franchise, reel_simplifie, reel_normal"),
        ("regime.cloture", "31/13", "jour et mois attendus"),
        ("chemins.sorties", "../ailleurs", "ne doit pas remonter"),
        ("classeurs.stocks", "a\\..\\b.xlsx", "ne doit pas remonter"),
    ],
)
def test_un_reglage_fautif_est_refuse_et_rien_n_est_ecrit(
    dossier: Dossier, cle: str, valeur: str, phrase: str
) -> None:
    avant = (dossier.racine / "tableur.toml").read_bytes()
    with pytest.raises(ErreurTableur, match=phrase):
        dossier.regler(cle, valeur)
    assert avant == (dossier.racine / "tableur.toml").read_bytes()


@pytest.mark.parametrize(
    ("texte", "ligne", "phrase"),
    [
        ('version = 1\n[identite]\nnom = "Roux\n', 3, "n'est pas un réglage lisible : « nom = \"Roux »"),
        ("version = 1\n[identite]\nnom = 12\n", 3, "doit être un texte"),
        ('version = 1\n\n[identite]\nsiren = "1"\n', 4, "numéro SIREN"),
        ('version = 1\n[couleurs]\nfond = "bleu"\n', 2, "section inconnue « couleurs »"),
        ("version = 9\n", 1, "plus récente que ce tableur"),
    ],
)
def test_un_fichier_fautif_est_refuse_avec_sa_ligne(tmp_path: Path, texte: str, ligne: int, phrase: str) -> None:
    with pytest.raises(Refus, match=phrase) as refus:
        Dossier.ouvrir(ecrire(tmp_path, texte))
    assert ("tableur.toml", ligne) == (refus.value.anomalies[0].ou.fichier, refus.value.anomalies[0].ou.ligne)


def test_migrer_complete_un_ancien_dossier_et_ne_fait_plus_rien_ensuite(tmp_path: Path) -> None:
    ancien = Dossier.ouvrir(ecrire(tmp_path, '[identite]\nnom = "Roux"\n'))
    faits = ancien.migrer()
    assert "version 0 → 1" == faits[0]
    assert "dossier « sorties » créé" in faits
    assert ([], "Roux") == (Dossier.ouvrir(tmp_path).migrer(), Dossier.ouvrir(tmp_path).nom)


def test_le_classeur_d_un_modele_est_celui_des_reglages_sinon_celui_de_la_racine(dossier: Dossier) -> None:
    assert dossier.racine / "stocks.xlsx" == dossier.classeur("stocks")
    (dossier.racine / "stocks.ods").touch()
    assert dossier.racine / "stocks.ods" == dossier.classeur("stocks")
    assert dossier.racine / "S.xlsx" == dossier.regler("classeurs.stocks", "S.xlsx").classeur("stocks")


CORRESPONDANCE = Correspondance(
    (
        Association("code_article", "Réf. « interne »"),
        Association("sens", "E/S", valeurs={"OUT": "sortie", "=": "entree"}),
        Association("montant", debit="Débit", credit="Crédit", forme="virgule"),
    ),
    ("Commentaire",),
)


def test_les_correspondances_sont_gardees_par_source_et_par_table(dossier: Dossier) -> None:
    assert dossier.correspondance("Sage", "Article") is None
    fichier = dossier.garder("Sage / paie : 2026", "Article", CORRESPONDANCE)
    dossier.garder("Sage / paie : 2026", "Mouvement", Correspondance((Association("date", "Jour"),)))
    dossier.garder("Banque", "Operation", CORRESPONDANCE)
    assert CORRESPONDANCE == dossier.correspondance("Sage / paie : 2026", "article")
    assert dossier.racine / "correspondances" == fichier.parent
    attendues = {"Banque": ("Operation",), "Sage / paie : 2026": ("Article", "Mouvement")}
    assert attendues == dossier.correspondances


def test_deux_sources_dont_les_noms_donnent_le_meme_fichier_ne_se_melent_pas(dossier: Dossier) -> None:
    dossier.garder("Sage / a", "Article", CORRESPONDANCE)
    assert dossier.correspondance("Sage : a", "Article") is None
    with pytest.raises(Refus, match="nommer la source autrement"):
        dossier.garder("Sage : a", "Article", CORRESPONDANCE)


def test_garder_a_nouveau_remplace_et_garde_les_commentaires(dossier: Dossier) -> None:
    fichier = dossier.garder("Sage", "Article", CORRESPONDANCE)
    fichier.write_text("# relu le 24/11/2026\n" + fichier.read_text(encoding="utf-8"), encoding="utf-8")
    nouvelle = Correspondance((Association("code_article", "Code"),))
    dossier.garder("Sage", "Article", nouvelle)
    assert nouvelle == dossier.correspondance("Sage", "Article")
    assert fichier.read_text(encoding="utf-8").startswith("# relu le 24/11/2026")


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("source = 'S'\n", "pas de table « tables »"),
        ("[tables.Article.champs.date]\nforme = 'x'\n", "la forme « x »"),
        ("[tables\n", "ligne 1"),
    ],
)
def test_un_fichier_de_correspondances_fautif_est_refuse(tmp_path: Path, texte: str, phrase: str) -> None:
    fichier = tmp_path / "Sage.toml"
    fichier.write_text(texte, encoding="utf-8")
    with pytest.raises(Refus, match=phrase):
        lire_correspondance(fichier, "Article")


def test_une_correspondance_ecrite_a_la_main_peut_etre_courte(tmp_path: Path) -> None:
    fichier = tmp_path / "Sage.toml"
    fichier.write_text('[tables.Article.champs]\ncode_article = "Réf."\n', encoding="utf-8")
    attendue = Correspondance((Association("code_article", "Réf."),))
    assert attendue == lire_correspondance(fichier, "Article")
