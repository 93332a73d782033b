"""Instructions des champs de publipostage, traduites dans le langage du moteur : MERGEFIELD, IF, NEXT…"""

import json
import re
from collections.abc import Callable
from html import escape

from tableur.courriers.champs import Champ
from tableur.courriers.formats_word import filtre_de_casse
from tableur.courriers.noms import cle_de_champ

FUSION = frozenset({
    "MERGEFIELD", "IF", "NEXT", "NEXTIF", "SKIPIF", "ADDRESSBLOCK", "GREETINGLINE", "MERGEREC", "MERGESEQ",
})  # fmt: skip
SUITE = frozenset({"NEXT", "NEXTIF"})
FICHE = "_fiche"  # ligne courante d'un modèle qui avance lui-même
LETTRE = "_lettre"  # ce qui distingue une lettre des autres, dans un seul fichier
PREFIXE = "champ_"

_JETON = re.compile(
    r'"((?:[^"\\]|\\.)*)"|(\x03\d+\x04)|(\\[^\s\w"]|\\[a-zA-Z])|(<>|<=|>=|[=<>])|([^\s"=<>\x03\\]+)'
)
_GUILLEMETS = str.maketrans({"“": '"', "”": '"', "„": '"'})
_IMBRIQUE = re.compile(r"\x03(\d+)\x04")
_FORME, _SINON = "\\f", "\\e"
_SANS_VALEUR = frozenset({"\\v", "\\m", "\\c", "\\d"})


class ChampIllisible(Exception):
    """Un champ de publipostage que le moteur ne sait pas suivre ; la phrase dit pourquoi."""


class Lexique:
    """Noms des champs du modèle : un identifiant sûr pour le moteur, et le libellé écrit par la personne."""

    def __init__(self) -> None:
        """Aucun nom encore."""
        self.libelles: dict[str, str] = {}

    def identifiant(self, libelle: str) -> str:
        """Identifiant d'un libellé : « N° client » devient « champ_numeroclient »."""
        cle = cle_de_champ(libelle)
        nom = f"{PREFIXE}{cle}"
        if not nom.isidentifier():
            nom = PREFIXE + "".join(c if c.isalnum() and c.isascii() else f"_{ord(c):x}" for c in cle)
        self.libelles.setdefault(nom, libelle)
        return nom

    def reference(self, libelle: str) -> str:
        """Expression qui lit un champ ; un point sépare la table fille de sa colonne."""
        table, point, colonne = libelle.partition(".")
        if point and table and colonne:
            return f"{self.identifiant(table)}.{self.identifiant(colonne)}"
        return self.identifiant(libelle)

    def libelle(self, nom: str) -> str:
        """Libellé d'un identifiant ; un nom écrit tel quel est son propre libellé."""
        return self.libelles.get(nom, nom)


def texte_jinja(texte: str) -> str:
    """Texte littéral dans une expression."""
    return json.dumps(texte, ensure_ascii=False)


def texte_xml(texte: str) -> str:
    """Texte littéral entre deux balises du document, sauts de ligne et tabulations compris."""
    sur = escape(texte, quote=False).replace("{{", "{_{").replace("{%", "{_%").replace("{#", "{_#")
    sur = sur.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return sur.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


