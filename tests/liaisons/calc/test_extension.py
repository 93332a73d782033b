"""L'extension fabriquée : reproductible, complète, lisible par un Python qui n'a que sa bibliothèque standard."""

import ast
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import tableur
from tableur.catalogue import MarqueInvalide, recenser
from tableur.fichiers.soffice import trouver_soffice
from tableur.liaisons.calc import extension as extension_calc
from tableur.liaisons.calc.extension import fabriquer
from tableur.liaisons.calc.installation import python_avec_uno
from tests.liaisons.calc.seance import environnement

CATALOGUE = recenser("tableur.calculs")


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """L'extension fabriquée une fois."""
    return fabriquer(tmp_path_factory.mktemp("extension") / "tableur.oxt")


def test_deux_fabrications_donnent_les_memes_octets(extension: Path, tmp_path: Path) -> None:
    assert extension.read_bytes() == fabriquer(tmp_path / "autre.oxt").read_bytes()


def test_elle_porte_les_salles_pures_et_rien_d_autre(extension: Path) -> None:
    noms = zipfile.ZipFile(extension).namelist()
    salles = {nom.split("/")[2] for nom in noms if nom.startswith("pythonpath/tableur/") and nom.count("/") > 2}
    assert {"socle", "baremes", "calculs", "frontiere", "catalogue", "liaisons"} == salles
    assert "pythonpath/tableur/baremes/jours_feries.toml" in noms
    assert {"pythonpath/stdnum/fr/siren.py", "pythonpath/stdnum/iban.dat", "pythonpath/stdnum/COPYING"} <= set(
        noms
    )
    assert not [nom for nom in noms if nom.endswith((".pyc", "oui.dat"))]


def test_les_fichiers_xml_sont_lisibles_et_disent_version_et_licence(extension: Path) -> None:
    archive = zipfile.ZipFile(extension)
    for nom in ("META-INF/manifest.xml", "description.xml", "tableur.components", "CalcAddIns.xcu"):
        ElementTree.fromstring(archive.read(nom))  # noqa: S314 - notre propre fichier
    assert f'<version value="{tableur.__version__}"/>' in archive.read("description.xml").decode()
    licences = archive.read("LICENCES.txt").decode()
    depot = Path(__file__).parents[3] / "LICENSE"
    assert depot.read_text("utf-8").split()[2:] == licences.split("\n\n", 1)[1].split("\n\nLe dossier")[0].split()
    assert "LGPL" in licences


def test_chaque_formule_a_sa_methode_et_son_aide(extension: Path) -> None:
    archive = zipfile.ZipFile(extension)
    types, aide = archive.read("tableur.idl").decode(), archive.read("CalcAddIns.xcu").decode()
    for nom in CATALOGUE:
        assert f" {nom.upper()}(" in types
        assert f"TABLEUR.{nom.upper()}<" in aide


def test_une_fonction_mal_marquee_empeche_la_fabrication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paquet = tmp_path / "mauvaises_formules"
    paquet.mkdir()
    source = "from tableur.socle.marques import formule\n\n\n@formule\ndef unmot() -> int:\n    ...\n"
    (paquet / "__init__.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(MarqueInvalide, match="unmot"):
        fabriquer(tmp_path / "mauvaise.oxt", recenser("mauvaises_formules"))
    assert not (tmp_path / "mauvaise.oxt").exists()


@pytest.mark.parametrize("module", ["composant.py", "gestionnaire.py"])
def test_un_vieux_python_sait_lire_ce_qui_le_refuse(module: str) -> None:
    source = (Path(extension_calc.__file__).parent / module).read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))


@pytest.mark.libreoffice
def test_elle_se_suffit_sous_le_python_de_libreoffice(extension: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(extension).extractall(tmp_path)
    essai = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tableur.liaisons.calc.composant import ouvrir_le_pont\n"
        "from tableur.catalogue import recenser\n"
        "import stdnum.iban, stdnum.fr.siret\n"
        "recenser('tableur.calculs').exiger()\n"
        "assert stdnum.iban.is_valid('FR7630006000011234567890189')\n"
        "print(ouvrir_le_pont().appeler('POINT_DE_COMMANDE', (20.0, 5.0, 30.0)))\n"
    )
    variables = {nom: valeur for nom, valeur in environnement().items() if nom != "PYTHONPATH"}
    python = str(python_avec_uno(trouver_soffice()))
    commande = [python, "-s", "-W", "error", "-c", essai, str(tmp_path / "pythonpath")]
    fini = subprocess.run(commande, env=variables, capture_output=True, text=True, check=False)
    assert ("((130.0,),)", "") == (fini.stdout.strip(), fini.stderr.strip())
