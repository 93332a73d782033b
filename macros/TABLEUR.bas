Attribute VB_Name = "TABLEUR"
' Fait par tableur d'après son catalogue : ne pas modifier à la main.
' Une fonction de feuille par formule ; toutes passent par TABLEUR_Pont, qui rend de vraies erreurs.
Option Explicit

Public Function ALLOCATION_DE_TELETRAVAIL(jours As Variant, le As Variant, _
        Optional allocation As Variant, Optional accord As Variant) As Variant
Attribute ALLOCATION_DE_TELETRAVAIL.VB_Description = "Allocation de télétravail d'un mois : montant, parts exonérée et soumise à cotisations."
Attribute ALLOCATION_DE_TELETRAVAIL.VB_ProcData.VB_Invoke_Func = " \n14"
    ALLOCATION_DE_TELETRAVAIL = TABLEUR_Pont.Appeler("ALLOCATION_DE_TELETRAVAIL", Array(jours, le, _
        allocation, accord))
End Function

Public Function ARTICLES_A_SURVEILLER(articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional lots As Variant, Optional le As Variant, _
        Optional jours_dormant As Variant, Optional jours_avant_peremption As Variant, _
        Optional periode As Variant, Optional taux_de_service As Variant) As Variant
Attribute ARTICLES_A_SURVEILLER.VB_Description = "Articles et lots qui demandent une décision, une ligne au plus par motif et par article ou lot."
Attribute ARTICLES_A_SURVEILLER.VB_ProcData.VB_Invoke_Func = " \n14"
    ARTICLES_A_SURVEILLER = TABLEUR_Pont.Appeler("ARTICLES_A_SURVEILLER", Array(articles, mouvements, _
        reprises, lots, le, jours_dormant, jours_avant_peremption, periode, taux_de_service))
End Function

Public Function AVANTAGE_EN_NATURE(nature As Variant, le As Variant, Optional nombre As Variant, _
        Optional remuneration As Variant, Optional valeur As Variant, _
        Optional retenue As Variant) As Variant
Attribute AVANTAGE_EN_NATURE.VB_Description = "Valeur forfaitaire d'un avantage en nature pour un mois, moins ce que le salarié paie."
Attribute AVANTAGE_EN_NATURE.VB_ProcData.VB_Invoke_Func = " \n14"
    AVANTAGE_EN_NATURE = TABLEUR_Pont.Appeler("AVANTAGE_EN_NATURE", Array(nature, le, nombre, _
        remuneration, valeur, retenue))
End Function

Public Function AVANTAGE_VEHICULE(mise_a_disposition As Variant, acquisition As Variant, _
        cout As Variant, Optional carburant As Variant, Optional plus_de_cinq_ans As Variant, _
        Optional electrique As Variant, Optional prix_de_reference As Variant, _
        Optional retenue As Variant) As Variant
Attribute AVANTAGE_VEHICULE.VB_Description = "Valeur forfaitaire, par mois, de l'usage privé d'un véhicule de l'entreprise."
Attribute AVANTAGE_VEHICULE.VB_ProcData.VB_Invoke_Func = " \n14"
    AVANTAGE_VEHICULE = TABLEUR_Pont.Appeler("AVANTAGE_VEHICULE", Array(mise_a_disposition, _
        acquisition, cout, carburant, plus_de_cinq_ans, electrique, prix_de_reference, retenue))
End Function

Public Function AVIS_DE_DISCRIMINATION(ratio As Variant) As Variant
Attribute AVIS_DE_DISCRIMINATION.VB_Description = "Avis sur un classement ABC d'après son ratio de discrimination."
Attribute AVIS_DE_DISCRIMINATION.VB_ProcData.VB_Invoke_Func = " \n14"
    AVIS_DE_DISCRIMINATION = TABLEUR_Pont.Appeler("AVIS_DE_DISCRIMINATION", Array(ratio))
End Function

Public Function BESOINS_DE_REAPPROVISIONNEMENT(articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional le As Variant, Optional periode As Variant, _
        Optional taux_de_service As Variant, Optional jours_a_couvrir As Variant) As Variant
Attribute BESOINS_DE_REAPPROVISIONNEMENT.VB_Description = "Besoin de chaque article à une date : disponible, point de commande, et quantité à commander."
Attribute BESOINS_DE_REAPPROVISIONNEMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    BESOINS_DE_REAPPROVISIONNEMENT = TABLEUR_Pont.Appeler("BESOINS_DE_REAPPROVISIONNEMENT", _
        Array(articles, mouvements, reprises, le, periode, taux_de_service, jours_a_couvrir))
End Function

Public Function BULLETIN_DE_PAIE(periode As Variant, salarie As Variant, etablissement As Variant, _
        variables As Variant, Optional cumuls As Variant) As Variant
Attribute BULLETIN_DE_PAIE.VB_Description = "Bulletin de paie d'un mois, régularisé sur les cumuls de l'année s'ils sont donnés."
Attribute BULLETIN_DE_PAIE.VB_ProcData.VB_Invoke_Func = " \n14"
    BULLETIN_DE_PAIE = TABLEUR_Pont.Appeler("BULLETIN_DE_PAIE", Array(periode, salarie, _
        etablissement, variables, cumuls))
End Function

Public Function CHIFFRE_D_AFFAIRES_PAR_CLIENT(ventes As Variant, mois As Variant, au As Variant, _
        Optional premier_mois As Variant, Optional combien As Variant) As Variant
Attribute CHIFFRE_D_AFFAIRES_PAR_CLIENT.VB_Description = "Chiffre d'affaires des premiers clients de l'exercice : mois choisi, cumul, et un an plus tôt."
Attribute CHIFFRE_D_AFFAIRES_PAR_CLIENT.VB_ProcData.VB_Invoke_Func = " \n14"
    CHIFFRE_D_AFFAIRES_PAR_CLIENT = TABLEUR_Pont.Appeler("CHIFFRE_D_AFFAIRES_PAR_CLIENT", _
        Array(ventes, mois, au, premier_mois, combien))
End Function

Public Function CHIFFRE_D_AFFAIRES_PAR_FAMILLE(ventes As Variant, mois As Variant, au As Variant, _
        Optional premier_mois As Variant) As Variant
Attribute CHIFFRE_D_AFFAIRES_PAR_FAMILLE.VB_Description = "Chiffre d'affaires de chaque famille : mois choisi, cumul de l'exercice, et un an plus tôt."
Attribute CHIFFRE_D_AFFAIRES_PAR_FAMILLE.VB_ProcData.VB_Invoke_Func = " \n14"
    CHIFFRE_D_AFFAIRES_PAR_FAMILLE = TABLEUR_Pont.Appeler("CHIFFRE_D_AFFAIRES_PAR_FAMILLE", _
        Array(ventes, mois, au, premier_mois))
End Function

Public Function CHIFFRE_D_AFFAIRES_PAR_MOIS(ventes As Variant, mois As Variant, au As Variant, _
        Optional objectifs As Variant) As Variant
Attribute CHIFFRE_D_AFFAIRES_PAR_MOIS.VB_Description = "Chiffre d'affaires des douze mois qui finissent au mois choisi, de l'an d'avant, et objectifs."
Attribute CHIFFRE_D_AFFAIRES_PAR_MOIS.VB_ProcData.VB_Invoke_Func = " \n14"
    CHIFFRE_D_AFFAIRES_PAR_MOIS = TABLEUR_Pont.Appeler("CHIFFRE_D_AFFAIRES_PAR_MOIS", Array(ventes, _
        mois, au, objectifs))
End Function

Public Function CIVILITE_ECRITE(civilite As Variant, Optional forme As Variant) As Variant
Attribute CIVILITE_ECRITE.VB_Description = "Civilité en toutes lettres ou abrégée : « Madame » ou « Mme », « Monsieur » ou « M. »."
Attribute CIVILITE_ECRITE.VB_ProcData.VB_Invoke_Func = " \n14"
    CIVILITE_ECRITE = TABLEUR_Pont.Appeler("CIVILITE_ECRITE", Array(civilite, forme))
End Function

Public Function CLASSEMENT_ABC(articles As Variant, Optional seuil_a As Variant, _
        Optional seuil_b As Variant, Optional a_cheval As Variant) As Variant
Attribute CLASSEMENT_ABC.VB_Description = "Classement ABC : articles par valeur décroissante, part, cumul et classe."
Attribute CLASSEMENT_ABC.VB_ProcData.VB_Invoke_Func = " \n14"
    CLASSEMENT_ABC = TABLEUR_Pont.Appeler("CLASSEMENT_ABC", Array(articles, seuil_a, seuil_b, _
        a_cheval))
End Function

Public Function CLASSEMENT_ABC_DES_CONSOMMATIONS(articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional le As Variant, Optional periode As Variant, _
        Optional seuil_a As Variant, Optional seuil_b As Variant, _
        Optional a_cheval As Variant) As Variant
Attribute CLASSEMENT_ABC_DES_CONSOMMATIONS.VB_Description = "Classement ABC des articles par la valeur consommée pendant la période."
Attribute CLASSEMENT_ABC_DES_CONSOMMATIONS.VB_ProcData.VB_Invoke_Func = " \n14"
    CLASSEMENT_ABC_DES_CONSOMMATIONS = TABLEUR_Pont.Appeler("CLASSEMENT_ABC_DES_CONSOMMATIONS", _
        Array(articles, mouvements, reprises, le, periode, seuil_a, seuil_b, a_cheval))
End Function

Public Function CODE_DE_COTISATION(libelle As Variant) As Variant
Attribute CODE_DE_COTISATION.VB_Description = "Code de cotisation auquel un libellé de cabinet répond, vide si rien ne le reconnaît."
Attribute CODE_DE_COTISATION.VB_ProcData.VB_Invoke_Func = " \n14"
    CODE_DE_COTISATION = TABLEUR_Pont.Appeler("CODE_DE_COTISATION", Array(libelle))
End Function

Public Function CODE_POSTAL_ECRIT(code_postal As Variant) As Variant
Attribute CODE_POSTAL_ECRIT.VB_Description = "Code postal français à cinq chiffres, son zéro de tête rétabli : « 01000 »."
Attribute CODE_POSTAL_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    CODE_POSTAL_ECRIT = TABLEUR_Pont.Appeler("CODE_POSTAL_ECRIT", Array(code_postal))
End Function

Public Function COEFFICIENT_DE_DEDUCTION(assujettissement As Variant, taxation As Variant, _
        Optional admission As Variant) As Variant
Attribute COEFFICIENT_DE_DEDUCTION.VB_Description = "Coefficient de déduction : assujettissement × taxation × admission, par excès au centième."
Attribute COEFFICIENT_DE_DEDUCTION.VB_ProcData.VB_Invoke_Func = " \n14"
    COEFFICIENT_DE_DEDUCTION = TABLEUR_Pont.Appeler("COEFFICIENT_DE_DEDUCTION", _
        Array(assujettissement, taxation, admission))
End Function

Public Function COEFFICIENT_DE_REDUCTION(remuneration As Variant, smic As Variant, _
        effectif As Variant, le As Variant) As Variant
Attribute COEFFICIENT_DE_REDUCTION.VB_Description = "Coefficient de la réduction générale, à quatre décimales, nul dès la limite de rémunération."
Attribute COEFFICIENT_DE_REDUCTION.VB_ProcData.VB_Invoke_Func = " \n14"
    COEFFICIENT_DE_REDUCTION = TABLEUR_Pont.Appeler("COEFFICIENT_DE_REDUCTION", Array(remuneration, _
        smic, effectif, le))
End Function

Public Function COEFFICIENT_DE_SERVICE(taux_de_service As Variant) As Variant
Attribute COEFFICIENT_DE_SERVICE.VB_Description = "Coefficient z d'un taux de service : le quantile de la loi normale centrée réduite."
Attribute COEFFICIENT_DE_SERVICE.VB_ProcData.VB_Invoke_Func = " \n14"
    COEFFICIENT_DE_SERVICE = TABLEUR_Pont.Appeler("COEFFICIENT_DE_SERVICE", Array(taux_de_service))
End Function

Public Function COMMANDES_PAR_FOURNISSEUR(lignes As Variant, fournisseurs As Variant) As Variant
Attribute COMMANDES_PAR_FOURNISSEUR.VB_Description = "Commande à passer à chaque fournisseur, et ce qui manque pour son minimum et son franco."
Attribute COMMANDES_PAR_FOURNISSEUR.VB_ProcData.VB_Invoke_Func = " \n14"
    COMMANDES_PAR_FOURNISSEUR = TABLEUR_Pont.Appeler("COMMANDES_PAR_FOURNISSEUR", Array(lignes, _
        fournisseurs))
End Function

