"""Étiquettes et enveloppes : mesurées sur le PDF que LibreOffice en fait, adresse par adresse."""

import html
import re
import subprocess
from pathlib import Path

import pytest

from tableur.courriers.adresse import adresse_postale, bloc_adresse, ligne_de_salut
from tableur.courriers.etiquettes import (
    corps_de_l_adresse,
    document_d_enveloppes,
    document_d_etiquettes,
    enveloppe,
    planche,
)
from tableur.courriers.pdf import en_pdf
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide

PLANCHES = ("L7160", "L7163", "L7159", "L7651", "105x37", "70x37")
MM = 25.4 / 72
_MOT = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def _adresse(rang: int) -> list[str]:
    """Adresse courte, moyenne ou au plus long de la norme, avec son rang pour la reconnaître."""
    if rang % 3 == 0:
        return [f"N{rang:03d}", "2 RUE X", "01000 BOURG"]
    if rang % 3 == 1:
        return [f"N{rang:03d} AT&T <France>", "3 AV FOCH", "35000 RENNES"]
    return [f"N{rang:03d} Martin & Fils", "M. Paul", "Bât. B", "12 RUE DE L ÉGLISE", "BP 12", "76800 ST ÉTIENNE"]


def _mots(pdf: Path) -> list[tuple[int, float, float, float, float, str]]:
    """Page, cadre en millimètres et texte de chaque mot."""
    fait = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True)
    return [
        (page, *(float(mot[n]) * MM for n in range(1, 5)), html.unescape(mot[5]))  # type: ignore[misc]
        for page, texte in enumerate(fait.stdout.split("<page ")[1:], 1)
        for mot in _MOT.finditer(texte)
    ]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDF de deux planches et demie de chaque sorte, et de trois enveloppes, en un seul appel à LibreOffice."""
    dossier = tmp_path_factory.mktemp("etiquettes")
    for nom in PLANCHES:
        voulue = planche(nom)
        adresses = [_adresse(rang) for rang in range(2, 2 + 2 * voulue.par_page)]
        (dossier / f"{nom}.docx").write_bytes(document_d_etiquettes(adresses, voulue, 3))
    for nom in ("DL", "C5", "C4"):
        adresses = [_adresse(rang) for rang in (0, 1, 2)]
        (dossier / f"{nom}.docx").write_bytes(document_d_enveloppes(adresses, enveloppe(nom)))
    return {fichier.stem: fichier for fichier in en_pdf(sorted(dossier.glob("*.docx")), dossier)}


@pytest.mark.parametrize("nom", PLANCHES)
def test_chaque_adresse_est_dans_son_etiquette(pdf: dict[str, Path], nom: str) -> None:
    voulue, vues = planche(nom), set[int]()
    mots = _mots(pdf[nom])
    for page, gauche, haut, droite, bas, mot in mots:
        places = [
            rang
            for rang in range((page - 1) * voulue.par_page, page * voulue.par_page)
            for _, g, h, d, b in (voulue.cadre(rang),)
            if g <= gauche and h <= haut and droite <= d and bas <= b
        ]
        assert 1 == len(places), f"« {mot} » déborde, page {page}"
        if re.fullmatch(r"N\d{3}", mot):
            assert int(mot[1:]) == places[0], "l'adresse n'est pas sur son étiquette"
            vues.add(places[0])
    assert set(range(2, 2 + 2 * voulue.par_page)) == vues
    assert 3 == max(page for page, *_ in mots), "ni page blanche, ni page en trop"


@pytest.mark.parametrize("nom", ["DL", "C5", "C4"])
def test_une_enveloppe_par_page_aux_bonnes_cotes(pdf: dict[str, Path], nom: str) -> None:
    voulue, mots = enveloppe(nom), _mots(pdf[nom])
    assert [1, 2, 3] == sorted({page for page, *_ in mots})
    for _, gauche, haut, droite, bas, _ in mots:
        assert voulue.gauche <= gauche + 0.1
        assert voulue.haut <= haut + 0.5, "pdftotext compte aussi le haut de la police, au-dessus de l'encre"
        assert droite <= voulue.largeur - 10
        assert bas <= voulue.hauteur - 10
    dit = subprocess.run(["pdfinfo", str(pdf[nom])], check=True, capture_output=True, text=True).stdout
    taille = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", dit)
    assert taille
    assert (voulue.largeur, voulue.hauteur) == (round(float(taille[1]) * MM), round(float(taille[2]) * MM))


def test_l_adresse_suit_la_norme() -> None:
    ligne = {
        "Civilité": "Madame",
        "Prénom": "Jeanne-Marie",
        "Nom": "O'Neill",
        "Société": "AT&T",
        "Adresse": "12 bis, rue de l'Église",
        "Complément": "BP 40",
        "CP": "1000",
        "Ville": "Bourg-en-Bresse",
        "Pays": "France",
    }
    attendue = ["AT&T", "Mme Jeanne-Marie O'Neill", "12 BIS RUE DE L ÉGLISE", "BP 40", "01000 BOURG EN BRESSE"]
    assert attendue == adresse_postale(ligne)


def test_la_colonne_destinataire_suffit_et_ne_se_repete_pas() -> None:
    lieu = {"adresse": "1 quai", "cp": "29000", "ville": "Quimper"}
    assert ["Noël Ünal", "1 QUAI", "29000 QUIMPER"] == adresse_postale({"destinataire": "Noël Ünal", **lieu})
    personne = {"civilité": "Monsieur", "nom": "Ünal"}
    assert "Noël Ünal" == adresse_postale({"destinataire": "Noël Ünal", **personne, **lieu})[0]
    assert "1 QUAI" == adresse_postale({"destinataire": "Noël Ünal", **personne, **lieu})[1]
    assert ["AT&T", "M. Ünal"] == adresse_postale({"destinataire": "AT&T", **personne, **lieu})[:2]
    assert "Noël Ünal\n1 quai\n29000 Quimper" == bloc_adresse({"destinataire": "Noël Ünal", **personne, **lieu})
    assert "Monsieur Ünal," == ligne_de_salut({"destinataire": "Noël Ünal", **personne, **lieu})


def test_une_ligne_longue_est_abregee_ou_refusee() -> None:
    ligne = {"Nom": "X", "Adresse": "145 boulevard du Maréchal de Lattre de T", "CP": "35000", "Ville": "Rennes"}
    assert "145 BD DU MARÉCHAL DE LATTRE DE T" == adresse_postale(ligne)[1]
    with pytest.raises(ValeurInvalide, match="38 au plus"):
        adresse_postale({**ligne, "Adresse": "x" * 39})
    with pytest.raises(ValeurInvalide, match="code postal"):
        adresse_postale({**ligne, "CP": ""})


def test_une_adresse_qui_ne_tient_pas_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="ne tient pas"):
        corps_de_l_adresse(["W" * 38], 38.1, 21.2)


def test_une_planche_inconnue_ou_mal_cotee_est_refusee(tmp_path: Path) -> None:
    with pytest.raises(ErreurTableur, match="L7163"):
        planche("L9999")
    sienne = tmp_path / "mienne.toml"
    sienne.write_text(
        "colonnes = 2\nrangees = 5\nlargeur = 90\nhauteur = 50\npas_horizontal = 95\npas_vertical = 55\n"
        "gauche = 10\nhaut = 12\n"
    )
    assert 10 == planche(str(sienne)).par_page
    sienne.write_text(sienne.read_text().replace("rangees = 5", "rangees = 9"))
    with pytest.raises(ErreurTableur, match="ne tient pas sur une page A4"):
        planche(str(sienne))


def test_memes_adresses_memes_octets() -> None:
    adresses = [_adresse(rang) for rang in range(30)]
    deux = [document_d_etiquettes(adresses, planche("L7160")) for _ in range(2)]
    assert deux[0] == deux[1]
