"""La vie d'une période, sur le fichier fermé : calculer, clôturer, modifier, rouvrir, clôturer de nouveau."""

import hashlib
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tableur.calculs.tva.enregistrements import CaseFigee, LigneFigee, PeriodeDeclaree
from tableur.catalogue import lancer
from tableur.classeurs import ouvrir
from tableur.fichiers.noms import nom_sur
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Refus, ValeurManquante
from tests.actions.tva_d_essai import (
    ACHATS,
    ACTIONS,
    CASES_FIGEES,
    LIGNES_FIGEES,
    PERIODES,
    VENTES,
    classeur_de_tva,
    feuille,
)

D = Decimal
LE = date(2026, 4, 20)
DEPOT = {"periode": "2026-03", "depose_le": "19/04/2026", "accuse": "AR-2026-03"}


def sur_place(verbe: str, fichier: Path, le: date = LE, /, **options: object) -> CompteRendu:
    """Lance une action qui remplit le classeur lui-même, sans LibreOffice."""
    with ouvrir(fichier, recalculer=False) as classeur:
        return lancer(ACTIONS[f"tva.{verbe}"], classeur, options, le)


def calcule(chemin: Path, **tables: Sequence[object]) -> Path:
    """Classeur d'essai dont mars 2026 est calculé."""
    fichier = classeur_de_tva(chemin, {"periode": ""}, **tables)
    sur_place("calculer", fichier, periode="2026-03")
    return fichier


def clos(chemin: Path, **tables: Sequence[object]) -> Path:
    """Classeur d'essai dont mars 2026 est calculé et clos."""
    fichier = calcule(chemin, **tables)
    sur_place("cloturer", fichier, **DEPOT)
    return fichier


def changer(fichier: Path, onglet: str, entete: str, rang: int, valeur: float | str | None) -> None:
    """Change une cellule comme le ferait une personne : la ligne de ce rang, à partir de 1."""
    livre = openpyxl.load_workbook(fichier)
    page = livre[onglet]
    (tete,) = [c for ligne in page.iter_rows(max_row=8) for c in ligne if c.value == entete]
    page.cell(tete.row + rang, tete.column).value = valeur
    livre.save(fichier)


def test_cloturer_fige_les_cases_les_lignes_et_une_copie(tmp_path: Path) -> None:
    fichier = calcule(tmp_path / "tva.xlsx")
    declare = fichier.read_bytes()
    bilan = sur_place("cloturer", fichier, **DEPOT)
    assert [] == bilan.anomalies
    assert ["à payer 300,00\u00a0€."] == bilan.points
    (close,) = ouvrir(fichier).lire(PeriodeDeclaree)
    attendu = ("2026-03", "close", date(2026, 4, 19), "AR-2026-03", D(460), D(160), D(300), D(0), D(300), LE)
    assert attendu == (
        close.periode,
        close.etat,
        close.depose_le,
        close.accuse,
        close.tva_brute,
        close.tva_deductible,
        close.tva_nette,
        close.credit,
        close.a_payer,
        close.inscrite_le,
    )
    cases = {x.case: (x.base, x.taxe) for x in ouvrir(fichier).lire(CaseFigee)}
    assert ((D(2300), D(460)), (None, D(300))) == (cases["08"], cases["32"])
    lignes = {(x.case, x.piece): (x.ht, x.tva) for x in ouvrir(fichier).lire(LigneFigee)}
    assert (D("1000.40"), D("200.08")) == lignes["08", "F1"]
    (copie,) = bilan.fichiers
    assert tmp_path / "sorties" / "tva clôturée" / "tva 2026-03 close le 2026-04-20.xlsx" == copie
    assert declare == copie.read_bytes()
    assert (hashlib.sha256(declare).hexdigest(), copie.name) == (close.empreinte_de_la_copie, close.copie)
    assert not copie.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert 64 == len(close.empreinte)


