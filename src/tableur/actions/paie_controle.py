"""Contrôle de ce que le cabinet renvoie : lire son livre de paie, rapprocher, contrôler, rendre compte."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from tableur.actions.paie_rapprochement import AControler, alerte, rapprocher
from tableur.calculs.paie.controle import controler_un_bulletin
from tableur.calculs.paie.controle_enregistrements import ControleDeBulletin, TotauxRecus
from tableur.calculs.paie.controle_fiches import EN_TETES, FicheDeControle, situation_de, totaux_de
from tableur.calculs.paie.correspondances import CODES
from tableur.calculs.paie.postes import NOMS_DES_TOTAUX, montants_dits
from tableur.classeurs.tables_de_fichier import (
    GrilleDeFichier,
    TableLue,
    lire_les_grilles,
    lire_une_table,
    lister_les_tables,
)
from tableur.echanges.livre_de_paie import (
    BulletinRecu,
    LivreRecu,
    grille_d_une_page,
    lignes_d_un_pdf,
    livre_d_un_texte,
    livre_d_une_table,
    livre_en_colonnes,
    pages_de_bulletins,
)
from tableur.fichiers.mots_de_passe import Demander
from tableur.frontiere import lire, plier
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus, refus

TAILLE_MAXIMALE = 50 << 20
_PDF = b"%PDF-"
_SALARIES = "Table_FicheSalarie"

Place = Callable[[int, str], Ou]


@dataclass(slots=True)
class BilanDeControle:
    """Ce que le contrôle a donné : un contrôle par bulletin, et ce qui n'a pas pu l'être."""

    controles: list[tuple[ControleDeBulletin, Ou]]
    anomalies: list[Anomalie]
    ecartes: list[str]
    lus: dict[str, int]


def controler_des_fiches(
    fiches: Path,
    feuille: str = "",
    livre: Path | None = None,
    feuille_du_livre: str = "",
    codes: Path | None = None,
    demander: Demander | None = None,
    mois: Mois | None = None,
) -> BilanDeControle:
    """Contrôle de bulletins, d'après une table de fiches, et le livre de paie du cabinet s'il est donné.

    Args:
        fiches: Classeur ou CSV, une ligne par personne et par mois (`FicheDeControle`).
        feuille: Feuille ou table des fiches.
        livre: Livre de paie du cabinet : classeur, CSV ou PDF ; sans lui, les totaux tapés des fiches.
        feuille_du_livre: Feuille ou table du livre.
        codes: Table de correspondance, leur libellé ou leur code puis le nôtre.
        demander: Demande le mot de passe d'un classeur chiffré.
        mois: Mois à contrôler, si `fiches` est le classeur de paie ; None pour une table de fiches.

    Raises:
        Refus: Un fichier ne se lit pas, une fiche a des anomalies, ou un code est inconnu.
    """
    if mois is not None and livre is None:
        conseil = (
            "Avec --mois, FICHES est le classeur de paie : donner aussi le livre du cabinet, --livre FICHIER."
        )
        raise refus(Ou(fichier=fiches.name), "livre absent", conseil)
    if mois is None:
        a_controler, ecartes = lire_les_fiches(fiches, feuille, demander)
    else:
        from tableur.actions.paie_controle_classeur import fiches_du_classeur

        a_controler, ecartes = fiches_du_classeur(fiches, mois, demander)
    lus = {"Fiches": len(a_controler)}
    recu = None
    if livre is not None:
        propres = lire_les_codes(codes, demander) if codes is not None else {}
        recu = lire_le_livre(livre, feuille_du_livre, propres, demander)
        lus["Livre de paie, bulletins"] = len(recu.bulletins)
        return controler_le_livre(a_controler, recu, lus, ecartes, propres)
    return controler_le_livre(a_controler, None, lus, ecartes, {})


def lire_les_fiches(
    fichier: Path, feuille: str = "", demander: Demander | None = None
) -> tuple[list[AControler], list[str]]:
    """Fiches d'un fichier, et ses colonnes que rien ne reconnaît.

    Raises:
        Refus: Le fichier ne se lit pas, ou une fiche a des anomalies.
    """
    if _est_un_pdf(fichier):
        message = "C'est un PDF, donc le livre de paie : le donner par --livre ; FICHES dit ce que vous savez."
        raise refus(Ou(fichier=fichier.name), "fiches attendues", message)
    _exiger_des_fiches(fichier, feuille, demander)
    table = _table(fichier, feuille, demander)
    lues = table.en_lignes(FicheDeControle, EN_TETES)
    if lues.anomalies:
        raise Refus([_avec_les_colonnes(anomalie, table) for anomalie in lues.anomalies])
    if not len(lues):
        message = "Ce fichier n'a aucune fiche : une ligne par personne et par mois, sous les en-têtes."
        raise refus(table.place, "fiches absentes", message)
    connus = {plier(nom) for nom in (*EN_TETES, *EN_TETES.values())}
    ecartes = [f"{table.fichier} : colonne « {e} » non reconnue" for e in table.entetes if plier(e) not in connus]
    fiches = [AControler(f.nom, situation_de(f), totaux_de(f), lues.ou(rang)) for rang, f in enumerate(lues)]
    return fiches, ecartes


def _exiger_des_fiches(fichier: Path, feuille: str, demander: Demander | None) -> None:
    """Refuse le classeur de paie donné sans mois : ses fiches viennent de plusieurs feuilles."""
    if feuille or fichier.suffix.lower() not in {".xlsx", ".xlsm", ".ods"} or not fichier.is_file():
        return
    if any(table.nom == _SALARIES for table in lister_les_tables(fichier, demander)):
        message = (
            "C'est le classeur de paie : dire le mois, « --mois 2026-10 », et le livre reçu, « --livre FICHIER »."
        )
        raise refus(Ou(fichier=fichier.name), "mois à dire", message)


def _avec_les_colonnes(anomalie: Anomalie, table: TableLue) -> Anomalie:
    """La même anomalie ; pour une colonne absente, celles que le fichier porte, et la plus proche."""
    if anomalie.regle != "colonne absente":
        return anomalie
    proches = get_close_matches(anomalie.attendu.lower(), [e.lower() for e in table.entetes], 1, 0.5)
    proche = next((e for e in table.entetes if [e.lower()] == proches), "")
    message = f"il manque la colonne « {anomalie.attendu} »"
    message += f" ; « {proche} » est à renommer, si c'est elle" if proche else ""
    return replace(anomalie, message=f"{message}. Colonnes lues : {', '.join(table.entetes)}")


def lire_les_codes(fichier: Path, demander: Demander | None = None) -> dict[str, str]:
    """Correspondance d'un cabinet : son libellé ou son code, puis le nôtre.

    Raises:
        Refus: Le fichier ne se lit pas, n'a pas deux colonnes, ou nomme un code que nous n'avons pas.
    """
    table = _table(fichier, "", demander)
    codes: dict[str, str] = {}
    anomalies = []
    for rang, ligne in enumerate(table.lignes):
        leur, notre = (str(lire(cellule, str)) if cellule else "" for cellule in (*ligne[:2], "", "")[:2])
        inconnus = [code for code in notre.split() if code not in CODES]
        if inconnus or not notre:
            message = f"« {leur} » est mis au code « {notre} », inconnu. Codes : {', '.join(sorted(CODES))}."
            anomalies.append(Anomalie("refus", table.ou(rang), "code inconnu", "un de nos codes", notre, message))
        codes[leur] = notre
    if anomalies:
        raise Refus(anomalies)
    return codes


def lire_le_livre(
    fichier: Path, feuille: str = "", propres: Mapping[str, str] | None = None, demander: Demander | None = None
) -> LivreRecu:
    """Livre de paie d'un cabinet : classeur, CSV, ou PDF qui porte du texte.

    Raises:
        Refus: Le fichier ne se lit pas, ou n'est pas un livre de paie.
    """
    if _est_un_pdf(fichier):
        return _livre_d_un_pdf(fichier, propres)
    grilles = lire_les_grilles(fichier, feuille, demander)
    en_colonnes = livre_en_colonnes([(g.grille, _place_de_grille(g)) for g in grilles], propres)
    if en_colonnes is not None:
        return en_colonnes
    table = _table(fichier, feuille, demander)

    def place(rang: int, colonne: str) -> Ou:
        return table.ou(rang, colonne) if table.lignes else table.place

    livre = livre_d_une_table(table.entetes, table.lignes, place, propres)
    livre.anomalies[:0] = table.anomalies
    livre.ecartes += [f"{table.fichier} : {dit}" for dit in table.ecartees_dites()]
    return livre


def _livre_d_un_pdf(fichier: Path, propres: Mapping[str, str] | None) -> LivreRecu:
    pages, ou = lignes_d_un_pdf(fichier), Ou(fichier=fichier.name)
    if not pages_de_bulletins(pages):
        grilles = [(grille_d_une_page(page), _place_de_page(ou, rang)) for rang, page in enumerate(pages, 1)]
        en_colonnes = livre_en_colonnes(grilles, propres)
        if en_colonnes is not None:
            return en_colonnes
    return livre_d_un_texte(pages, ou, propres)


def _place_de_page(ou: Ou, page: int) -> Place:
    return lambda rang, colonne: replace(ou, fichier=f"{ou.fichier}, page {page}", ligne=rang + 1, colonne=colonne)


def _place_de_grille(grille: GrilleDeFichier) -> Place:
    return lambda rang, colonne: grille.ou.precise(ligne=grille.numeros[max(rang, 0)], colonne=colonne)


def _est_un_pdf(fichier: Path) -> bool:
    try:
        with fichier.open("rb") as flux:
            return _PDF in flux.read(1024)
    except OSError:
        return False  # la lecture de la table dira pourquoi


def _table(fichier: Path, feuille: str, demander: Demander | None) -> TableLue:
    try:
        taille = fichier.stat().st_size
    except OSError:
        taille = 0
    if taille > TAILLE_MAXIMALE:
        ou, trouve = Ou(fichier=fichier.name), f"{taille >> 20} Mo"
        message = f"Ce fichier dépasse {TAILLE_MAXIMALE >> 20} Mo : n'y garder que le mois à contrôler."
        raise Refus([Anomalie("refus", ou, "fichier démesuré", f"{TAILLE_MAXIMALE >> 20} Mo", trouve, message)])
    return lire_une_table(fichier, feuille, demander)


def controler_le_livre(
    a_controler: Sequence[AControler],
    livre: LivreRecu | None,
    lus: dict[str, int],
    ecartes: Sequence[str],
    propres: Mapping[str, str],
) -> BilanDeControle:
    """Contrôle de chaque personne ; une personne refusée n'arrête pas les autres.

    Args:
        a_controler: Ce que l'on sait de chaque personne.
        livre: Livre de paie reçu ; None pour les totaux tapés.
        lus: Nombre de lignes lues par source.
        ecartes: Ce qui a déjà été laissé de côté.
        propres: Correspondance du dossier.
    """
    bilan = BilanDeControle([], [], list(ecartes), lus)
    if livre is not None:
        bilan.anomalies += livre.anomalies
        bilan.ecartes += livre.ecartes
    if livre is None:
        for une in a_controler:
            _controler(une, None, bilan, propres)
        return bilan
    fait = rapprocher(a_controler, livre.bulletins)
    bilan.anomalies += fait.anomalies
    for rang, une in enumerate(a_controler):
        if rang in fait.paires:
            _controler(une, livre.bulletins[fait.paires[rang]], bilan, propres)
    sans_fiche = [recu for rang, recu in enumerate(livre.bulletins) if rang not in fait.paires.values()]
    for recu in sans_fiche:
        message = (
            f"{recu.nom or recu.matricule or 'Sans nom'} : bulletin non contrôlé, sans fiche qui lui réponde."
        )
        bilan.anomalies.append(alerte(recu.ou, "fiche absente", message))
    return bilan


def _controler(
    une: AControler, recu: BulletinRecu | None, bilan: BilanDeControle, propres: Mapping[str, str]
) -> None:
    ou = une.ou if recu is None else recu.ou
    lignes = recu.lignes if recu is not None else ()
    totaux = une.totaux if recu is None else _completes(recu.totaux, une.totaux)
    try:
        nom, non_lues = une.nom or (recu.nom if recu else ""), recu.non_lues if recu is not None else ()
        incomplet = recu is not None and recu.incomplet
        fait = controler_un_bulletin(une.situation, lignes, totaux, nom, propres, non_lues, incomplet=incomplet)
    except ErreurTableur as refuse:
        bilan.anomalies.append(Anomalie("refus", ou, "contrôle refusé", "", "", f"{une.qui} : {refuse}"))
        return
    bilan.controles.append((fait, ou))
    for ecart in fait.ecarts:
        attendu, trouve = montant_ecrit(ecart.attendu), montant_ecrit(ecart.recu)
        bilan.anomalies.append(
            Anomalie("alerte", ou, ecart.regle, attendu, trouve, f"{fait.nom or fait.matricule}, {ecart.phrase}")
        )


def _completes(recus: TotauxRecus, tapes: TotauxRecus) -> TotauxRecus:
    """Totaux du livre, et les totaux tapés là où le livre n'en a pas."""
    manquants = {nom: getattr(tapes, nom) for nom in NOMS_DES_TOTAUX if getattr(recus, nom) is None}
    return replace(recus, **manquants)


