"""Copie d'un modèle avec un commentaire Word à chaque endroit fautif."""

import posixpath
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tableur.courriers.assemblage import Comprime, assembler_un
from tableur.courriers.endroits import Faute, W, q
from tableur.courriers.paquet import TYPES, Paquet, en_octets, ouvrir_modele

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTEUR = "tableur"

_GENRE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def annoter(modele: Path | bytes, fautes: Iterable[Faute]) -> bytes:
    """Modèle où chaque faute est un commentaire, placé sur son paragraphe.

    Word n'admet de commentaires que dans le corps : ceux des en-têtes, pieds et notes sont au premier paragraphe,
    et disent leur endroit.

    Args:
        modele: Le modèle.
        fautes: Ce que `verifier_modele` a trouvé.

    Raises:
        Refus: Le fichier n'est pas un modèle Word.
    """
    paquet = ouvrir_modele(modele)
    corps = paquet.xml(paquet.principal)
    membre, commentaires = _commentaires(paquet)
    numero = max((int(c.get(q("id")) or 0) for c in commentaires.iter(q("comment"))), default=-1)
    paragraphes = list(corps.iter(q("p")))
    for faute in fautes:
        paragraphe = _paragraphe(paquet, paragraphes, faute)
        if paragraphe is None:
            continue
        numero += 1
        _marquer(paragraphe, str(numero))
        ailleurs = faute.endroit is None or faute.endroit.membre != paquet.principal
        commentaires.append(_commentaire(str(numero), str(faute) if ailleurs else faute.message))
    remplaces: dict[str, bytes | Comprime | None] = {
        paquet.principal: en_octets(corps),
        membre: en_octets(commentaires),
    }
    if membre not in paquet.membres:
        remplaces |= _declarations(paquet, membre)
    return assembler_un(paquet, remplaces)


def _commentaires(paquet: Paquet) -> "tuple[str, _Element]":
    """Partie des commentaires : celle du modèle, ou une neuve."""
    from lxml import etree

    for relation in paquet.relations:
        if relation.source == paquet.principal and relation.genre == _GENRE:
            return relation.membre, paquet.xml(relation.membre)
    membre = posixpath.join(posixpath.dirname(paquet.principal), "comments.xml")
    return membre, etree.Element(q("comments"), nsmap={"w": W})


def _paragraphe(paquet: Paquet, paragraphes: "list[_Element]", faute: Faute) -> "_Element | None":
    endroit = faute.endroit
    if endroit is not None and endroit.membre == paquet.principal and 0 < endroit.rang <= len(paragraphes):
        return paragraphes[endroit.rang - 1]
    return paragraphes[0] if paragraphes else None


def _marquer(paragraphe: "_Element", numero: str) -> None:
    debut = paragraphe.makeelement(q("commentRangeStart"), {q("id"): numero}, None)
    fin = paragraphe.makeelement(q("commentRangeEnd"), {q("id"): numero}, None)
    renvoi = paragraphe.makeelement(q("r"), {}, None)
    renvoi.append(paragraphe.makeelement(q("commentReference"), {q("id"): numero}, None))
    paragraphe.insert(1 if paragraphe.find(q("pPr")) is not None else 0, debut)
    paragraphe.append(fin)
    paragraphe.append(renvoi)


def _commentaire(numero: str, texte: str) -> "_Element":
    from lxml import etree

    element = etree.Element(q("comment"))
    element.set(q("id"), numero)
    element.set(q("author"), AUTEUR)
    element.set(q("initials"), "t")
    morceau = etree.SubElement(etree.SubElement(element, q("p")), q("r"))
    etree.SubElement(morceau, q("t")).text = texte[:1].upper() + texte[1:]
    return element


def _declarations(paquet: Paquet, membre: str) -> dict[str, bytes]:
    """Relation et type de contenu d'une partie de commentaires neuve."""
    dossier, fichier = posixpath.split(paquet.principal)
    rels = posixpath.join(dossier, "_rels", f"{fichier}.rels")
    liens = paquet.xml(rels)
    espace = liens.tag.rpartition("}")[0] + "}"
    cible = posixpath.relpath(membre, dossier)
    attributs = {"Id": "rIdTableurCommentaires", "Type": _GENRE, "Target": cible}
    liens.append(liens.makeelement(f"{espace}Relationship", attributs, None))
    types = paquet.xml(TYPES)
    espace = types.tag.rpartition("}")[0] + "}"
    types.append(types.makeelement(f"{espace}Override", {"PartName": f"/{membre}", "ContentType": _TYPE}, None))
    return {rels: en_octets(liens), TYPES: en_octets(types)}
