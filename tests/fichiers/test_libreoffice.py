"""LibreOffice, lancé pour de vrai : conversions, recalcul, délai, profils."""

import os
import shutil
import socket
import sys
import time
import zipfile
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from lxml import etree

from tableur.fichiers import libreoffice, soffice
from tableur.fichiers.libreoffice import (
    ConversionIncomplete,
    LibreOfficeAbsent,
    ProfilPrive,
    Reglage,
    arreter,
    convertir,
    profil_prive,
    recalculer,
    trouver_soffice,
    version,
)
from tableur.socle.erreurs import ErreurTableur, Refus


def _classeur_menteur(chemin: Path, *, formule: str = "=A1*3") -> Path:
    """Classeur dont la formule porte une valeur fausse, 999."""
    livre = xlsxwriter.Workbook(str(chemin))
    feuille = livre.add_worksheet()
    feuille.write_number("A1", 2)
    feuille.write_formula("A2", formule, None, 999)
    livre.close()
    return chemin


def _cellules(chemin: Path) -> list[list[object]]:
    feuille = python_calamine.CalamineWorkbook.from_path(str(chemin)).get_sheet_by_index(0)
    return [list(ligne) for ligne in feuille.to_python()]


def _faux_soffice(dossier: Path, corps: str) -> Path:
    """Programme qui prend la place de soffice ; `sortie` et `fichiers` sont ceux de la commande reçue."""
    programme = dossier / "soffice"
    programme.write_text(
        f"#!{sys.executable}\n"
        "import os, pathlib, sys, time\n"
        "i = sys.argv.index('--outdir')\n"
        "sortie, fichiers = pathlib.Path(sys.argv[i + 1]), [pathlib.Path(f) for f in sys.argv[i + 2 :]]\n"
        "sortie.mkdir(exist_ok=True)\n"
        f"{corps}\n",
        "utf-8",
    )
    programme.chmod(0o755)
    return programme


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Cinq fichiers CSV."""
    fichiers = [tmp_path / f"s{rang}.csv" for rang in range(5)]
    for rang, fichier in enumerate(fichiers):
        fichier.write_text(f"Article,{rang}\n", "utf-8")
    return fichiers


@pytest.mark.libreoffice
def test_un_csv_devient_un_classeur_puis_un_pdf(tmp_path: Path) -> None:
    source = tmp_path / "été n° 1 (100%) #2.csv"
    source.write_text("Article,Quantite\nVis,12\n", "utf-8")
    sortie = tmp_path / "sortie"
    (classeur,) = convertir([source], "xlsx:Calc MS Excel 2007 XML", sortie)
    assert sortie / "été n° 1 (100%) #2.xlsx" == classeur
    assert [["Article", "Quantite"], ["Vis", 12.0]] == _cellules(classeur)
    (pdf,) = convertir([classeur], "pdf", sortie)
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert {"été n° 1 (100%) #2.xlsx", "été n° 1 (100%) #2.pdf"} == {fichier.name for fichier in sortie.iterdir()}


@pytest.mark.libreoffice
def test_les_homonymes_gardent_chacun_leur_sortie(tmp_path: Path) -> None:
    sources = []
    for dossier, nom in (("a", "devis.csv"), ("b", "devis.csv"), ("c", "DEVIS.csv"), ("d", "devis.txt.csv")):
        source = tmp_path / dossier / nom
        source.parent.mkdir()
        source.write_text(f"{dossier},1\n", "utf-8")
        sources.append(source)
    produits = convertir(sources, "xlsx", tmp_path / "sortie")
    assert ["devis", "devis (2)", "DEVIS (3)", "devis.txt"] == [produit.stem for produit in produits]
    assert ["a", "b", "c", "d"] == [_cellules(produit)[0][0] for produit in produits]


@pytest.mark.libreoffice
def test_un_fichier_illisible_est_nomme_et_les_autres_sont_convertis(tmp_path: Path, sources: list[Path]) -> None:
    mauvais = tmp_path / "tronque.xlsx"
    mauvais.write_bytes(_classeur_menteur(tmp_path / "sain.xlsx").read_bytes()[:600])
    with pytest.raises(ConversionIncomplete, match=r"^tronque\.xlsx : LibreOffice n'a pas su") as releve:
        convertir([sources[0], mauvais, sources[1]], "ods", tmp_path / "sortie")
    assert ("s0.ods", "s1.ods") == tuple(produit.name for produit in releve.value.produits)
    assert all(produit.is_file() for produit in releve.value.produits)


@pytest.mark.libreoffice
def test_un_fichier_ouvert_par_quelqu_un_se_convertit(tmp_path: Path) -> None:
    classeur = _classeur_menteur(tmp_path / "stocks.xlsx")
    (tmp_path / ".~lock.stocks.xlsx#").write_text("Ali,ali,POSTE-4,24.11.2026 08:00,file:///x;", "utf-8")
    assert ["stocks.pdf"] == [produit.name for produit in convertir([classeur], "pdf", tmp_path / "sortie")]


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xlsx", "ods", "xlsm"])
def test_le_recalcul_ne_croit_pas_la_valeur_ecrite(tmp_path: Path, extension: str) -> None:
    menteur = _classeur_menteur(tmp_path / "menteur.xlsx")
    sortie = tmp_path / f"juste.{extension}"
    assert sortie == recalculer(menteur, sortie)
    assert [[2.0], [6.0]] == _cellules(sortie)
    assert [[2.0], [999.0]] == _cellules(menteur)


@pytest.mark.libreoffice
def test_le_recalcul_ne_croit_pas_non_plus_un_ods(tmp_path: Path) -> None:
    sain = recalculer(_classeur_menteur(tmp_path / "a.xlsx", formule='="n° "&A1'), tmp_path / "a.ods")
    menteur = tmp_path / "menteur.ods"
    with zipfile.ZipFile(sain) as source, zipfile.ZipFile(menteur, "w") as cible:
        for membre in source.infolist():
            cible.writestr(membre, source.read(membre).replace("n° 2".encode(), b"n. 7"))
    assert "n. 7" == _cellules(menteur)[1][0]
    assert "n° 2" == _cellules(recalculer(menteur, tmp_path / "juste.ods"))[1][0]


@pytest.mark.libreoffice
def test_une_simple_conversion_garde_la_valeur_ecrite(tmp_path: Path) -> None:
    (produit,) = convertir([_classeur_menteur(tmp_path / "menteur.xlsx")], "xlsx", tmp_path / "sortie")
    assert [[2.0], [999.0]] == _cellules(produit)


@pytest.mark.libreoffice
def test_un_recalcul_impossible_ne_laisse_rien(tmp_path: Path) -> None:
    mauvais = tmp_path / "vide.xlsx"
    mauvais.write_bytes(b"PK\x03\x04")
    with pytest.raises(ErreurTableur, match=r"vide\.xlsx"):
        recalculer(mauvais, tmp_path / "sortie.xlsx")
    assert ["vide.xlsx"] == [fichier.name for fichier in tmp_path.iterdir()]


@pytest.mark.libreoffice
def test_un_recalcul_n_appelle_aucun_site(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as site:
        adresse = f"http://127.0.0.1:{site.getsockname()[1]}/secret"
        bavard = _classeur_menteur(tmp_path / "bavard.xlsx", formule=f'=_xlfn.WEBSERVICE("{adresse}")')
        recalculer(bavard, tmp_path / "juste.xlsx")
        site.setblocking(False)
        with pytest.raises(BlockingIOError):  # personne ne s'est présenté
            site.accept()


@pytest.mark.libreoffice
def test_la_version_est_un_numero() -> None:
    assert int(version().split(".")[0]) >= 7


@pytest.mark.libreoffice
def test_un_profil_se_reutilise_et_recoit_des_reglages(tmp_path: Path) -> None:
    menteur = _classeur_menteur(tmp_path / "menteur.xlsx")
    with profil_prive() as profil:
        convertir([menteur], "xlsx", tmp_path / "un", profil=profil)
        recalculer(menteur, tmp_path / "deux.xlsx", profil=profil)
        assert [[2.0], [6.0]] == _cellules(tmp_path / "deux.xlsx")
        dossier = profil.dossier
    assert not dossier.exists()


@pytest.mark.libreoffice
def test_libreoffice_demarre_puis_s_arrete_avec_toute_sa_famille() -> None:
    with profil_prive() as profil:
        processus = profil.demarrer(f"--accept=pipe,name=tableur{os.getpid()};urp;")
        while not (profil.dossier / "profil" / ".lock").exists():
            assert None is processus.poll()
            time.sleep(0.05)
        arreter(processus)
        assert processus.returncode is not None
        assert [] == _vivants(processus.pid)
        arreter(processus)


def test_les_reglages_sont_un_registre_bien_forme(tmp_path: Path) -> None:
    profil = ProfilPrive(tmp_path)
    profil.regler([Reglage("/a/b", "Nom", 'x < y & "z"'), Reglage("/a/b", "Vrai", True)])
    profil.regler([Reglage("/a/b", "Dossiers", ("file:///a b", "file:///c")), Reglage("/a/b", "Nombre", 3)])
    racine = etree.parse(str(tmp_path / "profil" / "user" / "registrymodifications.xcu")).getroot()
    valeurs = [["".join(texte.itertext()) for texte in (list(v) or [v])] for v in racine.iter("value")]
    assert [['x < y & "z"'], ["true"], ["file:///a b", "file:///c"], ["3"]] == valeurs


def test_l_environnement_ne_porte_rien_de_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/ailleurs")
    monkeypatch.setenv("VIRTUAL_ENV", "/ailleurs")
    environnement = ProfilPrive(tmp_path).environnement()
    assert not {"PYTHONPATH", "VIRTUAL_ENV"} & set(environnement)
    assert str(tmp_path / "provisoire") == environnement["TMPDIR"]


def test_un_fichier_absent_arrete_tout_avant_de_lancer_libreoffice(tmp_path: Path, sources: list[Path]) -> None:
    with pytest.raises(Refus, match=r"^perdu\.csv : Ce fichier n'existe pas\.\negare\.csv : "):
        convertir([sources[0], tmp_path / "perdu.csv", tmp_path / "egare.csv"], "pdf", tmp_path / "sortie")
    assert not (tmp_path / "sortie").exists()


def test_une_sortie_existante_est_gardee(tmp_path: Path, sources: list[Path]) -> None:
    (tmp_path / "s1.pdf").touch()
    with pytest.raises(Refus, match=r"s1\.pdf : Ce fichier existe déjà"):
        convertir(sources, "pdf", tmp_path)
    with pytest.raises(Refus, match=r"s1\.xlsx : Ce fichier existe déjà"):
        recalculer(sources[1], _classeur_menteur(tmp_path / "s1.xlsx"))


def test_un_recalcul_demande_une_extension_de_classeur(tmp_path: Path, sources: list[Path]) -> None:
    with pytest.raises(Refus, match=r"\.xlsx, \.xlsm ou \.ods"):
        recalculer(sources[0], tmp_path / "s.pdf")


def test_aucun_fichier_a_convertir_ne_lance_rien(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(soffice.VARIABLE, str(tmp_path / "absent"))
    assert [] == convertir([], "pdf", tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="le faux soffice est un script de POSIX")
class TestAvecUnFauxSoffice:
    """Ce que LibreOffice ne fait pas sur commande : attendre, s'arrêter brutalement, ne pas démarrer."""

    def test_un_delai_depasse_arrete_libreoffice_et_ses_enfants(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: list[Path]
    ) -> None:
        groupe = tmp_path / "groupe.txt"
        corps = (
            "import signal\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "(sortie / 's0.pdf').write_bytes(b'%PDF-')\n"
            "if os.fork() == 0:\n"
            f"    pathlib.Path({str(groupe)!r}).write_text(str(os.getpgrp()))\n"
            "time.sleep(60)\n"
        )
        monkeypatch.setenv(soffice.VARIABLE, str(_faux_soffice(tmp_path, corps)))
        monkeypatch.setattr(soffice, "_ATTENTE_DE_FIN", 0.2)
        with pytest.raises(ConversionIncomplete, match=r"s1\.csv : .* délai de 2 secondes") as releve:
            convertir(sources[:2], "pdf", tmp_path / "sortie", delai=2)
        assert (tmp_path / "sortie" / "s0.pdf",) == releve.value.produits
        assert [] == _vivants(int(groupe.read_text()))

    @pytest.mark.parametrize("fautif", ["s0", "s2", "s4"])
    def test_un_arret_brutal_ne_condamne_que_le_fichier_fautif(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: list[Path], fautif: str
    ) -> None:
        corps = (
            "for fichier in fichiers:\n"
            f"    if fichier.stem == {fautif!r}:\n"
            "        sys.exit(77)\n"
            "    (sortie / (fichier.stem + '.pdf')).write_bytes(b'%PDF-')\n"
        )
        monkeypatch.setenv(soffice.VARIABLE, str(_faux_soffice(tmp_path, corps)))
        with pytest.raises(ConversionIncomplete) as releve:
            convertir(sources, "pdf", tmp_path / "sortie")
        assert [f"{fautif}.csv"] == [anomalie.ou.fichier for anomalie in releve.value.anomalies]
        assert {"s0", "s1", "s2", "s3", "s4"} - {fautif} == {produit.stem for produit in releve.value.produits}

    def test_un_libreoffice_qui_ne_demarre_pas_n_est_pas_relance_sans_fin(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: list[Path]
    ) -> None:
        journal = tmp_path / "journal.txt"
        corps = f"with open({str(journal)!r}, 'a') as j: j.write('x')\nsys.exit(127)"
        monkeypatch.setenv(soffice.VARIABLE, str(_faux_soffice(tmp_path, corps)))
        with pytest.raises(ConversionIncomplete) as releve:
            convertir(sources, "pdf", tmp_path / "sortie")
        assert 5 == len(releve.value.anomalies)
        assert "xx" == journal.read_text()

    def test_les_lots_sont_bornes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: list[Path]
    ) -> None:
        journal = tmp_path / "journal.txt"
        corps = (
            f"with open({str(journal)!r}, 'a') as j: j.write(f'{{len(fichiers)}} ')\n"
            "for fichier in fichiers: (sortie / (fichier.stem + '.pdf')).write_bytes(b'%PDF-')\n"
        )
        monkeypatch.setenv(soffice.VARIABLE, str(_faux_soffice(tmp_path, corps)))
        monkeypatch.setattr(libreoffice, "LOT_MAXIMUM", 2)
        convertir(sources, "pdf", tmp_path / "un")
        monkeypatch.setattr(libreoffice, "_LONGUEUR_DE_COMMANDE", 10)
        convertir(sources, "pdf", tmp_path / "deux")
        assert "2 2 1 1 1 1 1 1 " == journal.read_text()

    def test_une_version_illisible_est_dite(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        programme = tmp_path / "soffice"
        programme.write_text("#!/bin/sh\necho bonjour\n", "utf-8")
        programme.chmod(0o755)
        monkeypatch.setenv(soffice.VARIABLE, str(programme))
        with pytest.raises(ErreurTableur, match="n'a pas dit sa version : « bonjour »"):
            version()


def _vivants(groupe: int) -> list[Path]:
    """Processus vivants d'un groupe, zombies mis à part, après leur avoir laissé le temps de finir."""
    for _ in range(100):
        vivants = [stat for stat in Path("/proc").glob("[0-9]*/stat") if _est_vivant(stat, groupe)]
        if not vivants:
            break
        time.sleep(0.05)
    return vivants


def _est_vivant(stat: Path, groupe: int) -> bool:
    try:
        etat, _, son_groupe = stat.read_text().rpartition(")")[2].split()[:3]
    except OSError:  # il vient de finir
        return False
    return int(son_groupe) == groupe and etat not in "ZX"


def test_un_soffice_qui_ne_s_execute_pas_est_dit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: list[Path]
) -> None:
    (tmp_path / "soffice").write_text("pas un programme", "utf-8")
    monkeypatch.setenv(soffice.VARIABLE, str(tmp_path / "soffice"))
    with pytest.raises(LibreOfficeAbsent, match="n'a pas pu être lancé"):
        convertir(sources, "pdf", tmp_path / "sortie")


