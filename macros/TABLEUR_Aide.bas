Attribute VB_Name = "TABLEUR_Aide"
' Fait par tableur d'après son catalogue : ne pas modifier à la main.
' Catégorie, description et aide des arguments que montre l'assistant de fonctions d'Excel.
Option Explicit
Option Private Module

Public Sub Decrire()
    Decrire_calendrier
    Decrire_courrier
    Decrire_pilotage
    Decrire_stock
    Aider "EXPLICATION_DE", "tableur", "Explication d'une cellule calculée par tableur : le calcul développé, ou la raison de l'erreur.", _
        Array("Cellule à expliquer.")
End Sub

Private Sub Decrire_calendrier()
    Aider "DATE_APRES_JOURS_OUVRES", "tableur calendrier", "Date située un nombre de jours ouvrés après le départ, ou avant s'il est négatif.", Array( _
        "Jour de départ, non compté.", _
        "Jours ouvrés à compter, négatif pour remonter le temps.", _
        "Facultatif. Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…", _
        "Facultatif. Jours de fermeture de l'entreprise, en plus des jours fériés.")
    Aider "EST_JOUR_FERIE", "tableur calendrier", "Vrai si le jour est un jour férié légal dans la zone.", Array( _
        "Jour à juger, selon le droit en vigueur ce jour-là.", _
        "Facultatif. Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…")
    Aider "JOURS_CALENDAIRES_ENTRE", "tableur calendrier", "Nombre de jours du calendrier entre deux dates, tous les jours comptés.", Array( _
        "Premier jour.", _
        "Dernier jour, le même ou un jour suivant.", _
        "Facultatif. Jours extrêmes qui comptent : comprises, debut_exclu, fin_exclue ou exclues.")
    Aider "JOURS_FERIES_LEGAUX", "tableur calendrier", "Jours fériés légaux d'une année dans une zone, du premier au dernier.", Array( _
        "Année civile entière.", _
        "Facultatif. Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…")
    Aider "JOURS_OUVRABLES_ENTRE", "tableur calendrier", "Nombre de jours ouvrables entre deux dates : du lundi au samedi, hors jours fériés légaux.", Array( _
        "Premier jour.", _
        "Dernier jour, le même ou un jour suivant.", _
        "Facultatif. Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…", _
        "Facultatif. Jours de fermeture de l'entreprise, en plus des jours fériés : ponts, congés collectifs.", _
        "Facultatif. Jours extrêmes qui comptent : comprises, debut_exclu, fin_exclue ou exclues.")
    Aider "JOURS_OUVRES_ENTRE", "tableur calendrier", "Nombre de jours ouvrés entre deux dates : du lundi au vendredi, hors jours fériés légaux.", Array( _
        "Premier jour.", _
        "Dernier jour, le même ou un jour suivant.", _
        "Facultatif. Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…", _
        "Facultatif. Jours de fermeture de l'entreprise, en plus des jours fériés : ponts, congés collectifs.", _
        "Facultatif. Jours extrêmes qui comptent : comprises, debut_exclu, fin_exclue ou exclues.")
    Aider "JOUR_DE_PAQUES", "tableur calendrier", "Dimanche de Pâques d'une année du calendrier grégorien.", Array( _
        "Année, de 1583 à 9999.")
    Aider "PROCHAIN_JOUR_OUVRE", "tableur calendrier", "Premier jour ouvré à partir d'un jour, ce jour compris : une échéance reportée.", Array( _
        "Jour d'échéance ; rendu tel quel s'il est ouvré.", _
        "Facultatif. Zone du lieu de paiement ou de travail : metropole, alsace_moselle, guadeloupe…", _
        "Facultatif. Jours de fermeture, en plus des jours fériés.")
End Sub

