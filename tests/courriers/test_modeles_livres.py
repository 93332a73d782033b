"""Chaque modèle livré tient sa déclaration : octets, champs, mentions, styles, fenêtre DL mesurée sur le PDF."""

import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree

from tableur import baremes
from tableur.calculs.courrier.formalites import feuille_a_faire, formalites_a_faire
from tableur.calculs.courrier.mentions import ChampRempli, exiger_les_mentions, mentions_manquantes, s_applique
from tableur.courriers.batir.construction import BAREME, reconstruire
from tableur.courriers.batir.declaration import DOSSIER, Declaration, communs, identifiants, lire_declaration
from tableur.courriers.batir.document import octets_du_modele
from tableur.courriers.batir.styles import CADRES, W
from tableur.courriers.endroits import ErreurDeDocument
from tableur.courriers.exigences import a_faire, champs_remplis, exiger_le_document, texte_du_document
from tableur.courriers.modele import compiler
from tableur.courriers.pdf import en_pdf
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import ValeurInvalide

NOMS = identifiants()
EXEMPLES = [(nom, variante) for nom in NOMS for variante in lire_declaration(nom).exemples]
LETTRES = [nom for nom in NOMS if lire_declaration(nom).disposition == "lettre"]
SIX_LIGNES = {
    "destinataire": "Société Anonyme des Boulangeries du Po",
    "complement": "Madame Marie-Antoinette de Kerouédan\n"
    "Entrée B3, Résidence des Marronniers\nZone d'activité de la Baie Imaginaire",
    "adresse": "1234 boulevard du Général de Gaulle Bis",
    "cp": "29000",
    "ville": "Saint-Pol-de-Kerfictif-sur-Mer CEDEX",
}
PPP, CLAIR = 100, 200  # points par pouce de la mesure ; gris au-dessous duquel c'est de l'encre
_PROPRIETES = {"pPr": {"pStyle"}, "rPr": {"rStyle"}, "tcPr": {"tcW"}, "tblPr": {"tblStyle", "tblW", "tblLook"}}


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
        assert _membres(produit) == _membres(livre), f"{livre.name} : lancer make modeles"


def _membres(fichier: Path) -> list[tuple[str, bytes]]:
    """Membres d'un modèle, dans l'ordre : la compression d'une autre version de zlib n'y compte pas."""
    if fichier.suffix == ".toml":
        return [(fichier.name, fichier.read_bytes())]
    with zipfile.ZipFile(fichier) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {membre.date_time for membre in archive.infolist()}
        return [(nom, archive.read(nom)) for nom in archive.namelist()]


def test_deux_constructions_donnent_les_memes_octets() -> None:
    assert octets_du_modele(lire_declaration("cdd")) == octets_du_modele(lire_declaration("cdd"))


def test_les_trente_six_documents_sont_la_et_aucun_n_est_sans_declaration() -> None:
    assert 36 == len(NOMS)
    assert NOMS == sorted(p.stem for p in ressource(DOSSIER, "cdd.toml").parent.glob("*.docx"))


@pytest.mark.parametrize("nom", NOMS)
def test_les_champs_du_document_sont_ceux_de_sa_declaration(nom: str) -> None:
    declaration = lire_declaration(nom)
    assert sorted(champ.nom for champ in declaration.champs if not champ.controle) == sorted(
        compiler(ressource(DOSSIER, f"{nom}.docx")).champs
    )


@pytest.mark.parametrize("nom", NOMS)
def test_un_champ_de_controle_sert_a_une_mention(nom: str) -> None:
    declaration = lire_declaration(nom)
    lus = {
        c for m in declaration.mentions for c in (m.get("si", "").partition("=")[0].strip(), *m.get("champs", ()))
    }
    assert set() == {champ.nom for champ in declaration.champs if champ.controle} - lus


@pytest.mark.parametrize(("nom", "variante"), EXEMPLES)
def test_l_exemple_se_rend_sans_balise_ni_double_ponctuation(nom: str, variante: str) -> None:
    texte = texte_du_document(_rendu(lire_declaration(nom), variante))
    for interdit in ("{{", "{%", "}}", "None", "  ", "..", " ,", " .", "()", "« »"):
        assert interdit not in texte.replace("…", "x"), f"« {interdit} » : {texte}"


