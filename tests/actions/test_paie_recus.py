"""Le contrôle du livre reçu, depuis le classeur de paie : le verdict de la commande des fiches, en une feuille."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tableur.actions.paie_controle import controler_des_fiches
from tableur.actions.paie_lu import chemin_pres_de
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    LigneDeBulletinRecu,
    RepriseDeConges,
)
from tableur.catalogue import lancer, recenser
from tableur.classeurs import ouvrir
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Refus, ValeurManquante
from tests.actions.paie_d_essai import ANNE, JUILLET, classeur_de_paie, livre_recu

D = Decimal
LE = date(2026, 7, 31)
CONTROLER = recenser("tableur.actions")["controler_les_bulletins"]
FAUX: Mapping[str, Mapping[str, Decimal]] = {"001": {"brut": D(100), "net_a_payer": D("-3.20")}}


def _controler(fichier: Path, **options: object) -> CompteRendu:
    with ouvrir(fichier, simuler=bool(options.get("simuler")), recalculer=False) as classeur:
        return lancer(CONTROLER, classeur, options, LE)


def _lignes(fichier: Path) -> list[LigneDeBulletinRecu]:
    with ouvrir(fichier, simuler=True) as classeur:
        return list(classeur.lire(LigneDeBulletinRecu))


def test_la_feuille_dit_les_memes_ecarts_que_la_commande_des_fiches(tmp_path: Path) -> None:
    fichier = classeur_de_paie(tmp_path / "paie.xlsx")
    livre = livre_recu(tmp_path / "livre.csv", fichier, FAUX)
    attendus = [
        (e.libelle, e.recu, e.attendu)
        for fait, _ in controler_des_fiches(fichier, livre=livre, mois=JUILLET).controles
        for e in fait.ecarts
    ]
    compte_rendu = _controler(fichier, livre_du_cabinet="livre.csv")
    lignes = _lignes(fichier)
    assert attendus == [(x.libelle, x.recu, x.attendu) for x in lignes if x.resultat == "ecart"]
    assert [("002", "juste")] == [(x.matricule, x.resultat) for x in lignes if x.resultat == "juste"]
    assert len(lignes) == compte_rendu.lignes_ecrites["Bulletins reçus"]
    assert ["questions au cabinet 2026-07.txt"] == [f.name for f in compte_rendu.fichiers]


def test_un_livre_juste_ne_pose_aucune_question(tmp_path: Path) -> None:
    fichier = classeur_de_paie(tmp_path / "paie.xlsx")
    livre_recu(tmp_path / "livre.csv", fichier, {})
    compte_rendu = _controler(fichier, livre_du_cabinet="livre.csv")
    assert [] == compte_rendu.anomalies
    assert [] == compte_rendu.fichiers
    assert {"juste", "non_controle"} == {x.resultat for x in _lignes(fichier)}


def test_une_personne_sans_bulletin_et_un_bulletin_sans_personne_sont_dits(tmp_path: Path) -> None:
    fichier = classeur_de_paie(tmp_path / "paie.xlsx")
    livre_recu(tmp_path / "livre.csv", fichier, {})
    texte = (tmp_path / "livre.csv").read_text("utf-8-sig").replace("002;RIOU Paul", "009;LE DU Yann")
    (tmp_path / "livre.csv").write_text(texte, encoding="utf-8-sig")
    _controler(fichier, livre_du_cabinet="livre.csv")
    sans = [x.regle for x in _lignes(fichier) if x.resultat == "sans_reponse"]
    assert 2 == len(sans)
    assert any("RIOU Paul" in phrase for phrase in sans)
    assert any("LE DU Yann" in phrase for phrase in sans)


def test_sans_livre_ou_livre_introuvable_rien_n_est_ecrit(tmp_path: Path) -> None:
    fichier = classeur_de_paie(tmp_path / "paie.xlsx")
    octets = fichier.read_bytes()
    with pytest.raises(ValeurManquante, match="« Livre de paie reçu du cabinet »"):
        _controler(fichier)
    with pytest.raises(Refus, match=r"absent\.csv"):
        _controler(fichier, livre_du_cabinet="absent.csv")
    assert octets == fichier.read_bytes()


def test_simuler_n_ecrit_ni_feuille_ni_questions(tmp_path: Path) -> None:
    fichier = classeur_de_paie(tmp_path / "paie.xlsx")
    livre_recu(tmp_path / "livre.csv", fichier, FAUX)
    octets = fichier.read_bytes()
    assert _controler(fichier, livre_du_cabinet="livre.csv", simuler=True).anomalies
    assert octets == fichier.read_bytes()
    assert not list(tmp_path.glob("questions*"))


def test_un_fichier_se_cherche_d_abord_a_cote_du_classeur(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fichier = classeur_de_paie(tmp_path / "paie.xlsx", FicheSalarie=list[FicheSalarie]([ANNE]))
    (tmp_path / "ici").mkdir()
    monkeypatch.chdir(tmp_path / "ici")
    (tmp_path / "ici" / "livre.csv").write_text("ici", encoding="utf-8")
    with ouvrir(fichier, simuler=True) as classeur:
        assert Path("livre.csv") == chemin_pres_de(classeur, " livre.csv ")
        (tmp_path / "livre.csv").write_text("à côté", encoding="utf-8")
        assert tmp_path / "livre.csv" == chemin_pres_de(classeur, "livre.csv")
        assert tmp_path / "perdu.csv" == chemin_pres_de(classeur, "perdu.csv")


def test_un_mois_de_conges_et_d_arret_juste_n_a_aucun_faux_ecart(tmp_path: Path) -> None:
    absences = [
        Absence(matricule="001", nature="conges_payes", debut=date(2026, 7, 6), fin=date(2026, 7, 11)),
        Absence(
            matricule="001",
            nature="maladie",
            debut=date(2026, 7, 15),
            fin=date(2026, 7, 31),
            ijss_par_jour=D("41.95"),
            subrogation=True,
        ),
        Absence(matricule="002", nature="accident_du_travail", debut=date(2026, 7, 1), fin=date(2026, 7, 10)),
    ]
    compteurs = RepriseDeConges(
        matricule="001", mois=Mois(2025, 12), acquis_n=D("17.5"), remuneration_n=D(30000), acquis_n_1=D(25)
    )
    fichier = classeur_de_paie(tmp_path / "paie.xlsx", Absence=absences, RepriseDeConges=[compteurs])
    livre_recu(tmp_path / "livre.csv", fichier, {})
    assert [] == _controler(fichier, livre_du_cabinet="livre.csv").anomalies
    assert ["001", "002"] == [x.matricule for x in _lignes(fichier) if x.resultat == "juste"]
    livre_recu(tmp_path / "livre.csv", fichier, {"001": {"net_imposable": D("412.30")}})
    _controler(fichier, livre_du_cabinet="livre.csv")
    assert [("001", "ecart")] == [(x.matricule, x.resultat) for x in _lignes(fichier) if x.resultat == "ecart"]