Private Sub Decrire_courrier()
    Aider "CIVILITE_ECRITE", "tableur courrier", "Civilité en toutes lettres ou abrégée : « Madame » ou « Mme », « Monsieur » ou « M. ».", Array( _
        "Civilité ou genre, comme il est écrit : Mme, madame, F, M., Monsieur, H…", _
        "Facultatif. longue pour l'appel et l'adresse, abregee dans le texte.")
    Aider "CODE_POSTAL_ECRIT", "tableur courrier", "Code postal français à cinq chiffres, son zéro de tête rétabli : « 01000 ».", Array( _
        "Code postal, texte ou nombre.")
    Aider "COMPLEMENT_ELIDE", "tableur courrier", "Nom précédé de « de », « le », « que »…, élidé devant une voyelle ou un h muet : « d’Élodie ».", Array( _
        "Nom qui suit.", _
        "Facultatif. Mot à élider, qui finit par une voyelle : de, le, la, que, jusque.")
    Aider "DATE_EN_LETTRES", "tableur courrier", "Date écrite en toutes lettres, comme dans un acte.", Array( _
        "Date à écrire.")
    Aider "DATE_LONGUE", "tableur courrier", "Date écrite dans une lettre : « 1er janvier 2026 », ou « jeudi 1er janvier 2026 ».", Array( _
        "Date à écrire.", _
        "Facultatif. VRAI pour commencer par le jour de la semaine.")
    Aider "DELAI_DE_CARENCE_CDD", "tableur courrier", "Délai à respecter avant un autre contrat à durée déterminée sur le même poste, en jours d'ouverture.", Array( _
        "Premier jour du contrat.", _
        "Dernier jour du contrat, renouvellement compris.")
    Aider "ESSAI_MAXIMAL_CDD", "tableur courrier", "Durée maximale de la période d'essai d'un contrat à durée déterminée, en jours calendaires.", Array( _
        "Premier jour du contrat.", _
        "Dernier jour du contrat, ou de sa durée minimale.")
    Aider "FORMALITES_A_FAIRE", "tableur courrier", "Liste « À faire » d'un document : formalités par date, puis contrôles sans date.", Array( _
        "Nom du modèle : cdd, cdi_temps_plein…", _
        "Champs remplis : une colonne de noms, une colonne de valeurs.", _
        "Date du document.")
    Aider "FORME_ACCORDEE", "tableur courrier", "Des deux formes d'un mot, celle qui s'accorde avec la civilité : « né » ou « née ».", Array( _
        "Civilité ou genre, comme il est écrit : Mme, madame, F, M., Monsieur, H…", _
        "Mot à écrire pour un homme.", _
        "Mot à écrire pour une femme.")
    Aider "IBAN_ECRIT", "tableur courrier", "IBAN par groupes de quatre caractères, comme sur un relevé d'identité bancaire.", Array( _
        "IBAN, dont la clé est vérifiée.")
    Aider "MENTIONS_MANQUANTES", "tableur courrier", "Mentions qu'un document devrait porter et ne porte pas, les obligatoires d'abord.", Array( _
        "Nom du modèle : cdd, relance_1, certificat_travail…", _
        "Champs remplis : une colonne de noms, une colonne de valeurs.", _
        "Date du document.", _
        "Facultatif. Texte du document, pour en vérifier aussi les phrases.")
    Aider "MONTANT_ECRIT", "tableur courrier", "Montant en euros comme dans une lettre : « 1 234,56 € », avec ses espaces insécables.", Array( _
        "Montant en euros.")
    Aider "MONTANT_EN_LETTRES", "tableur courrier", "Montant en euros écrit en toutes lettres, avec ses centimes, comme sur un chèque ou un contrat.", Array( _
        "Montant en euros.")
    Aider "NIR_ECRIT", "tableur courrier", "Numéro de sécurité sociale par groupes : « 2 95 10 99 126 111 93 ».", Array( _
        "Numéro à 15 chiffres, dont la clé est vérifiée.")
    Aider "NOMBRE_EN_LETTRES", "tableur courrier", "Nombre entier écrit en toutes lettres, en français de France.", Array( _
        "Nombre entier, de moins d'un million de milliards.")
    Aider "SIREN_ECRIT", "tableur courrier", "Numéro SIREN par groupes de trois chiffres : « 732 829 320 ».", Array( _
        "Numéro SIREN, dont la clé est vérifiée.")
    Aider "SIRET_ECRIT", "tableur courrier", "Numéro SIRET par groupes : « 732 829 320 00074 ».", Array( _
        "Numéro SIRET, dont la clé est vérifiée.")
    Aider "TELEPHONE_ECRIT", "tableur courrier", "Numéro de téléphone français par deux chiffres : « 06 12 34 56 78 ».", Array( _
        "Numéro, tel qu'il est écrit.")
