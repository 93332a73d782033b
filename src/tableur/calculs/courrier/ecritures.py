"""Numéros groupés comme on les lit, civilités, accords et élisions d'une lettre."""

import re
import unicodedata
from typing import Literal

from tableur.socle import ecriture
from tableur.socle.ecriture import ESPACE_INSECABLE
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Euros, Iban, Nir, Siren, Siret
from tableur.socle.marques import formule

Forme = Literal["longue", "abregee"]

_FEMININ = frozenset({"mme", "madame", "f", "femme", "feminin", "mlle", "mademoiselle", "elle"})
_MASCULIN = frozenset({"m", "mr", "monsieur", "h", "homme", "masculin", "il"})
_VOYELLES = frozenset("aeiouy")
# Le h aspiré ne s'élide pas : « de Harcourt » ne se devine pas, mais les mots communs d'un courrier, si.
_H_ASPIRES = re.compile(
    r"h(alle|allier|all\b|ameau|andicap|anche|angar|ard|aricot|arcel|asard|ausse|aut|azard|eurt|ierarch|onte"
    r"|ors|ouille|uit|olland|ongr|avre|aye|ugo\b|ubert-|ulot)"
)
_SEMI_VOYELLES = re.compile(r"(onz|oui\b|ouistiti|ya|ye(?!ux)|yo|unieme|uhlan)")


@formule
def montant_ecrit(montant: Euros) -> str:
    """Montant en euros comme dans une lettre : « 1 234,56 € », avec ses espaces insécables.

    Arrondi au centime ; espace fine insécable entre les milliers, espace insécable avant le symbole.

    Args:
        montant: Montant en euros.

    >>> montant_ecrit(D("1234.5")).replace(chr(8239), " ").replace(chr(160), " ")
    '1 234,50 €'
    """
    return ecriture.montant_ecrit(montant)


@formule
def siret_ecrit(siret: Siret) -> str:
    """Numéro SIRET par groupes : « 732 829 320 00074 ».

    Args:
        siret: Numéro SIRET, dont la clé est vérifiée.

    >>> siret_ecrit("73282932000074").replace(chr(160), " ")
    '732 829 320 00074'
    """
    return _groupes(siret, (3, 3, 3, 5))


@formule
def siren_ecrit(siren: Siren) -> str:
    """Numéro SIREN par groupes de trois chiffres : « 732 829 320 ».

    Args:
        siren: Numéro SIREN, dont la clé est vérifiée.

    >>> siren_ecrit("732829320").replace(chr(160), " ")
    '732 829 320'
    """
    return _groupes(siren, (3, 3, 3))


@formule
def iban_ecrit(iban: Iban) -> str:
    """IBAN par groupes de quatre caractères, comme sur un relevé d'identité bancaire.

    Args:
        iban: IBAN, dont la clé est vérifiée.

    >>> iban_ecrit("FR7630006000011234567890189").replace(chr(160), " ")
    'FR76 3000 6000 0112 3456 7890 189'
    """
    return _groupes(iban, (4,) * 9)


@formule
def nir_ecrit(nir: Nir) -> str:
    """Numéro de sécurité sociale par groupes : « 2 95 10 99 126 111 93 ».

    Args:
        nir: Numéro à 15 chiffres, dont la clé est vérifiée.

    >>> nir_ecrit("295109912611193").replace(chr(160), " ")
    '2 95 10 99 126 111 93'
    """
    return _groupes(nir, (1, 2, 2, 2, 3, 3, 2))


@formule
def telephone_ecrit(telephone: str) -> str:
    """Numéro de téléphone français par deux chiffres : « 06 12 34 56 78 ».

    Un numéro que la cellule a privé de son zéro le retrouve ; +33 et 0033 deviennent 0. Un numéro étranger reste
    comme il est écrit.

    Args:
        telephone: Numéro, tel qu'il est écrit.

    Raises:
        ValeurInvalide: Ce numéro français n'a pas dix chiffres.

    >>> telephone_ecrit("+33 (0)6.12.34.56.78").replace(chr(160), " ")
    '06 12 34 56 78'
    """
    chiffres = re.sub(r"[^\d+]", "", re.sub(r",0+$|\.0$", "", telephone.strip()))
    national = re.sub(r"^(\+33|0033)0?", "0", chiffres)
    if re.fullmatch(r"[1-9]\d{8}", national):
        national = f"0{national}"
    if re.fullmatch(r"0[1-9]\d{8}", national):
        return _groupes(national, (2,) * 5)
    if chiffres.startswith(("+", "00")) and national == chiffres:
        return " ".join(telephone.split())
    raise ValeurInvalide(f"Un numéro de téléphone français a dix chiffres : « {telephone} » reçu.")


