"""Ce qu'un modèle n'a pas le droit de contenir : macros, contenus externes, champs qui vont chercher ailleurs."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tableur.courriers.champs import instructions_de
from tableur.courriers.endroits import Faute, nom_de_partie, situer
from tableur.courriers.paquet import Paquet, Relation

SCHEMAS_ADMIS = frozenset({"http", "https", "mailto", "tel"})
CHAMPS_INTERDITS = frozenset({
    "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD",
    "MACROBUTTON", "ASK", "FILLIN",
})  # fmt: skip

_EXTERNES_OTEES = frozenset({"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "recipientData"})
_GENRES_INTERDITS = {
    "vbaProject": "des macros",
    "aFChunk": "un document d'un autre format inséré (altChunk)",
    "oleObject": "un objet OLE",
    "control": "un contrôle ActiveX",
    "subDocument": "un sous-document",
    "frame": "un cadre de page Web",
}
_IMAGE_LIEE = re.compile(rb"<v:(?:imagedata|fill)\b[^>]*\s(?:src|o:href)=\"[a-z]+:", re.IGNORECASE)


def fautes_de_securite(paquet: Paquet) -> list[Faute]:
    """Tout ce qui fait refuser un modèle, ou qui sera ôté des documents produits."""
    return [
        *_fautes_de_relations(paquet.relations),
        *(
            _faute_de_type(m)
            for m, genre in paquet.types.items()
            if "vbaProject" in genre or "macroEnabled" in genre
        ),
        *_fautes_de_champs(paquet),
    ]


def lien_admis(adresse: str) -> bool:
    """Vrai pour une adresse qu'un document peut ouvrir : Web, courriel, téléphone ou renvoi interne."""
    try:
        schema = urlsplit(adresse.strip()).scheme.lower()
    except ValueError:
        return False
    return schema in SCHEMAS_ADMIS or (not schema and adresse.startswith("#"))


def _fautes_de_relations(relations: list[Relation]) -> Iterator[Faute]:
    for relation in relations:
        genre = relation.genre_court
        if genre in _GENRES_INTERDITS:
            yield Faute("refus", "contenu interdit", f"Ce modèle contient {_GENRES_INTERDITS[genre]} : l'ôter.")
        elif not relation.externe:
            continue
        elif genre in _EXTERNES_OTEES:
            message = f"Le lien du modèle vers « {relation.cible[:80]} » sera ôté des documents."
            yield Faute("alerte", "lien externe", message)
        elif genre == "hyperlink":
            if not lien_admis(relation.cible):
                message = f"Ce lien n'est ni une page Web ni une adresse de courriel : « {relation.cible[:80]} »."
                yield Faute("refus", "lien", message)
        else:
            quoi = "une image" if genre == "image" else f"un contenu ({genre})"
            message = f"Ce modèle va chercher {quoi} à l'extérieur, « {relation.cible[:80]} » : l'insérer dedans."
            yield Faute("refus", "contenu externe", message)


def _faute_de_type(membre: str) -> Faute:
    message = f"Ce modèle contient des macros ({membre}) : l'enregistrer en .docx."
    return Faute("refus", "macros", message)


def _fautes_de_champs(paquet: Paquet) -> Iterator[Faute]:
    for membre in paquet.porteurs:
        octets = paquet.lire(membre)
        if _IMAGE_LIEE.search(octets):
            message = f"{nom_de_partie(membre)} : une image y est prise à l'extérieur ; l'insérer dans le modèle."
            yield Faute("refus", "image externe", message)
        if b"instrText" not in octets and b"fldSimple" not in octets:
            continue
        for rang, instruction in instructions_de(paquet.xml(membre)):
            nom = instruction.strip().split(" ")[0].upper() if instruction.strip() else ""
            if nom in CHAMPS_INTERDITS:
                message = f"Le champ {nom} va chercher ailleurs ou pose une question : l'ôter du modèle."
                yield Faute("refus", "champ interdit", message, situer(membre, octets, rang))
