"""Écriture de la feuille d'un tableau de bord : sélecteur, indicateurs, graphiques, commentaire, une page A4."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tableur.calculs.pilotage.indicateurs import A_SURVEILLER, ALERTE, ATTEINT
from tableur.classeurs import styles
from tableur.classeurs.bord import formules as f
from tableur.classeurs.bord.modele import NOMS_DE_PERIODE, Indicateur, TableauDeBord
from tableur.classeurs.feuilles_de_texte import FOND_DE_REGLAGE, ecrire_la_cellule
from tableur.classeurs.formules import lettre_de_colonne, nom_de_feuille
from tableur.classeurs.graphiques import PIXELS_PAR_LIGNE, poser_sur_un_bord
from tableur.classeurs.mise_en_page import Atelier
from tableur.classeurs.modeles import Colonne, Feuille, Graphique

if TYPE_CHECKING:
    from tableur.classeurs.contenu import Contenu

COLONNES = (
    ("Indicateur", 27.0),
    ("Ce mois", 14.0),
    ("Même mois N-1", 15.5),
    ("Évolution", 10.5),
    ("Cumul", 14.5),
    ("Cumul N-1", 14.5),
    ("Évolution", 10.5),
    ("Objectif", 14.0),
    ("Écart", 14.0),
    ("Feu", 19.0),
    ("Douze mois", 15.0),
)
CHAMPS = (
    "", "mois", "mois_n_1", "evolution", "cumul", "cumul_n_1", "evolution_du_cumul", "objectif", "ecart", "feu",
)  # fmt: skip
LIGNE_DU_CHOIX, LIGNE_D_ETAT, LIGNE_D_ENTETES = 1, 2, 4
REPERES = 12  # colonne cachée des bornes de période, à droite de la page
MOIS_PROPOSES = 14  # colonne cachée des mois de la liste
SENS = 15  # colonnes cachées du sens de chaque indicateur, 1 ou -1, et de ce que dit son feu sans valeur
LIGNES_DE_GRAPHIQUE = 15  # la première porte le titre
LIGNES_DE_COMMENTAIRE = 3
FORMAT_DE_MOIS = "[$-40C]mmmm yyyy"
FORMAT_D_EVOLUTION = "+0.0\\ %;-0.0\\ %;0.0\\ %"
_COULEURS_DES_FEUX = {
    ATTEINT: {"font_color": "#00624A", "bg_color": "#D9F0E8", "bold": True},
    A_SURVEILLER: {"font_color": "#7A4B00", "bg_color": "#FDF0D3", "bold": True},
    ALERTE: {"font_color": "#8A3600", "bg_color": "#F9DFCF", "bold": True},
}
_TITRE = {**styles.TITRE, "font_size": 20}
_CASE = {"bottom": 4, "bottom_color": styles.FILET, "valign": "vcenter", "font_size": 12}


def ecrire_le_tableau_de_bord(atelier: Atelier, feuille: Feuille, contenu: "Contenu") -> None:
    """Écrit la feuille entière, sur une page A4 en paysage."""
    tableau = feuille.tableau
    if tableau is None:
        return
    onglet = atelier.ajouter(feuille.nom, "V")
    onglet.fit_to_pages(1, 1)
    onglet.set_margins(left=0.3, right=0.3, top=0.35, bottom=0.55)
    for rang, (_, largeur) in enumerate(COLONNES):
        onglet.set_column(rang, rang, largeur)
    onglet.set_column(REPERES - 1, SENS + 1, 24, None, {"hidden": True})
    _ecrire_les_reperes(atelier, onglet, feuille, tableau)
    _ecrire_la_tete(atelier, onglet, feuille, tableau, contenu.reglages)
    _ecrire_les_indicateurs(atelier, onglet, tableau)
    ligne = LIGNE_D_ENTETES + len(tableau.indicateurs) + 2
    ligne = _poser_les_graphiques(atelier, onglet, feuille, contenu, ligne)
    fin = _ecrire_le_commentaire(atelier, onglet, feuille, tableau, contenu.reglages, ligne)
    onglet.print_area(0, 0, fin, len(COLONNES) - 1)
    onglet.freeze_panes(LIGNE_D_ENTETES + 1, 1)
    onglet.set_zoom(85)


def case_du_repere(nom: str) -> tuple[int, int]:
    """Ligne et colonne d'un nom de période, comptées à partir de 0."""
    return list(NOMS_DE_PERIODE).index(nom) + 1, REPERES


