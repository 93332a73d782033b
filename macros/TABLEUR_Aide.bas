Attribute VB_Name = "TABLEUR_Aide"
' Fait par tableur d'après son catalogue : ne pas modifier à la main.
' Catégorie, description et aide des arguments que montre l'assistant de fonctions d'Excel.
Option Explicit
Option Private Module

Public Sub Decrire()
    Decrire_calendrier
    Decrire_courrier
    Decrire_paie
    Decrire_pilotage
    Decrire_stock
    Decrire_tva
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

Private Sub Decrire_paie()
    Aider "ALLOCATION_DE_TELETRAVAIL", "tableur paie", "Allocation de télétravail d'un mois : montant, parts exonérée et soumise à cotisations.", Array( _
        "Jours télétravaillés du mois.", _
        "Dernier jour du mois de paie.", _
        "Facultatif. Allocation versée pour le mois, en euros ; vide : le forfait.", _
        "Facultatif. oui si un accord ou une convention collective prévoit l'allocation.")
    Aider "AVANTAGE_EN_NATURE", "tableur paie", "Valeur forfaitaire d'un avantage en nature pour un mois, moins ce que le salarié paie.", Array( _
        "repas, repas_hotel_cafe_restaurant, logement ou outil_numerique.", _
        "Dernier jour du mois de paie.", _
        "Facultatif. Repas du mois, ou pièces principales du logement.", _
        "Facultatif. Rémunération brute du mois en espèces, pour un logement, en euros.", _
        "Facultatif. Prix d'achat toutes taxes comprises, ou abonnement annuel, pour un outil numérique, en euros.", _
        "Facultatif. Participation du salarié, en euros par mois.")
    Aider "AVANTAGE_VEHICULE", "tableur paie", "Valeur forfaitaire, par mois, de l'usage privé d'un véhicule de l'entreprise.", Array( _
        "Jour où le salarié a reçu le véhicule.", _
        "achat ou location.", _
        "Prix d'achat toutes taxes comprises, ou coût annuel de la location, entretien et assurance, en euros.", _
        "Facultatif. oui si l'employeur paie aussi le carburant des trajets privés.", _
        "Facultatif. oui pour un véhicule qui a plus de cinq ans.", _
        "Facultatif. oui pour un véhicule électrique ; depuis le 01/02/2025, s'il a l'éco-score.", _
        "Facultatif. Prix d'achat du véhicule loué, payé par le loueur, qui plafonne l'évaluation ; vide : aucun.", _
        "Facultatif. Participation du salarié, en euros par mois.")
    Aider "BULLETIN_DE_PAIE", "tableur paie", "Bulletin de paie d'un mois, régularisé sur les cumuls de l'année s'ils sont donnés.", Array( _
        "Mois de paie.", _
        "Salarié et contrat.", _
        "Établissement : effectif, taux AT/MP, versement mobilité.", _
        "Éléments du mois : brut du contrat, heures, absences, primes.", _
        "Facultatif. Cumuls du bulletin précédent, ou d'une reprise ; vide pour un mois isolé.")
    Aider "CODE_DE_COTISATION", "tableur paie", "Code de cotisation auquel un libellé de cabinet répond, vide si rien ne le reconnaît.", Array( _
        "Libellé imprimé sur le bulletin reçu.")
    Aider "COEFFICIENT_DE_REDUCTION", "tableur paie", "Coefficient de la réduction générale, à quatre décimales, nul dès la limite de rémunération.", Array( _
        "Rémunération de la période, cumulée s'il y a des mois précédents.", _
        "SMIC de la même période.", _
        "Effectif retenu pour le seuil de 50.", _
        "Mois de paie, par un de ses jours.")
    Aider "CONGES_ACQUIS", "tableur paie", "Jours de congés payés acquis pendant une période de référence.", Array( _
        "Mois de travail, ou assimilés : congés, maternité, formation. Voir MOIS_DE_TRAVAIL_EQUIVALENTS.", _
        "Dernier jour de la période d'acquisition.", _
        "Facultatif. Mois de maladie ou d'accident non professionnels.", _
        "Facultatif. Mois d'arrêt pour accident du travail ou maladie professionnelle.", _
        "Facultatif. ouvrables (six par semaine) ou ouvres (cinq).", _
        "Facultatif. non pour un compteur en cours de période, sans l'arrondi au jour supérieur.")
    Aider "CONTREPARTIE_EN_REPOS", "tableur paie", "Heures de repos dues pour les heures supplémentaires au-delà du contingent annuel.", Array( _
        "Heures au-delà du contingent : HEURES_SUPPLEMENTAIRES.", _
        "Effectif de l'entreprise.", _
        "Dernier jour de la période.")
    Aider "CONTROLE_DES_LIGNES", "tableur paie", "Contrôle d'un bulletin reçu, ligne à ligne : écarts, causes prouvées, question au cabinet.", Array( _
        "Mois de paie.", _
        "Salarié et contrat.", _
        "Établissement ; sans taux AT/MP, celui de la ligne reçue est pris, et dit non contrôlé.", _
        "Éléments du mois.", _
        "Lignes de cotisations du bulletin reçu.", _
        "Facultatif. Cumuls du bulletin précédent ; vide pour un mois isolé.")
    Aider "CONTROLE_DES_TOTAUX", "tableur paie", "Contrôle d'un bulletin reçu par ses totaux : écarts, causes prouvées, question au cabinet.", Array( _
        "Mois de paie.", _
        "Salarié et contrat.", _
        "Établissement ; sans taux AT/MP, les totaux patronaux ne sont pas contrôlés.", _
        "Éléments du mois.", _
        "Totaux tapés du bulletin reçu.", _
        "Facultatif. Cumuls du bulletin précédent ; vide pour un mois isolé.")
    Aider "CSG_CRDS", "tableur paie", "CSG et CRDS d'un mois, sur 98,25 % du brut jusqu'à quatre plafonds cumulés, et sur tout au-delà.", Array( _
        "Brut soumis du mois.", _
        "Contributions patronales de santé et de prévoyance du mois.", _
        "Plafond du mois.", _
        "Mois de paie, par un de ses jours.", _
        "Facultatif. Rémunération des heures exonérée d'impôt, comprise dans le brut : elle n'y compte jamais pour plus que le brut soumis (absence d'un mois, part exonérée d'un apprenti).", _
        "Facultatif. Brut soumis des mois précédents de l'année.", _
        "Facultatif. Plafonds des mois précédents de l'année.")
    Aider "DEDUCTION_PATRONALE_HEURES_SUP", "tableur paie", "Déduction forfaitaire de cotisations patronales pour les heures supplémentaires du mois.", Array( _
        "Heures supplémentaires du mois ; les heures complémentaires n'y ont pas droit.", _
        "Effectif retenu pour les seuils de 20 et de 250.", _
        "Mois de paie, par un de ses jours.")
    Aider "DUREES_DEPASSEES", "tableur paie", "Dépassements des durées maximales du travail ; les heures restent dues, et payées.", Array( _
        "Heures de chaque jour, avec leur nature : travail, conges_payes, ferie_chome, maladie, autre_absence.")
    Aider "DUREE_DU_PREAVIS", "tableur paie", "Durée légale du préavis de licenciement, en mois.", Array( _
        "Premier jour du contrat.", _
        "Jour où le salarié reçoit la lettre de licenciement.", _
        "Facultatif. oui pour un bénéficiaire de l'obligation d'emploi.")
    Aider "ECHEANCES_SOCIALES", "tableur paie", "Déclaration sociale et paiements dus après la paie d'un mois : le 5 ou le 15 du mois suivant.", Array( _
        "Mois de paie, versé dans le mois.", _
        "Effectif de l'entreprise.", _
        "Facultatif. Zone de l'établissement, pour ses jours fériés : metropole, alsace_moselle, guadeloupe…")
    Aider "EFFECTIF_PAR_OBLIGATION", "tableur paie", "Obligations liées à l'effectif pour une année de paie, gel de cinq ans compris.", Array( _
        "Effectif moyen de chaque année civile, sans trou, jusqu'à l'année qui précède la paie.", _
        "Année de la paie.", _
        "Facultatif. Vrai si les seuils jouaient déjà avant la première année de l'historique.")
    Aider "EXONERATION_D_IMPOT_APPRENTI", "tableur paie", "Part du net d'un apprenti ou d'un stagiaire exonérée d'impôt : un SMIC annuel, sur le cumul.", Array( _
        "Net imposable du mois, avant exonération.", _
        "Mois de paie.", _
        "Facultatif. Part déjà exonérée dans l'année.")
    Aider "HEURES_COMPLEMENTAIRES", "tableur paie", "Heures au-delà du contrat à temps partiel, en une semaine : 10 % jusqu'au dixième, 25 % ensuite.", Array( _
        "Heures du contrat par semaine, sous la durée légale.", _
        "Heures travaillées dans la semaine.", _
        "Salaire brut d'une heure, en euros, à quatre décimales.", _
        "Jour de la semaine payée.", _
        "Facultatif. oui si un accord de branche étendu ou d'entreprise porte la limite au tiers.")
    Aider "HEURES_MENSUELLES", "tableur paie", "Heures d'un mois moyen, sans arrondi : pour 35 h par semaine, 151,666… h, affichées 151,67.", Array( _
        "Heures du contrat par semaine.")
    Aider "HEURES_SUPPLEMENTAIRES", "tableur paie", "Heures supplémentaires de chaque semaine civile, leur majoration, leur montant et le contingent.", Array( _
        "Heures de chaque jour, avec leur nature : travail, conges_payes, ferie_chome, maladie, autre_absence.", _
        "Salaire brut d'une heure, en euros, à quatre décimales.", _
        "Facultatif. Heures déjà prises sur le contingent depuis le 1er janvier.", _
        "Facultatif. Contingent annuel de l'accord, en heures ; vide : celui du Code du travail.")
    Aider "HEURES_SUPPLEMENTAIRES_SEMAINE", "tableur paie", "Heures supplémentaires d'une semaine civile, d'après ses totaux d'heures.", Array( _
        "Un jour de la semaine : le lundi.", _
        "Heures travaillées dans la semaine.", _
        "Salaire brut d'une heure, en euros, à quatre décimales.", _
        "Facultatif. Heures de congés payés de la semaine.", _
        "Facultatif. Heures déjà prises sur le contingent depuis le 1er janvier.", _
        "Facultatif. Contingent annuel de l'accord, en heures ; vide : celui du Code du travail.")
    Aider "HEURES_THEORIQUES", "tableur paie", "Heures prévues par l'horaire entre deux dates comprises : d'un mois entier, ou d'une absence.", Array( _
        "Premier jour.", _
        "Dernier jour, le même ou un jour suivant.", _
        "Heures de chaque jour, du lundi au dimanche ; les jours omis à la fin sont à zéro.")
    Aider "IJSS_SUBROGEES", "tableur paie", "Indemnités journalières versées à l'employeur subrogé : brut, CSG et CRDS, net, imposable.", Array( _
        "Indemnité journalière brute, en euros.", _
        "Premier jour de l'arrêt initial : la carence part de lui, et non de la période payée.", _
        "Premier jour de la période payée.", _
        "Dernier jour de la période payée.", _
        "Facultatif. maladie, accident_du_travail ou maternite.", _
        "Facultatif. oui pour des indemnités que l'impôt épargne.")
    Aider "INDEMNITE_DE_CONGES", "tableur paie", "Indemnité de congés payés, prise ou compensatrice : le plus fort du dixième et du maintien.", Array( _
        "Bruts de la période d'acquisition, congés précédents compris, sans primes annuelles ni frais, en euros.", _
        "Jours acquis pendant cette période : 30 ouvrables, ou 25 ouvrés, pour une année.", _
        "Jours pris, ou restants au départ, dans la même unité.", _
        "Salaire que ces jours auraient rapporté : RETENUE_POUR_ABSENCE pour les mêmes heures.", _
        "Premier jour du congé, ou jour du départ.", _
        "Facultatif. Salaire qui aurait été reçu pendant la maladie non professionnelle, en euros.")
    Aider "INDEMNITE_DE_CONGES_CDD", "tableur paie", "Indemnité compensatrice de congés payés d'un CDD, quand aucun congé n'est pris.", Array( _
        "Bruts de tout le contrat, en euros.", _
        "Prime de précarité, en euros.", _
        "Dernier jour du contrat.")
    Aider "INDEMNITE_DE_DEPART_A_LA_RETRAITE", "tableur paie", "Indemnité légale d'un salarié qui part de lui-même à la retraite ; 0 sous dix ans.", Array( _
        "Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.", _
        "Mois entiers d'ancienneté : MOIS_D_ANCIENNETE.", _
        "Jour du départ.")
    Aider "INDEMNITE_DE_GRAND_DEPLACEMENT", "tableur paie", "Indemnités de grand déplacement en métropole : montant, parts exonérée et soumise à cotisations.", Array( _
        "repas, logement_paris (Paris, 92, 93, 94) ou logement_ailleurs.", _
        "Repas ou nuits du mois.", _
        "Rang du mois au même endroit, de 1 à 72.", _
        "Dernier jour du mois de paie.", _
        "Facultatif. Indemnité versée par repas ou par nuit, en euros ; vide : le forfait.")
    Aider "INDEMNITE_DE_LICENCIEMENT", "tableur paie", "Indemnité légale de licenciement ; 0 sans droit.", Array( _
        "Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.", _
        "Premier jour du contrat.", _
        "Jour d'envoi de la lettre de licenciement, qui décide du droit.", _
        "Dernier jour du contrat, préavis compris, exécuté ou non.", _
        "Facultatif. Mois de suspension à retirer de l'ancienneté.", _
        "Facultatif. oui pour une faute grave ou lourde.", _
        "Facultatif. oui pour une inaptitude due à un accident du travail ou une maladie professionnelle.")
    Aider "INDEMNITE_DE_REPAS", "tableur paie", "Indemnités de repas d'un mois : montant, part exonérée par le forfait et part soumise à cotisations.", Array( _
        "sur_le_lieu_de_travail, hors_des_locaux ou restaurant.", _
        "Repas du mois.", _
        "Dernier jour du mois de paie.", _
        "Facultatif. Indemnité versée par repas, en euros ; vide : le forfait.")
    Aider "INDEMNITE_DE_RUPTURE_CONVENTIONNELLE", "tableur paie", "Indemnité de rupture conventionnelle, part exonérée, contribution de l'employeur.", Array( _
        "Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.", _
        "Premier jour du contrat.", _
        "Jour de rupture du contrat, fixé par la convention.", _
        "Facultatif. Indemnité convenue, en euros ; vide : le minimum légal.", _
        "Facultatif. Mois de suspension à retirer de l'ancienneté.", _
        "Facultatif. Autres indemnités de rupture déjà exonérées, qui entament les deux plafonds.")
    Aider "INDEMNITE_JOURNALIERE", "tableur paie", "Indemnité journalière brute de la sécurité sociale, en euros par jour.", Array( _
        "maladie, accident_du_travail ou maternite.", _
        "Bruts des trois mois civils qui précèdent l'arrêt, ou du seul dernier pour un accident du travail.", _
        "Premier jour de l'arrêt.", _
        "Facultatif. oui pour le taux dû après le 28e jour d'un accident du travail.")
    Aider "INDEMNITE_KILOMETRIQUE", "tableur paie", "Indemnité kilométrique à payer : le barème sur le cumul de l'année, moins ce qui est déjà versé.", Array( _
        "Kilomètres professionnels depuis le 1er janvier, cette note comprise.", _
        "Puissance administrative, en chevaux fiscaux (P.6 de la carte grise) ; sans effet pour un cyclomoteur.", _
        "Jour de la note de frais.", _
        "Facultatif. voiture, moto ou cyclomoteur.", _
        "Facultatif. oui pour un véhicule électrique ; non pour un hybride.", _
        "Facultatif. Indemnités déjà versées depuis le 1er janvier pour ce véhicule, en euros.")
    Aider "INDEMNITE_LEGALE", "tableur paie", "Indemnité légale de rupture pour un nombre de mois d'ancienneté.", Array( _
        "Salaire mensuel de référence, en euros : SALAIRE_DE_REFERENCE.", _
        "Mois entiers d'ancienneté : MOIS_D_ANCIENNETE.", _
        "Jour de notification du licenciement, ou de rupture conventionnelle.")
    Aider "JOURS_DECOMPTES", "tableur paie", "Jours de congés payés décomptés, du premier jour qui aurait été travaillé à la reprise.", Array( _
        "Premier jour d'absence qui aurait été travaillé.", _
        "Jour de la reprise du travail, non décompté.", _
        "Facultatif. ouvrables (six par semaine) ou ouvres (cinq).", _
        "Facultatif. Zone du lieu de travail, pour les jours fériés : metropole, alsace_moselle, guadeloupe…")
    Aider "JOURS_DE_FRACTIONNEMENT", "tableur paie", "Jours de congé en plus quand le congé principal est pris en partie hors du 1er mai au 31 octobre.", Array( _
        "Jours ouvrables du congé principal pris hors de la période.", _
        "Dernier jour du congé.")
    Aider "JOURS_DE_MAINTIEN", "tableur paie", "Jours de maintien légal du salaire à chacun des deux taux, 90 % puis les deux tiers ; 0 sans droit.", Array( _
        "Premier jour du contrat, ou date de l'ancienneté reprise.", _
        "Premier jour de l'arrêt.", _
        "Facultatif. droit_commun, alsace_moselle, ou commis_alsace_moselle pour un commis commercial.")
    Aider "LIBELLES_A_CONFIRMER", "tableur paie", "Libellés d'un modèle de bulletin qui n'ont pas été lus mot à mot dans le texte de l'arrêté.", Array( _
        "Modèle de l'arrêté : rénové, ou adapté.", _
        "Date du droit.")
    Aider "LIGNES_DE_COTISATIONS", "tableur paie", "Lignes de cotisations d'un bulletin, dans son ordre : base, taux, parts, barème et source.", Array( _
        "Mois de paie.", _
        "Salarié et contrat.", _
        "Établissement.", _
        "Éléments du mois.", _
        "Facultatif. Cumuls du bulletin précédent ; vide pour un mois isolé.")
    Aider "LIMITES_DE_LA_PROTECTION", "tableur paie", "Limites annuelles de la santé et de la prévoyance : exonération sociale, déduction fiscale.", Array( _
        "Rémunération brute de l'année.", _
        "Un jour de cette année.")
    Aider "MAINTIEN_DE_SALAIRE", "tableur paie", "Complément légal de l'employeur pendant un arrêt : 90 % du brut, puis les deux tiers.", Array( _
        "Brut que le salarié aurait reçu, en euros par mois.", _
        "Premier jour du contrat, ou date de l'ancienneté reprise.", _
        "Premier jour de l'arrêt initial.", _
        "Premier jour de la période payée.", _
        "Dernier jour de la période payée.", _
        "Facultatif. Indemnité journalière brute de la sécurité sociale, avant CSG et CRDS.", _
        "Facultatif. maladie, qui compte sept jours de carence, ou accident_du_travail, sans carence.", _
        "Facultatif. Jours indemnisés par l'employeur dans les douze mois qui précèdent la paie.", _
        "Facultatif. Salaire d'un jour : mois ÷ jours du calendrier, ÷ 30, ou en heures réelles (jours du lundi au vendredi du mois), comme la retenue d'absence ; la loi ne le dit pas, l'usage si.", _
        "Facultatif. droit_commun, alsace_moselle, ou commis_alsace_moselle pour un commis commercial.")
    Aider "MENTIONS_INTERDITES", "tableur paie", "Mots interdits sur un bulletin de paie qui se trouvent dans ces textes ; aucun, c'est bien.", Array( _
        "Libellés et mentions du bulletin, sans les noms propres de l'entreprise et du salarié.", _
        "Date du droit.")
    Aider "MOIS_DE_TRAVAIL_EQUIVALENTS", "tableur paie", "Mois de travail qui ouvrent droit à congé, d'après les jours travaillés.", Array( _
        "Jours travaillés, ou assimilés, de la période.", _
        "Jours de travail de la semaine du salarié : 5, 6, ou 3 à temps partiel.", _
        "Dernier jour de la période d'acquisition.")
    Aider "MOIS_D_ANCIENNETE", "tableur paie", "Mois entiers d'ancienneté, du premier jour du contrat à son dernier jour, préavis compris.", Array( _
        "Premier jour du contrat.", _
        "Dernier jour du contrat, préavis compris, exécuté ou non.", _
        "Facultatif. Mois de suspension à retirer.")
    Aider "MONTANT_NET_SOCIAL", "tableur paie", "Montant net social : brut et revenus ajoutés, moins toutes les cotisations salariales.", Array( _
        "Brut du mois, avantages en nature compris.", _
        "Somme des parts salariales, CSG et CRDS comprises.", _
        "Facultatif. Prime de partage de la valeur, indemnités journalières subrogées.", _
        "Facultatif. Réduction salariale sur les heures supplémentaires.")
    Aider "NET_IMPOSABLE", "tableur paie", "Net imposable : brut, moins cotisations et CSG déductibles, plus la seule part patronale de santé.", Array( _
        "Brut du mois.", _
        "Parts salariales, sauf CSG et CRDS non déductibles.", _
        "Facultatif. Part de l'employeur dans la complémentaire santé.", _
        "Facultatif. Rémunération des heures exonérée d'impôt.", _
        "Facultatif. Réduction salariale sur les heures supplémentaires.")
    Aider "PLAFOND_DU_MOIS", "tableur paie", "Plafond de la sécurité sociale d'un salarié pour un mois, au prorata de sa présence et de sa durée.", Array( _
        "Mois de paie.", _
        "Facultatif. Heures du contrat par semaine ; vide pour la durée légale.", _
        "Facultatif. Premier jour du contrat, s'il est dans le mois.", _
        "Facultatif. Dernier jour du contrat, s'il est dans le mois.", _
        "Facultatif. Jours calendaires d'absence non payée.", _
        "Facultatif. Heures complémentaires du mois, au temps partiel.")
    Aider "PRELEVEMENT_A_LA_SOURCE", "tableur paie", "Prélèvement à la source du mois, au taux transmis ou, à défaut, au taux neutre.", Array( _
        "Net imposable du mois, heures exonérées déduites.", _
        "Date du versement.", _
        "Facultatif. Taux transmis par l'administration ; vide pour la grille de taux neutre.", _
        "Facultatif. Domicile, pour la grille.")
    Aider "PRIME_DE_PARTAGE_DE_LA_VALEUR", "tableur paie", "Régime social et fiscal d'une prime de partage de la valeur.", Array( _
        "Prime brute versée, en euros.", _
        "Jour du versement.", _
        "Effectif annuel de l'entreprise.", _
        "Bruts des douze mois qui précèdent le versement, en euros.", _
        "Facultatif. oui si un accord d'intéressement, ou de participation volontaire, est en vigueur.", _
        "Facultatif. Primes de partage déjà versées dans l'année civile au même salarié, en euros.", _
        "Facultatif. oui si le salarié la place sur un plan d'épargne.")
    Aider "PRIME_DE_PRECARITE", "tableur paie", "Indemnité de fin de contrat à durée déterminée ; 0 quand la loi l'exclut.", Array( _
        "Bruts de tout le contrat, primes comprises, congés payés exclus, en euros.", _
        "Dernier jour du contrat.", _
        "Facultatif. Fin du contrat : terme, cdi_accepte, cdi_refuse, saisonnier, usage, jeune_en_vacances, faute_grave, rupture_par_le_salarie, force_majeure ou contrat_aide_ou_alternance.", _
        "Facultatif. Taux de l'accord de branche : 0,06 ; vide : 0,10.")
    Aider "PRIME_PRORATISEE", "tableur paie", "Prime annuelle, treizième mois par exemple, au prorata de la présence dans sa période.", Array( _
        "Prime de la période entière, en euros.", _
        "Premier jour de la période de la prime.", _
        "Dernier jour de la période de la prime.", _
        "Facultatif. Premier jour du contrat ; vide s'il précède la période.", _
        "Facultatif. Dernier jour du contrat ; vide s'il suit la période.", _
        "Facultatif. Jours calendaires d'absence qui réduisent la prime.", _
        "Facultatif. jours (calendaires), ou mois_complets.")
    Aider "QUOTITE_SAISISSABLE", "tableur paie", "Part d'un salaire net mensuel qui peut être saisie ou cédée.", Array( _
        "Salaire du mois net de cotisations, de CSG, de CRDS et d'impôt prélevé, sans les frais remboursés, en euros.", _
        "Jour de la paie.", _
        "Facultatif. Personnes à charge, justifiées : enfants, conjoint sans ressources, ascendant.", _
        "Facultatif. oui pour le paiement direct d'une pension alimentaire.")
    Aider "REDUCTION_GENERALE", "tableur paie", "Réduction générale d'un mois : celle du cumul de l'année, moins ce qui a déjà été pratiqué.", Array( _
        "Rémunération du mois : brut soumis, et prime de partage de la valeur depuis 2025.", _
        "SMIC du mois, tel que `smic_de_la_reduction` le rend, non arrondi.", _
        "Effectif retenu pour le seuil de 50.", _
        "Mois de paie, par un de ses jours.", _
        "Facultatif. Rémunération des mois précédents de l'année.", _
        "Facultatif. SMIC des mois précédents de l'année.", _
        "Facultatif. Réduction déjà pratiquée dans l'année.")
    Aider "REDUCTION_SALARIALE_HEURES_SUP", "tableur paie", "Réduction de cotisations salariales sur les heures supplémentaires et complémentaires.", Array( _
        "Rémunération des heures supplémentaires et complémentaires, majorations comprises.", _
        "Mois de paie, par un de ses jours.", _
        "Facultatif. Cotisations de retraite du salarié rapportées à son brut ; vide pour le taux maximal.")
    Aider "REMBOURSEMENT_TRANSPORT", "tableur paie", "Prise en charge d'un abonnement de transport public ou de vélo : montant, parts exonérée et soumise.", Array( _
        "Prix de l'abonnement du mois, en euros ; un abonnement annuel, par douzième.", _
        "Dernier jour du mois de paie.", _
        "Facultatif. Heures du contrat par semaine ; vide : temps plein.", _
        "Facultatif. Part prise en charge par l'employeur ; vide : la moitié.")
    Aider "RETENUE_POUR_ABSENCE", "tableur paie", "Retenue sur le salaire du mois pour une absence, une entrée ou une sortie.", Array( _
        "Salaire brut du mois complet, en euros.", _
        "Heures d'absence, ou jours selon la méthode.", _
        "Facultatif. Heures ou jours réels du mois, dans l'unité de l'absence ; pour heures_moyennes, les heures du contrat par semaine ; vide pour jours_ouvres_moyens (21,67), jours_ouvrables_moyens (26) et trentiemes (30).", _
        "Facultatif. Méthode de calcul ; « heures_reelles » est celle du droit.")
    Aider "SALAIRE_DES_HEURES_SUPPLEMENTAIRES", "tableur paie", "Montant brut d'heures supplémentaires : deux lignes, à 25 % et à 50 %, chacune arrondie au centime.", Array( _
        "Salaire brut d'une heure, en euros, à quatre décimales.", _
        "Heures au premier taux : les huit premières de chaque semaine.", _
        "Heures au second taux.", _
        "Jour de la période de paie.", _
        "Facultatif. Première majoration de l'accord ; vide : 0,25.", _
        "Facultatif. Seconde majoration de l'accord ; vide : 0,50.")
    Aider "SALAIRE_DE_REFERENCE", "tableur paie", "Salaire mensuel de référence d'une indemnité de rupture : la moyenne la plus favorable.", Array( _
        "Bruts des douze mois qui précèdent la notification, primes comprises, en euros.", _
        "Bruts des trois derniers mois, sans les primes annuelles, en euros.", _
        "Facultatif. Primes annuelles ou exceptionnelles versées pendant ces trois mois, en euros.", _
        "Facultatif. Mois de service si le contrat a moins d'un an.")
    Aider "SALAIRE_MENSUALISE", "tableur paie", "Salaire brut d'un mois complet, le même quel que soit le nombre de jours du mois.", Array( _
        "Salaire brut d'une heure, en euros.", _
        "Heures du contrat par semaine : 35 pour un temps plein légal.")
    Aider "SMIC_DE_LA_REDUCTION", "tableur paie", "SMIC d'un mois pour la réduction générale, non arrondi.", Array( _
        "Mois de paie, par un de ses jours.", _
        "Facultatif. Heures du contrat par semaine ; vide pour la durée légale.", _
        "Facultatif. Salaire du mois après les absences, maintien compris, sans les indemnités journalières de la sécurité sociale ; vide pour un mois complet.", _
        "Facultatif. Salaire d'un mois complet, hors éléments que l'absence ne change pas.", _
        "Facultatif. Heures supplémentaires et complémentaires du mois.", _
        "Facultatif. Fraction du SMIC du contrat d'apprentissage, quand le barème la retient ; 1 pour les autres.")
    Aider "SOLDE_DE_TOUT_COMPTE", "tableur paie", "Lignes brutes d'un solde de tout compte, chacune au centime, puis leur total.", Array( _
        "Brut du mois complet, en euros.", _
        "Heures que le dernier mois compte réellement : HEURES_THEORIQUES.", _
        "Facultatif. Heures du mois après la sortie, ou d'absence.", _
        "Facultatif. Indemnité compensatrice de congés payés : INDEMNITE_DE_CONGES.", _
        "Facultatif. Indemnité compensatrice de préavis, si l'employeur en dispense, en euros.", _
        "Facultatif. Primes dues au départ : PRIME_PRORATISEE.", _
        "Facultatif. Prime de précarité : PRIME_DE_PRECARITE.", _
        "Facultatif. Indemnité de licenciement ou de rupture conventionnelle, en euros.", _
        "Facultatif. Avances et acomptes à reprendre, en euros, en positif.")
    Aider "TAUX_DE_CONTRIBUTION_ALTERNANCE", "tableur paie", "Taux de la contribution supplémentaire à l'apprentissage, selon la part d'alternants.", Array( _
        "Alternants rapportés à l'effectif : 0,025 pour 2,5 %.", _
        "Effectif de l'entreprise.", _
        "Date du droit.")
    Aider "TAUX_HORAIRE", "tableur paie", "Salaire brut d'une heure, à quatre décimales.", Array( _
        "Salaire brut mensuel du contrat, avant heures supplémentaires, en euros.", _
        "Heures du contrat par semaine : 35 pour un temps plein légal.")
    Aider "TAUX_NEUTRE", "tableur paie", "Taux du prélèvement à la source de la grille neutre, pour une base mensuelle.", Array( _
        "Net imposable du mois.", _
        "Date du versement : c'est elle qui choisit la grille (CGI, art. 204 H).", _
        "Facultatif. Domicile : metropole, guadeloupe_reunion_martinique ou guyane_mayotte.")
    Aider "TITRES_RESTAURANT", "tableur paie", "Titres-restaurant d'un mois : parts du salarié et de l'employeur, exonérée et soumise.", Array( _
        "Valeur d'un titre, en euros.", _
        "Titres du mois : un par jour travaillé dont le repas est compris dans l'horaire.", _
        "Part de l'employeur : 0,60 pour 60 %.", _
        "Dernier jour du mois de paie.")
    Aider "TRANCHES_DE_SALAIRE", "tableur paie", "Tranches 1 et 2 du mois, régularisées sur le cumul : la tranche 2 peut être négative.", Array( _
        "Brut soumis du mois.", _
        "Plafond du mois.", _
        "Facultatif. Brut soumis des mois précédents de l'année.", _
        "Facultatif. Plafonds des mois précédents de l'année.", _
        "Facultatif. Date du droit ; vide pour les limites les plus récentes.")
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

