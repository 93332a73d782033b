"""Congés payés du classeur aux feuilles et aux bulletins ; les attendus sont faits à la main."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from tableur.actions.bulletins_imprimes import Bulletins, bulletins_a_imprimer
from tableur.actions.conges_imprimes import conges_ecrits, exiger_les_conges
from tableur.actions.paie_lu import lire_la_paie
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    LigneDeControle,
    LigneDeCumuls,
    LigneDuLivre,
    RepriseDeConges,
    RepriseDePaie,
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
from tableur.socle.erreurs import Refus, ValeurInvalide

D = Decimal
LE, AOUT, DECEMBRE = date(2026, 8, 31), Mois(2026, 8), Mois(2025, 12)
ACTIONS = recenser("tableur.actions")
ANNE = FicheSalarie(
    matricule="001",
    nom="MORVAN",
    entree=date(2020, 1, 6),
    emploi="Vendeuse",
    classification="niveau III",
    salaire_mensuel=D(2000),
)
PAUL = replace(ANNE, matricule="002", nom="RIOU", salaire_mensuel=D(3000))
IDENTITE = {
    "identite.adresse": "12 quai des Brumes",
    "identite.code_postal": "29000",
    "identite.ville": "Kerfictif",
    "identite.siret": "73282932000074",
    "identite.naf": "47.11B",
}
COMPTEURS = RepriseDeConges(
    matricule="001",
    mois=DECEMBRE,
    acquis_n_1=D(30),
    pris_n_1=D(30),
    remuneration_n_1=D(24000),
    acquis_n=D("17.5"),
    remuneration_n=D(16500),
)
CONGE = Absence(matricule="001", nature="conges_payes", debut=date(2026, 8, 17), fin=date(2026, 8, 28))
TABLES: dict[str, Sequence[object]] = {
    "FicheSalarie": [ANNE, PAUL],
    "Absence": [CONGE],
    "RepriseDeConges": [COMPTEURS],
}


def _classeur(racine: Path, reglages: dict[str, object] | None = None, **tables: Sequence[object]) -> Path:
    """Classeur de paie d'un dossier d'entreprise, ses compteurs de congés repris à la fin de 2025."""
    dossier = racine / "dossier"
    if not dossier.exists():
        Dossier.creer(dossier, "Le Comptoir de Kerfictif", IDENTITE)
    lignes, paie = {**TABLES, **tables}, modele("paie")
    corps = {t.nom: corps_de(t, lignes[t.nom]) for _, t in paie.tables() if t.nom in lignes}
    de_base: dict[str, object] = {"effectif": 15, "taux_at": 0.02, "suivi_depuis": "2026-01"}
    fichier = dossier / "paie.xlsx"
    construire(paie, fichier, Contenu(tables=corps, reglages=de_base | (reglages or {})))
    return fichier


def _lancer(verbe: str, fichier: Path, **options: object) -> CompteRendu:
    with ouvrir(fichier, recalculer=False) as lu:
        return lancer(ACTIONS[f"paie.{verbe}"], lu, {"mois_de_paie": "2026-08", **options}, LE)


def _lignes(fichier: Path, type_: type) -> list[object]:
    with ouvrir(fichier, simuler=True) as lu:
        return list(lu.lire(type_))


def _cumuls(fichier: Path, matricule: str = "001") -> LigneDeCumuls:
    lignes = [x for x in _lignes(fichier, LigneDeCumuls) if isinstance(x, LigneDeCumuls)]
    return next(x for x in lignes if x.matricule == matricule)


def _bulletins(fichier: Path, word: Path | None = None) -> Bulletins:
    word = word or ressource("templates_docx", "bulletin_paie.docx")
    with ouvrir(fichier, simuler=True) as lu:
        lue = lire_la_paie(lu)
        return bulletins_a_imprimer(lue, livre_de_paie(lue.saisies, AOUT), fichier, word, "rénové")


def _simple(texte: str) -> str:
    return " ".join(texte.replace("\u202f", " ").replace("\xa0", " ").split())


def test_les_feuilles_montrent_l_indemnite_et_les_compteurs(tmp_path: Path) -> None:
    fichier = _classeur(tmp_path)
    assert [] == _lancer("calculer", fichier).anomalies
    livre = [x for x in _lignes(fichier, LigneDuLivre) if isinstance(x, LigneDuLivre)]
    aout = next(x for x in livre if (x.matricule, x.mois) == ("001", AOUT))
    # référence : 16 500 + 5 × 2 000 = 26 500 ; 12 jours sur 30 font 1 060 € ; août retient 2 000 × 70 ÷ 147
    assert (D("952.38"), D("1060.00")) == (aout.retenue_conges, aout.indemnite_conges_pris)
    assert D("2107.62") == aout.brut
    comparaison = (
        "Congés du 17/08/2026 au 28/08/2026 (12 jours ouvrables) : dixième 1 060,00 €, maintien 952,38 €."
    )
    assert comparaison in _simple(aout.mentions)
    cumuls = _cumuls(fichier)
    assert (D(30), D(12), D(18)) == (cumuls.conges_acquis_n_1, cumuls.conges_pris_n_1, cumuls.conges_solde_n_1)
    assert (D("7.5"), D(0), D("7.5")) == (cumuls.conges_acquis_n, cumuls.conges_pris_n, cumuls.conges_solde_n)
    assert (D(26500), D("6107.62")) == (cumuls.conges_remuneration_n_1, cumuls.conges_remuneration_n)
    assert _cumuls(fichier, "002").conges_solde_n_1 is None


def test_partir_des_cumuls_d_un_mois_donne_les_memes_bulletins_et_les_memes_compteurs(tmp_path: Path) -> None:
    absences = [CONGE, replace(CONGE, nature="maladie", debut=date(2026, 3, 2), fin=date(2026, 3, 13))]
    fichier = _classeur(tmp_path, FicheSalarie=[ANNE], Absence=absences)
    _lancer("calculer", fichier, mois_de_paie="2026-06")
    juin = _cumuls(fichier)
    _lancer("calculer", fichier)
    attendus, livre = _cumuls(fichier), _lignes(fichier, LigneDuLivre)
    reprise = RepriseDePaie(**{champ: getattr(juin, champ) for champ in RepriseDePaie.__slots__})
    conges = RepriseDeConges(
        matricule="001",
        mois=juin.mois,
        **{
            f"{nom}_{periode}": getattr(juin, f"conges_{nom}_{periode}")
            for nom in ("acquis", "pris", "remuneration")
            for periode in ("n_1", "n")
        },
    )
    repris = _classeur(
        tmp_path,
        {"suivi_depuis": "2026-07"},
        FicheSalarie=[ANNE],
        Absence=absences,
        RepriseDePaie=[reprise],
        RepriseDeConges=[conges],
    )
    _lancer("calculer", repris)
    assert attendus == _cumuls(repris)
    assert livre[-2:] == _lignes(repris, LigneDuLivre)


def test_le_decompte_se_regle_et_un_autre_mot_est_refuse(tmp_path: Path) -> None:
    compteurs = replace(COMPTEURS, acquis_n=D("14.5833"), acquis_n_1=D(25), pris_n_1=D(25))
    fichier = _classeur(tmp_path, {"decompte_conges": "Ouvrés"}, RepriseDeConges=[compteurs])
    _lancer("calculer", fichier)
    assert (D(25), D(10)) == (_cumuls(fichier).conges_acquis_n_1, _cumuls(fichier).conges_pris_n_1)
    with pytest.raises(Refus, match="decompte_conges"):
        _lancer("calculer", _classeur(tmp_path, {"decompte_conges": "Ouvrants"}))


def test_sans_compteurs_le_maintien_est_dit_et_un_compteur_negatif_refuse(tmp_path: Path) -> None:
    fichier = _classeur(tmp_path, RepriseDeConges=[])
    _lancer("calculer", fichier)
    controles = [x for x in _lignes(fichier, LigneDeControle) if isinstance(x, LigneDeControle)]
    [reserve] = [x for x in controles if x.regle == "dixième"]
    assert ("non_controle", "001") == (reserve.gravite, reserve.matricule)
    negatif = _classeur(tmp_path, RepriseDeConges=[replace(COMPTEURS, pris_n=D(-2))])
    [anomalie] = _lancer("calculer", negatif).anomalies
    assert ("refus", "Congés") == (anomalie.gravite, anomalie.ou.feuille)
    assert anomalie.ou.ligne is not None


def test_le_bulletin_imprime_les_dates_le_montant_et_les_compteurs(tmp_path: Path) -> None:
    fichier = _classeur(tmp_path)
    produits = _lancer("bulletins", fichier).fichiers
    texte = _simple(texte_du_document(next(f for f in produits if "001" in f.name).read_bytes()))
    for attendu in (
        "Congés payés du 17/08/2026 au 28/08/2026",
        "Indemnité de congés payés (dixième)",
        "du 17/08/2026 au 28/08/2026 : indemnité 1 060,00 €",
        "Congés payés – jours ouvrables – N-1 : acquis 30, pris 12, solde 18 – N : acquis 7,5, pris 0, solde 7,5",
    ):
        assert attendu in texte
    autre = _simple(texte_du_document(next(f for f in produits if "002" in f.name).read_bytes()))
    assert "aucun dans la période" in autre
    assert "N-1 : non repris – N : acquis 7,5, pris 0, solde 7,5" in autre


def test_un_modele_qui_n_imprime_ni_les_dates_ni_le_montant_est_refuse(tmp_path: Path) -> None:
    fichier = _classeur(tmp_path)
    assert [] == _bulletins(fichier).refus
    with pytest.raises(Refus) as refuses:
        _bulletins(fichier, _ampute(tmp_path, "{{ conges | d }}", "{{ gains.libelle }}"))
    assert "R3243-1" in next(refus.message for refus in refuses.value.anomalies if "(001)" in refus.message)


@pytest.mark.parametrize("manque", ["17/08/2026", "28/08/2026", "1 060,00"])
def test_une_date_ou_le_montant_d_un_conge_qui_manque_est_refuse(tmp_path: Path, manque: str) -> None:
    with ouvrir(_classeur(tmp_path), simuler=True) as lu:
        paye = livre_de_paie(lire_la_paie(lu).saisies, AOUT).paye("001", AOUT)
    assert paye is not None
    texte = _simple(conges_ecrits(paye))
    exiger_les_conges(paye.conges.prises, f"Congés payés {texte}")
    with pytest.raises(ValeurInvalide, match="R3243-1, 12°") as refus:
        exiger_les_conges(paye.conges.prises, texte.replace(manque, ""))
    assert f"manque {manque} " in _simple(str(refus.value))


def test_l_exemple_montre_en_aout_un_dixieme_et_un_maintien() -> None:
    with ouvrir(ressource("examples", "paie-exemple.xlsx"), simuler=True) as lu:
        livre = livre_de_paie(lire_la_paie(lu).saisies, AOUT)
    prises = {paye.fiche.matricule: prise for paye in livre.du_mois for prise in paye.conges.prises}
    # 12 × (2 650 + 8 h × 17,4725 × 1,25) ÷ 10 × 12 ÷ 30, et 2 450 × 70 ÷ 147
    assert {"007": D("1355.87"), "002": D("1166.67")} == {m: prise.indemnite for m, prise in prises.items()}
    assert {"007": "dixième", "002": "maintien"} == {m: prise.methode for m, prise in prises.items()}


def _ampute(dossier: Path, *champs: str) -> Path:
    """Le modèle du bulletin, sans quelques-uns de ses champs."""
    source, sortie = ressource("templates_docx", "bulletin_paie.docx"), dossier / "ampute.docx"
    with ZipFile(source) as entree, ZipFile(sortie, "w") as produit:
        for info in entree.infolist():
            octets = entree.read(info)
            if info.filename == "word/document.xml":
                texte = octets.decode("utf-8")
                for champ in champs:
                    assert champ in texte
                    texte = texte.replace(champ, "")
                octets = texte.encode("utf-8")
            produit.writestr(info, octets)
    return sortie
