"""Un seul fichier de N lettres : une section par lettre, ses en-têtes, ses pages depuis 1, ses listes redémarrées.

Chaque lettre garde ses propres en-têtes et pieds : jamais celui d'une personne sur la lettre d'une autre.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tableur.courriers.assemblage import Codec, Comprime, Flux, assembler_un
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.filtres import Ligne
from tableur.courriers.instructions import LETTRE
from tableur.courriers.lettres import Compteur, Listes, Retouches, valeurs_de_lettre
from tableur.courriers.modele import Modele, colonnes_connues, compiler
from tableur.courriers.paquet import TYPES, Paquet, en_octets, ouvrir_modele
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.socle.erreurs import Ou, refus

_GENRES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FIN = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="1" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr>{section}</w:pPr></w:p>'
)
_VIDE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{balise} '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p/></w:{balise}>'
)
_BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NOTE = re.compile(r"<w:(footnote|endnote) (?![^>]*w:type=)[^>]*>.*?</w:\1>", re.DOTALL)


@dataclass(slots=True)
class Reunion:
    """Lettres réunies.

    Args:
        octets: Le document .docx.
        lues: Nombre de lignes lues.
        produites: Nombre de lettres.
        ecartees: Rang de chaque ligne laissée de côté, et pourquoi.
        avertissements: Ce que la personne doit savoir du résultat.
    """

    octets: bytes = b""
    lues: int = 0
    produites: int = 0
    ecartees: list[tuple[int, str]] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)


def ecrire_un_seul(
    modele: Path | bytes,
    lignes: Iterable[Ligne],
    sortie: Path,
    *,
    recto_verso: bool = False,
    codec: Codec = "zlib",
    remplacer: bool = False,
) -> Reunion:
    """Écrit un seul fichier de toutes les lettres ; voir `reunir`.

    Args:
        modele: Le modèle.
        lignes: Les lignes.
        sortie: Fichier à produire.
        recto_verso: Vrai pour que chaque lettre commence sur un recto.
        codec: Compression.
        remplacer: Vrai pour remplacer, après copie, un fichier existant.

    Raises:
        Refus: Le modèle a des fautes, aucune lettre n'est produite, ou le fichier ne s'écrit pas.
    """
    verifier_ecriture(sortie, remplacer=remplacer)
    reunion = reunir(modele, lignes, recto_verso=recto_verso, codec=codec)
    with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
        provisoire.write_bytes(reunion.octets)
    return reunion


def reunir(
    modele: Path | bytes, lignes: Iterable[Ligne], *, recto_verso: bool = False, codec: Codec = "zlib"
) -> Reunion:
    """Document de N lettres, dans l'ordre des lignes ; une ligne en faute est laissée de côté et dite.

    Args:
        modele: Le modèle.
        lignes: Les lignes ; un modèle d'étiquettes (NEXT) en prend plusieurs par page.
        recto_verso: Vrai pour que chaque lettre commence sur un recto.
        codec: Compression des en-têtes propres à chaque lettre.

    Raises:
        Refus: Le modèle a des fautes, ou aucune lettre n'est produite.
    """
    paquet = ouvrir_modele(modele)
    suite = _Lues(lignes)
    premiere = next(suite, None)
    if premiere is None:
        raise refus(Ou(paquet.nom), "aucune ligne", "Il n'y a aucune ligne : rien n'est produit.")
    retouches = Retouches(paquet, recto_verso=recto_verso)
    compile_ = compiler(paquet, colonnes_connues(premiere), codec=codec, retoucher=retouches.retoucher)
    lettres = _Lettres(compile_, retouches)
    reunion = Reunion(avertissements=list(retouches.avertissements))
    ligne: Ligne | None = premiere
    while ligne is not None:
        rang = suite.lues
        try:
            lettres.ajouter(ligne, rang, suite)
            reunion.produites += 1
        except (ErreurDeDocument, LigneEcartee) as erreur:
            reunion.ecartees.append((rang, str(erreur)))
        ligne = next(suite, None)
    reunion.lues = suite.lues
    if not reunion.produites:
        raisons = "\n".join(raison for _, raison in reunion.ecartees[:5])
        raise refus(Ou(paquet.nom), "aucune lettre", f"Aucune lettre n'a pu être produite.\n{raisons}")
    reunion.octets = lettres.document()
    return reunion


class _Lues(Iterator[Ligne]):
    """Lignes comptées à mesure qu'elles sont prises."""

    def __init__(self, lignes: Iterable[Ligne]) -> None:
        self._lignes, self.lues = iter(lignes), 0

    def __next__(self) -> Ligne:
        ligne = next(self._lignes)
        self.lues += 1
        return ligne


