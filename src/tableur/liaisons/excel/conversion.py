"""Un classeur d'un hôte à l'autre : vers le .xlsm d'Excel, ou vers le .ods de Calc.

Entre deux fichiers d'Excel, le paquet est retouché et rien ne se perd. Entre Excel et Calc, LibreOffice
convertit ; ce qui ne passe pas est dit, et les cellules remplies sont comptées des deux côtés.
"""

import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tableur.catalogue import recenser
from tableur.classeurs.declaration import DOSSIER, modele
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.macros.boutons import boutons_de_tout_classeur
from tableur.classeurs.macros.paquet import AVEC_MACROS, FEUILLE_DE_REGLAGE
from tableur.classeurs.modeles import Bouton, Modele
from tableur.classeurs.retouche.zip_brut import EcritureZip
from tableur.classeurs.vie.modeles_connus import PROPRIETE, proprietes
from tableur.classeurs.vie.parties import CLASSEUR, Parties
from tableur.fichiers.archives import ouvrir_archive
from tableur.fichiers.chiffrement import est_chiffre
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.libreoffice import ProfilPrive, profil_prive
from tableur.fichiers.libreoffice import convertir as convertir_par_libreoffice
from tableur.fichiers.ressources import lister_ressources
from tableur.frontiere import est_vide
from tableur.liaisons.calc.boutons import poser_les_boutons
from tableur.liaisons.excel.noms_de_formule import Changer, Hote, changer_l_odf, changer_le_xlsx, traducteur
from tableur.liaisons.excel.projet_vba import modules_de_la_personne
from tableur.liaisons.excel.xlsm import equiper, projet_pour_excel
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import ErreurTableur, Ou, refus

_EXCEL, _CALC = (".xlsx", ".xlsm"), ".ods"
_FORMULES_ODF = ("content.xml", "styles.xml")
_NE_PASSENT_PAS = {
    "/slicers/": "les segments (slicers)",
    "/timelines/": "les chronologies",
    "/threadedcomments/": "les fils de commentaires (ils deviennent des notes)",
    "/activex/": "les contrôles ActiveX",
    "/ctrlprops/": "les contrôles de formulaire",
    "/externallinks/": "les liaisons vers d'autres classeurs (à vérifier)",
    "/pivottables/": "les tableaux croisés (à vérifier)",
    "/querytables/": "les requêtes",
    "/model/": "le modèle de données",
    "customui": "le ruban personnalisé",
}
_PASSE_MAL = "Ne passe pas, ou mal, d'Excel à Calc : {}."


def convertir(fichier: Path, vers: Hote, sortie: Path | None = None) -> tuple[Path, list[str]]:
    """Convertit un classeur pour un hôte ; la source n'est jamais touchée, une sortie jamais écrasée.

    Args:
        fichier: Classeur .xlsx, .xlsm ou .ods.
        vers: « excel » ou « calc ».
        sortie: Fichier à produire ; par défaut, à côté de la source.

    Returns:
        Le fichier produit, et ce qu'il faut en dire, une phrase par ligne.

    Raises:
        Refus: Le fichier ne se lit pas, il est chiffré, ou la sortie existe.
        ErreurTableur: LibreOffice, xlwings ou pyOpenVBA manque, ou n'a pas su convertir.
    """
    suffixe = fichier.suffix.lower()
    _verifier(fichier, vers)
    extension = ".xlsm" if vers == "excel" else _CALC
    if sortie is None:
        sortie = fichier.with_suffix(extension)
        if sortie.name.lower() == fichier.name.lower():
            sortie = fichier.with_name(f"{fichier.stem} (Excel){extension}")
    if sortie.suffix.lower() != extension:
        message = f"Le classeur produit porte l'extension {extension} : « {sortie.name} » reçu."
        raise refus(Ou(fichier=sortie.name), "extension", message, attendu=extension)
    verifier_ecriture(sortie)
    changer = traducteur({nom.upper() for nom in recenser("tableur.calculs")}, vers)
    if vers == "calc":
        octets, phrases = _vers_calc(fichier, changer)
    elif suffixe == _CALC:
        octets, phrases = _de_calc_vers_excel(fichier, changer)
    else:
        octets, phrases = _pour_excel(fichier, changer)
    with ecriture_atomique(sortie) as provisoire:
        provisoire.write_bytes(octets)
    return sortie, phrases + _comptes(fichier, sortie)


