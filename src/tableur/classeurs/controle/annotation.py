"""Copie annotée : cellules coloriées et commentées, feuille « Anomalies » liée ; tout le reste est intact."""

import re
from collections import defaultdict
from html import escape
from pathlib import Path

from tableur.classeurs.controle.aspects import Aspects
from tableur.classeurs.controle.chirurgie import Retouche, element_de, inserer, prefixe_de, retoucher, styles_de
from tableur.classeurs.controle.commentaires import commenter
from tableur.classeurs.controle.constats import NIVEAUX, Constat, Rapport
from tableur.classeurs.controle.feuille_anomalies import COULEURS, PREMIERE_LIGNE, feuille_anomalies, lien_vers
from tableur.classeurs.controle.lecture_xlsx import parties_des_feuilles
from tableur.classeurs.controle.paquet import OFFICE, PaquetAugmente
from tableur.classeurs.controle.plages import Plage, adresse, plages_de
from tableur.fichiers.archives import ouvrir_archive
from tableur.fichiers.ecriture import verifier_ecriture
from tableur.socle.erreurs import Ou, refus

EXTENSIONS = (".xlsx", ".xlsm")
CASES_COLORIEES = 20_000  # par constat à corriger ou à vérifier
CASES_D_INFORMATION = 50  # par constat à savoir : la première de chaque plage
DISCRETS = frozenset({"formule-sans-valeur"})  # trop nombreuses pour être toutes coloriées
COMMENTAIRES_MAXIMUM = 1_000  # par feuille
COMMENTAIRES_PAR_CONSTAT = 50

Case = tuple[int, int]


def copie_annotee(fichier: Path, rapport: Rapport, sortie: Path, *, remplacer: bool = False) -> Path:
    """Écrit une copie du classeur où chaque constat se voit, et rend son chemin.

    Args:
        fichier: Le classeur contrôlé, .xlsx ou .xlsm.
        rapport: Ce que `verifier` en a dit.
        sortie: La copie, de même extension.
        remplacer: Vrai pour remplacer une copie qui existe, après l'avoir sauvegardée.

    Raises:
        Refus: Le classeur n'est pas un .xlsx ou un .xlsm, ou la copie ne peut pas être écrite.
    """
    verifier_le_genre(fichier, sortie)
    verifier_ecriture(sortie, remplacer=remplacer)
    with ouvrir_archive(fichier) as archive:
        paquet = PaquetAugmente(archive)
        aspects = Aspects(paquet)
        parties = parties_des_feuilles(archive, paquet.principale, paquet.ou)
        onglet = _nom_libre(list(parties))
        par_feuille: dict[str, list[tuple[int, Constat]]] = defaultdict(list)
        for rang, constat in enumerate(rapport.constats):
            if constat.cellules and constat.feuille in parties:
                par_feuille[constat.feuille].append((PREMIERE_LIGNE + rang, constat))
        for nom, constats in par_feuille.items():
            if parties[nom] in paquet:
                _annoter(paquet, aspects, parties[nom], constats, onglet)
        _ajouter_la_feuille(paquet, onglet, feuille_anomalies(rapport, rapport.constats, aspects))
        aspects.enregistrer()
        paquet.ecrire(sortie, remplacer=remplacer)
    return sortie


def verifier_le_genre(fichier: Path, sortie: Path) -> None:
    """Refuse un fichier qui n'est pas un .xlsx ou un .xlsm, une sortie d'un autre genre, ou le fichier lui-même.

    Raises:
        Refus: L'un de ces cas.
    """
    ou = Ou(fichier=fichier.name)
    if fichier.suffix.lower() not in EXTENSIONS:
        message = "Seul un .xlsx ou un .xlsm peut être annoté ou réparé : enregistrer ce classeur en .xlsx."
        raise refus(ou, "format", message, attendu=".xlsx", trouve=fichier.suffix)
    if sortie.suffix.lower() != fichier.suffix.lower():
        message = f"Le fichier produit garde l'extension {fichier.suffix}."
        raise refus(Ou(fichier=sortie.name), "extension", message, attendu=fichier.suffix, trouve=sortie.suffix)
    if sortie.resolve() == fichier.resolve():
        message = "Le fichier produit remplacerait celui qui est lu : lui donner un autre nom."
        raise refus(Ou(fichier=sortie.name), "même fichier", message)


def _nom_libre(pris: list[str]) -> str:
    noms = {nom.casefold() for nom in pris}
    candidats = ["Anomalies", *(f"Anomalies ({n})" for n in range(2, 1_000))]
    return next(nom for nom in candidats if nom.casefold() not in noms)


