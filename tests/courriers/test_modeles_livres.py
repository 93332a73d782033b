"""Chaque modèle livré tient sa déclaration : octets, champs, mentions, styles, fenêtre DL mesurée sur le PDF."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree

from tableur.calculs.courrier.formalites import feuille_a_faire, formalites_a_faire
from tableur.calculs.courrier.mentions import ChampRempli, exiger_les_mentions, mentions_manquantes, s_applique
from tableur.courriers.batir.construction import BAREME, reconstruire
from tableur.courriers.batir.declaration import DOSSIER, Declaration, communs, identifiants, lire_declaration
from tableur.courriers.batir.document import octets_du_modele
from tableur.courriers.batir.styles import CADRES, W
from tableur.courriers.modele import compiler
from tableur.courriers.pdf import en_pdf
from tableur.courriers.valeurs import ecrit, est_sans_valeur
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import ValeurInvalide

NOMS = identifiants()
EXEMPLES = [(nom, variante) for nom in NOMS for variante in lire_declaration(nom).exemples]
LETTRES = [nom for nom in NOMS if lire_declaration(nom).disposition == "lettre"]
POINTS_PAR_MM = 72 / 25.4
_MOT = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_PROPRIETES = {"pPr": {"pStyle"}, "rPr": {"rStyle"}, "tcPr": {"tcW"}, "tblPr": {"tblStyle", "tblW", "tblLook"}}


def _texte(octets: bytes) -> str:
    document = Document(io.BytesIO(octets))
    return "\n".join(
        "".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in document.element.iter(f"{{{W}}}p")
    )


def _remplis(valeurs: Mapping[str, Any]) -> list[ChampRempli]:
    """Champs d'un exemple ; une table compte par son nombre de lignes."""

    def dit(valeur: object) -> str:
        if isinstance(valeur, list):
            return f"{len(valeur)} lignes" if valeur else ""
        return "" if est_sans_valeur(valeur) else ecrit(valeur)

    return [ChampRempli(nom, dit(valeur)) for nom, valeur in valeurs.items()]


def _rendu(declaration: Declaration, variante: str) -> bytes:
    return compiler(octets_du_modele(declaration), nom=declaration.identifiant).rendre(
        declaration.exemples[variante]
    )


def _le(valeurs: Mapping[str, Any]) -> date:
    le = valeurs.get("date_acte", date(2026, 11, 24))
    assert isinstance(le, date)
    return le


def test_la_reconstruction_donne_les_memes_fichiers(tmp_path: Path) -> None:
    for produit in reconstruire(tmp_path):
        livre = BAREME if produit.suffix == ".toml" else ressource(DOSSIER, produit.name)
        assert livre.read_bytes() == produit.read_bytes(), f"{livre.name} : lancer make modeles"


def test_aucun_document_livre_n_est_sans_declaration() -> None:
    assert NOMS == sorted(p.stem for p in ressource(DOSSIER, "cdd.toml").parent.glob("*.docx"))


@pytest.mark.parametrize("nom", NOMS)
def test_les_champs_du_document_sont_ceux_de_sa_declaration(nom: str) -> None:
    declaration = lire_declaration(nom)
    assert sorted(champ.nom for champ in declaration.champs) == sorted(
        compiler(ressource(DOSSIER, f"{nom}.docx")).champs
    )


@pytest.mark.parametrize(("nom", "variante"), EXEMPLES)
def test_l_exemple_se_rend_sans_balise_ni_double_ponctuation(nom: str, variante: str) -> None:
    texte = _texte(_rendu(lire_declaration(nom), variante))
    for interdit in ("{{", "{%", "}}", "None", "  ", "..", " ,", " .", "()", "« »"):
        assert interdit not in texte.replace("…", "x"), f"« {interdit} » : {texte}"


@pytest.mark.parametrize(("nom", "variante"), EXEMPLES)
def test_les_mentions_passent_sur_l_exemple(nom: str, variante: str) -> None:
    declaration = lire_declaration(nom)
    valeurs = declaration.exemples[variante]
    texte = _texte(_rendu(declaration, variante))
    assert [] == mentions_manquantes(nom, _remplis(valeurs), _le(valeurs), texte)


