"""La retouche d'un classeur : des opérations s'accumulent, puis le tout s'enregistre d'un coup."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from tableur.classeurs.retouche import extension, formules_de_feuille, gardes, graphiques
from tableur.classeurs.retouche.dependances import FormuleSituee, Zones, formules_perimees
from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.lecture import (
    Lues,
    TableDecrite,
    bilan,
    coin,
    decrire,
    donnees_par_colonne,
    lire_les_lignes,
    viser,
)
from tableur.classeurs.retouche.lignes import Bilan, Ligne, cle_de, preparer
from tableur.classeurs.retouche.livre import Livre
from tableur.classeurs.retouche.paquet import Paquet
from tableur.classeurs.retouche.rangees import Cellule, avec_attribut, avec_formule, formule_de
from tableur.classeurs.retouche.references import COLONNES_MAXIMUM, Croissance, Zone, lettres, lire_adresse
from tableur.classeurs.retouche.remplissage import Remplissage, deja_ecrite
from tableur.classeurs.retouche.styles import Styles
from tableur.classeurs.retouche.tables import (
    Cadre,
    Plage,
    agrandir_la_partie,
    agrandir_les_formules,
    cadre_de_plage,
    tables_de,
    trouver,
)
from tableur.classeurs.retouche.valeurs import Ecrite, contenu_xml, ecrire_valeur
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide, refus


class Retouche:
    """Classeur .xlsx ou .xlsm que l'on remplit sans rien en perdre.

    Chaque opération vérifie tout avant de changer quoi que ce soit : après un refus, la retouche est intacte.
    """

    def __init__(self, source: Path | BinaryIO, nom: str = "", *, malgre_protection: bool = False) -> None:
        """Lit le classeur.

        Args:
            source: Fichier .xlsx ou .xlsm, qui ne sera pas modifié ; ou ses octets en mémoire.
            nom: Nom que disent les phrases, pour des octets en mémoire.
            malgre_protection: Vrai pour écrire aussi dans les feuilles protégées, qui le restent.

        Raises:
            Refus: Le fichier est illisible, piégé, chiffré, ou n'est pas un classeur.
        """
        self._paquet = Paquet(source, nom)
        self._livre = Livre(self._paquet)
        self._styles = Styles(self._paquet)
        self._malgre_protection = malgre_protection
        self._feuilles: dict[str, Feuille] = {}
        self._cadres_lus: list[Cadre] | None = None
        self._connues: dict[str, dict[tuple[int, int], Ecrite]] = {}
        self._ecrites: list[tuple[str, Zone]] = []
        self._posees: list[tuple[str, Zone]] = []
        self._change = self._formules_bougees = False
        self.formules_sans_valeur = 0

    # ------------------------------------------------------------------ ce qu'il y a dans le classeur

    @property
    def feuilles(self) -> tuple[str, ...]:
        """Noms des feuilles de calcul."""
        return tuple(self._livre.feuilles)

    @property
    def noms(self) -> tuple[str, ...]:
        """Noms définis, sauf ceux que le tableur se réserve ; « Feuille!nom » s'ils se limitent à une feuille."""
        gardes_ = [n for n in self._livre.noms if not n.nom.startswith("_xlnm.")]
        return tuple(f"{n.feuille}!{n.nom}" if n.feuille else n.nom for n in gardes_)

    @property
    def tables(self) -> dict[str, TableDecrite]:
        """Tables Excel, par nom."""
        return {cadre.nom: decrire(cadre) for cadre in self._cadres()}

    def decrire(self, table: str | Plage) -> TableDecrite:
        """Une table Excel, ou une plage désignée.

        Raises:
            ErreurTableur: Elle n'existe pas.
        """
        return decrire(self._cadre(table))

    # ------------------------------------------------------------------ opérations

    def poser(
        self, cible: str | tuple[str, str], valeur: object, *, ecraser_formule: bool = False, formule: str = ""
    ) -> None:
        """Écrit une valeur dans une cellule, qui garde son style.

        Args:
            cible: Nom défini, ou (feuille, adresse), ou (feuille, nom défini limité à cette feuille).
            valeur: Valeur du domaine ; None vide la cellule.
            ecraser_formule: Vrai pour remplacer une formule.
            formule: Formule de confiance, sans « = » ni traduction, dont `valeur` est la valeur ; jamais un texte
                reçu.

        Raises:
            Refus: Cible inconnue ou de plusieurs cellules, formule, feuille protégée, valeur impossible…
        """
        nom, zone = viser(self._livre, cible)
        feuille = self._feuille(nom)
        ligne, colonne = coin(feuille, zone, cible)
        adresse = f"{lettres(colonne)}{ligne}"
        tables = [c for c in self._cadres() if c.feuille is feuille]
        gardes.verifier_la_cellule(self._paquet, feuille, ligne, colonne, tables)
        cellule = feuille.cellule(ligne, colonne)
        if cellule is None:
            style = feuille.style_par_defaut(ligne, colonne)
            cellule = Cellule(f' s="{style}"' if style else "")
        if (
            feuille.protegee
            and not self._malgre_protection
            and not self._styles.deverrouille(cellule.style or "0")
        ):
            gardes.refuser_la_protection(feuille, adresse)
        presente = formule_de(cellule, feuille.p)
        if presente is not None and not ecraser_formule:
            message = (
                f"La cellule {adresse} contient la formule « ={presente.texte[:80]} » : elle n'est pas remplacée."
            )
            raise refus(feuille.ou.precise(ligne=ligne), "formule", message, trouve=presente.texte)
        try:
            ecrite = ecrire_valeur(valeur, depuis_1904=self._livre.depuis_1904)
        except ValeurInvalide as erreur:
            raise refus(feuille.ou.precise(ligne=ligne), "valeur impossible", f"{adresse} : {erreur}.") from erreur
        if presente is None and not formule and deja_ecrite(feuille, self._styles, cellule, ecrite):
            return
        case = Zone(ligne, colonne, ligne, colonne)
        if presente is not None:
            self._materialiser(feuille, case)
        if presente is not None or formule:
            self._formules_bougees, feuille.etendues = True, None
        style = self._styles.pour(cellule.style, ecrite.aspect)
        attributs = cellule.apparence
        if style != cellule.style:
            attributs = avec_attribut(attributs, "s", style)
        if formule:
            nouvelle = avec_formule(Cellule(attributs), feuille.p, formule)
            self._connues.setdefault(feuille.nom, {})[ligne, colonne] = ecrite
        else:
            nouvelle = Cellule(
                attributs, "" if ecrite.genre == "n" else ecrite.genre, contenu_xml(feuille.p, ecrite)
            )
        feuille.poser_cellule(ligne, colonne, nouvelle)
        self._posees.append((feuille.nom.casefold(), case))
        self._change = True

    def ecrire(
        self,
        table: str | Plage,
        colonnes: Mapping[str, Sequence[object]],
        mode: str = "remplacer",
        cle: str | None = None,
        *,
        absentes: str = "gardees",
        ecraser_formules: bool = False,
        valeurs_connues: Mapping[str, Sequence[object]] | None = None,
        formules: Mapping[str, str] | None = None,
        hauteurs: Sequence[float] = (),
    ) -> Bilan:
        """Écrit des lignes dans une table, qui grandit ou rétrécit avec tout ce qui la couvre.

        Args:
            table: Nom d'une table Excel, ou plage désignée.
            colonnes: Valeurs par en-tête, toutes les colonnes ayant autant de lignes.
            mode: « remplacer » : les lignes deviennent celles données ; « ajouter » : elles vont à la suite ;
                « fusionner » : celles qui ont la même clé sont mises à jour sur place, les autres vont à la suite.
            cle: En-tête de la clé. Avec « remplacer », les colonnes non données suivent leur clé ; sans clé,
                elles gardent leur place.
            absentes: Pour « fusionner », lignes dont la clé n'est pas donnée : « gardees » ou « retirees ».
            ecraser_formules: Vrai pour remplacer les formules d'une colonne donnée.
            valeurs_connues: Valeur des colonnes calculées, par en-tête, pour chaque ligne donnée.
            formules: Formule de confiance des colonnes calculées qui n'en ont pas encore, par en-tête, telle
                qu'elle se lit sur la première ligne de données, sans « = ».
            hauteurs: Hauteur de chaque ligne donnée, en points ; vide pour n'en changer aucune.

        Raises:
            Refus: Colonne inconnue, formule, place occupée, feuille protégée, valeur impossible, clé en double…
        """
        cadre = self._cadre(table)
        if cadre.feuille.protegee and not self._malgre_protection:
            gardes.refuser_la_protection(cadre.feuille)
        cadre.calculees = {cadre.colonne(e): f for e, f in (formules or {}).items()} | cadre.calculees
        donnees, nombre = donnees_par_colonne(cadre, colonnes)
        lues = lire_les_lignes(cadre, None if cle is None else cadre.colonne(cle))
        self._refuser_les_formules(cadre, donnees, lues, ecraser=ecraser_formules)
        cles = None
        if cle is not None:
            if cadre.colonne(cle) not in donnees:
                raise ErreurTableur(f"La colonne de la clé, « {cle} », manque dans les données.")
            cles = [cle_de(valeur) for valeur in donnees[cadre.colonne(cle)]]
        connues, compte = donnees_par_colonne(cadre, valeurs_connues) if valeurs_connues else ({}, nombre)
        if compte != nombre:
            raise ErreurTableur(f"Les valeurs connues de la table « {cadre.nom} » n'ont pas autant de lignes.")
        plan = preparer(mode, cadre, lues.lu, nombre, cles, absentes)
        gardes.verifier_les_valeurs(cadre, donnees, plan, self._livre.depuis_1904)
        voisines = [c for c in self._cadres() if c.feuille is cadre.feuille]
        gardes.verifier_la_place(self._paquet, cadre, plan, voisines)
        fait = self._ecrire(cadre, donnees, plan, lues, sans_cle=mode == "remplacer" and cle is None)
        self._retenir(cadre, plan, connues)
        self._change |= extension.regler_les_hauteurs(cadre, plan, hauteurs)
        return fait

    def connaitre_valeurs(self, feuille: str, valeurs: Mapping[str, object]) -> None:
        """Donne la valeur de formules que l'appelant a fait calculer ; à demander en dernier.

        Seules la reçoivent les formules sans valeur, et celles que les écritures ont périmées.

        Args:
            feuille: Nom de la feuille.
            valeurs: Valeur par adresse ; une adresse sans formule est ignorée.

        Raises:
            Refus: La feuille n'existe pas.
        """
        nom = self._feuille(feuille).nom
        connues = self._connues.setdefault(nom, {})
        for adresse, valeur in valeurs.items():
            place = lire_adresse(adresse)
            if place is not None:
                connues[place] = ecrire_valeur(valeur, depuis_1904=self._livre.depuis_1904)

    def enregistrer(self, cible: Path) -> None:
        """Écrit le classeur retouché dans un fichier, provisoire de préférence (voir `fichiers.ecriture`)."""
        with cible.open("wb") as flux:
            self.ecrire_dans(flux)

    def ecrire_dans(self, flux: BinaryIO) -> None:
        """Écrit le classeur retouché dans un flux vide où l'on peut revenir en arrière."""
        self.finir()
        self._paquet.ecrire(flux)

    @property
    def a_change(self) -> bool:
        """Vrai si une opération a changé le classeur."""
        return self._change or bool(self._connues)

    @property
    def parties_changees(self) -> list[str]:
        """Parties que l'enregistrement a remplacées ou supprimées, connues après lui."""
        return self._paquet.changees

    # ------------------------------------------------------------------ cibles

    def _feuille(self, nom: str) -> Feuille:
        exact = self._livre.feuille(nom)
        if exact not in self._feuilles:
            self._feuilles[exact] = Feuille(self._paquet, self._livre.feuilles[exact], exact)
        return self._feuilles[exact]

    def _cadres(self) -> list[Cadre]:
        if self._cadres_lus is None:
            self._cadres_lus = []
            for nom, partie in self._livre.feuilles.items():
                if any(lien.genre == "table" for lien in self._paquet.relations(partie)):
                    self._cadres_lus += tables_de(self._paquet, self._feuille(nom))
        return self._cadres_lus

    def _cadre(self, table: str | Plage) -> Cadre:
        if isinstance(table, Plage):
            return cadre_de_plage(table, self._feuille(table.feuille))
        return trouver(table, self._cadres())

    # ------------------------------------------------------------------ écriture d'une table

    def _refuser_les_formules(
        self, cadre: Cadre, donnees: Mapping[int, Sequence[object]], lues: Lues, *, ecraser: bool
    ) -> None:
        for colonne in () if ecraser else sorted(donnees):
            if colonne in lues.formules or colonne in cadre.calculees:
                nom = cadre.colonnes[colonne - cadre.c1]
                message = f"La colonne « {nom} » de « {cadre.nom} » est faite de formules : elle ne s'écrit pas."
                ou = cadre.ou.precise(ligne=lues.formules.get(colonne), colonne=nom)
                raise refus(ou, "formule", message, attendu="une colonne sans formule")

    def _ecrire(
        self, cadre: Cadre, donnees: dict[int, Sequence[object]], plan: list[Ligne], lues: Lues, *, sans_cle: bool
    ) -> Bilan:
        feuille = cadre.feuille
        avant = dict(feuille.rangees)
        croissance = cadre.croissance(cadre.debut + len(plan) - 1)
        grandit = (croissance.avant, croissance.total_avant) != (croissance.apres, croissance.total_apres)
        if lues.formules or cadre.calculees or cadre.total:
            self._formules_bougees = True
            bas = max(cadre.fin, cadre.total or 0)
            self._materialiser(feuille, Zone(cadre.debut, cadre.c1, bas, cadre.c2))
        if grandit:
            self._agrandir(croissance)
        if cadre.partie:
            agrandir_la_partie(self._paquet, cadre, croissance)
        cadre.calculees = {
            c: croissance.formule(f, feuille.nom, hote=cadre.debut) for c, f in cadre.calculees.items()
        }
        feuille.etendues = None
        remplissage = Remplissage(cadre, donnees, self._styles, lues.lu.vides, depuis_1904=self._livre.depuis_1904)
        remplissage.remplir(plan, croissance.total_apres, demasquer=sans_cle)
        places = {ligne.source: rang for rang, ligne in enumerate(plan, cadre.debut) if ligne.source is not None}
        perimes = remplissage.remplacees if sans_cle else set()
        extension.deplacer_les_liens(self._paquet, cadre, places, perimes)
        if grandit or feuille.rangees != avant:
            self._ecrites.append((feuille.nom.casefold(), Zone(cadre.debut, cadre.c1, croissance.apres, cadre.c2)))
            self._change = feuille.touchee = True
        self._cadres_lus = None
        return bilan(cadre, plan, lues, remplissage.changees, self._avertissements())

    def _avertissements(self) -> tuple[str, ...]:
        phrases = []
        if any("pivotcachedefinition" in partie for partie in self._paquet.parties):
            phrases.append("Les tableaux croisés dynamiques sont à actualiser dans le tableur.")
        if any(partie.startswith("_xmlsignatures/") for partie in self._paquet.parties):
            phrases.append("La signature numérique du classeur ne vaut plus.")
        return tuple(phrases)

    def _agrandir(self, croissance: Croissance) -> None:
        self._livre.agrandir(croissance)
        for nom in self._livre.feuilles:
            extension.agrandir_la_feuille(self._feuille(nom), croissance)
        agrandir_les_formules(self._paquet, self._cadres(), croissance)
        graphiques.agrandir(self._paquet, croissance)

    def _materialiser(self, feuille: Feuille, zone: Zone) -> None:
        toutes = formules_de_feuille.partagees(feuille)
        groupes = {p.groupe for p in toutes if zone.contient(p.ligne, p.colonne)}
        formules_de_feuille.materialiser(feuille, toutes, groupes)

    def _retenir(self, cadre: Cadre, plan: list[Ligne], valeurs: Mapping[int, Sequence[object]]) -> None:
        for colonne, serie in valeurs.items():
            connues = self._connues.setdefault(cadre.feuille.nom, {})
            for rang, ligne in enumerate(plan, cadre.debut):
                if ligne.donnee is not None:
                    ecrite = ecrire_valeur(serie[ligne.donnee], depuis_1904=self._livre.depuis_1904)
                    connues[rang, colonne] = ecrite

    # ------------------------------------------------------------------ enregistrement

    def compter_les_formules_sans_valeur(self) -> int:
        """Formules qui n'ont pas de valeur enregistrée, avant toute écriture."""
        aucune = formules_de_feuille.Peremption()
        feuilles = [self._feuille(nom) for nom in self._livre.feuilles]
        return sum(formules_de_feuille.vider_les_valeurs(feuille, {}, aucune) for feuille in feuilles)

    def finir(self) -> None:
        """Oublie les valeurs périmées, écrit celles que l'on connaît, et compte les formules sans valeur."""
        if not self._change and not self._connues:
            return
        self.formules_sans_valeur = 0
        perimees = self._perimees() if self._change else {}
        for nom in self._livre.feuilles:
            feuille = self._feuille(nom)
            self.formules_sans_valeur += formules_de_feuille.vider_les_valeurs(
                feuille, self._connues.get(nom, {}), perimees.get(nom.casefold(), formules_de_feuille.Peremption())
            )
            if feuille.touchee or feuille.bords_changes or feuille.valeurs_changees:
                self._paquet.changer(feuille.partie, feuille.morceaux)
        if self._change:
            graphiques.rafraichir(self._paquet, self._ecrites, self._lire_zone)
            if self.formules_sans_valeur:
                self._livre.faire_recalculer()
            if self._formules_bougees:
                self._livre.oter_l_ordre_de_calcul()

    def _perimees(self) -> dict[str, formules_de_feuille.Peremption]:
        """Par feuille, ce que les écritures ont périmé : les rangées écrites, et les formules qui les voient."""
        entieres: dict[str, list[tuple[int, int]]] = {}
        for feuille, zone in self._ecrites:
            entieres.setdefault(feuille, []).append((zone.l1, zone.l2))
        situees: list[FormuleSituee] = []
        for nom in self._livre.feuilles:
            ecrites = formules_de_feuille.Peremption(entieres.get(nom.casefold(), []))
            situees += formules_de_feuille.situees(self._feuille(nom), ecrites)
        zones = [(f, zone._replace(c1=1, c2=COLONNES_MAXIMUM)) for f, zone in self._ecrites] + self._posees
        tables = {cadre.nom.casefold(): (cadre.feuille.nom, cadre.zone) for cadre in self._cadres()}

        def zones_de_nom(mot: str, feuille: str) -> Zones | None:
            table = tables.get(mot.casefold())
            return [table] if table is not None else self._livre.zones_du_nom(mot, feuille)

        cases: dict[str, set[tuple[int, int]]] = {}
        for feuille, ligne, colonne in formules_perimees(situees, zones, zones_de_nom):
            cases.setdefault(feuille, set()).add((ligne, colonne))
        return {
            feuille: formules_de_feuille.Peremption(entieres.get(feuille, ()), frozenset(cases.get(feuille, ())))
            for feuille in {*entieres, *cases}
        }

    def _lire_zone(self, nom: str, zone: Zone) -> list[list[object]]:
        return graphiques.valeurs_de_zone(self._feuille(nom), zone)
