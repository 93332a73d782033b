"""Contrôles d'une ligne de vente ou d'achat : taux, taxe, preuve, numéro de TVA, devise."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module

from tableur.calculs.tva.lectures import Lectures, Nature
from tableur.calculs.tva.natures import TAXE_DANS_LE_PRIX
from tableur.calculs.tva.resultats import LigneDeControle
from tableur.calculs.tva.saisies import Achat, Gravite, Vente
from tableur.calculs.tva.zones import lecture_de_taux, table_des_taux
from tableur.socle.arrondis import CENTIME, arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO

TOLERANCE = 2 * CENTIME  # deux lignes arrondies séparément dans la facture
_EUROS = ("", "EUR", "€")
_UE = ("acquisition_intracom", "livraison_intracom")


@dataclass(frozen=True, slots=True)
class _Ligne:
    """La ligne contrôlée, et de quoi dire une anomalie."""

    feuille: str
    rang: int
    ligne: Vente | Achat
    nature: Nature
    lectures: Lectures

    def dire(self, gravite: Gravite, regle: str, constat: str, reparation: str) -> LigneDeControle:
        """Anomalie de cette ligne."""
        return LigneDeControle(
            gravite=gravite,
            feuille=self.feuille,
            ligne=self.rang,
            piece=self.ligne.piece,
            regle=regle,
            constat=constat,
            reparation=reparation,
        )


def controles_de_vente(
    rang: int, vente: Vente, lectures: Lectures, *, franchise: bool = False
) -> Iterator[LigneDeControle]:
    """Anomalies d'une vente.

    Args:
        rang: Rang de la ligne, à partir de 1.
        vente: La ligne.
        lectures: Barèmes déjà lus.
        franchise: Vrai si l'entreprise est en franchise en base.
    """
    nature = lectures.nature("ventes", vente.nature, vente.date)
    vue = _Ligne("Ventes", rang, vente, nature, lectures)
    yield from _devise(vue)
    if franchise:
        if vente.tva or vente.taux:
            yield vue.dire(
                "refus",
                "franchise avec TVA",
                "de la TVA est facturée alors que l'entreprise est en franchise : elle est due (CGI, art. 283, 3)",
                "retirer le taux et porter « TVA non applicable, art. 293 B du CGI », ou émettre un avoir",
            )
        return
    if nature.operation in TAXE_DANS_LE_PRIX:
        yield from _taux_et_taxe(vue, obligatoire=True)
    else:
        yield from _sans_taxe(vue)
    if nature.operation == "export" and not vente.preuve_export:
        yield vue.dire(
            "alerte",
            "export sans preuve",
            "l'exonération demande la preuve de sortie (CGI, art. 262, I ; ann. III, art. 74)",
            "taper la référence de la déclaration d'exportation, ou déclarer la vente taxée",
        )
    if nature.operation == "livraison_intracom" or vente.nature == "Prestation de services UE":
        yield from _vies(vue, vente)


def controles_d_achat(rang: int, achat: Achat, lectures: Lectures) -> Iterator[LigneDeControle]:
    """Anomalies d'un achat.

    Args:
        rang: Rang de la ligne, à partir de 1.
        achat: La ligne.
        lectures: Barèmes déjà lus.
    """
    nature = lectures.nature("achats", achat.nature, achat.date)
    vue = _Ligne("Achats", rang, achat, nature, lectures)
    yield from _devise(vue)
    if achat.recu_le is not None and achat.recu_le < achat.date:
        constat = f"reçue le {date_ecrite(achat.recu_le)}, avant sa date, le {date_ecrite(achat.date)}"
        yield vue.dire("alerte", "dates", constat, "corriger l'une des deux dates")
    if achat.part_recuperable is not None and not ZERO <= achat.part_recuperable <= 1:
        constat = f"la part récupérable va de 0 à 1 : {nombre_ecrit(achat.part_recuperable)}"
        yield vue.dire("refus", "part récupérable", constat, "écrire 80 % ou 0,8")
    if achat.nature == "Achat sans TVA":
        if achat.tva or achat.taux:
            constat = "un achat sans TVA porte une TVA"
            yield vue.dire(
                "alerte", "achat sans TVA", constat, "choisir la nature de la dépense, ou retirer la TVA"
            )
        return
    if nature.operation in TAXE_DANS_LE_PRIX:
        yield from _taux_et_taxe(vue, obligatoire=False)
        return
    yield from _taux_et_taxe(vue, obligatoire=nature.operation != "reversement")
    if nature.operation not in ("import", "reversement") and achat.tva:
        yield vue.dire(
            "alerte",
            "autoliquidation avec TVA",
            f"la facture porte {montant_ecrit(achat.tva)} de TVA alors que l'acheteur la doit (CGI, art. 283)",
            "demander une facture sans TVA ; ne rien déduire de la TVA facturée à tort ; vider la colonne TVA",
        )
    if (
        nature.operation in _UE
        and achat.numero_tva_fournisseur
        and not _forme_correcte(achat.numero_tva_fournisseur)
    ):
        constat = f"{achat.numero_tva_fournisseur} n'est pas un numéro de TVA de l'UE de forme correcte"
        yield vue.dire("alerte", "numéro de TVA", constat, "relire la facture du fournisseur")


def _devise(vue: _Ligne) -> Iterator[LigneDeControle]:
    ligne = vue.ligne
    if ligne.devise.upper() not in _EUROS and (ligne.cours is None or ligne.cours <= ZERO):
        constat = f"montant en {ligne.devise} sans cours"
        reparation = "taper le cours du jour d'exigibilité, en euros pour une unité (CGI, art. 266, 1 bis)"
        yield vue.dire("refus", "devise sans cours", constat, reparation)


def _taux_et_taxe(vue: _Ligne, *, obligatoire: bool) -> Iterator[LigneDeControle]:
    ligne = vue.ligne
    if ligne.taux is None:
        if obligatoire or ligne.tva is None:
            yield vue.dire("refus", "taux absent", "aucun taux n'est tapé", _taux_propose(ligne))
        return
    if ligne.taux == ZERO and isinstance(ligne, Achat):
        return
    permis = vue.lectures.en_vigueur(ligne.date, ligne.zone)
    try:
        taux = lecture_de_taux(ligne.taux, ligne.date, ligne.zone, permis)
    except ValeurInvalide as erreur:
        proposee = _taux_qui_donne(ligne) or "reprendre le taux de la facture, ou corriger la date ou la zone"
        yield vue.dire("refus", "taux hors barème", str(erreur), proposee)
        return
    attendue = arrondir_centime(ligne.ht * taux)
    if ligne.tva is not None and abs(ligne.tva - attendue) > TOLERANCE:
        constat = (
            f"TVA de {montant_ecrit(ligne.tva)}, {montant_ecrit(attendue)} attendu à {nombre_ecrit(taux * 100)} %"
        )
        yield vue.dire("alerte", "TVA qui ne suit pas", constat, _taux_propose(ligne))


def _taux_propose(ligne: Vente | Achat) -> str:
    """Réparation : le seul taux en vigueur qui donne la TVA tapée, sinon ceux de la zone."""
    taux = sorted(table_des_taux(ligne.date, ligne.zone).values(), reverse=True)
    if not taux:
        return "retirer le taux : zone sans TVA"
    return _taux_qui_donne(ligne) or f"taper un taux en vigueur : {', '.join(map(_ecrit, taux))}"


def _taux_qui_donne(ligne: Vente | Achat) -> str:
    """Le seul taux en vigueur qui donne la TVA tapée, en une phrase ; vide s'il n'y en a pas un seul."""
    if ligne.tva is None:
        return ""
    taux = table_des_taux(ligne.date, ligne.zone).values()
    justes = [t for t in taux if abs(arrondir_centime(ligne.ht * t) - ligne.tva) <= TOLERANCE]
    if len(justes) != 1:
        return ""
    return f"le taux de {_ecrit(justes[0])} donne cette TVA : le taper s'il est celui de la facture"


def _sans_taxe(vue: _Ligne) -> Iterator[LigneDeControle]:
    ligne = vue.ligne
    if ligne.tva or ligne.taux:
        yield vue.dire(
            "refus",
            "opération sans TVA",
            f"« {ligne.nature} » ne porte pas de TVA, et la ligne en porte",
            "retirer le taux et la TVA ; facturée, elle est due : émettre alors un avoir (CGI, art. 283, 3)",
        )


def _vies(vue: _Ligne, vente: Vente) -> Iterator[LigneDeControle]:
    numero = vente.numero_tva_client
    if not numero:
        constat = "le numéro de TVA du client manque : sans lui, la vente est taxable en France"
        yield vue.dire("refus", "numéro de TVA absent", constat, "demander le numéro et le vérifier sur VIES")
    elif not _forme_correcte(numero):
        constat = f"{numero} n'est pas un numéro de TVA de l'UE de forme correcte"
        yield vue.dire("refus", "numéro de TVA", constat, "relire le numéro, puis le vérifier sur VIES")
    elif vente.vies_le is None or not vente.vies_reference:
        constat = f"{numero} est de forme correcte, mais sa vérification sur VIES n'est pas tapée"
        yield vue.dire("alerte", "VIES", constat, "taper la date et la référence de la consultation de VIES")


def _forme_correcte(numero: str) -> bool:
    return bool(import_module("stdnum.eu.vat").is_valid(numero))


def _ecrit(taux: Decimal) -> str:
    return f"{nombre_ecrit(taux * 100)} %"
