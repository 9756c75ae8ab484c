// What whoever runs the server says to everybody in a room: a notice, that nothing may be written, why a room is closed. Knows no dashboard.
import type { Feature } from "../feature.ts";
import type { OperatorMessage } from "./messages.ts";
import { operatorSite } from "./site.ts";

const operator: Feature = {
  name: "operator",
  site: { operator: operatorSite },
  open(room) {
    const standing = (): OperatorMessage => ({ type: "standing", ...room.operatorSaid });
    room.whenOperatorSays((ending) =>
      room.broadcast((ending ? { type: "ending", reason: ending.reason } : standing()) satisfies OperatorMessage),
    );
    return {
      joined({ client }) {
        if (Object.keys(room.operatorSaid).length > 0) room.send(client, standing());
      },
    };
  },
};

export default operator;
