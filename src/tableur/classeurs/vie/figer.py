"""« Envoyer au cabinet » : une copie d'un classeur qui se lit partout, et ne dit que ce qu'on envoie."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tableur.classeurs.modeles import Modele
from tableur.classeurs.vie import epuration, feuille_figee, fouille
from tableur.classeurs.vie.chemins_ecrits import sans_chemins
from tableur.classeurs.vie.feuille_figee import ColonneRetiree, TableVue
from tableur.classeurs.vie.feuilles_xml import FeuilleXml, texte_de, textes_partages
from tableur.classeurs.vie.figement import Interdits, Retirees, decider, est_a_figer
from tableur.classeurs.vie.graphiques_figes import figer_les_graphiques
from tableur.classeurs.vie.modeles_connus import modele_du_fichier
from tableur.classeurs.vie.noms_figes import epurer_les_noms, interdits_de, noms_des_retirees
from tableur.classeurs.vie.parties import Parties
from tableur.classeurs.vie.personnelles import en_tetes_declares
from tableur.classeurs.vie.valeurs_manquantes import completer
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.libreoffice import convertir
from tableur.frontiere import plier
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Anomalie, Ou, Refus, refus

EXTENSION = ".xlsx"
_ADRESSES_DITES = 10


def figer(
    fichier: Path,
    sortie: Path,
    feuilles: Sequence[str] | None = None,
    *,
    avec_personnelles: bool = False,
    pdf: bool = False,
    modele: Modele | None = None,
    remplacer: bool = False,
    simuler: bool = False,
) -> CompteRendu:
    """Écrit une copie à envoyer : sans macros, sans liens, sans auteurs, et sans les colonnes personnelles.

    Les formules `TABLEUR.*` deviennent leurs valeurs ; les formules ordinaires restent, avec les leurs.

    Args:
        fichier: Classeur .xlsx ou .xlsm ; un .ods est converti d'abord.
        sortie: Classeur .xlsx à produire.
        feuilles: Feuilles à envoyer ; par défaut, toutes celles qui ne sont pas masquées.
        avec_personnelles: Vrai pour laisser les données personnelles (NIR, IBAN, salaires…).
        pdf: Vrai pour faire aussi un PDF, à côté.
        modele: Modèle du classeur, qui dit des colonnes personnelles ; par défaut, celui qu'il nomme.
        remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.
        simuler: Vrai pour ne rien écrire.

    Raises:
        Refus: Feuille inconnue, formule à figer sans valeur, donnée interdite qui reste, ou sortie impossible.
    """
    _verifier_la_sortie(fichier, sortie, remplacer=remplacer, simuler=simuler, pdf=pdf)
    with tempfile.TemporaryDirectory(prefix="tableur-") as atelier:
        source = en_xlsx(fichier, Path(atelier))
        figement = _Figement(Parties(source), modele or modele_du_fichier(fichier))
        figement.choisir(feuilles)
        figement.figer(avec_personnelles=avec_personnelles)
        bilan = figement.bilan
        if simuler:
            return bilan
        provisoire = Path(atelier) / f"fige-{sortie.name}"
        with provisoire.open("wb") as flux:
            figement.parties.ecrire(flux)
        completer(provisoire, Path(atelier), bilan, figement.parties.ou)
        fouille.refuser_les_restes(
            fouille.restes(Parties(provisoire), figement.retirees, personnelles=avec_personnelles)
        )
        with ecriture_atomique(sortie, remplacer=remplacer) as part:
            part.write_bytes(provisoire.read_bytes())
    bilan.fichiers.append(sortie)
    if pdf:
        bilan.fichiers += convertir([sortie], "pdf", sortie.parent, remplacer=remplacer)
    return bilan


class _Figement:
    """Un classeur que l'on fige, et ce qu'il faudra en dire."""

    def __init__(self, parties: Parties, modele: Modele | None) -> None:
        self.parties = parties
        self.retirees: list[ColonneRetiree] = []
        self.bilan = CompteRendu(f"« {parties.ou.fichier} » prêt à envoyer")
        self._modele = modele
        self._gardees: list[str] = []
        self._ecartees: list[str] = []

    def choisir(self, feuilles: Sequence[str] | None) -> None:
        """Feuilles envoyées : celles que l'on nomme, sinon celles qui se voient."""
        calculables = _feuilles_du_classeur(self.parties)
        if feuilles:
            plies = {plier(nom): nom for nom in calculables}
            inconnues = [nom for nom in feuilles if plier(nom) not in plies]
            if inconnues:
                dites, connues = (
                    ", ".join(f"« {n} »" for n in inconnues),
                    ", ".join(f"« {n} »" for n in calculables),
                )
                message = f"Ce classeur n'a pas de feuille {dites} ; il a {connues}."
                raise refus(self.parties.ou, "feuille inconnue", message, attendu=connues, trouve=dites)
            choisies = {plies[plier(nom)] for nom in feuilles}
            self._gardees = [nom for nom in calculables if nom in choisies]
        else:
            self._gardees = [nom for nom, visible in calculables.items() if visible]
            cachees = [nom for nom, visible in calculables.items() if not visible]
            self.bilan.ecartes += [f"feuille masquée « {nom} » : la nommer pour l'envoyer" for nom in cachees]
        self._ecartees = [nom for nom in self.parties.feuilles() if nom not in self._gardees]

    def figer(self, *, avec_personnelles: bool) -> None:
        """Fait tout, dans l'ordre : les formules d'abord, qui ont besoin de tout ce qui va partir."""
        parties, toutes = self.parties, self.parties.feuilles()
        textes = textes_partages(parties)
        feuilles = [
            FeuilleXml(parties, nom, toutes[nom], textes)
            for nom in self._gardees
            if "chartsheet" not in parties.genre(toutes[nom])
        ]
        tables = {f.nom: feuille_figee.tables_de_la_feuille(parties, f.partie) for f in feuilles}
        retirees = Retirees()
        if not avec_personnelles:
            declares = en_tetes_declares(self._modele)
            for feuille in feuilles:
                self.retirees += feuille_figee.retirer_les_personnelles(
                    parties, feuille, tables[feuille.nom], declares, retirees
                )
            noms_des_retirees(parties, retirees)
        interdits = interdits_de(parties, self._ecartees)
        self._figer_les_feuilles(feuilles, tables, interdits, retirees)
        absentes = frozenset(nom.casefold() for nom in self._ecartees)
        seulement = Interdits(absentes)
        figer_les_graphiques(parties, lambda f: bool(retirees.citees(f, "")), lambda f: est_a_figer(f, seulement))
        self._epurer(feuilles, interdits, retirees)
        self._dire(retirees, avec_personnelles=avec_personnelles)

    def _figer_les_feuilles(
        self,
        feuilles: list[FeuilleXml],
        tables: dict[str, list[TableVue]],
        interdits: Interdits,
        retirees: Retirees,
    ) -> None:
        zones = {nom: {t.nom: t.zone for t in siennes} for nom, siennes in tables.items()}
        decisions = decider(feuilles, interdits, retirees, zones)
        manquantes: dict[str, list[str]] = {}
        for feuille in feuilles:
            self.parties.a_changer(feuille.partie)
            decision = decisions[feuille.nom]
            sans_valeur = feuille_figee.appliquer(feuille, decision, retirees)
            feuille_figee.nettoyer_les_formules_de_table(
                self.parties, tables[feuille.nom], interdits, retirees, feuille.nom
            )
            if sans_valeur:
                manquantes[feuille.nom] = sans_valeur
            if decision.figees:
                self.bilan.points.append(
                    f"Formules mises en valeurs dans « {feuille.nom} » : {len(decision.figees)}."
                )
            if decision.videes:
                dite = f"formules vidées dans « {feuille.nom} », qui se déduisaient d'une colonne retirée"
                self.bilan.ecartes.append(f"{dite} : {len(decision.videes)}")
        if manquantes:
            raise Refus([_sans_valeur(self.parties.ou, nom, places) for nom, places in manquantes.items()])

    def _epurer(self, feuilles: list[FeuilleXml], interdits: Interdits, retirees: Retirees) -> None:
        parties = self.parties
        epuration.epurer_le_classeur(parties, self._gardees)
        epurer_les_noms(parties, interdits, retirees)
        coupes: Counter[str] = epuration.couper_les_liens(parties)
        regles = epuration.epurer_les_feuilles(
            parties, lambda nom, f: not est_a_figer(f, interdits) and not retirees.citees(f, nom)
        )
        epuration.epurer_les_dessins(parties)
        epuration.epurer_les_proprietes(parties)
        employes = feuille_figee.textes_employes(feuilles)
        for partie in parties.cibles(parties.principale, "sharedStrings"):
            for rang, si in enumerate(parties.a_changer(partie).iterfind("{*}si")):
                _nettoyer_le_texte(si, garder=rang in employes)
        parties.ne_garder_que_l_atteint()
        self.bilan.ecartes += [f"{quoi} : ils ne partent pas" for quoi in coupes]
        if regles:
            self.bilan.ecartes.append(f"règles de saisie ou de couleur qui citaient ce qui ne part pas : {regles}")

    def _dire(self, retirees: Retirees, *, avec_personnelles: bool) -> None:
        par_feuille: dict[str, list[str]] = {}
        for colonne in self.retirees:
            par_feuille.setdefault(colonne.feuille, []).append(f"« {colonne.entete} »")
        self.bilan.ecartes += [
            f"données personnelles de « {nom} », vidées : {', '.join(entetes)}"
            for nom, entetes in par_feuille.items()
        ]
        self.bilan.ecartes += [f"feuille « {nom} » : elle n'est pas envoyée" for nom in self._ecartees]
        if avec_personnelles:
            self.bilan.points.append("Les données personnelles partent avec le classeur, comme demandé.")
        elif nombre := fouille.iban_restants(self.parties):
            message = (
                f"{nombre} IBAN reste{'nt' if nombre > 1 else ''} hors d'une colonne : vérifier qu'il peut partir"
            )
            self.bilan.anomalies.append(Anomalie("alerte", self.parties.ou, "IBAN", "", "", message))
        self.bilan.points.append(f"Feuilles envoyées : {', '.join(f'« {nom} »' for nom in self._gardees)}.")


