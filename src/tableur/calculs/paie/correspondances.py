"""Libellés des cabinets et des logiciels de paie : à quels codes de nos lignes, ou à quel total, ils répondent.

Un libellé se reconnaît à ses mots, accents et casse ignorés ; la première règle qui convient l'emporte. Un libellé
que rien ne reconnaît est rendu tel quel, jamais ignoré.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from tableur.socle.grandeurs import Code
from tableur.socle.marques import formule

LONGUEUR_MAXIMALE = 200
"""Un libellé plus long n'est pas comparé au-delà : les règles y perdraient leur temps."""

AUTRES = "autres_contributions"
"""Code d'une ligne qui réunit les contributions de l'employeur qu'aucune autre ligne ne porte."""

URSSAF = "cotisations_urssaf"
"""Code d'une ligne qui réunit ce que l'Urssaf recouvre et qu'aucune autre ligne ne porte."""

CSG_ENTIERE = "csg_crds"
"""Code d'une ligne qui réunit CSG et CRDS, déductibles ou non, sans le dire."""

GROUPES = (AUTRES, URSSAF, CSG_ENTIERE)
"""Codes de lignes qui prennent ce que les autres lignes du bulletin ne portent pas."""

_URSSAF = (
    r"(cotisations? |charges? |contributions? )*((de |a )?l'|d')?urssaf"
    r"( (regime )?general\w*| (toutes )?(cotisations|charges)| salari\w*| patronal\w*| employeur)*"
)
_PROTECTION = (
    r"^(?!.*(forfait|csg)).*((\bsante\b|mutuelle|frais medicaux).*prevoyance|"
    r"prevoyance.*(\bsante\b|mutuelle|frais))"
)
_VIEILLESSE = "vieillesse_plafonnee vieillesse_deplafonnee"
_SUP = r"(heures? sup|\bhs\b|\bh\.? ?sup)"
_REGLES: tuple[tuple[str, str], ...] = (
    (r"reduction (generale|fillon)|allegements? (fillon|general)|\brgdu\b|\bfillon\b|red(uc)?\.? gen",
     "reduction_generale"),
    (rf"(reduc\w*|exoner\w*|allegement).*salari\w*.*{_SUP}|(reduc\w*|exo\w*).*{_SUP}.*salar",
     "reduction_salariale_heures_sup"),
    (r"deduc\w*.*(patron\w*|forfait\w*|heures? sup|\bhs\b|tepa)", "deduction_patronale_heures_sup"),
    (r"(reduc\w*|exoner\w*).*(heures? sup|\bhs\b|tepa)", "reduction_salariale_heures_sup"),
    (r"(exoneration|allegement).*(cotisation|employeur|patronal)", "reduction_generale"),
    (_URSSAF, URSSAF),
    (r"c\.?s\.?g ?([+/&-]|et)? ?(la )?c\.?r\.?d\.?s( totale?s?| 9,7\d*( ?%)?| salari\w*)?", CSG_ENTIERE),
    (r"c\.?s\.?g.*(heures? sup|\bhs\b|h\.? ?sup|non imposable)", "csg_crds_hs"),
    (r"c\.?s\.?g.*(non|in)[ -]?ded|c\.?s\.?g.*c\.?r\.?d\.?s|c\.?r\.?d\.?s|c\.?s\.?g.*impos\w*$",
     "csg_crds_non_deductible"),
    (r"c\.?s\.?g", "csg_deductible"),
    (r"forfait social.*(partage|ppv|prime)", "forfait_social_ppv"),
    (r"forfait social", "forfait_social"),
    (r"accident|\bat ?(/|-|et)? ?mp\b|\bat\b", "at_mp"),
    (r"dialogue|paritarisme|organisations? syndicales?", "dialogue_social"),
    (r"solidarite.*autonomie|autonomie|\bcsa\b(?!.*(alter|apprent))|\bcnsa\b", "csa"),
    (r"(contribution )?sup\w*.*apprentissage|\bcsa\b.*(alter|apprent)", "csa_apprentissage"),
    (r"(taxe|contribution).*apprentissage.*solde|solde.*apprentissage", "taxe_apprentissage_solde"),
    (r"apprentissage", "taxe_apprentissage"),
    (r"\bcpf\b.*cdd|1 ?% ?cdd", "cpf_cdd"),
    (r"formation", "formation"),
    (r"effort.*construction|\bpeec\b|1 ?% ?logement|participation.*construction", "peec"),
    (r"f\.?n\.?a\.?l|aide au logement", "fnal"),
    (r"(mobilite|transport).*(regional|rural)", "versement_mobilite_regional"),
    (r"(versement|contribution).*(mobilite|transport)|versement transport", "versement_mobilite"),
    (r"autres (contributions?|charges).*(employeur|patronal)|autres contributions", AUTRES),
    (r"chomage.*ags|ags.*chomage", "chomage ags"),
    (r"assurance chomage|chomage|france travail|pole emploi|assedic", "chomage"),
    (r"\bags\b|garantie.*salaires?|\bfngs\b", "ags"),
    (r"\bapec\b", "apec"),
    (r"(equilibre|\bcontrib\w*).*technique|\bc\.?e\.?t\b(?!.*(ceg|agirc))", "cet"),
    (r"(equilibre|contrib\w*).*general|\bc\.?e\.?g\b(?!.*(cet|agirc))", "ceg"),
    (r"agirc|arrco|retraite comp\w*|complementaire.*(tranche|\bt ?[12ab]\b)|retraite.*\bt ?[12]\b",
     "agirc_arrco"),
    (r"(vieillesse|retraite|assurance v|securite sociale|\bss\b|urssaf).*(de|non[ -]?)plaf|vieillesse.*tot",
     "vieillesse_deplafonnee"),
    (r"(vieillesse|retraite|assurance v|securite sociale|\bss\b|urssaf).*plaf", "vieillesse_plafonnee"),
    (r"allocations? famil|famil", "allocations_familiales"),
    (r"maladie.*(alsace|local)|regime local", "maladie"),
    (r"(frais de )?sante|mutuelle", "sante_complementaire"),
    (r"prevoyance|incapacite|invalidite.*deces(?!.*maladie)|deces", "prevoyance"),
    (r"maladie|maternite", "maladie"),
)  # fmt: skip
_ENTIERES = (URSSAF, CSG_ENTIERE)
"""Codes que seul un libellé entier désigne : « Urssaf maladie » n'est pas « Urssaf »."""
_PRIORITAIRES: tuple[tuple[str, str], ...] = (
    (_PROTECTION, "sante_complementaire prevoyance"),
    (r"(maladie|maternite).*(\+|\bet\b|&|/|,|-) ?(contribution )?(solidarite|\bcsa\b|autonomie)", "maladie csa"),
    (r"(vieillesse|retraite|securite sociale).*\bplaf\w*\.? ?(\+|et|&|/|-) ?de ?plaf", _VIEILLESSE),
    (r"(vieillesse|retraite|securite sociale).*de ?plaf\w*\.? ?(\+|et|&|/|-) ?plaf", _VIEILLESSE),
    (
        r"(securite sociale|\bss\b).*(maladie|\bmal\.)|maladie.*(maternite|invalidite|deces)|assurance maladie",
        "maladie",
    ),
    (r"complementaire.*(sante|frais)", "sante_complementaire"),
    (r"complementaire.*(incapacite|invalidite|deces)", "prevoyance"),
)
_TOTAUX: tuple[tuple[str, str], ...] = (
    (r"total verse|^cout\b", "cout_total_avant_aides"),
    (r"(montant )?net social", "montant_net_social"),
    (r"(net|salaire|revenu).*(imposable|fiscal)", "net_imposable"),
    (r"net.*(a payer|paye|verse)?.*avant.*impot|net avant (impot|pas)", "net_a_payer_avant_impot"),
    (r"prelevement.*source|impot.*(preleve|source|revenu.*preleve)|^pas$|montant (du )?pas",
     "prelevement_a_la_source"),
    (r"net (a payer|paye|verse)|net a payer", "net_a_payer"),
    (r"(total|somme|cotisations|charges|retenues|parts?).*(salari|ouvri)", "total_salarial"),
    (r"(total|somme|cotisations|charges|parts?).*(patron|employeur)(?!.*verse)", "total_patronal"),
    (r"plafond( (ss|applique|du mois|mensuel|securite sociale))?", "plafond_applique"),
    (r"(base )?(tranche|t\.?) ?(1|a)", "tranche_1"),
    (r"(base )?(tranche|t\.?) ?(2|b)", "tranche_2"),
    (r"reduction generale|rgdu|reduction fillon|fillon", "reduction_generale"),
    (r"(total |salaire |remuneration |montant )?brute?( total| soumis| du mois)?", "brut"),
)  # fmt: skip
_SIGLE = re.compile(r"\b(?:\w\.){2,}")
_COMPLEMENTAIRE = {"agirc_arrco": ("agirc_arrco",), "ceg": ("ceg",), "cet": ("cet",)}
_LIAISON = re.compile(r"agirc|arrco|\bceg\b|\bc\.e\.g\b|\bcet\b|\bc\.e\.t\b|equilibre general|equilibre technique")


