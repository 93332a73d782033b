"""Les actions de la paie sur un fichier fermé ; les attendus sont faits à la main, ou par `bulletin_de_paie`."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.controles import CONVENTION_NON_CONTROLEE
from tableur.calculs.paie.enregistrements import Etablissement, Salarie, Variables
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    CodeDuCabinet,
    FicheSalarie,
    LigneATransmettre,
    LigneDeCumuls,
    LigneDuLivre,
    LigneEnvoyee,
    Prime,
    RepriseDePaie,
    VariablesTapees,
)
from tableur.catalogue import lancer, recenser
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.fichiers.libreoffice import recalculer
from tableur.fichiers.ressources import ressource
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Refus

D = Decimal
LE = date(2026, 7, 31)
JUIN, JUILLET = Mois(2026, 6), Mois(2026, 7)
ACTIONS = recenser("tableur.actions")
REGLAGES: dict[str, object] = {"effectif": 15, "taux_at": 0.02, "taux_versement_mobilite": 0.015}
ANNE = FicheSalarie(matricule="001", nom="MORVAN", prenom="Anne", entree=date(2020, 1, 6), salaire_mensuel=D(2500))
PAUL = FicheSalarie(matricule="002", nom="RIOU", prenom="Paul", entree=date(2019, 3, 4), salaire_mensuel=D(3000))
Fabrique = Callable[..., Path]


@pytest.fixture
def classeur(tmp_path: Path) -> Fabrique:
    """Fabrique d'un classeur de paie : chaque table a son contenu, et les réglages aussi."""

    def fabriquer(reglages: dict[str, object] | None = None, **tables: Sequence[object]) -> Path:
        paie = modele("paie")
        lignes: dict[str, Sequence[object]] = {"FicheSalarie": [ANNE, PAUL], **tables}
        corps = {
            table.nom: corps_de(table, lignes[table.nom]) for _, table in paie.tables() if table.nom in lignes
        }
        chemin = tmp_path / "paie.xlsx"
        construire(paie, chemin, Contenu(tables=corps, reglages={**REGLAGES, **(reglages or {})}))
        return chemin

    return fabriquer


def _lancer(verbe: str, fichier: Path, **options: object) -> CompteRendu:
    with ouvrir(fichier, simuler=bool(options.get("simuler"))) as lu:
        return lancer(ACTIONS[f"paie.{verbe}"], lu, {"mois_de_paie": "2026-07", **options}, LE)


def _grille(fichier: Path, feuille: str) -> list[list[Any]]:
    """Valeurs d'une feuille, telles que les lit un autre programme."""
    return [
        [cellule.value for cellule in ligne]
        for ligne in load_workbook(fichier, data_only=True)[feuille].iter_rows()
    ]


def _lignes(fichier: Path, type_: type) -> list[object]:
    with ouvrir(fichier, simuler=True) as lu:
        return list(lu.lire(type_))


def _livre(fichier: Path, matricule: str, mois: Mois = JUILLET) -> LigneDuLivre:
    lignes = [x for x in _lignes(fichier, LigneDuLivre) if isinstance(x, LigneDuLivre)]
    return next(x for x in lignes if (x.matricule, x.mois) == (matricule, mois))


def test_le_livre_est_celui_de_bulletin_de_paie_mois_apres_mois(classeur: Fabrique) -> None:
    fichier = classeur()
    compte_rendu = _lancer("calculer", fichier)
    assert 14 == compte_rendu.lignes_ecrites["Bulletins"]  # deux personnes, sept mois
    cumuls = None
    for rang in range(1, 8):
        bulletin = bulletin_de_paie(
            Mois(2026, rang),
            Salarie(entree=date(2020, 1, 6)),
            Etablissement(effectif=15, taux_at=D("0.02"), taux_versement_mobilite=D("0.015")),
            Variables(brut=D(2500)),
            cumuls,
        )
        cumuls = bulletin.cumuls
        assert bulletin.totaux.net_a_payer == _livre(fichier, "001", Mois(2026, rang)).net_a_payer
        assert bulletin.totaux.reduction_generale == _livre(fichier, "001", Mois(2026, rang)).reduction_generale