@pytest.mark.parametrize("nom", NOMS)
def test_chaque_mention_manque_quand_on_retire_sa_preuve(nom: str) -> None:
    declaration = lire_declaration(nom)
    essayees: set[str] = set()
    for variante, valeurs in declaration.exemples.items():
        texte = _texte(_rendu(declaration, variante))
        for mention in declaration.mentions:
            remplis = {c.nom: c.valeur or "" for c in _remplis(valeurs)}
            if not s_applique(mention, {n: v for n, v in remplis.items() if v}):
                continue
            essayees.add(mention["texte"])
            for retire, amputes, ampute in _amputations(mention, remplis, texte):
                champs = [ChampRempli(n, v) for n, v in amputes.items()]
                manque = mentions_manquantes(nom, champs, _le(valeurs), ampute)
                assert mention["texte"] in [m.mention for m in manque], f"sans {retire}"
    assert {mention["texte"] for mention in declaration.mentions} == essayees, "une mention n'a pas d'exemple"


def _amputations(
    mention: Mapping[str, Any], remplis: dict[str, str], texte: str
) -> Iterator[tuple[str, dict[str, str], str]]:
    """Ce qu'il reste du document quand on retire, un à un, chaque champ ou phrase qui prouve la mention."""
    assert mention.get("champs") or mention.get("phrase"), f"sans preuve : {mention['texte']}"
    conditions = {c.partition("=")[0].strip() for c in mention.get("si", "").split(" et ")}
    for champ in mention.get("champs", ()):
        assert champ in remplis
        assert champ not in conditions
        yield champ, remplis | {champ: ""}, texte
    if "phrase" in mention:
        motif = re.sub(
            r"[\s']",
            lambda t: r"\s+" if t.group().isspace() else "['’]",
            re.escape(mention["phrase"]).replace("\\ ", " "),
        )
        ampute = re.sub(motif, "…", texte, flags=re.IGNORECASE)
        assert ampute != texte, mention["phrase"]
        yield mention["phrase"], remplis, ampute


@pytest.mark.parametrize("nom", NOMS)
def test_aucune_mise_en_forme_n_est_hors_des_styles(nom: str) -> None:
    with zipfile.ZipFile(ressource(DOSSIER, f"{nom}.docx")) as archive:
        connus = set(re.findall(r'w:styleId="(\w+)"', archive.read("word/styles.xml").decode()))
        for partie in ("document", "header1", "header2", "footer1"):
            racine = etree.fromstring(archive.read(f"word/{partie}.xml"))
            for genre, admises in _PROPRIETES.items():
                for proprietes in racine.iter(f"{{{W}}}{genre}"):
                    trouvees = {etree.QName(enfant).localname for enfant in proprietes}
                    style = proprietes[0].get(f"{{{W}}}val")
                    assert trouvees <= admises | ({"framePr"} if style in CADRES else set())
            for style in re.findall(r'(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', etree.tostring(racine).decode()):
                assert style in connus


def test_un_cdd_sans_motif_ni_terme_ni_personne_remplacee_est_refuse() -> None:
    valeurs = lire_declaration("cdd").exemple
    exiger_les_mentions("cdd", _remplis(valeurs), date(2026, 11, 24))
    sans = [("motif_precision", ""), ("date_fin", ""), ("remplace_nom", ""), ("remplace_qualification", "")]
    for champ, vide in sans:
        with pytest.raises(ValeurInvalide, match=champ):
            exiger_les_mentions("cdd", _remplis(valeurs | {champ: vide}), date(2026, 11, 24))
    imprecis = lire_declaration("cdd").exemples["terme_imprecis"]
    with pytest.raises(ValeurInvalide, match="duree_minimale"):
        exiger_les_mentions("cdd", _remplis(imprecis | {"duree_minimale": ""}), date(2026, 11, 24))


@pytest.mark.parametrize("nom", sorted(communs("portails")))
def test_ce_que_seul_un_portail_produit_est_refuse_avec_son_nom(nom: str) -> None:
    assert nom not in NOMS
    with pytest.raises(ValeurInvalide) as erreur:
        mentions_manquantes(nom, [], date(2026, 11, 24))
    assert communs("portails")[nom]["service"] in str(erreur.value)


