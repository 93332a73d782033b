"""Oracle de la paie : une année de bulletins d'une personne, écrit d'après les textes et sans lire `calculs/paie`.

Les nombres sont des fractions exactes, arrondies au centime ligne par ligne. Chaque règle dit le texte qui la
fonde ; ce que le texte ne dit pas est dit aussi.
"""

import calendar
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from tests.calculs.paie.oracle_valeurs import MOIS_D_HEURES, RIEN, Memoire, Mois, arrondi, droit, exact


def _brut(m: Mois) -> None:
    """Brut : retenue en heures réelles (Soc. 11/02/1982), heures au taux à quatre décimales, précarité du CDD."""
    s, v = m.s, m.v
    # Au-delà de 35 heures, le brut du contrat paie la durée légale ; les autres se tapent en heures en plus.
    hebdo = Fraction(35) if s.heures_semaine is None else min(Fraction(35), exact(s.heures_semaine))
    base = exact(v.brut)
    jours = [m.debut + timedelta(n) for n in range((m.fin - m.debut).days + 1)]
    present = [(s.entree is None or j >= s.entree) and (s.sortie is None or j <= s.sortie) for j in jours]
    ouvres = sum(j.weekday() < 5 for j in jours)
    hors = sum(j.weekday() < 5 and not p for j, p in zip(jours, present, strict=True))
    heures = ouvres * hebdo / 5
    manque = hors * hebdo / 5
    if v.retenue_absence is None:
        retenue = arrondi(base * min(heures, manque + exact(v.heures_absence)) / heures)
    else:
        retenue = arrondi(base * manque / heures) + exact(v.retenue_absence)
    m.t["retenue_absence"] = min(base, retenue)
    m.t["part_presente"] = Fraction(sum(present), len(jours))
    m.t["part_payee"] = (base - m.t["retenue_absence"]) / base if base else RIEN
    jours_payes = sum(present) - exact(v.jours_absence)
    m.t["part_du_plafond"] = max(RIEN, jours_payes) / len(jours)
    m.t["hebdo"] = hebdo
    taux = arrondi(base / (hebdo * 52 / 12), 4)
    sup = ((v.heures_supplementaires_25, "1.25"), (v.heures_supplementaires_50, "1.5"))
    comp = ((v.heures_complementaires_10, "1.10"), (v.heures_complementaires_25, "1.25"))
    m.t["heures_sup"] = sum((exact(h) for h, _ in sup), RIEN)
    m.t["heures_comp"] = sum((exact(h) for h, _ in comp), RIEN)
    m.t["remuneration_heures_sup"] = sum((arrondi(exact(h) * taux * Fraction(k)) for h, k in sup), RIEN)
    m.t["remuneration_heures_complementaires"] = sum(
        (arrondi(exact(h) * taux * Fraction(k)) for h, k in comp), RIEN
    )
    m.t["heures_payees"] = m.t["remuneration_heures_sup"] + m.t["remuneration_heures_complementaires"]
    gains = base - m.t["retenue_absence"] + m.t["heures_payees"] + exact(v.primes) + exact(v.avantages_en_nature)
    m.t["indemnite_fin_contrat"] = _precarite(m, gains)
    m.t["brut"] = gains + m.t["indemnite_fin_contrat"] + exact(v.indemnite_conges)


def _precarite(m: Mois, gains: Fraction) -> Fraction:
    """Dix pour cent du brut total, au terme du contrat (C. trav., L1243-8) ; sans terme connu, chaque mois."""
    if m.s.contrat != "CDD":
        return exact(m.v.indemnite_fin_contrat)
    total = m.memoire.ajouter("contrat", gains)
    if m.v.indemnite_fin_contrat is not None:
        return exact(m.v.indemnite_fin_contrat)
    taux: Fraction = m.droit("indemnite_fin_contrat")
    if m.s.sortie is None:
        return arrondi(gains * taux)
    return arrondi(total * taux) if m.debut <= m.s.sortie <= m.fin else RIEN


