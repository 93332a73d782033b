"""Les messages : adresses hostiles, en-têtes, pièces jointes ; relus par un lecteur qui n'est pas le nôtre."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from tableur.courriers.courriel.campagne import Courriel, csv_d_envoi, ecrire_eml
from tableur.courriers.courriel.journal import ouvrir_journal_des_envois
from tableur.courriers.courriel.message import Expediteur, MessageRefuse, adresse_de, octets_de
from tableur.courriers.courriel.modele import ModeleDeMessage, lire_modele
from tableur.courriers.prospection import Prospection, Public
from tableur.socle.erreurs import Refus, ValeurInvalide
from tests.courriers.courriel.boite import LE, campagne, personnes


def eml(essai: object, rang: int = 1) -> bytes:
    from tableur.courriers.courriel.campagne import Campagne

    assert isinstance(essai, Campagne)
    (courriel,) = essai.courriels([rang])
    return octets_de(essai.message(courriel, LE))


def contenu(message: EmailMessage, genre: str) -> str:
    corps = message.get_body((genre,))
    assert corps is not None
    return str(corps.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize(
    "texte",
    [
        "a@x.fr, b@y.fr", "a@x.fr; b@y.fr",
        "a@x.fr b@y.fr", "a@x.fr\r\nBcc: b@y.fr", "Marie <a@x.fr>", "a@", "@x.fr",
        "a@x", "a", "", "  ", "été@x.fr", "a@été.fr", "a@x..fr", "a@@x.fr",
        "a@x.fr\x00", "a@x.fr\u2028b", '"a@x.fr',
        "groupe:a@x.fr;", "a@-x.fr", "a@x.fr,", "(c)a@x.fr", "a..b@x.fr",
    ],
)  # fmt: skip
def test_une_adresse_hostile_est_refusee(texte: str) -> None:
    with pytest.raises(ValeurInvalide):
        adresse_de(texte)


@pytest.mark.parametrize("texte", ["a@x.fr", " prenom.nom+suivi@sous.exemple.fr ", "o'brien@exemple.fr"])
def test_une_adresse_simple_est_prise(texte: str) -> None:
    assert texte.strip() == str(adresse_de(texte))


def test_deux_adresses_dans_une_cellule_ecartent_la_ligne_et_les_autres_continuent(tmp_path: Path) -> None:
    lignes: list[dict[str, object]] = [*personnes(2), {"courriel": "a@x.fr, b@y.fr", "nom": "Deux"}]
    examen = campagne(tmp_path, lignes).examiner(LE)
    assert (3, [1, 2], [3]) == (examen.lues, examen.bons, [ecart.rang for ecart in examen.ecarts])
    assert (
        "une seule adresse de courriel est attendue, sans nom : « a@x.fr, b@y.fr » reçu" == examen.ecarts[0].raison
    )


def test_un_saut_de_ligne_dans_l_objet_ecarte_la_ligne(tmp_path: Path) -> None:
    examen = campagne(tmp_path, [{"courriel": "a@x.fr", "nom": "Marie\r\nBcc: b@y.fr"}]).examiner(LE)
    assert [] == examen.bons
    assert "doit tenir sur une ligne" in examen.ecarts[0].raison


def test_un_champ_vide_ou_inconnu_ne_fait_jamais_un_blanc(tmp_path: Path) -> None:
    lignes: list[dict[str, object]] = [{"courriel": "a@x.fr", "nom": ""}]
    examen = campagne(tmp_path, lignes).examiner(LE)
    assert "le champ « nom » est vide" in examen.ecarts[0].raison


def test_un_message_se_relit_par_la_bibliotheque_standard(tmp_path: Path) -> None:
    from email import message_from_bytes, policy

    (tmp_path / "Relevé d'été.pdf").write_bytes(b"%PDF-1.4 essai")
    expediteur = Expediteur("marie@atelier-roux.fr", "Atelier Roux & Fils", "contact@atelier-roux.fr")
    lignes: list[dict[str, object]] = [{"courriel": "a@x.fr", "nom": "Élodie <b> & Cie"}]
    essai = campagne(
        tmp_path, lignes, html="<p>Bonjour {{ nom }}</p>", pieces=("Relevé d'été.pdf",), expediteur=expediteur
    )
    octets = eml(essai)
    message = message_from_bytes(octets, policy=policy.default)
    assert octets.isascii()
    assert [] == message.defects
    assert ("a@x.fr", "Pour Élodie <b> & Cie") == (message["To"], message["Subject"])
    (de,) = message["From"].addresses
    assert ("Atelier Roux & Fils", "marie@atelier-roux.fr") == (de.display_name, de.addr_spec)
    assert "contact@atelier-roux.fr" == message["Reply-To"]
    assert "Bonjour Élodie <b> & Cie,\nÀ bientôt.\n" == contenu(message, "plain")
    assert "<p>Bonjour Élodie &lt;b&gt; &amp; Cie</p>\n" == contenu(message, "html")
    (piece,) = message.iter_attachments()
    assert ("Relevé d'été.pdf", b"%PDF-1.4 essai") == (piece.get_filename(), piece.get_content())
    assert message["Bcc"] is None
    assert octets == eml(essai)


def test_le_message_id_ne_depend_que_de_la_campagne_et_de_la_cle(tmp_path: Path) -> None:
    lignes = personnes(2)
    premier, second = campagne(tmp_path, lignes), campagne(tmp_path, lignes[::-1])
    assert premier.message_id("p1@exemple.fr") == second.message_id("p1@exemple.fr")
    assert premier.message_id("p1@exemple.fr") != premier.message_id("p2@exemple.fr")
    assert premier.message_id("x").endswith("@atelier-roux.fr>")


@pytest.mark.parametrize("piece", ["../secret.pdf", "/etc/hostname", "absent.pdf", "a\nb.pdf"])
def test_une_piece_qui_sort_du_dossier_ou_manque_ecarte_la_ligne(tmp_path: Path, piece: str) -> None:
    dossier = tmp_path / "pieces"
    dossier.mkdir()
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    lignes: list[dict[str, object]] = [{"courriel": "a@x.fr", "nom": "A", "pièce": piece}]
    examen = campagne(dossier, lignes, pieces=("{{ pièce }}",)).examiner(LE)
    assert [] == examen.bons
    assert "pièce jointe" in examen.ecarts[0].raison


def test_des_pieces_trop_grosses_ecartent_la_ligne(tmp_path: Path) -> None:
    for nom in ("a.pdf", "b.pdf"):
        (tmp_path / nom).write_bytes(b"x" * 600_000)
    examen = campagne(tmp_path, personnes(1), pieces=("a.pdf", "b.pdf"), taille_maximale=1 << 20).examiner(LE)
    assert ["Les pièces jointes passent 1 Mo, à « b.pdf » : les alléger."] == [e.raison for e in examen.ecarts]


def test_les_eml_s_ecrivent_et_un_eml_retouche_reste(tmp_path: Path) -> None:
    essai = campagne(tmp_path, personnes(2))
    with ouvrir_journal_des_envois(tmp_path, "essai") as journal:
        faits, laisses = ecrire_eml(essai, [1, 2], tmp_path / "eml", journal, LE, brouillons=True)
        assert (2, []) == (len(faits), laisses)
        assert b"X-Unsent: 1" in faits[0].read_bytes()
        faits[0].write_bytes(b"main")
        faits, laisses = ecrire_eml(essai, [1, 2], tmp_path / "eml", journal, LE, brouillons=True)
    assert (1, [1]) == (len(faits), [ecart.rang for ecart in laisses])
    assert [b"main"] == [f.read_bytes() for f in (tmp_path / "eml").iterdir() if f.name.startswith("00001")]


def test_le_csv_n_a_pas_de_formule(tmp_path: Path) -> None:
    lignes: list[dict[str, object]] = [{"courriel": "a@x.fr", "nom": "=CMD()"}]
    texte = csv_d_envoi(campagne(tmp_path, lignes, objet="{{ nom }}"), [1])
    assert ";'=CMD();" in texte


def test_un_doublon_d_adresse_ou_de_cle_est_ecarte(tmp_path: Path) -> None:
    lignes = [*personnes(1), *personnes(1)]
    assert [1] == campagne(tmp_path, lignes).examiner(LE).bons
    numerotees = [{**ligne, "facture": f"F{n}"} for n, ligne in enumerate(lignes)]
    assert [1, 2] == campagne(tmp_path, numerotees, cle="facture").examiner(LE).bons


def exiger(public: Public, texte: str) -> None:
    """Refuse un texte de prospection à qui manque une mention."""
    colonnes = ["opposition", "consentement"]
    Prospection.pour("courriel", public, le=LE.date(), colonnes=colonnes, textes={"texte": texte})


def test_la_prospection_exige_colonnes_texte_et_consentement(tmp_path: Path) -> None:
    with pytest.raises(Refus) as refus:
        Prospection.pour("courriel", "particuliers", le=LE.date(), colonnes=["courriel", "nom"])
    assert ["Opposition", "Consentement"] == [anomalie.attendu for anomalie in refus.value.anomalies]
    lignes: list[dict[str, object]] = [
        {"courriel": "a@x.fr", "nom": "A", "Opposition": "", "Consentement": "oui"},
        {"courriel": "b@x.fr", "nom": "B", "Opposition": "oui", "Consentement": "oui"},
        {"courriel": "c@x.fr", "nom": "C", "Opposition": "", "Consentement": ""},
        {"courriel": "d@x.fr", "nom": "D", "Opposition": "bof", "Consentement": "oui"},
    ]
    regles = Prospection.pour("courriel", "particuliers", le=LE.date(), colonnes=lignes[0])
    assert [1] == campagne(tmp_path, lignes, prospection=regles).examiner(LE).bons
    with pytest.raises(Refus, match="ne dit pas l'origine"):
        exiger("particuliers", "Nos offres. Pour ne plus recevoir nos offres, répondez STOP.")
    origine = "Vos coordonnées proviennent de notre fichier."
    exiger("particuliers", f"{origine} Pour ne plus recevoir nos offres : STOP.")
    exiger("clients", "Désinscription en un clic.")


@pytest.mark.parametrize(
    "nom", ["Opposition", "Ne pas contacter", "STOP PUB", "Liste rouge", "Refus de prospection"]
)
def test_une_opposition_dite_par_n_importe_quelle_colonne_ecarte(nom: str) -> None:
    regles = Prospection.pour("lettre", "particuliers", le=LE.date(), colonnes=["Désinscrit", "nom", nom])
    assert regles.raison_d_ecart({"Désinscrit": "", "nom": "A", nom: "non"}) is None
    assert nom in str(regles.raison_d_ecart({"Désinscrit": "non", "nom": "A", nom: "oui"}))
    assert "Désinscrit" in str(regles.raison_d_ecart({"Désinscrit": "oui", "nom": "A", nom: ""}))


@pytest.mark.parametrize("texte", ["Une création d'origine française.", "Nos offres.", "Adresse : 3 rue Foch."])
def test_un_texte_qui_ne_dit_pas_d_ou_viennent_les_coordonnees_est_refuse(texte: str) -> None:
    with pytest.raises(Refus, match="ne dit pas l'origine"):
        exiger("particuliers", f"{texte} Désinscription : STOP.")


def test_le_desabonnement_est_dans_l_en_tete(tmp_path: Path) -> None:
    de = Expediteur("m@x.fr", desinscription="mailto:stop@x.fr")
    assert b"List-Unsubscribe: <mailto:stop@x.fr>" in eml(campagne(tmp_path, personnes(1), expediteur=de))
    with pytest.raises(Refus, match="désinscription"):
        Expediteur("m@x.fr", desinscription="javascript:x")


def test_un_modele_de_message_se_lit(tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_text(
        "À : {{ mél }}\nObjet : Facture {{ n° }}\nPièce : a.pdf\nPièce : b.pdf\n\n"
        "Bonjour «nom»,\n{% if ville %}\nà {{ ville }}\n{% endif %}\nFin\n",
        encoding="utf-8",
    )
    source = lire_modele(tmp_path / "m.txt")
    modele = ModeleDeMessage(source, ["mél", "n°", "nom", "ville"])
    rendu = modele.rendre({"mél": "a@x.fr", "n°": "F1", "nom": "Roux", "ville": "Rennes"})
    assert ("a@x.fr", "Facture F1", "Bonjour Roux,\nà Rennes\nFin\n") == (rendu.a, rendu.objet, rendu.texte)
    assert ("a.pdf", "b.pdf") == rendu.pieces
    assert "Bonjour Roux,\nFin\n" == modele.rendre({"mél": "a@x.fr", "n°": "1", "nom": "Roux", "ville": ""}).texte


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("Sujet : x\n\ny", "n'est pas un en-tête attendu"),
        ("À : x\n\ny", "L'objet manque"),
        ("Objet : x\n", "Le texte manque"),
        ("Objet : {{ cycler.__init__() }}\n\ny", "m.txt"),
    ],
)
def test_un_mauvais_modele_est_refuse(tmp_path: Path, texte: str, phrase: str) -> None:
    (tmp_path / "m.txt").write_text(texte, encoding="utf-8")
    with pytest.raises(Refus, match=phrase):
        ModeleDeMessage(lire_modele(tmp_path / "m.txt"), ["courriel"])


def test_un_message_refuse_dit_sa_raison(tmp_path: Path) -> None:
    essai = campagne(tmp_path, personnes(1))
    (courriel,) = essai.courriels([1])
    absent = Courriel(1, "x", courriel.rendu, (tmp_path / "absent.pdf",))
    with pytest.raises(MessageRefuse, match="ne se lit pas"):
        essai.message(absent, LE)
