"""Contrôle d'un bulletin reçu du cabinet : écarts avec le barème, causes prouvées, question rédigée."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.causes import Trouvee, chercher_les_causes
from tableur.calculs.paie.controle_enregistrements import (
    CauseProuvee,
    ControleDeBulletin,
    EcartDeBulletin,
    LigneRecue,
    TotauxRecus,
)
from tableur.calculs.paie.correspondances import codes_de
from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.hypotheses import Calcul, Situation, calculer_la_situation
from tableur.calculs.paie.postes import LIBELLES, Cle, Ecart, Releve, comparer, montants_compares, relever
from tableur.calculs.paie.pratiques import que_des_arrondis
from tableur.calculs.paie.redaction_du_controle import phrase_d_ecart, question_au_cabinet, regle_et_source
from tableur.socle.arrondis import arrondir
from tableur.socle.dates import Mois
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import ValeurManquante
from tableur.socle.grandeurs import UN, ZERO
from tableur.socle.marques import formule

_SANS_AT = ("at_mp", "total_patronal", "cout_total_avant_aides")
_SANS_PAS = ("prelevement_a_la_source", "net_a_payer")
_PRINCIPAUX = (
    "brut", "total_salarial", "total_patronal", "reduction_generale", "montant_net_social", "net_imposable",
    "net_a_payer_avant_impot", "net_a_payer",
)  # fmt: skip


@formule
def controle_des_totaux(
    periode: Mois,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    totaux: TotauxRecus,
    cumuls: Cumuls | None = None,
) -> ControleDeBulletin:
    """Contrôle d'un bulletin reçu par ses totaux : écarts, causes prouvées, question au cabinet.

    Chaque total donné est comparé à `bulletin_de_paie` ; ce qui est vide n'est ni contrôlé ni supposé. Une cause
    n'est dite que si le calcul refait avec la faute retrouve les chiffres du bulletin.

    Args:
        periode: Mois de paie.
        salarie: Salarié et contrat.
        etablissement: Établissement ; sans taux AT/MP, les totaux patronaux ne sont pas contrôlés.
        variables: Éléments du mois.
        totaux: Totaux tapés du bulletin reçu.
        cumuls: Cumuls du bulletin précédent ; vide pour un mois isolé.

    Raises:
        ValeurInvalide: Comme `bulletin_de_paie`.
        ValeurManquante: Aucun total n'est donné.

    >>> recu = controle_des_totaux(
    ...     Mois(2026, 7),
    ...     Salarie(sante_mensuelle=Decimal(60)),
    ...     Etablissement(effectif=15, taux_at=Decimal("0.02"), taux_versement_mobilite=Decimal("0.015")),
    ...     Variables(brut=Decimal(2500)),
    ...     TotauxRecus(brut=Decimal(2500), reduction_generale=Decimal("459.75")),
    ... )
    >>> [(e.code, e.ecart) for e in recu.ecarts], [c.code for c in recu.causes]
    ([('reduction_generale', Decimal('30.00'))], ['smic_courant'])
    """
    return controler_un_bulletin(Situation(periode, salarie, etablissement, variables, cumuls), (), totaux)


@formule
def controle_des_lignes(
    periode: Mois,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    lignes: list[LigneRecue],
    cumuls: Cumuls | None = None,
) -> ControleDeBulletin:
    """Contrôle d'un bulletin reçu, ligne à ligne : écarts, causes prouvées, question au cabinet.

    Les libellés du cabinet sont lus par `code_de_cotisation` ; ceux que rien ne reconnaît sont dits. Une ligne qui
    réunit plusieurs cotisations, ou une cotisation en plusieurs lignes, se compare par sa somme.

    Args:
        periode: Mois de paie.
        salarie: Salarié et contrat.
        etablissement: Établissement ; sans taux AT/MP, celui de la ligne reçue est pris, et dit non contrôlé.
        variables: Éléments du mois.
        lignes: Lignes de cotisations du bulletin reçu.
        cumuls: Cumuls du bulletin précédent ; vide pour un mois isolé.

    Raises:
        ValeurInvalide: Comme `bulletin_de_paie`.
        ValeurManquante: Aucune ligne n'est donnée.

    >>> recu = controle_des_lignes(
    ...     Mois(2026, 7),
    ...     Salarie(),
    ...     Etablissement(effectif=5, taux_at=Decimal("0.02")),
    ...     Variables(brut=Decimal(2500)),
    ...     [LigneRecue(libelle="Vieillesse déplafonnée", part_salariale=Decimal("10.00"))],
    ... )
    >>> [e.phrase for e in recu.ecarts if e.code == "vieillesse_deplafonnee"]
    []
    """
    return controler_un_bulletin(
        Situation(periode, salarie, etablissement, variables, cumuls), lignes, TotauxRecus()
    )


def controler_un_bulletin(
    situation: Situation,
    lignes: Sequence[LigneRecue],
    totaux: TotauxRecus,
    nom: str = "",
    propres: Mapping[str, str] | None = None,
    non_lues: Sequence[str] = (),
    *,
    incomplet: bool = False,
) -> ControleDeBulletin:
    """Contrôle d'un bulletin reçu, par ses lignes et ses totaux.

    Args:
        situation: Mois, salarié, établissement, variables et cumuls.
        lignes: Lignes reçues ; aucune si seuls des totaux sont connus.
        totaux: Totaux reçus.
        nom: Nom de la personne, pour la question.
        propres: Correspondance du dossier, de leurs libellés vers nos codes.
        non_lues: Libellés de cotisations imprimées que l'on n'a pas su lire : elles ne sont pas contrôlées.
        incomplet: Vrai si des lignes n'ont pas été lues : une cotisation absente ne se reproche pas.

    Raises:
        ValeurInvalide: Comme `bulletin_de_paie`.
        ValeurManquante: Rien n'est donné à contrôler.
    """
    with baremes.lecture_groupee():
        return _controle(situation, lignes, totaux, nom, propres, non_lues, incomplet)


def _controle(
    situation: Situation,
    lignes: Sequence[LigneRecue],
    totaux: TotauxRecus,
    nom: str,
    propres: Mapping[str, str] | None,
    non_lues: Sequence[str],
    incomplet: bool,
) -> ControleDeBulletin:
    situation, ignores, reserves = _completer(situation, lignes, propres)
    ignores |= {code for libelle in non_lues for code in codes_de(libelle, "", propres)}
    if incomplet:
        reserves.append("Non contrôlé : les cotisations absentes, car une partie du livre n'a pas pu être lue.")
    reserves += [f"Non contrôlé : « {libelle} », non lu dans le livre reçu." for libelle in non_lues]
    juste = calculer_la_situation(situation)
    releve = replace(relever(lignes, totaux, juste, propres, ignores), incomplet=incomplet)
    if not releve.postes and not releve.totaux and not releve.inconnues:
        raise ValeurManquante("Rien à contrôler : taper au moins un total, ou une ligne, du bulletin reçu.")
    ecarts = comparer(releve, juste)
    trouvees, restants = chercher_les_causes(releve, situation, juste, ecarts)
    dits = {ecart.cle: ecart for ecart in ecarts}
    minimes = [e for e in restants if que_des_arrondis([e]) and que_des_arrondis([dits.get(e.cle, e)])]
    arrondis = minimes if que_des_arrondis(restants) else []
    admises = [t.faute.phrase for t in trouvees if t.est_une_pratique] + _arrondis_dits(arrondis)
    admis = _admis(trouvees) | {ecart.cle for ecart in arrondis}
    causes = _causes_par_ecart(trouvees)
    phrases = tuple(_ecart_dit(e, juste, causes.get(e.cle, "")) for e in ecarts if e.cle not in admis)
    prouvees = tuple(_cause_dite(trouvee) for trouvee in trouvees if not trouvee.est_une_pratique)
    qui = nom or situation.salarie.nom or situation.salarie.matricule
    return ControleDeBulletin(
        periode=situation.periode,
        matricule=situation.salarie.matricule,
        nom=qui,
        montants_controles=montants_compares(releve),
        ecarts=phrases,
        causes=prouvees,
        non_controles=(*reserves, *_non_controles(releve, situation)),
        question=question_au_cabinet(situation.periode, qui, phrases, prouvees),
        pratiques=tuple(admises),
    )


def _completer(
    s: Situation, lignes: Sequence[LigneRecue], propres: Mapping[str, str] | None
) -> tuple[Situation, frozenset[str], list[str]]:
    """Situation calculable, ce que l'on n'y contrôle donc pas, et pourquoi."""
    ignores: set[str] = set()
    reserves: list[str] = []
    if s.etablissement.taux_at is None:
        taux = next((t for une in lignes if (t := _taux_d_accident(une, propres)) is not None), None)
        s = replace(s, etablissement=replace(s.etablissement, taux_at=ZERO if taux is None else taux))
        if taux is None:
            ignores |= {*_SANS_AT}
            reserves.append("Non contrôlé : taux AT/MP inconnu, donc le total patronal et le coût non plus.")
        else:
            ignores.add("at_mp")
            reserves.append("Non contrôlé : le taux AT/MP, repris du bulletin ; le comparer à la notification.")
    if s.salarie.taux_pas is None:
        ignores |= {*_SANS_PAS}
        reserves.append("Non contrôlé : le prélèvement à la source, faute du taux transmis (taux_pas).")
    return s, frozenset(ignores), reserves


def _taux_d_accident(une: LigneRecue, propres: Mapping[str, str] | None) -> Decimal | None:
    """Taux AT/MP d'une ligne reçue : imprimé, ou part rapportée à la base."""
    if codes_de(une.libelle, une.code, propres) != ("at_mp",):
        return None
    if une.taux_patronal is not None:
        return une.taux_patronal if ZERO <= une.taux_patronal <= UN else None
    if une.base and une.part_patronale is not None and ZERO <= une.part_patronale <= une.base:
        return arrondir(une.part_patronale / une.base, 4)
    return None


