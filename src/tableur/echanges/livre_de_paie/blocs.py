"""Blocs d'un livre en colonnes : quelles colonnes sont à quelle personne, sous quels en-têtes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tableur.calculs.paie.correspondances import codes_de, mots, total_de
from tableur.echanges.livre_de_paie.colonnes import CHIFFRES, CODE_COLLE, champ_de_colonne
from tableur.echanges.livre_de_paie.cote import cote_d_un_mot
from tableur.echanges.livre_de_paie.periode import mois_imprime
from tableur.frontiere import est_vide, lire
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ErreurTableur

Grille = Sequence[Sequence[object]]
Personne = tuple[str, str]
COLONNES_DE_TEXTE = 6
"""Les libellés, codes et parts sont dans les premières colonnes."""

_NOMS = re.compile(r"(salaries?|noms?( (et )?prenoms?)?|employes?|collaborateurs?|personnes?|beneficiaires?)( :)?")
_LIBELLES = re.compile(
    r"(codes?|n[o°]?|num\w*|rubriques?|libelles?|designations?|intitules?|elements?( de paie)?|cotisations?|"
    r"lignes?)"
    r"( (et |de |des )?(rubriques?|cotisations?|lignes?|libelles?))?( :)?"
)
_MATRICULES = re.compile(r"(matricules?|n[o°]|numeros?|codes?)( (du |de )?salaries?)?( :)?")
_TOTAL = re.compile(r"(s?ous-?)?tota(l|ux)\b.*|cumuls?\b.*|ensemble|general|etablissement|societe|dossier")
_PAS_UN_NOM = re.compile(
    r"\b(page|edit\w*|imprim\w*|periode|siret|siren|naf|ape|date|mois|livre|etat|societe|emploi|qualification|"
    r"statut|contrat|entree|sortie|coefficient|urssaf)\b|\d{2}/\d{2}"
)
_SEPARE = re.compile(r"\s[-–:/|]\s")
_MATRICULE_EN_TETE = re.compile(r"^([A-Z]{0,3}\d{1,10})\s*[-:–/]?\s+(?=\D)(.+)$", re.IGNORECASE)
_MATRICULE_EN_FIN = re.compile(r"^(.*\D)\s*[(\[]?\b([A-Z]{0,3}\d{1,10})[)\]]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Colonne:
    """Colonne de nombres d'une personne, ou du total : son rang, ce qu'elle porte, et son titre."""

    rang: int
    champ: str
    titre: str


@dataclass(slots=True)
class Bloc:
    """Lignes de rubriques sous les mêmes en-têtes de personnes ; `fin` est la ligne qui suit la dernière."""

    debut: int
    fin: int
    personnes: dict[Personne, list[Colonne]]
    totaux: list[Colonne]
    libelle: int
    code: int | None
    part: int | None
    non_lues: list[str] = field(default_factory=list)

    @property
    def a_des_parts(self) -> bool:
        """Vrai si les colonnes disent la part salariale et la part patronale."""
        return any(c.champ.startswith("part_") for colonnes in self.personnes.values() for c in colonnes)

    def textes(self, ligne: Sequence[object]) -> tuple[str, str, str]:
        """Libellé, code et part d'une ligne."""
        libelle, code = _texte(ligne, self.libelle), _texte(ligne, self.code)
        colle = CODE_COLLE.match(libelle) if self.code is None else None
        if colle is not None:
            code, libelle = colle.group(1), colle.group(2)
        return libelle, code, _texte(ligne, self.part)


@dataclass(slots=True)
class _Entetes:
    """En-têtes rencontrés avant les premières rubriques d'un bloc."""

    noms: list[tuple[str, dict[int, str]]] = field(default_factory=list)
    matricules: dict[int, str] = field(default_factory=dict)
    champs: dict[int, str] = field(default_factory=dict)


def bloc_de(grille: Grille, depuis: int, precedent: Bloc | None = None) -> Bloc | None:
    """Premier bloc de personnes en colonnes à partir d'une ligne ; None s'il n'y en a plus.

    Args:
        grille: Grille d'une feuille ou d'une page.
        depuis: Première ligne à lire.
        precedent: Dernier bloc de la page d'avant : une page sans en-têtes, aux mêmes colonnes, le continue.
    """
    entetes, rang = _Entetes(), depuis
    if precedent is not None and depuis == 0 and _continue(grille, precedent):
        return replace(precedent, debut=0, fin=len(grille), non_lues=[])
    while rang < len(grille):
        genre = _genre(grille[rang])
        if genre == "donnees" and (entetes.noms or entetes.champs):
            bloc = _bloc(grille, rang, entetes)
            if bloc is not None:
                return bloc
            entetes = _Entetes()
        elif genre != "donnees":
            _retenir(entetes, genre, grille[rang])
        rang += 1
    return None