def _verifier(fichier: Path, vers: Hote) -> None:
    ou = Ou(fichier=fichier.name)
    suffixe = fichier.suffix.lower()
    if suffixe not in (*_EXCEL, _CALC):
        message = f"Un classeur porte l'extension .xlsx, .xlsm ou .ods : « {fichier.name} » reçu."
        raise refus(ou, "extension", message, attendu=".xlsx, .xlsm ou .ods")
    if vers == "calc" and suffixe == _CALC:
        message = f"« {fichier.name} » est déjà un classeur de Calc : il n'y a rien à convertir."
        raise refus(ou, "hôte", message, attendu=".xlsx ou .xlsm")
    if not fichier.is_file():
        raise refus(ou, "fichier absent", f"Le classeur « {fichier} » n'existe pas.")
    if est_chiffre(fichier):
        message = (
            f"« {fichier.name} » est chiffré : l'ouvrir, ôter son mot de passe, l'enregistrer, puis convertir."
        )
        raise refus(ou, "fichier chiffré", message)


def _pour_excel(fichier: Path, changer: Changer) -> tuple[bytes, list[str]]:
    """D'Excel à Excel : noms des fonctions, projet VBA et boutons ; le reste garde ses octets."""
    octets, changees = _xlsx_change(fichier, changer)
    produit, phrases = equiper(octets, projet_pour_excel(_boutons(octets)), fichier.name)
    return produit, [*_formules_dites(changees), *phrases]


def _boutons(octets: bytes) -> Sequence[Bouton]:
    """Boutons du modèle que nomme le classeur ; sinon ceux de tout classeur, dans sa première feuille."""
    parties, connu = Parties(io.BytesIO(octets)), _modele_nomme(octets)
    feuilles = {n: p for n, p in parties.feuilles().items() if n != FEUILLE_DE_REGLAGE and "/worksheets/" in p}
    if connu is not None and connu.boutons:
        presents = [replace(b, feuilles=tuple(f for f in b.feuilles if f in feuilles)) for b in connu.boutons]
        return [bouton for bouton in presents if bouton.feuilles]
    premieres = list(feuilles.items())[:1]
    return [b for nom, partie in premieres for b in boutons_de_tout_classeur(parties.arbre(partie), nom)]


def _modele_nomme(octets: bytes) -> Modele | None:
    """Modèle livré que nomme le classeur, s'il en nomme un."""
    nom = proprietes(Parties(io.BytesIO(octets))).get(PROPRIETE, "")
    livres = {declaration.stem for declaration in lister_ressources(DOSSIER, "*.toml")}
    return modele(nom) if nom in livres else None


def _de_calc_vers_excel(fichier: Path, changer: Changer) -> tuple[bytes, list[str]]:
    pertes = list(_pertes_d_un_ods(fichier))
    with profil_prive() as profil, tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        calcule = _avec_nos_formules(profil)
        filtre = "xlsx:Calc MS Excel 2007 XML"
        (produit,) = convertir_par_libreoffice([fichier], filtre, Path(dossier), profil=profil)
        octets, phrases = _pour_excel(produit, changer)
    return octets, [*phrases, *calcule, *pertes]


def _vers_calc(fichier: Path, changer: Changer) -> tuple[bytes, list[str]]:
    """D'Excel à Calc : nos formules prennent leur nom entier, puis LibreOffice convertit une copie sans VBA."""
    pertes = list(_pertes_d_un_xlsx(fichier))
    octets, changees = _xlsx_change(fichier, changer, sans_reglage=True)
    with profil_prive() as profil, tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        calcule = _avec_nos_formules(profil)
        copie = Path(dossier) / f"{fichier.stem}.xlsx"
        copie.write_bytes(octets)
        (produit,) = convertir_par_libreoffice([copie], "ods:calc8", Path(dossier) / "ods", profil=profil)
        produit.write_bytes(_ods_change(produit, changer))
        connu = _modele_nomme(octets)
        if connu is not None and connu.boutons:
            poses = poser_les_boutons(produit, connu)
            calcule.append(f"{compte_ecrit(poses, 'bouton')} : ils marchent après « tableur installer --calc ».")
        converti = produit.read_bytes()
    return converti, [*_formules_dites(changees), *calcule, *pertes]


def _avec_nos_formules(profil: ProfilPrive) -> list[str]:
    """Installe l'extension dans ce profil, pour que nos formules aient une valeur ; dit si c'est impossible."""
    from tableur.liaisons.calc.installation import ajouter_l_extension

    try:
        ajouter_l_extension(profil.dossier / "profil")
    except ErreurTableur:
        return ["Les formules de tableur prendront leur valeur à l'ouverture : le fichier ne la porte pas encore."]
    return []


def _formules_dites(changees: int) -> list[str]:
    return [f"{compte_ecrit(changees, 'formule')} : nom de la fonction écrit pour cet hôte."] if changees else []


# ------------------------------------------------------------------ noms dans les fichiers