def _admis(trouvees: Sequence[Trouvee]) -> set[Cle]:
    """Écarts que des pratiques reconnues expliquent seules ; un total qu'une faute change aussi reste dit."""
    admis: set[Cle] = set()
    for rang, trouvee in enumerate(trouvees):
        seules = all(une.est_une_pratique for une in trouvees[: rang + 1])
        admis |= {cle for cle in trouvee.explique if trouvee.est_une_pratique and (seules or cle[1] != "total")}
    return admis


def _arrondis_dits(ecarts: Sequence[Ecart]) -> list[str]:
    """« Arrondis : 2 sommes à 0,01 € près… », ou rien."""
    if not ecarts:
        return []
    pres = montant_ecrit(max(abs(ecart.ecart) for ecart in ecarts))
    return [
        f"Arrondis : {compte_ecrit(len(ecarts), 'somme')} à {pres} près, ce que l'arrondi des lignes explique."
    ]


def _causes_par_ecart(trouvees: Sequence[Trouvee]) -> dict[Cle, str]:
    """Cause de chaque écart ; un total qui demande plusieurs fautes les dit toutes."""
    causes: dict[Cle, str] = {}
    for rang, trouvee in enumerate(trouvees, 1):
        for cle in trouvee.explique:
            fautes = trouvees[:rang] if cle[1] == "total" else [trouvee]
            causes[cle] = " ".join(une.faute.phrase for une in fautes)
    return causes


