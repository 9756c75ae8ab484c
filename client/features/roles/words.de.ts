// What the roles' dialogs say, in German.
import type { Translation } from "../../words.ts";
import type { RolesWords } from "./words.ts";

const words: RolesWords = {
  share: {
    title: "Raum teilen",
    whoever: "Neue können mit diesem Link …",
    gives: {
      editor: "Wer diesen Link öffnet, gibt einen Namen ein und kann mitschreiben.",
      viewer: "Wer diesen Link öffnet, gibt einen Namen ein und kann mitlesen, aber nichts ändern.",
      none: "Mit diesem Link kommt niemand Neues herein. Wer schon da war, kann zurückkommen.",
    },
    invites: {
      editor: "Verschicken: Wer ihn öffnet, gibt einen Namen ein und ist dabei.",
      viewer: "Verschicken: Wer ihn öffnet, gibt einen Namen ein und liest mit.",
    },
    choices: { editor: "mitschreiben", viewer: "mitlesen", none: "nicht herein" },
    choiceLegend: "Neue können mit dem Raum-Link …",
    mayKnow: "Wer entfernt wurde, kennt diesen Link vielleicht. Lässt er wieder Leute herein, dann auch sie.",
    roomLink: "Raum-Link",
    copyLink: "Link kopieren",
    closed: "Der Raum ist geschlossen: Niemand kommt herein, bis er wieder geöffnet wird.",
    locked: "Der Raum ist gesperrt: Niemand Neues kommt herein, auch nicht mit dem Link.",
    alsoPassword: "Neue brauchen außerdem das Passwort.",
    alsoWait: "Neue warten, bis jemand mit Besitzrechten öffnet.",
    alsoPasswordAndWait: "Neue brauchen außerdem das Passwort und warten, bis jemand mit Besitzrechten öffnet.",
    waiting: (count) => (count === 1 ? "Eine Person wartet vor der Tür." : `${count} Personen warten vor der Tür.`),
    seeWho: "Wer wartet …",
    invite: "Ein Einladungslink lässt trotzdem jemanden herein.",
    moreWays: "Weitere Wege",
    offline: "Die Links erscheinen hier, sobald die Verbindung wieder da ist.",
    ownersDecide: "Was die Links erlauben, entscheidet, wer den Raum besitzt.",
    askAnOwner: "Einladen kann nur, wer den Raum besitzt.",
    settings: "Einstellungen des Raums …",
  },
  qrTitle: "QR-Code",
  qrText: "Für ein Handy in der Nähe.",
  show: "Zeigen",
  hide: "Verbergen",
  qrOf: (title) => `QR-Code: ${title}`,
  qrFailed: "Der QR-Code konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
  view: {
    title: "Link nur zum Lesen",
    absent: "Ein zweiter Link zum Mitlesen. Er verrät den Raum-Link nicht.",
    there: "Wer ihn öffnet, kann mitlesen und erfährt den Raum-Link nicht.",
    make: "Link zum Lesen erstellen",
  },
  edit: {
    title: "Einladungslink",
    absent: "Erlaubt das Schreiben, egal was der Raum-Link erlaubt, bis er abgeschaltet wird.",
    made: "Erlaubt das Schreiben, bis er abgeschaltet wird. Jetzt kopieren: Er wird nicht noch einmal gezeigt.",
    lost: "Er wurde nur einmal gezeigt. Ersetzen ergibt einen neuen; der alte gilt dann nicht mehr.",
    make: "Einladungslink erstellen",
    afterTaking:
      "Für alle, die weiterhin kommen dürfen. Er gilt, bis er abgeschaltet wird, und wird nicht noch einmal gezeigt.",
  },
  code: {
    title: "Beitrittscode",
    text: (home) => `Zum Vorlesen. Wer ihn auf ${home} eingibt, kann mitschreiben.`,
    lost: "Er wurde nur einmal gezeigt. Ersetzen ergibt einen neuen; der alte gilt dann nicht mehr.",
    make: "Beitrittscode erstellen",
    until: "Gilt bis",
    copied: "Der Code ist kopiert.",
  },
  owner: {
    title: "Mein Besitz-Link",
    absent:
      "Gibt den Raum in jedem Browser zurück, falls dieser ihn vergisst. Er wird nur einmal gezeigt: wie ein Schlüssel aufbewahren.",
    made: "Wer ihn öffnet, dem gehört der Raum. Jetzt kopieren und wie einen Schlüssel aufbewahren: Er wird nicht noch einmal gezeigt.",
    make: "Meinen Besitz-Link erstellen",
  },
  who: {
    title: "Wer hereinkommt",
    none: "Passwort, Warteraum, Sperre, eigener Besitz-Link.",
    password: "mit Passwort",
    lobby: "mit Warteraum",
    locked: "gesperrt",
    most: (count) => `höchstens ${count} Personen`,
  },
  create: "Erstellen",
  copy: "Kopieren",
  copyOf: (title) => `Kopieren: ${title}`,
  linkCopied: "Der Link ist kopiert.",
  linkNotCopied:
    "Dieser Browser erlaubt das Kopieren hier nicht. Der Link ist markiert und kann von Hand kopiert werden.",
  codeNotCopied: "Dieser Browser erlaubt das Kopieren hier nicht. Bitte den Code vorlesen oder aufschreiben.",
  made: "Erstellt",
  neverUsed: "noch nie benutzt",
  lastUsed: "zuletzt benutzt",
  replace: "Ersetzen …",
  turnOff: "Abschalten …",
  replaceOf: (title) => `Ersetzen: ${title}`,
  turnOffOf: (title) => `Abschalten: ${title}`,
  askReplace: {
    edit: "Einladungslink ersetzen?",
    view: "Link zum Lesen ersetzen?",
    code: "Beitrittscode ersetzen?",
    owner: "Besitz-Link ersetzen?",
  },
  askTurnOff: {
    edit: "Einladungslink abschalten?",
    view: "Link zum Lesen abschalten?",
    code: "Beitrittscode abschalten?",
    owner: "Besitz-Link abschalten?",
  },
  yesReplace: "Ersetzen",
  yesTurnOff: "Abschalten",
  stops: "Der jetzige gilt dann für niemanden mehr. Wer im Raum ist, bleibt darin.",
  stopsViewers:
    "Der jetzige gilt dann für niemanden mehr. Wer im Raum ist, bleibt darin, außer wer mit ihm zum Lesen kam.",
};

const german: Translation<RolesWords> = { part: "roles", words };
export default german;