def _xlsx_change(fichier: Path, changer: Changer, *, sans_reglage: bool = False) -> tuple[bytes, int]:
    """Octets d'un classeur d'Excel dont nos fonctions ont changé de nom, et le nombre de formules changées."""
    parties = Parties(fichier)
    total = 0
    for partie in parties:
        if partie == parties.principale or partie.startswith(("xl/worksheets/sheet", "xl/tables/")):
            octets, changees = changer_le_xlsx(parties.lire(partie), changer)
            if changees:
                parties.poser(partie, octets)
                total += changees
    if sans_reglage:
        _oter_notre_projet(parties)
    flux = io.BytesIO()
    parties.ecrire(flux)
    return flux.getvalue(), total


def _oter_notre_projet(parties: Parties) -> None:
    """Retire, de la copie à convertir, ce que Calc ne sait pas faire tourner : VBA, et réglage de xlwings."""
    feuille = parties.feuilles().get(FEUILLE_DE_REGLAGE)
    for relation in parties.relations(parties.principale):
        if relation.genre == "vbaProject" or (feuille and relation.cible == feuille):
            racine = parties.a_changer(parties.principale)
            for element in racine.findall("{*}sheets/{*}sheet"):
                if element.get("name") == FEUILLE_DE_REGLAGE and relation.genre != "vbaProject":
                    element.getparent().remove(element)  # type: ignore[union-attr]
            parties.oter_relation(parties.principale, relation.identifiant)
            parties.retirer(relation.cible)
    if parties.genre(parties.principale) == AVEC_MACROS:
        parties.typer(parties.principale, CLASSEUR)


def _ods_change(fichier: Path, changer: Changer) -> bytes:
    """Octets d'un .ods où nos fonctions ont leur nom entier ; LibreOffice écrit les inconnues en minuscules."""
    flux = io.BytesIO()
    with fichier.open("rb") as source, zipfile.ZipFile(source) as lu:
        ecriture = EcritureZip(flux)
        for membre in lu.infolist():
            if membre.filename in _FORMULES_ODF:
                ecriture.ecrire(membre, [changer_l_odf(lu.read(membre), changer)[0]])
            else:
                ecriture.recopier(source, membre)
        ecriture.finir(lu.comment)
    return flux.getvalue()


# ------------------------------------------------------------------ ce qui ne passe pas


def _pertes_d_un_xlsx(fichier: Path) -> Iterator[str]:
    parties = Parties(fichier)
    noms = [partie.lower() for partie in parties]
    vus = [dit for motif, dit in _NE_PASSENT_PAS.items() if any(motif in nom for nom in noms)]
    if any(b"sparklineGroup" in parties.lire(p) for p in parties.feuilles().values() if "/worksheets/" in p):
        vus.append("les graphiques sparkline (à vérifier)")
    if vus:
        yield _PASSE_MAL.format(", ".join(vus))
    siens = modules_de_la_personne(fichier)
    if siens:
        yield f"Les macros de ce classeur ne passent pas dans Calc : {', '.join(siens)}. La source les garde."


def _pertes_d_un_ods(fichier: Path) -> Iterator[str]:
    with ouvrir_archive(fichier) as archive:
        noms = set(archive.membres)
    if any(nom.startswith(("Basic/", "Scripts/")) and not nom.endswith(".xlb") for nom in noms):
        yield "Les macros de ce classeur de Calc ne passent pas dans Excel. La source les garde."


def _comptes(source: Path, produit: Path) -> list[str]:
    """Compare le nombre de cellules remplies de chaque feuille, lues des deux côtés par un autre lecteur."""
    with suppress(ErreurTableur):
        avant, apres = ClasseurLu(source), ClasseurLu(produit)
        ecarts = []
        for feuille in avant.feuilles:
            if feuille == FEUILLE_DE_REGLAGE:
                continue
            if feuille not in apres.feuilles:
                ecarts.append(f"Attention : la feuille « {feuille} » manque dans le classeur produit.")
                continue
            lues, ecrites = _remplies(avant, feuille), _remplies(apres, feuille)
            if lues != ecrites:
                ecarts.append(
                    f"Attention : la feuille « {feuille} » avait {compte_ecrit(lues, 'cellule')} remplies, "
                    f"le classeur produit en a {ecrites} : comparer les deux avant de s'en servir."
                )
        return ecarts
    return ["Les deux classeurs n'ont pas pu être comparés : les ouvrir côte à côte avant de s'en servir."]


def _remplies(lu: ClasseurLu, feuille: str) -> int:
    return sum(not est_vide(valeur) for ligne in lu.grille(feuille) for valeur in ligne)