@pytest.mark.parametrize(("nom", "variante"), EXEMPLES)
def test_une_colonne_facultative_vide_peut_manquer(nom: str, variante: str) -> None:
    declaration = lire_declaration(nom)
    valeurs = declaration.exemples[variante] | {
        "logo": "",
        "soc_courriel": "",
        "soc_telephone": "",
        "complement": "",
    }
    vides = {c.nom for c in declaration.champs if c.facultatif and valeurs[c.nom] in ("", [], None)}
    sans = {champ: valeur for champ, valeur in valeurs.items() if champ not in vides}
    modele = compiler(octets_du_modele(declaration))
    assert modele.rendre(valeurs) == modele.rendre(sans)


@pytest.mark.parametrize(("nom", "variante"), EXEMPLES)
def test_les_mentions_passent_sur_l_exemple(nom: str, variante: str) -> None:
    declaration = lire_declaration(nom)
    valeurs = declaration.exemples[variante]
    texte = texte_du_document(_rendu(declaration, variante))
    assert [] == mentions_manquantes(nom, champs_remplis(valeurs), _le(valeurs), texte)


@pytest.mark.parametrize("nom", NOMS)
def test_chaque_mention_manque_quand_on_retire_sa_preuve(nom: str) -> None:
    declaration = lire_declaration(nom)
    essayees: set[str] = set()
    for variante, valeurs in declaration.exemples.items():
        texte = texte_du_document(_rendu(declaration, variante))
        for mention in declaration.mentions:
            remplis = {c.nom: c.valeur or "" for c in champs_remplis(valeurs)}
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


@pytest.mark.parametrize("nom", NOMS)
def test_python_docx_lit_le_modele_et_tous_ses_styles(nom: str) -> None:
    document = Document(str(ressource(DOSSIER, f"{nom}.docx")))
    cellules = [p for t in document.tables for rangee in t.rows for c in rangee.cells for p in c.paragraphs]
    assert all(p.style.name != "Normal" for p in [*document.paragraphs, *cellules])
    assert lire_declaration(nom).titre == document.core_properties.title
    assert document.sections[0].different_first_page_header_footer


def test_un_cdd_sans_motif_ni_terme_ni_personne_remplacee_est_refuse() -> None:
    valeurs = lire_declaration("cdd").exemple
    exiger_les_mentions("cdd", champs_remplis(valeurs), date(2026, 11, 24))
    sans = [("motif_precision", ""), ("date_fin", ""), ("remplace_nom", ""), ("remplace_qualification", "")]
    for champ, vide in sans:
        with pytest.raises(ValeurInvalide, match=champ):
            exiger_les_mentions("cdd", champs_remplis(valeurs | {champ: vide}), date(2026, 11, 24))
    imprecis = lire_declaration("cdd").exemples["terme_imprecis"]
    with pytest.raises(ValeurInvalide, match="duree_minimale"):
        exiger_les_mentions("cdd", champs_remplis(imprecis | {"duree_minimale": ""}), date(2026, 11, 24))


def test_le_moteur_refuse_de_laisser_un_blanc_dans_un_cdd() -> None:
    declaration = lire_declaration("cdd")
    modele = compiler(octets_du_modele(declaration))
    for champ in ("motif_precision", "date_fin", "remplace_nom", "remplace_qualification", "nom"):
        with pytest.raises(ErreurDeDocument, match=champ):
            modele.rendre(declaration.exemple | {champ: ""})


def test_un_document_produit_est_juge_sur_sa_ligne_et_sur_son_texte() -> None:
    declaration = lire_declaration("relance_2")
    octets = _rendu(declaration, "exemple")
    exiger_le_document("relance_2", declaration.exemple, octets, date(2026, 11, 24))
    particulier = _rendu(declaration, "particulier")
    with pytest.raises(ValeurInvalide, match="exigibles sans qu'un rappel soit nécessaire"):
        exiger_le_document("relance_2", declaration.exemple, particulier, date(2026, 11, 24))
    assert "Sans règlement, envoyer la relance 3" in a_faire("relance_2", declaration.exemple, date(2026, 11, 24))


