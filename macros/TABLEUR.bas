Attribute VB_Name = "TABLEUR"
' Fait par tableur d'après son catalogue : ne pas modifier à la main.
' Une fonction de feuille par formule ; toutes passent par TABLEUR_Pont, qui rend de vraies erreurs.
Option Explicit

Public Function ARTICLES_A_SURVEILLER(articles As Variant, mouvements As Variant, _
        Optional reprises As Variant, Optional lots As Variant, Optional le As Variant, _
        Optional jours_dormant As Variant, Optional jours_avant_peremption As Variant, _
        Optional periode As Variant, Optional taux_de_service As Variant) As Variant
Attribute ARTICLES_A_SURVEILLER.VB_Description = "Articles et lots qui demandent une décision, une ligne au plus par motif et par article ou lot."
Attribute ARTICLES_A_SURVEILLER.VB_ProcData.VB_Invoke_Func = " \n14"
    ARTICLES_A_SURVEILLER = TABLEUR_Pont.Appeler("ARTICLES_A_SURVEILLER", Array(articles, mouvements, _
        reprises, lots, le, jours_dormant, jours_avant_peremption, periode, taux_de_service))
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

Public Function CODE_POSTAL_ECRIT(code_postal As Variant) As Variant
Attribute CODE_POSTAL_ECRIT.VB_Description = "Code postal français à cinq chiffres, son zéro de tête rétabli : « 01000 »."
Attribute CODE_POSTAL_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    CODE_POSTAL_ECRIT = TABLEUR_Pont.Appeler("CODE_POSTAL_ECRIT", Array(code_postal))
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

Public Function CONSOMMATION_MOYENNE(consommations As Variant, Optional jours As Variant) As Variant
Attribute CONSOMMATION_MOYENNE.VB_Description = "Consommation moyenne d'une période, ou d'un jour quand le nombre de jours est donné."
Attribute CONSOMMATION_MOYENNE.VB_ProcData.VB_Invoke_Func = " \n14"
    CONSOMMATION_MOYENNE = TABLEUR_Pont.Appeler("CONSOMMATION_MOYENNE", Array(consommations, jours))
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

Public Function IBAN_ECRIT(iban As Variant) As Variant
Attribute IBAN_ECRIT.VB_Description = "IBAN par groupes de quatre caractères, comme sur un relevé d'identité bancaire."
Attribute IBAN_ECRIT.VB_ProcData.VB_Invoke_Func = " \n14"
    IBAN_ECRIT = TABLEUR_Pont.Appeler("IBAN_ECRIT", Array(iban))
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

Public Function LOTS_A_ECOULER(lots As Variant, le As Variant, Optional jours As Variant) As Variant
Attribute LOTS_A_ECOULER.VB_Description = "Lots périmés ou qui le seront bientôt, dans l'ordre où les sortir (premier périmé, premier sorti)."
Attribute LOTS_A_ECOULER.VB_ProcData.VB_Invoke_Func = " \n14"
    LOTS_A_ECOULER = TABLEUR_Pont.Appeler("LOTS_A_ECOULER", Array(lots, le, jours))
End Function

Public Function MENTIONS_MANQUANTES(document As Variant, champs As Variant, le As Variant, _
        Optional texte As Variant) As Variant
Attribute MENTIONS_MANQUANTES.VB_Description = "Mentions qu'un document devrait porter et ne porte pas, les obligatoires d'abord."
Attribute MENTIONS_MANQUANTES.VB_ProcData.VB_Invoke_Func = " \n14"
    MENTIONS_MANQUANTES = TABLEUR_Pont.Appeler("MENTIONS_MANQUANTES", Array(document, champs, le, _
        texte))
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

Public Function RATIO_DE_DISCRIMINATION(valeurs As Variant, Optional aire As Variant) As Variant
Attribute RATIO_DE_DISCRIMINATION.VB_Description = "Ratio de discrimination (indice de Gini) d'un critère de classement ABC, de 0 à 1."
Attribute RATIO_DE_DISCRIMINATION.VB_ProcData.VB_Invoke_Func = " \n14"
    RATIO_DE_DISCRIMINATION = TABLEUR_Pont.Appeler("RATIO_DE_DISCRIMINATION", Array(valeurs, aire))
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

Public Function EXPLICATION_DE(cellule As Variant) As Variant
Attribute EXPLICATION_DE.VB_Description = "Explication d'une cellule calculée par tableur : le calcul développé, ou la raison de l'erreur."
Attribute EXPLICATION_DE.VB_ProcData.VB_Invoke_Func = " \n14"
    EXPLICATION_DE = TABLEUR_Pont.Expliquer(cellule)
End Function