def _nettoyer_le_texte(si: "object", *, garder: bool) -> None:
    from lxml import etree

    if not isinstance(si, etree._Element):
        return
    if not garder:
        espace = str(si.tag).rpartition("}")[0] + "}"
        for enfant in list(si):
            si.remove(enfant)
        etree.SubElement(si, f"{espace}t")
    elif sans_chemins(texte_de(si)) != texte_de(si):
        for morceau in si.iter("{*}t"):
            morceau.text = sans_chemins(morceau.text or "")


def _feuilles_du_classeur(parties: Parties) -> dict[str, bool]:
    """Feuilles de calcul et de graphique, et vrai si elles se voient ; ni dialogues, ni macros Excel 4."""
    etats = {
        e.get("name", ""): e.get("state", "visible") == "visible"
        for e in parties.arbre(parties.principale).iterfind("{*}sheets/{*}sheet")
    }
    genres = {nom: parties.genre(partie) for nom, partie in parties.feuilles().items()}
    return {nom: etats[nom] for nom, genre in genres.items() if "worksheet" in genre or "chartsheet" in genre}


def en_xlsx(fichier: Path, atelier: Path) -> Path:
    if fichier.suffix.lower() != ".ods":
        return fichier
    (converti,) = convertir([fichier], "xlsx:Calc MS Excel 2007 XML", atelier / "ods")
    return converti