def test_les_formules_recalculees_sont_celles_de_python(classeur: Fabrique, tmp_path: Path) -> None:
    fichier = classeur(
        VariablesTapees=[VariablesTapees(mois=JUILLET, matricule="002", salaire_mensuel=D(3100), acomptes=D(250))],
        Prime=[Prime(mois=JUILLET, matricule="001", nature="partage_valeur", montant=D(300))],
    )
    _lancer("calculer", fichier)
    _lancer("comparer", fichier, du_mois="2026-06")
    recalculer(fichier, tmp_path / "recalcule.xlsx")
    for feuille in ("Récapitulatif", "Bulletins", "Comparaison"):
        valeurs, recalculees = _grille(fichier, feuille), _grille(tmp_path / "recalcule.xlsx", feuille)
        nombres = [
            (v, r)
            for ligne, autre in zip(valeurs, recalculees, strict=False)
            for v, r in zip(ligne, autre, strict=False)
            if isinstance(v, int | float)
        ]
        assert len(nombres) > 20
        assert all(abs(v - r) < 0.0001 for v, r in nombres)
    net = _livre(fichier, "002")
    attendu = net.net_avant_impot - net.prelevement_a_la_source - 250
    assert attendu == net.net_a_payer


def test_partir_d_une_reprise_donne_le_meme_mois_que_depuis_janvier(classeur: Fabrique) -> None:
    depuis_janvier = classeur()
    _lancer("calculer", depuis_janvier, mois_de_paie="2026-05")
    cumuls = [x for x in _lignes(depuis_janvier, LigneDeCumuls) if isinstance(x, LigneDeCumuls)]
    _lancer("calculer", depuis_janvier)
    attendues = {m: _livre(depuis_janvier, m) for m in ("001", "002")}
    champs = list(RepriseDePaie.__slots__)
    reprises = [RepriseDePaie(**{f: getattr(x, f) for f in champs}) for x in cumuls]
    repris = classeur({"suivi_depuis": "2026-06"}, RepriseDePaie=reprises)
    _lancer("calculer", repris)
    assert attendues == {m: _livre(repris, m) for m in ("001", "002")}


def test_un_salarie_refuse_n_arrete_pas_les_autres_et_il_est_compte(classeur: Fabrique) -> None:
    sorti = replace(PAUL, sortie=date(2018, 1, 1))
    fichier = classeur(FicheSalarie=[ANNE, sorti])
    compte_rendu = _lancer("calculer", fichier)
    assert "1 bulletin, 1 salarié refusé : " in compte_rendu.points[0]
    refus = [a for a in compte_rendu.anomalies if a.gravite == "refus"]
    assert [("Salariés", 6, "Sortie")] == [(a.ou.feuille, a.ou.ligne, a.ou.colonne) for a in refus]
    assert "précède l'entrée" in refus[0].message


def test_une_absence_negative_est_refusee_avec_sa_feuille_et_sa_ligne(classeur: Fabrique) -> None:
    jour = date(2026, 7, 8)
    absence = Absence(matricule="002", nature="sans_solde", debut=jour, fin=jour, heures=D(-3))
    compte_rendu = _lancer("calculer", classeur(Absence=[absence]))
    (refus,) = [a for a in compte_rendu.anomalies if a.gravite == "refus"]
    assert ("Absences", 5, "Heures d'absence") == (refus.ou.feuille, refus.ou.ligne, refus.ou.colonne)


def test_sans_taux_at_chacun_est_refuse_et_rien_n_est_ecrit(classeur: Fabrique) -> None:
    fichier = classeur({"taux_at": None})
    avant = fichier.read_bytes()
    with pytest.raises(Refus) as refus:
        _lancer("calculer", fichier)
    assert 2 == len(refus.value.anomalies)
    assert {"Paramètres"} == {a.ou.feuille for a in refus.value.anomalies}
    assert avant == fichier.read_bytes()


def test_un_taux_at_propre_sauve_la_personne(classeur: Fabrique) -> None:
    fichier = classeur({"taux_at": None}, FicheSalarie=[replace(ANNE, taux_at=D("0.03")), PAUL])
    assert "1 bulletin, 1 salarié refusé" in _lancer("calculer", fichier).points[0]


def test_des_cumuls_manquants_sont_refuses(classeur: Fabrique) -> None:
    neuf = replace(PAUL, entree=date(2026, 7, 1))
    compte_rendu = _lancer("calculer", classeur({"suivi_depuis": "2026-06"}, FicheSalarie=[ANNE, neuf]))
    (refus,) = [a for a in compte_rendu.anomalies if a.gravite == "refus"]
    assert "Cumuls manquants" in refus.message
    assert "1 bulletin" in compte_rendu.points[0]


