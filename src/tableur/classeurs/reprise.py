"""Ce qu'un classeur neuf reprend de sa source (tables tapées, vues, réglages), et ce qu'il laisse."""

from collections.abc import Callable, Iterator, Mapping

from tableur.classeurs.contenu import Contenu, Corps
from tableur.classeurs.feuilles_de_texte import COLONNE_DE_VALEUR
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.mise_en_page import LIGNE_DE_MENTION
from tableur.classeurs.modeles import Feuille, Modele, Parametre, Table
from tableur.classeurs.reperage import TableTrouvee, feuille_du_classeur
from tableur.classeurs.verification import FEUILLES_DES_HOTES, FEUILLES_DU_MOTEUR
from tableur.frontiere import FORMULE_SANS_VALEUR, Grille, est_vide, plier
from tableur.socle.erreurs import Anomalie

Trouver = Callable[[Feuille, Table], TableTrouvee | Anomalie]


def contenu_repris(
    lu: ClasseurLu,
    modele: Modele,
    trouver: Trouver,
    ecrites: Mapping[str, Corps],
    mentions: Mapping[str, str],
    poses: Mapping[str, object],
) -> Contenu:
    """Contenu du classeur à produire.

    Args:
        lu: La source.
        modele: Le modèle.
        trouver: Table d'un modèle dans la source.
        ecrites: Corps des tables que l'action a écrites.
        mentions: Mention des feuilles que l'action a écrites.
        poses: Réglages que l'action a changés.
    """
    tables = dict(ecrites)
    reprises = {}
    for feuille, table in modele.tables():
        trouvee = trouver(feuille, table)
        if table.nom in ecrites or isinstance(trouvee, Anomalie) or _est_sans_valeur(feuille, trouvee):
            continue
        tables[table.nom] = _corps(trouvee, table)
        if feuille.genre == "V" and feuille.nom not in mentions:
            reprises[feuille.nom] = _mention(lu, trouvee)
    ouverte = next((feuille.nom for feuille in modele.feuilles if feuille.nom in mentions), "")
    return Contenu(tables, {**reglages_repris(lu, modele), **poses}, {**reprises, **mentions}, ouverte)


def reglages_repris(lu: ClasseurLu, modele: Modele) -> dict[str, object]:
    """Valeur brute de chaque réglage du modèle : celle de son nom défini, à défaut celle de sa ligne."""
    valeurs = {}
    for feuille in modele.feuilles:
        if not feuille.parametres:
            continue
        nom = feuille_du_classeur(lu, feuille)
        lignes = lu.grille(nom) if nom else []
        for parametre in feuille.parametres:
            if parametre.nom.casefold() in lu.noms:
                valeurs[parametre.nom] = lu.case(parametre.nom)
            else:
                valeurs[parametre.nom] = _valeur_de_ligne(lignes, parametre)
    return valeurs


def _valeur_de_ligne(lignes: Grille, parametre: Parametre) -> object:
    """Valeur de la ligne qui porte le nom ou le libellé d'un réglage ; sans cette ligne, celle du modèle."""
    plies = {plier(parametre.nom), plier(parametre.libelle)}
    for ligne in lignes:
        if any(isinstance(cellule, str) and plier(cellule) in plies for cellule in ligne):
            valeur = ligne[COLONNE_DE_VALEUR] if len(ligne) > COLONNE_DE_VALEUR else None
            return None if est_vide(valeur) else valeur
    return parametre.valeur


def non_repris(lu: ClasseurLu, modele: Modele, trouver: Trouver, ecrites: set[str]) -> list[str]:
    """Ce que le classeur produit laisse de la source, une phrase par cas."""
    connues = {nom for f in modele.feuilles if (nom := feuille_du_classeur(lu, f)) is not None}
    moteur = {plier(nom) for nom in (*FEUILLES_DU_MOTEUR, *FEUILLES_DES_HOTES)}
    phrases = [
        f"feuille « {nom} » : elle n'est pas du modèle, elle n'est pas reprise"
        for nom in lu.feuilles
        if nom not in connues and plier(nom) not in moteur
    ]
    for feuille, table in modele.tables():
        trouvee = trouver(feuille, table)
        if not isinstance(trouvee, Anomalie) and table.nom not in ecrites:
            phrases += _non_repris_d_une_table(lu, feuille, trouvee)
    return list(dict.fromkeys(phrases))


def _non_repris_d_une_table(lu: ClasseurLu, feuille: Feuille, trouvee: TableTrouvee) -> Iterator[str]:
    debut = f"feuille « {trouvee.feuille} » : "
    if _est_sans_valeur(feuille, trouvee):
        yield debut + "ses formules n'ont pas de valeur enregistrée, elle n'est pas reprise"
        return
    for entete in trouvee.ajoutees:
        yield debut + f"la colonne « {entete} » n'est pas du modèle, elle n'est pas reprise"
    if feuille.genre != "S":
        return
    formules = lu.annexes.formules.get(trouvee.feuille, 0)
    if formules:
        suite = "s remplacées par leurs valeurs" if formules > 1 else " remplacée par sa valeur"
        yield debut + f"{formules} formule{suite}"
    sans_valeur = sum(cellule is FORMULE_SANS_VALEUR for ligne in trouvee.grille[1:] for cellule in ligne)
    if sans_valeur:
        pluriel = "s" if sans_valeur > 1 else ""
        yield debut + f"{sans_valeur} formule{pluriel} sans valeur enregistrée, laissée{pluriel} vide{pluriel}"


def _corps(trouvee: TableTrouvee, table: Table) -> Corps:
    colonnes = {c.nom: valeurs for c in table.colonnes if (valeurs := trouvee.colonne(c.nom)) is not None}
    return Corps(colonnes, len(trouvee.grille) - 1)


def _est_sans_valeur(feuille: Feuille, trouvee: TableTrouvee) -> bool:
    """Vrai pour une vue dont une formule n'a pas de valeur : elle ne peut pas être reprise."""
    return feuille.genre == "V" and any(c is FORMULE_SANS_VALEUR for ligne in trouvee.grille for c in ligne)


def _mention(lu: ClasseurLu, trouvee: TableTrouvee) -> str:
    """Mention d'une vue : la deuxième ligne de sa feuille."""
    grille = lu.grille(trouvee.feuille)
    cellule = grille[LIGNE_DE_MENTION][0] if len(grille) > LIGNE_DE_MENTION and grille[LIGNE_DE_MENTION] else ""
    if isinstance(cellule, str) and cellule.strip():
        return cellule
    return f"Repris de {lu.chemin.name}"