def test_une_valeur_hors_de_la_liste_est_refusee() -> None:
    valeurs = lire_declaration("cdd").exemple | {"motif_code": "remplacement maladie"}
    with pytest.raises(ValeurInvalide, match="« motif_code » doit être remplacement, accroissement"):
        mentions_manquantes("cdd", champs_remplis(valeurs), date(2026, 11, 24))
    sans_nc = champs_remplis(lire_declaration("cdi_temps_plein").exemple | {"clause_nc": "peut-être"})
    with pytest.raises(ValeurInvalide, match="« clause_nc » doit être oui, non"):
        formalites_a_faire("cdi_temps_plein", sans_nc, date(2026, 11, 24))


def test_une_case_oui_ou_non_se_lit_aussi_en_vrai_ou_faux() -> None:
    declaration = lire_declaration("cdd")
    modele = compiler(octets_du_modele(declaration))
    dites = [
        texte_du_document(modele.rendre(declaration.exemple | {"poste_a_risque": v})) for v in (True, "Oui", "oui")
    ]
    assert 1 == len(set(dites))
    assert "reçoit une formation renforcée" in dites[0]


def test_aucune_lettre_de_relance_a_un_particulier_ne_reclame_les_quarante_euros() -> None:
    for nom in ("relance_2", "relance_3", "mise_en_demeure_payer"):
        texte = texte_du_document(_rendu(lire_declaration(nom), "particulier"))
        assert "recouvrement, 40" not in texte
        assert not re.search(r"indemnité forfaitaire|L\.\s441-10", texte)


def test_l_exemple_d_une_rupture_d_essai_ne_depasse_pas_l_essai() -> None:
    declaration = lire_declaration("rupture_essai")
    for valeurs in declaration.exemples.values():
        assert (
            valeurs["date_embauche"] < valeurs["date_notification"] < valeurs["date_fin"] <= valeurs["essai_fin"]
        )
    assert "indemnité compensatrice" not in texte_du_document(_rendu(declaration, "exemple"))
    assert "Le reste du délai, jusqu’au 21 décembre 2026" in _rendu_lu(declaration, "delai_non_execute")


def test_la_procedure_collective_ramene_le_delai_de_reflexion_a_quinze_jours() -> None:
    # Acte du 24 novembre 2026 : un mois, 24 décembre ; quinze jours, 9 décembre.
    declaration = lire_declaration("avenant")
    delais = {"motif_economique": date(2026, 12, 24), "procedure_collective": date(2026, 12, 9)}
    for variante, limite in delais.items():
        champs = champs_remplis(declaration.exemples[variante])
        formalites = formalites_a_faire("avenant", champs, date(2026, 11, 24))
        assert [limite] == [f.echeance for f in formalites if f.quoi.startswith("Fin du délai de réflexion")]
        assert ("un mois" in _rendu_lu(declaration, variante)) == (variante == "motif_economique")


def test_la_repartition_d_un_temps_partiel_n_est_exigee_qu_en_regime_commun() -> None:
    declaration = lire_declaration("cdi_temps_partiel")
    for regime, exigee in (("commun", True), ("aide_a_domicile", False), ("accord_amenagement", False)):
        valeurs = declaration.exemple | {
            "repartition": "",
            "repartition_regime": regime,
            "accord_amenagement": "x",
        }
        manquants = mentions_manquantes("cdi_temps_partiel", champs_remplis(valeurs), date(2026, 11, 24))
        assert exigee == any("répartition de la durée" in m.mention for m in manquants), regime
    assert "104 heures par mois" in _rendu_lu(declaration, "aide_a_domicile")


def test_le_poste_s_elide_devant_une_voyelle() -> None:
    assert "le poste d’assistante de vente" in _rendu_lu(lire_declaration("cdd"), "terme_imprecis")
    assert "le poste de vendeuse en boulangerie" in _rendu_lu(lire_declaration("cdd"), "exemple")


def _rendu_lu(declaration: Declaration, variante: str) -> str:
    return texte_du_document(_rendu(declaration, variante)).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("nom", "serie"),
    [
        ("cdd", "paie_cotisations.indemnite_fin_contrat"),
        ("cdi_forfait_jours", "contrats.renonciation_forfait_jours"),
        ("convention_stage", "paie_alternance.stage_part_du_plafond"),
    ],
)
def test_un_taux_ecrit_dans_un_modele_est_celui_du_bareme(nom: str, serie: str) -> None:
    texte = ressource(DOSSIER, f"{nom}.toml").read_text("utf-8").partition("[exemple")[0]
    taux = {Decimal(dit.replace(",", ".")) / 100 for dit in re.findall(r"(\d+(?:,\d+)?)[ \u00a0\u202f]%", texte)}
    assert {baremes.nombre(serie, date(2026, 11, 24))} == taux


