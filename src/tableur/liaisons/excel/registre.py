"""La petite porte du registre de Windows : lire, écrire et effacer une clé de l'utilisateur.

`winreg` n'existe que sous Windows : il n'est importé qu'à l'usage, et les tests posent un double à la place.
"""

import sys
from typing import Literal, Protocol

from tableur.socle.erreurs import ErreurTableur

Racine = Literal["utilisateur", "poste"]
ValeurDeRegistre = int | str


class RegistreRefuse(ErreurTableur):
    """Windows n'a pas laissé lire ou écrire une clé."""


class Registre(Protocol):
    """Ce que l'on demande au registre ; on n'écrit que chez l'utilisateur."""

    def valeur(self, racine: Racine, cle: str, nom: str) -> ValeurDeRegistre | None:
        """Valeur d'une clé, ou None si la clé ou la valeur manque."""

    def sous_cles(self, racine: Racine, cle: str) -> list[str] | None:
        """Noms des sous-clés, ou None si la clé manque."""

    def ecrire(self, cle: str, valeurs: dict[str, ValeurDeRegistre]) -> None:
        """Crée au besoin une clé de l'utilisateur, et y met ces valeurs."""

    def effacer(self, cle: str) -> None:
        """Efface une clé de l'utilisateur, qui n'a pas de sous-clé."""


def registre() -> Registre | None:
    """Registre de ce poste, ou None s'il n'en a pas : ce n'est pas Windows."""
    return RegistreDeWindows() if sys.platform == "win32" else None


class RegistreDeWindows:
    """Le vrai registre. L'affichage 64 bits d'abord, puis celui de 32 bits, pour les clés du poste."""

    def valeur(self, racine: Racine, cle: str, nom: str) -> ValeurDeRegistre | None:
        """Valeur d'une clé, ou None si la clé ou la valeur manque."""
        if sys.platform == "win32":
            import winreg

            for vue in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                try:
                    with winreg.OpenKey(_racine(racine), cle, 0, winreg.KEY_READ | vue) as ouverte:
                        trouvee = winreg.QueryValueEx(ouverte, nom)[0]
                except OSError:
                    continue
                return trouvee if isinstance(trouvee, int | str) else None
        return None

    def sous_cles(self, racine: Racine, cle: str) -> list[str] | None:
        """Noms des sous-clés, ou None si la clé manque."""
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.OpenKey(_racine(racine), cle) as ouverte:
                    return [winreg.EnumKey(ouverte, rang) for rang in range(winreg.QueryInfoKey(ouverte)[0])]
            except OSError:
                return None
        return None

    def ecrire(self, cle: str, valeurs: dict[str, ValeurDeRegistre]) -> None:
        """Crée au besoin une clé de l'utilisateur, et y met ces valeurs.

        Raises:
            RegistreRefuse: Windows, ou une règle de l'organisation, l'a refusé.
        """
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, cle) as ouverte:
                    for nom, valeur in valeurs.items():
                        genre = winreg.REG_DWORD if isinstance(valeur, int) else winreg.REG_SZ
                        winreg.SetValueEx(ouverte, nom, 0, genre, valeur)
            except OSError as erreur:
                raise _refuse(erreur) from erreur

    def effacer(self, cle: str) -> None:
        """Efface une clé de l'utilisateur, qui n'a pas de sous-clé.

        Raises:
            RegistreRefuse: Windows, ou une règle de l'organisation, l'a refusé.
        """
        if sys.platform == "win32":
            import winreg

            try:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, cle)
            except FileNotFoundError:
                return
            except OSError as erreur:
                raise _refuse(erreur) from erreur


def _racine(racine: Racine) -> int:
    if sys.platform == "win32":
        import winreg

        return winreg.HKEY_CURRENT_USER if racine == "utilisateur" else winreg.HKEY_LOCAL_MACHINE
    return 0


def _refuse(erreur: OSError) -> RegistreRefuse:
    return RegistreRefuse(
        f"Windows n'a pas laissé changer les réglages d'Excel ({erreur.strerror}) : une règle de l'organisation "
        "l'interdit sans doute ; demander au service informatique d'approuver ce dossier."
    )
