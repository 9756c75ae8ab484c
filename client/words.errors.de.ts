// What a person is told of a refusal, by its code, in German.
import type { ErrorCode } from "#protocol/errors.ts";
import type { Translation } from "./words.ts";
import type { ErrorWords } from "./words.errors.ts";

const sentences: Readonly<Record<ErrorCode, string>> = {
  bad_frame: "Der Server konnte eine Nachricht nicht lesen. Bitte die Seite neu laden.",
  bad_hello: "Der Server konnte die Begrüßung nicht lesen. Bitte die Seite neu laden.",
  hello_timeout: "Die Begrüßung kam nicht rechtzeitig an. Die Verbindung wird neu aufgebaut.",
  unauthorized: "Der Schlüssel gehört nicht zu diesem Raum. Bitte ohne ihn neu beitreten.",
  removed: "Du wurdest aus diesem Raum entfernt.",
  not_admitted: "Dieser Link führt nicht hinein. Bitte bei den Besitzern des Raums nach einem anderen fragen.",
  room_closed: "Der Raum ist geschlossen. Seine Besitzer können ihn wieder öffnen.",
  room_locked: "Der Raum ist gesperrt und nimmt niemanden mehr auf. Seine Besitzer können ihn entsperren.",
  password_needed: "Der Raum hat ein Passwort. Wer schon drin ist, kennt es vielleicht.",
  wrong_password: "Das ist nicht das Passwort des Raums. Bitte prüfen und noch einmal versuchen.",
  address_blocked: "Wer diesen Server betreibt, hat deine Netzadresse für eine Zeit gesperrt.",
  closed_by_operator: "Wer diesen Server betreibt, hat diesen Raum geschlossen.",
  expired_by_operator:
    "Wer diesen Server betreibt, lässt diesen Raum ablaufen: Er wird bald gelöscht, wenn niemand zurückkommt.",
  deleted_by_operator: "Wer diesen Server betreibt, hat diesen Raum gelöscht.",
  origin_refused: "Von der Adresse dieser Seite aus lassen sich auf diesem Server keine Räume öffnen.",
  room_not_found: "Diesen Raum gibt es nicht. Bitte den Link prüfen oder einen neuen Raum erstellen.",
  code_not_found:
    "Dieser Code führt nirgendwohin: Er ist vertippt oder abgelaufen. Bitte prüfen oder nach einem neuen fragen.",
  room_full: "Der Raum ist voll. Bitte noch einmal versuchen, wenn jemand gegangen ist.",
  slow_reader: "Die Verbindung ist zu langsam und kommt nicht nach. Sie wird neu aufgebaut.",
  superseded: "Dieser Tab hat sich anderswo neu verbunden.",
  client_taken: "Diese Kennung gehört jemand anderem. Bitte die Seite neu laden.",
  unsupported_protocol: "Diese Seite stammt von einer anderen Version des Servers. Bitte neu laden.",
  room_reset: "Der Raum wird gerade neu aus dem Speicher gelesen. Die Verbindung wird neu aufgebaut.",
  store_unavailable: "Der Server kann gerade nicht speichern. Deine Änderungen sind hier aufgehoben.",
  server_draining: "Der Server startet neu. Die Verbindung wird neu aufgebaut.",
  too_large: "Die Nachricht ist größer, als der Server sie annimmt. Bitte weniger auf einmal senden.",
  too_many_refusals: "Zu viele Nachrichten. Bitte einen Moment warten.",
  rate_limited: "Das war zu viel auf einmal. Bitte einen Moment warten und noch einmal versuchen.",
  written_much:
    "In der letzten Stunde wurde so viel geschrieben, wie erlaubt ist. Was du schreibst, ist hier aufgehoben und wird später von selbst gesendet.",
  server_read_only:
    "Der Server nimmt gerade keine Änderungen an: Es wird kein Raum angelegt, und niemand Neues kommt herein.",
  read_only: "Du kannst diesen Raum lesen, aber nicht bearbeiten.",
  not_owner: "Das dürfen nur die Besitzer des Raums.",
  last_owner: "Ein Raum muss jemandem gehören. Bitte zuerst jemand anderen zum Besitzer machen.",
  unknown_person: "Diese Person ist nicht mehr im Raum.",
  outdated: "Daran hat sich inzwischen etwas geändert. Bitte noch einmal hinschauen.",
  bad_change: "Der Server konnte eine Änderung nicht lesen. Bitte die Seite neu laden.",
  version_ahead: "Der Server hat einen älteren Text als diese Seite. Jetzt ist der Text des Servers zu sehen.",
  version_too_old: "Der Text ist schon viel weiter; er wird erst nachgeholt.",
  seq_gap: "Eine frühere Änderung fehlt; sie wird noch einmal gesendet.",
  line_too_long: "Die Zeile würde zu lang. Bitte auf mehrere Zeilen verteilen.",
  document_too_large: "Die Datei würde zu groß. Bitte aufteilen oder zuerst etwas löschen.",
  unknown_file: "Diese Datei gibt es im Raum nicht, oder sie ist für dich nicht mehr offen.",
  too_many_files: "Der Raum hat so viele Dateien, wie er fassen kann.",
  bad_file_name: "So kann eine Datei oder ein Ordner nicht heißen. Bitte einen anderen Namen wählen.",
  name_taken: "So heißt schon eine Datei oder ein Ordner. Bitte einen anderen Namen wählen.",
  last_file: "Ein Raum behält mindestens eine Datei. Bitte zuerst eine andere anlegen.",
  unknown_feature: "Das kann dieser Server nicht.",
  bad_request: "Der Server hat die Anfrage nicht verstanden. Bitte die Seite neu laden.",
  method_not_allowed: "Das geht an dieser Adresse nicht.",
  not_found: "An dieser Adresse ist nichts.",
  internal: "Auf dem Server ist etwas schiefgegangen. Bitte noch einmal versuchen.",
};

const german: Translation<ErrorWords> = {
  part: "errors",
  words: {
    refused: (code) => sentences[code],
    unreachable: "Der Server ist nicht zu erreichen. Bitte die Verbindung prüfen und noch einmal versuchen.",
    unknown: "Etwas ist schiefgegangen. Bitte noch einmal versuchen.",
  },
};
export default german;
