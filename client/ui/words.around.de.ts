// What the page says around the code, in dialogs and in other parts of several screens, in German.
import type { Translation } from "../words.ts";
import type { AroundWords } from "./words.around.ts";

const plural = new Intl.PluralRules("de");
const list = new Intl.ListFormat("de");
const edits = (count: number): string => `${count} ${plural.select(count) === "one" ? "Änderung" : "Änderungen"}`;

const german: Translation<AroundWords> = {
  part: "ui, around",
  words: {
    keys: {
      Mod: "Strg",
      Alt: "Alt",
      Shift: "Umschalt",
      Meta: "Meta",
      Escape: "Esc",
      Enter: "Eingabe",
      PageDown: "Bild ab",
      PageUp: "Bild auf",
      Space: "Leertaste",
      Delete: "Entf",
      Backspace: "Rücktaste",
    },
    closeDialog: "Schließen",
    copied: "Kopiert",
    theme: (theme) => `Farbschema: ${theme}`,
    changeTheme: (theme, next) => `Farbschema: ${theme}. Ändern auf: ${next}`,
    themes: { system: "Wie das System", light: "Hell", dark: "Dunkel", contrast: "Hoher Kontrast" },
    listed: (names) => list.format(names),
    quoted: (name) => `„${name}“`,
    rooms: (count) => `${count} Räume`,
    moreNames: (count) => `${count} weitere`,
    room: "Raum",
    titleOfRoom: "Titel des Raums",
    renameRoom: "Raum umbenennen",
    titleStays: "Der Titel bleibt, wie er war: Es gibt gerade keine Verbindung.",
    deleteRoom: {
      title: (name) => `„${name}“ für alle löschen?`,
      text: "Alles, was in diesem Raum geschrieben wurde, wird mit ihm gelöscht, auch sein Verlauf, und sein Link gilt nicht mehr. Das lässt sich nicht rückgängig machen.",
      hereNow: (names) => `Gerade darin: ${names}.`,
      endsAtOnce: "Für sie endet der Raum sofort.",
      keep: "Behalten",
      yes: "Raum löschen",
      done: (name) => `„${name}“ ist gelöscht.`,
    },
    inThereNow: "Gerade darin:",

    toStart: "Code Companion: zur Startseite",
    menu: "Raummenü",
    more: "Mehr",
    created: "Erstellt",
    by: (name) => ` von ${name}`,

    sides: { left: "Im Raum", right: "Neben dem Code", dock: "Unter dem Code" },
    toggle: {
      left: "Linke Seite ein- oder ausblenden",
      right: "Rechte Seite ein- oder ausblenden",
      dock: "Bereich unter dem Code ein- oder ausblenden",
    },
    resize: {
      left: "Breite der linken Seite",
      right: "Breite der rechten Seite",
      dock: "Höhe des Bereichs unter dem Code",
    },
    thumbBar: "Bereiche",
    close: (place) => `${place} schließen`,
    show: (place) => `${place} zeigen`,
    typedAhead: "Wird geladen. Was du tippst, kommt hinein, sobald es da ist.",
    withNews: (place, news) => `${place}, ${news} ungelesen`,
    allBanners: (count) => `Alle zeigen (${count})`,
    fewerBanners: "Weniger zeigen",
    larger: "Vergrößern",
    smaller: "Verkleinern",

    language: "Sprache",
    byItsName: (file) => `Das sagt der Name der Datei: ${file}. Für eine andere Sprache die Datei umbenennen.`,
    typing: (names, others) => {
      const more = others === 0 ? [] : [`${others} weitere`];
      return `${list.format([...names, ...more])} ${names.length + others === 1 ? "schreibt" : "schreiben"}`;
    },
    caret: ({ line, column, selected }) =>
      `Z ${line}, Sp ${column}${selected === 0 ? "" : ` (${selected} Zeichen markiert)`}`,
    leaveEditor: "Tab rückt ein. Mit Esc, dann Tab verlässt man den Editor.",

    status: {
      connecting: "Wird verbunden …",
      waiting: "Wartet auf Einlass …",
      saved: "Gespeichert",
      saving: (count) => `Wird gespeichert (${count})`,
      held: "Der Server nimmt gerade keine Änderungen an",
      offline: (reason) => (reason === undefined ? "Offline" : `Offline: ${reason}`),
      stopped:
        "Der Server antwortet, aber es kommt keine Live-Verbindung (WebSocket) zustande; vielleicht hält ein Proxy oder eine Firewall sie auf, dann hilft ein anderes Netz",
      keptHere: (count) => `${edits(count)} hier aufgehoben`,
      keptInBrowser: (count) => `${edits(count)} in diesem Browser aufgehoben`,
      inPageAlone: (count) => `${edits(count)} nur auf dieser Seite`,
      whenThereIsNetwork: "geht weiter, sobald ein Netz da ist",
      againIn: (seconds) => `neuer Versuch in ${seconds} s`,
      againNow: "neuer Versuch jetzt",
      readOnly: "Nur lesen",
      tryNow: "Jetzt versuchen",
      newVersion: "Es gibt eine neue Version.",
      reload: "Neu laden",
    },

    over: {
      room_closed: {
        title: "Der Raum ist geschlossen",
        text: "Nur seine Besitzer kommen hinein, und niemand kann schreiben. Wenn sie ihn wieder öffnen, geht es hier von selbst weiter.",
      },
      removed: {
        title: "Du wurdest aus diesem Raum entfernt",
        text: "Dein Weg hinein gilt nicht mehr. Falls das ein Versehen war, sprich mit den Besitzern: Wenn sie es zurücknehmen, geht es hier von selbst weiter.",
      },
      notNow: {
        title: "Der Raum nimmt dich gerade nicht auf",
        text: (message) => `${message} Sobald es geht, geht es hier von selbst weiter.`,
      },
      not_admitted: {
        title: "Dieser Link führt nicht hinein",
        text: "Er wurde zurückgenommen, oder jemand hat Nein gesagt. Bitte bei den Besitzern des Raums nach einem anderen fragen.",
      },
      closed_by_operator: {
        title: "Wer diesen Server betreibt, hat diesen Raum geschlossen",
        text: "Alle wurden hinausgeschickt. Neu laden führt wieder hinein.",
      },
      expired_by_operator: {
        title: "Wer diesen Server betreibt, lässt diesen Raum ablaufen",
        text: "Alle wurden hinausgeschickt, und binnen einer Stunde wird der Raum mit allem gelöscht, was darin ist, wenn niemand zurückkommt.",
      },
      deleted_by_operator: {
        title: "Wer diesen Server betreibt, hat diesen Raum gelöscht",
        text: "Er ist mit seinem Verlauf weg, für alle. Diese Seite hat den Text noch, bis du sie verlässt: Speichere vorher, was du brauchst.",
      },
      room_not_found: {
        title: "Diesen Raum gibt es nicht mehr",
        text: "Er wurde gelöscht, von einem Besitzer oder von dem, der diesen Server betreibt, der Link hierher wurde zurückgenommen, oder es war lange niemand da.",
      },
      unauthorized: {
        title: "Der Raum kennt dich nicht mehr",
        text: "Vielleicht ist der Server zu einer älteren Kopie zurückgekehrt, von der Zeit vor dir. Tritt noch einmal bei: Was hier offen ist, bleibt.",
      },
      unsupported_protocol: {
        title: "Diese Seite ist zu alt oder zu neu",
        text: "Der Server hat eine andere Version als diese Seite. Bitte die Seite neu laden.",
      },
      other: "Du bist nicht mehr verbunden",
      lookAgain: "Jetzt nachsehen",
      looking: "Es wird nachgesehen.",
      joinAgain: "Noch einmal beitreten",
      reload: "Neu laden",
      toStart: "Zur Startseite",
      keep: "Zurückkommen und den Raum behalten",
      saveText: "Diesen Text als Datei speichern",
      saveOthers: (count) => `Andere offene Dateien speichern (${count})`,
      saveFile: (path) => `${path} speichern`,
    },

    onlyHere: {
      name: (file) => `Der neuere Text von ${file}`,
      beside: "einem Text neben dem Code",
      gone: (file) => `Der Server hat keinen Text von ${file} mehr, wie nach der Rückkehr zu einer älteren Kopie.`,
      other: (file) =>
        `Der Server hat jetzt einen anderen Text von ${file}, wie nach der Rückkehr zu einer älteren Kopie.`,
      mayBeLost: (lines) =>
        `Was dieses Fenster vorher hatte, ${lines} ${plural.select(lines) === "one" ? "Zeile" : "Zeilen"}, gibt es vielleicht nirgends sonst.`,
      save: "Als Datei speichern",
      putBack: "In den Raum zurückbringen",
      putBackHint:
        "Als deine Änderung, die du rückgängig machen kannst. Was andere seither geschrieben haben, bleibt, und sie erfahren davon.",
      letGo: "Verwerfen",
    },

    refused: {
      title: "Eine Änderung wurde nicht angenommen",
      leftTitle: "Änderungen von einem früheren Besuch lassen sich nicht speichern",
      stayHere: "Sie bleiben in diesem Browser, bis du sie vergessen lässt.",
      typed: "Das wurde getippt.",
      whole: "Das ist die Datei mit ihnen.",
      copyFirst: "Bitte kopieren, bevor du das schließt.",
      copy: "Text kopieren",
      save: "Als Datei speichern",
      forget: "Vergessen",
      editsIn: "Änderungen in ",
    },

    people: {
      tab: "Leute",
      search: "Leute suchen",
      nobodyFound: "Niemand hier heißt so.",
      faces: (count) => `Leute, ${count} gerade hier`,
      hereNow: (count) => `Gerade hier (${count})`,
      hereWhenLost: (count) => `Hier, als die Verbindung abbrach (${count})`,
      beenHere: "War schon hier",
      left: "gegangen",
      you: "du",
      robot: "kein Mensch",
      robotNamed: (name) => `${name}, kein Mensch`,
      typing: "schreibt",
      states: { idle: "untätig", away: "in einem anderen Fenster" },
      roles: { owner: "Besitzer", editor: "schreibt mit", viewer: "liest mit", removed: "entfernt" },
      place: (file, line) =>
        file === undefined ? `Zeile ${line ?? 1}` : file + (line === undefined ? "" : `, Zeile ${line}`),
      goTo: (name, place) => `Zu ${name} gehen, ${place}`,
    },

    share: {
      share: "Teilen",
      copied: "Der Link ist kopiert.",
      title: "Diesen Raum teilen",
      byHand: "Wer diesen Link hat, gibt einen Namen ein und ist drin. Hier lässt er sich kopieren:",
    },
  },
};
export default german;