def test_le_licenciement_ne_se_produit_jamais_en_lot() -> None:
    assert not lire_declaration("notification_licenciement").lot
    assert not lire_declaration("convocation_entretien_prealable").lot


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
        f.quoi.split(",")[0]: f.echeance
        for f in formalites_a_faire("cdd", champs_remplis(valeurs), date(2026, 11, 24))
    }
    assert date(2026, 11, 30) == dates["Déclaration préalable à l'embauche (DPAE)"]
    assert date(2026, 12, 3) == dates["Remettre le contrat signé"]
    assert date(2026, 12, 1) == dates["Inscrire l'embauche au registre unique du personnel"]
    assert date(2027, 3, 22) == dates["Fin du contrat : certificat de travail"]


def test_l_essai_le_plus_long_et_la_carence_sont_montres() -> None:
    # Du 1er décembre 2026 au 22 mars 2027 : 112 jours, seize semaines ; essai de 14 jours, tiers de 112 : 38.
    champs = champs_remplis(lire_declaration("cdd").exemple)
    controles = [f.quoi for f in formalites_a_faire("cdd", champs, date(2026, 11, 24)) if f.echeance is None]
    assert controles[0].startswith("Période d'essai")
    assert controles[0].endswith("; ici, 14 jours")
    assert controles[1].endswith("; ici, 38 jours")
    sans_terme = [c for c in champs if c.nom != "date_fin"]
    assert not any("ici," in f.quoi for f in formalites_a_faire("cdd", sans_terme, date(2026, 11, 24)))


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
    fichiers.append(tmp_path / "lettre_simple-six_lignes.docx")
    six_lignes = lire_declaration("lettre_simple").exemple | SIX_LIGNES
    fichiers[-1].write_bytes(compiler(ressource(DOSSIER, "lettre_simple.docx")).rendre(six_lignes))
    pdfs = en_pdf(fichiers, tmp_path / "pdf")
    assert len(fichiers) == len(pdfs)
    for pdf in pdfs:
        if pdf.stem.partition("-")[0] not in LETTRES:
            continue
        gauche, droite, haut, bas = _encre(pdf)
        assert 100 <= gauche < droite <= 190, f"{pdf.name} : {gauche:.1f}–{droite:.1f} mm"
        assert 55 <= haut < bas <= 79, f"{pdf.name} : {haut:.1f}–{bas:.1f} mm"
        if "six_lignes" in pdf.stem:
            lu = subprocess.run(
                ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
            )
            assert {"Société", "Madame", "Entrée", "Zone", "1234", "CEDEX"} <= set(lu.stdout.split())
            assert bas - haut > 20, "six lignes étaient attendues"


def _encre(pdf: Path) -> tuple[float, float, float, float]:
    """Bornes, en millimètres, de l'encre dans la zone que la fenêtre peut montrer : x 90–200, y 44–90."""
    page = subprocess.run(
        ["pdftoppm", "-r", str(PPP), "-gray", "-f", "1", "-l", "1", str(pdf)], capture_output=True, check=True
    ).stdout
    entete = re.match(rb"P5\s+(\d+) (\d+)\s+255\s", page)
    assert entete is not None
    largeur, points = int(entete[1]), page[entete.end() :]
    x0, x1, y0, y1 = (round(mm * PPP / 25.4) for mm in (90, 200, 44, 90))
    zone = [points[y * largeur + x0 : y * largeur + x1] for y in range(y0, y1)]
    lignes = [rang for rang, ligne in enumerate(zone) if min(ligne) < CLAIR]
    assert lignes, f"{pdf.name} : pas d'adresse dans la fenêtre"
    colonnes = [rang for rang, colonne in enumerate(zip(*zone, strict=True)) if min(colonne) < CLAIR]
    bornes = (x0 + colonnes[0], x0 + colonnes[-1] + 1, y0 + lignes[0], y0 + lignes[-1] + 1)
    gauche, droite, haut, bas = (borne * 25.4 / PPP for borne in bornes)
    return gauche, droite, haut, bas
