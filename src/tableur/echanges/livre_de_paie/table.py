"""Livre de paie en table : une ligne par cotisation et par personne, ou une ligne de totaux par personne."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from tableur.calculs.paie.controle_enregistrements import TotauxRecus
from tableur.calculs.paie.correspondances import total_de
from tableur.echanges.livre_de_paie.colonnes import CHIFFRES, champ_de_colonne, champs_des_colonnes
from tableur.echanges.livre_de_paie.recu import BulletinRecu, Imprimee, LivreRecu, bulletin_de
from tableur.frontiere import est_vide, lire, montre
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, refus

LIGNES_MAXIMALES = 200_000

Place = Callable[[int, str], Ou]
Lignes = Sequence[Sequence[object]]


def livre_d_une_table(
    entetes: Sequence[str], lignes: Lignes, place: Place, propres: Mapping[str, str] | None = None
) -> LivreRecu:
    """Livre de paie d'une table, en longueur (une cotisation par ligne) ou en largeur (une personne par ligne).

    Args:
        entetes: En-têtes de la table.
        lignes: Valeurs brutes des lignes.
        place: Endroit d'une ligne, de rang compté à partir de 0, et d'une colonne.
        propres: Correspondance du dossier, de leurs libellés vers nos codes.

    Raises:
        Refus: La table a trop de lignes, ou n'a pas les colonnes d'un livre de paie.
    """
    if len(lignes) > LIGNES_MAXIMALES:
        message = f"Cette table a {len(lignes)} lignes ; un livre de paie en a {LIGNES_MAXIMALES} au plus."
        raise refus(place(0, ""), "table démesurée", message, trouve=str(len(lignes)))
    nombres = [_est_de_nombres(lignes, rang) for rang in range(len(entetes))]
    champs = champs_des_colonnes(entetes, nombres)
    if "libelle" in champs or ("code" in champs and ("part_salariale" in champs or "part_patronale" in champs)):
        return _en_longueur(entetes, champs, lignes, place, dict(propres or {}))
    return _en_largeur(entetes, lignes, place)


def _est_de_nombres(lignes: Lignes, rang: int) -> bool:
    remplies = [ligne[rang] for ligne in lignes if rang < len(ligne) and not est_vide(ligne[rang])]
    return bool(remplies) and all(_nombre_ou_rien(cellule) is not None for cellule in remplies[:200])


def _nombre_ou_rien(cellule: object) -> Decimal | None:
    try:
        nombre: Decimal = lire(cellule, Decimal)
    except ErreurTableur:
        return None
    return nombre


def _en_longueur(
    entetes: Sequence[str], champs: Sequence[str], lignes: Lignes, place: Place, propres: dict[str, str]
) -> LivreRecu:
    livre = LivreRecu()
    livre.ecartes += [
        f"colonne « {entete} » : non reconnue" for entete, champ in zip(entetes, champs, strict=True) if not champ
    ]
    groupes: dict[tuple[str, str, Mois | None], list[Imprimee]] = {}
    courant: tuple[str, str, Mois | None] = ("", "", None)
    for rang, ligne in enumerate(lignes):
        lue = _Lue(entetes, champs, ligne, rang, place, livre)
        courant = lue.personne(courant)
        groupes.setdefault(courant, []).append(lue.imprimee())
    for (matricule, nom, mois), unes in groupes.items():
        recu, dits = bulletin_de(matricule, nom, mois, unes, unes[0].ou, propres)
        livre.bulletins.append(recu)
        livre.ecartes += dits
    return livre


class _Lue:
    """Ligne de table, lue par champs ; une cellule illisible devient une anomalie."""

    def __init__(
        self,
        entetes: Sequence[str],
        champs: Sequence[str],
        ligne: Sequence[object],
        rang: int,
        place: Place,
        livre: LivreRecu,
    ) -> None:
        self._cellules: dict[str, tuple[str, object]] = {}
        for entete, champ, cellule in zip(entetes, champs, ligne, strict=False):
            if champ and champ not in self._cellules and not est_vide(cellule):
                self._cellules[champ] = (entete, cellule)
        self._rang, self._place, self._livre = rang, place, livre
        self._illisible = False

    def _valeur(self, champ: str, type_: type) -> object | None:
        entete, brut = self._cellules.get(champ, ("", None))
        if brut is None:
            return None
        try:
            valeur: object = lire(brut, type_)
        except ErreurTableur as erreur:
            ou = self._place(self._rang, entete)
            self._livre.anomalies.append(
                Anomalie("refus", ou, "cellule illisible", type_.__name__, montre(brut), str(erreur))
            )
            self._illisible = True
            return None
        return valeur

    def _texte(self, champ: str) -> str:
        return str(self._valeur(champ, str) or "")

    def personne(self, precedente: tuple[str, str, Mois | None]) -> tuple[str, str, Mois | None]:
        """Personne et mois de la ligne ; ceux de la précédente si la ligne n'en dit rien."""
        matricule, nom = self._texte("matricule"), " ".join([self._texte("nom"), self._texte("prenom")]).strip()
        mois = self._valeur("mois", Mois)
        if not matricule and not nom:
            matricule, nom = precedente[:2]
        elif matricule and matricule == precedente[0]:
            nom = nom or precedente[1]
        return matricule, nom, mois if isinstance(mois, Mois) else precedente[2]

    def imprimee(self) -> Imprimee:
        """Ligne imprimée."""
        lus = {champ: self._valeur(champ, Decimal) for champ in CHIFFRES}
        nombres = {champ: valeur for champ, valeur in lus.items() if isinstance(valeur, Decimal)}
        ou, libelle, code = self._place(self._rang, ""), self._texte("libelle"), self._texte("code")
        return Imprimee(ou, libelle, code, **nombres, non_lue=self._illisible)


def _en_largeur(entetes: Sequence[str], lignes: Lignes, place: Place) -> LivreRecu:
    livre = LivreRecu()
    totaux = [total_de(entete) for entete in entetes]
    identites = [
        champ_de_colonne(entete) if not total else "" for entete, total in zip(entetes, totaux, strict=True)
    ]
    if not any(totaux):
        attendus = "Matricule, Libellé, Base, Part salariale, Part patronale ; ou Matricule, Brut, Net imposable…"
        message = (
            f"Ce n'est pas un livre de paie : aucune colonne de cotisations ni de totaux. Attendu : {attendus}"
        )
        raise refus(place(0, ""), "colonnes absentes", message, trouve=", ".join(entetes)[:200])
    champs = [i if i in ("matricule", "nom", "prenom", "mois") else "" for i in identites]
    livre.ecartes += [
        f"colonne « {entete} » : non reconnue"
        for entete, total, champ in zip(entetes, totaux, champs, strict=True)
        if not total and not champ
    ]
    for rang, ligne in enumerate(lignes):
        lue = _Lue(entetes, champs, ligne, rang, place, livre)
        matricule, nom, mois = lue.personne(("", "", None))
        lus: dict[str, Decimal] = {}
        for entete, total, cellule in zip(entetes, totaux, ligne, strict=False):
            if not total or total in lus or est_vide(cellule):
                continue
            try:
                lus[total] = lire(cellule, Decimal)
            except ErreurTableur as erreur:
                ou = place(rang, entete)
                livre.anomalies.append(
                    Anomalie("refus", ou, "cellule illisible", "un nombre", montre(cellule), str(erreur))
                )
        livre.bulletins.append(BulletinRecu(matricule, nom, mois, (), TotauxRecus(**lus), place(rang, "")))
    return livre
