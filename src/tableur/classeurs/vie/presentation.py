"""Aides, listes et textes d'un modèle plus récent, dans le classeur de la personne."""

from tableur.classeurs.feuilles_de_texte import LISEZ_MOI, SOURCES
from tableur.classeurs.formules import Place
from tableur.classeurs.modeles import Colonne, Feuille, Modele, Table
from tableur.classeurs.retouche.references import lire_zones
from tableur.classeurs.vie.differences import Differences
from tableur.classeurs.vie.feuille_ouverte import FeuilleOuverte
from tableur.classeurs.vie.feuilles_xml import FeuilleXml, textes_partages
from tableur.classeurs.vie.greffe import Greffe
from tableur.frontiere import plier

_GENRES = {"S": "à remplir", "V": "calculée", "P": "à régler"}


def revoir_les_aides_et_les_listes(greffe: Greffe, modele: Modele, vues: Differences) -> list[str]:
    """Pose les aides et les listes qui ont changé ; rend les phrases de plus."""
    phrases: list[str] = []
    neuves = {(t.nom, c.nom) for _, t, c in vues.colonnes}
    for feuille in modele.feuilles:
        for table in feuille.tables:
            place = vues.places.get(table.nom)
            if place is None:
                continue
            ouverte = FeuilleOuverte(greffe.parties, greffe.parties.feuilles()[place.feuille])
            for colonne in table.colonnes:
                if colonne.nom in place.colonnes:
                    neuve = (table.nom, colonne.nom) in neuves
                    phrases += _aide(ouverte, place, colonne, neuve=neuve)
                    if feuille.genre == "S" and not neuve:
                        phrases += _liste(greffe, ouverte, feuille, table, colonne, place)
    return phrases


def _aide(ouverte: FeuilleOuverte, place: Place, colonne: Colonne, *, neuve: bool) -> list[str]:
    voulue = (f"{colonne.aide}\nFormule de la feuille." if colonne.formule else colonne.aide).strip()
    c = place.colonnes[colonne.nom] + 1
    presente = ouverte.commentaire(place.entete + 1, c)
    if not voulue or (presente is not None and presente[0].strip() == voulue):
        return []
    if not ouverte.commenter(place.entete + 1, c, voulue) or neuve:
        return []
    return [f"aide de « {colonne.libelle} », dans « {place.feuille} » : « {voulue} »"]


def _liste(
    greffe: Greffe, ouverte: FeuilleOuverte, feuille: Feuille, table: Table, colonne: Colonne, place: Place
) -> list[str]:
    if not colonne.liste and not colonne.liste_de:
        return []
    c, ligne = place.colonnes[colonne.nom] + 1, place.debut + 1
    neuve = greffe.neuf.arbre(greffe.neuf.feuilles()[feuille.nom])
    voulues = [
        e
        for e in neuve.iterfind("{*}dataValidations/{*}dataValidation")
        if any(z.contient(ligne, c) for z in lire_zones(e.get("sqref", "")))
    ]
    presentes = ouverte.validations(ligne, c)
    phrase = f"liste de « {colonne.libelle} », dans « {place.feuille} »"
    if voulues and not presentes:
        ouverte.ajouter_validation(voulues[0])
        return [f"{phrase} : nouvelle"]
    for presente, voulue in zip(presentes, voulues, strict=False):
        ancienne, formule = presente.find("{*}formula1"), voulue.findtext("{*}formula1") or ""
        if presente.get("type") == "list" and ancienne is not None and (ancienne.text or "") != formule:
            if colonne.liste_de:
                ancienne.text = formule
                return []
            ancienne.text = formule
            presente.set("error", voulue.get("error", ""))
            return [f"{phrase} : elle devient {', '.join(colonne.liste.values())}"]
    return []


def completer_les_textes(greffe: Greffe, modele: Modele, vues: Differences) -> list[str]:
    """Ajoute à « Lisez-moi » et à « Sources » les lignes qui leur manquent ; rend les phrases de plus."""
    phrases = []
    parties = greffe.parties
    toutes = {plier(nom): (nom, partie) for nom, partie in parties.feuilles().items()}
    if plier(SOURCES) in toutes:
        nom, partie = toutes[plier(SOURCES)]
        xml = FeuilleXml(parties, nom, partie, textes_partages(parties))
        connus = {v for p in xml.cellules if isinstance(v := xml.valeur(p), str)}
        ouverte = FeuilleOuverte(parties, partie)
        neuves = [s for s in modele.sources if s.regle not in connus]
        for source in neuves:
            _ajouter_une_ligne(ouverte, [source.regle, source.source, source.verifie_le])
            phrases.append(f"règle nouvelle, dans « {nom} » : {source.regle}")
        mention = xml.valeur((2, 1))
        if isinstance(mention, str) and "Modèle «" in mention:
            debut = mention.partition("Modèle «")[0]
            ouverte.poser_texte(2, 1, f"{debut}Modèle « {modele.nom} », version {modele.version}.")
    if plier(LISEZ_MOI) in toutes:
        nom, partie = toutes[plier(LISEZ_MOI)]
        xml = FeuilleXml(parties, nom, partie, textes_partages(parties))
        connus = {v for p in xml.cellules if isinstance(v := xml.valeur(p), str)}
        ouverte = FeuilleOuverte(parties, partie)
        for feuille in vues.feuilles:
            aide = feuille.aide or f"Remplie par la commande « {feuille.commande} »."
            _ajouter_une_ligne(ouverte, [feuille.nom, _GENRES[feuille.genre], aide])
        for paragraphe in modele.mode_d_emploi:
            if paragraphe not in connus:
                _ajouter_une_ligne(ouverte, [paragraphe], avec_style=False)
                phrases.append(f"mode d'emploi, dans « {nom} » : {paragraphe}")
    return phrases


def _ajouter_une_ligne(ouverte: FeuilleOuverte, textes: list[str], *, avec_style: bool = True) -> None:
    derniere = ouverte.derniere_ligne
    for colonne, texte in enumerate(textes, 1):
        if texte:
            style = ouverte.style(derniere, colonne) if avec_style else ""
            ouverte.poser_texte(derniere + 1, colonne, texte, style)
