@echo off
rem Installe tableur sous Windows, pour la personne connectée, sans droits d'administrateur.
rem   installer.cmd                          installe, ou met à jour
rem   installer.cmd /calc                    puis branche LibreOffice Calc
rem   installer.cmd /excel                   puis prépare Excel
rem   installer.cmd /dossier "C:\Classeurs"  et approuve ce dossier, avec /calc ou /excel
rem   installer.cmd /desinstaller            défait tout
rem   installer.cmd /silencieux              sans question ni attente à la fin
rem Code de sortie : 0 fait, 1 installé mais l'hôte n'a pas pu être branché, 2 rien n'a été installé.
setlocal EnableExtensions DisableDelayedExpansion
set "CODE=2"
set "PAGE="
for /f "tokens=2 delims=:." %%P in ('chcp') do set "PAGE=%%P"
chcp 65001 >nul
set "PYTHONHOME="
set "PYTHONPATH="
set "PIP_TARGET="
set "PIP_PREFIX="
set "PIP_USER=0"
set "PIP_REQUIRE_VIRTUALENV=0"
set "PYTHONUTF8=1"
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "ICI=%~dp0"
set "BASE=%LOCALAPPDATA%\tableur"
set "ENVT=%BASE%\env"
set "ETAT=%BASE%\journal"
set "JOURNAL=%ETAT%\installation.log"
set "MENU=%APPDATA%\Microsoft\Windows\Start Menu\Programs"
set "HOTES="
set "DOSSIER="
set "DEFAIRE="
set "SILENCE="

:options
if "%~1"=="" goto :verifier
if /i "%~1"=="/calc" set "HOTES=%HOTES% --calc" & shift & goto :options
if /i "%~1"=="/excel" set "HOTES=%HOTES% --excel" & shift & goto :options
if /i "%~1"=="/dossier" set "DOSSIER=%~2" & shift & shift & goto :options
if /i "%~1"=="/desinstaller" set "DEFAIRE=oui" & shift & goto :options
if /i "%~1"=="/silencieux" set "SILENCE=oui" & shift & goto :options
echo L'option "%~1" n'existe pas : /calc, /excel, /dossier, /desinstaller, /silencieux.
goto :fin

:verifier
if not defined LOCALAPPDATA echo Le dossier de votre profil Windows n'est pas connu : ouvrir une session ordinaire. & goto :fin
if not "%ICI:.zip\=%"=="%ICI%" echo Ce dossier est encore dans le fichier .zip : clic droit sur le .zip, "Extraire tout", puis recommencer. & goto :fin
if defined DOSSIER if not defined HOTES echo /dossier demande /calc ou /excel. & goto :fin
if defined DEFAIRE goto :desinstaller
if not exist "%ETAT%\" mkdir "%ETAT%" 2>nul
if exist "%JOURNAL%" move /y "%JOURNAL%" "%ETAT%\installation.precedent.log" >nul 2>nul
>>"%JOURNAL%" echo == %DATE% %TIME% Windows %PROCESSOR_ARCHITECTURE%
if not exist "%JOURNAL%" echo Impossible d'écrire dans "%ETAT%" : vérifier les droits et la place libre. & goto :fin
echo Installation de tableur pour %USERNAME%, dans son profil Windows.
echo.

rem --- Python : le lanceur py, puis le PATH, puis les dossiers ordinaires ---
set "PY="
set "VERSION="
set "BITS="
set "VIEUX="
set "MAGASIN="
for %%V in (3.14 3.13 3.12 3.11 3) do call :essayer py -%%V
for %%N in (python python3) do call :essayer %%N
for %%D in (314 313 312 311 314-32 313-32 312-32 311-32) do call :dossier_de_python %%D
if defined PY goto :python_trouve
if defined MAGASIN echo Le seul Python de ce poste vient du Microsoft Store : il range ses fichiers à part, et Excel ne les trouve pas.
if not defined MAGASIN if defined VIEUX echo Python %VIEUX% est trop ancien : tableur demande Python 3.11 ou plus récent.
if not defined MAGASIN if not defined VIEUX echo Python est introuvable. Le "python" que Windows propose n'est qu'un lien vers le Microsoft Store.
echo.
echo Que faire :
echo   1. ouvrir https://www.python.org/downloads/windows/
echo   2. prendre "Windows installer (64-bit)" de Python 3.11 ou plus récent
echo   3. choisir "Install Now", sans cocher "for all users" : aucun droit d'administrateur n'est demandé
echo   4. double-cliquer de nouveau sur installer.cmd
goto :fin

