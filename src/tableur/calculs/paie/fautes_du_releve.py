"""Fautes que le bulletin reçu suggère lui-même : autre taux d'établissement, arrondi, somme non arrondie."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, Decimal

from tableur.calculs.paie.assiettes import Assiettes
from tableur.calculs.paie.enregistrements import LigneDeBulletin
from tableur.calculs.paie.hypotheses import Calcul, Hypothese, Retouche, Situation, retouchee
from tableur.calculs.paie.nets import prelevement_a_la_source
from tableur.calculs.paie.postes import CENTIME, Ecart, Releve
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import ZERO

_DE_L_ETABLISSEMENT = {
    "at_mp": "taux_at",
    "versement_mobilite": "taux_versement_mobilite",
    "versement_mobilite_regional": "taux_versement_mobilite_regional",
    "csa_apprentissage": "taux_csa_alternance",
}
_ARRONDIS = (("tronqué", ROUND_DOWN), ("arrondi au-dessus", ROUND_UP), ("arrondi au pair", ROUND_HALF_EVEN))
_REGLE_D_ARRONDI = (
    "Chaque part est arrondie au centime le plus proche, la moitié vers le haut ; les totaux les somment"
)

Lignes = Callable[[Situation, Assiettes, list[LigneDeBulletin]], list[LigneDeBulletin]]


def fautes_du_releve(s: Situation, juste: Calcul, releve: Releve, ecarts: Sequence[Ecart]) -> Iterator[Hypothese]:
    """Fautes dont le bulletin reçu donne lui-même la mesure : elles ne valent que si le recalcul les retrouve."""
    yield from _taux_d_etablissement(s, juste, ecarts)
    yield from _taux_de_prelevement(s, juste, releve, ecarts)
    yield from _taux_possibles(s, juste, releve, ecarts)
    yield from _arrondis(ecarts)


def _taux_d_etablissement(s: Situation, juste: Calcul, ecarts: Sequence[Ecart]) -> Iterator[Hypothese]:
    """Un taux propre à l'établissement, autre que celui du dossier : celui que la ligne reçue applique."""
    for ecart in ecarts:
        code, element = ecart.cle
        champ = _DE_L_ETABLISSEMENT.get(code)
        if champ is None or element != "part patronale":
            continue
        taux = arrondir(ecart.recu / juste.totaux.assiette, 4) if juste.totaux.assiette > ZERO else ZERO
        if not ZERO <= taux <= 1:
            continue
        connu = getattr(s.etablissement, champ) or ZERO
        phrase = (
            f"{ecart.libelle} : le bulletin applique {nombre_ecrit(taux * 100)} %, le dossier porte "
            f"{nombre_ecrit(connu * 100)} %."
        )
        yield Hypothese(
            f"{champ}_autre", phrase, "Taux notifié à l'établissement", "Paramètres de l'établissement",
            _au_taux_de(champ, taux),
        )  # fmt: skip


def _taux_possibles(s: Situation, juste: Calcul, releve: Releve, ecarts: Sequence[Ecart]) -> Iterator[Hypothese]:
    """Un autre taux AT/MP ou de mobilité, quand la ligne ne s'imprime pas seule : il retrouve trop de chiffres.

    Cela ne prouve rien, mais se dit à côté d'une autre cause qui donne les mêmes chiffres.
    """
    nets = [e for e in ecarts if "at_mp" in e.cle[0].split() and e.cle[1] == "part patronale" and " " in e.cle[0]]
    nets += [e for e in ecarts if e.cle[0] == "total_patronal" and not releve.avec_lignes]
    if not nets or juste.totaux.assiette <= ZERO:
        return
    for code, champ in (("at_mp", "taux_at"), ("versement_mobilite", "taux_versement_mobilite")):
        connu = getattr(s.etablissement, champ) or ZERO
        taux = arrondir(connu + nets[0].ecart / juste.totaux.assiette, 4)
        if any(une.code == code for une in juste.lignes) and ZERO <= taux <= 1:
            libelle = next(une.libelle for une in juste.lignes if une.code == code)
            yield Hypothese(
                f"{champ}_autre",
                f"{libelle} : un taux de {nombre_ecrit(taux * 100)} %, et non de {nombre_ecrit(connu * 100)} %.",
                "Taux notifié à l'établissement", "Paramètres de l'établissement",
                _au_taux_de(champ, taux), faible=True,
            )  # fmt: skip


