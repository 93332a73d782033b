"""Prospection par lettre ou par courriel : colonnes exigées, personnes à écarter, mentions du texte.

Trois gestes, dans l'ordre d'un envoi :

    regles = Prospection.pour("courriel", "particuliers", le=aujourd_hui, colonnes=colonnes)  # ou Refus
    regles.exiger_texte(texte)                  # Refus si le texte ne dit ni l'origine, ni comment s'opposer
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
from tableur.courriers.noms import Colonnes
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
_DANS_LE_TEXTE = {
    "origine": re.compile(
        r"\borigine|\bprov(?:ien|enan)|\bobten(?:u|ons)|\brecueilli|\bcollect[ée]"
        r"|(?:coordonn[ée]es|adresse|donn[ée]es)[^.]{0,80}\b(?:viennent|vient|issue?s?|communiqu[ée]|transmise?s?)\b"
        r"|\btenons (?:vos|votre)\b|\bvous (?:nous )?avez (?:donn[ée]|communiqu[ée]|laiss[ée]|transmis)",
        re.IGNORECASE,
    ),
    "opposition": re.compile(
        r"\boppos(?:er|ition)\b|d[ée]sinscri|d[ée]sabonn|\bne (?:plus|pas) (?:recevoir|être sollicit)"
        r"|\bne souhaitez plus\b|\bse? retirer de\b",
        re.IGNORECASE,
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
        colonnes: Colonne des données pour chaque exigence : `{"opposition": "Opposition"}`.
        texte: Ce que le texte doit dire : « origine », « opposition ».
        source: Le texte de droit.
        reserve: Ce qui reste à vérifier, vide si la source a été relue.
    """

    canal: Canal
    public: Public
    colonnes: Mapping[str, str]
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
    ) -> "Prospection":
        """Règles en vigueur, et colonnes trouvées dans les données.

        Args:
            canal: Par où part l'envoi.
            public: À qui ; dans le doute, « particuliers », le plus exigeant.
            le: Jour de l'envoi.
            colonnes: Colonnes des données.
            nommees: Colonne à prendre pour une exigence, quand son nom ne la dit pas : `{"opposition": "RGPD"}`.
            fichier: Nom des données, pour les phrases.

        Raises:
            Refus: Une colonne exigée manque ; toutes celles qui manquent.
            BaremeAbsent: Aucune règle n'est connue à cette date.
        """
        nom = f"prospection.{canal}" if canal == "lettre" else f"prospection.{canal}_{public}"
        datee = baremes.valeur_datee(nom, le)
        exigences = cast("Mapping[str, tuple[str, ...]]", datee.valeur)
        connues, trouvees, manques = Colonnes(colonnes), {}, []
        for exigence in exigences["colonnes"]:
            trouvee = _colonne(connues, exigence, (nommees or {}).get(exigence, ""))
            if trouvee is None:
                manques.append(_manque(exigence, fichier, (nommees or {}).get(exigence, ""), datee.source))
            else:
                trouvees[exigence] = trouvee
        if manques:
            raise Refus(manques)
        reserve = f"À vérifier : {datee.note}" if datee.fiabilite == "C" else ""
        return cls(canal, public, trouvees, exigences["texte"], datee.source, reserve)

    def exiger_texte(self, texte: str, fichier: str = "") -> None:
        """Refuse un texte à qui manque une mention ; le texte est celui du modèle ou d'un document rendu.

        Raises:
            Refus: Chaque mention qui manque, avec le texte de droit.
        """
        manques = [m for m in self.texte if not _DANS_LE_TEXTE[m].search(" ".join(texte.split()))]
        if manques:
            raise Refus(
                Anomalie(
                    "refus", Ou(fichier), "prospection", _LIBELLES_DE_TEXTE[manque], "",
                    f"Ce texte de prospection ne dit pas {_LIBELLES_DE_TEXTE[manque]} : {self.source}.",
                )
                for manque in manques
            )  # fmt: skip

    def raison_d_ecart(self, ligne: Mapping[str, object]) -> str | None:
        """Pourquoi cette personne ne reçoit rien, ou None ; une réponse qui ne se lit pas l'écarte aussi."""
        opposition = self.colonnes.get("opposition")
        if opposition is not None and (faute := self._opposition(opposition, ligne.get(opposition))):
            return faute
        consentement = self.colonnes.get("consentement")
        if consentement is None:
            return None
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


def _colonne(connues: Colonnes, exigence: str, nommee: str) -> str | None:
    if nommee:
        return connues.trouver(nommee)
    for nom in _NOMS_DE_COLONNES[exigence]:
        if (trouvee := connues.trouver(nom)) is not None:
            return trouvee
    return None


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