def _verifier_la_sortie(fichier: Path, sortie: Path, *, remplacer: bool, simuler: bool, pdf: bool) -> None:
    ou = Ou(fichier=sortie.name)
    if sortie.suffix.lower() != EXTENSION:
        raise refus(ou, "extension", f"Le classeur à envoyer porte l'extension {EXTENSION}.", attendu=EXTENSION)
    if sortie.resolve() == fichier.resolve():
        raise refus(ou, "même fichier", "La copie à envoyer remplacerait l'original : lui donner un autre nom.")
    if not simuler:
        verifier_ecriture(sortie, remplacer=remplacer)
        if pdf:
            verifier_ecriture(sortie.with_suffix(".pdf"), remplacer=remplacer)


def _sans_valeur(ou: Ou, feuille: str, places: list[str]) -> Anomalie:
    dites = ", ".join(places[:_ADRESSES_DITES]) + ("…" if len(places) > _ADRESSES_DITES else "")
    message = (
        f"ces formules doivent partir en valeurs, et n'en ont pas : {dites}. Ouvrir le classeur là où TABLEUR "
        "est installé, l'enregistrer, puis recommencer"
    )
    place = Ou(fichier=ou.fichier, feuille=feuille)
    return Anomalie("refus", place, "formule sans valeur", "une valeur enregistrée", dites, message)