def test_sans_effectif_tout_est_refuse(classeur: Fabrique) -> None:
    with pytest.raises(Refus, match="effectif"):
        _lancer("calculer", classeur({"effectif": None}))


def test_sans_convention_chaque_resultat_le_dit(classeur: Fabrique) -> None:
    fichier = classeur()
    compte_rendu = _lancer("calculer", fichier)
    assert f"{CONVENTION_NON_CONTROLEE}." in compte_rendu.points
    assert CONVENTION_NON_CONTROLEE in _grille(fichier, "Récapitulatif")[1][0]
    assert CONVENTION_NON_CONTROLEE in _livre(fichier, "001").mentions
    nomme = classeur({"convention_collective": "Commerce de gros, IDCC 573"})
    assert not [p for p in _lancer("calculer", nomme).points if "Non contrôlé" in p]


def test_le_recapitulatif_explique_l_ecart_au_centime_et_egale_le_livre(classeur: Fabrique) -> None:
    jour = date(2026, 7, 8)
    fichier = classeur(
        VariablesTapees=[
            VariablesTapees(mois=JUILLET, matricule="001", salaire_mensuel=D(2600), taux_pas=D("0.05"))
        ],
        Absence=[Absence(matricule="002", nature="sans_solde", debut=jour, fin=date(2026, 7, 10))],
    )
    compte_rendu = _lancer("calculer", fichier)
    lignes = _grille(fichier, "Récapitulatif")
    totaux = [ligne for ligne in lignes if ligne[1] in ("Brut", "Net à payer", "Coût")]
    assert [0, 0, 0] == [ligne[4] for ligne in totaux]
    anne, paul = (next(ligne for ligne in lignes if ligne[0] == m) for m in ("001", "002"))
    assert (0, 0) == (anne[12], paul[12])
    assert anne[8] > 0 > anne[10]  # le salaire monte le net, le taux du PAS le baisse
    assert 0 == anne[9]
    assert paul[9] < 0 == paul[8]
    assert [point for point in compte_rendu.points if "salaire mensuel : 2\u202f500,00" in point]


def test_deux_contrats_d_une_personne_sont_dits_puis_additionnes(classeur: Fabrique) -> None:
    nir = "295109912611193"
    un = replace(ANNE, nir=nir)
    deux = replace(ANNE, matricule="003", nir=nir, salaire_mensuel=D(900), heures_semaine=D(14))
    fichier = classeur(FicheSalarie=[un, deux])
    compte_rendu = _lancer("calculer", fichier)
    assert [a for a in compte_rendu.anomalies if a.regle == "contrats multiples"]
    (ligne,) = [ligne for ligne in _grille(fichier, "Récapitulatif") if ligne[0] == "001 + 003"]
    assert 3400 == ligne[2]


def test_un_brut_sous_le_smic_alerte_et_se_calcule(classeur: Fabrique) -> None:
    compte_rendu = _lancer("calculer", classeur(FicheSalarie=[replace(ANNE, salaire_mensuel=D(1500)), PAUL]))
    assert [a for a in compte_rendu.anomalies if a.gravite == "alerte" and "sous le minimum" in a.message]
    assert "2 bulletins" in compte_rendu.points[0]


def test_un_arret_sans_montant_est_maintenu_et_l_estimation_est_dite(classeur: Fabrique) -> None:
    arret = Absence(matricule="001", nature="maladie", debut=date(2026, 7, 6), fin=date(2026, 7, 24))
    fichier = classeur(Absence=[arret])
    anomalies = _lancer("calculer", fichier).anomalies
    (estimation,) = [a for a in anomalies if a.regle == "maintien de salaire"]
    assert "bruts de 2026-04 à 2026-06" in estimation.message
    assert ("Absences", 5) == (estimation.ou.feuille, estimation.ou.ligne)
    assert [("Absences", 5)] == [
        (x[3], x[4]) for x in _grille(fichier, "Contrôles") if x[5] == "maintien de salaire"
    ]
    # Dix jours sur 23 à 90 % : 978,26 ; douze indemnités de 41,10 (2 500 × 3 × 50 % ÷ 91,25).
    retenue = arrondir_centime(D(2500) * 15 / 23)
    assert D(2500) - retenue + D("978.26") - 12 * D("41.10") == _livre(fichier, "001", JUILLET).brut
    paye = _lancer("calculer", classeur(Absence=[replace(arret, maintien=D(700))])).anomalies
    assert not [a for a in paye if a.regle in ("maintien de salaire", "minimum légal du maintien")]


