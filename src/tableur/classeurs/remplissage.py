"""Remplissage d'un classeur existant : les tables de l'action y prennent place, le reste demeure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tableur.classeurs import fraicheur
from tableur.classeurs.contenu import Corps
from tableur.classeurs.formules import Place, lettre_de_colonne, traduire
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.mise_en_page import hauteurs_des_lignes
from tableur.classeurs.modeles import LIGNES_PREVUES, Feuille, Modele, Table
from tableur.classeurs.port import Mode
from tableur.classeurs.reperage import TableTrouvee
from tableur.frontiere import est_vide
from tableur.socle.erreurs import Anomalie

if TYPE_CHECKING:
    from tableur.classeurs.retouche import Plage, Retouche

Trouver = Callable[[Feuille, Table], TableTrouvee | Anomalie]


@dataclass(frozen=True, slots=True)
class Ecritures:
    """Ce qu'une action écrit.

    Args:
        tables: Corps des tables, par nom de table.
        modes: « remplacer », « ajouter » ou « fusionner », par nom de table.
        mentions: Mention de chaque feuille écrite.
        reglages: Valeur des réglages changés, par nom.
    """

    tables: Mapping[str, Corps]
    modes: Mapping[str, Mode]
    mentions: Mapping[str, str]
    reglages: Mapping[str, object]


def remplir(lu: ClasseurLu, modele: Modele, trouver: Trouver, ecritures: Ecritures) -> "Retouche":
    """Retouche qui met les écritures d'une action dans un classeur .xlsx ou .xlsm.

    Args:
        lu: Le classeur.
        modele: Son modèle.
        trouver: Table d'un modèle dans le classeur.
        ecritures: Ce qu'il faut écrire.

    Raises:
        Refus: Une table n'a pas la place de grandir, une feuille est protégée…
    """
    from tableur.classeurs.retouche import Retouche

    places = [(f, t, trouver(f, t)) for f, t in modele.tables() if t.nom in ecritures.tables]
    retouche, toutes = Retouche(lu.ouvert.source, lu.chemin.name), places_du_classeur(modele, trouver)
    for nom, valeur in ecritures.reglages.items():
        retouche.poser(nom, valeur)
    for feuille, table, trouvee in places:
        if isinstance(trouvee, TableTrouvee):
            corps, mode = ecritures.tables[table.nom], ecritures.modes[table.nom]
            if mode == "remplacer":
                _ecrire_la_table(retouche, table, trouvee, corps, toutes)
            elif corps.lignes:
                _completer_la_table(retouche, table, trouvee, corps, mode)
            if feuille.genre == "V" and table is feuille.tables[0]:
                _poser_la_mention(retouche, lu, modele, trouver, feuille, ecritures)
    return retouche


def _ecrire_la_table(
    retouche: "Retouche", table: Table, trouvee: TableTrouvee, corps: Corps, toutes: dict[str, Place]
) -> None:
    colonnes: dict[str, list[object]] = {}
    connues: dict[str, list[object]] = {}
    formules: dict[str, str] = {}
    for champ in trouvee.champs:
        libelle, native = trouvee.libelle(champ), table.colonne(champ).formule
        if not corps.lignes:
            colonnes[libelle] = [None]  # une table vide garde une ligne, sans formule
            continue
        (connues if native else colonnes)[libelle] = list(corps.colonnes[champ])
        if native:
            formules[libelle] = traduire(native, table, toutes)(trouvee.entete + 1).removeprefix("=")
    retouche.ecrire(
        _cible(retouche, trouvee),
        colonnes,
        "remplacer",
        cle_des_lignes(trouvee, colonnes),
        ecraser_formules=True,
        valeurs_connues=connues,
        formules=formules,
        hauteurs=hauteurs_des_lignes(table, corps),
    )
    if table.a_des_totaux:
        retouche.connaitre_valeurs(trouvee.feuille, _totaux(table, trouvee, corps))


def _completer_la_table(
    retouche: "Retouche", table: Table, trouvee: TableTrouvee, corps: Corps, mode: Mode
) -> None:
    """Ajoute à une table tapée, ou y met à jour par leur clé, les lignes données ; rien n'en est retiré."""
    colonnes = {trouvee.libelle(champ): list(corps.colonnes[champ]) for champ in trouvee.champs}
    cle = next((trouvee.libelle(c.nom) for c in table.colonnes if c.est_cle and c.nom in trouvee.champs), None)
    retouche.ecrire(_cible(retouche, trouvee), colonnes, mode, cle if mode == "fusionner" else None)


