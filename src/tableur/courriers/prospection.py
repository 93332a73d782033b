"""Prospection par lettre ou par courriel : colonnes exigées, personnes à écarter, mentions du texte.

Deux gestes, dans l'ordre d'un envoi :

    regles = Prospection.pour("courriel", "particuliers", le=aujourd_hui, colonnes=colonnes, textes=textes)
    # Refus si une colonne manque, ou si un texte ne dit ni l'origine des coordonnées, ni comment s'opposer
    raison = regles.raison_d_ecart(ligne)       # pourquoi l'écarter ; None : l'envoi est permis

Une relance, une facture, un contrat, une convocation n'est pas de la prospection : ne rien appeler. Les exigences
et leurs sources sont dans le barème `prospection` ; leur fiabilité se montre avec elles (`reserve`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from tableur import baremes
from tableur.courriers.noms import Colonnes, cle_de_champ
from tableur.courriers.regles import source_et_reserve, texte_plie
from tableur.courriers.valeurs import est_sans_valeur
from tableur.frontiere import plier
from tableur.socle.erreurs import Anomalie, Ou, Refus

Canal = Literal["courriel", "lettre"]
Public = Literal["particuliers", "clients", "professionnels"]

_NOMS_DE_COLONNES = {
    "opposition": (
        "opposition", "opposé", "s'est opposé", "opposition prospection", "opposition courriel", "désinscrit",
        "désinscription", "désabonné", "désabonnement", "ne plus solliciter", "stop", "opt out",
    ),
    "consentement": (
        "consentement", "consentement courriel", "consentement prospection", "accord prospection",
        "accord courriel", "accepte la prospection", "opt in", "abonné", "inscrit",
    ),
}  # fmt: skip
_PARLANTES = {  # un nom de colonne qui les contient, replié, vaut aussi
    "opposition": re.compile(
        r"oppos|nepascontacter|nepasdemarcher|stoppub|desabonn|desinscri|refus(?:de)?prospection|listerouge|robinson"
    ),
    "consentement": re.compile(r"consent|optin|accord(?:de)?(?:prospection|courriel|email)|acceptecourriel"),
}
_DONNEES = r"(?:coordonnee|donnee|fichier|adresse)"
_VENUES = r"\b(?:origine|provien|provenan|recueilli|collect|obten|source|communique|figur|transmis|vien|issu)"
_DANS_LE_TEXTE = {  # sur le texte sans accents
    "origine": re.compile(
        rf"{_VENUES}\w*\b.{{0,120}}?{_DONNEES}|{_DONNEES}s?\b.{{0,120}}?{_VENUES}"
        r"|\btenons (?:vos|votre)\b|\bvous (?:nous )?avez (?:donne|communique|laisse|transmis)",
        re.DOTALL,
    ),
    "opposition": re.compile(
        r"\boppos(?:er|ition)\b|desinscri|desabonn"
        r"|\bne (?:plus|pas) (?:recevoir|etre (?:contacte|sollicite|demarche))"
        r"|\bne souhaitez plus\b|\bse? retirer de\b"
    ),
}
_LIBELLES_DE_TEXTE = {
    "origine": "l'origine des coordonnées (« Vos coordonnées proviennent de… »)",
    "opposition": "le moyen de s'opposer (« Pour ne plus recevoir nos offres, … »)",
}
_OUI = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes", "y"})
_NON = frozenset({"non", "n", "0", "faux", "false", "no"})


@dataclass(frozen=True, slots=True)
class Prospection:
    """Règles d'un envoi de prospection ; voir `Prospection.pour`.

    Args:
        canal: « courriel » ou « lettre ».
        public: « particuliers », « clients » (produits analogues) ou « professionnels ».
        colonnes: Colonnes des données pour chaque exigence : `{"opposition": ("Opposition",)}`.
        texte: Ce que le texte doit dire : « origine », « opposition ».
        source: Le texte de droit.
        reserve: Ce qui reste à vérifier, vide si la source a été relue.
    """

    canal: Canal
    public: Public
    colonnes: Mapping[str, tuple[str, ...]]
    texte: tuple[str, ...]
    source: str
    reserve: str

    @classmethod
    def pour(
        cls,
        canal: Canal,
        public: Public,
        *,
        le: date,
        colonnes: Iterable[str],
        nommees: Mapping[str, str] | None = None,
        fichier: str = "",
        textes: Mapping[str, str] | None = None,
    ) -> "Prospection":
        """Règles en vigueur, et colonnes trouvées dans les données.

        Args:
            canal: Par où part l'envoi.
            public: À qui ; dans le doute, « particuliers », le plus exigeant.
            le: Jour de l'envoi.
            colonnes: Colonnes des données.
            nommees: Colonne à prendre pour une exigence, quand son nom ne la dit pas : `{"opposition": "RGPD"}`.
            fichier: Nom des données, pour les phrases.
            textes: Textes à contrôler avec les colonnes, par nom de fichier.

        Raises:
            Refus: Une colonne exigée ou une mention manque ; toutes celles qui manquent.
            BaremeAbsent: Aucune règle n'est connue à cette date.
        """
        nom = f"prospection.{canal}" if canal == "lettre" else f"prospection.{canal}_{public}"
        datee = baremes.valeur_datee(nom, le)
        exigences = cast("Mapping[str, tuple[str, ...]]", datee.valeur)
        connues, trouvees, manques = Colonnes(colonnes), dict[str, tuple[str, ...]](), list[Anomalie]()
        source = source_et_reserve(datee)
        for exigence in exigences["colonnes"]:
            nommee = (nommees or {}).get(exigence, "")
            trouvees[exigence] = _colonnes(connues, exigence, nommee)
            if not trouvees[exigence]:
                manques.append(_manque(exigence, fichier, nommee, source))
        reserve = f"À vérifier : {datee.note}" if datee.fiabilite == "C" else ""
        regles = cls(canal, public, trouvees, exigences["texte"], source, reserve)
        for nom_de_texte, texte in (textes or {}).items():
            manques += regles._mentions_absentes(texte, nom_de_texte)
        if manques:
            raise Refus(manques)
        return regles

    def _mentions_absentes(self, texte: str, fichier: str) -> list[Anomalie]:
        plie = " ".join(texte_plie(texte).split())
        return [
            Anomalie(
                "refus", Ou(fichier), "prospection", _LIBELLES_DE_TEXTE[mention], "",
                f"Ce texte de prospection ne dit pas {_LIBELLES_DE_TEXTE[mention]} : {self.source}.",
            )
            for mention in self.texte
            if not _DANS_LE_TEXTE[mention].search(plie)
        ]  # fmt: skip

    def raison_d_ecart(self, ligne: Mapping[str, object]) -> str | None:
        """Pourquoi cette personne ne reçoit rien, ou None ; une réponse qui ne se lit pas l'écarte aussi."""
        for opposition in self.colonnes.get("opposition", ()):
            if faute := self._opposition(opposition, ligne.get(opposition)):
                return faute
        for consentement in self.colonnes.get("consentement", ()):
            valeur = ligne.get(consentement)
            if est_sans_valeur(valeur) or _lu(valeur) is False:
                return f"La personne n'a pas consenti à être sollicitée (colonne « {consentement} »)."
            if _lu(valeur) is None:
                return _illisible(consentement, valeur)
        return None

    def _opposition(self, colonne: str, valeur: object) -> str | None:
        if est_sans_valeur(valeur) or _lu(valeur) is False:
            return None
        if _lu(valeur):
            return f"La personne s'est opposée à la prospection (colonne « {colonne} »)."
        return _illisible(colonne, valeur)