Public Function COMPLEMENT_ELIDE(nom As Variant, Optional mot As Variant) As Variant
Attribute COMPLEMENT_ELIDE.VB_Description = "Nom précédé de « de », « le », « que »…, élidé devant une voyelle ou un h muet : « d’Élodie »."
Attribute COMPLEMENT_ELIDE.VB_ProcData.VB_Invoke_Func = " \n14"
    COMPLEMENT_ELIDE = TABLEUR_Pont.Appeler("COMPLEMENT_ELIDE", Array(nom, mot))
End Function

Public Function CONGES_ACQUIS(mois_travailles As Variant, le As Variant, _
        Optional mois_de_maladie As Variant, Optional mois_d_accident As Variant, _
        Optional decompte As Variant, Optional arrondir_au_jour As Variant) As Variant
Attribute CONGES_ACQUIS.VB_Description = "Jours de congés payés acquis pendant une période de référence."
Attribute CONGES_ACQUIS.VB_ProcData.VB_Invoke_Func = " \n14"
    CONGES_ACQUIS = TABLEUR_Pont.Appeler("CONGES_ACQUIS", Array(mois_travailles, le, mois_de_maladie, _
        mois_d_accident, decompte, arrondir_au_jour))
End Function

Public Function CONSOMMATION_MOYENNE(consommations As Variant, Optional jours As Variant) As Variant
Attribute CONSOMMATION_MOYENNE.VB_Description = "Consommation moyenne d'une période, ou d'un jour quand le nombre de jours est donné."
Attribute CONSOMMATION_MOYENNE.VB_ProcData.VB_Invoke_Func = " \n14"
    CONSOMMATION_MOYENNE = TABLEUR_Pont.Appeler("CONSOMMATION_MOYENNE", Array(consommations, jours))
End Function

Public Function CONTREPARTIE_EN_REPOS(heures_hors_contingent As Variant, effectif As Variant, _
        le As Variant) As Variant
Attribute CONTREPARTIE_EN_REPOS.VB_Description = "Heures de repos dues pour les heures supplémentaires au-delà du contingent annuel."
Attribute CONTREPARTIE_EN_REPOS.VB_ProcData.VB_Invoke_Func = " \n14"
    CONTREPARTIE_EN_REPOS = TABLEUR_Pont.Appeler("CONTREPARTIE_EN_REPOS", _
        Array(heures_hors_contingent, effectif, le))
End Function

Public Function CONTROLE_DES_LIGNES(periode As Variant, salarie As Variant, etablissement As Variant, _
        variables As Variant, lignes As Variant, Optional cumuls As Variant) As Variant
Attribute CONTROLE_DES_LIGNES.VB_Description = "Contrôle d'un bulletin reçu, ligne à ligne : écarts, causes prouvées, question au cabinet."
Attribute CONTROLE_DES_LIGNES.VB_ProcData.VB_Invoke_Func = " \n14"
    CONTROLE_DES_LIGNES = TABLEUR_Pont.Appeler("CONTROLE_DES_LIGNES", Array(periode, salarie, _
        etablissement, variables, lignes, cumuls))
End Function

Public Function CONTROLE_DES_TOTAUX(periode As Variant, salarie As Variant, etablissement As Variant, _
        variables As Variant, totaux As Variant, Optional cumuls As Variant) As Variant
Attribute CONTROLE_DES_TOTAUX.VB_Description = "Contrôle d'un bulletin reçu par ses totaux : écarts, causes prouvées, question au cabinet."
Attribute CONTROLE_DES_TOTAUX.VB_ProcData.VB_Invoke_Func = " \n14"
    CONTROLE_DES_TOTAUX = TABLEUR_Pont.Appeler("CONTROLE_DES_TOTAUX", Array(periode, salarie, _
        etablissement, variables, totaux, cumuls))
End Function

Public Function CONTROLES_DE_CA3(declaration As Variant, periode As Variant, _
        Optional regime As Variant, Optional credit_anterieur As Variant) As Variant
Attribute CONTROLES_DE_CA3.VB_Description = "Contrôles d'une déclaration remplie : égalités, cases exclusives, crédit de la précédente."
Attribute CONTROLES_DE_CA3.VB_ProcData.VB_Invoke_Func = " \n14"
    CONTROLES_DE_CA3 = TABLEUR_Pont.Appeler("CONTROLES_DE_CA3", Array(declaration, periode, regime, _
        credit_anterieur))
End Function

Public Function CONTROLES_TVA(ventes As Variant, achats As Variant, _
        Optional encaissements As Variant, Optional decaissements As Variant, _
        Optional reprises As Variant, Optional franchise As Variant) As Variant
Attribute CONTROLES_TVA.VB_Description = "Anomalies des ventes, des achats et des règlements, chacune avec sa ligne et la réparation proposée."
Attribute CONTROLES_TVA.VB_ProcData.VB_Invoke_Func = " \n14"
    CONTROLES_TVA = TABLEUR_Pont.Appeler("CONTROLES_TVA", Array(ventes, achats, encaissements, _
        decaissements, reprises, franchise))
End Function

Public Function COUT_ANNUEL_AVEC_REMISES(demande As Variant, quantite As Variant, _
        cout_de_commande As Variant, taux_de_possession As Variant, paliers As Variant, _
        Optional remise As Variant) As Variant
Attribute COUT_ANNUEL_AVEC_REMISES.VB_Description = "Coût annuel d'une quantité de commande, achats compris, avec un barème de remises."
Attribute COUT_ANNUEL_AVEC_REMISES.VB_ProcData.VB_Invoke_Func = " \n14"
    COUT_ANNUEL_AVEC_REMISES = TABLEUR_Pont.Appeler("COUT_ANNUEL_AVEC_REMISES", Array(demande, _
        quantite, cout_de_commande, taux_de_possession, paliers, remise))
End Function

Public Function COUT_DE_GESTION_DU_STOCK(demande As Variant, quantite As Variant, _
        cout_de_commande As Variant, Optional cout_de_possession As Variant, _
        Optional prix As Variant, Optional taux_de_possession As Variant, _
        Optional stock_de_securite As Variant) As Variant
Attribute COUT_DE_GESTION_DU_STOCK.VB_Description = "Coût de gestion du stock de la période : passation des commandes et possession du stock."
Attribute COUT_DE_GESTION_DU_STOCK.VB_ProcData.VB_Invoke_Func = " \n14"
    COUT_DE_GESTION_DU_STOCK = TABLEUR_Pont.Appeler("COUT_DE_GESTION_DU_STOCK", Array(demande, _
        quantite, cout_de_commande, cout_de_possession, prix, taux_de_possession, _
        stock_de_securite))
End Function

Public Function COUT_DE_PASSATION_DES_COMMANDES(demande As Variant, quantite As Variant, _
        cout_de_commande As Variant) As Variant
Attribute COUT_DE_PASSATION_DES_COMMANDES.VB_Description = "Coût de passation de toutes les commandes de la période."
Attribute COUT_DE_PASSATION_DES_COMMANDES.VB_ProcData.VB_Invoke_Func = " \n14"
    COUT_DE_PASSATION_DES_COMMANDES = TABLEUR_Pont.Appeler("COUT_DE_PASSATION_DES_COMMANDES", _
        Array(demande, quantite, cout_de_commande))
End Function

Public Function COUT_DE_POSSESSION_DU_STOCK(quantite As Variant, _
        Optional cout_de_possession As Variant, Optional prix As Variant, _
        Optional taux_de_possession As Variant, Optional stock_de_securite As Variant) As Variant
Attribute COUT_DE_POSSESSION_DU_STOCK.VB_Description = "Coût de possession du stock moyen sur la période."
Attribute COUT_DE_POSSESSION_DU_STOCK.VB_ProcData.VB_Invoke_Func = " \n14"
    COUT_DE_POSSESSION_DU_STOCK = TABLEUR_Pont.Appeler("COUT_DE_POSSESSION_DU_STOCK", Array(quantite, _
        cout_de_possession, prix, taux_de_possession, stock_de_securite))
End Function

Public Function COUT_MOYEN_APRES_ENTREE(stock_quantite As Variant, stock_cout As Variant, _
        entree_quantite As Variant, entree_cout As Variant) As Variant
Attribute COUT_MOYEN_APRES_ENTREE.VB_Description = "Coût unitaire moyen pondéré (CUMP) après une entrée en stock."
Attribute COUT_MOYEN_APRES_ENTREE.VB_ProcData.VB_Invoke_Func = " \n14"
    COUT_MOYEN_APRES_ENTREE = TABLEUR_Pont.Appeler("COUT_MOYEN_APRES_ENTREE", Array(stock_quantite, _
        stock_cout, entree_quantite, entree_cout))
End Function

Public Function COUVERTURE_EN_JOURS(stock As Variant, consommation_par_jour As Variant) As Variant
Attribute COUVERTURE_EN_JOURS.VB_Description = "Jours de consommation que le stock peut servir."
Attribute COUVERTURE_EN_JOURS.VB_ProcData.VB_Invoke_Func = " \n14"
    COUVERTURE_EN_JOURS = TABLEUR_Pont.Appeler("COUVERTURE_EN_JOURS", Array(stock, _
        consommation_par_jour))
End Function

Public Function CSG_CRDS(brut As Variant, contributions_patronales As Variant, plafond As Variant, _
        le As Variant, Optional heures_exonerees As Variant, Optional brut_deja As Variant, _
        Optional plafond_deja As Variant) As Variant
Attribute CSG_CRDS.VB_Description = "CSG et CRDS d'un mois, sur 98,25 % du brut jusqu'à quatre plafonds cumulés, et sur tout au-delà."
Attribute CSG_CRDS.VB_ProcData.VB_Invoke_Func = " \n14"
    CSG_CRDS = TABLEUR_Pont.Appeler("CSG_CRDS", Array(brut, contributions_patronales, plafond, le, _
        heures_exonerees, brut_deja, plafond_deja))
End Function

Public Function DATE_APRES_JOURS_OUVRES(depart As Variant, nombre As Variant, _
        Optional zone As Variant, Optional fermetures As Variant) As Variant
Attribute DATE_APRES_JOURS_OUVRES.VB_Description = "Date située un nombre de jours ouvrés après le départ, ou avant s'il est négatif."
Attribute DATE_APRES_JOURS_OUVRES.VB_ProcData.VB_Invoke_Func = " \n14"
    DATE_APRES_JOURS_OUVRES = TABLEUR_Pont.Appeler("DATE_APRES_JOURS_OUVRES", Array(depart, nombre, _
        zone, fermetures))
End Function

Public Function DATE_EN_LETTRES(jour As Variant) As Variant
Attribute DATE_EN_LETTRES.VB_Description = "Date écrite en toutes lettres, comme dans un acte."
Attribute DATE_EN_LETTRES.VB_ProcData.VB_Invoke_Func = " \n14"
    DATE_EN_LETTRES = TABLEUR_Pont.Appeler("DATE_EN_LETTRES", Array(jour))
End Function

Public Function DATE_LONGUE(jour As Variant, Optional avec_jour As Variant) As Variant
Attribute DATE_LONGUE.VB_Description = "Date écrite dans une lettre : « 1er janvier 2026 », ou « jeudi 1er janvier 2026 »."
Attribute DATE_LONGUE.VB_ProcData.VB_Invoke_Func = " \n14"
    DATE_LONGUE = TABLEUR_Pont.Appeler("DATE_LONGUE", Array(jour, avec_jour))
End Function

Public Function DECLARATION_CA3(operations As Variant, periode As Variant, _
        Optional regime As Variant, Optional credit_anterieur As Variant, _
        Optional taxes_annexes As Variant, Optional remboursement_demande As Variant) As Variant
Attribute DECLARATION_CA3.VB_Description = "Déclaration CA3 d'une période : les cases servies, dans l'ordre du formulaire."
Attribute DECLARATION_CA3.VB_ProcData.VB_Invoke_Func = " \n14"
    DECLARATION_CA3 = TABLEUR_Pont.Appeler("DECLARATION_CA3", Array(operations, periode, regime, _
        credit_anterieur, taxes_annexes, remboursement_demande))
End Function

Public Function DEDUCTION_PATRONALE_HEURES_SUP(heures As Variant, effectif As Variant, _
        le As Variant) As Variant
Attribute DEDUCTION_PATRONALE_HEURES_SUP.VB_Description = "Déduction forfaitaire de cotisations patronales pour les heures supplémentaires du mois."
Attribute DEDUCTION_PATRONALE_HEURES_SUP.VB_ProcData.VB_Invoke_Func = " \n14"
    DEDUCTION_PATRONALE_HEURES_SUP = TABLEUR_Pont.Appeler("DEDUCTION_PATRONALE_HEURES_SUP", _
        Array(heures, effectif, le))
End Function

