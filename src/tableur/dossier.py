"""Le dossier d'une organisation : son `tableur.toml`, ses classeurs, ses correspondances d'import, ses sorties.

Il se trouve vers le haut depuis le dossier courant. Rien n'y est exécuté : ce sont des réglages.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tableur.classeurs.importation import Correspondance, d_un_objet, en_objet
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.noms import nom_sur
from tableur.frontiere import lire, plier
from tableur.socle.erreurs import ErreurTableur, Ou, Refus, ValeurInvalide, refus
from tableur.socle.grandeurs import CodePostal, Siren, Siret

FICHIER = "tableur.toml"
VERSION = 1
CORRESPONDANCES = "correspondances"
EXTENSIONS = (".xlsx", ".xlsm", ".ods")

CHEMINS = {"modeles": "modeles", "sorties": "sorties", "sauvegardes": "sauvegardes", "registre": "registre.sqlite"}
_TVA = ("franchise", "reel_simplifie", "reel_normal")
_CHOIX = {"regime.tva": _TVA, "paie.etablie_par": ("entreprise", "cabinet")}
REGLAGES: Mapping[str, tuple[str, ...]] = {
    "identite": (
        "nom", "forme", "capital", "siren", "siret", "naf", "rcs", "adresse", "code_postal", "ville", "telephone",
        "courriel",
    ),
    "regime": ("tva", "cloture"), "paie": ("etablie_par",),
    "chemins": tuple(CHEMINS),
    "classeurs": (),
    "courriel": (
        "serveur", "port", "securite", "compte", "authentification", "expediteur", "nom", "repondre_a",
        "desinscription", "debit",
    ),
}  # fmt: skip
_CONTROLES: Mapping[str, Any]
_CONTROLES = {"identite.siren": Siren, "identite.siret": Siret, "identite.code_postal": CodePostal}
_CLOTURE = re.compile(r"(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])")
_LIGNE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Dossier:
    """Dossier d'une organisation.

    Args:
        racine: Le dossier qui contient `tableur.toml`.
        reglages: Contenu de `tableur.toml`, contrôlé : une table de textes par section.
        version: Version de ce contenu.
    """

    racine: Path
    reglages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    version: int = VERSION

    @classmethod
    def trouver(cls, depart: Path) -> "Dossier":
        """Dossier qui contient un chemin : le premier `tableur.toml` en remontant.

        Raises:
            Refus: Aucun dossier ne s'y trouve, ou son `tableur.toml` est fautif.
        """
        if (dossier := cls.chercher(depart)) is not None:
            return dossier
        ici = depart.resolve()
        message = f"Aucun dossier de tableur ici ni au-dessus ({ici}) : tableur dossier creer en fait un."
        raise refus(Ou(fichier=FICHIER), "dossier absent", message)

    @classmethod
    def chercher(cls, depart: Path) -> "Dossier | None":
        """Dossier qui contient un chemin, None s'il n'y en a pas.

        Raises:
            Refus: Son `tableur.toml` est fautif.
        """
        depart = depart.resolve()
        return next((cls.ouvrir(d) for d in (depart, *depart.parents) if (d / FICHIER).is_file()), None)

    @classmethod
    def ouvrir(cls, racine: Path) -> "Dossier":
        """Dossier d'un chemin donné.

        Raises:
            Refus: `tableur.toml` manque, ou il est fautif ; la phrase dit la ligne.
        """
        texte = _texte(racine / FICHIER)
        contenu = _toml(texte, FICHIER)
        version = contenu.get("version", 0)
        if not isinstance(version, int) or version > VERSION:
            message = f"Ce dossier est de la version {version}, plus récente que ce tableur : le mettre à jour."
            raise _faute(texte, "version", message)
        return cls(racine.resolve(), _controles(contenu, texte), version)

    @classmethod
    def creer(cls, racine: Path, nom: str, reglages: Mapping[str, str] | None = None) -> "Dossier":
        """Crée un dossier : son `tableur.toml` et ses sous-dossiers.

        Args:
            racine: Le dossier, créé s'il n'existe pas.
            nom: Nom de l'organisation.
            reglages: Autres réglages : `{"identite.siren": "732829320"}`.

        Raises:
            Refus: Un `tableur.toml` s'y trouve déjà, ou le dossier ne se crée pas.
            ErreurTableur: Un réglage ne convient pas.
        """
        import tomlkit

        donnes = {"identite.nom": nom, **(reglages or {})}
        valeurs = {cle: valeur_reglee(cle, valeur) for cle, valeur in donnes.items()}
        document = tomlkit.document()
        document.add(tomlkit.comment("Dossier de tableur : les réglages de l'organisation."))
        document.add("version", tomlkit.item(VERSION))
        for section in REGLAGES:
            table = tomlkit.table()
            siens = {cle.partition(".")[2]: v for cle, v in valeurs.items() if cle.partition(".")[0] == section}
            for cle, valeur in {**(CHEMINS if section == "chemins" else {}), **siens}.items():
                table.add(cle, valeur)
            document.add(section, table)
        try:
            racine.mkdir(parents=True, exist_ok=True)
        except OSError as erreur:
            message = f"Le dossier « {racine} » ne peut pas être créé : vérifier le chemin et les droits."
            raise refus(Ou(fichier=str(racine)), "dossier", message) from erreur
        with ecriture_atomique(racine / FICHIER) as provisoire:
            provisoire.write_text(tomlkit.dumps(document), encoding="utf-8")
        dossier = cls.ouvrir(racine)
        dossier._creer_les_sous_dossiers()
        return dossier

    def regler(self, cle: str, valeur: str) -> "Dossier":
        """Change un réglage de `tableur.toml`, commentaires et ordre gardés ; une valeur vide l'efface.

        Args:
            cle: Section et nom : « identite.siren », « classeurs.stocks ».
            valeur: Valeur nouvelle.

        Raises:
            ErreurTableur: Le réglage n'existe pas, ou la valeur ne convient pas.
        """
        import tomlkit

        controlee = valeur_reglee(cle, valeur)
        section, _, nom = cle.partition(".")
        chemin = self.racine / FICHIER
        document = tomlkit.parse(_texte(chemin))
        if section not in document:
            document.add(section, tomlkit.table())
        table: Any = document[section]
        if controlee:
            table[nom] = controlee
        elif nom in table:
            del table[nom]
        self._ecrire(chemin, tomlkit.dumps(document))
        return Dossier.ouvrir(self.racine)

    def migrer(self) -> list[str]:
        """Met `tableur.toml` et les sous-dossiers à la version de ce tableur ; dit ce qui a changé."""
        import tomlkit

        faits = []
        chemin = self.racine / FICHIER
        document = tomlkit.parse(_texte(chemin))
        if self.version < VERSION:
            document["version"] = VERSION
            faits.append(f"version {self.version} → {VERSION}")
        for section in REGLAGES:
            if section not in document:
                document.add(section, tomlkit.table())
                faits.append(f"section « {section} » ajoutée")
        if faits:
            self._ecrire(chemin, tomlkit.dumps(document))
        return faits + self._creer_les_sous_dossiers()

    @property
    def nom(self) -> str:
        """Nom de l'organisation, à défaut celui du dossier."""
        return self.reglage("identite.nom") or self.racine.name

    def reglage(self, cle: str) -> str:
        """Valeur d'un réglage, vide s'il manque."""
        section, _, nom = cle.partition(".")
        return self.reglages.get(section, {}).get(nom, "")

    @property
    def modeles(self) -> Path:
        """Dossier des modèles de l'organisation."""
        return self._chemin("modeles")

    @property
    def sorties(self) -> Path:
        """Dossier des fichiers produits."""
        return self._chemin("sorties")

    @property
    def sauvegardes(self) -> Path:
        """Dossier des copies faites avant chaque écriture."""
        return self._chemin("sauvegardes")

    @property
    def registre(self) -> Path:
        """Fichier du registre."""
        return self._chemin("registre")

    def classeur(self, modele: str) -> Path:
        """Classeur par défaut d'un modèle : celui des réglages, sinon `MODELE.xlsx` à la racine."""
        regle = self.reglage(f"classeurs.{modele}")
        if regle:
            return self.racine / regle
        presents = [self.racine / f"{modele}{extension}" for extension in EXTENSIONS]
        return next((chemin for chemin in presents if chemin.is_file()), presents[0])

    @property
    def correspondances(self) -> dict[str, tuple[str, ...]]:
        """Tables dont la correspondance est gardée, par source."""
        fichiers = sorted((self.racine / CORRESPONDANCES).glob("*.toml"))
        gardees = {}
        for fichier in fichiers:
            contenu = _toml(_texte(fichier), fichier.name)
            gardees[str(contenu.get("source", fichier.stem))] = tuple(_tables(contenu, fichier.name))
        return gardees

    def correspondance(self, source: str, table: str) -> Correspondance | None:
        """Correspondance gardée d'une source et d'une table, None s'il n'y en a pas.

        Args:
            source: Nom de la source : « Sage », « Banque ».
            table: Nom de l'enregistrement : « Article ».

        Raises:
            Refus: Le fichier de la source est fautif.
        """
        fichier = self._fichier_de(source)
        if not fichier.is_file() or self._autre_source(fichier, source):
            return None
        return lire_correspondance(fichier, table)

    def garder(self, source: str, table: str, correspondance: Correspondance) -> Path:
        """Garde une correspondance, et rend le fichier écrit ; celles des autres tables de la source restent.

        Raises:
            Refus: Le fichier de la source est fautif, ou ne s'écrit pas.
        """
        import tomlkit

        fichier = self._fichier_de(source)
        if fichier.is_file():
            texte = _texte(fichier)
            autre = self._autre_source(fichier, source)
            if autre:
                message = f"Ce fichier garde déjà les correspondances de « {autre} » : nommer la source autrement."
                raise refus(Ou(fichier=fichier.name), "source", message, attendu=source, trouve=autre)
            document = tomlkit.parse(texte)
        else:
            document = tomlkit.document()
            document.add("source", tomlkit.item(source))
            document.add("tables", tomlkit.table(is_super_table=True))
        tables: Any = document["tables"]
        tables[table] = en_objet(correspondance)
        fichier.parent.mkdir(exist_ok=True)
        self._ecrire(fichier, tomlkit.dumps(document))
        return fichier

    @staticmethod
    def _autre_source(fichier: Path, source: str) -> str:
        """Nom de la source du fichier si ce n'est pas celle-ci ; deux noms peuvent donner le même fichier."""
        contenu = _toml(_texte(fichier), fichier.name)
        _tables(contenu, fichier.name)
        sienne = str(contenu.get("source", source))
        return "" if sienne == source else sienne

    def _fichier_de(self, source: str) -> Path:
        return self.racine / CORRESPONDANCES / f"{nom_sur(source)}.toml"

    def _chemin(self, nom: str) -> Path:
        return self.racine / (self.reglage(f"chemins.{nom}") or CHEMINS[nom])

    def _creer_les_sous_dossiers(self) -> list[str]:
        faits = []
        for dossier in (self.modeles, self.sorties, self.sauvegardes):
            if not dossier.is_dir():
                dossier.mkdir(parents=True)
                faits.append(f"dossier « {dossier.name} » créé")
        return faits

    def _ecrire(self, chemin: Path, texte: str) -> None:
        with ecriture_atomique(chemin, remplacer=True, sauvegarde=self.sauvegardes) as provisoire:
            provisoire.write_text(texte, encoding="utf-8")


