"""Réglages neufs d'un modèle, ajoutés sous ceux de la personne."""

from tableur.classeurs import styles
from tableur.classeurs.formules import lettre_de_colonne, nom_de_feuille
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Colonne, Feuille, Modele, Parametre
from tableur.classeurs.reperage import feuille_du_classeur
from tableur.classeurs.vie.differences import Differences
from tableur.classeurs.vie.feuille_ouverte import FeuilleOuverte
from tableur.classeurs.vie.greffe import Greffe
from tableur.frontiere import ecrire_cellule, lire
from tableur.socle.erreurs import Ou, refus


def ajouter_les_reglages(greffe: Greffe, lu: ClasseurLu, modele: Modele, vues: Differences) -> list[str]:
    """Ajoute les réglages neufs, et rafraîchit l'explication des autres ; rend les phrases de plus."""
    phrases = []
    for feuille in modele.feuilles:
        de_reglages = feuille.parametres and feuille.tableau is None
        nom = feuille_du_classeur(lu, feuille) if de_reglages else None
        if nom is None:
            continue
        places = {p.nom: lu.noms[p.nom.casefold()] for p in feuille.parametres if p.nom.casefold() in lu.noms}
        ouverte = FeuilleOuverte(greffe.parties, greffe.parties.feuilles()[nom])
        for parametre in feuille.parametres:
            if parametre.nom in places and places[parametre.nom][0] == nom:
                phrases += _revoir(greffe, ouverte, feuille, parametre, places[parametre.nom])
        neufs = [p for f, p in vues.reglages if f is feuille]
        if neufs:
            _ajouter(greffe, ouverte, nom, neufs, list(places.values()), feuille)
    return phrases


def _revoir(
    greffe: Greffe, ouverte: FeuilleOuverte, feuille: Feuille, parametre: Parametre, place: tuple[str, int, int]
) -> list[str]:
    _, ligne, colonne = place
    phrases = []
    for rang, texte in ((-1, parametre.libelle), (1, parametre.aide)):
        cellule = ouverte.cellule(ligne + 1, colonne + 1 + rang)
        presente = _texte(greffe, ouverte, ligne + 1, colonne + 1 + rang)
        if cellule is not None and texte and presente != texte:
            ouverte.poser_texte(ligne + 1, colonne + 1 + rang, texte)
            quoi = "libellé" if rang < 0 else "explication"
            phrases.append(f"réglage « {parametre.libelle} », {quoi} : « {presente} » devient « {texte} »")
    validations = ouverte.validations(ligne + 1, colonne + 1)
    voulue = '"' + ",".join(parametre.liste) + '"' if parametre.liste else ""
    for element in validations if voulue else ():
        formule = element.find("{*}formula1")
        if formule is not None and formule.text != voulue:
            phrases.append(f"liste de « {parametre.libelle} » : elle devient {', '.join(parametre.liste)}")
            formule.text = voulue
    del feuille
    return phrases


def _texte(greffe: Greffe, ouverte: FeuilleOuverte, ligne: int, colonne: int) -> str:
    from tableur.classeurs.vie.feuilles_xml import texte_de, textes_partages

    cellule = ouverte.cellule(ligne, colonne)
    if cellule is None:
        return ""
    if cellule.get("t") == "inlineStr":
        return texte_de(cellule.find("{*}is"))
    brut = cellule.findtext("{*}v") or ""
    return textes_partages(greffe.parties)[int(brut)] if cellule.get("t") == "s" and brut else brut


def _ajouter(
    greffe: Greffe,
    ouverte: FeuilleOuverte,
    nom: str,
    neufs: list[Parametre],
    places: list[tuple[str, int, int]],
    feuille: Feuille,
) -> None:
    """Pose une ligne par réglage, sous la dernière, avec l'aspect de la dernière."""
    derniere = max((p for p in places if p[0] == nom), key=lambda p: p[1], default=None)
    if derniere is None:
        message = f"La feuille « {nom} » n'a plus aucun réglage nommé : les réglages neufs n'ont pas de place."
        raise refus(Ou(fichier=greffe.parties.ou.fichier, feuille=nom), "réglages", message)
    modele, colonne = derniere[1] + 1, derniere[2] + 1
    ligne = max(ouverte.derniere_ligne, modele)
    neuve = greffe.neuf.arbre(greffe.neuf.feuilles()[feuille.nom])
    for parametre in neufs:
        ligne += 1
        for rang, texte in ((-1, parametre.libelle), (1, parametre.aide), (2, parametre.nom)):
            if colonne + rang >= 1:
                ouverte.poser_texte(ligne, colonne + rang, texte, ouverte.style(modele, colonne + rang))
        _poser_la_valeur(greffe, ouverte, parametre, (ligne, colonne), ouverte.style(modele, colonne))
        cible = f"{nom_de_feuille(nom)}!${lettre_de_colonne(colonne - 1)}${ligne}"
        greffe.nommer(parametre.nom, cible)
        if parametre.liste:
            rang_neuf = feuille.parametres.index(parametre) + 5
            for element in neuve.iterfind("{*}dataValidations/{*}dataValidation"):
                if element.get("sqref") == f"B{rang_neuf}":
                    element.set("sqref", f"{lettre_de_colonne(colonne - 1)}{ligne}")
                    ouverte.ajouter_validation(element)


def _poser_la_valeur(
    greffe: Greffe, ouverte: FeuilleOuverte, parametre: Parametre, place: tuple[int, int], style: str
) -> None:
    colonne = Colonne(parametre.nom, parametre.type, parametre.libelle, 16, liste=parametre.liste)
    brute = None if parametre.valeur is None else ecrire_cellule(lire(parametre.valeur, parametre.type))
    style = greffe.style_au_format(style, styles.format_de_nombre(colonne, [brute]))
    if brute is None:
        ouverte.creer(*place, style)
    elif isinstance(brute, str):
        ouverte.poser_texte(*place, brute, style)
    elif isinstance(brute, int | float):
        ouverte.poser_nombre(*place, int(brute) if isinstance(brute, bool) else brute, style)
