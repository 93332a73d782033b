"""Écriture d'un formulaire : tête, cadres, cases, repères à côté, sur une page A4 en hauteur."""

from collections.abc import Mapping
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.formulaire.formules import (
    PREMIERE_COLONNE,
    lignes_d_entete,
    rangs_des_cases,
    traduire_la_case,
)
from tableur.classeurs.formulaire.modele import (
    LIGNES_DERRIERE,
    ColonneDeFormulaire,
    Formulaire,
    LigneDeFormulaire,
    Repere,
)
from tableur.classeurs.formules import lettre_de_colonne
from tableur.classeurs.fraicheur import PERIMEE, nom_de_mention
from tableur.classeurs.mise_en_page import Atelier, lignes_de_texte
from tableur.classeurs.modeles import Feuille
from tableur.classeurs.saisie import PERMIS

LARGEUR_DE_CASE, LARGEUR_DE_LIBELLE, LARGEUR_DE_NUMERO = 5.5, 54.0, 6.5
LARGEUR_DE_REPERE, LARGEUR_DE_VALEUR = 34.0, 13.0
HAUTEUR = 14.0
PAPIER, CASE, CADRE, FILET = "#E9F0F8", "#FFFFFF", "#1F4E79", "#8EA9C7"
_ASPECTS = {
    "nombre": "#,##0",
    "centimes": '#,##0.00\\ "€"',
    "taux": "0.0#\\ %",
    "date": styles.FORMAT_DATE,
    "texte": "@",
}
_FORMAT_DE_CASE = "#,##0;-#,##0;;@"
_FORMAT_DE_TOTAL = "#,##0;-#,##0;0;@"
_BOITE: Mapping[str, Any] = {"bg_color": CASE, "border": 1, "border_color": FILET, "valign": "vcenter"}
_PAGE: Mapping[str, Any] = {"bg_color": PAPIER, "valign": "vcenter"}


class _Page:
    """Page en cours : l'atelier, l'onglet, le formulaire, et la place de ses colonnes."""

    def __init__(self, atelier: Atelier, onglet: Any, feuille: Feuille, formulaire: Formulaire) -> None:
        self.atelier, self.onglet, self.feuille, self.formulaire = atelier, onglet, feuille, formulaire
        self.derniere = PREMIERE_COLONNE + len(formulaire.colonnes) - 1
        self.repere, self.valeur = self.derniere + 2, self.derniere + 3
        self.entete = lignes_d_entete(formulaire)
        self.fin = self.entete + len(formulaire.lignes) + (1 if formulaire.pied else 0)

    def format(self, *aspects: Mapping[str, Any]) -> Any:
        """Format de cellule qui réunit des aspects."""
        return self.atelier.format({cle: valeur for aspect in aspects for cle, valeur in aspect.items()})

    def formule(self, formule: str) -> str:
        """Formule de fichier."""
        return "=" + traduire_la_case(formule, self.formulaire, self.atelier.places, self.feuille.nom)

    def fondre(self, ligne: int, debut: int, fin: int, texte: str, format_: Any) -> None:
        """Texte sur plusieurs colonnes."""
        self.onglet.merge_range(ligne, debut, ligne, fin, "", format_)
        self.onglet.write_string(ligne, debut, texte, format_)


def ecrire_le_formulaire(atelier: Atelier, feuille: Feuille) -> None:
    """Écrit la feuille entière, sur une page A4 en hauteur."""
    formulaire = feuille.formulaire
    if formulaire is None:
        return
    onglet = atelier.ajouter(feuille.nom, "V")
    page = _Page(atelier, onglet, feuille, formulaire)
    _regler_la_page(page)
    _ecrire_la_tete(page)
    _ecrire_les_entetes(page)
    for ligne, declaree in enumerate(formulaire.lignes, page.entete + 1):
        lignes = lignes_de_texte(declaree.libelle, 1.2 * LARGEUR_DE_LIBELLE) if declaree.case else 1
        onglet.set_row(ligne, HAUTEUR * lignes + (3 if declaree.allure == "titre" else 0))
        if declaree.case:
            _ecrire_la_case(page, ligne, declaree)
        else:
            _ecrire_le_titre(page, ligne, declaree)
    _ecrire_les_reperes(page)
    if formulaire.pied:
        mention = page.format(styles.MENTION, {"font_size": 9, "text_wrap": True, "valign": "top"})
        page.fondre(page.fin, 0, page.valeur, formulaire.pied, mention)
        onglet.set_row(page.fin, 26)
    if feuille.protegee:
        onglet.protect("", PERMIS)


