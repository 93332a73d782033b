"""Un modèle plus récent, appliqué à un classeur rempli : ce qui manque y entre, rien n'en sort."""

import tempfile
from io import BytesIO
from pathlib import Path

from tableur.classeurs import styles
from tableur.classeurs.bord.modele import NOMS_DE_PERIODE
from tableur.classeurs.construction import construire
from tableur.classeurs.formules import Place, traduire
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Colonne, Feuille, Modele, Table
from tableur.classeurs.retouche.references import Zone, lire_zone, lire_zones
from tableur.classeurs.saisie import formule_de_colonne
from tableur.classeurs.vie.differences import Differences, decaler_les_neuves, differences, est_libre
from tableur.classeurs.vie.feuille_figee import TableVue, tables_de_la_feuille
from tableur.classeurs.vie.feuille_ouverte import FeuilleOuverte
from tableur.classeurs.vie.greffe import Greffe
from tableur.classeurs.vie.modeles_connus import PROPRIETE, VERSION, proprietes
from tableur.classeurs.vie.parties import Parties
from tableur.classeurs.vie.presentation import completer_les_textes, revoir_les_aides_et_les_listes
from tableur.classeurs.vie.reglages_poses import ajouter_les_reglages
from tableur.classeurs.vie.valeurs_manquantes import completer
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Ou, refus

EXTENSIONS = (".xlsx", ".xlsm")


def mettre_a_jour(
    fichier: Path, modele: Modele, sortie: Path | None = None, *, simuler: bool = False, remplacer: bool = False
) -> CompteRendu:
    """Ajoute à un classeur rempli ce qu'un modèle plus récent a de nouveau.

    Données, colonnes, feuilles, couleurs et réglages de la personne restent ; rien n'est retiré. Les points du
    compte rendu sont les différences.

    Args:
        fichier: Classeur .xlsx ou .xlsm.
        modele: Le modèle plus récent.
        sortie: Classeur à produire ; None pour remplacer le fichier, après l'avoir copié dans `sauvegardes/`.
        simuler: Vrai pour ne dire que les différences.
        remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.

    Raises:
        Refus: Le classeur est d'un autre modèle ou d'une version plus récente, ou il ne peut pas être écrit.
    """
    cible = sortie or fichier
    _verifier(fichier, cible)
    if not simuler:
        verifier_ecriture(cible, remplacer=remplacer or sortie is None)
    parties = Parties(fichier)
    ancienne = _verifier_le_modele(parties, modele)
    lu = ClasseurLu(fichier)
    vues = differences(lu, parties, modele)
    mise = _MiseAJour(parties, lu, modele, vues)
    mise.appliquer()
    bilan = _bilan(fichier, modele, ancienne, mise)
    if simuler or (ancienne == modele.version and not bilan.points):
        return bilan
    with tempfile.TemporaryDirectory(prefix="tableur-") as atelier:
        provisoire = Path(atelier) / cible.name
        with provisoire.open("wb") as flux:
            parties.ecrire(flux)
        completer(provisoire, Path(atelier), bilan, parties.ou)
        with ecriture_atomique(cible, remplacer=remplacer or sortie is None) as part:
            part.write_bytes(provisoire.read_bytes())
    bilan.fichiers.append(cible)
    return bilan