@lru_cache(maxsize=8192)
def mots(libelle: str) -> str:
    """Libellé en minuscules, sans accents ni points dans les sigles : ce que les règles comparent.

    >>> mots("  Sécurité sociale – Maladie ")
    'securite sociale - maladie'
    >>> mots("A.G.S.")
    'ags'
    """
    decompose = unicodedata.normalize(
        "NFKD", libelle[:LONGUEUR_MAXIMALE].replace("œ", "oe").replace("’", "'")
    ).casefold()
    simple = "".join(c for c in decompose if not unicodedata.combining(c))
    sans_points = _SIGLE.sub(lambda trouve: trouve.group().replace(".", ""), simple)
    return " ".join(sans_points.replace("–", "-").replace("—", "-").replace("_", " ").split())


@formule
def code_de_cotisation(libelle: str) -> Code:
    """Code de cotisation auquel un libellé de cabinet répond, vide si rien ne le reconnaît.

    Une ligne qui réunit plusieurs cotisations porte plusieurs codes, séparés par des espaces.

    Args:
        libelle: Libellé imprimé sur le bulletin reçu.

    >>> code_de_cotisation("Sécurité Sociale plafonnée")
    'vieillesse_plafonnee'
    >>> code_de_cotisation("Complémentaire Tranche 1 (AGIRC-ARRCO + CEG)")
    'agirc_arrco ceg'
    """
    return _code_de(mots(libelle))