def _cases(constat: Constat) -> list[Case]:
    """Cases à colorier : toutes celles d'une faute, quelques-unes d'une simple information."""
    plages = [Plage.lire(texte) for texte in constat.cellules]
    if constat.niveau == "information" or constat.code in DISCRETS:
        return [(p.ligne1, p.colonne1) for p in plages[:CASES_D_INFORMATION]]
    cases: list[Case] = []
    for plage in plages:
        for ligne in range(plage.ligne1, plage.ligne2 + 1):
            cases += [(ligne, colonne) for colonne in range(plage.colonne1, plage.colonne2 + 1)]
            if len(cases) >= CASES_COLORIEES:
                return cases
    return cases


def _annoter(
    paquet: PaquetAugmente, aspects: Aspects, partie: str, constats: list[tuple[int, Constat]], onglet: str
) -> None:
    couleurs: dict[Case, str] = {}
    notes: dict[Case, list[str]] = defaultdict(list)
    retours: dict[Case, int] = {}
    for ligne, constat in sorted(constats, key=lambda c: (NIVEAUX.index(c[1].niveau), c[0])):
        for case in _cases(constat):
            couleurs.setdefault(case, COULEURS[constat.niveau])
        for texte in constat.cellules[:COMMENTAIRES_PAR_CONSTAT]:
            plage = Plage.lire(texte)
            case = plage.ligne1, plage.colonne1
            if len(notes) < COMMENTAIRES_MAXIMUM or case in notes:
                notes[case].append(_note(constat))
                retours.setdefault(case, ligne)
    octets = paquet.lire(partie)
    actuels = styles_de(octets, set(couleurs))
    retouches = {
        case: Retouche(style=aspects.colorie(actuels.get(case, 0), couleur)) for case, couleur in couleurs.items()
    }
    octets = _avec_liens(retoucher(octets, retouches), retours, onglet)
    paquet.poser(partie, octets)
    lien = commenter(paquet, partie, {case: "\n\n".join(textes) for case, textes in notes.items()})
    if lien:
        p = prefixe_de(octets)
        element = f'<{p}legacyDrawing xmlns:r="{OFFICE}" r:id="{lien}"/>'.encode()
        paquet.poser(partie, inserer(octets, "legacyDrawing", element))


def _note(constat: Constat) -> str:
    message = constat.anomalie.message
    propose = f"\nProposé : {constat.propose}" if constat.propose else ""
    return f"{constat.niveau.upper()} — {message[:1].upper()}{message[1:]}.{propose}"


def _avec_liens(octets: bytes, retours: dict[Case, int], onglet: str) -> bytes:
    """Liens vers la feuille des anomalies, sur les cellules qui n'ont pas déjà un lien."""
    place, p = element_de(octets, "hyperlinks"), prefixe_de(octets)
    pris: list[Plage] = []
    if place:
        refs = re.findall(rb"""\bref\s*=\s*["']([^"']+)["']""", octets[place[0] : place[1]])
        pris = plages_de(" ".join(ref.decode() for ref in refs))
    liens = "".join(
        f'<{p}hyperlink ref="{adresse(*case)}" location="{escape(lien_vers(onglet, f"A{ligne}"))}" '
        'tooltip="Voir la feuille des anomalies"/>'
        for case, ligne in sorted(retours.items())
        if not any(plage.contient(*case) for plage in pris)
    ).encode()
    if not liens:
        return octets
    if place is None:
        return inserer(octets, "hyperlinks", f"<{p}hyperlinks>".encode() + liens + f"</{p}hyperlinks>".encode())
    fin = octets.rindex(b"</", place[0], place[1])
    return octets[:fin] + liens + octets[fin:]


def _ajouter_la_feuille(paquet: PaquetAugmente, onglet: str, octets: bytes) -> None:
    partie = paquet.nom_libre("xl/worksheets/anomalies%d.xml")
    paquet.poser(partie, octets)
    paquet.declarer(partie, "worksheet")
    lien = paquet.relier(paquet.principale, "worksheet", partie)
    classeur = paquet.lire(paquet.principale)
    numeros = [int(n) for n in re.findall(rb"""\bsheetId\s*=\s*["'](\d+)["']""", classeur)]
    racine = re.search(rb"<(\w+:)?workbook\b", classeur)
    p = (racine[1] or b"").decode() if racine else ""
    feuille = (
        f'<{p}sheet name="{onglet}" sheetId="{max(numeros, default=0) + 1}" xmlns:r="{OFFICE}" r:id="{lien}"/>'
    )
    fin = re.search(rb"</(?:\w+:)?sheets\s*>", classeur)
    if fin is None:
        raise refus(paquet.ou, "classeur illisible", "Ce classeur n'a pas de feuille : rien à annoter.")
    paquet.poser(paquet.principale, classeur[: fin.start()] + feuille.encode() + classeur[fin.start() :])