def compte_rendu(bilan: BilanDeControle) -> CompteRendu:
    """Compte rendu du contrôle : combien de bulletins justes, les causes prouvées, ce qui n'est pas contrôlé."""
    justes = sum(1 for fait, _ in bilan.controles if fait.est_juste)
    montants = sum(fait.montants_controles for fait, _ in bilan.controles)
    sans_ecart = f"{justes} sans écart"
    titre = (
        f"Contrôle de {compte_ecrit(len(bilan.controles), 'bulletin')} : {sans_ecart}, {montants_dits(montants)}."
    )
    return CompteRendu(
        titre=titre,
        lignes_lues=bilan.lus,
        ecartes=[*_sans_redite(bilan.ecartes), *_reserves(bilan)],
        points=[point for fait, _ in bilan.controles for point in _points(fait)],
        anomalies=bilan.anomalies,
    )


def _causes_dites(expliques: int, ecarts: int) -> str:
    if not expliques:
        return "sans cause retrouvée"
    if expliques == ecarts:
        return "cause retrouvée" if ecarts == 1 else "tous de cause retrouvée"
    return f"dont {expliques} de cause retrouvée"


def _points(fait: ControleDeBulletin) -> Iterator[str]:
    qui = f"{fait.nom or fait.matricule or 'Bulletin'}, {fait.periode}"
    if fait.ecarts:
        expliques = sum(1 for ecart in fait.ecarts if ecart.cause)
        yield f"{qui} : {compte_ecrit(len(fait.ecarts), 'écart')}, {_causes_dites(expliques, len(fait.ecarts))}."
    else:
        yield f"{qui} : {montants_dits(fait.montants_controles)}, aucun écart."
    for pratique in fait.pratiques:
        yield f"{qui} : admis, sans faute. {pratique}"
    for cause in fait.causes:
        autres = f" Ou bien : {cause.autres}" if cause.autres else ""
        yield f"{qui} : {cause.phrase}{autres}"


