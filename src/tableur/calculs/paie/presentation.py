"""Le bulletin tel qu'il s'imprime : gains, puis les rangées du modèle de l'arrêté, dans son ordre."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from tableur.calculs.paie.droit import mensualiser, parametres
from tableur.calculs.paie.enregistrements import Bulletin, LigneDeBulletin, Salarie, Variables
from tableur.calculs.paie.gains import heures_du_contrat
from tableur.calculs.paie.lignes import deux_parts
from tableur.calculs.paie.modele_de_bulletin import ModeleDeBulletin, regles_du_modele
from tableur.calculs.paie.temps import DECIMALES_DU_TAUX_HORAIRE, taux_horaire
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros, Heures, Nombre, Taux

GenreDeRangee = Literal["titre", "ligne", "total"]

_PREMIERES = {"agirc_arrco": "paie_cotisations.agirc_arrco_t1", "ceg": "paie_cotisations.ceg_t1"}
_CET = "paie_cotisations.cet"
CONGES_PRIS = "Congés payés pris"
INDEMNITE_DE_CONGES_PRIS = "Indemnité de congés payés"


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeeDeBulletin:
    """Rangée imprimée : un titre, une ligne ou un total ; ce qui est vide ne s'imprime pas."""

    genre: GenreDeRangee = "ligne"
    libelle: str
    base: Euros | None = None
    taux: Taux | None = None
    salarial: Euros | None = None
    patronal: Euros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """Élément du brut, ou somme ajoutée ou retirée après lui : nombre, taux de l'unité, montant signé."""

    libelle: str
    nombre: Heures | None = None
    taux: Nombre | None = None
    montant: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinImprime:
    """Tout ce qu'un bulletin imprime, rubrique par rubrique ; une rubrique sans ligne est vide."""

    modele: ModeleDeBulletin
    libelles: Mapping[str, str]
    gains: tuple[Gain, ...]
    obligatoires: tuple[RangeeDeBulletin, ...]
    allegements: RangeeDeBulletin | None
    facultatives: tuple[RangeeDeBulletin, ...]
    ajouts: tuple[Gain, ...]
    deductions: tuple[Gain, ...]
    retenues: tuple[Gain, ...]


def bulletin_imprime(
    bulletin: Bulletin, salarie: Salarie, variables: Variables, modele: ModeleDeBulletin = "rénové"
) -> BulletinImprime:
    """Le bulletin rangé selon le modèle : chaque ligne de cotisations a sa place, une fois et une seule.

    Args:
        bulletin: Bulletin calculé.
        salarie: Le salarié, tel qu'il a servi au calcul.
        variables: Les éléments du mois, tels qu'ils ont servi au calcul.
        modele: Modèle de l'arrêté : le rénové, ou l'adapté tant qu'il est permis.

    Raises:
        ValeurInvalide: Ce modèle ne vaut plus à cette date, ou une ligne n'y a pas sa place.
    """
    regles = regles_du_modele(modele, bulletin.periode)
    _exiger_une_place(bulletin, regles, modele)
    obligatoires = list(_rangees(bulletin, regles["obligatoires"]))
    facultatives = list(_rangees(bulletin, regles.get("facultatives", ())))
    total = _total(regles["total_obligatoires"], obligatoires)
    allegements = _allegements(bulletin, regles["total_allegements"]) if modele == "rénové" else None
    return BulletinImprime(
        modele=modele,
        libelles={nom: dit for nom, dit in regles.items() if isinstance(dit, str)},
        gains=tuple(gains_imprimes(bulletin, salarie, variables)),
        obligatoires=(*obligatoires, total),
        allegements=allegements,
        facultatives=(*facultatives, _total(regles["total_facultatives"], facultatives)) if facultatives else (),
        ajouts=_utiles(
            Gain(libelle="Prime de partage de la valeur", montant=variables.prime_partage_valeur),
            Gain(libelle="Indemnités journalières subrogées", montant=variables.ijss_subrogees),
        ),
        deductions=_utiles(
            Gain(libelle=regles["transport"], montant=variables.remboursements),
            Gain(libelle="Avantages en nature", montant=-variables.avantages_en_nature),
            Gain(libelle=regles["titres_restaurant"], montant=-variables.retenues_diverses),
        ),
        retenues=_utiles(
            Gain(libelle="Acomptes déjà versés", montant=-variables.acomptes),
            Gain(libelle="Saisies et oppositions", montant=-variables.saisies),
        ),
    )


