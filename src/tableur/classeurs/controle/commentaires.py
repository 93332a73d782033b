"""Commentaires ajoutés à une feuille : leur texte, et le dessin VML que les tableurs exigent."""

import re
from html import escape

from tableur.classeurs.controle.paquet import PaquetAugmente, ajouter_a_la_fin
from tableur.classeurs.controle.plages import adresse

AUTEUR = "tableur"
LARGEUR, HAUTEUR = 4, 7  # colonnes et lignes que couvre une bulle

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="{0}"/>'
    "</o:shapelayout>{1}</xml>"
)
_GABARIT = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BULLE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;height:90pt;z-index:1;'
    'visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
    'obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{ancre}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{ligne}</x:Row><x:Column>{colonne}</x:Column></x:ClientData></v:shape>"
)


def commenter(paquet: PaquetAugmente, partie: str, notes: dict[tuple[int, int], str]) -> str:
    """Ajoute des commentaires à une feuille, sans toucher à ceux qui y sont.

    Args:
        paquet: Le classeur.
        partie: Partie de la feuille.
        notes: Texte de chaque case ; une case déjà commentée garde son commentaire.

    Returns:
        Identifiant de la relation du dessin à citer par `legacyDrawing` ; vide si la feuille le cite déjà.
    """
    liens = paquet.liens(partie)
    existants = next((cible for genre, cible, _ in liens.values() if genre == "comments"), "")
    octets = paquet.lire(existants) if existants in paquet else b""
    prises = {
        m.decode() for m in re.findall(rb"""<(?:\w+:)?comment\s[^>]*?\bref\s*=\s*["']([A-Z]+\d+)["']""", octets)
    }
    notes = {case: texte for case, texte in notes.items() if adresse(*case) not in prises}
    if not notes:
        return ""
    if existants:
        paquet.poser(existants, _completer(octets, notes))
    else:
        nouvelle = paquet.nom_libre("xl/comments%d.xml")
        paquet.poser(nouvelle, _partie_neuve(notes))
        paquet.declarer(nouvelle, "comments")
        paquet.relier(partie, "comments", nouvelle)
    dessin = _dessin_cite(paquet, partie, liens)
    if dessin:
        paquet.poser(dessin, _dessiner(paquet.lire(dessin), sorted(notes)))
        return ""
    nouveau = paquet.nom_libre("xl/drawings/vmlDrawing%d.vml")
    bloc = _bloc_libre(paquet)
    bulles = "".join(_bulle(bloc * 1024 + rang, case) for rang, case in enumerate(sorted(notes), 1))
    blocs = ",".join(str(bloc + n) for n in range(len(notes) // 1024 + 1))
    paquet.poser(nouveau, _VML.format(blocs, _GABARIT + bulles).encode())
    paquet.declarer(nouveau, "vml")
    return paquet.relier(partie, "vmlDrawing", nouveau)


def _dessin_cite(paquet: PaquetAugmente, partie: str, liens: dict[str, tuple[str, str, str]]) -> str:
    trouve = re.search(rb"""<(?:\w+:)?legacyDrawing\s[^>]*?:id\s*=\s*["']([^"']+)["']""", paquet.lire(partie))
    return liens.get(trouve[1].decode(), ("", "", ""))[1] if trouve else ""


def _texte(texte: str) -> str:
    return f'<text><r><rPr><sz val="9"/></rPr><t xml:space="preserve">{escape(texte, quote=False)}</t></r></text>'


def _notes(notes: dict[tuple[int, int], str], auteur: int) -> str:
    return "".join(
        f'<comment ref="{adresse(*case)}" authorId="{auteur}">{_texte(texte)}</comment>'
        for case, texte in sorted(notes.items())
    )


def _partie_neuve(notes: dict[tuple[int, int], str]) -> bytes:
    entete = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    auteurs = f"<authors><author>{AUTEUR}</author></authors>"
    liste = f"<commentList>{_notes(notes, 0)}</commentList>"
    return f'{entete}<comments xmlns="{_MAIN}">{auteurs}{liste}</comments>'.encode()


def _completer(octets: bytes, notes: dict[tuple[int, int], str]) -> bytes:
    racine = re.search(rb"<(\w+:)?comments\b", octets)
    p = (racine[1] or b"").decode() if racine else ""
    auteurs = len(re.findall(rb"<(?:\w+:)?author\b", octets))
    auteur = f"<{p}author>{AUTEUR}</{p}author>".encode()
    octets = re.sub(rb"(</(?:\w+:)?authors\s*>)", lambda m: auteur + m[1], octets, count=1)
    ajout = re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\g<1>{p}", _notes(notes, auteurs)).encode()
    if re.search(rb"<(?:\w+:)?commentList\s*/>", octets):
        plein = f"<{p}commentList>".encode() + ajout + f"</{p}commentList>".encode()
        return re.sub(rb"<(?:\w+:)?commentList\s*/>", lambda _: plein, octets, count=1)
    return re.sub(rb"(</(?:\w+:)?commentList\s*>)", lambda m: ajout + m[1], octets, count=1)


def _dessiner(octets: bytes, cases: list[tuple[int, int]]) -> bytes:
    pris = [int(n) for n in re.findall(rb"_x0000_s(\d+)", octets)]
    bloc = re.search(rb"""<o:idmap[^>]*data\s*=\s*["'](\d+)""", octets)
    premier = max([*pris, (int(bloc[1]) if bloc else 1) * 1024]) + 1
    bulles = "".join(_bulle(premier + rang, case) for rang, case in enumerate(cases))
    gabarit = "" if b"_x0000_t202" in octets and b"<v:shapetype" in octets else _avec_espaces(_GABARIT)
    return ajouter_a_la_fin(octets, "xml", (gabarit + bulles).encode())


def _avec_espaces(gabarit: str) -> str:
    espaces = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    return gabarit.replace("<v:shapetype ", f"<v:shapetype {espaces}", 1)


def _bloc_libre(paquet: PaquetAugmente) -> int:
    """Bloc d'identifiants de dessin qu'aucune feuille n'emploie."""
    pris = {0}
    for nom in paquet.archive.membres:
        if nom.lower().endswith(".vml"):
            for data in re.findall(rb"""<o:idmap[^>]*data\s*=\s*["']([\d,]+)""", paquet.lire(nom)):
                pris.update(int(n) for n in data.decode().split(",") if n)
            pris.update(int(n) // 1024 for n in re.findall(rb"_x0000_s(\d+)", paquet.lire(nom)))
    bloc = max([*pris, *paquet.dessins_ajoutes]) + 1
    paquet.dessins_ajoutes.append(bloc)
    return bloc


def _bulle(numero: int, case: tuple[int, int]) -> str:
    ligne, colonne = case[0] - 1, case[1] - 1
    haut = max(ligne - 1, 0)
    ancre = f"{colonne + 1}, 15, {haut}, 10, {colonne + 1 + LARGEUR}, 15, {haut + HAUTEUR}, 4"
    return _BULLE.format(id=numero, ancre=ancre, ligne=ligne, colonne=colonne)
