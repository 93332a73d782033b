"""Courriers : modèles Word remplis par des lignes de données, en lot, en un seul fichier ou en PDF.

`modele.compiler` ouvre un modèle une fois ; `lot.lancer` l'applique à des lignes, à l'épreuve des pannes ;
`un_seul.ecrire_un_seul` réunit N lettres ; `verification.verifier_modele` dit ce qui ne va pas dans un modèle.
"""