Public Function DELAI_DE_CARENCE_CDD(debut As Variant, fin As Variant) As Variant
Attribute DELAI_DE_CARENCE_CDD.VB_Description = "Délai à respecter avant un autre contrat à durée déterminée sur le même poste, en jours d'ouverture."
Attribute DELAI_DE_CARENCE_CDD.VB_ProcData.VB_Invoke_Func = " \n14"
    DELAI_DE_CARENCE_CDD = TABLEUR_Pont.Appeler("DELAI_DE_CARENCE_CDD", Array(debut, fin))
End Function

Public Function DUREE_DE_STOCKAGE(cout_des_ventes As Variant, stock_moyen As Variant, _
        Optional jours As Variant) As Variant
Attribute DUREE_DE_STOCKAGE.VB_Description = "Jours pendant lesquels une marchandise reste en stock, en moyenne."
Attribute DUREE_DE_STOCKAGE.VB_ProcData.VB_Invoke_Func = " \n14"
    DUREE_DE_STOCKAGE = TABLEUR_Pont.Appeler("DUREE_DE_STOCKAGE", Array(cout_des_ventes, stock_moyen, _
        jours))
End Function

Public Function DUREE_DU_PREAVIS(entree As Variant, notification As Variant, _
        Optional travailleur_handicape As Variant) As Variant
Attribute DUREE_DU_PREAVIS.VB_Description = "Durée légale du préavis de licenciement, en mois."
Attribute DUREE_DU_PREAVIS.VB_ProcData.VB_Invoke_Func = " \n14"
    DUREE_DU_PREAVIS = TABLEUR_Pont.Appeler("DUREE_DU_PREAVIS", Array(entree, notification, _
        travailleur_handicape))
End Function

Public Function DUREES_DEPASSEES(jours As Variant) As Variant
Attribute DUREES_DEPASSEES.VB_Description = "Dépassements des durées maximales du travail ; les heures restent dues, et payées."
Attribute DUREES_DEPASSEES.VB_ProcData.VB_Invoke_Func = " \n14"
    DUREES_DEPASSEES = TABLEUR_Pont.Appeler("DUREES_DEPASSEES", Array(jours))
End Function

Public Function ECART_TYPE_DE_CONSOMMATION(consommations As Variant, _
        Optional ensemble As Variant) As Variant
Attribute ECART_TYPE_DE_CONSOMMATION.VB_Description = "Écart type des consommations autour de leur moyenne."
Attribute ECART_TYPE_DE_CONSOMMATION.VB_ProcData.VB_Invoke_Func = " \n14"
    ECART_TYPE_DE_CONSOMMATION = TABLEUR_Pont.Appeler("ECART_TYPE_DE_CONSOMMATION", _
        Array(consommations, ensemble))
End Function

Public Function ECARTS_D_INVENTAIRE(comptages As Variant, articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional au As Variant, Optional du As Variant) As Variant
Attribute ECARTS_D_INVENTAIRE.VB_Description = "Écart entre le stock compté et le stock théorique de chaque article, en quantité et en valeur."
Attribute ECARTS_D_INVENTAIRE.VB_ProcData.VB_Invoke_Func = " \n14"
    ECARTS_D_INVENTAIRE = TABLEUR_Pont.Appeler("ECARTS_D_INVENTAIRE", Array(comptages, articles, _
        mouvements, reprises, au, du))
End Function

Public Function ECHEANCES_SOCIALES(mois As Variant, effectif As Variant, _
        Optional zone As Variant) As Variant
Attribute ECHEANCES_SOCIALES.VB_Description = "Déclaration sociale et paiements dus après la paie d'un mois : le 5 ou le 15 du mois suivant."
Attribute ECHEANCES_SOCIALES.VB_ProcData.VB_Invoke_Func = " \n14"
    ECHEANCES_SOCIALES = TABLEUR_Pont.Appeler("ECHEANCES_SOCIALES", Array(mois, effectif, zone))
End Function

Public Function ECRITURE_DE_TVA(declaration As Variant, soldes As Variant, periode As Variant, _
        Optional regime As Variant, Optional comptes As Variant) As Variant
Attribute ECRITURE_DE_TVA.VB_Description = "Écriture de la déclaration : elle solde les comptes de TVA, et les débits y égalent les crédits."
Attribute ECRITURE_DE_TVA.VB_ProcData.VB_Invoke_Func = " \n14"
    ECRITURE_DE_TVA = TABLEUR_Pont.Appeler("ECRITURE_DE_TVA", Array(declaration, soldes, periode, _
        regime, comptes))
End Function

Public Function EFFECTIF_PAR_OBLIGATION(historique As Variant, annee As Variant, _
        Optional deja_assujetti As Variant) As Variant
Attribute EFFECTIF_PAR_OBLIGATION.VB_Description = "Obligations liées à l'effectif pour une année de paie, gel de cinq ans compris."
Attribute EFFECTIF_PAR_OBLIGATION.VB_ProcData.VB_Invoke_Func = " \n14"
    EFFECTIF_PAR_OBLIGATION = TABLEUR_Pont.Appeler("EFFECTIF_PAR_OBLIGATION", Array(historique, _
        annee, deja_assujetti))
End Function

Public Function ESSAI_MAXIMAL_CDD(debut As Variant, fin As Variant) As Variant
Attribute ESSAI_MAXIMAL_CDD.VB_Description = "Durée maximale de la période d'essai d'un contrat à durée déterminée, en jours calendaires."
Attribute ESSAI_MAXIMAL_CDD.VB_ProcData.VB_Invoke_Func = " \n14"
    ESSAI_MAXIMAL_CDD = TABLEUR_Pont.Appeler("ESSAI_MAXIMAL_CDD", Array(debut, fin))
End Function

Public Function EST_JOUR_FERIE(jour As Variant, Optional zone As Variant) As Variant
Attribute EST_JOUR_FERIE.VB_Description = "Vrai si le jour est un jour férié légal dans la zone."
Attribute EST_JOUR_FERIE.VB_ProcData.VB_Invoke_Func = " \n14"
    EST_JOUR_FERIE = TABLEUR_Pont.Appeler("EST_JOUR_FERIE", Array(jour, zone))
End Function

Public Function ETAT_DU_STOCK(mouvements As Variant, le As Variant, _
        Optional reprises As Variant) As Variant
Attribute ETAT_DU_STOCK.VB_Description = "Stock de chaque article à une date : quantité, coût moyen, valeur et derniers mouvements."
Attribute ETAT_DU_STOCK.VB_ProcData.VB_Invoke_Func = " \n14"
    ETAT_DU_STOCK = TABLEUR_Pont.Appeler("ETAT_DU_STOCK", Array(mouvements, le, reprises))
End Function

Public Function ETATS_RECAPITULATIFS(ventes As Variant, mois As Variant) As Variant
Attribute ETATS_RECAPITULATIFS.VB_Description = "Lignes des états récapitulatifs d'un mois, par numéro de TVA du client."
Attribute ETATS_RECAPITULATIFS.VB_ProcData.VB_Invoke_Func = " \n14"
    ETATS_RECAPITULATIFS = TABLEUR_Pont.Appeler("ETATS_RECAPITULATIFS", Array(ventes, mois))
End Function

Public Function EXONERATION_D_IMPOT_APPRENTI(net As Variant, periode As Variant, _
        Optional net_deja As Variant) As Variant
Attribute EXONERATION_D_IMPOT_APPRENTI.VB_Description = "Part du net d'un apprenti ou d'un stagiaire exonérée d'impôt : un SMIC annuel, sur le cumul."
Attribute EXONERATION_D_IMPOT_APPRENTI.VB_ProcData.VB_Invoke_Func = " \n14"
    EXONERATION_D_IMPOT_APPRENTI = TABLEUR_Pont.Appeler("EXONERATION_D_IMPOT_APPRENTI", Array(net, _
        periode, net_deja))
End Function

Public Function FEU_DE_L_INDICATEUR(Optional valeur As Variant, Optional objectif As Variant, _
        Optional sens As Variant, Optional tolerance As Variant) As Variant
Attribute FEU_DE_L_INDICATEUR.VB_Description = "Feu d'un indicateur, en un signe et un mot : Atteint, À surveiller ou Alerte."
Attribute FEU_DE_L_INDICATEUR.VB_ProcData.VB_Invoke_Func = " \n14"
    FEU_DE_L_INDICATEUR = TABLEUR_Pont.Appeler("FEU_DE_L_INDICATEUR", Array(valeur, objectif, sens, _
        tolerance))
End Function

Public Function FEUILLE_DE_COMPTAGE(articles As Variant, Optional emplacement As Variant) As Variant
Attribute FEUILLE_DE_COMPTAGE.VB_Description = "Feuille de comptage d'un inventaire, dans l'ordre des emplacements, sans le stock théorique."
Attribute FEUILLE_DE_COMPTAGE.VB_ProcData.VB_Invoke_Func = " \n14"
    FEUILLE_DE_COMPTAGE = TABLEUR_Pont.Appeler("FEUILLE_DE_COMPTAGE", Array(articles, emplacement))
End Function

Public Function FICHE_DE_STOCK(mouvements As Variant, Optional quantite_initiale As Variant, _
        Optional cout_initial As Variant, Optional date_initiale As Variant, _
        Optional methode As Variant, Optional decimales_du_cump As Variant, _
        Optional ordre_du_jour As Variant) As Variant
Attribute FICHE_DE_STOCK.VB_Description = "Fiche de stock d'un article : ses mouvements dans l'ordre, et le stock après chacun."
Attribute FICHE_DE_STOCK.VB_ProcData.VB_Invoke_Func = " \n14"
    FICHE_DE_STOCK = TABLEUR_Pont.Appeler("FICHE_DE_STOCK", Array(mouvements, quantite_initiale, _
        cout_initial, date_initiale, methode, decimales_du_cump, ordre_du_jour))
End Function

Public Function FIN_DU_REGIME_SIMPLIFIE(debut_exercice As Variant) As Variant
Attribute FIN_DU_REGIME_SIMPLIFIE.VB_Description = "Premier jour des CA3 pour une entreprise au régime simplifié, supprimé au 1er janvier 2027."
Attribute FIN_DU_REGIME_SIMPLIFIE.VB_ProcData.VB_Invoke_Func = " \n14"
    FIN_DU_REGIME_SIMPLIFIE = TABLEUR_Pont.Appeler("FIN_DU_REGIME_SIMPLIFIE", Array(debut_exercice))
End Function

Public Function FORMALITES_A_FAIRE(document As Variant, champs As Variant, le As Variant) As Variant
Attribute FORMALITES_A_FAIRE.VB_Description = "Liste « À faire » d'un document : formalités par date, puis contrôles sans date."
Attribute FORMALITES_A_FAIRE.VB_ProcData.VB_Invoke_Func = " \n14"
    FORMALITES_A_FAIRE = TABLEUR_Pont.Appeler("FORMALITES_A_FAIRE", Array(document, champs, le))
End Function

Public Function FORME_ACCORDEE(civilite As Variant, masculin As Variant, _
        feminin As Variant) As Variant
Attribute FORME_ACCORDEE.VB_Description = "Des deux formes d'un mot, celle qui s'accorde avec la civilité : « né » ou « née »."
Attribute FORME_ACCORDEE.VB_ProcData.VB_Invoke_Func = " \n14"
    FORME_ACCORDEE = TABLEUR_Pont.Appeler("FORME_ACCORDEE", Array(civilite, masculin, feminin))
End Function

Public Function FRANCHISE_EN_BASE(annee_precedente As Variant, recettes As Variant, le As Variant, _
        Optional activite As Variant) As Variant
Attribute FRANCHISE_EN_BASE.VB_Description = "Franchise en base à une date : si elle s'applique, et le jour où un dépassement rend la TVA due."
Attribute FRANCHISE_EN_BASE.VB_ProcData.VB_Invoke_Func = " \n14"
    FRANCHISE_EN_BASE = TABLEUR_Pont.Appeler("FRANCHISE_EN_BASE", Array(annee_precedente, recettes, _
        le, activite))
End Function

Public Function HEURES_COMPLEMENTAIRES(heures_contrat As Variant, heures_travaillees As Variant, _
        taux_horaire As Variant, le As Variant, Optional accord As Variant) As Variant
Attribute HEURES_COMPLEMENTAIRES.VB_Description = "Heures au-delà du contrat à temps partiel, en une semaine : 10 % jusqu'au dixième, 25 % ensuite."
Attribute HEURES_COMPLEMENTAIRES.VB_ProcData.VB_Invoke_Func = " \n14"
    HEURES_COMPLEMENTAIRES = TABLEUR_Pont.Appeler("HEURES_COMPLEMENTAIRES", Array(heures_contrat, _
        heures_travaillees, taux_horaire, le, accord))
End Function

