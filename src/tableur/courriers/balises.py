"""Balises d'un modèle, `{{ }}`, `{% %}`, `{# #}` et « Champ » collé : recollées, nettoyées, mises à l'abri.

Word coupe une balise au milieu (correcteur, mise en forme) et l'autocorrection française en change les guillemets,
les apostrophes et les espaces. Ici chaque balise est recollée, nettoyée, et remplacée dans le XML par un jeton ;
`Balises.rendre` remet à la fin le texte du modèle, sans que l'échappement du XML l'ait touché.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tableur.courriers.champs import ESPACE
from tableur.courriers.endroits import q
from tableur.courriers.instructions import Lexique
from tableur.courriers.noms import Colonnes, cle_de_champ

if TYPE_CHECKING:
    from lxml.etree import _Element

PARAGRAPHE_MAXIMAL = 50_000  # caractères d'un paragraphe à balises
JETON = re.compile("\ue0a0(\\d+)\ue0a1")
NIVEAU = re.compile(r"^\{([{%#])([-+]?)(tr|tc|p|r)\s+")

_BALISE = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|«(?P<champ>[^\s«»{}\ue0a0](?:[^«»{}\ue0a0]*[^\s«»{}\ue0a0])?)»", re.DOTALL
)
_OUVERTURE = re.compile(r"\{[{%#]")
_FERMETURE = re.compile(r"\}\}|%\}")
_POUR_DOCXTPL = re.compile(r"^\{[{%#](-|r\s)|-[%}#]\}$|^\{%\s*(colspan|cellbg|vm|hm)\b")
_BLANCS = re.compile("[\u00a0\u202f\u2009\u2007\t\n\r]")
_INVISIBLES = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_OUVRANTS = {
    '"': '"“”„',
    "“": '"”“',
    "”": '"”“',
    "„": '"”“',
    "«": "»",
    "'": "'",
    "‘": "’‘'",
    "’": "’‘'",
    "‚": "’‘'",
}
_SUITE_DE_MOT = re.compile(r"[^\W_]")
_MOT = re.compile(r"[\w°º№]+")
_LIEN = re.compile(r"\.?[\s'’-]{1,3}")
_TETE_LIBRE = re.compile(r"[^\W\d][\w°º№ '’.-]*")
_MOTS_MAXIMUM = 8
_SAUTS = {q("tab"): "\t", q("br"): "\n", q("cr"): "\n", q("noBreakHyphen"): "-", q("softHyphen"): ""}


@dataclass(frozen=True, slots=True)
class Balise:
    """Une balise mise à l'abri.

    Args:
        source: Texte du modèle, niveau ôté : « {% for l in lignes %} ».
        niveau: « tr », « tc », « p » si la balise vaut pour toute la rangée, la cellule ou le paragraphe.
        brute: Vrai si docxtpl doit la voir lui-même (`{{r`, `colspan`, `-%}`).
    """

    source: str
    niveau: str = ""
    brute: bool = False


class Balises:
    """Balises d'une partie, dans l'ordre où elles ont été trouvées."""

    def __init__(self, lexique: Lexique, colonnes: Colonnes | None, cles: frozenset[str]) -> None:
        """Retient le lexique, les colonnes connues, et les noms pliés des colonnes des tables filles."""
        self.lexique, self.colonnes, self.cles = lexique, colonnes, cles
        self.posees: list[Balise] = []

    def poser(self, balise: Balise) -> str:
        """Jeton à écrire à la place d'une balise."""
        self.posees.append(balise)
        return f"\ue0a0{len(self.posees) - 1}\ue0a1"

    def changer(self, numero: int, source: str) -> None:
        """Change le texte d'une balise posée."""
        ancienne = self.posees[numero]
        self.posees[numero] = Balise(source, ancienne.niveau, ancienne.brute)

    def rendre(self, texte: str, *, brutes: bool) -> str:
        """Texte où les jetons des balises brutes, ou des autres, sont redevenus des balises."""

        def source(trouve: re.Match[str]) -> str:
            balise = self.posees[int(trouve.group(1))]
            return balise.source if balise.brute is brutes else trouve.group()

        return JETON.sub(source, texte)

    def lire(self, brut: str) -> Balise:
        """Balise nettoyée, ses noms rendus lisibles."""
        texte = nettoyer(brut)
        brute = bool(_POUR_DOCXTPL.search(texte))
        niveau = ""
        trouve = NIVEAU.match(texte)
        if trouve and not brute:
            niveau = trouve.group(3)
            texte = f"{{{trouve.group(1)} {texte[trouve.end() :]}"
        ouvre, coeur, ferme = texte[:2], texte[2:-2], texte[-2:]
        if ouvre == "{{" and not brute:
            coeur = self._tete(coeur)
        if ouvre != "{#":
            coeur = hors_des_textes(coeur, self._noms_composes)
        return Balise(f"{ouvre}{coeur}{ferme}", niveau, brute)

    def chevron(self, libelle: str) -> Balise | None:
        """Balise d'un « Champ » tapé, si c'est une colonne connue."""
        if self.colonnes is None:
            return None
        table, point, colonne = libelle.partition(".")
        connue = self.colonnes.trouver(libelle) is not None or (
            point and self.colonnes.trouver(table) is not None and cle_de_champ(colonne) in self.cles
        )
        return Balise(f"{{{{ {self.lexique.reference(libelle)} }}}}") if connue else None

    def _tete(self, coeur: str) -> str:
        """Nom placé avant le premier filtre, s'il ne peut être qu'un nom : « N° client », « date d'entrée »."""
        tete, barre, filtres = coeur.partition("|")
        nom = tete.strip()
        if not _TETE_LIBRE.fullmatch(nom) or all(m.isidentifier() for m in nom.split(".")):
            return coeur
        connue = self.colonnes is not None and self.colonnes.trouver(nom) is not None
        if connue or not re.search(r"[\s-]", nom) or _est_un_nom(nom):
            return f" {self.lexique.reference(nom)} {barre}{filtres}"
        return coeur

    def _noms_composes(self, texte: str) -> str:
        """Remplace par un identifiant les noms de colonnes connus qui n'en sont pas un."""
        if self.colonnes is None:
            return texte
        dits: list[str] = []
        place = 0
        while (trouve := _MOT.search(texte, place)) is not None:
            fin = self._fin_du_nom(texte, trouve)
            dits.append(texte[place : trouve.start()])
            nom = texte[trouve.start() : fin]
            simple = nom.isidentifier() and "°" not in nom
            dits.append(
                nom if simple or (fin == trouve.end() and nom[0].isdigit()) else self.lexique.identifiant(nom)
            )
            place = fin
        return "".join([*dits, texte[place:]])

    def _fin_du_nom(self, texte: str, premier: re.Match[str]) -> int:
        """Fin du plus long nom de colonne qui commence à ce mot ; celle du mot s'il n'y en a pas."""
        fins = [premier.end()]
        while len(fins) < _MOTS_MAXIMUM:
            lien = _LIEN.match(texte, fins[-1])
            mot = _MOT.match(texte, lien.end()) if lien else None
            if mot is None:
                break
            fins.append(mot.end())
        for fin in reversed(fins[1:]):
            if self._est_connue(texte[premier.start() : fin]):
                return fin
        return premier.end()

    def _est_connue(self, nom: str) -> bool:
        return (self.colonnes is not None and self.colonnes.trouver(nom) is not None) or cle_de_champ(
            nom
        ) in self.cles


