"""Le classeur d'un nouvel exercice : réglages et référentiels gardés, saisies vidées, stock ou soldes reportés."""

import stat
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from tableur.classeurs.contenu import NON, OUI
from tableur.classeurs.fabrique import modele_de
from tableur.classeurs.formules import lettre_de_colonne
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.mise_en_page import LIGNE_DE_MENTION
from tableur.classeurs.modeles import Cloture, Colonne, Feuille, Modele, Table
from tableur.classeurs.reperage import TableTrouvee, reperer
from tableur.classeurs.retouche import Plage, Retouche
from tableur.classeurs.vie.valeurs_manquantes import completer
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.frontiere import est_vide, lire, plier
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, refus

EXERCICE = "exercice"  # réglage qui dit l'exercice, dans les modèles qui en ont un
_OUVERTURES = ("reprise", "ouverture", "anouveau", "soldesinitiaux", "stockinitial")

Reports = Mapping[type, Sequence[object]]


def nouvel_exercice(
    fichier: Path,
    exercice: str,
    sortie: Path,
    reports: Reports | None = None,
    *,
    modele: Modele | None = None,
    simuler: bool = False,
    remplacer: bool = False,
) -> CompteRendu:
    """Écrit le classeur du nouvel exercice, et met l'ancien en lecture seule.

    Le nouveau est une copie de l'ancien, couleurs et feuilles de la personne comprises, dont les tables tapées
    sont gardées, vidées ou reportées selon la déclaration, et dont les vues sont à recalculer.

    Args:
        fichier: Classeur .xlsx ou .xlsm de l'exercice qui finit.
        exercice: Nom du nouvel exercice : « 2027 ».
        sortie: Classeur à produire, de la même extension.
        reports: Lignes des tables à reporter, par enregistrement : `{Reprise: [...]}`.
        modele: Modèle du classeur ; par défaut, celui qu'il nomme.
        simuler: Vrai pour ne rien écrire.
        remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.

    Raises:
        Refus: Un report manque, une table ne se lit pas, ou la sortie ne peut pas être écrite.
    """
    _verifier(fichier, sortie)
    if not simuler:
        verifier_ecriture(sortie, remplacer=remplacer)
    lu = ClasseurLu(fichier)
    suivi = modele or modele_de(lu)
    bilan = CompteRendu(f"Exercice {exercice} ouvert d'après « {fichier.name} »")
    retouche = Retouche(fichier, malgre_protection=True)
    for feuille, table in suivi.tables():
        _passer(lu, suivi, retouche, feuille, table, reports or {}, bilan)
    _dire_l_exercice(retouche, suivi, exercice, bilan)
    if simuler:
        return bilan
    with tempfile.TemporaryDirectory(prefix="tableur-") as atelier:
        provisoire = Path(atelier) / sortie.name
        retouche.enregistrer(provisoire)
        completer(provisoire, Path(atelier), bilan, Ou(fichier=sortie.name))
        with ecriture_atomique(sortie, remplacer=remplacer) as part:
            part.write_bytes(provisoire.read_bytes())
    bilan.fichiers.append(sortie)
    _mettre_en_lecture_seule(fichier, bilan)
    return bilan


def devenir(feuille: Feuille, table: Table, reports: Reports) -> Cloture:
    """Ce que devient une table : ce que dit la déclaration, sinon ce que dit sa forme.

    Une table à clé et sans date est un référentiel, que l'on garde ; une table d'ouverture se reporte.
    """
    if table.type in reports:
        return "reporter"
    if table.a_la_cloture is not None:
        return table.a_la_cloture
    if feuille.genre == "P" or table.lignes:
        return "garder"
    if feuille.genre == "V":
        return "vider"
    if any(plier(nom).startswith(_OUVERTURES) for nom in (table.nom, feuille.nom)):
        return "reporter"
    a_une_cle = any(colonne.est_cle for colonne in table.colonnes)
    datee = any(colonne.simple is date for colonne in table.colonnes)
    return "garder" if a_une_cle and not datee else "vider"


def _passer(
    lu: ClasseurLu,
    modele: Modele,
    retouche: Retouche,
    feuille: Feuille,
    table: Table,
    reports: Reports,
    bilan: CompteRendu,
) -> None:
    sort = devenir(feuille, table, reports)
    trouvee = reperer(lu, modele, feuille, table)
    if isinstance(trouvee, Anomalie):
        bilan.ecartes.append(f"table {table.nom} : {trouvee.message}")
        return
    nombre = sum(not all(map(est_vide, ligne)) for ligne in trouvee.grille[1:])
    if feuille.genre != "V":
        bilan.lignes_lues[trouvee.feuille] = nombre
    if sort == "garder":
        bilan.points.append(f"« {trouvee.feuille} » : gardée")
        return
    cible = _cible(lu, retouche, trouvee)
    if sort == "vider":
        _vider(retouche, cible)
        if feuille.genre == "V":
            _dire_a_calculer(retouche, feuille, trouvee)
        elif nombre:
            bilan.ecartes.append(f"« {trouvee.feuille} » : {nombre} lignes restent dans l'ancien classeur")
        return
    if table.type is None or table.type not in reports:
        message = f"La table « {table.nom} » se reporte, et aucun report n'a été calculé pour elle."
        raise refus(Ou(fichier=lu.chemin.name, feuille=trouvee.feuille), "report absent", message)
    lignes = reports[table.type]
    _reporter(retouche, cible, trouvee, table, lignes)
    bilan.lignes_ecrites[trouvee.feuille] = len(lignes)
    bilan.points.append(f"« {trouvee.feuille} » : {len(lignes)} lignes reportées")