class _MiseAJour:
    """Applique à un classeur les différences trouvées."""

    def __init__(self, parties: Parties, lu: ClasseurLu, modele: Modele, vues: Differences) -> None:
        self.parties, self.lu, self.modele, self.vues = parties, lu, modele, vues
        self._refuser_les_places_prises()
        neuf = BytesIO()
        construire(modele, neuf, None, vues.places)
        neuf.seek(0)
        self.neuf = Parties(neuf, "modèle.xlsx")
        self.greffe = Greffe(parties, self.neuf)

    def appliquer(self) -> None:
        """Fait tout, en mémoire."""
        for feuille in self.vues.feuilles:
            self.greffe.feuille(feuille.nom)
            for nom in (*(p.nom for p in feuille.parametres), *(NOMS_DE_PERIODE if feuille.tableau else ())):
                self._nommer(nom)
        for feuille, table, colonne in self.vues.colonnes:
            self._ajouter_la_colonne(feuille, table, colonne)
        for _, table, colonne in self.vues.formules:
            self._ecrire_les_formules(table, colonne)
            self._dire_la_formule(self._table_excel(self.vues.places[table.nom]), table, colonne)
        self.vues.phrases += ajouter_les_reglages(self.greffe, self.lu, self.modele, self.vues)
        self.vues.phrases += revoir_les_aides_et_les_listes(self.greffe, self.modele, self.vues)
        self.vues.phrases += completer_les_textes(self.greffe, self.modele, self.vues)
        self._dire_la_version()
        for lien in self.parties.relations(self.parties.principale):
            if lien.genre == "calcChain" and (self.vues.formules or self.vues.colonnes):
                self.parties.oter_relation(self.parties.principale, lien.identifiant)
                self.parties.retirer(lien.cible)

    def _refuser_les_places_prises(self) -> None:
        """Place les colonnes neuves à la suite de leur table, si la feuille y est libre."""
        for table in {t.nom: t for _, t, _ in self.vues.colonnes}.values():
            place = self.vues.places[table.nom]
            excel = self._table_excel(place)
            anciennes = [r for c, r in place.colonnes.items() if c not in self._neuves(table)]
            premiere = excel.zone.c2 if excel is not None else max(anciennes, default=-1) + 1
            decaler_les_neuves(self.vues, table, premiere)
            grille = self.lu.grille(place.feuille)
            bas = place.derniere if excel is None else excel.zone.l2 - 1
            occupees = [
                c for c in self._neuves(table) if not est_libre(grille, place.colonnes[c], place.entete - 1, bas)
            ]
            if occupees:
                quoi = ", ".join(f"« {table.colonne(c).libelle} »" for c in occupees)
                message = (
                    f"La table n'a pas de place à sa droite pour {quoi} : y laisser des colonnes vides, "
                    "puis recommencer."
                )
                ou = Ou(fichier=self.lu.chemin.name, feuille=place.feuille)
                raise refus(ou, "place occupée", message, trouve=quoi)

    def _neuves(self, table: Table) -> list[str]:
        return [c.nom for _, t, c in self.vues.colonnes if t.nom == table.nom]

    def _table_excel(self, place: Place) -> TableVue | None:
        tables = tables_de_la_feuille(self.parties, self.parties.feuilles()[place.feuille])
        return next((t for t in tables if t.entetes and t.zone.l1 == place.entete + 1), None)

    def _nommer(self, nom: str) -> None:
        for ancien in self.parties.a_changer(self.parties.principale).iterfind("{*}definedNames/{*}definedName"):
            if ancien.get("name", "").casefold() == nom.casefold() and ancien.get("localSheetId") is None:
                parent = ancien.getparent()
                if parent is not None:
                    parent.remove(ancien)
                break
        for element in self.neuf.arbre(self.neuf.principale).iterfind("{*}definedNames/{*}definedName"):
            if element.get("name") == nom and element.get("localSheetId") is None:
                self.greffe.nommer(nom, element.text or "")

    def _ajouter_la_colonne(self, feuille: Feuille, table: Table, colonne: Colonne) -> None:
        place = self.vues.places[table.nom]
        c = place.colonnes[colonne.nom] + 1
        ouverte = FeuilleOuverte(self.parties, self.parties.feuilles()[place.feuille])
        excel = self._table_excel(place)
        entete = place.entete + 1
        ouverte.poser_texte(entete, c, colonne.libelle, ouverte.style(entete, c - 1))
        bas = place.derniere + 1 if excel is None else excel.zone.l2 - int(excel.racine.get("totalsRowCount", "0"))
        code = styles.format_de_nombre(colonne)
        for ligne in range(entete + 1, bas + 1):
            style = self.greffe.style_au_format(ouverte.style(ligne, c - 1), code)
            ouverte.creer(ligne, c, style)
        if colonne.formule:
            self._ecrire_les_formules(table, colonne)
        if colonne.total and ouverte.style(entete - 1, c - 1):
            formule = f"SUBTOTAL(109,{place.plage(colonne.nom, ailleurs=False)})"
            style = self.greffe.style_au_format(ouverte.style(entete - 1, c - 1), code)
            ouverte.poser_formule(entete - 1, c, formule, style)
        ouverte.largeur(c, colonne.largeur)
        if excel is not None:
            _elargir_la_table(self.parties, excel, colonne.libelle, c)
            self._dire_la_formule(excel, table, colonne)
        self._reprendre_les_regles(feuille, ouverte, Zone(entete + 1, c, entete + 1, c))

    def _reprendre_les_regles(self, feuille: Feuille, ouverte: FeuilleOuverte, case: Zone) -> None:
        """Copie du classeur neuf les contrôles de saisie et les couleurs de la seule colonne neuve."""
        neuve = self.neuf.arbre(self.neuf.feuilles()[feuille.nom])
        for element in neuve.iterfind("{*}dataValidations/{*}dataValidation"):
            if any(z.contient(case.l1, case.c1) for z in lire_zones(element.get("sqref", ""))):
                ouverte.ajouter_validation(element)
        for element in neuve.iterfind("{*}conditionalFormatting"):
            zones = lire_zones(element.get("sqref", ""))
            if any(z.contient(case.l1, case.c1) and z.c1 == z.c2 for z in zones):
                self.greffe.adopter(element)
                ouverte.ajouter_formats(element)

    def _ecrire_les_formules(self, table: Table, colonne: Colonne) -> None:
        place = self.vues.places[table.nom]
        ouverte = FeuilleOuverte(self.parties, self.parties.feuilles()[place.feuille])
        formule = traduire(colonne.formule, table, self.vues.places)
        c = place.colonnes[colonne.nom] + 1
        trouvee = self.lu.grille(place.feuille)
        for ligne in range(place.debut, place.derniere + 1):
            if ligne < len(trouvee) and any(v not in (None, "") for v in trouvee[ligne]):
                ouverte.poser_formule(ligne + 1, c, formule(ligne))

    def _dire_la_formule(self, excel: TableVue | None, table: Table, colonne: Colonne) -> None:
        """Donne à la table Excel la formule qu'auront les lignes que l'on y ajoutera."""
        if excel is None or not (table.colonnes_calculees and colonne.formule):
            return
        texte = formule_de_colonne(colonne, table, self.vues.places).replace(
            f"Table_{table.nom}[", f"{excel.nom}["
        )
        racine = self.parties.a_changer(excel.partie)
        element = racine.findall("{*}tableColumns/{*}tableColumn")[
            self.vues.places[table.nom].colonnes[colonne.nom] + 1 - excel.zone.c1
        ]
        formule = element.find("{*}calculatedColumnFormula")
        if formule is None:
            p = str(element.tag).rpartition("}")[0] + "}"
            formule = element.makeelement(f"{p}calculatedColumnFormula")
            element.insert(0, formule)
        formule.text = texte

    def _dire_la_version(self) -> None:
        for lien in self.parties.relations(""):
            if lien.genre == "custom-properties":
                for element in self.parties.a_changer(lien.cible):
                    if element.get("name") == VERSION and len(element):
                        element[0].text = str(self.modele.version)


