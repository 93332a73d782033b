"""L'environnement Jinja unique des courriers : strict, en bac à sable, autoéchappé ; et l'écriture des valeurs."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from tableur.courriers import filtres
from tableur.courriers.arbre import BOUCLE, EXIGE, PRODUIT, SORTIE, SORTIE_DE_NOM, SORTIE_HTML, SORTIE_SIMPLE
from tableur.courriers.images import Dessins, Image
from tableur.courriers.noms import suggestion
from tableur.courriers.valeurs import FIN, ecrit, est_sans_valeur
from tableur.frontiere import lire
from tableur.socle.erreurs import ValeurInvalide

TOURS_MAXIMUM = 200_000  # tours de boucle d'un document
SAUT = '</w:t><w:br/><w:t xml:space="preserve">'
TABULATION = '</w:t><w:tab/><w:t xml:space="preserve">'
PAGE = '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'

_ORDINAIRE = re.compile(
    "[^\x00-\x20\x7f\u00a0\ud800-\udfff\ufffe\uffff][^\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]*"
)
_INTERDITS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FINS_DE_LIGNE = re.compile("\r\n|\r|\x0b|\u2028|\u2029|\x85")


class SansValeur(Exception):
    """Un champ obligatoire est vide ; `numero` est celui de son emploi."""

    def __init__(self, numero: int) -> None:
        """Garde le numéro."""
        self.numero = numero
        super().__init__(numero)


class Inconnu(SansValeur):
    """Un champ n'existe pas dans la ligne."""


class ChampAbsent(StrictUndefined):
    """Valeur d'un nom que la ligne n'a pas ; l'employer lève une erreur dont le texte est ce nom."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


class Budget:
    """Tours de boucle qui restent au document en cours."""

    def __init__(self) -> None:
        """Plein."""
        self.reste = TOURS_MAXIMUM

    def boucle(self, table: object) -> object:
        """La table à parcourir, ses tours décomptés.

        Raises:
            ValeurInvalide: Ce n'est pas une table, ou le document boucle trop.
        """
        if isinstance(table, Undefined):
            exiger_defini(table)
        if table is None or table is FIN or table == "":
            return ()
        if not isinstance(table, list | tuple):
            raise ValeurInvalide("une boucle porte sur une table, et ce champ n'en est pas une")
        self.reste -= len(table)
        if self.reste < 0:
            raise ValeurInvalide(f"le document demande plus de {TOURS_MAXIMUM} tours de boucle")
        return table


class Environnement(ImmutableSandboxedEnvironment):
    """Environnement où un attribut ne lit jamais un objet Python, mais la colonne d'une ligne."""

    budget: Budget
    dessins: Dessins

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Colonne d'une ligne ou rang d'une table ; un nom absent est un champ inconnu."""
        if isinstance(obj, Mapping | list | tuple | filtres.Curseur):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                return self.undefined(obj=obj, name=argument)
        if isinstance(obj, Undefined):
            exiger_defini(obj)
        return self.undefined(obj=obj, name=argument)


@lru_cache(maxsize=1)
def environnement() -> Environnement:
    """L'environnement, construit une fois."""
    env = Environnement(
        autoescape=True, undefined=ChampAbsent, cache_size=0, auto_reload=False, keep_trailing_newline=True
    )
    env.globals.clear()
    env.filters.clear()
    env.filters.update({nom: _usuel(f) for nom, f in filtres.FILTRES.items()})
    env.filters.update(filtres.PARTICULIERS)
    env.budget, env.dessins = Budget(), Dessins()
    env.filters.update({
        SORTIE: sortie, SORTIE_SIMPLE: sortie_simple, SORTIE_DE_NOM: sortie_de_nom, EXIGE: exige, PRODUIT: produit,
        SORTIE_HTML: sortie_html,
        BOUCLE: env.budget.boucle, "_lignes": lignes_de, "_simple": lambda valeur: valeur,
    })  # fmt: skip
    return env


def faute_de_filtre(nom: str) -> str | None:
    """Phrase à dire d'un filtre inconnu, None s'il existe."""
    from difflib import get_close_matches

    connus = environnement().filters
    if nom in connus:
        return None
    publics = [connu for connu in connus if not connu.startswith("_")]
    return f"le filtre « {nom} » n'existe pas{suggestion(get_close_matches(nom, publics, n=2, cutoff=0.6))}"