Public Function HEURES_MENSUELLES(heures_semaine As Variant) As Variant
Attribute HEURES_MENSUELLES.VB_Description = "Heures d'un mois moyen, sans arrondi : pour 35 h par semaine, 151,666… h, affichées 151,67."
Attribute HEURES_MENSUELLES.VB_ProcData.VB_Invoke_Func = " \n14"
    HEURES_MENSUELLES = TABLEUR_Pont.Appeler("HEURES_MENSUELLES", Array(heures_semaine))
End Function

Public Function HEURES_SUPPLEMENTAIRES(jours As Variant, taux_horaire As Variant, _
        Optional contingent_deja_pris As Variant, Optional contingent As Variant) As Variant
Attribute HEURES_SUPPLEMENTAIRES.VB_Description = "Heures supplémentaires de chaque semaine civile, leur majoration, leur montant et le contingent."
Attribute HEURES_SUPPLEMENTAIRES.VB_ProcData.VB_Invoke_Func = " \n14"
    HEURES_SUPPLEMENTAIRES = TABLEUR_Pont.Appeler("HEURES_SUPPLEMENTAIRES", Array(jours, _
        taux_horaire, contingent_deja_pris, contingent))
End Function

Public Function HEURES_SUPPLEMENTAIRES_SEMAINE(jour As Variant, heures_travaillees As Variant, _
        taux_horaire As Variant, Optional heures_de_conges As Variant, _
        Optional contingent_deja_pris As Variant, Optional contingent As Variant) As Variant
Attribute HEURES_SUPPLEMENTAIRES_SEMAINE.VB_Description = "Heures supplémentaires d'une semaine civile, d'après ses totaux d'heures."
Attribute HEURES_SUPPLEMENTAIRES_SEMAINE.VB_ProcData.VB_Invoke_Func = " \n14"
    HEURES_SUPPLEMENTAIRES_SEMAINE = TABLEUR_Pont.Appeler("HEURES_SUPPLEMENTAIRES_SEMAINE", _
        Array(jour, heures_travaillees, taux_horaire, heures_de_conges, contingent_deja_pris, _
        contingent))
End Function

Public Function HEURES_THEORIQUES(debut As Variant, fin As Variant, horaire As Variant) As Variant
Attribute HEURES_THEORIQUES.VB_Description = "Heures prévues par l'horaire entre deux dates comprises : d'un mois entier, ou d'une absence."
Attribute HEURES_THEORIQUES.VB_ProcData.VB_Invoke_Func = " \n14"
    HEURES_THEORIQUES = TABLEUR_Pont.Appeler("HEURES_THEORIQUES", Array(debut, fin, horaire))
End Function

Public Function IBAN_ECRIT(iban As Variant) As Variant
Attribute IBAN_ECRIT.VB_Description = "IBAN par groupes de quatre caractères, comme sur un relevé d'identité bancaire."
Attribute IBAN_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    IBAN_ECRIT = TABLEUR_Pont.Appeler("IBAN_ECRIT", Array(iban))
End Function

Public Function IJSS_SUBROGEES(indemnite_par_jour As Variant, arret As Variant, debut As Variant, _
        fin As Variant, Optional nature As Variant, _
        Optional affection_de_longue_duree As Variant) As Variant
Attribute IJSS_SUBROGEES.VB_Description = "Indemnités journalières versées à l'employeur subrogé : brut, CSG et CRDS, net, imposable."
Attribute IJSS_SUBROGEES.VB_ProcData.VB_Invoke_Func = " \n14"
    IJSS_SUBROGEES = TABLEUR_Pont.Appeler("IJSS_SUBROGEES", Array(indemnite_par_jour, arret, debut, _
        fin, nature, affection_de_longue_duree))
End Function

Public Function INDEMNITE_DE_CONGES(remuneration_de_reference As Variant, jours_acquis As Variant, _
        jours_pris As Variant, salaire_maintenu As Variant, le As Variant, _
        Optional remuneration_de_maladie As Variant) As Variant
Attribute INDEMNITE_DE_CONGES.VB_Description = "Indemnité de congés payés, prise ou compensatrice : le plus fort du dixième et du maintien."
Attribute INDEMNITE_DE_CONGES.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_DE_CONGES = TABLEUR_Pont.Appeler("INDEMNITE_DE_CONGES", _
        Array(remuneration_de_reference, jours_acquis, jours_pris, salaire_maintenu, le, _
        remuneration_de_maladie))
End Function

Public Function INDEMNITE_DE_CONGES_CDD(remuneration_brute As Variant, precarite As Variant, _
        le As Variant) As Variant
Attribute INDEMNITE_DE_CONGES_CDD.VB_Description = "Indemnité compensatrice de congés payés d'un CDD, quand aucun congé n'est pris."
Attribute INDEMNITE_DE_CONGES_CDD.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_DE_CONGES_CDD = TABLEUR_Pont.Appeler("INDEMNITE_DE_CONGES_CDD", _
        Array(remuneration_brute, precarite, le))
End Function

Public Function INDEMNITE_DE_DEPART_A_LA_RETRAITE(salaire_reference As Variant, mois As Variant, _
        le As Variant) As Variant
Attribute INDEMNITE_DE_DEPART_A_LA_RETRAITE.VB_Description = "Indemnité légale d'un salarié qui part de lui-même à la retraite ; 0 sous dix ans."
Attribute INDEMNITE_DE_DEPART_A_LA_RETRAITE.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_DE_DEPART_A_LA_RETRAITE = TABLEUR_Pont.Appeler("INDEMNITE_DE_DEPART_A_LA_RETRAITE", _
        Array(salaire_reference, mois, le))
End Function

Public Function INDEMNITE_DE_GRAND_DEPLACEMENT(nature As Variant, nombre As Variant, _
        mois_sur_place As Variant, le As Variant, _
        Optional indemnite_par_unite As Variant) As Variant
Attribute INDEMNITE_DE_GRAND_DEPLACEMENT.VB_Description = "Indemnités de grand déplacement en métropole : montant, parts exonérée et soumise à cotisations."
Attribute INDEMNITE_DE_GRAND_DEPLACEMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_DE_GRAND_DEPLACEMENT = TABLEUR_Pont.Appeler("INDEMNITE_DE_GRAND_DEPLACEMENT", _
        Array(nature, nombre, mois_sur_place, le, indemnite_par_unite))
End Function

Public Function INDEMNITE_DE_LICENCIEMENT(salaire_reference As Variant, entree As Variant, _
        notification As Variant, fin As Variant, Optional mois_suspendus As Variant, _
        Optional faute_grave As Variant, Optional inaptitude_professionnelle As Variant) As Variant
Attribute INDEMNITE_DE_LICENCIEMENT.VB_Description = "Indemnité légale de licenciement ; 0 sans droit."
Attribute INDEMNITE_DE_LICENCIEMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_DE_LICENCIEMENT = TABLEUR_Pont.Appeler("INDEMNITE_DE_LICENCIEMENT", _
        Array(salaire_reference, entree, notification, fin, mois_suspendus, faute_grave, _
        inaptitude_professionnelle))
End Function

Public Function INDEMNITE_DE_REPAS(situation As Variant, nombre As Variant, le As Variant, _
        Optional indemnite_par_repas As Variant) As Variant
Attribute INDEMNITE_DE_REPAS.VB_Description = "Indemnités de repas d'un mois : montant, part exonérée par le forfait et part soumise à cotisations."
Attribute INDEMNITE_DE_REPAS.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_DE_REPAS = TABLEUR_Pont.Appeler("INDEMNITE_DE_REPAS", Array(situation, nombre, le, _
        indemnite_par_repas))
End Function

Public Function INDEMNITE_DE_RUPTURE_CONVENTIONNELLE(salaire_reference As Variant, entree As Variant, _
        fin As Variant, Optional montant_convenu As Variant, Optional mois_suspendus As Variant, _
        Optional autres_indemnites_exonerees As Variant) As Variant
Attribute INDEMNITE_DE_RUPTURE_CONVENTIONNELLE.VB_Description = "Indemnité de rupture conventionnelle, part exonérée, contribution de l'employeur."
Attribute INDEMNITE_DE_RUPTURE_CONVENTIONNELLE.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_DE_RUPTURE_CONVENTIONNELLE = TABLEUR_Pont.Appeler("INDEMNITE_DE_RUPTURE_CONVENTIONNELLE", _
        Array(salaire_reference, entree, fin, montant_convenu, mois_suspendus, _
        autres_indemnites_exonerees))
End Function

Public Function INDEMNITE_JOURNALIERE(nature As Variant, salaires As Variant, arret As Variant, _
        Optional au_dela_de_28_jours As Variant) As Variant
Attribute INDEMNITE_JOURNALIERE.VB_Description = "Indemnité journalière brute de la sécurité sociale, en euros par jour."
Attribute INDEMNITE_JOURNALIERE.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_JOURNALIERE = TABLEUR_Pont.Appeler("INDEMNITE_JOURNALIERE", Array(nature, salaires, _
        arret, au_dela_de_28_jours))
End Function

Public Function INDEMNITE_KILOMETRIQUE(kilometres_cumules As Variant, puissance As Variant, _
        le As Variant, Optional vehicule As Variant, Optional electrique As Variant, _
        Optional deja_verse As Variant) As Variant
Attribute INDEMNITE_KILOMETRIQUE.VB_Description = "Indemnité kilométrique à payer : le barème sur le cumul de l'année, moins ce qui est déjà versé."
Attribute INDEMNITE_KILOMETRIQUE.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_KILOMETRIQUE = TABLEUR_Pont.Appeler("INDEMNITE_KILOMETRIQUE", Array(kilometres_cumules, _
        puissance, le, vehicule, electrique, deja_verse))
End Function

Public Function INDEMNITE_LEGALE(salaire_reference As Variant, mois As Variant, _
        le As Variant) As Variant
Attribute INDEMNITE_LEGALE.VB_Description = "Indemnité légale de rupture pour un nombre de mois d'ancienneté."
Attribute INDEMNITE_LEGALE.VB_ProcData.VB_Invoke_Func = " \n14"
    INDEMNITE_LEGALE = TABLEUR_Pont.Appeler("INDEMNITE_LEGALE", Array(salaire_reference, mois, le))
End Function

Public Function INDICATEUR_DU_MOIS(valeurs As Variant, mois As Variant, au As Variant, _
        Optional objectif As Variant, Optional nature As Variant, Optional sens As Variant, _
        Optional premier_mois As Variant, Optional tolerance As Variant) As Variant
Attribute INDICATEUR_DU_MOIS.VB_Description = "Indicateur d'un mois : valeur, an dernier, cumul, objectif, écart et feu."
Attribute INDICATEUR_DU_MOIS.VB_ProcData.VB_Invoke_Func = " \n14"
    INDICATEUR_DU_MOIS = TABLEUR_Pont.Appeler("INDICATEUR_DU_MOIS", Array(valeurs, mois, au, _
        objectif, nature, sens, premier_mois, tolerance))
End Function

Public Function INTERVALLE_ENTRE_COMMANDES(demande As Variant, quantite As Variant, _
        Optional jours As Variant, Optional arrondir_le_nombre As Variant) As Variant
Attribute INTERVALLE_ENTRE_COMMANDES.VB_Description = "Jours entre deux commandes."
Attribute INTERVALLE_ENTRE_COMMANDES.VB_ProcData.VB_Invoke_Func = " \n14"
    INTERVALLE_ENTRE_COMMANDES = TABLEUR_Pont.Appeler("INTERVALLE_ENTRE_COMMANDES", Array(demande, _
        quantite, jours, arrondir_le_nombre))
End Function

Public Function JOUR_DE_PAQUES(annee As Variant) As Variant
Attribute JOUR_DE_PAQUES.VB_Description = "Dimanche de Pâques d'une année du calendrier grégorien."
Attribute JOUR_DE_PAQUES.VB_ProcData.VB_Invoke_Func = " \n14"
    JOUR_DE_PAQUES = TABLEUR_Pont.Appeler("JOUR_DE_PAQUES", Array(annee))
End Function

Public Function JOURS_CALENDAIRES_ENTRE(debut As Variant, fin As Variant, _
        Optional bornes As Variant) As Variant
Attribute JOURS_CALENDAIRES_ENTRE.VB_Description = "Nombre de jours du calendrier entre deux dates, tous les jours comptés."
Attribute JOURS_CALENDAIRES_ENTRE.VB_ProcData.VB_Invoke_Func = " \n14"
    JOURS_CALENDAIRES_ENTRE = TABLEUR_Pont.Appeler("JOURS_CALENDAIRES_ENTRE", Array(debut, fin, _
        bornes))
End Function

Public Function JOURS_DE_FRACTIONNEMENT(jours_hors_periode As Variant, le As Variant) As Variant
Attribute JOURS_DE_FRACTIONNEMENT.VB_Description = "Jours de congé en plus quand le congé principal est pris en partie hors du 1er mai au 31 octobre."
Attribute JOURS_DE_FRACTIONNEMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    JOURS_DE_FRACTIONNEMENT = TABLEUR_Pont.Appeler("JOURS_DE_FRACTIONNEMENT", _
        Array(jours_hors_periode, le))
