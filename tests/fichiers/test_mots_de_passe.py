"""Mot de passe d'ouverture : de l'invite, de la variable ou du trousseau."""

import io
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tableur.fichiers import mots_de_passe
from tableur.fichiers.chiffrement import MotDePasseFaux, chiffrer
from tableur.fichiers.mots_de_passe import oublier, retenir
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.socle.erreurs import ErreurTableur, Refus

MOT = "été€1 – ça"


@pytest.fixture(autouse=True)
def _sans_mot_de_passe_connu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ni variable ni trousseau, sauf ceux que le test donne."""
    monkeypatch.delenv("TABLEUR_MOT_DE_PASSE", raising=False)
    monkeypatch.setattr(mots_de_passe, "_trousseau", lambda: None)


@pytest.fixture
def clair() -> bytes:
    """Contenu en clair, en mémoire : le plus petit zip qui se chiffre."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_STORED) as archive:
        types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("secret.txt", "secret " * 800)
    return tampon.getvalue()


@pytest.fixture
def classeur(tmp_path: Path, clair: bytes) -> Path:
    """Classeur chiffré sur le disque."""
    chemin = tmp_path / "paie.xlsx"
    chemin.write_bytes(chiffrer(clair, MOT, chemin.name))
    return chemin


class _Invite:
    """Répond à l'invite, et garde les questions."""

    def __init__(self, *reponses: str) -> None:
        self.reponses, self.questions = list(reponses), list[str]()

    def __call__(self, question: str) -> str:
        self.questions.append(question)
        return self.reponses.pop(0)


def test_le_mot_de_passe_est_demande_a_l_invite_trois_fois_au_plus(classeur: Path, clair: bytes) -> None:
    invite = _Invite("faux", "encore faux", MOT)
    assert clair == ouvrir_fichier(classeur, invite).octets
    assert "Mot de passe de « paie.xlsx » : " == invite.questions[0]
    assert "Ce n'est pas le bon. Mot de passe de « paie.xlsx » : " == invite.questions[2]
    with pytest.raises(MotDePasseFaux):
        ouvrir_fichier(classeur, _Invite("a", "b", "c", MOT))
    with pytest.raises(Refus, match="Aucun mot de passe donné"):
        ouvrir_fichier(classeur, _Invite(""))


def test_sans_invite_la_phrase_dit_ou_donner_le_mot_de_passe(
    classeur: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refus, match=r"Ce classeur est chiffré : .* variable TABLEUR_MOT_DE_PASSE"):
        ouvrir_fichier(classeur)
    monkeypatch.setenv("TABLEUR_MOT_DE_PASSE", "faux")
    with pytest.raises(Refus, match="Aucun des mots de passe connus n'ouvre ce classeur"):
        ouvrir_fichier(classeur)


def test_le_mot_de_passe_vient_de_la_variable(
    classeur: Path, clair: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLEUR_MOT_DE_PASSE", MOT)
    lu = ouvrir_fichier(classeur, _Invite())
    assert clair == lu.octets
    assert MOT not in repr(lu)
    assert "secret" not in repr(lu)


class _Trousseau(ModuleType):
    """Trousseau en mémoire, aux fonctions de keyring."""

    def __init__(self, panne: bool = False) -> None:
        super().__init__("keyring")
        self.errors = SimpleNamespace(KeyringError=LookupError)
        self.gardes: dict[tuple[str, str], str] = {}
        self.panne = panne

    def get_password(self, service: str, compte: str) -> str | None:
        if self.panne:
            raise LookupError("verrouillé")
        return self.gardes.get((service, compte))

    def set_password(self, service: str, compte: str, mot: str) -> None:
        if self.panne:
            raise LookupError("verrouillé")
        self.gardes[service, compte] = mot

    def delete_password(self, service: str, compte: str) -> None:
        del self.gardes[service, compte]


def _poser(monkeypatch: pytest.MonkeyPatch, trousseau: Any) -> None:
    monkeypatch.setattr(mots_de_passe, "_trousseau", lambda: trousseau)


def test_le_mot_de_passe_vient_du_trousseau(classeur: Path, clair: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    trousseau = _Trousseau()
    _poser(monkeypatch, trousseau)
    retenir(classeur, MOT)
    assert clair == ouvrir_fichier(classeur).octets
    oublier(classeur)
    oublier(classeur)
    assert {} == trousseau.gardes
    with pytest.raises(Refus, match="Ce classeur est chiffré"):
        ouvrir_fichier(classeur)


def test_un_trousseau_absent_ou_verrouille_est_dit(
    classeur: Path, clair: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ErreurTableur, match=r"installer « tableur\[trousseau\] »"):
        retenir(classeur, MOT)
    oublier(classeur)
    _poser(monkeypatch, _Trousseau(panne=True))
    with pytest.raises(ErreurTableur, match="n'a pas pu garder ce mot de passe"):
        retenir(classeur, MOT)
    assert clair == ouvrir_fichier(classeur, _Invite(MOT)).octets
