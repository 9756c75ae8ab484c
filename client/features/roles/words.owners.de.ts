// What owners read when they decide about people and the room, in German.
import type { Role } from "#protocol/events.ts";
import type { Translation } from "../../words.ts";
import type { OwnersWords } from "./words.owners.ts";

const plural = new Intl.PluralRules("de");
const one = (count: number): boolean => plural.select(count) === "one";

const is: Readonly<Record<Role, (name: string) => string>> = {
  owner: (name) => `${name} gehört dieser Raum`,
  editor: (name) => `${name} schreibt in diesem Raum mit`,
  viewer: (name) => `${name} liest in diesem Raum mit`,
};
const needed = (isNeeded: boolean): string => (isNeeded ? ", sobald jemand das Passwort des Raums verrät" : "");

const german: Translation<OwnersWords> = {
  part: "roles, owners",
  words: {
    leave: "Alles lassen, wie es ist",
    undo: "Rückgängig",
    dismiss: "Ausblenden",
    done: "Fertig",

    closing: {
      plain: "Der Raum-Link",
      edit: "Der Einladungslink",
      view: "Der Link nur zum Lesen",
      code: "Der Beitrittscode",
      ownerLink: (name) => (name === undefined ? "Dein eigener Besitz-Link" : `Der Besitz-Link von ${name}`),
      somebody: "jemand",
      nobodyHas: "Sonst hat ihn niemand.",
      nobodyUsed: "Sonst hat ihn niemand benutzt.",
      used: (who) => `Auch benutzt von: ${who}.`,
      has: (who) => `Auch bekannt bei: ${who}.`,
      out: (count) =>
        one(count)
          ? "Eine Person kam mit ihm zum Lesen und wäre draußen."
          : `${count} Personen kamen mit ihm zum Lesen und wären draußen.`,
      still: "Abgeschaltet lässt er Neue noch lesen, aber nicht schreiben.",
      staysIn: (butViewers) => `Wer drin ist, bleibt drin${butViewers ? ", außer wer so zum Lesen kam" : ""}.`,
      newLink: "Dafür gibt es einen neuen Einladungslink.",
      anyCase: (what, count) => `${what} ${one(count) ? "gilt" : "gelten"} in jedem Fall nicht mehr.`,
    },

    person: {
      is: (name, role, isRobot) => `${is[role](name)}${isRobot ? " und ist kein Mensch" : ""}.`,
      make: {
        viewer: { label: "Nur mitlesen lassen", text: "Kann lesen und chatten, aber nichts ändern." },
        editor: { label: "Mitschreiben lassen", text: "Kann Code schreiben, aber nicht die Einstellungen ändern." },
        owner: {
          label: "Zum Besitzer machen",
          text: "Kann wie du den Raum, seine Links und alle Rollen ändern.",
        },
      },
      asks: (label) => `${label} …`,
      handOver: {
        label: "Raum übergeben …",
        text: (name) => `Gibt ${name} den Raum, und du schreibst mit.`,
        title: (name) => `Raum an ${name} übergeben?`,
        yes: "Übergeben",
        means: (name) =>
          `Der Raum gehört dann ${name}. Du schreibst weiter mit, und nur ${name} kann dir den Raum zurückgeben.`,
      },
      remove: {
        label: "Entfernen …",
        text: "Setzt die Person sofort vor die Tür. Du entscheidest, ob die bekannten Links abgeschaltet werden.",
        title: (name) => `${name} aus dem Raum entfernen?`,
        yes: "Entfernen",
        andClose: "Entfernen und diese abschalten",
        about: (name, needsPassword) =>
          `${name} kennt diese und könnte mit ihnen als jemand Neues zurückkommen${needed(needsPassword)}:`,
        means: (name) =>
          `${name} ist sofort draußen und kann nicht unter demselben Namen zurückkommen. Was ${name} geschrieben hat, bleibt. 20 Sekunden lang lässt es sich rückgängig machen.`,
        meansRobot: (name) =>
          `${name} ist sofort draußen. Was ${name} geschrieben hat, bleibt. 20 Sekunden lang lässt es sich rückgängig machen.`,
      },
      lower: {
        title: {
          viewer: (name) => `${name} nur noch mitlesen lassen?`,
          editor: (name) => `${name} nur noch mitschreiben lassen?`,
        },
        andClose: "Mitlesen lassen und diese abschalten",
        about: (name, needsPassword) =>
          `${name} kennt diese. Mit ihnen kann jemand Neues schreiben, auch ${name} unter anderem Namen${needed(needsPassword)}:`,
        means: {
          viewer: (name) => `${name} kann dann lesen und chatten, aber nichts ändern.`,
          editor: (name) => `${name} kann dann Code schreiben, aber nicht mehr die Einstellungen des Raums ändern.`,
        },
      },
    },

    taken: {
      removed: (name) => `${name} ist entfernt`,
      viewer: (name) => `${name} liest jetzt nur mit`,
      editor: (name) => `${name} schreibt jetzt mit`,
      share: "Raum teilen …",
      stay: (name) => `Die Links bleiben, wie sie sind: ${name} kann mit den bekannten als jemand Neues zurückkommen.`,
      still: (name) =>
        `Ein Link oder Code, den jemand ${name} geschickt hat, im Chat oder anderswo, gilt vielleicht noch: Unter Teilen stehen alle.`,
      closed: (name) => `Die Links, die der Raum ${name} gezeigt hat, lassen niemanden mehr herein.`,
      lowered: (name) => `Die Links, die der Raum ${name} gezeigt hat, erlauben Neuen nicht mehr als das.`,
    },

    waiting: {
      title: "Warten auf Einlass",
      nobody: "Es wartet niemand mehr.",
      came: "gekommen",
      letIn: "Einlassen",
      letInOne: (name) => `${name} einlassen`,
      refuse: "Ablehnen",
      refuseOne: (name) => `${name} ablehnen`,
      letAllIn: (count) => `Alle ${count} einlassen`,
    },

    settings: {
      title: "Einstellungen des Raums",
      offline: "Gerade ohne Verbindung: Bis sie wieder da ist, lässt sich nichts ändern.",
      who: "Wer hereinkommt",
      lobby: {
        label: "Warteraum",
        text: "Neue warten, bis sie eingelassen werden. Wer schon da war, kommt ohne Warten zurück.",
      },
      locked: {
        label: "Gesperrt",
        text: "Niemand Neues kommt herein, egal mit welchem Link. Wer schon da war, kann zurückkommen.",
      },
      password: {
        label: "Passwort",
        there: "Neue müssen es eingeben. Wer schon da war, kommt ohne zurück.",
        none: "Keins: Mit einem müssten Neue es eingeben. Wer schon da war, kommt ohne zurück.",
        change: "Ändern …",
        set: "Passwort setzen …",
        remove: "Entfernen",
        removeName: "Passwort entfernen",
        new: "Neues Passwort",
        tooShort: (least) => `Bitte mindestens ${least} Zeichen: Am besten sind ein paar Wörter.`,
        yes: "Setzen",
      },
      most: {
        label: "Wie viele gleichzeitig darin sein dürfen",
        text: "Leer: so viele, wie der Server zulässt.",
        none: "ohne Grenze",
      },
      write: "Wer schreiben darf",
      viewers: {
        text: "Alle außer den Besitzern können nur noch lesen, auch Neue mit dem Raum-Link.",
        make: "Alle nur mitlesen lassen …",
        title: "Alle nur mitlesen lassen?",
        yes: "Mitlesen lassen",
        andClose: "Mitlesen lassen und diese abschalten",
        about: "Diese sind bekannt, und mit ihnen kann jemand Neues weiter schreiben:",
        means: "Alle außer den Besitzern können dann nur lesen, auch Neue mit dem Raum-Link.",
        done: "Alle außer den Besitzern können jetzt nur lesen.",
      },
      editors: {
        text: "Alle können wieder schreiben.",
        make: "Alle mitschreiben lassen",
        done: "Alle können jetzt schreiben.",
      },
      own: "Besitzer bleiben",
      kept: {
        title: "Wie lange der Raum bleibt",
        label: "Bleibt nach dem letzten Besuch",
        text: "Danach wird er mit allem darin gelöscht. Der Server hat vielleicht eine kürzere Frist.",
        always: "so lange, wie der Server Räume behält",
        aYear: "ein Jahr",
        days: (count) => `${count} ${one(count) ? "Tag" : "Tage"}`,
      },
      reopen: {
        closed: "Der Raum ist geschlossen.",
        text: "Nur seine Besitzer sind darin, und nichts lässt sich ändern, bis er wieder geöffnet wird.",
        yes: "Wieder öffnen",
      },
      end: {
        title: "Schließen oder löschen",
        close:
          "Setzt alle außer den Besitzern vor die Tür, und niemand kann schreiben, bis du ihn wieder öffnest. Alles bleibt erhalten.",
        closeYes: "Raum schließen …",
        remove: "Löscht den Raum und alles darin, für alle und endgültig.",
        removeYes: "Raum löschen …",
        closeTitle: "Raum schließen?",
        closeIt: "Schließen",
        alone: "Sonst ist gerade niemand darin.",
        out: (names) => `Sofort draußen: ${names}.`,
        means: "Seine Besitzer können ihn wieder öffnen; bis dahin kommt sonst niemand herein, und niemand schreibt.",
      },
    },
  },
};
export default german;