def test_zero_tape_oui_et_non_se_lisent_dans_le_classeur(classeur: Fabrique) -> None:
    arret = Absence(matricule="001", nature="maladie", debut=date(2026, 7, 6), fin=date(2026, 7, 24))
    zero = _lancer("calculer", classeur(Absence=[replace(arret, maintien=D(0))])).anomalies
    assert [a for a in zero if a.regle == "minimum légal du maintien" and "il manque 485,06" in a.message]
    fichier = classeur(Absence=[arret], reglages={"subrogation": "Oui"})
    _lancer("calculer", fichier)
    subrogee = _livre(fichier, "001", JUILLET)
    fichier = classeur(Absence=[replace(arret, subrogation=False)], reglages={"subrogation": "Oui"})
    _lancer("calculer", fichier)
    # Seize jours, du 9 au 24, à 41,10 : 657,60 bruts, moins 40,77 de CSG et 3,29 de CRDS.
    assert subrogee.montant_net_social - D("613.54") == _livre(fichier, "001", JUILLET).montant_net_social


def test_une_absence_sur_deux_mois_retient_dans_chacun(classeur: Fabrique) -> None:
    # Du 29/06 au 02/07/2026 : deux jours sur les 22 ouvrés de juin, deux sur les 23 de juillet.
    absence = Absence(matricule="001", nature="sans_solde", debut=date(2026, 6, 29), fin=date(2026, 7, 2))
    fichier = classeur(Absence=[absence])
    _lancer("calculer", fichier)
    retenues = [_livre(fichier, "001", mois).retenue_absence for mois in (JUIN, JUILLET)]
    assert [D("227.27"), D("217.39")] == retenues


def test_simuler_n_ecrit_rien(classeur: Fabrique) -> None:
    fichier = classeur(CodeDuCabinet=[])
    avant = fichier.read_bytes()
    for verbe in ("calculer", "comparer", "collecter"):
        compte_rendu = _lancer(verbe, fichier, simuler=True)
        assert compte_rendu.points
    assert avant == fichier.read_bytes()
    assert [fichier] == list(fichier.parent.iterdir())


def test_collecter_dit_rien_a_signaler_par_personne(classeur: Fabrique) -> None:
    fichier = classeur(VariablesTapees=[VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(100))])
    _lancer("collecter", fichier)
    lignes = [x for x in _lignes(fichier, LigneATransmettre) if isinstance(x, LigneATransmettre)]
    assert [("001", "Rien à signaler"), ("002", "Acompte")] == [(x.matricule, x.element) for x in lignes]


def test_un_code_inconnu_est_refuse_et_aucun_fichier_ne_part(classeur: Fabrique) -> None:
    fichier = classeur(VariablesTapees=[VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(100))])
    with pytest.raises(Refus, match="« Acompte » n'a pas de code du cabinet"):
        _lancer("collecter", fichier, envoyer=True)
    assert not list(fichier.parent.glob("*.csv"))


def test_ce_qui_a_ete_envoye_est_garde_et_les_changements_sont_listes(classeur: Fabrique, tmp_path: Path) -> None:
    codes = [
        CodeDuCabinet(element=e, code=c) for e, c in (("Acompte", "ACPTE"), ("Prime", "PRM"), ("Entrée", "E"))
    ]
    variables = [VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(100))]
    fichier = classeur(CodeDuCabinet=codes, VariablesTapees=variables)
    compte_rendu = _lancer("collecter", fichier, envoyer=True)
    (envoi,) = [f for f in compte_rendu.fichiers if f.suffix == ".csv"]
    assert "2026-07;002;RIOU Paul;ACPTE;Acompte;;100,00;;;" in envoi.read_text("utf-8-sig")
    with ouvrir(fichier) as lu:
        lu.ecrire(VariablesTapees, [replace(variables[0], mois=JUIN)], mode="ajouter")
        lu.ecrire(Prime, [Prime(mois=JUILLET, matricule="001", nature="prime", montant=D(80))], mode="ajouter")
    points = _lancer("collecter", fichier).points
    assert [p for p in points if "ajouté : MORVAN Anne, Prime" in p]
    assert not [p for p in points if "Acompte" in p]
    _lancer("collecter", fichier, envoyer=True)
    assert "Rien n'a changé depuis le dernier envoi." in _lancer("collecter", fichier).points


