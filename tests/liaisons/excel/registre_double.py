"""Double du registre de Windows : clés et valeurs en mémoire, noms sans casse comme dans le vrai."""

from tableur.liaisons.excel.registre import Racine, ValeurDeRegistre


class RegistreDouble:
    """Registre en mémoire ; `cles` se lit et se remplit directement."""

    def __init__(self, utilisateur: dict[str, dict[str, ValeurDeRegistre]] | None = None) -> None:
        """Part de ces clés de l'utilisateur ; celles du poste sont vides."""
        self.cles: dict[Racine, dict[str, dict[str, ValeurDeRegistre]]] = {
            "utilisateur": dict(utilisateur or {}),
            "poste": {},
        }

    def valeur(self, racine: Racine, cle: str, nom: str) -> ValeurDeRegistre | None:
        """Valeur d'une clé, ou None."""
        trouvees = [v for autre, v in self.cles[racine].items() if autre.casefold() == cle.casefold()]
        return trouvees[0].get(nom) if trouvees else None

    def sous_cles(self, racine: Racine, cle: str) -> list[str] | None:
        """Noms des sous-clés, ou None si rien n'est sous cette clé."""
        sous = [
            autre[len(cle) + 1 :]
            for autre in self.cles[racine]
            if autre.casefold().startswith(cle.casefold() + "\\")
        ]
        existe = any(autre.casefold() == cle.casefold() for autre in self.cles[racine])
        return list(dict.fromkeys(nom.partition("\\")[0] for nom in sous)) if sous or existe else None

    def ecrire(self, cle: str, valeurs: dict[str, ValeurDeRegistre]) -> None:
        """Pose des valeurs."""
        self.cles["utilisateur"].setdefault(cle, {}).update(valeurs)

    def effacer(self, cle: str) -> None:
        """Efface une clé."""
        self.cles["utilisateur"].pop(cle, None)