def _cause_dite(trouvee: Trouvee) -> CauseProuvee:
    return CauseProuvee(
        code=trouvee.faute.code,
        phrase=trouvee.faute.phrase,
        regle=trouvee.faute.regle,
        source=trouvee.faute.source,
        ecarts_expliques=len(trouvee.explique),
        autres=" ".join(trouvee.autres),
    )


def _ecart_dit(ecart: Ecart, juste: Calcul, cause: str) -> EcartDeBulletin:
    code, element = ecart.cle
    regle, source = regle_et_source(ecart.cle, juste)
    return EcartDeBulletin(
        code=code,
        libelle=ecart.libelle,
        element=element,
        recu=ecart.recu,
        attendu=ecart.attendu,
        ecart=ecart.ecart,
        regle=regle,
        source=source,
        cause=cause,
        phrase=phrase_d_ecart(ecart, regle, source, cause),
    )


def _non_controles(releve: Releve, s: Situation) -> list[str]:
    """Ce qui n'a pas pu être contrôlé, et les réserves du calcul lui-même."""
    dits = [f"Non contrôlé : libellé inconnu, « {libelle} »." for libelle in releve.inconnues]
    if releve.avec_lignes:
        for imprimee, part in zip(releve.parts, ("salariales", "patronales"), strict=True):
            if not imprimee:
                dits.append(f"Non contrôlé : les parts {part}, que le bulletin reçu ne donne pas.")
    absents = [nom for nom in _PRINCIPAUX if nom not in releve.totaux and nom not in releve.ignores]
    if not releve.avec_lignes and absents:
        noms = ", ".join(LIBELLES[nom].lower() for nom in absents)
        dits.append(f"Non contrôlé, faute d'être donné : {noms}.")
    mentions = bulletin_de_paie(s.periode, s.salarie, s.etablissement, s.variables, s.cumuls).mentions
    return [*dits, *mentions]