def _sans_redite(dits: Sequence[str]) -> list[str]:
    """Les gains que plusieurs bulletins ont en commun se disent une seule fois ; le reste, tel quel."""
    communs: dict[str, int] = {}
    for dit in dits:
        quoi = dit.partition(" : ")[2]
        communs[quoi] = communs.get(quoi, 0) + 1
    reunis = []
    for dit in dits:
        quoi = dit.partition(" : ")[2]
        nombre = communs[quoi] if quoi.endswith("compris dans le brut") else 1
        reunis.append(dit if nombre == 1 else f"{compte_ecrit(nombre, 'bulletin')} : {quoi}")
    return list(dict.fromkeys(reunis))


def _reserves(bilan: BilanDeControle) -> list[str]:
    """Réserves des contrôles, chacune une fois, avec les personnes qu'elle touche si ce n'est pas toutes."""
    touches: dict[str, list[str]] = {}
    for fait, _ in bilan.controles:
        for dit in fait.non_controles:
            touches.setdefault(dit, []).append(fait.nom or fait.matricule)
    tous = len(bilan.controles)
    return [
        dit if len(noms) == tous and tous > 1 else f"{', '.join(noms)} : {dit}" for dit, noms in touches.items()
    ]


def questions(bilan: BilanDeControle) -> str:
    """Questions rédigées pour le cabinet, une par bulletin qui a des écarts."""
    return "\n\n———\n\n".join(fait.question for fait, _ in bilan.controles if fait.question)