class Traduction:
    """Traduction des champs d'un modèle ; `suite` est vrai si le modèle avance lui-même de ligne en ligne."""

    def __init__(self, lexique: Lexique, *, suite: bool = False) -> None:
        """Retient le lexique où inscrire les noms."""
        self.lexique, self.suite = lexique, suite
        self._par_nom: dict[str, Callable[[list[str], list[Champ]], str]] = {
            "MERGEFIELD": self._fusion,
            "IF": self._si,
            "NEXT": lambda jetons, champs: f"{{{{ {FICHE} | _fiche_suivante }}}}",
            "NEXTIF": self._suivante_si,
            "SKIPIF": self._ecarter_si,
            "ADDRESSBLOCK": self._bloc_adresse,
            "GREETINGLINE": self._ligne_de_salut,
            "MERGEREC": lambda jetons, champs: "{{ _rang }}",
            "MERGESEQ": lambda jetons, champs: "{{ _rang }}",
        }

    def traduire(self, champ: Champ) -> str:
        """Texte du modèle qui remplace un champ de publipostage.

        Raises:
            ChampIllisible: L'instruction est incomplète, ou demande ce que le moteur ne sait pas faire.
        """
        jetons, champs = _jetons(champ)
        return self._par_nom[champ.nom](jetons[1:], champs)

    def expression(self, champ: Champ) -> str:
        """Expression qui donne la valeur d'un champ imbriqué.

        Raises:
            ChampIllisible: Ce champ ne peut pas être imbriqué.
        """
        if champ.nom in ("MERGEREC", "MERGESEQ"):
            return "_rang"
        if champ.nom != "MERGEFIELD":
            raise ChampIllisible(f"un champ {champ.nom or 'vide'} ne peut pas servir ici")
        jetons, _ = _jetons(champ)
        return self._expression_de_fusion(jetons[1:])[0]

    def _fusion(self, jetons: list[str], champs: list[Champ]) -> str:
        expression, facultatif = self._expression_de_fusion(jetons)
        return f"{{{{ {expression}{' | facultatif' if facultatif else ''} }}}}"

    def _expression_de_fusion(self, jetons: list[str]) -> tuple[str, bool]:
        """Expression d'un MERGEFIELD et vrai si \\b ou \\f le rend facultatif."""
        if not jetons or jetons[0].startswith("\\"):
            raise ChampIllisible("le champ MERGEFIELD ne nomme aucune colonne")
        expression = self._reference(jetons[0])
        avant, apres, entoure = "", "", False
        reste = jetons[1:]
        while reste:
            commande = reste.pop(0)
            if commande in _SANS_VALEUR or not commande.startswith("\\"):
                continue
            if not reste:
                raise ChampIllisible(f"il manque une valeur après {commande}")
            valeur = reste.pop(0)
            if commande == "\\@":
                expression += f" | _date_de_word({texte_jinja(valeur)})"
            elif commande == "\\#":
                expression += f" | _nombre_de_word({texte_jinja(valeur)})"
            elif commande == "\\*":
                expression += _casse(valeur)
            elif commande in ("\\b", "\\f"):
                entoure = True
                avant, apres = (valeur, apres) if commande == "\\b" else (avant, valeur)
        if entoure:
            expression += f" | _entoure({texte_jinja(avant)}, {texte_jinja(apres)})"
        return expression, entoure

    def _reference(self, libelle: str) -> str:
        return f"{FICHE}[{texte_jinja(libelle)}]" if self.suite else self.lexique.reference(libelle)

    def _condition(self, jetons: list[str], champs: list[Champ]) -> str:
        if len(jetons) < 3:
            raise ChampIllisible("la condition doit avoir la forme : valeur = valeur")
        gauche, operateur, droite = jetons[:3]
        compare = f"_comparer({texte_jinja(operateur)}, {self._operande(droite, champs)})"
        return f"{self._operande(gauche, champs)} | {compare}"

    def _operande(self, jeton: str, champs: list[Champ]) -> str:
        seul = _IMBRIQUE.fullmatch(jeton)
        if seul:
            return f"({self.expression(champs[int(seul.group(1))])})"
        morceaux: list[str] = []
        place = 0
        for trouve in _IMBRIQUE.finditer(jeton):
            morceaux += [
                texte_jinja(jeton[place : trouve.start()]),
                f"({self.expression(champs[int(trouve[1])])})",
            ]
            place = trouve.end()
        if morceaux:
            return f"({' ~ '.join([*morceaux, texte_jinja(jeton[place:])])})"
        return texte_jinja(jeton)

    def _si(self, jetons: list[str], champs: list[Champ]) -> str:
        condition = self._condition(jetons, champs)
        branches = [self._texte(jeton, champs) for jeton in _sans_format(jetons[3:])]
        if len(branches) > 2:
            raise ChampIllisible("un champ IF a deux textes au plus : celui du vrai, puis celui du faux")
        vrai, faux = (*branches, "", "")[:2]
        return f"{{% if {condition} %}}{vrai}{{% else %}}{faux}{{% endif %}}"

    def _texte(self, jeton: str, champs: list[Champ]) -> str:
        """Texte d'une branche de IF, champs imbriqués traduits."""
        morceaux: list[str] = []
        place = 0
        for trouve in _IMBRIQUE.finditer(jeton):
            interieur = champs[int(trouve.group(1))]
            if interieur.nom not in FUSION:
                raise ChampIllisible(f"un champ {interieur.nom or 'vide'} ne peut pas être dans un champ IF")
            morceaux += [texte_xml(jeton[place : trouve.start()]), self.traduire(interieur)]
            place = trouve.end()
        return "".join([*morceaux, texte_xml(jeton[place:])])

    def _suivante_si(self, jetons: list[str], champs: list[Champ]) -> str:
        return f"{{% if {self._condition(jetons, champs)} %}}{{{{ {FICHE} | _fiche_suivante }}}}{{% endif %}}"

    def _ecarter_si(self, jetons: list[str], champs: list[Champ]) -> str:
        dit = " ".join(self._dit(jeton, champs) for jeton in jetons[:3])
        return f"{{% if {self._condition(jetons, champs)} %}}{{{{ {texte_jinja(dit)} | _ecarter }}}}{{% endif %}}"

    def _dit(self, jeton: str, champs: list[Champ]) -> str:
        def nom(trouve: re.Match[str]) -> str:
            return " ".join(_jetons(champs[int(trouve.group(1))])[0][1:2])

        return _IMBRIQUE.sub(nom, jeton)

    def _bloc_adresse(self, jetons: list[str], champs: list[Champ]) -> str:
        return f"{{{{ {FICHE} | _bloc_adresse({texte_jinja(_valeur_de(jetons, _FORME))}) }}}}"

    def _ligne_de_salut(self, jetons: list[str], champs: list[Champ]) -> str:
        forme, sinon = _valeur_de(jetons, _FORME), _valeur_de(jetons, _SINON)
        return f"{{{{ {FICHE} | _ligne_de_salut({texte_jinja(forme)}, {texte_jinja(sinon)}) }}}}"