:python_trouve
echo Python %VERSION%, %BITS% bits : "%PY%"
>>"%JOURNAL%" echo Python %VERSION% %BITS% bits
if "%BITS%"=="32" echo Ce Python est en 32 bits : il convient, même avec un Excel en 64 bits.

rem --- Ce qui sera installé : la roue jointe, sinon les sources jointes ---
set "SOURCE="
set "GENRE="
set "ROUE="
if exist "%ICI%pyproject.toml" if exist "%ICI%src\tableur\__init__.py" set "SOURCE=%ICI%." & set "GENRE=sources jointes"
for %%F in ("%ICI%tableur-*.whl" "%ICI%roues\tableur-*.whl") do set "ROUE=%%~fF"
if defined ROUE set "SOURCE=%ROUE%" & set "GENRE=roue jointe"
if not defined SOURCE echo tableur n'est pas à côté de cet installateur : le lancer depuis le dossier reçu, qui contient une roue tableur-*.whl ou les sources. & goto :journal
set "LIENS="
if exist "%ICI%roues\" set "LIENS=%ICI%roues"
echo tableur vient de : %GENRE%.

rem --- L'environnement, dans le profil ---
set "NEUF="
if exist "%ENVT%\complet.txt" "%ENVT%\Scripts\python.exe" -c "import pip, sys; sys.exit(sys.version_info[:2] < (3, 11))" >nul 2>nul && goto :mettre_a_jour
set "NEUF=oui"
echo Création de l'environnement...
if exist "%ENVT%\" rmdir /s /q "%ENVT%" 2>nul
"%PY%" -m venv "%ENVT%" >>"%JOURNAL%" 2>&1
if errorlevel 1 echo L'environnement n'a pas pu être créé : fermer Excel, vérifier la place libre et l'antivirus, puis recommencer. & goto :journal
goto :poser

:mettre_a_jour
echo Mise à jour de l'installation existante...

:poser
echo Installation de tableur et de ses bibliothèques : une à trois minutes...
if exist "%ENVT%\complet.txt" del /q "%ENVT%\complet.txt"
call :pip "%SOURCE%"
if errorlevel 1 goto :pose_manquee
if defined ROUE "%ENVT%\Scripts\python.exe" -m pip --disable-pip-version-check --no-input install --no-index --force-reinstall --no-deps "%ROUE%" >>"%JOURNAL%" 2>&1
if errorlevel 1 goto :pose_manquee
"%ENVT%\Scripts\python.exe" -I -m tableur --version >>"%JOURNAL%" 2>&1
if errorlevel 1 goto :pose_manquee
call :pip "xlwings>=0.37" "pyOpenVBA>=6.5,<7"
if errorlevel 1 echo Les bibliothèques d'Excel n'ont pas pu être installées ; le reste l'est. Relancer installer.cmd réessaiera.
>"%ENVT%\complet.txt" echo complet
if /i not "%~f0"=="%BASE%\installer.cmd" copy /y "%~f0" "%BASE%\installer.cmd" >nul