class _Lettres:
    """Lettres accumulées, et ce qu'elles ajoutent au modèle."""

    def __init__(self, modele: Modele, retouches: Retouches) -> None:
        self._modele, self._retouches = modele, retouches
        self._paquet: Paquet = modele.paquet
        self._corps, self._dessin, self._nombre = Flux(), Compteur(), 0
        self._propres = {p.membre for p in modele.parties if p.champs}
        numerotation = retouches.membre_de_genre("numbering")
        self._numerotation = numerotation
        self._listes = Listes(self._paquet.xml(numerotation)) if numerotation else None
        self._notes_de = {m: g for g in ("footnote", "endnote") if (m := retouches.membre_de_genre(f"{g}s"))}
        self._notes: dict[str, tuple[str, list[str]]] = {}
        self._derniere_note = 1
        self._membres: dict[str, bytes | Comprime | None] = {}
        self._relations: list[str] = []
        self._types: list[str] = []
        self._section = ""
        rendues = {partie.membre for partie in modele.parties}
        fixes = {m: en_octets(arbre) for m, arbre in retouches.arbres.items() if m not in rendues}
        self._membres |= fixes  # retouchées, mais sans champ : les mêmes pour toutes les lettres
        self._refuser_les_graphiques()
        for genre in ("header", "footer"):
            self._en_tete_vide(genre)

    def _refuser_les_graphiques(self) -> None:
        """Une partie que les lettres partagent ne doit rien porter de l'une d'elles."""
        for partie in self._modele.parties:
            if "/charts/" in f"/{partie.membre}" and partie.champs:
                message = "Ce modèle remplit un graphique : produire un document par ligne."
                raise refus(Ou(self._paquet.nom), "graphique", message)

    def ajouter(self, ligne: Ligne, rang: int, suivantes: Iterable[Ligne]) -> None:
        """Ajoute la lettre d'une ligne.

        Raises:
            ErreurDeDocument: La ligne ne permet pas de produire la lettre ; rien n'est ajouté.
            LigneEcartee: Le modèle l'écarte.
        """
        numero = self._nombre + 1
        liens = {i: i if numero == 1 else f"{i}_{numero}" for i in self._en_tetes()}
        propres = {i: neuf if self._est_propre(i) else i for i, neuf in liens.items()}
        propres |= {"vide_header": "tableurVideHeader", "vide_footer": "tableurVideFooter"}
        notes = {nom: self._derniere_note + 1 + i for i, nom in enumerate(sorted(self._retouches.notes))}
        listes = {n: n for n in self._retouches.numeros}
        if self._listes is not None and numero > 1:
            listes |= dict(self._listes.pour_une_lettre(self._retouches.numeros))
        valeurs = valeurs_de_lettre(numero, listes, propres, notes, self._dessin)
        parties = self._modele.rendre_parties(ligne, rang=rang, suivantes=suivantes, autres={LETTRE: valeurs})
        if self._modele.a_dessine:
            raise ErreurDeDocument("une image des données demande un document par ligne", regle="image")
        self._derniere_note += len(notes)
        self._nombre = numero
        self._ranger(parties, numero)

    def _ranger(self, parties: list[tuple[str, str]], numero: int) -> None:
        par_membre = dict(parties)
        for membre, texte in parties:
            if membre == self._paquet.principal:
                self._ajouter_corps(texte, numero)
            elif membre in self._notes_de:
                self._ajouter_notes(membre, texte)
            elif membre.startswith("docProps/"):  # le titre d'une personne ne vaut pas pour toutes
                self._membres[membre] = _BALISE.sub("", self._paquet.lire(membre).decode("utf-8-sig")).encode()
            elif numero == 1:
                self._membres[membre] = texte.encode()
        if numero > 1:
            for identifiant in self._en_tetes():
                if self._est_propre(identifiant):
                    self._ajouter_en_tete(identifiant, par_membre, numero)

    def _ajouter_corps(self, texte: str, numero: int) -> None:
        debut = texte.index(">", texte.index("<w:body")) + 1
        section = texte.rindex("<w:sectPr")
        fin = texte.rindex("</w:body>")
        if numero == 1:
            self._corps.ecrire(texte[:debut])
        else:
            self._corps.ecrire(_FIN.format(section=self._section))
        self._corps.ecrire(texte[debut:section])
        self._section = texte[section:fin]

    def _ajouter_notes(self, membre: str, texte: str) -> None:
        notes = [m.group() for m in _NOTE.finditer(texte)]
        if membre not in self._notes:
            self._notes[membre] = (texte[: texte.rindex("</w:")], [])
        else:
            self._notes[membre][1].extend(notes)

    def _ajouter_en_tete(self, identifiant: str, parties: dict[str, str], numero: int) -> None:
        relation = self._retouches.liens[identifiant]
        genre = relation.genre_court
        dossier, fichier = posixpath.split(relation.membre)
        nom = f"{fichier.removesuffix('.xml')}_{numero}.xml"
        self._membres[posixpath.join(dossier, nom)] = parties[relation.membre].encode()
        liens = posixpath.join(dossier, "_rels", f"{fichier}.rels")
        if liens in self._paquet.membres:
            self._membres[posixpath.join(dossier, "_rels", f"{nom}.rels")] = self._paquet.lire(liens)
        self._declarer(f"{identifiant}_{numero}", genre, posixpath.join(dossier, nom))

    def _en_tete_vide(self, genre: str) -> None:
        balise = "hdr" if genre == "header" else "ftr"
        membre = posixpath.join(posixpath.dirname(self._paquet.principal), f"tableur_{genre}_vide.xml")
        self._membres[membre] = _VIDE.format(balise=balise).encode()
        self._declarer(f"tableurVide{genre.capitalize()}", genre, membre)

    def _declarer(self, identifiant: str, genre: str, membre: str) -> None:
        cible = posixpath.relpath(membre, posixpath.dirname(self._paquet.principal))
        self._relations.append(f'<Relationship Id="{identifiant}" Type="{_GENRES}{genre}" Target="{cible}"/>')
        self._types.append(f'<Override PartName="/{membre}" ContentType="{_WORD}{genre}+xml"/>')

    def _en_tetes(self) -> list[str]:
        return [i for i, r in self._retouches.liens.items() if r.genre_court in ("header", "footer")]

    def _est_propre(self, identifiant: str) -> bool:
        """Vrai si cet en-tête ou ce pied change d'une lettre à l'autre."""
        return self._retouches.liens[identifiant].membre in self._propres

    def document(self) -> bytes:
        """Le document entier."""
        self._corps.ecrire(self._section + "</w:body></w:document>")
        membres = self._membres
        membres[self._paquet.principal] = self._corps.finir()
        for membre, (debut, suite) in self._notes.items():
            genre = self._notes_de[membre]
            membres[membre] = f"{debut}{''.join(suite)}</w:{genre}s>".encode()
        if self._listes is not None and self._numerotation:
            membres[self._numerotation] = self._listes.octets()
        dossier, fichier = posixpath.split(self._paquet.principal)
        rels = posixpath.join(dossier, "_rels", f"{fichier}.rels")
        membres[rels] = _completer(self._lu(rels), "</Relationships>", self._relations)
        membres[TYPES] = _completer(self._lu(TYPES), "</Types>", self._types)
        return assembler_un(self._paquet, membres, self._modele.codec)

    def _lu(self, membre: str) -> bytes:
        retouche = self._paquet.retouches.get(membre)
        return retouche if retouche is not None else self._paquet.lire(membre)


def _completer(octets: bytes, fin: str, ajouts: list[str]) -> bytes:
    texte = octets.decode("utf-8-sig")
    place = texte.rindex(fin)
    return (texte[:place] + "".join(ajouts) + texte[place:]).encode()