def _casse(nom: str) -> str:
    filtre = filtre_de_casse(nom)
    if filtre is None:
        raise ChampIllisible(
            f"le format \\* {nom} n'est pas connu : Upper, Lower, FirstCap, Caps, CardText ou Ordinal"
        )
    return f" | _en_casse({texte_jinja(filtre)})" if filtre else ""


def _sans_format(jetons: list[str]) -> list[str]:
    """Branches d'un IF, sans ses formats : « \\* MERGEFORMAT »."""
    branches: list[str] = []
    passer = False
    for jeton in jetons:
        if jeton.startswith("\\") and len(jeton) == 2:
            passer = True
        elif passer:
            passer = False
        else:
            branches.append(jeton)
    return branches


def _valeur_de(jetons: list[str], commande: str) -> str:
    """Valeur qui suit une commande : le texte après `\\f`."""
    for rang, jeton in enumerate(jetons[:-1]):
        if jeton == commande:
            return jetons[rang + 1]
    return ""


def _jetons(champ: Champ) -> tuple[list[str], list[Champ]]:
    """Mots de l'instruction, guillemets ôtés ; un champ imbriqué y est un numéro entre deux caractères."""
    champs: list[Champ] = []
    texte: list[str] = []
    for morceau in champ.instruction:
        if isinstance(morceau, Champ):
            texte.append(f"\x03{len(champs)}\x04")
            champs.append(morceau)
        else:
            texte.append(morceau.translate(_GUILLEMETS))
    jetons: list[str] = []
    for cite, imbrique, commande, operateur, mot in _JETON.findall("".join(texte)):
        jetons.append(imbrique or commande or operateur or mot or re.sub(r"\\(.)", r"\1", cite))
    return jetons, champs
