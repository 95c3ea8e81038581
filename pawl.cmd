@echo off
rem Builds Pawl when the jar is missing, then starts it. Rebuild after a change with: mvn -DskipTests package
setlocal
set "jar=%~dp0cli\target\pawl.jar"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"

where "%java%" >nul 2>nul || if not exist "%java%" (
  echo error: no java found; install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
  exit /b 2
)
if exist "%jar%" goto start
where mvn >nul 2>nul || (
  echo error: no mvn found; building Pawl needs Maven 3.8 or newer 1>&2
  exit /b 2
)
echo building Pawl ... 1>&2
pushd "%~dp0"
call mvn -q -B -Dmaven.test.skip=true -pl cli -am package 1>&2
set "status=%errorlevel%"
popd
if not "%status%"=="0" (
  echo error: Pawl could not be built; what Maven said stands above 1>&2
  exit /b 2
)

:start
rem Pawl writes UTF-8.
chcp 65001 >nul
set "flags=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"
if "%~1"=="serve" set "flags=-XX:+ExitOnOutOfMemoryError"
if "%~1"=="demo" set "flags=-XX:+ExitOnOutOfMemoryError"
"%java%" %flags% %PAWL_JAVA_OPTIONS% -jar "%jar%" %*
exit /b %errorlevel%