def lire_correspondance(fichier: Path, table: str) -> Correspondance | None:
    """Correspondance d'une table dans un fichier de correspondances, None si la table n'y est pas.

    Args:
        fichier: Fichier TOML : « source », et une table `tables.NOM` par enregistrement.
        table: Nom de l'enregistrement.

    Raises:
        Refus: Le fichier est fautif ; la phrase dit la ligne.
    """
    texte = _texte(fichier)
    tables = _tables(_toml(texte, fichier.name), fichier.name)
    trouvee = next((objet for nom, objet in tables.items() if plier(nom) == plier(table)), None)
    if trouvee is None:
        return None
    try:
        return d_un_objet(trouvee, f"table « {table} »")
    except ErreurTableur as erreur:
        raise refus(Ou(fichier=fichier.name), "correspondance", str(erreur)) from erreur


def _tables(contenu: Mapping[str, Any], fichier: str) -> Mapping[str, Mapping[str, Any]]:
    tables = contenu.get("tables")
    if not isinstance(tables, Mapping) or not all(isinstance(objet, Mapping) for objet in tables.values()):
        message = "Ce fichier de correspondances n'a pas de table « tables »."
        raise refus(Ou(fichier=fichier), "correspondances", message, attendu="[tables.NOM]")
    return tables


