"""Différences entre le classeur d'une personne et un modèle plus récent : ce qui manque, et ce qui est à elle."""

import re
from dataclasses import dataclass, field

from tableur.classeurs.bord.suivi import differences_du_bord
from tableur.classeurs.formulaire.suivi import differences_du_formulaire
from tableur.classeurs.formules import Place, traduire
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import LIGNES_PREVUES, Colonne, Feuille, Modele, Parametre, Table
from tableur.classeurs.reperage import TableTrouvee, feuille_du_classeur, reperer
from tableur.classeurs.verification import FEUILLES_DES_HOTES, FEUILLES_DU_MOTEUR
from tableur.classeurs.vie.feuilles_xml import FeuilleXml, textes_partages
from tableur.classeurs.vie.parties import Parties
from tableur.frontiere import est_vide, plier
from tableur.socle.erreurs import Anomalie


@dataclass
class Differences:
    """Ce qu'un modèle plus récent change, et ce qu'il laisse.

    Args:
        places: Place, dans le classeur de la personne, de chaque table qui y est déjà.
        feuilles: Feuilles à ajouter.
        colonnes: Colonnes à ajouter, avec leur feuille et leur table.
        reglages: Réglages à ajouter à une feuille qui y est déjà.
        formules: Colonnes dont la formule change.
        phrases: Tout cela, en phrases.
        gardes: Ce qui n'est pas du modèle, et reste.
        impossibles: Ce qui ne peut pas être ajouté, et pourquoi.
    """

    places: dict[str, Place] = field(default_factory=dict)
    feuilles: list[Feuille] = field(default_factory=list)
    colonnes: list[tuple[Feuille, Table, Colonne]] = field(default_factory=list)
    reglages: list[tuple[Feuille, Parametre]] = field(default_factory=list)
    formules: list[tuple[Feuille, Table, Colonne]] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    gardes: list[str] = field(default_factory=list)
    impossibles: list[str] = field(default_factory=list)


def differences(lu: ClasseurLu, parties: Parties, modele: Modele) -> Differences:
    """Compare un classeur à un modèle.

    Args:
        lu: Le classeur de la personne.
        parties: Le même, par parties.
        modele: Le modèle plus récent.
    """
    vues = Differences()
    for feuille in modele.feuilles:
        nom = feuille_du_classeur(lu, feuille)
        if nom is None:
            vues.feuilles.append(feuille)
            vues.phrases.append(f"feuille « {feuille.nom} » : nouvelle")
            continue
        for table in feuille.tables:
            _comparer_la_table(lu, modele, feuille, table, nom, vues)
        if feuille.tableau is not None:
            vues.impossibles += differences_du_bord(lu, feuille, nom)
            continue
        vues.impossibles += differences_du_formulaire(lu, feuille, nom)
        for parametre in feuille.parametres:
            if parametre.nom.casefold() not in lu.noms:
                vues.reglages.append((feuille, parametre))
                vues.phrases.append(f"réglage « {parametre.libelle} » : nouveau, dans « {nom} »")
    _placer_les_neuves(modele, vues)
    _comparer_les_formules(parties, modele, vues)
    connues = {plier(n) for f in modele.feuilles if (n := feuille_du_classeur(lu, f)) is not None}
    connues |= {plier(nom) for nom in (*FEUILLES_DU_MOTEUR, *FEUILLES_DES_HOTES)}
    vues.gardes += [
        f"feuille « {nom} » : elle n'est pas du modèle" for nom in lu.feuilles if plier(nom) not in connues
    ]
    return vues