def _au_taux_de(champ: str, taux: Decimal) -> Callable[[Situation], Situation]:
    def autre(s: Situation) -> Situation:
        return replace(s, etablissement=replace(s.etablissement, **{champ: taux}))  # type: ignore[arg-type]

    return autre


def _taux_de_prelevement(
    s: Situation, juste: Calcul, releve: Releve, ecarts: Sequence[Ecart]
) -> Iterator[Hypothese]:
    """Un autre taux de prélèvement, à une décimale, que le montant prélevé révèle."""
    recu, soumis = _impot_recu(s, releve, ecarts), juste.totaux.soumis_au_pas
    if recu is None or soumis <= ZERO:
        return
    taux = arrondir(recu / soumis, 3)
    if not ZERO <= taux <= 1 or prelevement_a_la_source(soumis, s.periode.fin, taux) != recu:
        return
    ecrits = [nombre_ecrit(t * 100) for t in (taux, juste.totaux.taux_pas)]
    yield Hypothese(
        "taux_de_prelevement",
        f"Le prélèvement à la source est pris à {ecrits[0]} %, et non à {ecrits[1]} %.",
        "Taux transmis par l'administration, ou grille par défaut : CGI, art. 204 H",
        "CGI, art. 204 H",
        lambda situation: replace(situation, salarie=replace(situation.salarie, taux_pas=taux)),
    )


def _impot_recu(s: Situation, releve: Releve, ecarts: Sequence[Ecart]) -> Decimal | None:
    """Impôt prélevé par le bulletin : imprimé, ou différence de ses deux nets à payer."""
    faux = {e.cle[0]: e.recu for e in ecarts}
    if "prelevement_a_la_source" in faux:
        return faux["prelevement_a_la_source"]
    avant = releve.totaux.get("net_a_payer_avant_impot")
    if avant is None or "net_a_payer" not in faux or "prelevement_a_la_source" in releve.totaux:
        return None
    return avant - s.variables.acomptes - s.variables.saisies - faux["net_a_payer"]


def _arrondis(ecarts: Sequence[Ecart]) -> Iterator[Hypothese]:
    """Des lignes fausses d'un centime, que le produit exact tronqué ou arrondi autrement retrouve."""
    codes = {e.cle[0] for e in ecarts if e.cle[1] != "total" and abs(e.ecart) == CENTIME}
    for mot, mode in _ARRONDIS if codes else ():
        yield retouchee(
            f"arrondi_{mode.lower()}",
            f"Le produit de la base par le taux est {mot}.",
            _REGLE_D_ARRONDI,
            "Pratique de paie",
            Retouche(lignes=_arrondies(codes, mode)),
        )


def _arrondies(codes: set[str], mode: str) -> Lignes:
    def arrondies(_: Situation, __: Assiettes, lignes: list[LigneDeBulletin]) -> list[LigneDeBulletin]:
        return [_exacte(u, mode) if u.code in codes else u for u in lignes]

    return arrondies


def _exacte(une: LigneDeBulletin, mode: str) -> LigneDeBulletin:
    """Ligne dont les parts d'un seul taux sont le produit exact, arrondi selon ce mode."""
    salariale = _produit(une.base, une.taux_salarial, une.part_salariale).quantize(CENTIME, rounding=mode)
    patronale = _produit(une.base, une.taux_patronal, une.part_patronale).quantize(CENTIME, rounding=mode)
    return replace(une, part_salariale=salariale, part_patronale=patronale)


def _produit(base: Decimal, taux: Decimal | None, part: Decimal) -> Decimal:
    """Produit exact, s'il est bien celui de la part."""
    return base * taux if taux is not None and arrondir_centime(base * taux) == part else part
