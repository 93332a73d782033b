"""« Pourquoi ? » : la cellule choisie expliquée, formule de TABLEUR, formule de la feuille ou cellule écrite.

Rien n'est rédigé d'avance : une cellule qu'une action a écrite s'explique en refaisant l'action, surveillée.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from tableur.catalogue import recenser
from tableur.classeurs.controle.regles.erreurs import CONSEILS
from tableur.classeurs.fabrique import modele_de
from tableur.classeurs.formules import lettre_de_colonne
from tableur.classeurs.modeles import Colonne, Feuille, Modele, Table
from tableur.classeurs.reperage import TableTrouvee, feuille_du_classeur, reperer
from tableur.frontiere import ErreurDeCellule, est_vide, plier
from tableur.liaisons.bouton.hote import ClasseurOuvert, Etat, Zone
from tableur.liaisons.bouton.lecture import ClasseurOuvertLu
from tableur.liaisons.bouton.reprise_surveillee import developper
from tableur.liaisons.bouton.vivant import ClasseurVivant
from tableur.liaisons.calc.formules import Reference
from tableur.liaisons.calc.pont import Pont
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ErreurTableur, Refus, ValeurInvalide

LIGNES_DE_FENETRE = 40  # une fenêtre de message ne défile pas
_APPEL = re.compile(r"\bTABLEUR\.[A-Z_]+\s*\(")
_CASE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
_CHAMP = re.compile(r"\[(\w+)\]|\{(?:(\w+)\.)?(\w+)( jusqu['’]ici)?\}")


def pourquoi(ouvert: ClasseurOuvert, etat: Etat) -> str:
    """Explication de la cellule choisie.

    Raises:
        ErreurTableur: La cellule ne se lit pas.
    """
    choisie = ouvert.selection()
    zone = Zone(choisie.feuille, choisie.ligne, choisie.colonne, choisie.ligne, choisie.colonne)
    adresse = f"{zone.feuille}!{lettre_de_colonne(zone.colonne)}{zone.ligne + 1}"
    contenu, valeur = ouvert.formules(zone)[0][0], ouvert.valeurs(zone)[0][0]
    if _APPEL.search(contenu):
        pont = Pont(recenser("tableur.calculs"))
        return _court(f"{adresse}\n{pont.expliquer(contenu, _CellulesLues(ouvert, zone.feuille))}")
    return f"{adresse} : {_dite(valeur)}\n{_explication(ouvert, etat, zone, contenu, valeur)}"


def _court(texte: str) -> str:
    """Explication qui tient dans une fenêtre ; la suite se lit dans une cellule."""
    lignes = texte.splitlines()
    if len(lignes) <= LIGNES_DE_FENETRE:
        return texte
    reste = len(lignes) - LIGNES_DE_FENETRE
    suite = f"… et {reste} autres lignes, que =TABLEUR.EXPLICATION_DE_CELLULE(…) montre dans une cellule."
    return "\n".join([*lignes[:LIGNES_DE_FENETRE], suite])


def _explication(ouvert: ClasseurOuvert, etat: Etat, zone: Zone, contenu: str, valeur: object) -> str:
    lu = ClasseurOuvertLu(ouvert, etat)
    try:
        modele = modele_de(lu)
    except Refus:
        return _sans_modele(contenu, valeur)
    situee = _situer(lu, modele, zone)
    if situee is None:
        return _reglage(modele, etat, zone) or _sans_modele(contenu, valeur)
    feuille, table, trouvee, champ = situee
    colonne, rang = table.colonne(champ), zone.ligne - trouvee.entete
    libelle = f"Colonne « {trouvee.libelle(champ)} »"
    phrases = [f"{libelle}. {colonne.aide}".strip()]
    if isinstance(valeur, ErreurDeCellule):
        phrases.append(_phrase_d_erreur(valeur))
    if contenu.startswith(("=", "{")):
        formule = colonne.formule or contenu
        phrases.append(_formule_dite(formule, table, trouvee, rang))
        return "\n".join(phrases)
    if feuille.genre != "V":
        return "\n".join([*phrases, "Cette cellule est tapée : aucun calcul ne l'a remplie."])
    if est_vide(valeur) and (rang >= len(trouvee.grille) or all(map(est_vide, trouvee.grille[rang]))):
        return "\n".join([*phrases, f"Cette ligne n'est pas encore calculée : {feuille.commande}."])
    ecrite = list(
        developper(
            ClasseurVivant(lu, modele, simuler=True), feuille, table, trouvee, champ, rang, _jour(lu, feuille)
        )
    )
    return "\n".join([*phrases, *ecrite, *_sources(modele, table, champ)])


def _situer(lu: ClasseurOuvertLu, modele: Modele, zone: Zone) -> tuple[Feuille, Table, TableTrouvee, str] | None:
    """Feuille, table et champ d'une cellule du corps d'une table."""
    for feuille in modele.feuilles:
        if feuille_du_classeur(lu, feuille) != zone.feuille:
            continue
        for table in feuille.tables:
            trouvee = reperer(lu, modele, feuille, table)
            if not isinstance(trouvee, TableTrouvee) or zone.colonne not in trouvee.rangs:
                continue
            if 0 < zone.ligne - trouvee.entete < max(2, len(trouvee.grille)):
                return feuille, table, trouvee, trouvee.champs[trouvee.rangs.index(zone.colonne)]
    return None


def _reglage(modele: Modele, etat: Etat, zone: Zone) -> str:
    """Ce que dit le modèle d'un réglage ; vide si la cellule n'en est pas un."""
    parametres = {nom.casefold(): p for nom, p in modele.parametres().items()}
    for nom, place in etat.noms.items():
        parametre = parametres.get(nom.casefold())
        if parametre is not None and place == zone:
            return f"Réglage « {parametre.libelle} ». {parametre.aide}".strip()
    return ""


def _sans_modele(contenu: str, valeur: object) -> str:
    if isinstance(valeur, ErreurDeCellule):
        return _phrase_d_erreur(valeur) + (f"\nFormule : {contenu}" if contenu else "")
    if contenu.startswith(("=", "{")):
        return f"Formule de la feuille, sans fonction de tableur : {contenu}"
    return "Cellule vide." if est_vide(valeur) else "Cette cellule est tapée : aucun calcul ne l'a remplie."


def _phrase_d_erreur(erreur: ErreurDeCellule) -> str:
    conseil = CONSEILS.get(str(erreur.code), "la formule n'a pas pu être calculée")
    return f"La cellule est en erreur, {erreur.code} : {conseil}."


def _formule_dite(formule: str, table: Table, trouvee: TableTrouvee, rang: int) -> str:
    """Formule déclarée de la colonne, avec les libellés, puis avec les valeurs de la ligne."""
    ligne = trouvee.grille[rang] if 0 <= rang < len(trouvee.grille) else []
    valeurs = dict(zip(trouvee.champs, ligne, strict=False))
    noms = {c.nom: c.libelle for c in table.colonnes}

    def libelle(mot: "re.Match[str]") -> str:
        champ = mot[1] or mot[3]
        return f"[{noms.get(champ, champ)}]" if not mot[2] else f"[{mot[2]}, {champ}]"

    def chiffre(mot: "re.Match[str]") -> str:
        return _dite(valeurs.get(mot[1]), table.colonne(mot[1])) if mot[1] else libelle(mot)

    if not _CHAMP.search(formule):
        return f"Formule de la feuille : {formule}"
    return (
        f"Formule de la feuille : {_CHAMP.sub(libelle, formule)}\n"
        f"Avec les valeurs de la ligne : {_CHAMP.sub(chiffre, formule)}"
    )


def _dite(valeur: object, colonne: Colonne | None = None) -> str:
    if est_vide(valeur):
        return "vide"
    if isinstance(valeur, ErreurDeCellule):
        return str(valeur.code)
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        if colonne is not None and colonne.simple is date:
            return date_ecrite(date.fromordinal(date(1899, 12, 30).toordinal() + int(valeur)))
        return nombre_ecrit(Decimal(f"{valeur:.12g}"))
    return f"« {valeur} »"


def _jour(lu: ClasseurOuvertLu, feuille: Feuille) -> date:
    """Jour du calcul que la mention de la feuille annonce ; aujourd'hui si elle n'en dit pas."""
    from tableur.classeurs.fraicheur import nom_de_mention

    mention = str(lu.case(nom_de_mention(feuille.nom)) or "")
    trouvee = re.search(r"(\d\d)/(\d\d)/(\d{4})", mention)
    if trouvee:
        jour, mois, annee = map(int, trouvee.groups())
        return date(annee, mois, jour)
    return datetime.now(UTC).astimezone().date()


def _sources(modele: Modele, table: Table, champ: str) -> Iterator[str]:
    """Règle du modèle qui définit cette colonne, et le texte d'où elle vient."""
    mots = {plier(champ), plier(table.colonne(champ).libelle)}
    for source in modele.sources:
        debut = plier(re.split(r"[=:]", source.regle)[0])
        if debut in mots:
            yield f"Règle : {source.regle} Source : {source.source}"