def places_du_classeur(modele: Modele, trouver: Trouver) -> dict[str, Place]:
    """Place de chaque table dans le classeur, où la personne a pu bouger des colonnes."""
    places = {}
    for feuille, table in modele.tables():
        trouvee = trouver(feuille, table)
        if isinstance(trouvee, TableTrouvee):
            lignes = max(1, len(trouvee.grille) - 1)
            rangs = dict(zip(trouvee.champs, trouvee.rangs, strict=True))
            fin = trouvee.entete + max(LIGNES_PREVUES, 2 * lignes)
            places[table.nom] = Place(trouvee.feuille, trouvee.entete, lignes, fin, rangs)
    return places


def _cible(retouche: "Retouche", trouvee: TableTrouvee) -> "str | Plage":
    """Table Excel qui porte ces en-têtes ; à défaut, la plage repérée."""
    from tableur.classeurs.retouche import Plage

    for nom, decrite in retouche.tables.items():
        if decrite.feuille == trouvee.feuille and decrite.a_ses_entetes_en(
            trouvee.entete + 1, trouvee.rangs[0] + 1
        ):
            return nom
    colonnes = f"{lettre_de_colonne(min(trouvee.rangs))}:{lettre_de_colonne(max(trouvee.rangs))}"
    return Plage(
        trouvee.feuille,
        trouvee.entete + 1,
        colonnes,
        trouvee.premiere_ligne,
        trouvee.entete + len(trouvee.grille),
    )


def cle_des_lignes(trouvee: TableTrouvee, colonnes: Mapping[str, list[object]]) -> str | None:
    """Première colonne, si elle désigne chaque ligne, avant et après : les colonnes de la personne la suivent."""
    libelle = trouvee.libelle(trouvee.champs[0])
    avant = [valeur for valeur in trouvee.colonne(trouvee.champs[0]) or () if not est_vide(valeur)]
    apres = colonnes.get(libelle, [])
    uniques = len(set(avant)) == len(avant) and len(set(apres)) == len(apres) and not any(map(est_vide, apres))
    return libelle if uniques and apres else None


def _totaux(table: Table, trouvee: TableTrouvee, corps: Corps) -> dict[str, object]:
    """Valeur des totaux, par adresse : la ligne au-dessus des en-têtes, ou celle où le modèle les a mis."""
    totaux: dict[str, object] = {}
    for champ, rang in zip(trouvee.champs, trouvee.rangs, strict=True):
        if table.colonne(champ).total:
            nombres = [v for v in corps.colonnes[champ] if isinstance(v, int | float) and not isinstance(v, bool)]
            totaux[f"{lettre_de_colonne(rang)}{trouvee.entete}"] = fraicheur.somme(nombres)
    return totaux


def _poser_la_mention(
    retouche: "Retouche",
    lu: ClasseurLu,
    modele: Modele,
    trouver: Trouver,
    feuille: Feuille,
    ecritures: Ecritures,
) -> None:
    """Écrit la mention dans la cellule qui porte son nom ; une feuille remaniée sans elle n'en reçoit pas."""
    nom = fraicheur.nom_de_mention(feuille.nom)
    if nom not in lu.noms:
        return
    mention = ecritures.mentions[feuille.nom]
    trouvees = [trouver(f, t) for f, t in modele.tables() if t.nom in feuille.sources]
    formule = fraicheur.formule_sur_place(lu, [t for t in trouvees if isinstance(t, TableTrouvee)], mention)
    retouche.poser(nom, mention, ecraser_formule=True, formule=formule)
