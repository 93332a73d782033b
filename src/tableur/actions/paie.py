"""Actions de la paie : calculer le mois, préparer ce qui part au cabinet, comparer deux mois."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tableur.actions.paie_envoi import ecrire_le_csv, envois_sans_memoire, exiger_la_memoire, numero_d_envoi
from tableur.actions.paie_lu import (
    PaieLue,
    exiger_des_bulletins,
    exiger_des_lignes_transmissibles,
    lire_la_paie,
    mois_demande,
)
from tableur.calculs.paie.controles import CONVENTION_NON_CONTROLEE
from tableur.calculs.paie.tables.collecte import elements_a_transmettre
from tableur.calculs.paie.tables.comparaison import lignes_comparees
from tableur.calculs.paie.tables.controles import (
    alertes_du_mois,
    baremes_appliques,
    lignes_de_cotisation,
    lignes_de_cumuls,
    lignes_du_livre,
)
from tableur.calculs.paie.tables.enregistrements import (
    BaremeApplique,
    CodeDuCabinet,
    ControleDuLivre,
    LigneATransmettre,
    LigneComparee,
    LigneDeControle,
    LigneDeCotisation,
    LigneDeCumuls,
    LigneDeRecapitulatif,
    LigneDuLivre,
    LigneEnvoyee,
)
from tableur.calculs.paie.tables.envois import (
    changements_depuis_l_envoi,
    deja_envoye,
    elements_sans_code,
    lignes_envoyees,
    valeur_ecrite,
)
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.calculs.paie.tables.recapitulatif import controles_du_livre, recapitulatif_du_mois
from tableur.calculs.paie.tables.vraisemblance import surprises_des_saisies, surprises_du_mois
from tableur.classeurs.port import Classeur
from tableur.frontiere import est_vide
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import Anomalie, Ou, Refus, ValeurInvalide
from tableur.socle.grandeurs import ZERO, Code
from tableur.socle.marques import action

PERSONNES_MONTREES = 5
CHANGEMENTS_DITS: dict[str | None, str] = {"nouveau": "ajouté", "modifie": "modifié", "retire": "retiré"}


@action(mots=("mois_de_paie",))
def calculer(
    classeur: Classeur,
    *,
    le: date,
    mois_de_paie: Code = "",
    simuler: bool = False,
) -> CompteRendu:
    """Calcule la paie d'un mois : bulletins, cotisations, récapitulatif, cumuls, contrôles.

    Lit Salariés, Variables, Absences, Primes, Reprise et Paramètres. L'année est recalculée depuis la reprise :
    les cumuls sont toujours ceux des mois tapés. Un salarié refusé n'arrête pas les autres.

    Args:
        classeur: Le classeur de paie.
        le: Date du jour.
        mois_de_paie: Mois à calculer, comme 2026-11. Vide : le mois du jour.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, ou personne n'est payé ce mois-là.
        ValeurInvalide: Le mois ne convient pas.
    """
    lue, mois = lire_la_paie(classeur), mois_demande(mois_de_paie, le)
    livre = livre_de_paie(lue.saisies, mois)
    exiger_des_bulletins(lue, livre)
    alertes = list(alertes_du_mois(livre, lue.saisies))
    surprises = list(surprises_du_mois(livre, lue.saisies))
    controles = [
        *(lue.controle_du_refus(refusee) for refusee in livre.refusees),
        *(lue.controle_de(surprise) for surprise in surprises),
        *_situes(lue, alertes),
    ]
    recapitulatif, lignes = recapitulatif_du_mois(livre), lignes_du_livre(livre)
    ecrites: dict[str, tuple[type, Sequence[object]]] = {
        "Récapitulatif": (LigneDeRecapitulatif, recapitulatif),
        "Totaux": (ControleDuLivre, controles_du_livre(recapitulatif, lignes, mois)),
        "Bulletins": (LigneDuLivre, lignes),
        "Cotisations": (LigneDeCotisation, lignes_de_cotisation(livre)),
        "Cumuls": (LigneDeCumuls, lignes_de_cumuls(livre)),
        "Contrôles": (LigneDeControle, controles),
        "Barèmes appliqués": (BaremeApplique, baremes_appliques(livre)),
    }
    if not simuler:
        mention = f"Calculé le {date_ecrite(le)} sur {lue.sources}, paie de {mois}.{_reserve(lue)}"
        for type_, siennes in ecrites.values():
            classeur.ecrire(type_, siennes, mention=mention)
    return CompteRendu(
        titre=f"Paie de {mois}",
        lignes_lues=lue.lues,
        lignes_ecrites={nom: len(siennes) for nom, (_, siennes) in ecrites.items()},
        points=_points(livre, recapitulatif, lue),
        anomalies=[
            *(lue.anomalie_du_refus(refusee) for refusee in livre.refusees),
            *(lue.anomalie_de(surprise) for surprise in surprises),
            *(lue.situe(alerte) for alerte in alertes if alerte.gravite == "alerte"),
        ],
    )


@action(mots=("mois_de_paie",))
def collecter(
    classeur: Classeur,
    *,
    le: date,
    mois_de_paie: Code = "",
    envoyer: bool = False,
    simuler: bool = False,
) -> CompteRendu:
    """Prépare ce que le cabinet doit savoir d'un mois : une feuille à signer et un CSV à ses codes.

    Remplit « À transmettre » : entrées, sorties, heures, absences avec justificatif, primes, acomptes, saisies,
    titres-restaurant, et « Rien à signaler » pour les autres. Ce qui a changé depuis le dernier envoi est dit.

    Args:
        classeur: Le classeur de paie.
        le: Date du jour.
        mois_de_paie: Mois à transmettre, comme 2026-11. Vide : le mois du jour.
        envoyer: Vrai pour écrire « paie-MOIS-envoi-N.csv » à côté du classeur, et garder ce qui part (« Envois »).
        simuler: Rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, un élément envoyé n'a pas de code du cabinet, ou l'envoi ne peut pas être
            gardé dans le classeur lu.
        ValeurInvalide: Le mois ne convient pas.
    """
    if envoyer:
        exiger_la_memoire(classeur)
    lue, mois = lire_la_paie(classeur), mois_demande(mois_de_paie, le)
    codes, envoyes = classeur.lire(CodeDuCabinet), classeur.lire(LigneEnvoyee)
    classeur.refuser_les_anomalies()
    exiger_des_lignes_transmissibles(lue, mois)
    elements = changements_depuis_l_envoi(elements_a_transmettre(lue.saisies, mois), envoyes, mois)
    sans_code = elements_sans_code(elements, codes)
    envoyer = envoyer and not (deja_envoye(envoyes, mois) and not _changes(elements))
    dossier = classeur.fichier.parent
    numero = numero_d_envoi(envoyes, dossier)
    inconnus = envois_sans_memoire(envoyes, dossier, mois)
    envoi = lignes_envoyees(elements, codes, mois, le, numero)
    produits: list[Path] = []
    if envoyer:
        _exiger_les_codes(lue, sans_code)
    if not simuler:
        mention = (
            f"Préparé le {date_ecrite(le)} sur {lue.sources}, paie de {mois}. Relu et signé le : ____________"
        )
        classeur.ecrire(LigneATransmettre, elements, mention=mention)
        if envoyer:
            classeur.ecrire(
                LigneEnvoyee, [*envoyes, *envoi], mention=f"Dernier envoi le {date_ecrite(le)}, paie de {mois}"
            )
            if not est_vide(classeur.valeur("envoyer")):
                classeur.poser("envoyer", None)  # un envoi demandé n'en fait qu'un
            produits = [ecrire_le_csv(dossier, mois, numero, envoi)]
    return CompteRendu(
        titre=f"Éléments de paie de {mois}",
        lignes_lues=lue.lues,
        lignes_ecrites={"À transmettre": len(elements), "Envois": len(envoi) if envoyer else 0},
        points=[*_points_de_la_collecte(elements, envoyee=deja_envoye(envoyes, mois)), *inconnus],
        anomalies=[
            *(lue.anomalie_de(r) for f in lue.fiches for r in surprises_des_saisies(lue.saisies, f, mois)),
            *_codes_a_ajouter(lue, sans_code),
        ],
        fichiers=produits,
    )


@action(mots=("du_mois", "mois_de_paie"))
def comparer(
    classeur: Classeur,
    *,
    le: date,
    du_mois: Code = "",
    mois_de_paie: Code = "",
    simuler: bool = False,
) -> CompteRendu:
    """Compare deux mois de paie ligne à ligne : pourquoi le net a changé, même à brut constant.

    Remplit « Comparaison » : pour chaque salarié payé les deux mois, les lignes qui diffèrent, leur effet sur le
    net et leur cause (barème, base régularisée, taux, variable). La somme des effets est l'écart du net à payer.

    Args:
        classeur: Le classeur de paie.
        le: Date du jour.
        du_mois: Premier mois, comme 2026-05. Vide : celui qui précède le second.
        mois_de_paie: Second mois, comme 2026-06. Vide : le mois du jour.
        simuler: Compare et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, ou personne n'est payé le second mois.
        ValeurInvalide: Un mois ne convient pas, ou ils ne se suivent pas.
    """
    lue, second = lire_la_paie(classeur), mois_demande(mois_de_paie, le)
    premier = mois_demande(du_mois, second.debut) if du_mois.strip() else second + -1
    if premier >= second:
        raise ValeurInvalide(f"Le premier mois doit précéder le second : {premier} et {second} reçus.")
    livre = livre_de_paie(lue.saisies, second)
    exiger_des_bulletins(lue, livre)
    lignes = lignes_comparees(livre, premier, second)
    if not simuler:
        mention = f"Calculé le {date_ecrite(le)} sur {lue.sources} : de {premier} à {second}.{_reserve(lue)}"
        classeur.ecrire(LigneComparee, lignes, mention=mention)
    return CompteRendu(
        titre=f"Paie de {premier} et de {second}",
        lignes_lues=lue.lues,
        lignes_ecrites={"Comparaison": len(lignes)},
        points=_points_de_la_comparaison(lignes),
        anomalies=[lue.anomalie_du_refus(refusee) for refusee in livre.refusees],
    )


def _situes(lue: PaieLue, alertes: Sequence[LigneDeControle]) -> list[LigneDeControle]:
    """Contrôles, avec la ligne de la personne dans Salariés."""
    return [replace(alerte, ligne=lue.situe(alerte).ou.ligne) for alerte in alertes]


def _reserve(lue: PaieLue) -> str:
    convention = lue.saisies.reglages.etablissement.convention_collective.strip()
    return "" if convention else f" {CONVENTION_NON_CONTROLEE}."


def _points(livre: Livre, recapitulatif: Sequence[LigneDeRecapitulatif], lue: PaieLue) -> list[str]:
    payes = livre.du_mois
    net = sum((paye.bulletin.totaux.net_a_payer for paye in payes), ZERO)
    cout = sum((paye.bulletin.totaux.cout_total_avant_aides for paye in payes), ZERO)
    pluriel = "s" if len(livre.refusees) > 1 else ""
    refuses = f", {compte_ecrit(len(livre.refusees), 'salarié')} refusé{pluriel}" if livre.refusees else ""
    totaux = f"net à payer {montant_ecrit(net)}, coût {montant_ecrit(cout)}"
    points = [f"{compte_ecrit(len(payes), 'bulletin')}{refuses} : {totaux}."]
    changes = sorted((r for r in recapitulatif if r.ecart), key=lambda r: -abs(r.ecart))
    for ligne in changes[:PERSONNES_MONTREES]:
        signe = "+" if ligne.ecart > ZERO else ""
        points.append(f"{ligne.nom} : net {signe}{montant_ecrit(ligne.ecart)} ; {ligne.explication}")
    if len(changes) > PERSONNES_MONTREES:
        reste = compte_ecrit(len(changes) - PERSONNES_MONTREES, "écart")
        points.append(f"… et {reste} de plus : feuille « Récapitulatif ».")
    if _reserve(lue):
        points.append(f"{CONVENTION_NON_CONTROLEE}.")
    return points


def _exiger_les_codes(lue: PaieLue, sans_code: Sequence[str]) -> None:
    if sans_code:
        raise Refus([_sans_code(lue, element) for element in sans_code])


def _codes_a_ajouter(lue: PaieLue, sans_code: Sequence[str]) -> list[Anomalie]:
    """Ce qui serait refusé à l'envoi, en une alerte : la feuille à signer, elle, se passe de codes."""
    if len(sans_code) < 2:
        return [replace(_sans_code(lue, element), gravite="alerte") for element in sans_code]
    ou = Ou(fichier=lue.fichier, feuille="Codes du cabinet", colonne="Code")
    dits = ", ".join(f"« {element} »" for element in sans_code)
    message = f"{len(sans_code)} éléments n'ont pas de code du cabinet, à ajouter avant d'envoyer : {dits}"
    return [Anomalie("alerte", ou, "code inconnu", "un code", ", ".join(sans_code), message)]


