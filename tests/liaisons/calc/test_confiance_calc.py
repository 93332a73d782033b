"""Les dossiers approuvés de LibreOffice : retouche du profil, et silence d'un vrai LibreOffice."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from tableur.fichiers.libreoffice import convertir
from tableur.fichiers.soffice import trouver_soffice
from tableur.liaisons.calc import confiance, gestionnaire
from tableur.liaisons.calc.installation import InstallationImpossible, python_avec_uno
from tableur.liaisons.dossiers_approuves import notees
from tests.liaisons.calc.seance import environnement

_DEBUT = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
_AUTRE = (
    '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="x" oor:op="fuse"><value>é</value></prop></item>\n'
)
_SECURE = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="SecureURL" oor:op="fuse">'
    "<value>{}</value></prop></item>\n"
)


@pytest.fixture
def profil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Profil où LibreOffice a déjà servi."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "etat"))
    fichier = tmp_path / "profil" / confiance.REGLAGES
    fichier.parent.mkdir(parents=True)
    fichier.write_text(f"{_DEBUT}{_AUTRE}</oor:items>\n", "utf-8")
    return tmp_path / "profil"


def _texte(profil: Path) -> str:
    return (profil / confiance.REGLAGES).read_text("utf-8")


def test_poser_puis_retirer_rend_le_fichier_a_l_octet_pres(profil: Path, tmp_path: Path) -> None:
    avant = _texte(profil)
    dossier = tmp_path / "Compta & paie é"
    assert "approuve le dossier" in confiance.approuver(dossier, profil)[0]
    assert [dossier.as_uri()] == confiance.adresses_approuvees(profil)
    assert confiance.est_approuve(dossier / "2026", profil)
    assert "déjà" in confiance.approuver(dossier / "2026", profil)[0]
    confiance.retirer(notees())
    assert avant == _texte(profil)
    assert [] == notees()


def test_les_dossiers_de_la_personne_sont_gardes(profil: Path, tmp_path: Path) -> None:
    siens = _SECURE.format("<it>$(work)</it><it>file:///compta</it>")
    (profil / confiance.REGLAGES).write_text(f"{_DEBUT}{siens}{_AUTRE}</oor:items>\n", "utf-8")
    avant = _texte(profil)
    confiance.approuver(tmp_path, profil)
    assert ["$(work)", "file:///compta", tmp_path.as_uri()] == confiance.adresses_approuvees(profil)
    confiance.retirer(notees())
    assert avant == _texte(profil)


def test_sans_profil_il_est_commence(tmp_path: Path, profil: Path) -> None:
    confiance.approuver(tmp_path, tmp_path / "neuf")
    assert [tmp_path.as_uri()] == confiance.adresses_approuvees(tmp_path / "neuf")


def test_un_profil_verrouille_ou_abime_est_dit_et_rien_ne_change(profil: Path, tmp_path: Path) -> None:
    avant = _texte(profil)
    (profil / ".lock").write_text("", "utf-8")
    with pytest.raises(InstallationImpossible, match="LibreOffice est ouvert"):
        confiance.approuver(tmp_path, profil)
    (profil / ".lock").unlink()
    assert avant == _texte(profil)
    assert [] == notees()
    (profil / confiance.REGLAGES).write_text("<oor:items>", "utf-8")
    with pytest.raises(InstallationImpossible, match="illisibles"):
        confiance.approuver(tmp_path, profil)


def test_un_profil_sans_droit_d_ecriture_est_dit(
    profil: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tableur.liaisons.calc.confiance.os.replace", refuser)
    with pytest.raises(InstallationImpossible, match="droit d'écriture"):
        confiance._ecrire(profil / confiance.REGLAGES, "x")


@pytest.mark.libreoffice
@pytest.mark.usefixtures("profil")
def test_un_vrai_libreoffice_permet_les_macros_du_dossier_approuve_et_d_aucun_autre(tmp_path: Path) -> None:
    profil = tmp_path / "profil neuf"
    approuve, autre = tmp_path / "Approuvé & sûr", tmp_path / "Autre"
    (tmp_path / "vide.csv").write_text("1", "utf-8")
    (vide,) = convertir([tmp_path / "vide.csv"], "ods:calc8", tmp_path)
    fichiers = [_avec_macro(vide, dossier / "boutons é.ods") for dossier in (approuve, approuve / "2026", autre)]
    assert ["False", "False", "False"] == _macros_permises(profil, fichiers)
    confiance.approuver(approuve, profil)
    assert ["True", "True", "False"] == _macros_permises(profil, fichiers)
    assert [approuve.as_uri()] == confiance.adresses_approuvees(profil)  # LibreOffice a réécrit son fichier
    confiance.retirer(notees())
    assert ["False", "False", "False"] == _macros_permises(profil, fichiers)


def _macros_permises(profil: Path, fichiers: list[Path]) -> list[str]:
    soffice = trouver_soffice()
    script = str(Path(__file__).with_name("macros_permises.py"))
    mots = [str(python_avec_uno(soffice)), script, gestionnaire.__file__, str(soffice), str(profil)]
    fait = subprocess.run(
        [*mots, *map(str, fichiers)], env=environnement(), capture_output=True, text=True, check=False, timeout=180
    )
    assert fait.returncode == 0, fait.stderr
    return fait.stdout.split()


def _avec_macro(vide: Path, sortie: Path) -> Path:
    """Copie d'un classeur où une bibliothèque Basic a été mise."""
    sortie.parent.mkdir(parents=True, exist_ok=True)
    entete = '<?xml version="1.0" encoding="UTF-8"?>\n'
    noms = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
    module = 'xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic"'
    ajouts = {
        "Basic/script-lc.xml": f'{entete}<library:libraries {noms}><library:library library:name="Standard" '
        'library:link="false"/></library:libraries>',
        "Basic/Standard/script-lb.xml": f'{entete}<library:library {noms} library:name="Standard" '
        'library:readonly="false"><library:element library:name="M"/></library:library>',
        "Basic/Standard/M.xml": f"{entete}<script:module {module}>Sub X\nEnd Sub</script:module>",
    }
    with zipfile.ZipFile(vide) as lu, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit:
        for partie in lu.infolist():
            contenu = lu.read(partie)
            if partie.filename == "META-INF/manifest.xml":
                entrees = "".join(
                    f'<manifest:file-entry manifest:full-path="{nom}" manifest:media-type="text/xml"/>'
                    for nom in ajouts
                )
                contenu = contenu.replace(b"</manifest:manifest>", entrees.encode() + b"</manifest:manifest>")
            ecrit.writestr(partie, contenu)
        for nom, texte in ajouts.items():
            ecrit.writestr(nom, texte)
    return sortie