def mettre_a_l_abri(paragraphe: "_Element", balises: Balises) -> list[tuple[str, str]]:
    """Remplace par des jetons les balises d'un paragraphe, même coupées entre plusieurs morceaux.

    Args:
        paragraphe: Paragraphe ; les zones de texte qu'il contient ont les leurs.
        balises: Reçoit les balises.

    Returns:
        Règle et phrase de chaque faute : balise non fermée, champ inconnu.
    """
    atomes = _atomes(paragraphe)
    texte = "".join(t for _, t in atomes)
    if not _OUVERTURE.search(texte) and "«" not in texte and not _FERMETURE.search(texte):
        return []
    if len(texte) > PARAGRAPHE_MAXIMAL:
        return [("paragraphe démesuré", f"ce paragraphe a plus de {PARAGRAPHE_MAXIMAL} caractères")]
    fautes: list[tuple[str, str]] = []
    remplacements: list[tuple[int, int, str]] = []
    for trouve in _BALISE.finditer(texte):
        if trouve["champ"] is None:
            remplacements.append((trouve.start(), trouve.end(), balises.poser(balises.lire(trouve.group()))))
        elif (balise := balises.chevron(trouve["champ"])) is not None:
            remplacements.append((trouve.start(), trouve.end(), balises.poser(balise)))
        else:
            fautes += _chevron_inconnu(trouve["champ"], balises)
    fautes += _balises_perdues(texte, remplacements)
    for debut, fin, jeton in reversed(remplacements):
        _remplacer(atomes, debut, fin, jeton)
    return fautes


