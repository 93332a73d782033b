"""Les réglages d'une action en simples mots, après son fichier : `paie comparer paie.xlsx 2026-05 2026-06`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tableur.catalogue import MarqueInvalide
from tableur.catalogue.fonctions import fonction_de
from tableur.cli.mots_d_action import fichier_et_reglages
from tableur.cli.recueil import fonction
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.marques import ATTRIBUT, action

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

PAIE = str(ressource("examples", "paie-exemple.xlsx"))
DEUX = ("du_mois", "mois_de_paie")


@pytest.mark.parametrize(
    ("mots", "fichier", "valeurs"),
    [
        ((), None, ()),
        (("paie.xlsx",), "paie.xlsx", ()),
        (("paie.xlsx", "2026-05", "2026-06"), "paie.xlsx", ("2026-05", "2026-06")),
        (("2026-05", "2026-06"), None, ("2026-05", "2026-06")),
        (("05/2026", "06/2026"), None, ("05/2026", "06/2026")),
        (("dossier/paie", "05.2026", "06.2026"), "dossier/paie", ("05.2026", "06.2026")),
        (("paie", "2026-05", "2026-06"), "paie", ("2026-05", "2026-06")),
    ],
)
def test_le_premier_mot_est_le_fichier_ou_le_premier_reglage(
    mots: tuple[str, ...], fichier: str | None, valeurs: tuple[str, ...]
) -> None:
    attendu = (fichier, dict(zip(DEUX, valeurs, strict=False)))
    assert attendu == fichier_et_reglages(fonction("paie.comparer"), mots)


def test_un_fichier_qui_existe_est_un_fichier_quel_que_soit_son_nom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2026-05").write_bytes(b"")
    assert ("2026-05", {}) == fichier_et_reglages(fonction("paie.calculer"), ("2026-05",))


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("p.xlsx", "2026-06"), "DU_MOIS et MOIS_DE_PAIE vont ensemble.*p.xlsx.*--mois-de-paie 2026-06"),
        (("2026-06",), "FICHIER DU_MOIS MOIS_DE_PAIE"),
        (("p.xlsx", "1", "2", "3"), "Trop de mots, « 1 », « 2 », « 3 »"),
        (("paie",), "pas de fichier « paie » ici"),
    ],
)
def test_un_mot_en_trop_ou_qui_manque_est_dit(mots: tuple[str, ...], phrase: str) -> None:
    with pytest.raises(ValeurInvalide, match=phrase):
        fichier_et_reglages(fonction("paie.comparer"), mots)


def test_les_mots_disent_la_meme_chose_que_les_options(lancer: Lancer) -> None:
    en_mots = lancer("paie", "comparer", PAIE, "2026-05", "2026-06", "--simuler")
    en_options = lancer("paie", "comparer", PAIE, "--du-mois", "2026-05", "--mois-de-paie", "2026-06", "--simuler")
    assert (0, "") == (en_mots.code, en_mots.erreurs)
    assert en_options == en_mots
    assert "Paie de 2026-05 et de 2026-06" in en_mots.sortie


def test_un_reglage_donne_deux_fois_est_refuse(lancer: Lancer) -> None:
    issue = lancer("paie", "calculer", PAIE, "2026-05", "--mois-de-paie", "2026-06", "--simuler")
    assert (2, "mois_de_paie : valeur donnée deux fois.\n") == (issue.code, issue.erreurs)


def test_sans_fichier_ni_dossier_la_phrase_dit_de_donner_le_fichier(
    lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    issue = lancer("paie", "comparer", "2026-05", "2026-06")
    assert 2 == issue.code
    assert issue.erreurs.startswith("Donner le FICHIER, ou lancer la commande dans un dossier de tableur.")


def test_une_action_sans_mots_n_en_prend_qu_un(lancer: Lancer) -> None:
    assert 2 == lancer("stock", "alerter", "a.xlsx", "b.xlsx").code


def test_l_aide_montre_les_mots(lancer: Lancer) -> None:
    aide = lancer("paie", "comparer", "--aide").sortie
    assert "[FICHIER] [DU_MOIS MOIS_DE_PAIE]" in aide
    assert "tableur paie comparer paie.xlsx DU_MOIS MOIS_DE_PAIE" in " ".join(aide.split())
    assert "[FICHIER] [AVEC PERIODE]" in lancer("tva", "comparer", "--aide").sortie


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        (["essais", "confronter", "p.x"], "file,p.x"),
        (["essais", "confronter", "p.xlsx", "2026-05", "s"], "plain,sortie"),
        (["essais", "confronter", "2026-05", "e"], "plain,entree"),
        (["essais", "confronter", "p.xlsx", "2"], ""),
    ],
)
def test_la_completion_propose_des_fichiers_puis_des_choix(essais: None, mots: list[str], attendu: str) -> None:
    from click.shell_completion import ShellComplete

    from tableur.cli.commande import tableur

    trouvees = ShellComplete(tableur, {}, "tableur", "_T").get_completions(mots[:-1], mots[-1])
    assert attendu == " ".join(f"{une.type},{une.value}" for une in trouvees)


def test_un_mot_qui_n_est_pas_un_reglage_est_une_faute() -> None:
    def compter(classeur: Any, *, simuler: bool = False) -> None:
        """Compte d'essai.

        Args:
            classeur: Un classeur.
            simuler: Calcule sans écrire.
        """

    action(mots=("mois",))(compter)
    assert ("mois",) == dataclasses.replace(getattr(compter, ATTRIBUT)).mots
    with pytest.raises(MarqueInvalide, match="« mois », donné en simple mot"):
        fonction_de(compter, "essais")
