"""Les boutons de la paie dans un vrai Calc : le fichier fermé et l'écran s'accordent, et tout s'annule."""

from decimal import Decimal
from pathlib import Path

import pytest

from tableur.calculs.paie.tables.enregistrements import CodeDuCabinet
from tableur.catalogue import lancer, recenser
from tableur.classeurs import modele, ouvrir
from tableur.dossier import Dossier
from tests.actions.paie_d_essai import IDENTITE, PAUL, classeur_de_paie, livre_recu
from tests.liaisons.calc.meme_classeur import comparer
from tests.liaisons.calc.seance import Calc
from tests.liaisons.calc.test_boutons_de_calc import AUJOURD_HUI, XLSX

pytestmark = [pytest.mark.libreoffice, pytest.mark.usefixtures("interpreteur")]

ACTIONS = recenser("tableur.actions")
FEUILLES = {
    "calculer": ("Récapitulatif", "Bulletins", "Cotisations", "Cumuls", "Contrôles", "Barèmes appliqués"),
    "collecter": ("À transmettre",),
    "comparer": ("Comparaison",),
    "declarer": ("Éléments DSN",),
    "controler_les_bulletins": ("Bulletins reçus",),
}
CODES = [
    CodeDuCabinet(element="Heures supplémentaires à 25 %", code="HS25", unite="heures"),
    CodeDuCabinet(element="Acompte", code="ACPT", unite="euros"),
    CodeDuCabinet(element="Absence : Sans solde", code="ABS5", unite="jours"),
    CodeDuCabinet(element="Prime", code="PRI1", unite="euros"),
]


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    """Classeur de paie d'une entreprise, ses vues vides, et le livre que le cabinet a renvoyé."""
    Dossier.creer(tmp_path / "dossier", "Le Comptoir de Kerfictif", dict(IDENTITE))
    chemin = classeur_de_paie(
        tmp_path / "dossier" / "paie été.xlsx", {"livre_du_cabinet": "livre du cabinet.csv"}, CodeDuCabinet=CODES
    )
    livre_recu(chemin.with_name("livre du cabinet.csv"), chemin, {"002": {"net_a_payer": Decimal("-12.50")}})
    return chemin


def _cellules(calc: Calc, *feuilles: str) -> list[object]:
    return [calc.demander("contenus", feuille=feuille, plage="A1:AA120") for feuille in feuilles]


def _nombre(calc: Calc, feuille: str, cellule: str) -> float:
    (lue,) = calc.demander("lire", feuille=feuille, adresses=[cellule])
    return float(lue["nombre"])


def _ferme(action: str) -> str:
    return action if action in ACTIONS else f"paie.{action}"


@pytest.mark.parametrize("action", FEUILLES)
def test_un_bouton_de_paie_ecrit_ce_que_la_commande_ecrit_et_s_annule(
    calc: Calc, fichier: Path, tmp_path: Path, action: str
) -> None:
    ferme, vivant = tmp_path / "fermé.xlsx", tmp_path / "vivant.xlsx"
    with ouvrir(fichier, sortie=ferme) as classeur:
        compte_rendu = lancer(ACTIONS[_ferme(action)], classeur, {}, AUJOURD_HUI)
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    avant = _cellules(calc, *FEUILLES[action])
    (message,) = calc.demander("presser", bouton=action)
    assert message.startswith(compte_rendu.titre), message
    assert "Feuilles remplies" in message
    assert avant != _cellules(calc, *FEUILLES[action])
    calc.demander("enregistrer", chemin=str(vivant), filtre=XLSX)
    comparer(ferme, vivant, modele("paie"))
    (message,) = calc.demander("presser", bouton="annuler")
    assert message.startswith(f"Annulé : {compte_rendu.titre}"), message
    assert avant == _cellules(calc, *FEUILLES[action])