def gains_imprimes(bulletin: Bulletin, salarie: Salarie, variables: Variables) -> Iterator[Gain]:
    """Éléments du brut, dans l'ordre : salaire, heures en plus et leur taux, absences, primes, indemnités."""
    le, totaux = bulletin.periode.debut, bulletin.totaux
    mensuelles = mensualiser(heures_du_contrat(salarie, le))
    taux = taux_horaire(variables.brut, heures_du_contrat(salarie, le))
    yield Gain(
        libelle="Salaire de base", nombre=arrondir_centime(mensuelles), taux=taux or None, montant=variables.brut
    )
    majorations = parametres("paie_reductions.majorations", le)
    for libelle, heures, cle in (
        ("Heures supplémentaires", variables.heures_supplementaires_25, "supplementaires_8_premieres"),
        ("Heures supplémentaires", variables.heures_supplementaires_50, "supplementaires_suivantes"),
        ("Heures complémentaires", variables.heures_complementaires_10, "complementaires_dixieme"),
        ("Heures complémentaires", variables.heures_complementaires_25, "complementaires_suivantes"),
    ):
        if heures:
            majore = taux * (UN + majorations[cle])
            dit = f"{libelle} majorées de {arrondir(majorations[cle] * 100, 0)} %"
            yield Gain(
                libelle=dit,
                nombre=heures,
                taux=arrondir(majore, DECIMALES_DU_TAUX_HORAIRE),
                montant=arrondir_centime(majore * heures),
            )
    absence = Gain(
        libelle="Absence, entrée ou sortie en cours de mois",
        nombre=variables.heures_absence or None if _mois_complet(bulletin, salarie) else None,
        montant=-totaux.retenue_absence,
    )
    yield from _utiles(
        absence,
        Gain(libelle="Maintien de salaire", montant=variables.salaire_maintenu),
        Gain(libelle=CONGES_PRIS, nombre=variables.heures_conges or None, montant=-totaux.retenue_conges),
        Gain(libelle=INDEMNITE_DE_CONGES_PRIS, montant=totaux.indemnite_conges_pris),
        Gain(libelle="Primes", montant=variables.primes),
        Gain(libelle="Avantages en nature", montant=variables.avantages_en_nature),
        Gain(libelle="Indemnité compensatrice de congés payés", montant=variables.indemnite_conges),
        Gain(libelle="Indemnité de fin de contrat", montant=totaux.indemnite_fin_contrat),
    )


def _mois_complet(bulletin: Bulletin, salarie: Salarie) -> bool:
    """Faux en cas d'entrée ou de sortie dans le mois : la retenue compte alors d'autres heures que l'absence."""
    debut, fin = bulletin.periode.debut, bulletin.periode.fin
    return (salarie.entree is None or salarie.entree <= debut) and (
        salarie.sortie is None or salarie.sortie >= fin
    )


def _exiger_une_place(bulletin: Bulletin, regles: Mapping[str, Any], modele: ModeleDeBulletin) -> None:
    """Refuse un bulletin dont une ligne ne s'imprimerait pas."""
    places = [c for r in (*regles["obligatoires"], *regles.get("facultatives", ())) for c in r.get("codes", ())]
    sans = [une.libelle for une in bulletin.lignes if une.code not in places]
    if sans:
        raise ValeurInvalide(f"Sans place dans le modèle {modele} du bulletin : {', '.join(sans)}.")


def _rangees(bulletin: Bulletin, regles: Sequence[Mapping[str, Any]]) -> Iterator[RangeeDeBulletin]:
    """Rangées dues, chacune précédée de son titre si elle est la première à en venir."""
    dit = ""
    par_code: defaultdict[str, list[LigneDeBulletin]] = defaultdict(list)
    for une in bulletin.lignes:
        par_code[une.code].append(une)
    for regle in regles:
        rangee = _rangee(bulletin, par_code, regle)
        if rangee is None:
            continue
        titre = regle.get("titre", "")
        if titre and titre != dit:
            yield RangeeDeBulletin(genre="titre", libelle=titre)
        dit = titre
        yield rangee