def _texte(chemin: Path) -> str:
    try:
        return chemin.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = f"Ce fichier n'existe pas dans le dossier « {chemin.parent} »."
        raise refus(Ou(fichier=chemin.name), "fichier absent", message) from None
    except (OSError, UnicodeDecodeError) as erreur:
        message = "Ce fichier ne peut pas être lu : vérifier les droits, et qu'il est enregistré en UTF-8."
        raise refus(Ou(fichier=chemin.name), "lecture impossible", message) from erreur


def _toml(texte: str, fichier: str) -> dict[str, Any]:
    try:
        return tomllib.loads(texte)
    except tomllib.TOMLDecodeError as erreur:
        trouvee = _LIGNE.search(str(erreur))
        ligne = int(trouvee[1]) if trouvee else texte.count("\n") + 1
        fautive = next(iter(texte.splitlines()[ligne - 1 : ligne]), "").strip()
        message = f'cette ligne n\'est pas un réglage lisible : « {fautive} » (attendu : nom = "valeur")'
        raise refus(Ou(fichier=fichier, ligne=ligne), "TOML", message, trouve=fautive) from erreur


def _controles(contenu: Mapping[str, Any], texte: str) -> dict[str, dict[str, str]]:
    """Réglages contrôlés ; la première faute est dite avec sa ligne."""
    reglages: dict[str, dict[str, str]] = {}
    for section, valeurs in contenu.items():
        if section == "version":
            continue
        if section not in REGLAGES or not isinstance(valeurs, Mapping):
            raise _faute(
                texte, section, f"section inconnue « {section} » ; sections connues : {', '.join(REGLAGES)}"
            )
        for nom, valeur in valeurs.items():
            if not isinstance(valeur, str):
                raise _faute(texte, nom, f"« {section}.{nom} » doit être un texte entre guillemets")
            try:
                reglages.setdefault(section, {})[nom] = valeur_reglee(f"{section}.{nom}", valeur)
            except ErreurTableur as erreur:
                raise _faute(texte, nom, str(erreur)) from erreur
    return reglages