End Sub

Private Sub Decrire_pilotage()
    Aider "CHIFFRE_D_AFFAIRES_PAR_CLIENT", "tableur pilotage", "Chiffre d'affaires des premiers clients de l'exercice : mois choisi, cumul, et un an plus tôt.", Array( _
        "Ventes hors taxes ; celles sans client n'y sont pas.", _
        "Un jour du mois choisi.", _
        "Dernier jour dont les données sont connues ; les ventes d'après ne comptent pas.", _
        "Facultatif. Premier mois de l'exercice, 1 pour janvier.", _
        "Facultatif. Nombre de rangs.")
    Aider "CHIFFRE_D_AFFAIRES_PAR_FAMILLE", "tableur pilotage", "Chiffre d'affaires de chaque famille : mois choisi, cumul de l'exercice, et un an plus tôt.", Array( _
        "Ventes hors taxes.", _
        "Un jour du mois choisi.", _
        "Dernier jour dont les données sont connues ; les ventes d'après ne comptent pas.", _
        "Facultatif. Premier mois de l'exercice, 1 pour janvier.")
    Aider "CHIFFRE_D_AFFAIRES_PAR_MOIS", "tableur pilotage", "Chiffre d'affaires des douze mois qui finissent au mois choisi, de l'an d'avant, et objectifs.", Array( _
        "Ventes hors taxes.", _
        "Un jour du mois choisi.", _
        "Dernier jour dont les données sont connues ; les ventes d'après ne comptent pas.", _
        "Facultatif. Objectif de chaque mois ; ceux d'un même mois s'additionnent.")
    Aider "FEU_DE_L_INDICATEUR", "tableur pilotage", "Feu d'un indicateur, en un signe et un mot : Atteint, À surveiller ou Alerte.", Array( _
        "Facultatif. Valeur constatée, None si elle manque.", _
        "Facultatif. Valeur visée, None s'il n'y en a pas.", _
        "Facultatif. « plus » si dépasser l'objectif est favorable, « moins » sinon.", _
        "Facultatif. Écart défavorable, en part de l'objectif, au-delà duquel le feu passe à l'alerte.")
    Aider "INDICATEUR_DU_MOIS", "tableur pilotage", "Indicateur d'un mois : valeur, an dernier, cumul, objectif, écart et feu.", Array( _
        "Valeurs datées de l'indicateur.", _
        "Un jour du mois choisi.", _
        "Dernier jour dont les données sont connues.", _
        "Facultatif. Objectif du mois entier, None s'il n'y en a pas.", _
        "Facultatif. « flux » ou « niveau ».", _
        "Facultatif. « plus » si dépasser l'objectif est favorable, « moins » sinon.", _
        "Facultatif. Premier mois de l'exercice, 1 pour janvier.", _
        "Facultatif. Écart défavorable, en part de l'objectif, au-delà duquel le feu passe à l'alerte.")
    Aider "MOIS_EN_TOUTES_LETTRES", "tableur pilotage", "Mois d'une date, en français : « novembre 2026 ».", Array( _
        "Un jour du mois.")
    Aider "PERIODES_DU_MOIS", "tableur pilotage", "Bornes du mois, de son exercice, et des mêmes jours un an plus tôt.", Array( _
        "Un jour du mois choisi.", _
        "Dernier jour dont les données sont connues.", _
        "Facultatif. Premier mois de l'exercice, 1 pour janvier.")
    Aider "STOCK_PAR_FAMILLE", "tableur pilotage", "Valeur du stock de chaque famille, de la plus grande à la plus petite, et un an plus tôt.", Array( _
        "Articles tenus en stock.", _
        "Entrées et sorties de tous les articles.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.", _
        "Date de la valeur ; les mouvements de ce jour comptent.", _
        "Facultatif. Jours sans vente ni consommation au-delà desquels un stock est dormant.")
    Aider "STOCK_PAR_MOIS", "tableur pilotage", "Valeur du stock, part dormante et ruptures à chaque fin de mois, et au jour des données.", Array( _
        "Articles tenus en stock.", _
        "Entrées et sorties de tous les articles.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.", _
        "Dernier jour dont les mouvements sont connus.", _
        "Facultatif. Jours sans vente ni consommation au-delà desquels un stock est dormant.", _
        "Facultatif. Nombre de fins de mois.")
    Aider "TENDANCE_EN_BARRES", "tableur pilotage", "Valeurs dessinées par des caractères, d'autant plus hauts qu'elles sont grandes.", Array( _
        "Valeurs, dans l'ordre.")
