"""Livre de paie en colonnes : une ligne par rubrique, une ou plusieurs colonnes par personne, des totaux à droite.

C'est l'état préparatoire de beaucoup de cabinets. Les en-têtes peuvent tenir sur plusieurs lignes (matricules,
noms, puis « Base, Taux, Salarial, Patronal » répétés), revenir à chaque page, et changer de personnes d'un bloc à
l'autre. Une cellule vide n'est pas un zéro ; ce qui n'est pas compris est dit.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tableur.calculs.paie.correspondances import codes_de, total_de
from tableur.echanges.livre_de_paie.blocs import (
    Bloc,
    Colonne,
    a_des_nombres,
    bloc_de,
    est_une_donnee,
    mois_de_la_grille,
)
from tableur.echanges.livre_de_paie.cote import (
    Cote,
    cote_d_un_mot,
    cote_du_droit,
    cote_du_libelle,
    sans_la_mention,
)
from tableur.echanges.livre_de_paie.recu import Imprimee, LivreRecu, bulletin_de, total_imprime
from tableur.frontiere import est_vide, lire, montre
from tableur.socle.dates import Mois
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou
from tableur.socle.grandeurs import ZERO

Grille = Sequence[Sequence[object]]
Place = Callable[[int, str], Ou]
LIBELLES_RECONNUS = 3
"""Au moins trois rubriques connues : sous ce nombre, la grille n'est pas un livre de paie."""
LIBELLES_CITES = 8
_TIRETS = {"-", "–", "—", "."}


@dataclass(slots=True)
class _Lecture:
    """Ce qui se remplit au fil des grilles : les lignes de chaque personne, et ce qui n'est pas lu."""

    propres: Mapping[str, str]
    livre: LivreRecu = field(default_factory=LivreRecu)
    personnes: dict[tuple[str, str, Mois | None], list[Imprimee]] = field(default_factory=dict)
    sommes: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    non_lus: dict[str, None] = field(default_factory=dict)
    totaux_faux: list[str] = field(default_factory=list)
    dernier: Bloc | None = None
    section: Cote = ""
    dans_le_brut: bool = True
    pages_perdues: list[str] = field(default_factory=list)
    autres_feuilles: list[str] = field(default_factory=list)
    mois: Mois | None = None


def livre_en_colonnes(
    grilles: Iterable[tuple[Grille, Place]], propres: Mapping[str, str] | None = None
) -> LivreRecu | None:
    """Livre de paie dont les personnes sont en colonnes ; None si aucune grille n'a cette forme.

    Args:
        grilles: Feuilles ou pages, depuis leur première ligne, et l'endroit d'une ligne et d'une colonne.
        propres: Correspondance du dossier, de leurs libellés vers nos codes.
    """
    lecture = _Lecture(dict(propres or {}))
    trouvees = [_lire_la_grille(grille, place, lecture) for grille, place in grilles]
    if not any(trouvees) or not _est_un_livre(lecture):
        return None
    for (matricule, nom, mois), lignes in lecture.personnes.items():
        recu, dits = bulletin_de(
            matricule, nom, mois, _reunies(lignes, lecture.propres), lignes[0].ou, dict(lecture.propres)
        )
        lecture.livre.bulletins.append(replace(recu, incomplet=bool(lecture.pages_perdues)))
        lecture.livre.ecartes += dits
    _dire(lecture)
    return lecture.livre


def _est_un_livre(lecture: _Lecture) -> bool:
    libelles = {une.libelle for lignes in lecture.personnes.values() for une in lignes}
    connus = [un for un in libelles if total_de(un) or codes_de(un, "", lecture.propres)]
    return len(connus) >= LIBELLES_RECONNUS


def _lire_la_grille(grille: Grille, place: Place, lecture: _Lecture) -> bool:
    """Lit une grille, bloc par bloc ; vrai si elle a des personnes en colonnes."""
    mois, rang, trouve = mois_de_la_grille(grille) or lecture.mois, 0, False
    lecture.mois = mois
    while (bloc := bloc_de(grille, rang, lecture.dernier)) is not None:
        trouve = True
        lecture.livre.ecartes += [f"{place(bloc.debut, '')} : {dit}" for dit in bloc.non_lues]
        if bloc.personnes:
            _lire_le_bloc(grille, bloc, (place, rang), mois, lecture)
            lecture.dernier = bloc
        else:
            lecture.pages_perdues.append(str(replace(place(bloc.debut, ""), ligne=None)))
        rang = bloc.fin
    if not trouve and any(map(a_des_nombres, grille)):
        ou = replace(place(0, ""), ligne=None)
        if ou.feuille:
            lecture.autres_feuilles.append(str(ou))
        elif lecture.dernier is not None:
            lecture.pages_perdues.append(str(ou))
    return trouve


