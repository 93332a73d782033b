"""Une famille est une commande : ses actions prennent un classeur et rendent un compte rendu."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from tableur.cli.familles import classeur_du_dossier, sortie_par_defaut
from tableur.dossier import Dossier
from tableur.socle.erreurs import Ou, Refus, refus

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer


@dataclass
class ClasseurDEssai:
    """Classeur dont la feuille Paramètres est un dictionnaire, et qui écrit sa sortie à la fin du bloc."""

    fichier: Path
    sortie: Path | None
    simuler: bool
    remplacer: bool
    reglages: dict[str, object] = field(default_factory=dict)
    produits: list[Path] = field(default_factory=list)
    formules_sans_valeur: int = 0
    non_repris: list[str] = field(default_factory=lambda: ["la feuille « Notes » n'est pas reprise"])

    def valeur(self, nom: str) -> object | None:
        return self.reglages.get(nom)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *erreur: object) -> None:
        if not self.simuler:
            self.produits.append(self.sortie or self.fichier)


@pytest.fixture
def ouverts(monkeypatch: pytest.MonkeyPatch, essais: None) -> list[ClasseurDEssai]:
    """Classeurs que la commande a ouverts ; « refuse.xlsx » est refusé."""
    from tableur import classeurs

    liste: list[ClasseurDEssai] = []

    def ouvrir(
        fichier: Path,
        *,
        sortie: Path | None = None,
        simuler: bool = False,
        remplacer: bool = False,
        recalculer: bool = True,
        demander: object = None,
    ) -> ClasseurDEssai:
        if fichier.name == "refuse.xlsx":
            raise refus(Ou(fichier.name, "Ventes", 3, "Prix"), "nombre attendu", "il faut un nombre, « x » reçu")
        liste.append(ClasseurDEssai(fichier, sortie, simuler, remplacer, {"detail": "oui", "seuil": 0.5}))
        return liste[-1]

    monkeypatch.setattr(classeurs, "ouvrir", ouvrir)
    return liste


def test_les_options_viennent_de_la_signature_puis_de_la_feuille_parametres(
    lancer: Lancer, ouverts: list[ClasseurDEssai]
) -> None:
    issue = lancer("essais", "compter", "c.ods", "--au", "31/12/2026", "--sens", "S", "--le", "2026-11-24")
    assert (0, "") == (issue.code, issue.erreurs)
    assert "le 2026-11-24 au 2026-12-31 seuil 0.5 sens sortie detail True simuler False" in issue.sortie
    assert ouverts[0].sortie == Path("c - compter 2026-11-24.xlsx")
    assert "c - compter 2026-11-24.xlsx" in issue.sortie
    assert "la feuille « Notes » n'est pas reprise" in issue.sortie


def test_sans_sortie_le_classeur_lui_meme_est_rempli(lancer: Lancer, ouverts: list[ClasseurDEssai]) -> None:
    issue = lancer("essais", "compter", "c.xlsx")
    assert ouverts[0].sortie is None
    assert "Fichiers (1) :\n  • c.xlsx" in issue.sortie


def test_le_jour_est_donne_par_la_porte(lancer: Lancer, ouverts: list[ClasseurDEssai]) -> None:
    aujourd_hui = datetime.now().astimezone().date().isoformat()
    assert f"le {aujourd_hui} au None" in lancer("essais", "compter", "c.xlsx").sortie


def test_simuler_n_ecrit_rien(lancer: Lancer, ouverts: list[ClasseurDEssai]) -> None:
    issue = lancer("essais", "compter", "c.xlsx", "--simuler")
    assert "simuler True" in issue.sortie
    assert (True, None) == (ouverts[0].simuler, ouverts[0].sortie)
    assert "Serait écrit : Compte 1 ligne." in issue.sortie
    assert "Fichiers" not in issue.sortie


def test_la_sortie_et_le_remplacement_se_choisissent(lancer: Lancer, ouverts: list[ClasseurDEssai]) -> None:
    lancer("essais", "compter", "c.xlsx", "--sortie", "d.xlsx", "--remplacer")
    assert (Path("d.xlsx"), True) == (ouverts[0].sortie, ouverts[0].remplacer)


def test_des_anomalies_sortent_en_un(lancer: Lancer, ouverts: list[ClasseurDEssai]) -> None:
    issue = lancer("essais", "compter", "c.xlsx", "--seuil", "1.5")
    assert issue.code == 1
    assert "alerte : c.xlsx, feuille « Ventes », ligne 3, colonne « Prix » : le prix est nul" in issue.sortie
    assert "Lu : Vente 1\u202f200 lignes." in issue.sortie


def test_le_compte_rendu_existe_en_json(lancer: Lancer, ouverts: list[ClasseurDEssai]) -> None:
    issue = lancer("essais", "compter", "c.xlsx", "--seuil", "2", "--sortie", "d.xlsx", "--json")
    compte_rendu = json.loads(issue.sortie)
    assert (["d.xlsx"], {"Vente": 1200}) == (compte_rendu["fichiers"], compte_rendu["lignes_lues"])
    assert compte_rendu["anomalies"][0]["ou"] == {
        "fichier": "c.xlsx",
        "feuille": "Ventes",
        "ligne": 3,
        "colonne": "Prix",
    }


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (["refuse.xlsx"], "refuse.xlsx, feuille « Ventes », ligne 3, colonne « Prix » : il faut un nombre"),
        (["c.xlsx", "--au", "31/02/2026"], "au : il faut une date, « 31/02/2026 » reçu"),
        (["c.xlsx", "--sens", "milieu"], "sens : il faut un choix"),
        (["c.xlsx", "--seuil", "beaucoup"], "seuil : il faut un nombre"),
    ],
)
def test_un_refus_sort_en_deux(
    lancer: Lancer, ouverts: list[ClasseurDEssai], mots: list[str], phrase: str
) -> None:
    issue = lancer("essais", "compter", *mots)
    assert (2, "") == (issue.code, issue.sortie)
    assert phrase in issue.erreurs
    en_json = lancer("essais", "compter", *mots, "--json")
    assert phrase in json.loads(en_json.sortie)["erreur"]


def test_l_aide_d_une_action_donne_ses_choix_ses_defauts_et_un_exemple(lancer: Lancer, essais: None) -> None:
    aide = " ".join(lancer("essais", "compter", "--aide").sortie.split())
    assert "--sens CHOIX Sens d'essai. [entree | sortie ; par défaut : entree]" in aide
    assert "--seuil NOMBRE Seuil d'essai. [nombre ; par défaut : 1]" in aide
    assert "--le DATE Date d'essai. [par défaut : aujourd'hui]" in aide
    assert "--simuler Calcule sans écrire." in aide
    assert "tableur essais compter" in aide


def test_l_aide_d_une_famille_separe_les_actions_des_formules(lancer: Lancer, essais: None) -> None:
    sortie = lancer("essais", "--aide").sortie
    assert sortie.index("Actions :") < sortie.index("compter") < sortie.index("Formules :")
    assert "somme-ponderee" in sortie


def test_la_sortie_par_defaut_est_a_cote_de_l_entree_et_dit_l_action_et_le_jour() -> None:
    attendu = Path("dossier", "stocks.2026 - alerter 2026-11-24.xlsx")
    assert attendu == sortie_par_defaut(Path("dossier", "stocks.2026.ods"), "alerter", date(2026, 11, 24))


def test_sans_fichier_le_classeur_est_celui_du_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Dossier.creer(tmp_path / "d", "Essai", {"classeurs.stocks": "magasin.xlsx"})
    monkeypatch.chdir(tmp_path / "d" / "sorties")
    assert tmp_path / "d" / "magasin.xlsx" == classeur_du_dossier("stock")
    assert tmp_path / "d" / "pilotage.xlsx" == classeur_du_dossier("pilotage")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refus, match="Aucun dossier de tableur ici ni au-dessus"):
        classeur_du_dossier("stock")
