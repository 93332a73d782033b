Attribute VB_Name = "TABLEUR_Controle"
' Ce qui empêcherait Python de répondre, vu sans le lancer : une phrase, ou rien.
Option Explicit
Option Private Module

Private Const FEUILLE As String = "xlwings.conf"

Public Function Defaut() As String
#If Mac Then
    Defaut = ""
#Else
    Dim interpreteur As String, installee As String, voulue As String
    interpreteur = InterpreteurPresent()
    voulue = GetConfig("TABLEUR_VERSION")
    If interpreteur = "" Then
        Defaut = "Le Python de tableur n'est plus à sa place (" & GetConfig("INTERPRETER_WIN") & ") : réinstaller tableur, " & _
            "lancer « tableur installer --excel », puis rouvrir ce classeur."
    ElseIf Not DllPresente(interpreteur) Then
        Defaut = "Ce classeur attend xlwings " & XLWINGS_VERSION & ", qui n'est pas dans le Python de tableur : recréer " & _
            "le classeur par « tableur classeur convertir --vers excel »."
    Else
        installee = VersionInstallee(interpreteur)
        If installee <> "" And installee <> voulue Then
            Defaut = "Ce classeur a été fait par tableur " & voulue & " et la version installée est " & installee & " : le mettre " & _
                "à jour par « tableur classeur convertir --vers excel »."
        End If
    End If
#End If
End Function

#If Mac Then
#Else
' L'interpréteur du classeur ; s'il a disparu, celui que l'installation a noté pour cet utilisateur.
Private Function InterpreteurPresent() As String
    Dim chemin As String
    chemin = GetConfig("INTERPRETER_WIN")
    If Not Fichiers().FileExists(chemin) Then
        chemin = InterpreteurNote(Environ("APPDATA") & "\tableur\excel.json")
        If chemin <> "" Then
            If Fichiers().FileExists(chemin) Then
                ThisWorkbook.Sheets(FEUILLE).Range("B1").Value = chemin
            Else
                chemin = ""
            End If
        End If
    End If
    InterpreteurPresent = chemin
End Function

' « {"interpreteur": "C:\\Users\\…\\python.exe", …} », en UTF-8 : un chemin ne contient jamais de guillemet.
Private Function InterpreteurNote(ByVal fichier As String) As String
    Dim flux As Object, texte As String, debut As Long
    Const CLE As String = """interpreteur"": """
    InterpreteurNote = ""
    If Not Fichiers().FileExists(fichier) Then Exit Function
    Set flux = CreateObject("ADODB.Stream")
    flux.Charset = "utf-8"
    flux.Open
    flux.LoadFromFile fichier
    texte = flux.ReadText
    flux.Close
    debut = InStr(texte, CLE)
    If debut = 0 Then Exit Function
    texte = Mid(texte, debut + Len(CLE))
    InterpreteurNote = Replace(Left(texte, InStr(texte, """") - 1), "\\", "\")
End Function

' xlwings pose sa dll à côté de python.exe, ou un dossier plus haut dans un environnement virtuel.
Private Function DllPresente(ByVal interpreteur As String) As Boolean
    Dim nom As String, dossier As String
#If Win64 Then
    nom = "xlwings64-" & XLWINGS_VERSION & ".dll"
#Else
    nom = "xlwings32-" & XLWINGS_VERSION & ".dll"
#End If
    dossier = Fichiers().GetParentFolderName(interpreteur)
    DllPresente = Fichiers().FileExists(dossier & "\" & nom)
    If Not DllPresente Then DllPresente = Fichiers().FileExists(Fichiers().GetParentFolderName(dossier) & "\" & nom)
End Function

' Version du paquet tableur de cet interpréteur ; vide si elle ne se voit pas de l'extérieur.
Private Function VersionInstallee(ByVal interpreteur As String) As String
    Dim dossier As String, nom As String
    dossier = Fichiers().GetParentFolderName(interpreteur)
    nom = Dir(dossier & "\Lib\site-packages\tableur-*.dist-info", vbDirectory)
    If nom = "" Then
        nom = Dir(Fichiers().GetParentFolderName(dossier) & "\Lib\site-packages\tableur-*.dist-info", vbDirectory)
    End If
    VersionInstallee = Replace(Replace(nom, "tableur-", ""), ".dist-info", "")
End Function

Private Function Fichiers() As Object
    Set Fichiers = CreateObject("Scripting.FileSystemObject")
End Function
#End If
