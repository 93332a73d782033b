"""Refus d'avance : ce qui empêcherait d'écrire une table ou une cellule sans rien abîmer."""

from collections.abc import Mapping, Sequence

from tableur.classeurs.retouche.colonnes import sures
from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.formules_de_feuille import zones_etendues
from tableur.classeurs.retouche.lignes import Ligne
from tableur.classeurs.retouche.paquet import Paquet
from tableur.classeurs.retouche.rangees import lire_rangee
from tableur.classeurs.retouche.references import LIGNES_MAXIMUM, Zone, lettres, lire_zone
from tableur.classeurs.retouche.tables import Cadre
from tableur.classeurs.retouche.valeurs import ecrire_valeur
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import Anomalie, Refus, ValeurInvalide, refus

ANOMALIES_MAXIMUM = 100
COMMENT_DEPROTEGER = (
    "l'ôter d'abord (onglet Révision, « Ôter la protection de la feuille »), ou demander de passer outre"
)


def refuser_la_protection(feuille: Feuille, adresse: str = "") -> None:
    """Refuse d'écrire dans une feuille protégée."""
    quoi = f"la cellule {adresse} est verrouillée" if adresse else "ses cellules sont verrouillées"
    message = f"La feuille « {feuille.nom} » est protégée et {quoi} : {COMMENT_DEPROTEGER}."
    raise refus(feuille.ou, "feuille protégée", message, attendu="feuille sans protection")


def verifier_les_valeurs(
    cadre: Cadre, donnees: Mapping[int, Sequence[object]], plan: Sequence[Ligne], depuis_1904: bool
) -> None:
    """Refuse toute valeur qu'une cellule ne peut pas contenir, avec son endroit.

    Raises:
        Refus: Toutes les valeurs impossibles.
    """
    anomalies: list[Anomalie] = []
    lignes: dict[int, int] = {}
    for colonne, valeurs in donnees.items():
        for rang, valeur in enumerate(() if sures(valeurs) else valeurs):
            try:
                ecrire_valeur(valeur, depuis_1904=depuis_1904)
            except (ValeurInvalide, TypeError) as erreur:
                if not lignes:
                    lignes = {n.donnee: cadre.debut + i for i, n in enumerate(plan) if n.donnee is not None}
                ou = cadre.ou.precise(ligne=lignes.get(rang), colonne=cadre.colonnes[colonne - cadre.c1])
                regle = "valeur impossible"
                anomalies.append(Anomalie("refus", ou, regle, "une valeur de cellule", "", f"{erreur}."))
                if len(anomalies) >= ANOMALIES_MAXIMUM:
                    raise Refus(anomalies) from erreur
    if anomalies:
        raise Refus(anomalies)


def verifier_la_place(paquet: Paquet, cadre: Cadre, plan: Sequence[Ligne], voisines: Sequence[Cadre]) -> None:
    """Refuse une croissance qui passerait sur autre chose.

    Args:
        paquet: Le classeur.
        cadre: La table.
        plan: Ses lignes après l'écriture.
        voisines: Tables Excel de la même feuille.

    Raises:
        Refus: La table grandirait sur une autre, sur des cellules occupées, une fusion, un tableau croisé…
    """
    fin = cadre.debut + len(plan) - 1
    bas = fin if cadre.total is None else fin + cadre.total - cadre.fin
    if bas > LIGNES_MAXIMUM:
        message = (
            f"La table « {cadre.nom} » irait jusqu'à la ligne {nombre_ecrit(bas)} : c'est trop pour une feuille."
        )
        raise refus(cadre.ou, "trop de lignes", message, attendu=str(LIGNES_MAXIMUM), trouve=str(bas))
    ecrite = Zone(cadre.debut, cadre.c1, max(bas, cadre.zone.l2), cadre.c2)
    for voisine in voisines:
        if voisine.partie != cadre.partie and voisine.zone.coupe(ecrite):
            sur = f"sur la table « {voisine.nom} » ({voisine.zone}) : déplacer l'une des deux"
            message = f"La table « {cadre.nom} » irait jusqu'à la ligne {bas}, {sur}."
            raise refus(cadre.ou, "tables superposées", message, trouve=voisine.nom)
    _refuser_les_zones(cadre, ecrite, "des cellules fusionnées", cadre.feuille.fusions())
    _refuser_les_zones(cadre, ecrite, "un tableau croisé dynamique", _tableaux_croises(paquet, cadre.feuille))
    etendues = zones_etendues(cadre.feuille)
    _refuser_les_zones(cadre, ecrite, "une table de données", [z for genre, z in etendues if genre == "dataTable"])
    matrices = [z for genre, z in etendues if genre == "array" and (z.l1 != z.l2 or z.c1 != z.c2)]
    _refuser_les_zones(cadre, ecrite, "une plage de formule matricielle", matrices)
    _refuser_les_cellules(cadre, bas)
    _refuser_les_commentaires(paquet, cadre, plan)