End Function

Public Function JOURS_DE_MAINTIEN(entree As Variant, arret As Variant, _
        Optional regime As Variant) As Variant
Attribute JOURS_DE_MAINTIEN.VB_Description = "Jours de maintien légal du salaire à chacun des deux taux, 90 % puis les deux tiers ; 0 sans droit."
Attribute JOURS_DE_MAINTIEN.VB_ProcData.VB_Invoke_Func = " \n14"
    JOURS_DE_MAINTIEN = TABLEUR_Pont.Appeler("JOURS_DE_MAINTIEN", Array(entree, arret, regime))
End Function

Public Function JOURS_DECOMPTES(premier_jour As Variant, reprise As Variant, _
        Optional decompte As Variant, Optional zone As Variant) As Variant
Attribute JOURS_DECOMPTES.VB_Description = "Jours de congés payés décomptés, du premier jour qui aurait été travaillé à la reprise."
Attribute JOURS_DECOMPTES.VB_ProcData.VB_Invoke_Func = " \n14"
    JOURS_DECOMPTES = TABLEUR_Pont.Appeler("JOURS_DECOMPTES", Array(premier_jour, reprise, decompte, _
        zone))
End Function

Public Function JOURS_FERIES_LEGAUX(annee As Variant, Optional zone As Variant) As Variant
Attribute JOURS_FERIES_LEGAUX.VB_Description = "Jours fériés légaux d'une année dans une zone, du premier au dernier."
Attribute JOURS_FERIES_LEGAUX.VB_ProcData.VB_Invoke_Func = " \n14"
    JOURS_FERIES_LEGAUX = TABLEUR_Pont.Appeler("JOURS_FERIES_LEGAUX", Array(annee, zone))
End Function

Public Function JOURS_OUVRABLES_ENTRE(debut As Variant, fin As Variant, Optional zone As Variant, _
        Optional fermetures As Variant, Optional bornes As Variant) As Variant
Attribute JOURS_OUVRABLES_ENTRE.VB_Description = "Nombre de jours ouvrables entre deux dates : du lundi au samedi, hors jours fériés légaux."
Attribute JOURS_OUVRABLES_ENTRE.VB_ProcData.VB_Invoke_Func = " \n14"
    JOURS_OUVRABLES_ENTRE = TABLEUR_Pont.Appeler("JOURS_OUVRABLES_ENTRE", Array(debut, fin, zone, _
        fermetures, bornes))
End Function

Public Function JOURS_OUVRES_ENTRE(debut As Variant, fin As Variant, Optional zone As Variant, _
        Optional fermetures As Variant, Optional bornes As Variant) As Variant
Attribute JOURS_OUVRES_ENTRE.VB_Description = "Nombre de jours ouvrés entre deux dates : du lundi au vendredi, hors jours fériés légaux."
Attribute JOURS_OUVRES_ENTRE.VB_ProcData.VB_Invoke_Func = " \n14"
    JOURS_OUVRES_ENTRE = TABLEUR_Pont.Appeler("JOURS_OUVRES_ENTRE", Array(debut, fin, zone, _
        fermetures, bornes))
End Function

Public Function LIBELLES_A_CONFIRMER(modele As Variant, le As Variant) As Variant
Attribute LIBELLES_A_CONFIRMER.VB_Description = "Libellés d'un modèle de bulletin qui n'ont pas été lus mot à mot dans le texte de l'arrêté."
Attribute LIBELLES_A_CONFIRMER.VB_ProcData.VB_Invoke_Func = " \n14"
    LIBELLES_A_CONFIRMER = TABLEUR_Pont.Appeler("LIBELLES_A_CONFIRMER", Array(modele, le))
End Function

Public Function LIGNES_DE_COTISATIONS(periode As Variant, salarie As Variant, _
        etablissement As Variant, variables As Variant, Optional cumuls As Variant) As Variant
Attribute LIGNES_DE_COTISATIONS.VB_Description = "Lignes de cotisations d'un bulletin, dans son ordre : base, taux, parts, barème et source."
Attribute LIGNES_DE_COTISATIONS.VB_ProcData.VB_Invoke_Func = " \n14"
    LIGNES_DE_COTISATIONS = TABLEUR_Pont.Appeler("LIGNES_DE_COTISATIONS", Array(periode, salarie, _
        etablissement, variables, cumuls))
End Function

Public Function LIGNES_DES_CASES(operations As Variant, periode As Variant, _
        Optional regime As Variant) As Variant
Attribute LIGNES_DES_CASES.VB_Description = "Lignes qui nourrissent chaque case de la déclaration, avec leur base et leur taxe exactes."
Attribute LIGNES_DES_CASES.VB_ProcData.VB_Invoke_Func = " \n14"
    LIGNES_DES_CASES = TABLEUR_Pont.Appeler("LIGNES_DES_CASES", Array(operations, periode, regime))
End Function

Public Function LIMITE_DE_DEDUCTION(date_exigibilite As Variant) As Variant
Attribute LIMITE_DE_DEDUCTION.VB_Description = "Dernier jour pour déduire une TVA omise : le 31 décembre de la deuxième année suivante."
Attribute LIMITE_DE_DEDUCTION.VB_ProcData.VB_Invoke_Func = " \n14"
    LIMITE_DE_DEDUCTION = TABLEUR_Pont.Appeler("LIMITE_DE_DEDUCTION", Array(date_exigibilite))
End Function

Public Function LIMITE_DES_ETATS_UE(mois As Variant) As Variant
Attribute LIMITE_DES_ETATS_UE.VB_Description = "Dernier jour pour déposer les états récapitulatifs d'un mois."
Attribute LIMITE_DES_ETATS_UE.VB_ProcData.VB_Invoke_Func = " \n14"
    LIMITE_DES_ETATS_UE = TABLEUR_Pont.Appeler("LIMITE_DES_ETATS_UE", Array(mois))
End Function

Public Function LIMITES_DE_LA_PROTECTION(brut_annuel As Variant, le As Variant) As Variant
Attribute LIMITES_DE_LA_PROTECTION.VB_Description = "Limites annuelles de la santé et de la prévoyance : exonération sociale, déduction fiscale."
Attribute LIMITES_DE_LA_PROTECTION.VB_ProcData.VB_Invoke_Func = " \n14"
    LIMITES_DE_LA_PROTECTION = TABLEUR_Pont.Appeler("LIMITES_DE_LA_PROTECTION", Array(brut_annuel, _
        le))
End Function

Public Function LOTS_A_ECOULER(lots As Variant, le As Variant, Optional jours As Variant) As Variant
Attribute LOTS_A_ECOULER.VB_Description = "Lots périmés ou qui le seront bientôt, dans l'ordre où les sortir (premier périmé, premier sorti)."
Attribute LOTS_A_ECOULER.VB_ProcData.VB_Invoke_Func = " \n14"
    LOTS_A_ECOULER = TABLEUR_Pont.Appeler("LOTS_A_ECOULER", Array(lots, le, jours))
End Function

Public Function MAINTIEN_DE_SALAIRE(salaire_mensuel As Variant, entree As Variant, arret As Variant, _
        debut As Variant, fin As Variant, Optional ijss_par_jour As Variant, _
        Optional nature As Variant, Optional jours_deja_indemnises As Variant, _
        Optional base_ As Variant, Optional regime As Variant) As Variant
Attribute MAINTIEN_DE_SALAIRE.VB_Description = "Complément légal de l'employeur pendant un arrêt : 90 % du brut, puis les deux tiers."
Attribute MAINTIEN_DE_SALAIRE.VB_ProcData.VB_Invoke_Func = " \n14"
    MAINTIEN_DE_SALAIRE = TABLEUR_Pont.Appeler("MAINTIEN_DE_SALAIRE", Array(salaire_mensuel, entree, _
        arret, debut, fin, ijss_par_jour, nature, jours_deja_indemnises, base_, regime))
End Function

Public Function MENTIONS_INTERDITES(textes As Variant, le As Variant) As Variant
Attribute MENTIONS_INTERDITES.VB_Description = "Mots interdits sur un bulletin de paie qui se trouvent dans ces textes ; aucun, c'est bien."
Attribute MENTIONS_INTERDITES.VB_ProcData.VB_Invoke_Func = " \n14"
    MENTIONS_INTERDITES = TABLEUR_Pont.Appeler("MENTIONS_INTERDITES", Array(textes, le))
End Function

Public Function MENTIONS_MANQUANTES(document As Variant, champs As Variant, le As Variant, _
        Optional texte As Variant) As Variant
Attribute MENTIONS_MANQUANTES.VB_Description = "Mentions qu'un document devrait porter et ne porte pas, les obligatoires d'abord."
Attribute MENTIONS_MANQUANTES.VB_ProcData.VB_Invoke_Func = " \n14"
    MENTIONS_MANQUANTES = TABLEUR_Pont.Appeler("MENTIONS_MANQUANTES", Array(document, champs, le, _
        texte))
End Function

Public Function MOIS_D_ANCIENNETE(entree As Variant, fin As Variant, _
        Optional mois_suspendus As Variant) As Variant
Attribute MOIS_D_ANCIENNETE.VB_Description = "Mois entiers d'ancienneté, du premier jour du contrat à son dernier jour, préavis compris."
Attribute MOIS_D_ANCIENNETE.VB_ProcData.VB_Invoke_Func = " \n14"
    MOIS_D_ANCIENNETE = TABLEUR_Pont.Appeler("MOIS_D_ANCIENNETE", Array(entree, fin, _
        mois_suspendus))
End Function

Public Function MOIS_DE_TRAVAIL_EQUIVALENTS(jours_de_travail As Variant, _
        jours_par_semaine As Variant, le As Variant) As Variant
Attribute MOIS_DE_TRAVAIL_EQUIVALENTS.VB_Description = "Mois de travail qui ouvrent droit à congé, d'après les jours travaillés."
Attribute MOIS_DE_TRAVAIL_EQUIVALENTS.VB_ProcData.VB_Invoke_Func = " \n14"
    MOIS_DE_TRAVAIL_EQUIVALENTS = TABLEUR_Pont.Appeler("MOIS_DE_TRAVAIL_EQUIVALENTS", _
        Array(jours_de_travail, jours_par_semaine, le))
End Function

Public Function MOIS_EN_TOUTES_LETTRES(jour As Variant) As Variant
Attribute MOIS_EN_TOUTES_LETTRES.VB_Description = "Mois d'une date, en français : « novembre 2026 »."
Attribute MOIS_EN_TOUTES_LETTRES.VB_ProcData.VB_Invoke_Func = " \n14"
    MOIS_EN_TOUTES_LETTRES = TABLEUR_Pont.Appeler("MOIS_EN_TOUTES_LETTRES", Array(jour))
End Function

Public Function MONTANT_ECRIT(montant As Variant) As Variant
Attribute MONTANT_ECRIT.VB_Description = "Montant en euros comme dans une lettre : « 1 234,56 € », avec ses espaces insécables."
Attribute MONTANT_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    MONTANT_ECRIT = TABLEUR_Pont.Appeler("MONTANT_ECRIT", Array(montant))
End Function

Public Function MONTANT_EN_LETTRES(montant As Variant) As Variant
Attribute MONTANT_EN_LETTRES.VB_Description = "Montant en euros écrit en toutes lettres, avec ses centimes, comme sur un chèque ou un contrat."
Attribute MONTANT_EN_LETTRES.VB_ProcData.VB_Invoke_Func = " \n14"
    MONTANT_EN_LETTRES = TABLEUR_Pont.Appeler("MONTANT_EN_LETTRES", Array(montant))
End Function

Public Function MONTANT_HORS_TAXES(ttc As Variant, taux As Variant) As Variant
Attribute MONTANT_HORS_TAXES.VB_Description = "Montant hors taxes d'un montant TTC, au centime ; la TVA est la différence."
Attribute MONTANT_HORS_TAXES.VB_ProcData.VB_Invoke_Func = " \n14"
    MONTANT_HORS_TAXES = TABLEUR_Pont.Appeler("MONTANT_HORS_TAXES", Array(ttc, taux))
End Function

Public Function MONTANT_NET_SOCIAL(brut As Variant, cotisations_salariales As Variant, _
        Optional revenus_ajoutes As Variant, Optional reduction_salariale As Variant) As Variant
Attribute MONTANT_NET_SOCIAL.VB_Description = "Montant net social : brut et revenus ajoutés, moins toutes les cotisations salariales."
Attribute MONTANT_NET_SOCIAL.VB_ProcData.VB_Invoke_Func = " \n14"
    MONTANT_NET_SOCIAL = TABLEUR_Pont.Appeler("MONTANT_NET_SOCIAL", Array(brut, _
        cotisations_salariales, revenus_ajoutes, reduction_salariale))