def test_un_second_clic_sans_enregistrer_suit_ce_qui_a_ete_tape_entre_les_deux(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    octets = fichier.read_bytes()
    calc.demander("presser", bouton="calculer")
    premiers = _cellules(calc, "Bulletins", "Cotisations")
    calc.demander("presser", bouton="calculer")
    assert premiers == _cellules(calc, "Bulletins", "Cotisations")
    calc.poser("Variables", {"O5": 400})  # acompte d'Anne, 150 € jusque-là
    (message,) = calc.demander("presser", bouton="calculer")
    assert "acomptes : 0,00" in message
    rangs = [rang for rang in range(5, 19) if calc.lire("Bulletins", f"A{rang}", f"B{rang}") == ["2026-07", "001"]]
    assert [400.0] == [_nombre(calc, "Bulletins", f"W{rang}") for rang in rangs]
    assert octets == fichier.read_bytes()
    calc.demander("presser", bouton="annuler")
    assert premiers == _cellules(calc, "Bulletins", "Cotisations")


def test_un_refus_est_une_phrase_et_rien_n_est_ecrit(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser("Absences", {"D5": 46100})  # finit le 18/03/2026, avant d'avoir commencé
    calc.poser("Salariés", {"E6": 43000})  # Paul sorti en 2017, entré en 2019
    avant = _cellules(calc, "Bulletins", "Récapitulatif", "Contrôles")
    (message,) = calc.demander("presser", bouton="calculer")
    assert "Rien n'a été écrit" in message
    assert "RIOU Paul" in message
    assert "précède l'entrée" in message
    assert "Traceback" not in message
    assert avant == _cellules(calc, "Bulletins", "Récapitulatif", "Contrôles")
    (message,) = calc.demander("presser", bouton="comptabiliser")
    assert "Rien n'a été écrit" in message
    assert not list(fichier.parent.glob("*.csv"))[1:]


def test_une_personne_refusee_n_arrete_pas_les_autres(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser("Salariés", {"E6": 43000})
    (message,) = calc.demander("presser", bouton="calculer")
    assert "1 bulletin, 1 salarié refusé" in message
    assert ["Refus", PAUL.matricule] == calc.lire("Contrôles", "A5", "B5")


def test_bulletins_les_ecrit_en_word_et_en_pdf_et_le_dit(calc: Calc, fichier: Path) -> None:
    octets = fichier.read_bytes()
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    _regler(calc, "Bulletins : aussi en PDF", "Oui")
    (message,) = calc.demander("presser", bouton="bulletins")
    assert "2 bulletins au modèle rénové" in message, message
    assert "Fichiers écrits : Bulletin 2026-07 - MORVAN Anne (001).docx" in message
    assert "« Annuler" not in message
    dossier = fichier.parent / "bulletins 2026-07"
    assert {".docx": 2, ".pdf": 2} == {s: len(list(dossier.glob(f"*{s}"))) for s in (".docx", ".pdf")}
    assert octets == fichier.read_bytes()


def test_comptabiliser_ecrit_une_ecriture_equilibree_et_le_dit(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    for _ in range(2):  # la seconde remplace la première
        (message,) = calc.demander("presser", bouton="comptabiliser")
        assert "débit et crédit égaux" in message
        assert "Fichier écrit : écriture de paie 2026-07.csv" in message
    lignes = [
        ligne.split(";")
        for ligne in (fichier.parent / "écriture de paie 2026-07.csv").read_text("utf-8-sig").splitlines()[1:]
    ]
    debit, credit = (
        sum(Decimal(ligne[rang].replace(",", ".")) for ligne in lignes if ligne[rang]) for rang in (5, 6)
    )
    assert debit == credit > 0


def test_envoyer_se_regle_a_l_ecran_et_n_envoie_qu_une_fois(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    _regler(calc, "Envoyer au cabinet", "Oui")
    (message,) = calc.demander("presser", bouton="collecter")
    assert "Fichier écrit : paie-2026-07-envoi-1.csv" in message, message
    assert ["1", "2026-07", "001"] == calc.lire("Envois", "A5", "C5", "D5")
    assert [None] == calc.lire("Paramètres", _place(calc, "Envoyer au cabinet"))
    (message,) = calc.demander("presser", bouton="collecter")
    assert "Rien n'a changé depuis le dernier envoi" in message
    assert "Fichier écrit" not in message
    assert ["paie-2026-07-envoi-1.csv"] == [f.name for f in fichier.parent.glob("paie-2026*.csv")]


def test_un_element_sans_code_n_est_pas_envoye(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    _regler(calc, "Envoyer au cabinet", "Oui")
    calc.poser("Codes du cabinet", {"A6": "Avance"})
    (message,) = calc.demander("presser", bouton="collecter")
    assert "Rien n'a été écrit" in message
    assert "« Acompte » n'a pas de code du cabinet" in message
    assert not list(fichier.parent.glob("paie-2026*.csv"))
    assert [None] == calc.lire("Envois", "A5")


def test_un_envoi_qui_ne_peut_pas_etre_garde_ne_part_pas(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    _regler(calc, "Envoyer au cabinet", "Oui")
    calc.demander("proteger", feuille="Envois")
    (message,) = calc.demander("presser", bouton="collecter")
    assert "Rien n'a été écrit" in message
    assert "« Envois » est protégée" in message
    assert not list(fichier.parent.glob("paie-2026*.csv"))
    assert [None] == calc.lire("À transmettre", "A5")


def test_controler_dit_l_ecart_du_cabinet_et_redige_la_question(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    (message,) = calc.demander("presser", bouton="controler_les_bulletins")
    assert "Contrôle de 2 bulletins : 1 sans écart" in message, message
    assert "questions au cabinet 2026-07.txt" in message
    lignes = {r: calc.lire("Bulletins reçus", f"A{r}", f"C{r}", f"D{r}") for r in range(5, 12)}
    assert ["001", "Juste", "Bulletin"] in lignes.values()
    ((rang, ecart),) = [(rang, ligne) for rang, ligne in lignes.items() if ligne[1] == "Écart"]
    assert ["002", "Écart", "Net à payer"] == ecart
    assert _nombre(calc, "Bulletins reçus", f"H{rang}") == -12.5
    assert "RIOU" in (fichier.parent / "questions au cabinet 2026-07.txt").read_text("utf-8-sig")


def test_controler_sans_livre_dit_ou_le_nommer(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    _regler(calc, "Livre de paie reçu du cabinet", "")
    (message,) = calc.demander("presser", bouton="controler_les_bulletins")
    assert "« Livre de paie reçu du cabinet » de la feuille Paramètres" in message
    _regler(calc, "Livre de paie reçu du cabinet", "perdu.csv")
    (message,) = calc.demander("presser", bouton="controler_les_bulletins")
    assert "perdu.csv" in message
    assert [None] == calc.lire("Bulletins reçus", "A5")


def test_verifier_controle_la_paie_a_l_ecran(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser("Variables", {"B5": "999"})
    (message,) = calc.demander("presser", bouton="verifier")
    assert message.startswith("Vérification de paie été.xlsx")
    assert "999" in message
    assert "Variables" in message


@pytest.mark.parametrize(
    ("action", "feuille", "cellule", "dits"),
    [
        (
            "calculer",
            "Cotisations",
            "K5",
            (
                "part_patronale = arrondir_centime(base × patronal)",
                "2 365,03 × 0,13",
                "Barème : paie_cotisations.",
            ),
        ),
        (
            "calculer",
            "Bulletins",
            "R18",
            ("Montant net social", "Règle :", "salariales = somme de part_salariale"),
        ),
        ("calculer", "Récapitulatif", "I13", ("acomptes : 0,00", "variables = complet - n_variables")),
        ("declarer", "Éléments DSN", "H5", ("paie_declaration.elements", "Norme DSN P26V01")),
        ("calculer", "Salariés", "A5", ("Cette cellule est tapée",)),
    ],
)
def test_pourquoi_explique_une_cellule_de_paie(
    calc: Calc, fichier: Path, action: str, feuille: str, cellule: str, dits: tuple[str, ...]
) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("presser", bouton=action)
    calc.demander("choisir", feuille=feuille, cellule=cellule)
    (message,) = calc.demander("presser", bouton="pourquoi")
    lisible = message.replace("\u202f", " ").replace("\xa0", " ")
    for dit in dits:
        assert dit in lisible, message


def _place(calc: Calc, libelle: str) -> str:
    """Cellule d'un réglage de la feuille Paramètres, d'après son libellé."""
    libelles = calc.lire("Paramètres", *(f"A{rang}" for rang in range(1, 60)))
    return f"B{libelles.index(libelle) + 1}"


def _regler(calc: Calc, libelle: str, valeur: str) -> None:
    calc.poser("Paramètres", {_place(calc, libelle): valeur})
