"""Réparation : formules écrasées, listes et formats perdus, et, sur demande, valeurs stockées en texte."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from tableur.classeurs.controle.annotation import verifier_le_genre
from tableur.classeurs.controle.aspects import Aspects
from tableur.classeurs.controle.chirurgie import Retouche, bornes, contenus_de, retoucher, styles_de
from tableur.classeurs.controle.constats import Correction, Rapport
from tableur.classeurs.controle.lecture_xlsx import parties_des_feuilles
from tableur.classeurs.controle.paquet import PaquetAugmente
from tableur.classeurs.controle.plages import Plage, plages_de
from tableur.fichiers.archives import ouvrir_archive
from tableur.fichiers.ecriture import verifier_ecriture
from tableur.frontiere import ecrire_json
from tableur.socle.erreurs import ErreurTableur

D_OFFICE = frozenset({"formule-ecrasee", "formule-absente", "validation-perdue", "format-perdu"})
SUR_DEMANDE = frozenset(
    {
        "formule-ecrasee-probable",
        "total-incomplet",
        "nombre-en-texte",
        "date-en-texte",
        "zero-perdu",
        "espaces-en-trop",
    }
)

_PARTAGEE = re.compile(rb"""<(?:\w+:)?f\s[^>]*\b(?:t\s*=\s*["'](?:shared|array|dataTable)["'])""")


@dataclass(frozen=True, slots=True)
class Reparations:
    """Ce que la réparation a fait, ou ferait.

    Args:
        faites: Corrections appliquées, dans l'ordre du rapport ; chacune dit l'avant et l'après.
        ecartees: Corrections impossibles sans risque, et pourquoi, une phrase par cas.
        possibles: Codes d'autres constats réparables, à demander, et leur nombre de cellules.
        restants: Nombre de constats que la réparation ne traite pas.
        sortie: Fichier écrit, None si l'on simule ou s'il n'y a rien à réparer.
    """

    faites: tuple[Correction, ...]
    ecartees: tuple[str, ...]
    possibles: dict[str, int]
    restants: int
    sortie: Path | None

    @property
    def formules(self) -> int:
        """Nombre de formules remises, dont la valeur est à recalculer."""
        return sum(1 for correction in self.faites if correction.genre == "formule")


def reparer(
    fichier: Path,
    rapport: Rapport,
    sortie: Path | None = None,
    *,
    simuler: bool = False,
    aussi: Collection[str] = (),
    remplacer: bool = False,
) -> Reparations:
    """Répare une copie du classeur, ou dit ce qui serait réparé.

    Les formules écrasées ou absentes, les règles de saisie et les formats perdus sont réparés d'office.
    Les formules remises n'ont pas encore de valeur : le classeur est à recalculer.

    Args:
        fichier: Le classeur contrôlé, .xlsx ou .xlsm.
        rapport: Ce que `verifier` en a dit.
        sortie: La copie réparée, de même extension ; inutile si l'on simule.
        simuler: Vrai pour ne rien écrire.
        aussi: Codes de constats à réparer en plus, parmi `SUR_DEMANDE`.
        remplacer: Vrai pour remplacer une sortie qui existe, après l'avoir sauvegardée.

    Raises:
        ErreurTableur: Un code demandé ne se répare pas, ou il manque la sortie.
        Refus: Le classeur n'est pas un .xlsx ou un .xlsm, ou la sortie ne peut pas être écrite.
    """
    _verifier(fichier, sortie, simuler, aussi, remplacer)
    voulus = D_OFFICE | set(aussi)
    corrections = [c for constat in rapport.constats if constat.code in voulus for c in constat.corrections]
    possibles: dict[str, int] = defaultdict(int)
    for constat in rapport.constats:
        if constat.corrections and constat.code not in voulus:
            possibles[constat.code] += len(constat.corrections)
    restants = sum(1 for c in rapport.constats if c.code not in voulus or not c.corrections)
    with ouvrir_archive(fichier) as archive:
        paquet = PaquetAugmente(archive)
        faites, ecartees = _appliquer(paquet, _sans_conflit(corrections))
        ecrire = sortie is not None and not simuler and bool(faites)
        if ecrire and sortie is not None:
            if any(correction.genre == "formule" for correction in faites):
                paquet.oter_chaine_de_calcul()
                _faire_recalculer(paquet)
            paquet.ecrire(sortie, remplacer=remplacer)
    return Reparations(tuple(faites), tuple(ecartees), dict(possibles), restants, sortie if ecrire else None)


def texte_des_reparations(reparations: Reparations, *, simule: bool = False) -> str:
    """La liste des réparations, avant et après, et ce qui reste."""
    sujet = "Serait réparé" if simule else "Réparé"
    lignes = [f"{sujet} : {len(reparations.faites)} correction{'s' if len(reparations.faites) > 1 else ''}."]
    lignes += [
        f"  • feuille « {c.feuille} », {c.cellules} : {c.avant or 'vide'} → {c.apres}" for c in reparations.faites
    ]
    lignes += [f"  • écarté : {phrase}" for phrase in reparations.ecartees]
    for code, nombre in sorted(reparations.possibles.items()):
        lignes.append(f"Se répare aussi, sur demande : {code} ({nombre}).")
    if reparations.restants:
        lignes.append(
            f"{reparations.restants} constat{'s' if reparations.restants > 1 else ''} à traiter à la main."
        )
    if reparations.sortie is not None and reparations.formules:
        lignes.append("Les formules remises attendent leur valeur : recalculer le classeur.")
    return "\n".join(lignes)


def reparations_en_json(reparations: Reparations) -> dict[str, Any]:
    """Les réparations en valeurs JSON."""
    return {
        "faites": [ecrire_json(correction) for correction in reparations.faites],
        "ecartees": list(reparations.ecartees),
        "possibles": dict(sorted(reparations.possibles.items())),
        "restants": reparations.restants,
        "sortie": str(reparations.sortie) if reparations.sortie else None,
    }


def _verifier(fichier: Path, sortie: Path | None, simuler: bool, aussi: Collection[str], remplacer: bool) -> None:
    inconnus = sorted(set(aussi) - SUR_DEMANDE - D_OFFICE)
    if inconnus:
        connus = ", ".join(sorted(SUR_DEMANDE))
        raise ErreurTableur(f"« {inconnus[0]} » ne se répare pas ; codes possibles : {connus}.")
    if simuler:
        verifier_le_genre(fichier, sortie or fichier.with_name(f"_{fichier.name}"))
        return
    if sortie is None:
        raise ErreurTableur("Aucun fichier à produire n'a été donné : en indiquer un, ou simuler.")
    verifier_le_genre(fichier, sortie)
    verifier_ecriture(sortie, remplacer=remplacer)


def _sans_conflit(corrections: list[Correction]) -> list[Correction]:
    """Corrections dont la cellule n'a pas déjà reçu la même sorte de correction."""
    vues: set[tuple[str, str, bool]] = set()
    gardees = []
    for correction in corrections:
        cle = (correction.feuille, correction.cellules, correction.genre in ("format", "validation"))
        if cle not in vues:
            vues.add(cle)
            gardees.append(correction)
    return gardees


def _appliquer(paquet: PaquetAugmente, corrections: list[Correction]) -> tuple[list[Correction], list[str]]:
    aspects = Aspects(paquet)
    parties = parties_des_feuilles(paquet.archive, paquet.principale, paquet.ou)
    par_feuille: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        par_feuille[correction.feuille].append(correction)
    refusees: set[Correction] = set()
    for feuille, liste in par_feuille.items():
        partie = parties.get(feuille, "")
        if partie not in paquet:
            continue
        octets = paquet.lire(partie)
        retouches = _retouches(octets, [c for c in liste if c.genre != "validation"], aspects, refusees)
        octets = retoucher(octets, retouches)
        for correction in liste:
            if correction.genre == "validation":
                octets = _etendre_la_validation(octets, int(correction.donnee), correction.cellules)
        paquet.poser(partie, octets)
    cause = "cette formule est partagée ou matricielle, la reprendre à la main"
    ecartees = [f"feuille « {c.feuille} », {c.cellules} : {cause}" for c in refusees]
    aspects.enregistrer()
    return [c for c in corrections if c not in refusees], sorted(ecartees)


def _retouches(
    octets: bytes, corrections: list[Correction], aspects: Aspects, refusees: set[Correction]
) -> dict[tuple[int, int], Retouche]:
    places = {c: [case for p in plages_de(c.cellules) for case in _cases_de(p)] for c in corrections}
    toutes = {case for cases in places.values() for case in cases}
    styles = styles_de(octets, toutes)
    formules = {case for c, cases in places.items() if c.genre == "formule" for case in cases}
    contenus = contenus_de(octets, formules)
    retouches: dict[tuple[int, int], Retouche] = {}
    for correction, cases in places.items():
        if any(_PARTAGEE.search(contenus.get(case, b"")) for case in cases if correction.genre == "formule"):
            refusees.add(correction)
            continue
        for case in cases:
            precedente = retouches.get(case)
            actuel = styles.get(case, correction.style if correction.style is not None else 0)
            if precedente is not None and precedente.style is not None:
                actuel = precedente.style
            neuve = _retouche(correction, actuel, aspects)
            if precedente is not None and neuve.contenu is None:
                neuve = Retouche(neuve.style, precedente.genre, precedente.contenu)
            retouches[case] = neuve
    return retouches


def _cases_de(plage: Plage) -> list[tuple[int, int]]:
    return [
        (n, c) for n in range(plage.ligne1, plage.ligne2 + 1) for c in range(plage.colonne1, plage.colonne2 + 1)
    ]


def _retouche(correction: Correction, style: int, aspects: Aspects) -> Retouche:
    if correction.genre == "format":
        return Retouche(style=aspects.en_format(style, int(correction.donnee), "format"))
    if correction.genre == "formule":
        neuf = aspects.en_format(style, correction.style, "formule")
        return Retouche(neuf, "", f"<f>{escape(correction.donnee, quote=False)}</f>")
    neuf = aspects.en_format(style, correction.style, correction.genre)
    if correction.genre == "texte":
        texte = escape(correction.donnee, quote=False)
        return Retouche(neuf, "inlineStr", f'<is><t xml:space="preserve">{texte}</t></is>')
    return Retouche(neuf, "", f"<v>{correction.donnee}</v>")


def _etendre_la_validation(octets: bytes, rang: int, cellules: str) -> bytes:
    """Validation de ce rang, étendue à d'autres cellules."""
    _, depart = bornes(octets)
    trouvees = list(re.finditer(rb"<(?:\w+:)?dataValidation\b", octets[depart:]))
    if rang >= len(trouvees):
        return octets
    place = depart + trouvees[rang].start()
    fin_balise = octets.index(b">", place)
    attribut = re.compile(rb"""(\bsqref\s*=\s*["'])([^"']*)""").search(octets, place, fin_balise)
    if attribut is None:
        attribut = re.compile(rb"(<\w+:sqref>)([^<]*)").search(octets, fin_balise)
    if attribut is None:
        return octets
    return octets[: attribut.end()] + b" " + cellules.encode() + octets[attribut.end() :]


def _faire_recalculer(paquet: PaquetAugmente) -> None:
    """Demande à Excel de tout recalculer à l'ouverture."""
    octets = paquet.lire(paquet.principale)
    calcul = re.search(rb"<(?:\w+:)?calcPr\b[^>]*?(/?)>", octets)
    if calcul is not None:
        balise = re.sub(rb"""\s+fullCalcOnLoad\s*=\s*["'][^"']*["']""", b"", calcul.group())
        fin = b"/>" if calcul[1] else b">"
        balise = balise.removesuffix(fin).rstrip() + b' fullCalcOnLoad="1"' + fin
        paquet.poser(paquet.principale, octets[: calcul.start()] + balise + octets[calcul.end() :])