def _regler_la_page(page: _Page) -> None:
    onglet = page.onglet
    onglet.set_portrait()
    onglet.fit_to_pages(1, 1)
    onglet.set_margins(left=0.3, right=0.3, top=0.3, bottom=0.45)
    onglet.center_horizontally()
    onglet.set_column(0, 0, LARGEUR_DE_CASE)
    onglet.set_column(1, 1, LARGEUR_DE_LIBELLE)
    onglet.set_column(2, 2, LARGEUR_DE_NUMERO)
    for rang, colonne in enumerate(page.formulaire.colonnes, PREMIERE_COLONNE):
        onglet.set_column(rang, rang, colonne.largeur, None, {"hidden": True} if colonne.masquee else {})
    onglet.set_column(page.derniere + 1, page.derniere + 1, 1.5)
    onglet.set_column(page.repere, page.repere, LARGEUR_DE_REPERE)
    onglet.set_column(page.valeur, page.valeur, LARGEUR_DE_VALEUR)
    onglet.print_area(0, 0, page.fin, page.valeur)
    onglet.freeze_panes(page.entete + 1, 2)
    onglet.set_zoom(90)


def _ecrire_la_tete(page: _Page) -> None:
    onglet, formulaire = page.onglet, page.formulaire
    onglet.set_row(0, 26)
    titre = page.format(styles.TITRE, {"font_color": CADRE, "font_size": 16})
    onglet.write_formula(0, 0, page.formule(formulaire.titre), titre, "")
    if formulaire.fraicheur:
        nom = nom_de_mention(formulaire.fraicheur)
        onglet.write_formula(1, 0, f"={nom}", page.format(styles.MENTION), "")
        condition = f'=LEFT($A$2,12)="{PERIMEE[:12]}"'
        regle = {"type": "formula", "criteria": condition, "format": page.format(styles.STYLES["attention"])}
        onglet.conditional_format(1, 0, 1, page.valeur, regle)
    milieu = page.derniere - 2  # la tête de droite commence là
    for rang, repere in enumerate(formulaire.tete):
        ligne, a_droite = 2 + rang // 2, rang % 2
        libelle, debut, fin = (
            ((milieu, page.derniere), page.repere, page.valeur) if a_droite else ((0, 1), 2, milieu - 1)
        )
        texte = page.format(_PAGE, {"bold": True, "font_color": CADRE, "indent": 1})
        page.fondre(ligne, *libelle, repere.libelle, texte)
        aspect = page.format(_BOITE, {"bold": True, "align": "left", "indent": 1, **_nombre(repere)})
        onglet.merge_range(ligne, debut, ligne, fin, "", aspect)
        onglet.write_formula(ligne, debut, page.formule(repere.formule), aspect, "")
        _alerter(page, repere, ligne, debut)


def _ecrire_les_entetes(page: _Page) -> None:
    onglet = page.onglet
    entete = {**_PAGE, "bold": True, "font_color": CADRE, "align": "center", "text_wrap": True}
    onglet.set_row(page.entete, 30)
    for rang, texte in enumerate(("Case", "Opération", "N°")):
        onglet.write_string(page.entete, rang, texte, page.format(entete))
    for rang, colonne in enumerate(page.formulaire.colonnes, PREMIERE_COLONNE):
        onglet.write_string(page.entete, rang, colonne.libelle, page.format(entete, _de_colonne(colonne)))
    cote = page.format({"bold": True, "font_color": styles.GRIS, "valign": "vcenter"})
    onglet.write_string(page.entete, page.repere, "À côté des cases", cote)


def _de_colonne(colonne: ColonneDeFormulaire) -> dict[str, Any]:
    """Une colonne qui n'est pas du formulaire n'en a pas le papier."""
    return {"bg_color": "#FFFFFF", "font_color": styles.GRIS} if colonne.discrete else {}


def _ecrire_le_titre(page: _Page, ligne: int, declaree: LigneDeFormulaire) -> None:
    """Barre d'un cadre, ou rubrique qui redonne au besoin l'en-tête des colonnes."""
    titre = declaree.allure == "titre"
    aspect = (
        {"bg_color": CADRE, "font_color": "#FFFFFF", "bold": True, "font_size": 12, "valign": "vcenter"}
        if titre
        else {"bg_color": "#CFDDEE", "font_color": CADRE, "bold": True, "valign": "vcenter"}
    )
    page.onglet.write_string(ligne, 0, declaree.libelle, page.format(aspect))
    du_formulaire = [c for c in page.formulaire.colonnes if not c.discrete]
    for rang in range(1, PREMIERE_COLONNE + len(du_formulaire)):
        page.onglet.write_blank(ligne, rang, None, page.format(aspect))
    for rang, colonne in enumerate(page.formulaire.colonnes, PREMIERE_COLONNE):
        if colonne.nom in declaree.valeurs:
            page.onglet.write_string(
                ligne, rang, declaree.valeurs[colonne.nom], page.format(aspect, {"align": "center"})
            )