def test_rien_ne_s_ecrit_plus_dans_une_periode_close(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    avant = fichier.read_bytes()
    with pytest.raises(Refus, match="2026-03 est close, déposée le 19/04/2026 : rien n'y est écrit"):
        sur_place("calculer", fichier, periode="2026-03")
    with pytest.raises(Refus, match="2026-03 est close"):
        sur_place("cloturer", fichier, **DEPOT)
    assert avant == fichier.read_bytes()
    assert 1 == len(list((tmp_path / "sorties" / "tva clôturée").iterdir()))


def test_une_periode_close_que_rien_n_a_touchee_n_a_pas_d_anomalie(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    avril = date(2026, 5, 4)
    assert {"période vide"} == {a.regle for a in sur_place("calculer", fichier, avril).anomalies}
    regles = {a.regle for a in sur_place("controler", fichier, avril).anomalies}
    assert not {r for r in regles if "close" in r or "figée" in r or "périodes" in r}, regles


@pytest.mark.parametrize("verbe", ["calculer", "controler"])
def test_une_ligne_figee_que_l_on_change_est_dite_avec_ses_deux_valeurs(tmp_path: Path, verbe: str) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    changer(fichier, "Ventes", "Montant HT", 1, 1150)
    bilan = sur_place(verbe, fichier, date(2026, 5, 4))
    (dite,) = [a for a in bilan.anomalies if a.regle == "ligne close changée"]
    assert "pièce F1" in str(dite)
    assert "1\u202f000,40\u00a0€ HT déclarés, 1\u202f150,00\u00a0€ HT aujourd'hui" in str(dite)


def test_une_case_figee_retouchee_change_l_empreinte(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    changer(fichier, "Cases déclarées", "Taxe (€)", 3, 1)
    (dite,) = [a for a in sur_place("controler", fichier).anomalies if a.regle == "période figée retouchée"]
    assert "tva 2026-03 close le 2026-04-20.xlsx" in str(dite)
    changer(fichier, "Historique", "Accusé de dépôt", 1, "AUTRE")
    assert [a for a in sur_place("calculer", fichier, date(2026, 5, 4)).anomalies if "figée" in a.regle]


def test_trier_les_feuilles_figees_ne_change_pas_l_empreinte(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    with ouvrir(fichier, recalculer=False) as classeur:
        classeur.ecrire(LigneFigee, list(classeur.lire(LigneFigee))[::-1])
        classeur.ecrire(CaseFigee, list(classeur.lire(CaseFigee))[::-1])
    regles = {a.regle for a in sur_place("controler", fichier).anomalies}
    assert "période figée retouchée" not in regles


def test_rouvrir_exige_un_motif_et_une_periode_close(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    avant = fichier.read_bytes()
    for motif in ("", "   ", "ok"):
        with pytest.raises(ValeurManquante, match="Dire pourquoi la période 2026-03 est rouverte"):
            sur_place("rouvrir", fichier, periode="2026-03", motif=motif)
    with pytest.raises(Refus, match="2026-02 n'a jamais été close ; périodes closes : 2026-03"):
        sur_place("rouvrir", fichier, periode="2026-02", motif="facture oubliée")
    assert avant == fichier.read_bytes()
    sur_place("rouvrir", fichier, periode="2026-03", motif="facture oubliée")
    with pytest.raises(Refus, match="2026-03 est déjà rouverte ; périodes closes : aucune"):
        sur_place("rouvrir", fichier, periode="2026-03", motif="facture oubliée")


def test_rouvrir_et_clore_de_nouveau_garde_les_deux(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    demain = date(2026, 4, 21)
    bilan = sur_place("rouvrir", fichier, demain, periode="2026-03", motif="  vente F1 mal   tapée ")
    assert "Motif : vente F1 mal tapée." == bilan.points[0]
    changer(fichier, "Ventes", "Montant HT", 1, 1100.4)
    sur_place("calculer", fichier, demain, periode="2026-03")
    rectifiee = {**DEPOT, "depose_le": "21/04/2026", "accuse": "AR-2"}
    sur_place("cloturer", fichier, demain, **rectifiee)
    historique = list(ouvrir(fichier).lire(PeriodeDeclaree))
    assert [("close", "", D(300)), ("rouverte", "vente F1 mal tapée", D(300)), ("close", "", D(320))] == [
        (x.etat, x.motif, x.a_payer) for x in historique
    ]
    assert ["AR-2026-03", "AR-2026-03", "AR-2"] == [x.accuse for x in historique]
    cases = {(x.periode, x.case): x.taxe for x in ouvrir(fichier).lire(CaseFigee)}
    assert (D(300), D(320)) == (cases["2026-03, rouverte le 21/04/2026", "32"], cases["2026-03", "32"])
    lignes = {(x.periode, x.case, x.piece): x.ht for x in ouvrir(fichier).lire(LigneFigee)}
    assert D("1000.40") == lignes["2026-03, rouverte le 21/04/2026", "08", "F1"]
    assert D("1100.40") == lignes["2026-03", "08", "F1"]
    assert 2 == len(list((tmp_path / "sorties" / "tva clôturée").iterdir()))
    regles = {a.regle for a in sur_place("controler", fichier, demain).anomalies}
    assert not regles & {"ligne close changée", "pièce dans deux périodes", "période figée retouchée"}
    montrees = feuille(fichier, "Historique")
    assert ["Close", "Rouverte", "Close"] == [x["État"] for x in montrees]


def test_deux_allers_et_retours_le_meme_jour_se_distinguent(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    for _ in range(2):
        sur_place("rouvrir", fichier, periode="2026-03", motif="essai du jour")
        sur_place("cloturer", fichier, **DEPOT)
    noms = {x.periode for x in ouvrir(fichier).lire(CaseFigee)}
    assert {
        "2026-03",
        "2026-03, rouverte le 20/04/2026",
        "2026-03, rouverte le 20/04/2026 (2)",
    } == noms
    copies = {x.name for x in (tmp_path / "sorties" / "tva clôturée").iterdir()}
    souche = "tva 2026-03 close le 2026-04-20"
    assert {f"{souche}.xlsx", f"{souche} (2).xlsx", f"{souche} (3).xlsx"} == copies
    assert "période figée retouchée" not in {a.regle for a in sur_place("controler", fichier).anomalies}


def test_une_periode_jamais_calculee_ne_se_clot_pas(tmp_path: Path) -> None:
    fichier = classeur_de_tva(tmp_path / "tva.xlsx")
    with pytest.raises(Refus, match=r"2026-03 n'est pas calculée \(rien n'a été calculé\)"):
        sur_place("cloturer", fichier, **DEPOT)
    sur_place("calculer", fichier, periode="2026-02")
    with pytest.raises(Refus, match=r"2026-03 n'est pas calculée \(la feuille montre 2026-02\)"):
        sur_place("cloturer", fichier, **DEPOT)
    assert not (tmp_path / "sorties").exists()


def test_des_lignes_changees_depuis_le_calcul_empechent_de_clore(tmp_path: Path) -> None:
    fichier = calcule(tmp_path / "tva.xlsx")
    changer(fichier, "Achats", "Montant HT", 1, 600)
    with pytest.raises(Refus, match="case 20 : 160,00\u00a0€ sur la feuille, 180,00\u00a0€ d'après les lignes"):
        sur_place("cloturer", fichier, **DEPOT)


def test_une_periode_vide_se_clot_en_neant_et_le_dit(tmp_path: Path) -> None:
    fichier = classeur_de_tva(tmp_path / "tva.xlsx", Vente=[], Achat=[], Encaissement=[])
    sur_place("calculer", fichier, periode="2026-03")
    bilan = sur_place("cloturer", fichier, **DEPOT)
    assert ["période vide"] == [a.regle for a in bilan.anomalies]
    assert ["rien à payer, aucun crédit."] == bilan.points
    assert 1 == len(ouvrir(fichier).lire(PeriodeDeclaree))


def test_sans_accuse_la_cloture_se_fait_et_le_dit(tmp_path: Path) -> None:
    fichier = calcule(tmp_path / "tva.xlsx")
    bilan = sur_place("cloturer", fichier, periode="2026-03", depose_le="19/04/2026")
    assert ["accusé manquant"] == [a.regle for a in bilan.anomalies]


@pytest.mark.parametrize(
    ("depose_le", "phrase"),
    [
        ("21/04/2026", "le dépôt du 21/04/2026 est après aujourd'hui, 20/04/2026"),
        ("28/02/2026", "avant le début de la période 2026-03"),
    ],
)
def test_un_jour_de_depot_impossible_est_refuse(tmp_path: Path, depose_le: str, phrase: str) -> None:
    fichier = calcule(tmp_path / "tva.xlsx")
    with pytest.raises(Refus, match=phrase):
        sur_place("cloturer", fichier, **{**DEPOT, "depose_le": depose_le})


def test_sans_jour_de_depot_rien_n_est_clos(tmp_path: Path) -> None:
    fichier = calcule(tmp_path / "tva.xlsx")
    with pytest.raises(ValeurManquante, match="Dire le jour du dépôt de la déclaration 2026-03"):
        sur_place("cloturer", fichier, periode="2026-03")


def test_une_periode_inachevee_ou_melee_et_un_accuse_deja_donne_sont_refuses(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    with pytest.raises(Refus, match="2026-04 finit le 30/04/2026 : elle se clôture après"):
        sur_place("cloturer", fichier, periode="2026-04", depose_le="20/04/2026")
    with pytest.raises(Refus, match="chevauche 2026-03, déjà close"):
        sur_place("cloturer", fichier, periode="2026-T1", regime="trimestriel", depose_le="20/04/2026")
    mai = date(2026, 5, 19)
    sur_place("calculer", fichier, mai, periode="2026-04")
    with pytest.raises(Refus, match="l'accusé « AR-2026-03 » est déjà celui de la période 2026-03"):
        sur_place("cloturer", fichier, mai, periode="2026-04", depose_le="19/05/2026", accuse="AR-2026-03")


def test_un_depot_tardif_et_une_suite_rompue_se_disent(tmp_path: Path) -> None:
    fevrier: dict[str, Sequence[object]] = {
        "PeriodeDeclaree": PERIODES,
        "CaseFigee": CASES_FIGEES,
        "LigneFigee": LIGNES_FIGEES,
    }
    ancienne = {"PeriodeDeclaree": [replace(PERIODES[0], periode="2026-01")]}
    fichier = classeur_de_tva(tmp_path / "tva.xlsx", **ancienne)  # type: ignore[arg-type]
    sur_place("calculer", fichier, periode="2026-03", jour_limite="16")
    bilan = sur_place("cloturer", fichier, **DEPOT)
    assert ["dépôt tardif", "période qui manque"] == [a.regle for a in bilan.anomalies]
    assert "2026-02 n'est pas close" in str(bilan.anomalies[1])
    fichier = calcule(tmp_path / "suivie.xlsx", **fevrier)
    assert [] == sur_place("cloturer", fichier, **DEPOT).anomalies
    bilan = sur_place("rouvrir", fichier, periode="2026-02", motif="avoir oublié")
    assert ["2026-03 est close après 2026-02" in str(a) for a in bilan.anomalies] == [True]
    avril = sur_place("rouvrir", fichier, periode="2026-03", motif="à refaire").titre
    assert "Période 2026-03 rouverte" == avril
    regles = {a.regle for a in sur_place("calculer", fichier, periode="2026-03").anomalies}
    assert "période précédente rouverte" in regles


@pytest.mark.parametrize("verbe", ["cloturer", "rouvrir"])
def test_simuler_n_ecrit_rien(tmp_path: Path, verbe: str) -> None:
    fichier = calcule(tmp_path / "tva.xlsx") if verbe == "cloturer" else clos(tmp_path / "tva.xlsx")
    avant = {x: x.read_bytes() for x in tmp_path.rglob("*") if x.is_file()}
    options = DEPOT if verbe == "cloturer" else {"periode": "2026-03", "motif": "facture oubliée"}
    with ouvrir(fichier, simuler=True) as classeur:
        bilan = lancer(ACTIONS[f"tva.{verbe}"], classeur, {**options, "simuler": True}, LE)
    assert bilan.lignes_ecrites["Historique"] == 1
    assert avant == {x: x.read_bytes() for x in tmp_path.rglob("*") if x.is_file()}


def test_un_achat_arrive_apres_la_cloture_va_ligne_21_de_la_suivante(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    en_retard = replace(ACHATS[0], piece="A9", fournisseur="Tardif")
    from tableur.calculs.tva.enregistrements import Achat

    with ouvrir(fichier, recalculer=False) as classeur:
        classeur.ecrire(Achat, [en_retard], mode="ajouter")
    bilan = sur_place("calculer", fichier, date(2026, 5, 4), periode="2026-04")
    assert any(point.startswith("Retardataire A9 (Tardif) : ligne 21.") for point in bilan.points)
    assert "ligne close changée" not in {a.regle for a in bilan.anomalies}


def test_les_reglages_du_depot_viennent_de_la_feuille_et_sont_vides_apres(tmp_path: Path) -> None:
    fichier = calcule(tmp_path / "tva.xlsx", Vente=VENTES)
    with ouvrir(fichier, recalculer=False) as classeur:
        classeur.poser("depose_le", date(2026, 4, 19))
        classeur.poser("accuse", "AR-9")
    sur_place("cloturer", fichier)
    lu = ouvrir(fichier)
    assert (None, None) == (lu.valeur("depose_le"), lu.valeur("accuse") or None)
    assert ["AR-9"] == [x.accuse for x in lu.lire(PeriodeDeclaree)]


def test_le_nom_de_la_copie_est_sur() -> None:
    assert "tva 2026-T1 close le 2026-04-20" == nom_sur("tva 2026-T1 close le 2026-04-20")
