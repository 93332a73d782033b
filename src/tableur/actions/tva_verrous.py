"""Ce qui empêche de clore ou de rouvrir une période de TVA, et ce qu'il faut alors savoir."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tableur.actions.tva_calcul import Calcul
from tableur.actions.tva_lu import TvaLue, refuser_une_periode_close
from tableur.calculs.tva.cloture import cases_differentes
from tableur.calculs.tva.enregistrements import LigneDeDeclaration, PeriodeDeclaree
from tableur.calculs.tva.periodes import Periode
from tableur.classeurs.port import Classeur
from tableur.frontiere import lire
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.erreurs import Anomalie, Ou, Refus, ValeurManquante, refus

CASES_DITES = 5


@dataclass(frozen=True, slots=True)
class Depot:
    """Ce que la personne dit du dépôt."""

    depose_le: date
    accuse: str


def jour_du_depot(depose_le: date | None, periode: Periode) -> date:
    if depose_le is None:
        raise ValeurManquante(
            f"Dire le jour du dépôt de la déclaration {periode} : --depose-le 19/12/2026, ou « Déclaration "
            "déposée le » de la feuille Paramètres. Une période qui n'est pas déposée ne se clôture pas."
        )
    return depose_le


def refuser_la_cloture(lue: TvaLue, periode: Periode, depot: Depot, le: date) -> None:
    """Refuse ce qui ne peut pas être clos : déjà clos, inachevé, déposé demain, mêlé à une autre période."""
    refuser_une_periode_close(lue, periode)
    memes = {x.periode for x in lue.periodes if depot.accuse and x.accuse == depot.accuse}
    chevauchee = next((str(p) for p in lue.closes if p.debut <= periode.fin and periode.debut <= p.fin), "")
    dites = (
        (
            periode.fin >= le,
            "période inachevée",
            f"la période {periode} finit le {date_ecrite(periode.fin)} : elle se clôture après",
        ),
        (
            depot.depose_le > le,
            "date de dépôt",
            f"le dépôt du {date_ecrite(depot.depose_le)} est après aujourd'hui, {date_ecrite(le)}",
        ),
        (
            depot.depose_le < periode.debut,
            "date de dépôt",
            f"le dépôt du {date_ecrite(depot.depose_le)} est avant le début de la période {periode}",
        ),
        (
            bool(chevauchee),
            "périodes mêlées",
            f"la période {periode} chevauche {chevauchee}, déjà close : une opération serait déclarée deux fois",
        ),
        (
            bool(memes - {str(periode)}),
            "accusé",
            f"l'accusé « {depot.accuse} » est déjà celui de la période {', '.join(sorted(memes))}",
        ),
    )
    ou = Ou(fichier=lue.fichier, feuille="Historique")
    anomalies = [Anomalie("refus", ou, regle, "", str(periode), phrase) for vraie, regle, phrase in dites if vraie]
    if anomalies:
        raise Refus(anomalies)


def cases_calculees(classeur: Classeur, lue: TvaLue, periode: Periode) -> list[LigneDeDeclaration]:
    """Cases de la feuille « Cases », qui doivent être celles de la période.

    Raises:
        Refus: La période n'a pas été calculée, ou la feuille ne se lit pas.
    """
    calculee = str(classeur.valeur("periode_calculee") or "").strip()
    if calculee != str(periode):
        montree = f"la feuille montre {calculee}" if calculee else "rien n'a été calculé"
        message = (
            f"la période {periode} n'est pas calculée ({montree}) : tableur tva calculer --periode {periode}, "
            "relire la déclaration, puis clôturer"
        )
        raise refus(Ou(fichier=lue.fichier, feuille="Cases"), "période jamais calculée", message, trouve=calculee)
    cases = classeur.lire(LigneDeDeclaration)
    if cases.anomalies:
        raise Refus(cases.anomalies)
    return list(cases)


def refuser_un_calcul_perime(
    lue: TvaLue, periode: Periode, cases: Sequence[LigneDeDeclaration], calcul: Calcul
) -> None:
    """Refuse de figer des cases que les lignes d'aujourd'hui ne donnent plus.

    Raises:
        Refus: Des cases ont changé ; les premières sont dites avec leurs deux valeurs.
    """
    ecarts = cases_differentes(cases, calcul.cases)
    if not ecarts:
        return
    conseil = (
        f"remettre les lignes comme au dépôt, ou recalculer (tableur tva calculer --periode {periode}) si c'est "
        "ce qui a été déposé"
    )
    ou = Ou(fichier=lue.fichier, feuille="Cases")
    raise Refus(
        Anomalie(
            "refus",
            ou,
            "cases changées depuis le calcul",
            montant_ecrit(montree),
            montant_ecrit(actuelle),
            f"case {case} : {montant_ecrit(montree)} sur la feuille, {montant_ecrit(actuelle)} d'après les lignes "
            f"d'aujourd'hui ; {conseil}",
        )
        for case, montree, actuelle in ecarts[:CASES_DITES]
    )


def ligne_a_rouvrir(lue: TvaLue, periode: Periode) -> PeriodeDeclaree:
    """Ligne close d'une période.

    Raises:
        Refus: Elle n'est pas close.
    """
    close = lue.close(periode)
    if close is None:
        passees = [x for x in lue.periodes if x.periode == str(periode)]
        dit = "est déjà rouverte" if passees else "n'a jamais été close"
        connues = ", ".join(str(p) for p in lue.closes) or "aucune"
        message = f"la période {periode} {dit} ; périodes closes : {connues}"
        raise refus(Ou(fichier=lue.fichier, feuille="Historique"), "période ouverte", message, trouve=str(periode))
    return close


def alertes_de_cloture(
    classeur: Classeur, lue: TvaLue, periode: Periode, ligne: PeriodeDeclaree, *, vide: bool
) -> list[Anomalie]:
    """Ce qui n'empêche pas de clore, et qu'il faut savoir."""
    limite = lire(classeur.valeur("date_limite"), date | None)
    depose_le = ligne.depose_le or date.min
    suivantes = [str(p) for p in lue.closes if p.debut > periode.fin]
    trou = bool(lue.closes) and lue.closes[0].debut < periode.debut and lue.close(periode.precedente) is None
    dites = (
        (
            not ligne.accuse,
            "accusé manquant",
            "l'accusé de dépôt n'est pas dit : le garder avec la copie du classeur",
        ),
        (
            limite is not None and depose_le > limite,
            "dépôt tardif",
            f"déposée le {date_ecrite(depose_le)}, après la date limite du {date_ecrite(limite or date.min)}",
        ),
        (
            depose_le <= periode.fin,
            "date de dépôt",
            f"déposée le {date_ecrite(depose_le)}, avant la fin de la période : est-ce une cessation d'activité ?",
        ),
        (vide, "période vide", f"aucune opération dans la période {periode} : la déclaration est « néant »"),
        (
            trou,
            "période qui manque",
            f"la période {periode.precedente} n'est pas close : son crédit n'est pas reporté sur {periode}",
        ),
        (
            bool(suivantes),
            "période suivante close",
            f"{_suite(suivantes)} déjà : son crédit antérieur vient d'ici, {montant_ecrit(ligne.credit)}",
        ),
    )
    return _alertes(classeur, dites)


def alertes_de_reouverture(classeur: Classeur, lue: TvaLue, periode: Periode) -> list[Anomalie]:
    suivantes = [str(p) for p in lue.closes if p.debut > periode.fin]
    message = (
        f"{_suite(suivantes)} après {periode} : leur crédit reporté et leurs retardataires en viennent. Si "
        f"{periode} change, les rouvrir aussi"
    )
    return _alertes(classeur, ((bool(suivantes), "période suivante close", message),))


def _suite(noms: Sequence[str]) -> str:
    return f"{', '.join(noms)} {'sont closes' if len(noms) > 1 else 'est close'}"


def _alertes(classeur: Classeur, dites: Sequence[tuple[bool, str, str]]) -> list[Anomalie]:
    ou = Ou(fichier=classeur.fichier.name, feuille="Historique")
    return [Anomalie("alerte", ou, regle, "", "", message) for vraie, regle, message in dites if vraie]