def _ecrire_la_case(page: _Page, ligne: int, declaree: LigneDeFormulaire) -> None:
    onglet = page.onglet
    gras = {"bold": declaree.allure == "total"}
    code = page.format(_BOITE, {"bold": True, "align": "center", "font_color": CADRE})
    onglet.write_string(ligne, 0, declaree.case, code)
    onglet.write_string(ligne, 1, declaree.libelle, page.format(_PAGE, gras, {"indent": 1, "text_wrap": True}))
    numero = page.format(_PAGE, {"align": "center", "font_color": styles.GRIS, "font_size": 9})
    onglet.write_string(ligne, 2, declaree.numero, numero)
    for rang, colonne in enumerate(page.formulaire.colonnes, PREMIERE_COLONNE):
        if colonne.nom == LIGNES_DERRIERE:
            _ecrire_le_lien(page, ligne, rang, declaree)
            continue
        formule = declaree.valeurs.get(colonne.nom, "")
        if not formule:
            vide = {} if colonne.discrete else _BOITE if colonne.nom in declaree.boites else _PAGE
            onglet.write_blank(ligne, rang, None, page.format(vide))
            continue
        nombre = _FORMAT_DE_TOTAL if declaree.allure == "total" and not colonne.discrete else _FORMAT_DE_CASE
        allure = {"font_color": styles.GRIS} if colonne.discrete else {**_BOITE, **gras}
        aspect = page.format(allure, {"num_format": nombre, "align": "right", "indent": 1, "valign": "vcenter"})
        onglet.write_formula(ligne, rang, page.formule(formule), aspect, "")


def _ecrire_le_lien(page: _Page, ligne: int, rang: int, declaree: LigneDeFormulaire) -> None:
    """Nombre de lignes de la case ; un clic mène à la première."""
    if not declaree.lien:
        page.onglet.write_blank(ligne, rang, None, page.format({}))
        return
    table, _, champ = declaree.lien.partition(".")
    plage = page.atelier.places[table].plage(champ)
    nombre = f'COUNTIF({plage},"{declaree.case}")'
    premiere = f'INDEX({plage},MATCH("{declaree.case}",{plage},0))'
    formule = f'=IF({nombre}=0,"",HYPERLINK("#"&CELL("address",{premiere}),{nombre}))'
    aspect = page.format(styles.LIEN, {"align": "center", "num_format": "0\\ →", "valign": "vcenter"})
    page.onglet.write_formula(ligne, rang, formule, aspect, "")


def _ecrire_les_reperes(page: _Page) -> None:
    """Ce qui se lit à côté des cases ; plusieurs repères d'une même case se suivent de haut en bas."""
    rangs, suivante = rangs_des_cases(page.formulaire), 0
    for repere in page.formulaire.cote:
        ligne = max(rangs[repere.case], suivante)
        suivante = ligne + 1
        texte = page.format({"font_color": styles.ENCRE, "valign": "vcenter", "text_wrap": False})
        page.onglet.write_string(ligne, page.repere, repere.libelle, texte)
        filet = {"align": "right", "valign": "vcenter", "bottom": 4, "bottom_color": styles.FILET}
        aspect = page.format(filet, _nombre(repere))
        page.onglet.write_formula(ligne, page.valeur, page.formule(repere.formule), aspect, "")
        _alerter(page, repere, ligne, page.valeur)


def _alerter(page: _Page, repere: Repere, ligne: int, colonne: int) -> None:
    if not repere.alerte:
        return
    ici = f"${lettre_de_colonne(colonne)}${ligne + 1}"
    condition = page.formule(repere.alerte).replace("ICI", ici)
    regle = {"type": "formula", "criteria": condition, "format": page.format(styles.STYLES["attention"])}
    page.onglet.conditional_format(ligne, colonne, ligne, colonne, regle)


def _nombre(repere: Repere) -> dict[str, Any]:
    return {"num_format": _ASPECTS[repere.aspect]}