def _lu(valeur: object) -> bool | None:
    """Oui, non, ou None si la réponse ne se lit pas ; une date est un oui daté."""
    if isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, date):
        return True
    if isinstance(valeur, int | float) and valeur in (0, 1):
        return bool(valeur)
    texte = plier(str(valeur))
    if texte in _OUI or re.fullmatch(r"\d{6,8}|le\d{6,8}", texte):
        return True
    return False if texte in _NON else None


def _illisible(colonne: str, valeur: object) -> str:
    recu = f"« {str(valeur)[:40]} »" if not isinstance(valeur, list | Mapping) else "une table"
    return f"La colonne « {colonne} » ne se lit pas : oui, non ou une date attendus, {recu} reçu."


def _colonnes(connues: Colonnes, exigence: str, nommee: str) -> tuple[str, ...]:
    """Colonnes d'une exigence : celle qu'on nomme ; sinon toutes les oppositions, et le premier consentement."""
    if nommee:
        trouvee = connues.trouver(nommee)
        return (trouvee,) if trouvee is not None else ()
    exactes = [t for nom in _NOMS_DE_COLONNES[exigence] if (t := connues.trouver(nom)) is not None]
    parlantes = [nom for nom in connues.noms if _PARLANTES[exigence].search(cle_de_champ(nom))]
    trouvees = tuple(dict.fromkeys((*exactes, *parlantes)))
    return trouvees if exigence == "opposition" else trouvees[:1]


def _manque(exigence: str, fichier: str, nommee: str, source: str) -> Anomalie:
    attendu = nommee or exigence.capitalize()
    sens = (
        "qui dit qui a refusé d'être sollicité" if exigence == "opposition" else "qui dit qui a accepté de l'être"
    )
    message = (
        f"Pas d'envoi de prospection sans la colonne « {attendu} », {sens} : l'ajouter aux données, "
        f"même vide, ou dire laquelle en tient lieu ({source})."
    )
    if exigence == "consentement":
        message = message.replace("même vide, ", "")
    return Anomalie("refus", Ou(fichier), "prospection", attendu, "", message)