def test_comparer_dit_pourquoi_a_brut_constant(classeur: Fabrique) -> None:
    variables = [VariablesTapees(mois=JUILLET, matricule="001", taux_pas=D("0.05"))]
    fichier = classeur(VariablesTapees=variables, FicheSalarie=[replace(ANNE, taux_pas=D(0)), PAUL])
    compte_rendu = _lancer("comparer", fichier, du_mois="2026-06")
    assert [p for p in compte_rendu.points if "MORVAN Anne (001) : net −" in p and "à brut constant" in p]
    un, deux = (_net(fichier, mois) for mois in ("2026-06", "2026-07"))
    effets = [ligne[9] for ligne in _grille(fichier, "Comparaison") if ligne[0] == "001"]
    assert deux - un == round(D(str(sum(effets))), 2)


def _net(fichier: Path, mois: str) -> Decimal:
    _lancer("calculer", fichier, mois_de_paie=mois)
    return _livre(fichier, "001", Mois.lire(mois)).net_a_payer


def test_deux_familles_ont_chacune_leur_action_calculer() -> None:
    assert "paie" == ACTIONS["paie.calculer"].famille
    assert {"calculer", "collecter", "comparer"} <= set(ACTIONS.noms_de_famille("paie"))


def test_les_boutons_du_modele_sont_des_actions() -> None:
    propres = {"verifier", "pourquoi", "annuler"}
    assert all(b.action in propres or f"paie.{b.action}" in ACTIONS for b in modele("paie").boutons)


def test_l_annee_d_exemple_se_calcule_sans_refus(tmp_path: Path) -> None:
    fichier = tmp_path / "paie.xlsx"
    fichier.write_bytes(ressource("examples", "paie-exemple.xlsx").read_bytes())
    compte_rendu = _lancer("calculer", fichier, mois_de_paie="2026-11")
    assert not [a for a in compte_rendu.anomalies if a.gravite == "refus"]
    assert 10 == compte_rendu.lignes_ecrites["Cumuls"]
    assert _livre(fichier, "009", Mois(2026, 3)).retenue_absence > 0  # entrée le 12
    assert _livre(fichier, "010", Mois(2026, 10)).retenue_absence > 0  # sortie le 15
    assert _livre(fichier, "001", Mois(2026, 1)).tranche_2 > 0  # cadre au-dessus du plafond


def test_le_classeur_d_exemple_est_celui_de_ses_donnees() -> None:
    chemin = ressource("examples", "paie.py")
    fiche = spec_from_file_location("paie_d_exemple", chemin)
    assert fiche is not None
    assert fiche.loader is not None
    module = module_from_spec(fiche)
    fiche.loader.exec_module(module)
    # Sinon, les données ou le modèle ont changé : python examples/paie.py.
    assert module.classeur_de_paie() == ressource("examples", "paie-exemple.xlsx").read_bytes()


def test_un_nom_qui_serait_une_formule_n_en_est_pas_une_chez_le_cabinet(classeur: Fabrique) -> None:
    hostile = replace(PAUL, nom='=HYPERLINK("http://ailleurs")')
    fichier = classeur(
        FicheSalarie=[ANNE, hostile],
        CodeDuCabinet=[CodeDuCabinet(element="Acompte", code="ACPTE")],
        VariablesTapees=[VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(100))],
    )
    (produit,) = [f for f in _lancer("collecter", fichier, envoyer=True).fichiers if f.suffix == ".csv"]
    with produit.open(encoding="utf-8-sig", newline="") as flux:
        (ligne,) = [ligne for ligne in csv.reader(flux, delimiter=";") if "ACPTE" in ligne]
    assert ["2026-07", "002", '\'=HYPERLINK("http://ailleurs") Paul'] == ligne[:3]


def test_sans_envoyer_les_codes_qui_manquent_font_une_seule_alerte(classeur: Fabrique) -> None:
    variables = VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(100), remboursements=D(20))
    (alerte,) = _lancer("collecter", classeur(VariablesTapees=[variables]), simuler=True).anomalies
    assert "alerte" == alerte.gravite
    assert alerte.message.endswith("à ajouter avant d'envoyer : « Frais remboursés », « Acompte »")