def sortie(valeur: Any, numero: int) -> Markup:
    """Valeur écrite dans un texte du document ; vide, elle est refusée si le numéro d'emploi est positif.

    Raises:
        SansValeur: Le champ est obligatoire, et vide.
        Inconnu: Le champ n'existe pas.
        ValeurInvalide: La valeur ne s'écrit pas.
    """
    if valeur.__class__ is str and _ORDINAIRE.fullmatch(valeur):
        return escape(valeur)
    if isinstance(valeur, Image):
        return Markup(environnement().dessins.dessiner(valeur))  # noqa: S704 - du XML sans rien des données
    texte = _texte(valeur, numero)
    if isinstance(texte, Markup):
        return texte
    sur = str(escape(texte))
    for caractere, remplace in (("\n", SAUT), ("\t", TABULATION), ("\f", PAGE), ("\a", SAUT)):
        if caractere in sur:
            sur = sur.replace(caractere, remplace)
    return Markup(sur)  # noqa: S704 - échappé trois lignes plus haut


def sortie_simple(valeur: Any, numero: int) -> Markup:
    """Valeur écrite hors d'un texte : attribut, adresse, propriété, graphique ; sans saut de ligne."""
    texte = _texte(valeur, numero)
    return texte if isinstance(texte, Markup) else escape(" ".join(texte.split()))


def sortie_de_nom(valeur: Any, numero: int) -> Markup:
    """Valeur écrite dans un nom de fichier, qui n'est pas du XML."""
    return Markup(_texte(valeur, numero))  # noqa: S704 - un nom de fichier ne s'échappe pas


def sortie_html(valeur: Any, numero: int) -> Markup:
    """Valeur écrite dans le HTML d'un courriel : échappée, un saut de ligne y devient `<br>`."""
    return Markup(str(escape(str(_texte(valeur, numero)))).replace("\n", "<br>"))  # noqa: S704 - échappé ici même


def exige(valeur: Any, numero: int) -> Any:
    """La valeur, si elle n'est pas vide ; une date ou un nombre décimal est écrit à la française.

    Raises:
        SansValeur: Elle est vide.
        Inconnu: Le champ n'existe pas.
    """
    if isinstance(valeur, Undefined):
        raise Inconnu(numero)
    if valeur is not FIN and est_sans_valeur(valeur):
        raise SansValeur(numero)
    return valeur


def produit(gauche: Any, droite: Any) -> Any:
    """Produit de deux nombres, et de rien d'autre.

    Raises:
        ValeurInvalide: L'un des deux n'est pas un nombre.
    """
    from decimal import Decimal

    return lire(gauche, Decimal) * lire(droite, Decimal)


def lignes_de(valeur: Any) -> Any:
    """Lignes d'une table fille ; un objet seul compte pour une ligne."""
    if isinstance(valeur, Undefined):
        exiger_defini(valeur)
    return [valeur] if isinstance(valeur, Mapping) else valeur


def exiger_defini(valeur: Undefined) -> None:
    """Lève l'erreur d'un nom inconnu."""
    valeur._fail_with_undefined_error()


def _texte(valeur: Any, numero: int) -> str:
    """Texte d'une valeur, sans caractère que le XML refuse ; un `Markup` est déjà du XML."""
    if isinstance(valeur, Undefined):
        raise Inconnu(max(numero, -1 - numero))
    if isinstance(valeur, Markup):
        return valeur
    if est_sans_valeur(valeur):
        if numero >= 0 and valeur is not FIN:
            raise SansValeur(numero)
        return ""
    if hasattr(valeur, "__html__"):  # texte enrichi ou image de docxtpl
        return Markup(valeur.__html__())  # noqa: S704 - ces objets produisent leur propre XML
    return _INTERDITS.sub("", _FINS_DE_LIGNE.sub("\n", ecrit(valeur)))


def _usuel(filtre: Any) -> Any:
    """Filtre qui laisse passer le vide : la sortie dira s'il est permis."""

    def applique(valeur: Any, *arguments: Any, **nommes: Any) -> Any:
        if isinstance(valeur, Undefined):
            exiger_defini(valeur)
        return valeur if est_sans_valeur(valeur) else filtre(valeur, *arguments, **nommes)

    return applique