def nettoyer(balise: str) -> str:
    """Balise telle qu'elle a été voulue : espaces ordinaires, accents composés, guillemets et apostrophes droits.

    >>> nettoyer("{{ civilité | accord(‘né’, ’née’) }}"), nettoyer('{% if titre == « M. » %}')
    ('{{ civilité | accord("né", "née") }}', '{% if titre == "M." %}')
    """
    texte = _INVISIBLES.sub("", _BLANCS.sub(" ", unicodedata.normalize("NFC", balise)))
    dits: list[str] = []
    place = 0
    while place < len(texte):
        caractere = texte[place]
        fermants = _OUVRANTS.get(caractere)
        fin = _fin_de_texte(texte, place, fermants) if fermants else -1
        if fin < 0:
            dits.append("-" if caractere in "–—" else caractere)
            place += 1
            continue
        contenu = texte[place + 1 : fin]
        if caractere in "'\"" and texte[fin] == caractere:
            dits.append(texte[place : fin + 1])
        else:
            dits.append('"' + (contenu.strip() if caractere == "«" else contenu).replace('"', '\\"') + '"')
        place = fin + 1
    return "".join(dits)


def hors_des_textes(coeur: str, changer: Callable[[str], str]) -> str:
    """Applique un changement à une expression, sauf à ses textes entre guillemets."""
    morceaux = re.split(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", coeur)
    return "".join(m if rang % 2 else changer(m) for rang, m in enumerate(morceaux))


def _fin_de_texte(texte: str, place: int, fermants: str) -> int:
    """Place du guillemet fermant, -1 s'il n'y en a pas ; une apostrophe suivie d'une lettre ne ferme rien."""
    droit = texte[place] in "'\""
    suivant = place + 1
    while suivant < len(texte):
        caractere = texte[suivant]
        if droit and caractere == "\\":
            suivant += 2
            continue
        dans_un_mot = suivant + 1 < len(texte) and _SUITE_DE_MOT.match(texte[suivant + 1]) is not None
        if caractere in fermants and not (caractere in "’‘" and dans_un_mot):
            return suivant
        suivant += 1
    return -1


def _est_un_nom(nom: str) -> bool:
    """Vrai si ce texte n'est pas une expression : « N° client » ; faux pour « a or b », « prix - remise »."""
    mots = re.split(r"[\s.]+", nom)
    operateurs = {"and", "or", "not", "in", "is", "if", "else"}
    return " - " not in nom and not any(mot in operateurs or mot.startswith("-") for mot in mots)


def _atomes(paragraphe: "_Element") -> "list[tuple[_Element, str]]":
    """Textes et sauts d'un paragraphe, sans ceux des paragraphes qu'il contient."""
    trouves: list[tuple[_Element, str]] = []
    pile = [iter(paragraphe)]
    while pile:
        element = next(pile[-1], None)
        if element is None:
            pile.pop()
        elif element.tag == q("t"):
            trouves.append((element, element.text or ""))
        elif element.tag in _SAUTS:
            parent = element.getparent()
            if parent is not None and parent.tag == q("r"):
                trouves.append((element, _SAUTS[element.tag]))
        elif isinstance(element.tag, str) and element.tag not in (q("p"), q("pPr"), q("rPr")):
            pile.append(iter(element))
    return trouves


def _remplacer(atomes: "list[tuple[_Element, str]]", debut: int, fin: int, jeton: str) -> None:
    """Met le jeton à la place d'un intervalle ; du dernier au premier, les places d'origine restent justes."""
    place = 0
    for element, origine in atomes:
        a, b = max(debut - place, 0), min(fin - place, len(origine))
        place += len(origine)
        if a >= b:
            continue
        if element.tag == q("t"):
            texte = element.text or ""
            element.text = texte[:a] + jeton + texte[b:]
            element.set(ESPACE, "preserve")
            jeton = ""
        elif (parent := element.getparent()) is not None:  # un saut pris dans une balise disparaît avec elle
            parent.remove(element)


def _chevron_inconnu(libelle: str, balises: Balises) -> list[tuple[str, str]]:
    proches = [] if balises.colonnes is None else balises.colonnes.proches(libelle, seuil=0.8)
    return [("champ inconnu", f"«{libelle}» n'est pas une colonne : écrire «{proches[0]}»")] if proches else []


def _balises_perdues(texte: str, trouvees: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    reste = list(texte)
    for debut, fin, _ in trouvees:
        reste[debut:fin] = " " * (fin - debut)
    hors = "".join(reste)
    if (ouverte := _OUVERTURE.search(hors)) is not None:
        extrait = hors[ouverte.start() : ouverte.start() + 40].strip()
        return [("balise non fermée", f"la balise « {extrait} » n'est pas fermée dans son paragraphe")]
    if (fermee := _FERMETURE.search(hors)) is not None:
        return [("balise non ouverte", f"« {fermee.group()} » ne ferme aucune balise")]
    return []
