"""Filtres des modèles : écritures françaises, et le peu de Jinja qu'un courrier demande."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from tableur.calculs.courrier import ecritures, lettres
from tableur.courriers.adresse import bloc_adresse, ligne_de_salut
from tableur.courriers.endroits import LigneEcartee
from tableur.courriers.formats_word import comparer, date_de_word, en_casse, nombre_de_word
from tableur.courriers.noms import colonnes_de
from tableur.courriers.valeurs import FIN, ecrit, est_sans_valeur
from tableur.frontiere import lire
from tableur.socle.arrondis import arrondir
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Iban, Nir, Siren, Siret

Ligne = Mapping[str, object]


class Curseur:
    """Ligne courante d'un modèle, qui avance quand il le demande (NEXT) : planche d'étiquettes, bloc d'adresse."""

    def __init__(self, ligne: Ligne, suivantes: Iterable[Ligne] = (), rang: int = 1) -> None:
        """Part d'une ligne."""
        self._ligne: Ligne | None = ligne
        self._suivantes = iter(suivantes)
        self.rang = rang

    def __getitem__(self, nom: str) -> object:
        """Valeur du champ dans la ligne courante ; après la dernière, rien.

        Raises:
            KeyError: La ligne n'a pas ce champ.
        """
        if nom == "_rang":
            return self.rang
        if self._ligne is None:
            return FIN
        colonne = colonnes_de(tuple(self._ligne)).trouver(nom)
        if colonne is None:
            raise KeyError(nom)
        return self._ligne[colonne]

    @property
    def ligne(self) -> Ligne:
        """Ligne courante, vide après la dernière."""
        return self._ligne if self._ligne is not None else {}

    def avancer(self) -> None:
        """Passe à la ligne suivante."""
        self._ligne = next(self._suivantes, None)
        self.rang += 1


def date_longue(valeur: object, avec_jour: bool = False) -> str:
    """« 1er janvier 2026 »."""
    return lettres.date_longue(lire(valeur, date), avec_jour)


def nombre(valeur: object, decimales: int | None = None) -> str:
    """« 1 234,5 » ; arrondi si on le demande."""
    lu: Decimal = lire(valeur, Decimal)
    if decimales is None:
        return nombre_ecrit(lu)
    ecrit_ = nombre_ecrit(arrondir(lu, decimales))
    entier, _, fraction = ecrit_.partition(",")
    return f"{entier},{fraction.ljust(decimales, '0')}" if decimales else entier


def civilite(valeur: object, forme: Literal["longue", "abregee"] = "longue") -> str:
    """« Madame » ou « Monsieur »."""
    return ecritures.civilite_ecrite(ecrit(valeur), forme)


def code_postal(valeur: object) -> str:
    """« 01000 »."""
    return ecritures.code_postal_ecrit(ecrit(valeur))


def joindre(valeurs: object, separateur: str = ", ") -> str:
    """Valeurs d'une liste, séparées."""
    if not isinstance(valeurs, list | tuple):
        raise ValeurInvalide("« join » réunit une liste, et ce champ n'en est pas une")
    return separateur.join(ecrit(v) for v in valeurs if not est_sans_valeur(v))


def somme(valeurs: object, colonne: str = "") -> Decimal:
    """Total d'une colonne de table fille."""
    if not isinstance(valeurs, list | tuple):
        raise ValeurInvalide("« somme » porte sur une table fille, et ce champ n'en est pas une")
    choisies = [v[colonne] if colonne and isinstance(v, Mapping) else v for v in valeurs]
    return sum((lire(v, Decimal) for v in choisies if not est_sans_valeur(v)), Decimal(0))


def par_defaut(valeur: Any, sinon: object = "", _vide: object = None) -> object:
    """La valeur, ou celle-ci si le champ est vide ou inconnu."""
    from jinja2 import Undefined

    return sinon if isinstance(valeur, Undefined) or est_sans_valeur(valeur) else valeur


def lien(valeur: object) -> str:
    """Adresse d'un lien, si un document peut l'ouvrir.

    Raises:
        ValeurInvalide: Le lien n'est ni une page Web, ni un courriel, ni un téléphone.
    """
    from tableur.courriers.securite import lien_admis

    adresse = ecrit(valeur).strip()
    if not lien_admis(adresse) or any(c in adresse for c in '"\\ \n\t'):
        raise ValeurInvalide(f"ce lien n'est pas une adresse Web ou de courriel : « {adresse[:60]} »")
    return adresse


