"""Import de factures électroniques dans les feuilles « Achats » et « Ventes » du classeur de TVA."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, cast, get_args

from tableur.calculs.tva.categories import Sens, nature_proposee
from tableur.calculs.tva.enregistrements import Achat, NatureDAchat, NatureDeVente, Vente
from tableur.calculs.tva.montants import taux_de_tva
from tableur.classeurs.port import Classeur
from tableur.echanges.factures.controles import controler_la_facture
from tableur.echanges.factures.lecture import lire_facture
from tableur.echanges.factures.modele import FactureLue, Partie, VentilationDeTva
from tableur.frontiere import plier
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus, refus
from tableur.socle.grandeurs import ZERO

_ACOMPTES = {"Vente de biens": "Acompte sur biens", "Prestation de services": "Acompte sur services"}


@dataclass(slots=True)
class _Import:
    """Ce que l'import a retenu."""

    achats: list[Achat] = field(default_factory=list)
    ventes: list[Vente] = field(default_factory=list)
    factures: int = 0
    anomalies: list[Anomalie] = field(default_factory=list)


def importer_les_factures(
    classeur: Classeur,
    fichiers: Iterable[str | PathLike[str]],
    *,
    le: date,
    feuille: Sens | None = None,
    nature: str = "",
    simuler: bool = False,
) -> CompteRendu:
    """Ajoute aux feuilles « Achats » et « Ventes » une ligne par facture et par taux.

    Une facture dont le vendeur a notre SIREN va en « Ventes », les autres en « Achats ». Un avoir (381) est
    négatif. Une facture déjà dans la feuille, ou lue deux fois, est refusée ; les autres sont importées.

    Args:
        classeur: Le classeur de TVA.
        fichiers: PDF Factur-X, XML CII ou UBL.
        le: Aujourd'hui : jour de réception des achats.
        feuille: achats ou ventes, pour ne pas s'en remettre au SIREN.
        nature: Nature de toutes les lignes taxées, au lieu de celle que la facture laisse penser.
        simuler: Lit et rend compte, sans rien écrire.

    Raises:
        Refus: Une table du classeur ne se lit pas, ou la nature n'existe pas.
    """
    achats, ventes = classeur.lire(Achat), classeur.lire(Vente)
    classeur.refuser_les_anomalies()
    _exiger_la_nature(nature, feuille)
    connues = {("achats", *_cle(a.piece, a.numero_tva_fournisseur, a.fournisseur)) for a in achats}
    connues |= {("ventes", plier(v.piece), "") for v in ventes}
    siren = str(classeur.valeur("numero_siren") or "").replace(" ", "")
    fait = _Import()
    chemins = list(fichiers)
    for chemin in chemins:
        try:
            facture = lire_facture(chemin)
            _ajouter(fait, facture, feuille or _sens(facture, siren), connues, le, nature)
        except Refus as erreur:
            fait.anomalies += erreur.anomalies
        except ErreurTableur as erreur:
            ou = Ou(Path(chemin).name)
            fait.anomalies.append(Anomalie("refus", ou, "facture", "", "", str(erreur)))
    if not simuler:
        _ecrire(classeur, fait)
    return _compte_rendu(fait, len(chemins))


def _exiger_la_nature(nature: str, feuille: Sens | None) -> None:
    natures: dict[Sens, tuple[str, ...]] = {"achats": get_args(NatureDAchat), "ventes": get_args(NatureDeVente)}
    connues = [nom for sens, noms in natures.items() if feuille in (None, sens) for nom in noms]
    if nature and nature not in connues:
        raise ErreurTableur(f"La nature « {nature} » n'existe pas. Les natures : {', '.join(connues)}.")


def _cle(piece: str, numero_tva: str, nom: str) -> tuple[str, str]:
    """Ce qui fait d'une facture reçue la même qu'une autre : son numéro et son émetteur."""
    return plier(piece), plier(nom) or plier(numero_tva)


def _sens(facture: FactureLue, siren: str) -> Sens:
    """Feuille d'une facture, d'après notre SIREN ; sans lui, une facture lue est une facture reçue."""
    if not siren or siren == facture.acheteur.siren:
        return "achats"
    if siren == facture.vendeur.siren:
        return "ventes"
    if not facture.acheteur.siren:
        return "achats"
    message = (
        f"La facture {facture.numero} n'est ni de nous ni pour nous : vendeur {_qui(facture.vendeur)}, acheteur "
        f"{_qui(facture.acheteur)}. Vérifier le SIREN de « Paramètres », ou dire --feuille."
    )
    raise refus(Ou(facture.fichier), "SIREN", message, attendu=siren, trouve=facture.acheteur.siren)


def _qui(partie: Partie) -> str:
    return f"{partie.nom or 'sans nom'} ({partie.siren or 'sans SIREN'})"