def _assiettes(m: Mois) -> None:
    """Plafond au prorata (CSS, R242-2), tranches du cumul (R243-10), franchises des stages et apprentis."""
    pmss, t = m.droit("plafond_mensuel"), m.t
    entier = pmss * t["part_du_plafond"]
    # Temps partiel : (contrat + heures complémentaires) / durée légale, au plus 1, puis les jours (BOSS, assiette,
    # 800 à 820 ; l'exemple publié de Legisocial, plafond de 2022, enchaîne les deux et arrondit au centime).
    duree = min(Fraction(1), (t["hebdo"] * 52 / 12 + t["heures_comp"]) / MOIS_D_HEURES)
    # Tous les contrats d'une personne ont un seul plafond, et leurs bruts font masse (BOSS, depuis 2022).
    personne = m.memoire.personne
    libre = max(RIEN, pmss - personne.sommes[f"plafond de {m.rang}"])
    t["plafond_applique"], entier = min(libre, arrondi(entier * duree)), min(libre, arrondi(entier))
    personne.ajouter(f"plafond de {m.rang}", t["plafond_applique"])
    t["assiette"] = t["brut"]
    if m.s.contrat == "stage":
        heures = m.v.heures_de_stage
        part = m.droit("stage_part_du_plafond")
        du_mois = part * t["plafond_applique"]  # faute d'heures : 15 % du plafond du mois
        franchise = du_mois if heures is None else exact(heures) * part * m.droit("plafond_horaire")
        t["assiette"] = max(RIEN, t["brut"] - franchise)
    t["cumul_brut"] = m.memoire.ajouter("du contrat", t["assiette"])
    t["cumul_ppv"] = m.memoire.ajouter("ppv", exact(m.v.prime_partage_valeur))
    brut = personne.ajouter("assiette", t["assiette"])
    plafond = personne.ajouter("plafond", t["plafond_applique"])
    t["tranche_1"] = personne.part_du_mois("t1", min(brut, plafond))
    t["tranche_2"] = personne.part_du_mois("t2", max(RIEN, min(brut, 8 * plafond) - plafond))
    t["quatre_plafonds"] = personne.part_du_mois("4p", min(brut, 4 * plafond))
    t["equilibre"] = personne.part_du_mois("cet", min(brut, 8 * plafond) if brut > plafond else RIEN)
    entiers = personne.ajouter("plafond_entier", entier)
    t["tranche_cadre"] = personne.part_du_mois("t_cadre", min(brut, entiers))
    t["franchise_apprenti"] = RIEN
    if m.s.contrat == "apprentissage":
        # La date du contrat décide (D. 2025-290) ; prorata à l'entrée et à la sortie seulement.
        seuil = droit("apprenti_seuil_salarial", m.s.date_contrat)
        t["franchise_apprenti"] = seuil * m.droit("smic_horaire") * MOIS_D_HEURES * t["part_presente"]