def _cible(lu: ClasseurLu, retouche: Retouche, trouvee: TableTrouvee) -> str | Plage:
    """Table Excel de la feuille qui commence à ces en-têtes, sinon la plage repérée."""
    for decrite in retouche.tables.values():
        haut = int("".join(c for c in decrite.plage.partition(":")[0] if c.isdigit()))
        if decrite.feuille.casefold() == trouvee.feuille.casefold() and haut == trouvee.entete + 1:
            return decrite.nom
    entetes = lu.grille(trouvee.feuille)[trouvee.entete]
    rangs = [rang for rang, cellule in enumerate(entetes) if not est_vide(cellule)]
    colonnes = f"{lettre_de_colonne(rangs[0])}:{lettre_de_colonne(rangs[-1])}"
    derniere = trouvee.entete + len(trouvee.grille)
    return Plage(trouvee.feuille, trouvee.entete + 1, colonnes, trouvee.premiere_ligne, derniere)


def _vider(retouche: Retouche, cible: str | Plage) -> None:
    decrite = retouche.decrire(cible)
    tapees = [c for c in decrite.colonnes if c not in decrite.calculees]
    if tapees and decrite.lignes:
        retouche.ecrire(cible, {c: [] for c in tapees}, "remplacer")


def _reporter(
    retouche: Retouche, cible: str | Plage, trouvee: TableTrouvee, table: Table, lignes: Sequence[object]
) -> None:
    decrite = retouche.decrire(cible)
    valeurs = {
        trouvee.libelle(c.nom): [_valeur(c, getattr(ligne, c.nom)) for ligne in lignes]
        for c in table.colonnes
        if trouvee.libelle(c.nom) and trouvee.libelle(c.nom) not in decrite.calculees
    }
    cle = next((trouvee.libelle(c.nom) for c in table.colonnes if c.est_cle), None)
    retouche.ecrire(cible, valeurs, "remplacer", cle or None)


def _valeur(colonne: Colonne, valeur: object) -> object:
    if colonne.liste and valeur is not None:
        return colonne.liste.get(str(valeur), valeur)
    if isinstance(valeur, bool):
        return OUI if valeur else NON
    return None if valeur == "" else valeur


def _dire_a_calculer(retouche: Retouche, feuille: Feuille, trouvee: TableTrouvee) -> None:
    mention = f"Pas encore calculé : {feuille.commande}"
    with suppress(ErreurTableur):  # une feuille refaite par la personne n'a peut-être plus de mention
        retouche.poser((trouvee.feuille, f"A{LIGNE_DE_MENTION + 1}"), mention, ecraser_formule=True)


def _dire_l_exercice(retouche: Retouche, modele: Modele, exercice: str, bilan: CompteRendu) -> None:
    parametre = modele.parametres().get(EXERCICE)
    if parametre is not None:
        retouche.poser(EXERCICE, lire(exercice, parametre.type))
        bilan.points.append(f"réglage « {parametre.libelle} » : {exercice}")


def _mettre_en_lecture_seule(fichier: Path, bilan: CompteRendu) -> None:
    try:
        fichier.chmod(fichier.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    except OSError as erreur:
        phrase = f"l'ancien classeur n'a pas pu être mis en lecture seule : {erreur.strerror}"
        bilan.anomalies.append(Anomalie("alerte", Ou(fichier=fichier.name), "lecture seule", "", "", phrase))
    else:
        bilan.points.append(f"« {fichier.name} » est maintenant en lecture seule")


def _verifier(fichier: Path, sortie: Path) -> None:
    ou = Ou(fichier=sortie.name)
    if fichier.suffix.lower() not in (".xlsx", ".xlsm") or sortie.suffix.lower() != fichier.suffix.lower():
        message = "Le nouveau classeur porte l'extension de l'ancien, .xlsx ou .xlsm."
        raise refus(ou, "extension", message, attendu=fichier.suffix)
    if sortie.resolve() == fichier.resolve():
        raise refus(ou, "même fichier", "Le nouveau classeur remplacerait l'ancien : lui donner un autre nom.")
