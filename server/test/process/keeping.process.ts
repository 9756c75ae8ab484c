// A program that types numbered words into a room and keeps them in a folder: `keeping.process.ts <link> <folder> <first number>`. It says
// which are kept, and goes on until it is killed; with no number it only comes in, which sends what was left, and goes.
import { setImmediate as turn } from "node:timers/promises";
import { Folder, join } from "../../../client/library/node.ts";

const [link = "", path = "", first] = process.argv.slice(2);

const folder = await Folder.open(path, (message) => {
  throw new Error(message);
});
const participant = await join(link, { name: "Kept", folder });
const document = await participant.open(1).ready();

if (first === undefined) {
  participant.leave();
  folder.close();
} else {
  process.stdout.write("in\n");
  for (let number = Number(first); ; number++) {
    document.edit({ from: Math.floor(Math.random() * 2) * document.length, insert: `<${number}>` });
    if (Math.random() < 0.3) {
      participant.keepNow();
      process.stdout.write(`${number}\n`);
    }
    // what the server says is heard in between; most words are typed at once
    if (Math.random() < 0.4) await turn();
  }
}