rem --- La fenêtre de commandes et les raccourcis du menu Démarrer ---
(
echo @echo off
echo chcp 65001 ^>nul
echo title tableur
echo set "PATH=%%LOCALAPPDATA%%\tableur\env\Scripts;%%PATH%%"
echo cd /d "%%USERPROFILE%%"
echo if not exist "%%LOCALAPPDATA%%\tableur\env\Scripts\python.exe" echo Le programme tableur manque : relancer installer.cmd.
echo echo Taper : tableur --aide    ou    tableur diagnostic
)>"%BASE%\fenetre.cmd"
set TABLEUR_ARGS=/k ""%%LOCALAPPDATA%%\tableur\fenetre.cmd""
call :raccourci "tableur" "Commandes de tableur"
set "RACCOURCI=%ERRORLEVEL%"
set TABLEUR_ARGS=/c ""%%LOCALAPPDATA%%\tableur\installer.cmd" /desinstaller"
call :raccourci "Désinstaller tableur" "Retire tableur de ce compte"
echo tableur est installé dans "%BASE%".
set "CODE=0"

rem --- Les hôtes, sur demande seulement ---
if defined HOTES goto :brancher
if defined SILENCE goto :suite
set "REPONSE="
set /p "REPONSE=Installer les formules dans LibreOffice Calc, LibreOffice fermé ? (O/N) "
if /i "%REPONSE%"=="O" set "HOTES=%HOTES% --calc"
set "REPONSE="
set /p "REPONSE=Préparer Excel pour les classeurs à boutons ? (O/N) "
if /i "%REPONSE%"=="O" set "HOTES=%HOTES% --excel"
if not defined HOTES goto :suite

:brancher
if defined DOSSIER goto :brancher_dossier
"%ENVT%\Scripts\python.exe" -I -m tableur installer %HOTES%
if errorlevel 1 set "CODE=1"
goto :suite

:brancher_dossier
"%ENVT%\Scripts\python.exe" -I -m tableur installer %HOTES% --dossier-approuve "%DOSSIER%"
if errorlevel 1 set "CODE=1"

:suite
echo.
echo La suite :
if "%RACCOURCI%"=="0" echo   menu Démarrer, "tableur" : une fenêtre où taper les commandes
if not "%RACCOURCI%"=="0" echo   double-cliquer sur "%BASE%\fenetre.cmd" : une fenêtre où taper les commandes
echo   tableur demo            une entreprise d'exemple, à ouvrir dans un tableur
echo   tableur diagnostic      ce qui manque, et quoi faire
goto :fin

:pose_manquee
if defined NEUF rmdir /s /q "%ENVT%" 2>nul
echo tableur n'a pas pu être installé.
findstr /i /c:"No space left" /c:"not enough space" "%JOURNAL%" >nul && echo Raison probable : le disque est plein.
findstr /i /c:"CERTIFICATE_VERIFY_FAILED" "%JOURNAL%" >nul && echo Raison probable : le réseau de l'organisation filtre Internet ; en parler au service informatique.
findstr /i /c:"Max retries" /c:"NewConnectionError" /c:"ProxyError" /c:"getaddrinfo" "%JOURNAL%" >nul && echo Raison probable : Internet ne répond pas ; vérifier la connexion, ou joindre les roues dans un dossier "roues".
findstr /i /c:"WinError 5" /c:"WinError 32" /c:"Access is denied" "%JOURNAL%" >nul && echo Raison probable : Excel, LibreOffice ou l'antivirus tient un fichier ; les fermer, puis recommencer.
:journal
echo Journal : "%JOURNAL%"
goto :fin

