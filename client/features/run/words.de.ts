// What running code says before its output is open, in German.
import type { Translation } from "../../words.ts";
import type { RunWords } from "./words.ts";

const seconds = (ms = 1_000): string => {
  const count = Math.max(1, Math.ceil(ms / 1_000));
  return count === 1 ? "einer Sekunde" : `${count} Sekunden`;
};

const german: Translation<RunWords> = {
  part: "run",
  words: {
    run: "Ausführen",
    stop: "Anhalten",
    starting: "Beginnt",
    queued: (ahead) => (ahead > 0 ? `Wartet: ${ahead}` : "Als Nächstes"),
    queuedTitle: (ahead) =>
      ahead === 0
        ? "Anhalten: Dieser Lauf kommt als Nächstes"
        : `Anhalten: ${ahead === 1 ? "1 Lauf kommt" : `${ahead} Läufe kommen`} vorher dran`,
    runTitle: { browser: "In diesem Browser ausführen", server: "Auf dem Server ausführen" },
    where: "Wo ausgeführt wird",
    place: { browser: "In meinem Browser", server: "Auf dem Server" },
    output: "Ausgabe",
    notLoaded:
      "Die Ausgabe konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
    runsNow: "Das ist der Stand von jetzt: Er läuft, nicht der frühere, den du angesehen hast.",
    mayNot: "Du kannst hier gerade keinen Code ausführen.",
    onlyOnServer: (language) => `Browser können ${language} nicht ausführen, und dieser Server führt keinen Code aus.`,
    serverAway: (language) => `${language} wird auf dem Server ausgeführt, und die Verbindung ist weg.`,
    serverAbsent: (language, why) =>
      `Browser können ${language} nicht ausführen, und dieser Server auch nicht. Er meldet auf Englisch: „${why}“`,
    unknownLanguage: (language) =>
      `${language} lässt sich hier nicht ausführen. Wähle eine andere Sprache für die Datei.`,
    withPage: (language) => `${language} sieht man mit einer Seite: Ausführen zeigt eine HTML-Datei, die es einbindet.`,
    noPageOf: (path) => `${path} sieht man mit einer Seite, und keine HTML-Datei hier bindet es ein.`,
    runs: (name, path) => `${name} führt ${path} aus.`,
    showOutput: "Zeigen",
    askOthers: "Die anderen bitten, diese Datei auszuführen",
    haveAsked: "Die anderen sehen deine Bitte.",
    asksToRun: (name, path) => `${name} bittet, ${path} auszuführen`,
    runIt: "Ausführen",
    asks: "Das Programm wartet auf eine Eingabe.",
    clear: "Die Ausgabe für alle leeren …",
    mayRun: "Wer Code ausführen darf",
    who: { owners: "Die Besitzer des Raums", editors: "Auch wer bearbeiten darf", nobody: "Niemand" },
    ran: (name) => `${name} hat ein Programm ausgeführt.`,
    over: (path, how) => `${path}: ${how}`,
    outcomes: {
      ok: "Das Programm ist zu Ende.",
      compile_error: "Der Code lässt sich nicht übersetzen. Die Ausgabe sagt, warum.",
      runtime_error: "Das Programm endete mit einem Fehler.",
      time_limit: "Das Programm wurde angehalten: Es lief länger, als es darf.",
      cpu_limit: "Das Programm wurde angehalten: Es rechnete länger, als es darf. Gibt es eine Schleife ohne Ende?",
      memory_limit: "Das Programm wurde angehalten: Es braucht mehr Speicher, als es haben darf.",
      output_limit: "Das Programm wurde angehalten: Es gab mehr aus, als es darf.",
      process_limit: "Das Programm wurde angehalten: Es hatte mehr Prozesse zugleich, als es darf.",
      cancelled: "Der Lauf wurde angehalten.",
      queue_full: "Es warten zu viele Läufe. Bitte später noch einmal versuchen.",
      sandbox_absent: "Dieser Server kann gerade keinen Code ausführen.",
      source_too_large: "Die Dateien sind zu groß zum Ausführen. Lösche welche, oder mache sie kleiner.",
      language_unknown: "Diese Sprache lässt sich dort nicht ausführen. Wähle eine andere Sprache für die Datei.",
      load_failed:
        "Was diese Sprache ausführt, ließ sich nicht laden. Prüfe die Verbindung, und versuche es noch einmal.",
      server_stopped:
        "Der Server wurde neu gestartet, oder alle waren gegangen, bevor das Programm zu Ende war. Führe es noch einmal aus.",
      runner_left: "Der Browser, in dem es lief, ist weg. Führe es noch einmal aus.",
    },
    ended: {
      withCode: (code) => `Das Programm endete mit dem Code ${code}.`,
      bySignal: (signal) => `Das Programm wurde durch ${signal} beendet.`,
    },
    refused: {
      mayNotRun: () => "Die Besitzer dieses Raums lassen dich keinen Code ausführen.",
      notOwner: () => "Das können nur die Besitzer des Raums.",
      unknownFile: () => "Diese Datei ist nicht mehr da.",
      notRunning: () => "Dieser Lauf ist zu Ende.",
      tooMany: () => "In diesem Raum laufen zu viele Programme. Halte erst eines an.",
      tooOften: (retryAfterMs) => `Das war zu oft. Versuche es in ${seconds(retryAfterMs)} noch einmal.`,
      unread: () =>
        "Das Programm hat noch nicht gelesen, was schon eingegeben wurde. Warte, bis es das getan hat, oder halte es an.",
      typedTooMuch: () => "Diesem Programm lässt sich nichts mehr eingeben. Halte es an, und führe es noch einmal aus.",
    },
  },
};
export default german;