def test_un_element_hors_du_contrat_est_dit_a_la_collecte_et_au_calcul(classeur: Fabrique) -> None:
    parti = replace(PAUL, sortie=date(2026, 6, 30))
    prime = Prime(mois=JUILLET, matricule="002", nature="prime", montant=D(400))
    fichier = classeur(FicheSalarie=[ANNE, parti], Prime=[prime])
    for verbe in ("calculer", "collecter"):
        dites = [a for a in _lancer(verbe, fichier, simuler=True).anomalies if a.regle == "hors du contrat"]
        assert [("Primes", 5, "Mois")] == [(a.ou.feuille, a.ou.ligne, a.ou.colonne) for a in dites]


def test_ce_qui_n_a_pas_change_n_est_pas_envoye_deux_fois(classeur: Fabrique) -> None:
    codes = [CodeDuCabinet(element="Acompte", code="ACPTE")]
    variables = [VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(100))]
    fichier = classeur(CodeDuCabinet=codes, VariablesTapees=variables)
    _lancer("collecter", fichier, envoyer=True)
    assert [] == _lancer("collecter", fichier, envoyer=True).fichiers
    assert ["paie-2026-07-envoi-1.csv"] == [f.name for f in fichier.parent.glob("*.csv")]


def test_un_fichier_d_envoi_que_le_classeur_ne_connait_pas_n_est_jamais_ecrase(classeur: Fabrique) -> None:
    codes = [CodeDuCabinet(element="Acompte", code="ACPTE")]
    fichier = classeur(
        CodeDuCabinet=codes, VariablesTapees=[VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(100))]
    )
    avant = fichier.read_bytes()
    _lancer("collecter", fichier, envoyer=True)
    fichier.write_bytes(avant)  # ce que fait « Annuler » : le classeur d'avant l'envoi, et son CSV reste
    envoi = fichier.parent / "paie-2026-07-envoi-1.csv"
    octets = envoi.read_bytes()
    compte_rendu = _lancer("collecter", fichier, envoyer=True)
    assert "paie-2026-07-envoi-2.csv" in [f.name for f in compte_rendu.fichiers]
    assert [p for p in compte_rendu.points if "« paie-2026-07-envoi-1.csv » est dans le dossier" in p]
    assert octets == envoi.read_bytes()
    assert {2} == {ligne.envoi for ligne in _lignes(fichier, LigneEnvoyee) if isinstance(ligne, LigneEnvoyee)}


def test_un_envoi_dont_la_memoire_irait_ailleurs_est_refuse(classeur: Fabrique, tmp_path: Path) -> None:
    fichier = classeur(CodeDuCabinet=[CodeDuCabinet(element="Acompte", code="ACPTE")])
    with (
        pytest.raises(Refus, match="Envoyer sans « --sortie »"),
        ouvrir(fichier, sortie=tmp_path / "ailleurs.xlsx") as ouvert,
    ):
        lancer(ACTIONS["paie.collecter"], ouvert, {"envoyer": True}, LE)
    assert not list(tmp_path.rglob("*.csv"))


def test_toutes_les_lignes_qui_ne_se_transmettent_pas_sont_refusees_d_un_coup(classeur: Fabrique) -> None:
    negative = VariablesTapees(mois=JUILLET, matricule="002", acomptes=D(-4))
    inversee = Absence(matricule="001", nature="maladie", debut=date(2026, 7, 9), fin=date(2026, 7, 1))
    with pytest.raises(Refus) as refus:
        _lancer("collecter", classeur(VariablesTapees=[negative], Absence=[inversee]))
    lieux = [(a.ou.feuille, a.ou.ligne) for a in refus.value.anomalies]
    assert [("Absences", 5), ("Variables", 5)] == lieux


def test_un_reglage_impossible_est_dit_une_fois_dans_parametres(classeur: Fabrique) -> None:
    with pytest.raises(Refus) as refus:
        _lancer("calculer", classeur({"taux_at": 2.08, "regime_particulier": ""}))
    (anomalie,) = refus.value.anomalies
    assert ("Paramètres", "taux_at") == (anomalie.ou.feuille, anomalie.ou.colonne)
    assert "2,08" in anomalie.message
    with pytest.raises(Refus, match="Hors périmètre") as refus:
        _lancer("calculer", classeur({"regime_particulier": "BTP"}))
    assert 1 == len(refus.value.anomalies)