def _cotisations(m: Mois) -> None:
    """Lignes de cotisations, hors CSG : taux du mois sur l'assiette du mois."""
    t, s, e = m.t, m.s, m.e
    tout, t1, t2, quatre = t["assiette"], t["tranche_1"], t["tranche_2"], t["quatre_plafonds"]
    stage, apprenti = s.contrat == "stage", s.contrat == "apprentissage"
    part = m.droit("part_employeur_sante") if s.part_employeur_sante is None else exact(s.part_employeur_sante)
    sante = t["sante_patronale"] = arrondi(exact(s.sante_mensuelle) * part)
    m.ligne("sante_complementaire", exact(s.sante_mensuelle) - sante, sante)
    _prevoyance(m)
    franchise = t["franchise_apprenti"]
    soumis, soumis_1 = (max(RIEN, tout - franchise), max(RIEN, t1 - franchise)) if franchise else (tout, t1)
    local = m.droit("maladie_alsace_moselle") * soumis if s.alsace_moselle else RIEN
    m.ligne("maladie", local, _maladie(m))
    m.ligne("at_mp", employeur=exact(e.taux_at) * tout)
    plafonnee, deplafonnee = m.droit("vieillesse_plafonnee"), m.droit("vieillesse_deplafonnee")
    m.ligne("vieillesse_plafonnee", plafonnee["salarial"] * soumis_1, plafonnee["patronal"] * t1)
    m.ligne("vieillesse_deplafonnee", deplafonnee["salarial"] * soumis, deplafonnee["patronal"] * tout)
    m.ligne("allocations_familiales", employeur=_famille(m))
    m.ligne("csa", employeur=m.droit("csa") * tout)
    fnal = m.droit("fnal", m.effectif(50))
    m.ligne("fnal", employeur=fnal["taux"] * (t1 if fnal["assiette"] == "plafonnée" else tout))
    zone = e.effectif if e.effectif_mobilite is None else e.effectif_mobilite
    if zone >= m.droit("versement_mobilite"):
        m.ligne("versement_mobilite", employeur=exact(e.taux_versement_mobilite) * tout)
        m.ligne("versement_mobilite_regional", employeur=exact(e.taux_versement_mobilite_regional) * tout)
    _formation_et_apprentissage(m)
    if stage:
        return
    for code in ("agirc_arrco", "ceg"):
        un, deux = m.droit(f"{code}_t1"), m.droit(f"{code}_t2")
        m.ligne(
            code,
            un["salarial"] * soumis_1 + deux["salarial"] * t2,
            un["patronal"] * t1 + deux["patronal"] * t2,
        )
    cet = m.droit("cet")
    equilibre = t["equilibre"]
    m.ligne(
        "cet",
        cet["salarial"] * (max(RIEN, equilibre - franchise) if apprenti and equilibre > 0 else equilibre),
        cet["patronal"] * equilibre,
    )
    chomage = m.droit("chomage") if e.taux_chomage is None else exact(e.taux_chomage)
    m.ligne("chomage", employeur=chomage * quatre)
    m.ligne("ags", employeur=m.droit("ags") * quatre)
    if s.cadre:
        apec = m.droit("apec")
        m.ligne("apec", apec["salarial"] * quatre, apec["patronal"] * quatre)
    m.ligne("dialogue_social", employeur=m.droit("dialogue_social") * tout)
    garanties = t["sante_patronale"] + t["prevoyance_patronale"]
    m.ligne("forfait_social", employeur=m.droit("forfait_social", m.effectif(11)) * garanties)


def _prevoyance(m: Mois) -> None:
    """Prévoyance : 1,5 % des cadres sur la tranche 1 que le temps partiel ne réduit pas (ANI du 17/11/2017).

    L'assiette de celle que le contrat ajoute n'est dans aucun texte : la même, par convention du projet.
    """
    s, t = m.s, m.t
    patronale = exact(s.taux_prevoyance_patronal) * t["tranche_cadre"]
    if s.cadre:
        propre = s.taux_prevoyance_cadre
        patronale += (m.droit("prevoyance_cadre") if propre is None else exact(propre)) * t["tranche_cadre"]
    t["prevoyance_patronale"] = arrondi(patronale)
    m.ligne("prevoyance", exact(s.taux_prevoyance_salarial) * t["tranche_cadre"], patronale)


def _reduit(m: Mois, nom: str) -> tuple[Fraction, Fraction]:
    """Taux réduit et complément : sur tout le cumul quand il passe la limite, sinon rien (jusqu'en 2025)."""
    plein: Fraction = m.droit(nom)
    regle = m.droit(f"{nom}_taux_reduit")
    if regle is None or m.s.contrat == "stage":
        return plein, RIEN
    au_dela = m.t["cumul_brut"] > regle["limite_en_smic"] * m.t["cumul_smic"]
    complement = m.memoire.part_du_mois(nom, m.t["cumul_brut"] if au_dela else RIEN)
    return regle["taux"], (plein - regle["taux"]) * complement


def _maladie(m: Mois) -> Fraction:
    taux, complement = _reduit(m, "maladie")
    return taux * m.t["assiette"] + complement


def _famille(m: Mois) -> Fraction:
    taux, complement = _reduit(m, "allocations_familiales")
    return taux * m.t["assiette"] + complement