def _lire_le_bloc(
    grille: Grille, bloc: Bloc, dou: tuple[Place, int], mois: Mois | None, lecture: _Lecture
) -> None:
    place, depuis = dou
    memes = lecture.dernier is not None and lecture.dernier.personnes.keys() == bloc.personnes.keys()
    section: Cote = lecture.section if memes else ""
    dans_le_brut = lecture.dans_le_brut if memes else True
    for ligne in grille[depuis : bloc.debut]:
        textes = [str(cellule) for cellule in ligne if not est_vide(cellule)]
        section = (cote_du_libelle(textes[0]) if len(textes) == 1 else "") or section
    for rang in range(bloc.debut, bloc.fin):
        ligne = grille[rang]
        libelle, code, part = bloc.textes(ligne)
        if not est_une_donnee(ligne, bloc):
            section = cote_du_libelle(libelle) if libelle else section
            continue
        cote = cote_d_un_mot(part) or cote_du_libelle(libelle) or section
        codes = codes_de(sans_la_mention(libelle), code, lecture.propres)
        if not (libelle or code):
            lecture.livre.ecartes.append(f"{place(rang, '')} : nombres sans libellé, non lus")
            continue
        total = total_imprime(libelle, code, lecture.propres)
        if not codes and not total and not cote and not dans_le_brut and not bloc.a_des_parts:
            lecture.non_lus.setdefault(libelle or code)
            continue
        modele = Imprimee(place(rang, ""), libelle or code, code)
        cote = cote or cote_du_droit(codes, libelle)
        _lire_la_ligne(ligne, bloc, modele, (cote, bool(codes) and not total), (place, rang, mois), lecture)
        dans_le_brut = dans_le_brut and total != "brut"
    lecture.section, lecture.dans_le_brut = section, dans_le_brut


def _lire_la_ligne(
    ligne: Sequence[object],
    bloc: Bloc,
    modele: Imprimee,
    dit: tuple[Cote, bool],
    ici: tuple[Place, int, Mois | None],
    lecture: _Lecture,
) -> None:
    """Montants d'une rubrique, personne par personne, et leur somme face au total de droite."""
    place, rang, mois = ici
    du_bloc: dict[str, Decimal] = {}
    for personne, colonnes in bloc.personnes.items():
        champs, illisible = _nombres(ligne, colonnes, (place, rang), lecture.livre)
        if not champs and not illisible:
            continue
        for champ, valeur in champs.items():
            du_bloc[champ] = du_bloc.get(champ, ZERO) + valeur
        une = _avec(modele, champs, *dit)
        lignes = lecture.personnes.setdefault((*personne, mois), [])
        lignes.append(replace(une, non_lue=une.non_lue or illisible))
    _verifier_les_totaux(ligne, bloc, modele.libelle, du_bloc, lecture)


def _avec(modele: Imprimee, champs: Mapping[str, Decimal], cote: Cote, partagee: bool) -> Imprimee:
    """Ligne imprimée ; un montant seul va à la part que l'on sait, sinon la ligne n'est pas lue."""
    nombres = dict(champs)
    seul = nombres.pop("gain", None)
    if seul is not None and cote and "part_salariale" not in nombres and "part_patronale" not in nombres:
        nombres[f"part_{cote}"] = seul
        taux = nombres.pop("taux_salarial", None)
        if taux is not None:
            nombres[f"taux_{'salarial' if cote == 'salariale' else 'patronal'}"] = taux
        return replace(modele, **nombres)  # type: ignore[arg-type]  # des nombres seulement
    if seul is not None:
        nombres["gain"] = seul
    non_lue = seul is not None and partagee and not cote
    return replace(modele, non_lue=non_lue, **nombres)  # type: ignore[arg-type]


