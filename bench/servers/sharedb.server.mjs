// ShareDB with its own memory database, as its examples set it up. Knows no client.
import { createServer } from "node:http";
import WebSocketJSONStream from "@teamwork/websocket-json-stream";
import otText from "ot-text-unicode";
import ShareDB from "sharedb";
import { WebSocketServer } from "ws";

ShareDB.types.register(otText.type);
const backend = new ShareDB();
const server = createServer();
new WebSocketServer({ server }).on("connection", (socket) => {
  const stream = new WebSocketJSONStream(socket);
  // Without this a connection that is cut ends the server.
  stream.on("error", () => {});
  backend.listen(stream);
});
server.listen(Number(process.env.PORT), "127.0.0.1");