End Sub

Private Sub Decrire_stock()
    Aider "ARTICLES_A_SURVEILLER", "tableur stock", "Articles et lots qui demandent une décision, une ligne au plus par motif et par article ou lot.", Array( _
        "Articles tenus en stock.", _
        "Entrées et sorties de tous les articles.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.", _
        "Facultatif. Lots datés ; il en reste leur quantité, plus les entrées et moins les sorties qui nomment le lot. Vide : aucun.", _
        "Date du contrôle.", _
        "Facultatif. Jours sans sortie au-delà desquels un article est dormant.", _
        "Facultatif. Jours avant la date limite à partir desquels un lot est à écouler.", _
        "Facultatif. Jours d'historique de la consommation.", _
        "Facultatif. Part des cycles sans rupture, pour le point de commande. Vide : règle du délai maximal.")
    Aider "AVIS_DE_DISCRIMINATION", "tableur stock", "Avis sur un classement ABC d'après son ratio de discrimination.", Array( _
        "Ratio de discrimination, de 0 à 1.")
    Aider "BESOINS_DE_REAPPROVISIONNEMENT", "tableur stock", "Besoin de chaque article à une date : disponible, point de commande, et quantité à commander.", Array( _
        "Articles tenus en stock.", _
        "Entrées et sorties de tous les articles.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.", _
        "Date du calcul ; les mouvements de ce jour comptent.", _
        "Facultatif. Jours d'historique de la consommation.", _
        "Facultatif. Part des cycles sans rupture, 0,95 pour 95 %. Vide : règle du délai maximal.", _
        "Facultatif. Jours de consommation commandés au-delà du point de commande, faute de stock cible.")
    Aider "CLASSEMENT_ABC", "tableur stock", "Classement ABC : articles par valeur décroissante, part, cumul et classe.", Array( _
        "Code et valeur de chaque article : consommation de l'année, chiffre d'affaires ou stock.", _
        "Facultatif. Part cumulée de la classe A, 0,80 à défaut.", _
        "Facultatif. Part cumulée des classes A et B, 0,95 à défaut.", _
        "Facultatif. Classe de l'article à cheval sur un seuil : « classe_suivante » ou « classe_precedente ».")
    Aider "CLASSEMENT_ABC_DES_CONSOMMATIONS", "tableur stock", "Classement ABC des articles par la valeur consommée pendant la période.", Array( _
        "Articles tenus en stock.", _
        "Entrées et sorties de tous les articles.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.", _
        "Dernier jour de la période.", _
        "Facultatif. Jours de la période : une année à défaut.", _
        "Facultatif. Part cumulée de la classe A, 0,80 à défaut.", _
        "Facultatif. Part cumulée des classes A et B, 0,95 à défaut.", _
        "Facultatif. Classe de l'article à cheval sur un seuil : « classe_suivante » ou « classe_precedente ».")
    Aider "COEFFICIENT_DE_SERVICE", "tableur stock", "Coefficient z d'un taux de service : le quantile de la loi normale centrée réduite.", Array( _
        "Part des cycles sans rupture, entre 0 et 1 exclus : 0,95 pour 95 %.")
    Aider "COMMANDES_PAR_FOURNISSEUR", "tableur stock", "Commande à passer à chaque fournisseur, et ce qui manque pour son minimum et son franco.", Array( _
        "Besoins de réapprovisionnement.", _
        "Fournisseurs, avec leur minimum de commande et leur franco de port.")
    Aider "CONSOMMATION_MOYENNE", "tableur stock", "Consommation moyenne d'une période, ou d'un jour quand le nombre de jours est donné.", Array( _
        "Consommation de chaque période (jour, mois), ou un seul total, en unités.", _
        "Facultatif. Jours couverts par toutes ces consommations : 360, 365, 22 jours ouvrés. Vide : moyenne par période.")
    Aider "COUT_ANNUEL_AVEC_REMISES", "tableur stock", "Coût annuel d'une quantité de commande, achats compris, avec un barème de remises.", Array( _
        "Demande annuelle, en unités.", _
        "Quantité d'une commande, en unités ; au moins le premier seuil.", _
        "Coût de passation d'une commande, en euros.", _
        "Coût annuel de possession rapporté à la valeur : 0,20 pour 20 %.", _
        "Barème du fournisseur : quantité à partir de laquelle le prix vaut, et ce prix, par seuils croissants.", _
        "Facultatif. « toutes_unites » : le prix du palier vaut pour toute la commande ; « incrementale » : pour les seules unités au-delà du seuil.")
    Aider "COUT_DE_GESTION_DU_STOCK", "tableur stock", "Coût de gestion du stock de la période : passation des commandes et possession du stock.", Array( _
        "Demande de la période, en unités.", _
        "Quantité d'une commande, en unités.", _
        "Coût de passation d'une commande, en euros.", _
        "Facultatif. Coût pour garder une unité toute la période, en euros. Vide : donner le prix et le taux.", _
        "Facultatif. Prix d'achat d'une unité, en euros, si le coût de possession n'est pas donné.", _
        "Facultatif. Coût de possession rapporté au prix : 0,10 pour 10 % sur la période.", _
        "Facultatif. Stock gardé en permanence, en unités.")
    Aider "COUT_DE_PASSATION_DES_COMMANDES", "tableur stock", "Coût de passation de toutes les commandes de la période.", Array( _
        "Demande de la période, en unités.", _
        "Quantité d'une commande, en unités.", _
        "Coût de passation d'une commande, en euros.")
    Aider "COUT_DE_POSSESSION_DU_STOCK", "tableur stock", "Coût de possession du stock moyen sur la période.", Array( _
        "Quantité d'une commande, en unités.", _
        "Facultatif. Coût pour garder une unité toute la période, en euros. Vide : donner le prix et le taux.", _
        "Facultatif. Prix d'achat d'une unité, en euros, si le coût de possession n'est pas donné.", _
        "Facultatif. Coût de possession rapporté au prix : 0,10 pour 10 % sur la période.", _
        "Facultatif. Stock gardé en permanence, en unités.")
    Aider "COUT_MOYEN_APRES_ENTREE", "tableur stock", "Coût unitaire moyen pondéré (CUMP) après une entrée en stock.", Array( _
        "Quantité en stock avant l'entrée, en unités.", _
        "Coût unitaire du stock avant l'entrée, en euros.", _
        "Quantité entrée, en unités.", _
        "Coût unitaire de l'entrée, en euros.")
    Aider "COUVERTURE_EN_JOURS", "tableur stock", "Jours de consommation que le stock peut servir.", Array( _
        "Stock présent ou disponible, en unités.", _
        "Consommation moyenne d'une journée, en unités.")
    Aider "DUREE_DE_STOCKAGE", "tableur stock", "Jours pendant lesquels une marchandise reste en stock, en moyenne.", Array( _
        "Coût d'achat des ventes ou consommation de la période, en euros ou en unités.", _
        "Stock moyen de la même période, dans la même unité.", _
        "Facultatif. Jours de la période : 360 par convention, 365 pour l'année civile.")
    Aider "ECARTS_D_INVENTAIRE", "tableur stock", "Écart entre le stock compté et le stock théorique de chaque article, en quantité et en valeur.", Array( _
        "Quantités comptées ; une ligne sans quantité n'est pas un comptage.", _
        "Articles tenus en stock.", _
        "Entrées et sorties de tous les articles.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.", _
        "Date de l'inventaire : celle du stock théorique, et le dernier jour des comptages.", _
        "Facultatif. Premier jour des comptages de cet inventaire. Vide : tous les comptages jusqu'à sa date.")
    Aider "ECART_TYPE_DE_CONSOMMATION", "tableur stock", "Écart type des consommations autour de leur moyenne.", Array( _
        "Consommation de chaque période, en unités ; au moins une, deux pour un échantillon.", _
        "Facultatif. « population » divise par n ; « echantillon » divise par n - 1.")
    Aider "ETAT_DU_STOCK", "tableur stock", "Stock de chaque article à une date : quantité, coût moyen, valeur et derniers mouvements.", Array( _
        "Entrées et sorties de tous les articles.", _
        "Date du stock ; les mouvements de ce jour comptent.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.")
    Aider "FEUILLE_DE_COMPTAGE", "tableur stock", "Feuille de comptage d'un inventaire, dans l'ordre des emplacements, sans le stock théorique.", Array( _
        "Articles tenus en stock.", _
        "Facultatif. Seul emplacement à compter. Vide : tous.")
    Aider "FICHE_DE_STOCK", "tableur stock", "Fiche de stock d'un article : ses mouvements dans l'ordre, et le stock après chacun.", Array( _
        "Entrées et sorties d'un seul article : date, sens, quantité et, pour un achat, coût unitaire.", _
        "Facultatif. Stock avant le premier mouvement, en unités.", _
        "Facultatif. Coût unitaire du stock initial, en euros.", _
        "Facultatif. Date du stock initial ; les mouvements sont postérieurs. Vide : celle du premier mouvement.", _
        "Facultatif. cump_apres_chaque_entree, cump_de_la_periode (stock initial compris), cump_des_entrees (sans lui), peps.", _
        "Facultatif. Décimales auxquelles le CUMP est arrondi avant de multiplier, 2 dans bien des corrigés. Vide : aucun arrondi.", _
        "Facultatif. « entrees_d_abord » : le même jour, les entrées avant les sorties ; « saisie » : l'ordre donné.")
    Aider "INTERVALLE_ENTRE_COMMANDES", "tableur stock", "Jours entre deux commandes.", Array( _
        "Demande de la période, en unités.", _
        "Quantité d'une commande, en unités.", _
        "Facultatif. Jours de la période : 360 par convention, 365 pour l'année civile, 180 pour un semestre.", _
        "Facultatif. Vrai pour arrondir le nombre de commandes à l'entier le plus proche avant de diviser.")
    Aider "LOTS_A_ECOULER", "tableur stock", "Lots périmés ou qui le seront bientôt, dans l'ordre où les sortir (premier périmé, premier sorti).", Array( _
        "Lots présents, avec leur quantité, leur type de date (DLC ou DDM) et leur date limite.", _
        "Date du contrôle.", _
        "Facultatif. Un lot est à écouler quand sa date limite tombe dans ce nombre de jours au plus.")
    Aider "NOMBRE_DE_COMMANDES", "tableur stock", "Nombre de commandes de la période pour servir la demande.", Array( _
        "Demande de la période, en unités.", _
        "Quantité d'une commande, en unités.", _
        "Facultatif. Vrai pour l'entier le plus proche, comme dans beaucoup de corrigés.")
    Aider "PART_SERVIE_EN_RETARD", "tableur stock", "Part de chaque commande qui sert des clients en attente, à la quantité économique avec ruptures.", Array( _
        "Coût pour garder une unité toute la période, en euros.", _
        "Coût pour manquer d'une unité toute la période, en euros.")
    Aider "POINT_DE_COMMANDE", "tableur stock", "Niveau de stock qui déclenche une nouvelle commande.", Array( _
        "Consommation moyenne d'une journée, en unités.", _
        "Jours entre la commande et la livraison.", _
        "Facultatif. Stock gardé contre les imprévus, en unités.")
    Aider "POINT_DE_COMMANDE_PERIODIQUE", "tableur stock", "Niveau jusqu'où recompléter le stock quand on commande à dates fixes.", Array( _
        "Consommation moyenne d'une journée, en unités.", _
        "Jours entre la commande et la livraison.", _
        "Jours entre deux commandes.", _
        "Facultatif. Stock gardé contre les imprévus du délai et de la période, en unités.")
    Aider "QUANTITE_A_COMMANDER", "tableur stock", "Quantité à commander pour ramener le stock disponible à sa cible, 0 s'il suffit.", Array( _
        "Stock présent, en unités ; négatif si des sorties ont précédé leur entrée.", _
        "Niveau qui déclenche la commande, en unités.", _
        "Niveau à atteindre, en unités ; au moins le point de commande.", _
        "Facultatif. Quantité commandée et pas encore reçue, en unités.", _
        "Facultatif. Quantité promise et pas encore sortie, en unités.", _
        "Facultatif. Conditionnement : 12 pour des cartons de 12 ; 1 arrondit à l'unité supérieure.", _
        "Facultatif. Plus petite quantité que le fournisseur accepte, en unités.")
    Aider "QUANTITE_ECONOMIQUE", "tableur stock", "Quantité de commande qui rend minimal le coût de gestion du stock (formule de Wilson).", Array( _
        "Demande de la période (une année, en général), en unités.", _
        "Coût de passation d'une commande, en euros.", _
        "Facultatif. Coût pour garder une unité toute la période, en euros. Vide : donner le prix et le taux.", _
        "Facultatif. Prix d'achat d'une unité, en euros, si le coût de possession n'est pas donné.", _
        "Facultatif. Coût de possession rapporté au prix : 0,10 pour 10 % sur la période.")
    Aider "QUANTITE_ECONOMIQUE_AVEC_REMISES", "tableur stock", "Quantité de commande la moins chère, achats compris, quand le prix dépend de la quantité commandée.", Array( _
        "Demande annuelle, en unités.", _
        "Coût de passation d'une commande, en euros.", _
        "Coût annuel de possession rapporté à la valeur : 0,20 pour 20 %.", _
        "Barème du fournisseur : quantité à partir de laquelle le prix vaut, et ce prix, par seuils croissants.", _
        "Facultatif. « toutes_unites » : le prix du palier vaut pour toute la commande ; « incrementale » : pour les seules unités au-delà du seuil.")
    Aider "QUANTITE_ECONOMIQUE_AVEC_RUPTURES", "tableur stock", "Quantité de commande la moins chère quand les clients acceptent d'être livrés en retard.", Array( _
        "Demande de la période, en unités.", _
        "Coût de passation d'une commande, en euros.", _
        "Coût pour garder une unité toute la période, en euros.", _
        "Coût pour manquer d'une unité toute la période, en euros.")
    Aider "RATIO_DE_DISCRIMINATION", "tableur stock", "Ratio de discrimination (indice de Gini) d'un critère de classement ABC, de 0 à 1.", Array( _
        "Valeur de chaque article, dans n'importe quel ordre.", _
        "Facultatif. « trapezes » : aire exacte sous la courbe ; « rectangles » : somme des cumuls, plus grande.")
    Aider "STOCK_DE_SECURITE", "tableur stock", "Stock gardé contre un retard de livraison et, si elle est donnée, contre une pointe de consommation.", Array( _
        "Consommation moyenne d'une journée, en unités.", _
        "Délai moyen de livraison, en jours.", _
        "Délai le plus long constaté, en jours.", _
        "Facultatif. Consommation de la plus forte journée, en unités. Vide : seul le retard est couvert.")
    Aider "STOCK_DE_SECURITE_AU_TAUX_DE_SERVICE", "tableur stock", "Stock de sécurité qui évite la rupture dans la proportion de cycles demandée.", Array( _
        "Part des cycles sans rupture, de 0,5 à 1 exclu : 0,95 pour 95 %.", _
        "Consommation moyenne d'une journée, en unités.", _
        "Délai moyen de livraison, en jours ; ajouter la période de commande si l'on commande à dates fixes.", _
        "Facultatif. Écart type sigma c de la consommation d'une journée, en unités ; 0 si elle est régulière.", _
        "Facultatif. Écart type sigma d du délai, en jours ; 0 si le délai est sûr.", _
        "Facultatif. « independants » : la demande et le délai varient chacun de leur côté ; « dependants » : ensemble.")
    Aider "STOCK_MOYEN", "tableur stock", "Stock moyen d'une période, en unités ou en euros.", Array( _
        "Stock du début de la période, en unités ou en euros.", _
        "Stock de la fin de la période, dans la même unité.")
    Aider "STOCK_MOYEN_DES_RELEVES", "tableur stock", "Moyenne des stocks relevés pendant la période, en unités ou en euros.", Array( _
        "Stocks relevés à intervalles réguliers, en unités ou en euros.")
    Aider "STOCK_MOYEN_DU_CYCLE", "tableur stock", "Stock moyen entre deux livraisons, quand la consommation est régulière.", Array( _
        "Quantité d'une commande, en unités.", _
        "Facultatif. Stock gardé en permanence, en unités.")
    Aider "TAUX_DE_ROTATION", "tableur stock", "Nombre de fois où le stock s'est renouvelé pendant la période.", Array( _
        "Coût d'achat des ventes ou consommation de la période, en euros ou en unités.", _
        "Stock moyen de la même période, dans la même unité.")
    Aider "TAUX_DE_RUPTURE", "tableur stock", "Part des jours, ou des lignes de commande, en rupture.", Array( _
        "Jours en rupture, ou lignes de commande non servies.", _
        "Tous les jours, ou toutes les lignes, de la période.")
    Aider "VALEURS_PAR_FAMILLE", "tableur stock", "Valeur du stock de chaque famille, dans l'ordre alphabétique, et un an plus tôt.", Array( _
        "Valorisation de chaque article.")
    Aider "VALEUR_DU_STOCK", "tableur stock", "Valeur du stock d'un article à une date : celle de la dernière ligne de sa fiche.", Array( _
        "Entrées et sorties d'un seul article : date, sens, quantité et, pour un achat, coût unitaire.", _
        "Facultatif. Dernier jour compté. Vide : tous les mouvements.", _
        "Facultatif. Stock avant le premier mouvement, en unités.", _
        "Facultatif. Coût unitaire du stock initial, en euros.", _
        "Facultatif. cump_apres_chaque_entree, cump_de_la_periode (stock initial compris), cump_des_entrees (sans lui), peps.", _
        "Facultatif. Décimales auxquelles le CUMP est arrondi avant de multiplier. Vide : aucun arrondi.", _
        "Facultatif. « entrees_d_abord » : le même jour, les entrées avant les sorties ; « saisie » : l'ordre donné.")
    Aider "VALORISATION_DU_STOCK", "tableur stock", "Valeur du stock de chaque article à une date, au CUMP, et un an plus tôt.", Array( _
        "Articles tenus en stock.", _
        "Entrées et sorties de tous les articles.", _
        "Facultatif. Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.", _
        "Date de l'inventaire ; les mouvements de ce jour comptent.", _
        "Facultatif. Jours sans vente ni consommation au-delà desquels un stock est dormant.")
End Sub

' Une fonction qu'Excel refuse de décrire n'empêche pas de décrire les autres.
Private Sub Aider(ByVal nom As String, ByVal categorie As String, ByVal aide As String, arguments As Variant)
    On Error Resume Next
    If UBound(arguments) < 0 Then
        Application.MacroOptions Macro:=nom, Description:=aide, Category:=categorie
    Else
        Application.MacroOptions Macro:=nom, Description:=aide, Category:=categorie, _
            ArgumentDescriptions:=arguments
    End If
End Sub