def _rangee(
    bulletin: Bulletin, par_code: Mapping[str, Sequence[LigneDeBulletin]], regle: Mapping[str, Any]
) -> RangeeDeBulletin | None:
    if regle.get("allegements"):
        return _allegements(bulletin, regle["libelle"])
    lignes = [une for code in regle["codes"] for une in par_code.get(code, ())]
    if not lignes:
        return None
    if "tranche" in regle:
        lignes = [_tranche(une, regle["tranche"], bulletin) for une in lignes]
    salarial = sum((une.part_salariale for une in lignes), ZERO)
    patronal = sum((une.part_patronale for une in lignes), ZERO)
    if not salarial and not patronal:
        return None
    return RangeeDeBulletin(
        libelle=regle["libelle"],
        base=None if regle.get("sans_base") else _base(lignes),
        taux=_taux(lignes),
        salarial=salarial or None,
        patronal=patronal or None,
    )


def _base(lignes: Sequence[LigneDeBulletin]) -> Decimal:
    """Base commune des lignes réunies ; la plus large si elles en ont plusieurs, leur somme pour deux CSG."""
    bases = {une.code: une.base for une in lignes}
    csg = [base for code, base in bases.items() if code.startswith("csg_")]
    return sum(csg, ZERO) if csg else max(bases.values(), key=abs)


def _taux(lignes: Sequence[LigneDeBulletin]) -> Decimal | None:
    """Taux salarial d'une rangée : la somme de ceux de ses lignes, si toutes celles qui retiennent en ont un."""
    dues = [une for une in lignes if une.part_salariale]
    taux = [une.taux_salarial for une in dues if une.taux_salarial is not None]
    if not dues or len(taux) != len(dues):
        return None
    return max(taux) if dues[0].code.startswith("csg_") else sum(taux, ZERO)


def _tranche(une: LigneDeBulletin, tranche: int, bulletin: Bulletin) -> LigneDeBulletin:
    """Part d'une ligne de retraite complémentaire sur une tranche ; les deux refont la ligne au centime."""
    totaux, le = bulletin.totaux, bulletin.periode.debut
    if not totaux.tranche_2:
        return une if tranche == 1 else replace(une, part_salariale=ZERO, part_patronale=ZERO)
    _, salarial, patronal = deux_parts(_PREMIERES.get(une.code, _CET), le)
    premiere = replace(
        une,
        base=totaux.tranche_1,
        taux_salarial=salarial,
        part_salariale=arrondir_centime(totaux.tranche_1 * salarial),
        part_patronale=arrondir_centime(totaux.tranche_1 * patronal),
    )
    if tranche == 1:
        return premiere
    if une.code in _PREMIERES:
        salarial = deux_parts(_PREMIERES[une.code].replace("_t1", "_t2"), le)[1]
    return replace(
        une,
        base=totaux.tranche_2,
        taux_salarial=salarial,
        part_salariale=une.part_salariale - premiere.part_salariale,
        part_patronale=une.part_patronale - premiere.part_patronale,
    )


def _allegements(bulletin: Bulletin, libelle: str) -> RangeeDeBulletin | None:
    salarial = sum((une.part_salariale for une in bulletin.allegements), ZERO)
    patronal = sum((une.part_patronale for une in bulletin.allegements), ZERO)
    if not salarial and not patronal:
        return None
    return RangeeDeBulletin(genre="total", libelle=libelle, salarial=salarial or None, patronal=patronal or None)


def _total(libelle: str, rangees: Sequence[RangeeDeBulletin]) -> RangeeDeBulletin:
    return RangeeDeBulletin(
        genre="total",
        libelle=libelle,
        salarial=sum((rangee.salarial or ZERO for rangee in rangees), ZERO),
        patronal=sum((rangee.patronal or ZERO for rangee in rangees), ZERO),
    )


def _utiles(*gains: Gain) -> tuple[Gain, ...]:
    return tuple(gain for gain in gains if gain.montant)