@lru_cache(maxsize=4096)
def _code_de(plie: str) -> str:
    for regles in (_PRIORITAIRES, _REGLES):
        for motif, code in regles:
            if re.fullmatch(motif, plie) if code in _ENTIERES else re.search(motif, plie):
                return _reunie(plie, code)
    return ""


def _reunie(plie: str, code: str) -> str:
    """Codes d'une ligne de retraite complémentaire qui réunit Agirc-Arrco, CEG et CET."""
    if code not in _COMPLEMENTAIRE:
        return code
    trouves = {re.sub(r"\W", "", mot) for mot in _LIAISON.findall(plie)}
    presents = {
        "agirc_arrco": bool(trouves & {"agirc", "arrco"} or (trouves and "retraite complementaire" in plie)),
        "ceg": bool(trouves & {"ceg", "equilibregeneral"}),
        "cet": bool(trouves & {"cet", "equilibretechnique"}),
    }
    reunis = [nom for nom, present in presents.items() if present]
    if not reunis:
        return code if code != "agirc_arrco" or "agirc" in plie else "agirc_arrco ceg cet"
    return " ".join(reunis)


def total_de(libelle: str) -> str:
    """Nom du total d'un bulletin auquel un libellé répond, vide sinon.

    >>> total_de("NET À PAYER AVANT IMPÔT SUR LE REVENU"), total_de("Salaire brut"), total_de("Prime")
    ('net_a_payer_avant_impot', 'brut', '')
    """
    plie = mots(libelle)
    for motif, nom in _TOTAUX:
        entier = nom in ("brut", "tranche_1", "tranche_2", "plafond_applique", "reduction_generale")
        if (re.fullmatch(motif, plie) if entier else re.search(motif, plie)) is not None:
            return nom
    return ""


def codes_de(libelle: str, code: str, propres: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Codes d'une ligne reçue : le sien, ceux de la correspondance du dossier, ou ceux de son libellé."""
    if propres:
        connus = {mots(cle): valeur for cle, valeur in propres.items()}
        for cle in (mots(code), mots(libelle)):
            if cle and cle in connus:
                return tuple(connus[cle].split())
    if code in CODES:
        return (code,)
    return tuple(code_de_cotisation(libelle).split())


CODES = frozenset(mot for _, code in _REGLES for mot in code.split()) | {
    "csg_deductible_ppv",
    "csg_crds_non_deductible_ppv",
}