def _elargir_la_table(parties: Parties, vue: TableVue, libelle: str, colonne: int) -> None:
    """Ajoute une colonne à droite d'une table Excel."""
    racine = parties.a_changer(vue.partie)
    zone = (lire_zone(racine.get("ref", "")) or vue.zone)._replace(c2=colonne)
    racine.set("ref", str(zone))
    filtre = racine.find("{*}autoFilter")
    if filtre is not None:
        etendue = lire_zone(filtre.get("ref", ""))
        filtre.set("ref", str(etendue._replace(c2=colonne)) if etendue else str(zone))
    colonnes = racine.find("{*}tableColumns")
    if colonnes is not None:
        numero = str(max((int(e.get("id", "0")) for e in colonnes), default=0) + 1)
        p = str(colonnes.tag).rpartition("}")[0] + "}"
        colonnes.append(colonnes.makeelement(f"{p}tableColumn", {"id": numero, "name": libelle}))
        colonnes.set("count", str(len(colonnes)))


def _verifier(fichier: Path, cible: Path) -> None:
    for chemin in (fichier, cible):
        if chemin.suffix.lower() not in EXTENSIONS:
            message = f"Un classeur à mettre à jour porte l'extension {' ou '.join(EXTENSIONS)}."
            raise refus(Ou(fichier=chemin.name), "extension", message, attendu=EXTENSIONS[0])
    if fichier.suffix.lower() != cible.suffix.lower():
        message = f"Le classeur produit garde l'extension de l'original, {fichier.suffix}."
        raise refus(Ou(fichier=cible.name), "extension", message, attendu=fichier.suffix)


def _verifier_le_modele(parties: Parties, modele: Modele) -> int:
    """Version du modèle que le classeur suit ; 0 s'il n'en dit rien."""
    dites = proprietes(parties)
    nom, version = dites.get(PROPRIETE, ""), dites.get(VERSION, "0")
    if nom and nom != modele.nom:
        message = f"Ce classeur suit le modèle « {nom} », et non « {modele.nom} »."
        raise refus(parties.ou, "autre modèle", message, attendu=modele.nom, trouve=nom)
    numero = int(version) if version.isdigit() else 0
    if numero > modele.version:
        message = f"Ce classeur suit la version {numero} du modèle, plus récente que la version {modele.version}."
        raise refus(parties.ou, "version", message, attendu=str(modele.version), trouve=version)
    return numero


def _bilan(fichier: Path, modele: Modele, ancienne: int, mise: _MiseAJour) -> CompteRendu:
    vues = mise.vues
    de = f"de la version {ancienne} " if ancienne else ""
    titre = f"« {fichier.name} » : modèle « {modele.nom} », {de}à la version {modele.version}"
    if not vues.phrases:
        titre = f"« {fichier.name} » a déjà tout ce que dit le modèle « {modele.nom} », version {modele.version}"
    bilan = CompteRendu(titre, points=list(vues.phrases), ecartes=list(vues.impossibles))
    bilan.ecartes += [f"{garde} ; gardée" for garde in vues.gardes]
    return bilan