def _ecrire_les_reperes(atelier: Atelier, onglet: Any, feuille: Feuille, tableau: TableauDeBord) -> None:
    gris = atelier.format({"font_color": styles.GRIS})
    jour = atelier.format({"num_format": styles.FORMAT_DATE})
    onglet.write_string(0, REPERES - 1, "Repères des formules", gris)
    for nom, formule in f.formules_des_periodes(tableau, atelier.places).items():
        ligne, colonne = case_du_repere(nom)
        onglet.write_string(ligne, colonne - 1, NOMS_DE_PERIODE[nom], gris)
        format_ = jour if nom not in ("mois_inacheve", "mois_ecrit") else gris
        onglet.write_formula(ligne, colonne, formule, format_, "")
        adresse = f"{nom_de_feuille(feuille.nom)}!${lettre_de_colonne(colonne)}${ligne + 1}"
        atelier.classeur.define_name(nom, f"={adresse}")
    onglet.write_string(0, MOIS_PROPOSES, "Mois proposés", gris)
    mois = atelier.format({"num_format": FORMAT_DE_MOIS})
    for rang in range(tableau.mois_proposes):
        formule = f"=EDATE(DATE(YEAR(donnees_jusqu_au),MONTH(donnees_jusqu_au),1),-{rang})"
        onglet.write_formula(rang + 1, MOIS_PROPOSES, formule, mois, "")


def _ecrire_la_tete(
    atelier: Atelier, onglet: Any, feuille: Feuille, tableau: TableauDeBord, reglages: Mapping[str, object]
) -> None:
    titre = f'="{feuille.nom.replace(chr(34), chr(34) * 2)} — "&mois_ecrit&IF(mois_inacheve," (mois inachevé)","")'
    onglet.write_formula(0, 0, titre, atelier.format(_TITRE), "")
    onglet.set_row(0, 30)
    parametre = next(p for p in feuille.parametres if p.nom == tableau.mois)
    onglet.write_string(LIGNE_DU_CHOIX, 0, parametre.libelle, atelier.format({"bold": True, "valign": "vcenter"}))
    aspect = {
        "bold": True, "font_size": 13, "bg_color": FOND_DE_REGLAGE, "border": 1, "border_color": styles.GRIS,
        "num_format": FORMAT_DE_MOIS, "align": "center", "valign": "vcenter",
    }  # fmt: skip
    onglet.merge_range(LIGNE_DU_CHOIX, 1, LIGNE_DU_CHOIX, 2, None, atelier.format(aspect))
    valeur = reglages.get(parametre.nom, parametre.valeur)
    ecrire_la_cellule(onglet, LIGNE_DU_CHOIX, 1, valeur, atelier.format(aspect))
    onglet.set_row(LIGNE_DU_CHOIX, 22)
    lettre = lettre_de_colonne(MOIS_PROPOSES)
    liste = {
        "validate": "list",
        "source": f"=${lettre}$2:${lettre}${tableau.mois_proposes + 1}",
        "input_title": parametre.libelle[:32],
        "input_message": parametre.aide[:255] or "Choisir un mois dans la liste.",
        "error_type": "warning",
        "error_title": parametre.libelle[:32],
        "error_message": "Choisir un mois dans la liste, ou taper une date de ce mois : 01/11/2026.",
    }
    onglet.data_validation(LIGNE_DU_CHOIX, 1, LIGNE_DU_CHOIX, 1, liste)
    place = nom_de_feuille(feuille.nom)
    atelier.classeur.define_name(tableau.mois, f"={place}!$B${LIGNE_DU_CHOIX + 1}")
    etat = f.formule_d_etat(tableau, atelier.places)
    onglet.write_formula(LIGNE_D_ETAT, 0, etat, atelier.format({**styles.MENTION, "font_size": 12}), "")
    onglet.set_row(LIGNE_D_ETAT, 19)
    inacheve = {
        "type": "formula",
        "criteria": "=mois_inacheve",
        "format": atelier.format(styles.STYLES["attention"]),
    }
    onglet.conditional_format(LIGNE_D_ETAT, 0, LIGNE_D_ETAT, len(COLONNES) - 1, inacheve)