class _CellulesLues:
    """Ce qu'une formule de TABLEUR désigne, lu par l'hôte."""

    def __init__(self, ouvert: ClasseurOuvert, feuille: str) -> None:
        self._ouvert, self._feuille = ouvert, feuille

    def contenu(self, reference: Reference) -> object:
        """Valeur d'une cellule, ou grille d'une plage.

        Raises:
            ErreurTableur: La référence n'existe pas, ou une de ses cellules est en erreur.
        """
        zone = self._zone(reference)
        grille = self._ouvert.valeurs(zone)
        for ligne in grille:
            for valeur in ligne:
                if isinstance(valeur, ErreurDeCellule):
                    raise ErreurTableur(f"Une cellule de {reference.plage} est en erreur : {valeur.code}.")
        if ":" in reference.plage or zone.hauteur > 1 or zone.largeur > 1:
            return tuple(tuple(ligne) for ligne in grille)
        return grille[0][0]

    def fonction(self, nom: str, arguments: list[object]) -> object:
        """Refuse : une fonction de l'hôte ne se calcule pas hors de sa cellule."""
        raise ValeurInvalide(
            f"La fonction {nom} du tableur, imbriquée dans la formule, n'est pas développée ici : la mettre dans "
            "sa propre cellule, et désigner cette cellule."
        )

    def _zone(self, reference: Reference) -> Zone:
        feuille = reference.feuille or self._feuille
        trouvee = _CASE.fullmatch(reference.plage)
        if trouvee is None:
            noms = {nom.casefold(): zone for nom, zone in self._ouvert.etat().noms.items()}
            if reference.plage.casefold() in noms:
                return noms[reference.plage.casefold()]
            raise ValeurInvalide(
                f"La référence « {reference.plage} » ne s'explique pas : donner une plage bornée."
            )
        gauche, haut = _rang(trouvee[1]), int(trouvee[2]) - 1
        droite = _rang(trouvee[3]) if trouvee[3] else gauche
        bas = int(trouvee[4]) - 1 if trouvee[4] else haut
        return Zone(feuille, min(haut, bas), min(gauche, droite), max(haut, bas), max(gauche, droite))


def _rang(lettres: str) -> int:
    from tableur.classeurs.balayage import rang_de_colonne

    return rang_de_colonne(lettres)