@formule
def code_postal_ecrit(code_postal: str) -> str:
    """Code postal français à cinq chiffres, son zéro de tête rétabli : « 01000 ».

    Un code étranger, qui a des lettres ou un tiret, reste comme il est écrit.

    Args:
        code_postal: Code postal, texte ou nombre.

    Raises:
        ValeurInvalide: Le code n'a que des chiffres, et n'en a ni quatre ni cinq.

    >>> code_postal_ecrit("1000")
    '01000'
    """
    propre = " ".join(code_postal.split())
    compact = propre.replace(" ", "")
    if not compact.isdigit():
        return propre
    if len(compact) not in (4, 5):
        raise ValeurInvalide(f"Un code postal a cinq chiffres : « {code_postal} » reçu.")
    return compact.zfill(5)


@formule
def civilite_ecrite(civilite: str, forme: Forme = "longue") -> str:
    """Civilité en toutes lettres ou abrégée : « Madame » ou « Mme », « Monsieur » ou « M. ».

    Args:
        civilite: Civilité ou genre, comme il est écrit : Mme, madame, F, M., Monsieur, H…
        forme: longue pour l'appel et l'adresse, abregee dans le texte.

    Raises:
        ValeurInvalide: La civilité n'est ni féminine ni masculine.

    >>> civilite_ecrite("mme", "longue")
    'Madame'
    """
    if _est_feminin(civilite):
        return "Madame" if forme == "longue" else "Mme"
    return "Monsieur" if forme == "longue" else "M."


@formule
def forme_accordee(civilite: str, masculin: str, feminin: str) -> str:
    """Des deux formes d'un mot, celle qui s'accorde avec la civilité : « né » ou « née ».

    Args:
        civilite: Civilité ou genre, comme il est écrit : Mme, madame, F, M., Monsieur, H…
        masculin: Mot à écrire pour un homme.
        feminin: Mot à écrire pour une femme.

    Raises:
        ValeurInvalide: La civilité n'est ni féminine ni masculine.

    >>> forme_accordee("Mme", "né", "née")
    'née'
    """
    return feminin if _est_feminin(civilite) else masculin


@formule
def complement_elide(nom: str, mot: str = "de") -> str:
    """Nom précédé de « de », « le », « que »…, élidé devant une voyelle ou un h muet : « d’Élodie ».

    Le h est tenu pour muet, sauf dans les mots courants qui l'ont aspiré (Le Havre, huit, hangar).

    Args:
        nom: Nom qui suit.
        mot: Mot à élider, qui finit par une voyelle : de, le, la, que, jusque.

    >>> complement_elide("Élodie", "de")
    'd’Élodie'
    """
    simple = _sans_accents(nom).strip()
    muet = simple[:1] == "h" and not _H_ASPIRES.match(simple)
    voyelle = simple[:1] in _VOYELLES and not _SEMI_VOYELLES.match(simple)
    return f"{mot[:-1]}’{nom}" if muet or voyelle else f"{mot} {nom}"


def _est_feminin(civilite: str) -> bool:
    mot = _sans_accents(civilite).strip().rstrip(".")
    if mot in _FEMININ:
        return True
    if mot in _MASCULIN:
        return False
    raise ValeurInvalide(f"La civilité doit être Madame ou Monsieur (Mme, M., F, H) : « {civilite} » reçu.")


def _sans_accents(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE")).casefold()
    return "".join(c for c in decompose if not unicodedata.combining(c))


def _groupes(texte: str, tailles: tuple[int, ...]) -> str:
    groupes: list[str] = []
    place = 0
    for taille in tailles:
        groupes.append(texte[place : place + taille])
        place += taille
    return ESPACE_INSECABLE.join(groupe for groupe in groupes if groupe)