def _formation_et_apprentissage(m: Mois) -> None:
    """Formation, taxe d'apprentissage, et contributions annuelles si l'établissement les étale."""
    s, e, tout = m.s, m.e, m.t["assiette"]
    region = "alsace_moselle" if s.alsace_moselle else "taux"
    etale, apprenti = e.contributions_annuelles_mensualisees, s.contrat == "apprentissage"
    base = tout
    if apprenti and m.droit("apprenti_abattement_taxe"):
        base = max(RIEN, tout - m.droit("apprenti_abattement_taxe") * m.droit("smic_horaire") * MOIS_D_HEURES)
    if not apprenti or m.droit("apprenti_formation", m.effectif(11)):
        m.ligne("formation", employeur=m.droit("formation", m.effectif(11)) * tout)
        if not e.association_non_lucrative or m.droit("taxe_apprentissage_associations"):
            m.ligne("taxe_apprentissage", employeur=m.droit("taxe_apprentissage")[region] * base)
            if etale:
                m.ligne("taxe_apprentissage_solde", employeur=m.droit("taxe_apprentissage_solde")[region] * base)
    if s.contrat == "CDD":
        m.ligne("cpf_cdd", employeur=m.droit("cpf_cdd") * tout)
    if etale:
        m.ligne("peec", employeur=m.droit("peec", m.effectif(50)) * tout)
        regle = m.droit("csa_alternance_particularites")
        part = regle["part_alsace_moselle"] if s.alsace_moselle else Fraction(1)
        if m.effectif(250) >= regle["seuil"]:  # assiette de la taxe d'apprentissage (C. trav., L6242-1)
            m.ligne("csa_apprentissage", employeur=exact(e.taux_csa_alternance) * part * base)


def _heures_exonerees(m: Mois) -> None:
    """Réduction salariale (CSS, L241-17, D241-21) et exonération d'impôt (CGI, 81 quater) des heures."""
    t = m.t
    retraite = ("vieillesse_plafonnee", "vieillesse_deplafonnee", "agirc_arrco", "ceg", "cet")
    effectif = sum((m.exacts.get(c, RIEN) for c in retraite), RIEN) / t["brut"] if t["brut"] > 0 else RIEN
    taux = max(RIEN, min(m.droit("heures_sup_salariales"), effectif))
    t["reduction_salariale_heures_sup"] = arrondi(t["heures_payees"] * taux)
    t["deduction_patronale_heures_sup"] = arrondi(
        t["heures_sup"] * m.droit("heures_sup_patronales", m.effectif(20 if m.effectif(20) < 20 else 250))
    )
    csg = (1 - m.droit("abattement_csg")) * m.droit("csg_deductible")
    limite = arrondi(m.droit("heures_sup_impot") / (1 - csg), 0)
    deja = m.memoire.sommes["heures"]
    t["heures_exonerees_impot"] = min(t["heures_payees"], max(RIEN, limite - deja))
    m.memoire.ajouter("heures", t["heures_exonerees_impot"])


def _csg(m: Mois) -> None:
    """CSG et CRDS : 98,25 % jusqu'à quatre plafonds, plus les parts patronales de santé et de prévoyance."""
    t, s = m.t, m.s
    unite = m.droit("heures_sup_arrondi")
    soumis = max(RIEN, t["assiette"] - t["franchise_apprenti"])
    part = min(soumis, arrondi(t["heures_exonerees_impot"] / unite, 0) * unite)
    heures = (1 - m.droit("abattement_csg")) * part
    # Quatre plafonds cumulés contre le brut cumulé ; pour un apprenti, part exonérée comprise : le texte est muet.
    due_sur = soumis if t["franchise_apprenti"] else t["assiette"]
    brut, plafond = (m.memoire.personne.sommes[nom] for nom in ("assiette", "plafond"))
    brut -= t["assiette"]
    abattu = min(brut + due_sur, 4 * plafond) - min(brut, 4 * (plafond - t["plafond_applique"]))
    base = due_sur - m.droit("abattement_csg") * abattu - heures + t["sante_patronale"] + t["prevoyance_patronale"]
    if s.contrat == "apprentissage":
        due = droit("apprenti_csg", s.date_contrat) and t["assiette"] > t["franchise_apprenti"]
        base, heures = (base, heures) if due else (RIEN, RIEN)
    if s.contrat == "stage" and t["assiette"] == 0:
        base = RIEN
    ppv = exact(m.v.prime_partage_valeur) if m.v.prime_partage_valeur_imposable else RIEN
    deductible, crds = m.droit("csg_deductible"), m.droit("crds")
    t["assiette_csg"] = base
    m.ligne("csg_deductible", deductible * base)
    m.ligne("csg_crds_non_deductible", m.droit("csg_non_deductible") * base + crds * (base + heures))
    m.ligne("csg_crds_hs", (deductible + m.droit("csg_non_deductible")) * heures)
    # La prime n'est pas un salaire : sans abattement pour frais.
    m.ligne("csg_deductible_ppv", deductible * ppv)
    m.ligne("csg_crds_non_deductible_ppv", (m.droit("csg_non_deductible") + crds) * ppv)
    if m.effectif(250) >= m.droit("ppv_forfait_social")["seuil"]:
        m.ligne("forfait_social_ppv", employeur=m.droit("ppv_forfait_social")["taux"] * ppv)


