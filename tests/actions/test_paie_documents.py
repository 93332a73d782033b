"""Bulletins, écriture comptable et éléments à déclarer, du classeur aux fichiers."""

import csv
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tableur.actions.bulletins_imprimes import bulletins_a_imprimer
from tableur.actions.paie_lu import lire_la_paie
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    LigneDsn,
    Prime,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.catalogue import lancer, recenser
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.courriers.exigences import texte_du_document
from tableur.dossier import Dossier
from tableur.fichiers.ressources import ressource
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ErreurTableur, Refus, ValeurInvalide

D = Decimal
LE, JUILLET = date(2026, 7, 31), Mois(2026, 7)
ACTIONS = recenser("tableur.actions")
ANNE = FicheSalarie(
    matricule="001",
    nom="MORVAN",
    prenom="Anne",
    entree=date(2020, 1, 6),
    emploi="Vendeuse",
    classification="niveau III",
    adresse="4 rue des Lavoirs",
    code_postal="29000",
    ville="Kerfictif",
    nir="295109912611193",
    salaire_mensuel=D(2500),
    taux_pas=D("0.041"),
)
PAUL = replace(
    ANNE,
    matricule="002",
    nom="RIOU",
    prenom="Paul",
    nir=None,
    cadre=True,
    emploi="Directeur",
    salaire_mensuel=D(6000),
    taux_pas=None,
)
REGLAGES: dict[str, object] = {
    "effectif": 15,
    "taux_at": 0.02,
    "taux_versement_mobilite": 0.015,
    "sante_mensuelle": 60,
    "convention_collective": "commerce de détail (IDCC 2216)",
}
IDENTITE = {
    "identite.adresse": "12 quai des Brumes",
    "identite.code_postal": "29000",
    "identite.ville": "Kerfictif",
    "identite.siret": "73282932000074",
    "identite.naf": "47.11B",
}
COMPLET: dict[str, Sequence[object]] = {
    "VariablesTapees": [
        VariablesTapees(
            mois=JUILLET,
            matricule="001",
            heures_supplementaires_25=D(8),
            remboursements=D(40),
            acomptes=D(200),
            saisies=D(50),
            retenues_diverses=D(30),
            avantages_en_nature=D(100),
        )
    ],
    "Prime": [
        Prime(mois=JUILLET, matricule="001", nature="prime", montant=D(150), libelle="Prime d'inventaire"),
        Prime(mois=JUILLET, matricule="001", nature="partage_valeur", montant=D(300)),
    ],
    "Absence": [
        Absence(matricule="001", nature="conges_payes", debut=date(2026, 7, 6), fin=date(2026, 7, 10)),
    ],
}
Fabrique = Callable[..., Path]


@pytest.fixture
def classeur(tmp_path: Path) -> Fabrique:
    """Fabrique d'un classeur de paie dans un dossier d'entreprise."""

    def fabriquer(etablie_par: str = "", sauf: Sequence[str] = (), **tables: Sequence[object]) -> Path:
        identite = {cle: valeur for cle, valeur in IDENTITE.items() if cle not in sauf}
        reglages = identite | ({"paie.etablie_par": etablie_par} if etablie_par else {})
        racine = tmp_path / "dossier"
        Dossier.creer(racine, "Le Comptoir de Kerfictif", reglages)
        lignes: dict[str, Sequence[object]] = {"FicheSalarie": [ANNE, PAUL], **tables}
        paie = modele("paie")
        corps = {t.nom: corps_de(t, lignes[t.nom]) for _, t in paie.tables() if t.nom in lignes}
        construire(paie, racine / "paie.xlsx", Contenu(tables=corps, reglages=REGLAGES))
        return racine / "paie.xlsx"

    return fabriquer


def _lancer(verbe: str, fichier: Path, **options: object) -> CompteRendu:
    with ouvrir(fichier, simuler=bool(options.get("simuler")), recalculer=False) as lu:
        return lancer(ACTIONS[f"paie.{verbe}"], lu, {"mois_de_paie": "2026-07", **options}, LE)


