"""Chaque mention de R3243-1 à R3243-5 : retirée d'un vrai bulletin, elle le fait refuser."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from tableur import baremes
from tableur.actions.bulletins_imprimes import PRIMES, bulletins_a_imprimer
from tableur.actions.mentions_du_bulletin import CONTROLES, DOCUMENT, MentionsDuBulletin
from tableur.actions.paie_lu import lire_la_paie
from tableur.calculs.courrier.mentions import s_applique
from tableur.calculs.paie.tables.enregistrements import NatureDePrime, Prime, VariablesTapees
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.calculs.paie.tables.primes import DANS_LES_PRIMES
from tableur.classeurs import ouvrir
from tableur.courriers.batir.declaration import lire_declaration
from tableur.courriers.exigences import champs_remplis, texte_du_document
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import Refus, ValeurInvalide
from tests.actions.test_paie_documents import ANNE, COMPLET, JUILLET, PAUL, D, Fabrique, _lancer, classeur

__all__ = ["classeur"]

LE = date(2026, 7, 1)
FORFAIT = replace(PAUL, forfait="jours_an", volume_du_forfait=D(218))
STAGE = replace(
    ANNE, matricule="003", nom="LE ROUX", prenom="Malo", contrat="stage", entree=date(2026, 4, 1),
    sortie=date(2026, 8, 31), emploi="Stagiaire", classification="", salaire_mensuel=D(690), taux_pas=None,
)  # fmt: skip
Ligne = dict[str, Any]


def _mentions() -> list[dict[str, Any]]:
    regles: Any = baremes.valeur(f"documents.{DOCUMENT}", LE)
    return [dict(mention) for mention in regles["mentions"]]


def _lignes(fichier: Path, modele: str = "rénové") -> list[Ligne]:
    with ouvrir(fichier, simuler=True) as lu:
        lue = lire_la_paie(lu)
        livre = livre_de_paie(lue.saisies, JUILLET)
        prets = bulletins_a_imprimer(lue, livre, fichier, _word(), modele)  # type: ignore[arg-type]
    assert [] == prets.refus
    return [dict(ligne) for ligne in prets.lignes]


def _word() -> Path:
    return ressource("templates_docx", f"{DOCUMENT}.docx")


def _preuves(ligne: Ligne) -> Iterator[tuple[str, str]]:
    """Mention due par ce bulletin, et chaque champ qui la prouve."""
    remplis = {champ.nom: champ.valeur for champ in champs_remplis(ligne) if champ.valeur}
    for mention in _mentions():
        if s_applique(mention, remplis):
            yield from ((mention["texte"], champ) for champ in mention.get("champs", ()))


@pytest.mark.parametrize("modele", ["rénové", "adapté"])
def test_retirer_la_preuve_d_une_mention_refuse_le_bulletin(classeur: Fabrique, modele: str) -> None:
    fichier, essayees = classeur(FicheSalarie=[ANNE, FORFAIT], **COMPLET), set[str]()
    for ligne in _lignes(fichier, modele):
        for mention, champ in _preuves(ligne):
            vide: object = [] if isinstance(ligne[champ], list) else ""
            with pytest.raises(ValeurInvalide) as refus:
                MentionsDuBulletin(_word(), LE).exiger({**ligne, champ: vide})
            assert mention in str(refus.value), f"sans {champ}"
            assert champ in str(refus.value)
            essayees.add(mention)
    assert {m["texte"] for m in _mentions() if m.get("champs")} == essayees


def test_une_phrase_fixe_effacee_du_modele_refuse_tous_les_bulletins(classeur: Fabrique, tmp_path: Path) -> None:
    ligne = _lignes(classeur(FicheSalarie=[ANNE], **COMPLET))[0]
    for phrase, mention in (
        ("sans limitation de durée", "à conserver"),
        ("www.service-public.fr", "service-public"),
    ):
        ampute = tmp_path / "ampute.docx"
        with zipfile.ZipFile(_word()) as ancien, zipfile.ZipFile(ampute, "w") as nouveau:
            for nom in ancien.namelist():
                nouveau.writestr(nom, ancien.read(nom).replace(phrase.encode(), b"effac\xc3\xa9"))
        with pytest.raises(ValeurInvalide, match=mention):
            MentionsDuBulletin(ampute, LE).exiger(ligne)


def test_un_champ_efface_du_modele_refuse_tous_les_bulletins(classeur: Fabrique, tmp_path: Path) -> None:
    ligne, ampute = _lignes(classeur(FicheSalarie=[ANNE], **COMPLET))[0], tmp_path / "ampute.docx"
    with zipfile.ZipFile(_word()) as ancien, zipfile.ZipFile(ampute, "w") as nouveau:
        for nom in ancien.namelist():
            nouveau.writestr(nom, ancien.read(nom).replace(b"{{ date_paiement | date_courte }}", b"un jour"))
    with pytest.raises(ValeurInvalide, match="n'imprime plus date_paiement, que le code du travail exige"):
        MentionsDuBulletin(ampute, LE).exiger(ligne)


def test_les_champs_de_controle_sont_ceux_de_la_declaration() -> None:
    declares = {champ.nom for champ in lire_declaration(DOCUMENT).champs if champ.controle}
    assert declares == CONTROLES


def test_des_heures_majorees_sont_a_part_avec_leur_taux(classeur: Fabrique) -> None:
    ligne = _lignes(classeur(FicheSalarie=[ANNE], **COMPLET))[0]
    (rangee,) = [gain for gain in ligne["gains"] if "majorées" in gain["libelle"]]
    assert ("Heures supplémentaires majorées de 25 %", "8,00", "20,6044", "164,84") == tuple(rangee.values())


def test_un_forfait_en_jours_dit_sa_nature_et_son_volume_et_n_a_pas_d_heures(classeur: Fabrique) -> None:
    ligne = _lignes(classeur(FicheSalarie=[FORFAIT]))[0]
    assert ("forfait annuel de 218 jours", "") == (ligne["forfait"], ligne["heures"])
    assert ("", "") == (ligne["gains"][0]["nombre"], ligne["gains"][0]["taux"])


def test_un_forfait_sans_volume_n_a_pas_de_bulletin(classeur: Fabrique) -> None:
    fichier = classeur(FicheSalarie=[replace(FORFAIT, volume_du_forfait=None)])
    with pytest.raises(Refus) as tous:
        _lancer("bulletins", fichier, simuler=True)
    (refus,) = tous.value.anomalies
    assert "nature et volume du forfait (C. trav. R3243-1, 5° a" in refus.message


def test_un_stagiaire_a_un_etat_de_gratification_et_non_un_bulletin(classeur: Fabrique) -> None:
    variables = [VariablesTapees(mois=JUILLET, matricule="003", heures_de_stage=D(154))]
    compte_rendu = _lancer("bulletins", classeur(FicheSalarie=[ANNE, STAGE], VariablesTapees=variables))
    assert ["Bulletin 2026-07 - MORVAN Anne (001).docx", "Gratification 2026-07 - LE ROUX Malo (003).docx"] == [
        f.name for f in compte_rendu.fichiers
    ]
    texte = texte_du_document(compte_rendu.fichiers[1].read_bytes())
    assert "ÉTAT DE GRATIFICATION DE STAGE" in texte.splitlines()[0]
    assert "BULLETIN DE PAIE –" not in texte
    assert "service-public" not in texte
    assert "service-public" in texte_du_document(compte_rendu.fichiers[0].read_bytes())
    assert "n’est pas un salaire (C. éduc., art. L124-6)" in texte.replace("'", "’")
    for attendu in ("Gratification de stage", "stage, hors classification", "154,00", "conservez cet état"):
        assert attendu in texte
    assert "1 état de gratification" in compte_rendu.points[0]


@pytest.mark.parametrize(
    "libelle",
    ["Heures de délégation", "Retenue pour GRÈVE", "Réunion des représentants du personnel", "Prime de mandat"],
)
def test_aucun_libelle_ne_parle_de_greve_ni_de_representation(classeur: Fabrique, libelle: str) -> None:
    primes = [Prime(mois=JUILLET, matricule="001", nature="prime", montant=D(50), libelle=libelle)]
    with pytest.raises(Refus) as tous:
        _lancer("bulletins", classeur(FicheSalarie=[ANNE], Prime=primes), simuler=True)
    (refus,) = tous.value.anomalies
    assert "R3243-4" in refus.message
    assert "fiche annexée" in refus.message


def test_un_montant_negatif_a_le_signe_moins_et_rien_d_autre_ne_change(classeur: Fabrique) -> None:
    ligne = _lignes(classeur(FicheSalarie=[ANNE], **COMPLET))[0]
    assert "−200,00" in [retenue["montant"] for retenue in ligne["retenues"]]
    assert "-" not in "".join(
        str(g["montant"]) for g in (*ligne["gains"], *ligne["deductions"], *ligne["retenues"])
    )


def test_une_prime_sans_libelle_en_a_un_avec_ses_accents(classeur: Fabrique) -> None:
    natures = get_args(NatureDePrime)
    assert set(DANS_LES_PRIMES) == set(PRIMES) <= set(natures)
    primes = [Prime(mois=JUILLET, matricule="001", nature=nature, montant=D(10)) for nature in DANS_LES_PRIMES]
    ligne = _lignes(classeur(FicheSalarie=[ANNE], Prime=primes))[0]
    assert [PRIMES[nature] for nature in DANS_LES_PRIMES] == [gain["libelle"] for gain in ligne["gains"][1:]]


def test_un_net_negatif_est_imprime_et_fait_une_alerte(classeur: Fabrique) -> None:
    variables = [VariablesTapees(mois=JUILLET, matricule="001", acomptes=D(5000))]
    fichier = classeur(FicheSalarie=[ANNE], VariablesTapees=variables)
    (alerte,) = _lancer("bulletins", fichier, simuler=True).anomalies
    assert ("alerte", "001") == (alerte.gravite, alerte.trouve)
    assert "net à payer négatif" in alerte.message
    assert _lignes(fichier)[0]["net_a_payer"].startswith("−")


@pytest.mark.parametrize("modele", ["rénové", "adapté"])
def test_chaque_libelle_imprime_dit_ou_il_a_ete_lu(classeur: Fabrique, modele: str) -> None:
    serie = "modele_renove" if modele == "rénové" else "modele_adapte"
    regles: Any = baremes.valeur(f"paie_bulletin.{serie}", LE)
    sources = set(regles["ou_lu"])
    for libelle, lecture in regles["lectures"].items():
        fiabilite, _, ou = lecture.partition(" : ")
        cites = {mot for mot in ou.replace(",", " ").split() if mot in sources}
        assert {"A": len(cites) > 1, "B": len(cites) == 1, "C": ou.startswith("à confirmer")}[fiabilite], libelle
    for ligne in _lignes(classeur(FicheSalarie=[ANNE, PAUL], **COMPLET), modele):
        dits = [r["libelle"] for t in ("obligatoires", "facultatives") for r in ligne[t]]
        dits += [str(dit) for nom, dit in ligne.items() if nom.startswith("dit_")]
        assert set() == set(dits) - set(regles["lectures"])


def test_l_ordre_du_modele_renove_est_celui_de_l_arrete(classeur: Fabrique) -> None:
    # Arrêté du 25/02/2016, art. 1er, I, rédaction du 31/01/2023 : lignes qu'un cadre au-dessus du plafond paie.
    attendu = [
        "Santé",
        "Sécurité Sociale Maladie Maternité Invalidité Décès",
        "Complémentaire garanties frais de santé obligatoire",
        "Accidents du travail & maladies professionnelles",
        "Retraite",
        "Sécurité Sociale Vieillesse plafonnée",
        "Sécurité Sociale Vieillesse déplafonnée",
        "Retraite complémentaire, CEG et CET T1",
        "Retraite complémentaire, CEG et CET T2",
        "Famille",
        "Assurance chômage",
        "Apec",
        "Autres charges dues par l'employeur",
        "CSG déductible de l'impôt sur le revenu",
        "CSG/CRDS non déductible de l'impôt sur le revenu",
        "CSG/CRDS sur les revenus non imposables",
        "TOTAL DES COTISATIONS ET CONTRIBUTIONS OBLIGATOIRES",
        "EXONÉRATIONS ET ALLÈGEMENTS DE COTISATIONS",
    ]
    variables = [VariablesTapees(mois=JUILLET, matricule="002", heures_supplementaires_25=D(8))]
    ligne = _lignes(classeur(FicheSalarie=[PAUL], VariablesTapees=variables))[0]
    assert attendu == [rangee["libelle"] for rangee in ligne["obligatoires"]]