def _continue(grille: Grille, bloc: Bloc) -> bool:
    """Vrai si une page n'a pas d'en-têtes et a, l'une après l'autre, les colonnes de nombres du bloc."""
    if any(_genre(ligne) in ("champs", "matricules") or _recommence(grille, r) for r, ligne in enumerate(grille)):
        return False
    rangs = {c.rang for colonnes in bloc.personnes.values() for c in colonnes} | {c.rang for c in bloc.totaux}
    return {r for ligne in grille for r, c in enumerate(ligne) if _nombre(c) is not None} == rangs


def est_une_donnee(ligne: Sequence[object], bloc: Bloc) -> bool:
    """Vrai si une ligne porte un nombre sous une personne ou un total, ou un montant illisible."""
    rangs = [c.rang for colonnes in bloc.personnes.values() for c in colonnes] + [c.rang for c in bloc.totaux]
    remplies = [ligne[rang] for rang in rangs if rang < len(ligne) and not est_vide(ligne[rang])]
    if any(_nombre(cellule) is not None for cellule in remplies):
        return True
    return bool(remplies) and bool(codes_de(_texte(ligne, bloc.libelle), ""))


def a_des_nombres(ligne: Sequence[object]) -> bool:
    """Vrai si une ligne a un libellé et un nombre : une rubrique, sans doute."""
    return any(isinstance(c, str) and not est_vide(c) for c in ligne) and any(
        _nombre(c) is not None for c in ligne
    )


def mois_de_la_grille(grille: Grille) -> Mois | None:
    """Mois imprimé dans le titre d'un livre, None s'il n'y est pas."""
    titres = [" ".join(str(c) for c in ligne if isinstance(c, str)) for ligne in grille[:12]]
    return mois_imprime("\n".join(titres))


def _genre(ligne: Sequence[object]) -> str:
    """« champs », « matricules », « noms », « donnees », ou vide."""
    remplies = [(rang, cellule) for rang, cellule in enumerate(ligne) if not est_vide(cellule)]
    if len(remplies) < 2:
        return ""
    textes = [(rang, mots(str(cellule))) for rang, cellule in remplies if isinstance(cellule, str)]
    premier = textes[0][1] if textes else ""
    if _MATRICULES.fullmatch(premier) and textes[0][0] == remplies[0][0]:
        suivants = [texte for _, texte in textes[1:]]
        if not any(map(_est_un_entete, suivants)) and not any(map(_LIBELLES.fullmatch, suivants)):
            return "matricules"
    if any(_nombre(cellule) is not None for _, cellule in remplies):
        return "donnees"
    champs = [texte for _, texte in textes if champ_de_colonne(texte) in CHIFFRES and not _SEPARE.search(texte)]
    if len(champs) >= 2 and all(_est_un_entete(texte) or _LIBELLES.fullmatch(texte) for _, texte in textes):
        return "champs"
    return "noms"


def _est_un_entete(texte: str) -> bool:
    return (champ_de_colonne(texte) in CHIFFRES and not _SEPARE.search(texte)) or _TOTAL.fullmatch(
        texte
    ) is not None


def _retenir(entetes: _Entetes, genre: str, ligne: Sequence[object]) -> None:
    cellules = {rang: " ".join(str(c).split()) for rang, c in enumerate(ligne) if not est_vide(c)}
    if genre == "champs":
        entetes.champs = {r: champ for r, t in cellules.items() if (champ := champ_de_colonne(t)) in CHIFFRES}
    elif genre == "matricules":
        entetes.matricules = {r: _sans_decimale(t) for r, t in list(cellules.items())[1:]}
    elif genre == "noms":
        premier = mots(next(iter(cellules.values())))
        tete = "noms" if _NOMS.fullmatch(premier) else "prenoms" if premier.startswith("prenom") else ""
        tete = tete or ("libelles" if _LIBELLES.fullmatch(premier) else "")
        if tete or min(cellules) > 0:
            entetes.noms.append((tete, cellules))


def _sans_decimale(texte: str) -> str:
    return texte.removesuffix(".0")