:desinstaller
if not exist "%ENVT%\" echo tableur n'était pas installé dans "%BASE%". & goto :effacer
"%ENVT%\Scripts\python.exe" -c "import tableur" >nul 2>nul
if errorlevel 1 echo Le programme ne répond plus, Python a été déplacé ou supprimé : relancer installer.cmd, qui le répare, puis désinstaller. & goto :fin
"%ENVT%\Scripts\python.exe" -I -m tableur desinstaller
if errorlevel 1 echo Rien du programme n'a été effacé : corriger ce qui est dit ci-dessus, puis recommencer. & goto :fin
:effacer
if exist "%ENVT%\" rmdir /s /q "%ENVT%" 2>nul
if exist "%ENVT%\" echo Un fichier de tableur est encore ouvert : fermer Excel et LibreOffice, puis recommencer. & goto :fin
del /q "%MENU%\tableur.lnk" "%MENU%\Désinstaller tableur.lnk" "%BASE%\fenetre.cmd" 2>nul
del /q "%ETAT%\installation*.log" "%ETAT%\tableur.log*" 2>nul
rmdir "%ETAT%" 2>nul
echo tableur est désinstallé. Vos classeurs et vos barèmes locaux sont gardés.
set "CODE=0"
if /i "%~f0"=="%BASE%\installer.cmd" goto :fin_et_effacement
del /q "%BASE%\installer.cmd" 2>nul
rmdir "%BASE%" 2>nul

:fin
if defined PAGE chcp %PAGE% >nul
if not defined SILENCE pause
exit /b %CODE%

:fin_et_effacement
rem Une ligne entière est lue avant d'être exécutée : le fichier peut s'effacer lui-même.
if not defined SILENCE pause
if defined PAGE chcp %PAGE% >nul
(goto) 2>nul & del /q "%BASE%\installer.cmd" & rmdir "%BASE%" 2>nul & cmd /c exit 0

rem --- Sous-programmes ---

:essayer
if defined PY exit /b 0
set "TROUVE="
for /f "usebackq tokens=1-3*" %%A in (`call %* -c "import struct,sys;print('TABLEUR',sys.version.split()[0],8*struct.calcsize('P'),sys.executable)" 2^>nul`) do if "%%A"=="TABLEUR" call :retenir "%%B" "%%C" "%%D"
exit /b 0

:dossier_de_python
for %%R in ("%LOCALAPPDATA%\Programs\Python\Python%1\python.exe" "%ProgramFiles%\Python%1\python.exe" "%ProgramFiles(x86)%\Python%1\python.exe") do if exist "%%~R" call :essayer "%%~R"
exit /b 0

:retenir
set "CANDIDAT=%~3"
if not "%CANDIDAT:\WindowsApps\=%"=="%CANDIDAT%" set "MAGASIN=oui" & exit /b 0
set "MAJEUR="
set "MINEUR="
for /f "tokens=1,2 delims=." %%A in ("%~1") do set "MAJEUR=%%A" & set "MINEUR=%%B"
if not "%MAJEUR%"=="3" set "VIEUX=%~1" & exit /b 0
if %MINEUR% LSS 11 set "VIEUX=%~1" & exit /b 0
set "PY=%CANDIDAT%"
set "VERSION=%~1"
set "BITS=%~2"
exit /b 0

:pip
if not defined LIENS goto :pip_en_ligne
"%ENVT%\Scripts\python.exe" -m pip --disable-pip-version-check --no-input install --upgrade --no-index --find-links "%LIENS%" %* >>"%JOURNAL%" 2>&1
if not errorlevel 1 exit /b 0
"%ENVT%\Scripts\python.exe" -m pip --disable-pip-version-check --no-input install --upgrade --find-links "%LIENS%" %* >>"%JOURNAL%" 2>&1
exit /b %ERRORLEVEL%
:pip_en_ligne
"%ENVT%\Scripts\python.exe" -m pip --disable-pip-version-check --no-input install --upgrade %* >>"%JOURNAL%" 2>&1
exit /b %ERRORLEVEL%

:raccourci
set "TABLEUR_LNK=%MENU%\%~1.lnk"
set "TABLEUR_TEXTE=%~2"
powershell -NoProfile -NonInteractive -Command "$r=(New-Object -ComObject WScript.Shell).CreateShortcut($env:TABLEUR_LNK); $r.TargetPath=$env:ComSpec; $r.Arguments=$env:TABLEUR_ARGS; $r.Description=$env:TABLEUR_TEXTE; $r.WorkingDirectory=$env:USERPROFILE; $r.Save()" >>"%JOURNAL%" 2>&1
exit /b %ERRORLEVEL%
