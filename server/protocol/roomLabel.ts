// What a room is called as long as nobody has named it: two friendly words, the same for everybody. Knows no room.

const HOW =
  "quiet brave calm clever bright gentle happy jolly kind lively lucky merry mighty nimble noble polite proud quick shy silent sleepy smart snowy sunny swift tiny warm wild wise witty young amber azure bold breezy busy cheery coral cosy curious daring dreamy eager fair fluffy friendly golden grand green honest humble ivory keen mellow misty olive patient rosy royal rusty silver sturdy tidy velvet";
const WHO =
  "otter badger beaver bison camel crane deer dolphin eagle falcon ferret finch fox frog gecko gibbon goose hare hawk hedgehog heron ibex jackal jaguar koala lark lemur leopard lion llama lynx magpie marmot meerkat mole moose newt ocelot orca osprey owl panda parrot pelican penguin pony puffin puma rabbit raccoon raven robin salmon seal sparrow squirrel stork swan tapir tiger toucan turtle walrus wombat";

/**
 * “Quiet otter”: drawn from when the room was made (ms since 1970), which is the same by all of its links and says nothing of
 * any. A name, and so the same in every language of the page.
 */
export function roomLabel(dateCreated: number): string {
  // FNV-1a, and once more through, so that times that are near each other do not sound alike
  let hash = 0x811c9dc5;
  for (const digit of String(dateCreated)) hash = Math.imul(hash ^ digit.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = (hash ^ (hash >>> 12)) >>> 0;
  const how = wordOf(HOW, hash >>> 26);
  return `${how.charAt(0).toUpperCase()}${how.slice(1)} ${wordOf(WHO, hash >>> 20)}`;
}

function wordOf(list: string, number: number): string {
  const all = list.split(" ");
  return all[number % all.length] ?? "";
}