def _lu(texte: str) -> str:
    """Texte aux espaces ordinaires, sur une ligne."""
    return " ".join(texte.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'").split())


@pytest.mark.libreoffice
def test_le_pdf_montre_chaque_ligne_du_bulletin_au_centime_sur_une_page(classeur: Fabrique) -> None:
    fichier = classeur(**COMPLET)
    compte_rendu = _lancer("bulletins", fichier, pdf=True)
    assert [] == compte_rendu.anomalies
    pdf = next(f for f in compte_rendu.fichiers if f.suffix == ".pdf" and "001" in f.name)
    infos = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert ["1"] == [ligne.split()[1] for ligne in infos.splitlines() if ligne.startswith("Pages:")]
    texte = _lu(
        subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    )
    ligne = _lignes_imprimees(fichier)[0]
    tables = ("gains", "obligatoires", "facultatives", "ajouts", "deductions", "retenues")
    rangees = [rangee for table in tables for rangee in _table(ligne, table)]
    assert 25 < len(rangees)
    for rangee in rangees:
        dits = [str(v) for cle, v in rangee.items() if cle != "gras" and v]
        assert _lu(" ".join(dits)) in texte, dits
    for champ in ("net_social", "net_avant_impot", "net_imposable", "pas", "net_a_payer", "total_employeur"):
        assert _lu(str(ligne[champ])) in texte


def _lignes_imprimees(fichier: Path, modele_: str = "rénové") -> list[dict[str, object]]:
    with ouvrir(fichier, simuler=True) as lu:
        lue = lire_la_paie(lu)
        livre = livre_de_paie(lue.saisies, JUILLET)
        word = ressource("templates_docx", "bulletin_paie.docx")
        return [dict(x) for x in bulletins_a_imprimer(lue, livre, fichier, word, modele_).lignes]  # type: ignore[arg-type]


def _table(ligne: dict[str, object], nom: str) -> list[dict[str, object]]:
    rangees = ligne[nom]
    assert isinstance(rangees, list)
    return rangees


def test_le_bulletin_est_un_specimen_sauf_si_le_dossier_declare_la_paie(classeur: Fabrique) -> None:
    assert "oui" == _lignes_imprimees(classeur())[0]["specimen"]
    assert "specimen" not in {argument.nom for argument in ACTIONS["paie.bulletins"].arguments}


def test_un_dossier_qui_declare_la_paie_a_de_vrais_bulletins(classeur: Fabrique) -> None:
    fichier = classeur("entreprise")
    compte_rendu = _lancer("bulletins", fichier)
    assert "2 bulletins au modèle rénové." == compte_rendu.points[0]
    assert "Spécimens" not in " ".join(compte_rendu.points)
    assert "4 libellés du modèle à confirmer sur l'annexe de l'arrêté" in compte_rendu.points[1]
    assert all("SPÉCIMEN" not in texte_du_document(f.read_bytes()) for f in compte_rendu.fichiers)


def test_un_reglage_de_paie_inconnu_est_refuse(classeur: Fabrique) -> None:
    with pytest.raises(ErreurTableur, match="entreprise, cabinet"):
        classeur("moi")


def test_le_modele_adapte_est_en_option_et_finit_avec_2026(classeur: Fabrique) -> None:
    fichier = classeur()
    titres = {_lignes_imprimees(fichier, m)[0]["dit_titre_obligatoires"] for m in ("rénové", "adapté")}
    assert {
        "COTISATIONS ET CONTRIBUTIONS SOCIALES OBLIGATOIRES",
        "COTISATIONS ET CONTRIBUTIONS SOCIALES",
    } == titres


@pytest.mark.parametrize("retire", ["identite.siret", "identite.naf", "identite.adresse"])
def test_une_mention_de_l_employeur_qui_manque_refuse_le_bulletin(classeur: Fabrique, retire: str) -> None:
    with pytest.raises(Refus) as refuse:
        _lancer("bulletins", classeur(sauf=[retire]), simuler=True)
    (anomalie,) = refuse.value.anomalies  # une fois, et non par personne
    assert f"tableur dossier regler {retire}=…" in anomalie.message


@pytest.mark.parametrize("retire", ["emploi", "classification"])
def test_une_mention_du_salarie_qui_manque_ne_refuse_que_le_sien(classeur: Fabrique, retire: str) -> None:
    fichier = classeur(FicheSalarie=[replace(ANNE, **{retire: ""}), PAUL])  # type: ignore[arg-type]
    compte_rendu = _lancer("bulletins", fichier)
    assert [True] == [retire in a.message for a in compte_rendu.anomalies]
    assert ["001"] == [a.trouve for a in compte_rendu.anomalies]
    assert ["Bulletin 2026-07 - RIOU Paul (002).docx"] == [f.name for f in compte_rendu.fichiers]


def test_une_prime_qui_nomme_la_greve_ou_un_mandat_refuse_le_bulletin(classeur: Fabrique) -> None:
    primes = [
        Prime(mois=JUILLET, matricule="001", nature="prime", montant=D(50), libelle="Retenue de grève"),
        Prime(mois=JUILLET, matricule="002", nature="prime", montant=D(50), libelle="Heures de délégation"),
    ]
    with pytest.raises(Refus) as tous:
        _lancer("bulletins", classeur(Prime=primes), simuler=True)
    refus = tous.value.anomalies
    assert ["grève", "délégation"] == [a.message.split("« ")[1].split(" »")[0] for a in refus]


def test_une_adresse_ou_un_emploi_ne_sont_pas_une_mention_interdite(classeur: Fabrique) -> None:
    bord = replace(ANNE, adresse="3 place de la grève", emploi="Déléguée médicale")
    assert [] == _lancer("bulletins", classeur(FicheSalarie=[bord]), simuler=True).anomalies


def test_l_ecriture_est_equilibree_et_le_net_a_payer_est_au_421(classeur: Fabrique) -> None:
    fichier = classeur(**COMPLET)
    compte_rendu = _lancer("comptabiliser", fichier)
    with compte_rendu.fichiers[0].open(encoding="utf-8-sig", newline="") as flux:
        lignes = list(csv.DictReader(flux, delimiter=";"))
    au_debit, au_credit = ([D(x[c].replace(",", ".")) for x in lignes] for c in ("Débit", "Crédit"))
    assert sum(au_debit) == sum(au_credit)
    with ouvrir(fichier, simuler=True) as lu:
        livre = livre_de_paie(lire_la_paie(lu).saisies, JUILLET)
    net = sum(p.bulletin.totaux.net_a_payer for p in livre.du_mois)
    assert {net} == {D(x["Crédit"].replace(",", ".")) for x in lignes if x["Compte"] == "421"}
    assert {"641", "645", "633", "648", "649", "421", "425", "427", "431", "437", "467", "4421"} == {
        x["Compte"] for x in lignes
    }


def test_une_paie_refusee_arrete_l_ecriture_du_mois(classeur: Fabrique) -> None:
    fichier = classeur(FicheSalarie=[ANNE, replace(PAUL, sortie=date(2018, 1, 1))])
    with pytest.raises(Refus, match="précède l'entrée"):
        _lancer("comptabiliser", fichier)


def test_declarer_remplit_la_table_et_dit_les_echeances(classeur: Fabrique) -> None:
    fichier = classeur(**COMPLET)
    compte_rendu = _lancer("declarer", fichier)
    assert ["17/08/2026", "17/08/2026"] == [point[:10] for point in compte_rendu.points[:2]], "samedi 15, férié"
    assert ["S21.G00.81, code 131", "S21.G00.81, code 132"] == [
        p.partition(" :")[0] for p in compte_rendu.points[2:]
    ]
    with ouvrir(fichier, simuler=True) as lu:
        lues = [x for x in lu.lire(LigneDsn) if x.matricule == "001"]
        paye = next(p for p in livre_de_paie(lire_la_paie(lu).saisies, JUILLET).du_mois)
    valeurs = {(x.bloc[-2:], x.rubrique, x.type_): x.montant for x in lues}
    totaux = paye.bulletin.totaux
    assert totaux.montant_net_social == valeurs["58", "004", "03"]
    assert totaux.net_imposable == valeurs["50", "002", ""]
    assert totaux.net_a_payer == valeurs["50", "004", ""]
    assert -totaux.reduction_generale_urssaf == valeurs["81", "004", "018"]
    maladie = next(u for u in paye.bulletin.lignes if u.code == "maladie")
    assert D(7) / 13 * maladie.part_patronale == pytest.approx(valeurs["81", "004", "075"], abs=D("0.01"))
    assert maladie.part_patronale == sum(valeurs["81", "004", code] or D(0) for code in ("075", "907"))
    csg = [u.part_salariale for u in paye.bulletin.lignes if u.code.startswith("csg_")]
    assert sum(csg) == (valeurs["81", "004", "072"] or 0) + (valeurs["81", "004", "079"] or 0)


def test_deux_cents_bulletins_word_tiennent_le_budget(classeur: Fabrique) -> None:
    fiches = [replace(ANNE, matricule=f"{rang:04d}", nom=f"SALARIE{rang}", nir=None) for rang in range(200)]
    fichier = classeur(FicheSalarie=fiches)
    debut = time.process_time()
    compte_rendu = _lancer("bulletins", fichier)
    duree = time.process_time() - debut
    assert 200 == len(compte_rendu.fichiers)
    assert duree < 20, f"{duree:.1f} s pour 200 bulletins, lecture et calcul de sept mois compris"


@pytest.mark.libreoffice
def test_la_demonstration_dit_quoi_ouvrir(classeur: Fabrique, capsys: pytest.CaptureFixture[str]) -> None:
    from tableur.cli.demo_bulletins import demontrer_les_bulletins

    a_ouvrir = demontrer_les_bulletins(classeur(**COMPLET), LE, "2026-07")
    dit = capsys.readouterr().out
    assert "2 bulletins au modèle rénové." in dit
    assert "débit et crédit égaux" in dit
    assert [".pdf (un bulletin de paie, sur 2)", ".csv (l'écriture du mois)"] == [
        f".{chose.partition('.xlsx')[0].rpartition('.')[2]}" for chose in a_ouvrir[:2]
    ]


def test_un_taux_de_trois_decimales_s_imprime_en_entier(classeur: Fabrique) -> None:
    cadre = _lignes_imprimees(classeur())[1]
    taux = {str(r["libelle"]): r["taux"] for r in _table(cadre, "obligatoires")}
    assert ("0,024", "6,90") == (taux["Apec"], taux["Sécurité Sociale Vieillesse plafonnée"])


def test_un_modele_aboli_est_refuse_une_fois_et_non_par_personne(classeur: Fabrique) -> None:
    with (
        ouvrir(classeur(), simuler=True) as lu,
        pytest.raises(ValeurInvalide, match=r"modèle adapté ne vaut pas au 01/01/2027"),
    ):
        lancer(ACTIONS["paie.bulletins"], lu, {"mois_de_paie": "2027-01", "modele": "adapté"}, LE)