def _bloc(grille: Grille, debut: int, entetes: _Entetes) -> Bloc | None:
    """Bloc qui commence à cette ligne, si ses en-têtes nomment des personnes."""
    fin = next((r for r in range(debut, len(grille)) if _recommence(grille, r)), len(grille))
    while fin < len(grille) and fin > debut + 1 and not a_des_nombres(grille[fin - 1]):
        fin -= 1  # titres et noms du bloc qui suit
    titres = _titres(entetes)
    if not _sont_annonces(entetes, titres):
        return None
    groupes = _groupes(entetes, titres)
    premiere = min((c.rang for _, colonnes in groupes for c in colonnes), default=0)
    personnes: dict[Personne, list[Colonne]] = {}
    totaux: list[Colonne] = []
    for nom, colonnes in groupes:
        if _TOTAL.fullmatch(mots(nom)):
            totaux += colonnes
        elif nom:
            personnes.setdefault(_personne(nom, entetes, colonnes), []).extend(colonnes)
    libelle, code, part = _colonnes_de_texte(grille[debut:fin], premiere)
    if not personnes or libelle is None:
        return None
    prises = {c.rang for _, colonnes in groupes for c in colonnes}
    communes = {r for _, cellules in entetes.noms for r, t in cellules.items() if champ_de_colonne(t) in CHIFFRES}
    perdues = _nombres_sans_personne(grille[debut:fin], libelle + 1, prises | communes)
    non_lues = [f"colonne {rang + 1}, {n} nombres sans personne au-dessus, non lus" for rang, n in perdues]
    if len(perdues) > len(prises):
        noms = ", ".join(nom for nom, _ in groupes)
        non_lues = [
            f"{len(perdues) + len(prises)} colonnes de nombres pour {len(prises)} nommées ({noms}), non lues"
        ]
        personnes, totaux = {}, []
    return Bloc(debut, fin, personnes, totaux, libelle, code, part, non_lues)


def _recommence(grille: Grille, rang: int) -> bool:
    """Vrai si une ligne rouvre des en-têtes : des noms ou des champs répétés, comme en haut de page."""
    genre = _genre(grille[rang])
    if genre in ("champs", "matricules"):
        return True
    cellules = [str(c) for c in grille[rang] if not est_vide(c)]
    premier = mots(cellules[0]) if cellules else ""
    return genre == "noms" and (_NOMS.fullmatch(premier) or _LIBELLES.fullmatch(premier)) is not None


def _sont_annonces(entetes: _Entetes, titres: dict[int, str]) -> bool:
    """Vrai si quelque chose dit que ces titres sont des personnes, et non une adresse en haut d'un bulletin."""
    if entetes.champs or entetes.matricules or any(tete for tete, _ in entetes.noms):
        return True
    return any(_TOTAL.fullmatch(mots(titre)) for titre in titres.values())


def _titres(entetes: _Entetes) -> dict[int, str]:
    """Nom au-dessus de chaque colonne : la ligne qui dit « Salarié », ou celle qui nomme le plus de personnes."""
    candidates = [(tete, {r: t for r, t in c.items() if _peut_nommer(t)}) for tete, c in entetes.noms]
    lignes = [c for tete, c in candidates if tete == "noms"] or [c for tete, c in candidates if tete != "prenoms"]
    if not lignes:
        return {}
    choisie = max(lignes, key=lambda cellules: (len(set(cellules.values())), -lignes.index(cellules)))
    prenoms = next((c for tete, c in candidates if tete == "prenoms"), {})
    return {r: " ".join([t, prenoms[r]]) if r in prenoms else t for r, t in choisie.items()}


def _peut_nommer(texte: str) -> bool:
    plie = mots(texte)
    if _TOTAL.fullmatch(plie):
        return True
    if sum(map(str.isalpha, plie)) < 2 or _PAS_UN_NOM.search(plie) or _LIBELLES.fullmatch(plie):
        return False
    return (
        not _NOMS.fullmatch(plie) and cote_d_un_mot(plie) == "" and not re.fullmatch(r"parts?|sens|types?", plie)
    )


def _groupes(entetes: _Entetes, titres: dict[int, str]) -> list[tuple[str, list[Colonne]]]:
    """Colonnes de chaque personne, avec son nom ; sans champs répétés, une colonne chacune."""
    if len(entetes.champs) > len(set(entetes.champs.values())):
        return _par_champs(entetes.champs, titres)
    if entetes.champs:
        return []  # « Base, Taux, Salarial, Patronal » une seule fois : ce sont les colonnes d'une personne
    groupes = []
    for rang, titre in sorted(titres.items()):
        nom, champ = _nom_et_champ(titre)
        if nom:
            groupes.append((nom, [Colonne(rang, champ, titre)]))
    return groupes