def _ecrire_les_indicateurs(atelier: Atelier, onglet: Any, tableau: TableauDeBord) -> None:
    for rang, (libelle, _) in enumerate(COLONNES):
        aligne = {"align": "center", "indent": 0} if rang else {}
        entete = {**styles.entete("V"), **aligne, "font_size": 12}
        onglet.write_string(LIGNE_D_ENTETES, rang, libelle, atelier.format(entete))
    onglet.set_row(LIGNE_D_ENTETES, 22)
    premiere = LIGNE_D_ENTETES + 1
    for ligne, indicateur in enumerate(tableau.indicateurs, premiere):
        _ecrire_un_indicateur(atelier, onglet, tableau, indicateur, ligne)
    derniere = premiere + len(tableau.indicateurs) - 1
    for mot, aspect in _COULEURS_DES_FEUX.items():
        regle = {"type": "cell", "criteria": "==", "value": f'"{mot}"', "format": atelier.format(aspect)}
        onglet.conditional_format(premiere, 9, derniere, 9, regle)
    discret = {
        "type": "formula",
        "criteria": f'=$B{premiere + 1}=""',
        "format": atelier.format(styles.STYLES["discret"]),
    }
    onglet.conditional_format(premiere, 0, derniere, 9, discret)


def _ecrire_un_indicateur(
    atelier: Atelier, onglet: Any, tableau: TableauDeBord, indicateur: Indicateur, ligne: int
) -> None:
    onglet.set_row(ligne, 21)
    onglet.write_string(ligne, 0, indicateur.libelle, atelier.format({**_CASE, "bold": True, "text_wrap": True}))
    colonnes = (*range(1, len(CHAMPS)), SENS, SENS + 1)
    cases = f.Cases(*(f"${lettre_de_colonne(rang)}{ligne + 1}" for rang in colonnes))
    onglet.write_number(ligne, SENS, 1 if indicateur.sens == "plus" else -1)
    onglet.write_string(ligne, SENS + 1, indicateur.absent)
    trouvees = f.formules_de_l_indicateur(indicateur, tableau, atelier.places, cases)
    nombre = format_du_bord(indicateur)
    for rang, champ in enumerate(CHAMPS[1:], 1):
        aspect: dict[str, Any] = {**_CASE, "align": "center" if champ == "feu" else "right"}
        if champ in ("evolution", "evolution_du_cumul"):
            aspect["num_format"] = FORMAT_D_EVOLUTION
        elif champ == "ecart":
            aspect["num_format"] = f"+{nombre};-{nombre};{nombre}"
        elif champ != "feu":
            aspect["num_format"] = nombre
        if champ == "mois":
            aspect |= {"bold": True, "font_size": 14}
        if champ in trouvees:
            onglet.write_formula(ligne, rang, trouvees[champ], atelier.format(aspect), "")
        else:
            onglet.write_blank(ligne, rang, None, atelier.format(aspect))
    onglet.write_blank(ligne, len(CHAMPS), None, atelier.format(_CASE))
    if indicateur.tendance and indicateur.miniature == "barres":
        aspect = {**_CASE, "align": "center", "font_color": "#0072B2"}
        formule = f.formule_de_miniature(indicateur.tendance, atelier.places)
        onglet.write_formula(ligne, len(CHAMPS), formule, atelier.format(aspect), "")
    elif indicateur.tendance:
        miniature = {
            "range": f.plage(indicateur.tendance, atelier.places),
            "series_color": "#0072B2",
            "last_point": True,
            "last_color": "#D55E00",
            "weight": 1.5,
        }
        onglet.add_sparkline(ligne, len(CHAMPS), miniature)