def test_libreoffice_absent_dit_quoi_installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(soffice.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "_EMPLACEMENTS", ())
    monkeypatch.delenv("ProgramFiles", raising=False)
    with pytest.raises(LibreOfficeAbsent, match="apt install libreoffice-calc"):
        trouver_soffice()


def test_la_variable_l_emporte_et_doit_etre_juste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(soffice.VARIABLE, str(tmp_path / "soffice"))
    with pytest.raises(LibreOfficeAbsent, match="qui n'existe pas"):
        trouver_soffice()
    (tmp_path / "soffice").touch()
    assert tmp_path / "soffice" == trouver_soffice()


def test_la_plus_recente_des_versions_installees_a_part_est_prise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(soffice.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "_EMPLACEMENTS", (str(tmp_path / "libreoffice*" / "program" / "soffice"),))
    for numero in ("7.6", "24.8", "25.2"):
        programme = tmp_path / f"libreoffice{numero}" / "program"
        programme.mkdir(parents=True)
        (programme / "soffice").touch()
    assert tmp_path / "libreoffice25.2" / "program" / "soffice" == trouver_soffice()


def test_libreoffice_de_windows_est_trouve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(soffice.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("ProgramFiles", str(tmp_path / "Program Files"))
    monkeypatch.setattr(soffice, "_EMPLACEMENTS", ())
    programme = tmp_path / "Program Files" / "LibreOffice 25" / "program" / "soffice.com"
    programme.parent.mkdir(parents=True)
    programme.touch()
    assert programme == trouver_soffice()


def test_soffice_du_chemin_de_recherche_est_pris_d_abord(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(soffice.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    programme = tmp_path / ("soffice.com" if os.name == "nt" else "soffice")
    programme.touch()
    programme.chmod(0o755)
    assert shutil.which("soffice") is not None
    assert programme == trouver_soffice()