def _comparer_la_table(
    lu: ClasseurLu, modele: Modele, feuille: Feuille, table: Table, nom: str, vues: Differences
) -> None:
    trouvee = reperer(lu, modele, feuille, table)
    if isinstance(trouvee, Anomalie):
        vues.impossibles.append(f"feuille « {nom} », table {table.nom} : {trouvee.message}")
        return
    entetes = lu.grille(trouvee.feuille)[trouvee.entete]
    noms = {plier(c.nom): c.nom for c in table.colonnes} | {plier(c.libelle): c.nom for c in table.colonnes}
    colonnes: dict[str, int] = {}
    for rang, entete in enumerate(entetes):
        champ = noms.get(plier(entete)) if isinstance(entete, str) else None
        if champ is not None:
            colonnes.setdefault(champ, rang)
    nombre = max(1, len(trouvee.grille) - 1)
    seule = table is feuille.tables[-1]
    fin = trouvee.entete + (max(LIGNES_PREVUES, 2 * nombre) if seule else nombre)
    vues.places[table.nom] = Place(trouvee.feuille, trouvee.entete, nombre, fin, colonnes)
    for colonne in table.colonnes:
        if colonne.nom not in colonnes:
            vues.colonnes.append((feuille, table, colonne))
    _dire_les_siennes(trouvee, vues)


def _dire_les_siennes(trouvee: TableTrouvee, vues: Differences) -> None:
    vues.gardes += [f"feuille « {trouvee.feuille} » : la colonne « {e} » est à vous" for e in trouvee.ajoutees]


def _placer_les_neuves(modele: Modele, vues: Differences) -> None:
    """Donne aux colonnes neuves les rangs qui suivent leur table ; la place sera vérifiée en les posant."""
    for feuille, table, colonne in vues.colonnes:
        place = vues.places[table.nom]
        place.colonnes[colonne.nom] = max(place.colonnes.values(), default=-1) + 1
        vues.phrases.append(f"colonne « {colonne.libelle} » : nouvelle, dans « {place.feuille} »")
        del feuille


def decaler_les_neuves(vues: Differences, table: Table, premiere: int) -> None:
    """Place les colonnes neuves d'une table à partir d'une colonne de la feuille, comptée à partir de 0."""
    neuves = [c for _, t, c in vues.colonnes if t is table]
    for rang, colonne in enumerate(neuves):
        vues.places[table.nom].colonnes[colonne.nom] = premiere + rang


def _comparer_les_formules(parties: Parties, modele: Modele, vues: Differences) -> None:
    """Colonnes de formules dont la première ligne ne dit plus ce que dit le modèle."""
    neuves = {(t.nom, c.nom) for _, t, c in vues.colonnes}
    absentes = {t.nom for _, t in modele.tables() if t.nom not in vues.places}
    textes = textes_partages(parties)
    for feuille in modele.feuilles:
        calculees = [(t, c) for t in feuille.tables if t.nom in vues.places for c in t.colonnes if c.formule]
        if not calculees:
            continue
        nom = vues.places[calculees[0][0].nom].feuille
        xml = FeuilleXml(parties, nom, parties.feuilles()[nom], textes)
        for table, colonne in calculees:
            place = vues.places[table.nom]
            if (table.nom, colonne.nom) in neuves or any(f"{{{a}." in colonne.formule for a in absentes):
                continue
            presente = xml.formules.get((place.debut + 1, place.colonnes[colonne.nom] + 1))
            voulue = traduire(colonne.formule, table, vues.places)(place.debut).removeprefix("=")
            if presente is not None and _forme(presente) != _forme(voulue):
                vues.formules.append((feuille, table, colonne))
                vues.phrases.append(
                    f"formule de « {colonne.libelle} », dans « {nom} » : ={presente} devient ={voulue}"
                )


def _forme(formule: str) -> str:
    """Formule sans ses numéros de ligne absolus, qui suivent la taille des tables."""
    return re.sub(r"\$\d+", "$#", formule).replace(" ", "")


def est_libre(grille: list[list[object]], colonne: int, debut: int, fin: int) -> bool:
    """Vrai si une colonne est vide entre deux lignes ; tout se compte à partir de 0."""
    return all(est_vide(ligne[colonne]) for ligne in grille[debut : fin + 1] if colonne < len(ligne))
