"""Modèle de message : un fichier texte, ses en-têtes français, une ligne vide, le corps.

    À : {{ courriel }}
    Objet : Votre facture {{ n° facture }}
    Pièce : factures/{{ n° facture }}.pdf
    Pièce : conditions.pdf
    HTML : corps.html

    Bonjour {{ prénom }}, …

Seul « Objet » est obligatoire. Les balises sont celles des lettres, avec le même moteur strict : un champ inconnu
ou vide écarte la ligne, et la phrase dit lequel.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

from tableur.courriers.arbre import SORTIE_DE_NOM, SORTIE_HTML
from tableur.courriers.balises import Balises
from tableur.courriers.filtres import Ligne
from tableur.courriers.instructions import Lexique
from tableur.courriers.modele import Modele, PartieCompilee, compiler_partie
from tableur.courriers.noms import Colonnes, cle_de_champ, colonnes_de, suggestion
from tableur.courriers.paquet import Paquet
from tableur.courriers.preparation import Partie
from tableur.frontiere import plier
from tableur.socle.erreurs import Ou, Refus, refus

TAILLE_MAXIMALE = 1 << 20  # octets d'un modèle de message, et de son HTML
COLONNES_D_ADRESSE = (
    "courriel", "adresse courriel", "e-mail", "mail", "adresse e-mail", "adresse mail", "adresse électronique",
    "mél",
)  # fmt: skip

_ENTETES = {"a": "a", "objet": "objet", "piece": "piece", "piecejointe": "piece", "html": "html"}
_BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|«\s*(?P<champ>[^\s«»{}](?:[^«»{}]*[^\s«»{}])?)\s*»", re.DOTALL)
_SAUT = "\ue0a2"
_SEULE = re.compile(r"^[ \t]*(\{%[^\n]*?%\})[ \t]*\r?\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceDeMessage:
    """Modèle lu, non compilé.

    Args:
        nom: Nom du fichier.
        dossier: Son dossier : les pièces jointes s'y cherchent.
        objet: Objet, avec ses balises.
        texte: Corps en texte.
        a: Adresse, avec ses balises ; vide pour prendre la colonne des courriels.
        html: Corps en HTML, vide s'il n'y en a pas.
        pieces: Chemins des pièces jointes, avec leurs balises.
        nom_du_html: Nom du fichier du HTML.
    """

    nom: str
    dossier: Path
    objet: str
    texte: str
    a: str = ""
    html: str = ""
    pieces: tuple[str, ...] = ()
    nom_du_html: str = ""

    @property
    def textes(self) -> dict[str, str]:
        """Ce que la personne lira, par nom de fichier : le texte, et le HTML sans ses balises."""
        html = {self.nom_du_html or f"{self.nom} (HTML)": texte_visible(self.html)} if self.html else {}
        return {self.nom: self.texte, **html}


@dataclass(frozen=True, slots=True)
class MessageRendu:
    """Un message d'une ligne, en textes : adresse, objet, corps, chemins des pièces."""

    a: str
    objet: str
    texte: str
    html: str
    pieces: tuple[str, ...]


def lire_modele(chemin: Path) -> SourceDeMessage:
    """Modèle de message d'un fichier texte.

    Raises:
        Refus: Le fichier est absent, illisible ou trop gros, un en-tête est inconnu, ou l'objet manque.
    """
    tete, _, corps = _texte(chemin).replace("\r\n", "\n").partition("\n\n")
    lus: dict[str, list[str]] = {}
    for numero, ligne in enumerate(tete.splitlines(), 1):
        nom, deux_points, valeur = ligne.partition(":")
        entete = _ENTETES.get(plier(nom)) if deux_points else None
        if entete is None or (entete != "piece" and entete in lus):
            message = (
                f"« {ligne.strip()[:60]} » n'est pas un en-tête attendu : À, Objet, Pièce, HTML, puis une ligne "
                "vide, puis le texte."
            )
            raise refus(Ou(chemin.name, ligne=numero), "en-tête", message)
        lus.setdefault(entete, []).append(valeur.strip())
    if not any(lus.get("objet", [])):
        raise refus(Ou(chemin.name), "objet", "L'objet manque : commencer par « Objet : … ».")
    nom_du_html = "".join(lus.get("html", []))
    html = _texte(chemin.parent / nom_du_html) if nom_du_html else ""
    if not corps.strip():
        raise refus(Ou(chemin.name), "texte", "Le texte manque : une ligne vide sous les en-têtes, puis le corps.")
    source = SourceDeMessage(chemin.name, chemin.parent, lus["objet"][0], corps.rstrip() + "\n")
    pieces = tuple(p for p in lus.get("piece", []) if p)
    return replace(source, a="".join(lus.get("a", [])), html=html, pieces=pieces, nom_du_html=nom_du_html)


def texte_visible(html: str) -> str:
    """Texte qu'un lecteur de courriels montre d'un HTML : ni balises, ni commentaires, ni styles.

    >>> texte_visible("<style>p { color: red }</style><p>S'op<b>poser</b><!-- caché --></p>").strip()
    "S'opposer"
    """
    lecteur = _TexteVisible()
    lecteur.feed(html)
    lecteur.close()
    return "".join(lecteur.morceaux)