def entoure(valeur: object, avant: str, apres: str) -> str:
    """Valeur précédée et suivie de ces textes (commutateurs \\b et \\f)."""
    return f"{avant}{ecrit(valeur)}{apres}"


def ecarter(condition: str) -> str:
    """Écarte la ligne en cours (SKIPIF).

    Raises:
        LigneEcartee: Toujours.
    """
    raise LigneEcartee(f"Le modèle écarte cette ligne : {condition}.")


def suivante(curseur: Curseur) -> str:
    """Passe à la ligne suivante (NEXT)."""
    curseur.avancer()
    return ""


def _de_texte(fonction: Callable[[str], str]) -> Callable[[object], str]:
    return lambda valeur: fonction(ecrit(valeur))


def _longueur(valeurs: Any) -> int:
    if not isinstance(valeurs, list | tuple | str):
        raise ValeurInvalide("« length » compte les lignes d'une table, et ce champ n'en est pas une")
    return len(valeurs)


def _element(rang: int) -> Callable[[Any], object]:
    def prendre(valeurs: Any) -> object:
        if not isinstance(valeurs, list | tuple):
            raise ValeurInvalide("« first » et « last » lisent une table, et ce champ n'en est pas une")
        return valeurs[rang] if valeurs else None

    return prendre


# Filtres qui laissent passer le vide.
FILTRES: dict[str, Callable[..., Any]] = {
    "accord": lambda v, masculin, feminin: ecritures.forme_accordee(ecrit(v), masculin, feminin),
    "capitalize": _de_texte(lambda t: t[:1].upper() + t[1:].lower()),
    "civilite": civilite,
    "code_postal": code_postal,
    "count": _longueur,
    "date_courte": lambda v: date_ecrite(lire(v, date)),
    "date_en_lettres": lambda v: lettres.date_en_lettres(lire(v, date)),
    "date_longue": date_longue,
    "e": lambda v: v,
    "elision": lambda v, mot="de": ecritures.complement_elide(ecrit(v), mot),
    "en_nombre": lambda v: lire(v, Decimal),
    "escape": lambda v: v,
    "first": _element(0),
    "iban": lambda v: ecritures.iban_ecrit(lire(v, Iban)),
    "join": joindre,
    "last": _element(-1),
    "length": _longueur,
    "lower": _de_texte(str.lower),
    "montant": lambda v: ecritures.montant_ecrit(lire(v, Decimal)),
    "montant_en_lettres": lambda v: lettres.montant_en_lettres(lire(v, Decimal)),
    "nir": lambda v: ecritures.nir_ecrit(lire(v, Nir)),
    "nombre": nombre,
    "nombre_en_lettres": lambda v: lettres.nombre_en_lettres(lire(v, int)),
    "siren": lambda v: ecritures.siren_ecrit(lire(v, Siren)),
    "siret": lambda v: ecritures.siret_ecrit(lire(v, Siret)),
    "somme": somme,
    "telephone": lambda v: ecritures.telephone_ecrit(ecrit(v)),
    "title": _de_texte(lambda t: en_casse(t.lower(), "chaque_mot")),
    "trim": _de_texte(str.strip),
    "upper": _de_texte(str.upper),
    "_date_de_word": date_de_word,
    "_en_casse": en_casse,
    "_entoure": entoure,
    "_lien": lien,
    "_nombre_de_word": nombre_de_word,
}
# Filtres qui disent eux-mêmes ce que vaut le vide.
PARTICULIERS: dict[str, Callable[..., Any]] = {
    "d": par_defaut,
    "default": par_defaut,
    "facultatif": lambda v: v,
    "_bloc_adresse": lambda curseur, forme: bloc_adresse(curseur.ligne, forme),
    "_comparer": comparer,
    "_ecarter": ecarter,
    "_fiche_suivante": suivante,
    "_ligne_de_salut": lambda curseur, forme, sinon: ligne_de_salut(curseur.ligne, forme, sinon),
}