def format_du_bord(indicateur: Indicateur) -> str:
    """Format d'un nombre lu à bout de bras : « 1 234 € », sans centimes."""
    colonne = Colonne("", indicateur.type, "", 12)
    format_ = styles.format_fixe(colonne.unite.format_cellule) if colonne.unite else "#,##0"
    return format_.replace("#,##0.00", "#,##0")


def _poser_les_graphiques(atelier: Atelier, onglet: Any, feuille: Feuille, contenu: "Contenu", ligne: int) -> int:
    """Deux graphiques de front ; rend la première ligne libre."""
    moities = ((0, 5), (5, len(COLONNES)))
    for rang, graphique in enumerate(feuille.graphiques):
        haut = ligne + (rang // 2) * LIGNES_DE_GRAPHIQUE
        debut, fin = moities[rang % 2]
        _ecrire_le_titre(atelier, onglet, graphique, haut, debut, fin)
        largeur = sum(_pixels(caracteres) for _, caracteres in COLONNES[debut:fin])
        taille = (largeur - 8, (LIGNES_DE_GRAPHIQUE - 1) * PIXELS_PAR_LIGNE - 8)
        corps = contenu.tables.get(graphique.table)
        poser_sur_un_bord(atelier, onglet, graphique, corps, (haut + 1, debut), taille)
    return ligne + -(-len(feuille.graphiques) // 2) * LIGNES_DE_GRAPHIQUE


def _ecrire_le_titre(
    atelier: Atelier, onglet: Any, graphique: Graphique, ligne: int, debut: int, fin: int
) -> None:
    """Titre d'un graphique, dans une cellule : LibreOffice ne lie pas un titre de graphique à une cellule."""
    aspect = atelier.format({**styles.SOUS_TITRE, "font_size": 13, "valign": "vcenter", "align": "left"})
    onglet.merge_range(ligne, debut, ligne, fin - 1, None, aspect)
    avant, suit, apres = graphique.titre.replace('"', '""').partition("{mois}")
    if suit:
        onglet.write_formula(ligne, debut, f'="{avant}"&mois_ecrit&"{apres}"', aspect, "")
    else:
        onglet.write_string(ligne, debut, graphique.titre, aspect)


def _pixels(largeur: float) -> int:
    return int(largeur * 7 + 5)


def _ecrire_le_commentaire(
    atelier: Atelier,
    onglet: Any,
    feuille: Feuille,
    tableau: TableauDeBord,
    reglages: Mapping[str, object],
    ligne: int,
) -> int:
    """Case de commentaire, que rien ne réécrit ; rend sa dernière ligne."""
    parametre = next(p for p in feuille.parametres if p.nom == tableau.commentaire)
    onglet.write_string(ligne, 0, parametre.libelle, atelier.format(styles.SOUS_TITRE))
    haut, bas = ligne + 1, ligne + LIGNES_DE_COMMENTAIRE
    aspect = atelier.format(
        {
            "text_wrap": True,
            "valign": "top",
            "align": "left",
            "font_size": 12,
            "num_format": "@",
            "bg_color": FOND_DE_REGLAGE,
            "border": 1,
            "border_color": styles.FILET,
        }
    )
    onglet.merge_range(haut, 0, bas, len(COLONNES) - 1, None, aspect)
    ecrire_la_cellule(onglet, haut, 0, reglages.get(parametre.nom, parametre.valeur), aspect)
    atelier.classeur.define_name(parametre.nom, f"={nom_de_feuille(feuille.nom)}!$A${haut + 1}")
    return bas