class _TexteVisible(HTMLParser):
    _MUETTES = frozenset({"script", "style", "template", "title"})
    _DANS_LE_MOT = frozenset({"a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})

    def __init__(self) -> None:
        super().__init__()
        self.morceaux: list[str] = []
        self._muettes = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._muettes += tag in self._MUETTES
        self._separer(tag)

    def handle_endtag(self, tag: str) -> None:
        self._muettes = max(0, self._muettes - (tag in self._MUETTES))
        self._separer(tag)

    def handle_data(self, data: str) -> None:
        if not self._muettes:
            self.morceaux.append(data)

    def _separer(self, tag: str) -> None:
        if tag not in self._DANS_LE_MOT:
            self.morceaux.append(" ")


class ModeleDeMessage:
    """Modèle compilé pour des colonnes : rend un message par ligne."""

    def __init__(self, source: SourceDeMessage, colonnes: Iterable[str]) -> None:
        """Compile chaque morceau.

        Raises:
            Refus: Une balise est mal écrite, ou aucune colonne ne porte l'adresse.
        """
        noms = list(colonnes)
        self._lexique = Lexique()
        cles = frozenset(cle_de_champ(m) for nom in noms for m in nom.split(".")[1:])
        connues = Colonnes(nom for nom in noms if "." not in nom)
        self._balises = Balises(self._lexique, connues, cles)
        self._nom = source.nom
        self._a = self._compiler("adresse", source.a or _colonne_d_adresse(connues, source.nom))
        self._objet = self._compiler("objet", source.objet)
        self._texte = self._compiler("texte", source.texte)
        self._html = self._compiler("HTML", source.html, SORTIE_HTML) if source.html else None
        self._pieces = [self._compiler("pièce jointe", piece) for piece in source.pieces]

    def rendre(self, ligne: Ligne, rang: int = 1) -> MessageRendu:
        """Message d'une ligne.

        Raises:
            ErreurDeDocument: Un champ manque ou est vide ; la phrase dit lequel et où.
        """
        return MessageRendu(
            _rendu(self._a, ligne, rang).strip(),
            _rendu(self._objet, ligne, rang),
            _rendu(self._texte, ligne, rang),
            "" if self._html is None else _rendu(self._html, ligne, rang),
            tuple(_rendu(piece, ligne, rang) for piece in self._pieces),
        )

    def _compiler(self, partie: str, texte: str, sortie: str = SORTIE_DE_NOM) -> Modele:
        source, fin = "", 0
        entier = _SEULE.sub(r"\1", texte)
        for trouve in _BALISE.finditer(entier):
            source += _a_la_ligne(entier[fin : trouve.start()]) + self._balise(trouve)
            fin = trouve.end()
        source += _a_la_ligne(entier[fin:])
        compilee = compiler_partie(Partie(partie, b"", source), self._lexique, sortie=sortie)
        if not isinstance(compilee, PartieCompilee):
            raise Refus(faute.en_anomalie(self._nom) for faute in compilee)
        sans_paquet = cast("Paquet", None)  # un message n'est pas une archive : rien ne s'y lit
        return Modele(sans_paquet, [compilee], self._lexique, "zlib", suite=False)

    def _balise(self, trouve: re.Match[str]) -> str:
        if trouve["champ"] is None:
            return self._balises.lire(trouve.group()).source
        balise = self._balises.chevron(trouve["champ"])
        return trouve.group() if balise is None else balise.source


def _rendu(modele: Modele, ligne: Ligne, rang: int) -> str:
    ((_, texte),) = modele.rendre_parties(ligne, rang=rang)
    return texte.replace(_SAUT, "\n")


def _a_la_ligne(texte: str) -> str:
    """Texte dont le moteur garde les sauts de ligne : les siens ne font que numéroter les paragraphes."""
    return texte.replace("\n", f"{_SAUT}\n")


def _colonne_d_adresse(connues: Colonnes, fichier: str) -> str:
    for nom in COLONNES_D_ADRESSE:
        if (trouvee := connues.trouver(nom)) is not None:
            return f"{{{{ {trouvee} }}}}"
    message = (
        "Aucune colonne ne porte l'adresse de courriel : la nommer « courriel », ou écrire en tête du modèle "
        f"« À : {{{{ colonne }}}} »{suggestion(connues.proches('courriel'))}."
    )
    raise refus(Ou(fichier), "adresse", message, trouve=", ".join(connues.noms))


def colonne_nommee(nom: str, ligne: Ligne) -> str:
    """Colonne d'une ligne, par son nom tolérant.

    Raises:
        Refus: Elle n'est pas dans les données.
    """
    colonnes = colonnes_de(tuple(ligne))
    colonne = colonnes.trouver(nom)
    if colonne is None:
        message = f"La colonne de clé « {nom} » n'est pas dans les données{suggestion(colonnes.proches(nom))}."
        raise refus(Ou(colonne=nom), "clé", message)
    return colonne


def _texte(chemin: Path) -> str:
    try:
        if chemin.stat().st_size > TAILLE_MAXIMALE:
            raise refus(Ou(chemin.name), "trop gros", "Ce modèle de message passe 1 Mo.")
        return chemin.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = f"Ce fichier n'existe pas dans le dossier « {chemin.parent} »."
        raise refus(Ou(chemin.name), "fichier absent", message) from None
    except (OSError, UnicodeDecodeError) as erreur:
        message = "Ce modèle n'est pas un texte lisible : l'enregistrer en texte, en UTF-8."
        raise refus(Ou(chemin.name), "lecture impossible", message) from erreur
