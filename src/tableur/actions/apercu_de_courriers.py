"""Aperçu d'un publipostage : les trois comptes, les lettres à regarder d'abord, et les lignes laissées de côté."""

from dataclasses import dataclass, field
from pathlib import Path

from tableur.actions.courriers import codec_present
from tableur.actions.exigences_de_courriers import ecarter_ce_que_le_droit_refuse
from tableur.actions.lignes_de_courriers import (
    Demande,
    Laissee,
    Publipostage,
    aujourd_hui,
    champ_de,
    preparer,
)
from tableur.courriers.adresse import bloc_adresse
from tableur.courriers.apercu import Apercu, apercevoir
from tableur.courriers.endroits import q
from tableur.courriers.modele import Modele, colonnes_connues, compiler
from tableur.courriers.noms_de_documents import nom_de_document
from tableur.fichiers.archives import analyser_xml
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.mots_de_passe import Demander


@dataclass(frozen=True, slots=True)
class LettreARegarder:
    """Lettre à regarder avant d'imprimer : pourquoi celle-là, sa ligne, son adresse, son texte."""

    titre: str
    rang: int
    ou: str
    adresse: str
    texte: str


@dataclass(slots=True)
class ApercuDePublipostage:
    """Ce qu'un publipostage donnerait ; `memes_adresses` compte les lignes au même nom et à la même adresse."""

    publipostage: Publipostage
    lues: int
    produites: int = 0
    laissees: list[Laissee] = field(default_factory=list)
    doublons: int = 0
    memes_adresses: int = 0
    lettres: list[LettreARegarder] = field(default_factory=list)
    fichiers: list[Path] = field(default_factory=list)


def apercu(demande: Demande, demander: Demander | None = None) -> ApercuDePublipostage:
    """Aperçu d'un publipostage, rendu en mémoire ; avec une sortie, les lettres à regarder y sont écrites.

    Raises:
        Refus: Un fichier ne se lit pas, le modèle a des fautes, ou le droit interdit cet envoi.
    """
    publipostage = preparer(demande, demander)
    vu = ApercuDePublipostage(publipostage, publipostage.lues)
    ecarter_ce_que_le_droit_refuse(publipostage, aujourd_hui())
    if publipostage.lignes:
        connues = colonnes_connues(publipostage.lignes[0])
        _regarder(vu, compiler(publipostage.paquet, connues, codec=codec_present()))
    vu.laissees = [*publipostage.laissees, *vu.laissees]
    vu.doublons = sum(1 for laissee in vu.laissees if laissee.genre == "doublon")
    return vu


def _regarder(vu: ApercuDePublipostage, modele: Modele) -> None:
    publipostage = vu.publipostage
    mesure = apercevoir(modele, publipostage.lignes)
    vu.produites = mesure.produites
    for ecart in mesure.ecarts:
        place, cle = publipostage.places[ecart.rang - 1], publipostage.cle_de(ecart.rang)
        vu.laissees.append(Laissee(place, cle, ecart.raison, champ_de(publipostage, ecart.champ)))
    adresses = [bloc_adresse(ligne) for ligne in publipostage.lignes]
    pleines = [adresse for adresse in adresses if "\n" in adresse]
    vu.memes_adresses = len(pleines) - len(set(pleines))
    dossier = Path(publipostage.demande.sortie) if publipostage.demande.sortie else None
    for titre, rang in _a_regarder(mesure):
        vu.lettres.append(_lettre(publipostage, modele, titre, rang))
        if dossier is not None:
            vu.fichiers.append(_ecrire(publipostage, modele, titre, rang, dossier))


def _a_regarder(mesure: Apercu) -> list[tuple[str, int]]:
    """Première lettre, adresse la plus longue, puis une lettre par variante ; chaque ligne une seule fois."""
    choix = [("première lettre", mesure.premiere), ("adresse la plus longue", mesure.plus_longue_adresse)]
    if len(mesure.variantes) > 1:
        choix += [
            (f"variante {numero} ({nombre} lettre{'s' if nombre > 1 else ''})", rang)
            for numero, (rang, nombre) in enumerate(mesure.variantes, 1)
        ]
    titres: dict[int, list[str]] = {}
    for titre, rang in choix:
        if rang:
            titres.setdefault(rang, []).append(titre)
    return [(", ".join(dits), rang) for rang, dits in titres.items()]


def _lettre(publipostage: Publipostage, modele: Modele, titre: str, rang: int) -> LettreARegarder:
    ligne = publipostage.lignes[rang - 1]
    principal = publipostage.paquet.principal
    rendues = dict(modele.rendre_parties(ligne, rang=rang))
    corps = rendues[principal].encode() if principal in rendues else publipostage.paquet.lire(principal)
    place = str(publipostage.places[rang - 1])
    return LettreARegarder(titre, rang, place, bloc_adresse(ligne), texte_lisible(corps))


def texte_lisible(xml: bytes) -> str:
    """Texte d'une partie, un paragraphe par ligne, sans les lignes vides qui se suivent."""
    paragraphes: list[str] = []
    for paragraphe in analyser_xml(xml).iter(q("p")):
        signes = {q("tab"): "\t", q("br"): "\n"}
        dits = [(e.text or "") if e.tag == q("t") else signes.get(str(e.tag), "") for e in paragraphe.iter()]
        texte = "".join(dits).strip()
        if texte or (paragraphes and paragraphes[-1]):
            paragraphes.append(texte)
    return "\n".join(paragraphes).strip()


def _ecrire(publipostage: Publipostage, modele: Modele, titre: str, rang: int, dossier: Path) -> Path:
    sortie = dossier / f"{nom_de_document(f'aperçu - {titre}')}.docx"
    sortie.parent.mkdir(parents=True, exist_ok=True)
    with ecriture_atomique(sortie, remplacer=True) as provisoire:
        provisoire.write_bytes(modele.rendre(publipostage.lignes[rang - 1], rang=rang))
    return sortie