def _smic(m: Mois) -> None:
    """SMIC de la réduction : 1 820/12 heures, au prorata, plus les heures en plus sans majoration (D241-7).

    Un apprenti compte au SMIC entier depuis le 01/07/2022 (BOSS, allègements généraux), à son pourcentage avant.
    """
    t = m.t
    smic = m.droit("smic_reduction_generale")
    complet = smic * Fraction(1820, 12) * min(Fraction(1), t["hebdo"] / 35)
    t["smic"] = complet * t["part_payee"] + smic * (t["heures_sup"] + t["heures_comp"])
    t["cumul_smic"] = m.memoire.ajouter("smic", t["smic"])


def coefficient(jour: date, effectif: int, smic: Fraction, remuneration: Fraction) -> tuple[Fraction, Fraction]:
    """Coefficient de la réduction à quatre décimales, et coefficient maximal (CSS, D241-7)."""
    regle = droit("rgdu", jour, effectif)
    if regle is None:
        regle = droit("fillon", jour, effectif)
        maximum: Fraction = regle["t"]
        if remuneration <= 0:
            return RIEN, maximum
        valeur = maximum / Fraction(6, 10) * (regle["sortie_en_smic"] * smic / remuneration - 1)
        return max(RIEN, min(maximum, arrondi(valeur, 4))), maximum
    maximum = regle["t_min"] + regle["t_delta"]
    sortie = regle["sortie_en_smic"] * smic
    if remuneration <= 0 or remuneration >= sortie:
        return RIEN, maximum
    part = (sortie / remuneration - 1) / 2
    with localcontext(prec=50):
        puissance = Fraction((Decimal(part.numerator) / part.denominator) ** Decimal("1.75"))
    return min(maximum, arrondi(regle["t_min"] + regle["t_delta"] * puissance, 4)), maximum


def _reduction_generale(m: Mois) -> None:
    """Réduction du mois : celle du cumul, moins celle déjà pratiquée ; la PPV y compte depuis 2025."""
    t = m.t
    if m.s.contrat == "stage":
        taux, maximum = RIEN, Fraction(1)
    else:
        remuneration = t["cumul_brut"] + t["cumul_ppv"]
        taux, maximum = coefficient(m.debut, m.effectif(50), t["cumul_smic"], remuneration)
        t["reduction_generale"] = m.memoire.part_du_mois("reduction", arrondi(taux * remuneration))
    t.setdefault("reduction_generale", RIEN)
    t["reduction_generale_coefficient"] = taux
    complementaire = arrondi(t["reduction_generale"] * m.droit("part_agirc_arrco") / maximum)
    t["reduction_generale_agirc_arrco"] = complementaire
    t["reduction_generale_urssaf"] = t["reduction_generale"] - complementaire