def _nombres(
    ligne: Sequence[object], colonnes: Sequence[Colonne], ici: tuple[Place, int], livre: LivreRecu
) -> tuple[dict[str, Decimal], bool]:
    """Nombres d'une personne par champ, et vrai si une de ses cellules est illisible."""
    place, rang = ici
    nombres: dict[str, Decimal] = {}
    illisible = False
    for colonne in colonnes:
        cellule = ligne[colonne.rang] if colonne.rang < len(ligne) else None
        if est_vide(cellule) or (isinstance(cellule, str) and cellule.strip() in _TIRETS):
            continue
        try:
            nombres[colonne.champ] = lire(cellule, Decimal)
        except ErreurTableur as erreur:
            ou = place(rang, colonne.titre)
            livre.anomalies.append(
                Anomalie("refus", ou, "cellule illisible", "un nombre", montre(cellule), str(erreur))
            )
            illisible = True
    return nombres, illisible


def _verifier_les_totaux(
    ligne: Sequence[object], bloc: Bloc, libelle: str, du_bloc: Mapping[str, Decimal], lecture: _Lecture
) -> None:
    """Compare la somme des personnes au total imprimé à droite : de ce bloc, ou de tout ce qui précède."""
    for champ, valeur in du_bloc.items():
        cle = (libelle, champ)
        lecture.sommes[cle] = lecture.sommes.get(cle, ZERO) + valeur
    for colonne in bloc.totaux:
        cellule = ligne[colonne.rang] if colonne.rang < len(ligne) else None
        if colonne.champ.startswith("taux") or est_vide(cellule):
            continue
        try:
            imprime: Decimal = lire(cellule, Decimal)
        except ErreurTableur:
            continue
        sommes = (du_bloc.get(colonne.champ, ZERO), lecture.sommes.get((libelle, colonne.champ), ZERO))
        if all(abs(imprime - somme) > Decimal("0.01") for somme in sommes):
            lecture.totaux_faux.append(f"{libelle}, {montant_ecrit(imprime)} et non {montant_ecrit(sommes[1])}")


def _reunies(lignes: Sequence[Imprimee], propres: Mapping[str, str]) -> list[Imprimee]:
    """Lignes d'une personne, où les deux parts d'une cotisation imprimées sur deux lignes n'en font qu'une."""
    reunies: list[Imprimee] = []
    places: dict[tuple[str, str], int] = {}
    for une in lignes:
        if une.part_salariale is None and une.part_patronale is None:
            reunies.append(une)
            continue
        cle = (sans_la_mention(une.libelle), une.code)
        autre = reunies[places[cle]] if cle in places else None
        if autre is not None and _se_completent(autre, une):
            reunies[places[cle]] = replace(
                autre,
                part_salariale=une.part_salariale if autre.part_salariale is None else autre.part_salariale,
                part_patronale=une.part_patronale if autre.part_patronale is None else autre.part_patronale,
                taux_salarial=autre.taux_salarial or une.taux_salarial,
                taux_patronal=autre.taux_patronal or une.taux_patronal,
                non_lue=autre.non_lue or une.non_lue,
            )
        else:
            places[cle] = len(reunies)
            reunies.append(une)
    return [
        une
        if total_imprime(une.libelle, une.code, propres)
        else replace(une, libelle=sans_la_mention(une.libelle))
        for une in reunies
    ]


def _se_completent(une: Imprimee, autre: Imprimee) -> bool:
    parts = ((une.part_salariale, autre.part_salariale), (une.part_patronale, autre.part_patronale))
    return all(a is None or b is None for a, b in parts) and (
        une.base is None or autre.base is None or une.base == autre.base
    )


def _dire(lecture: _Lecture) -> None:
    """Ce qui n'a pas été lu, une fois chacun."""
    livre, noms = lecture.livre, list(lecture.non_lus)
    livre.ecartes += [f"{feuille} : sans personnes en colonnes, non lue" for feuille in lecture.autres_feuilles]
    livre.ecartes += [f"{page} : en-têtes de personnes illisibles, non lue" for page in lecture.pages_perdues]
    if noms:
        suite = f" et {len(noms) - LIBELLES_CITES} autres" if len(noms) > LIBELLES_CITES else ""
        cites = ", ".join(f"« {nom} »" for nom in noms[:LIBELLES_CITES])
        livre.ecartes.append(f"non lu, ni cotisation ni total reconnus : {cites}{suite}")
    faux = lecture.totaux_faux
    if faux:
        combien = (
            "1 total de droite ne retrouve" if len(faux) == 1 else f"{len(faux)} totaux de droite ne retrouvent"
        )
        livre.ecartes.append(
            f"{combien} pas la somme des personnes lues ({faux[0]}) : une personne ou une cellule manque peut-être"
        )
