"""Les commandes des courriers, comme une personne les lance : données, comptes, règles, reprise, hostilité."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook, load_workbook

from tableur.cli.execution import executer
from tableur.courriers.pdf import en_pdf
from tableur.fichiers.libreoffice import ConversionIncomplete
from tests.courriers.fabrique import modele, p, paragraphes, tableau

RACINE = Path(__file__).resolve().parents[2]
CSV = """Réf;Nom;Adresse;CP;Ville;Date;Solde
C1;Martin & Fils;12, rue de l'Église;01000;Bourg-en-Bresse;01/01/2026;1234,56
C2;AT&T <b>;3 av. Foch;35000;Rennes;15/02/2026;10
C3;;3 av. Foch;35000;Rennes;15/02/2026;10
C2;Double;x;35000;Rennes;15/02/2026;10
C4;../../etc/passwd;3 av. Foch;75001;Paris;15/02/2026;10
"""


class Issue(NamedTuple):
    """Ce qu'une commande a donné."""

    code: int
    sortie: str
    erreurs: str


Lancer = Callable[..., Issue]


@pytest.fixture
def lancer(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lancer:
    """Lance la commande dans ce processus, depuis un dossier jetable."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    monkeypatch.chdir(tmp_path)

    def lancer_la_commande(*mots: str, entree: str = "") -> Issue:
        monkeypatch.setattr(sys, "stdin", io.StringIO(entree))
        code = executer(list(mots))
        return Issue(code, *capsys.readouterr())

    return lancer_la_commande


@pytest.fixture
def lettre(tmp_path: Path) -> Path:
    """Une lettre avec deux variantes."""
    fichier = tmp_path / "lettre.docx"
    fichier.write_bytes(
        modele(
            p("{{ nom }}"),
            p("{{ adresse }}"),
            p("{{ cp }} {{ ville }}"),
            p("Le {{ date | date_longue }}, {{ solde | montant }}"),
            p("{%p if ville == 'Rennes' %}"),
            p("Venez à l'agence."),
            p("{%p endif %}"),
            en_tete=p("Réf {{ ref }}"),
        )
    )
    return fichier


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """Cinq clients, dont un sans nom et un en double."""
    fichier = tmp_path / "clients.csv"
    fichier.write_text(CSV, encoding="utf-8")
    return fichier


def _classeur(chemin: Path, feuilles: dict[str, list[list[object]]]) -> Path:
    classeur = Workbook()
    del classeur["Sheet"]
    for nom, lignes in feuilles.items():
        feuille = classeur.create_sheet(nom)
        for ligne in lignes:
            feuille.append(ligne)
    classeur.save(chemin)
    return chemin


def test_un_lot_dit_ses_trois_comptes_et_garde_les_textes_tels_que_tapes(
    lancer: Lancer, lettre: Path, clients: Path, tmp_path: Path
) -> None:
    issue = lancer(
        "publipostage",
        "lancer",
        str(lettre),
        str(clients),
        "--sortie",
        "o",
        "--cle",
        "ref",
        "--nom",
        "{{ ref }} - {{ nom }}",
        "--json",
    )
    bilan = json.loads(issue.sortie)
    assert (5, 3, 0) == (bilan["lues"], bilan["produits"], bilan["inchanges"])
    assert [("doublon", 5), ("erreur", 4)] == [(la["genre"], la["ligne"]) for la in bilan["laissees"]]
    noms = {"C1 - Martin & Fils.docx", "C2 - AT&T _b_.docx", "C4 - .._.._etc_passwd.docx"}
    assert noms == {f.name for f in (tmp_path / "o").glob("*.docx")}
    lus = paragraphes((tmp_path / "o" / "C2 - AT&T _b_.docx").read_bytes())
    assert ["AT&T <b>", "3 av. Foch", "35000 Rennes"] == lus[:3]
    premiere = paragraphes((tmp_path / "o" / "C1 - Martin & Fils.docx").read_bytes())
    assert ["01000 Bourg-en-Bresse", "Le 1er\u00a0janvier 2026, 1\u202f234,56\u00a0€"] == premiere[2:4]
    assert 1 == issue.code


def test_reprendre_ne_refait_rien_et_le_journal_dit_tout(lancer: Lancer, lettre: Path, clients: Path) -> None:
    mots = ("publipostage", "lancer", str(lettre), str(clients), "--sortie", "o", "--cle", "ref")
    lancer(*mots)
    reprise = json.loads(lancer("publipostage", "reprendre", "o", "--json").sortie)
    assert (5, 0, 3) == (reprise["lues"], reprise["produits"], reprise["inchanges"])
    journal = json.loads(lancer("publipostage", "journal", "o", "--json").sortie)
    assert ["produit", "produit", "erreur", "produit"] == [i["etat"] for i in journal]


def test_reprendre_un_dossier_sans_lot_est_refuse(lancer: Lancer, tmp_path: Path) -> None:
    issue = lancer("publipostage", "reprendre", str(tmp_path))
    assert 2 == issue.code
    assert "pas de publipostage à reprendre" in issue.erreurs


def test_l_apercu_montre_les_laissees_et_les_variantes(lancer: Lancer, lettre: Path, clients: Path) -> None:
    issue = lancer("publipostage", "apercu", str(lettre), str(clients), "--cle", "ref", "--json")
    vu = json.loads(issue.sortie)
    assert (5, 3, 1) == (vu["lues"], vu["produites"], vu["doublons"])
    assert ["première lettre, adresse la plus longue, variante 1 (2 lettres)", "variante 2 (1 lettre)"] == [
        lettre_["titre"] for lettre_ in vu["lettres"]
    ]
    assert "Nom" == vu["laissees"][1]["champ"]


def test_treize_laissees_de_trois_cents_sont_toutes_dites(lancer: Lancer, lettre: Path, tmp_path: Path) -> None:
    lignes = ["Réf;Nom;Adresse;CP;Ville;Date;Solde"]
    noms = ["" if n % 25 == 7 or n == 299 else f"Nom {n}" for n in range(300)]
    lignes += [f"R{n:03d};{nom};x;35000;Rennes;01/02/2026;5" for n, nom in enumerate(noms)]
    (tmp_path / "trois_cents.csv").write_text("\n".join(lignes), encoding="utf-8")
    issue = lancer("publipostage", "apercu", str(lettre), "trois_cents.csv", "--cle", "ref")
    assert issue.sortie.startswith("300 lignes lues, 13 laissées de côté, 287 lettres.")
    assert 13 == issue.sortie.count("• trois_cents.csv, ligne")


def test_les_laissees_se_corrigent_par_un_csv(lancer: Lancer, lettre: Path, clients: Path, tmp_path: Path) -> None:
    base = (str(lettre), str(clients), "--cle", "ref")
    lancer("publipostage", "apercu", *base, "--a-corriger", "corriger.csv")
    texte = (tmp_path / "corriger.csv").read_text("utf-8-sig")
    corrige = [f"{ligne}Mme Durand" if ";Nom;" in ligne else ligne for ligne in texte.splitlines()]
    (tmp_path / "corriger.csv").write_text("\n".join(corrige), encoding="utf-8")
    issue = lancer("publipostage", "lancer", *base, "--sortie", "o", "--corrections", "corriger.csv", "--json")
    assert 4 == json.loads(issue.sortie)["produits"]
    assert CSV == clients.read_text("utf-8"), "les données ne changent pas"


def test_les_laissees_se_corrigent_dans_le_classeur_sans_rien_en_perdre(
    lancer: Lancer, lettre: Path, tmp_path: Path
) -> None:
    lignes: list[list[object]] = [list(ligne.split(";")) for ligne in CSV.splitlines()]
    fichier = _classeur(
        tmp_path / "clients.xlsx", {"Lisez-moi": [["Bonjour"]], "Clients": [["Liste"], [], *lignes]}
    )
    classeur = load_workbook(fichier)
    classeur["Clients"]["J4"] = "=LEN(B4)"
    classeur.save(fichier)
    issue = lancer(
        "publipostage",
        "apercu",
        str(lettre),
        str(fichier),
        "--feuille",
        "Clients",
        "--cle",
        "ref",
        "--corriger",
        entree="Mme Durand\n",
    )
    assert "1 cellule dans clients.xlsx" in issue.sortie
    assert "5 lignes lues, 1 laissée de côté, 4 lettres." in issue.sortie
    apres = load_workbook(fichier)
    assert "Mme Durand" == apres["Clients"]["B6"].value
    assert ["Bonjour", "=LEN(B4)"] == [apres["Lisez-moi"]["A1"].value, apres["Clients"]["J4"].value]
    assert 1 == len(list((tmp_path / "sauvegardes").glob("*.xlsx")))


def test_une_feuille_fille_est_reliee_par_la_cle(lancer: Lancer, tmp_path: Path) -> None:
    fichier = _classeur(
        tmp_path / "factures.xlsx",
        {
            "Factures": [["N°", "Client", "CP"], ["F1", "Martin", 1000], ["F2", "Durand", 35000]],
            "Lignes": [
                ["N°", "Libellé", "Prix"],
                ["F1", "Vis", 2.5],
                ["F1", "Clou", 1],
                ["F2", "Écrou", 3],
                ["F9", "?", 0],
            ],
        },
    )
    (tmp_path / "f.docx").write_bytes(
        modele(p("{{ client }} {{ cp }}"), tableau(("{{ lignes.libelle }}", "{{ lignes.prix | montant }}")))
    )
    mots = (
        "publipostage",
        "lancer",
        "f.docx",
        str(fichier),
        "--feuille",
        "Factures",
        "--cle",
        "n°",
        "--sortie",
        "o",
    )
    issue = lancer(*mots, "--nom", "{{ n° }}", "--json")
    bilan = json.loads(issue.sortie)
    assert (3, 2) == (bilan["lues"], bilan["produits"]), bilan
    assert ["aucune ligne n'a la clé « F9 »"] == [la["raison"] for la in bilan["laissees"]]
    lus = paragraphes((tmp_path / "o" / "F1.docx").read_bytes())
    assert ["Martin 01000", "Vis", "2,50\u00a0€", "Clou", "1,00\u00a0€"] == lus


def test_un_json_donne_ses_tables_filles_et_ses_dates(lancer: Lancer, tmp_path: Path) -> None:
    objets = [{"ref": "A", "le": "2026-01-01", "code": "01000", "lignes": [{"x": 1.10}, {"x": 2}]}]
    (tmp_path / "d.json").write_text(json.dumps(objets), encoding="utf-8")
    (tmp_path / "m.docx").write_bytes(modele(p("{{ le | date_longue }} {{ code }}"), tableau(("{{ lignes.x }}",))))
    assert 0 == lancer("document", "produire", "m.docx", "--donnees", "d.json", "--sortie", "s.docx").code
    assert ["1er\u00a0janvier 2026 01000", "1,1", "2"] == paragraphes((tmp_path / "s.docx").read_bytes())


@pytest.mark.parametrize(
    "contenu", ["[" * 700 + "]" * 700, "[" * 90000, '{"a": 1}', "[1]", "[]", '[{"a": NaN}]', "pas du json", ""]
)
def test_un_json_hostile_ou_faux_est_refuse_en_une_phrase(lancer: Lancer, tmp_path: Path, contenu: str) -> None:
    (tmp_path / "d.json").write_text(contenu, encoding="utf-8")
    (tmp_path / "m.docx").write_bytes(modele(p("{{ a }}")))
    issue = lancer("publipostage", "lancer", "m.docx", "d.json", "--sortie", "o")
    assert 2 == issue.code
    assert "d.json" in issue.erreurs
    assert "inattendue" not in issue.erreurs


def test_un_seul_fichier_trie_et_choisit(lancer: Lancer, lettre: Path, clients: Path, tmp_path: Path) -> None:
    mots = ("publipostage", "lancer", str(lettre), str(clients), "--un-seul", "--ou", "ville <> 'Rennes'")
    issue = lancer(*mots, "--trier", "nom", "--sortie", "tous.docx", "--json")
    bilan = json.loads(issue.sortie)
    assert (5, 2, 3) == (bilan["lues"], bilan["produits"], len(bilan["laissees"]))
    assert 0 == issue.code, "la condition n'est pas une anomalie"
    lus = paragraphes((tmp_path / "tous.docx").read_bytes())
    assert ["../../etc/passwd", "Martin & Fils"] == [t for t in lus if t in ("../../etc/passwd", "Martin & Fils")]


PROSPECTION = (
    p("{{ nom }}, découvrez notre offre."),
    p("Vos coordonnées proviennent du fichier public des entreprises."),
    p("Vous pouvez vous opposer à recevoir nos offres : ecrire@exemple.fr."),
)


@pytest.mark.parametrize(
    ("corps", "entetes", "manque"),
    [
        (PROSPECTION, "Nom", "sans la colonne « Opposition »"),
        (PROSPECTION[:2], "Nom;Opposition", "le moyen de s'opposer"),
        ((PROSPECTION[0], PROSPECTION[2]), "Nom;Opposition", "l'origine des coordonnées"),
    ],
)
def test_une_prospection_sans_ses_gardes_est_refusee(
    lancer: Lancer, tmp_path: Path, corps: tuple[str, ...], entetes: str, manque: str
) -> None:
    (tmp_path / "offre.docx").write_bytes(modele(*corps))
    (tmp_path / "offre.toml").write_text('titre = "Offre"\nprospection = true\n', encoding="utf-8")
    suite = ";non" * entetes.count(";")
    (tmp_path / "p.csv").write_text(f"{entetes}\nDurand{suite}\nMartin{suite}\n")
    issue = lancer("publipostage", "lancer", "offre.docx", "p.csv", "--sortie", "o")
    assert 2 == issue.code
    assert manque in issue.erreurs
    assert "cité de mémoire" in issue.erreurs


def test_une_personne_opposee_ne_recoit_pas_la_prospection(lancer: Lancer, tmp_path: Path) -> None:
    (tmp_path / "offre.docx").write_bytes(modele(*PROSPECTION))
    (tmp_path / "p.csv").write_text("Nom;Opposition\nDurand;non\nMartin;oui\nPetit;\n")
    mots = ("publipostage", "lancer", "offre.docx", "p.csv", "--sortie", "o", "--prospection", "--json")
    bilan = json.loads(lancer(*mots).sortie)
    assert (2, ["prospection"]) == (bilan["produits"], [la["genre"] for la in bilan["laissees"]])


def test_une_relance_n_est_pas_une_prospection_mais_epargne_les_consommateurs(
    lancer: Lancer, tmp_path: Path
) -> None:
    texte = "Une indemnité forfaitaire de recouvrement de 40 € est due."
    (tmp_path / "relance.docx").write_bytes(modele(p("{{ nom }}"), p(texte)))
    (tmp_path / "c.csv").write_text("Nom;Type de client\nDurand;particulier\nMartin SARL;professionnel\n")
    mots = ("publipostage", "lancer", "relance.docx", "c.csv", "--sortie", "o", "--json")
    bilan = json.loads(lancer(*mots).sortie)
    assert (1, ["droit"]) == (bilan["produits"], [la["genre"] for la in bilan["laissees"]])
    assert "D441-5" in bilan["laissees"][0]["raison"]
    seule = lancer(
        "document", "produire", "relance.docx", "--donnees", "c.csv", "--ligne", "1", "--sortie", "x.docx"
    )
    assert 2 == seule.code


@pytest.mark.parametrize("declaration", ['lot = false\ntitre = "Lettre de licenciement"\n', ""])
def test_un_licenciement_n_est_jamais_en_lot(lancer: Lancer, tmp_path: Path, declaration: str) -> None:
    (tmp_path / "l.docx").write_bytes(modele(p("{{ nom }}, nous vous notifions votre licenciement.")))
    if declaration:
        (tmp_path / "l.toml").write_text(declaration, encoding="utf-8")
    (tmp_path / "c.csv").write_text("Réf;Nom\n1;Durand\n2;Martin\n")
    for verbe in (["lancer"], ["lancer", "--un-seul"], ["apercu"]):
        issue = lancer("publipostage", verbe[0], "l.docx", "c.csv", "--sortie", "o", *verbe[1:])
        assert 2 == issue.code
        assert "jamais en lot" in issue.erreurs
    assert 0 == lancer("document", "produire", "l.docx", "--donnees", "c.csv", "--ligne", "2").code


def test_verifier_suggere_la_colonne_et_annote(lancer: Lancer, tmp_path: Path, clients: Path) -> None:
    (tmp_path / "m.docx").write_bytes(modele(p("{{ nomm }} {{ ville }}")))
    issue = lancer("modele", "verifier", "m.docx", str(clients), "--annoter", "a.docx")
    assert 1 == issue.code
    assert "peut-être « Nom »" in issue.sortie
    assert "Colonnes non employées" in issue.sortie
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert "peut-être" in archive.read("word/comments.xml").decode()
    assert ["nomm", "ville"] == json.loads(lancer("modele", "champs", "m.docx", "--json").sortie)


def test_lister_accepte_un_dossier_absent_et_creer_dit_ce_qui_existe(lancer: Lancer) -> None:
    assert 0 == lancer("modele", "lister").code
    issue = lancer("modele", "creer", "inconnu_entre_tous")
    assert 2 == issue.code
    assert "Il n'y a pas de modèle" in issue.erreurs


def test_creer_copie_le_modele_et_sa_declaration(
    lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tableur.actions import modeles_de_courrier

    livres = tmp_path / "livres"
    livres.mkdir()
    (livres / "relance.docx").write_bytes(modele(p("{{ nom }}")))
    (livres / "relance.toml").write_text('titre = "Relance"\nlot = false\n', encoding="utf-8")
    monkeypatch.setattr(modeles_de_courrier, "dossier_de_ressources", lambda nom: livres)
    assert "relance  Relance\n" == lancer("modele", "lister").sortie
    assert 0 == lancer("modele", "creer", "relance", "--sortie", "ma_relance.docx").code
    assert (livres / "relance.docx").read_bytes() == (tmp_path / "ma_relance.docx").read_bytes()
    assert (tmp_path / "ma_relance.toml").is_file()
    assert 2 == lancer("modele", "creer", "relance", "--sortie", "ma_relance.docx").code


def _bombe() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (80 << 20))
    return tampon.getvalue()


HOSTILES: dict[str, Callable[[], bytes]] = {
    "bombe": _bombe,
    "code": lambda: modele(p("{{ ''.__class__ }}")),
    "macro": lambda: modele(
        p("x"),
        types='<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        membres={"word/vbaProject.bin": "x"},
    ),
    "image": lambda: modele(
        p("x"),
        relations='<Relationship Id="rId9" TargetMode="External" Target="http://127.0.0.1/a.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>',
    ),
    "autre": lambda: b"pas un document",
}


@pytest.mark.parametrize("nom", HOSTILES)
@pytest.mark.parametrize("verbe", ["lancer", "apercu"])
def test_un_modele_hostile_est_refuse_en_une_phrase(
    lancer: Lancer, tmp_path: Path, clients: Path, nom: str, verbe: str
) -> None:
    (tmp_path / "h.docx").write_bytes(HOSTILES[nom]())
    issue = lancer("publipostage", verbe, "h.docx", str(clients), "--sortie", "o")
    assert 2 == issue.code
    assert issue.erreurs.strip()
    assert "Traceback" not in issue.erreurs
    assert "inattendue" not in issue.erreurs
    assert not list(tmp_path.glob("o/*.docx"))


def test_soixante_quatre_pdf_par_deux_libreoffice_et_le_fautif_est_nomme(tmp_path: Path) -> None:
    fichiers = [tmp_path / f"d{n:02d}.docx" for n in range(64)]
    for n, fichier in enumerate(fichiers):
        fichier.write_bytes(modele(p(f"Lettre {n}"))[: 600 if n == 40 else None])
    with pytest.raises(ConversionIncomplete, match="d40") as refus:
        en_pdf(fichiers, tmp_path / "pdf")
    assert [f.stem for f in fichiers if f.stem != "d40"] == sorted(f.stem for f in refus.value.produits)
    assert 63 == len(list((tmp_path / "pdf").glob("*.pdf")))


def _commande(*mots: str) -> list[str]:
    return [sys.executable, "-m", "tableur", *mots]


def test_douze_arrets_brutaux_puis_la_reprise_donnent_les_memes_octets(tmp_path: Path) -> None:
    nombre = 1500
    (tmp_path / "m.docx").write_bytes(modele(p("{{ ref }}"), p("{{ nom }}"), en_tete=p("{{ ref }}")))
    lignes = ["Réf;Nom", *(f"C{n:04d};{'' if n == 7 else f'Nom {n} & Cie'}" for n in range(nombre))]
    (tmp_path / "d.csv").write_text("\n".join(lignes), encoding="utf-8")
    environnement = {**os.environ, "PYTHONPATH": str(RACINE / "src"), "XDG_STATE_HOME": str(tmp_path / "etat")}
    base = ("publipostage", "lancer", "m.docx", "d.csv", "--cle", "ref", "--sortie")
    sans_panne = subprocess.run(
        _commande(*base, "temoin"), cwd=tmp_path, env=environnement, check=False, capture_output=True
    )
    assert 1 == sans_panne.returncode, sans_panne.stderr.decode()
    morts = 0
    for essai in range(12):
        mots = (*base, "o") if essai == 0 else ("publipostage", "reprendre", "o")
        processus = subprocess.Popen(
            _commande(*mots), cwd=tmp_path, env=environnement, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        avant, limite = len(list((tmp_path / "o").glob("*.docx"))), time.monotonic() + 30
        while processus.poll() is None and time.monotonic() < limite:
            if len(list((tmp_path / "o").glob("*"))) > avant + 37 * (essai % 3 + 1):
                processus.send_signal(signal.SIGKILL)
                break
            time.sleep(0.005)
        morts += processus.wait() == -signal.SIGKILL
    reprise = subprocess.run(
        _commande("publipostage", "reprendre", "o", "--json"),
        cwd=tmp_path,
        env=environnement,
        check=False,
        capture_output=True,
    )
    assert morts >= 8, "le lot doit avoir été tué en plein travail"
    assert (nombre, nombre - 1) == ((b := json.loads(reprise.stdout))["lues"], b["produits"] + b["inchanges"])
    attendus = {f.name: f.read_bytes() for f in (tmp_path / "temoin").glob("*.docx")}
    assert attendus == {f.name: f.read_bytes() for f in (tmp_path / "o").glob("*.docx")}
    assert not list((tmp_path / "o").glob("*.part"))


def test_l_identite_du_dossier_complete_les_lettres(lancer: Lancer, tmp_path: Path) -> None:
    reglages = ("identite.adresse=12 quai des Brumes", "identite.code_postal=01000", "identite.capital=20000")
    assert 0 == lancer("dossier", "creer", ".", "--nom", "Martin & Fils").code
    assert 0 == lancer("dossier", "regler", *reglages).code
    corps = p("{{ soc_nom }} {{ soc_adresse }} {{ soc_cp | code_postal }} {{ soc_capital | montant }} à {{ nom }}")
    (tmp_path / "m.docx").write_bytes(modele(corps))
    (tmp_path / "d.csv").write_text("nom\nAT&T\n", "utf-8")
    issue = lancer("publipostage", "lancer", "m.docx", "d.csv", "--sortie", "s", "--nom", "lettre")
    assert (0, "") == (issue.code, issue.erreurs)
    (paragraphe,) = paragraphes((tmp_path / "s" / "lettre.docx").read_bytes())
    attendu = "Martin & Fils 12 quai des Brumes 01000 20\u202f000,00\u00a0€ à AT&T"
    assert attendu == paragraphe
    assert 0 == lancer("modele", "verifier", "m.docx", "d.csv").code


def test_une_colonne_des_donnees_l_emporte_sur_l_identite_du_dossier(lancer: Lancer, tmp_path: Path) -> None:
    assert 0 == lancer("dossier", "creer", ".", "--nom", "Le dossier").code
    (tmp_path / "m.docx").write_bytes(modele(p("{{ soc_nom }}")))
    (tmp_path / "d.csv").write_text("Soc Nom\nL'autre\n", "utf-8")
    assert 0 == lancer("document", "produire", "m.docx", "--donnees", "d.csv", "--sortie", "x.docx").code
    assert ["L'autre"] == paragraphes((tmp_path / "x.docx").read_bytes())


def test_ce_que_seul_un_portail_produit_est_refuse_avec_son_nom(lancer: Lancer) -> None:
    issue = lancer("modele", "creer", "attestation_france_travail")
    assert 2 == issue.code
    assert "seul peut le produire" in issue.erreurs
    assert "modèles livrés" not in issue.erreurs


def test_verifier_admet_une_colonne_que_le_modele_prevoit_absente(lancer: Lancer, tmp_path: Path) -> None:
    (tmp_path / "m.docx").write_bytes(modele(p("{% if logo | d %}{{ logo }}{% endif %}{{ nom }}")))
    (tmp_path / "d.csv").write_text("nom\nDurand\n", "utf-8")
    assert 0 == lancer("modele", "verifier", "m.docx", "d.csv").code
    (tmp_path / "d.csv").write_text("prenom\nDurand\n", "utf-8")
    assert "« nom » n'est pas une colonne" in lancer("modele", "verifier", "m.docx", "d.csv").sortie