End Function

Public Function MONTANT_TTC(hors_taxes As Variant, taux As Variant) As Variant
Attribute MONTANT_TTC.VB_Description = "Montant toutes taxes comprises : le hors taxes, plus sa TVA au centime."
Attribute MONTANT_TTC.VB_ProcData.VB_Invoke_Func = " \n14"
    MONTANT_TTC = TABLEUR_Pont.Appeler("MONTANT_TTC", Array(hors_taxes, taux))
End Function

Public Function MONTANT_TVA(hors_taxes As Variant, taux As Variant) As Variant
Attribute MONTANT_TVA.VB_Description = "TVA d'un montant hors taxes, au centime."
Attribute MONTANT_TVA.VB_ProcData.VB_Invoke_Func = " \n14"
    MONTANT_TVA = TABLEUR_Pont.Appeler("MONTANT_TVA", Array(hors_taxes, taux))
End Function

Public Function NET_IMPOSABLE(brut As Variant, cotisations_deductibles As Variant, _
        Optional part_patronale_sante As Variant, Optional heures_exonerees As Variant, _
        Optional reduction_salariale As Variant) As Variant
Attribute NET_IMPOSABLE.VB_Description = "Net imposable : brut, moins cotisations et CSG déductibles, plus la seule part patronale de santé."
Attribute NET_IMPOSABLE.VB_ProcData.VB_Invoke_Func = " \n14"
    NET_IMPOSABLE = TABLEUR_Pont.Appeler("NET_IMPOSABLE", Array(brut, cotisations_deductibles, _
        part_patronale_sante, heures_exonerees, reduction_salariale))
End Function

Public Function NIR_ECRIT(nir As Variant) As Variant
Attribute NIR_ECRIT.VB_Description = "Numéro de sécurité sociale par groupes : « 2 95 10 99 126 111 93 »."
Attribute NIR_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    NIR_ECRIT = TABLEUR_Pont.Appeler("NIR_ECRIT", Array(nir))
End Function

Public Function NOMBRE_DE_COMMANDES(demande As Variant, quantite As Variant, _
        Optional arrondir_le_nombre As Variant) As Variant
Attribute NOMBRE_DE_COMMANDES.VB_Description = "Nombre de commandes de la période pour servir la demande."
Attribute NOMBRE_DE_COMMANDES.VB_ProcData.VB_Invoke_Func = " \n14"
    NOMBRE_DE_COMMANDES = TABLEUR_Pont.Appeler("NOMBRE_DE_COMMANDES", Array(demande, quantite, _
        arrondir_le_nombre))
End Function

Public Function NOMBRE_EN_LETTRES(nombre As Variant) As Variant
Attribute NOMBRE_EN_LETTRES.VB_Description = "Nombre entier écrit en toutes lettres, en français de France."
Attribute NOMBRE_EN_LETTRES.VB_ProcData.VB_Invoke_Func = " \n14"
    NOMBRE_EN_LETTRES = TABLEUR_Pont.Appeler("NOMBRE_EN_LETTRES", Array(nombre))
End Function

Public Function OPERATIONS_EXIGIBLES(operations As Variant, encaissements As Variant, du As Variant, _
        au As Variant, Optional regime As Variant) As Variant
Attribute OPERATIONS_EXIGIBLES.VB_Description = "Opérations exigibles ou déductibles entre deux dates, une ligne par événement."
Attribute OPERATIONS_EXIGIBLES.VB_ProcData.VB_Invoke_Func = " \n14"
    OPERATIONS_EXIGIBLES = TABLEUR_Pont.Appeler("OPERATIONS_EXIGIBLES", Array(operations, _
        encaissements, du, au, regime))
End Function

Public Function OPERATIONS_RETARDATAIRES(exigibles As Variant, figees As Variant, periode As Variant, _
        debut_exercice As Variant, Optional regime As Variant, _
        Optional origine_creditrice As Variant, Optional rembourse_depuis As Variant) As Variant
Attribute OPERATIONS_RETARDATAIRES.VB_Description = "Pièces d'avant la période ouverte qu'aucune période close n'a déclarées, et ce qu'on en fait."
Attribute OPERATIONS_RETARDATAIRES.VB_ProcData.VB_Invoke_Func = " \n14"
    OPERATIONS_RETARDATAIRES = TABLEUR_Pont.Appeler("OPERATIONS_RETARDATAIRES", Array(exigibles, _
        figees, periode, debut_exercice, regime, origine_creditrice, rembourse_depuis))
End Function

Public Function PART_SERVIE_EN_RETARD(cout_de_possession As Variant, _
        cout_de_rupture As Variant) As Variant
Attribute PART_SERVIE_EN_RETARD.VB_Description = "Part de chaque commande qui sert des clients en attente, à la quantité économique avec ruptures."
Attribute PART_SERVIE_EN_RETARD.VB_ProcData.VB_Invoke_Func = " \n14"
    PART_SERVIE_EN_RETARD = TABLEUR_Pont.Appeler("PART_SERVIE_EN_RETARD", Array(cout_de_possession, _
        cout_de_rupture))
End Function

Public Function PERIODES_DU_MOIS(mois As Variant, au As Variant, _
        Optional premier_mois As Variant) As Variant
Attribute PERIODES_DU_MOIS.VB_Description = "Bornes du mois, de son exercice, et des mêmes jours un an plus tôt."
Attribute PERIODES_DU_MOIS.VB_ProcData.VB_Invoke_Func = " \n14"
    PERIODES_DU_MOIS = TABLEUR_Pont.Appeler("PERIODES_DU_MOIS", Array(mois, au, premier_mois))
End Function

Public Function PLAFOND_DU_MOIS(periode As Variant, Optional heures_semaine As Variant, _
        Optional entree As Variant, Optional sortie As Variant, Optional jours_absence As Variant, _
        Optional heures_complementaires As Variant) As Variant
Attribute PLAFOND_DU_MOIS.VB_Description = "Plafond de la sécurité sociale d'un salarié pour un mois, au prorata de sa présence et de sa durée."
Attribute PLAFOND_DU_MOIS.VB_ProcData.VB_Invoke_Func = " \n14"
    PLAFOND_DU_MOIS = TABLEUR_Pont.Appeler("PLAFOND_DU_MOIS", Array(periode, heures_semaine, entree, _
        sortie, jours_absence, heures_complementaires))
End Function

Public Function POINT_DE_COMMANDE(consommation_par_jour As Variant, delai As Variant, _
        Optional stock_de_securite As Variant) As Variant
Attribute POINT_DE_COMMANDE.VB_Description = "Niveau de stock qui déclenche une nouvelle commande."
Attribute POINT_DE_COMMANDE.VB_ProcData.VB_Invoke_Func = " \n14"
    POINT_DE_COMMANDE = TABLEUR_Pont.Appeler("POINT_DE_COMMANDE", Array(consommation_par_jour, delai, _
        stock_de_securite))
End Function

Public Function POINT_DE_COMMANDE_PERIODIQUE(consommation_par_jour As Variant, delai As Variant, _
        periode As Variant, Optional stock_de_securite As Variant) As Variant
Attribute POINT_DE_COMMANDE_PERIODIQUE.VB_Description = "Niveau jusqu'où recompléter le stock quand on commande à dates fixes."
Attribute POINT_DE_COMMANDE_PERIODIQUE.VB_ProcData.VB_Invoke_Func = " \n14"
    POINT_DE_COMMANDE_PERIODIQUE = TABLEUR_Pont.Appeler("POINT_DE_COMMANDE_PERIODIQUE", _
        Array(consommation_par_jour, delai, periode, stock_de_securite))
End Function

Public Function PRELEVEMENT_A_LA_SOURCE(base_ As Variant, le As Variant, Optional taux As Variant, _
        Optional zone As Variant) As Variant
Attribute PRELEVEMENT_A_LA_SOURCE.VB_Description = "Prélèvement à la source du mois, au taux transmis ou, à défaut, au taux neutre."
Attribute PRELEVEMENT_A_LA_SOURCE.VB_ProcData.VB_Invoke_Func = " \n14"
    PRELEVEMENT_A_LA_SOURCE = TABLEUR_Pont.Appeler("PRELEVEMENT_A_LA_SOURCE", Array(base_, le, taux, _
        zone))
End Function

Public Function PRIME_DE_PARTAGE_DE_LA_VALEUR(montant As Variant, le As Variant, effectif As Variant, _
        remuneration_des_12_mois As Variant, Optional accord_d_interessement As Variant, _
        Optional deja_versee As Variant, Optional placee As Variant) As Variant
Attribute PRIME_DE_PARTAGE_DE_LA_VALEUR.VB_Description = "Régime social et fiscal d'une prime de partage de la valeur."
Attribute PRIME_DE_PARTAGE_DE_LA_VALEUR.VB_ProcData.VB_Invoke_Func = " \n14"
    PRIME_DE_PARTAGE_DE_LA_VALEUR = TABLEUR_Pont.Appeler("PRIME_DE_PARTAGE_DE_LA_VALEUR", _
        Array(montant, le, effectif, remuneration_des_12_mois, accord_d_interessement, deja_versee, _
        placee))
End Function

Public Function PRIME_DE_PRECARITE(remuneration_brute As Variant, le As Variant, _
        Optional fin As Variant, Optional taux As Variant) As Variant
Attribute PRIME_DE_PRECARITE.VB_Description = "Indemnité de fin de contrat à durée déterminée ; 0 quand la loi l'exclut."
Attribute PRIME_DE_PRECARITE.VB_ProcData.VB_Invoke_Func = " \n14"
    PRIME_DE_PRECARITE = TABLEUR_Pont.Appeler("PRIME_DE_PRECARITE", Array(remuneration_brute, le, _
        fin, taux))
End Function

Public Function PRIME_PRORATISEE(montant As Variant, debut As Variant, fin As Variant, _
        Optional entree As Variant, Optional sortie As Variant, Optional jours_d_absence As Variant, _
        Optional methode As Variant) As Variant
Attribute PRIME_PRORATISEE.VB_Description = "Prime annuelle, treizième mois par exemple, au prorata de la présence dans sa période."
Attribute PRIME_PRORATISEE.VB_ProcData.VB_Invoke_Func = " \n14"
    PRIME_PRORATISEE = TABLEUR_Pont.Appeler("PRIME_PRORATISEE", Array(montant, debut, fin, entree, _
        sortie, jours_d_absence, methode))
End Function

Public Function PROCHAIN_JOUR_OUVRE(jour As Variant, Optional zone As Variant, _
        Optional fermetures As Variant) As Variant
Attribute PROCHAIN_JOUR_OUVRE.VB_Description = "Premier jour ouvré à partir d'un jour, ce jour compris : une échéance reportée."
Attribute PROCHAIN_JOUR_OUVRE.VB_ProcData.VB_Invoke_Func = " \n14"
    PROCHAIN_JOUR_OUVRE = TABLEUR_Pont.Appeler("PROCHAIN_JOUR_OUVRE", Array(jour, zone, fermetures))
End Function

Public Function QUANTITE_A_COMMANDER(physique As Variant, point_de_commande As Variant, _
        stock_cible As Variant, Optional en_commande As Variant, Optional reserve As Variant, _
        Optional multiple As Variant, Optional minimum As Variant) As Variant
Attribute QUANTITE_A_COMMANDER.VB_Description = "Quantité à commander pour ramener le stock disponible à sa cible, 0 s'il suffit."
Attribute QUANTITE_A_COMMANDER.VB_ProcData.VB_Invoke_Func = " \n14"
    QUANTITE_A_COMMANDER = TABLEUR_Pont.Appeler("QUANTITE_A_COMMANDER", Array(physique, _
        point_de_commande, stock_cible, en_commande, reserve, multiple, minimum))
End Function

Public Function QUANTITE_ECONOMIQUE(demande As Variant, cout_de_commande As Variant, _
        Optional cout_de_possession As Variant, Optional prix As Variant, _
        Optional taux_de_possession As Variant) As Variant
Attribute QUANTITE_ECONOMIQUE.VB_Description = "Quantité de commande qui rend minimal le coût de gestion du stock (formule de Wilson)."
Attribute QUANTITE_ECONOMIQUE.VB_ProcData.VB_Invoke_Func = " \n14"
    QUANTITE_ECONOMIQUE = TABLEUR_Pont.Appeler("QUANTITE_ECONOMIQUE", Array(demande, _
        cout_de_commande, cout_de_possession, prix, taux_de_possession))
End Function

Public Function QUANTITE_ECONOMIQUE_AVEC_REMISES(demande As Variant, cout_de_commande As Variant, _
        taux_de_possession As Variant, paliers As Variant, Optional remise As Variant) As Variant