def _nets(m: Mois) -> None:
    """Nets : sommes de lignes arrondies ; la part patronale de santé est imposable, celle de prévoyance non."""
    t, v = m.t, m.v
    t["total_lignes_salariales"] = sum((a for a, _ in m.lignes.values()), RIEN)
    t["total_lignes_patronales"] = sum((b for _, b in m.lignes.values()), RIEN)
    t["total_salarial"] = t["total_lignes_salariales"] - t["reduction_salariale_heures_sup"]
    # La déduction ne dépasse pas ce qui reste dû pour le salarié ce mois-là (CSS, L241-18).
    reste = max(RIEN, t["total_lignes_patronales"] - t["reduction_generale"])
    t["deduction_patronale_heures_sup"] = min(t["deduction_patronale_heures_sup"], reste)
    t["total_patronal"] = (
        t["total_lignes_patronales"] - t["reduction_generale"] - t["deduction_patronale_heures_sup"]
    )
    ppv = exact(v.prime_partage_valeur)
    net = t["brut"] - t["total_salarial"] + ppv
    t["montant_net_social"] = net + exact(v.ijss_subrogees)
    non_deductibles = ("csg_crds_non_deductible", "csg_crds_hs", "csg_crds_non_deductible_ppv")
    imposable = net + sum((m.lignes.get(c, (RIEN, RIEN))[0] for c in non_deductibles), RIEN)
    imposable += m.lignes.get("sante_complementaire", (RIEN, RIEN))[1] - t["heures_exonerees_impot"]
    imposable -= RIEN if v.prime_partage_valeur_imposable else ppv
    if m.s.contrat in ("apprentissage", "stage"):
        imposable -= _exonere(m, imposable)
    # « Salaires versés aux apprentis » : les indemnités journalières n'en sont pas (à la lettre ; incertain).
    # La caisse les déclare au fisc ; l'employeur les soumet seulement au prélèvement (DSN, S21.G00.50.002 et 013).
    t["net_imposable"] = imposable
    t["soumis_au_pas"] = imposable + exact(v.ijss_imposables)
    en_nature = exact(v.avantages_en_nature)
    autres = exact(v.ijss_subrogees) + exact(v.remboursements) - exact(v.retenues_diverses)
    t["net_a_payer_avant_impot"] = net - en_nature + autres
    _prelevement(m)
    t["net_a_payer"] = (
        t["net_a_payer_avant_impot"] - t["prelevement_a_la_source"] - exact(v.acomptes) - exact(v.saisies)
    )
    t["cout_total_avant_aides"] = t["brut"] + ppv + t["total_patronal"]


def _exonere(m: Mois, imposable: Fraction) -> Fraction:
    """Part exonérée d'un apprenti ou d'un stagiaire : un SMIC annuel, sans prorata (CGI, 81 bis).

    Somme des SMIC mensuels, à l'euro le plus proche (BOI-RSA-CHAMP-20-50-50, § 400) ; les mois à venir comptent au
    SMIC que l'on connaît le mois de la paie.
    """
    mois = (droit("smic_horaire", date(m.annee, min(rang, m.rang), 1)) for rang in range(1, 13))
    limite = arrondi(sum((arrondi(smic * MOIS_D_HEURES) for smic in mois), RIEN), 0)
    part = max(RIEN, min(imposable, limite - m.memoire.sommes["apprenti"]))
    m.memoire.ajouter("apprenti", part)
    return part


def _prelevement(m: Mois) -> None:
    """Prélèvement à la source : taux transmis, sinon grille du jour du paiement (CGI, 204 H)."""
    t, s = m.t, m.s
    jour = m.v.date_paiement or m.fin
    base, abattement = max(RIEN, t["soumis_au_pas"]), _abattement_du_contrat_court(m, jour)
    neutre = max(RIEN, base - abattement)
    if s.taux_pas is None and abattement:
        t["soumis_au_pas"] = neutre
    t["taux_neutre"] = droit(f"taux_neutre_{s.zone_fiscale}", jour, neutre)
    t["prelevement_source_taux_neutre"] = arrondi(neutre * t["taux_neutre"])
    t["taux_pas"] = t["taux_neutre"] if s.taux_pas is None else exact(s.taux_pas)
    t["prelevement_a_la_source"] = arrondi((neutre if s.taux_pas is None else base) * t["taux_pas"])


def _abattement_du_contrat_court(m: Mois, jour: date) -> Fraction:
    """Un demi-SMIC net, au taux neutre, pour un contrat de deux mois de quantième à quantième au plus."""
    regle = droit("abattement_contrat_court", jour)
    entree, sortie = m.s.entree, m.s.sortie
    if regle is None or m.s.contrat not in ("CDD", "stage") or entree is None or sortie is None:
        return RIEN
    rang = entree.month - 1 + int(regle["mois"])
    annee, mois = entree.year + rang // 12, rang % 12 + 1
    terme = date(annee, mois, min(entree.day, calendar.monthrange(annee, mois)[1]))
    return regle["montant"] if sortie < terme else RIEN


def bulletin_attendu(annee: int, rang: int, s: Any, e: Any, v: Any, memoire: Memoire) -> Mois:
    """Bulletin d'un mois ; la mémoire porte l'année, et avance d'un mois."""
    memoire.ouvrir(annee)
    m = Mois(annee, rang, s, e, v, memoire)
    _brut(m)
    _smic(m)
    _assiettes(m)
    _cotisations(m)
    _heures_exonerees(m)
    _csg(m)
    _reduction_generale(m)
    _nets(m)
    return m