def _refuser_les_zones(cadre: Cadre, ecrite: Zone, quoi: str, zones: Sequence[Zone]) -> None:
    for zone in zones:
        if zone.coupe(ecrite):
            gene = f"{quoi} ({zone}) se trouve dans ses lignes ou dessous"
            message = f"La table « {cadre.nom} » ne peut pas s'écrire : {gene}."
            raise refus(cadre.ou, "place occupée", message, trouve=str(zone))


def _refuser_les_cellules(cadre: Cadre, bas: int) -> None:
    feuille = cadre.feuille
    for ligne in range(max(cadre.zone.l2, cadre.fin) + 1, bas + 1):
        xml = feuille.rangees.get(ligne)
        if xml is None:
            continue
        for colonne, cellule in lire_rangee(xml, feuille.p).cellules.items():
            if cadre.c1 <= colonne <= cadre.c2 and cellule.remplie:
                adresse = f"{lettres(colonne)}{ligne}"
                sur = f"sur des cellules occupées ({adresse}) : les déplacer"
                message = f"La table « {cadre.nom} » irait jusqu'à la ligne {bas}, {sur}."
                raise refus(cadre.ou.precise(ligne=ligne), "place occupée", message, trouve=adresse)


def _tableaux_croises(paquet: Paquet, feuille: Feuille) -> list[Zone]:
    zones = []
    for lien in paquet.relations(feuille.partie):
        if lien.genre == "pivotTable" and lien.cible in paquet:
            place = paquet.arbre(lien.cible).find("{*}location")
            zone = None if place is None else lire_zone(place.get("ref", ""))
            if zone is not None:
                zones.append(zone)
    return zones


def _refuser_les_commentaires(paquet: Paquet, cadre: Cadre, plan: Sequence[Ligne]) -> None:
    """Un commentaire a sa place dans trois parties du fichier : sa ligne ne peut ni bouger, ni disparaître."""
    en_place = {ligne.source for rang, ligne in enumerate(plan, cadre.debut) if ligne.source == rang}
    for lien in paquet.relations(cadre.feuille.partie):
        if lien.genre not in ("comments", "threadedComment") or lien.cible not in paquet:
            continue
        for element in paquet.arbre(lien.cible).iter():
            zone = lire_zone(element.get("ref", "")) if isinstance(element.tag, str) else None
            if zone is None or not cadre.c1 <= zone.c1 <= cadre.c2 or not cadre.debut <= zone.l1 <= cadre.fin:
                continue
            if zone.l1 not in en_place:
                sort = "sa ligne bougerait ou disparaîtrait : l'ôter, ou fusionner par clé"
                message = f"La cellule {zone} porte un commentaire, et {sort}."
                raise refus(cadre.ou.precise(ligne=zone.l1), "commentaire", message, trouve=str(zone))


def verifier_la_cellule(
    paquet: Paquet, feuille: Feuille, ligne: int, colonne: int, tables: Sequence[Cadre]
) -> None:
    """Refuse une cellule dont le contenu ne lui appartient pas : en-tête de table, tableau croisé, matrice.

    Raises:
        Refus: La cellule fait partie d'un tout.
    """
    adresse = f"{lettres(colonne)}{ligne}"
    for table in tables:
        if table.entete == ligne and table.c1 <= colonne <= table.c2:
            message = (
                f"La cellule {adresse} est un en-tête de la table « {table.nom} » : le changer dans le tableur."
            )
            raise refus(feuille.ou, "en-tête de table", message, trouve=adresse)
    for zone in _tableaux_croises(paquet, feuille):
        if zone.contient(ligne, colonne):
            message = f"La cellule {adresse} appartient à un tableau croisé dynamique ({zone})."
            raise refus(feuille.ou, "tableau croisé", message, trouve=adresse)
    for genre, zone in zones_etendues(feuille):
        if zone.contient(ligne, colonne) and (genre == "dataTable" or zone.l1 != zone.l2 or zone.c1 != zone.c2):
            quoi = "une table de données" if genre == "dataTable" else "une formule matricielle"
            message = f"La cellule {adresse} appartient à {quoi} ({zone}) : changer le tout dans le tableur."
            raise refus(feuille.ou, "formule matricielle", message, trouve=adresse)
