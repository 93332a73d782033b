"""Fichiers livrés : dans le dépôt, puis dans le paquet installé."""

from pathlib import Path

import pytest

from tableur.fichiers import ressources
from tableur.fichiers.ressources import dossier_de_ressources, lister_ressources, ressource
from tableur.socle.erreurs import ErreurTableur


def _remplir(base: Path) -> Path:
    modeles = base / "templates_xlsx"
    (modeles / "sous").mkdir(parents=True)
    for nom in ("ventes.toml", "stocks.toml", "stocks.xlsx", "sous/detail.toml"):
        (modeles / nom).touch()
    return modeles


@pytest.fixture
def installe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Dossier des modèles d'un paquet installé."""
    paquet = tmp_path / "site-packages" / "tableur"
    monkeypatch.setattr(ressources, "PAQUET", paquet)
    return _remplir(paquet / "_embarque")


@pytest.fixture
def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Dossier des modèles d'un dépôt dont le paquet en contient aussi."""
    paquet = tmp_path / "src" / "tableur"
    monkeypatch.setattr(ressources, "PAQUET", paquet)
    (tmp_path / "pyproject.toml").touch()
    _remplir(paquet / "_embarque")
    return _remplir(tmp_path)


def test_un_paquet_installe_trouve_ses_fichiers(installe: Path) -> None:
    assert installe / "stocks.toml" == ressource("templates_xlsx", "stocks.toml")
    assert installe / "sous" / "detail.toml" == ressource("templates_xlsx", "sous", "detail.toml")


def test_le_depot_passe_avant_le_paquet(depot: Path) -> None:
    assert depot == dossier_de_ressources("templates_xlsx")


def test_sans_pyproject_le_dossier_src_n_est_pas_un_depot(depot: Path) -> None:
    (depot.parent / "pyproject.toml").unlink()
    assert "_embarque" == dossier_de_ressources("templates_xlsx").parent.name


def test_les_fichiers_se_listent_par_motif_et_par_nom(installe: Path) -> None:
    assert [installe / "stocks.toml", installe / "ventes.toml"] == lister_ressources("templates_xlsx", "*.toml")
    assert 3 == len(lister_ressources("templates_xlsx"))


@pytest.mark.usefixtures("installe")
def test_un_fichier_absent_est_dit_avec_ceux_qui_existent() -> None:
    with pytest.raises(ErreurTableur, match=r"« paie\.toml » .* fichiers livrés : stocks\.toml, ventes\.toml\."):
        ressource("templates_xlsx", "paie.toml")
    with pytest.raises(ErreurTableur, match=r"fichiers livrés : aucun\."):
        ressource("templates_xlsx", "paie.docx")


@pytest.mark.usefixtures("installe")
def test_un_dossier_absent_est_dit() -> None:
    with pytest.raises(ErreurTableur, match="« examples » de tableur est introuvable : réinstaller"):
        dossier_de_ressources("examples")


@pytest.mark.usefixtures("installe")
def test_un_nom_ne_sort_pas_du_dossier_livre(tmp_path: Path) -> None:
    (tmp_path / "secret.toml").touch()
    for morceaux in (["..", "..", "..", "..", "secret.toml"], [str(tmp_path / "secret.toml")], []):
        with pytest.raises(ErreurTableur, match="n'est pas livré"):
            ressource("templates_xlsx", *morceaux)
    with pytest.raises(ErreurTableur, match="est introuvable"):
        dossier_de_ressources("../..")


def test_le_vrai_depot_est_reconnu() -> None:
    assert "templates_xlsx" == dossier_de_ressources("templates_xlsx").name
