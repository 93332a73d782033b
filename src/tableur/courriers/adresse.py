"""Bloc d'adresse et ligne de salutation de Word (ADDRESSBLOCK, GREETINGLINE), par les noms usuels des colonnes."""

import re
from collections.abc import Mapping

from tableur.calculs.courrier.ecritures import civilite_ecrite, code_postal_ecrit
from tableur.courriers.noms import colonnes_de
from tableur.courriers.valeurs import ecrit
from tableur.socle.erreurs import ValeurInvalide

Ligne = Mapping[str, object]

_COLONNES: dict[str, tuple[str, ...]] = {
    "TITLE0": ("civilité", "titre", "titre de civilité", "politesse", "genre", "title"),
    "FIRST0": ("prénom", "first name", "prénoms"),
    "LAST0": ("nom", "nom de famille", "last name", "nom usuel"),
    "NICK0": ("surnom", "prénom"),
    "SUFFIX0": ("suffixe",),
    "COMPANY": ("société", "entreprise", "raison sociale", "organisme", "company"),
    "STREET1": ("adresse", "adresse 1", "adresse ligne 1", "rue", "voie", "address line 1"),
    "STREET2": ("adresse 2", "adresse ligne 2", "complément", "complément d'adresse", "address line 2"),
    "POSTAL": ("code postal", "cp", "postal code"),
    "CITY": ("ville", "commune", "localité", "city"),
    "STATE": ("région", "département", "state"),
    "COUNTRY": ("pays", "country", "country or region"),
}
_ELEMENT = re.compile(r"<<([^<>]*?)_([A-Z]+\d?)_([^<>]*?)>>")
_ADRESSE = (
    "<<_TITLE0_ >><<_FIRST0_ >><<_LAST0_>>\n<<_COMPANY_>>\n<<_STREET1_>>\n<<_STREET2_>>\n<<_POSTAL_ >><<_CITY_>>\n"
    "<<_COUNTRY_>>"
)
_SALUT = "<<_TITLE0_>><< _LAST0_>>,"
_SINON = "Madame, Monsieur,"
_BLANCS = re.compile(r"[ \u00a0]{2,}")


def bloc_adresse(ligne: Ligne, forme: str = "") -> str:
    """Adresse postale d'une ligne, sans ligne vide.

    Args:
        ligne: Ligne de données.
        forme: Disposition de Word : « <<_FIRST0_ >><<_LAST0_>>… » ; par défaut, la disposition française.
    """
    rempli = _remplir(ligne, forme or _ADRESSE, civilite="abregee")
    lignes = [_BLANCS.sub(" ", texte).strip() for texte in rempli.splitlines()]
    return "\n".join(texte for texte in lignes if texte)


def ligne_de_salut(ligne: Ligne, forme: str = "", sinon: str = "") -> str:
    """Salutation d'une lettre, « Madame Durand, » ; « Madame, Monsieur, » quand la civilité ou le nom manque.

    Args:
        ligne: Ligne de données.
        forme: Disposition de Word : « <<_BEFORE_ Chère >><<_TITLE0_>><< _LAST0_>><<_AFTER_ ,>> ».
        sinon: Salutation quand un nom manque.
    """
    disposition = forme or _SALUT
    for nom, avant, apres in re.findall(r"(<<_(?:BEFORE|AFTER)_)(.*?)(>>)", disposition):
        disposition = disposition.replace(f"{nom}{avant}{apres}", avant, 1)
    demandes = [element for _, element, _ in _ELEMENT.findall(disposition)]
    if any(not _valeur(ligne, nom, "longue") for nom in demandes if nom in ("TITLE0", "LAST0", "FIRST0", "NICK0")):
        return sinon or _SINON
    return _BLANCS.sub(" ", _remplir(ligne, disposition, civilite="longue")).strip()


def _remplir(ligne: Ligne, forme: str, *, civilite: str) -> str:
    def element(trouve: re.Match[str]) -> str:
        avant, nom, apres = trouve.groups()
        valeur = _valeur(ligne, nom, civilite)
        return f"{avant}{valeur}{apres}" if valeur else ""

    return _ELEMENT.sub(element, forme)


def _valeur(ligne: Ligne, element: str, civilite: str) -> str:
    """Valeur d'un élément d'adresse, prise dans la première colonne qui porte un de ses noms usuels."""
    colonnes = colonnes_de(tuple(ligne))
    for nom in _COLONNES.get(element, ()):
        colonne = colonnes.trouver(nom)
        texte = "" if colonne is None else ecrit(ligne[colonne]).strip()
        if not texte:
            continue
        if element == "POSTAL":
            return code_postal_ecrit(texte)
        if element == "TITLE0":
            return _civilite(texte, civilite)
        return texte
    return ""


def _civilite(texte: str, forme: str) -> str:
    try:
        return civilite_ecrite(texte, "longue" if forme == "longue" else "abregee")
    except ValeurInvalide:  # « Docteur », « Maître »
        return texte