Attribute QUANTITE_ECONOMIQUE_AVEC_REMISES.VB_Description = "Quantité de commande la moins chère, achats compris, quand le prix dépend de la quantité commandée."
Attribute QUANTITE_ECONOMIQUE_AVEC_REMISES.VB_ProcData.VB_Invoke_Func = " \n14"
    QUANTITE_ECONOMIQUE_AVEC_REMISES = TABLEUR_Pont.Appeler("QUANTITE_ECONOMIQUE_AVEC_REMISES", _
        Array(demande, cout_de_commande, taux_de_possession, paliers, remise))
End Function

Public Function QUANTITE_ECONOMIQUE_AVEC_RUPTURES(demande As Variant, cout_de_commande As Variant, _
        cout_de_possession As Variant, cout_de_rupture As Variant) As Variant
Attribute QUANTITE_ECONOMIQUE_AVEC_RUPTURES.VB_Description = "Quantité de commande la moins chère quand les clients acceptent d'être livrés en retard."
Attribute QUANTITE_ECONOMIQUE_AVEC_RUPTURES.VB_ProcData.VB_Invoke_Func = " \n14"
    QUANTITE_ECONOMIQUE_AVEC_RUPTURES = TABLEUR_Pont.Appeler("QUANTITE_ECONOMIQUE_AVEC_RUPTURES", _
        Array(demande, cout_de_commande, cout_de_possession, cout_de_rupture))
End Function

Public Function QUOTITE_SAISISSABLE(net_mensuel As Variant, le As Variant, _
        Optional personnes_a_charge As Variant, Optional pension_alimentaire As Variant) As Variant
Attribute QUOTITE_SAISISSABLE.VB_Description = "Part d'un salaire net mensuel qui peut être saisie ou cédée."
Attribute QUOTITE_SAISISSABLE.VB_ProcData.VB_Invoke_Func = " \n14"
    QUOTITE_SAISISSABLE = TABLEUR_Pont.Appeler("QUOTITE_SAISISSABLE", Array(net_mensuel, le, _
        personnes_a_charge, pension_alimentaire))
End Function

Public Function RAPPROCHEMENT_DE_TVA(mouvements As Variant, cases As Variant, au As Variant, _
        Optional comptes As Variant) As Variant
Attribute RAPPROCHEMENT_DE_TVA.VB_Description = "TVA des comptes 445 face aux cases de la CA3 : l'écart de chaque poste, et sa cause probable."
Attribute RAPPROCHEMENT_DE_TVA.VB_ProcData.VB_Invoke_Func = " \n14"
    RAPPROCHEMENT_DE_TVA = TABLEUR_Pont.Appeler("RAPPROCHEMENT_DE_TVA", Array(mouvements, cases, au, _
        comptes))
End Function

Public Function RATIO_DE_DISCRIMINATION(valeurs As Variant, Optional aire As Variant) As Variant
Attribute RATIO_DE_DISCRIMINATION.VB_Description = "Ratio de discrimination (indice de Gini) d'un critère de classement ABC, de 0 à 1."
Attribute RATIO_DE_DISCRIMINATION.VB_ProcData.VB_Invoke_Func = " \n14"
    RATIO_DE_DISCRIMINATION = TABLEUR_Pont.Appeler("RATIO_DE_DISCRIMINATION", Array(valeurs, aire))
End Function

Public Function REDUCTION_GENERALE(remuneration As Variant, smic As Variant, effectif As Variant, _
        le As Variant, Optional remuneration_deja As Variant, Optional smic_deja As Variant, _
        Optional reduction_deja As Variant) As Variant
Attribute REDUCTION_GENERALE.VB_Description = "Réduction générale d'un mois : celle du cumul de l'année, moins ce qui a déjà été pratiqué."
Attribute REDUCTION_GENERALE.VB_ProcData.VB_Invoke_Func = " \n14"
    REDUCTION_GENERALE = TABLEUR_Pont.Appeler("REDUCTION_GENERALE", Array(remuneration, smic, _
        effectif, le, remuneration_deja, smic_deja, reduction_deja))
End Function

Public Function REDUCTION_SALARIALE_HEURES_SUP(remuneration As Variant, le As Variant, _
        Optional taux_effectif As Variant) As Variant
Attribute REDUCTION_SALARIALE_HEURES_SUP.VB_Description = "Réduction de cotisations salariales sur les heures supplémentaires et complémentaires."
Attribute REDUCTION_SALARIALE_HEURES_SUP.VB_ProcData.VB_Invoke_Func = " \n14"
    REDUCTION_SALARIALE_HEURES_SUP = TABLEUR_Pont.Appeler("REDUCTION_SALARIALE_HEURES_SUP", _
        Array(remuneration, le, taux_effectif))
End Function

Public Function REGIME_DE_DECLARATION(le As Variant, tva_annuelle As Variant, _
        ca_annee_precedente As Variant, Optional ca_annee_en_cours As Variant, _
        Optional option_mensuelle As Variant) As Variant
Attribute REGIME_DE_DECLARATION.VB_Description = "Périodicité de la CA3 à une date : mensuelle ou trimestrielle."
Attribute REGIME_DE_DECLARATION.VB_ProcData.VB_Invoke_Func = " \n14"
    REGIME_DE_DECLARATION = TABLEUR_Pont.Appeler("REGIME_DE_DECLARATION", Array(le, tva_annuelle, _
        ca_annee_precedente, ca_annee_en_cours, option_mensuelle))
End Function

Public Function REMBOURSEMENT_TRANSPORT(abonnement As Variant, le As Variant, _
        Optional heures_semaine As Variant, Optional taux As Variant) As Variant
Attribute REMBOURSEMENT_TRANSPORT.VB_Description = "Prise en charge d'un abonnement de transport public ou de vélo : montant, parts exonérée et soumise."
Attribute REMBOURSEMENT_TRANSPORT.VB_ProcData.VB_Invoke_Func = " \n14"
    REMBOURSEMENT_TRANSPORT = TABLEUR_Pont.Appeler("REMBOURSEMENT_TRANSPORT", Array(abonnement, le, _
        heures_semaine, taux))
End Function

Public Function RETENUE_POUR_ABSENCE(salaire_mensuel As Variant, absence As Variant, _
        Optional duree_du_mois As Variant, Optional methode As Variant) As Variant
Attribute RETENUE_POUR_ABSENCE.VB_Description = "Retenue sur le salaire du mois pour une absence, une entrée ou une sortie."
Attribute RETENUE_POUR_ABSENCE.VB_ProcData.VB_Invoke_Func = " \n14"
    RETENUE_POUR_ABSENCE = TABLEUR_Pont.Appeler("RETENUE_POUR_ABSENCE", Array(salaire_mensuel, _
        absence, duree_du_mois, methode))
End Function

Public Function SALAIRE_DE_REFERENCE(total_des_12_mois As Variant, total_des_3_mois As Variant, _
        Optional primes_annuelles As Variant, Optional mois_de_service As Variant) As Variant
Attribute SALAIRE_DE_REFERENCE.VB_Description = "Salaire mensuel de référence d'une indemnité de rupture : la moyenne la plus favorable."
Attribute SALAIRE_DE_REFERENCE.VB_ProcData.VB_Invoke_Func = " \n14"
    SALAIRE_DE_REFERENCE = TABLEUR_Pont.Appeler("SALAIRE_DE_REFERENCE", Array(total_des_12_mois, _
        total_des_3_mois, primes_annuelles, mois_de_service))
End Function

Public Function SALAIRE_DES_HEURES_SUPPLEMENTAIRES(taux_horaire As Variant, _
        premieres_heures As Variant, heures_suivantes As Variant, le As Variant, _
        Optional taux_premieres As Variant, Optional taux_suivantes As Variant) As Variant
Attribute SALAIRE_DES_HEURES_SUPPLEMENTAIRES.VB_Description = "Montant brut d'heures supplémentaires : deux lignes, à 25 % et à 50 %, chacune arrondie au centime."
Attribute SALAIRE_DES_HEURES_SUPPLEMENTAIRES.VB_ProcData.VB_Invoke_Func = " \n14"
    SALAIRE_DES_HEURES_SUPPLEMENTAIRES = TABLEUR_Pont.Appeler("SALAIRE_DES_HEURES_SUPPLEMENTAIRES", _
        Array(taux_horaire, premieres_heures, heures_suivantes, le, taux_premieres, taux_suivantes))
End Function

Public Function SALAIRE_MENSUALISE(taux_horaire As Variant, heures_semaine As Variant) As Variant
Attribute SALAIRE_MENSUALISE.VB_Description = "Salaire brut d'un mois complet, le même quel que soit le nombre de jours du mois."
Attribute SALAIRE_MENSUALISE.VB_ProcData.VB_Invoke_Func = " \n14"
    SALAIRE_MENSUALISE = TABLEUR_Pont.Appeler("SALAIRE_MENSUALISE", Array(taux_horaire, _
        heures_semaine))
End Function

Public Function SIREN_ECRIT(siren As Variant) As Variant
Attribute SIREN_ECRIT.VB_Description = "Numéro SIREN par groupes de trois chiffres : « 732 829 320 »."
Attribute SIREN_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    SIREN_ECRIT = TABLEUR_Pont.Appeler("SIREN_ECRIT", Array(siren))
End Function

Public Function SIRET_ECRIT(siret As Variant) As Variant
Attribute SIRET_ECRIT.VB_Description = "Numéro SIRET par groupes : « 732 829 320 00074 »."
Attribute SIRET_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    SIRET_ECRIT = TABLEUR_Pont.Appeler("SIRET_ECRIT", Array(siret))
End Function

Public Function SMIC_DE_LA_REDUCTION(le As Variant, Optional heures_semaine As Variant, _
        Optional salaire_verse As Variant, Optional salaire_habituel As Variant, _
        Optional heures_en_plus As Variant, Optional part_du_smic As Variant) As Variant
Attribute SMIC_DE_LA_REDUCTION.VB_Description = "SMIC d'un mois pour la réduction générale, non arrondi."
Attribute SMIC_DE_LA_REDUCTION.VB_ProcData.VB_Invoke_Func = " \n14"
    SMIC_DE_LA_REDUCTION = TABLEUR_Pont.Appeler("SMIC_DE_LA_REDUCTION", Array(le, heures_semaine, _
        salaire_verse, salaire_habituel, heures_en_plus, part_du_smic))
End Function

Public Function SOLDE_DE_TOUT_COMPTE(salaire_mensuel As Variant, heures_du_mois As Variant, _
        Optional heures_non_dues As Variant, Optional conges As Variant, Optional preavis As Variant, _
        Optional primes As Variant, Optional precarite As Variant, _
        Optional indemnite_de_rupture As Variant, Optional retenues As Variant) As Variant
Attribute SOLDE_DE_TOUT_COMPTE.VB_Description = "Lignes brutes d'un solde de tout compte, chacune au centime, puis leur total."
Attribute SOLDE_DE_TOUT_COMPTE.VB_ProcData.VB_Invoke_Func = " \n14"
    SOLDE_DE_TOUT_COMPTE = TABLEUR_Pont.Appeler("SOLDE_DE_TOUT_COMPTE", Array(salaire_mensuel, _
        heures_du_mois, heures_non_dues, conges, preavis, primes, precarite, indemnite_de_rupture, _
        retenues))
End Function

Public Function STOCK_DE_SECURITE(consommation_par_jour As Variant, delai As Variant, _
        delai_maximal As Variant, Optional consommation_maximale As Variant) As Variant
Attribute STOCK_DE_SECURITE.VB_Description = "Stock gardé contre un retard de livraison et, si elle est donnée, contre une pointe de consommation."
Attribute STOCK_DE_SECURITE.VB_ProcData.VB_Invoke_Func = " \n14"
    STOCK_DE_SECURITE = TABLEUR_Pont.Appeler("STOCK_DE_SECURITE", Array(consommation_par_jour, delai, _
        delai_maximal, consommation_maximale))
End Function

Public Function STOCK_DE_SECURITE_AU_TAUX_DE_SERVICE(taux_de_service As Variant, _
        consommation_par_jour As Variant, delai As Variant, _
        Optional ecart_type_de_consommation As Variant, Optional ecart_type_du_delai As Variant, _
        Optional aleas As Variant) As Variant
Attribute STOCK_DE_SECURITE_AU_TAUX_DE_SERVICE.VB_Description = "Stock de sécurité qui évite la rupture dans la proportion de cycles demandée."
Attribute STOCK_DE_SECURITE_AU_TAUX_DE_SERVICE.VB_ProcData.VB_Invoke_Func = " \n14"
    STOCK_DE_SECURITE_AU_TAUX_DE_SERVICE = TABLEUR_Pont.Appeler("STOCK_DE_SECURITE_AU_TAUX_DE_SERVICE", _
        Array(taux_de_service, consommation_par_jour, delai, ecart_type_de_consommation, _
        ecart_type_du_delai, aleas))