def _ajouter(
    fait: _Import, facture: FactureLue, sens: Sens, connues: set[tuple[str, str, str]], le: date, nature: str
) -> None:
    """Lignes d'une facture.

    Raises:
        Refus: Elle est déjà là, ou n'a pas de base par taux.
    """
    ou = Ou(facture.fichier)
    if not facture.ventilation:
        message = (
            f"La facture {facture.numero} n'a pas de base par taux (profil MINIMUM) : "
            f"{montant_ecrit(facture.total_ttc)} TTC, à saisir d'après le PDF."
        )
        raise refus(ou, "profil MINIMUM", message, attendu="base et taxe par taux")
    autre = facture.vendeur if sens == "achats" else facture.acheteur
    cle = (
        sens,
        *(_cle(facture.numero, autre.numero_tva, autre.nom) if sens == "achats" else (plier(facture.numero), "")),
    )
    if cle in connues:
        chez = f" de {autre.nom}" if sens == "achats" else ""
        message = (
            f"La facture {facture.numero}{chez} est déjà dans « {sens.capitalize()} » : elle n'est pas reprise."
        )
        raise refus(ou, "doublon", message, trouve=facture.numero)
    lignes = [_ligne(facture, part, sens, autre, le, nature, fait) for part in facture.ventilation]
    connues.add(cle)
    fait.factures += 1
    fait.anomalies += controler_la_facture(facture)
    fait.achats += [ligne for ligne in lignes if isinstance(ligne, Achat)]
    fait.ventes += [ligne for ligne in lignes if isinstance(ligne, Vente)]


def _ligne(
    facture: FactureLue, part: VentilationDeTva, sens: Sens, autre: Partie, le: date, nature: str, fait: _Import
) -> Achat | Vente:
    pays = autre.pays or (autre.numero_tva[:2] if autre.numero_tva[:2].isalpha() else "")
    proposee = nature_proposee(sens, part.categorie, facture.cadre, pays, facture.date)
    choisie = nature if nature and part.categorie == "S" else proposee.nature
    if sens == "ventes" and facture.est_un_acompte and choisie == proposee.nature:
        choisie = _ACOMPTES.get(choisie, choisie)
    if proposee.remarque and choisie == proposee.nature:
        message = f"Facture {facture.numero}, catégorie {part.categorie} : {proposee.remarque}."
        fait.anomalies.append(
            Anomalie("alerte", Ou(facture.fichier), "nature à vérifier", "", proposee.nature, message)
        )
    taux = {"facture": part.taux, "aucun": None}.get(proposee.taux, _taux_normal(facture.date))
    ht, tva = part.base * facture.signe, part.tva * facture.signe
    suit = taux is not None and arrondir_centime(ht * taux) == tva
    communs: dict[str, Any] = {
        "date": facture.date,
        "piece": facture.numero,
        "designation": _designation(facture, part),
        "ht": ht,
        "taux": taux,
        "tva": None if suit or proposee.taux != "facture" else tva,
        "livre_le": facture.livraison,
        "avoir_de": facture.origines[0] if facture.origines and ht < 0 else "",
        "devise": facture.devise,
    }
    debits = part.exigibilite == "débits"
    if sens == "achats":
        return Achat(
            **communs,
            fournisseur=autre.nom,
            nature=cast("NatureDAchat", choisie),
            recu_le=le if le >= facture.date else None,
            fournisseur_aux_debits=debits,
            numero_tva_fournisseur=autre.numero_tva,
        )
    return Vente(
        **communs,
        client=autre.nom,
        nature=cast("NatureDeVente", choisie),
        debits=debits,
        numero_tva_client=autre.numero_tva,
    )


def _taux_normal(le: date) -> Decimal:
    return taux_de_tva("normal", le)


def _designation(facture: FactureLue, part: VentilationDeTva) -> str:
    """Ce que disent les lignes de ce taux, en peu de mots ; le motif d'exonération à défaut."""
    noms = [
        ligne.designation
        for ligne in facture.lignes
        if not ligne.genre and (ligne.categorie, ligne.taux) == (part.categorie, part.taux)
    ]
    texte = ", ".join(dict.fromkeys(filter(None, noms))) or part.motif
    return texte if len(texte) <= 80 else texte[:79] + "…"


def _ecrire(classeur: Classeur, fait: _Import) -> None:
    if fait.achats:
        classeur.ecrire(Achat, fait.achats, mode="ajouter")
    if fait.ventes:
        classeur.ecrire(Vente, fait.ventes, mode="ajouter")


def _compte_rendu(fait: _Import, lus: int) -> CompteRendu:
    total = sum((achat.ht for achat in fait.achats), ZERO) + sum((vente.ht for vente in fait.ventes), ZERO)
    refusees = lus - fait.factures
    points = [f"{compte_ecrit(fait.factures, 'facture')} sur {lus}, {montant_ecrit(total)} hors taxes."]
    if refusees:
        points.append(f"{compte_ecrit(refusees, 'fichier')} de côté : voir les anomalies.")
    ecrites: Sequence[tuple[str, int]] = (("Achats", len(fait.achats)), ("Ventes", len(fait.ventes)))
    return CompteRendu(
        titre="Factures électroniques importées",
        lignes_lues={"Factures": lus},
        lignes_ecrites={nom: nombre for nom, nombre in ecrites if nombre},
        points=points,
        anomalies=fait.anomalies,
    )