def _faute(texte: str, cle: str, message: str) -> Refus:
    motif = re.compile(rf"^\s*\[?\s*{re.escape(cle)}\b")
    lignes = [numero for numero, ligne in enumerate(texte.splitlines(), 1) if motif.match(ligne)]
    return refus(Ou(fichier=FICHIER, ligne=lignes[0] if lignes else None), "réglage", message, trouve=cle)


def valeur_reglee(cle: str, valeur: str) -> str:
    """Valeur d'un réglage, contrôlée ; vide pour l'effacer.

    Raises:
        ErreurTableur: Le réglage n'existe pas, ou la valeur ne convient pas.
    """
    section, _, nom = cle.partition(".")
    connus = REGLAGES.get(section)
    if connus is None or not nom or (connus and nom not in connus):
        tous = [f"{s}.{n}" for s, noms in REGLAGES.items() for n in noms or ("MODELE",)]
        raise ErreurTableur(f"Le réglage « {cle} » n'existe pas ; réglages connus : {', '.join(tous)}.")
    valeur = valeur.strip()
    if not valeur:
        return ""
    if cle in _CONTROLES:
        try:
            return str(lire(valeur, _CONTROLES[cle]))
        except ValeurInvalide as erreur:
            raise ErreurTableur(f"{cle} : {erreur}.") from erreur
    if cle in _CHOIX and valeur not in _CHOIX[cle]:
        raise ErreurTableur(f"{cle} : un choix parmi {', '.join(_CHOIX[cle])}, « {valeur} » reçu.")
    if cle == "regime.cloture" and not _CLOTURE.fullmatch(valeur):
        raise ErreurTableur(f"{cle} : jour et mois attendus, comme 31/12, « {valeur} » reçu.")
    if section in ("chemins", "classeurs") and ".." in Path(valeur.replace("\\", "/")).parts:
        raise ErreurTableur(f"{cle} : le chemin ne doit pas remonter (« .. ») : « {valeur} » reçu.")
    return valeur