End Function

Public Function STOCK_MOYEN(stock_initial As Variant, stock_final As Variant) As Variant
Attribute STOCK_MOYEN.VB_Description = "Stock moyen d'une période, en unités ou en euros."
Attribute STOCK_MOYEN.VB_ProcData.VB_Invoke_Func = " \n14"
    STOCK_MOYEN = TABLEUR_Pont.Appeler("STOCK_MOYEN", Array(stock_initial, stock_final))
End Function

Public Function STOCK_MOYEN_DES_RELEVES(releves As Variant) As Variant
Attribute STOCK_MOYEN_DES_RELEVES.VB_Description = "Moyenne des stocks relevés pendant la période, en unités ou en euros."
Attribute STOCK_MOYEN_DES_RELEVES.VB_ProcData.VB_Invoke_Func = " \n14"
    STOCK_MOYEN_DES_RELEVES = TABLEUR_Pont.Appeler("STOCK_MOYEN_DES_RELEVES", Array(releves))
End Function

Public Function STOCK_MOYEN_DU_CYCLE(quantite As Variant, _
        Optional stock_de_securite As Variant) As Variant
Attribute STOCK_MOYEN_DU_CYCLE.VB_Description = "Stock moyen entre deux livraisons, quand la consommation est régulière."
Attribute STOCK_MOYEN_DU_CYCLE.VB_ProcData.VB_Invoke_Func = " \n14"
    STOCK_MOYEN_DU_CYCLE = TABLEUR_Pont.Appeler("STOCK_MOYEN_DU_CYCLE", Array(quantite, _
        stock_de_securite))
End Function

Public Function STOCK_PAR_FAMILLE(articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional au As Variant, _
        Optional jours_dormant As Variant) As Variant
Attribute STOCK_PAR_FAMILLE.VB_Description = "Valeur du stock de chaque famille, de la plus grande à la plus petite, et un an plus tôt."
Attribute STOCK_PAR_FAMILLE.VB_ProcData.VB_Invoke_Func = " \n14"
    STOCK_PAR_FAMILLE = TABLEUR_Pont.Appeler("STOCK_PAR_FAMILLE", Array(articles, mouvements, _
        reprises, au, jours_dormant))
End Function

Public Function STOCK_PAR_MOIS(articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional au As Variant, Optional jours_dormant As Variant, _
        Optional mois As Variant) As Variant
Attribute STOCK_PAR_MOIS.VB_Description = "Valeur du stock, part dormante et ruptures à chaque fin de mois, et au jour des données."
Attribute STOCK_PAR_MOIS.VB_ProcData.VB_Invoke_Func = " \n14"
    STOCK_PAR_MOIS = TABLEUR_Pont.Appeler("STOCK_PAR_MOIS", Array(articles, mouvements, reprises, au, _
        jours_dormant, mois))
End Function

Public Function TAUX_DE_CONTRIBUTION_ALTERNANCE(part_d_alternants As Variant, effectif As Variant, _
        le As Variant) As Variant
Attribute TAUX_DE_CONTRIBUTION_ALTERNANCE.VB_Description = "Taux de la contribution supplémentaire à l'apprentissage, selon la part d'alternants."
Attribute TAUX_DE_CONTRIBUTION_ALTERNANCE.VB_ProcData.VB_Invoke_Func = " \n14"
    TAUX_DE_CONTRIBUTION_ALTERNANCE = TABLEUR_Pont.Appeler("TAUX_DE_CONTRIBUTION_ALTERNANCE", _
        Array(part_d_alternants, effectif, le))
End Function

Public Function TAUX_DE_ROTATION(cout_des_ventes As Variant, stock_moyen As Variant) As Variant
Attribute TAUX_DE_ROTATION.VB_Description = "Nombre de fois où le stock s'est renouvelé pendant la période."
Attribute TAUX_DE_ROTATION.VB_ProcData.VB_Invoke_Func = " \n14"
    TAUX_DE_ROTATION = TABLEUR_Pont.Appeler("TAUX_DE_ROTATION", Array(cout_des_ventes, stock_moyen))
End Function

Public Function TAUX_DE_RUPTURE(en_rupture As Variant, total As Variant) As Variant
Attribute TAUX_DE_RUPTURE.VB_Description = "Part des jours, ou des lignes de commande, en rupture."
Attribute TAUX_DE_RUPTURE.VB_ProcData.VB_Invoke_Func = " \n14"
    TAUX_DE_RUPTURE = TABLEUR_Pont.Appeler("TAUX_DE_RUPTURE", Array(en_rupture, total))
End Function

Public Function TAUX_DE_TVA(categorie As Variant, le As Variant, _
        Optional zone As Variant) As Variant
Attribute TAUX_DE_TVA.VB_Description = "Taux de TVA d'une catégorie, à une date et dans une zone."
Attribute TAUX_DE_TVA.VB_ProcData.VB_Invoke_Func = " \n14"
    TAUX_DE_TVA = TABLEUR_Pont.Appeler("TAUX_DE_TVA", Array(categorie, le, zone))
End Function

Public Function TAUX_HORAIRE(salaire_mensuel As Variant, heures_semaine As Variant) As Variant
Attribute TAUX_HORAIRE.VB_Description = "Salaire brut d'une heure, à quatre décimales."
Attribute TAUX_HORAIRE.VB_ProcData.VB_Invoke_Func = " \n14"
    TAUX_HORAIRE = TABLEUR_Pont.Appeler("TAUX_HORAIRE", Array(salaire_mensuel, heures_semaine))
End Function

Public Function TAUX_NEUTRE(base_ As Variant, le As Variant, Optional zone As Variant) As Variant
Attribute TAUX_NEUTRE.VB_Description = "Taux du prélèvement à la source de la grille neutre, pour une base mensuelle."
Attribute TAUX_NEUTRE.VB_ProcData.VB_Invoke_Func = " \n14"
    TAUX_NEUTRE = TABLEUR_Pont.Appeler("TAUX_NEUTRE", Array(base_, le, zone))
End Function

Public Function TELEPHONE_ECRIT(telephone As Variant) As Variant
Attribute TELEPHONE_ECRIT.VB_Description = "Numéro de téléphone français par deux chiffres : « 06 12 34 56 78 »."
Attribute TELEPHONE_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    TELEPHONE_ECRIT = TABLEUR_Pont.Appeler("TELEPHONE_ECRIT", Array(telephone))
End Function

Public Function TENDANCE_EN_BARRES(valeurs As Variant) As Variant
Attribute TENDANCE_EN_BARRES.VB_Description = "Valeurs dessinées par des caractères, d'autant plus hauts qu'elles sont grandes."
Attribute TENDANCE_EN_BARRES.VB_ProcData.VB_Invoke_Func = " \n14"
    TENDANCE_EN_BARRES = TABLEUR_Pont.Appeler("TENDANCE_EN_BARRES", Array(valeurs))
End Function

Public Function TITRES_RESTAURANT(valeur_du_titre As Variant, nombre As Variant, _
        part_employeur As Variant, le As Variant) As Variant
Attribute TITRES_RESTAURANT.VB_Description = "Titres-restaurant d'un mois : parts du salarié et de l'employeur, exonérée et soumise."
Attribute TITRES_RESTAURANT.VB_ProcData.VB_Invoke_Func = " \n14"
    TITRES_RESTAURANT = TABLEUR_Pont.Appeler("TITRES_RESTAURANT", Array(valeur_du_titre, nombre, _
        part_employeur, le))
End Function

Public Function TRANCHES_DE_SALAIRE(brut As Variant, plafond As Variant, _
        Optional brut_deja As Variant, Optional plafond_deja As Variant, _
        Optional le As Variant) As Variant
Attribute TRANCHES_DE_SALAIRE.VB_Description = "Tranches 1 et 2 du mois, régularisées sur le cumul : la tranche 2 peut être négative."
Attribute TRANCHES_DE_SALAIRE.VB_ProcData.VB_Invoke_Func = " \n14"
    TRANCHES_DE_SALAIRE = TABLEUR_Pont.Appeler("TRANCHES_DE_SALAIRE", Array(brut, plafond, brut_deja, _
        plafond_deja, le))
End Function

Public Function TVA_DEDUCTIBLE(tva As Variant, nature As Variant, le As Variant, _
        Optional coefficient As Variant, Optional valeur_ttc As Variant) As Variant
Attribute TVA_DEDUCTIBLE.VB_Description = "TVA déductible d'une dépense, sa part récupérable, sa case et sa raison."
Attribute TVA_DEDUCTIBLE.VB_ProcData.VB_Invoke_Func = " \n14"
    TVA_DEDUCTIBLE = TABLEUR_Pont.Appeler("TVA_DEDUCTIBLE", Array(tva, nature, le, coefficient, _
        valeur_ttc))
End Function

Public Function TVA_EN_ATTENTE(operations As Variant, encaissements As Variant, au As Variant, _
        Optional regime As Variant) As Variant
Attribute TVA_EN_ATTENTE.VB_Description = "TVA des ventes facturées à une date, que leurs encaissements n'ont pas encore rendue exigible."
Attribute TVA_EN_ATTENTE.VB_ProcData.VB_Invoke_Func = " \n14"
    TVA_EN_ATTENTE = TABLEUR_Pont.Appeler("TVA_EN_ATTENTE", Array(operations, encaissements, au, _
        regime))
End Function

Public Function TVA_EXIGIBLE(operation As Variant, encaissements As Variant, du As Variant, _
        au As Variant, Optional regime As Variant) As Variant
Attribute TVA_EXIGIBLE.VB_Description = "TVA d'une opération qui devient exigible entre deux dates."
Attribute TVA_EXIGIBLE.VB_ProcData.VB_Invoke_Func = " \n14"
    TVA_EXIGIBLE = TABLEUR_Pont.Appeler("TVA_EXIGIBLE", Array(operation, encaissements, du, au, _
        regime))
End Function

Public Function VALEUR_DU_STOCK(mouvements As Variant, Optional au As Variant, _
        Optional quantite_initiale As Variant, Optional cout_initial As Variant, _
        Optional methode As Variant, Optional decimales_du_cump As Variant, _
        Optional ordre_du_jour As Variant) As Variant
Attribute VALEUR_DU_STOCK.VB_Description = "Valeur du stock d'un article à une date : celle de la dernière ligne de sa fiche."
Attribute VALEUR_DU_STOCK.VB_ProcData.VB_Invoke_Func = " \n14"
    VALEUR_DU_STOCK = TABLEUR_Pont.Appeler("VALEUR_DU_STOCK", Array(mouvements, au, _
        quantite_initiale, cout_initial, methode, decimales_du_cump, ordre_du_jour))
End Function

Public Function VALEURS_PAR_FAMILLE(lignes As Variant) As Variant
Attribute VALEURS_PAR_FAMILLE.VB_Description = "Valeur du stock de chaque famille, dans l'ordre alphabétique, et un an plus tôt."
Attribute VALEURS_PAR_FAMILLE.VB_ProcData.VB_Invoke_Func = " \n14"
    VALEURS_PAR_FAMILLE = TABLEUR_Pont.Appeler("VALEURS_PAR_FAMILLE", Array(lignes))
End Function

Public Function VALORISATION_DU_STOCK(articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional au As Variant, _
        Optional jours_dormant As Variant) As Variant
Attribute VALORISATION_DU_STOCK.VB_Description = "Valeur du stock de chaque article à une date, au CUMP, et un an plus tôt."
Attribute VALORISATION_DU_STOCK.VB_ProcData.VB_Invoke_Func = " \n14"
    VALORISATION_DU_STOCK = TABLEUR_Pont.Appeler("VALORISATION_DU_STOCK", Array(articles, mouvements, _
        reprises, au, jours_dormant))
End Function

Public Function VENTILATION_TVA(lignes As Variant, Optional sens As Variant) As Variant
Attribute VENTILATION_TVA.VB_Description = "Totaux d'une facture par taux, du plus élevé au plus bas : HT + TVA = TTC au centime."
Attribute VENTILATION_TVA.VB_ProcData.VB_Invoke_Func = " \n14"
    VENTILATION_TVA = TABLEUR_Pont.Appeler("VENTILATION_TVA", Array(lignes, sens))
End Function

Public Function EXPLICATION_DE(cellule As Variant) As Variant
Attribute EXPLICATION_DE.VB_Description = "Explication d'une cellule calculée par tableur : le calcul développé, ou la raison de l'erreur."
Attribute EXPLICATION_DE.VB_ProcData.VB_Invoke_Func = " \n14"
    EXPLICATION_DE = TABLEUR_Pont.Expliquer(cellule)
End Function