def _sans_code(lue: PaieLue, element: str) -> Anomalie:
    ou = Ou(fichier=lue.fichier, feuille="Codes du cabinet", colonne="Code")
    message = f"« {element} » n'a pas de code du cabinet : l'ajouter à la feuille, le fichier CSV ne l'invente pas"
    return Anomalie("refus", ou, "code inconnu", "un code", element, message)


def _changes(elements: Sequence[LigneATransmettre]) -> list[LigneATransmettre]:
    return [e for e in elements if e.changement in CHANGEMENTS_DITS]


def _points_de_la_collecte(elements: Sequence[LigneATransmettre], *, envoyee: bool) -> list[str]:
    utiles = [e for e in elements if e.nature != "rien" and e.changement != "retire"]
    sans = sum(e.nature == "rien" for e in elements)
    points = [f"{compte_ecrit(len(utiles), 'élément')} à transmettre ; rien à signaler pour {nombre_ecrit(sans)}."]
    if not envoyee:
        return points
    changes = _changes(elements)
    if not changes:
        return [*points, "Rien n'a changé depuis le dernier envoi."]
    for e in changes:
        dite = CHANGEMENTS_DITS[e.changement]
        avant = f" (envoyé : {e.avant})" if e.avant else ""
        valeur = f" {ecrite}" if (ecrite := valeur_ecrite(e)) else ""
        points.append(f"Depuis l'envoi, {dite} : {e.nom}, {e.element}{valeur}{avant}.")
    return points


def _points_de_la_comparaison(lignes: Sequence[LigneComparee]) -> list[str]:
    par_personne: dict[str, list[LigneComparee]] = {}
    for ligne in lignes:
        par_personne.setdefault(f"{ligne.nom} ({ligne.matricule})", []).append(ligne)
    if not par_personne:
        return ["Aucune ligne n'a changé."]
    points = []
    for nom, siennes in par_personne.items():
        total = sum((ligne.effet_sur_le_net for ligne in siennes), ZERO)
        principale = max(siennes, key=lambda ligne: abs(ligne.effet_sur_le_net))
        constant = "" if any(ligne.libelle == "Brut" for ligne in siennes) else " à brut constant"
        signe = "+" if total > ZERO else ""
        effet = montant_ecrit(principale.effet_sur_le_net)
        points.append(
            f"{nom} : net {signe}{montant_ecrit(total)}{constant} ; d'abord {principale.libelle} ({effet}) : "
            f"{principale.cause}"
        )
    return points