def test_un_document_inconnu_est_dit() -> None:
    with pytest.raises(ValeurInvalide, match="« cddi » n'est pas un document connu"):
        mentions_manquantes("cddi", [], date(2026, 11, 24))


def test_ce_qui_est_de_memoire_est_marque_a_verifier() -> None:
    fiabilites = {m.mention: m.fiabilite for m in mentions_manquantes("relance_1", [], date(2026, 11, 24), "…")}
    assert {"à vérifier : cité de mémoire"} == set(fiabilites.values())
    assert "texte lu" == mentions_manquantes("cdd", [], date(2026, 11, 24))[0].fiabilite


def test_les_formalites_d_une_embauche_ont_leur_date() -> None:
    # 1er décembre 2026 : mardi. Deux jours ouvrables : jeudi 3. Trois mois : 1er mars 2027.
    valeurs = lire_declaration("cdd").exemple
    dates = {
        f.quoi.split(",")[0]: f.echeance for f in formalites_a_faire("cdd", _remplis(valeurs), date(2026, 11, 24))
    }
    assert date(2026, 11, 30) == dates["Déclaration préalable à l'embauche (DPAE)"]
    assert date(2026, 12, 3) == dates["Remettre le contrat signé"]
    assert date(2026, 12, 1) == dates["Inscrire l'embauche au registre unique du personnel"]
    assert date(2027, 3, 22) == dates["Fin du contrat : certificat de travail"]


def test_les_jours_ouvrables_sautent_dimanche_et_jour_ferie() -> None:
    # Embauche le jeudi 24 décembre 2026 : ni le vendredi 25 (Noël), ni le dimanche 27 ; donc le lundi 28.
    champs = [ChampRempli("date_debut", "24/12/2026")]
    dates = {f.quoi: f.echeance for f in formalites_a_faire("cdd", champs, date(2026, 12, 20))}
    assert date(2026, 12, 28) == dates["Remettre le contrat signé"]


def test_la_feuille_a_faire_se_lit_et_dit_ce_qui_est_depasse() -> None:
    champs = [ChampRempli("date_debut", "2026-12-01")]
    feuille = feuille_a_faire("cdd", champs, date(2026, 12, 10))
    assert feuille.startswith("À faire – Contrat à durée déterminée\n[ ] 30/11/2026  Déclaration préalable")
    assert (
        "03/12/2026  Remettre le contrat signé (dans les deux jours ouvrables suivant l'embauche) – DÉPASSÉ"
        in feuille
    )
    assert "Salaire : au moins le SMIC" in feuille
    with pytest.raises(ValeurInvalide, match="« date_debut » doit être une date"):
        feuille_a_faire("cdd", [ChampRempli("date_debut", "demain")], date(2026, 12, 10))


@pytest.mark.libreoffice
def test_libreoffice_convertit_tout_et_l_adresse_est_dans_la_fenetre(tmp_path: Path) -> None:
    fichiers = []
    for nom, variante in EXEMPLES:
        fichiers.append(tmp_path / f"{nom}-{variante}.docx")
        fichiers[-1].write_bytes(_rendu(lire_declaration(nom), variante))
    pdfs = en_pdf(fichiers, tmp_path / "pdf")
    assert len(fichiers) == len(pdfs)
    for (nom, _), pdf in zip(EXEMPLES, pdfs, strict=True):
        if nom not in LETTRES:
            continue
        dans, autour = _mesures(pdf)
        assert dans, f"{pdf.name} : pas d'adresse dans la fenêtre"
        assert not autour, f"{pdf.name} : {autour} touche la zone de la fenêtre"


def _mesures(pdf: Path) -> tuple[list[str], list[str]]:
    """Mots dans la fenêtre (x 100–190, y 55–79 mm), et mots de la zone à laisser blanche (x 90–200, y 44–90)."""
    lu = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    dans, autour = [], []
    for trouve in _MOT.finditer(lu.stdout):
        x0, y0, x1, y1 = (float(mesure) / POINTS_PAR_MM for mesure in trouve.groups()[:4])
        if x0 >= 100 and x1 <= 190 and y0 >= 54.5 and y1 <= 79:
            dans.append(trouve[5])
        elif x1 > 90 and x0 < 200 and y1 > 44 and y0 < 90:
            autour.append(trouve[5])
    return dans, autour
