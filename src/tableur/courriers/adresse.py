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
    "COMPANY": ("société", "entreprise", "raison sociale", "dénomination", "organisme", "company", "destinataire"),
    "STREET1": ("adresse", "adresse 1", "adresse ligne 1", "rue", "voie", "address line 1"),
    "STREET2": ("adresse 2", "adresse ligne 2", "complément", "complément d'adresse", "address line 2"),
    "POSTAL": ("code postal", "cp", "postal code"),
    "CITY": ("ville", "commune", "localité", "city"),
    "STATE": ("région", "département", "state"),
    "COUNTRY": ("pays", "country", "country or region"),
}
_PERSONNE = ("TITLE0", "FIRST0", "LAST0")
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
    """Valeur d'un élément d'adresse, prise dans la première colonne qui porte un de ses noms usuels.

    Dans une adresse, une personne que la colonne « destinataire » nomme déjà n'est pas répétée.
    """
    if element in _PERSONNE and civilite == "abregee" and _deja_nommee(ligne):
        return ""
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


def _deja_nommee(ligne: Ligne) -> bool:
    """Vrai si la colonne « destinataire » est remplie et contient le nom de la personne."""
    colonne = colonnes_de(tuple(ligne)).trouver("destinataire")
    mots = set() if colonne is None else set(ecrit(ligne[colonne]).casefold().split())
    nom = _valeur(ligne, "LAST0", "")
    return bool(nom) and set(nom.casefold().split()) <= mots


def _civilite(texte: str, forme: str) -> str:
    try:
        return civilite_ecrite(texte, "longue" if forme == "longue" else "abregee")
    except ValeurInvalide:  # « Docteur », « Maître »
        return texte


def adresse_postale(ligne: Ligne) -> list[str]:
    """Adresse d'une ligne selon NF Z 10-011 : 6 lignes de 38 caractères au plus ; voie et localité en capitales.

    Société, personne, complément, voie, lieu-dit ou boîte postale, code postal et localité ; puis le pays, s'il
    n'est pas la France. Une ligne trop longue est abrégée comme la norme l'admet, « boulevard » en « BD ».

    Args:
        ligne: Ligne de données.

    Raises:
        ValeurInvalide: La localité manque, une ligne reste trop longue, ou il y a plus de six lignes.
    """
    dits = {nom: _valeur(ligne, nom, "abregee") for nom in _PERSONNE}
    personne = " ".join(filter(None, dits.values()))
    societe = _valeur(ligne, "COMPANY", "")
    voie, suite = _valeur(ligne, "STREET1", ""), _valeur(ligne, "STREET2", "")
    localite = " ".join(filter(None, (_valeur(ligne, "POSTAL", ""), _valeur(ligne, "CITY", ""))))
    if not (personne or societe):
        raise ValeurInvalide("l'adresse n'a ni nom ni société")
    if not _valeur(ligne, "CITY", "") or not _valeur(ligne, "POSTAL", ""):
        raise ValeurInvalide("l'adresse n'a pas de code postal ou de ville")
    avant = [suite] if suite and not _LIEU_DIT.match(suite) else []
    apres = [suite] if suite and not avant else []
    pays = _valeur(ligne, "COUNTRY", "")
    fin = [] if pays.strip().lower() in ("", "france", "fr") else [pays]
    haut = _separees([societe, personne, *avant])
    bas = [_en_capitales(texte) for texte in _separees([voie, *apres, localite, *fin])]
    return _verifiee([_abregee(texte) for texte in (*haut, *bas)])


LIGNES_MAXIMUM = 6
CARACTERES_MAXIMUM = 38

_LIEU_DIT = re.compile(r"(?:bp|cs|tsa|b\.p\.|lieu-?\s?dit|zone|z\.?[ai]\.?|hameau)\b", re.IGNORECASE)
_PONCTUATION = re.compile(r"[^\w\s]|_")
_ABREVIATIONS = {
    "ALLEE": "ALL", "ALLÉE": "ALL", "AVENUE": "AV", "BATIMENT": "BAT", "BÂTIMENT": "BAT", "BOULEVARD": "BD",
    "CHEMIN": "CHE", "ESCALIER": "ESC", "ETAGE": "ETG", "ÉTAGE": "ETG", "FAUBOURG": "FG", "IMMEUBLE": "IMM",
    "IMPASSE": "IMP", "LOTISSEMENT": "LOT", "PLACE": "PL", "QUARTIER": "QUA", "RESIDENCE": "RES",
    "RÉSIDENCE": "RES", "ROUTE": "RTE", "SAINT": "ST", "SAINTE": "STE", "SQUARE": "SQ",
}  # fmt: skip


def _separees(textes: list[str]) -> list[str]:
    """Lignes d'une adresse, sans vide ; une cellule de plusieurs lignes en donne plusieurs."""
    return [" ".join(texte.split()) for texte in "\n".join(textes).splitlines() if texte.strip()]


def _en_capitales(texte: str) -> str:
    """Capitales, sans ponctuation : « 12, rue de l'Église » devient « 12 RUE DE L ÉGLISE »."""
    return " ".join(_PONCTUATION.sub(" ", texte.upper()).split())


def _abregee(texte: str) -> str:
    """La ligne, ses mots abrégés un à un tant qu'elle est trop longue."""
    mots = texte.split()
    for rang, mot in enumerate(mots):
        if len(" ".join(mots)) <= CARACTERES_MAXIMUM:
            break
        mots[rang] = _ABREVIATIONS.get(mot.upper(), mot)
    return " ".join(mots)


def _verifiee(lignes: list[str]) -> list[str]:
    if len(lignes) > LIGNES_MAXIMUM:
        raise ValeurInvalide(f"l'adresse a {len(lignes)} lignes, {LIGNES_MAXIMUM} au plus (NF Z 10-011)")
    for texte in lignes:
        if len(texte) > CARACTERES_MAXIMUM:
            message = f"la ligne d'adresse « {texte} » a {len(texte)} caractères, {CARACTERES_MAXIMUM} au plus"
            raise ValeurInvalide(f"{message} (NF Z 10-011)")
    return lignes
