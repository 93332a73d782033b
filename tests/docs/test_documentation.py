"""La documentation : les pages produites sont à jour, les liens mènent quelque part, rien d'étranger n'y est."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tableur.catalogue import recenser

RACINE = Path(__file__).parents[2]
DOCS = RACINE / "docs"
GUIDES = [
    "index",
    "installation",
    "premiers-pas",
    "stock",
    "tva",
    "fec",
    "paie",
    "controle-de-paie",
    "bulletins",
    "pilotage",
    "boutons",
    "excel",
    "courriers",
    "modeles",
    "classeurs",
    "courriel",
    "verifier",
    "declarer",
    "baremes",
    "erreurs",
    "dependances",
    "architecture",
]
A_LA_MAIN = [
    *(DOCS / f"{nom}.md" for nom in GUIDES),
    RACINE / "README.md",
    RACINE / "CONTRIBUTING.md",
    RACINE / "examples" / "LISEZMOI.md",
]
PRODUITES = [*sorted((DOCS / "formules").glob("*.md")), DOCS / "commandes.md"]

_LIEN = re.compile(r"\]\(([^)\s]+)\)")
_BLOC = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_ETRANGER = re.compile(r"/(?:work|root|home|tmp)/|https?://(?:localhost|127\.)")
_SANS_ACCENT = re.compile(
    r"\b(?:resultat|quantite|delai|methode|defaut|securite|periode|duree|unite|reference|numero|theorique)s?\b",
    re.IGNORECASE,
)


def _nom(page: Path) -> str:
    return str(page.relative_to(RACINE))


def _prose(page: Path) -> str:
    """Texte d'une page, sans ses blocs ni ses mots de code."""
    return _CODE.sub("", _BLOC.sub("", page.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def produire() -> ModuleType:
    """Le module docs/produire.py, hors du paquet."""
    plan = importlib.util.spec_from_file_location("produire", DOCS / "produire.py")
    assert plan is not None
    assert plan.loader is not None
    module = importlib.util.module_from_spec(plan)
    plan.loader.exec_module(module)
    return module


def test_les_pages_produites_sont_a_jour(produire: ModuleType) -> None:
    assert [] == produire.perimees(), "lancer make docs"


def test_chaque_formule_a_sa_page_et_chaque_action_sa_reference() -> None:
    commandes = (DOCS / "commandes.md").read_text(encoding="utf-8")
    catalogue = recenser("tableur.calculs", "tableur.actions")
    for fonction in catalogue.values():
        if fonction.marque.genre == "formule":
            page = (DOCS / "formules" / f"{fonction.nom}.md").read_text(encoding="utf-8")
            assert fonction.resume in page
            assert all(f"`{argument.nom}`" in page for argument in fonction.arguments)
        else:
            assert f"### `tableur {fonction.famille} {fonction.nom_de_commande}`" in commandes


def test_une_fiche_a_taper_tient_dans_la_plage_que_la_formule_cite(produire: ModuleType) -> None:
    """La plage montrée commençait par un en-tête que la formule ne couvrait pas : le dernier champ était perdu."""
    page = produire.pages()["formules/bulletin_de_paie.md"]
    cites = {debut: int(fin) for debut, fin in re.findall(r"([A-Z]+)1:[A-Z]+(\d+)", page)}
    for colonne, premier, dernier in (("A", "matricule", "sortie"), ("D", "effectif", "regime_particulier")):
        fiche = page.split(f"|   | {colonne} |")[1].split("\n\n")[0]
        rangs = re.findall(r"\*\*(\d+)\*\* \| (\w+)", fiche)
        assert (("1", premier), (str(cites[colonne]), dernier)) == (rangs[0], rangs[-1])


def test_chaque_fiche_dit_ce_que_veulent_dire_ses_colonnes(produire: ModuleType) -> None:
    page = produire.pages()["formules/bulletin_de_paie.md"]
    dites = page.split("### Colonnes de `variables`")[1].split("|")[0]
    assert "`indemnite_fin_contrat` vide se calcule à la fin d'un CDD" in dites
    assert "Args:" not in page


@pytest.mark.parametrize("page", [*A_LA_MAIN, *PRODUITES], ids=_nom)
def test_les_liens_relatifs_menent_a_un_fichier(page: Path) -> None:
    liens = [lien for lien in _LIEN.findall(_prose(page)) if not lien.startswith(("http://", "https://"))]
    assert [] == [lien for lien in liens if not (page.parent / lien.partition("#")[0]).exists()]


@pytest.mark.parametrize("page", [*A_LA_MAIN, *PRODUITES], ids=_nom)
def test_rien_d_une_machine_particuliere_n_est_ecrit(page: Path) -> None:
    assert [] == _ETRANGER.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", A_LA_MAIN, ids=_nom)
def test_la_prose_a_ses_accents(page: Path) -> None:
    assert [] == _SANS_ACCENT.findall(_prose(page))


@pytest.mark.parametrize("page", PRODUITES, ids=_nom)
def test_les_tables_ont_autant_de_cellules_que_d_en_tetes(page: Path) -> None:
    largeur = 0
    for ligne in page.read_text(encoding="utf-8").splitlines():
        cellules = len(re.findall(r"(?<!\\)\|", ligne)) if ligne.startswith("|") else 0
        assert not (largeur and cellules and largeur != cellules), ligne
        largeur = cellules


def test_chaque_bibliotheque_est_justifiee() -> None:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    exigees = [*projet["project"]["dependencies"], *projet["dependency-groups"]["dev"]]
    texte = (DOCS / "dependances.md").read_text(encoding="utf-8")
    noms = [re.split(r"[\s;<>=!~\[]", exigee, maxsplit=1)[0] for exigee in exigees]
    assert [] == [nom for nom in noms if nom not in texte]


def test_les_commandes_citees_dans_les_guides_existent(produire: ModuleType) -> None:
    commandes = (DOCS / "commandes.md").read_text(encoding="utf-8")
    connues = set(re.findall(r"^#+ `tableur ([^`]+)`$", commandes, re.MULTILINE))
    citees = set()
    for page in A_LA_MAIN:
        for cite in re.findall(r"tableur (?:stock|baremes|classeur) [a-z]+", page.read_text(encoding="utf-8")):
            citees.add(cite.removeprefix("tableur "))
    assert set() == citees - connues - set(produire.PAR_FORMULE)