Private Sub Decrire_tva()
    Aider "COEFFICIENT_DE_DEDUCTION", "tableur tva", "Coefficient de déduction : assujettissement × taxation × admission, par excès au centième.", Array( _
        "Part de l'usage pour des opérations dans le champ de la TVA.", _
        "Part des opérations qui ouvrent droit à déduction.", _
        "Facultatif. Part admise par la loi : 0 pour une dépense exclue, 0,8 pour un carburant de tourisme.")
    Aider "CONTROLES_DE_CA3", "tableur tva", "Contrôles d'une déclaration remplie : égalités, cases exclusives, crédit de la précédente.", Array( _
        "Cases servies, telles que declaration_ca3 les rend ou telles qu'elles ont été tapées.", _
        "Période déclarée.", _
        "Facultatif. mensuel ou trimestriel.", _
        "Facultatif. Ligne 27 de la déclaration précédente ; sans elle, 22 n'est pas comparée.")
    Aider "CONTROLES_TVA", "tableur tva", "Anomalies des ventes, des achats et des règlements, chacune avec sa ligne et la réparation proposée.", Array( _
        "Lignes de vente.", _
        "Lignes d'achat.", _
        "Facultatif. Règlements des clients.", _
        "Facultatif. Règlements aux fournisseurs.", _
        "Facultatif. Factures d'avant la tenue, encore impayées.", _
        "Facultatif. Vrai si l'entreprise est en franchise en base (CGI, art. 293 B).")
    Aider "DECLARATION_CA3", "tableur tva", "Déclaration CA3 d'une période : les cases servies, dans l'ordre du formulaire.", Array( _
        "Opérations exigibles ou déductibles de la période : nature, ht, taux, tva, coefficient…", _
        "Mois (2026-03) ou trimestre (2026-T1).", _
        "Facultatif. mensuel ou trimestriel.", _
        "Facultatif. Crédit de la ligne 27 de la déclaration précédente, en euros.", _
        "Facultatif. Total de l'annexe 3310-A, en euros.", _
        "Facultatif. Remboursement du crédit demandé, en euros.")
    Aider "ECRITURE_DE_TVA", "tableur tva", "Écriture de la déclaration : elle solde les comptes de TVA, et les débits y égalent les crédits.", Array( _
        "Cases de la déclaration.", _
        "Soldes des comptes de TVA à la fin de la période.", _
        "Période déclarée.", _
        "Facultatif. mensuel ou trimestriel.", _
        "Facultatif. Numéros de comptes de l'entreprise, ceux du plan comptable général à défaut.")
    Aider "ETATS_RECAPITULATIFS", "tableur tva", "Lignes des états récapitulatifs d'un mois, par numéro de TVA du client.", Array( _
        "Lignes de vente ; seules celles de l'UE comptent.", _
        "Mois déclaré, celui de la livraison, ou de la facture si la livraison n'est pas tapée.")
    Aider "FIN_DU_REGIME_SIMPLIFIE", "tableur tva", "Premier jour des CA3 pour une entreprise au régime simplifié, supprimé au 1er janvier 2027.", Array( _
        "Premier jour d'un exercice de douze mois.")
    Aider "FRANCHISE_EN_BASE", "tableur tva", "Franchise en base à une date : si elle s'applique, et le jour où un dépassement rend la TVA due.", Array( _
        "Chiffre d'affaires hors taxes de l'année précédente.", _
        "Chiffre d'affaires de l'année, par jour.", _
        "Jour où l'on se place ; les recettes suivantes, et celles des autres années, sont ignorées.", _
        "Facultatif. ventes (et hébergement), services, avocats_auteurs ou avocats_auteurs_autres.")
    Aider "LIGNES_DES_CASES", "tableur tva", "Lignes qui nourrissent chaque case de la déclaration, avec leur base et leur taxe exactes.", Array( _
        "Opérations exigibles ou déductibles de la période.", _
        "Mois (2026-03) ou trimestre (2026-T1).", _
        "Facultatif. mensuel ou trimestriel.")
    Aider "LIMITE_DES_ETATS_UE", "tableur tva", "Dernier jour pour déposer les états récapitulatifs d'un mois.", Array( _
        "Mois déclaré.")
    Aider "LIMITE_DE_DEDUCTION", "tableur tva", "Dernier jour pour déduire une TVA omise : le 31 décembre de la deuxième année suivante.", Array( _
        "Jour où la taxe aurait dû être déduite.")
    Aider "MONTANT_HORS_TAXES", "tableur tva", "Montant hors taxes d'un montant TTC, au centime ; la TVA est la différence.", Array( _
        "Montant toutes taxes comprises.", _
        "Taux, en fraction.")
    Aider "MONTANT_TTC", "tableur tva", "Montant toutes taxes comprises : le hors taxes, plus sa TVA au centime.", Array( _
        "Montant hors taxes, au centime.", _
        "Taux, en fraction.")
    Aider "MONTANT_TVA", "tableur tva", "TVA d'un montant hors taxes, au centime.", Array( _
        "Montant hors taxes, négatif pour un avoir.", _
        "Taux, en fraction.")
    Aider "OPERATIONS_EXIGIBLES", "tableur tva", "Opérations exigibles ou déductibles entre deux dates, une ligne par événement.", Array( _
        "Opérations datées : ventes et achats.", _
        "Règlements reçus des clients et payés aux fournisseurs, par pièce.", _
        "Premier jour.", _
        "Dernier jour.", _
        "Facultatif. encaissements, ou debits si l'entreprise a opté pour les débits.")
    Aider "OPERATIONS_RETARDATAIRES", "tableur tva", "Pièces d'avant la période ouverte qu'aucune période close n'a déclarées, et ce qu'on en fait.", Array( _
        "Opérations exigibles avant la période ouverte.", _
        "Lignes des périodes closes.", _
        "Période ouverte.", _
        "Premier jour de l'exercice en cours.", _
        "Facultatif. mensuel ou trimestriel.", _
        "Facultatif. Vrai si la déclaration d'origine était créditrice : pas de limite de 4 000 €.", _
        "Facultatif. Vrai si ce crédit a été remboursé depuis : une rectificative est due.")
    Aider "RAPPROCHEMENT_DE_TVA", "tableur tva", "TVA des comptes 445 face aux cases de la CA3 : l'écart de chaque poste, et sa cause probable.", Array( _
        "Débit et crédit de chaque compte 445, factures et écriture de déclaration à part.", _
        "Cases de la déclaration : case, base, taxe.", _
        "Dernier jour de la période : il choisit le plan de comptes.", _
        "Facultatif. Racines de la maison et leur poste, si elles diffèrent du plan comptable général.")
    Aider "REGIME_DE_DECLARATION", "tableur tva", "Périodicité de la CA3 à une date : mensuelle ou trimestrielle.", Array( _
        "Date de la période déclarée.", _
        "TVA exigible de l'année précédente.", _
        "Chiffre d'affaires hors taxes de l'année précédente.", _
        "Facultatif. Chiffre d'affaires hors taxes depuis le 1er janvier.", _
        "Facultatif. Vrai si l'entreprise veut déclarer chaque mois.")
    Aider "TAUX_DE_TVA", "tableur tva", "Taux de TVA d'une catégorie, à une date et dans une zone.", Array( _
        "normal, intermediaire, reduit, particulier, petrole, animaux ou reduit_continental.", _
        "Date d'exigibilité.", _
        "Facultatif. metropole, corse, dom ou le nom du département d'outre-mer.")
    Aider "TVA_DEDUCTIBLE", "tableur tva", "TVA déductible d'une dépense, sa part récupérable, sa case et sa raison.", Array( _
        "TVA facturée ou autoliquidée.", _
        "Nature de la dépense, telle qu'on la tape dans les achats.", _
        "Date de la dépense.", _
        "Facultatif. Coefficient d'assujettissement × taxation de l'entreprise, de 0 à 1.", _
        "Facultatif. Pour un cadeau, valeur TTC donnée au bénéficiaire dans l'année.")
    Aider "TVA_EN_ATTENTE", "tableur tva", "TVA des ventes facturées à une date, que leurs encaissements n'ont pas encore rendue exigible.", Array( _
        "Opérations datées ; seules les ventes comptent.", _
        "Règlements reçus des clients, par pièce.", _
        "Jour où l'on se place ; les factures suivantes sont ignorées.", _
        "Facultatif. encaissements, ou debits si l'entreprise a opté pour les débits.")
    Aider "TVA_EXIGIBLE", "tableur tva", "TVA d'une opération qui devient exigible entre deux dates.", Array( _
        "Opération datée.", _
        "Règlements, par pièce ; ceux des autres pièces sont ignorés.", _
        "Premier jour.", _
        "Dernier jour.", _
        "Facultatif. encaissements, ou debits si l'entreprise a opté pour les débits.")
    Aider "VENTILATION_TVA", "tableur tva", "Totaux d'une facture par taux, du plus élevé au plus bas : HT + TVA = TTC au centime.", Array( _
        "Montant et taux de chaque ligne.", _
        "Facultatif. hors_taxes si les montants sont hors taxes, ttc s'ils sont toutes taxes comprises.")
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