def _nom_et_champ(titre: str) -> tuple[str, str]:
    """« Louarn - Part salariale » : le nom, et ce que la colonne porte ; « Taux » seul n'a pas de nom."""
    if champ_de_colonne(titre) in CHIFFRES and not _SEPARE.search(titre):
        return ("Total", "gain") if _TOTAL.fullmatch(mots(titre)) else ("", "")
    morceaux = _SEPARE.split(titre)
    for rang in (-1, 0):
        champ = champ_de_colonne(morceaux[rang])
        reste = " - ".join(m for i, m in enumerate(morceaux) if i != rang % len(morceaux))
        if len(morceaux) > 1 and champ in CHIFFRES and reste:
            return reste, champ
    return titre, "gain"


def _par_champs(champs: dict[int, str], titres: dict[int, str]) -> list[tuple[str, list[Colonne]]]:
    """Un groupe à chaque champ qui revient ; son nom est celui qui tombe au-dessus de lui."""
    groupes: list[list[Colonne]] = []
    for rang, champ in sorted(champs.items()):
        if not groupes or any(c.champ == champ for c in groupes[-1]):
            groupes.append([])
        groupes[-1].append(Colonne(rang, champ, titres.get(rang, champ)))
    nommes = []
    for numero, groupe in enumerate(groupes):
        suite = groupes[numero + 1][0].rang if numero + 1 < len(groupes) else max(groupe[-1].rang, *titres, 0) + 1
        noms = [t for r, t in sorted(titres.items()) if groupe[0].rang <= r < suite]
        nommes.append((noms[0] if noms else "", groupe))
    return nommes


def _personne(nom: str, entetes: _Entetes, colonnes: Sequence[Colonne]) -> Personne:
    """Matricule et nom : le matricule de la ligne « Matricule », ou celui que le nom porte."""
    debut, fin = colonnes[0].rang, colonnes[-1].rang
    matricule = next((m for rang, m in sorted(entetes.matricules.items()) if debut <= rang <= fin), "")
    for motif, place in ((_MATRICULE_EN_TETE, (1, 2)), (_MATRICULE_EN_FIN, (2, 1))):
        trouve = motif.match(nom)
        if trouve is not None:
            return matricule or trouve.group(place[0]), trouve.group(place[1]).strip(" -–:/([")
    return matricule, nom


def _colonnes_de_texte(lignes: Grille, premiere: int) -> tuple[int | None, int | None, int | None]:
    """Colonnes du libellé, du code et de la part, à gauche de la première personne."""
    remplies = {
        rang: [str(ligne[rang]) for ligne in lignes if rang < len(ligne) and not est_vide(ligne[rang])]
        for rang in range(min(premiere, COLONNES_DE_TEXTE))
    }
    connus = {
        rang: sum(1 for texte in textes if codes_de(texte, "") or total_de(texte))
        for rang, textes in remplies.items()
    }
    libelle = max(connus, key=lambda rang: (connus[rang], -rang), default=None)
    if libelle is None or not connus[libelle]:
        return None, None, None
    autres = [rang for rang in remplies if rang != libelle and remplies[rang]]
    part = next((r for r in autres if all(cote_d_un_mot(t) for t in remplies[r])), None)
    code = next((r for r in autres if r != part and r < libelle), None)
    return libelle, code, part


def _nombres_sans_personne(lignes: Grille, premiere: int, prises: set[int]) -> list[tuple[int, int]]:
    comptes: dict[int, int] = {}
    for ligne in lignes:
        for rang, cellule in enumerate(ligne):
            if rang >= premiere and rang not in prises and _nombre(cellule) is not None:
                comptes[rang] = comptes.get(rang, 0) + 1
    return sorted(comptes.items())


def _texte(ligne: Sequence[object], rang: int | None) -> str:
    if rang is None or rang >= len(ligne) or est_vide(ligne[rang]):
        return ""
    return _sans_decimale(" ".join(str(ligne[rang]).split()))


def _nombre(cellule: object) -> Decimal | None:
    if est_vide(cellule) or isinstance(cellule, bool):
        return None
    try:
        nombre: Decimal = lire(cellule, Decimal)
    except ErreurTableur:
        return None
    return nombre
